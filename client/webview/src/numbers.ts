// From the points of a run to the rows that are drawn and read: no page, no theme, only numbers and words. What counts
// as changed is measured against a base: the point before, or the one that is compared with.

import type { PanelModel } from "../../../server/src/lsp/protocol.js";
import type { BarRow, Segment, SegmentKind } from "./bars.js";
import type { ColumnBar, SquareRow, StretchRow } from "./shapes.js";
import type { TableData } from "./table.js";
import { bytesText, changeText, countText, numberText } from "./words.js";

export type Point = PanelModel["points"][number];
type Zone = Point["zones"][number];
type Slab = Point["slabs"][number];

/** The point that is looked at, what it is measured against, and the machine's page. */
export interface Scene {
  readonly point: Point;
  readonly base: Point | undefined;
  readonly pageBytes: number;
  readonly isComparing: boolean;
}

function baseZone(scene: Scene, name: string): Zone | undefined {
  return scene.base?.zones.find((zone) => zone.name === name);
}

/** Zones as bars: free, per-cpu lists, in use; watermarks stand where that many pages are free. */
export function zoneRows(scene: Scene, selected: string | undefined): BarRow[] {
  return scene.point.zones.map((zone) => {
    const { name, managedPages, freePages, pcpPages, usedPages, min, low, high } = zone;
    const before = baseZone(scene, name);
    const change = before ? freePages - before.freePages : 0;
    const free = bytesText(freePages * scene.pageBytes);
    return {
      id: name,
      name,
      total: managedPages,
      segments: [
        { kind: "free", amount: freePages },
        { kind: "pcp", amount: pcpPages },
        { kind: "used", amount: usedPages },
      ],
      marks: [
        { name: "min", amount: min },
        { name: "low", amount: low },
        { name: "high", amount: high },
      ],
      text: `${free} of ${bytesText(managedPages * scene.pageBytes)} free`,
      ...noteOf(change, pcpPages - (before?.pcpPages ?? pcpPages)),
      isChanged: before !== undefined && (change !== 0 || before.pcpPages !== pcpPages),
      isSelected: name === selected,
    };
  });
}

/** What a zone's free pages and per-cpu lists gained or lost, in words. */
function noteOf(change: number, pcpChange: number): { readonly note?: string } {
  const words = [
    ...(change === 0 ? [] : [`${changeText(change)} ${Math.abs(change) === 1 ? "page" : "pages"}`]),
    ...(pcpChange === 0 ? [] : [`${changeText(pcpChange)} per cpu`]),
  ];
  return words.length === 0 ? {} : { note: words.join(", ") };
}

export function zoneTable(scene: Scene): TableData {
  return {
    caption: "Zones, in pages",
    columns: [
      { title: "Zone" },
      ...["Managed", "Free", "Change", "Per cpu", "In use", "Min", "Low", "High"].map((title) => ({
        title,
        isNumber: true,
      })),
    ],
    rows: scene.point.zones.map((zone) => {
      const before = baseZone(scene, zone.name);
      const change = before ? zone.freePages - before.freePages : 0;
      const { managedPages, freePages, pcpPages, usedPages, min, low, high } = zone;
      const numbers = [pcpPages, usedPages, min, low, high].map(numberText);
      return {
        cells: [zone.name, numberText(managedPages), numberText(freePages), changeText(change), ...numbers],
        isChanged: before !== undefined && (change !== 0 || before.pcpPages !== pcpPages),
      };
    }),
    empty: "A program has no zones of its own.",
  };
}

const useNames: Readonly<Record<string, string>> = { slab: "Slab", vmalloc: "Vmalloc", other: "Other" };

/** What the pages in use are used for, over all zones. */
export function useParts(point: Point): readonly { readonly kind: SegmentKind; readonly amount: number }[] {
  if (point.use === undefined) return [];
  const { slabPages, vmallocPages, otherPages } = point.use;
  return [
    { kind: "slab", amount: slabPages },
    { kind: "vmalloc", amount: vmallocPages },
    { kind: "other", amount: otherPages },
  ];
}

/** Each use is a bar of its own: next to what the kernel keeps for itself, a run's few pages would vanish. */
export function useRows(scene: Scene): BarRow[] {
  const before = scene.base ? useParts(scene.base) : [];
  const all = useParts(scene.point);
  const total = all.reduce((sum, { amount }) => sum + amount, 0);
  return all.map(({ kind, amount }) => {
    const old = before.find((part) => part.kind === kind)?.amount ?? amount;
    const change = amount === old ? "" : `, ${changeText(amount - old)}`;
    return {
      id: kind,
      name: useNames[kind] ?? kind,
      total,
      segments: [{ kind, amount }],
      text: `${countText(amount, "page")}${change}`,
      isChanged: amount !== old,
    };
  });
}

export function useTable(scene: Scene): TableData {
  const before = scene.base ? useParts(scene.base) : [];
  return {
    caption: "What pages are used for",
    columns: [{ title: "Use" }, { title: "Pages", isNumber: true }, { title: "Change", isNumber: true }],
    rows: useParts(scene.point).map(({ kind, amount }) => {
      const change = amount - (before.find((part) => part.kind === kind)?.amount ?? amount);
      return {
        cells: [useNames[kind] ?? kind, numberText(amount), changeText(change)],
        isChanged: change !== 0,
      };
    }),
    empty: "A program has no pages of the kernel's.",
  };
}

/** Free blocks of the chosen zone, one column for each order. */
export function orderColumns(scene: Scene, zoneName: string | undefined): ColumnBar[] {
  const zone = scene.point.zones.find(({ name }) => name === zoneName);
  const before = zoneName === undefined ? undefined : baseZone(scene, zoneName);
  return (zone?.freeByOrder ?? []).map((amount, order) => ({
    name: String(order),
    amount,
    isChanged: before !== undefined && before.freeByOrder[order] !== amount,
  }));
}

export function orderTable(scene: Scene): TableData {
  const nrOrders = Math.max(0, ...scene.point.zones.map((zone) => zone.freeByOrder.length));
  const orders = Array.from({ length: nrOrders }, (_, order) => order);
  return {
    caption: "Free blocks by order",
    columns: [
      { title: "Order" },
      { title: "Bytes", isNumber: true },
      ...scene.point.zones.map(({ name }) => ({ title: name, isNumber: true })),
    ],
    rows: orders.map((order) => ({
      cells: [
        String(order),
        bytesText(scene.pageBytes * 2 ** order),
        ...scene.point.zones.map(({ freeByOrder }) => numberText(freeByOrder[order] ?? 0)),
      ],
      isChanged: scene.point.zones.some(
        ({ name, freeByOrder }) => baseZone(scene, name)?.freeByOrder[order] !== freeByOrder[order],
      ),
    })),
    empty: "A program has no free blocks of its own.",
  };
}

/** A zone's pages as squares, each standing for so many that a hundred or two show the whole zone. */
export function zoneSquares(
  zone: Zone | undefined,
  pageBytes: number,
): { readonly rows: SquareRow[]; readonly each: string } {
  if (zone === undefined) return { rows: [], each: "" };
  const each = 2 ** Math.max(0, Math.ceil(Math.log2(zone.managedPages / 160)));
  const squares = (pages: number, kind: SegmentKind): SegmentKind[] =>
    Array(pages === 0 ? 0 : Math.max(1, Math.round(pages / each))).fill(kind);
  const rows = [
    { name: "in use", squares: squares(zone.usedPages, "used") },
    { name: "per cpu", squares: squares(zone.pcpPages, "pcp") },
    { name: "free, order 0-3", squares: squares(pagesIn(zone.freeByOrder, 0, 3), "free") },
    { name: "free, order 4-10", squares: squares(pagesIn(zone.freeByOrder, 4, 10), "free") },
  ].filter((row) => row.squares.length > 0);
  return { rows, each: bytesText(each * pageBytes) };
}

/** Pages in free blocks of the orders from `first` to `last`. */
function pagesIn(freeByOrder: readonly number[], first: number, last: number): number {
  return freeByOrder.reduce(
    (sum, amount, order) => (order < first || order > last ? sum : sum + amount * 2 ** order),
    0,
  );
}

interface SlabPair {
  readonly slab: Slab;
  /** Objects at the base. */
  readonly old: number;
  readonly isChanged: boolean;
}

/** Caches of the point, each with what it was at the base; those that the run has not touched are not listed. */
function slabPairs(scene: Scene): SlabPair[] {
  return scene.point.slabs.map((slab) => {
    const before = scene.base?.slabs.find(({ name }) => name === slab.name);
    const old = before?.objects ?? slab.objects - slab.ownObjects;
    const isSame = old === slab.objects && (before === undefined || before.slabs === slab.slabs);
    return { slab, old, isChanged: scene.isComparing ? !isSame : slab.isChanged };
  });
}

function unusedText(slab: Slab): string {
  const all = slab.capacity * slab.slotBytes;
  return all === 0 ? "–" : `${Math.round((100 * slab.unusedBytes) / all)} %`;
}

/** Slab caches as bars of their slots. */
export function slabRows(scene: Scene, selected: string | undefined): BarRow[] {
  return slabPairs(scene).map(({ slab, old, isChanged }) => {
    const own = Math.max(0, slab.ownObjects);
    const segments: Segment[] = [
      { kind: "mine", amount: Math.min(own, slab.objects) },
      { kind: "used", amount: Math.max(0, slab.objects - own) },
      { kind: "free", amount: slab.capacity - slab.objects },
    ];
    const text = scene.isComparing
      ? `${slab.objects}/${slab.capacity} (${changeText(slab.objects - old)}), ${countText(slab.slabs, "slab")}`
      : `${slab.objects}/${slab.capacity}, ${countText(slab.slabs, "slab")}, ${unusedText(slab)} free`;
    return {
      id: slab.name,
      name: slab.name,
      total: slab.capacity,
      segments,
      text,
      isChanged,
      isSelected: slab.name === selected,
    };
  });
}

export function slabTable(scene: Scene): TableData {
  const titles = ["Objects", "Slots", "Of this run", "Slabs", "Order", "Object", "Slot", "Padding", "Unused"];
  return {
    caption: "Slab caches that this run has touched",
    columns: [{ title: "Cache" }, ...titles.map((title) => ({ title, isNumber: true }))],
    rows: slabPairs(scene).map(({ slab, isChanged }) => ({
      cells: [
        slab.name,
        numberText(slab.objects),
        numberText(slab.capacity),
        numberText(slab.ownObjects),
        numberText(slab.slabs),
        String(slab.order),
        bytesText(slab.objectBytes),
        bytesText(slab.slotBytes),
        bytesText(slab.slotBytes - slab.objectBytes),
        `${bytesText(slab.unusedBytes)} (${unusedText(slab)})`,
      ],
      isChanged,
    })),
    empty: "No slab cache touched so far.",
  };
}

/** More rows than this are not looked at one by one. */
const maxSlabRows = 12;

/** The slots of a cache, a row for each slab, filled by count: of this run first, then others, then free. */
export function slotSquares(slab: Slab | undefined): SquareRow[] {
  if (slab === undefined) return [];
  const own = Math.min(Math.max(0, slab.ownObjects), slab.objects);
  const kindOf = (slot: number): SegmentKind => (slot < own ? "mine" : slot < slab.objects ? "used" : "free");
  const rows = Array.from({ length: Math.min(slab.slabs, maxSlabRows) }, (_, i) => ({
    name: `slab ${i + 1}`,
    squares: Array.from({ length: slab.objectsPerSlab }, (__, j) => kindOf(i * slab.objectsPerSlab + j)),
  }));
  return slab.slabs > maxSlabRows
    ? [...rows, { name: `+ ${slab.slabs - maxSlabRows} more`, squares: [] }]
    : rows;
}

/** The squares of any map, counted. */
export function squareTable(caption: string, rows: readonly SquareRow[], empty: string): TableData {
  const count = (row: SquareRow, kind: SegmentKind): string =>
    numberText(row.squares.filter((one) => one === kind).length);
  const kinds: readonly SegmentKind[] = ["mine", "used", "pcp", "free"];
  return {
    caption,
    columns: [
      { title: "Row" },
      ...["Of this run", "In use", "Per cpu", "Free"].map((title) => ({ title, isNumber: true })),
    ],
    rows: rows.map((row) => ({ cells: [row.name, ...kinds.map((kind) => count(row, kind))] })),
    empty,
  };
}

function toNumber(address: string): number {
  return Number(BigInt(address));
}

/** Ranges of the kernel's addresses; this run's areas in them, seen from the first area's neighbourhood. */
export function addressRows(scene: Scene): StretchRow[] {
  return scene.point.addressSpace.map((range) => {
    const before = scene.base?.addressSpace.find(({ name }) => name === range.name);
    const bytes = range.areas.reduce((sum, area) => sum + area.bytes, 0);
    const whole = toNumber(range.end) - toNumber(range.start);
    const stretches = range.areas.map((area) => {
      const from = (toNumber(area.start) - toNumber(range.start)) / whole;
      return { name: areaName(area), kind: "mine" as const, from, to: from + area.bytes / whole };
    });
    const count = range.areas.length;
    return {
      name: range.name,
      text: count === 0 ? bytesText(whole) : `${countText(count, "area")}, ${bytesText(bytes)} of this run`,
      stretches,
      isChanged: before !== undefined && before.areas.length !== count,
    };
  });
}

function areaName(area: { readonly start: string; readonly bytes: number; readonly line?: number }): string {
  return `${area.start}, ${bytesText(area.bytes)}${area.line === undefined ? "" : `, line ${area.line}`}`;
}

export function addressTable(scene: Scene): TableData {
  return {
    caption: "Address space",
    columns: [{ title: "Range" }, { title: "Start" }, { title: "End" }, { title: "Areas of this run" }],
    rows: scene.point.addressSpace.map((range) => ({
      cells: [range.name, range.start, range.end, range.areas.map(areaName).join("; ") || "–"],
    })),
    empty: "No address space to show.",
  };
}

/** The heap of a program: what is in use, free in between, free at the top; and each mapping by itself. */
export function heapRows(scene: Scene): BarRow[] {
  const { heap } = scene.point;
  if (heap === undefined) return [];
  const old = scene.base?.heap;
  const most = Math.max(heap.brkBytes, ...heap.mmaps.map(({ bytes }) => bytes), 1);
  const between = Math.max(0, heap.freeBytes - heap.topBytes);
  const heapRow: BarRow = {
    id: "heap",
    name: "heap (brk)",
    total: most,
    segments: [
      { kind: "mine", amount: heap.inUseBytes },
      { kind: "waste", amount: between },
      { kind: "free", amount: heap.topBytes },
    ],
    text: `${bytesText(heap.inUseBytes)} of ${bytesText(heap.brkBytes)} in use`,
    isChanged:
      old !== undefined &&
      (old.inUseBytes !== heap.inUseBytes ||
        old.brkBytes !== heap.brkBytes ||
        old.freeBytes !== heap.freeBytes),
  };
  const maps = heap.mmaps.map(({ address, bytes }) => ({
    id: address,
    name: `mmap ${address}`,
    total: most,
    segments: [{ kind: "mapped" as const, amount: bytes }],
    text: bytesText(bytes),
    isChanged: old !== undefined && !old.mmaps.some((one) => one.address === address),
  }));
  return [heapRow, ...maps];
}

export function heapTable(scene: Scene): TableData {
  const { heap } = scene.point;
  const old = scene.base?.heap;
  const row = (name: string, now: number | undefined, before: number | undefined) => ({
    cells: [name, now === undefined ? "–" : numberText(now), changeText((now ?? 0) - (before ?? now ?? 0))],
    isChanged: before !== undefined && before !== now,
  });
  const mapped = (state: typeof heap): number | undefined =>
    state?.mmaps.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    caption: "The program's heap",
    columns: [{ title: "What" }, { title: "Bytes", isNumber: true }, { title: "Change", isNumber: true }],
    rows:
      heap === undefined
        ? []
        : [
            row("Heap (brk)", heap.brkBytes, old?.brkBytes),
            row("In use", heap.inUseBytes, old?.inUseBytes),
            row("Free, all", heap.freeBytes, old?.freeBytes),
            row("Free at the top", heap.topBytes, old?.topBytes),
            row("Mapped apart", mapped(heap), mapped(old)),
          ],
    empty: "A kernel function has no heap.",
  };
}
