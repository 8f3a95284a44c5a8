// How large and how small: size classes, orders and maxima as pure functions of a profile. Checker and simulator both
// ask here, so that a size that a rule calls impossible is one that the machine refuses.

import type { Profile } from "./profile.js";

/** Orders above this one are "costly": reclaim gives up early. include/linux/mmzone.h: PAGE_ALLOC_COSTLY_ORDER (6.1). */
export const costlyOrder = 3;

/** Largest size kvmalloc() serves. mm/util.c: kvmalloc_node() (6.1). */
export const kvmallocMaxBytes = 2 ** 31 - 1;

export type KmallocFamily = "normal" | "dma" | "reclaimable" | "accounted";

/** What serves a kmalloc of some size. */
export type KmallocClass =
  | { readonly kind: "zero" }
  | { readonly kind: "cache"; readonly classBytes: number }
  | { readonly kind: "pages"; readonly order: number; readonly allocatedBytes: number }
  | { readonly kind: "too-large" };

/** log2 of the page size. */
export function pageShift(profile: Profile): number {
  return Math.log2(profile.config.pageSizeBytes);
}

/**
 * Largest order of the page allocator. arm64 raises it with its page size (arch/arm64/Kconfig: ARCH_FORCE_MAX_ORDER,
 * 6.1: 16K pages 11, 64K pages 13).
 */
export function maxPageOrder(profile: Profile): number {
  if (profile.arch.id === "arm64" && profile.config.pageSizeBytes === 16384) return 11;
  if (profile.arch.id === "arm64" && profile.config.pageSizeBytes === 65536) return 13;
  return profile.release.maxPageOrder;
}

/**
 * Order of a pageblock, the unit of migratetypes: that of the huge page where there is one, at most the largest order.
 * include/linux/pageblock-flags.h (6.1). i386 with PAE and x86_64: 9; i386 without PAE (4 MiB pages): 10.
 */
export function pageblockOrder(profile: Profile): number {
  const pmdOrder =
    profile.arch.bits === 32 && !(profile.arch.id === "i386" && profile.config.pae)
      ? profile.arch.id === "arm"
        ? maxPageOrder(profile)
        : 10
      : pageShift(profile) - 3;
  return Math.min(pmdOrder, maxPageOrder(profile));
}

/** Smallest order whose block holds `sizeBytes`; 0 for one page or less. include/asm-generic/getorder.h: get_order(). */
export function getOrder(profile: Profile, sizeBytes: number): number {
  let order = 0;
  for (let block = profile.config.pageSizeBytes; block < sizeBytes; block *= 2) order += 1;
  return order;
}

/** Whole pages that hold `sizeBytes`. */
export function pagesFor(profile: Profile, sizeBytes: number): number {
  return Math.ceil(sizeBytes / profile.config.pageSizeBytes);
}

/** ARCH_KMALLOC_MINALIGN: every kmalloc object is aligned to at least this. */
export function kmallocMinAlignBytes(profile: Profile): number {
  const { before6_5, since6_5 } = profile.arch.kmallocMinAlignBytes;
  return profile.release.ordinal >= 6_005_000 ? since6_5 : before6_5;
}

/** KMALLOC_MIN_SIZE: smallest size class. SLAB starts at 32, SLUB and SLOB at 8 (include/linux/slab.h, 6.1). */
export function kmallocMinBytes(profile: Profile): number {
  const smallest = profile.config.slabAllocator === "slab" ? 32 : 8;
  return Math.max(smallest, kmallocMinAlignBytes(profile));
}

/** KMALLOC_MAX_CACHE_SIZE: largest size that a cache serves; above it come whole blocks of pages. */
export function kmallocMaxCacheBytes(profile: Profile): number {
  const { pageSizeBytes, slabAllocator } = profile.config;
  if (slabAllocator === "slob") return pageSizeBytes;
  if (slabAllocator === "slub") return 2 * pageSizeBytes;
  switch (profile.release.memory.slabMaxCache) {
    case "128K":
      return 131072;
    case "max-order":
      return Math.min(2 ** 25, pageSizeBytes * 2 ** maxPageOrder(profile));
    case "two-pages":
      return 2 * pageSizeBytes;
  }
}

/** KMALLOC_MAX_SIZE: one byte more can never be had. SLAB of 2.6.10 stops at its largest cache. */
export function kmallocMaxBytes(profile: Profile): number {
  if (profile.config.slabAllocator === "slab" && profile.release.memory.slabMaxCache === "128K")
    return 131072;
  return profile.config.pageSizeBytes * 2 ** maxPageOrder(profile);
}

/**
 * The size classes, ascending. 96 and 192 exist while the minimum is at most 32 and 64 (mm/slab_common.c:
 * create_kmalloc_caches(), 6.1); 2.6.10's SLAB has 96 below a 64-byte cache line, 192 below 128
 * (include/linux/kmalloc_sizes.h). SLOB has none.
 */
export function kmallocSizeClasses(profile: Profile): readonly number[] {
  if (profile.config.slabAllocator === "slob") return [];
  const smallest = kmallocMinBytes(profile);
  const isOldSlab = profile.config.slabAllocator === "slab" && profile.release.memory.slabMaxCache === "128K";
  const has96 = isOldSlab ? profile.arch.cacheLineBytes < 64 : smallest <= 32;
  const has192 = isOldSlab ? profile.arch.cacheLineBytes < 128 : smallest <= 64;
  const classes: number[] = [];
  for (let size = smallest; size <= kmallocMaxCacheBytes(profile); size *= 2) {
    classes.push(size);
    if (size === 64 && has96) classes.push(96);
    if (size === 128 && has192) classes.push(192);
  }
  return classes;
}

/** What serves kmalloc(sizeBytes): a size class, whole pages, ZERO_SIZE_PTR, or nothing. */
export function kmallocClassFor(profile: Profile, sizeBytes: number): KmallocClass {
  if (sizeBytes === 0 && profile.release.memory.kmallocZero === "zero-size-pointer") return { kind: "zero" };
  if (sizeBytes > kmallocMaxBytes(profile)) return { kind: "too-large" };
  if (profile.config.slabAllocator === "slob") return slobClassFor(profile, sizeBytes);
  const classBytes = kmallocSizeClasses(profile).find((size) => size >= sizeBytes);
  if (classBytes !== undefined) return { kind: "cache", classBytes };
  return pagesClass(profile, sizeBytes);
}

/** SLOB: a header of the minimal alignment before each block, rounded to it; from a page on, whole pages. mm/slob.c (6.1). */
function slobClassFor(profile: Profile, sizeBytes: number): KmallocClass {
  const align = Math.max(kmallocMinAlignBytes(profile), profile.arch.bits / 8);
  if (sizeBytes >= profile.config.pageSizeBytes - align) return pagesClass(profile, sizeBytes);
  return { kind: "cache", classBytes: Math.ceil(sizeBytes / align) * align };
}

function pagesClass(profile: Profile, sizeBytes: number): KmallocClass {
  const order = getOrder(profile, sizeBytes);
  return { kind: "pages", order, allocatedBytes: profile.config.pageSizeBytes * 2 ** order };
}

/** The name of a kmalloc cache: `kmalloc-1k`, `kmalloc-1024`, `size-1024`, with the prefix of its family. */
export function kmallocCacheName(
  profile: Profile,
  classBytes: number,
  family: KmallocFamily = "normal",
): string {
  const { kmallocNames } = profile.release.memory;
  if (kmallocNames === "size") return family === "dma" ? `size-${classBytes}(DMA)` : `size-${classBytes}`;
  const size = kmallocNames === "short" ? shortSize(classBytes) : `${classBytes}`;
  switch (family) {
    case "normal":
      return `kmalloc-${size}`;
    case "dma":
      return `dma-kmalloc-${size}`;
    case "reclaimable":
      return `kmalloc-rcl-${size}`;
    case "accounted":
      return `kmalloc-cg-${size}`;
  }
}

function shortSize(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${bytes / (1024 * 1024)}M`;
  return bytes >= 1024 ? `${bytes / 1024}k` : `${bytes}`;
}

/** Alignment that create_kmalloc_cache() asks for. mm/slab_common.c: create_boot_cache() (6.1, 6.12). */
export function kmallocCacheAlignBytes(profile: Profile, classBytes: number): number {
  const minimum = kmallocMinAlignBytes(profile);
  const isPowerOfTwo = (classBytes & (classBytes - 1)) === 0;
  switch (profile.release.memory.kmallocAlign) {
    case "minimum":
      return minimum;
    case "natural-powers":
      return isPowerOfTwo ? Math.max(minimum, classBytes) : minimum;
    case "largest-divisor":
      return Math.max(minimum, classBytes & -classBytes);
  }
}

/** Largest object of kmem_cache_create(): one block of the largest order (SLAB of 2.6.10: 128 KiB). */
export function cacheMaxObjectBytes(profile: Profile): number {
  return kmallocMaxBytes(profile);
}

/** Largest block of alloc_pages_exact() and dma_alloc_coherent() without IOMMU or CMA. */
export function pageBlockMaxBytes(profile: Profile): number {
  return profile.config.pageSizeBytes * 2 ** maxPageOrder(profile);
}
