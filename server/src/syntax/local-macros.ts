// The macros that a file defines itself: their shape in the grammar, read off their bodies.

import { attributeBit, attributeCallBit, localMacroBit, loopBit, storageBit } from "./name-classes.js";
import type { DefineDirective } from "./parsed-file.js";
import { skipSpace } from "./preprocessor.js";

/** Answers the symbol bits of a name, what the file itself defines left aside. */
type BitsOf = (name: string) => number;

/** Symbol bits of the macros that a file defines, by name. A name defined in several ways keeps what all of them share. */
export function localMacroBits(
  text: string,
  defines: readonly DefineDirective[],
  bitsOf: BitsOf,
): ReadonlyMap<string, number> {
  const shapes = new Map<string, number>();
  for (const define of defines) {
    const shape = shapeOf(text, define, shapes, bitsOf) | localMacroBit;
    const before = shapes.get(define.name);
    shapes.set(define.name, before === undefined ? shape : mergeShapes(before, shape));
  }
  return shapes;
}

/** An empty definition beside another one is only the other one switched off. */
function mergeShapes(a: number, b: number): number {
  if ((a & loopBit) | (b & loopBit)) return loopBit | localMacroBit;
  return a & b;
}

function shapeOf(
  text: string,
  define: DefineDirective,
  shapes: ReadonlyMap<string, number>,
  bitsOf: BitsOf,
): number {
  const { start, end } = define.body;
  if (end - start > 4000) return 0;
  const objectLike = define.params === undefined;
  const first = skipSpace(text, start, end);
  if (first >= end) return objectLike ? attributeBit : 0;
  const body = text
    .slice(first, end)
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, " ")
    .replace(/\\\r?\n/g, " ")
    .trim();
  const word = /^[A-Za-z_]\w*/.exec(body)?.[0] ?? "";
  if (word === "") return 0;
  if (isStatementHead(body, word, shapes, bitsOf)) return loopBit;
  if (isAttributeBody(body, shapes, bitsOf)) return objectLike ? attributeBit : attributeCallBit;
  return 0;
}

/** `for (...)`, `if (...) {} else`, a call of another loop macro: something that still wants a statement. */
function isStatementHead(
  body: string,
  word: string,
  shapes: ReadonlyMap<string, number>,
  bitsOf: BitsOf,
): boolean {
  const isHead = word === "for" || word === "while" || word === "if";
  const known = ((shapes.get(word) ?? 0) | bitsOf(word)) & loopBit;
  if (!isHead && !known) return false;
  const close = closingParenthesis(body, word.length);
  if (close < 0) return false;
  const rest = body.slice(close + 1).trim();
  if (rest === "" || /\belse$/.test(rest)) return true;
  const next = /^[A-Za-z_]\w*/.exec(rest)?.[0];
  return next !== undefined && isStatementHead(rest, next, shapes, bitsOf);
}

/** Offset of the parenthesis that closes the one after the head's word; -1 when there is none. */
function closingParenthesis(body: string, from: number): number {
  let depth = 0;
  for (let i = from; i < body.length; i++) {
    const c = body.charCodeAt(i);
    if (c === 40) depth++;
    else if (c === 41 && --depth === 0) return i;
    else if (depth === 0 && c > 32) return -1;
  }
  return -1;
}

function isAttributeBody(body: string, shapes: ReadonlyMap<string, number>, bitsOf: BitsOf): boolean {
  if (!/^[\w\s(),".]*$/.test(body)) return false;
  let depth = 0;
  for (const [token] of body.matchAll(/[A-Za-z_]\w*|[(),]|\S/g)) {
    if (token === "(") depth++;
    else if (token === ")") depth--;
    else if (depth === 0) {
      const bits = (shapes.get(token) ?? 0) | bitsOf(token);
      if (!(bits & (attributeBit | attributeCallBit | storageBit)) || token === "typedef") return false;
    }
  }
  return depth === 0;
}
