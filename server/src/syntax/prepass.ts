// The same-length pre-pass: text → masked text that the C grammar can place, with a record of what was hidden.

import type { Span } from "../base/span.js";
import type { DefineDirective, HiddenMacro, IncludeDirective, MacroShapes } from "./parsed-file.js";
import { type DirectiveLine, readDefine, readInclude } from "./preprocessor.js";
import { directiveToken, tokenize } from "./tokens.js";

/** What the pre-pass makes of a text. */
export interface MaskedFile {
  readonly masked: string;
  readonly hidden: readonly HiddenMacro[];
  readonly comments: readonly Span[];
  readonly defines: readonly DefineDirective[];
  readonly includes: readonly IncludeDirective[];
}

/** Masks `text`; `shapes` are macros that headers define. */
export function maskFile(text: string, _shapes: MacroShapes): MaskedFile {
  const tokens = tokenize(text);
  const defines: DefineDirective[] = [];
  const includes: IncludeDirective[] = [];
  const blanks: Span[] = [...tokens.comments];
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kind[i] !== directiveToken) continue;
    const line: DirectiveLine = { text, start: tokens.start[i] ?? 0, end: tokens.end[i] ?? 0 };
    const define = readDefine(line);
    if (define) defines.push(define);
    const include = define ? undefined : readInclude(line);
    if (include) includes.push(include);
    if (define || include) blanks.push({ start: line.start, end: line.end });
  }
  return { masked: blankSpans(text, blanks), hidden: [], comments: tokens.comments, defines, includes };
}

function blankSpans(text: string, spans: Span[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    if (span.end <= at) continue;
    const start = Math.max(span.start, at);
    pieces.push(text.slice(at, start), text.slice(start, span.end).replace(/[^\r\n]/g, " "));
    at = span.end;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}
