// The gfp bits of one release as plain numbers, looked up once per machine: hot paths test them without names.

import { gfpFlag, sleepFlagName } from "../kernel-model/gfp.js";
import type { KernelRelease } from "../kernel-model/releases/release.js";

/** Bits of the flags that the machine tests; 0 where the release lacks the flag. */
export interface GfpBits {
  readonly dma: number;
  readonly dma32: number;
  readonly highmem: number;
  readonly movable: number;
  readonly reclaimable: number;
  readonly high: number;
  readonly atomic: number;
  readonly directReclaim: number;
  readonly kswapd: number;
  readonly io: number;
  readonly fs: number;
  readonly zero: number;
  readonly nowarn: number;
  readonly noretry: number;
  readonly retryMayfail: number;
  readonly nofail: number;
  readonly memalloc: number;
  readonly nomemalloc: number;
  readonly comp: number;
  readonly account: number;
  readonly thisNode: number;
  readonly hardwall: number;
  /** GFP_KERNEL. */
  readonly kernel: number;
}

/** Looks the bits up. `__GFP_REPEAT` stands for RETRY_MAYFAIL before 4.13. */
export function gfpBitsOf(release: KernelRelease): GfpBits {
  const bit = (name: string): number => gfpFlag(release, name);
  return {
    dma: bit("__GFP_DMA"),
    dma32: bit("__GFP_DMA32"),
    highmem: bit("__GFP_HIGHMEM"),
    movable: bit("__GFP_MOVABLE"),
    reclaimable: bit("__GFP_RECLAIMABLE"),
    high: bit("__GFP_HIGH"),
    atomic: bit("__GFP_ATOMIC"),
    directReclaim: bit(sleepFlagName(release)),
    kswapd: bit("__GFP_KSWAPD_RECLAIM"),
    io: bit("__GFP_IO"),
    fs: bit("__GFP_FS"),
    zero: bit("__GFP_ZERO"),
    nowarn: bit("__GFP_NOWARN"),
    noretry: bit("__GFP_NORETRY"),
    retryMayfail: bit("__GFP_RETRY_MAYFAIL") || bit("__GFP_REPEAT"),
    nofail: bit("__GFP_NOFAIL"),
    memalloc: bit("__GFP_MEMALLOC"),
    nomemalloc: bit("__GFP_NOMEMALLOC"),
    comp: bit("__GFP_COMP"),
    account: bit("__GFP_ACCOUNT"),
    thisNode: bit("__GFP_THISNODE"),
    hardwall: bit("__GFP_HARDWALL"),
    kernel: bit("GFP_KERNEL"),
  };
}
