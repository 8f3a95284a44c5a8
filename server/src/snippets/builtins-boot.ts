// Memory before the page allocator is there, as C code calls it: memblock, and bootmem on the releases that had it.
// Physical addresses are numbers of the program; what it gets by a virtual address is an object of the machine.

import { addressOf } from "../simulator/address.js";
import type { BootMemory, BootRequest } from "../simulator/memblock.js";
import { num, ptr } from "./builtins-text.js";
import type { KernelWorld } from "./kernel-world.js";
import type { Pointer } from "./memory.js";
import type { BuiltinTable } from "./program.js";

const calls =
  /\b(?:memblock_(?:add|reserve|alloc|phys_alloc|phys_free|free)\w*|alloc_bootmem\w*|free_\w*bootmem)\s*\(/;

/** Whether a text works with boot memory: then its machine is one that is booting. */
export function usesBootMemory(text: string): boolean {
  return calls.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ""));
}

export function addBootMemory(table: BuiltinTable, world: KernelWorld): void {
  const { boot, core } = world.machine;
  if (!boot) return;
  const { layout } = core;
  const pageBytes = layout.pageSizeBytes;
  const give = (call: string, request: BootRequest, content: "zero" | "uninitialised"): Pointer =>
    world.take(
      { call, sizeBytes: request.sizeBytes, family: "memblock", allocatedBytes: request.sizeBytes, content },
      () => {
        const physical = boot.alloc(request, call);
        return physical === 0
          ? 0
          : (addressOf(layout, Math.floor(physical / pageBytes), physical % pageBytes) ?? 0);
      },
    );
  const physicalOf = (pointer: Pointer): number =>
    world.toAddress(pointer) - layout.directMapStart + layout.directMapFirstPfn * pageBytes;
  addRanges(table, world, boot);
  for (const call of ["memblock_alloc", "memblock_alloc_low"])
    table.set(call, ([size, align]) =>
      give(call, { sizeBytes: num(size), alignBytes: num(align) || 64 }, "zero"),
    );
  table.set("memblock_alloc_raw", ([size, align]) =>
    give("memblock_alloc_raw", { sizeBytes: num(size), alignBytes: num(align) || 64 }, "uninitialised"),
  );
  table.set("memblock_alloc_from", ([size, align, lowest]) =>
    give(
      "memblock_alloc_from",
      { sizeBytes: num(size), alignBytes: num(align) || 64, minAddress: num(lowest) },
      "zero",
    ),
  );
  table.set("alloc_bootmem", ([size]) => give("alloc_bootmem", { sizeBytes: num(size) }, "zero"));
  // Since 5.15 by its virtual address, with memblock_phys_free() beside it (mm/memblock.c).
  table.set("memblock_free", ([p, size]) => {
    const object = world.owned(ptr(p), "memblock_free");
    if (object)
      world.release(object, "memblock_free", () =>
        boot.free(physicalOf({ object, offset: 0 }), num(size), "memblock_free"),
      );
    return undefined;
  });
}

function addRanges(table: BuiltinTable, world: KernelWorld, boot: BootMemory): void {
  const change = (call: string, run: (start: number, bytes: number) => void): void => {
    table.set(call, ([start, bytes]) => {
      world.act(() => run(num(start), num(bytes)));
      return 0;
    });
  };
  change("memblock_add", (start, bytes) => boot.add(start, bytes));
  change("memblock_reserve", (start, bytes) => boot.reserve(start, bytes));
  change("memblock_phys_free", (start, bytes) => boot.free(start, bytes));
  change("free_bootmem", (start, bytes) => boot.free(start, bytes));
  table.set("memblock_phys_alloc", ([size, align]) =>
    world.act(() =>
      boot.alloc({ sizeBytes: num(size), alignBytes: num(align) || 64 }, "memblock_phys_alloc"),
    ),
  );
  table.set("memblock_phys_alloc_range", ([size, align, start, end]) =>
    world.act(() =>
      boot.alloc(
        {
          sizeBytes: num(size),
          alignBytes: num(align) || 64,
          minAddress: num(start),
          // MEMBLOCK_ALLOC_ACCESSIBLE is 0.
          ...(num(end) === 0 ? {} : { limit: num(end) }),
        },
        "memblock_phys_alloc_range",
      ),
    ),
  );
  table.set("memblock_end_of_DRAM", () => boot.snapshot().memory.at(-1)?.end ?? 0);
  table.set("memblock_start_of_DRAM", () => boot.snapshot().memory[0]?.start ?? 0);
  for (const call of ["memblock_free_all", "free_all_bootmem"]) {
    table.set(call, () => {
      world.act(() => world.machine.handOverBootMemory());
      return undefined;
    });
  }
}
