// The other pictures: columns for free blocks by order, squares for slots and pages, stretches of an address space.

import { type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type {
  BlockCell,
  ColumnBar,
  Square,
  SquareRow,
  StretchRow,
} from "../../../server/src/preview/rows.js";
import { drawing, fittedText, rowLayout } from "./drawing.js";

const columnHeight = 64;

/**
 * Columns side by side, each with its number above. Heights follow the logarithm: one block and a thousand are both to
 * be seen, and the number says the rest.
 */
export function columnChart(label: string, columns: readonly ColumnBar[], width: number): TemplateResult {
  const most = Math.max(1, ...columns.map(({ amount }) => amount));
  const step = width / Math.max(columns.length, 1);
  const half = Math.min(12, step / 2 - 3);
  const parts = columns.map(({ name, amount, isChanged }, i) => {
    const height = amount === 0 ? 0 : 4 + (columnHeight - 4) * (Math.log2(amount + 1) / Math.log2(most + 1));
    const middle = i * step + step / 2;
    return svg`<g class=${isChanged ? "row changed" : "row"}>
      <rect class="hit" x=${i * step + 2} y="0.5" width=${step - 4} height=${columnHeight + 34} rx="2"></rect>
      <rect class="segment" fill="url(#p-used)" x=${middle - half} y=${columnHeight + 16 - height} width=${2 * half} height=${height}></rect>
      <line class="axis" x1=${middle - half - 2} x2=${middle + half + 2} y1=${columnHeight + 16} y2=${columnHeight + 16}></line>
      <text class="number middle" x=${middle} y=${columnHeight + 11 - height}>${isChanged ? "● " : ""}${amount}</text>
      <text class="name middle" x=${middle} y=${columnHeight + 30}>${name}</text></g>`;
  });
  return drawing({ label, width, height: columnHeight + 36, isGroup: false, content: parts });
}

const squareSide = 11;

/** Rows of small squares, wrapped: the slots of each slab. */
export function squareMap(label: string, rows: readonly SquareRow[], width: number): TemplateResult {
  const nameWidth = Math.min(rowLayout(width).nameWidth, 120);
  const perLine = Math.floor((width - nameWidth) / squareSide);
  let y = 2;
  const parts: SVGTemplateResult[] = [];
  for (const row of rows) {
    const top = y;
    parts.push(
      fittedText({ text: row.name, x: 6, y: top + 10, width: nameWidth - 12, kind: "name", isBold: false }),
    );
    parts.push(
      ...row.squares.map((square, i) =>
        cell(square, {
          x: nameWidth + (i % perLine) * squareSide,
          y: top + Math.floor(i / perLine) * squareSide,
          width: squareSide - 2,
          height: squareSide - 2,
        }),
      ),
    );
    y += Math.max(1, Math.ceil(row.squares.length / perLine)) * squareSide + 8;
  }
  return drawing({ label, width, height: y, isGroup: false, content: parts });
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function cell({ kind, title, isChanged }: Square, { x, y, width, height }: Box): SVGTemplateResult {
  return svg`<rect class=${isChanged ? "slot changed" : "slot"} fill="url(#p-${kind})" x=${x} y=${y} width=${width} height=${height}><title>${title}</title></rect>`;
}

/**
 * Squares that fill the width, each for a stretch of memory. A click on one leads there; for the keyboard there are the
 * buttons of the section that it leads to.
 */
export function cellMap(
  label: string,
  cells: readonly (Square & { readonly pfn: number })[],
  width: number,
  onChoose: (pfn: number) => void,
): TemplateResult {
  const perLine = Math.floor(width / squareSide);
  const choose = (event: Event): void => {
    const index = [...(event.currentTarget as SVGElement).querySelectorAll("rect")].indexOf(
      event.target as SVGRectElement,
    );
    const chosen = cells[index];
    if (chosen !== undefined) onChoose(chosen.pfn);
  };
  const parts = cells.map((square, i) =>
    cell(square, {
      x: 1 + (i % perLine) * squareSide,
      y: 1 + Math.floor(i / perLine) * squareSide,
      width: squareSide - 2,
      height: squareSide - 2,
    }),
  );
  const height = Math.ceil(cells.length / perLine) * squareSide + 2;
  return drawing({
    label,
    width,
    height,
    isGroup: false,
    content: svg`<g class="choices" @click=${choose}>${parts}</g>`,
  });
}

const framesPerLine = 64;
const frameNameWidth = 76;
const frameHeight = 13;

/** Blocks of pages, each as wide as it is large, 64 frames to a line; a larger one takes whole lines. */
export function frameMap(
  label: string,
  window: { readonly startPfn: number; readonly nrPages: number; readonly blocks: readonly BlockCell[] },
  width: number,
): TemplateResult {
  const frameWidth = (width - frameNameWidth - 2) / framesPerLine;
  const first = window.startPfn - (window.startPfn % framesPerLine);
  const end = window.startPfn + window.nrPages;
  const nrLines = Math.ceil((end - first) / framesPerLine);
  const names = Array.from(
    { length: nrLines },
    (_, i) =>
      svg`<text class="name" x="4" y=${i * frameHeight + 11}>0x${(first + i * framesPerLine).toString(16)}</text>`,
  );
  const blocks = window.blocks.map((block) => {
    const from = Math.max(block.pfn, window.startPfn);
    const nrPages = Math.min(block.pfn + 2 ** block.order, end) - from;
    const nrRows = Math.max(1, Math.floor(nrPages / framesPerLine));
    return cell(block, {
      x: frameNameWidth + ((from - first) % framesPerLine) * frameWidth,
      y: Math.floor((from - first) / framesPerLine) * frameHeight + 1,
      width: Math.min(nrPages, framesPerLine) * frameWidth - 1,
      height: nrRows * frameHeight - 2,
    });
  });
  return drawing({
    label,
    width,
    height: nrLines * frameHeight + 2,
    isGroup: false,
    content: [...names, ...blocks],
  });
}

/** One row per range of addresses, with what lies in it. */
export function stretchMap(label: string, rows: readonly StretchRow[], width: number): TemplateResult {
  const { nameWidth, barWidth, textWidth } = rowLayout(width);
  const parts = rows.map((row, i) => {
    const boxes = row.stretches.map(({ kind, from, to, name }) => {
      const boxWidth = Math.max(3, (to - from) * barWidth);
      const x = nameWidth + Math.min(from * barWidth, barWidth - boxWidth);
      return svg`<rect class="segment" fill="url(#p-${kind})" x=${x} y="6" width=${boxWidth} height="14"><title>${name}</title></rect>`;
    });
    return svg`<g class=${row.isChanged ? "row changed" : "row"} transform="translate(0 ${i * 26})">
      <rect class="hit" x="0.5" y="0.5" width=${width - 1} height="24" rx="2"></rect>
      ${fittedText({ text: `${row.isChanged ? "● " : ""}${row.name}`, x: 6, y: 17, width: nameWidth - 12, kind: "name", isBold: row.isChanged })}
      <rect class="frame" x=${nameWidth} y="6" width=${barWidth} height="14"></rect>${boxes}
      ${fittedText({ text: row.text, x: width - textWidth + 8, y: 17, width: textWidth - 12, kind: "number", isBold: row.isChanged })}</g>`;
  });
  return drawing({ label, width, height: Math.max(rows.length, 1) * 26, isGroup: false, content: parts });
}
