// The page allocator, page structs and kmap windows, as C code calls them.

import type { Address } from "../simulator/address.js";
import { num, ptr } from "./builtins-text.js";
import { toBigInt } from "./integers.js";
import type { KernelWorld } from "./kernel-world.js";
import { addressOfPointer, nullPointer, type Pointer } from "./memory.js";
import type { BuiltinTable } from "./program.js";
import type { Value } from "./runtime.js";

export function addPages(table: BuiltinTable, world: KernelWorld): void {
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

function addPageStructs(table: BuiltinTable, world: KernelWorld): void {
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
