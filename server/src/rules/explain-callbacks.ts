// What explain and hover say of a member that holds a callback: `ndo_start_xmit`, `net_device_ops.ndo_open`.

import { type OpsFieldRow, opsFieldRows } from "../kernel-model/callbacks.js";
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
  const unless = row.unless === undefined ? "" : `, unless ${row.unless.replaceAll(" ", " or ")}`;
  return `${contextWords[row.context]} (${notes.filter((note) => note !== "").join("; ")})${unless}`;
}

/** The names that this file explains, for completion and "did you mean". */
export function callbackNames(): string[] {
  return opsFieldRows.filter((row) => row.field !== "*").map((row) => row.field);
}
