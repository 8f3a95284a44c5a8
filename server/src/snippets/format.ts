// printf of the kernel and of the C library: flags, width, precision, lengths, and the kernel's `%p` extensions that
// drivers use. Bias: an extension that is not known prints the address. Source of the extensions:
// Documentation/core-api/printk-formats.rst, 6.1.

import { converterTo, type Int, toBigInt } from "./integers.js";
import { addressOfPointer, hexAddress, type Memory, movePointer, type Pointer } from "./memory.js";
import type { VariadicArgument } from "./runtime.js";

/** What formatting reads from. */
export interface FormatSource {
  readonly memory: Memory;
  readonly pointerBytes: 4 | 8;
  /** The kernel's printf or the C library's. */
  readonly dialect: "kernel" | "libc";
  /** The next argument; undefined when there are too few. */
  next(): VariadicArgument | undefined;
}

const conversion = /%([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d*))?(hh|h|ll|l|L|z|Z|t|j|q)?([a-zA-Z%])/g;

/** Bytes as one character each. */
export function readText(memory: Memory, pointer: Pointer, maxBytes = 1_000_000): string {
  let text = "";
  for (let i = 0; i < maxBytes; i++) {
    const byte = memory.readInt(movePointer(pointer, i), { bits: 8, isSigned: false });
    if (byte === 0) return text;
    text += String.fromCharCode(Number(byte));
  }
  return text;
}

/** Formats; the result holds one character per byte. */
export function formatText(format: string, source: FormatSource): string {
  let result = "";
  let at = 0;
  conversion.lastIndex = 0;
  for (let match = conversion.exec(format); match; match = conversion.exec(format)) {
    result += format.slice(at, match.index);
    const [, flags = "", width, precision, length = "", letter = ""] = match;
    const spec = readSpec(flags, width, precision, source);
    if (letter === "p" && source.dialect === "kernel") {
      const extension = /^[a-zA-Z0-9]+/.exec(format.slice(conversion.lastIndex))?.[0] ?? "";
      const known =
        /^(?:a[dp]?|[SsBFf]|e|[xKEVtCg]|[Mm][FR]?|[hU][a-zA-Z]?|d[a-zA-Z0-9]?|D|[iI]4|R|r)/.exec(
          extension,
        )?.[0] ?? "";
      conversion.lastIndex += known.length;
      const isHex = known.startsWith("h");
      const text = kernelPointer(known, spec, source);
      result += isHex ? text : pad(text, spec, "text");
    } else result += convertOne(letter, length, spec, source);
    at = conversion.lastIndex;
  }
  return result + format.slice(at);
}

interface Spec {
  readonly left: boolean;
  readonly zero: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alternate: boolean;
  readonly width: number;
  /** Absent: none given. */
  readonly precision: number | undefined;
}

/** The kernel has no more bits for it: FIELD_WIDTH_MAX of lib/vsprintf.c (6.1). */
const maxWidth = 2 ** 23 - 1;

function readSpec(
  flags: string,
  width: string | undefined,
  precision: string | undefined,
  source: FormatSource,
): Spec {
  const given = width === "*" ? Number(intArgument(source, 32, true)) : Number(width ?? 0);
  const exact =
    precision === "*"
      ? Number(intArgument(source, 32, true))
      : precision === undefined
        ? -1
        : Number(precision || 0);
  return {
    left: flags.includes("-") || given < 0,
    zero: flags.includes("0"),
    plus: flags.includes("+"),
    space: flags.includes(" "),
    alternate: flags.includes("#"),
    width: Math.min(Math.abs(given), maxWidth),
    precision: exact < 0 ? undefined : Math.min(exact, maxWidth),
  };
}

function intArgument(source: FormatSource, bits: number, isSigned: boolean): Int {
  const argument = source.next();
  if (!argument) return 0;
  const value = typeof argument.value === "object" ? addressOfPointer(argument.value) : argument.value;
  return converterTo({ bits, isSigned })(value);
}

function bitsOf(length: string, source: FormatSource): number {
  switch (length) {
    case "hh":
      return 8;
    case "h":
      return 16;
    case "ll":
    case "L":
    case "q":
    case "j":
      return 64;
    case "":
      return 32;
    default:
      return source.pointerBytes * 8;
  }
}

function convertOne(letter: string, length: string, spec: Spec, source: FormatSource): string {
  const bits = bitsOf(length, source);
  switch (letter) {
    case "%":
      return "%";
    case "d":
    case "i":
      return signed(toBigInt(intArgument(source, bits, true)), spec);
    case "u":
      return unsigned(toBigInt(intArgument(source, bits, false)), 10, "", spec);
    case "x":
      return unsigned(toBigInt(intArgument(source, bits, false)), 16, "0x", spec);
    case "X":
      return unsigned(toBigInt(intArgument(source, bits, false)), 16, "0X", spec).replace(/[a-f]/g, (c) =>
        c.toUpperCase(),
      );
    case "o":
      return unsigned(toBigInt(intArgument(source, bits, false)), 8, "0", spec);
    case "c":
      return pad(String.fromCharCode(Number(intArgument(source, 8, false))), spec, "text");
    case "s":
      return pad(textArgument(spec, source), spec, "text");
    case "p": {
      const argument = source.next();
      const address =
        argument && typeof argument.value === "object"
          ? addressOfPointer(argument.value)
          : Number(argument?.value ?? 0);
      return pad(address === 0 ? "(nil)" : hexAddress(address, source.pointerBytes), spec, "text");
    }
    default:
      return `%${letter}`;
  }
}

function textArgument(spec: Spec, source: FormatSource): string {
  const argument = source.next();
  if (!argument || typeof argument.value !== "object" || addressOfPointer(argument.value) === 0)
    return "(null)";
  const text = readText(source.memory, argument.value, spec.precision ?? 1_000_000);
  return spec.precision === undefined ? text : text.slice(0, spec.precision);
}

function signed(value: bigint, spec: Spec): string {
  const sign = value < 0n ? "-" : spec.plus ? "+" : spec.space ? " " : "";
  return number((value < 0n ? -value : value).toString(), sign, spec);
}

function unsigned(value: bigint, radix: 8 | 10 | 16, mark: string, spec: Spec): string {
  const prefix = spec.alternate && value !== 0n ? mark : "";
  return number(value.toString(radix), prefix, spec);
}

function number(digits: string, prefix: string, spec: Spec): string {
  const shown = spec.precision === 0 && digits === "0" ? "" : digits.padStart(spec.precision ?? 0, "0");
  const isZeroFilled = spec.zero && !spec.left && spec.precision === undefined;
  if (isZeroFilled) return prefix + shown.padStart(spec.width - prefix.length, "0");
  return pad(prefix + shown, spec, "number");
}

function pad(text: string, spec: Spec, _kind: "text" | "number"): string {
  return spec.left ? text.padEnd(spec.width) : text.padStart(spec.width);
}

/** `%p` and what may follow it in the kernel. */
function kernelPointer(extension: string, { width }: Spec, source: FormatSource): string {
  const argument = source.next();
  const pointer = argument && typeof argument.value === "object" ? argument.value : undefined;
  if (!pointer) return "(null)";
  const address = addressOfPointer(pointer);
  switch (extension.charAt(0)) {
    case "S":
    case "s":
    case "F":
    case "f":
    case "B":
      return pointer.object?.functionName ?? plainAddress(address, source);
    case "e":
      return address < 0 && address >= -4095 ? String(address) : plainAddress(address, source);
    case "a": {
      const value = source.memory.readInt(pointer, { bits: source.pointerBytes * 8, isSigned: false });
      return `0x${toBigInt(value)
        .toString(16)
        .padStart(source.pointerBytes * 2, "0")}`;
    }
    case "M":
      return bytesAt(pointer, 6, source, 16).join(":");
    case "m":
      return bytesAt(pointer, 6, source, 16).join("");
    case "h":
      // The width says how many bytes; the kernel shows 64 at most.
      return bytesAt(pointer, Math.min(width || 1, 64), source, 16).join(
        { C: ":", D: "-", N: "" }[extension.charAt(1)] ?? " ",
      );
    case "i":
    case "I":
      return extension.charAt(1) === "4"
        ? bytesAt(pointer, 4, source, 10).join(".")
        : plainAddress(address, source);
    default:
      return plainAddress(address, source);
  }
}

function bytesAt(pointer: Pointer, nrBytes: number, { memory }: FormatSource, radix: 10 | 16): string[] {
  return Array.from({ length: nrBytes }, (_, i) => {
    const byte = Number(memory.readInt(movePointer(pointer, i), { bits: 8, isSigned: false }));
    return radix === 10 ? String(byte) : byte.toString(16).padStart(2, "0");
  });
}

/** The kernel prints a hash for plain `%p`; the address is what a reader of a simulation wants. */
function plainAddress(address: number, { pointerBytes }: FormatSource): string {
  return hexAddress(address, pointerBytes)
    .slice(2)
    .padStart(pointerBytes * 2, "0");
}
