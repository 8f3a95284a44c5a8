// Condition + state → the state in which it came out as it was taken. Bias: what contradicts what is known along the path
// is not taken; where nothing is known both ways are.

import type { Expression } from "../c-types/expression.js";
import { conditionKey, placeKey, resultKey } from "../c-types/keys.js";
import { dropsLastReference } from "../kernel-model/references.js";
import { evaluateCondition, evaluateValue, rememberedKey, type ValueScope } from "./evaluate-value.js";
import {
  answer,
  answerKey,
  asksForItsContext,
  asksWhetherItMaySleep,
  guessedKey,
  macroAskedFor,
} from "./questions.js";
import { type FlowState, isAtomic, learn } from "./state.js";
import { exactly, exactNumber, narrow, narrowToNonzero, nonzero, type Value, zero } from "./values.js";

/** The state in which `condition` came out as `taken`; undefined when it cannot have. */
export function assume(
  condition: Expression,
  taken: boolean,
  state: FlowState,
  scope: ValueScope,
): FlowState | undefined {
  const known = evaluateCondition(condition, state, scope);
  if (known !== undefined) return known === taken ? state : undefined;
  if (condition.kind === "unary" && condition.operator === "!")
    return assume(condition.operand, !taken, state, scope);
  const next = assumeUnknown(condition, taken, state, scope);
  return next && isOpenQuestion(condition, state, scope)
    ? learn(next, answerKey(condition), answer(taken))
    : next;
}

/** Whether a condition asks something that the text read here does not tell, and on which all that follows hangs. */
function isOpenQuestion(condition: Expression, state: FlowState, scope: ValueScope): boolean {
  if (condition.kind === "binary" && (condition.operator === "&&" || condition.operator === "||"))
    return false;
  const macro = macroAskedFor(condition);
  if (macro !== undefined) return !scope.isDefined(macro);
  return isAtomic(state) && (asksWhetherItMaySleep(condition) || asksForItsContext(condition, scope));
}

function assumeUnknown(
  condition: Expression,
  taken: boolean,
  state: FlowState,
  scope: ValueScope,
): FlowState | undefined {
  if (condition.kind === "binary") {
    if (isGuess(condition, state, scope)) return assumeGuess(condition, taken, state);
    const refined = assumeComparison(condition, taken, state, scope);
    if (refined !== "opaque") return refined;
  }
  if (condition.kind === "binary" && (condition.operator === "&&" || condition.operator === "||")) {
    return assumeLogical(condition, taken, state, scope);
  }
  if (condition.kind === "assignment") return assume(condition.target, taken, state, scope);
  if (taken && state.held.length > 0 && isLastReference(condition))
    return assumeGuess(condition, taken, state);
  return isGuess(condition, state, scope)
    ? assumeGuess(condition, taken, state)
    : assumeTruth(condition, taken, state);
}

/** Whether a condition is true only where the last reference went, which is a guess while something is held. */
function isLastReference(condition: Expression): boolean {
  return (
    condition.kind === "call" && condition.callee.kind === "name" && dropsLastReference(condition.callee.name)
  );
}

function assumeTruth(condition: Expression, taken: boolean, state: FlowState): FlowState | undefined {
  const key = rememberedKey(condition);
  const before = state.values.get(key);
  const value = taken ? narrowToNonzero(before) : narrow(before, 0, 0);
  return value ? learn(state, key, value) : undefined;
}

/**
 * Whether a condition is decided by constants alone, one of which is known by its name only: the code goes one way
 * there, always, and which one is not known.
 */
function isGuess(condition: Expression, state: FlowState, scope: ValueScope): boolean {
  return constantsOf(condition, state, scope) === "named";
}

function constantsOf(
  expression: Expression,
  state: FlowState,
  scope: ValueScope,
): "named" | "known" | undefined {
  if (expression.kind === "unary" || expression.kind === "cast")
    return constantsOf(expression.operand, state, scope);
  // How constants compare is mostly what one would think: a count is more than 0.
  if (expression.kind === "binary" && /^([=!]=|[&|])$/.test(expression.operator)) {
    const left = constantsOf(expression.left, state, scope);
    const right = left && constantsOf(expression.right, state, scope);
    return left === "named" && right ? left : right;
  }
  const value = evaluateValue(expression, state, scope);
  if (value?.kind === "symbol") return "named";
  return exactNumber(value) === undefined ? undefined : "known";
}

/** The state in which a constant condition was taken to go one way; it is remembered that this is a guess. */
function assumeGuess(condition: Expression, taken: boolean, state: FlowState): FlowState | undefined {
  return learn(learn(state, conditionKey(condition), taken ? nonzero : zero), guessedKey, exactly(1));
}

function assumeLogical(
  condition: Extract<Expression, { kind: "binary" }>,
  taken: boolean,
  state: FlowState,
  scope: ValueScope,
): FlowState | undefined {
  // `a && b` taken, or `a || b` not taken, fixes both operands; the other two cases only exclude one combination.
  const both = (condition.operator === "&&") === taken;
  if (both) {
    const first = assume(condition.left, taken, state, scope);
    return first && assume(condition.right, taken, first, scope);
  }
  const left = evaluateCondition(condition.left, state, scope);
  if (left !== undefined && left !== taken) return assume(condition.right, taken, state, scope);
  const right = evaluateCondition(condition.right, state, scope);
  if (right !== undefined && right !== taken) return assume(condition.left, taken, state, scope);
  return learn(state, conditionKey(condition), taken ? nonzero : zero);
}

const mirrored: Readonly<Record<string, string>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  ">": "<",
  "<=": ">=",
  ">=": "<=",
};
const negated: Readonly<Record<string, string>> = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  ">": "<=",
  "<=": ">",
  ">=": "<",
};

/** Narrows the place that a comparison with a constant is about; `opaque` where it is none of that form. */
function assumeComparison(
  condition: Extract<Expression, { kind: "binary" }>,
  taken: boolean,
  state: FlowState,
  scope: ValueScope,
): FlowState | undefined | "opaque" {
  if (!(condition.operator in mirrored)) return "opaque";
  const left = evaluateValue(condition.left, state, scope);
  const right = evaluateValue(condition.right, state, scope);
  const isConstant = (value: Value | undefined): boolean =>
    value?.kind === "symbol" || value?.kind === "number";
  const swap = isConstant(left) && placeOf(condition.right) !== undefined && !isConstant(right);
  const place = placeOf(swap ? condition.right : condition.left);
  const bound = swap ? left : right;
  const operator = swap ? mirrored[condition.operator] : condition.operator;
  if (place === undefined || operator === undefined || !bound) return "opaque";
  const relation = taken ? operator : negated[operator];
  const before = state.values.get(place);
  if (bound.kind === "symbol") {
    if (relation === "==") return learn(state, place, { kind: "symbol", name: bound.name });
    return "opaque";
  }
  if (bound.kind !== "number") return "opaque";
  const value = narrowBy(before, relation ?? "", bound.min, bound.max);
  return value === "opaque" ? "opaque" : value && learn(state, place, value);
}

function placeOf(expression: Expression): string | undefined {
  if (expression.kind === "call") return resultKey(expression);
  return placeKey(expression);
}

function narrowBy(
  before: Value | undefined,
  relation: string,
  min: number,
  max: number,
): Value | undefined | "opaque" {
  const infinity = Number.POSITIVE_INFINITY;
  switch (relation) {
    case "==":
      return narrow(before, min, max);
    case "!=":
      return min === 0 && max === 0 ? narrowToNonzero(before) : "opaque";
    case "<":
      return narrow(before, -infinity, max - 1);
    case "<=":
      return narrow(before, -infinity, max);
    case ">":
      return narrow(before, min + 1, infinity);
    case ">=":
      return narrow(before, min, infinity);
    default:
      return "opaque";
  }
}
