// Preprocessor lines: what they are and what they say. Conditions are not evaluated, macros are not expanded.

import type { Span } from "../base/span.js";
import type { DefineDirective, IncludeDirective } from "./parsed-file.js";
import { commentEnd } from "./tokens.js";

/** One preprocessor line with its continuation lines, from the `#` to before the newline. */
export interface DirectiveLine extends Span {
  readonly text: string;
}

/** The directive's word: `if`, `define`, ...; empty when there is none. */
export function directiveWord({ text, start, end }: DirectiveLine): string {
  let at = start + 1;
  while (at < end && isBlank(text.charCodeAt(at))) at++;
  let wordEnd = at;
  while (wordEnd < end && isNamePart(text.charCodeAt(wordEnd))) wordEnd++;
  return text.slice(at, wordEnd);
}

/** Reads a `#define`; `undefined` for another directive or a `#define` without a name. */
export function readDefine(line: DirectiveLine): DefineDirective | undefined {
  const { text, start, end } = line;
  if (directiveWord(line) !== "define") return undefined;
  let at = skipSpace(text, text.indexOf("define", start) + 6, end);
  const nameStart = at;
  while (at < end && isNamePart(text.charCodeAt(at))) at++;
  if (at === nameStart) return undefined;
  const name = text.slice(nameStart, at);
  let params: string[] | undefined;
  if (text.charCodeAt(at) === 40) {
    const close = text.indexOf(")", at);
    if (close < 0 || close >= end) return undefined;
    const names = text
      .slice(at + 1, close)
      .replace(/\/\*.*?\*\//gs, " ")
      .replace(/\\\r?\n/g, " ")
      .split(",");
    params = names.map((param) => param.trim()).filter((param) => param !== "");
    at = close + 1;
  }
  const bodyStart = skipSpace(text, at, end);
  let bodyEnd = end;
  while (bodyEnd > bodyStart && isBlank(text.charCodeAt(bodyEnd - 1))) bodyEnd--;
  return { name, params, body: { start: bodyStart, end: bodyEnd }, start, end };
}

/** Reads an `#include`; `undefined` for another directive or an include by macro. */
export function readInclude(line: DirectiveLine): IncludeDirective | undefined {
  const { text, start, end } = line;
  if (directiveWord(line) !== "include") return undefined;
  const open = skipSpace(text, text.indexOf("include", start) + 7, end);
  const system = text.charCodeAt(open) === 60;
  if (!system && text.charCodeAt(open) !== 34) return undefined;
  const close = text.indexOf(system ? ">" : '"', open + 1);
  if (close < 0 || close >= end) return undefined;
  return { path: text.slice(open + 1, close), system, span: { start, end } };
}

/** The next offset that is neither blank, nor a continued newline, nor in a comment. */
export function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (isBlank(c) || c === 10) at++;
    else if (c === 92 && (text.charCodeAt(at + 1) === 10 || text.charCodeAt(at + 1) === 13)) at += 2;
    else if (c === 47 && commentEnd(text, at) > at) at = commentEnd(text, at);
    else return at;
  }
  return end;
}

function isBlank(c: number): boolean {
  return c === 32 || c === 9 || c === 13 || c === 12 || c === 11;
}

function isNamePart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || (c >= 48 && c <= 57);
}
