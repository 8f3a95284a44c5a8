// SLUB: caches, their per-cpu slabs and partial lists. Which list a slab goes to, and when a slab is given back, is
// what the measurements judge. Sources: mm/slub.c: ___slab_alloc(), get_partial_node(), put_cpu_partial(),
// __unfreeze_partials(), __slab_free(), __kmem_cache_do_shrink() (6.1.192, 6.12.117); 5.10 counts objects where 6.1
// counts slabs; before 3.2 there were no cpu partial lists. SLAB and SLOB run on the same lists, with their own sizes.

import { cacheMaxObjectBytes } from "../kernel-model/limits.js";
import { type Address, addressOf, pfnOf } from "./address.js";
import type { FaultKind } from "./events.js";
import { gfpBitsOf } from "./gfp-bits.js";
import type { SlabState } from "./machine-state.js";
import { noteSleep, noteSleepAlways } from "./might-sleep.js";
import type { Core, PageOwner, PageSource } from "./part.js";
import { findMergeable } from "./slab-merge.js";
import {
  addToList,
  createSlab,
  putSlot,
  removeFromList,
  type Slab,
  type SlabList,
  takeSlot,
} from "./slab-page.js";
import { cacheGeometry } from "./slub-geometry.js";
import type {
  Cache,
  CacheFlags,
  CacheGeometry,
  CacheRequest,
  SlabAllocator,
  SlabSysfs,
} from "./slub-types.js";

interface CpuSlabs {
  slab: Slab | undefined;
  /** Last is the head of the kernel's list. */
  readonly partial: Slab[];
  /** Free objects counted when each was added, summed up to it (5.10's pobjects). */
  readonly partialObjects: number[];
}

/** A cache with its state. */
export interface CacheCore extends Cache {
  readonly flagsKey: number;
  readonly allocGfp: number;
  readonly aliases: string[];
  users: number;
  live: number;
  slabs: number;
  capacity: number;
  alive: boolean;
  readonly cpus: readonly CpuSlabs[];
  readonly node: SlabList;
}

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
  const rules = profile.release.memory;
  const hasCpuPartial = rules.cpuPartial !== "none" && profile.config.slabAllocator === "slub";
  const countsObjects = rules.cpuPartial === "by-objects";
  const all: CacheCore[] = [];
  const handles = new WeakMap<Cache, CacheCore>();
  // Flags that new_slab() lets through: GFP_RECLAIM_MASK and GFP_CONSTRAINT_MASK of mm/internal.h.
  const passedFlags =
    bits.directReclaim |
    bits.kswapd |
    bits.high |
    bits.io |
    bits.fs |
    bits.nowarn |
    bits.retryMayfail |
    bits.nofail |
    bits.noretry |
    bits.memalloc |
    bits.nomemalloc |
    bits.atomic |
    bits.hardwall |
    bits.thisNode;

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

  // ---- slabs from and to the page allocator

  const newSlab = (cache: CacheCore, gfp: number): Slab | undefined => {
    const { geometry } = cache;
    const flags = (gfp & passedFlags) | cache.allocGfp;
    let first = (flags | bits.nowarn | bits.noretry) & ~bits.nofail;
    // A larger order than needed is not worth reclaim: allocate_slab().
    if ((first & bits.directReclaim) !== 0 && geometry.order > geometry.minOrder) {
      first = (first | bits.nomemalloc) & ~(bits.directReclaim | bits.kswapd);
    }
    let { order } = geometry;
    let pfn = pages.allocPages(first, order);
    if (pfn === undefined) {
      order = geometry.minOrder;
      pfn = pages.allocPages(flags, order);
    }
    if (pfn === undefined) return undefined;
    const objects = order === geometry.order ? geometry.objectsPerSlab : geometry.minObjectsPerSlab;
    const slab = createSlab(cache, { pfn, order, base: addressOf(layout, pfn) ?? 0, objects });
    pages.setOwner(pfn, 2 ** order, slab);
    cache.slabs += 1;
    cache.capacity += objects;
    if (core.recording === "everything") core.emit({ kind: "slab-created", cache: cache.name, pfn, order });
    return slab;
  };

  const discard = (slab: Slab): void => {
    const { cache } = slab;
    cache.slabs -= 1;
    cache.capacity -= slab.objects;
    pages.setOwner(slab.pfn, 2 ** slab.order, undefined);
    if (core.recording === "everything") {
      core.emit({ kind: "slab-released", cache: cache.name, pfn: slab.pfn, order: slab.order });
    }
    pages.freePages(slab.pfn, slab.order);
  };

  // ---- partial lists

  /** __unfreeze_partials(): from the head; an empty slab goes back if the node has enough, else to the node's tail. */
  const unfreeze = (cache: CacheCore, slabs: readonly Slab[]): void => {
    for (let i = slabs.length - 1; i >= 0; i--) {
      const slab = slabs[i];
      if (!slab) continue;
      if (slab.inuse === 0 && cache.node.length >= cache.geometry.minPartial) discard(slab);
      else addToList(cache.node, slab, "tail");
    }
  };

  const flushPartial = (cache: CacheCore, cpu: CpuSlabs): void => {
    const slabs = cpu.partial.splice(0);
    cpu.partialObjects.length = 0;
    unfreeze(cache, slabs);
  };

  /** put_cpu_partial(): with `drain`, a full list is flushed as a whole first. */
  const putCpuPartial = (cache: CacheCore, slab: Slab, mode: "drain" | "keep"): void => {
    const cpu = cache.cpus[core.task.cpu];
    if (!cpu) return;
    const held = cpu.partialObjects.at(-1) ?? 0;
    const isFull = countsObjects
      ? held > cache.geometry.cpuPartial
      : cpu.partial.length >= cache.geometry.cpuPartialSlabs;
    const flushed = mode === "drain" && isFull && cpu.partial.length > 0 ? cpu.partial.splice(0) : [];
    if (flushed.length > 0) cpu.partialObjects.length = 0;
    slab.place = "cpu-partial";
    cpu.partialObjects.push((cpu.partialObjects.at(-1) ?? 0) + slab.objects - slab.inuse);
    cpu.partial.push(slab);
    unfreeze(cache, flushed);
  };

  /** get_partial_node(): the first slab of the node, and some more for the cpu's partial list. */
  const takeFromNode = (cache: CacheCore): Slab | undefined => {
    const found = cache.node.first;
    if (!found) return undefined;
    removeFromList(cache.node, found);
    let available = found.objects - found.inuse;
    let moved = 0;
    const enough = (): boolean => {
      if (!hasCpuPartial) return true;
      if (countsObjects) return available > cache.geometry.cpuPartial / 2;
      return moved > Math.floor(cache.geometry.cpuPartialSlabs / 2);
    };
    while (!enough() && cache.node.first) {
      const next = cache.node.first;
      removeFromList(cache.node, next);
      putCpuPartial(cache, next, "keep");
      available += next.objects - next.inuse;
      moved += 1;
    }
    return found;
  };

  /** ___slab_alloc(): a slab with a free slot becomes the cpu's. */
  const refillCpu = (cache: CacheCore, cpu: CpuSlabs, gfp: number): Slab | undefined => {
    if (cpu.slab) cpu.slab.place = "full";
    cpu.slab = undefined;
    let slab: Slab | undefined;
    while (cpu.partial.length > 0) {
      slab = cpu.partial.pop();
      cpu.partialObjects.pop();
      if (slab) break;
    }
    slab ??= takeFromNode(cache) ?? newSlab(cache, gfp);
    if (!slab) return undefined;
    slab.place = "cpu";
    cpu.slab = slab;
    return slab;
  };

  const take = (cache: CacheCore, gfp: number): Address => {
    const cpu = cache.cpus[core.task.cpu];
    if (!cpu) return 0;
    let { slab } = cpu;
    if (!slab || slab.inuse === slab.objects) slab = refillCpu(cache, cpu, gfp);
    if (!slab) return 0;
    cache.live += 1;
    return slab.base + takeSlot(slab) * cache.geometry.slotBytes;
  };

  const put = (slab: Slab, slot: number): void => {
    const { cache } = slab;
    putSlot(slab, slot);
    cache.live -= 1;
    if (slab.place === "full") {
      if (hasCpuPartial) putCpuPartial(cache, slab, "drain");
      else if (slab.inuse === 0 && cache.node.length >= cache.geometry.minPartial) discard(slab);
      else addToList(cache.node, slab, "tail");
    } else if (slab.place === "node" && slab.inuse === 0 && cache.node.length >= cache.geometry.minPartial) {
      removeFromList(cache.node, slab);
      discard(slab);
    }
  };

  /** deactivate_slab() and unfreeze_partials() of one cpu. */
  const flush = (cache: CacheCore, cpu: CpuSlabs): void => {
    const { slab } = cpu;
    cpu.slab = undefined;
    if (slab) {
      if (slab.inuse === 0 && cache.node.length >= cache.geometry.minPartial) discard(slab);
      else if (slab.inuse < slab.objects) addToList(cache.node, slab, "head");
      else slab.place = "full";
    }
    flushPartial(cache, cpu);
  };

  /** __kmem_cache_do_shrink(): empty slabs go; those with up to 32 free slots are sorted, fullest first. */
  const shrink = (cache: CacheCore): void => {
    for (const cpu of cache.cpus) flush(cache, cpu);
    const promoted: Slab[][] = Array.from({ length: 32 }, () => []);
    const kept: Slab[] = [];
    const empty: Slab[] = [];
    for (let slab = cache.node.first; slab; slab = slab.next) {
      const free = slab.objects - slab.inuse;
      if (slab.inuse === 0) empty.push(slab);
      else if (free <= 32) promoted[free - 1]?.unshift(slab);
      else kept.push(slab);
    }
    cache.node.first = cache.node.last = undefined;
    cache.node.length = 0;
    for (const slab of [...promoted.flat(), ...kept]) addToList(cache.node, slab, "tail");
    for (const slab of empty) discard(slab);
  };

  // ---- caches

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
    if (all.some((cache) => cache.alive && cache.name === request.name)) {
      fault("bad-size", call, `kmem_cache of name '${request.name}' already exists`);
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

  const sysfs = (cache: CacheCore): SlabSysfs => {
    let cpuSlabs = 0;
    let cpuPartialSlabs = 0;
    for (const cpu of cache.cpus) {
      cpuPartialSlabs += cpu.partial.length;
      // show_slab_objects() skips a cpu without a current slab, partial list and all.
      if (cpu.slab) cpuSlabs += 1 + cpu.partial.length;
    }
    let freeInNode = 0;
    let objectsPartial = 0;
    for (let slab = cache.node.first; slab; slab = slab.next) {
      freeInNode += slab.objects - slab.inuse;
      objectsPartial += slab.inuse;
    }
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

function checkCache(cache: CacheCore): string[] {
  const problems: string[] = [];
  const seen = new Set<Slab>();
  let inNode = 0;
  for (let slab = cache.node.first; slab; slab = slab.next) {
    if (seen.has(slab)) return [`${cache.name}: a slab is twice on the node list`];
    seen.add(slab);
    inNode += 1;
    if (slab.place !== "node") problems.push(`${cache.name}: slab on the node list says ${slab.place}`);
    if (slab.inuse === slab.objects) problems.push(`${cache.name}: a full slab is on the node list`);
  }
  if (inNode !== cache.node.length)
    problems.push(`${cache.name}: nr_partial ${cache.node.length}, list ${inNode}`);
  for (const cpu of cache.cpus) {
    for (const slab of cpu.slab ? [cpu.slab, ...cpu.partial] : cpu.partial) {
      if (seen.has(slab)) problems.push(`${cache.name}: a slab is on two lists`);
      seen.add(slab);
    }
  }
  for (const slab of seen) {
    const live = slab.live.reduce((sum, bit) => sum + bit, 0);
    if (live !== slab.inuse) problems.push(`${cache.name}: inuse ${slab.inuse}, live ${live}`);
    if (slab.objects - slab.fresh + slab.nrFreed !== slab.objects - slab.inuse)
      problems.push(`${cache.name}: free slots do not add up`);
  }
  if (seen.size > cache.slabs)
    problems.push(`${cache.name}: ${seen.size} slabs on lists, ${cache.slabs} counted`);
  if (cache.live > cache.capacity || cache.live < 0)
    problems.push(`${cache.name}: ${cache.live} objects of ${cache.capacity}`);
  return problems;
}
