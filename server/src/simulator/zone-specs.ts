// Zones: where they lie for an architecture and a memory size, and what a boot leaves of them. The boot model is
// stated at `BootReserve`. Sources: arch/x86/mm/init.c, arch/arm64/mm/init.c, mm/page_alloc.c (6.1, 6.12).

import { firstRamPfn, maxLowmemBytes } from "../kernel-model/address-layout.js";
import { maxPageOrder } from "../kernel-model/limits.js";
import type { Profile } from "../kernel-model/profile.js";

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
  const lowBytes = memoryBytes >= 3.5 * gib ? 3 * gib : memoryBytes;
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
      topPages: 560,
      perCpuPages: 40,
      memmapBytes: 40,
      lateFreePages: 515,
      usedPages: 5450,
    };
  }
  const modern = { topPages: 629, perCpuPages: 62, memmapBytes: 70 };
  if (ordinal >= 6_012_000)
    return {
      ...modern,
      kernelPages: 9555,
      topPages: 632,
      perCpuPages: 66,
      lateFreePages: 1988,
      usedPages: 6900,
    };
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
  // Page tables of the direct map's end and of the kmap windows.
  const highmemPages = zones.some((zone) => zone.name === "HighMem" && zone.presentPages > 0) ? 96 : 0;
  const perCpuPages = (profile.config.nrCpus - 1) * reserve.perCpuPages;
  return zones.map((zone) => {
    if (zone.presentPages === 0) return noReserve;
    let low = hasIsaHole && zone.name === "DMA" ? Math.min(isaPages, zone.presentPages) : 0;
    if (zone === home) low += reserve.kernelPages + (isSplit ? 16384 : 0);
    const high =
      zone === top ? memmapPages + reserve.topPages + highmemPages + (isSplit ? 194 : 0) + perCpuPages : 0;
    return { low, high, late: zone === home ? reserve.lateFreePages : 0 };
  });
}
