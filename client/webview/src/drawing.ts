// What all pictures share: the frame of an SVG with its label, and the patterns that tell uses of memory apart
// without colour.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { type SegmentKind, segmentNames } from "../../../server/src/preview/rows.js";

/** Widest and narrowest picture, in pixels; what is drawn fits into any width between. */
const widest = 760;
const narrowest = 280;
/** The grid of the style: sections that stand side by side are at least so wide, with a gap between. */
const columnWidth = 440;
const columnGap = 24;

/** How wide a picture is on a page of this many pixels: drawn as large as it is shown, so that texts keep their size. */
export function pictureWidthOf(pageWidth: number): number {
  const nrColumns = Math.max(1, Math.floor((pageWidth + columnGap) / (columnWidth + columnGap)));
  const width = (pageWidth - columnGap * (nrColumns - 1)) / nrColumns;
  return Math.round(Math.min(Math.max(width, narrowest), widest));
}

/** The three columns of a row: its name, its bar, its number. */
export interface RowLayout {
  readonly nameWidth: number;
  readonly barWidth: number;
  readonly textWidth: number;
}

export function rowLayout(width: number): RowLayout {
  const nameWidth = Math.round(Math.min(Math.max(width * 0.22, 84), 138));
  const textWidth = Math.round(Math.min(Math.max(width * 0.36, 120), 240));
  return { nameWidth, textWidth, barWidth: width - nameWidth - textWidth };
}

/** What a character of the pictures' font takes at most, and how far a text is drawn closer before it is cut. */
const characterWidth = 6.4;
/** The same of what has changed, which is drawn bold. */
const boldWidth = 7;
const closest = 0.75;

/** A line of text that stays within `width`: drawn closer where it is too long, and cut where that is not enough, with all of it in its tooltip. */
export function fittedText(line: {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly kind: "name" | "number";
  readonly isBold: boolean;
}): SVGTemplateResult {
  const { text, x, y, width, kind, isBold } = line;
  const each = isBold ? boldWidth : characterWidth;
  const isLong = text.length * each > width;
  const most = Math.max(2, Math.floor(width / (each * closest)));
  const shown = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return svg`<text class=${kind} x=${x} y=${y} textLength=${isLong ? String(width) : nothing}
    lengthAdjust=${isLong ? "spacingAndGlyphs" : nothing}>${shown}${shown === text ? nothing : svg`<title>${text}</title>`}</text>`;
}

/** One picture. A group holds parts that can be reached one by one, an image is read as a whole. */
export function drawing(parts: {
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly isGroup: boolean;
  readonly content: unknown;
}): TemplateResult {
  return html`<svg class="picture" xmlns="http://www.w3.org/2000/svg" role=${parts.isGroup ? "group" : "img"}
    aria-label=${parts.label} viewBox="0 0 ${parts.width} ${parts.height}">${parts.content}</svg>`;
}

/** Patterns by use; defined once in the page, referred to as url(#p-KIND). */
const patterns: Readonly<Record<SegmentKind, SVGTemplateResult>> = {
  free: svg`<rect width="8" height="8" class="paper"></rect>`,
  pcp: svg`<rect width="8" height="8" class="paper"></rect><circle cx="2" cy="2" r="1.3" class="ink-blue"></circle><circle cx="6" cy="6" r="1.3" class="ink-blue"></circle>`,
  slab: svg`<rect width="8" height="8" class="paper"></rect><path d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" class="line-green"></path>`,
  vmalloc: svg`<rect width="8" height="8" class="paper"></rect><path d="M0 0 L8 8 M0 8 L8 0" class="line-purple"></path>`,
  pages: svg`<rect width="8" height="8" class="paper"></rect><path d="M0 4 H8 M4 0 V8" class="line-orange"></path>`,
  dma: svg`<rect width="8" height="8" class="paper"></rect><path d="M0 6 L4 2 L8 6" class="line-red"></path>`,
  percpu: svg`<rect width="8" height="8" class="paper"></rect><rect x="2" y="2" width="4" height="4" class="ink-purple"></rect>`,
  cache: svg`<rect width="8" height="8" class="paper"></rect><circle cx="4" cy="4" r="2.4" class="line-blue"></circle>`,
  system: svg`<rect width="8" height="8" class="ink-soft"></rect>`,
  absent: svg`<rect width="8" height="8" class="paper"></rect><circle cx="4" cy="4" r="0.9" class="ink-soft"></circle>`,
  used: svg`<rect width="8" height="8" class="paper"></rect><path d="M0 2 H8 M0 6 H8" class="line-blue"></path>`,
  mine: svg`<rect width="8" height="8" class="ink-orange"></rect>`,
  waste: svg`<rect width="8" height="8" class="paper"></rect><path d="M-2 6 L2 10 M0 0 L8 8 M6 -2 L10 2" class="line-red"></path>`,
  kept: svg`<rect width="8" height="8" class="paper"></rect><circle cx="4" cy="4" r="1.5" class="ink-orange"></circle>`,
  hole: svg`<rect width="8" height="8" class="paper"></rect><path d="M-2 6 L2 10 M0 0 L8 8 M6 -2 L10 2" class="line-purple"></path>`,
  mapped: svg`<rect width="8" height="8" class="paper"></rect><path d="M2 0 V8 M6 0 V8" class="line-green"></path>`,
};

/** The patterns, to stand once in the page and once in every exported picture. */
export function patternDefinitions(): SVGTemplateResult {
  return svg`<defs>${(Object.keys(patterns) as SegmentKind[]).map(
    (kind) =>
      svg`<pattern id="p-${kind}" width="8" height="8" patternUnits="userSpaceOnUse">${patterns[kind]}</pattern>`,
  )}</defs>`;
}

/** Small boxes with the names of the uses that a picture shows. */
export function legend(kinds: readonly SegmentKind[]): TemplateResult {
  return html`<ul class="legend" aria-hidden="true">${kinds.map(
    (kind) =>
      html`<li><svg viewBox="0 0 14 14"><rect x="0.5" y="0.5" width="13" height="13" class="segment" fill="url(#p-${kind})"></rect></svg>${segmentNames[kind]}</li>`,
  )}</ul>`;
}
