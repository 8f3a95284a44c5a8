// The kernel's allocators and what belongs to them, as C code calls them: each builtin hands the call to its part of
// the machine and gives the program the object that comes back.

import { addBootMemory } from "./builtins-boot.js";
import { addCaches } from "./builtins-caches.js";
import { type Callbacks, deferredBuiltins } from "./builtins-deferred.js";
import { addManaged, addMappings, addPercpuAndPools } from "./builtins-devices.js";
import { addDma } from "./builtins-dma.js";
import { addKmalloc, addVmalloc } from "./builtins-kmalloc.js";
import { addLibrary } from "./builtins-library.js";
import { addPages } from "./builtins-pages.js";
import type { KernelWorld } from "./kernel-world.js";
import type { BuiltinTable } from "./program.js";

/** Builtins of kernel code by name; each has a prototype in the prelude. */
export function kernelBuiltins(world: KernelWorld, callbacks: Callbacks): BuiltinTable {
  const table: BuiltinTable = new Map();
  addKmalloc(table, world);
  addVmalloc(table, world);
  addPages(table, world);
  addCaches(table, world);
  addDma(table, world);
  addManaged(table, world, callbacks);
  addPercpuAndPools(table, world);
  addMappings(table, world);
  addLibrary(table, world);
  for (const [name, run] of deferredBuiltins(world, callbacks)) table.set(name, run);
  addBootMemory(table, world);
  return table;
}
