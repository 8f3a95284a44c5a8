// The kernel's allocators and what belongs to them, as C code calls them: each builtin hands the call to its part of
// the machine and gives the program the object that comes back.

import type { Address } from "../simulator/address.js";
import type { DmaDirection, DmaPool } from "../simulator/core-types.js";
import type { Cache, CacheFlags } from "../simulator/slub-types.js";
import { num, ptr, writeText } from "./builtins-text.js";
import { formatText, readText } from "./format.js";
import { toBigInt } from "./integers.js";
import type { KernelWorld } from "./kernel-world.js";
import { addressOfPointer, movePointer, nullPointer, type Pointer } from "./memory.js";
import type { Builtin } from "./program.js";
import type { Value } from "./runtime.js";

type Table = Map<string, Builtin>;

/** Builtins of kernel code by name; each has a prototype in the prelude. */
export function kernelBuiltins(
  world: KernelWorld,
  callFunction: (pointer: Pointer, argument: Pointer) => void,
): Table {
  const table: Table = new Map();
  addKmalloc(table, world);
  addVmalloc(table, world);
  addPages(table, world);
  addCaches(table, world);
  addDma(table, world);
  addManaged(table, world, callFunction);
  addPercpuAndPools(table, world);
  addMappings(table, world);
  return table;
}

function productOf(n: Value | undefined, size: Value | undefined): number {
  return num(n) * num(size);
}

function addKmalloc(table: Table, world: KernelWorld): void {
  const { kmalloc } = world.machine;
  const { memory } = world.runtime;
  const zero = world.model.gfpFlag("__GFP_ZERO");
  const give = (call: string, sizeBytes: number, gfp: number, run: () => Address): Pointer =>
    world.take({ call, sizeBytes, family: "kmalloc", content: gfp & zero ? "zero" : "uninitialised" }, run);
  for (const call of ["kmalloc", "__kmalloc"])
    table.set(call, ([n, gfp]) =>
      give(call, num(n), num(gfp), () => kmalloc.kmalloc(num(n), num(gfp), call)),
    );
  table.set("kzalloc", ([n, gfp]) => {
    const mask = num(gfp) | zero;
    return give("kzalloc", num(n), mask, () => kmalloc.kmalloc(num(n), mask, "kzalloc"));
  });
  table.set("kmalloc_array", ([n, s, gfp]) =>
    give("kmalloc_array", productOf(n, s), num(gfp), () =>
      kmalloc.kmallocArray(num(n), num(s), num(gfp), "kmalloc_array"),
    ),
  );
  table.set("kcalloc", ([n, s, gfp]) => {
    const mask = num(gfp) | zero;
    return give("kcalloc", productOf(n, s), mask, () =>
      kmalloc.kmallocArray(num(n), num(s), mask, "kcalloc"),
    );
  });
  for (const call of ["kfree", "kfree_sensitive"]) {
    table.set(call, ([p]) => {
      const object = world.owned(ptr(p), call);
      if (object) world.release(object, call, (address) => kmalloc.kfree(address, call));
      return undefined;
    });
  }
  table.set("ksize", ([p]) => {
    const object = world.owned(ptr(p), "ksize");
    return object ? kmalloc.ksize(world.toAddress(ptr(p))) : 0;
  });
  const resize = (call: string, p: Value | undefined, sizeBytes: number, gfp: number): Pointer => {
    const old = world.owned(ptr(p), call);
    const before = old && { bytes: Math.min(old.sizeBytes, sizeBytes), from: { object: old, offset: 0 } };
    const kept = before && before.bytes > 0 ? memory.temporaryCopy(before.from, before.bytes) : undefined;
    const address = world.act(() =>
      kmalloc.krealloc(old ? world.toAddress(ptr(p)) : 0, sizeBytes, gfp, call),
    );
    // A request that failed leaves the old memory as it was; size 0 frees it.
    if (address === 0 && sizeBytes > 0) return nullPointer;
    if (old) memory.kill(old, world.runtime.line, call);
    const made = give(call, sizeBytes, gfp, () => address);
    if (kept && before && made.object) memory.copy(made, kept, before.bytes);
    return made;
  };
  table.set("krealloc", ([p, n, gfp]) => resize("krealloc", p, num(n), num(gfp)));
  table.set("krealloc_array", ([p, n, s, gfp]) => resize("krealloc_array", p, productOf(n, s), num(gfp)));
  addCopies(table, world, give);
}

function addCopies(
  table: Table,
  world: KernelWorld,
  give: (call: string, sizeBytes: number, gfp: number, run: () => Address) => Pointer,
): void {
  const { kmalloc } = world.machine;
  const { memory } = world.runtime;
  table.set("kmemdup", ([source, n, gfp]) => {
    const copy = give("kmemdup", num(n), num(gfp), () => kmalloc.kmalloc(num(n), num(gfp), "kmemdup"));
    if (copy.object) memory.copy(copy, ptr(source), num(n));
    return copy;
  });
  const duplicate = (call: string, text: string, gfp: number): Pointer => {
    const copy = give(call, text.length + 1, gfp, () => kmalloc.kmalloc(text.length + 1, gfp, call));
    if (copy.object) writeText(memory, copy, text);
    return copy;
  };
  table.set("kstrdup", ([s, gfp]) =>
    addressOfPointer(ptr(s)) === 0 ? nullPointer : duplicate("kstrdup", readText(memory, ptr(s)), num(gfp)),
  );
  table.set("kstrndup", ([s, max, gfp]) =>
    duplicate("kstrndup", readText(memory, ptr(s), num(max)), num(gfp)),
  );
  table.set("kasprintf", ([gfp, format], { varargs }) => {
    let at = 0;
    const pointerBytes = world.machine.core.profile.arch.bits === 64 ? 8 : 4;
    const text = formatText(readText(memory, ptr(format)), {
      memory,
      pointerBytes,
      dialect: "kernel",
      next: () => varargs[at++],
    });
    return duplicate("kasprintf", text, num(gfp));
  });
}

function addVmalloc(table: Table, world: KernelWorld): void {
  const { vmalloc, kmalloc } = world.machine;
  const zero = world.model.gfpFlag("__GFP_ZERO");
  const kernel = world.model.gfpFlag("GFP_KERNEL");
  const give = (call: string, sizeBytes: number, gfp: number): Pointer =>
    world.take({ call, sizeBytes, family: "vmalloc", content: gfp & zero ? "zero" : "uninitialised" }, () =>
      vmalloc.vmalloc(sizeBytes, gfp, call),
    );
  table.set("vmalloc", ([n]) => give("vmalloc", num(n), kernel));
  table.set("vmalloc_32", ([n]) => give("vmalloc_32", num(n), kernel));
  table.set("vzalloc", ([n]) => give("vzalloc", num(n), kernel | zero));
  table.set("vmalloc_user", ([n]) => give("vmalloc_user", num(n), kernel | zero));
  table.set("__vmalloc", ([n, gfp]) => give("__vmalloc", num(n), num(gfp)));
  table.set("vfree", ([p]) => {
    const object = world.owned(ptr(p), "vfree");
    if (object) world.release(object, "vfree", (address) => vmalloc.vfree(address, "vfree"));
    return undefined;
  });
  const giveEither = (call: string, sizeBytes: number, gfp: number): Pointer => {
    const made = world.act(() => kmalloc.kvmalloc(sizeBytes, gfp, call));
    const family = vmalloc.isVmallocAddress(made) ? "vmalloc" : "kmalloc";
    return world.take(
      { call, sizeBytes, family, content: gfp & zero ? "zero" : "uninitialised" },
      () => made,
    );
  };
  table.set("kvmalloc", ([n, gfp]) => giveEither("kvmalloc", num(n), num(gfp)));
  table.set("kvzalloc", ([n, gfp]) => giveEither("kvzalloc", num(n), num(gfp) | zero));
  table.set("kvmalloc_array", ([n, s, gfp]) => giveEither("kvmalloc_array", productOf(n, s), num(gfp)));
  table.set("kvcalloc", ([n, s, gfp]) => giveEither("kvcalloc", productOf(n, s), num(gfp) | zero));
  table.set("kvfree", ([p]) => {
    const object = world.owned(ptr(p), "kvfree");
    if (object) world.release(object, "kvfree", (address) => kmalloc.kvfree(address, "kvfree"));
    return undefined;
  });
  table.set("is_vmalloc_addr", ([p]) => (vmalloc.isVmallocAddress(world.toAddress(ptr(p))) ? 1 : 0));
  table.set("vmalloc_to_page", ([p]) => {
    const pfn = vmalloc.pfnBehind(world.toAddress(ptr(p)));
    return pfn === undefined ? nullPointer : world.pageOf(pfn);
  });
}

function addPages(table: Table, world: KernelWorld): void {
  const { pages } = world.machine;
  const { memory } = world.runtime;
  const { layout } = world.machine.core;
  const pageBytes = layout.pageSizeBytes;
  const zero = world.model.gfpFlag("__GFP_ZERO");
  const give = (call: string, order: number, gfp: number): Pointer => {
    const sizeBytes = pageBytes * 2 ** order;
    return world.take(
      {
        call,
        sizeBytes,
        family: "pages",
        allocatedBytes: sizeBytes,
        content: gfp & zero ? "zero" : "uninitialised",
      },
      () => pages.getFreePages(gfp, order, call),
    );
  };
  const asInteger = (pointer: Pointer): Value => {
    const address = addressOfPointer(pointer);
    return address >= 0 ? address : BigInt.asUintN(layout.bits, BigInt(address));
  };
  table.set("__get_free_pages", ([gfp, order]) => asInteger(give("__get_free_pages", num(order), num(gfp))));
  table.set("get_zeroed_page", ([gfp]) => asInteger(give("get_zeroed_page", 0, num(gfp) | zero)));
  table.set("free_pages", ([address, order]) => {
    const pointer = memory.pointerTo(
      typeof address === "object"
        ? 0
        : Number(BigInt.asIntN(layout.bits === 64 ? 64 : 53, toBigInt(address ?? 0))),
    );
    const object = world.owned(pointer, "free_pages");
    if (object) world.release(object, "free_pages", (at) => pages.freePagesAt(at, num(order), "free_pages"));
    return undefined;
  });
  table.set("alloc_pages_exact", ([n, gfp]) =>
    world.take(
      {
        call: "alloc_pages_exact",
        sizeBytes: num(n),
        family: "pages",
        content: num(gfp) & zero ? "zero" : "uninitialised",
      },
      () => pages.allocPagesExact(num(n), num(gfp), "alloc_pages_exact"),
    ),
  );
  table.set("free_pages_exact", ([p, n]) => {
    const object = world.owned(ptr(p), "free_pages_exact");
    if (object)
      world.release(object, "free_pages_exact", (at) => pages.freePagesExact(at, num(n), "free_pages_exact"));
    return undefined;
  });
  addPageStructs(table, world);
}

function addPageStructs(table: Table, world: KernelWorld): void {
  const { pages, core } = world.machine;
  const { layout } = core;
  const pageBytes = layout.pageSizeBytes;
  const zero = world.model.gfpFlag("__GFP_ZERO");
  const addressOfPfn = (pfn: number): Address =>
    layout.directMapStart + (pfn - layout.directMapFirstPfn) * pageBytes;
  table.set("alloc_pages", ([gfp, order]) => {
    const pfn = world.act(() => pages.allocPagesCall(num(gfp), num(order), "alloc_pages"));
    if (pfn === undefined) return nullPointer;
    const sizeBytes = pageBytes * 2 ** num(order);
    const content = num(gfp) & zero ? "zero" : "uninitialised";
    world.take({ call: "alloc_pages", sizeBytes, family: "pages", allocatedBytes: sizeBytes, content }, () =>
      addressOfPfn(pfn),
    );
    return world.pageOf(pfn);
  });
  const requirePage = (page: Value | undefined, call: string): number =>
    world.pfnOfPage(ptr(page)) ?? world.runtime.fatal("wrong-free", `${call}() of what is no struct page`);
  table.set("__free_pages", ([page, order]) => {
    const pfn = requirePage(page, "__free_pages");
    const pointer = world.fromAddress(addressOfPfn(pfn));
    const object = world.owned(pointer, "__free_pages");
    if (!object) return world.runtime.fatal("double-free", `__free_pages() of page ${pfn}, which is free`);
    world.release(object, "__free_pages", () => pages.freePagesCall(pfn, num(order), "__free_pages"));
    return undefined;
  });
  table.set("page_address", ([page]) => {
    const address = world.parts.highmem.pageAddress(requirePage(page, "page_address"));
    return world.fromAddress(address);
  });
  table.set("virt_to_page", ([p]) => {
    const address = world.toAddress(ptr(p));
    const relative = address - layout.directMapStart;
    if (!(relative >= 0 && relative < layout.directMapBytes))
      return world.runtime.fatal("wild-dereference", "virt_to_page() of an address outside the direct map");
    return world.pageOf(layout.directMapFirstPfn + Math.floor(relative / pageBytes));
  });
  table.set("page_to_pfn", ([page]) => requirePage(page, "page_to_pfn"));
  table.set("pfn_to_page", ([pfn]) => world.pageOf(num(pfn)));
  table.set(
    "__kmem_virt_to_phys",
    ([p]) => world.toAddress(ptr(p)) - layout.directMapStart + layout.directMapFirstPfn * pageBytes,
  );
  table.set("__kmem_phys_to_virt", ([p]) =>
    world.fromAddress(layout.directMapStart + num(p) - layout.directMapFirstPfn * pageBytes),
  );
  for (const call of ["kmap", "kmap_atomic", "kmap_local_page"]) {
    table.set(call, ([page]) => {
      const pfn = requirePage(page, call);
      const { highmem } = world.parts;
      const address = world.act(() =>
        call === "kmap"
          ? highmem.kmap(pfn)
          : call === "kmap_atomic"
            ? highmem.kmapAtomic(pfn)
            : highmem.kmapLocal(pfn),
      );
      return world.fromAddress(address);
    });
  }
  table.set(
    "kunmap",
    ([page]) => world.act(() => world.parts.highmem.kunmap(requirePage(page, "kunmap"))) ?? undefined,
  );
  table.set(
    "kunmap_atomic",
    ([p]) => world.act(() => world.parts.highmem.kunmapAtomic(world.toAddress(ptr(p)))) ?? undefined,
  );
  table.set(
    "kunmap_local",
    ([p]) => world.act(() => world.parts.highmem.kunmapLocal(world.toAddress(ptr(p)))) ?? undefined,
  );
}

/** SLAB_* as the prelude numbers them: include/linux/slab.h (6.1). */
function cacheFlags(bits: number, hasConstructor: boolean): CacheFlags {
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

function isCache(value: object | undefined): value is Cache {
  return value !== undefined && "geometry" in value;
}

function addCaches(table: Table, world: KernelWorld): void {
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

const directions: readonly DmaDirection[] = ["bidirectional", "to-device", "from-device", "none"];

function isPool(value: object | undefined): value is DmaPool {
  return value !== undefined && "blockBytes" in value;
}

function addDma(table: Table, world: KernelWorld): void {
  const { dma } = world.machine;
  const { memory } = world.runtime;
  const zero = world.model.gfpFlag("__GFP_ZERO");
  const handleFormat = { bits: world.machine.core.profile.arch.bits, isSigned: false };
  const direction = (value: Value | undefined): DmaDirection => directions[num(value)] ?? "none";
  table.set("dma_alloc_coherent", ([dev, size, handle, gfp]) => {
    const buffer = world.act(() =>
      dma.allocCoherent(world.device(ptr(dev)), num(size), num(gfp), "dma_alloc_coherent"),
    );
    if (!buffer) return nullPointer;
    memory.writeInt(ptr(handle), buffer.busAddress, handleFormat);
    return world.take(
      { call: "dma_alloc_coherent", sizeBytes: num(size), family: "dma-coherent", content: "zero" },
      () => buffer.address,
    );
  });
  table.set("dma_free_coherent", ([dev, size, p, bus]) => {
    const object = world.owned(ptr(p), "dma_free_coherent");
    if (!object) return undefined;
    world.release(object, "dma_free_coherent", (address) =>
      dma.freeCoherent(
        world.device(ptr(dev)),
        num(size),
        { address, busAddress: num(bus) },
        "dma_free_coherent",
      ),
    );
    return undefined;
  });
  table.set("dma_pool_create", ([name, dev, size, align, boundary]) => {
    const request = {
      name: readText(memory, ptr(name)),
      device: world.device(ptr(dev)),
      sizeBytes: num(size),
      alignBytes: num(align),
      boundaryBytes: num(boundary),
    };
    const pool = world.act(() => dma.createPool(request, "dma_pool_create"));
    return pool ? world.handle(`pool ${pool.name}`, pool) : nullPointer;
  });
  const poolOf = (value: Value | undefined, call: string): DmaPool => {
    const pool = world.valueOf(ptr(value));
    return isPool(pool) ? pool : world.runtime.fatal("use-after-free", `${call}() with what is no live pool`);
  };
  table.set("dma_pool_destroy", ([pool]) => {
    if (addressOfPointer(ptr(pool)) === 0) return undefined;
    world.act(() => dma.destroyPool(poolOf(pool, "dma_pool_destroy"), "dma_pool_destroy"));
    world.dropHandle(ptr(pool), "dma_pool_destroy");
    return undefined;
  });
  for (const call of ["dma_pool_alloc", "dma_pool_zalloc"]) {
    table.set(call, ([value, gfp, handle]) => {
      const pool = poolOf(value, call);
      const mask = call === "dma_pool_zalloc" ? num(gfp) | zero : num(gfp);
      const buffer = world.act(() => dma.allocFromPool(pool, mask, call));
      if (!buffer) return nullPointer;
      memory.writeInt(ptr(handle), buffer.busAddress, handleFormat);
      const content = mask & zero ? "zero" : "uninitialised";
      return world.take(
        { call, sizeBytes: pool.blockBytes, family: "dma-pool", content, allocatedBytes: pool.blockBytes },
        () => buffer.address,
      );
    });
  }
  table.set("dma_pool_free", ([value, p, bus]) => {
    const pool = poolOf(value, "dma_pool_free");
    const object = world.owned(ptr(p), "dma_pool_free");
    if (object)
      world.release(object, "dma_pool_free", (address) =>
        dma.freeToPool(pool, { address, busAddress: num(bus) }, "dma_pool_free"),
      );
    return undefined;
  });
  table.set("dma_map_single", ([dev, p, size, way]) => {
    const at = world.toAddress(ptr(p));
    const bus = world.act(() =>
      dma.mapSingle(world.device(ptr(dev)), at, num(size), direction(way), "dma_map_single"),
    );
    return bus ?? -1;
  });
  table.set("dma_unmap_single", ([dev, bus, size, way]) => {
    world.act(() =>
      dma.unmapSingle(world.device(ptr(dev)), num(bus), num(size), direction(way), "dma_unmap_single"),
    );
    return undefined;
  });
  table.set("dma_sync_single_for_cpu", ([dev, bus, size]) => {
    world.act(() => dma.syncForCpu(world.device(ptr(dev)), num(bus), num(size), "dma_sync_single_for_cpu"));
    return undefined;
  });
  table.set("dma_sync_single_for_device", ([dev, bus, size]) => {
    world.act(() =>
      dma.syncForDevice(world.device(ptr(dev)), num(bus), num(size), "dma_sync_single_for_device"),
    );
    return undefined;
  });
  const masks = [
    ["dma_set_mask", "streaming"],
    ["dma_set_coherent_mask", "coherent"],
    ["dma_set_mask_and_coherent", "both"],
  ] as const;
  for (const [call, which] of masks) {
    table.set(call, ([dev, mask]) => {
      world.setDmaMask(ptr(dev), num(mask), which);
      return 0;
    });
  }
}

function addManaged(
  table: Table,
  world: KernelWorld,
  callFunction: (pointer: Pointer, argument: Pointer) => void,
): void {
  const { devres } = world.parts;
  const { memory } = world.runtime;
  const zero = world.model.gfpFlag("__GFP_ZERO");
  const give = (call: string, dev: Value | undefined, sizeBytes: number, gfp: number): Pointer =>
    world.take(
      { call, sizeBytes, family: "devm", isManaged: true, content: gfp & zero ? "zero" : "uninitialised" },
      () => devres.alloc(world.device(ptr(dev)), sizeBytes, gfp, call),
    );
  table.set("devm_kmalloc", ([dev, n, gfp]) => give("devm_kmalloc", dev, num(n), num(gfp)));
  table.set("devm_kzalloc", ([dev, n, gfp]) => give("devm_kzalloc", dev, num(n), num(gfp) | zero));
  table.set("devm_kmalloc_array", ([dev, n, s, gfp]) =>
    give("devm_kmalloc_array", dev, productOf(n, s), num(gfp)),
  );
  table.set("devm_kcalloc", ([dev, n, s, gfp]) =>
    give("devm_kcalloc", dev, productOf(n, s), num(gfp) | zero),
  );
  table.set("devm_kmemdup", ([dev, source, n, gfp]) => {
    const copy = give("devm_kmemdup", dev, num(n), num(gfp));
    if (copy.object) memory.copy(copy, ptr(source), num(n));
    return copy;
  });
  table.set("devm_kstrdup", ([dev, s, gfp]) => {
    const text = readText(memory, ptr(s));
    const copy = give("devm_kstrdup", dev, text.length + 1, num(gfp));
    if (copy.object) writeText(memory, copy, text);
    return copy;
  });
  table.set("devm_kfree", ([dev, p]) => {
    const object = world.owned(ptr(p), "devm_kfree");
    if (object)
      world.release(object, "devm_kfree", (address) => devres.free(world.device(ptr(dev)), address));
    return undefined;
  });
  for (const call of ["devm_add_action", "devm_add_action_or_reset"]) {
    table.set(call, ([dev, action, data]) => {
      const release = (): void => callFunction(ptr(action), ptr(data));
      const device = world.device(ptr(dev));
      const isAdded = world.act(() =>
        call === "devm_add_action"
          ? devres.addAction(device, call, release, call)
          : devres.addActionOrReset(device, call, release),
      );
      return isAdded ? 0 : -12;
    });
  }
}

function addPercpuAndPools(table: Table, world: KernelWorld): void {
  const { percpu, mempools } = world.parts;
  const kernel = world.model.gfpFlag("GFP_KERNEL");
  const { runtime } = world;
  const give = (call: string, size: Value | undefined, align: Value | undefined, gfp: number): Pointer => {
    const pointer = world.take(
      { call, sizeBytes: num(size), family: "percpu", content: "zero", allocatedBytes: num(size) },
      () => percpu.alloc(num(size), num(align), gfp, call),
    );
    return pointer;
  };
  table.set("__alloc_percpu", ([size, align]) => give("__alloc_percpu", size, align, kernel));
  table.set("__alloc_percpu_gfp", ([size, align, gfp]) => give("__alloc_percpu_gfp", size, align, num(gfp)));
  table.set("free_percpu", ([p]) => {
    const object = world.owned(ptr(p), "free_percpu");
    if (object) world.release(object, "free_percpu", (address) => percpu.free(address));
    return undefined;
  });
  /** The copy of each cpu is an object of its own, made when it is first reached. */
  const copies = new Map<string, Pointer>();
  table.set("__kmem_per_cpu_ptr", ([p, cpu]) => {
    const { object, offset } = ptr(p);
    if (!object) return runtime.fatal("null-dereference", "per_cpu_ptr() of NULL");
    if (num(cpu) === 0) return ptr(p);
    const key = `${object.address} ${num(cpu)}`;
    const known = copies.get(key);
    if (known?.object?.isAlive) return movePointer(known, offset);
    const address = percpu.addressOn(world.toAddress({ object, offset: 0 }), num(cpu));
    const made = runtime.memory.create({
      kind: "opaque",
      name: object.name,
      address,
      sizeBytes: object.sizeBytes,
      content: "zero",
    });
    const pointer = { object: made, offset: 0 };
    copies.set(key, pointer);
    return movePointer(pointer, offset);
  });
  table.set("mempool_create_kmalloc_pool", ([n, size]) => {
    const pool = world.act(() =>
      mempools.create(
        "kmalloc pool",
        num(n),
        { kind: "kmalloc", sizeBytes: num(size) },
        "mempool_create_kmalloc_pool",
      ),
    );
    return pool ? world.handle("mempool", { pool, sizeBytes: num(size) }) : nullPointer;
  });
  table.set("mempool_create_slab_pool", ([n, c]) => {
    const cache = world.valueOf(ptr(c));
    if (!isCache(cache))
      return runtime.fatal("use-after-free", "mempool_create_slab_pool() with what is no live cache");
    const pool = world.act(() =>
      mempools.create(cache.name, num(n), { kind: "slab", cache }, "mempool_create_slab_pool"),
    );
    return pool ? world.handle("mempool", { pool, sizeBytes: cache.geometry.objectBytes }) : nullPointer;
  });
  type Held = { readonly pool: Parameters<typeof mempools.alloc>[0]; readonly sizeBytes: number };
  const heldOf = (value: Value | undefined, call: string): Held => {
    const held = world.valueOf(ptr(value));
    if (held && "pool" in held && "sizeBytes" in held) return held as Held;
    return runtime.fatal("use-after-free", `${call}() with what is no live mempool`);
  };
  table.set("mempool_alloc", ([value, gfp]) => {
    const { pool, sizeBytes } = heldOf(value, "mempool_alloc");
    return world.take({ call: "mempool_alloc", sizeBytes, family: "mempool", content: "uninitialised" }, () =>
      mempools.alloc(pool, num(gfp)),
    );
  });
  table.set("mempool_free", ([p, value]) => {
    const { pool } = heldOf(value, "mempool_free");
    const object = world.owned(ptr(p), "mempool_free");
    if (object) world.release(object, "mempool_free", (address) => mempools.free(pool, address));
    return undefined;
  });
  table.set("mempool_destroy", ([value]) => {
    if (addressOfPointer(ptr(value)) === 0) return undefined;
    world.act(() => mempools.destroy(heldOf(value, "mempool_destroy").pool));
    world.dropHandle(ptr(value), "mempool_destroy");
    return undefined;
  });
}

function addMappings(table: Table, world: KernelWorld): void {
  const { regions } = world.parts;
  const { runtime } = world;
  table.set("ioremap", ([start, size]) =>
    world.take({ call: "ioremap", sizeBytes: num(size), family: "mapping", content: "zero" }, () =>
      regions.ioremap(num(start), num(size), "ioremap"),
    ),
  );
  table.set("__kmem_devm_ioremap", ([, start, size]) =>
    world.take(
      { call: "devm_ioremap", sizeBytes: num(size), family: "devm", isManaged: true, content: "zero" },
      () => regions.ioremap(num(start), num(size), "devm_ioremap"),
    ),
  );
  table.set("iounmap", ([p]) => {
    const object = world.owned(ptr(p), "iounmap");
    if (object) world.release(object, "iounmap", (address) => regions.iounmap(address, "iounmap"));
    return undefined;
  });
  for (const [call, space] of [
    ["request_mem_region", "memory"],
    ["request_region", "ports"],
  ] as const) {
    table.set(call, ([start, size, name]) => {
      const isGiven = world.act(() =>
        regions.request(space, num(start), num(size), readText(runtime.memory, ptr(name))),
      );
      return isGiven ? world.handle("region", { start: num(start) }) : nullPointer;
    });
  }
  for (const [call, space] of [
    ["release_mem_region", "memory"],
    ["release_region", "ports"],
  ] as const) {
    table.set(call, ([start, size]) => {
      world.act(() => regions.release(space, num(start), num(size)));
      return undefined;
    });
  }
  const widths = [
    ["b", 1],
    ["w", 2],
    ["l", 4],
    ["q", 8],
  ] as const;
  for (const [letter, width] of widths) {
    table.set(`read${letter}`, ([p]) => {
      runtime.memory.check(ptr(p), width, "read");
      return world.act(() => regions.read(world.toAddress(ptr(p)), width, `read${letter}`));
    });
    table.set(`write${letter}`, ([value, p]) => {
      runtime.memory.check(ptr(p), width, "write");
      world.act(() => regions.write(world.toAddress(ptr(p)), width, num(value), `write${letter}`));
      return undefined;
    });
  }
}
