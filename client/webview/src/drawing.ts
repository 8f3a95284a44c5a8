// What all pictures share: the frame of an SVG with its label, and the patterns that tell uses of memory apart
// without colour.

import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { type SegmentKind, segmentNames } from "../../../server/src/preview/rows.js";

/** Width of every picture in its own units; the style scales it to the room there is. */
export const pictureWidth = 620;

/** One picture. A group holds parts that can be reached one by one, an image is read as a whole. */
export function drawing(parts: {
  readonly label: string;
  readonly height: number;
  readonly isGroup: boolean;
  readonly content: unknown;
}): TemplateResult {
  return html`<svg class="picture" xmlns="http://www.w3.org/2000/svg" role=${parts.isGroup ? "group" : "img"}
    aria-label=${parts.label} viewBox="0 0 ${pictureWidth} ${parts.height}">${parts.content}</svg>`;
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
