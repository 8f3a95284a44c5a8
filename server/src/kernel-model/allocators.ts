// What hands out memory: where the gfp mask and the size stand among the arguments, whether the memory is physically
// contiguous, what the callee adds, and what frees it. Whether a call may sleep is in sleepers.ts.

import { bufferFamilies } from "./allocators/buffers.js";
import { dmaFamilies } from "./allocators/dma.js";
import { kmallocFamilies } from "./allocators/kmalloc.js";
import { managedFamilies } from "./allocators/managed.js";
import { pageFamilies } from "./allocators/pages.js";
import { subsystemFamilies } from "./allocators/subsystems.js";
import { virtualFamilies } from "./allocators/virtual.js";
import type { Architecture } from "./architectures.js";
import type { KernelRelease } from "./releases/release.js";
import { pickFor } from "./releases/span.js";

/** How many bytes a call asks for, by its arguments (from 0). */
export type SizeFormula =
  | { readonly kind: "bytes"; readonly argument: number }
  /** `n * size`: the call checks the multiplication itself. */
  | { readonly kind: "product"; readonly arguments: readonly [number, number] }
  /** 2^order pages. */
  | { readonly kind: "order"; readonly argument: number }
  /** A fixed number of pages. */
  | { readonly kind: "pages"; readonly nrPages: number }
  /** As many pages as the argument says. */
  | { readonly kind: "pageCount"; readonly argument: number }
  /** That many bits, rounded up to `long`. */
  | { readonly kind: "bits"; readonly argument: number }
  /** The text at the argument with its end. */
  | { readonly kind: "text"; readonly argument: number }
  /** The object size of the cache or pool at the argument. */
  | { readonly kind: "objectOf"; readonly argument: number }
  /** `sizeof` the type at the argument. */
  | { readonly kind: "sizeOfType"; readonly argument: number }
  /** Fixed by the kernel, or not told by the arguments. */
  | { readonly kind: "none" };

/** What the callee adds to the size before it asks for memory. */
export type AllocatorExtra =
  | { readonly kind: "bytes"; readonly bytes: number }
  /** The header of a managed resource: five words, aligned for DMA. */
  | { readonly kind: "devresHeader" }
  /** The shared info behind a socket buffer's data, and headroom before it. */
  | { readonly kind: "skbOverhead"; readonly headroomBytes: number };

/** Who hands the memory out: memory of one family is not freed by another's function. */
export type AllocatorFamily =
  | "kmalloc"
  | "slab-cache"
  | "mempool"
  | "cache"
  | "vmalloc"
  | "kvmalloc"
  | "pages"
  | "mapping"
  | "devm"
  | "devres"
  | "dma-coherent"
  | "dma-pool"
  | "percpu"
  | "skb"
  | "net"
  | "block"
  | "usb"
  | "scatterlist"
  | "thread"
  | "subsystem"
  | "other";

/** Families of which one call can get only so much: their memory is one block of pages, or they have a limit of their own. */
export const limitedFamilies: ReadonlySet<AllocatorFamily> = new Set([
  "kmalloc",
  "devm",
  "pages",
  "skb",
  "kvmalloc",
]);

/** One allocator API. */
export interface AllocatorRow {
  readonly name: string;
  /** Which argument (from 0) is the gfp mask; absent where the function takes none. */
  readonly gfpArgument?: number;
  readonly size: SizeFormula;
  readonly extra?: AllocatorExtra;
  /** `physical`: one block of pages or less, so an order is needed. `either`: falls back, or depends. */
  readonly contiguity: "physical" | "virtual" | "either";
  readonly zeroes: boolean;
  readonly family: AllocatorFamily;
  /** Functions that free it; empty where nothing but its owner does. */
  readonly freedBy: readonly string[];
  /** Returns an error pointer, not NULL, on failure. */
  readonly returnsErrPtr?: boolean;
  readonly since?: string;
  readonly removed?: string;
  readonly source: string;
}

/** Every row of all releases. */
export const allocatorRows: readonly AllocatorRow[] = [
  ...kmallocFamilies,
  ...virtualFamilies,
  ...pageFamilies,
  ...managedFamilies,
  ...dmaFamilies,
  ...bufferFamilies,
  ...subsystemFamilies,
];

/** The row of an allocator in that release; undefined for other functions. Linear: `modelOf` has the map. */
export function allocatorRow(release: KernelRelease, name: string): AllocatorRow | undefined {
  return pickFor(
    release,
    allocatorRows.filter((row) => row.name === name),
  );
}

/**
 * Bytes that the callee adds to the size asked for. drivers/base/devres.c: struct devres, include/linux/skbuff.h:
 * struct skb_shared_info (320 bytes on 64-bit), 6.1.
 */
export function extraBytes(row: AllocatorRow, arch: Architecture): number {
  const extra = row.extra;
  if (!extra) return 0;
  switch (extra.kind) {
    case "bytes":
      return extra.bytes;
    case "devresHeader": {
      const align = arch.kmallocMinAlignBytes.before6_5;
      return Math.ceil(((arch.bits / 8) * 5) / align) * align;
    }
    case "skbOverhead":
      return extra.headroomBytes + (arch.bits === 64 ? 320 : 192);
  }
}
