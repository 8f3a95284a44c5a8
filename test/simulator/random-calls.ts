// Random calls of a machine's allocators, for properties that hold whatever a driver does.

import fc from "fast-check";
import type { Machine } from "../../server/src/simulator/machine.js";
import type { Cache } from "../../server/src/simulator/slub-types.js";
import { gfp } from "./helpers.js";

export type Step =
  | { readonly kind: "kmalloc"; readonly size: number; readonly mask: number }
  | { readonly kind: "pages"; readonly order: number; readonly mask: number }
  | { readonly kind: "object" }
  | { readonly kind: "vmalloc"; readonly size: number }
  | { readonly kind: "exact"; readonly size: number }
  | { readonly kind: "coherent"; readonly size: number }
  | { readonly kind: "free"; readonly which: number }
  | { readonly kind: "cpu"; readonly cpu: number }
  | { readonly kind: "shrink" }
  | { readonly kind: "drain" };

const masks = [
  "GFP_KERNEL",
  "GFP_ATOMIC",
  "GFP_NOWAIT",
  "GFP_KERNEL|__GFP_DMA",
  "GFP_KERNEL|__GFP_RECLAIMABLE",
  "GFP_HIGHUSER_MOVABLE",
];

export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("kmalloc" as const),
    size: fc.integer({ min: 0, max: 70_000 }),
    mask: fc.nat(4),
  }),
  fc.record({ kind: fc.constant("pages" as const), order: fc.nat(10), mask: fc.nat(5) }),
  fc.record({ kind: fc.constant("object" as const) }),
  fc.record({ kind: fc.constant("vmalloc" as const), size: fc.integer({ min: 1, max: 200_000 }) }),
  fc.record({ kind: fc.constant("exact" as const), size: fc.integer({ min: 1, max: 100_000 }) }),
  fc.record({ kind: fc.constant("coherent" as const), size: fc.integer({ min: 1, max: 50_000 }) }),
  fc.record({ kind: fc.constant("free" as const), which: fc.nat(1000) }),
  fc.record({ kind: fc.constant("free" as const), which: fc.nat(1000) }),
  fc.record({ kind: fc.constant("cpu" as const), cpu: fc.nat(1) }),
  fc.record({ kind: fc.constant("shrink" as const) }),
  fc.record({ kind: fc.constant("drain" as const) }),
);

/** Applies one step; what it took is pushed as the action that gives it back. */
export function apply(machine: Machine, cache: Cache, live: (() => void)[], what: Step): void {
  const maskOf = (index: number) => gfp(machine, `${masks[index] ?? "GFP_KERNEL"}|__GFP_NOWARN`);
  const kernel = gfp(machine, "GFP_KERNEL");
  switch (what.kind) {
    case "kmalloc": {
      const address = machine.kmalloc.kmalloc(what.size, maskOf(what.mask));
      if (address !== 0) live.push(() => machine.kmalloc.kfree(address));
      return;
    }
    case "pages": {
      const pfn = machine.pages.allocPagesCall(maskOf(what.mask), what.order);
      if (pfn !== undefined) live.push(() => machine.pages.freePagesCall(pfn, what.order));
      return;
    }
    case "object": {
      const address = machine.slabs.allocObject(cache, kernel);
      if (address !== 0) live.push(() => machine.slabs.freeObject(cache, address));
      return;
    }
    case "vmalloc": {
      const address = machine.vmalloc.vmalloc(what.size);
      if (address !== 0) live.push(() => machine.vmalloc.vfree(address));
      return;
    }
    case "exact": {
      const address = machine.pages.allocPagesExact(what.size, kernel);
      if (address !== 0) live.push(() => machine.pages.freePagesExact(address, what.size));
      return;
    }
    case "coherent": {
      const device = { name: "dev", dmaMask: 2 ** 32 - 1, coherentDmaMask: 2 ** 32 - 1 };
      const buffer = machine.dma.allocCoherent(device, what.size, kernel);
      if (buffer) live.push(() => machine.dma.freeCoherent(device, what.size, buffer));
      return;
    }
    case "free": {
      const [give] = live.length > 0 ? live.splice(what.which % live.length, 1) : [];
      give?.();
      return;
    }
    case "cpu":
      machine.core.task.cpu = what.cpu;
      return;
    case "shrink":
      machine.slabs.shrinkCache(cache);
      return;
    case "drain":
      machine.pages.drainAll();
  }
}
