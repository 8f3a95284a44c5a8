// A run of a snippet for people: what it was, how it ended, what it did to the machine. Bars are drawn with characters;
// without colour the text says the same.

import type { EventReport, SnippetRun, StateReport } from "../../snippets/report.js";
import type { Paint } from "./paint.js";

export interface TextStyle {
  readonly paint: Paint;
  /** Columns to use. */
  readonly width: number;
}

/** One run; ends with an empty line. */
export function renderRun(run: SnippetRun, failures: readonly string[], style: TextStyle): string {
  const { paint } = style;
  const lines: string[] = [header(run, failures, paint), ending(run, paint)];
  addSection(lines, "state", run.notes ?? []);
  addSection(lines, "console", run.console.slice(-maxRows));
  addSection(
    lines,
    "asked",
    run.queries.map(({ line, text }) => `line ${line}: ${text}`),
  );
  addSection(lines, "allocations", eventRows(run.events));
  addSection(lines, "memory", memoryRows(run, style));
  addSection(
    lines,
    "faults",
    run.faults.map(
      (fault) => `${paint.severity("error", `line ${fault.line}: ${fault.kind}`)} ${fault.message}`,
    ),
  );
  const leaks = grouped(
    run.leaks.map(
      (leak) =>
        `line ${leak.line}: ${leak.call}, ${leak.bytes} bytes${leak.cache === undefined ? "" : ` of ${leak.cache}`}`,
    ),
  );
  addSection(
    lines,
    "leaked",
    leaks.map((row) => paint.severity("warning", row)),
  );
  const isFailure = run.returned?.startsWith("-") ?? false;
  addSection(
    lines,
    isFailure ? "still held after failure" : "held",
    grouped(run.held.map((one) => `line ${one.line}: ${one.call}, ${one.bytes} bytes, by ${one.by}`)),
  );
  addSection(
    lines,
    "expected",
    run.expectations.map(({ ok, line, text, actual }) =>
      ok
        ? `ok    line ${line}: ${text}`
        : `${paint.severity("error", `FAILS line ${line}: ${text}`)} (found ${actual})`,
    ),
  );
  return `${lines.join("\n")}\n\n`;
}

/** Rows of a section that are shown; the JSON has all. */
const maxRows = 30;

function header(run: SnippetRun, failures: readonly string[], paint: Paint): string {
  const { machine, injected } = run;
  const what = `${run.file}:${run.line} ${run.function}()`;
  const where = `Linux ${machine.kernel}, ${machine.arch}, ${bytesText(machine.memoryBytes)}, ${machine.cpus} cpu${machine.cpus === 1 ? "" : "s"}`;
  const failing = injected
    ? `, allocation ${injected.nth} fails (${injected.call || "never made"}, line ${injected.line})`
    : "";
  const verdict = failures.length === 0 ? "" : paint.severity("error", "  FAILED");
  return `${paint.bold(what)}${failing}${verdict}\n${paint.dim(where)}`;
}

function ending(run: SnippetRun, paint: Paint): string {
  const { stop, returned } = run;
  if (stop.reason === "returned")
    return `returned${returned === undefined ? "" : ` ${returned}`} after ${run.steps} steps`;
  return (
    paint.severity("error", `stopped at line ${stop.line}: ${stop.message}`) +
    ` (${stop.reason}, ${run.steps} steps)`
  );
}

function addSection(lines: string[], title: string, rows: readonly string[]): void {
  if (rows.length === 0) return;
  lines.push(`  ${title}`);
  for (const row of rows.slice(0, maxRows)) lines.push(`    ${row}`);
  if (rows.length > maxRows) lines.push(`    … ${rows.length - maxRows} more`);
}

function grouped(rows: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1);
  return [...counts].map(([row, count]) => (count === 1 ? row : `${row} (${count} times)`));
}

/** Events in order, neighbours of the same kind on one row. */
function eventRows(events: readonly EventReport[]): string[] {
  const rows: { text: string; count: number }[] = [];
  for (const event of events) {
    const text = eventText(event);
    const last = rows.at(-1);
    if (last?.text === text) last.count++;
    else rows.push({ text, count: 1 });
  }
  return rows.map(({ text, count }) => (count === 1 ? text : `${text}  (${count} times)`));
}

function eventText(event: EventReport): string {
  const place = `line ${String(event.line).padEnd(4)} ${event.call.padEnd(18)}`;
  if (!event.ok) return `${place} ${event.requestedBytes ?? 0} bytes refused: ${event.reason ?? ""}`;
  const where = event.cache ?? (event.order === undefined ? "" : `order ${event.order}`);
  if (event.freedBytes !== undefined)
    return `${place} ${`-${event.freedBytes}`.padStart(9)} ${where}`.trimEnd();
  if (event.allocatedBytes === undefined) return `${place} ${where}`.trimEnd();
  const spare = event.allocatedBytes - (event.requestedBytes ?? 0);
  const unused = spare > 0 ? `, ${spare} unused` : "";
  return `${place} ${`+${event.allocatedBytes}`.padStart(9)} ${where} for ${event.requestedBytes ?? 0}${unused}`;
}

function memoryRows(run: SnippetRun, style: TextStyle): string[] {
  return [...zoneRows(run, style), ...slabRows(run.before, run.after), ...areaRows(run), ...heapRows(run)];
}

function zoneRows(run: SnippetRun, { width }: TextStyle): string[] {
  const barWidth = Math.max(20, width - 66);
  return (run.after.zones ?? []).map((zone) => {
    const before = run.before.zones?.find((one) => one.name === zone.name);
    const change = zone.freePages + zone.pcpPages - ((before?.freePages ?? 0) + (before?.pcpPages ?? 0));
    const used = zone.managedPages - zone.freePages - zone.pcpPages;
    const filled = zone.managedPages > 0 ? Math.round((used / zone.managedPages) * barWidth) : 0;
    const bar = "#".repeat(filled).padEnd(barWidth, ".");
    return `${zone.name.padEnd(8)} [${bar}] ${zone.freePages} pages free (${signed(change)}), min ${zone.min} low ${zone.low} high ${zone.high}`;
  });
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}

function slabRows(before: StateReport, after: StateReport): string[] {
  const rows: string[] = [];
  for (const slab of after.slabs ?? []) {
    const old = before.slabs?.find((one) => one.name === slab.name);
    const objects = slab.objects - (old?.objects ?? 0);
    const slabs = slab.slabs - (old?.slabs ?? 0);
    if (objects === 0 && slabs === 0) continue;
    const each = `${slab.objectsPerSlab} of ${slab.slotBytes} bytes per slab`;
    rows.push(
      `${slab.name.padEnd(16)} ${slab.objects}/${slab.capacity} objects${slab.isApproximate ? " about" : ""} (${signed(objects)}), ${slab.slabs} slabs (${signed(slabs)}), ${each}`,
    );
  }
  return rows;
}

function areaRows(run: SnippetRun): string[] {
  const known = new Set((run.before.vmalloc ?? []).map((area) => area.startAddress));
  return (run.after.vmalloc ?? [])
    .filter((area) => !known.has(area.startAddress))
    .map(
      (area) => `vmalloc  ${area.startAddress} ${area.pages} pages, ${area.bytes} bytes with the guard page`,
    );
}

function heapRows({ after }: SnippetRun): string[] {
  const { heap } = after;
  if (!heap) return [];
  const mapped = heap.mmaps.map(({ address, bytes }) => `mapped   ${address} ${bytesText(bytes)}`);
  return [
    `heap     ${bytesText(heap.brkBytes)} by brk: ${heap.inUseBytes} bytes in use, ${heap.freeBytes} free, ${heap.topBytes} of them on top`,
    ...mapped,
  ];
}

function bytesText(bytes: number): string {
  if (bytes >= 2 ** 30 && bytes % 2 ** 30 === 0) return `${bytes / 2 ** 30} GiB`;
  if (bytes >= 2 ** 20 && bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20} MiB`;
  if (bytes >= 2 ** 10 && bytes % 2 ** 10 === 0) return `${bytes / 2 ** 10} KiB`;
  return `${bytes} bytes`;
}
