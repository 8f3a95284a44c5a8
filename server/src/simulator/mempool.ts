// mempool_t: a reserve of elements that keeps a request from failing when the allocator behind it does.
// Source: mm/mempool.c: mempool_create(), mempool_alloc(), mempool_free(), mempool_resize() (6.1).

import type { Address } from "./address.js";
import type { KmallocAllocator } from "./core-types.js";
import { emitFault } from "./emit-fault.js";
import { gfpBitsOf } from "./gfp-bits.js";
import { noteSleep } from "./might-sleep.js";
import { type Core, ownerAt, type PageSource, type Part } from "./part.js";
import type { Cache, SlabAllocator } from "./slub-types.js";

/** What a pool takes its elements from. `pages` elements are named by the number of their first page frame. */
export type MempoolBacking =
  | { readonly kind: "slab"; readonly cache: Cache }
  | { readonly kind: "kmalloc"; readonly sizeBytes: number }
  | { readonly kind: "pages"; readonly order: number }
  | {
      readonly kind: "custom";
      readonly alloc: (gfp: number) => Address;
      readonly free: (element: Address) => void;
    };

export interface Mempool {
  readonly name: string;
}

export interface MempoolState {
  readonly name: string;
  readonly minElements: number;
  /** Elements in the reserve now. */
  readonly reserved: number;
  readonly inUse: number;
}

export interface Mempools extends Part<readonly MempoolState[]> {
  /** undefined when the reserve can not be filled: what was taken is given back. */
  create(name: string, minElements: number, backing: MempoolBacking, call?: string): Mempool | undefined;
  /** 0: no element, and the caller may not wait. A caller that may wait would wait for ever: a fault says so. */
  alloc(pool: Mempool, gfp: number): Address;
  free(pool: Mempool, element: Address): void;
  /** mempool_resize(): false when the larger reserve could not be filled. */
  resize(pool: Mempool, minElements: number): boolean;
  destroy(pool: Mempool): void;
}

export interface MempoolDeps {
  readonly core: Core;
  readonly pages: PageSource;
  readonly slabs: SlabAllocator;
  readonly kmalloc: KmallocAllocator;
}

interface Pool extends Mempool {
  minElements: number;
  readonly backing: MempoolBacking;
  readonly reserve: Address[];
  readonly inUse: Set<Address>;
}

export function createMempools(deps: MempoolDeps): Mempools {
  const { core } = deps;
  const bits = gfpBitsOf(core.profile.release);
  const pools = new Map<Mempool, Pool>();

  function findPool(pool: Mempool, call: string): Pool | undefined {
    const found = pools.get(pool);
    if (!found)
      emitFault(core, {
        fault: "use-after-free",
        call,
        message: `${call}(): the pool is gone`,
        isFatal: true,
      });
    return found;
  }

  function fill(pool: Pool): boolean {
    while (pool.reserve.length < pool.minElements) {
      const element = takeElement(deps, pool.backing, bits.kernel);
      if (element === 0) return false;
      pool.reserve.push(element);
    }
    return true;
  }

  function drain(pool: Pool, keep: number): void {
    while (pool.reserve.length > keep) giveElement(deps, pool.backing, pool.reserve.pop() ?? 0);
  }

  function served(pool: Pool, element: Address, gfp: number, origin: "allocator" | "reserve"): Address {
    pool.inUse.add(element);
    // The allocator behind the pool has told of it already; what the reserve and single pages serve has not been told.
    if (core.recording === "nothing" || (origin === "allocator" && pool.backing.kind !== "pages"))
      return element;
    const allocatedBytes = elementBytes(core, pool.backing);
    core.emit({
      kind: "allocated",
      call: "mempool_alloc",
      address: element,
      requestedBytes: allocatedBytes,
      allocatedBytes,
      gfp,
      cache: pool.name,
      origin,
    });
    return element;
  }

  /** First without waiting, then from the reserve, then with all that the caller allows. */
  function allocFrom(pool: Pool, gfp: number): Address {
    const mayWait = (gfp & bits.directReclaim) !== 0;
    const careful = gfp | bits.nomemalloc | bits.noretry | bits.nowarn;
    const first = takeElement(deps, pool.backing, careful & ~(bits.directReclaim | bits.io));
    if (first !== 0) return served(pool, first, gfp, "allocator");
    const kept = pool.reserve.pop();
    if (kept !== undefined) return served(pool, kept, gfp, "reserve");
    const second = mayWait ? takeElement(deps, pool.backing, careful) : 0;
    if (second !== 0) return served(pool, second, gfp, "allocator");
    if (mayWait) {
      const message = `mempool '${pool.name}' is empty: mempool_alloc() sleeps until an element is freed`;
      emitFault(core, { fault: "objects-left", call: "mempool_alloc", message });
    } else if (core.recording !== "nothing") {
      const requestedBytes = elementBytes(core, pool.backing);
      core.emit({
        kind: "allocation-failed",
        call: "mempool_alloc",
        requestedBytes,
        gfp,
        reason: "pool-empty",
        isSilent: true,
      });
    }
    return 0;
  }

  return {
    create(name, minElements, backing, call = "mempool_create") {
      noteSleep(core, bits.kernel, call);
      const pool: Pool = { name, minElements, backing, reserve: [], inUse: new Set() };
      if (!fill(pool)) {
        drain(pool, 0);
        return undefined;
      }
      pools.set(pool, pool);
      return pool;
    },
    alloc(handle, gfp) {
      const pool = findPool(handle, "mempool_alloc");
      if (!pool) return 0;
      noteSleep(core, gfp, "mempool_alloc");
      if ((gfp & bits.zero) !== 0) {
        emitFault(core, {
          fault: "bad-gfp",
          call: "mempool_alloc",
          message: "__GFP_ZERO: an element of the reserve is not cleared",
        });
      }
      return allocFrom(pool, gfp);
    },
    free(handle, element) {
      const pool = findPool(handle, "mempool_free");
      if (!pool || element === 0) return;
      if (!pool.inUse.delete(element)) {
        const isBack = pool.reserve.includes(element);
        const fault = isBack ? "double-free" : "wrong-free";
        const message = isBack
          ? "mempool_free() of an element that is in the reserve"
          : "mempool_free() of no element of this pool";
        emitFault(core, { fault, call: "mempool_free", message, address: element });
        return;
      }
      const isKept = pool.reserve.length < pool.minElements;
      if (isKept) pool.reserve.push(element);
      else giveElement(deps, pool.backing, element);
      if (core.recording === "nothing" || (!isKept && pool.backing.kind !== "pages")) return;
      const freedBytes = elementBytes(core, pool.backing);
      core.emit({ kind: "freed", call: "mempool_free", address: element, freedBytes, cache: pool.name });
    },
    resize(handle, minElements) {
      const pool = findPool(handle, "mempool_resize");
      if (!pool) return false;
      noteSleep(core, bits.kernel, "mempool_resize");
      pool.minElements = minElements;
      drain(pool, minElements);
      return fill(pool);
    },
    destroy(handle) {
      const pool = findPool(handle, "mempool_destroy");
      if (!pool) return;
      if (pool.inUse.size > 0) {
        const message = `mempool '${pool.name}' is destroyed with ${pool.inUse.size} elements in use`;
        emitFault(core, { fault: "objects-left", call: "mempool_destroy", message });
      }
      drain(pool, 0);
      pools.delete(handle);
    },
    snapshot: () =>
      [...pools.values()].map(({ name, minElements, reserve, inUse }) => ({
        name,
        minElements,
        reserved: reserve.length,
        inUse: inUse.size,
      })),
    checkInvariants: () =>
      [...pools.values()].flatMap((pool) => [
        ...(pool.reserve.length > pool.minElements ? [`mempool ${pool.name}: the reserve is too large`] : []),
        ...pool.reserve
          .filter((element) => pool.inUse.has(element))
          .map(() => `mempool ${pool.name}: in use and in reserve`),
      ]),
  };
}

function takeElement(deps: MempoolDeps, backing: MempoolBacking, gfp: number): Address {
  switch (backing.kind) {
    case "slab":
      return deps.slabs.allocObject(backing.cache, gfp, "mempool_alloc_slab");
    case "kmalloc":
      return deps.kmalloc.kmalloc(backing.sizeBytes, gfp, "mempool_kmalloc");
    case "pages": {
      const pfn = deps.pages.allocPages(gfp, backing.order);
      if (pfn === undefined) return 0;
      deps.pages.setOwner(pfn, 2 ** backing.order, ownerAt("mempool", deps.core.site()));
      return pfn;
    }
    case "custom":
      return backing.alloc(gfp);
  }
}

function giveElement(deps: MempoolDeps, backing: MempoolBacking, element: Address): void {
  switch (backing.kind) {
    case "slab":
      deps.slabs.freeObject(backing.cache, element, "mempool_free_slab");
      return;
    case "kmalloc":
      deps.kmalloc.kfree(element, "mempool_kfree");
      return;
    case "pages":
      deps.pages.freePages(element, backing.order);
      return;
    case "custom":
      backing.free(element);
  }
}

/** Bytes of one element; unknown to us for a driver's own functions. */
function elementBytes(core: Core, backing: MempoolBacking): number {
  switch (backing.kind) {
    case "slab":
      return backing.cache.geometry.objectBytes;
    case "kmalloc":
      return backing.sizeBytes;
    case "pages":
      return core.profile.config.pageSizeBytes * 2 ** backing.order;
    case "custom":
      return 0;
  }
}
