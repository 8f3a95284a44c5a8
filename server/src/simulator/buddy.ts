// The buddy allocator: which list serves a request, falling back to other migratetypes, and the highatomic reserve. It
// knows no gfp mask and no mark. Sources: mm/page_alloc.c: __rmqueue(), __rmqueue_fallback(),
// steal_suitable_fallback(), reserve_highatomic_pageblock() (6.1.192, 6.12.117).

import { type BuddyZone, createFreeLists } from "./free-lists.js";
import { fallbacksOf, migratetype, migratetypeName, nrMigratetypes, nrPcpTypes } from "./migratetypes.js";
import type { PageStore } from "./page-store.js";
import type { Core } from "./part.js";
import type { ZoneSpec } from "./zone-specs.js";

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

/** The allocator of a machine with these zones, all lists empty. `onBoost` hears of raised marks. */
export function createBuddy(
  core: Core,
  specs: readonly ZoneSpec[],
  onBoost: (zone: BuddyZone) => void,
): Buddy {
  const rules = core.profile.release.memory;
  const lists = createFreeLists(core, specs);
  const { zones, store, maxOrder, blockOrder, blockPages, isGrouped } = lists;
  const { blockTypeOf, setBlockType, changeRange, remove, cut, takeSmallest } = lists;
  const { moveBlock, freeInBlock, countFree, countListed, listsCount, give } = lists;
  const isDetailed = core.recording === "everything";

  const boostMarks = (zone: BuddyZone): void => {
    const boostFactor = core.sysctls().watermarkBoostFactor;
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
    boostMarks(zone);
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
    zoneOf: lists.zoneOf,
    takeSmallest,
    take(zone, order, type, options) {
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
      lists.add(zone, pfn, order, type, "tail");
      zone.visibleFree += 2 ** order;
    },
    check: lists.check,
  };
}
