// Page cache that the machine was told to have: clean movable pages that reclaim may drop and compaction may move. A
// stand-in for the LRU lists: oldest first, no dirty pages, no referenced bits.

import type { Buddy } from "./buddy.js";
import type { BuddyZone } from "./free-lists.js";
import { pageState } from "./page-store.js";

export interface PageCache {
  /** Takes ownership of an allocated page. */
  add(pfn: number): void;
  /** Drops up to `nrPages` of the oldest pages in these zones; how many were dropped. */
  reclaim(zones: readonly BuddyZone[], nrPages: number): number;
  /** Makes one free block of that order by moving page cache out of it; pages moved, 0 if there is no such block. */
  compact(zones: readonly BuddyZone[], order: number): number;
  /** kswapd: reclaims until each zone is above its high mark, and takes the boost back. */
  balance(zones: readonly BuddyZone[]): void;
  has(pfn: number): boolean;
  nrPages(): number;
  nrPagesIn(zone: BuddyZone): number;
}

export function createPageCache(buddy: Buddy, freePage: (pfn: number) => void): PageCache {
  const pages = new Set<number>();
  const inZone = buddy.zones.map(() => 0);

  const count = (pfn: number, change: 1 | -1): void => {
    const index = buddy.zoneOf(pfn)?.spec.index;
    if (index !== undefined) inZone[index] = (inZone[index] ?? 0) + change;
  };

  const reclaim = (zones: readonly BuddyZone[], nrPages: number): number => {
    let freed = 0;
    for (const pfn of pages) {
      if (freed === nrPages) break;
      const zone = buddy.zoneOf(pfn);
      if (!zone || !zones.includes(zone)) continue;
      pages.delete(pfn);
      count(pfn, -1);
      freePage(pfn);
      freed += 1;
    }
    return freed;
  };

  /** Whether the block at `start` holds only free pages and page cache, and how many of the latter. */
  const movableIn = (start: number, order: number): number[] | undefined => {
    const found: number[] = [];
    for (let at = start; at < start + 2 ** order; ) {
      const state = buddy.store.stateOf(at);
      if (state === pageState.free) {
        const size = 2 ** buddy.store.orderOf(at);
        if (at + size > start + 2 ** order) return undefined;
        at += size;
      } else if (pages.has(at)) {
        found.push(at);
        at += 1;
      } else {
        return undefined;
      }
    }
    return found;
  };

  /** A free page outside [start, start + size), split off the highest block, as the free scanner does. */
  const freePageElsewhere = (zone: BuddyZone, start: number, order: number): number | undefined => {
    const kept: [number, number][] = [];
    let pfn: number | undefined;
    for (;;) {
      pfn = buddy.take(zone, 0, 1, { noFragment: false });
      if (pfn === undefined || pfn < start || pfn >= start + 2 ** order) break;
      kept.push([pfn, 0]);
    }
    if (pfn !== undefined) buddy.countTaken(zone, 1);
    for (const [back] of kept) {
      buddy.countTaken(zone, 1);
      buddy.give(zone, back, 0, 1);
    }
    return pfn;
  };

  const moveOut = (zone: BuddyZone, start: number, order: number, victims: readonly number[]): number => {
    let moved = 0;
    for (const victim of victims) {
      const target = freePageElsewhere(zone, start, order);
      if (target === undefined) return moved;
      buddy.store.setHead(target, pageState.allocated, 0, 1);
      pages.delete(victim);
      pages.add(target);
      buddy.store.clearHead(victim);
      buddy.give(zone, victim, 0, buddy.blockTypeOf(victim));
      moved += 1;
    }
    return moved;
  };

  return {
    add(pfn) {
      pages.add(pfn);
      count(pfn, 1);
    },
    reclaim,
    compact(zones, order) {
      for (const zone of zones) {
        if (zone.free < 2 * 2 ** order) continue;
        const tried = new Set<number>();
        for (const pfn of pages) {
          const start = pfn - (pfn % 2 ** order);
          if (tried.has(start) || pfn < zone.spec.startPfn || pfn >= zone.endPfn) continue;
          tried.add(start);
          const victims = movableIn(start, order);
          if (victims && victims.length > 0) return moveOut(zone, start, order, victims);
        }
      }
      return 0;
    },
    balance(zones) {
      // With nothing to reclaim kswapd gives the node up (MAX_RECLAIM_RETRIES failures), and boosts stay.
      if (pages.size === 0) return;
      for (const zone of zones) {
        if (zone.spec.managedPages === 0) continue;
        const target = zone.marks.high + zone.boost;
        while (zone.free <= target) if (reclaim([zone], 32) === 0) break;
        if (zone.free > target) zone.boost = 0;
      }
    },
    has: (pfn) => pages.has(pfn),
    nrPages: () => pages.size,
    nrPagesIn: (zone) => inZone[zone.spec.index] ?? 0,
  };
}
