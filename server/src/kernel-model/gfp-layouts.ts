// The bit of every gfp flag, and what the named masks are made of, for each release that we know. Flags that a
// distribution's configuration compiles to nothing (KASAN hardware tags, lockdep) stand here as 0, as in the kernel.
// Sources: include/linux/gfp_types.h (6.1.192, 6.12.117); include/linux/gfp.h of 2.6.11, 2.6.32.67, 4.19 and 5.10.

import type { KernelReleaseId } from "./releases/release.js";

/** A named mask: the union of `set`, less the bits of `clear`. The parts are flags or masks named before it. */
export interface GfpCompound {
  readonly name: string;
  readonly set: readonly string[];
  readonly clear?: readonly string[];
}

/** The gfp bits of one or more releases. */
export interface GfpLayout {
  readonly releases: readonly KernelReleaseId[];
  /** Value of each single flag; 0 where the usual configuration has it but gives it no bit. */
  readonly flags: Readonly<Record<string, number>>;
  readonly compounds: readonly GfpCompound[];
  /** The flag that allows the caller to sleep. */
  readonly sleepFlag: string;
  readonly source: string;
}

const zoneFlags = { __GFP_DMA: 0x01, __GFP_HIGHMEM: 0x02, __GFP_DMA32: 0x04, __GFP_MOVABLE: 0x08 } as const;

const modernMasks: readonly GfpCompound[] = [
  { name: "__GFP_RECLAIM", set: ["__GFP_DIRECT_RECLAIM", "__GFP_KSWAPD_RECLAIM"] },
  { name: "GFP_KERNEL", set: ["__GFP_RECLAIM", "__GFP_IO", "__GFP_FS"] },
  { name: "GFP_KERNEL_ACCOUNT", set: ["GFP_KERNEL", "__GFP_ACCOUNT"] },
  { name: "GFP_NOIO", set: ["__GFP_RECLAIM"] },
  { name: "GFP_NOFS", set: ["__GFP_RECLAIM", "__GFP_IO"] },
  { name: "GFP_USER", set: ["GFP_KERNEL", "__GFP_HARDWALL"] },
  { name: "GFP_DMA", set: ["__GFP_DMA"] },
  { name: "GFP_DMA32", set: ["__GFP_DMA32"] },
  { name: "GFP_HIGHUSER", set: ["GFP_USER", "__GFP_HIGHMEM"] },
  { name: "GFP_HIGHUSER_MOVABLE", set: ["GFP_HIGHUSER", "__GFP_MOVABLE"] },
  {
    name: "GFP_TRANSHUGE_LIGHT",
    set: ["GFP_HIGHUSER_MOVABLE", "__GFP_COMP", "__GFP_NOMEMALLOC", "__GFP_NOWARN"],
    clear: ["__GFP_RECLAIM"],
  },
  { name: "GFP_TRANSHUGE", set: ["GFP_TRANSHUGE_LIGHT", "__GFP_DIRECT_RECLAIM"] },
];

const atomicWithMarker: GfpCompound = {
  name: "GFP_ATOMIC",
  set: ["__GFP_HIGH", "__GFP_ATOMIC", "__GFP_KSWAPD_RECLAIM"],
};
const nowait: GfpCompound = { name: "GFP_NOWAIT", set: ["__GFP_KSWAPD_RECLAIM"] };

const v6Flags = {
  ...zoneFlags,
  __GFP_RECLAIMABLE: 0x10,
  __GFP_HIGH: 0x20,
  __GFP_IO: 0x40,
  __GFP_FS: 0x80,
  __GFP_ZERO: 0x100,
  __GFP_DIRECT_RECLAIM: 0x400,
  __GFP_KSWAPD_RECLAIM: 0x800,
  __GFP_WRITE: 0x1000,
  __GFP_NOWARN: 0x2000,
  __GFP_RETRY_MAYFAIL: 0x4000,
  __GFP_NOFAIL: 0x8000,
  __GFP_NORETRY: 0x1_0000,
  __GFP_MEMALLOC: 0x2_0000,
  __GFP_COMP: 0x4_0000,
  __GFP_NOMEMALLOC: 0x8_0000,
  __GFP_HARDWALL: 0x10_0000,
  __GFP_THISNODE: 0x20_0000,
  __GFP_ACCOUNT: 0x40_0000,
  __GFP_NOLOCKDEP: 0,
} as const;

const v4Flags = {
  ...zoneFlags,
  __GFP_RECLAIMABLE: 0x10,
  __GFP_HIGH: 0x20,
  __GFP_IO: 0x40,
  __GFP_FS: 0x80,
  __GFP_WRITE: 0x100,
  __GFP_NOWARN: 0x200,
  __GFP_RETRY_MAYFAIL: 0x400,
  __GFP_NOFAIL: 0x800,
  __GFP_NORETRY: 0x1000,
  __GFP_MEMALLOC: 0x2000,
  __GFP_COMP: 0x4000,
  __GFP_ZERO: 0x8000,
  __GFP_NOMEMALLOC: 0x1_0000,
  __GFP_HARDWALL: 0x2_0000,
  __GFP_THISNODE: 0x4_0000,
  __GFP_ATOMIC: 0x8_0000,
  __GFP_ACCOUNT: 0x10_0000,
  __GFP_DIRECT_RECLAIM: 0x20_0000,
  __GFP_KSWAPD_RECLAIM: 0x40_0000,
  __GFP_NOLOCKDEP: 0,
} as const;

/** Oldest last. */
export const gfpLayouts: readonly GfpLayout[] = [
  {
    releases: ["6.12"],
    flags: {
      ...v6Flags,
      __GFP_ZEROTAGS: 0x80_0000,
      __GFP_SKIP_ZERO: 0,
      __GFP_SKIP_KASAN: 0,
      __GFP_NO_OBJ_EXT: 0x100_0000,
    },
    compounds: [
      ...modernMasks,
      { name: "GFP_ATOMIC", set: ["__GFP_HIGH", "__GFP_KSWAPD_RECLAIM"] },
      { name: "GFP_NOWAIT", set: ["__GFP_KSWAPD_RECLAIM", "__GFP_NOWARN"] },
    ],
    sleepFlag: "__GFP_DIRECT_RECLAIM",
    source: "include/linux/gfp_types.h:26 (6.12)",
  },
  {
    releases: ["6.1"],
    flags: {
      ...v6Flags,
      __GFP_ATOMIC: 0x200,
      __GFP_ZEROTAGS: 0x80_0000,
      __GFP_SKIP_ZERO: 0,
      __GFP_SKIP_KASAN_UNPOISON: 0,
      __GFP_SKIP_KASAN_POISON: 0,
    },
    compounds: [...modernMasks, atomicWithMarker, nowait],
    sleepFlag: "__GFP_DIRECT_RECLAIM",
    source: "include/linux/gfp_types.h:26 (6.1)",
  },
  {
    releases: ["5.10"],
    flags: { ...v6Flags, __GFP_ATOMIC: 0x200 },
    compounds: [...modernMasks, atomicWithMarker, nowait],
    sleepFlag: "__GFP_DIRECT_RECLAIM",
    source: "include/linux/gfp.h:18 (5.10)",
  },
  {
    // 5.0 keeps the order of 4.19; the flags were shuffled in 5.1.
    releases: ["5.0", "4.19"],
    flags: v4Flags,
    compounds: [...modernMasks, atomicWithMarker, nowait],
    sleepFlag: "__GFP_DIRECT_RECLAIM",
    source: "include/linux/gfp.h:19 (4.19)",
  },
  {
    releases: ["2.6.32"],
    flags: {
      ...zoneFlags,
      __GFP_WAIT: 0x10,
      __GFP_HIGH: 0x20,
      __GFP_IO: 0x40,
      __GFP_FS: 0x80,
      __GFP_COLD: 0x100,
      __GFP_NOWARN: 0x200,
      __GFP_REPEAT: 0x400,
      __GFP_NOFAIL: 0x800,
      __GFP_NORETRY: 0x1000,
      __GFP_COMP: 0x4000,
      __GFP_ZERO: 0x8000,
      __GFP_NOMEMALLOC: 0x1_0000,
      __GFP_HARDWALL: 0x2_0000,
      __GFP_THISNODE: 0x4_0000,
      __GFP_RECLAIMABLE: 0x8_0000,
      __GFP_NOTRACK: 0,
    },
    compounds: [
      { name: "GFP_ATOMIC", set: ["__GFP_HIGH"] },
      { name: "GFP_NOWAIT", set: [] },
      { name: "GFP_NOIO", set: ["__GFP_WAIT"] },
      { name: "GFP_NOFS", set: ["__GFP_WAIT", "__GFP_IO"] },
      { name: "GFP_KERNEL", set: ["__GFP_WAIT", "__GFP_IO", "__GFP_FS"] },
      { name: "GFP_IOFS", set: ["__GFP_IO", "__GFP_FS"] },
      { name: "GFP_TEMPORARY", set: ["GFP_KERNEL", "__GFP_RECLAIMABLE"] },
      { name: "GFP_USER", set: ["GFP_KERNEL", "__GFP_HARDWALL"] },
      { name: "GFP_HIGHUSER", set: ["GFP_USER", "__GFP_HIGHMEM"] },
      { name: "GFP_HIGHUSER_MOVABLE", set: ["GFP_HIGHUSER", "__GFP_MOVABLE"] },
      { name: "GFP_THISNODE", set: ["__GFP_THISNODE", "__GFP_NOWARN", "__GFP_NORETRY"] },
      { name: "GFP_DMA", set: ["__GFP_DMA"] },
      { name: "GFP_DMA32", set: ["__GFP_DMA32"] },
    ],
    sleepFlag: "__GFP_WAIT",
    source: "include/linux/gfp.h:21 (2.6.32)",
  },
  {
    // As 2.6.11, less __GFP_ZERO, which came with that release.
    releases: ["2.6.10"],
    flags: {
      __GFP_DMA: 0x01,
      __GFP_HIGHMEM: 0x02,
      __GFP_WAIT: 0x10,
      __GFP_HIGH: 0x20,
      __GFP_IO: 0x40,
      __GFP_FS: 0x80,
      __GFP_COLD: 0x100,
      __GFP_NOWARN: 0x200,
      __GFP_REPEAT: 0x400,
      __GFP_NOFAIL: 0x800,
      __GFP_NORETRY: 0x1000,
      __GFP_NO_GROW: 0x2000,
      __GFP_COMP: 0x4000,
    },
    compounds: [
      { name: "GFP_ATOMIC", set: ["__GFP_HIGH"] },
      { name: "GFP_NOIO", set: ["__GFP_WAIT"] },
      { name: "GFP_NOFS", set: ["__GFP_WAIT", "__GFP_IO"] },
      { name: "GFP_KERNEL", set: ["__GFP_WAIT", "__GFP_IO", "__GFP_FS"] },
      { name: "GFP_USER", set: ["GFP_KERNEL"] },
      { name: "GFP_HIGHUSER", set: ["GFP_USER", "__GFP_HIGHMEM"] },
      { name: "GFP_DMA", set: ["__GFP_DMA"] },
    ],
    sleepFlag: "__GFP_WAIT",
    source: "include/linux/gfp.h:16 (2.6.11)",
  },
];
