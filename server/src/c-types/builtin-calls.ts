// Macros and pure functions of the kernel that sizes are computed with, by name: min(), ALIGN(), struct_size(), …
// Restated by what they compute; each group names the header it follows.

import { integerType, intType, sizeType } from "./basic-types.js";
import {
  anySize,
  boundType,
  commonType,
  converted,
  deeper,
  type Evaluation,
  type Typed,
  typeOfArgument,
} from "./evaluation.js";
import { applyBinary, evaluateExpression, offsetOfPath, sizeOf } from "./evaluator.js";
import type { Argument, CType } from "./expression.js";
import { structBehind } from "./layout.js";
import { stringLengthBytes } from "./literal.js";
import {
  addRanges,
  codeRange,
  divideRanges,
  exactRange,
  isExact,
  largerRange,
  multiplyRanges,
  type Range,
  smallerRange,
  subtractRanges,
} from "./ranges.js";
import { findField, integerBehind, resolveType, typeWithin } from "./type-of.js";

type Operands = readonly Argument[];
type BuiltinCall = (operands: Operands, evaluation: Evaluation) => Typed | undefined;

/** The value of a call of a known macro or function; undefined if the name is none, or nothing can be said. */
export function evaluateBuiltinCall(name: string, operands: Operands, outer: Evaluation): Typed | undefined {
  const call = Object.hasOwn(builtinCalls, name) ? builtinCalls[name] : undefined;
  return call ? call(operands, deeper(outer)) : undefined;
}

function operandValue(operand: Argument | undefined, evaluation: Evaluation): Typed | undefined {
  return operand && operand.kind !== "type" ? evaluateExpression(operand, evaluation) : undefined;
}

/** An operand of which nothing is known, where the result is bounded by the others. */
const anything: Typed = { range: anySize, type: undefined };

/** All operands as values; undefined if one is unknown. */
function valuesOf(operands: Operands, evaluation: Evaluation): readonly Typed[] | undefined {
  const result: Typed[] = [];
  for (const operand of operands) {
    const value = operandValue(operand, evaluation);
    if (!value) return undefined;
    result.push(value);
  }
  return result;
}

// include/linux/minmax.h (6.1)

function selectBy(choose: (a: Range, b: Range) => Range): BuiltinCall {
  return (operands, evaluation) => {
    let result: Typed | undefined;
    for (const operand of operands) {
      const value = operandValue(operand, evaluation) ?? anything;
      result = result ? selected(result, value, choose, evaluation) : value;
    }
    return result && result.range !== anySize ? result : undefined;
  };
}

function selected(a: Typed, b: Typed, choose: (a: Range, b: Range) => Range, evaluation: Evaluation): Typed {
  const type = commonType(a.type, b.type);
  const range = choose(converted(a.range, type, evaluation), converted(b.range, type, evaluation));
  return { range, type: type ?? a.type ?? b.type };
}

/** `min_t(type, a, b)`: both sides are first made that type; an unknown side is then any value of it. */
function selectTyped(choose: (a: Range, b: Range) => Range): BuiltinCall {
  return ([typeOperand, ...operands], evaluation) => {
    const written = typeOfArgument(typeOperand);
    const target = written ? boundType(written, evaluation) : undefined;
    const type = target ? integerBehind(target, evaluation.environment, evaluation.profile) : undefined;
    let range: Range | undefined;
    for (const operand of operands) {
      const value = operandValue(operand, evaluation)?.range ?? anySize;
      const own = converted(value, type, evaluation);
      range = range ? choose(range, own) : own;
    }
    return range ? { range, type } : undefined;
  };
}

/** `min_not_zero(a, b)`: 0 means "no limit", so only the larger maximum is sure. */
function minNotZero(operands: Operands, evaluation: Evaluation): Typed | undefined {
  const values = valuesOf(operands, evaluation);
  const [a, b] = values ?? [];
  if (!a || !b) return undefined;
  const isOneSet = a.range.min > 0n || b.range.min > 0n;
  const isBothSet = a.range.min > 0n && b.range.min > 0n;
  if (isBothSet) return selected(a, b, smallerRange, evaluation);
  const { range, type } = selected(a, b, largerRange, evaluation);
  return { range: { ...range, min: isOneSet ? 1n : 0n, lowerBounded: true }, type };
}

/** `clamp(value, low, high)`: at least `low`, at most `high`, whatever the value. */
function clampTo(value: Typed, low: Typed, high: Typed, evaluation: Evaluation): Typed {
  const type = commonType(commonType(value.type, low.type), high.type);
  const raised = largerRange(value.range, low.range);
  return { range: converted(smallerRange(raised, high.range), type, evaluation), type };
}

function clamp(operands: Operands, evaluation: Evaluation): Typed | undefined {
  const [value, low, high] = operands.map((operand) => operandValue(operand, evaluation));
  return low && high ? clampTo(value ?? anything, low, high, evaluation) : undefined;
}

function clampTyped([typeOperand, ...operands]: Operands, evaluation: Evaluation): Typed | undefined {
  const clamped = clamp(operands, evaluation);
  const written = typeOfArgument(typeOperand);
  if (!clamped || !written) return clamped;
  const type = integerBehind(boundType(written, evaluation), evaluation.environment, evaluation.profile);
  return { range: converted(clamped.range, type, evaluation), type };
}

// include/linux/align.h, include/linux/math.h (6.1)

/** Applies a function that is monotonic in the first operand and needs the second exactly or as a range of units. */
function rounding(round: (value: bigint, unit: bigint) => bigint): BuiltinCall {
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

function largerOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

const roundUpTo = rounding((value, unit) => ((value + unit - 1n) / unit) * unit);
const roundDownTo = rounding((value, unit) => (value / unit) * unit);

function divideRoundUp(operands: Operands, evaluation: Evaluation): Typed | undefined {
  const [value, unit] = valuesOf(operands, evaluation) ?? [];
  if (!value || !unit || unit.range.min < 0n) return undefined;
  const unitLessOne = subtractRanges(unit.range, exactRange(1n));
  const range = isExact(unit.range)
    ? divideRanges(addRanges(value.range, unitLessOne), unit.range)
    : addRanges(divideRanges(value.range, unit.range) ?? anySize, codeRange(0n, 1n));
  const type = commonType(value.type, unit.type);
  return range ? { range: converted(range, type, evaluation), type } : undefined;
}

function divideClosest(operands: Operands, evaluation: Evaluation): Typed | undefined {
  const [value, unit] = valuesOf(operands, evaluation) ?? [];
  const quotient = value && unit ? divideRanges(value.range, unit.range) : undefined;
  if (!value || !unit || !quotient || value.range.min < 0n) return undefined;
  if (isExact(value.range) && isExact(unit.range)) {
    return { range: exactRange((value.range.min + unit.range.min / 2n) / unit.range.min), type: value.type };
  }
  return { range: addRanges(quotient, codeRange(0n, 1n)), type: value.type };
}

/** A function of one operand that never falls as the operand grows. */
function monotonic(apply: (value: bigint) => bigint, type: "own" | "int"): BuiltinCall {
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
function highestBit(value: bigint): bigint {
  return value <= 0n ? 0n : BigInt(value.toString(2).length);
}

function powerAtLeast(value: bigint): bigint {
  return value <= 1n ? 1n : 1n << highestBit(value - 1n);
}

function powerAtMost(value: bigint): bigint {
  return value <= 0n ? 0n : 1n << (highestBit(value) - 1n);
}

function ceilingLog2(value: bigint): bigint {
  return value <= 1n ? 0n : highestBit(value - 1n);
}

function pageBytes(evaluation: Evaluation): bigint {
  return BigInt(evaluation.profile.config.pageSizeBytes);
}

/** include/asm-generic/getorder.h: get_order() (6.1). */
function getOrder([operand]: Operands, evaluation: Evaluation): Typed | undefined {
  const size = pageBytes(evaluation);
  const pages = (value: bigint): bigint => (value + size - 1n) / size;
  return monotonic((value) => ceilingLog2(pages(value)), "int")(operand ? [operand] : [], evaluation);
}

function alignedTo(unit: (evaluation: Evaluation) => bigint): BuiltinCall {
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

function unitsIn(bitsPerUnit: (evaluation: Evaluation) => bigint): BuiltinCall {
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

// include/linux/overflow.h (6.1): these saturate at SIZE_MAX instead of wrapping.

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

function saturating(combine: (a: Range, b: Range) => Range): BuiltinCall {
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

function structSize(operands: Operands, evaluation: Evaluation): Typed | undefined {
  return structBytes(pointedTo(operands[0], evaluation), operands, evaluation);
}

function structSizeOfType(operands: Operands, evaluation: Evaluation): Typed | undefined {
  const written = typeOfArgument(operands[0]);
  return structBytes(written ? boundType(written, evaluation) : undefined, operands, evaluation);
}

function flexArraySize([pointer, member, count]: Operands, evaluation: Evaluation): Typed | undefined {
  const holder = pointedTo(pointer, evaluation);
  const bytes = holder ? flexibleBytes(holder, member, count, evaluation) : undefined;
  return bytes ? saturated(bytes, evaluation) : undefined;
}

// include/linux/kernel.h, include/linux/stddef.h (6.1)

function arraySize([operand]: Operands, evaluation: Evaluation): Typed | undefined {
  const type = operand && operand.kind !== "type" ? typeWithin(operand, evaluation) : undefined;
  const resolved = type ? resolveType(type, evaluation.environment, evaluation.profile) : undefined;
  if (resolved?.kind !== "array" || !resolved.length) return undefined;
  const length = evaluateExpression(resolved.length, { ...evaluation, bindings: undefined });
  return length ? { range: length.range, type: sizeType(evaluation.profile) } : undefined;
}

function offset(where: "start" | "end"): BuiltinCall {
  return ([typeOperand, path], evaluation) => {
    const written = typeOfArgument(typeOperand);
    if (!written || !path || path.kind === "type") return undefined;
    const found = offsetOfPath(boundType(written, evaluation), path, evaluation);
    if (!found) return undefined;
    const type = sizeType(evaluation.profile);
    const from = exactRange(BigInt(found.offsetBytes));
    if (where === "start") return { range: from, type };
    const size = sizeOf(found.type, evaluation);
    return size ? { range: addRanges(from, size.range), type } : undefined;
  };
}

function fieldSize([typeOperand, path]: Operands, evaluation: Evaluation): Typed | undefined {
  const written = typeOfArgument(typeOperand);
  if (!written || path?.kind !== "name") return undefined;
  const { environment, profile } = evaluation;
  const definition = structBehind(boundType(written, evaluation), environment, profile);
  const field = definition ? findField(definition, path.name, environment, profile) : undefined;
  return field ? sizeOf(field.type, evaluation) : undefined;
}

function stringLength([operand]: Operands, evaluation: Evaluation): Typed | undefined {
  if (operand?.kind !== "string") return undefined;
  return { range: exactRange(BigInt(stringLengthBytes(operand.text))), type: sizeType(evaluation.profile) };
}

// include/vdso/bits.h, include/linux/bits.h (6.1)

function bit(bits: (evaluation: Evaluation) => number): BuiltinCall {
  return ([operand], evaluation) => {
    const value = operandValue(operand, evaluation);
    if (!value) return undefined;
    const type = { bits: bits(evaluation), isSigned: false };
    return applyBinary("<<", { range: exactRange(1n), type }, value, evaluation);
  };
}

function mask(bits: (evaluation: Evaluation) => number): BuiltinCall {
  return (operands, evaluation) => {
    const [high, low] = valuesOf(operands, evaluation) ?? [];
    if (!high || !low || !isExact(high.range) || !isExact(low.range)) return undefined;
    const width = high.range.min - low.range.min + 1n;
    const type = { bits: bits(evaluation), isSigned: false };
    if (width < 1n || low.range.min < 0n || high.range.min >= BigInt(type.bits)) return undefined;
    return { range: exactRange(((1n << width) - 1n) << low.range.min), type };
  };
}

const longBits = (evaluation: Evaluation): number => evaluation.profile.arch.bits;
const bits64 = (): number => 64;

/** include/linux/bitfield.h: FIELD_GET(), FIELD_MAX() (6.1): at most what the mask holds. */
function fieldMax([maskOperand]: Operands, evaluation: Evaluation): bigint | undefined {
  const value = operandValue(maskOperand, evaluation)?.range;
  if (!value || !isExact(value) || value.min <= 0n) return undefined;
  const lowest = value.min & -value.min;
  return value.min / lowest;
}

/** A value that hardware or a file gives in a fixed number of bits: its width is all that is known. */
function wide(typeName: string): BuiltinCall {
  return (_operands, evaluation) => {
    const type = integerType(typeName, evaluation.profile);
    if (!type) return undefined;
    const max = (1n << BigInt(type.bits)) - 1n;
    return { range: { min: 0n, max, bounded: false, lowerBounded: true }, type };
  };
}

const first: BuiltinCall = ([operand], evaluation) => operandValue(operand, evaluation);

const builtinCalls: Readonly<Record<string, BuiltinCall>> = {
  min: selectBy(smallerRange),
  min3: selectBy(smallerRange),
  umin: selectBy(smallerRange),
  max: selectBy(largerRange),
  max3: selectBy(largerRange),
  umax: selectBy(largerRange),
  min_t: selectTyped(smallerRange),
  max_t: selectTyped(largerRange),
  min_not_zero: minNotZero,
  clamp,
  clamp_val: clamp,
  clamp_t: clampTyped,
  ALIGN: roundUpTo,
  __ALIGN_KERNEL: roundUpTo,
  round_up: roundUpTo,
  roundup: roundUpTo,
  ALIGN_DOWN: roundDownTo,
  round_down: roundDownTo,
  rounddown: roundDownTo,
  DIV_ROUND_UP: divideRoundUp,
  DIV_ROUND_UP_ULL: divideRoundUp,
  DIV_ROUND_UP_SECTOR_T: divideRoundUp,
  DIV_ROUND_CLOSEST: divideClosest,
  DIV_ROUND_CLOSEST_ULL: divideClosest,
  roundup_pow_of_two: monotonic(powerAtLeast, "own"),
  __roundup_pow_of_two: monotonic(powerAtLeast, "own"),
  rounddown_pow_of_two: monotonic(powerAtMost, "own"),
  ilog2: monotonic((value) => (value <= 0n ? 0n : highestBit(value) - 1n), "int"),
  order_base_2: monotonic(ceilingLog2, "int"),
  fls: monotonic(highestBit, "int"),
  fls_long: monotonic(highestBit, "int"),
  fls64: monotonic(highestBit, "int"),
  get_order: getOrder,
  PAGE_ALIGN: alignedTo(pageBytes),
  L1_CACHE_ALIGN: alignedTo((evaluation) => BigInt(evaluation.profile.arch.cacheLineBytes)),
  SMP_CACHE_ALIGN: alignedTo((evaluation) => BigInt(evaluation.profile.arch.cacheLineBytes)),
  SKB_DATA_ALIGN: alignedTo((evaluation) => BigInt(evaluation.profile.arch.cacheLineBytes)),
  PFN_UP: unitsIn(pageBytes),
  BITS_TO_LONGS: unitsIn((evaluation) => BigInt(longBits(evaluation))),
  BITS_TO_U64: unitsIn(() => 64n),
  BITS_TO_U32: unitsIn(() => 32n),
  BITS_TO_BYTES: unitsIn(() => 8n),
  array_size: saturating(multiplyRanges),
  array3_size: saturating(multiplyRanges),
  size_mul: saturating(multiplyRanges),
  size_add: saturating(addRanges),
  struct_size: structSize,
  struct_size_t: structSizeOfType,
  flex_array_size: flexArraySize,
  ARRAY_SIZE: arraySize,
  offsetof: offset("start"),
  offsetofend: offset("end"),
  sizeof_field: fieldSize,
  FIELD_SIZEOF: fieldSize,
  strlen: stringLength,
  BIT: bit(longBits),
  BIT_ULL: bit(bits64),
  _BITUL: bit(longBits),
  GENMASK: mask(longBits),
  GENMASK_ULL: mask(bits64),
  FIELD_MAX: (operands, evaluation) => {
    const max = fieldMax(operands, evaluation);
    return max === undefined ? undefined : { range: exactRange(max), type: undefined };
  },
  FIELD_GET: (operands, evaluation) => {
    const max = fieldMax(operands, evaluation);
    return max === undefined ? undefined : { range: codeRange(0n, max), type: undefined };
  },
  likely: first,
  unlikely: first,
  READ_ONCE: first,
  data_race: first,
  smp_load_acquire: first,
  array_index_nospec: ([index, size], evaluation) => {
    const limit = operandValue(size, evaluation);
    const value = operandValue(index, evaluation) ?? anything;
    if (!limit) return value === anything ? undefined : value;
    const below = subtractRanges(limit.range, exactRange(1n));
    return {
      range: smallerRange({ ...value.range, min: largerOf(value.range.min, 0n) }, below),
      type: limit.type,
    };
  },
  le16_to_cpu: wide("u16"),
  be16_to_cpu: wide("u16"),
  le16_to_cpup: wide("u16"),
  be16_to_cpup: wide("u16"),
  get_unaligned_le16: wide("u16"),
  get_unaligned_be16: wide("u16"),
  ntohs: wide("u16"),
  le32_to_cpu: wide("u32"),
  be32_to_cpu: wide("u32"),
  le32_to_cpup: wide("u32"),
  be32_to_cpup: wide("u32"),
  get_unaligned_le32: wide("u32"),
  get_unaligned_be32: wide("u32"),
  ntohl: wide("u32"),
  readb: wide("u8"),
  ioread8: wide("u8"),
  inb: wide("u8"),
  readw: wide("u16"),
  ioread16: wide("u16"),
  inw: wide("u16"),
  readl: wide("u32"),
  ioread32: wide("u32"),
  inl: wide("u32"),
  num_online_cpus: wide("unsigned int"),
  num_possible_cpus: wide("unsigned int"),
  num_present_cpus: wide("unsigned int"),
};
