// Ranges of integers: what is known of a value whose exact number is not. Pure arithmetic on intervals; what an
// expression's range is, and how C's types wrap it, is the evaluator's business.

/** All that is known of an integer: it lies in `[min, max]`. */
export interface Range {
  readonly min: bigint;
  readonly max: bigint;
  /**
   * Whether `max` comes from the code itself (a constant, a check, min(), a mask) and not only from the width of a
   * type. A rule that speaks of "the largest size" may use `max` only if this holds.
   */
  readonly bounded: boolean;
  /** The same for `min`: false where it is only the smallest value that the type can hold. */
  readonly lowerBounded: boolean;
}

/** A value known exactly. */
export function exactRange(value: bigint): Range {
  return { min: value, max: value, bounded: true, lowerBounded: true };
}

/** A range of which both ends are the code's own. */
export function codeRange(min: bigint, max: bigint): Range {
  return { min, max, bounded: true, lowerBounded: true };
}

/** All that a type of `bits` can hold, and nothing more is known. An unsigned type's 0 is as good as a check. */
export function widthRange(bits: number, isSigned: boolean): Range {
  if (!isSigned) return { min: 0n, max: (1n << BigInt(bits)) - 1n, bounded: false, lowerBounded: true };
  const half = 1n << BigInt(bits - 1);
  return { min: -half, max: half - 1n, bounded: false, lowerBounded: false };
}

export function isExact(range: Range): boolean {
  return range.min === range.max;
}

function minOf(...values: readonly [bigint, ...bigint[]]): bigint {
  let result = values[0];
  for (const value of values) if (value < result) result = value;
  return result;
}

function maxOf(...values: readonly [bigint, ...bigint[]]): bigint {
  let result = values[0];
  for (const value of values) if (value > result) result = value;
  return result;
}

/** Either of two: paths that join, the arms of `? :`. Each end keeps the word of the side it comes from. */
export function uniteRanges(a: Range, b: Range): Range {
  const bounded = a.max === b.max ? a.bounded && b.bounded : a.max > b.max ? a.bounded : b.bounded;
  const lowerBounded =
    a.min === b.min ? a.lowerBounded && b.lowerBounded : a.min < b.min ? a.lowerBounded : b.lowerBounded;
  return { min: minOf(a.min, b.min), max: maxOf(a.max, b.max), bounded, lowerBounded };
}

/** Both at once; undefined when they exclude each other (a path that cannot be taken). */
export function intersectRanges(a: Range, b: Range): Range | undefined {
  const min = maxOf(a.min, b.min);
  const max = minOf(a.max, b.max);
  if (min > max) return undefined;
  const bounded = (a.max === max && a.bounded) || (b.max === max && b.bounded);
  const lowerBounded = (a.min === min && a.lowerBounded) || (b.min === min && b.lowerBounded);
  return { min, max, bounded, lowerBounded };
}

export function addRanges(a: Range, b: Range): Range {
  return {
    min: a.min + b.min,
    max: a.max + b.max,
    bounded: a.bounded && b.bounded,
    lowerBounded: a.lowerBounded && b.lowerBounded,
  };
}

export function negateRange(a: Range): Range {
  return { min: -a.max, max: -a.min, bounded: a.lowerBounded, lowerBounded: a.bounded };
}

export function subtractRanges(a: Range, b: Range): Range {
  return addRanges(a, negateRange(b));
}

/** min(a, b): the smaller maximum is the code's own as soon as the side it comes from is. */
export function smallerRange(a: Range, b: Range): Range {
  const max = minOf(a.max, b.max);
  const bounded = (a.max === max && a.bounded) || (b.max === max && b.bounded);
  const min = minOf(a.min, b.min);
  const lowerBounded = (a.min > min || a.lowerBounded) && (b.min > min || b.lowerBounded);
  return { min, max, bounded, lowerBounded };
}

/** max(a, b), the mirror of `smallerRange`. */
export function largerRange(a: Range, b: Range): Range {
  return negateRange(smallerRange(negateRange(a), negateRange(b)));
}

/** The extremes of a function that is monotonic in each argument, taken at the corners. */
function cornerRange(a: Range, b: Range, apply: (x: bigint, y: bigint) => bigint): Range {
  const corners: readonly [bigint, bigint, bigint, bigint] = [
    apply(a.min, b.min),
    apply(a.min, b.max),
    apply(a.max, b.min),
    apply(a.max, b.max),
  ];
  const isTrusted = (isTrustedA: boolean, isTrustedB: boolean): boolean => isTrustedA && isTrustedB;
  const words = [
    isTrusted(a.lowerBounded, b.lowerBounded),
    isTrusted(a.lowerBounded, b.bounded),
    isTrusted(a.bounded, b.lowerBounded),
    isTrusted(a.bounded, b.bounded),
  ];
  const min = minOf(...corners);
  const max = maxOf(...corners);
  // An end that several corners reach is the code's own if one of them is.
  const word = (end: bigint): boolean => corners.some((corner, i) => corner === end && words[i] === true);
  return { min, max, bounded: word(max), lowerBounded: word(min) };
}

export function multiplyRanges(a: Range, b: Range): Range {
  return cornerRange(a, b, (x, y) => x * y);
}

/** C's division, towards zero; undefined where the divisor may only be 0. A divisor range around 0 leaves 0 out. */
export function divideRanges(a: Range, b: Range): Range | undefined {
  if (b.min === 0n && b.max === 0n) return undefined;
  if (b.min < 0n && b.max > 0n) {
    const size = maxOf(a.max, -a.min, 0n);
    return { min: -size, max: size, bounded: a.bounded, lowerBounded: a.lowerBounded };
  }
  const divisor = b.min === 0n ? { ...b, min: 1n } : b.max === 0n ? { ...b, max: -1n } : b;
  const result = cornerRange(a, divisor, (x, y) => x / y);
  // A larger divisor makes less, so an untrusted end of the divisor spoils only the end near zero.
  return divisor.min > 0n && a.min >= 0n ? { ...result, bounded: a.bounded, lowerBounded: true } : result;
}

/** C's remainder: below the divisor, and not above the dividend; the sign is the dividend's. */
export function remainderRanges(a: Range, b: Range): Range | undefined {
  if (b.min === 0n && b.max === 0n) return undefined;
  if (isExact(a) && isExact(b)) return exactRange(a.min % b.min);
  const largest = maxOf(b.max, -b.min) - 1n;
  const isDivisorTrusted = b.bounded && b.lowerBounded;
  const max = a.max <= 0n ? 0n : minOf(largest, a.max);
  const min = a.min >= 0n ? 0n : maxOf(-largest, a.min);
  return {
    min,
    max,
    bounded: (max === largest && isDivisorTrusted) || (max === a.max && a.bounded) || max === 0n,
    lowerBounded: min === 0n || (min === -largest && isDivisorTrusted) || (min === a.min && a.lowerBounded),
  };
}

/** Shifts longer than this are undefined in C for every type we know. */
const maxShiftBits = 127n;

export function shiftLeftRanges(a: Range, b: Range): Range | undefined {
  if (b.min < 0n || b.min > maxShiftBits) return undefined;
  const by = b.max > maxShiftBits ? { ...b, max: maxShiftBits, bounded: false } : b;
  return cornerRange(a, by, (x, y) => x << y);
}

export function shiftRightRanges(a: Range, b: Range): Range | undefined {
  if (b.min < 0n) return undefined;
  const by = b.max > maxShiftBits ? { ...b, max: maxShiftBits, bounded: false } : b;
  const result = cornerRange(a, by, (x, y) => x >> y);
  return a.min >= 0n ? { ...result, bounded: a.bounded && b.lowerBounded, lowerBounded: true } : result;
}

/** The smallest 2ⁿ - 1 that is not below `value`: all bits that numbers up to `value` can have. */
function bitsUpTo(value: bigint): bigint {
  return value <= 0n ? 0n : (1n << BigInt(value.toString(2).length)) - 1n;
}

export function andRanges(a: Range, b: Range): Range | undefined {
  if (isExact(a) && isExact(b)) return exactRange(a.min & b.min);
  if (a.min < 0n && b.min < 0n) return undefined;
  // The result has no bit that a non-negative side lacks, so each such side bounds it.
  let result: Range = { min: 0n, max: a.min >= 0n ? a.max : b.max, bounded: false, lowerBounded: true };
  if (a.min >= 0n && b.min >= 0n) result = { ...result, max: minOf(a.max, b.max) };
  const isA = a.min >= 0n && a.max === result.max && a.bounded && !isWidthMask(a);
  const isB = b.min >= 0n && b.max === result.max && b.bounded && !isWidthMask(b);
  return alignedDown({ ...result, bounded: isA || isB }, a, b);
}

/** `~7` made unsigned: it clears low bits and bounds nothing that the type's width does not. */
function isWidthMask(range: Range): boolean {
  return isExact(range) && range.max >= 1n << 31n;
}

/** `x & ~mask` clears low bits only, so the smallest result follows the smallest x. */
function alignedDown(result: Range, a: Range, b: Range): Range {
  const mask = isExact(b) && b.min < 0n ? b.min : isExact(a) && a.min < 0n ? a.min : undefined;
  if (mask === undefined) return result;
  const value = isExact(b) && b.min < 0n ? a : b;
  return { ...value, min: value.min & mask, max: value.max & mask };
}

export function orRanges(a: Range, b: Range): Range | undefined {
  if (isExact(a) && isExact(b)) return exactRange(a.min | b.min);
  if (a.min < 0n || b.min < 0n) return undefined;
  const max = bitsUpTo(a.max) | bitsUpTo(b.max);
  return { min: maxOf(a.min, b.min), max, bounded: a.bounded && b.bounded, lowerBounded: true };
}

export function xorRanges(a: Range, b: Range): Range | undefined {
  if (isExact(a) && isExact(b)) return exactRange(a.min ^ b.min);
  if (a.min < 0n || b.min < 0n) return undefined;
  return {
    min: 0n,
    max: bitsUpTo(a.max) | bitsUpTo(b.max),
    bounded: a.bounded && b.bounded,
    lowerBounded: true,
  };
}

/** The operators that compare. */
export type ComparisonOperator = "<" | "<=" | ">" | ">=" | "==" | "!=";

const negated: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "==",
};

const mirrored: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "==": "==",
  "!=": "!=",
};

/** `a < b` as said of b. */
export function mirrorComparison(operator: ComparisonOperator): ComparisonOperator {
  return mirrored[operator];
}

export function isComparison(operator: string): operator is ComparisonOperator {
  return Object.hasOwn(negated, operator);
}

/**
 * What is known of a value after `value operator bound` came out as `taken`. Undefined when that cannot be: the path is
 * dead. `range` undefined means that nothing, not even the type, is known: then only a bound from both sides or an
 * equality gives a range, and an upper bound alone gives `[0, bound]`, marked as not bounded from below; drivers check
 * sizes and counts, and a negative one is another defect.
 */
export function refineRange(
  range: Range | undefined,
  operator: ComparisonOperator,
  bound: Range,
  taken: boolean,
): Range | undefined {
  const word = taken ? operator : negated[operator];
  const known = range ?? unknownBefore(word, bound);
  switch (word) {
    case "<":
      return cutAbove(known, bound.max - 1n, bound.bounded);
    case "<=":
      return cutAbove(known, bound.max, bound.bounded);
    case ">":
      return cutBelow(known, bound.min + 1n, bound.lowerBounded);
    case ">=":
      return cutBelow(known, bound.min, bound.lowerBounded);
    case "==":
      return intersectRanges(known, bound);
    case "!=":
      return withoutEnd(known, bound);
  }
}

/** Ends that no type of C reaches: "nothing is known", yet a range that can be cut. */
const farAway = 1n << 64n;

function unknownBefore(operator: ComparisonOperator, bound: Range): Range {
  const isAbove = operator === "<" || operator === "<=";
  const min = isAbove ? minOf(0n, bound.max) : -farAway;
  return { min, max: farAway, bounded: false, lowerBounded: false };
}

function cutAbove(known: Range, max: bigint, isCode: boolean): Range | undefined {
  if (max < known.min) return undefined;
  if (max > known.max) return known;
  return { ...known, max, bounded: isCode || (max === known.max && known.bounded) };
}

function cutBelow(known: Range, min: bigint, isCode: boolean): Range | undefined {
  if (min > known.max) return undefined;
  if (min < known.min) return known;
  return { ...known, min, lowerBounded: isCode || (min === known.min && known.lowerBounded) };
}

function withoutEnd(known: Range, bound: Range): Range | undefined {
  if (!isExact(bound)) return known;
  if (isExact(known)) return known.min === bound.min ? undefined : known;
  if (known.min === bound.min) return { ...known, min: known.min + 1n };
  if (known.max === bound.min) return { ...known, max: known.max - 1n };
  return known;
}
