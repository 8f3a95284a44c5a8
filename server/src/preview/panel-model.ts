// What the simulation panel shows, as plain JSON: the points of a run that one can step through, with the numbers of
// each and what changed since the one before. Computed once, from the same run that every other surface reads.

import { formatBytes } from "../base/format.js";
import type { EventReport, SnippetRun, StateReport } from "../snippets/report.js";

type SlabReportRow = NonNullable<StateReport["slabs"]>[number];

/** One zone at one point, in pages. Free + on per-cpu lists + in use = managed. */
export interface ZoneBar {
  readonly name: string;
  readonly managedPages: number;
  readonly freePages: number;
  readonly pcpPages: number;
  readonly usedPages: number;
  /** Watermarks: free pages below which kswapd wakes (low), direct reclaim begins (min), kswapd rests (high). */
  readonly min: number;
  readonly low: number;
  readonly high: number;
  /** Free blocks of 2^index pages. */
  readonly freeByOrder: readonly number[];
  /** Free pages more (or fewer) than at the point before. */
  readonly changedPages: number;
}

/** One slab cache at one point. */
export interface SlabBar {
  readonly name: string;
  readonly objects: number;
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
  readonly isChanged: boolean;
}

/** What pages in use are used for, in pages of the machine. */
export interface PageUse {
  readonly slabPages: number;
  readonly vmallocPages: number;
  readonly otherPages: number;
}

/** One area of the kernel's address space, with the run's own areas in it. */
export interface AddressRow {
  readonly name: string;
  readonly start: string;
  readonly end: string;
  readonly areas: readonly { readonly start: string; readonly bytes: number; readonly line?: number }[];
}

/** A point of the run: the start, or after a call of an allocator. */
export interface PanelPoint {
  /** Source line, from 1; 0 at the start. */
  readonly line: number;
  /** `kmalloc(30, GFP_KERNEL) → kmalloc-32, 32 bytes`. */
  readonly title: string;
  /** Index of the event; -1 at the start. */
  readonly event: number;
  readonly zones: readonly ZoneBar[];
  readonly slabs: readonly SlabBar[];
  readonly use: PageUse | undefined;
  readonly addressSpace: readonly AddressRow[];
  readonly heap: StateReport["heap"] | undefined;
}

/** One run, ready to be drawn. */
export interface PanelModel {
  readonly run: Omit<SnippetRun, "timeline" | "before" | "after">;
  readonly points: readonly PanelPoint[];
  /** One of how many calls that did something has a point. */
  readonly stride: number;
  /** Reasons why the run counts as failed; empty when all is well. */
  readonly failures: readonly string[];
}

/** Makes the panel's model of a run. A run without timeline has two points, its start and its end. */
export function panelModelOf(run: SnippetRun, failures: readonly string[]): PanelModel {
  const { timeline, before, after, ...rest } = run;
  const start = pointOf({
    state: before,
    previous: undefined,
    first: before,
    line: 0,
    title: "start",
    event: -1,
  });
  const steps = timeline?.steps ?? [{ event: run.events.length - 1, line: run.stop.line, state: after }];
  let previous = before;
  const points = [start];
  for (const { event, line, state } of steps) {
    const report = run.events[event];
    const title = report ? describeEvent(report) : "end";
    points.push(pointOf({ state, previous, first: before, line, title, event }));
    previous = state;
  }
  return { run: rest, points, stride: timeline?.stride ?? 1, failures };
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

interface PointInput {
  readonly state: StateReport;
  readonly previous: StateReport | undefined;
  readonly first: StateReport;
  readonly line: number;
  readonly title: string;
  readonly event: number;
}

function pointOf({ state, previous, first, line, title, event }: PointInput): PanelPoint {
  const slabs = slabBars(state, previous, first);
  return {
    line,
    title,
    event,
    zones: zoneBars(state, previous),
    slabs,
    use: pageUse(state),
    addressSpace: addressRows(state, first),
    heap: state.heap,
  };
}

function zoneBars(state: StateReport, previous: StateReport | undefined): readonly ZoneBar[] {
  return (state.zones ?? []).map((zone) => {
    const before = previous?.zones?.find(({ name }) => name === zone.name);
    const { name, managedPages, freePages, pcpPages, min, low, high, freeByOrder } = zone;
    return {
      name,
      managedPages,
      freePages,
      pcpPages,
      usedPages: managedPages - freePages - pcpPages,
      min,
      low,
      high,
      freeByOrder,
      changedPages: before ? freePages - before.freePages : 0,
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
    const { name, objects, capacity, slabs, order, objectsPerSlab, objectBytes, slotBytes } = slab;
    bars.push({
      name,
      objects,
      capacity,
      slabs,
      order,
      objectsPerSlab,
      objectBytes,
      slotBytes,
      ownObjects: objects - (atStart?.objects ?? 0),
      unusedBytes: (capacity - objects) * slotBytes,
      isChanged: previous !== undefined && !isSame(last),
    });
  }
  return bars;
}

function pageUse(state: StateReport): PageUse | undefined {
  if (!state.zones) return undefined;
  const used = state.zones.reduce((sum, zone) => sum + zone.managedPages - zone.freePages - zone.pcpPages, 0);
  const slabPages = (state.slabs ?? []).reduce((sum, slab) => sum + slab.slabs * 2 ** slab.order, 0);
  const vmallocPages = (state.vmalloc ?? []).reduce((sum, area) => sum + area.pages, 0);
  return { slabPages, vmallocPages, otherPages: Math.max(0, used - slabPages - vmallocPages) };
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
      .map(({ startAddress, bytes, line }) => ({
        start: startAddress,
        bytes,
        ...(line === undefined ? {} : { line }),
      })),
  }));
}
