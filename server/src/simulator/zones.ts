// The marks of zones and what depends on them, as pure functions of zone table and sysctls. Sources: mm/page_alloc.c:
// __setup_per_zone_wmarks(), setup_per_zone_lowmem_reserve(), init_per_zone_wmark_min(); mm/vmstat.c (6.1, 6.12).

import { pageblockOrder } from "../kernel-model/limits.js";
import type { Profile } from "../kernel-model/profile.js";
import type { Sysctls } from "./core-types.js";
import { type ZoneName, type ZoneSpec, zoneNames } from "./zone-specs.js";

/** Marks of one zone in pages. */
export interface Watermarks {
  readonly min: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Whether the min mark of this zone is that of highmem. include/linux/mmzone.h: is_highmem_idx(): Movable counts when
 * its pages come from a populated HighMem zone (6.1), or always (6.12).
 */
function isHighmemZone(profile: Profile, name: ZoneName, zones: readonly ZoneSpec[]): boolean {
  if (name === "HighMem") return true;
  if (name !== "Movable") return false;
  const isFromHighmem = zones.some((zone) => zone.name === "HighMem" && zone.presentPages > 0);
  return profile.release.memory.movableMin === "as-highmem" || isFromHighmem;
}

/** Default of vm.lowmem_reserve_ratio by zone index: 256 for the DMA zones, 32 for Normal, 0 above. */
export function defaultLowmemReserveRatio(profile: Profile): readonly number[] {
  return zoneNames(profile).map((name) =>
    name === "DMA" || name === "DMA32" ? 256 : name === "Normal" ? 32 : 0,
  );
}

/** Lowmem zones in the sense of the marks. */
function lowmemPages(
  profile: Profile,
  zones: readonly ZoneSpec[],
  pagesOf: (zone: ZoneSpec) => number,
): number {
  return zones.reduce((sum, zone) => sum + (isHighmemZone(profile, zone.name, zones) ? 0 : pagesOf(zone)), 0);
}

/** Pages a mark is a share of, for the release: managed, or present before 3.10. */
export function sharePages(profile: Profile, zone: ZoneSpec, phase: "boot" | "running"): number {
  if (profile.release.memory.watermarkShare === "present") return zone.presentPages;
  return phase === "boot" ? zone.managedAtBootPages : zone.managedPages;
}

/**
 * min, low and high of every zone. mm/page_alloc.c: __setup_per_zone_wmarks() (6.1:8719); setup_per_zone_pages_min()
 * of 2.6.10 with low = 2 × min and high = 3 × min; 2.6.32 with a quarter and a half on top.
 */
export function computeWatermarks(
  profile: Profile,
  zones: readonly ZoneSpec[],
  sysctls: Sysctls,
  phase: "boot" | "running",
): readonly Watermarks[] {
  const pagesMin = Math.floor((sysctls.minFreeKbytes * 1024) / profile.config.pageSizeBytes);
  const pagesOf = (zone: ZoneSpec) => sharePages(profile, zone, phase);
  const lowmem = Math.max(1, lowmemPages(profile, zones, pagesOf));
  return zones.map((zone) => {
    const pages = pagesOf(zone);
    const share = Math.floor((pagesMin * pages) / lowmem);
    const highmemMin = Math.min(128, Math.max(32, Math.floor(pages / 1024)));
    const min = isHighmemZone(profile, zone.name, zones) ? highmemMin : share;
    return marksFrom(profile, sysctls, { pages, share, min });
  });
}

function marksFrom(
  profile: Profile,
  sysctls: Sysctls,
  zone: { readonly pages: number; readonly share: number; readonly min: number },
): Watermarks {
  const { pages, share, min } = zone;
  switch (profile.release.memory.watermarkGap) {
    case "multiples":
      return { min, low: min * 2, high: min * 3 };
    case "quarters":
      return { min, low: min + Math.floor(share / 4), high: min + Math.floor(share / 2) };
    case "scale-factor": {
      const scaled = Math.floor((pages * sysctls.watermarkScaleFactor) / 10000);
      const gap = Math.max(Math.floor(share / 4), scaled);
      return { min, low: min + gap, high: min + 2 * gap };
    }
  }
}

/** lowmem_reserve[j] of each zone i. mm/page_alloc.c: setup_per_zone_lowmem_reserve() (6.1:8690); none in 2.6.10. */
export function computeLowmemReserve(
  profile: Profile,
  zones: readonly ZoneSpec[],
  ratios: readonly number[],
  phase: "boot" | "running",
): readonly (readonly number[])[] {
  return zones.map((zone, i) => {
    const reserve = zones.map(() => 0);
    const ratio = ratios[i] ?? 0;
    let above = 0;
    for (let j = i + 1; j < zones.length; j++) {
      const upper = zones[j];
      above += upper ? sharePages(profile, upper, phase) : 0;
      const isClear =
        ratio < 1 || sharePages(profile, zone, phase) === 0 || !profile.release.memory.hasLowmemReserve;
      reserve[j] = isClear ? 0 : Math.floor(above / ratio);
    }
    return reserve;
  });
}

/**
 * min_free_kbytes after boot: int_sqrt(16 × lowmem in KiB), at least 128, at most 256 MiB (64 MiB before 5.10), raised
 * by khugepaged where it runs. mm/page_alloc.c: init_per_zone_wmark_min() (6.1:8830); mm/khugepaged.c:2538.
 */
export function bootMinFreeKbytes(profile: Profile, zones: readonly ZoneSpec[]): number {
  const kib = profile.config.pageSizeBytes / 1024;
  const buffer = bufferZones(zones);
  const lowmemKib = buffer.reduce((sum, zone) => sum + sharePages(profile, zone, "boot"), 0) * kib;
  const cap = profile.release.ordinal >= 5_009_000 ? 262144 : 65536;
  const root = Math.min(cap, Math.max(128, Math.floor(Math.sqrt(16 * lowmemKib))));
  return Math.max(root, khugepagedKbytes(profile, zones, root));
}

function khugepagedKbytes(profile: Profile, zones: readonly ZoneSpec[], minFreeKbytes: number): number {
  const page = profile.config.pageSizeBytes;
  const total = zones.reduce((sum, zone) => sum + zone.managedAtBootPages, 0);
  const hasHugePages = profile.arch.id !== "arm" && !(profile.arch.id === "i386" && !profile.config.pae);
  // Below 512 MiB transparent huge pages stay off: mm/huge_memory.c: hugepage_init() (6.1).
  if (!profile.release.memory.hasKhugepaged || !hasHugePages || total * page < 512 * 2 ** 20) return 0;
  const buffer = bufferZones(zones);
  const nrZones = buffer.filter((zone) => zone.presentPages > 0).length;
  const recommended = 2 ** pageblockOrder(profile) * nrZones * (2 + 9);
  const marks = computeWatermarks(profile, zones, { ...defaultSysctls(profile), minFreeKbytes }, "boot");
  const free = buffer.reduce(
    (sum, zone) => sum + zone.managedAtBootPages - (marks[zone.index]?.high ?? 0),
    0,
  );
  return (Math.min(recommended, Math.floor(free / 20)) * page) / 1024;
}

/** Zones that GFP_USER may take from. */
function bufferZones(zones: readonly ZoneSpec[]): readonly ZoneSpec[] {
  const others: readonly ZoneName[] = ["HighMem", "Movable", "Device"];
  return zones.filter((zone) => !others.includes(zone.name));
}

/** Sysctls as a kernel starts with them, but for min_free_kbytes, which depends on the memory. */
export function defaultSysctls(profile: Profile): Sysctls {
  return {
    minFreeKbytes: 128,
    watermarkScaleFactor: 10,
    watermarkBoostFactor: profile.release.memory.hasWatermarkBoost ? 15000 : 0,
    lowmemReserveRatio: defaultLowmemReserveRatio(profile),
    percpuPagelistHighFraction: 0,
  };
}

/**
 * Pages by which a per-cpu counter may run ahead of the zone's. mm/vmstat.c: calculate_normal_threshold() (6.1).
 */
export function statThreshold(profile: Profile, managedPages: number, nrCpus: number): number {
  const units = Math.floor(managedPages / (2 ** 27 / profile.config.pageSizeBytes));
  return Math.min(125, 2 * bitLength(nrCpus) * (1 + bitLength(units)));
}

/** fls(): position of the highest set bit, from 1; 0 for 0. */
export function bitLength(value: number): number {
  return value > 0 ? Math.floor(Math.log2(value)) + 1 : 0;
}
