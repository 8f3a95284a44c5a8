// Code frames: source lines with a gutter of line numbers, and labels under the words they speak of.

import { type DisplayLine, layOutLine } from "./display-text.js";
import type { Paint } from "./paint.js";

/** A word of the source with something to say of it. */
export interface FrameLabel {
  /** From 1. */
  readonly line: number;
  /** UTF-16 columns from 1; `endColumn` is just past the word. `undefined`: to the end of the line. */
  readonly startColumn: number;
  readonly endColumn: number | undefined;
  readonly text: string;
  /** `primary` marks the place of the finding, `cause` what led there. */
  readonly role: "primary" | "cause";
}

export interface FrameOptions {
  readonly labels: readonly FrameLabel[];
  readonly lines: ReadonlyMap<number, string>;
  readonly gutterWidth: number;
  readonly paint: Paint;
  /** Paints the primary underline. */
  readonly paintPrimary: (text: string) => string;
}

/** Longest stretch of a source line that is shown; generated code has lines of thousands of columns. */
const maxLineColumns = 160;
/** What is kept before the label of a line that is cut. */
const leadColumns = 60;

/** The rows of the frame, from the first labelled line to the last. Lines that are not known are left out. */
export function renderFrame(options: FrameOptions): string[] {
  const { labels, lines, gutterWidth, paint } = options;
  const numbers = [...new Set(labels.map((label) => label.line))]
    .filter((n) => lines.has(n))
    .sort((a, b) => a - b);
  const rows: string[] = [];
  let last: number | undefined;
  for (const number of numbers) {
    if (last !== undefined) rows.push(...gapRows(last, number, options));
    const own = labels.filter((label) => label.line === number);
    const view = cutLine(layOutLine(lines.get(number) ?? ""), own[0]?.startColumn ?? 1);
    rows.push(`${gutter(number, gutterWidth, paint)} ${view.text}`.trimEnd());
    for (const label of mergeLabels(own)) {
      rows.push(`${gutter(undefined, gutterWidth, paint)} ${underline(label, view, options)}`);
    }
    last = number;
  }
  return rows;
}

/** `140│`, or the empty gutter. */
export function gutter(line: number | undefined, width: number, paint: Paint): string {
  return paint.dim(`${(line === undefined ? "" : String(line)).padStart(width)}│`);
}

function gapRows(last: number, next: number, options: FrameOptions): string[] {
  if (next === last + 1) return [];
  const between = next === last + 2 ? options.lines.get(last + 1) : undefined;
  if (between !== undefined) {
    const { text } = cutLine(layOutLine(between), 1);
    return [`${gutter(last + 1, options.gutterWidth, options.paint)} ${text}`.trimEnd()];
  }
  return [options.paint.dim(`${" ".repeat(options.gutterWidth)}⋮`)];
}

/** Labels of one line in order; a second label on the same word joins the first. */
function mergeLabels(labels: readonly FrameLabel[]): FrameLabel[] {
  const merged: FrameLabel[] = [];
  for (const label of [...labels].sort((a, b) => a.startColumn - b.startColumn)) {
    const same = merged.findIndex(
      (other) => other.startColumn === label.startColumn && other.role === label.role,
    );
    const known = merged[same];
    if (!known) merged.push(label);
    else if (label.text !== "" && known.text !== label.text) {
      merged[same] = { ...known, text: [known.text, label.text].filter((text) => text !== "").join("; ") };
    }
  }
  return merged;
}

interface LineView {
  readonly text: string;
  columnOf(column: number): number;
  readonly width: number;
}

function cutLine(line: DisplayLine, labelColumn: number): LineView {
  const width = line.columnOf(Number.MAX_SAFE_INTEGER);
  if (width <= maxLineColumns) return { text: line.text, columnOf: line.columnOf, width };
  const from = Math.max(0, Math.min(line.columnOf(labelColumn) - leadColumns, width - maxLineColumns));
  const head = from > 0 ? "…" : "";
  // Cutting by UTF-16 units is near enough for a line that is cut anyway: wide characters only shorten the view.
  const text =
    head +
    line.text.slice(from + head.length, from + maxLineColumns) +
    (from + maxLineColumns < width ? "…" : "");
  return {
    text,
    columnOf: (column) => Math.min(Math.max(line.columnOf(column) - from, 0), maxLineColumns),
    width: maxLineColumns,
  };
}

function underline(label: FrameLabel, view: LineView, options: FrameOptions): string {
  const start = view.columnOf(label.startColumn);
  const end = label.endColumn === undefined ? view.width : view.columnOf(label.endColumn);
  const marks = (label.role === "primary" ? "^" : "─").repeat(Math.max(1, end - start));
  const text = label.text === "" ? marks : `${marks} ${label.text}`;
  const painted = label.role === "primary" ? options.paintPrimary(text) : options.paint.cause(text);
  return " ".repeat(start) + painted;
}
