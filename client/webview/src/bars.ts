// Rows of bars as one SVG: a name, a bar cut into segments, marks on it, and its number beside it. Drawn by hand on
// lit's templates: a bar is one rectangle per segment and its scale one multiplication, for which a chart library
// brings nothing but its own idea of focus, colours and labels.

import { nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { BarRow, Mark } from "../../../server/src/preview/rows.js";
import { drawing, fittedText, rowLayout } from "./drawing.js";

const rowHeight = 26;
const markHeight = 16;
/** A segment that holds something is never thinner than this, or it could not be seen. */
const thinnest = 2;

/** The chart of `rows`, `width` pixels wide; `onSelect` makes each row a button that answers click, Enter and Space. */
export function barChart(
  label: string,
  rows: readonly BarRow[],
  width: number,
  onSelect?: (id: string) => void,
): TemplateResult {
  let y = 0;
  const parts: SVGTemplateResult[] = [];
  for (const row of rows) {
    parts.push(barRow(row, y, width, onSelect));
    y += heightOf(row);
  }
  const height = Math.max(y, rowHeight);
  return drawing({ label, width, height, isGroup: onSelect !== undefined, content: parts });
}

function heightOf(row: BarRow): number {
  return rowHeight + (row.marks?.length ? markHeight : 0);
}

function barRow(row: BarRow, y: number, width: number, onSelect?: (id: string) => void): SVGTemplateResult {
  const { nameWidth, barWidth, textWidth } = rowLayout(width);
  const scale = row.total > 0 ? barWidth / row.total : 0;
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onSelect?.(row.id);
  };
  const classes = `row${row.isChanged ? " changed" : ""}${row.isSelected ? " selected" : ""}`;
  const number = {
    x: width - textWidth + 8,
    width: textWidth - 12,
    kind: "number",
    isBold: row.isChanged,
  } as const;
  return svg`<g class=${classes} transform="translate(0 ${y})" data-row=${row.id}
      role=${onSelect ? "button" : nothing} tabindex=${onSelect ? "0" : nothing}
      aria-pressed=${onSelect ? String(row.isSelected === true) : nothing}
      @click=${() => onSelect?.(row.id)} @keydown=${press}>
    <rect class="hit" x="0.5" y="0.5" width=${width - 1} height=${heightOf(row) - 2} rx="2"></rect>
    ${fittedText({ text: `${row.isChanged ? "● " : ""}${row.name}`, x: 6, y: 17, width: nameWidth - 12, kind: "name", isBold: row.isChanged })}
    <g transform="translate(${nameWidth} 6)">${segments(row, scale, barWidth)}${marks(row, scale)}</g>
    ${fittedText({ ...number, text: row.text, y: 17 })}
    ${row.note === undefined ? nothing : fittedText({ ...number, text: row.note, y: 33 })}
  </g>`;
}

function segments(row: BarRow, scale: number, barWidth: number): SVGTemplateResult[] {
  let x = 0;
  const parts = row.segments
    .filter(({ amount }) => amount > 0)
    .map(({ kind, amount, title }) => {
      const left = Math.min(x, barWidth - thinnest);
      const width = Math.min(Math.max(amount * scale, thinnest), barWidth - left);
      x += amount * scale;
      return svg`<rect class="segment" fill="url(#p-${kind})" x=${left} y="0" width=${width} height="14">${title === undefined ? nothing : svg`<title>${title}</title>`}</rect>`;
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
