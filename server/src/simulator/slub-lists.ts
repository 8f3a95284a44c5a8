// The slabs of a cache and the lists they move between: the cpu's own, its partial list, the node's. This is what the
// measurements judge. Sources: mm/slub.c: ___slab_alloc(), get_partial_node(), put_cpu_partial(),
// __unfreeze_partials(), __slab_free(), __kmem_cache_do_shrink() (6.1.192, 6.12.117); 5.10 counts objects where 6.1
// counts slabs; before 3.2 there were no cpu partial lists.

import { type Address, addressOf } from "./address.js";
import { gfpBitsOf } from "./gfp-bits.js";
import type { Core, PageSource } from "./part.js";
import {
  addToList,
  createSlab,
  putSlot,
  removeFromList,
  type Slab,
  type SlabList,
  takeSlot,
} from "./slab-page.js";
import type { Cache } from "./slub-types.js";

/** What one cpu holds of a cache. */
export interface CpuSlabs {
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

/** Objects and slabs, without events of the driver's calls and without checks. */
export interface SlabLists {
  /** An object's address, 0 when no slab could be had. */
  take(cache: CacheCore, gfp: number): Address;
  /** Frees a live slot of a slab. */
  put(slab: Slab, slot: number): void;
  /** Gives a cpu's slab and partial list back to the node. */
  flush(cache: CacheCore, cpu: CpuSlabs): void;
  shrink(cache: CacheCore): void;
}

export function createSlabLists({ core, pages }: { core: Core; pages: PageSource }): SlabLists {
  const { profile, layout } = core;
  const bits = gfpBitsOf(profile.release);
  const rules = profile.release.memory;
  const hasCpuPartial = rules.cpuPartial !== "none" && profile.config.slabAllocator === "slub";
  const countsObjects = rules.cpuPartial === "by-objects";
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

  const journal = core.places?.slabs;
  const enlist = (cache: CacheCore, slab: Slab, end: "head" | "tail"): void => {
    journal?.add(slab);
    addToList(cache.node, slab, end);
  };

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
    const block = { pfn, order, base: addressOf(layout, pfn) ?? 0, objects };
    const slab = createSlab(cache, block, journal !== undefined);
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

  /** __unfreeze_partials(): from the head; an empty slab goes back if the node has enough, else to the node's tail. */
  const unfreeze = (cache: CacheCore, slabs: readonly Slab[]): void => {
    for (let i = slabs.length - 1; i >= 0; i--) {
      const slab = slabs[i];
      if (!slab) continue;
      if (slab.inuse === 0 && cache.node.length >= cache.geometry.minPartial) discard(slab);
      else enlist(cache, slab, "tail");
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
    journal?.add(slab);
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
    if (cpu.slab) {
      cpu.slab.place = "full";
      journal?.add(cpu.slab);
    }
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
    const slot = takeSlot(slab);
    journal?.add(slab);
    if (slab.sites) slab.sites[slot] = core.site() ?? 0;
    return slab.base + slot * cache.geometry.slotBytes;
  };

  const put = (slab: Slab, slot: number): void => {
    const { cache } = slab;
    putSlot(slab, slot);
    journal?.add(slab);
    cache.live -= 1;
    if (slab.place === "full") {
      if (hasCpuPartial) putCpuPartial(cache, slab, "drain");
      else if (slab.inuse === 0 && cache.node.length >= cache.geometry.minPartial) discard(slab);
      else enlist(cache, slab, "tail");
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
      else if (slab.inuse < slab.objects) enlist(cache, slab, "head");
      else slab.place = "full";
      journal?.add(slab);
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
    for (const slab of [...promoted.flat(), ...kept]) enlist(cache, slab, "tail");
    for (const slab of empty) discard(slab);
  };

  return { take, put, flush, shrink };
}

/** What is broken in a cache, as sentences. */
export function checkCache(cache: CacheCore): string[] {
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
