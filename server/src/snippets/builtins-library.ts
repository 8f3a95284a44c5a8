// What the kernel's libraries allocate for a driver: objects of caches that the kernel has made at boot, buffers and
// pages, each under the name of the function that the driver called.

import { kmallocClassFor } from "../kernel-model/limits.js";
import type { Cache } from "../simulator/slub-types.js";
import { cacheFlags } from "./builtins-caches.js";
import { num, ptr, writeText } from "./builtins-text.js";
import { formatText, readText } from "./format.js";
import type { KernelWorld } from "./kernel-world.js";
import type { Pointer } from "./memory.js";
import type { BuiltinTable } from "./program.js";
import type { Value } from "./runtime.js";

/** Functions of `prelude-library.ts` that need the machine. */
export function addLibrary(table: BuiltinTable, world: KernelWorld): void {
  const { machine, runtime, model } = world;
  const { memory } = runtime;
  const { profile } = machine.core;
  const zero = model.gfpFlag("__GFP_ZERO");
  const textOf = (value: Value | undefined): string => readText(memory, ptr(value));
  const contentFor = (gfp: number): "zero" | "uninitialised" => (gfp & zero ? "zero" : "uninitialised");
  const caches = new Map<string, Cache>();
  const cacheOf = (name: string, sizeBytes: number, bits: number): Cache | undefined => {
    const known = caches.get(name);
    if (known) return known;
    // Nodes of trees are constructed once, by a constructor: lib/radix-tree.c (6.1).
    const flags = cacheFlags(bits, name === "radix_tree_node");
    const made = machine.slabs.createBootCache({ name, sizeBytes, flags });
    if (made) caches.set(name, made);
    return made;
  };
  table.set("__kmem_object", ([name, size, bits, gfp, call, family]) => {
    const cache = cacheOf(textOf(name), num(size), num(bits));
    if (!cache) return runtime.unsupported(`the cache ${textOf(name)}`);
    const adoption = { call: textOf(call), sizeBytes: num(size), family: textOf(family), cache: cache.name };
    // Their users set every member that matters, or the constructor has.
    return world.take({ ...adoption, content: "zero" }, () =>
      machine.slabs.allocObject(cache, num(gfp), adoption.call),
    );
  });
  table.set("__kmem_put_object", ([name, p, by]) => {
    const cache = caches.get(textOf(name));
    const call = textOf(by);
    const object = world.owned(ptr(p), call);
    if (object && cache)
      world.release(object, call, (address) => machine.slabs.freeObject(cache, address, call));
    return undefined;
  });
  table.set("__kmem_buffer", ([size, gfp, by, family]) => {
    const call = textOf(by);
    const adoption = { call, sizeBytes: num(size), family: textOf(family), content: contentFor(num(gfp)) };
    return world.take(adoption, () => machine.kmalloc.kmalloc(num(size), num(gfp), call));
  });
  table.set("__kmem_put_buffer", ([p, by]) => {
    const call = textOf(by);
    const object = world.owned(ptr(p), call);
    if (object) world.release(object, call, (address) => machine.kmalloc.kfree(address, call));
    return undefined;
  });
  table.set("kmalloc_size_roundup", ([size]) => {
    const found = kmallocClassFor(profile, num(size));
    if (found.kind === "cache") return found.classBytes;
    return found.kind === "pages" ? profile.config.pageSizeBytes * 2 ** found.order : num(size);
  });
  table.set("__kmem_pages", ([gfp, order, by, owner]) => {
    const call = textOf(by);
    const sizeBytes = profile.config.pageSizeBytes * 2 ** num(order);
    const adoption = { call, sizeBytes, allocatedBytes: sizeBytes, family: "pages", owner: textOf(owner) };
    return world.take({ ...adoption, content: contentFor(num(gfp)) }, () =>
      machine.pages.getFreePages(num(gfp), num(order), call),
    );
  });
  table.set("__kmem_put_pages", ([p, order, by]) => {
    const object = world.owned(ptr(p), "__kmem_put_pages");
    const call = textOf(by);
    if (object)
      world.release(object, call, (address) => machine.pages.freePagesAt(address, num(order), call));
    return undefined;
  });
  table.set("__kmem_drop_handle", ([p]) => {
    world.dropHandle(ptr(p), "ida_free");
    return undefined;
  });
  table.set("__kmem_bytes_at", ([p]) => ptr(p).object?.sizeBytes ?? 0);
  table.set("__kmem_managed", ([p]) => {
    world.managedData.push(ptr(p));
    return undefined;
  });
  table.set("__kmem_is_at_least", ([major, minor]) =>
    profile.release.ordinal >= num(major) * 1_000_000 + num(minor) * 1000 ? 1 : 0,
  );
  addManagedText(table, world);
}

function addManagedText(table: BuiltinTable, world: KernelWorld): void {
  const { memory } = world.runtime;
  const pointerBytes = world.machine.core.profile.arch.bits === 64 ? 8 : 4;
  const { devres } = world.parts;
  table.set("devm_kasprintf", ([dev, gfp, format], { varargs }): Pointer => {
    let at = 0;
    const text = formatText(readText(memory, ptr(format)), {
      memory,
      pointerBytes,
      dialect: "kernel",
      next: () => varargs[at++],
    });
    const sizeBytes = text.length + 1;
    const copy = world.take(
      { call: "devm_kasprintf", sizeBytes, family: "devm", isManaged: true, content: "uninitialised" },
      () => devres.alloc(world.device(ptr(dev)), sizeBytes, num(gfp), "devm_kasprintf"),
    );
    if (copy.object) writeText(memory, copy, text);
    return copy;
  });
}
