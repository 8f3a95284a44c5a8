// The shape of a macro or function that the evaluator knows by name.

import type { Evaluation, Typed } from "./evaluation.js";
import { evaluateExpression } from "./evaluator.js";
import type { Argument } from "./expression.js";

export type Operands = readonly Argument[];
export type BuiltinCall = (operands: Operands, evaluation: Evaluation) => Typed | undefined;

export function operandValue(operand: Argument | undefined, evaluation: Evaluation): Typed | undefined {
  return operand && operand.kind !== "type" ? evaluateExpression(operand, evaluation) : undefined;
}

/** All operands as values; undefined if one is unknown. */
export function valuesOf(operands: Operands, evaluation: Evaluation): readonly Typed[] | undefined {
  const result: Typed[] = [];
  for (const operand of operands) {
    const value = operandValue(operand, evaluation);
    if (!value) return undefined;
    result.push(value);
  }
  return result;
}
