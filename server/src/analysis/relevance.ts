// Which values are worth keeping states apart for: those that a function tests more than once, sets to a constant and
// tests, or passes on as a gfp mask. All others are merged where paths meet.

import type { Expression } from "../c-types/expression.js";
import { conditionKey, placeKey, resultKey } from "../c-types/keys.js";
import type { FunctionFacts } from "./facts.js";
import { guessedKey } from "./questions.js";

/** The keys of values that decide which path is taken, or what is asked of an allocator. */
export function relevantKeys(facts: FunctionFacts): ReadonlySet<string> {
  const tests = new Map<string, number>();
  const assigned = new Set<string>();
  const relevant = new Set<string>();
  const count = (key: string): void => void tests.set(key, (tests.get(key) ?? 0) + 1);
  for (const block of facts.graph.blocks) {
    for (const edge of block.edges) {
      for (const guard of edge.guards)
        if (guard.taken) for (const key of testedKeys(guard.condition)) count(key);
    }
    for (const event of block.events) {
      if (event.kind === "assign" && event.value) {
        const key = placeKey(event.target);
        if (key === undefined) continue;
        if (event.value.kind === "call") assigned.add(key);
        if (isConstantLike(event.value)) assigned.add(key);
        if (namesGfp(event.value)) relevant.add(key);
        for (const tested of conditionalKeys(event.value)) count(tested);
      } else if (event.kind === "call") {
        for (const argument of event.arguments) {
          if (argument.kind !== "type") for (const tested of conditionalKeys(argument)) count(tested);
        }
      }
    }
  }
  for (const [key, times] of tests) if (times >= 2 || assigned.has(key)) relevant.add(key);
  return relevant;
}

function testedKeys(condition: Expression): string[] {
  if (condition.kind === "name" && condition.name === guessedKey) return [];
  const keys = [conditionKey(condition)];
  if (condition.kind === "binary") {
    for (const side of [condition.left, condition.right]) {
      const key = side.kind === "call" ? resultKey(side) : placeKey(side);
      if (key !== undefined) keys.push(key);
    }
  }
  if (condition.kind === "call") keys.push(resultKey(condition));
  return keys;
}

function conditionalKeys(expression: Expression): string[] {
  switch (expression.kind) {
    case "conditional":
      return testedKeys(expression.condition);
    case "binary":
      return [...conditionalKeys(expression.left), ...conditionalKeys(expression.right)];
    case "cast":
      return conditionalKeys(expression.operand);
    default:
      return [];
  }
}

function isConstantLike(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
      return true;
    case "name":
      return (
        /^[A-Z_][A-Z0-9_]*$/.test(expression.name) ||
        expression.name === "true" ||
        expression.name === "false"
      );
    case "unary":
    case "cast":
      return isConstantLike(expression.operand);
    default:
      return false;
  }
}

function namesGfp(expression: Expression): boolean {
  switch (expression.kind) {
    case "name":
      return /^_*GFP_/.test(expression.name);
    case "unary":
    case "cast":
      return namesGfp(expression.operand);
    case "binary":
      return namesGfp(expression.left) || namesGfp(expression.right);
    case "conditional":
      return (
        (expression.whenTrue !== undefined && namesGfp(expression.whenTrue)) || namesGfp(expression.whenFalse)
      );
    default:
      return false;
  }
}
