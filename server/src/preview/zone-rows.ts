// Zones as rows: how much of each is free, on per-cpu lists and used for what, its watermarks, and its free blocks.

import type { ZoneUse } from "../simulator/machine-state.js";
import type { ZoneBar } from "./panel-model.js";
import type { BarRow, ColumnBar, Scene, Segment, SegmentKind, TableData } from "./rows.js";
import { bytesText, changeText, countText, numberText } from "./words.js";

interface Use {
  readonly name: string;
  /** How it is drawn: kinds of one pattern stand together. */
  readonly kind: SegmentKind;
}

/** In the order of the tables. */
const uses: Readonly<Record<keyof ZoneUse, Use>> = {
  slabPages: { name: "Slab", kind: "slab" },
  largeKmallocPages: { name: "Large kmalloc", kind: "pages" },
  directPages: { name: "Page calls", kind: "pages" },
  mempoolPages: { name: "Mempool", kind: "pages" },
  vmallocPages: { name: "Vmalloc", kind: "vmalloc" },
  dmaPages: { name: "DMA", kind: "dma" },
  percpuPages: { name: "Per-cpu areas", kind: "percpu" },
  pageCachePages: { name: "Page cache", kind: "cache" },
  systemPages: { name: "Booted system", kind: "system" },
};

const useKeys = Object.keys(uses) as (keyof ZoneUse)[]; // just the keys of the table above

function useSegments(use: ZoneUse): readonly Segment[] {
  const amounts = new Map<SegmentKind, number>();
  for (const key of useKeys) amounts.set(uses[key].kind, (amounts.get(uses[key].kind) ?? 0) + use[key]);
  return [...amounts].map(([kind, amount]) => ({ kind, amount }));
}

function baseZone(scene: Scene, name: string): ZoneBar | undefined {
  return scene.base?.zones.find((zone) => zone.name === name);
}

function isSameZone(zone: ZoneBar, before: ZoneBar): boolean {
  return (
    zone.freePages === before.freePages &&
    zone.pcpPages === before.pcpPages &&
    useKeys.every((key) => zone.use[key] === before.use[key])
  );
}

/** Zones as bars: free, per-cpu lists, and each use; watermarks stand where that many pages are free. */
export function zoneRows(scene: Scene, selected: string | undefined): BarRow[] {
  return scene.point.zones.map((zone) => {
    const { name, managedPages, freePages, pcpPages, min, low, high } = zone;
    const before = baseZone(scene, name);
    const free = bytesText(freePages * scene.pageBytes);
    return {
      id: name,
      name,
      total: managedPages,
      segments: [
        { kind: "free", amount: freePages },
        { kind: "pcp", amount: pcpPages },
        ...useSegments(zone.use),
      ],
      marks: [
        { name: "min", amount: min },
        { name: "low", amount: low },
        { name: "high", amount: high },
      ],
      text: `${free} of ${bytesText(managedPages * scene.pageBytes)} free`,
      ...(before ? noteOf(zone, before) : {}),
      isChanged: before !== undefined && !isSameZone(zone, before),
      isSelected: name === selected,
    };
  });
}

/** What a zone's free pages and per-cpu lists gained or lost, in words. */
function noteOf(zone: ZoneBar, before: ZoneBar): { readonly note?: string } {
  const change = zone.freePages - before.freePages;
  const pcpChange = zone.pcpPages - before.pcpPages;
  const words = [
    ...(change === 0 ? [] : [`${changeText(change)} ${Math.abs(change) === 1 ? "page" : "pages"}`]),
    ...(pcpChange === 0 ? [] : [`${changeText(pcpChange)} per cpu`]),
  ];
  return words.length === 0 ? {} : { note: words.join(", ") };
}

/** Uses that any zone has pages for, at the point or at its base. */
function shownUses(scene: Scene): readonly (keyof ZoneUse)[] {
  const zones = [...scene.point.zones, ...(scene.base?.zones ?? [])];
  return useKeys.filter((key) => key === "systemPages" || zones.some(({ use }) => use[key] > 0));
}

export function zoneTable(scene: Scene): TableData {
  const shown = shownUses(scene);
  const titles = ["Managed", "Free", "Change", "Per cpu", ...shown.map((key) => uses[key].name)];
  return {
    caption: "Zones, in pages",
    columns: [
      { title: "Zone" },
      ...[...titles, "Min", "Low", "High"].map((title) => ({ title, isNumber: true })),
    ],
    rows: scene.point.zones.map((zone) => {
      const before = baseZone(scene, zone.name);
      const change = before ? zone.freePages - before.freePages : 0;
      const { managedPages, freePages, pcpPages, min, low, high } = zone;
      const used = shown.map((key) => zone.use[key]);
      const numbers = [pcpPages, ...used, min, low, high].map(numberText);
      return {
        cells: [zone.name, numberText(managedPages), numberText(freePages), changeText(change), ...numbers],
        isChanged: before !== undefined && !isSameZone(zone, before),
      };
    }),
    empty: "A program has no zones of its own.",
  };
}

function sumOf(zones: readonly ZoneBar[], key: keyof ZoneUse): number {
  return zones.reduce((sum, { use }) => sum + use[key], 0);
}

/** What the pages in use are used for, over all zones; those of the booted system last. */
export function useParts(
  point: Scene["point"],
): readonly { readonly key: keyof ZoneUse; readonly name: string; readonly amount: number }[] {
  if (point.zones.length === 0) return [];
  return useKeys.map((key) => ({ key, name: uses[key].name, amount: sumOf(point.zones, key) }));
}

/** Each use is a bar of its own: next to what the booted system keeps, a run's few pages would vanish. */
export function useRows(scene: Scene): BarRow[] {
  const shown = new Set(shownUses(scene));
  const all = useParts(scene.point).filter(({ key }) => shown.has(key));
  const total = all.reduce((sum, { amount }) => sum + amount, 0);
  return all.map(({ key, name, amount }) => {
    const change = amount - (scene.base ? sumOf(scene.base.zones, key) : amount);
    return {
      id: key,
      name,
      total,
      segments: [{ kind: uses[key].kind, amount }],
      text: `${countText(amount, "page")}${change === 0 ? "" : `, ${changeText(change)}`}`,
      isChanged: change !== 0,
    };
  });
}

export function useTable(scene: Scene): TableData {
  return {
    caption: "What pages are used for",
    columns: [
      { title: "Use" },
      { title: "Pages", isNumber: true },
      { title: "Change", isNumber: true },
      ...scene.point.zones.map(({ name }) => ({ title: `In ${name}`, isNumber: true })),
    ],
    rows: useParts(scene.point).map(({ key, name, amount }) => {
      const change = amount - (scene.base ? sumOf(scene.base.zones, key) : amount);
      const inZones = scene.point.zones.map(({ use }) => numberText(use[key]));
      return {
        cells: [name, numberText(amount), changeText(change), ...inZones],
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
      isChanged: scene.point.zones.some(({ name, freeByOrder }) => {
        const before = baseZone(scene, name);
        return before !== undefined && before.freeByOrder[order] !== freeByOrder[order];
      }),
    })),
    empty: "A program has no free blocks of its own.",
  };
}
