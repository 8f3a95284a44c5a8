// Macros and pure functions of the kernel that sizes are computed with, by name: min(), ALIGN(), struct_size(), …
// Restated by what they compute; each group names the header it follows.

import { integerType } from "./basic-types.js";
import { type BuiltinCall, type Operands, operandValue, valuesOf } from "./builtin-call.js";
import {
  alignedTo,
  ceilingLog2,
  divideClosest,
  divideRoundUp,
  getOrder,
  highestBit,
  largerOf,
  monotonic,
  pageBytes,
  powerAtLeast,
  powerAtMost,
  roundDownTo,
  roundUpTo,
  unitsIn,
} from "./builtin-rounding.js";
import {
  arraySize,
  fieldSize,
  flexArraySize,
  offset,
  saturating,
  stringLength,
  structSize,
  structSizeOfType,
} from "./builtin-sizes.js";
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
import { applyBinary } from "./evaluator.js";
import {
  addRanges,
  codeRange,
  exactRange,
  isExact,
  largerRange,
  multiplyRanges,
  type Range,
  smallerRange,
  subtractRanges,
} from "./ranges.js";
import { integerBehind } from "./type-of.js";

/** The value of a call of a known macro or function; undefined if the name is none, or nothing can be said. */
export function evaluateBuiltinCall(name: string, operands: Operands, outer: Evaluation): Typed | undefined {
  const call = Object.hasOwn(builtinCalls, name) ? builtinCalls[name] : undefined;
  return call ? call(operands, deeper(outer)) : undefined;
}

/** An operand of which nothing is known, where the result is bounded by the others. */
const anything: Typed = { range: anySize, type: undefined };

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
    const target = written ? boundType(written, evaluation.bindings) : undefined;
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
  const type = integerBehind(
    boundType(written, evaluation.bindings),
    evaluation.environment,
    evaluation.profile,
  );
  return { range: converted(clamped.range, type, evaluation), type };
}

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
