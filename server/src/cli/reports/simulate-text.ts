// A run of a snippet for people: what it was, how it ended, what it did to the machine. The memory is told in the very
// rows that the panel draws, with bars of characters; without colour the text says the same.

import { addressRows } from "../../preview/address-rows.js";
import { heapRows } from "../../preview/heap-rows.js";
import { machineText } from "../../preview/lists.js";
import type { PanelModel, PanelPoint } from "../../preview/panel-model.js";
import { partView } from "../../preview/part-rows.js";
import type { PartView } from "../../preview/parts.js";
import type { Scene } from "../../preview/rows.js";
import { sceneOf } from "../../preview/scene.js";
import { slabRows } from "../../preview/slab-rows.js";
import { slotRows } from "../../preview/slot-rows.js";
import { changeText, numberText } from "../../preview/words.js";
import { orderColumns, zoneRows } from "../../preview/zone-rows.js";
import type { EventReport } from "../../snippets/report.js";
import type { Paint } from "./paint.js";
import { barLines, squareLines, tableLines } from "./text-charts.js";

export interface TextStyle {
  readonly paint: Paint;
  /** Columns to use. */
  readonly width: number;
}

type Run = PanelModel["run"];

/** One run; ends with an empty line. */
export function renderRun(model: PanelModel, style: TextStyle): string {
  const { run } = model;
  const { paint } = style;
  const lines: string[] = [header(model, paint), ending(run, paint)];
  addSection(lines, "notes", run.notes ?? []);
  addSection(lines, "console", run.console.slice(-maxRows));
  addSection(
    lines,
    "asked",
    run.queries.map(({ line, text }) => `line ${line}: ${text}`),
  );
  addSection(lines, "allocations", eventRows(run.events));
  const named = namedPoints(model);
  for (const point of [...named.slice(0, maxShownPoints), ...model.points.slice(-1)])
    addSection(lines, memoryTitle(point), memoryLines(model, point, style), "all");
  if (named.length > maxShownPoints)
    lines.push(`  … ${numberText(named.length - maxShownPoints)} more named points`);
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

/** Named points that are shown besides the end: more would bury it. */
const maxShownPoints = 12;

function header({ run, failures }: PanelModel, paint: Paint): string {
  const { injected } = run;
  const what = `${run.file}:${run.line} ${run.function}()`;
  const failing = injected
    ? `, allocation ${injected.nth} fails (${injected.call || "never made"}, line ${injected.line})`
    : "";
  const verdict = failures.length === 0 ? "" : paint.severity("error", "  FAILED");
  return `${paint.bold(what)}${failing}${verdict}\n${paint.dim(machineText(run.machine))}`;
}

function ending(run: Run, paint: Paint): string {
  const { stop, returned } = run;
  if (stop.reason === "returned")
    return `returned${returned === undefined ? "" : ` ${returned}`} after ${run.steps} steps`;
  return (
    paint.severity("error", `stopped at line ${stop.line}: ${stop.message}`) +
    ` (${stop.reason}, ${run.steps} steps)`
  );
}

function addSection(
  lines: string[],
  title: string,
  rows: readonly string[],
  which: "first" | "all" = "first",
): void {
  if (rows.length === 0) return;
  const shown = which === "all" ? rows : rows.slice(0, maxRows);
  lines.push(`  ${title}`);
  for (const row of shown) lines.push(`    ${row}`.trimEnd());
  if (rows.length > shown.length) lines.push(`    … ${numberText(rows.length - shown.length)} more`);
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
  const origin = where === "" ? "" : `${where} `;
  return `${place} ${`+${event.allocatedBytes}`.padStart(9)} ${origin}for ${event.requestedBytes ?? 0}${unused}`;
}

/** The points before the end that the snippet has named; where it has named none, the peak. */
function namedPoints({ run, points }: PanelModel): readonly PanelPoint[] {
  const own = new Set(run.snapshots.length === 0 ? ["peak"] : run.snapshots.map(({ label }) => label));
  return points.slice(0, -1).filter(({ labels }) => labels.some((label) => own.has(label)));
}

function memoryTitle({ line, labels }: PanelPoint): string {
  const own = labels
    .filter((label) => !["start", "peak", "end"].includes(label))
    .map((label) => `"${label}"`);
  if (labels.includes("end"))
    return own.length === 0 ? "memory at the end" : `memory at the end, ${own.join(", ")}`;
  const place = line === 0 ? "" : `, line ${line}`;
  return own.length === 0 ? `memory at its peak${place}` : `memory at ${own.join(", ")}${place}`;
}

/** The panel's sections at a point, measured against the start; those that the run left alone are left out. */
function memoryLines(model: PanelModel, point: PanelPoint, { width }: TextStyle): string[] {
  const scene = sceneOf(model, { at: model.points.indexOf(point), comparedWith: 0 });
  if (scene === undefined) return [];
  const inner = width - 4;
  const zones = zoneRows(scene, undefined);
  const caches = slabRows(scene, undefined);
  const heap = heapRows(scene);
  const areas = scene.point.addressSpace.filter((range) => range.areas.length > 0);
  return [
    ...(zones.length === 0 ? [] : barLines(zones, inner)),
    ...blockLines(scene),
    ...(caches.length === 0 ? [] : ["", ...barLines(caches, inner)]),
    ...scene.point.slabs.flatMap(({ name, objects }) => (objects === 0 ? [] : slotLines(scene, name, inner))),
    ...(areas.length === 0 ? [] : ["", ...areaLines(scene)]),
    ...scene.touched.flatMap((id) => partLines(partView(id, scene))),
    ...(heap.length === 0 ? [] : barLines(heap, inner)),
  ];
}

/** Free blocks of the zones in which they changed, with the change in a line of its own. */
function blockLines(scene: Scene): string[] {
  const changed = scene.point.zones.filter(({ name }) =>
    orderColumns(scene, name).some(({ isChanged }) => isChanged),
  );
  const [first] = changed;
  if (first === undefined) return [];
  const orders = orderColumns(scene, first.name).map(({ name }) => name);
  const rows = changed.flatMap(({ name, freeByOrder }) => {
    const before = scene.base?.zones.find((zone) => zone.name === name)?.freeByOrder ?? freeByOrder;
    const changes = freeByOrder.map((count, order) => count - (before[order] ?? 0));
    return [
      { cells: [name, ...freeByOrder.map(numberText)] },
      { cells: ["", ...changes.map((change) => (change === 0 ? "" : changeText(change)))] },
    ];
  });
  const columns = [{ title: "free blocks" }, ...orders.map((title) => ({ title, isNumber: true }))];
  return ["", ...tableLines({ caption: "", columns, rows, empty: "" })];
}

/** More slots than this are not looked at one by one on a terminal. */
const maxSlots = 1024;

/** The slabs of a cache slot by slot, in order of address. */
function slotLines(scene: Scene, cache: string, width: number): string[] {
  const rows = slotRows(scene, cache);
  const nrSlots = rows.reduce((sum, { squares }) => sum + squares.length, 0);
  if (nrSlots === 0 || nrSlots > maxSlots) return [];
  return ["", `slots of ${cache}`, ...squareLines(rows, width - 2).map((line) => `  ${line}`)];
}

/** A part beside zones and slabs, where there is anything in it at this point. */
function partLines({ title, table }: PartView): string[] {
  return table.rows.length === 0
    ? []
    : ["", title.toLowerCase(), ...tableLines(table).map((line) => `  ${line}`)];
}

function areaLines(scene: Scene): string[] {
  const rows = addressRows(scene).flatMap(({ name, text, stretches }) =>
    stretches.length === 0
      ? []
      : [`${name}: ${text}`, ...stretches.slice(0, maxRows).map((stretch) => `  ${stretch.name}`)],
  );
  return rows;
}
