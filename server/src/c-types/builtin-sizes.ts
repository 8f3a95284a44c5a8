// Sizes that follow a type: struct_size(), array_size(), ARRAY_SIZE(), offsetof(), sizeof_field(). Those of
// include/linux/overflow.h (6.1) saturate at SIZE_MAX instead of wrapping.

import { sizeType } from "./basic-types.js";
import { type BuiltinCall, type Operands, operandValue } from "./builtin-call.js";
import { anySize, boundType, converted, type Evaluation, type Typed, typeOfArgument } from "./evaluation.js";
import { evaluateExpression, sizeOf } from "./evaluator.js";
import type { Argument, CType } from "./expression.js";
import { structBehind } from "./layout.js";
import { stringLengthBytes } from "./literal.js";
import { offsetOfPath } from "./offset-of.js";
import { addRanges, exactRange, multiplyRanges, type Range } from "./ranges.js";
import { findField, resolveType, typeWithin } from "./type-of.js";

function saturated(range: Range, evaluation: Evaluation): Typed {
  const type = sizeType(evaluation.profile);
  const largest = (1n << BigInt(type.bits)) - 1n;
  const isCut = range.max > largest;
  const min = range.min < 0n ? 0n : range.min > largest ? largest : range.min;
  return { range: { ...range, min, max: isCut ? largest : range.max, bounded: range.bounded }, type };
}

function asSize(operand: Argument | undefined, evaluation: Evaluation): Range | undefined {
  const value = operandValue(operand, evaluation);
  return value ? converted(value.range, sizeType(evaluation.profile), evaluation) : undefined;
}

export function saturating(combine: (a: Range, b: Range) => Range): BuiltinCall {
  return (operands, evaluation) => {
    let result: Range | undefined;
    for (const operand of operands) {
      const size = asSize(operand, evaluation);
      if (!size) return undefined;
      result = result ? combine(result, size) : size;
    }
    return result ? saturated(result, evaluation) : undefined;
  };
}

/** Bytes of one element of the array member `member` of what `holder` is or points to. */
function elementSize(holder: CType, member: Argument | undefined, evaluation: Evaluation): Range | undefined {
  const { environment, profile } = evaluation;
  const definition = structBehind(holder, environment, profile);
  if (!definition || member?.kind !== "name") return undefined;
  const field = findField(definition, member.name, environment, profile);
  const type = field ? resolveType(field.type, environment, profile) : undefined;
  const element = type?.kind === "array" ? type.element : type?.kind === "pointer" ? type.target : undefined;
  return element ? sizeOf(element, evaluation)?.range : undefined;
}

function pointedTo(operand: Argument | undefined, evaluation: Evaluation): CType | undefined {
  if (!operand || operand.kind === "type") return undefined;
  const type = typeWithin(operand, evaluation);
  const resolved = type ? resolveType(type, evaluation.environment, evaluation.profile) : undefined;
  if (resolved?.kind === "pointer") return resolved.target;
  return resolved?.kind === "array" ? resolved.element : undefined;
}

/** The part without the header: `n` elements of the flexible member. */
function flexibleBytes(
  holder: CType,
  member: Argument | undefined,
  count: Argument | undefined,
  evaluation: Evaluation,
): Range | undefined {
  const isSmallest = evaluation.mode === "smallest";
  const each = elementSize(holder, member, evaluation) ?? (isSmallest ? anySize : undefined);
  const nrElements = asSize(count, evaluation);
  return each && nrElements ? multiplyRanges(each, nrElements) : undefined;
}

function structBytes(
  holder: CType | undefined,
  operands: Operands,
  evaluation: Evaluation,
): Typed | undefined {
  const [, member, count] = operands;
  const header = holder ? sizeOf(holder, evaluation)?.range : undefined;
  const rest = holder ? flexibleBytes(holder, member, count, evaluation) : undefined;
  return header && rest ? saturated(addRanges(header, rest), evaluation) : undefined;
}

export function structSize(operands: Operands, evaluation: Evaluation): Typed | undefined {
  return structBytes(pointedTo(operands[0], evaluation), operands, evaluation);
}

export function structSizeOfType(operands: Operands, evaluation: Evaluation): Typed | undefined {
  const written = typeOfArgument(operands[0]);
  return structBytes(written ? boundType(written, evaluation.bindings) : undefined, operands, evaluation);
}

export function flexArraySize([pointer, member, count]: Operands, evaluation: Evaluation): Typed | undefined {
  const holder = pointedTo(pointer, evaluation);
  const bytes = holder ? flexibleBytes(holder, member, count, evaluation) : undefined;
  return bytes ? saturated(bytes, evaluation) : undefined;
}

export function arraySize([operand]: Operands, evaluation: Evaluation): Typed | undefined {
  const type = operand && operand.kind !== "type" ? typeWithin(operand, evaluation) : undefined;
  const resolved = type ? resolveType(type, evaluation.environment, evaluation.profile) : undefined;
  if (resolved?.kind !== "array" || !resolved.length) return undefined;
  const length = evaluateExpression(resolved.length, { ...evaluation, bindings: undefined });
  return length ? { range: length.range, type: sizeType(evaluation.profile) } : undefined;
}

export function offset(where: "start" | "end"): BuiltinCall {
  return ([typeOperand, path], evaluation) => {
    const written = typeOfArgument(typeOperand);
    if (!written || !path || path.kind === "type") return undefined;
    const found = offsetOfPath(boundType(written, evaluation.bindings), path, evaluation);
    if (!found) return undefined;
    const type = sizeType(evaluation.profile);
    const from = exactRange(BigInt(found.offsetBytes));
    if (where === "start") return { range: from, type };
    const size = sizeOf(found.type, evaluation);
    return size ? { range: addRanges(from, size.range), type } : undefined;
  };
}

export function fieldSize([typeOperand, path]: Operands, evaluation: Evaluation): Typed | undefined {
  const written = typeOfArgument(typeOperand);
  if (!written || path?.kind !== "name") return undefined;
  const { environment, profile } = evaluation;
  const definition = structBehind(boundType(written, evaluation.bindings), environment, profile);
  const field = definition ? findField(definition, path.name, environment, profile) : undefined;
  return field ? sizeOf(field.type, evaluation) : undefined;
}

export function stringLength([operand]: Operands, evaluation: Evaluation): Typed | undefined {
  if (operand?.kind !== "string") return undefined;
  return { range: exactRange(BigInt(stringLengthBytes(operand.text))), type: sizeType(evaluation.profile) };
}
