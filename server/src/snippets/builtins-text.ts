// Builtins that both worlds have: strings, blocks of memory and formatted output.

import { formatText, readText } from "./format.js";
import { type Int, toNumber } from "./integers.js";
import { addressOfPointer, type Memory, movePointer, nullPointer, type Pointer } from "./memory.js";
import type { Builtin } from "./program.js";
import type { Runtime, Value, VariadicArgument } from "./runtime.js";
import type { VaLists } from "./va-lists.js";

/** What the builtins of both worlds work on. */
export interface TextSetting {
  readonly runtime: Runtime;
  readonly pointerBytes: 4 | 8;
  readonly dialect: "kernel" | "libc";
  readonly vaLists: VaLists;
}

/** An argument as a number; pointers by their address. */
export function num(value: Value | undefined): number {
  if (value === undefined) return 0;
  return typeof value === "object" ? addressOfPointer(value) : toNumber(value);
}

/** An argument as a pointer. */
export function ptr(value: Value | undefined): Pointer {
  return typeof value === "object" ? value : nullPointer;
}

const byteFormat = { bits: 8, isSigned: false };

/** Stores a text and its NUL. */
export function writeText(memory: Memory, to: Pointer, text: string): void {
  const { view, offset } = memory.bytesAt(to, text.length + 1, "write");
  for (let i = 0; i < text.length; i++) view.setUint8(offset + i, text.charCodeAt(i) & 0xff);
  view.setUint8(offset + text.length, 0);
}

export function textBuiltins(setting: TextSetting): Map<string, Builtin> {
  const { runtime } = setting;
  const { memory } = runtime;
  const table = new Map<string, Builtin>();
  const text = (value: Value | undefined): string => readText(memory, ptr(value));
  const add = (name: string, run: Builtin): void => {
    table.set(name, run);
  };

  add("memset", ([p, c, n]) => {
    memory.fill(ptr(p), num(c) & 0xff, num(n));
    return p;
  });
  for (const name of ["memcpy", "memmove"]) {
    add(name, ([to, from, n]) => {
      memory.copy(ptr(to), ptr(from), num(n));
      return to;
    });
  }
  add("memcmp", ([a, b, n]) => compareBytes(memory, ptr(a), ptr(b), num(n)));
  add("memchr", ([p, c, n]) => findByte(memory, ptr(p), num(c) & 0xff, num(n)));
  add("strlen", ([s]) => text(s).length);
  add("strnlen", ([s, n]) => readText(memory, ptr(s), num(n)).length);
  add("strcmp", ([a, b]) => compareText(text(a), text(b)));
  add("strncmp", ([a, b, n]) =>
    compareText(readText(memory, ptr(a), num(n)), readText(memory, ptr(b), num(n))),
  );
  add("strcasecmp", ([a, b]) => compareText(text(a).toLowerCase(), text(b).toLowerCase()));
  add("strcpy", ([to, from]) => {
    writeText(memory, ptr(to), text(from));
    return to;
  });
  add("strcat", ([to, from]) => {
    writeText(memory, movePointer(ptr(to), text(to).length), text(from));
    return to;
  });
  add("strncpy", ([to, from, n]) => {
    const size = num(n);
    const source = readText(memory, ptr(from), size);
    const { view, offset } = memory.bytesAt(ptr(to), size, "write");
    for (let i = 0; i < size; i++) view.setUint8(offset + i, i < source.length ? source.charCodeAt(i) : 0);
    return to;
  });
  add("strlcpy", ([to, from, n]) => {
    const source = text(from);
    if (num(n) > 0) writeText(memory, ptr(to), source.slice(0, num(n) - 1));
    return source.length;
  });
  add("strscpy", ([to, from, n]) => {
    const source = text(from);
    if (num(n) > 0) writeText(memory, ptr(to), source.slice(0, num(n) - 1));
    return source.length < num(n) ? source.length : -7;
  });
  add("strchr", ([s, c]) => {
    const index = `${text(s)}\0`.indexOf(String.fromCharCode(num(c) & 0xff));
    return index < 0 ? nullPointer : movePointer(ptr(s), index);
  });
  add("strrchr", ([s, c]) => {
    const index = `${text(s)}\0`.lastIndexOf(String.fromCharCode(num(c) & 0xff));
    return index < 0 ? nullPointer : movePointer(ptr(s), index);
  });
  add("strstr", ([s, t]) => {
    const index = text(s).indexOf(text(t));
    return index < 0 ? nullPointer : movePointer(ptr(s), index);
  });
  addNumberReaders(table, setting);
  addPrinters(table, setting);
  return table;
}

function compareBytes(memory: Memory, a: Pointer, b: Pointer, n: number): number {
  for (let i = 0; i < n; i++) {
    const x = Number(memory.readInt(movePointer(a, i), byteFormat));
    const y = Number(memory.readInt(movePointer(b, i), byteFormat));
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function findByte(memory: Memory, p: Pointer, byte: number, n: number): Pointer {
  for (let i = 0; i < n; i++) {
    const at = movePointer(p, i);
    if (memory.readInt(at, byteFormat) === byte) return at;
  }
  return nullPointer;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function addNumberReaders(table: Map<string, Builtin>, { runtime }: TextSetting): void {
  const { memory } = runtime;
  const read = (value: Value | undefined, base: number) => parseNumber(readText(memory, ptr(value)), base);
  for (const name of ["strtoul", "simple_strtoul"]) {
    table.set(name, ([s, end, base]) => {
      const { value, length } = read(s, num(base));
      if (num(end) !== 0) memory.writePointer(ptr(end), movePointer(ptr(s), length));
      return value;
    });
  }
  for (const name of ["atoi", "atol"]) table.set(name, ([s]) => read(s, 10).value);
  for (const [name, bits] of [
    ["kstrtoint", 32],
    ["kstrtouint", 32],
    ["kstrtoul", 64],
  ] as const) {
    table.set(name, ([s, base, result]) => {
      const text = readText(memory, ptr(s)).replace(/\n$/, "");
      const { value, length } = parseNumber(text, num(base));
      if (length === 0 || length < text.length) return -22;
      memory.writeInt(ptr(result), value, { bits, isSigned: name === "kstrtoint" });
      return 0;
    });
  }
}

/** The number at the start of a text, and how much of the text it is. */
function parseNumber(text: string, base: number): { value: Int; length: number } {
  const match = /^\s*([-+]?)(0[xX](?=[0-9a-fA-F]))?/.exec(text);
  const head = match?.[0] ?? "";
  const isHex = match?.[2] !== undefined && (base === 0 || base === 16);
  const start = isHex ? head.length : head.length - (match?.[2]?.length ?? 0);
  const radix = isHex ? 16 : base === 0 ? (text.charAt(start) === "0" ? 8 : 10) : base;
  let value = 0n;
  let at = start;
  for (; at < text.length; at++) {
    const digit = Number.parseInt(text.charAt(at), 36);
    if (Number.isNaN(digit) || digit >= radix) break;
    value = value * BigInt(radix) + BigInt(digit);
  }
  if (at === start) return { value: 0, length: 0 };
  const signedValue = match?.[1] === "-" ? -value : value;
  const wrapped = BigInt.asIntN(64, signedValue);
  const small = Number(wrapped);
  return { value: Number.isSafeInteger(small) ? small : wrapped, length: at };
}

function addPrinters(table: Map<string, Builtin>, setting: TextSetting): void {
  const { runtime, vaLists, pointerBytes, dialect } = setting;
  const { memory } = runtime;
  const format = (fmt: Value | undefined, next: () => VariadicArgument | undefined): string =>
    formatText(readText(memory, ptr(fmt)), { memory, pointerBytes, dialect, next });
  const from = (varargs: readonly VariadicArgument[]): (() => VariadicArgument | undefined) => {
    let at = 0;
    return () => varargs[at++];
  };
  const store = (to: Value | undefined, size: number, text: string, counts: "all" | "stored"): number => {
    if (size > 0) writeText(memory, ptr(to), text.slice(0, size - 1));
    return counts === "all" ? text.length : Math.min(text.length, Math.max(size - 1, 0));
  };
  const printed = (text: string): number => {
    runtime.print(bytesToText(withoutLevels(text)));
    return text.length;
  };
  for (const name of ["printk", "_printk", "printf"])
    table.set(name, ([fmt], { varargs }) => printed(format(fmt, from(varargs))));
  table.set("fprintf", ([, fmt], { varargs }) => printed(format(fmt, from(varargs))));
  table.set("puts", ([s]) => printed(`${readText(memory, ptr(s))}\n`));
  table.set("fputs", ([s]) => printed(readText(memory, ptr(s))));
  table.set("perror", ([s]) => printed(`${readText(memory, ptr(s))}: Cannot allocate memory\n`));
  table.set("putchar", ([c]) => {
    printed(String.fromCharCode(num(c) & 0xff));
    return num(c) & 0xff;
  });
  for (const name of ["vprintf", "vprintk"])
    table.set(name, ([fmt, list]) => printed(format(fmt, vaLists.reader(ptr(list)))));
  table.set("sprintf", ([to, fmt], { varargs }) =>
    store(to, Number.MAX_SAFE_INTEGER, format(fmt, from(varargs)), "all"),
  );
  table.set("sysfs_emit", ([to, fmt], { varargs }) => store(to, 4096, format(fmt, from(varargs)), "stored"));
  table.set("snprintf", ([to, size, fmt], { varargs }) =>
    store(to, num(size), format(fmt, from(varargs)), "all"),
  );
  table.set("scnprintf", ([to, size, fmt], { varargs }) =>
    store(to, num(size), format(fmt, from(varargs)), "stored"),
  );
  table.set("vsnprintf", ([to, size, fmt, list]) =>
    store(to, num(size), format(fmt, vaLists.reader(ptr(list))), "all"),
  );
  table.set("vscnprintf", ([to, size, fmt, list]) =>
    store(to, num(size), format(fmt, vaLists.reader(ptr(list))), "stored"),
  );
  const deviceLine = (dev: Value | undefined, text: string): number =>
    printed(`${deviceName(dev, memory)}${text}`);
  table.set("__kmem_dev_printk", ([dev, fmt], { varargs }) => deviceLine(dev, format(fmt, from(varargs))));
  table.set("dev_err_probe", ([dev, error, fmt], { varargs }) => {
    deviceLine(dev, `error ${num(error)}: ${format(fmt, from(varargs))}`);
    return error;
  });
}

/** Messages of the kernel start with a control character and their level. */
function withoutLevels(text: string): string {
  return text
    .split("\u0001")
    .map((piece, i) => (i === 0 ? piece : piece.slice(1)))
    .join("");
}

/** A device is named after the object that the snippet gave it. */
function deviceName(dev: Value | undefined, _memory: Memory): string {
  const object = ptr(dev).object;
  return object ? `${object.name}: ` : "(NULL device *): ";
}

const decoder = new TextDecoder();

/** Bytes as characters → text, for the console. */
export function bytesToText(bytes: string): string {
  return /[\x80-\xff]/.test(bytes)
    ? decoder.decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0) & 0xff))
    : bytes;
}
