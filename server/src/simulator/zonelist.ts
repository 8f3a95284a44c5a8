// What a gfp mask asks for: zones in order, migratetype, and how deep into the reserves. Sources: include/linux/gfp.h:
// gfp_zone(), gfp_migratetype(); mm/page_alloc.c: gfp_to_alloc_flags(), __zone_watermark_ok() of each release.

import type { Profile } from "../kernel-model/profile.js";
import type { Buddy } from "./buddy.js";
import type { BuddyZone } from "./free-lists.js";
import type { GfpBits } from "./gfp-bits.js";
import { migratetype, nrMigratetypes, nrPcpTypes } from "./migratetypes.js";
import type { Core } from "./part.js";
import { isInInterrupt } from "./task-context.js";
import { type ZoneName, zoneNames } from "./zone-specs.js";

/** Rights of one attempt, as bits: ALLOC_* of mm/internal.h. */
export const allocFlag = {
  minReserve: 1,
  nonBlock: 2,
  highatomic: 4,
  noWatermarks: 8,
  oom: 16,
  kswapd: 32,
  noFragment: 64,
} as const;

const reserveFlags = allocFlag.minReserve | allocFlag.nonBlock | allocFlag.oom;

/** A mask resolved for one machine; the same for every request with that mask. */
export interface GfpPlan {
  /** Zones to try, best first; empty ones left out. */
  readonly zones: readonly BuddyZone[];
  /** Index of the zone asked for: the column of lowmem_reserve. */
  readonly highestIndex: number;
  readonly type: number;
  /** The mask names two zones that exclude each other. */
  readonly isContradictory: boolean;
}

/** Resolves masks, and remembers them. */
export function createPlanner(profile: Profile, bits: GfpBits, buddy: Buddy): (gfp: number) => GfpPlan {
  const cache = new Map<number, GfpPlan>();
  const names = zoneNames(profile);
  const relevant = bits.dma | bits.dma32 | bits.highmem | bits.movable | bits.reclaimable;
  return (gfp) => {
    const key = gfp & relevant;
    const known = cache.get(key);
    if (known) return known;
    const highestIndex = highestZoneIndex(names, bits, gfp);
    const zones = buddy.zones
      .filter((zone) => zone.spec.index <= highestIndex && zone.spec.managedPages > 0)
      .reverse();
    const plan: GfpPlan = {
      zones,
      highestIndex,
      type: migratetypeOf(bits, gfp),
      isContradictory: isContradictory(bits, gfp),
    };
    cache.set(key, plan);
    return plan;
  };
}

function isContradictory(bits: GfpBits, gfp: number): boolean {
  const zones = [bits.dma, bits.dma32, bits.highmem].filter((bit) => bit !== 0 && (gfp & bit) !== 0);
  return zones.length > 1;
}

/** gfp_zone(): a zone that the kernel lacks stands for the next one that it has. */
function highestZoneIndex(names: readonly ZoneName[], bits: GfpBits, gfp: number): number {
  const normal = names.indexOf("Normal");
  const indexOf = (name: ZoneName): number => (names.includes(name) ? names.indexOf(name) : normal);
  if ((gfp & bits.dma) !== 0) return indexOf("DMA");
  if ((gfp & bits.dma32) !== 0) return indexOf("DMA32");
  if ((gfp & bits.highmem) === 0) return normal;
  if ((gfp & bits.movable) !== 0 && names.includes("Movable")) return names.indexOf("Movable");
  return indexOf("HighMem");
}

function migratetypeOf(bits: GfpBits, gfp: number): number {
  if ((gfp & bits.movable) !== 0) return migratetype.movable;
  return (gfp & bits.reclaimable) !== 0 ? migratetype.reclaimable : migratetype.unmovable;
}

/** Rights of the slow path, for the current task. gfp_to_alloc_flags() of the release. */
export function slowPathFlags(core: Core, bits: GfpBits, gfp: number, order: number): number {
  const isRealtime = core.task.isRealtime && !isInInterrupt(core.task);
  let flags = (gfp & bits.high) !== 0 ? allocFlag.minReserve : 0;
  if (bits.kswapd === 0 || (gfp & bits.kswapd) !== 0) flags |= allocFlag.kswapd;
  const mayBlock = (gfp & bits.directReclaim) !== 0;
  const noReserve = (gfp & bits.nomemalloc) !== 0;
  switch (core.profile.release.memory.watermark) {
    case "non-block":
      if (!mayBlock) {
        if (!noReserve) flags |= allocFlag.nonBlock;
        if (!noReserve && order > 0 && (flags & allocFlag.minReserve) !== 0) flags |= allocFlag.highatomic;
      } else if (isRealtime) {
        flags |= allocFlag.minReserve;
      }
      return flags;
    case "harder":
      if ((gfp & bits.atomic) !== 0) {
        if (!noReserve) flags |= allocFlag.nonBlock | (order > 0 ? allocFlag.highatomic : 0);
      } else if (isRealtime) {
        flags |= allocFlag.nonBlock | (order > 0 ? allocFlag.highatomic : 0);
      }
      return flags;
    case "halving":
    case "protection-sum":
      return !mayBlock || isRealtime ? flags | allocFlag.nonBlock : flags;
  }
}

/** Whether the task or the mask may ignore the marks altogether. __gfp_pfmemalloc_flags() (6.1). */
export function ignoresWatermarks(core: Core, bits: GfpBits, gfp: number): boolean {
  if ((gfp & bits.nomemalloc) !== 0) return false;
  if ((gfp & bits.memalloc) !== 0) return true;
  return core.task.isMemalloc && (core.task.level === "softirq" || !isInInterrupt(core.task));
}

/** One attempt on one zone. */
export interface MarkCheck {
  readonly order: number;
  readonly mark: number;
  readonly highestIndex: number;
  readonly flags: number;
}

/** Whether the zone may serve the request at that mark. Costs O(orders). */
export function isAboveMark(profile: Profile, buddy: Buddy, zone: BuddyZone, check: MarkCheck): boolean {
  switch (profile.release.memory.watermark) {
    case "non-block":
      return isAboveNonBlock(profile, buddy, zone, check);
    case "harder":
      return isAboveHarder(buddy, zone, check);
    case "halving":
      return isAboveHalving(zone, check);
    case "protection-sum":
      return isAboveSum(zone, check);
  }
}

/** 6.1.192:4029: the mark shrinks to 1/2 for __GFP_HIGH, to 3/8 if the caller cannot block either. */
function isAboveNonBlock(profile: Profile, buddy: Buddy, zone: BuddyZone, check: MarkCheck): boolean {
  const { order, flags } = check;
  let free = zone.visibleFree - (2 ** order - 1);
  if ((flags & reserveFlags) === 0 && zone.highatomicReserved > 0) {
    const isFreeOnly = profile.release.memory.highatomicCharge === "free";
    free -= isFreeOnly ? buddy.highatomicFree(zone) : zone.highatomicReserved;
  }
  let min = check.mark;
  if ((flags & allocFlag.minReserve) !== 0) {
    min -= Math.floor(min / 2);
    if ((flags & allocFlag.nonBlock) !== 0) min -= Math.floor(min / 4);
  }
  if ((flags & allocFlag.oom) !== 0) min -= Math.floor(min / 2);
  if (free <= min + (zone.lowmemReserve[check.highestIndex] ?? 0)) return false;
  return order === 0 || hasBlock(buddy, zone, order, (flags & (allocFlag.highatomic | allocFlag.oom)) !== 0);
}

/** 5.10: mm/page_alloc.c: __zone_watermark_ok(): ALLOC_HIGH halves, ALLOC_HARDER takes another quarter. */
function isAboveHarder(buddy: Buddy, zone: BuddyZone, check: MarkCheck): boolean {
  const { order, flags } = check;
  const isHarder = (flags & (allocFlag.nonBlock | allocFlag.oom)) !== 0;
  let free = zone.visibleFree - (2 ** order - 1);
  let min = check.mark;
  if ((flags & allocFlag.minReserve) !== 0) min -= Math.floor(min / 2);
  if (!isHarder) free -= zone.highatomicReserved;
  else min -= Math.floor(min / ((flags & allocFlag.oom) !== 0 ? 2 : 4));
  if (free <= min + (zone.lowmemReserve[check.highestIndex] ?? 0)) return false;
  return order === 0 || hasBlock(buddy, zone, order, isHarder);
}

/** 2.6.32: zone_watermark_ok(): pages of each smaller order do not count, and the mark halves with it. */
function isAboveHalving(zone: BuddyZone, check: MarkCheck): boolean {
  let free = zone.visibleFree - 2 ** check.order + 1;
  let min = check.mark;
  if ((check.flags & allocFlag.minReserve) !== 0) min -= Math.floor(min / 2);
  if ((check.flags & allocFlag.nonBlock) !== 0) min -= Math.floor(min / 4);
  if (free <= min + (zone.lowmemReserve[check.highestIndex] ?? 0)) return false;
  for (let order = 0; order < check.order; order++) {
    free -= (zone.nrFree[order] ?? 0) * 2 ** order;
    min = Math.floor(min / 2);
    if (free <= min) return false;
  }
  return true;
}

/** 2.6.10: __alloc_pages(): free pages against mark, block and protection in one sum. */
function isAboveSum(zone: BuddyZone, check: MarkCheck): boolean {
  let min = check.mark;
  if ((check.flags & allocFlag.minReserve) !== 0) min = Math.floor(min / 2);
  if ((check.flags & allocFlag.nonBlock) !== 0) min -= Math.floor(min / 4);
  return zone.visibleFree >= min + 2 ** check.order + (zone.lowmemReserve[check.highestIndex] ?? 0);
}

function hasBlock(buddy: Buddy, zone: BuddyZone, order: number, mayUseHighatomic: boolean): boolean {
  for (let at = order; at <= buddy.maxOrder; at++) {
    if ((zone.nrFree[at] ?? 0) === 0) continue;
    for (let type = 0; type < nrPcpTypes; type++)
      if ((zone.count[at * nrMigratetypes + type] ?? 0) > 0) return true;
    if (mayUseHighatomic && (zone.count[at * nrMigratetypes + migratetype.highatomic] ?? 0) > 0) return true;
  }
  return false;
}
