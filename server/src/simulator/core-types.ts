// The calls of the page, kmalloc, vmalloc and DMA parts, apart from their implementation. Sizes are bytes, gfp masks
// carry the raw bits of the release (kernel-model/gfp.ts), an allocation that fails answers 0 (NULL) or undefined.

import type { Address } from "./address.js";
import type { DmaPoolState, DmaState, VmallocAreaState, ZoneState } from "./machine-state.js";
import type { PageSource, Part } from "./part.js";
import type { Cache } from "./slub-types.js";

/** What can be written to /proc/sys/vm and /sys/kernel while the machine runs. */
export interface Sysctls {
  readonly minFreeKbytes: number;
  readonly watermarkScaleFactor: number;
  readonly watermarkBoostFactor: number;
  readonly lowmemReserveRatio: readonly number[];
  /** 0: derived from the low watermark. */
  readonly percpuPagelistHighFraction: number;
}

/** Zones, zonelists, buddy lists and per-cpu lists. */
export interface PageAllocator extends PageSource, Part<readonly ZoneState[]> {
  /** __get_free_pages(): the address of a lowmem block, 0 if it fails; __GFP_HIGHMEM is a fault. */
  getFreePages(gfp: number, order: number, call?: string): Address;
  /** free_pages(). */
  freePagesAt(address: Address, order: number, call?: string): void;
  /** alloc_pages() as a driver calls it: emits an event. */
  allocPagesCall(gfp: number, order: number, call?: string): number | undefined;
  /** __free_pages() as a driver calls it. */
  freePagesCall(pfn: number, order: number, call?: string): void;
  /** alloc_pages_exact() and free_pages_exact(). */
  allocPagesExact(sizeBytes: number, gfp: number, call?: string): Address;
  freePagesExact(address: Address, sizeBytes: number, call?: string): void;
  /** drain_all_pages(). */
  drainAll(): void;
  writeSysctl(values: Partial<Sysctls>): void;
  readonly sysctls: Sysctls;
}

/** kmalloc and its relatives. `call` is the name for events. */
export interface KmallocAllocator extends Part<undefined> {
  kmalloc(sizeBytes: number, gfp: number, call?: string): Address;
  /** kfree(): NULL and ZERO_SIZE_PTR are fine. */
  kfree(address: Address, call?: string): void;
  krealloc(address: Address, newSizeBytes: number, gfp: number, call?: string): Address;
  /** Bytes usable behind an address; 0 for NULL and ZERO_SIZE_PTR. */
  ksize(address: Address): number;
  /** kmalloc_array(), kcalloc(): overflow gives NULL. */
  kmallocArray(n: number, sizeBytes: number, gfp: number, call?: string): Address;
  kvmalloc(sizeBytes: number, gfp: number, call?: string): Address;
  kvfree(address: Address, call?: string): void;
  /** The cache that would serve this request; undefined above the largest size class. */
  cacheFor(sizeBytes: number, gfp: number): Cache | undefined;
}

/** vmalloc, vmap, ioremap areas. */
export interface VmallocAllocator extends Part<readonly VmallocAreaState[]> {
  /** vmalloc() (gfp absent: GFP_KERNEL), __vmalloc(). */
  vmalloc(sizeBytes: number, gfp?: number, call?: string): Address;
  vfree(address: Address, call?: string): void;
  /** vmap(): maps pages that the caller owns. */
  vmap(pfns: readonly number[], call?: string): Address;
  vunmap(address: Address, call?: string): void;
  /** Reserves an address range without pages (ioremap); 0 if the range is exhausted. `physicalAddress` is kept for text views. */
  mapIo(physicalAddress: number, sizeBytes: number, call?: string): Address;
  unmapIo(address: Address, call?: string): void;
  isVmallocAddress(address: Address): boolean;
  findArea(address: Address): VmallocAreaState | undefined;
  /** vmalloc_to_page(): the page frame behind an address of an area with pages. */
  pfnBehind(address: Address): number | undefined;
}

export type DmaDirection = "to-device" | "from-device" | "bidirectional" | "none";

/** What the machine needs to know of a struct device. */
export interface DmaDevice {
  readonly name: string;
  /** Highest bus address that streaming and coherent mappings may have; 2^32-1 unless the driver sets its mask. */
  readonly dmaMask: number;
  readonly coherentDmaMask: number;
  /** Swiotlb in use although the mask reaches all memory (swiotlb=force). */
  readonly forceBounce?: boolean;
}

/** A coherent buffer or a block of a pool. */
export interface DmaBuffer {
  readonly address: Address;
  readonly busAddress: number;
}

export interface DmaPool {
  readonly name: string;
  readonly blockBytes: number;
}

/** Coherent buffers, pools, streaming mappings, bounce buffers. */
export interface DmaAllocator extends Part<readonly DmaPoolState[]> {
  allocCoherent(device: DmaDevice, sizeBytes: number, gfp: number, call?: string): DmaBuffer | undefined;
  freeCoherent(device: DmaDevice, sizeBytes: number, buffer: DmaBuffer, call?: string): void;
  createPool(
    request: {
      name: string;
      device: DmaDevice;
      sizeBytes: number;
      alignBytes: number;
      boundaryBytes: number;
    },
    call?: string,
  ): DmaPool | undefined;
  allocFromPool(pool: DmaPool, gfp: number, call?: string): DmaBuffer | undefined;
  freeToPool(pool: DmaPool, buffer: DmaBuffer, call?: string): void;
  destroyPool(pool: DmaPool, call?: string): void;
  /** dma_map_single(): the bus address; undefined is DMA_MAPPING_ERROR. */
  mapSingle(
    device: DmaDevice,
    address: Address,
    sizeBytes: number,
    direction: DmaDirection,
    call?: string,
  ): number | undefined;
  unmapSingle(
    device: DmaDevice,
    busAddress: number,
    sizeBytes: number,
    direction: DmaDirection,
    call?: string,
  ): void;
  /** dma_map_sg(): a bus address for each piece; undefined when one cannot be mapped, then none is. */
  mapScatter(
    device: DmaDevice,
    pieces: readonly { readonly address: Address; readonly sizeBytes: number }[],
    direction: DmaDirection,
    call?: string,
  ): readonly number[] | undefined;
  unmapScatter(
    device: DmaDevice,
    busAddresses: readonly number[],
    pieces: readonly { readonly address: Address; readonly sizeBytes: number }[],
    direction: DmaDirection,
  ): void;
  syncForCpu(device: DmaDevice, busAddress: number, sizeBytes: number, call?: string): void;
  syncForDevice(device: DmaDevice, busAddress: number, sizeBytes: number, call?: string): void;
  /** Coherent buffers and streaming mappings that there are now. */
  buffers(): DmaState;
  /** Called by the interpreter at each access of the CPU: a fault event while the device owns the bytes. */
  noteCpuAccess(address: Address, sizeBytes: number, access: "read" | "write"): void;
}
