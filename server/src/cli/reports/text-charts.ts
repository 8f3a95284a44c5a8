// Rows of bars and tables as lines of text, the way the panel draws them as pictures: characters for uses of memory,
// numbers beside each bar, and a key to the characters that occur.

import {
  type BarRow,
  kindsOf,
  type Mark,
  type Segment,
  type SegmentKind,
  type SquareRow,
  segmentNames,
  type TableData,
} from "../../preview/rows.js";
import { numberText } from "../../preview/words.js";
import { displayWidth, printable } from "./display-text.js";

/** One character for each use: shades where no letter says more. */
const characters: Readonly<Record<SegmentKind, string>> = {
  free: "░",
  pcp: "▒",
  slab: "S",
  pages: "P",
  vmalloc: "V",
  dma: "D",
  percpu: "C",
  cache: "F",
  system: "▓",
  absent: " ",
  used: "▓",
  mine: "█",
  waste: "·",
  kept: "▒",
  hole: "·",
  mapped: "M",
};

const widestBar = 44;
const narrowestBar = 16;

/** Rows of bars, `width` columns at most where names and numbers leave room; the last line is the key. */
export function barLines(rows: readonly BarRow[], width: number): string[] {
  const nameWidth = Math.max(0, ...rows.map(({ name }) => displayWidth(name)));
  const textWidth = Math.max(0, ...rows.map((row) => displayWidth(textOf(row))));
  const room = width - nameWidth - textWidth - 4;
  const barWidth = Math.min(widestBar, Math.max(narrowestBar, room));
  const lines = rows.flatMap((row) => {
    const bar = barText(row.segments, row.total, barWidth);
    const first = `${padEnd(printable(row.name), nameWidth)}  ${bar}  ${textOf(row)}`.trimEnd();
    return row.marks === undefined ? [first] : [first, markLine(row, nameWidth, barWidth)];
  });
  const kinds = kindsOf(rows);
  return kinds.length === 0 ? lines : [...lines, `${" ".repeat(nameWidth)}  ${keyText(kinds)}`];
}

function textOf({ text, note }: BarRow): string {
  return note === undefined ? text : `${text}, ${note}`;
}

/** The characters of a bar: what there is has at least one, and what there is most of gives way. */
export function barText(segments: readonly Segment[], total: number, width: number): string {
  const shown = joined(segments, width);
  const sum = shown.reduce((all, { amount }) => all + amount, 0);
  const full = Math.max(total, sum);
  if (full === 0) return " ".repeat(width);
  const widths = shown.map(({ amount }) => Math.max(1, Math.round((amount / full) * width)));
  const wanted =
    sum === full ? width : Math.min(width, Math.max(shown.length, Math.round((sum / full) * width)));
  for (let over = widths.reduce((all, one) => all + one, 0) - wanted; over !== 0; ) {
    const widest = widths.indexOf(Math.max(...widths));
    const step = over > 0 ? -1 : 1;
    if (step < 0 && (widths[widest] ?? 0) <= 1) break;
    widths[widest] = (widths[widest] ?? 0) + step;
    over += step;
  }
  return shown
    .map(({ kind }, i) => characters[kind].repeat(widths[i] ?? 0))
    .join("")
    .padEnd(width);
}

/** Neighbours of one kind as one segment; the sums of the kinds where even so there are more than characters. */
function joined(segments: readonly Segment[], most: number): readonly Segment[] {
  const runs: Segment[] = [];
  for (const { kind, amount } of segments) {
    if (amount <= 0) continue;
    const last = runs.at(-1);
    if (last?.kind === kind) runs[runs.length - 1] = { kind, amount: last.amount + amount };
    else runs.push({ kind, amount });
  }
  if (runs.length <= most) return runs;
  return kindsOf([{ segments: runs }]).map((kind) => ({
    kind,
    amount: runs.reduce((sum, one) => (one.kind === kind ? sum + one.amount : sum), 0),
  }));
}

/** The places of the marks under the bar, and their numbers under those of the bar. */
function markLine({ marks = [], total }: BarRow, nameWidth: number, barWidth: number): string {
  const places = new Set(marks.map(({ amount }) => placeOf(amount, total, barWidth)));
  const pointers = Array.from({ length: barWidth }, (_, i) => (places.has(i) ? "╵" : " ")).join("");
  const words = marks.map(({ name, amount }: Mark) => `${name} ${numberText(amount)}`).join(", ");
  return `${" ".repeat(nameWidth)}  ${pointers}  ${words}`;
}

function placeOf(amount: number, total: number, barWidth: number): number {
  return total === 0 ? 0 : Math.min(barWidth - 1, Math.floor((amount / total) * barWidth));
}

/** Rows of squares, wrapped, each row under its name. */
export function squareLines(rows: readonly SquareRow[], width: number): string[] {
  const nameWidth = Math.max(0, ...rows.map(({ name }) => displayWidth(name)));
  const perLine = Math.max(narrowestBar, Math.floor((width - nameWidth - 2) / 32) * 32);
  return rows.flatMap(({ name, squares }) => {
    const all = squares.map(({ kind }) => characters[kind]).join("");
    const nrLines = Math.max(1, Math.ceil(all.length / perLine));
    return Array.from({ length: nrLines }, (_, i) =>
      `${padEnd(i === 0 ? name : "", nameWidth)}  ${all.slice(i * perLine, (i + 1) * perLine)}`.trimEnd(),
    );
  });
}

function keyText(kinds: readonly SegmentKind[]): string {
  return kinds.map((kind) => `${characters[kind]} ${segmentNames[kind]}`).join("  ");
}

/** The most rows of one table: the JSON has all. */
const maxTableRows = 30;

/** A table with aligned columns, numbers to the right; columns in which no row has anything are left out. */
export function tableLines(data: TableData): string[] {
  const rows = data.rows.slice(0, maxTableRows);
  const columns = data.columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ index }) => rows.some(({ cells }) => (cells[index] ?? "") !== ""));
  const widths = columns.map(({ title, index }) =>
    Math.max(displayWidth(title), ...rows.map(({ cells }) => displayWidth(cells[index] ?? ""))),
  );
  const lineOf = (cellAt: (index: number, title: string) => string): string =>
    columns
      .map(({ index, title, isNumber }, i) => {
        const cell = printable(cellAt(index, title));
        return isNumber ? padStart(cell, widths[i] ?? 0) : padEnd(cell, widths[i] ?? 0);
      })
      .join("  ")
      .trimEnd();
  const lost = data.rows.length - rows.length;
  return [
    lineOf((_, title) => title.toLowerCase()),
    ...rows.map(({ cells }) => lineOf((index) => cells[index] ?? "")),
    ...(lost > 0 ? [`… ${numberText(lost)} more`] : []),
  ];
}

function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}
