// Caches of the slab allocator, as C code calls them.

import type { Cache, CacheFlags } from "../simulator/slub-types.js";
import { num, ptr } from "./builtins-text.js";
import { readText } from "./format.js";
import type { KernelWorld } from "./kernel-world.js";
import { addressOfPointer, nullPointer } from "./memory.js";
import type { BuiltinTable } from "./program.js";
import type { Value } from "./runtime.js";

/** SLAB_* as the prelude numbers them: include/linux/slab.h (6.1). */
export function cacheFlags(bits: number, hasConstructor: boolean): CacheFlags {
  return {
    hwcacheAlign: (bits & 0x2000) !== 0,
    dma: (bits & 0x4000) !== 0,
    reclaimAccount: (bits & 0x20000) !== 0,
    typesafeByRcu: (bits & 0x80000) !== 0,
    account: (bits & 0x4000000) !== 0,
    noMerge: (bits & 0x1000000) !== 0,
    hasConstructor,
  };
}

export function isCache(value: object | undefined): value is Cache {
  return value !== undefined && "geometry" in value;
}

export function addCaches(table: BuiltinTable, world: KernelWorld): void {
  const { slabs } = world.machine;
  const { memory } = world.runtime;
  const zero = world.model.gfpFlag("__GFP_ZERO");
  const cacheOf = (value: Value | undefined, call: string): Cache => {
    const cache = world.valueOf(ptr(value));
    if (isCache(cache)) return cache;
    if (addressOfPointer(ptr(value)) === 0)
      return world.runtime.fatal("null-dereference", `${call}() with a NULL cache`);
    return world.runtime.fatal("use-after-free", `${call}() with what is no live cache`);
  };
  const create = (call: string, args: readonly Value[], ctor: Value | undefined): Value => {
    const [name, size, align, flags] = args;
    const cache = world.act(() =>
      slabs.createCache(
        {
          name: readText(memory, ptr(name)),
          sizeBytes: num(size),
          ...(num(align) > 0 ? { alignBytes: num(align) } : {}),
          flags: cacheFlags(num(flags), addressOfPointer(ptr(ctor)) !== 0),
        },
        call,
      ),
    );
    return cache ? world.handle(`cache ${cache.name}`, cache) : nullPointer;
  };
  table.set("kmem_cache_create", (args) => create("kmem_cache_create", args, args[4]));
  table.set("kmem_cache_create_usercopy", (args) => create("kmem_cache_create_usercopy", args, args[6]));
  table.set("kmem_cache_destroy", ([c]) => {
    if (addressOfPointer(ptr(c)) === 0) return undefined;
    const cache = cacheOf(c, "kmem_cache_destroy");
    world.act(() => slabs.destroyCache(cache, "kmem_cache_destroy"));
    if (!cache.isAlive()) world.dropHandle(ptr(c), "kmem_cache_destroy");
    return undefined;
  });
  table.set("kmem_cache_shrink", ([c]) => {
    world.act(() => slabs.shrinkCache(cacheOf(c, "kmem_cache_shrink")));
    return 0;
  });
  table.set("kmem_cache_size", ([c]) => cacheOf(c, "kmem_cache_size").geometry.objectBytes);
  for (const call of ["kmem_cache_alloc", "kmem_cache_zalloc"]) {
    table.set(call, ([c, gfp]) => {
      const cache = cacheOf(c, call);
      const mask = call === "kmem_cache_zalloc" ? num(gfp) | zero : num(gfp);
      const { objectBytes } = cache.geometry;
      const content = mask & zero ? "zero" : "uninitialised";
      return world.take(
        { call, sizeBytes: objectBytes, family: "slab-cache", cache: cache.name, content },
        () => slabs.allocObject(cache, mask, call),
      );
    });
  }
  table.set("kmem_cache_free", ([c, p]) => {
    const cache = cacheOf(c, "kmem_cache_free");
    const object = world.owned(ptr(p), "kmem_cache_free");
    if (!object) return undefined;
    if (object.allocation?.cache !== undefined && object.allocation.cache !== cache.name)
      return world.runtime.fatal(
        "wrong-free",
        `kmem_cache_free() to ${cache.name} of an object of ${object.allocation.cache}`,
      );
    world.release(object, "kmem_cache_free", (address) =>
      slabs.freeObject(cache, address, "kmem_cache_free"),
    );
    return undefined;
  });
}
