// Expression + state → value, and condition + state → the states in which it holds. Bias: what contradicts what is
// known along the path is not taken; where nothing is known both ways are.

import type { Expression } from "../c-types/expression.js";
import { conditionKey, placeKey, resultKey } from "../c-types/keys.js";
import { controlFlowRow } from "../kernel-model/control-flow.js";
import { errorPointerValue, someErrno } from "./error-pointers.js";
import { type PredicateScope, predicateTruth } from "./predicate.js";
import { type FlowState, learn } from "./state.js";
import {
  exactly,
  exactNumber,
  narrow,
  narrowToNonzero,
  nonzero,
  truth,
  type Value,
  type ValueOrigin,
  zero,
} from "./values.js";

/** Known of a state that was reached on a guess: what is found there is not certain. */
export const guessedKey = "#GUESSED";

/** What names mean outside the function's own text. */
export interface ValueScope extends PredicateScope {
  /** The value of a macro, enum constant or gfp flag. */
  constant(name: string): Value | undefined;
  /** The address of the function of that name, where one is known. */
  functionValue(name: string): Value | undefined;
}

/** What is known of an expression's value. Calls are known by the results that the flow left in the state. */
export function evaluateValue(
  expression: Expression,
  state: FlowState,
  scope: ValueScope,
): Value | undefined {
  switch (expression.kind) {
    case "literal":
      return exactly(Number(expression.value));
    case "string":
      return nonzero;
    case "name":
      return evaluateName(expression.name, state, scope);
    case "member":
    case "index":
    case "dereference":
    case "statementExpression":
      return knownPlace(expression, state);
    case "address":
      return evaluateAddress(expression.operand, scope);
    case "cast":
      return evaluateValue(expression.operand, state, scope);
    case "comma": {
      const last = expression.items.at(-1);
      return last && evaluateValue(last, state, scope);
    }
    case "assignment":
      return evaluateValue(expression.target, state, scope);
    case "unary":
      return evaluateUnary(expression.operator, expression.operand, state, scope);
    case "binary":
      return evaluateBinary(expression, state, scope);
    case "conditional":
      return evaluateConditional(expression, state, scope);
    case "call":
      return evaluateCall(expression, state, scope);
    default:
      return undefined;
  }
}

function knownPlace(expression: Expression, state: FlowState): Value | undefined {
  const key = placeKey(expression);
  return key === undefined ? undefined : state.values.get(key);
}

function evaluateName(name: string, state: FlowState, scope: ValueScope): Value | undefined {
  const known = state.values.get(name);
  if (known) return known;
  if (name === "NULL" || name === "false") return zero;
  if (name === "true") return exactly(1);
  const constant = scope.constant(name);
  if (constant) return constant;
  const address = scope.functionValue(name);
  if (address) return address;
  const predicate = predicateTruth(name, undefined, state, scope);
  if (predicate !== undefined) return exactly(predicate ? 1 : 0);
  return /^[A-Z][A-Z0-9_]*$/.test(name) ? { kind: "symbol", name } : undefined;
}

function evaluateAddress(operand: Expression, scope: ValueScope): Value | undefined {
  if (operand.kind !== "name") return nonzero;
  return scope.functionValue(operand.name) ?? { kind: "address", of: operand.name };
}

function evaluateUnary(
  operator: string,
  operand: Expression,
  state: FlowState,
  scope: ValueScope,
): Value | undefined {
  const value = evaluateValue(operand, state, scope);
  if (operator === "!") {
    const isTrue = truth(value);
    return isTrue === undefined ? undefined : exactly(isTrue ? 0 : 1);
  }
  if (operator === "+") return value;
  if (operator === "-") {
    if (value?.kind === "symbol") return /^E[A-Z0-9]+$/.test(value.name) ? someErrno : undefined;
    if (value?.kind !== "number") return undefined;
    return { kind: "number", min: -value.max, max: -value.min, nonzero: value.nonzero };
  }
  const exact = exactNumber(value);
  return exact === undefined ? undefined : exactly(~exact);
}

function evaluateBinary(
  expression: Extract<Expression, { kind: "binary" }>,
  state: FlowState,
  scope: ValueScope,
): Value | undefined {
  const { operator } = expression;
  const left = evaluateValue(expression.left, state, scope);
  const right = evaluateValue(expression.right, state, scope);
  if (operator === "&&" || operator === "||") return evaluateLogical(operator, left, right);
  const compared = compareValues(operator, left, right);
  if (compared !== undefined) return exactly(compared ? 1 : 0);
  const computed = computeValue(operator, left, right, scope);
  if (computed || state.values.size === 0) return computed;
  return state.values.get(conditionKey(expression));
}

function evaluateLogical(
  operator: "&&" | "||",
  left: Value | undefined,
  right: Value | undefined,
): Value | undefined {
  const [a, b] = [truth(left), truth(right)];
  if (operator === "&&") {
    if (a === false || b === false) return zero;
    return a && b ? exactly(1) : undefined;
  }
  if (a || b) return exactly(1);
  return a === false && b === false ? zero : undefined;
}

/** Arithmetic on exact numbers, and gfp bits on a parameter passed on. */
function computeValue(
  operator: string,
  left: Value | undefined,
  right: Value | undefined,
  scope: ValueScope,
): Value | undefined {
  const [a, b] = [exactNumber(left), exactNumber(right)];
  if (left?.kind === "parameter" && b !== undefined) return maskParameter(operator, left, b);
  if (right?.kind === "parameter" && a !== undefined && operator !== "-")
    return maskParameter(operator, right, a);
  if (operator === "&" && (a === 0 || b === 0)) return zero;
  if (a === undefined || b === undefined) return undefined;
  const result = compute(operator, a, b);
  if (result === undefined) return undefined;
  const value = exactly(result);
  const origin = originOfMask([left, right], scope);
  return value.kind === "number" && origin ? { ...value, origin } : value;
}

/** Where a combined mask came from: its blocking part, where one blocks; that part is what must be mended. */
function originOfMask(parts: readonly (Value | undefined)[], scope: ValueScope): ValueOrigin | undefined {
  const blocking = parts.find((part) => scope.blocks(exactNumber(part) ?? 0));
  for (const part of blocking ? [blocking] : parts)
    if (part?.kind === "number" && part.origin) return part.origin;
  return undefined;
}

function compute(operator: string, a: number, b: number): number | undefined {
  const isWord = (n: number): boolean => Number.isInteger(n) && n >= -(2 ** 31) && n < 2 ** 32;
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? undefined : Math.trunc(a / b);
    case "%":
      return b === 0 ? undefined : a % b;
    case "<<":
      return b < 0 || b > 31 ? undefined : a * 2 ** b;
    case ">>":
      return b < 0 || b > 31 ? undefined : Math.floor(a / 2 ** b);
    case "&":
      return isWord(a) && isWord(b) ? (a & b) >>> 0 : undefined;
    case "|":
      return isWord(a) && isWord(b) ? (a | b) >>> 0 : undefined;
    case "^":
      return isWord(a) && isWord(b) ? (a ^ b) >>> 0 : undefined;
    default:
      return undefined;
  }
}

function maskParameter(
  operator: string,
  value: Extract<Value, { kind: "parameter" }>,
  mask: number,
): Value | undefined {
  if (operator === "|")
    return { ...value, set: (value.set | mask) >>> 0, clear: (value.clear & ~mask) >>> 0 };
  if (operator === "&") {
    // Only `x & ~bits` keeps the rest of the mask; `x & BIT` is a test.
    const cleared = ~mask >>> 0;
    return isFewBits(cleared)
      ? { ...value, set: (value.set & mask) >>> 0, clear: (value.clear | cleared) >>> 0 }
      : undefined;
  }
  return undefined;
}

function isFewBits(mask: number): boolean {
  let count = 0;
  for (let rest = mask; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
  return count <= 16;
}

function compareValues(
  operator: string,
  left: Value | undefined,
  right: Value | undefined,
): boolean | undefined {
  if (!left || !right) return undefined;
  if (left.kind === "symbol" && right.kind === "symbol") {
    if (operator === "==") return left.name === right.name;
    return operator === "!=" ? left.name !== right.name : undefined;
  }
  const isAddress = (value: Value): boolean => value.kind === "function" || value.kind === "address";
  if ((isAddress(left) && exactNumber(right) === 0) || (isAddress(right) && exactNumber(left) === 0)) {
    return operator === "!=" ? true : operator === "==" ? false : undefined;
  }
  if (left.kind !== "number" || right.kind !== "number") return undefined;
  switch (operator) {
    case "==":
    case "!=": {
      const equal = equalNumbers(left, right);
      return equal === undefined ? undefined : equal === (operator === "==");
    }
    case "<":
      return left.max < right.min ? true : left.min >= right.max ? false : undefined;
    case "<=":
      return left.max <= right.min ? true : left.min > right.max ? false : undefined;
    case ">":
      return left.min > right.max ? true : left.max <= right.min ? false : undefined;
    case ">=":
      return left.min >= right.max ? true : left.max < right.min ? false : undefined;
    default:
      return undefined;
  }
}

function equalNumbers(
  left: Extract<Value, { kind: "number" }>,
  right: Extract<Value, { kind: "number" }>,
): boolean | undefined {
  if (left.max < right.min || right.max < left.min) return false;
  const isZero = (value: Value): boolean => exactNumber(value) === 0;
  if ((left.nonzero && isZero(right)) || (right.nonzero && isZero(left))) return false;
  return left.min === left.max && right.min === right.max && left.min === right.min ? true : undefined;
}

function evaluateConditional(
  expression: Extract<Expression, { kind: "conditional" }>,
  state: FlowState,
  scope: ValueScope,
): Value | undefined {
  const condition = evaluateCondition(expression.condition, state, scope);
  const whenTrue = expression.whenTrue ?? expression.condition;
  if (condition !== undefined)
    return evaluateValue(condition ? whenTrue : expression.whenFalse, state, scope);
  const a = evaluateValue(whenTrue, state, scope);
  const b = evaluateValue(expression.whenFalse, state, scope);
  if (a?.kind !== "number" || b?.kind !== "number") return undefined;
  return a.min === b.min && a.max === b.max ? a : undefined;
}

function evaluateCall(
  expression: Extract<Expression, { kind: "call" }>,
  state: FlowState,
  scope: ValueScope,
): Value | undefined {
  const result = state.values.get(resultKey(expression));
  if (result) return result;
  const name = expression.callee.kind === "name" ? expression.callee.name : undefined;
  const first = expression.arguments[0];
  if (name !== undefined && first && first.kind !== "type" && controlFlowRow(name)?.kind === "transparent") {
    return evaluateValue(first, state, scope);
  }
  if (name !== undefined && first && first.kind !== "type") {
    const asked = errorPointerValue(name, evaluateValue(first, state, scope));
    if (asked) return asked;
  }
  if (name !== undefined) {
    const predicate = predicateTruth(name, expression.arguments, state, scope);
    if (predicate !== undefined) return exactly(predicate ? 1 : 0);
  }
  return state.values.get(conditionOf(expression).key);
}

/** Whether a condition is true in a state, as far as is known. */
export function evaluateCondition(
  condition: Expression,
  state: FlowState,
  scope: ValueScope,
): boolean | undefined {
  return truth(evaluateValue(condition, state, scope));
}

/** The key that a condition is remembered by; `IS_ENABLED(X)` is the same boolean as `#ifdef X`. */
function conditionOf(condition: Expression): { readonly key: string } {
  if (condition.kind === "call" && condition.callee.kind === "name") {
    const option = condition.arguments[0];
    const name = condition.callee.name;
    if (
      (name === "IS_ENABLED" || name === "IS_REACHABLE" || name === "IS_BUILTIN") &&
      option?.kind === "name"
    ) {
      return { key: `#${option.name}` };
    }
  }
  return { key: conditionKey(condition) };
}

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
  if (condition.kind === "binary") {
    if (isGuess(condition, state, scope)) return assumeGuess(condition, taken, state);
    const refined = assumeComparison(condition, taken, state, scope);
    if (refined !== "opaque") return refined;
  }
  if (condition.kind === "binary" && (condition.operator === "&&" || condition.operator === "||")) {
    return assumeLogical(condition, taken, state, scope);
  }
  if (condition.kind === "assignment") return assume(condition.target, taken, state, scope);
  return isGuess(condition, state, scope)
    ? assumeGuess(condition, taken, state)
    : assumeTruth(condition, taken, state);
}

function assumeTruth(condition: Expression, taken: boolean, state: FlowState): FlowState | undefined {
  const { key } = conditionOf(condition);
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
  if (expression.kind === "binary" && expression.operator !== "&&" && expression.operator !== "||") {
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
