// Where the pieces of a text that is being edited stand. Facts of a function keep their offsets while text before it
// grows and shrinks, so that what was learned of it stays true without being made again: they are offsets of a *layout*,
// in which every piece of the file has room to grow. Offsets of the layout become offsets of the text where findings
// and views leave the engine.

import type { Span } from "../base/span.js";

/** A stretch of the file: a function definition, or what stands between two. */
export interface Piece {
  /** UTF-16 offset in the text. */
  readonly textStart: number;
  /** UTF-16 offset in the layout; the pieces stand in the same order there. */
  readonly start: number;
  readonly length: number;
}

/** A text's pieces, which cover it, in order. */
export interface Layout {
  readonly pieces: readonly Piece[];
}

/** Room after each piece of a new layout: a few screens of text. */
const roomAfterPiece = 8_192;

/** Lays out pieces of these lengths with room between them, from `start`; in `room`, if one is given, or not at all. */
export function layOut(
  lengths: readonly number[],
  textStart: number,
  { start = 0, room }: { readonly start?: number; readonly room?: number } = {},
): readonly Piece[] | undefined {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  // An end may equal the next start: a span that ends with its piece must not be taken for one of the next.
  const spare =
    room === undefined ? roomAfterPiece : Math.floor((room - total) / Math.max(lengths.length, 1));
  if (spare < 1) return undefined;
  const pieces: Piece[] = [];
  let at = start;
  let inText = textStart;
  for (const length of lengths) {
    pieces.push({ textStart: inText, start: at, length });
    at += length + spare;
    inText += length;
  }
  return pieces;
}

/** The span of the layout that stands for a span of the text. */
export function toLayout({ pieces }: Layout, span: Span): Span {
  return move(pieces, span, (piece) => [piece.textStart, piece.start]);
}

/** The span of the text that a span of the layout stands for. */
export function toText({ pieces }: Layout, span: Span): Span {
  return move(pieces, span, (piece) => [piece.start, piece.textStart]);
}

/** The offset of the layout that stands for an offset of the text. */
export function offsetInLayout(layout: Layout, offset: number): number {
  return toLayout(layout, { start: offset, end: offset }).start;
}

function move(
  pieces: readonly Piece[],
  { start, end }: Span,
  places: (piece: Piece) => readonly [from: number, to: number],
): Span {
  const moved = (offset: number): number => {
    const piece = pieceAt(pieces, offset, places);
    if (!piece) return offset;
    const [from, to] = places(piece);
    return to + Math.min(offset - from, piece.length);
  };
  // The end is the place after the last character, which may be the first of another piece.
  return { start: moved(start), end: end > start ? moved(end - 1) + 1 : moved(end) };
}

function pieceAt(
  pieces: readonly Piece[],
  offset: number,
  places: (piece: Piece) => readonly [from: number, to: number],
): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const piece = pieces[middle];
    if (piece && places(piece)[0] <= offset) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}

/** A copy of plain data (maps included) in which every span is moved. */
export function moveSpans<T>(value: T, moved: (span: Span) => Span): T {
  const copy = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(copy);
    if (item instanceof Map) return new Map([...item].map(([key, inner]) => [key, copy(inner)]));
    if (typeof item !== "object" || item === null) return item;
    const out: Record<string, unknown> = {};
    for (const key in item) out[key] = copy((item as Record<string, unknown>)[key]);
    if (typeof out["start"] === "number" && typeof out["end"] === "number") {
      const span = moved({ start: out["start"], end: out["end"] });
      out["start"] = span.start;
      out["end"] = span.end;
    }
    return out;
  };
  return copy(value) as T;
}
