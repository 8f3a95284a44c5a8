// kmalloc and vmalloc with their relatives, as C code calls them.

import type { Address } from "../simulator/address.js";
import { num, ptr, writeText } from "./builtins-text.js";
import { formatText, readText } from "./format.js";
import type { KernelWorld } from "./kernel-world.js";
import { addressOfPointer, nullPointer, type Pointer } from "./memory.js";
import type { BuiltinTable } from "./program.js";
import type { Value } from "./runtime.js";

export function productOf(n: Value | undefined, size: Value | undefined): number {
  return num(n) * num(size);
}

export function addKmalloc(table: BuiltinTable, world: KernelWorld): void {
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
  table: BuiltinTable,
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

export function addVmalloc(table: BuiltinTable, world: KernelWorld): void {
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
