// What C's binary operators make of two values, as far as these are known.

import { exactly, exactNumber, nonzero, truth, type Value, type ValueOrigin, zero } from "./values.js";

/** Whether an allocation with this gfp mask may sleep. */
type BlockingMask = (mask: number) => boolean;

/** `a && b` or `a || b`, where one side or both decide. */
export function evaluateLogical(
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
export function computeValue(
  operator: string,
  left: Value | undefined,
  right: Value | undefined,
  blocks: BlockingMask,
): Value | undefined {
  const [a, b] = [exactNumber(left), exactNumber(right)];
  if (left?.kind === "parameter" && b !== undefined) return maskParameter(operator, left, b);
  if (right?.kind === "parameter" && a !== undefined && operator !== "-")
    return maskParameter(operator, right, a);
  if (operator === "&" && (a === 0 || b === 0)) return zero;
  if (operator === "&" && left?.kind === "symbol" && right?.kind === "symbol" && left.name === right.name)
    return nonzero;
  if (a === undefined || b === undefined) return computeBits(operator, left, right);
  const result = compute(operator, a, b);
  if (result === undefined) return undefined;
  const value = exactly(result);
  const origin = originOfMask([left, right], blocks);
  return value.kind === "number" && origin ? { ...value, origin } : value;
}

/** What is known of the bits where one side is not a known number: those that are set stay set, and may be asked for. */
function computeBits(operator: string, left: Value | undefined, right: Value | undefined): Value | undefined {
  const [a, b] = [bitsOf(left), bitsOf(right)];
  if (operator === "|") return a === 0 && b === 0 ? undefined : { ...nonzero, bits: (a | b) >>> 0 };
  if (operator !== "&") return undefined;
  const bits = (a & b) >>> 0;
  return bits === 0 ? undefined : { ...nonzero, bits };
}

/** The bits that are certainly set in a value; none where nothing is known. */
function bitsOf(value: Value | undefined): number {
  const exact = exactNumber(value);
  if (exact !== undefined) return Number.isInteger(exact) && exact > 0 && exact < 2 ** 32 ? exact : 0;
  return value?.kind === "number" ? (value.bits ?? 0) : 0;
}

/** Where a combined mask came from: its blocking part, where one blocks; that part is what must be mended. */
function originOfMask(parts: readonly (Value | undefined)[], blocks: BlockingMask): ValueOrigin | undefined {
  const blocking = parts.find((part) => blocks(exactNumber(part) ?? 0));
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

/** Whether a comparison holds; undefined where what is known of the two does not decide. */
export function compareValues(
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
