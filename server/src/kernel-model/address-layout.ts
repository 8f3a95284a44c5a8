// Where a kernel keeps what in its half of the address space, as data: the direct map, vmalloc, the kmap windows.
// Facts come from Documentation/**/mm.rst and memory.rst and the pgtable headers of each release; KASLR is left out.

import type { Profile } from "./profile.js";

/** One named stretch of kernel addresses, `end` exclusive. Numbers are the low 48 bits (64-bit) or all 32 bits. */
export interface AddressRegion {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** What lies between this region and the next, when it is left empty on purpose. */
  readonly note?: string;
}

/** The map that one machine has: it depends on the release, the architecture, and on 32 bits on the memory. */
export interface AddressLayout {
  readonly bits: 32 | 64;
  readonly pageSizeBytes: number;
  /** Whether bits 63..48 of every kernel address are ones (arm64), or follow bit 47 (x86_64). */
  readonly highBits: "ones" | "sign-extended" | "none";
  readonly directMapStart: number;
  /** Bytes that are really mapped: all memory on 64 bits, lowmem on 32 bits. */
  readonly directMapBytes: number;
  /** First page frame of the direct map; memory starts above 0 on arm boards. */
  readonly directMapFirstPfn: number;
  readonly vmallocStart: number;
  readonly vmallocEnd: number;
  /** Window of kmap(): absent where the kernel has no highmem. */
  readonly pkmapStart?: number;
  readonly nrPkmapSlots?: number;
  /** Highest address of the fixmap, growing down. */
  readonly fixmapTop?: number;
  /** All regions in ascending order, for a picture. */
  readonly regions: readonly AddressRegion[];
  readonly source: string;
}

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
const TiB = 1024 * GiB;

/** First page frame of RAM: 0 on a PC, 1 GiB on the arm boards that we model (QEMU's `virt`). */
export function firstRamPfn(profile: Profile): number {
  const isArm = profile.arch.id === "arm" || profile.arch.id === "arm64";
  return isArm ? GiB / profile.config.pageSizeBytes : 0;
}

/**
 * Bytes of memory that the kernel can map directly, at most: all on 64 bits.
 * i386: arch/x86/include/asm/pgtable_32_areas.h: MAXMEM (6.1); `-__PAGE_OFFSET - __VMALLOC_RESERVE`, 896 MiB, up to
 * 2.6.28. arm: arch/arm/mm/mmu.c: adjust_lowmem_bounds(), 240 MiB of vmalloc plus the 8 MiB gap (6.1).
 */
export function maxLowmemBytes(profile: Profile): number {
  if (profile.arch.bits === 64) return Number.MAX_SAFE_INTEGER;
  if (profile.arch.id === "arm") return 0x3000_0000;
  if (profile.release.ordinal < 2_006_029) return 896 * MiB;
  return i386VmallocEnd(profile) - 0xc000_0000 - 128 * MiB;
}

/** The address space of a machine with RAM up to (excluding) page frame `endPfn`. */
export function addressLayout(profile: Profile, endPfn: number): AddressLayout {
  switch (profile.arch.id) {
    case "x86_64":
      return x86Layout(profile, endPfn);
    case "arm64":
      return arm64Layout(profile, endPfn);
    case "i386":
      return i386Layout(profile, endPfn);
    case "arm":
      return armLayout(profile, endPfn);
  }
}

function directMapBytes(profile: Profile, endPfn: number): number {
  const all = (endPfn - firstRamPfn(profile)) * profile.config.pageSizeBytes;
  return Math.min(all, maxLowmemBytes(profile));
}

/** Documentation/x86/x86_64/mm.rst (6.1), x86_64/mm.txt (2.6, 4.19); four page-table levels. */
function x86Layout(profile: Profile, endPfn: number): AddressLayout {
  const { ordinal } = profile.release;
  const isFirst = ordinal < 2_006_011;
  const direct = isFirst
    ? 0x0100_0000_0000
    : ordinal < 2_006_027
      ? 0x8100_0000_0000
      : ordinal < 4_020_000
        ? 0x8800_0000_0000
        : 0x8880_0000_0000;
  const vmallocStart = isFirst ? 0xff00_0000_0000 : ordinal < 2_006_031 ? 0xc200_0000_0000 : 0xc900_0000_0000;
  const vmallocEnd = isFirst ? 0xff80_0000_0000 : vmallocStart + 32 * TiB;
  const bytes = directMapBytes(profile, endPfn);
  const regions: AddressRegion[] = [
    { name: "direct map", start: direct, end: direct + bytes, note: "64 or 128 TiB of room" },
    { name: "vmalloc", start: vmallocStart, end: vmallocEnd },
    ...(isFirst ? [] : [{ name: "vmemmap", start: 0xea00_0000_0000, end: 0xeb00_0000_0000 }]),
    { name: "kernel text", start: 0xffff_8000_0000, end: 0xffff_a000_0000 },
    { name: "modules", start: 0xffff_a000_0000, end: 0xffff_ff00_0000 },
    { name: "fixmap", start: 0xffff_ff57_8000, end: 0xffff_ff60_0000 },
  ];
  return {
    bits: 64,
    pageSizeBytes: profile.config.pageSizeBytes,
    highBits: "sign-extended",
    directMapStart: direct,
    directMapBytes: bytes,
    directMapFirstPfn: 0,
    vmallocStart,
    vmallocEnd,
    fixmapTop: 0xffff_ff60_0000,
    regions: ordered(regions),
    source: "Documentation/x86/x86_64/mm.rst:47 (6.1)",
  };
}

interface Arm64Ranges {
  readonly direct: number;
  readonly modules: readonly [number, number];
  readonly vmalloc: readonly [number, number];
  readonly fixmapTop: number;
  readonly vmemmap: readonly [number, number];
}

/** Documentation/arm64/memory.rst; 48-bit addresses. The two halves were swapped in 5.4. */
function arm64Ranges(profile: Profile): Arm64Ranges {
  const { ordinal } = profile.release;
  if (ordinal < 5_004_000) {
    return {
      direct: 0x8000_0000_0000,
      modules: [0x0000_0800_0000, 0x0000_1000_0000],
      vmalloc: [0x0000_1000_0000, 0x7dff_bfff_0000],
      fixmapTop: 0x7dff_fec0_0000,
      vmemmap: [0x7e00_0000_0000, 0x8000_0000_0000],
    };
  }
  if (ordinal < 5_011_000) {
    return {
      direct: 0,
      modules: [0x8000_0800_0000, 0x8000_1000_0000],
      vmalloc: [0x8000_1000_0000, 0xfdff_bfff_0000],
      fixmapTop: 0xfdff_fe60_0000,
      vmemmap: [0xfdff_ffe0_0000, 0xffff_ffe0_0000],
    };
  }
  const modulesEnd = ordinal < 6_005_000 ? 0x8000_0800_0000 : 0x8000_8000_0000;
  return {
    direct: 0,
    modules: [0x8000_0000_0000, modulesEnd],
    vmalloc: [modulesEnd, 0xfbff_f000_0000],
    fixmapTop: 0xfbff_fe00_0000,
    vmemmap: [0xfc00_0000_0000, 0xfe00_0000_0000],
  };
}

function arm64Layout(profile: Profile, endPfn: number): AddressLayout {
  const ranges = arm64Ranges(profile);
  const bytes = directMapBytes(profile, endPfn);
  const [vmallocStart, vmallocEnd] = ranges.vmalloc;
  return {
    bits: 64,
    pageSizeBytes: profile.config.pageSizeBytes,
    highBits: "ones",
    directMapStart: ranges.direct,
    directMapBytes: bytes,
    directMapFirstPfn: firstRamPfn(profile),
    vmallocStart,
    vmallocEnd,
    fixmapTop: ranges.fixmapTop,
    regions: ordered([
      { name: "direct map", start: ranges.direct, end: ranges.direct + bytes },
      { name: "modules", start: ranges.modules[0], end: ranges.modules[1] },
      { name: "vmalloc", start: vmallocStart, end: vmallocEnd },
      { name: "fixmap", start: ranges.fixmapTop - 4 * MiB, end: ranges.fixmapTop },
      { name: "vmemmap", start: ranges.vmemmap[0], end: ranges.vmemmap[1] },
    ]),
    source: "Documentation/arm64/memory.rst:31 (6.1), memory.txt (5.0)",
  };
}

/** Where the persistent kmap window of i386 begins: below the LDT and the cpu entry area since 4.15. */
function i386PkmapStart(profile: Profile): number {
  const { pae } = profile.config;
  if (profile.release.ordinal < 4_015_000) return pae ? 0xffc0_0000 : 0xff80_0000;
  return pae ? 0xff00_0000 : 0xfec0_0000;
}

function i386VmallocEnd(profile: Profile): number {
  return i386PkmapStart(profile) - 2 * profile.config.pageSizeBytes;
}

/** arch/x86/include/asm/pgtable_32_areas.h (6.1): 8 MiB hole after lowmem, vmalloc up to two pages below pkmap. */
function i386Layout(profile: Profile, endPfn: number): AddressLayout {
  const start = 0xc000_0000;
  const bytes = directMapBytes(profile, endPfn);
  const vmallocStart = start + bytes + 8 * MiB;
  const vmallocEnd = i386VmallocEnd(profile);
  const pkmapStart = i386PkmapStart(profile);
  const nrPkmapSlots = profile.config.pae ? 512 : 1024;
  const fixmapTop = 0xffff_f000;
  return {
    bits: 32,
    pageSizeBytes: profile.config.pageSizeBytes,
    highBits: "none",
    directMapStart: start,
    directMapBytes: bytes,
    directMapFirstPfn: 0,
    vmallocStart,
    vmallocEnd,
    pkmapStart,
    nrPkmapSlots,
    fixmapTop,
    regions: ordered([
      { name: "direct map", start, end: start + bytes, note: "8 MiB gap (VMALLOC_OFFSET)" },
      { name: "vmalloc", start: vmallocStart, end: vmallocEnd, note: "8 KiB gap" },
      { name: "pkmap", start: pkmapStart, end: pkmapStart + nrPkmapSlots * profile.config.pageSizeBytes },
      { name: "fixmap", start: 0xffff_f000 - 512 * 1024, end: fixmapTop },
    ]),
    source: "arch/x86/include/asm/pgtable_32_areas.h:20 (6.1)",
  };
}

/** arch/arm/include/asm/pgtable.h:50 and memory.h:55, Documentation/arm/memory.rst (6.1); PAGE_OFFSET 3 GiB. */
function armLayout(profile: Profile, endPfn: number): AddressLayout {
  const start = 0xc000_0000;
  const bytes = directMapBytes(profile, endPfn);
  const vmallocStart = Math.floor((start + bytes + 8 * MiB) / (8 * MiB)) * 8 * MiB;
  const vmallocEnd = profile.release.ordinal < 3_004_000 ? 0xff00_0000 : 0xff80_0000;
  const pkmapStart = start - 2 * MiB;
  return {
    bits: 32,
    pageSizeBytes: profile.config.pageSizeBytes,
    highBits: "none",
    directMapStart: start,
    directMapBytes: bytes,
    directMapFirstPfn: firstRamPfn(profile),
    vmallocStart,
    vmallocEnd,
    pkmapStart,
    nrPkmapSlots: 512,
    fixmapTop: 0xfff0_0000,
    regions: ordered([
      { name: "modules", start: start - 16 * MiB, end: pkmapStart },
      { name: "pkmap", start: pkmapStart, end: start },
      { name: "direct map", start, end: start + bytes, note: "8 MiB gap (VMALLOC_OFFSET)" },
      { name: "vmalloc", start: vmallocStart, end: vmallocEnd },
      { name: "fixmap", start: 0xffc8_0000, end: 0xfff0_0000 },
    ]),
    source: "arch/arm/include/asm/pgtable.h:50 (6.1)",
  };
}

function ordered(regions: readonly AddressRegion[]): readonly AddressRegion[] {
  return [...regions].sort((a, b) => a.start - b.start);
}
