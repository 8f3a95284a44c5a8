// What the simulation panel shows, as plain JSON: the points of a run that one can step through, with the numbers of
// each and what changed since the one before. Computed once, from the same run that every other surface reads.

import { formatBytes } from "../base/format.js";
import type { ZoneState } from "../simulator/machine-state.js";
import type { VmallocinfoRow } from "../simulator/proc-text.js";
import type { PlaceFrame } from "../snippets/place-frames.js";
import type { EventReport, SnapshotReport, SnippetRun, StateReport } from "../snippets/report.js";
import { type PartId, type Parts, partsOf, touchedParts } from "./parts.js";
import type { PlaceModel } from "./places.js";

type SlabReportRow = NonNullable<StateReport["slabs"]>[number];

/** One zone at one point, in pages. Free + on per-cpu lists + in use = managed. */
export interface ZoneBar extends ZoneState {
  readonly usedPages: number;
  /** Free pages more (or fewer) than at the point before. */
  readonly changedPages: number;
}

/** One slab cache at one point. */
export interface SlabBar {
  readonly name: string;
  readonly objects: number;
  readonly activeObjects: number;
  readonly capacity: number;
  readonly slabs: number;
  readonly order: number;
  readonly objectsPerSlab: number;
  readonly objectBytes: number;
  readonly slotBytes: number;
  /** Objects more than when the run began: those are the run's own. */
  readonly ownObjects: number;
  /** Bytes of its pages in which no live object is. */
  readonly unusedBytes: number;
  /** Counts that came from a /proc text, to which the run has added its own. */
  readonly isApproximate: boolean;
  readonly isChanged: boolean;
}

/** One area of the kernel's address space, with the run's own areas in it. */
export interface AddressRow {
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly areas: readonly (VmallocinfoRow & { readonly line?: number })[];
}

/** A point of the run: the start, after a call of an allocator, or where a `snapshot` directive stands. */
export interface PanelPoint {
  /** Source line, from 1; 0 at the start. */
  readonly line: number;
  /** What the point is known by: `start`, `end`, `peak`, and the label of a `snapshot`. Most have none. */
  readonly labels: readonly string[];
  /** `kmalloc(30, GFP_KERNEL) → kmalloc-32, 32 bytes`. */
  readonly title: string;
  /** Index of the event; -1 at the start. */
  readonly event: number;
  readonly zones: readonly ZoneBar[];
  readonly slabs: readonly SlabBar[];
  readonly addressSpace: readonly AddressRow[];
  /** What stands beside zones and slabs; parts that hold nothing are absent. */
  readonly parts: Parts;
  readonly heap: StateReport["heap"] | undefined;
}

/** One run, ready to be drawn. */
export interface PanelModel {
  readonly run: Omit<SnippetRun, "timeline" | "before" | "after">;
  readonly points: readonly PanelPoint[];
  /** The parts that the run has touched at any of its points. */
  readonly touched: readonly PartId[];
  /** Pages and slots by place at each point; absent for a process, and where the run kept no timeline. */
  readonly places?: PlaceModel;
  /** One of how many calls that did something has a point. */
  readonly stride: number;
  /** Reasons why the run counts as failed; empty when all is well. */
  readonly failures: readonly string[];
}

/** Makes the panel's model of a run. A run without timeline has its start, its named points and its end. */
export function panelModelOf(run: SnippetRun, failures: readonly string[]): PanelModel {
  const { timeline, before, after, ...rest } = run;
  const moments = momentsOf(run);
  const peak = peakOf(moments, run.machine.pageSize);
  let previous: StateReport | undefined;
  const points = moments.map((moment, i) => {
    const labels = [
      ...(i === 0 ? ["start"] : []),
      ...moment.labels,
      ...(i === peak ? ["peak"] : []),
      ...(i === moments.length - 1 && i > 0 ? ["end"] : []),
    ];
    const point = pointOf({ ...moment, labels, previous, first: before });
    previous = moment.state;
    return point;
  });
  const places = placeModelOf(run, moments);
  return {
    run: rest,
    points,
    touched: touchedParts(points.map(({ parts }) => parts)),
    ...(places ? { places } : {}),
    stride: timeline?.stride ?? 1,
    failures,
  };
}

function placeModelOf({ timeline, before }: SnippetRun, moments: readonly Moment[]): PlaceModel | undefined {
  if (!timeline?.places) return undefined;
  const { sectionPages, frame } = timeline.places;
  const zones = (before.zones ?? []).map(({ name, startPfn, spannedPages }) => ({
    name,
    startPfn,
    endPfn: startPfn + spannedPages,
  }));
  const changes = moments.slice(1).map(({ places }) => places ?? { sections: {}, slabs: [] });
  return { sectionPages, zones, frames: [frame, ...changes] };
}

/** A state that is worth a point. */
interface Moment {
  readonly state: StateReport;
  readonly line: number;
  readonly title: string;
  readonly event: number;
  readonly labels: readonly string[];
  /** What changed by place since the moment before, where that is known. */
  readonly places?: PlaceFrame;
}

/** Start, steps and snapshots in the order in which they were; at one event what it did comes first. */
function momentsOf(run: SnippetRun): readonly Moment[] {
  const { timeline, before, after, stop } = run;
  const start: Moment = { state: before, line: 0, title: "start", event: -1, labels: [] };
  const steps = (timeline?.steps ?? []).map(({ event, ...step }): Moment => {
    const report = run.events[event];
    return { event, ...step, title: report ? describeEvent(report) : "", labels: [] };
  });
  const moments = run.snapshots.reduce(withSnapshot, [start, ...steps]);
  const last = moments.at(-1);
  // Something may have changed after the last call that is an event.
  if (last && last !== start && isSameState(last.state, after)) return moments;
  const report = timeline ? undefined : run.events.at(-1);
  const title = report ? describeEvent(report) : "end";
  return [...moments, { state: after, line: stop.line, title, event: run.events.length - 1, labels: [] }];
}

function isSameState(one: StateReport, other: StateReport): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A snapshot names the moment before it where nothing has changed since, else it is a moment of its own. */
function withSnapshot(moments: readonly Moment[], snapshot: SnapshotReport): readonly Moment[] {
  const { event, line, label, state } = snapshot;
  const after = moments.findIndex((moment) => moment.event > event);
  const at = after === -1 ? moments.length : after;
  const before = moments[at - 1];
  if (before !== undefined && isSameState(before.state, state))
    return moments.with(at - 1, { ...before, labels: [...before.labels, label] });
  return moments.toSpliced(at, 0, { event, line, state, title: "snapshot", labels: [label] });
}

/** Index of the first moment with the most bytes in use, where that is more than at both ends. */
function peakOf(moments: readonly Moment[], pageBytes: number): number | undefined {
  const used = moments.map(({ state }) => usedBytes(state, pageBytes));
  const most = Math.max(...used);
  return used[0] === most || used.at(-1) === most ? undefined : used.indexOf(most);
}

/** Bytes in use: pages less what is free in their slabs, or what a program's heap has given out. */
function usedBytes({ zones = [], slabs = [], heap }: StateReport, pageBytes: number): number {
  const mapped = heap?.mmaps.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
  const pages = zones.reduce((sum, zone) => sum + zone.managedPages - zone.freePages - zone.pcpPages, 0);
  const unused = slabs.reduce((sum, slab) => sum + (slab.capacity - slab.objects) * slab.slotBytes, 0);
  return pages * pageBytes - unused + (heap?.inUseBytes ?? 0) + mapped;
}

/** An event in one line: what was asked for and what came of it. */
export function describeEvent(event: EventReport): string {
  const asked = event.requestedBytes === undefined ? "" : formatBytes(event.requestedBytes);
  const args = [asked, event.gfp ?? ""].filter((part) => part !== "").join(", ");
  const call = `${event.call}(${args})`;
  if (!event.ok) return `${call} failed${event.reason === undefined ? "" : `: ${event.reason}`}`;
  if (event.freedBytes !== undefined)
    return `${call} gave back ${formatBytes(event.freedBytes)}${inCache(event)}`;
  const got = event.allocatedBytes === undefined ? "" : ` → ${formatBytes(event.allocatedBytes)}`;
  const order = event.order === undefined || event.cache !== undefined ? "" : `, order ${event.order}`;
  return `${call}${got}${inCache(event)}${order}${event.zone === undefined ? "" : `, ${event.zone}`}`;
}

function inCache({ cache }: EventReport): string {
  return cache === undefined ? "" : ` of ${cache}`;
}

interface PointInput extends Moment {
  readonly previous: StateReport | undefined;
  readonly first: StateReport;
}

function pointOf({ state, previous, first, line, labels, title, event }: PointInput): PanelPoint {
  return {
    line,
    labels,
    title,
    event,
    zones: zoneBars(state, previous),
    slabs: slabBars(state, previous, first),
    addressSpace: addressRows(state, first),
    parts: partsOf(state),
    heap: state.heap,
  };
}

function zoneBars(state: StateReport, previous: StateReport | undefined): readonly ZoneBar[] {
  return (state.zones ?? []).map((zone) => {
    const before = previous?.zones?.find(({ name }) => name === zone.name);
    return {
      ...zone,
      usedPages: zone.managedPages - zone.freePages - zone.pcpPages,
      changedPages: before ? zone.freePages - before.freePages : 0,
    };
  });
}

/** Caches that the run has touched: those it left as they were say nothing about it. */
function slabBars(
  state: StateReport,
  previous: StateReport | undefined,
  first: StateReport,
): readonly SlabBar[] {
  const byName = (report: StateReport | undefined): ReadonlyMap<string, SlabReportRow> =>
    new Map((report?.slabs ?? []).map((slab) => [slab.name, slab]));
  const before = byName(previous);
  const start = byName(first);
  const bars: SlabBar[] = [];
  for (const slab of state.slabs ?? []) {
    const atStart = start.get(slab.name);
    const last = before.get(slab.name);
    const isSame = (other: SlabReportRow | undefined): boolean =>
      other !== undefined && other.objects === slab.objects && other.slabs === slab.slabs;
    if (isSame(atStart) && (previous === undefined || isSame(last))) continue;
    const { name, objects, activeObjects, capacity, slabs, order, objectsPerSlab, objectBytes, slotBytes } =
      slab;
    bars.push({
      name,
      objects,
      activeObjects,
      capacity,
      slabs,
      order,
      objectsPerSlab,
      objectBytes,
      slotBytes,
      ownObjects: objects - (atStart?.objects ?? 0),
      unusedBytes: (capacity - objects) * slotBytes,
      isApproximate: slab.isApproximate,
      isChanged: previous !== undefined && !isSame(last),
    });
  }
  return bars;
}

function addressRows(state: StateReport, first: StateReport): readonly AddressRow[] {
  const known = new Set((first.vmalloc ?? []).map(({ startAddress }) => startAddress));
  const own = (state.vmalloc ?? []).filter(({ startAddress }) => !known.has(startAddress));
  return (state.addressSpace ?? []).map(({ name, start, end }) => ({
    name,
    start,
    end,
    areas: own
      .filter(
        ({ startAddress }) => BigInt(startAddress) >= BigInt(start) && BigInt(startAddress) < BigInt(end),
      )
      .map(({ startAddress, ...area }) => ({ start: startAddress, ...area })),
  }));
}
