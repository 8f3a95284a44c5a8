// The blocking names inside a gfp argument: what a repair replaces, and nothing else of the expression.

import type { Span } from "../base/span.js";
import { gfpValue, mayDirectReclaim } from "../kernel-model/gfp.js";
import type { FixFile } from "./fix-file.js";
import { textOf } from "./fix-file.js";

/** The identifiers in `span` that name a mask which may sleep: `GFP_KERNEL` in `GFP_KERNEL | __GFP_ZERO`. */
export function blockingNames(file: FixFile, span: Span): Span[] {
  const { release } = file.settings.profile;
  const names: Span[] = [];
  for (const match of textOf(file, span).matchAll(/\b[A-Za-z_]\w*\b/g)) {
    const value = gfpValue(release, match[0]);
    if (value === undefined || !match[0].startsWith("GFP_") || !mayDirectReclaim(release, value)) continue;
    const start = span.start + match.index;
    names.push({ start, end: start + match[0].length });
  }
  return names;
}
