// Managed resources, per-cpu memory, memory pools and device memory, as C code calls them.

import { isCache } from "./builtins-caches.js";
import type { Callbacks } from "./builtins-deferred.js";
import { productOf } from "./builtins-kmalloc.js";
import { num, ptr, writeText } from "./builtins-text.js";
import { readText } from "./format.js";
import type { KernelWorld } from "./kernel-world.js";
import { addressOfPointer, movePointer, nullPointer, type Pointer } from "./memory.js";
import type { BuiltinTable } from "./program.js";
import type { Value } from "./runtime.js";

export function addManaged(table: BuiltinTable, world: KernelWorld, callbacks: Callbacks): void {
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
      const release = (): void => void callbacks.through(ptr(action), [ptr(data)]);
      const device = world.device(ptr(dev));
      const isAdded = world.act(() =>
        call === "devm_add_action"
          ? devres.addAction(device, call, release, call)
          : devres.addActionOrReset(device, call, release),
      );
      if (isAdded) world.managedData.push(ptr(data));
      return isAdded ? 0 : -12;
    });
  }
}

export function addPercpuAndPools(table: BuiltinTable, world: KernelWorld): void {
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

export function addMappings(table: BuiltinTable, world: KernelWorld): void {
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
