// What the pages of a zone are used for: every part's pages counted where they lie, all of them, and none twice.

import { describe, expect, it } from "vitest";
import type { Machine } from "../../server/src/simulator/machine.js";
import type { ZoneUse } from "../../server/src/simulator/machine-state.js";
import { gfp, MiB, machineOf, profileOf } from "./helpers.js";

const x86 = profileOf("6.1", "x86_64", { nrCpus: 2 });

/** Pages in use by zone and kind, without the kinds that have none. */
function usesOf(machine: Machine): Record<string, Partial<ZoneUse>> {
  return Object.fromEntries(
    machine.pages
      .snapshot()
      .map(({ name, use }) => [
        name,
        Object.fromEntries(
          Object.entries(use).filter(([kind, nrPages]) => kind !== "systemPages" && nrPages !== 0),
        ),
      ]),
  );
}

function systemPages(machine: Machine): number {
  return machine.pages.snapshot().reduce((sum, { use }) => sum + use.systemPages, 0);
}

describe("the pages of a zone", () => {
  it("in use add up to what is neither free nor on per-cpu lists", () => {
    const machine = machineOf(x86, { memoryBytes: 96 * MiB, occupancy: "booted", reclaimablePages: 100 });
    machine.kmalloc.kmalloc(30, gfp(machine, "GFP_KERNEL"));
    for (const { managedPages, freePages, pcpPages, use } of machine.pages.snapshot()) {
      const used = Object.values(use).reduce((sum, nrPages) => sum + nrPages, 0);
      expect(freePages + pcpPages + used).toBe(managedPages);
    }
  });

  it("are counted for the part that took them, in the zone that they came from", () => {
    const machine = machineOf(x86, { memoryBytes: 96 * MiB });
    const kernel = gfp(machine, "GFP_KERNEL");
    const dma = gfp(machine, "GFP_KERNEL|__GFP_DMA");
    const device = { name: "dev", dmaMask: 2 ** 24 - 1, coherentDmaMask: 2 ** 24 - 1 };
    machine.kmalloc.kmalloc(30, kernel);
    machine.kmalloc.kmalloc(100_000, dma);
    machine.pages.allocPagesCall(kernel, 3);
    machine.pages.allocPagesExact(3 * 4096 + 1, kernel);
    machine.vmalloc.vmalloc(5 * 4096);
    machine.dma.allocCoherent(device, 3 * 4096, kernel);
    machine.driver.mempools.create("blocks", 3, { kind: "pages", order: 1 });
    // More than the first chunk holds: one page for each cpu.
    machine.driver.percpu.alloc(28 * 1024, 8, kernel);
    machine.driver.percpu.alloc(4096, 8, kernel);
    expect(usesOf(machine)).toEqual({
      DMA: { largeKmallocPages: 32, dmaPages: 4 },
      DMA32: { slabPages: 1, directPages: 12, vmallocPages: 5, mempoolPages: 6, percpuPages: 2 },
    });
    expect(machine.checkInvariants()).toEqual([]);
  });

  it("belong to nobody again when they are freed, whoever frees them", () => {
    const machine = machineOf(x86, { memoryBytes: 96 * MiB });
    const kernel = gfp(machine, "GFP_KERNEL");
    const before = systemPages(machine);
    machine.kmalloc.kfree(machine.kmalloc.kmalloc(100_000, kernel));
    machine.vmalloc.vfree(machine.vmalloc.vmalloc(9000));
    const exact = machine.pages.allocPagesExact(9000, kernel);
    machine.pages.freePagesExact(exact, 9000);
    // A driver that frees a slab's page as if it were its own.
    const object = machine.kmalloc.kmalloc(30, kernel);
    machine.pages.freePagesAt(object - (object % 4096), 0);
    expect(usesOf(machine)).toEqual({ DMA: {}, DMA32: {} });
    expect(systemPages(machine)).toBe(before);
    expect(machine.checkInvariants()).toEqual([]);
  });

  it("of highmem are counted there", () => {
    const machine = machineOf(profileOf("6.1", "i386"), { memoryBytes: 1200 * MiB });
    machine.vmalloc.vmalloc(7 * 4096);
    machine.pages.allocPagesCall(gfp(machine, "GFP_HIGHUSER"), 2);
    expect(usesOf(machine)["HighMem"]).toEqual({ vmallocPages: 7, directPages: 4 });
  });

  it("in the page cache shrink with it", () => {
    const machine = machineOf(x86, { memoryBytes: 96 * MiB, reclaimablePages: 500 });
    const cached = (): number =>
      machine.pages.snapshot().reduce((sum, { use }) => sum + use.pageCachePages, 0);
    expect(cached()).toBe(500);
    while (machine.pages.allocPagesCall(gfp(machine, "GFP_KERNEL|__GFP_NOWARN"), 0) !== undefined)
      if (cached() < 500) break;
    expect(cached()).toBe(machine.snapshot().reclaimablePages);
    expect(cached()).toBeLessThan(500);
  });
});
