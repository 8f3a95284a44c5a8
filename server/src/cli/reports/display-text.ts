// Source text as a terminal shows it: tabs expanded, control characters made visible, and where a UTF-16 column of
// the source comes to stand.

/** Tab stops of kernel sources (Documentation/process/coding-style.rst, 6.1). */
const tabWidth = 8;

export interface DisplayLine {
  readonly text: string;
  /** The display column (from 0) of a UTF-16 column (from 1) of the source line. */
  columnOf(column: number): number;
}

/** Lays out one source line. */
export function layOutLine(source: string): DisplayLine {
  const columns: number[] = [];
  let text = "";
  let width = 0;
  for (const character of source) {
    for (let i = 0; i < character.length; i++) columns.push(width);
    const shown = shownAs(character, width);
    text += shown.text;
    width += shown.width;
  }
  columns.push(width);
  return {
    text,
    columnOf: (column) => columns[Math.min(Math.max(column - 1, 0), columns.length - 1)] ?? 0,
  };
}

function shownAs(character: string, column: number): { text: string; width: number } {
  if (character === "\t") {
    const width = tabWidth - (column % tabWidth);
    return { text: " ".repeat(width), width };
  }
  const code = character.codePointAt(0) ?? 0;
  if (isControl(code)) return { text: "·", width: 1 };
  return { text: character, width: widthOf(code) };
}

/** C0, C1, and the marks that reorder text: in a report they could hide or fake lines. */
function isControl(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0xfeff
  );
}

/** Ranges that terminals draw two columns wide: Unicode 15, EastAsianWidth.txt, W and F, in blocks. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

function widthOf(code: number): number {
  if (code < 0x300) return 1;
  const isCombining =
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0xfe00 && code <= 0xfe0f);
  if (isCombining) return 0;
  return wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Columns that a text takes on a terminal. */
export function displayWidth(text: string): number {
  return layOutLine(text).columnOf(Number.MAX_SAFE_INTEGER);
}

/** Text for one line of a report: control characters made visible. */
export function printable(text: string): string {
  return layOutLine(text).text;
}
