// Ranges of text. Offsets are UTF-16 code units of the original text; lines and columns exist only at the rims.

/** A half-open range `[start, end)` of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A line and column, both counted from 0; the column in UTF-16 code units (as LSP counts). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Maps offsets of one text to lines and back; `\n`, `\r\n` and a lone `\r` end a line, as in LSP. */
export interface LineIndex {
  readonly lineCount: number;
  positionAt(offset: number): Position;
  /** Offset of a position; a column past the end of its line is clamped to that end. */
  offsetAt(position: Position): number;
}

/** Builds the line table of `text` in one pass. */
export function createLineIndex(text: string): LineIndex {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  const startOf = (line: number): number => starts[line] ?? text.length;
  return {
    lineCount: starts.length,
    positionAt(offset) {
      const clamped = Math.min(Math.max(offset, 0), text.length);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (startOf(middle) <= clamped) low = middle;
        else high = middle - 1;
      }
      return { line: low, column: clamped - startOf(low) };
    },
    offsetAt({ line, column }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      let end = startOf(line + 1);
      while (end > startOf(line) && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13))
        end--;
      if (line === starts.length - 1) end = text.length;
      return Math.min(startOf(line) + Math.max(column, 0), end);
    },
  };
}
