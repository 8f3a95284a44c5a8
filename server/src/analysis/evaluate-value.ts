// Expression + state → value, as far as it is known.

import type { Expression } from "../c-types/expression.js";
import { conditionKey, placeKey, resultKey } from "../c-types/keys.js";
import { controlFlowRow } from "../kernel-model/control-flow.js";
import { errorPointerValue, someErrno } from "./error-pointers.js";
import { type PredicateScope, predicateTruth } from "./predicate.js";
import type { FlowState } from "./state.js";
import { compareValues, computeValue, evaluateLogical } from "./value-operations.js";
import { exactly, exactNumber, nonzero, truth, type Value, zero } from "./values.js";

/** What names mean outside the function's own text. */
export interface ValueScope extends PredicateScope {
  /** The value of a macro, enum constant or gfp flag. */
  constant(name: string): Value | undefined;
  /** The address of the function of that name, where one is known. */
  functionValue(name: string): Value | undefined;
  /** What the build says of `IS_ENABLED(option)` and its like; absent, or undefined, where it says nothing. */
  buildTest?(test: string, option: string): boolean | undefined;
  /** Whether the file, or a header of its that was read, defines a macro of that name. */
  isDefined(macro: string): boolean;
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
      return (
        (expression.alias !== undefined ? state.values.get(expression.alias) : undefined) ??
        evaluateName(expression.name, state, scope)
      );
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
  const computed = computeValue(operator, left, right, scope.blocks);
  if (computed || state.values.size === 0) return computed;
  return state.values.get(conditionKey(expression));
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
  if (name !== undefined && first?.kind === "name") {
    const told = scope.buildTest?.(name, first.name);
    if (told !== undefined) return exactly(told ? 1 : 0);
  }
  if (name !== undefined) {
    const predicate = predicateTruth(name, expression.arguments, state, scope);
    if (predicate !== undefined) return exactly(predicate ? 1 : 0);
  }
  return state.values.get(rememberedKey(expression));
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
export function rememberedKey(condition: Expression): string {
  if (condition.kind === "call" && condition.callee.kind === "name") {
    const option = condition.arguments[0];
    const name = condition.callee.name;
    if (
      (name === "IS_ENABLED" || name === "IS_REACHABLE" || name === "IS_BUILTIN") &&
      option?.kind === "name"
    ) {
      return `#${option.name}`;
    }
  }
  return conditionKey(condition);
}
