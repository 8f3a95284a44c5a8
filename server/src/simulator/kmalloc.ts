// kmalloc() and its relatives: which cache serves a size and a mask, whole pages above the largest class, and what the
// kernel makes of a wrong kfree(). Sources: mm/slab_common.c: kmalloc_slab(), kfree(), krealloc(); mm/util.c:
// kvmalloc_node() (6.1.192, 6.12.117).

import { mayDirectReclaim } from "../kernel-model/gfp.js";
import {
  type KmallocFamily,
  kmallocCacheAlignBytes,
  kmallocCacheName,
  kmallocClassFor,
  kmallocSizeClasses,
  kvmallocMaxBytes,
} from "../kernel-model/limits.js";
import { type Address, addressOf, pfnOf, ZERO_SIZE_ADDRESS } from "./address.js";
import type { KmallocAllocator, VmallocAllocator } from "./core-types.js";
import type { FailureReason, FaultKind } from "./events.js";
import { gfpBitsOf } from "./gfp-bits.js";
import { noteSleep } from "./might-sleep.js";
import { type Core, ownerAt, type PageOwner, type PageSource } from "./part.js";
import type { Slab } from "./slab-page.js";
import type { SlabInternals } from "./slub.js";
import type { CacheCore } from "./slub-lists.js";
import type { Cache } from "./slub-types.js";
import type { VmallocInternals } from "./vmalloc.js";
import { zoneNames } from "./zone-specs.js";

/** A kmalloc above the largest size class. */
interface LargeOwner extends PageOwner {
  readonly kind: "large-kmalloc";
  readonly pfn: number;
  readonly order: number;
}

export interface KmallocDeps {
  readonly core: Core;
  readonly pages: PageSource;
  readonly slabs: SlabInternals;
  readonly vmalloc: VmallocAllocator & { readonly internals: VmallocInternals };
}

function isLarge(owner: PageOwner | undefined): owner is LargeOwner {
  return owner?.kind === "large-kmalloc";
}

export function createKmalloc(deps: KmallocDeps): KmallocAllocator {
  const { core, pages, slabs, vmalloc } = deps;
  const { profile, layout } = core;
  const bits = gfpBitsOf(profile.release);
  const pageBytes = profile.config.pageSizeBytes;
  const hasZeroPointer = profile.release.memory.kmallocZero === "zero-size-pointer";
  const slabBugFlags = bits.highmem | bits.dma32;
  const tables = createTables(deps);
  const familyBits = bits.dma | bits.reclaimable | bits.account;
  let failure: FailureReason = "out-of-memory";

  const fault = (kind: FaultKind, call: string, message: string, address?: Address): void => {
    if (core.recording === "nothing") return;
    const isFatal = false;
    core.emit({
      kind: "fault",
      fault: kind,
      call,
      message,
      isFatal,
      ...(address === undefined ? {} : { address }),
    });
  };

  /** kmalloc_type(): DMA wins over reclaimable, reclaimable over accounted. */
  const tableFor = (gfp: number): SizeTable => {
    if ((gfp & familyBits) === 0) return tables.normal;
    if ((gfp & bits.dma) !== 0 && tables.dma) return tables.dma;
    if ((gfp & bits.reclaimable) !== 0 && tables.reclaimable) return tables.reclaimable;
    return (gfp & bits.account) !== 0 && tables.accounted ? tables.accounted : tables.normal;
  };

  const allocLarge = (sizeBytes: number, gfp: number): Address => {
    const size = kmallocClassFor(profile, sizeBytes);
    if (size.kind !== "pages") {
      failure = "too-large";
      return 0;
    }
    const pfn = pages.allocPages((gfp & ~slabBugFlags) | bits.comp, size.order);
    if (pfn === undefined) {
      failure = pages.lastFailure();
      return 0;
    }
    const owner: LargeOwner = { ...ownerAt("large-kmalloc", core.site()), pfn, order: size.order };
    pages.setOwner(pfn, 2 ** size.order, owner);
    return addressOf(layout, pfn) ?? 0;
  };

  /** The allocation itself: no events but those of the parts below. */
  const allocate = (sizeBytes: number, gfp: number): Address => {
    if (sizeBytes === 0 && hasZeroPointer) return ZERO_SIZE_ADDRESS;
    const cache = tableFor(gfp).cacheFor(sizeBytes);
    if (!cache) return allocLarge(sizeBytes, gfp);
    const address = slabs.take(cache, gfp);
    if (address === 0) failure = pages.lastFailure();
    return address;
  };

  const checkMask = (gfp: number, call: string): void => {
    if ((gfp & slabBugFlags) === 0 || core.recording === "nothing") return;
    fault("bad-gfp", call, "Unexpected gfp for a slab: __GFP_HIGHMEM or __GFP_DMA32, fixing up");
  };

  const kmalloc = (sizeBytes: number, gfp: number, call: string): Address => {
    if (core.recording !== "nothing") {
      noteSleep(core, gfp, call);
      checkMask(gfp, call);
    }
    const isInjected = core.shouldFail(gfp);
    const address = isInjected ? 0 : allocate(sizeBytes, gfp);
    if (core.recording === "nothing") return address;
    if (address === 0) {
      if (isInjected) failure = "injected";
      emitFailed(call, sizeBytes, gfp);
    } else {
      emitAllocated({ call, address, sizeBytes, gfp });
    }
    return address;
  };

  const emitFailed = (call: string, requestedBytes: number, gfp: number): void => {
    const isSilent = (gfp & bits.nowarn) !== 0;
    core.emit({ kind: "allocation-failed", call, requestedBytes, gfp, reason: failure, isSilent });
  };

  const emitAllocated = (what: { call: string; address: Address; sizeBytes: number; gfp: number }): void => {
    const { call, address, sizeBytes: requestedBytes, gfp } = what;
    const slab = slabs.slabAt(address);
    const pfn = pfnOf(layout, address);
    const allocatedBytes = ksize(address);
    const zone = pfn === undefined || address === ZERO_SIZE_ADDRESS ? {} : { zone: pages.zoneNameOf(pfn) };
    const large =
      allocatedBytes > 0 && !slab
        ? { nrPages: allocatedBytes / pageBytes, order: Math.log2(allocatedBytes / pageBytes) }
        : {};
    const cache = slab ? { cache: slab.cache.name } : {};
    core.emit({
      kind: "allocated",
      call,
      address,
      requestedBytes,
      allocatedBytes,
      gfp,
      ...cache,
      ...zone,
      ...large,
    });
  };

  const ksize = (address: Address): number => {
    if (address <= ZERO_SIZE_ADDRESS) return 0;
    const slab = slabs.slabAt(address);
    if (slab) return slab.cache.geometry.slotBytes;
    const owner = ownerOf(address);
    return isLarge(owner) && owner.pfn === pfnOf(layout, address) ? pageBytes * 2 ** owner.order : 0;
  };

  const ownerOf = (address: Address): PageOwner | undefined => {
    const pfn = pfnOf(layout, address);
    return pfn === undefined ? undefined : pages.ownerOf(pfn);
  };

  const freeFromSlab = (slab: Slab, address: Address, call: string): void => {
    const { slotBytes } = slab.cache.geometry;
    const offset = address - slab.base;
    const slot = Math.floor(offset / slotBytes);
    if (offset % slotBytes !== 0 || slot >= slab.objects) {
      fault("bad-pointer", call, `${slab.cache.name}: pointer into the middle of an object`, address);
      return;
    }
    if (slab.live[slot] !== 1) {
      fault("double-free", call, `${slab.cache.name}: object already free`, address);
      return;
    }
    const { cache } = slab;
    slabs.put(slab, slot);
    if (core.recording !== "nothing")
      core.emit({ kind: "freed", call, address, freedBytes: slotBytes, cache: cache.name });
  };

  const freePages = (address: Address, call: string): void => {
    const pfn = pfnOf(layout, address);
    const owner = ownerOf(address);
    if (isLarge(owner) && owner.pfn === pfn && address % pageBytes === 0) {
      pages.setOwner(pfn, 2 ** owner.order, undefined);
      pages.freePages(pfn, owner.order);
      if (core.recording === "nothing") return;
      const freedBytes = pageBytes * 2 ** owner.order;
      const zone = pages.zoneNameOf(pfn);
      core.emit({
        kind: "freed",
        call,
        address,
        freedBytes,
        zone,
        order: owner.order,
        nrPages: 2 ** owner.order,
      });
      return;
    }
    if (vmalloc.isVmallocAddress(address)) {
      fault("wrong-free", call, "kfree() of vmalloc memory: use vfree() or kvfree()", address);
    } else if (pfn === undefined) {
      fault("bad-pointer", call, "kernel BUG: kfree() of an address outside the direct map", address);
    } else if (owner !== undefined || pages.isAllocated(pfn)) {
      fault("wrong-free", call, "kfree() of pages: object pointer is no slab and no large kmalloc", address);
    } else {
      fault("double-free", call, "BUG: Bad page state: kfree() of free pages", address);
    }
  };

  const kfree = (address: Address, call: string): void => {
    if (address === 0 || address === ZERO_SIZE_ADDRESS) return;
    const slab = slabs.slabAt(address);
    if (slab) freeFromSlab(slab, address, call);
    else freePages(address, call);
  };

  /** The mask of the first try: quiet and not hard above a page. kvmalloc_node(), kmalloc_gfp_adjust(). */
  const kmallocMaskOf = (sizeBytes: number, gfp: number): number => {
    if (sizeBytes <= pageBytes) return gfp;
    const hardly = (gfp & bits.retryMayfail) === 0 ? bits.noretry : 0;
    return (gfp | bits.nowarn | hardly) & ~bits.nofail;
  };

  const mayFallBack = (gfp: number): boolean => {
    // Before 5.18 only masks that contain all of GFP_KERNEL fell back (mm/util.c, 5.10).
    if (profile.release.ordinal < 5_018_000) return (gfp & bits.kernel) === bits.kernel;
    return mayDirectReclaim(profile.release, gfp);
  };

  const kvmalloc = (sizeBytes: number, gfp: number, call: string): Address => {
    noteSleep(core, gfp, call);
    const isInjected = core.shouldFail(gfp);
    let address = isInjected
      ? 0
      : allocate(sizeBytes, mayFallBack(gfp) ? kmallocMaskOf(sizeBytes, gfp) : gfp);
    if (isInjected) failure = "injected";
    const isOver = sizeBytes > kvmallocMaxBytes;
    if (isOver) fault("bad-size", call, `kvmalloc() of ${sizeBytes} bytes is above INT_MAX`);
    if (address === 0 && !isInjected && !isOver && sizeBytes > pageBytes && mayFallBack(gfp)) {
      return vmalloc.internals.fallback(sizeBytes, gfp, call);
    }
    if (core.recording === "nothing") return address;
    if (address === 0) emitFailed(call, sizeBytes, gfp);
    else emitAllocated({ call, address, sizeBytes, gfp });
    if (isOver) address = 0;
    return address;
  };

  const krealloc = (address: Address, newSizeBytes: number, gfp: number, call: string): Address => {
    if (newSizeBytes === 0) {
      kfree(address, call);
      return ZERO_SIZE_ADDRESS;
    }
    if (address !== 0 && address !== ZERO_SIZE_ADDRESS && ksize(address) >= newSizeBytes) return address;
    const moved = kmalloc(newSizeBytes, gfp, call);
    if (moved !== 0) kfree(address, call);
    return moved;
  };

  return {
    kmalloc: (sizeBytes, gfp, call = "kmalloc") => kmalloc(sizeBytes, gfp, call),
    kfree: (address, call = "kfree") => kfree(address, call),
    krealloc: (address, newSizeBytes, gfp, call = "krealloc") => krealloc(address, newSizeBytes, gfp, call),
    ksize,
    kmallocArray(n, sizeBytes, gfp, call = "kmalloc_array") {
      if (n * sizeBytes < 2 ** profile.arch.bits) return kmalloc(n * sizeBytes, gfp, call);
      failure = "too-large";
      if (core.recording !== "nothing") emitFailed(call, n * sizeBytes, gfp);
      return 0;
    },
    kvmalloc: (sizeBytes, gfp, call = "kvmalloc") => kvmalloc(sizeBytes, gfp, call),
    kvfree(address, call = "kvfree") {
      if (vmalloc.isVmallocAddress(address)) vmalloc.vfree(address, call);
      else kfree(address, call);
    },
    cacheFor: (sizeBytes, gfp): Cache | undefined =>
      sizeBytes === 0 && hasZeroPointer ? undefined : tableFor(gfp).cacheFor(sizeBytes),
    snapshot: () => undefined,
    checkInvariants: () => [],
  };
}

/** Size to cache, in steps of 8 bytes. */
interface SizeTable {
  cacheFor(sizeBytes: number): CacheCore | undefined;
}

interface FamilyTables {
  readonly normal: SizeTable;
  readonly dma: SizeTable | undefined;
  readonly reclaimable: SizeTable | undefined;
  readonly accounted: SizeTable | undefined;
}

/** create_kmalloc_caches(): every family that the release and the architecture have. */
function createTables(deps: KmallocDeps): FamilyTables {
  const { profile } = deps.core;
  const { reclaimable, accounted } = profile.release.memory.kmallocFamilies;
  const hasDma = zoneNames(profile).includes("DMA");
  if (profile.config.slabAllocator === "slob") {
    const table = createSlobTable(deps);
    return { normal: table, dma: undefined, reclaimable: undefined, accounted: undefined };
  }
  const isSlub = profile.config.slabAllocator === "slub";
  return {
    normal: createSizeTable(deps, "normal"),
    reclaimable: reclaimable ? createSizeTable(deps, "reclaimable") : undefined,
    accounted: accounted && isSlub ? createSizeTable(deps, "accounted") : undefined,
    dma: hasDma ? createSizeTable(deps, "dma") : undefined,
  };
}

function createSizeTable(deps: KmallocDeps, family: KmallocFamily): SizeTable {
  const { profile } = deps.core;
  const classes = kmallocSizeClasses(profile);
  const caches = classes.map((sizeBytes) =>
    deps.slabs.createQuiet({
      name: kmallocCacheName(profile, sizeBytes, family),
      sizeBytes,
      alignBytes: kmallocCacheAlignBytes(profile, sizeBytes),
      flags: {
        reclaimAccount: family === "reclaimable",
        dma: family === "dma",
        account: family === "accounted",
      },
    }),
  );
  const largest = classes.at(-1) ?? 0;
  const byEighth: (CacheCore | undefined)[] = [];
  let at = 0;
  for (let size = 0; size <= largest; size += 8) {
    while ((classes[at] ?? 0) < size) at += 1;
    byEighth.push(caches[at]);
  }
  return { cacheFor: (sizeBytes) => (sizeBytes > largest ? undefined : byEighth[(sizeBytes + 7) >>> 3]) };
}

/** SLOB has no classes: blocks of one rounded size share slabs of their own here, which SLOB would mix. */
function createSlobTable(deps: KmallocDeps): SizeTable {
  const { profile } = deps.core;
  const known = new Map<number, CacheCore | undefined>();
  return {
    cacheFor(sizeBytes) {
      const size = kmallocClassFor(profile, sizeBytes);
      if (size.kind !== "cache") return undefined;
      if (!known.has(size.classBytes)) {
        known.set(
          size.classBytes,
          deps.slabs.createQuiet({ name: `slob-${size.classBytes}`, sizeBytes: size.classBytes }),
        );
      }
      return known.get(size.classBytes);
    },
  };
}
