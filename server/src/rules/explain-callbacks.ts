// What explain and hover say of a member that holds a callback (`ndo_start_xmit`, `net_device_ops.ndo_open`), and of
// functions that are gone or discouraged.

import { type OpsFieldRow, opsFieldRows } from "../kernel-model/callbacks.js";
import { deprecatedRows } from "../kernel-model/deprecated.js";
import type { Explanation } from "./explain.js";
import { contextWords } from "./explain-calls.js";

/** In which context the functions in a member of that name run; `STRUCT.MEMBER` names one struct. */
export function explainCallback(name: string): Explanation | undefined {
  const rows = opsFieldRows.filter(
    (row) => row.field !== "*" && (row.field === name || nameOf(row) === name),
  );
  const [first] = rows;
  if (!first) return undefined;
  const contexts = [...new Set(rows.map((row) => contextWords[row.context]))];
  return {
    kind: "callback",
    name,
    headline: `a function stored there is called back in ${contexts.join(" or ")}`,
    paragraphs: [],
    facts: rows.map((row) => ({ label: nameOf(row), value: factOf(row) })),
    source: first.source,
  };
}

function nameOf(row: OpsFieldRow): string {
  return `${row.structName}.${row.field}`;
}

function factOf(row: OpsFieldRow): string {
  const notes = [row.why, row.irqsOff ? "interrupts off" : "", row.certain ? "" : "a hint, not certain"];
  const unless = row.unless === undefined ? "" : `, unless ${row.unless}`;
  return `${contextWords[row.context]} (${notes.filter((note) => note !== "").join("; ")})${unless}`;
}

/** What to write instead of a function that is gone or discouraged. */
export function explainDeprecated(name: string): Explanation | undefined {
  const row = deprecatedRows.find((candidate) => candidate.name === name);
  if (!row) return undefined;
  const isGone = row.removed !== undefined;
  return {
    kind: "deprecated",
    name,
    headline: isGone ? `gone since Linux ${row.removed ?? ""}` : "discouraged in new code",
    paragraphs: row.note === undefined ? [] : [`${row.note.charAt(0).toUpperCase()}${row.note.slice(1)}.`],
    facts: [{ label: "instead", value: row.successor }],
    source: row.source,
  };
}

/** The names that this file explains, for completion and "did you mean". */
export function callbackNames(): string[] {
  return [
    ...opsFieldRows.filter((row) => row.field !== "*").map((row) => row.field),
    ...deprecatedRows.map((row) => row.name),
  ];
}
