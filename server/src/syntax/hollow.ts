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

/** What of a file's first reading is not parsed. Functions stand in order and do not overlap. */
export interface LeftOut {
  /** Functions that are parsed as if their bodies were empty. */
  readonly bodies: readonly ExpectedFunction[];
  /** Functions that the tree does not show at all. */
  readonly functions?: readonly ExpectedFunction[];
  /** Whether values of tables are left empty in which no function is named. */
  readonly tables?: true;
}

/** The masked text with blanks for what is left out; the text itself where that is nothing. */
export function withoutParts(reading: MaskedReading, { bodies, functions = [], tables }: LeftOut): string {
  const { masked } = reading;
  const spans: Span[] = [
    ...bodies.map(({ body, end }) => ({ start: body + 1, end: end - 1 })),
    ...functions,
    ...(tables ? plainTables(reading) : []),
  ];
  if (spans.length === 0) return masked;
  let out = "";
  let at = 0;
  for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
    out += masked.slice(at, start) + " ".repeat(end - start);
    at = end;
  }
  return out + masked.slice(at);
}

/** Shorter tables are not worth the look. */
const minTableLength = 80;

/** A member that is given what may be a function, something declared among the values, or an arm of `#if`. */
const tellingValue =
  /\.\s*\w+(?:\s*\.\s*\w+|\s*\[[^\]]*\])*\s*=\s*(?:[&(*]\s*)*(?=\w*[a-z])[A-Za-z_]|\b(?:struct|union|enum)\b[^;(){}=,]*\{|#/;

/** The insides of initializers at file level that tell nothing: their lengths are read from the text. */
function plainTables({ masked, functions }: MaskedReading): readonly Span[] {
  const tables: Span[] = [];
  const open = /=\s*\{/g;
  let next = 0;
  for (let found = open.exec(masked); found; found = open.exec(masked)) {
    const start = open.lastIndex;
    while (next < functions.length && (functions[next]?.end ?? 0) < start) next++;
    const within = functions[next];
    if (within && within.start < start) {
      open.lastIndex = within.end;
      continue;
    }
    const end = closingBraceFrom(masked, start);
    if (end === undefined) break;
    open.lastIndex = end;
    const isLong = end - start >= minTableLength;
    if (isLong && !tellingValue.test(masked.slice(start, end))) tables.push({ start, end });
  }
  return tables;
}

/** Where the brace closes that is open at `from`; string and character literals are passed. */
function closingBraceFrom(text: string, from: number): number | undefined {
  const token = /[{}]|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/g;
  token.lastIndex = from;
  let depth = 1;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === "{") depth++;
    else if (found[0] === "}" && --depth === 0) return found.index;
  }
  return undefined;
}
