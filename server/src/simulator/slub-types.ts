// The calls of the slab part, apart from their implementation, so that other parts can name them.

import type { Address } from "./address.js";
import type { SlabState } from "./machine-state.js";
import type { PageOwner, Part } from "./part.js";

/** Flags of kmem_cache_create() that matter to the machine (include/linux/slab.h). */
export interface CacheFlags {
  readonly hwcacheAlign?: boolean;
  readonly reclaimAccount?: boolean;
  readonly dma?: boolean;
  readonly account?: boolean;
  readonly typesafeByRcu?: boolean;
  readonly hasConstructor?: boolean;
  /** SLAB_NO_MERGE, since 6.5. */
  readonly noMerge?: boolean;
  /** SLAB_PANIC and friends change nothing here. */
}

/** What a driver hands to kmem_cache_create(). */
export interface CacheRequest {
  readonly name: string;
  readonly sizeBytes: number;
  readonly alignBytes?: number;
  readonly flags?: CacheFlags;
}

/** How a cache lays out its slabs: mm/slub.c: calculate_sizes(). */
export interface CacheGeometry {
  readonly objectBytes: number;
  readonly slotBytes: number;
  readonly inuseBytes: number;
  readonly alignBytes: number;
  readonly freePointerOffset: number;
  readonly order: number;
  readonly objectsPerSlab: number;
  readonly minOrder: number;
  readonly minObjectsPerSlab: number;
  /** Slabs that a node keeps although they are empty. */
  readonly minPartial: number;
  readonly cpuPartial: number;
  readonly cpuPartialSlabs: number;
}

/** A cache, as a handle. Identity matters. */
export interface Cache {
  readonly name: string;
  readonly geometry: CacheGeometry;
  readonly flags: CacheFlags;
  isAlive(): boolean;
  /** Live objects. */
  objects(): number;
}

/** A slab page as the owner of its pages. */
export interface SlabOwner extends PageOwner {
  readonly kind: "slab";
  readonly cache: Cache;
}

/** What /sys/kernel/slab/NAME says of one cache, including its quirks. */
export interface SlabSysfs {
  readonly slabs: number;
  readonly partial: number;
  readonly cpuSlabs: number;
  readonly cpuPartialSlabs: number;
  readonly cpuPartialObjectsEstimate: number;
  readonly objects: number;
  readonly totalObjects: number;
  readonly objectsPartial: number;
}

export interface SlabAllocator extends Part<readonly SlabState[]> {
  /** undefined: the kernel refuses it (too large, duplicate name on old releases, called in atomic context is an event). */
  createCache(request: CacheRequest, call?: string): Cache | undefined;
  /** A cache that the kernel has made at boot: no call of a driver, and no event. */
  createBootCache(request: CacheRequest): Cache | undefined;
  destroyCache(cache: Cache, call?: string): void;
  shrinkCache(cache: Cache): void;
  /** kmem_cache_alloc(): 0 when it fails. */
  allocObject(cache: Cache, gfp: number, call?: string, requestedBytes?: number): Address;
  /** kmem_cache_free(). Wrong cache, double free, bad pointer are events. */
  freeObject(cache: Cache, address: Address, call?: string): void;
  /** The object that holds `address`: its cache, its start, and whether it is live; undefined if no slab is there. */
  findObject(
    address: Address,
  ): { readonly cache: Cache; readonly start: Address; readonly isLive: boolean } | undefined;
  caches(): readonly Cache[];
  sysfs(cache: Cache): SlabSysfs;
  /** Moves every cpu slab of one cpu back to its node (cpu hotplug, flush_all()). */
  flushCpu(cache: Cache, cpu: number): void;
}
