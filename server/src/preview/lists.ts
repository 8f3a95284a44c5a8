// What a run says in words: events, leaks, faults, expectations, and the headings of its tabs.

import type { PanelModel } from "./panel-model.js";
import type { TableData, TableRow } from "./rows.js";
import { bytesText, countText, numberText } from "./words.js";

type Run = PanelModel["run"];

/** `x86_64 · 512 MiB · Linux 6.1 · 1 CPU`, or of a program `x86_64 process · glibc-2.36 · 512 MiB`. */
export function machineText({ arch, memoryBytes, kernel, cpus, libc }: Run["machine"]): string {
  if (libc !== undefined) return `${arch} process · ${libc} · ${bytesText(memoryBytes)}`;
  return `${arch} · ${bytesText(memoryBytes)} · Linux ${kernel} · ${countText(cpus, "CPU")}`;
}

/**
 * Rows of a list that are put on the page at once: thousands of them make every step slow, and a person scrolls no
 * further before choosing another point.
 */
const maxListRows = 400;

/** The rows around one of them, and a note where there are more. */
function rowsAround(rows: readonly TableRow[], index: number): Pick<TableData, "rows" | "note"> {
  if (rows.length <= maxListRows) return { rows };
  const last = rows.length - maxListRows;
  const start = Math.min(Math.max(0, index - maxListRows / 2), last);
  const shown = rows.slice(start, start + maxListRows);
  const range = `${numberText(start + 1)} to ${numberText(start + shown.length)}`;
  return { rows: shown, note: `Rows ${range} of ${numberText(rows.length)}, those around this point.` };
}

/** Without the columns that say nothing in any row. */
function withoutEmptyColumns(table: TableData): TableData {
  const isTold = table.columns.map((_, i) => table.rows.some(({ cells }) => cells[i] !== ""));
  return {
    ...table,
    columns: table.columns.filter((_, i) => isTold[i]),
    rows: table.rows.map((row) => ({ ...row, cells: row.cells.filter((_, i) => isTold[i]) })),
  };
}

/** All calls of a run, or of a long one those around the event `upTo`; columns that no call fills are left out. */
export function eventTable(run: Run, upTo: number): TableData {
  const table = withoutEmptyColumns(allEvents(run, upTo));
  return { ...table, ...rowsAround(table.rows, upTo) };
}

function allEvents(run: Run, upTo: number): TableData {
  const bytes = (amount: number | undefined): string => (amount === undefined ? "" : bytesText(amount));
  return {
    caption: "Calls of the allocators",
    columns: [
      { title: "Line" },
      { title: "Call" },
      { title: "Asked", isNumber: true },
      { title: "Got", isNumber: true },
      { title: "Given back", isNumber: true },
      { title: "Cache or order" },
      { title: "Zone" },
      { title: "Address" },
      { title: "Outcome" },
    ],
    rows: run.events.map((event, i) => ({
      cells: [
        `line ${event.line}`,
        event.call,
        bytes(event.requestedBytes),
        bytes(event.allocatedBytes),
        bytes(event.freedBytes),
        event.cache ?? (event.order === undefined ? "" : `order ${event.order}`),
        event.zone ?? "",
        event.address ?? "",
        event.ok ? "done" : `failed${event.reason === undefined ? "" : `: ${event.reason}`}`,
      ],
      line: event.line,
      isChanged: i === upTo,
    })),
    empty: "This run called no allocator.",
  };
}

export function leakTable(run: Run): TableData {
  const row = (leak: Run["leaks"][number], by: string) => ({
    cells: [`line ${leak.line}`, leak.call, bytesText(leak.bytes), leak.cache ?? "", by],
    line: leak.line,
  });
  return {
    caption: "Leaked, and still held",
    columns: [
      { title: "Allocated at" },
      { title: "Call" },
      { title: "Bytes", isNumber: true },
      { title: "Cache" },
      { title: "State" },
    ],
    ...firstRows([
      ...run.leaks.map((leak) => row(leak, "leaked")),
      ...run.held.map((held) => row(held, `held by ${held.by}`)),
    ]),
    empty: "Nothing leaked, nothing held.",
  };
}

function firstRows(rows: readonly TableRow[]): Pick<TableData, "rows" | "note"> {
  if (rows.length <= maxListRows) return { rows };
  const note = `The first ${numberText(maxListRows)} rows of ${numberText(rows.length)}.`;
  return { rows: rows.slice(0, maxListRows), note };
}

export function faultTable(run: Run): TableData {
  return {
    caption: "Faults",
    columns: [{ title: "Line" }, { title: "Kind" }, { title: "What happened" }],
    ...firstRows(
      run.faults.map(({ line, kind, message }) => ({ cells: [`line ${line}`, kind, message], line })),
    ),
    empty: "No fault.",
  };
}

export function expectationTable(run: Run): TableData {
  return {
    caption: "Expectations",
    columns: [{ title: "Line" }, { title: "Expected" }, { title: "Found" }, { title: "Verdict" }],
    rows: run.expectations.map(({ line, text, actual, ok }) => ({
      cells: [`line ${line}`, text, actual, ok ? "✓ met" : "✗ not met"],
      line,
    })),
    empty: "This snippet expects nothing; add '// @kmem expect leaks == 0' above the function.",
  };
}

/** The heading of a tab: what it holds and how much. */
export function tabTitles(run: Run): Readonly<Record<string, string>> {
  const nrMet = run.expectations.filter(({ ok }) => ok).length;
  const count = (amount: number): string => (amount === 0 ? "none" : numberText(amount));
  return {
    events: `Events ${numberText(run.events.length)}`,
    leaks: `Leaks ${count(run.leaks.length)}`,
    faults: `Faults ${count(run.faults.length)}`,
    expectations: `Expectations ${nrMet} of ${run.expectations.length}`,
    console: "Console",
    proc: "/proc",
  };
}
