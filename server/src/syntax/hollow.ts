// Functions that are parsed as if their bodies were empty: because their facts are known from an earlier version of the
// text, or because nothing is asked of them.

import type { Span } from "../base/span.js";
import type { MaskedReading } from "./prepass.js";
import type { ExpectedFunction } from "./walk-state.js";

/** What a body must not have in it for its function to be told apart from the file around it: types, tables. */
const declaresForFile = /\b(?:struct|union|enum)\b[^;(){}=,]*\{|\btypedef\b|\bextern\b|[{,]\s*\./;

/** Whether the text of a body declares something for the file: a type, a table, a name from elsewhere. */
export function hasDeclarationsForFile(masked: string, { body, end }: ExpectedFunction): boolean {
  return declaresForFile.test(masked.slice(body + 1, end - 1));
}

/** Whether a function means the same whatever stands around it, and leaves nothing to it. */
export function isReadAlone(of: ExpectedFunction, reading: MaskedReading): boolean {
  const touches = (span: Span): boolean => span.start < of.end && span.end > of.start;
  if (reading.decisions.some(({ span }) => touches(span)) || reading.differs.some(touches)) return false;
  for (const group of reading.groups.values()) {
    const isInside = group.start > of.body && group.end < of.end;
    if (!isInside && group.lines.some(touches)) return false;
  }
  return !hasDeclarationsForFile(reading.masked, of);
}

/** The masked text with blanks for the bodies of `functions`, which stand in order and do not overlap. */
export function withoutBodies(masked: string, functions: readonly ExpectedFunction[]): string {
  let out = "";
  let at = 0;
  for (const { body, end } of functions) {
    out += masked.slice(at, body + 1) + " ".repeat(end - 1 - (body + 1));
    at = end - 1;
  }
  return out + masked.slice(at);
}
