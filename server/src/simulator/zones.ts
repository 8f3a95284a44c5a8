// Zones: where they lie for an architecture and a memory size, what a boot leaves of them, and their marks as pure
// functions. The boot model is stated at `bootReserve`. Sources: arch/*/mm/init*.c, mm/page_alloc.c (6.1, 6.12).

import { addressLayout, firstRamPfn, maxLowmemBytes } from "../kernel-model/address-layout.js";
import { maxPageOrder, pageblockOrder } from "../kernel-model/limits.js";
import type { Profile } from "../kernel-model/profile.js";
import type { Sysctls } from "./core-types.js";

export type ZoneName = "DMA" | "DMA32" | "Normal" | "HighMem" | "Movable" | "Device";

/** A half-open range of page frames. */
export interface PfnRange {
  readonly start: number;
  readonly end: number;
}

/** One zone of a machine before anything was allocated in it. */
export interface ZoneSpec {
  readonly name: ZoneName;
  readonly index: number;
  readonly startPfn: number;
  readonly spannedPages: number;
  readonly presentPages: number;
  /** Pages that the buddy allocator ever had. */
  readonly managedPages: number;
  /** `managedPages` when the marks were first computed: before initrd and init memory came back. */
  readonly managedAtBootPages: number;
  /** RAM of the zone that the buddy allocator gets at boot. */
  readonly freeAtBoot: readonly PfnRange[];
}

/** Marks of one zone in pages. */
export interface Watermarks {
  readonly min: number;
  readonly low: number;
  readonly high: number;
}

/** Zone names in index order. mm/page_alloc.c: zone_names, with the configuration that distributions use. */
export function zoneNames(profile: Profile): readonly ZoneName[] {
  const { ordinal } = profile.release;
  const movable: readonly ZoneName[] = ordinal >= 2_006_023 ? ["Movable"] : [];
  const device: readonly ZoneName[] = ordinal >= 4_003_000 ? ["Device"] : [];
  switch (profile.arch.id) {
    case "x86_64":
      if (ordinal < 2_006_015) return ["DMA", "Normal", "HighMem"];
      return ["DMA", "DMA32", "Normal", ...movable, ...device];
    case "arm64":
      return ordinal < 5_005_000
        ? ["DMA32", "Normal", ...movable, ...device]
        : ["DMA", "DMA32", "Normal", ...movable, ...device];
    case "i386":
      return ["DMA", "Normal", "HighMem", ...movable];
    case "arm":
      return ["Normal", "HighMem", ...movable];
  }
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

/** RAM as a PC firmware or a board reports it: page frames in ascending ranges. */
export function ramRanges(profile: Profile, memoryBytes: number): readonly PfnRange[] {
  const page = profile.config.pageSizeBytes;
  const first = firstRamPfn(profile);
  if (profile.arch.id !== "x86_64" && profile.arch.id !== "i386") {
    return [{ start: first, end: first + Math.floor(memoryBytes / page) }];
  }
  // Page 0 and the VGA and ROM hole are not RAM, nor are the last 128 KiB below the hole for ACPI tables; above
  // 3.5 GiB a PC (and QEMU) keeps 3 GiB below 4 GiB and puts the rest above.
  const gib = 2 ** 30;
  const lowBytes = memoryBytes > 3.5 * gib ? 3 * gib : memoryBytes;
  const ranges = [
    { start: 1, end: 0x9f },
    { start: 0x100, end: lowBytes / page - 32 },
  ];
  const highBytes = memoryBytes - lowBytes;
  const reach = profile.arch.id === "i386" && !profile.config.pae ? 4 * gib : Number.MAX_SAFE_INTEGER;
  if (highBytes > 0 && reach > 4 * gib)
    ranges.push({ start: (4 * gib) / page, end: (4 * gib + highBytes) / page });
  return ranges;
}

/** First page frame past the last RAM. */
export function endOfRam(profile: Profile, memoryBytes: number): number {
  return Math.max(...ramRanges(profile, memoryBytes).map((range) => range.end));
}

/** The address layout of a machine with that much memory. */
export function machineLayout(profile: Profile, memoryBytes: number) {
  return addressLayout(profile, endOfRam(profile, memoryBytes));
}

interface ZoneLimits {
  readonly name: ZoneName;
  readonly start: number;
  readonly end: number;
}

/** Page frames that each zone may hold. arch/x86/mm/init.c: zone_sizes_init(), arch/arm64/mm/init.c (6.1). */
function zoneLimits(
  profile: Profile,
  memoryBytes: number,
  kernelcoreBytes: number | undefined,
): ZoneLimits[] {
  const page = profile.config.pageSizeBytes;
  const end = endOfRam(profile, memoryBytes);
  const first = firstRamPfn(profile);
  const dmaEnd = Math.min((16 * 2 ** 20) / page, end);
  const below4G = Math.min(2 ** 32 / page, end);
  const lowmemEnd = Math.min(first + Math.floor(maxLowmemBytes(profile) / page), end);
  const limits = new Map<ZoneName, readonly [number, number]>();
  switch (profile.arch.id) {
    case "x86_64":
      limits.set("DMA", [0, dmaEnd]);
      if (zoneNames(profile).includes("DMA32"))
        limits.set("DMA32", [dmaEnd, below4G]).set("Normal", [below4G, end]);
      else limits.set("Normal", [dmaEnd, end]);
      break;
    case "arm64":
      limits.set(zoneNames(profile)[0] ?? "DMA", [first, below4G]).set("Normal", [below4G, end]);
      break;
    case "i386":
      limits.set("DMA", [0, dmaEnd]).set("Normal", [dmaEnd, lowmemEnd]).set("HighMem", [lowmemEnd, end]);
      break;
    case "arm":
      limits.set("Normal", [first, lowmemEnd]).set("HighMem", [lowmemEnd, end]);
      break;
  }
  cutMovable(profile, limits, kernelcoreBytes, memoryBytes);
  return [...limits].map(([name, [start, stop]]) => ({ name, start, end: stop }));
}

/** kernelcore=: what is above the kernel's share of the highest zone becomes Movable. mm/page_alloc.c: find_zone_movable_pfns_for_nodes() (6.1). */
function cutMovable(
  profile: Profile,
  limits: Map<ZoneName, readonly [number, number]>,
  kernelcoreBytes: number | undefined,
  memoryBytes: number,
): void {
  if (kernelcoreBytes === undefined || !zoneNames(profile).includes("Movable")) return;
  const page = profile.config.pageSizeBytes;
  const top = [...limits].filter(([, [start, end]]) => end > start).at(-1);
  if (!top) return;
  const present = ramRanges(profile, memoryBytes);
  let left = Math.ceil(kernelcoreBytes / page);
  let cut = 0;
  for (const range of present) {
    cut = Math.min(range.end, range.start + left);
    left -= cut - range.start;
    if (left <= 0) break;
  }
  const block = 2 ** maxPageOrder(profile);
  const start = Math.ceil(cut / block) * block;
  const [name, [zoneStart, zoneEnd]] = top;
  if (start <= zoneStart || start >= zoneEnd) return;
  limits.set(name, [zoneStart, start]);
  limits.set("Movable", [start, zoneEnd]);
}

/** What the kernel keeps for itself at boot, in pages; measured on Debian's kernels, a stated guess elsewhere. */
interface BootReserve {
  /** Kernel image, initrd, tables: taken from the lowest zone above the ISA hole. */
  readonly kernelPages: number;
  /** What early boot takes from the top of memory beside the struct pages. */
  readonly topPages: number;
  /** Per-cpu areas of each further CPU. */
  readonly perCpuPages: number;
  /** Bytes of struct page and page_ext per page frame. */
  readonly memmapBytes: number;
  /** Given back after the marks were computed (initrd, init sections). */
  readonly lateFreePages: number;
  /** Pages in use once the system has booted (slabs, stacks, page tables). */
  readonly usedPages: number;
}

/** Measured: 6.1.192 and 6.12.117 amd64, 6.1.176 i686 (managed pages of 96 MiB to 8 GiB). Others: sizes of typical builds. */
function bootReserve(profile: Profile): BootReserve {
  const { ordinal } = profile.release;
  const isSmall = profile.arch.bits === 32;
  if (ordinal >= 5_000_000 && isSmall) {
    return {
      kernelPages: 3210,
      topPages: 656,
      perCpuPages: 40,
      memmapBytes: 40,
      lateFreePages: 515,
      usedPages: 5450,
    };
  }
  const modern = { topPages: 629, perCpuPages: 64, memmapBytes: 70 };
  if (ordinal >= 6_012_000) return { ...modern, kernelPages: 9555, lateFreePages: 1988, usedPages: 6900 };
  if (ordinal >= 5_000_000) return { ...modern, kernelPages: 11318, lateFreePages: 2274, usedPages: 8700 };
  const perPage = isSmall ? 32 : 64;
  if (ordinal >= 4_000_000) {
    return {
      kernelPages: 7500,
      topPages: 500,
      perCpuPages: 40,
      memmapBytes: perPage,
      lateFreePages: 1500,
      usedPages: 6000,
    };
  }
  return {
    kernelPages: 1400,
    topPages: 100,
    perCpuPages: 10,
    memmapBytes: perPage,
    lateFreePages: 60,
    usedPages: 1200,
  };
}

/** Pages in use once booted, in the zone that serves kernel requests first. */
export function bootedUsedPages(profile: Profile): number {
  return bootReserve(profile).usedPages;
}

/** The zones of a machine, index by index, empty ones included: marks and reserves count them. */
export function zoneSpecs(
  profile: Profile,
  memoryBytes: number,
  kernelcoreBytes?: number,
): readonly ZoneSpec[] {
  const limits = zoneLimits(profile, memoryBytes, kernelcoreBytes);
  const ram = ramRanges(profile, memoryBytes);
  const totalPages = ram.reduce((sum, range) => sum + range.end - range.start, 0);
  const raw = zoneNames(profile).map((name, index) => {
    const limit = limits.find((candidate) => candidate.name === name);
    const inside = limit ? clip(ram, limit) : [];
    const presentPages = inside.reduce((sum, range) => sum + range.end - range.start, 0);
    // A zone spans all of its limits that lie inside the node, holes included.
    const startPfn = presentPages > 0 && limit ? Math.max(limit.start, ram[0]?.start ?? 0) : 0;
    const endPfn = presentPages > 0 && limit ? Math.min(limit.end, ram.at(-1)?.end ?? 0) : 0;
    return { name, index, startPfn, spannedPages: endPfn - startPfn, presentPages, ram: inside };
  });
  const reserves = placeReserves(profile, raw, totalPages);
  return raw.map(({ ram: inside, ...zone }, i) => {
    const { low, high, late } = reserves[i] ?? noReserve;
    const managedPages = Math.max(0, zone.presentPages - low - high);
    const freeAtBoot = managedPages > 0 ? dropEnds(inside, low, high) : [];
    return { ...zone, managedPages, managedAtBootPages: Math.max(0, managedPages - late), freeAtBoot };
  });
}

interface ZoneReserve {
  /** Pages that boot takes from the start and the end of the zone. */
  readonly low: number;
  readonly high: number;
  /** Pages counted late. */
  readonly late: number;
}

const noReserve: ZoneReserve = { low: 0, high: 0, late: 0 };

/** The ranges without their first `low` and last `high` pages. */
function dropEnds(ranges: readonly PfnRange[], low: number, high: number): PfnRange[] {
  let left = low;
  const kept: PfnRange[] = [];
  for (const range of ranges) {
    const cut = Math.min(left, range.end - range.start);
    left -= cut;
    kept.push({ start: range.start + cut, end: range.end });
  }
  let right = high;
  for (let i = kept.length - 1; i >= 0; i--) {
    const range = kept[i];
    if (!range) continue;
    const cut = Math.min(right, range.end - range.start);
    right -= cut;
    kept[i] = { start: range.start, end: range.end - cut };
  }
  return kept.filter((range) => range.end > range.start);
}

function clip(ram: readonly PfnRange[], limit: ZoneLimits): PfnRange[] {
  return ram
    .map((range) => ({ start: Math.max(range.start, limit.start), end: Math.min(range.end, limit.end) }))
    .filter((range) => range.end > range.start);
}

type RawZone = Pick<ZoneSpec, "name" | "presentPages">;

/**
 * Reserved pages and late-freed pages of each zone. The first 160 pages of a PC hold trampolines and BIOS data; the
 * kernel image lies in the first zone above 16 MiB; struct pages come from the top of the directly mapped memory; a
 * 64-bit machine with memory above 4 GiB keeps 64 MiB of bounce buffers below (swiotlb).
 */
function placeReserves(profile: Profile, zones: readonly RawZone[], totalPages: number): ZoneReserve[] {
  const reserve = bootReserve(profile);
  const hasIsaHole = profile.arch.id === "x86_64" || profile.arch.id === "i386";
  const isaPages = hasIsaHole ? 158 : 0;
  const memmapPages = Math.ceil((totalPages * reserve.memmapBytes) / profile.config.pageSizeBytes);
  const mapped = zones.filter((zone) => zone.presentPages > 0 && zone.name !== "HighMem");
  const home = mapped.find((zone) => !(hasIsaHole && zone.name === "DMA")) ?? mapped[0];
  const top = mapped.at(-1);
  const isSplit = profile.arch.bits === 64 && top?.name === "Normal" && home !== top;
  const perCpuPages = (profile.config.nrCpus - 1) * reserve.perCpuPages;
  return zones.map((zone) => {
    if (zone.presentPages === 0) return noReserve;
    let low = hasIsaHole && zone.name === "DMA" ? Math.min(isaPages, zone.presentPages) : 0;
    if (zone === home) low += reserve.kernelPages + (isSplit ? 16384 : 0);
    const high = zone === top ? memmapPages + reserve.topPages + (isSplit ? 192 : 0) + perCpuPages : 0;
    return { low, high, late: zone === home ? reserve.lateFreePages : 0 };
  });
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
