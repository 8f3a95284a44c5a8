// What a mask may take: zones in order, marks, reserves, and the slow path's steps, in several releases.

import { describe, expect, it } from "vitest";
import type { Machine } from "../../server/src/simulator/machine.js";
import { GiB, gfp, MiB, machineOf, profileOf } from "./helpers.js";

/** Takes single pages until it fails; pages taken by zone. */
function deplete(machine: Machine, mask: string, order = 0): Map<string, number> {
  const taken = new Map<string, number>();
  for (;;) {
    const pfn = machine.pages.allocPages(gfp(machine, mask), order);
    if (pfn === undefined) return taken;
    const zone = machine.pages.zoneNameOf(pfn);
    taken.set(zone, (taken.get(zone) ?? 0) + 1);
  }
}

function zone(machine: Machine, name: string) {
  const found = machine.snapshot().zones.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no zone ${name}`);
  return found;
}

describe("zones of a mask", () => {
  it("fall back from Normal to DMA32, and leave DMA to those who ask for it", () => {
    const machine = machineOf(profileOf(), {
      memoryBytes: 4 * GiB,
      sysctls: { watermarkBoostFactor: 0 },
    });
    const taken = deplete(machine, "GFP_NOWAIT|__GFP_NOWARN");
    expect([...taken.keys()]).toEqual(["Normal", "DMA32"]);
    expect(zone(machine, "DMA").freePages).toBe(3840);
    expect(deplete(machine, "GFP_NOWAIT|__GFP_DMA|__GFP_NOWARN").get("DMA")).toBeGreaterThan(3700);
  });

  it("reach highmem only with __GFP_HIGHMEM", () => {
    const profile = profileOf("6.1", "i386", { pae: true });
    const kernel = deplete(machineOf(profile, { memoryBytes: 2 * GiB }), "GFP_KERNEL|__GFP_NORETRY");
    expect(kernel.has("HighMem")).toBe(false);
    const user = deplete(machineOf(profile, { memoryBytes: 2 * GiB }), "GFP_HIGHUSER|__GFP_NORETRY");
    expect([...user.keys()]).toEqual(["HighMem", "Normal", "DMA"]);
  });

  it("reach Movable only with __GFP_MOVABLE and __GFP_HIGHMEM", () => {
    const config = { memoryBytes: 512 * MiB, kernelcoreBytes: 256 * MiB };
    expect(deplete(machineOf(profileOf(), config), "GFP_HIGHUSER|__GFP_NORETRY").has("Movable")).toBe(false);
    expect(deplete(machineOf(profileOf(), config), "GFP_HIGHUSER_MOVABLE|__GFP_NORETRY").has("Movable")).toBe(
      true,
    );
  });

  it("that exclude each other are a fault", () => {
    const machine = machineOf();
    machine.pages.allocPagesCall(gfp(machine, "__GFP_DMA|__GFP_DMA32"), 0);
    expect(machine.takeEvents()[0]).toMatchObject({ kind: "fault", fault: "bad-gfp" });
  });
});

describe("depth of a mask", () => {
  const sysctls = { watermarkBoostFactor: 0 };
  /** Free pages of the largest lowmem zone, in shares of its min mark, when the mask fails. */
  const depth = (release: string, mask: string, set: (machine: Machine) => void = () => {}): number => {
    const machine = machineOf(profileOf(release), { sysctls });
    set(machine);
    deplete(machine, `${mask}|__GFP_NOWARN`);
    const last = machine.snapshot().zones.at(-1);
    return (last?.freePages ?? 0) / (last?.min ?? 1);
  };

  it.each(["6.1", "5.10", "4.19", "2.6.32", "2.6.10"])("of GFP_ATOMIC is 3/8 of min in %s", (release) => {
    expect(depth(release, "GFP_ATOMIC")).toBeGreaterThan(0.32);
    expect(depth(release, "GFP_ATOMIC")).toBeLessThanOrEqual(3 / 8 + 0.01);
  });

  it("of GFP_NOWAIT is min since 4.4, and 3/4 of it when not waiting was enough", () => {
    expect(depth("6.1", "GFP_NOWAIT")).toBeGreaterThan(0.95);
    expect(depth("5.10", "GFP_NOWAIT")).toBeGreaterThan(0.95);
    expect(depth("2.6.32", "GFP_NOWAIT")).toBeLessThan(0.76);
  });

  it("of __GFP_HIGH with reclaim, and of a real-time task, is half of min in 6.1", () => {
    const half = depth("6.1", "GFP_KERNEL|__GFP_HIGH|__GFP_NORETRY");
    expect(half).toBeLessThanOrEqual(0.51);
    expect(half).toBeGreaterThan(0.45);
    const realtime = depth("6.1", "GFP_KERNEL|__GFP_NORETRY", (machine) => {
      machine.core.task.isRealtime = true;
    });
    expect(realtime).toBeCloseTo(half, 1);
  });

  it("of a memalloc task is the last page, unless __GFP_NOMEMALLOC", () => {
    const memalloc = (machine: Machine) => {
      machine.core.task.isMemalloc = true;
    };
    expect(depth("6.1", "GFP_NOWAIT", memalloc)).toBe(0);
    expect(depth("6.1", "GFP_NOWAIT|__GFP_NOMEMALLOC", memalloc)).toBeGreaterThan(0.9);
    expect(depth("6.1", "GFP_NOWAIT|__GFP_MEMALLOC")).toBe(0);
  });

  it("of a large block also needs such a block: 2.6.32 halves the mark per order", () => {
    const machine = machineOf(profileOf("2.6.32"), { sysctls });
    deplete(machine, "GFP_NOWAIT|__GFP_NOWARN", 3);
    expect(machine.pages.allocPages(gfp(machine, "GFP_NOWAIT"), 0)).toBeDefined();
  });
});

describe("the slow path", () => {
  it("wakes kswapd, reclaims page cache and goes on", () => {
    const machine = machineOf(profileOf(), { memoryBytes: 128 * MiB, reclaimablePages: 2000 });
    const kernel = gfp(machine, "GFP_KERNEL");
    for (let i = 0; machine.snapshot().reclaimablePages > 1500; i++) {
      expect(i).toBeLessThan(100_000);
      machine.pages.allocPagesCall(kernel, 0);
    }
    const kinds = new Set(machine.takeEvents().map((event) => event.kind));
    expect(kinds).toContain("kswapd-woken");
    expect(machine.checkInvariants()).toEqual([]);
  });

  it("compacts: moves page cache out of a block, where there are pages to move it to", () => {
    const machine = machineOf(profileOf(), { memoryBytes: 256 * MiB, reclaimablePages: 30_000 });
    const kernel = gfp(machine, "GFP_KERNEL|__GFP_NORETRY|__GFP_NOWARN");
    const small = Array.from({ length: 200 }, () => machine.pages.allocPages(kernel, 4));
    while (machine.pages.allocPages(kernel, 9) !== undefined);
    small.forEach((pfn, i) => {
      if (pfn !== undefined && i % 2 === 0) machine.pages.freePages(pfn, 4);
    });
    machine.takeEvents();
    expect(machine.pages.allocPages(kernel, 9)).toBeDefined();
    expect(machine.takeEvents().find((event) => event.kind === "compacted")).toMatchObject({ order: 9 });
    expect(machine.snapshot().reclaimablePages).toBe(30_000);
    expect(machine.checkInvariants()).toEqual([]);
  });

  it("calls the OOM killer for small orders only, and never for __GFP_NORETRY", () => {
    const oomAfter = (mask: string, order: number): boolean => {
      const machine = machineOf(profileOf(), { memoryBytes: 128 * MiB });
      deplete(machine, `${mask}|__GFP_NORETRY|__GFP_NOWARN`, 0);
      machine.takeEvents();
      machine.pages.allocPagesCall(gfp(machine, mask), order);
      return machine.takeEvents().some((event) => event.kind === "oom-killed");
    };
    expect(oomAfter("GFP_KERNEL", 0)).toBe(true);
    expect(oomAfter("GFP_KERNEL", 4)).toBe(false);
    expect(oomAfter("GFP_KERNEL|__GFP_NORETRY", 0)).toBe(false);
    expect(oomAfter("GFP_ATOMIC", 0)).toBe(false);
  });

  it("serves __GFP_NOFAIL from the reserves, and says when it would never end", () => {
    const machine = machineOf(profileOf(), { memoryBytes: 96 * MiB });
    deplete(machine, "GFP_KERNEL|__GFP_NORETRY|__GFP_NOWARN");
    expect(machine.pages.allocPages(gfp(machine, "GFP_KERNEL|__GFP_NOFAIL"), 0)).toBeDefined();
    deplete(machine, "GFP_NOWAIT|__GFP_MEMALLOC|__GFP_NOWARN");
    machine.takeEvents();
    machine.pages.allocPagesCall(gfp(machine, "GFP_KERNEL|__GFP_NOFAIL"), 0);
    expect(machine.takeEvents().map((event) => event.kind)).toContain("nofail-endless");
  });

  it("reserves pageblocks for atomic blocks: 1 % and one in 6.1, 1 % rounded up in 6.12, none in 2.6.32", () => {
    const reserved = (release: string): number => {
      const machine = machineOf(profileOf(release), { memoryBytes: 4 * GiB });
      deplete(machine, "GFP_ATOMIC|__GFP_NOWARN", 1);
      return zone(machine, "DMA32").highatomicPages;
    };
    expect(reserved("6.1")).toBe(8192);
    expect(reserved("6.12")).toBe(7680);
    expect(reserved("2.6.32")).toBe(0);
  });

  it("boosts the marks when a pageblock is stolen, since 5.0", () => {
    const boost = (release: string): number => {
      const machine = machineOf(profileOf(release), { occupancy: "booted" });
      deplete(machine, "GFP_NOWAIT|__GFP_NOWARN");
      deplete(machine, "GFP_NOWAIT|__GFP_MEMALLOC|__GFP_NOWARN");
      return zone(machine, "DMA32").boost;
    };
    expect(boost("6.1")).toBeGreaterThanOrEqual(512);
    expect(boost("5.0")).toBeGreaterThanOrEqual(512);
    expect(boost("4.19")).toBe(0);
  });
});
