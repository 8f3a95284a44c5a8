// Per-cpu page lists: where single pages and small blocks come from before the zone's lists are asked. Three rules by
// release: order 0 with fixed batches, all low orders (5.14), and self-tuning ones (6.7). Sources: mm/page_alloc.c:
// __rmqueue_pcplist(), nr_pcp_alloc(), nr_pcp_free(), nr_pcp_high(), free_unref_page_commit() (6.1.192, 6.12.117).

import { costlyOrder } from "../kernel-model/limits.js";
import type { Buddy, TakeOptions } from "./buddy.js";
import type { BuddyZone } from "./free-lists.js";
import { migratetype, nrPcpTypes } from "./migratetypes.js";
import { createPageDeque, type PageDeque } from "./page-deque.js";
import { pageState } from "./page-store.js";
import type { Core } from "./part.js";

/** Refills and frees grow to at most batch × 2^5. CONFIG_PCP_BATCH_SCALE_MAX (6.1.192, 6.12). */
const batchScaleMax = 5;

/** Lists of one cpu for one zone. Mutable; tests and the replayer may carry the tuning of one machine over to another. */
export interface PcpSet {
  count: number;
  batch: number;
  high: number;
  highMin: number;
  highMax: number;
  /** 6.1: how often the free batch was doubled. */
  freeFactor: number;
  /** 6.12: how often the refill was doubled. */
  allocFactor: number;
  /** 6.12: pages freed in a row. */
  freeCount: number;
  /** 6.12: the last free was of order 1..3. */
  hasFreedHighOrder: boolean;
  readonly lists: readonly PageDeque[];
}

export interface PcpLists {
  /** True where requests of that order go through the lists. */
  serves(order: number): boolean;
  take(zone: BuddyZone, order: number, type: number, options: TakeOptions): number | undefined;
  give(zone: BuddyZone, pfn: number, order: number): void;
  /** Empties one cpu's lists of one zone. */
  drain(zone: BuddyZone, cpu: number): void;
  setOf(zone: BuddyZone, cpu: number): PcpSet;
  /** Recomputes batch and high of every zone after marks or sysctls changed. */
  retune(): void;
  countOf(zone: BuddyZone): number;
  check(): readonly string[];
}

/** Batch of a zone in pages. zone_batchsize(): a quarter of a thousandth of the zone, at most 64 pages × 1.5, 2^n - 1. */
export function pcpBatch(managedPages: number, pageSizeBytes: number): number {
  const capped = Math.min(Math.floor(managedPages / 1024), 2 ** 20 / pageSizeBytes);
  const quarter = Math.max(1, Math.floor(capped / 4));
  return Math.max(1, 2 ** Math.floor(Math.log2(quarter + Math.floor(quarter / 2))) - 1);
}

export function createPcpLists(core: Core, buddy: Buddy): PcpLists {
  const { profile } = core;
  const mode = profile.release.memory.pcp;
  const nrCpus = profile.config.nrCpus;
  const hasHugeList = mode !== "single-order";
  const nrLists =
    mode === "single-order" ? nrPcpTypes : nrPcpTypes * (costlyOrder + 1) + (mode === "auto-tuned" ? 2 : 2);
  const isDetailed = core.recording === "everything";
  const sets: PcpSet[][] = buddy.zones.map(() =>
    Array.from({ length: nrCpus }, () => ({
      count: 0,
      batch: 1,
      high: 0,
      highMin: 0,
      highMax: 0,
      freeFactor: 0,
      allocFactor: 0,
      freeCount: 0,
      hasFreedHighOrder: false,
      lists: Array.from({ length: nrLists }, createPageDeque),
    })),
  );
  const setOf = (zone: BuddyZone, cpu: number): PcpSet => {
    const set = sets[zone.spec.index]?.[cpu];
    if (!set) throw new Error(`kmem-lens bug: no per-cpu lists for cpu ${cpu}`);
    return set;
  };

  const listIndex = (order: number, type: number): number => {
    if (order > costlyOrder) return nrPcpTypes * (costlyOrder + 1) + (type === migratetype.movable ? 1 : 0);
    return nrPcpTypes * order + type;
  };
  const orderOfList = (index: number): number =>
    index >= nrPcpTypes * (costlyOrder + 1) ? buddy.pageblockOrder : Math.floor(index / nrPcpTypes);

  /** How many blocks a refill asks for. */
  const refillCount = (zone: BuddyZone, set: PcpSet, order: number): number => {
    let { batch } = set;
    if (mode === "single-order") return batch;
    if (mode === "auto-tuned") {
      set.high = Math.min(Math.max(set.high, set.highMin), set.highMax);
      if (set.high < batch) return 1;
      let { high } = set;
      const base = batch;
      if (order === 0) batch = base << set.allocFactor;
      if (set.highMin !== set.highMax && !zone.isBelowHigh)
        high = set.high = Math.min(high + batch, set.highMax);
      if (order === 0) {
        const limit = Math.max(high - set.count - base, base);
        if (batch <= limit && set.allocFactor < batchScaleMax) set.allocFactor += 1;
        batch = Math.min(batch, limit);
      }
    }
    return batch > 1 ? Math.max(batch >> order, 2) : batch;
  };

  const refill = (
    zone: BuddyZone,
    set: PcpSet,
    request: { order: number; type: number },
    options: TakeOptions,
  ): void => {
    const { order, type } = request;
    const list = set.lists[listIndex(order, type)];
    const wanted = refillCount(zone, set, order);
    let got = 0;
    for (; got < wanted; got++) {
      const pfn = buddy.take(zone, order, type, options);
      if (pfn === undefined) break;
      buddy.store.setHead(pfn, pageState.pcp, order, type);
      list?.addLast(pfn);
    }
    buddy.countTaken(zone, got * 2 ** order);
    set.count += got * 2 ** order;
    if (isDetailed && got > 0) {
      core.emit({
        kind: "pcp-refilled",
        zone: zone.spec.name,
        cpu: core.task.cpu,
        order,
        nrPages: got * 2 ** order,
      });
    }
  };

  /** free_pcppages_bulk(): oldest pages first, list by list, starting at `startIndex`. */
  const freeBulk = (zone: BuddyZone, set: PcpSet, nrPages: number, startIndex: number): void => {
    let left = Math.min(set.count, nrPages);
    let index = startIndex - 1;
    let lowest = 0;
    let highest = nrLists - 1;
    const freed = left;
    while (left > 0) {
      for (;;) {
        index += 1;
        if (index > highest) index = lowest;
        if ((set.lists[index]?.length ?? 0) > 0) break;
        if (index === highest) highest -= 1;
        if (index === lowest) lowest += 1;
      }
      const list = set.lists[index];
      const order = orderOfList(index);
      do {
        const pfn = list?.takeLast();
        if (pfn === undefined) break;
        left -= 2 ** order;
        set.count -= 2 ** order;
        const type = mode === "auto-tuned" ? buddy.blockTypeOf(pfn) : buddy.store.typeOf(pfn);
        buddy.store.clearHead(pfn);
        buddy.give(zone, pfn, order, type);
      } while (left > 0 && (list?.length ?? 0) > 0);
    }
    if (isDetailed && freed > 0) {
      const { cpu } = core.task;
      core.emit({
        kind: "pcp-drained",
        zone: zone.spec.name,
        cpu,
        order: orderOfList(startIndex),
        nrPages: freed,
      });
    }
  };

  /** The count from which on a free flushes pages, 6.12: moves `high` with the load. */
  const tunedHigh = (zone: BuddyZone, set: PcpSet, freesHigh: boolean): number => {
    const { batch } = set;
    let high = Math.min(Math.max(set.high, set.highMin), set.highMax);
    set.high = high;
    if (high === 0) return 0;
    if (freesHigh) {
      set.high = Math.max(high - (batch << batchScaleMax), set.highMin);
      return 0;
    }
    if (set.highMin === set.highMax) return high;
    if (zone.isBelowHigh) {
      set.high = Math.max(high - Math.max(set.freeCount, batch), set.highMin);
      high = Math.max(set.count, set.highMin);
    } else if (set.count >= high) {
      const needed = set.freeCount + batch;
      if (set.high < needed) set.high = Math.min(Math.max(needed, set.highMin), set.highMax);
    }
    return high;
  };

  const giveTuned = (zone: BuddyZone, set: PcpSet, order: number, index: number): void => {
    const { batch } = set;
    set.allocFactor >>= 1;
    const isSmallBlock = order > 0 && order <= costlyOrder;
    const freesHigh = isSmallBlock && set.freeCount >= batch && set.hasFreedHighOrder && set.count >= batch;
    set.hasFreedHighOrder = isSmallBlock;
    if (set.freeCount < batch << batchScaleMax) set.freeCount += 2 ** order;
    const high = tunedHigh(zone, set, freesHigh);
    if (set.count < high) return;
    let nr: number;
    if (freesHigh) nr = Math.min(set.count, batch << batchScaleMax);
    else if (high < batch) nr = 1;
    else nr = Math.min(Math.max(set.freeCount, batch), high - batch);
    freeBulk(zone, set, nr, index);
    if (zone.isBelowHigh && zone.visibleFree > zone.marks.high + zone.boost) zone.isBelowHigh = false;
  };

  const giveBatched = (zone: BuddyZone, set: PcpSet, order: number, index: number): void => {
    const { batch } = set;
    const freesHigh = set.freeFactor > 0 && order > 0 && order <= costlyOrder;
    const high = freesHigh ? 0 : set.high;
    if (set.count < high) return;
    if (freesHigh) {
      freeBulk(zone, set, set.count, index);
    } else if (high < batch) {
      freeBulk(zone, set, 1, index);
    } else {
      const limit = high - batch;
      const doubled = batch << set.freeFactor;
      if (doubled < limit && set.freeFactor < batchScaleMax) set.freeFactor += 1;
      freeBulk(zone, set, Math.min(Math.max(doubled, batch), limit), index);
    }
  };

  const highOf = (zone: BuddyZone, batch: number, fraction: number): number => {
    const pages = fraction === 0 ? zone.marks.low : Math.floor(zone.spec.managedPages / fraction);
    return Math.max(Math.floor(pages / nrCpus), batch * 4);
  };

  const retune = (): void => {
    const fraction = core.sysctls().percpuPagelistHighFraction;
    for (const zone of buddy.zones) {
      const batch = pcpBatch(zone.spec.managedPages, profile.config.pageSizeBytes);
      for (let cpu = 0; cpu < nrCpus; cpu++) {
        const set = setOf(zone, cpu);
        set.batch = batch;
        if (mode === "single-order") {
          // batch × 6, or the fraction of the zone that the sysctl of those releases gives to each cpu.
          set.high =
            fraction === 0 ? batch * 6 : Math.max(1, Math.floor(zone.spec.managedPages / fraction / nrCpus));
        } else if (mode === "all-low-orders") {
          set.high = highOf(zone, batch, fraction);
        } else {
          set.highMin = highOf(zone, batch, fraction);
          set.highMax = fraction === 0 ? highOf(zone, batch, 8) : set.highMin;
        }
      }
    }
  };

  return {
    serves: (order) =>
      order === 0 || (hasHugeList && (order <= costlyOrder || order === buddy.pageblockOrder)),
    take(zone, order, type, options) {
      const set = setOf(zone, core.task.cpu);
      if (mode === "auto-tuned") set.freeCount >>= 1;
      else set.freeFactor >>= 1;
      const list = set.lists[listIndex(order, type)];
      if (list?.length === 0) refill(zone, set, { order, type }, options);
      const pfn = list?.takeFirst();
      if (pfn !== undefined) set.count -= 2 ** order;
      return pfn;
    },
    give(zone, pfn, order) {
      const set = setOf(zone, core.task.cpu);
      const type = buddy.blockTypeOf(pfn);
      const index = listIndex(order, type < nrPcpTypes ? type : migratetype.movable);
      buddy.store.setHead(pfn, pageState.pcp, order, type);
      set.lists[index]?.addFirst(pfn);
      set.count += 2 ** order;
      if (mode === "auto-tuned") giveTuned(zone, set, order, index);
      else if (mode === "all-low-orders") giveBatched(zone, set, order, index);
      else if (set.count >= set.high) freeBulk(zone, set, set.batch, index);
    },
    drain(zone, cpu) {
      const set = setOf(zone, cpu);
      if (set.count > 0) freeBulk(zone, set, set.count, 0);
    },
    setOf,
    retune,
    countOf: (zone) => (sets[zone.spec.index] ?? []).reduce((sum, set) => sum + set.count, 0),
    check: () =>
      sets.flatMap((cpus) =>
        cpus.flatMap((set, cpu) => {
          const pages = set.lists.reduce(
            (sum, list, index) => sum + list.length * 2 ** orderOfList(index),
            0,
          );
          return pages === set.count
            ? []
            : [`cpu ${cpu}: ${pages} pages in per-cpu lists, ${set.count} counted`];
        }),
      ),
  };
}
