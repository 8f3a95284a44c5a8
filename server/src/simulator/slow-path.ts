// How a request for pages is decided: the quick try at the low mark, then the list of ever harder measures. Written as
// the decision list of mm/page_alloc.c: get_page_from_freelist() and __alloc_pages_slowpath() (6.1.192, 6.12.117),
// with 2.6.10's and 2.6.32's differences in the strategies of zonelist.ts. Reclaim gives back page cache that the
// machine was told to have; compaction moves that same page cache; both are stated simplifications.

import { costlyOrder } from "../kernel-model/limits.js";
import type { Buddy } from "./buddy.js";
import type { FailureReason } from "./events.js";
import type { BuddyZone } from "./free-lists.js";
import type { GfpBits } from "./gfp-bits.js";
import { migratetype } from "./migratetypes.js";
import type { PageCache } from "./page-cache.js";
import { pageState } from "./page-store.js";
import type { Core } from "./part.js";
import type { PcpLists } from "./pcp.js";
import { whyNoSleep } from "./task-context.js";
import {
  allocFlag,
  createPlanner,
  type GfpPlan,
  ignoresWatermarks,
  isAboveMark,
  slowPathFlags,
} from "./zonelist.js";

/** Attempts of a request that may retry for ever before we call it endless. MAX_RECLAIM_RETRIES (6.1). */
const maxReclaimRetries = 16;

export interface PageRequests {
  /** A block, or undefined; then `failure()` says why. */
  request(gfp: number, order: number): number | undefined;
  failure(): FailureReason;
  planOf(gfp: number): GfpPlan;
}

export interface PageRequestDeps {
  readonly core: Core;
  readonly bits: GfpBits;
  readonly buddy: Buddy;
  readonly pcp: PcpLists;
  readonly pageCache: PageCache;
  drainAll(): void;
}

export function createPageRequests(deps: PageRequestDeps): PageRequests {
  const { core, bits, buddy, pcp, pageCache } = deps;
  const { profile } = core;
  const rules = profile.release.memory;
  const planOf = createPlanner(profile, bits, buddy);
  const hasBelowHigh = rules.pcp === "auto-tuned";
  const ignoresBoostForAtomic = rules.hasWatermarkBoost && profile.release.ordinal >= 5_007_000;
  const avoidsFragments = profile.release.ordinal >= 5_000_000 && profile.arch.id === "x86_64";
  let reason: FailureReason = "out-of-memory";
  let isKswapdWoken = false;

  /** rmqueue(): per-cpu lists where they serve the order, then the zone's own. */
  const takeFrom = (zone: BuddyZone, order: number, plan: GfpPlan, flags: number): number | undefined => {
    const options = { noFragment: (flags & allocFlag.noFragment) !== 0 };
    if (pcp.serves(order)) {
      const pfn = pcp.take(zone, order, plan.type, options);
      if (pfn !== undefined) return pfn;
      if (rules.pcp === "single-order") return undefined;
    }
    let pfn: number | undefined;
    if ((flags & allocFlag.highatomic) !== 0) pfn = buddy.takeSmallest(zone, order, migratetype.highatomic);
    pfn ??= buddy.take(zone, order, plan.type, options);
    const mayUseHighatomic =
      (flags & (allocFlag.oom | allocFlag.nonBlock)) !== 0 && rules.watermark === "non-block";
    if (pfn === undefined && mayUseHighatomic) pfn = buddy.takeSmallest(zone, order, migratetype.highatomic);
    if (pfn !== undefined) buddy.countTaken(zone, 2 ** order);
    return pfn;
  };

  const isUsable = (zone: BuddyZone, order: number, attempt: Attempt): boolean => {
    const { gfp, plan, flags } = attempt;
    const check = {
      order,
      highestIndex: plan.highestIndex,
      flags,
      mark: zone.marks[attempt.mark] + zone.boost,
    };
    if (hasBelowHigh && !zone.isBelowHigh) {
      if (isAboveMark(profile, buddy, zone, { ...check, mark: zone.marks.high + zone.boost })) return true;
      zone.isBelowHigh = true;
    }
    if (isAboveMark(profile, buddy, zone, check)) return true;
    // An atomic request for one page does not respect the boost (zone_watermark_fast(), since 5.7).
    const isHigh = rules.watermark === "non-block" && bits.atomic === 0 ? bits.high : bits.atomic;
    if (
      order > 0 ||
      zone.boost === 0 ||
      attempt.mark !== "min" ||
      !ignoresBoostForAtomic ||
      (gfp & isHigh) === 0
    )
      return false;
    return isAboveMark(profile, buddy, zone, { ...check, mark: zone.marks.min });
  };

  interface Attempt {
    readonly gfp: number;
    readonly plan: GfpPlan;
    readonly mark: "min" | "low" | "high";
    readonly flags: number;
  }

  /** get_page_from_freelist(): each zone of the list once; a second round without the wish not to fragment. */
  const tryZones = (order: number, attempt: Attempt): number | undefined => {
    const { plan } = attempt;
    let { flags } = attempt;
    for (;;) {
      for (const zone of plan.zones) {
        if ((flags & allocFlag.noWatermarks) === 0 && !isUsable(zone, order, attempt)) continue;
        const pfn = takeFrom(zone, order, plan, flags);
        if (pfn === undefined) continue;
        if ((flags & allocFlag.highatomic) !== 0) buddy.reserveHighatomic(zone, pfn, order);
        buddy.store.setHead(pfn, pageState.allocated, order, plan.type);
        return pfn;
      }
      if ((flags & allocFlag.noFragment) === 0) return undefined;
      flags &= ~allocFlag.noFragment;
    }
  };

  const pressure = (
    kind: "kswapd-woken" | "direct-reclaim" | "compacted" | "oom-killed" | "nofail-endless",
    plan: GfpPlan,
    order: number,
    nrPages: number,
  ): void => {
    if (core.recording === "nothing") return;
    core.emit({ kind, zone: plan.zones[0]?.spec.name ?? "", order, nrPages });
  };

  const wakeKswapd = (plan: GfpPlan, order: number): void => {
    if (!isKswapdWoken) pressure("kswapd-woken", plan, order, 0);
    isKswapdWoken = true;
  };

  /** __alloc_pages_direct_reclaim(): up to 32 pages of page cache, then another try, then one without per-cpu hoards. */
  const reclaim = (order: number, attempt: Attempt): { pfn: number | undefined; progress: number } => {
    const progress = pageCache.reclaim(attempt.plan.zones, 32);
    if (progress === 0) return { pfn: undefined, progress };
    pressure("direct-reclaim", attempt.plan, order, progress);
    let pfn = tryZones(order, attempt);
    if (pfn === undefined) {
      for (const zone of attempt.plan.zones) buddy.unreserveHighatomic(zone, attempt.plan.type, "keep-last");
      deps.drainAll();
      pfn = tryZones(order, attempt);
    }
    return { pfn, progress };
  };

  /**
   * Direct compaction: in each zone with enough free pages for it, per-cpu lists are emptied (compact_zone() does so
   * after each block it worked on) and page cache is moved out of one block.
   */
  const compact = (order: number, attempt: Attempt): number | undefined => {
    if (order === 0) return undefined;
    const zones = attempt.plan.zones.filter((zone) => isCompactionSuitable(zone, order, attempt.plan));
    if (zones.length === 0) return undefined;
    for (const zone of zones) pcp.drain(zone, core.task.cpu);
    const moved = pageCache.compact(zones, order);
    if (moved > 0) pressure("compacted", attempt.plan, order, moved);
    return tryZones(order, attempt);
  };

  /** compaction_suitable(): single pages for the copies on top of the mark, twice the block (compact_gap()). */
  const isCompactionSuitable = (zone: BuddyZone, order: number, plan: GfpPlan): boolean => {
    const mark = (order > costlyOrder ? zone.marks.low : zone.marks.min) + zone.boost + 2 * 2 ** order;
    const check = { order: 0, highestIndex: plan.highestIndex, flags: 0, mark };
    return isAboveMark(profile, buddy, zone, check);
  };

  const slowPath = (gfp: number, order: number, plan: GfpPlan): number | undefined => {
    const mayBlock = (gfp & bits.directReclaim) !== 0;
    const isCostly = order > costlyOrder;
    let attempt: Attempt = { gfp, plan, mark: "min", flags: slowPathFlags(core, bits, gfp, order) };
    if ((attempt.flags & allocFlag.kswapd) !== 0) wakeKswapd(plan, order);
    let pfn = tryZones(order, attempt);
    if (pfn !== undefined) return pfn;
    if (ignoresWatermarks(core, bits, gfp)) {
      attempt = { ...attempt, flags: allocFlag.noWatermarks | (attempt.flags & allocFlag.kswapd) };
      pfn = tryZones(order, attempt);
      if (pfn !== undefined) return pfn;
    } else if (mayBlock && (isCostly || (order > 0 && plan.type !== migratetype.movable))) {
      pfn = compact(order, attempt);
      if (pfn !== undefined) return pfn;
      if (isCostly && (gfp & bits.noretry) !== 0) return undefined;
    }
    if (!mayBlock || core.task.isMemalloc) return undefined;
    return reclaimLoop(gfp, order, attempt);
  };

  const reclaimLoop = (gfp: number, order: number, attempt: Attempt): number | undefined => {
    const { plan } = attempt;
    let idleRounds = 0;
    for (;;) {
      const { pfn, progress } = reclaim(order, attempt);
      const found = pfn ?? compact(order, attempt);
      if (found !== undefined) return found;
      if ((gfp & bits.noretry) !== 0) return undefined;
      if (order > costlyOrder && (gfp & (bits.retryMayfail | bits.nofail)) === 0) return undefined;
      idleRounds = progress > 0 && order <= costlyOrder ? 0 : idleRounds + 1;
      if (progress > 0 && idleRounds <= maxReclaimRetries) continue;
      let isUnreserved = false;
      for (const zone of plan.zones) isUnreserved ||= buddy.unreserveHighatomic(zone, plan.type, "even-last");
      if (!isUnreserved) break;
      const last = tryZones(order, attempt);
      if (last !== undefined) return last;
    }
    return outOfMemory(gfp, order, plan);
  };

  /** __alloc_pages_may_oom(): one last try at the high mark; then a victim, which this machine does not have. */
  const outOfMemory = (gfp: number, order: number, plan: GfpPlan): number | undefined => {
    const last = tryZones(order, { gfp, plan, mark: "high", flags: 0 });
    if (last !== undefined) return last;
    const isSpared = (gfp & (bits.noretry | bits.retryMayfail | bits.thisNode)) !== 0 || order > costlyOrder;
    const isDmaOnly = (gfp & (bits.dma | bits.dma32)) !== 0;
    if (!isSpared && !isDmaOnly) pressure("oom-killed", plan, order, 0);
    if ((gfp & bits.nofail) === 0) return undefined;
    const reserve = tryZones(order, { gfp, plan, mark: "min", flags: allocFlag.noWatermarks });
    if (reserve === undefined) pressure("nofail-endless", plan, order, 0);
    return reserve;
  };

  const fastFlags = (gfp: number, plan: GfpPlan): number => {
    let flags = (gfp & bits.kswapd) !== 0 ? allocFlag.kswapd : 0;
    if (avoidsFragments && plan.zones[0]?.spec.name === "Normal") flags |= allocFlag.noFragment;
    return flags;
  };

  /** Why it failed: enough pages in sum but no block, or too few pages. */
  const explain = (order: number, plan: GfpPlan): FailureReason => {
    if (plan.zones.length === 0) return "no-zone";
    const pages = 2 ** order;
    const hasPages = plan.zones.some(
      (zone) => zone.free - pages > zone.marks.min + (zone.lowmemReserve[plan.highestIndex] ?? 0),
    );
    return order > 0 && hasPages ? "fragmented" : "out-of-memory";
  };

  /** kswapd works between two requests: on another cpu, or when the driver's context lets it have this one. */
  const runKswapd = (): void => {
    if (profile.config.nrCpus === 1 && whyNoSleep(core.task) !== undefined) return;
    isKswapdWoken = false;
    pageCache.balance(buddy.zones);
  };

  return {
    planOf,
    failure: () => reason,
    request(gfp, order) {
      if (isKswapdWoken) runKswapd();
      if (order > buddy.maxOrder || order < 0) {
        reason = "too-large";
        return undefined;
      }
      const plan = planOf(gfp);
      const pfn =
        tryZones(order, { gfp, plan, mark: "low", flags: fastFlags(gfp, plan) }) ??
        slowPath(gfp, order, plan);
      if (pfn === undefined) reason = explain(order, plan);
      return pfn;
    },
  };
}
