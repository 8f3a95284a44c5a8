// What a name is to the pre-pass: a set of bits per distinct identifier of the file, so that the walk over the tokens
// tests numbers only. Sources: the language's keywords as the grammar knows them, the kernel model's macro rows, the
// shapes that headers give, and what the file itself defines (see local-macros.ts).

import { type MacroShape, macroRows } from "../kernel-model/macros.js";
import { createNameFilter } from "./name-filter.js";
import type { MacroShapes } from "./parsed-file.js";
import type { Tokens } from "./tokens.js";

/** A word of the language that cannot be called. */
export const keywordBit = 1;
/** A type's name that the grammar does not take for an expression: `int`, `size_t`. */
export const typeBit = 2;
/** `struct`, `union`, `enum`. */
export const tagBit = 4;
/** `static`, `extern`, `inline`, ... */
export const storageBit = 8;
/** `const`, `volatile`, ... */
export const qualifierBit = 16;
/** `if`, `for`, `while`, `switch`: a parenthesis, then a statement. */
export const headerBit = 32;
/** `else`, `do`: a statement follows at once. */
export const prefixBit = 64;
/** `return`, `goto`, `break`, `continue`. */
export const jumpBit = 128;
/** `typeof` in its spellings. */
export const typeofBit = 256;
/** `case`. */
export const caseBit = 512;
/** `asm` in its spellings. */
export const asmBit = 1024;
/** Macros. */
export const attributeBit = 1 << 11;
export const attributeCallBit = 1 << 12;
export const loopBit = 1 << 13;
export const scopedGuardBit = 1 << 14;
export const statementBit = 1 << 15;
/** Written in capitals, as macros are. */
export const upperBit = 1 << 16;
/** The file has a function or macro invocation of this name at file scope: `name(` outside all braces. */
export const callableBit = 1 << 17;
/** `sizeof`, `offsetof`, `_Alignof`: their parentheses take a type in the grammar. */
export const typeOperatorBit = 1 << 18;
/** `enum` alone. */
export const enumBit = 1 << 19;
/** `offsetof`. */
export const offsetofBit = 1 << 20;
/** Any macro the file defines. */
export const localMacroBit = 1 << 21;
/** `default`. */
export const defaultBit = 1 << 22;
/** `__alignof__` in its spellings. */
export const alignofBit = 1 << 23;

const shapeBits: Readonly<Record<MacroShape, number>> = {
  attribute: attributeBit,
  "attribute-call": attributeCallBit,
  loop: loopBit,
  "scoped-guard": scopedGuardBit | loopBit,
  declaration: 0,
  statement: statementBit,
  expression: 0,
};

const wordBits: readonly (readonly [bits: number, words: string])[] = [
  [
    keywordBit,
    "break case continue default do else for goto if return sizeof switch while typedef extern static",
  ],
  [
    keywordBit,
    "struct union enum auto register inline __inline __inline__ __forceinline const volatile restrict",
  ],
  [
    keywordBit,
    "typeof __typeof__ __typeof typeof_unqual asm __asm__ __asm _Generic __alignof__ __alignof _Alignof alignof",
  ],
  [keywordBit, "signed unsigned long short int char float double void bool _Bool thread_local __thread"],
  [
    typeBit,
    "signed unsigned long short int char float double void bool _Bool size_t ssize_t ptrdiff_t intptr_t uintptr_t",
  ],
  [typeBit, "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t"],
  [tagBit, "struct union enum"],
  [enumBit, "enum"],
  [
    storageBit,
    "static extern inline __inline __inline__ __forceinline register typedef auto thread_local __thread",
  ],
  [qualifierBit, "const volatile restrict __restrict__ __restrict"],
  [headerBit, "if for while switch"],
  [prefixBit, "else do"],
  [jumpBit, "return goto break continue"],
  [typeofBit, "typeof __typeof__ __typeof typeof_unqual"],
  [caseBit, "case"],
  [defaultBit, "default"],
  [asmBit, "asm __asm__ __asm"],
  [typeOperatorBit, "sizeof __alignof__ __alignof _Alignof alignof offsetof _Generic"],
  [offsetofBit, "offsetof"],
  [alignofBit, "__alignof__ __alignof _Alignof alignof"],
];

const knownBits: ReadonlyMap<string, number> = (() => {
  const bits = new Map<string, number>();
  for (const [bit, words] of wordBits)
    for (const word of words.split(" ")) bits.set(word, (bits.get(word) ?? 0) | bit);
  for (const { name, shape } of macroRows) bits.set(name, (bits.get(name) ?? 0) | shapeBits[shape]);
  return bits;
})();

const mayBeKnown = createNameFilter(knownBits.keys());

/** Bits for each name of the tokens; `shapes` win over the kernel model's rows. */
export function classifyNames({ names, hashes }: Tokens, shapes: MacroShapes): Int32Array {
  const classes = new Int32Array(names.length);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? "";
    const isPlain = shapes.size === 0 && !mayBeKnown(hashes[i] ?? 0);
    classes[i] = isPlain ? upperBitOf(name) : bitsOfName(name, shapes);
  }
  return classes;
}

/** The bits of one name. */
export function bitsOfName(name: string, shapes: MacroShapes): number {
  const shape = shapes.get(name);
  const known = shape === undefined ? knownBits.get(name) : shapeBits[shape];
  return (known ?? 0) | upperBitOf(name);
}

/** Adds bits to those of the names of the tokens. */
export function addBits(
  { names, hashes }: Tokens,
  classes: Int32Array,
  added: ReadonlyMap<string, number>,
): void {
  const mayBeAdded = createNameFilter(added.keys());
  for (let i = 0; i < names.length; i++)
    if (mayBeAdded(hashes[i] ?? 0)) classes[i] = (classes[i] ?? 0) | (added.get(names[i] ?? "") ?? 0);
}

function upperBitOf(name: string): number {
  return isUpper(name) ? upperBit : 0;
}

function isUpper(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c >= 97 && c <= 122) return false;
  }
  return true;
}

/** Whether a name follows the kernel's patterns for macros that take a body. */
export function looksLikeLoop(name: string): boolean {
  return /for_?each|^for_|_for_|(^|_)while(_|$)|walk|iterate|loop|^with_|guard|_until|_iter|foreach|LOOP|FOR_?EACH|FOR_|every|_safe$/i.test(
    name,
  );
}
