// Conditions: whether one surely holds, and what it says of the values it compares on either side.

import {
  commonType,
  converted,
  deeper,
  type Evaluation,
  type KnownValues,
  maxEvaluationDepth,
} from "./evaluation.js";
import { evaluateExpression } from "./evaluator.js";
import type { Expression } from "./expression.js";
import { repeatableKey } from "./keys.js";
import {
  type ComparisonOperator,
  isComparison,
  mirrorComparison,
  type Range,
  refineRange,
} from "./ranges.js";

/** Whether a condition surely holds or surely does not. */
export function truthOf(e: Expression, evaluation: Evaluation): boolean | undefined {
  if (e.kind === "binary") {
    if (e.operator === "&&" || e.operator === "||") {
      const decisive = e.operator === "||";
      const left = truthOf(e.left, evaluation);
      const right = truthOf(e.right, evaluation);
      if (left === decisive || right === decisive) return decisive;
      return left === undefined || right === undefined ? undefined : !decisive;
    }
    if (isComparison(e.operator)) return compare(e.operator, e.left, e.right, evaluation);
  }
  const value = evaluateExpression(e, deeper(evaluation))?.range;
  if (!value) return undefined;
  if (value.min > 0n || value.max < 0n) return true;
  return value.min === 0n && value.max === 0n ? false : undefined;
}

function compare(
  operator: ComparisonOperator,
  leftSide: Expression,
  rightSide: Expression,
  evaluation: Evaluation,
): boolean | undefined {
  const left = evaluateExpression(leftSide, evaluation);
  const right = evaluateExpression(rightSide, evaluation);
  if (!left || !right) return undefined;
  const type = commonType(left.type, right.type);
  const a = converted(left.range, type, evaluation);
  const b = converted(right.range, type, evaluation);
  if (!refineRange(a, operator, b, true)) return false;
  return refineRange(a, operator, b, false) ? undefined : true;
}

/** What is known of lvalues once `condition` came out as `taken`. */
export function valuesGiven(condition: Expression, taken: boolean, evaluation: Evaluation): KnownValues {
  const refined = new Map<string, Range>();
  learn(condition, taken, evaluation, refined);
  if (refined.size === 0) return evaluation.values;
  return (expression) => {
    const key = repeatableKey(expression);
    return (key === undefined ? undefined : refined.get(key)) ?? evaluation.values(expression);
  };
}

const zero: Expression = { kind: "literal", value: 0n, suffix: "", span: { start: 0, end: 0 } };

function learn(
  condition: Expression,
  taken: boolean,
  evaluation: Evaluation,
  refined: Map<string, Range>,
): void {
  if (condition.kind === "unary" && condition.operator === "!") {
    learn(condition.operand, !taken, evaluation, refined);
  } else if (condition.kind !== "binary") {
    learnComparison(condition, "!=", zero, { taken, evaluation, refined });
  } else if (isComparison(condition.operator)) {
    const { left, operator, right } = condition;
    learnComparison(left, operator, right, { taken, evaluation, refined });
    learnComparison(right, mirrorComparison(operator), left, { taken, evaluation, refined });
  } else if (condition.operator === (taken ? "&&" : "||")) {
    learn(condition.left, taken, evaluation, refined);
    learn(condition.right, taken, evaluation, refined);
  }
}

interface Lesson {
  readonly taken: boolean;
  readonly evaluation: Evaluation;
  readonly refined: Map<string, Range>;
}

function learnComparison(
  subject: Expression,
  operator: ComparisonOperator,
  other: Expression,
  { taken, evaluation, refined }: Lesson,
): void {
  const target = inCaller(subject, evaluation);
  const key = target && target.kind !== "literal" ? repeatableKey(target) : undefined;
  if (key === undefined) return;
  const bound = evaluateExpression(other, evaluation)?.range;
  if (!bound) return;
  const before =
    refined.get(key) ?? evaluateExpression(subject, { ...evaluation, mode: "exact-types" })?.range;
  const after = refineRange(before, operator, bound, taken);
  if (after) refined.set(key, after);
}

/** A macro's parameter seen as the argument that the function wrote; undefined if it cannot be named there. */
function inCaller(e: Expression, evaluation: Evaluation): Expression | undefined {
  let result: Expression = e;
  let { bindings } = evaluation;
  for (let steps = 0; bindings && steps < maxEvaluationDepth; steps++) {
    if (result.kind !== "name") return undefined;
    const bound = bindings.get(result.name);
    if (!bound || bound.argument.kind === "type") return undefined;
    result = bound.argument;
    bindings = bound.bindings;
  }
  return result;
}
