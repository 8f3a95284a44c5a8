// The free lists: blocks by zone, order and migratetype on the links of the page store; splitting, coalescing and the
// count of free pages. Which list a request may take from is decided in buddy.ts. Sources: mm/page_alloc.c:
// __free_one_page(), expand(), move_freepages_block(), account_freepages() (6.1.192, 6.12.117).

import { maxPageOrder, pageblockOrder } from "../kernel-model/limits.js";
import { migratetype, nrMigratetypes, nrPcpTypes } from "./migratetypes.js";
import { createPageStore, type PageStore, pageState } from "./page-store.js";
import type { Core } from "./part.js";
import type { ZoneSpec } from "./zone-specs.js";
import { statThreshold, type Watermarks } from "./zones.js";

/** A zone with its lists. Mutable; only the page allocator's files touch it. */
export interface BuddyZone {
  readonly spec: ZoneSpec;
  readonly endPfn: number;
  /** Pages on the free lists. */
  free: number;
  /** NR_FREE_PAGES as the mark checks see it: lags behind `free` by what the per-cpu counters hold. */
  visibleFree: number;
  readonly counterDiffs: Int32Array;
  readonly statThreshold: number;
  /** Blocks per order, all types. */
  readonly nrFree: Int32Array;
  /** First and last block and number of blocks per order × type. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly count: Int32Array;
  marks: Watermarks;
  boost: number;
  lowmemReserve: readonly number[];
  /** Pages in highatomic pageblocks. */
  highatomicReserved: number;
  /** ZONE_BELOW_HIGH of 6.7 and later. */
  isBelowHigh: boolean;
}

/** The lists, and what buddy.ts builds its policy on. */
export interface FreeLists {
  readonly zones: readonly BuddyZone[];
  readonly store: PageStore;
  readonly maxOrder: number;
  readonly blockOrder: number;
  /** Pages of a pageblock. */
  readonly blockPages: number;
  /** Pages are grouped by mobility: not in tiny memory, not before 2.6.24. */
  readonly isGrouped: boolean;
  zoneOf(pfn: number): BuddyZone | undefined;
  blockTypeOf(pfn: number): number;
  setBlockType(pfn: number, type: number): void;
  /** Sets the type of all pageblocks of a block. */
  changeRange(pfn: number, order: number, type: number): void;
  add(zone: BuddyZone, pfn: number, order: number, type: number, place: "head" | "tail"): void;
  remove(zone: BuddyZone, pfn: number, order: number): void;
  /** expand(): hands upper halves back until the block has the wanted order. */
  cut(zone: BuddyZone, pfn: number, sizes: { from: number; to: number }, type: number): void;
  takeSmallest(zone: BuddyZone, order: number, type: number): number | undefined;
  give(zone: BuddyZone, pfn: number, order: number, type: number): void;
  /** Lists every free block of a pageblock under `type`; the pages moved, undefined where the zone cuts the block. */
  moveBlock(zone: BuddyZone, pfn: number, type: number): number | undefined;
  freeInBlock(start: number): number;
  countFree(zone: BuddyZone, delta: number): void;
  /** What each removal from a list counts by itself, since 6.10. */
  countListed(zone: BuddyZone, delta: number): void;
  readonly listsCount: boolean;
  check(): readonly string[];
}

function createBuddyZone(core: Core, spec: ZoneSpec, nrOrders: number): BuddyZone {
  const nrCpus = core.profile.config.nrCpus;
  const slots = nrOrders * nrMigratetypes;
  return {
    spec,
    endPfn: spec.startPfn + spec.spannedPages,
    free: 0,
    visibleFree: 0,
    counterDiffs: new Int32Array(nrCpus),
    statThreshold: statThreshold(core.profile, spec.managedPages, nrCpus),
    nrFree: new Int32Array(nrOrders),
    first: new Int32Array(slots).fill(-1),
    last: new Int32Array(slots).fill(-1),
    count: new Int32Array(slots),
    marks: { min: 0, low: 0, high: 0 },
    boost: 0,
    lowmemReserve: [],
    highatomicReserved: 0,
    isBelowHigh: false,
  };
}

/** The lists of a machine with these zones, all empty. */
export function createFreeLists(core: Core, specs: readonly ZoneSpec[]): FreeLists {
  const rules = core.profile.release.memory;
  const maxOrder = maxPageOrder(core.profile);
  const blockOrder = pageblockOrder(core.profile);
  const blockPages = 2 ** blockOrder;
  const endPfn = Math.max(...specs.map((spec) => spec.startPfn + spec.spannedPages));
  const store = createPageStore(endPfn, maxOrder, core.places?.sections);
  const zones = specs.map((spec) => createBuddyZone(core, spec, maxOrder + 1));
  const blockTypes = new Uint8Array((endPfn >>> blockOrder) + 1).fill(migratetype.movable);
  const isDetailed = core.recording === "everything";
  // Pages are grouped by mobility unless memory is tiny or the release is older than 2.6.24.
  const totalPages = specs.reduce((sum, spec) => sum + spec.managedPages, 0);
  const isGrouped = core.profile.release.ordinal >= 2_006_024 && totalPages >= blockPages * nrMigratetypes;

  const zoneOf = (pfn: number): BuddyZone | undefined => {
    for (const zone of zones) if (pfn >= zone.spec.startPfn && pfn < zone.endPfn) return zone;
    return undefined;
  };
  const blockTypeOf = (pfn: number): number =>
    isGrouped ? (blockTypes[pfn >>> blockOrder] ?? migratetype.movable) : migratetype.unmovable;
  const setBlockType = (pfn: number, type: number): void => {
    blockTypes[pfn >>> blockOrder] = type;
  };

  const add = (zone: BuddyZone, pfn: number, order: number, type: number, place: "head" | "tail"): void => {
    const slot = order * nrMigratetypes + type;
    store.setHead(pfn, pageState.free, order, type);
    const first = zone.first[slot] ?? -1;
    const last = zone.last[slot] ?? -1;
    if (first === -1) {
      zone.first[slot] = zone.last[slot] = pfn;
      store.setNext(pfn, -1);
      store.setPrevious(pfn, -1);
    } else if (place === "head") {
      store.setNext(pfn, first);
      store.setPrevious(pfn, -1);
      store.setPrevious(first, pfn);
      zone.first[slot] = pfn;
    } else {
      store.setPrevious(pfn, last);
      store.setNext(pfn, -1);
      store.setNext(last, pfn);
      zone.last[slot] = pfn;
    }
    zone.count[slot] = (zone.count[slot] ?? 0) + 1;
    zone.nrFree[order] = (zone.nrFree[order] ?? 0) + 1;
    zone.free += 2 ** order;
  };

  const remove = (zone: BuddyZone, pfn: number, order: number): void => {
    const slot = order * nrMigratetypes + store.typeOf(pfn);
    const next = store.nextOf(pfn);
    const previous = store.previousOf(pfn);
    if (previous === -1) zone.first[slot] = next;
    else store.setNext(previous, next);
    if (next === -1) zone.last[slot] = previous;
    else store.setPrevious(next, previous);
    store.clearHead(pfn);
    zone.count[slot] = (zone.count[slot] ?? 0) - 1;
    zone.nrFree[order] = (zone.nrFree[order] ?? 0) - 1;
    zone.free -= 2 ** order;
  };

  const countFree = (zone: BuddyZone, delta: number): void => {
    const { cpu } = core.task;
    const diff = (zone.counterDiffs[cpu] ?? 0) + delta;
    if (diff > zone.statThreshold || diff < -zone.statThreshold) {
      zone.visibleFree += diff;
      zone.counterDiffs[cpu] = 0;
    } else {
      zone.counterDiffs[cpu] = diff;
    }
  };

  // Since 6.10 the lists keep NR_FREE_PAGES themselves, block by block (account_freepages()).
  const listsCount = rules.fallbackRemainder === "stays";
  const countListed = (zone: BuddyZone, delta: number): void => {
    if (listsCount) countFree(zone, delta);
  };

  /** expand(): hands upper halves back until the block has the wanted order. */
  const cut = (zone: BuddyZone, pfn: number, sizes: { from: number; to: number }, type: number): void => {
    for (let order = sizes.from - 1; order >= sizes.to; order--) {
      add(zone, pfn + 2 ** order, order, type, "head");
      if (isDetailed) core.emit({ kind: "block-split", zone: zone.spec.name, pfn, order: order + 1 });
    }
  };

  const takeSmallest = (zone: BuddyZone, order: number, type: number): number | undefined => {
    for (let current = order; current <= maxOrder; current++) {
      const pfn = zone.first[current * nrMigratetypes + type] ?? -1;
      if (pfn === -1) continue;
      remove(zone, pfn, current);
      if (current > order) cut(zone, pfn, { from: current, to: order }, type);
      countListed(zone, -(2 ** order));
      return pfn;
    }
    return undefined;
  };

  const isFreeHead = (zone: BuddyZone, pfn: number, order: number): boolean =>
    pfn >= zone.spec.startPfn &&
    pfn < zone.endPfn &&
    store.stateOf(pfn) === pageState.free &&
    store.orderOf(pfn) === order;

  const give = (zone: BuddyZone, startPfn: number, startOrder: number, type: number): void => {
    let pfn = startPfn;
    let order = startOrder;
    countFree(zone, 2 ** order);
    while (order < maxOrder) {
      const buddy = (pfn ^ (2 ** order)) >>> 0;
      if (!isFreeHead(zone, buddy, order)) break;
      if (order >= blockOrder && !mayMergeBlocks(buddy, type)) break;
      remove(zone, buddy, order);
      pfn = Math.min(pfn, buddy);
      order += 1;
      if (isDetailed) core.emit({ kind: "blocks-merged", zone: zone.spec.name, pfn, order });
    }
    add(zone, pfn, order, type, isMergeLikely(zone, pfn, order) ? "tail" : "head");
  };
  const mayMergeBlocks = (buddy: number, type: number): boolean => {
    const other = blockTypeOf(buddy);
    if (other === type) return true;
    if (other >= nrPcpTypes || type >= nrPcpTypes) return false;
    if (rules.fallbackRemainder === "stays") setBlockType(buddy, type);
    return true;
  };
  /** buddy_merge_likely(): a block whose next buddy is free goes to the tail, to be used last. */
  const isMergeLikely = (zone: BuddyZone, pfn: number, order: number): boolean => {
    if (order >= maxOrder - 1) return false;
    const higher = ((pfn ^ (2 ** order)) & pfn) >>> 0;
    return isFreeHead(zone, (higher ^ (2 ** (order + 1))) >>> 0, order + 1);
  };

  /** Lists every free block of a pageblock under `type`; the pages moved, undefined where the zone cuts the block. */
  const moveBlock = (zone: BuddyZone, pfn: number, type: number): number | undefined => {
    const start = pfn - (pfn % blockPages);
    if (start < zone.spec.startPfn || start + blockPages > zone.endPfn) return undefined;
    let moved = 0;
    for (let at = start; at < start + blockPages; ) {
      if (store.stateOf(at) !== pageState.free) {
        at += 1;
        continue;
      }
      const order = store.orderOf(at);
      remove(zone, at, order);
      add(zone, at, order, type, "tail");
      countListed(zone, -(2 ** order));
      countListed(zone, 2 ** order);
      moved += 2 ** order;
      at += 2 ** order;
    }
    return moved;
  };

  const changeRange = (pfn: number, order: number, type: number): void => {
    for (let at = pfn; at < pfn + 2 ** order; at += blockPages) setBlockType(at, type);
  };

  const freeInBlock = (start: number): number => {
    let pages = 0;
    for (let at = start; at < start + blockPages; ) {
      const isFree = store.stateOf(at) === pageState.free;
      const step = isFree ? 2 ** store.orderOf(at) : 1;
      if (isFree) pages += step;
      at += step;
    }
    return pages;
  };
  return {
    zones,
    store,
    maxOrder,
    blockOrder,
    blockPages,
    isGrouped,
    zoneOf,
    blockTypeOf,
    setBlockType,
    changeRange,
    add,
    remove,
    cut,
    takeSmallest,
    give,
    moveBlock,
    freeInBlock,
    countFree,
    countListed,
    listsCount,
    check: () => zones.flatMap((zone) => checkZone(zone, store, maxOrder)),
  };
}

function checkZone(zone: BuddyZone, store: PageStore, maxOrder: number): string[] {
  const problems: string[] = [];
  const seen = new Set<number>();
  let pages = 0;
  for (let order = 0; order <= maxOrder; order++) {
    let blocks = 0;
    for (let type = 0; type < nrMigratetypes; type++) {
      const slot = order * nrMigratetypes + type;
      let inList = 0;
      for (let pfn = zone.first[slot] ?? -1; pfn !== -1; pfn = store.nextOf(pfn)) {
        inList += 1;
        const where = `${zone.spec.name} order ${order} pfn ${pfn}`;
        if (seen.has(pfn)) return [`${where}: in two lists`];
        seen.add(pfn);
        if (store.stateOf(pfn) !== pageState.free || store.orderOf(pfn) !== order)
          problems.push(`${where}: not marked free`);
        const buddy = (pfn ^ (2 ** order)) >>> 0;
        const isMergeable =
          order < maxOrder &&
          buddy >= zone.spec.startPfn &&
          buddy < zone.endPfn &&
          store.stateOf(buddy) === pageState.free &&
          store.orderOf(buddy) === order &&
          type < nrPcpTypes === store.typeOf(buddy) < nrPcpTypes;
        if (isMergeable) problems.push(`${where}: free beside its free buddy`);
        pages += 2 ** order;
      }
      if (inList !== zone.count[slot])
        problems.push(`${zone.spec.name} order ${order}: list length ${inList} is not its count`);
      blocks += inList;
    }
    if (blocks !== zone.nrFree[order]) problems.push(`${zone.spec.name} order ${order}: nr_free is wrong`);
  }
  if (pages !== zone.free) problems.push(`${zone.spec.name}: ${pages} pages in lists, ${zone.free} counted`);
  return problems;
}
