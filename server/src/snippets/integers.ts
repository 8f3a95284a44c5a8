// Integer values of the interpreted program, and C's arithmetic on them. How a value is represented is known here only:
// a number while it is a safe integer, a bigint beyond (64-bit values above 2^53), so every value has one form and `===`
// compares (-0 from a product compares, prints and stores as 0). Up to 32 bits everything is a number; 64-bit work stays with numbers as long as the result is safe. Against
// bigint throughout this took a quarter of the time on sizes and counters, which is what drivers compute with.

import { unreachable } from "../base/assert.js";

/** An integer value in its one form: a number when safe, else a bigint. */
export type Int = number | bigint;

/** What arithmetic must know of a type. */
export interface IntFormat {
  readonly bits: number;
  readonly isSigned: boolean;
  /** `_Bool`: every value but 0 becomes 1. */
  readonly isBool?: boolean;
}

export type IntUnary = (value: Int) => Int;
export type IntBinary = (left: Int, right: Int) => Int;

/** The one form of a bigint. */
export function intOf(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

export function toBigInt(value: Int): bigint {
  return typeof value === "bigint" ? value : BigInt(value);
}

/** The value as a number; above 2^53 only nearly. */
export function toNumber(value: Int): number {
  return typeof value === "number" ? value : Number(value);
}

function wrapBig(value: bigint, format: IntFormat): Int {
  return intOf(format.isSigned ? BigInt.asIntN(format.bits, value) : BigInt.asUintN(format.bits, value));
}

function low32(value: Int): number {
  return typeof value === "number" ? value | 0 : Number(BigInt.asIntN(32, value));
}

/** Conversion of any integer to `format`, modulo its width. */
export function converterTo(format: IntFormat): IntUnary {
  if (format.isBool) return (value) => (value === 0 ? 0 : 1);
  const { bits, isSigned } = format;
  switch (bits) {
    case 8:
      return isSigned ? (value) => (low32(value) << 24) >> 24 : (value) => low32(value) & 0xff;
    case 16:
      return isSigned ? (value) => (low32(value) << 16) >> 16 : (value) => low32(value) & 0xffff;
    case 32:
      return isSigned ? low32 : (value) => low32(value) >>> 0;
    case 64:
      return isSigned
        ? (value) => (typeof value === "number" ? value : wrapBig(value, format))
        : (value) => (typeof value === "number" && value >= 0 ? value : wrapBig(toBigInt(value), format));
    default:
      return (value) => wrapBig(toBigInt(value), format);
  }
}

/** `-`, `~` in a promoted format. */
export function unaryOperator(operator: "-" | "~", format: IntFormat): IntUnary {
  const convert = converterTo(format);
  if (operator === "-") {
    return (value) => (typeof value === "number" ? convert(0 - value) : wrapBig(-value, format));
  }
  if (format.bits <= 32) return (value) => convert(~low32(value));
  // ~x is -x - 1 in two's complement, whatever the width.
  return (value) => (typeof value === "number" ? convert(-1 - value) : wrapBig(~value, format));
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%" | "&" | "|" | "^" | "<<" | ">>";

export function isArithmetic(operator: string): operator is ArithmeticOperator {
  return ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"].includes(operator);
}

/** An operation in a promoted format, operands already converted. Division by zero is the caller's to check. */
export function binaryOperator(operator: ArithmeticOperator, format: IntFormat): IntBinary {
  return format.bits <= 32 ? narrowOperator(operator, format) : wideOperator(operator, format);
}

function narrowOperator(operator: ArithmeticOperator, format: IntFormat): IntBinary {
  const isSigned = format.isSigned;
  // Operands are numbers of at most 32 bits; `Number` costs nothing on a number and keeps the types honest.
  const make = (signed: (a: number, b: number) => number): IntBinary =>
    isSigned ? (a, b) => signed(Number(a), Number(b)) | 0 : (a, b) => signed(Number(a), Number(b)) >>> 0;
  switch (operator) {
    case "+":
      return make((a, b) => a + b);
    case "-":
      return make((a, b) => a - b);
    case "*":
      return make((a, b) => Math.imul(a, b));
    case "/":
      return make((a, b) => Math.trunc(a / b));
    case "%":
      return make((a, b) => a % b);
    case "&":
      return make((a, b) => a & b);
    case "|":
      return make((a, b) => a | b);
    case "^":
      return make((a, b) => a ^ b);
    case "<<":
      return make((a, b) => a << b);
    case ">>":
      return isSigned ? (a, b) => Number(a) >> Number(b) : (a, b) => Number(a) >>> Number(b);
    default:
      return unreachable(operator);
  }
}

function wideOperator(operator: ArithmeticOperator, format: IntFormat): IntBinary {
  const { isSigned } = format;
  const big = bigOperator(operator);
  const slow: IntBinary = (a, b) => wrapBig(big(toBigInt(a), toBigInt(b)), format);
  /** The quick way is right where operands and result are safe numbers of the right sign. */
  const quick = (fast: (a: number, b: number) => number): IntBinary => {
    return (a, b) => {
      if (typeof a === "number" && typeof b === "number") {
        const result = fast(a, b);
        if (result >= (isSigned ? -9007199254740991 : 0) && result <= 9007199254740991) return result;
      }
      return slow(a, b);
    };
  };
  switch (operator) {
    case "+":
      return quick((a, b) => a + b);
    case "-":
      return quick((a, b) => a - b);
    case "*":
      return quick((a, b) => a * b);
    case "/":
      return quick((a, b) => Math.trunc(a / b));
    case "%":
      return quick((a, b) => a % b);
    case "<<":
      return quick((a, b) => (a >= 0 && b < 53 ? a * 2 ** b : Number.NaN));
    case ">>":
      return quick((a, b) => Math.floor(a / 2 ** b));
    case "&":
      return quick((a, b) => bitwise(a, b, (x, y) => x & y));
    case "|":
      return quick((a, b) => bitwise(a, b, (x, y) => x | y));
    case "^":
      return quick((a, b) => bitwise(a, b, (x, y) => x ^ y));
    default:
      return unreachable(operator);
  }
}

/** Bit work on safe values that are not negative, in two halves; NaN sends the rest the slow way. */
function bitwise(a: number, b: number, fast: (x: number, y: number) => number): number {
  if (a < 0 || b < 0) return Number.NaN;
  if (a <= 0x7fffffff && b <= 0x7fffffff) return fast(a, b);
  const high = fast(Math.floor(a / 4294967296), Math.floor(b / 4294967296));
  return high * 4294967296 + (fast(a | 0, b | 0) >>> 0);
}

function bigOperator(operator: ArithmeticOperator): (a: bigint, b: bigint) => bigint {
  switch (operator) {
    case "+":
      return (a, b) => a + b;
    case "-":
      return (a, b) => a - b;
    case "*":
      return (a, b) => a * b;
    case "/":
      return (a, b) => a / b;
    case "%":
      return (a, b) => a % b;
    case "&":
      return (a, b) => a & b;
    case "|":
      return (a, b) => a | b;
    case "^":
      return (a, b) => a ^ b;
    case "<<":
      return (a, b) => a << b;
    case ">>":
      return (a, b) => a >> b;
    default:
      return unreachable(operator);
  }
}

/** Reads an integer of `format` from bytes, least significant first. */
export function readInt(view: DataView, offset: number, format: IntFormat): Int {
  switch (format.bits) {
    case 8:
      return format.isSigned ? view.getInt8(offset) : view.getUint8(offset);
    case 16:
      return format.isSigned ? view.getInt16(offset, true) : view.getUint16(offset, true);
    case 32:
      return format.isSigned ? view.getInt32(offset, true) : view.getUint32(offset, true);
    default: {
      const low = view.getUint32(offset, true);
      const high = format.isSigned ? view.getInt32(offset + 4, true) : view.getUint32(offset + 4, true);
      const value = high * 4294967296 + low;
      if (Number.isSafeInteger(value)) return value;
      return format.isSigned ? intOf(view.getBigInt64(offset, true)) : intOf(view.getBigUint64(offset, true));
    }
  }
}

/** Writes an integer that fits `format`. */
export function writeInt(view: DataView, offset: number, value: Int, format: IntFormat): void {
  switch (format.bits) {
    case 8:
      view.setInt8(offset, low32(value));
      return;
    case 16:
      view.setInt16(offset, low32(value), true);
      return;
    case 32:
      view.setInt32(offset, low32(value), true);
      return;
    default:
      if (typeof value === "number" && value >= 0) {
        view.setUint32(offset, value % 4294967296, true);
        view.setUint32(offset + 4, Math.floor(value / 4294967296), true);
      } else view.setBigInt64(offset, BigInt.asIntN(64, toBigInt(value)), true);
  }
}

/** Extracts `width` bits from bit `shift` of little-endian bytes. */
export function readBits(
  view: DataView,
  offset: number,
  field: { shift: number; width: number; isSigned: boolean },
): Int {
  const nrBytes = Math.ceil((field.shift + field.width) / 8);
  let raw = 0n;
  for (let i = nrBytes - 1; i >= 0; i--) raw = (raw << 8n) | BigInt(view.getUint8(offset + i));
  return wrapBig(raw >> BigInt(field.shift), { bits: field.width, isSigned: field.isSigned });
}

/** Replaces those bits. */
export function writeBits(
  view: DataView,
  offset: number,
  value: Int,
  field: { shift: number; width: number },
): void {
  const nrBytes = Math.ceil((field.shift + field.width) / 8);
  const mask = ((1n << BigInt(field.width)) - 1n) << BigInt(field.shift);
  let raw = 0n;
  for (let i = nrBytes - 1; i >= 0; i--) raw = (raw << 8n) | BigInt(view.getUint8(offset + i));
  raw = (raw & ~mask) | ((toBigInt(value) << BigInt(field.shift)) & mask);
  for (let i = 0; i < nrBytes; i++) {
    view.setUint8(offset + i, Number(raw & 0xffn));
    raw >>= 8n;
  }
}
