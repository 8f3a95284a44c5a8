// Rows of bars as one SVG: a name, a bar cut into segments, marks on it, and its number beside it. Drawn by hand on
// lit's templates: a bar is one rectangle per segment and its scale one multiplication, for which a chart library
// brings nothing but its own idea of focus, colours and labels.

import { nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { BarRow, Mark } from "../../../server/src/preview/rows.js";
import { drawing, pictureWidth } from "./drawing.js";

const nameWidth = 138;
const textWidth = 200;
const rowHeight = 26;
const markHeight = 16;
/** A segment that holds something is never thinner than this, or it could not be seen. */
const thinnest = 2;

/** The chart of `rows`; `onSelect` makes each row a button that answers click, Enter and Space. */
export function barChart(
  label: string,
  rows: readonly BarRow[],
  onSelect?: (id: string) => void,
): TemplateResult {
  let y = 0;
  const parts: SVGTemplateResult[] = [];
  for (const row of rows) {
    parts.push(barRow(row, y, onSelect));
    y += rowHeight + (row.marks?.length ? markHeight : 0);
  }
  return drawing({ label, height: Math.max(y, rowHeight), isGroup: onSelect !== undefined, content: parts });
}

function barRow(row: BarRow, y: number, onSelect?: (id: string) => void): SVGTemplateResult {
  const barWidth = pictureWidth - nameWidth - textWidth;
  const scale = row.total > 0 ? barWidth / row.total : 0;
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onSelect?.(row.id);
  };
  const classes = `row${row.isChanged ? " changed" : ""}${row.isSelected ? " selected" : ""}`;
  const height = rowHeight + (row.marks?.length ? markHeight : 0);
  return svg`<g class=${classes} transform="translate(0 ${y})" data-row=${row.id}
      role=${onSelect ? "button" : nothing} tabindex=${onSelect ? "0" : nothing}
      aria-pressed=${onSelect ? String(row.isSelected === true) : nothing}
      @click=${() => onSelect?.(row.id)} @keydown=${press}>
    <rect class="hit" x="0.5" y="0.5" width=${pictureWidth - 1} height=${height - 2} rx="2"></rect>
    <text class="name" x="6" y="17">${row.isChanged ? "● " : ""}${shorten(row.name, 21)}</text>
    <g transform="translate(${nameWidth} 6)">${segments(row, scale, barWidth)}${marks(row, scale)}</g>
    ${numberText(row.text, 17)}${row.note === undefined ? nothing : numberText(row.note, 33)}
  </g>`;
}

/** Characters that fit beside a bar; a longer text is drawn closer. */
const fittingCharacters = 30;

function numberText(text: string, y: number): SVGTemplateResult {
  const isLong = text.length > fittingCharacters;
  return svg`<text class="number" x=${pictureWidth - textWidth + 8} y=${y}
    textLength=${isLong ? String(textWidth - 12) : nothing} lengthAdjust=${isLong ? "spacingAndGlyphs" : nothing}>${text}</text>`;
}

function segments(row: BarRow, scale: number, barWidth: number): SVGTemplateResult[] {
  let x = 0;
  const parts = row.segments
    .filter(({ amount }) => amount > 0)
    .map(({ kind, amount }) => {
      const left = Math.min(x, barWidth - thinnest);
      const width = Math.min(Math.max(amount * scale, thinnest), barWidth - left);
      x += amount * scale;
      return svg`<rect class="segment" fill="url(#p-${kind})" x=${left} y="0" width=${width} height="14"></rect>`;
    });
  return [...parts, svg`<rect class="frame" x="0" y="0" width=${barWidth} height="14"></rect>`];
}

/** Where a mark and its name stand; `nameX` is the left end of the name. */
interface PlacedMark {
  readonly x: number;
  readonly nameX: number;
  readonly name: string;
}

/** Marks often stand close together; each name keeps clear of the one before it. */
export function placeMarks(all: readonly Mark[], scale: number): PlacedMark[] {
  let next = -2;
  return [...all]
    .sort((a, b) => a.amount - b.amount)
    .map(({ name, amount }) => {
      const x = amount * scale;
      const nameX = Math.max(next, x - 2);
      next = nameX + name.length * 6.4 + 6;
      return { x, nameX, name };
    });
}

function marks(row: BarRow, scale: number): SVGTemplateResult[] {
  return placeMarks(row.marks ?? [], scale).map(
    ({ x, nameX, name }) =>
      svg`<line class="mark" x1=${x} x2=${x} y1="-2" y2="18"></line>
      <text class="mark-name" x=${nameX} y="27">${name}</text>`,
  );
}

function shorten(name: string, length: number): string {
  return name.length <= length ? name : `${name.slice(0, length - 1)}…`;
}
