// Lines of a run's report as places of the document.

import type { Span } from "../../base/span.js";
import type { OpenDocument } from "../documents.js";

/** The offset at which a line, from 1, begins; the text's end for a line past it. */
export function lineStartOf({ content }: OpenDocument, line: number): number {
  return content.offsetAt({ line: Math.max(0, line - 1), character: 0 });
}

/** The words of a line, from 1, without indentation and what follows them; of a line of comment, the comment. */
export function lineSpanOf(document: OpenDocument, line: number): Span {
  const { content } = document;
  const start = lineStartOf(document, line);
  const newline = content.text.indexOf("\n", start);
  const whole = content.text.slice(start, newline < 0 ? undefined : newline);
  const code = whole.replace(/\/\/.*$/, "");
  const text = code.trim() === "" ? whole : code;
  const from = start + (text.length - text.trimStart().length);
  return { start: from, end: Math.max(from, start + text.trimEnd().length) };
}
