// The slab allocator as a driver sees it: caches made and destroyed, objects taken and freed, and what the kernel says
// of wrong calls. The slabs and their lists are in slub-lists.ts. Sources: mm/slub.c, mm/slab_common.c (6.1.192,
// 6.12.117). SLAB and SLOB run on the same lists, with their own sizes.

import { cacheMaxObjectBytes } from "../kernel-model/limits.js";
import { type Address, pfnOf } from "./address.js";
import type { FaultKind } from "./events.js";
import { gfpBitsOf } from "./gfp-bits.js";
import type { SlabState } from "./machine-state.js";
import { noteSleep, noteSleepAlways } from "./might-sleep.js";
import type { Core, PageOwner, PageSource } from "./part.js";
import { findMergeable } from "./slab-merge.js";
import type { Slab } from "./slab-page.js";
import { cacheGeometry } from "./slub-geometry.js";
import { type CacheCore, checkCache, createSlabLists } from "./slub-lists.js";
import type {
  Cache,
  CacheFlags,
  CacheGeometry,
  CacheRequest,
  SlabAllocator,
  SlabSysfs,
} from "./slub-types.js";

/** What kmalloc uses besides the public calls: no events, no checks. */
export interface SlabInternals {
  take(cache: CacheCore, gfp: number): Address;
  /** Frees a live slot of a slab. */
  put(slab: Slab, slot: number): void;
  slabAt(address: Address): Slab | undefined;
  createQuiet(request: CacheRequest): CacheCore | undefined;
}

export interface SlubDeps {
  readonly core: Core;
  readonly pages: PageSource;
}

function isSlab(owner: PageOwner | undefined): owner is Slab {
  return owner?.kind === "slab";
}

export function createSlub(deps: SlubDeps): SlabAllocator & { readonly internals: SlabInternals } {
  const { core, pages } = deps;
  const { profile, layout } = core;
  const bits = gfpBitsOf(profile.release);
  const lists = createSlabLists({ core, pages });
  const { take, put, flush, shrink } = lists;
  const all: CacheCore[] = [];
  const handles = new WeakMap<Cache, CacheCore>();

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

  const flagsKeyOf = (flags: CacheFlags): number =>
    (flags.reclaimAccount ? 1 : 0) | (flags.dma ? 2 : 0) | (flags.account ? 4 : 0);

  const makeCache = (request: CacheRequest, geometry: CacheGeometry): CacheCore => {
    const flags = request.flags ?? {};
    const cache: CacheCore = {
      name: request.name,
      geometry,
      flags,
      flagsKey: flagsKeyOf(flags),
      allocGfp:
        (geometry.order > 0 ? bits.comp : 0) |
        (flags.dma ? bits.dma : 0) |
        (flags.reclaimAccount ? bits.reclaimable : 0),
      aliases: [],
      users: 1,
      live: 0,
      slabs: 0,
      capacity: 0,
      alive: true,
      cpus: Array.from({ length: profile.config.nrCpus }, () => ({
        slab: undefined,
        partial: [],
        partialObjects: [],
      })),
      node: { first: undefined, last: undefined, length: 0 },
      isAlive: () => cache.alive,
      objects: () => cache.live,
    };
    all.push(cache);
    handles.set(cache, cache);
    return cache;
  };

  const createQuiet = (request: CacheRequest): CacheCore | undefined => {
    const geometry = cacheGeometry(profile, request);
    return geometry ? makeCache(request, geometry) : undefined;
  };

  const createCache = (request: CacheRequest, call: string): CacheCore | undefined => {
    noteSleepAlways(core, call);
    const max = cacheMaxObjectBytes(profile);
    if (request.sizeBytes > max || request.sizeBytes < 1) {
      fault(
        "bad-size",
        call,
        `cache '${request.name}': object size ${request.sizeBytes} is not 1 to ${max} bytes`,
      );
      return undefined;
    }
    const twin = findMergeable(profile, all, request, flagsKeyOf(request.flags ?? {}));
    const emit = (kind: "cache-created" | "cache-merged", cache: CacheCore): void => {
      if (core.recording === "nothing") return;
      const mergedWith = twin ? { mergedWith: twin.name } : {};
      core.emit({ kind, call, cache: request.name, slotBytes: cache.geometry.slotBytes, ...mergedWith });
    };
    if (twin && profile.config.merge) {
      twin.users += 1;
      twin.aliases.push(request.name);
      emit("cache-merged", twin);
      return twin;
    }
    // Two caches of one name are allowed; 6.12 warns of it.
    const isTwice = all.some((cache) => cache.alive && cache.name === request.name);
    if (isTwice && profile.release.ordinal >= 6_012_000 && core.recording !== "nothing") {
      const message = `kmem_cache of name '${request.name}' already exists`;
      core.emit({ kind: "note", call, message });
    }
    const cache = createQuiet(request);
    if (cache) emit("cache-created", cache);
    return cache;
  };

  const destroyCache = (cache: CacheCore, call: string): void => {
    noteSleepAlways(core, call);
    if (!cache.alive) {
      fault("double-free", call, `kmem_cache '${cache.name}' was destroyed before`);
      return;
    }
    cache.users -= 1;
    if (cache.users > 0) return;
    shrink(cache);
    if (cache.live > 0) {
      fault("objects-left", call, `kmem_cache_destroy ${cache.name}: Slab cache still has objects`);
      return;
    }
    cache.alive = false;
    all.splice(all.indexOf(cache), 1);
    if (core.recording === "nothing") return;
    core.emit({ kind: "cache-destroyed", call, cache: cache.name, slotBytes: cache.geometry.slotBytes });
  };

  const slabAt = (address: Address): Slab | undefined => {
    const pfn = pfnOf(layout, address);
    const owner = pfn === undefined ? undefined : pages.ownerOf(pfn);
    return isSlab(owner) ? owner : undefined;
  };

  /** Slot of an address, and whether the address is exactly its start. */
  const slotOf = (slab: Slab, address: Address): { slot: number; isStart: boolean } => {
    const offset = address - slab.base;
    const slot = Math.floor(offset / slab.cache.geometry.slotBytes);
    return { slot, isStart: slot < slab.objects && offset % slab.cache.geometry.slotBytes === 0 };
  };

  const allocObject = (cache: CacheCore, gfp: number, call: string, requestedBytes: number): Address => {
    noteSleep(core, gfp, call);
    const isInjected = core.shouldFail(gfp);
    if (!cache.alive) fault("wrong-cache", call, `kmem_cache '${cache.name}' was destroyed`);
    const address = isInjected || !cache.alive ? 0 : take(cache, gfp);
    if (core.recording === "nothing") return address;
    if (address === 0) {
      const reason = isInjected ? "injected" : pages.lastFailure();
      const isSilent = (gfp & bits.nowarn) !== 0;
      core.emit({ kind: "allocation-failed", call, requestedBytes, gfp, reason, isSilent });
      return 0;
    }
    const zone = pages.zoneNameOf(pfnOf(layout, address) ?? 0);
    const allocatedBytes = cache.geometry.slotBytes;
    core.emit({
      kind: "allocated",
      call,
      address,
      requestedBytes,
      allocatedBytes,
      gfp,
      cache: cache.name,
      zone,
    });
    return address;
  };

  const freeObject = (cache: CacheCore, address: Address, call: string): void => {
    const slab = slabAt(address);
    if (!slab) {
      fault("bad-pointer", call, `cache_from_obj: no slab at this address, cache ${cache.name}`, address);
      return;
    }
    if (slab.cache !== cache) {
      const names = `${cache.name} but object is from ${slab.cache.name}`;
      fault("wrong-cache", call, `cache_from_obj: Wrong slab cache. ${names}`, address);
    }
    const { slot, isStart } = slotOf(slab, address);
    if (!isStart) {
      fault("bad-pointer", call, `${slab.cache.name}: pointer into the middle of an object`, address);
      return;
    }
    if (slab.live[slot] !== 1) {
      fault("double-free", call, `${slab.cache.name}: object already free`, address);
      return;
    }
    put(slab, slot);
    if (core.recording === "nothing") return;
    core.emit({
      kind: "freed",
      call,
      address,
      freedBytes: slab.cache.geometry.slotBytes,
      cache: slab.cache.name,
    });
  };

  /** count_partial() of free objects: those of slabs on the node's list. */
  const freeInPartial = (cache: CacheCore): number => {
    let free = 0;
    for (let slab = cache.node.first; slab; slab = slab.next) free += slab.objects - slab.inuse;
    return free;
  };

  const sysfs = (cache: CacheCore): SlabSysfs => {
    let cpuSlabs = 0;
    let cpuPartialSlabs = 0;
    for (const cpu of cache.cpus) {
      cpuPartialSlabs += cpu.partial.length;
      // show_slab_objects() skips a cpu without a current slab, partial list and all.
      if (cpu.slab) cpuSlabs += 1 + cpu.partial.length;
    }
    const freeInNode = freeInPartial(cache);
    let objectsPartial = 0;
    for (let slab = cache.node.first; slab; slab = slab.next) objectsPartial += slab.inuse;
    return {
      slabs: cache.slabs,
      partial: cache.node.length,
      cpuSlabs,
      cpuPartialSlabs,
      cpuPartialObjectsEstimate: Math.floor((cpuPartialSlabs * cache.geometry.objectsPerSlab) / 2),
      objects: cache.capacity - freeInNode,
      totalObjects: cache.capacity,
      objectsPartial,
    };
  };

  const stateOf = (cache: CacheCore): SlabState => ({
    name: cache.name,
    objectBytes: cache.geometry.objectBytes,
    slotBytes: cache.geometry.slotBytes,
    alignBytes: cache.geometry.alignBytes,
    order: cache.geometry.order,
    objectsPerSlab: cache.geometry.objectsPerSlab,
    objects: cache.live,
    activeObjects: cache.capacity - freeInPartial(cache),
    capacity: cache.capacity,
    slabs: cache.slabs,
    partialSlabs: cache.node.length,
    cpuSlabs: cache.cpus.reduce((sum, cpu) => sum + (cpu.slab ? 1 : 0), 0),
    cpuPartialSlabs: cache.cpus.reduce((sum, cpu) => sum + cpu.partial.length, 0),
    aliases: [...cache.aliases],
    isApproximate: false,
  });

  const own = (cache: Cache): CacheCore => {
    const found = handles.get(cache);
    if (!found) throw new Error(`kmem-lens bug: cache '${cache.name}' belongs to another machine`);
    return found;
  };

  return {
    internals: { take, put, slabAt, createQuiet },
    createCache: (request, call = "kmem_cache_create") => createCache(request, call),
    createBootCache: createQuiet,
    destroyCache: (cache, call = "kmem_cache_destroy") => destroyCache(own(cache), call),
    shrinkCache: (cache) => {
      shrink(own(cache));
      if (core.recording === "nothing") return;
      core.emit({
        kind: "cache-shrunk",
        call: "kmem_cache_shrink",
        cache: cache.name,
        slotBytes: cache.geometry.slotBytes,
      });
    },
    allocObject: (cache, gfp, call = "kmem_cache_alloc", requestedBytes = cache.geometry.objectBytes) =>
      allocObject(own(cache), gfp, call, requestedBytes),
    freeObject: (cache, address, call = "kmem_cache_free") => freeObject(own(cache), address, call),
    findObject(address) {
      const slab = slabAt(address);
      if (!slab) return undefined;
      const { slot } = slotOf(slab, address);
      const start = slab.base + slot * slab.cache.geometry.slotBytes;
      return { cache: slab.cache, start, isLive: slab.live[slot] === 1 };
    },
    caches: () => [...all],
    sysfs: (cache) => sysfs(own(cache)),
    flushCpu(cache, cpu) {
      const slabs = own(cache).cpus[cpu];
      if (slabs) flush(own(cache), slabs);
    },
    snapshot: () => all.map(stateOf),
    checkInvariants: () => all.flatMap(checkCache),
  };
}
