// What a fix is to its user: a title, how far it can be trusted, and the edits of the current text.

import type { Span } from "../base/span.js";

export interface FixEdit {
  readonly file: string;
  /** UTF-16 offsets in the text that was analysed. */
  readonly span: Span;
  readonly newText: string;
}

export interface FixProposal {
  readonly title: string;
  /** `safe`: behaviour unchanged but for the defect; everything else is for review. */
  readonly safety: "safe" | "review";
  /** In order of place, without overlap. */
  readonly edits: readonly FixEdit[];
}

/** The text with the edits of that file applied; edits must not overlap. */
export function applyEdits(text: string, file: string, edits: readonly FixEdit[]): string {
  const own = edits.filter((edit) => edit.file === file).sort((a, b) => b.span.start - a.span.start);
  let result = text;
  for (const { span, newText } of own)
    result = result.slice(0, span.start) + newText + result.slice(span.end);
  return result;
}
