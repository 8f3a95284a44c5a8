// kmap slots, the stack of local maps, and machines without highmem.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHighmem } from "../../server/src/simulator/highmem.js";
import { faultsOf, GiB, gfp, machineOf, profileOf } from "./helpers.js";

function highmemMachine(release = "6.1", pae = false) {
  const machine = machineOf(profileOf(release, "i386", { pae }), { memoryBytes: 2 * GiB });
  const highmem = createHighmem({ core: machine.core });
  const takePage = (): number => machine.pages.allocPages(gfp(machine, "GFP_HIGHUSER"), 0) ?? 0;
  return { machine, highmem, takePage };
}

describe("kmap", () => {
  it("gives slots in turn, and one page one slot", () => {
    const { machine, highmem, takePage } = highmemMachine();
    const [a, b] = [takePage(), takePage()];
    expect(highmem.isHighmem(a)).toBe(true);
    expect(highmem.pageAddress(a)).toBe(0);
    const start = machine.core.layout.pkmapStart ?? 0;
    expect(highmem.kmap(a)).toBe(start + 4096);
    expect(highmem.kmap(b)).toBe(start + 2 * 4096);
    expect(highmem.kmap(a)).toBe(start + 4096);
    expect(highmem.pageAddress(a)).toBe(start + 4096);
    expect(highmem.snapshot().slots.map(({ slot, users }) => [slot, users])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    highmem.kunmap(a);
    highmem.kunmap(a);
    expect(faultsOf(machine)).toEqual([]);
    highmem.kunmap(a);
    expect(faultsOf(machine)[0]?.message).toMatch(/kernel BUG: kunmap\(\) of page \d+, which is not mapped/);
  });

  it("keeps an unused slot until the window has been gone through", () => {
    const { highmem, takePage } = highmemMachine();
    const page = takePage();
    const first = highmem.kmap(page);
    highmem.kunmap(page);
    expect(highmem.kmap(page)).toBe(first);
    highmem.kunmap(page);
    const other = takePage();
    expect(highmem.kmap(other)).toBe(first + 4096);
  });

  it("waits for ever when all slots are ours: 1024 without PAE, 512 with", () => {
    for (const [pae, nrSlots] of [[false, 1024] as const, [true, 512] as const]) {
      const { machine, highmem, takePage } = highmemMachine("6.1", pae);
      expect(highmem.snapshot().nrSlots).toBe(nrSlots);
      for (let n = 0; n < nrSlots; n++) expect(highmem.kmap(takePage())).not.toBe(0);
      expect(faultsOf(machine)).toEqual([]);
      expect(highmem.kmap(takePage())).toBe(0);
      expect(faultsOf(machine)[0]?.message).toContain(`all ${nrSlots} pkmap slots are in use`);
      expect(highmem.checkInvariants()).toEqual([]);
    }
  });

  it("may sleep, and is page_address() for a page of lowmem", () => {
    const { machine, highmem } = highmemMachine();
    const low = machine.pages.allocPages(gfp(machine, "GFP_KERNEL"), 0) ?? 0;
    machine.core.task.spinlockDepth = 1;
    expect(highmem.kmap(low)).toBe(0xc000_0000 + low * 4096);
    expect(faultsOf(machine).map(({ fault }) => fault)).toEqual(["sleep-in-atomic"]);
  });
});

describe("short-lived maps", () => {
  it("are a stack of fixmap slots, and kmap_atomic() keeps the task from sleeping", () => {
    const { machine, highmem, takePage } = highmemMachine();
    const [a, b] = [highmem.kmapAtomic(takePage()), highmem.kmapAtomic(takePage())];
    expect(a - b).toBe(4096);
    expect(machine.core.task).toMatchObject({ preemptDepth: 2, pagefaultDisableDepth: 2 });
    machine.kmalloc.kmalloc(10, gfp(machine, "GFP_KERNEL"));
    expect(faultsOf(machine).map(({ fault }) => fault)).toEqual(["sleep-in-atomic"]);
    highmem.kunmapAtomic(b);
    highmem.kunmapAtomic(a);
    expect(machine.core.task).toMatchObject({ preemptDepth: 0, pagefaultDisableDepth: 0 });
    expect(faultsOf(machine)).toEqual([]);
  });

  it("must be undone newest first", () => {
    const { machine, highmem, takePage } = highmemMachine();
    const [a, b] = [highmem.kmapLocal(takePage()), highmem.kmapLocal(takePage())];
    highmem.kunmapLocal(a);
    expect(faultsOf(machine)[0]?.message).toContain("out of order");
    expect(highmem.snapshot().localMaps).toHaveLength(1);
    highmem.kunmapLocal(b + 0x1000_0000);
    expect(faultsOf(machine)[0]?.message).toContain("not mapped");
  });

  it("end at sixteen, the last of which is never given", () => {
    const { machine, highmem, takePage } = highmemMachine();
    for (let n = 0; n < 15; n++) expect(highmem.kmapLocal(takePage())).not.toBe(0);
    expect(highmem.kmapLocal(takePage())).toBe(0);
    expect(faultsOf(machine)[0]).toMatchObject({ fault: "highmem-misuse", isFatal: true });
  });

  it("are page_address() where there is no highmem", () => {
    const machine = machineOf();
    const highmem = createHighmem({ core: machine.core });
    const page = machine.pages.allocPages(gfp(machine, "GFP_KERNEL"), 0) ?? 0;
    expect(highmem.kmapLocal(page)).toBe(highmem.kmap(page));
    expect(highmem.snapshot().nrSlots).toBe(0);
  });
});

it("keeps slots and pages one to one in any order of maps", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.boolean()), { maxLength: 200 }), (steps) => {
      const { machine, highmem, takePage } = highmemMachine();
      const pages = Array.from({ length: 10 }, takePage);
      const users = pages.map(() => 0);
      for (const [index, isMap] of steps) {
        const page = pages[index] ?? 0;
        if (!isMap && (users[index] ?? 0) === 0) continue;
        if (isMap) expect(highmem.pfnBehind(highmem.kmap(page))).toBe(page);
        else highmem.kunmap(page);
        users[index] = (users[index] ?? 0) + (isMap ? 1 : -1);
        expect(highmem.checkInvariants()).toEqual([]);
      }
      expect(faultsOf(machine)).toEqual([]);
    }),
    { numRuns: 15, seed: 77 },
  );
});
