// Rounding to units and powers of two, and orders: include/linux/align.h, include/linux/math.h, include/linux/log2.h,
// include/asm-generic/getorder.h (6.1).

import { intType, sizeType } from "./basic-types.js";
import { type BuiltinCall, type Operands, operandValue, valuesOf } from "./builtin-call.js";
import { anySize, commonType, converted, type Evaluation, type Typed } from "./evaluation.js";
import {
  addRanges,
  codeRange,
  divideRanges,
  exactRange,
  isExact,
  type Range,
  subtractRanges,
} from "./ranges.js";

/** Applies a function that is monotonic in the first operand and needs the second exactly or as a range of units. */
export function rounding(round: (value: bigint, unit: bigint) => bigint): BuiltinCall {
  return (operands, evaluation) => {
    const [value, unit] = operands.map((operand) => operandValue(operand, evaluation));
    if (!value || !unit || unit.range.min <= 0n || value.range.min < 0n) return undefined;
    const { range } = value;
    const corners = [range.min, range.max].flatMap((v) => [
      round(v, unit.range.min),
      round(v, unit.range.max),
    ]);
    const isUnitExact = isExact(unit.range);
    const raw: Range = {
      // Over several units the result is not monotonic; the value itself and one unit more or less still hold it.
      min: isUnitExact ? (corners[0] ?? 0n) : largerOf(0n, range.min - unit.range.max),
      max: isUnitExact ? (corners[3] ?? 0n) : range.max + unit.range.max,
      bounded: range.bounded && (isUnitExact || unit.range.bounded),
      lowerBounded: range.lowerBounded,
    };
    const type = commonType(value.type, unit.type);
    return { range: converted(raw, type, evaluation), type };
  };
}

export function largerOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export const roundUpTo = rounding((value, unit) => ((value + unit - 1n) / unit) * unit);
export const roundDownTo = rounding((value, unit) => (value / unit) * unit);

export function divideRoundUp(operands: Operands, evaluation: Evaluation): Typed | undefined {
  const [value, unit] = valuesOf(operands, evaluation) ?? [];
  if (!value || !unit || unit.range.min < 0n) return undefined;
  const unitLessOne = subtractRanges(unit.range, exactRange(1n));
  const range = isExact(unit.range)
    ? divideRanges(addRanges(value.range, unitLessOne), unit.range)
    : addRanges(divideRanges(value.range, unit.range) ?? anySize, codeRange(0n, 1n));
  const type = commonType(value.type, unit.type);
  return range ? { range: converted(range, type, evaluation), type } : undefined;
}

export function divideClosest(operands: Operands, evaluation: Evaluation): Typed | undefined {
  const [value, unit] = valuesOf(operands, evaluation) ?? [];
  const quotient = value && unit ? divideRanges(value.range, unit.range) : undefined;
  if (!value || !unit || !quotient || value.range.min < 0n) return undefined;
  if (isExact(value.range) && isExact(unit.range)) {
    return { range: exactRange((value.range.min + unit.range.min / 2n) / unit.range.min), type: value.type };
  }
  return { range: addRanges(quotient, codeRange(0n, 1n)), type: value.type };
}

/** A function of one operand that never falls as the operand grows. */
export function monotonic(apply: (value: bigint) => bigint, type: "own" | "int"): BuiltinCall {
  return ([operand], evaluation) => {
    const value = operandValue(operand, evaluation);
    if (!value || value.range.min < 0n) return undefined;
    const { min, max } = value.range;
    const range: Range = { ...value.range, min: apply(min), max: apply(max) };
    const resultType = type === "int" ? intType : value.type;
    return { range: converted(range, resultType, evaluation), type: resultType };
  };
}

/** Number of the highest set bit, counted from 1; 0 for 0. */
export function highestBit(value: bigint): bigint {
  return value <= 0n ? 0n : BigInt(value.toString(2).length);
}

export function powerAtLeast(value: bigint): bigint {
  return value <= 1n ? 1n : 1n << highestBit(value - 1n);
}

export function powerAtMost(value: bigint): bigint {
  return value <= 0n ? 0n : 1n << (highestBit(value) - 1n);
}

export function ceilingLog2(value: bigint): bigint {
  return value <= 1n ? 0n : highestBit(value - 1n);
}

export function pageBytes(evaluation: Evaluation): bigint {
  return BigInt(evaluation.profile.config.pageSizeBytes);
}

/** include/asm-generic/getorder.h: get_order() (6.1). */
export function getOrder([operand]: Operands, evaluation: Evaluation): Typed | undefined {
  const size = pageBytes(evaluation);
  const pages = (value: bigint): bigint => (value + size - 1n) / size;
  return monotonic((value) => ceilingLog2(pages(value)), "int")(operand ? [operand] : [], evaluation);
}

export function alignedTo(unit: (evaluation: Evaluation) => bigint): BuiltinCall {
  return ([operand], evaluation) => {
    const value = operandValue(operand, evaluation);
    if (!value || value.range.min < 0n) return undefined;
    const bytes = unit(evaluation);
    const up = (v: bigint): bigint => ((v + bytes - 1n) / bytes) * bytes;
    const type = commonType(value.type, sizeType(evaluation.profile));
    const range = { ...value.range, min: up(value.range.min), max: up(value.range.max) };
    return { range: converted(range, type, evaluation), type };
  };
}

export function unitsIn(bitsPerUnit: (evaluation: Evaluation) => bigint): BuiltinCall {
  return ([operand], evaluation) => {
    const value = operandValue(operand, evaluation);
    if (!value || value.range.min < 0n) return undefined;
    const bits = bitsPerUnit(evaluation);
    const up = (v: bigint): bigint => (v + bits - 1n) / bits;
    return {
      range: { ...value.range, min: up(value.range.min), max: up(value.range.max) },
      type: value.type,
    };
  };
}
