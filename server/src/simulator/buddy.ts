// The buddy allocator: free lists per zone, order and migratetype; splitting, coalescing, falling back to other
// migratetypes. It knows no gfp mask and no mark. Sources: mm/page_alloc.c: __rmqueue(), __free_one_page(),
// __rmqueue_fallback(), steal_suitable_fallback(), reserve_highatomic_pageblock() (6.1.192, 6.12.117).

import { maxPageOrder, pageblockOrder } from "../kernel-model/limits.js";
import { fallbacksOf, migratetype, migratetypeName, nrMigratetypes, nrPcpTypes } from "./migratetypes.js";
import { createPageStore, type PageStore, pageState } from "./page-store.js";
import type { Core } from "./part.js";
import { statThreshold, type Watermarks, type ZoneSpec } from "./zones.js";

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

/** How a request may be served from other migratetypes. */
export interface TakeOptions {
  /** ALLOC_NOFRAGMENT: only whole pageblocks of another type. */
  readonly noFragment: boolean;
}

export interface Buddy {
  readonly zones: readonly BuddyZone[];
  readonly store: PageStore;
  readonly maxOrder: number;
  readonly pageblockOrder: number;
  zoneOf(pfn: number): BuddyZone | undefined;
  /** A block of exactly that type; undefined when its lists are empty. */
  takeSmallest(zone: BuddyZone, order: number, type: number): number | undefined;
  /** A block of that type or, failing that, of another. */
  take(zone: BuddyZone, order: number, type: number, options: TakeOptions): number | undefined;
  /** Puts a block on the lists and coalesces. */
  give(zone: BuddyZone, pfn: number, order: number, type: number): void;
  blockTypeOf(pfn: number): number;
  /** Adds to NR_FREE_PAGES through the per-cpu counter of the current cpu. */
  countFree(zone: BuddyZone, delta: number): void;
  /** What the taker of blocks has to count: nothing since 6.10, where each removal from a list counts itself. */
  countTaken(zone: BuddyZone, nrPages: number): void;
  reserveHighatomic(zone: BuddyZone, pfn: number, order: number): void;
  /** Gives one highatomic block back to `type`. `force`: even the last one. */
  unreserveHighatomic(zone: BuddyZone, type: number, force: "keep-last" | "even-last"): boolean;
  /** Free pages in highatomic blocks. */
  highatomicFree(zone: BuddyZone): number;
  /** Adds a free block at boot or from a /proc text, without coalescing, at the tail of its list. */
  seed(zone: BuddyZone, pfn: number, order: number, type: number): void;
  setBlockType(pfn: number, type: number): void;
  /** Problems of the lists, as sentences. Walks everything. */
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
export function createBuddy(
  core: Core,
  specs: readonly ZoneSpec[],
  onBoost: (zone: BuddyZone) => void,
): Buddy {
  const rules = core.profile.release.memory;
  const maxOrder = maxPageOrder(core.profile);
  const blockOrder = pageblockOrder(core.profile);
  const blockPages = 2 ** blockOrder;
  const endPfn = Math.max(...specs.map((spec) => spec.startPfn + spec.spannedPages));
  const store = createPageStore(endPfn, maxOrder);
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

  const boostMarks = (zone: BuddyZone, boostFactor: number): void => {
    if (boostFactor === 0 || blockPages * 4 > zone.spec.managedPages) return;
    const limit = Math.floor((zone.marks.high * boostFactor) / 10000);
    if (limit === 0) return;
    const before = zone.boost;
    zone.boost = Math.min(zone.boost + blockPages, Math.max(blockPages, limit));
    if (zone.boost !== before) onBoost(zone);
  };

  /**
   * steal_suitable_fallback(): moves the found block, or its whole pageblock, to `type`. Returns the pfn at once where
   * the release hands the block out without changing lists (6.10 and later).
   */
  const steal = (
    zone: BuddyZone,
    found: { readonly pfn: number; readonly order: number; readonly wholeBlock: boolean },
    wanted: { readonly order: number; readonly type: number },
  ): number | undefined => {
    const { pfn, order } = found;
    const oldType = blockTypeOf(pfn);
    const stays = rules.fallbackRemainder === "stays";
    const listed = store.typeOf(pfn);
    const single = (type: number): number => {
      remove(zone, pfn, order);
      cut(zone, pfn, { from: order, to: wanted.order }, type);
      countListed(zone, -(2 ** wanted.order));
      return pfn;
    };
    if (oldType === migratetype.highatomic) return single(stays ? listed : wanted.type);
    if (order >= blockOrder) {
      changeRange(pfn, order, wanted.type);
      emitSteal(zone, pfn, order, oldType, wanted.type);
      // The whole block is counted out and the rest back in, which folds what the per-cpu counter held.
      countListed(zone, -(2 ** order));
      countListed(zone, 2 ** order);
      return single(wanted.type);
    }
    boostMarks(zone, boostFactor.value);
    if (!found.wholeBlock) return single(stays ? listed : wanted.type);
    const start = pfn - (pfn % blockPages);
    const fits = start >= zone.spec.startPfn && start + blockPages <= zone.endPfn;
    if (!fits) return single(stays ? listed : wanted.type);
    const freePages = freeInBlock(start);
    const alike =
      wanted.type !== migratetype.movable && oldType === migratetype.movable ? blockPages - freePages : 0;
    const claims = freePages + alike >= blockPages / 2;
    if (stays && !claims) return single(listed);
    moveBlock(zone, pfn, wanted.type);
    if (claims) setBlockType(pfn, wanted.type);
    emitSteal(zone, start, blockOrder, oldType, wanted.type);
    return takeSmallest(zone, wanted.order, wanted.type);
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
  const emitSteal = (zone: BuddyZone, pfn: number, order: number, from: number, to: number): void => {
    if (!isDetailed || from === to) return;
    core.emit({
      kind: "pageblock-stolen",
      zone: zone.spec.name,
      pfn,
      order,
      from: migratetypeName(core.profile, from),
      to: migratetypeName(core.profile, to),
    });
  };

  /** First other type with a block of that order. find_suitable_fallback(). */
  const findFallback = (zone: BuddyZone, order: number, type: number): number | undefined => {
    if ((zone.nrFree[order] ?? 0) === 0) return undefined;
    return fallbacksOf(type).find((other) => (zone.count[order * nrMigratetypes + other] ?? 0) > 0);
  };

  /** __rmqueue_fallback(): the largest block of another type, so that stealing pollutes as little as possible. */
  const takeFallback = (
    zone: BuddyZone,
    order: number,
    type: number,
    options: TakeOptions,
  ): number | undefined => {
    const smallest = options.noFragment && order < blockOrder ? blockOrder : order;
    const maySteal = (at: number): boolean =>
      at >= Math.floor(blockOrder / 2) || type !== migratetype.movable;
    const use = (at: number, other: number): number | undefined => {
      const pfn = zone.first[at * nrMigratetypes + other] ?? -1;
      return steal(zone, { pfn, order: at, wholeBlock: maySteal(at) }, { order, type });
    };
    for (let at = maxOrder; at >= smallest; at--) {
      const other = findFallback(zone, at, type);
      if (other === undefined) continue;
      if (maySteal(at) || at === order) return use(at, other);
      // A movable request that cannot claim the block takes the smallest one that will do.
      for (let small = order; small <= maxOrder; small++) {
        const smallOther = findFallback(zone, small, type);
        if (smallOther !== undefined) return use(small, smallOther);
      }
    }
    return undefined;
  };

  const boostFactor = { value: 0 };

  const highatomicFree = (zone: BuddyZone): number => {
    let pages = 0;
    for (let order = 0; order <= maxOrder; order++) {
      pages += (zone.count[order * nrMigratetypes + migratetype.highatomic] ?? 0) * 2 ** order;
    }
    return pages;
  };

  /** Pages that may be in highatomic blocks; 6.1 lets the last block start below the limit, 6.12 rounds up and skips small zones. */
  const highatomicLimit = (zone: BuddyZone): number => {
    const percent = Math.floor(zone.spec.managedPages / 100);
    switch (rules.highatomic) {
      case "none":
        return 0;
      case "one-percent-plus-block":
        return percent + blockPages;
      case "one-percent-aligned":
        return percent < blockPages ? 0 : Math.ceil(percent / blockPages) * blockPages;
    }
  };

  const emitHighatomic = (
    kind: "highatomic-reserved" | "highatomic-released",
    zone: BuddyZone,
    pfn: number,
  ): void => {
    if (!isDetailed) return;
    const [from, to] = kind === "highatomic-reserved" ? ["Movable", "HighAtomic"] : ["HighAtomic", "Movable"];
    core.emit({ kind, zone: zone.spec.name, pfn, order: blockOrder, from: from ?? "", to: to ?? "" });
  };

  return {
    zones,
    store,
    maxOrder,
    pageblockOrder: blockOrder,
    zoneOf,
    takeSmallest,
    take(zone, order, type, options) {
      boostFactor.value = core.sysctls().watermarkBoostFactor;
      const wanted = isGrouped ? type : migratetype.unmovable;
      return (
        takeSmallest(zone, order, wanted) ??
        (isGrouped ? takeFallback(zone, order, wanted, options) : undefined)
      );
    },
    give,
    blockTypeOf,
    setBlockType,
    countFree,
    countTaken(zone, nrPages) {
      if (!listsCount) countFree(zone, -nrPages);
    },
    highatomicFree,
    reserveHighatomic(zone, pfn, order) {
      if (zone.highatomicReserved >= highatomicLimit(zone)) return;
      if (blockTypeOf(pfn) >= nrPcpTypes) return;
      if (order >= blockOrder && rules.highatomic === "one-percent-aligned") {
        changeRange(pfn, order, migratetype.highatomic);
        zone.highatomicReserved += 2 ** order;
        return;
      }
      const moved = moveBlock(zone, pfn, migratetype.highatomic);
      if (moved === undefined && rules.highatomic === "one-percent-aligned") return;
      setBlockType(pfn, migratetype.highatomic);
      zone.highatomicReserved += blockPages;
      emitHighatomic("highatomic-reserved", zone, pfn);
    },
    unreserveHighatomic(zone, type, force) {
      if (force === "keep-last" && zone.highatomicReserved <= blockPages) return false;
      for (let order = 0; order <= maxOrder; order++) {
        const pfn = zone.first[order * nrMigratetypes + migratetype.highatomic] ?? -1;
        if (pfn === -1) continue;
        const pages = Math.max(blockPages, order >= blockOrder ? 2 ** order : 0);
        zone.highatomicReserved -= Math.min(pages, zone.highatomicReserved);
        changeRange(pfn - (pfn % blockPages), Math.max(order, blockOrder), type);
        emitHighatomic("highatomic-released", zone, pfn);
        if ((moveBlock(zone, pfn, type) ?? 0) > 0) return true;
      }
      return false;
    },
    seed(zone, pfn, order, type) {
      add(zone, pfn, order, type, "tail");
      zone.visibleFree += 2 ** order;
    },
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
