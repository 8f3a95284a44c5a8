// The other pictures: columns for free blocks by order, squares for slots and pages, stretches of an address space.

import { nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { ColumnBar, SegmentKind, SquareRow, StretchRow } from "../../../server/src/preview/rows.js";
import { drawing, pictureWidth } from "./drawing.js";

const columnHeight = 64;

/**
 * Columns side by side, each with its number above. Heights follow the logarithm: one block and a thousand are both to
 * be seen, and the number says the rest.
 */
export function columnChart(label: string, columns: readonly ColumnBar[]): TemplateResult {
  const most = Math.max(1, ...columns.map(({ amount }) => amount));
  const step = pictureWidth / Math.max(columns.length, 1);
  const parts = columns.map(({ name, amount, isChanged }, i) => {
    const height = amount === 0 ? 0 : 4 + (columnHeight - 4) * (Math.log2(amount + 1) / Math.log2(most + 1));
    const middle = i * step + step / 2;
    return svg`<g class=${isChanged ? "row changed" : "row"}>
      <rect class="hit" x=${i * step + 2} y="0.5" width=${step - 4} height=${columnHeight + 34} rx="2"></rect>
      <rect class="segment" fill="url(#p-used)" x=${middle - 12} y=${columnHeight + 16 - height} width="24" height=${height}></rect>
      <line class="axis" x1=${middle - 14} x2=${middle + 14} y1=${columnHeight + 16} y2=${columnHeight + 16}></line>
      <text class="number middle" x=${middle} y=${columnHeight + 11 - height}>${isChanged ? "● " : ""}${amount}</text>
      <text class="name middle" x=${middle} y=${columnHeight + 30}>${name}</text></g>`;
  });
  return drawing({ label, height: columnHeight + 36, isGroup: false, content: parts });
}

const squareSide = 11;
const squareNameWidth = 120;
const squaresPerLine = Math.floor((pictureWidth - squareNameWidth) / squareSide);

/** Rows of small squares, wrapped: the slots of each slab, or the pages of each block. */
export function squareMap(label: string, rows: readonly SquareRow[]): TemplateResult {
  let y = 2;
  const parts: SVGTemplateResult[] = [];
  for (const row of rows) {
    const top = y;
    parts.push(svg`<text class="name" x="6" y=${top + 10}>${row.name}</text>`);
    parts.push(...row.squares.map((kind, i) => square(kind, i, top)));
    y += Math.max(1, Math.ceil(row.squares.length / squaresPerLine)) * squareSide + 8;
  }
  return drawing({ label, height: y, isGroup: false, content: parts });
}

function square(kind: SegmentKind, i: number, top: number): SVGTemplateResult {
  const x = squareNameWidth + (i % squaresPerLine) * squareSide;
  const y = top + Math.floor(i / squaresPerLine) * squareSide;
  return svg`<rect class="slot" fill="url(#p-${kind})" x=${x} y=${y} width=${squareSide - 2} height=${squareSide - 2}></rect>`;
}

/** One row per range of addresses, with what lies in it. */
export function stretchMap(label: string, rows: readonly StretchRow[]): TemplateResult {
  const left = 148;
  const width = pictureWidth - left - 190;
  const parts = rows.map((row, i) => {
    const boxes = row.stretches.map(({ kind, from, to, name }) => {
      const boxWidth = Math.max(3, (to - from) * width);
      const x = Math.min(left + from * width, left + width - boxWidth);
      return svg`<rect class="segment" fill="url(#p-${kind})" x=${x} y="6" width=${boxWidth} height="14"><title>${name}</title></rect>`;
    });
    return svg`<g class=${row.isChanged ? "row changed" : "row"} transform="translate(0 ${i * 26})">
      <rect class="hit" x="0.5" y="0.5" width=${pictureWidth - 1} height="24" rx="2"></rect>
      <text class="name" x="6" y="17">${row.isChanged ? "● " : nothing}${row.name}</text>
      <rect class="frame" x=${left} y="6" width=${width} height="14"></rect>${boxes}
      <text class="number" x=${left + width + 8} y="17">${row.text}</text></g>`;
  });
  return drawing({ label, height: Math.max(rows.length, 1) * 26, isGroup: false, content: parts });
}
