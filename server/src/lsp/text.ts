// The text of a document with positions as the client counts them. Inside, offsets are UTF-16 code units; a client
// that counts bytes (or code points) is translated here and nowhere else.

import type { Position, Range } from "vscode-languageserver/node";
import { createLineIndex, type LineIndex, type Span } from "../base/span.js";

/** How a client counts columns; `utf-16` is what every client can. */
export type PositionEncoding = "utf-16" | "utf-8" | "utf-32";

/** A text that answers in the client's positions. Odd positions are clamped, never refused. */
export interface EncodedText {
  readonly text: string;
  readonly encoding: PositionEncoding;
  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
  rangeOf(span: Span): Range;
  spanOf(range: Range): Span;
}

/** Our choice among what the client offers; UTF-16 costs nothing, so it is taken whenever it is there. */
export function chooseEncoding(offered: readonly string[] | undefined): PositionEncoding {
  if (!offered || offered.length === 0 || offered.includes("utf-16")) return "utf-16";
  if (offered.includes("utf-8")) return "utf-8";
  return offered.includes("utf-32") ? "utf-32" : "utf-16";
}

/** Builds the line table once; each question is a binary search and, off UTF-16, a walk along one line. */
export function createEncodedText(text: string, encoding: PositionEncoding): EncodedText {
  let index: LineIndex | undefined;
  const lines = (): LineIndex => {
    index ??= createLineIndex(text);
    return index;
  };
  const offsetAt = (position: Position): number => {
    const line = wholeNumber(position.line);
    const start = lines().offsetAt({ line, column: 0 });
    if (encoding === "utf-16") return lines().offsetAt({ line, column: wholeNumber(position.character) });
    const end = lines().offsetAt({ line, column: Number.MAX_SAFE_INTEGER });
    return start + unitsBefore(text.slice(start, end), wholeNumber(position.character), encoding);
  };
  const positionAt = (offset: number): Position => {
    const { line, column } = lines().positionAt(offset);
    if (encoding === "utf-16") return { line, character: column };
    const start = lines().offsetAt({ line, column: 0 });
    return { line, character: widthOf(text.slice(start, start + column), encoding) };
  };
  return {
    text,
    encoding,
    offsetAt,
    positionAt,
    rangeOf: (span) => ({ start: positionAt(span.start), end: positionAt(span.end) }),
    spanOf: (range) => {
      const start = offsetAt(range.start);
      return { start, end: Math.max(start, offsetAt(range.end)) };
    },
  };
}

/** What a client may send by mistake (negative, fractional, not a number) as a position that exists. */
function wholeNumber(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.floor(value)) : 0;
}

/** How many UTF-16 units of `line` the first `width` columns take; a column inside a character is that character's start. */
function unitsBefore(line: string, width: number, encoding: PositionEncoding): number {
  let units = 0;
  let columns = 0;
  for (const character of line) {
    columns += characterWidth(character, encoding);
    if (columns > width) break;
    units += character.length;
  }
  return units;
}

function widthOf(text: string, encoding: PositionEncoding): number {
  let columns = 0;
  for (const character of text) columns += characterWidth(character, encoding);
  return columns;
}

function characterWidth(character: string, encoding: PositionEncoding): number {
  if (encoding === "utf-32") return 1;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x1_0000 ? 3 : 4;
}
