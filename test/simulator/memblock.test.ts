// Boot memory: memblock from above, bootmem from below, and the hand-over to the buddy allocator.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBootMemory } from "../../server/src/simulator/memblock.js";
import { addRange, freeRanges, removeRange } from "../../server/src/simulator/physical-ranges.js";
import { ramRanges, zoneSpecs } from "../../server/src/simulator/zone-specs.js";
import { faultsOf, MiB, machineOf, profileOf } from "./helpers.js";

function bootMachine(release: string, ...memory: readonly (readonly [start: number, bytes: number])[]) {
  const machine = machineOf(profileOf(release, release === "2.6.10" ? "i386" : "x86_64"));
  const boot = createBootMemory({ core: machine.core, lowmemEnd: 896 * MiB });
  for (const [start, bytes] of memory) boot.add(start, bytes);
  return { machine, boot };
}

describe("a machine that is booting", () => {
  it("has no page before the hand-over, and then all that an empty machine has", () => {
    for (const [release, arch, memoryBytes] of [
      ["6.1", "x86_64", 512 * MiB],
      ["6.1", "x86_64", 6144 * MiB],
      ["6.1", "i386", 1200 * MiB],
      ["5.10", "arm64", 1024 * MiB],
      ["2.6.10", "i386", 256 * MiB],
    ] as const) {
      const profile = profileOf(release, arch);
      const booting = machineOf(profile, { memoryBytes, phase: "booting" });
      expect(booting.snapshot().zones.filter(({ freePages }) => freePages > 0)).toEqual([]);
      expect(booting.pages.allocPagesCall(0, 0)).toBeUndefined();
      booting.handOverBootMemory();
      const empty = machineOf(profile, { memoryBytes });
      const zonesOf = (machine: typeof empty) =>
        machine.snapshot().zones.map(({ name, freePages, freeByOrder, min, high }) => ({
          name,
          freePages,
          freeByOrder,
          min,
          high,
        }));
      expect(zonesOf(booting)).toEqual(zonesOf(empty));
      expect(booting.checkInvariants()).toEqual([]);
    }
  });

  it("keeps from the page allocator what was taken before", () => {
    const booting = machineOf(profileOf(), { phase: "booting" });
    const taken = booting.boot?.alloc({ sizeBytes: 2 * MiB, alignBytes: 2 * MiB }) ?? 0;
    booting.handOverBootMemory();
    const blocks = booting.places.read("all").sections.flatMap((section) => section.blocks);
    const inside = blocks.filter(({ pfn }) => pfn >= taken / 4096 && pfn < taken / 4096 + 512);
    expect(inside.map(({ use }) => use)).not.toContain("free");
    expect(booting.boot?.alloc({ sizeBytes: 100 })).toBe(0);
  });
});

describe("memblock", () => {
  it("gives from above, aligned, and never page 0", () => {
    const { machine, boot } = bootMachine("6.1", [0, 16 * MiB]);
    expect(boot.alloc({ sizeBytes: 4096, alignBytes: 4096 })).toBe(16 * MiB - 4096);
    expect(boot.alloc({ sizeBytes: 100 })).toBe(16 * MiB - 4096 - 128);
    expect(boot.alloc({ sizeBytes: 4096, alignBytes: 4096, limit: 2 * 4096 })).toBe(4096);
    expect(boot.alloc({ sizeBytes: 4096, limit: 4096 })).toBe(0);
    expect(machine.takeEvents().at(-1)).toMatchObject({ kind: "allocation-failed", reason: "out-of-memory" });
    expect(boot.alloc({ sizeBytes: 4096, minAddress: 17 * MiB })).toBe(0);
  });

  it("joins ranges that touch and cuts them when they are freed", () => {
    const { boot } = bootMachine("6.1", [0, MiB], [MiB, MiB], [4 * MiB, MiB]);
    boot.reserve(100, 50);
    boot.reserve(150, 50);
    expect(boot.snapshot()).toMatchObject({
      memory: [
        { start: 0, end: 2 * MiB },
        { start: 4 * MiB, end: 5 * MiB },
      ],
      reserved: [{ start: 100, end: 200 }],
    });
    boot.free(120, 10);
    expect(boot.snapshot().reserved).toEqual([
      { start: 100, end: 120 },
      { start: 130, end: 200 },
    ]);
    expect(boot.checkInvariants()).toEqual([]);
  });

  it("hands whole pages over in the largest aligned blocks, and is closed then", () => {
    const { machine, boot } = bootMachine("6.1", [0, 16 * MiB]);
    boot.reserve(0, 4097);
    const blocks = boot.handOver();
    expect(blocks.slice(0, 4)).toEqual([
      { pfn: 2, order: 1 },
      { pfn: 4, order: 2 },
      { pfn: 8, order: 3 },
      { pfn: 16, order: 4 },
    ]);
    expect(blocks.at(-1)).toEqual({ pfn: 3072, order: 10 });
    expect(blocks.reduce((sum, { order }) => sum + 2 ** order, 0)).toBe(4094);
    boot.alloc({ sizeBytes: 10 });
    expect(faultsOf(machine)[0]?.message).toContain("after the page allocator took over");
  });

  it("hands over as many pages as the machine's zones start with", () => {
    const profile = profileOf();
    const machine = machineOf(profile);
    const boot = createBootMemory({ core: machine.core, lowmemEnd: Number.MAX_SAFE_INTEGER });
    for (const { start, end } of ramRanges(profile, 512 * MiB)) boot.add(start * 4096, (end - start) * 4096);
    const specs = zoneSpecs(profile, 512 * MiB, undefined);
    const free = specs
      .flatMap((spec) => spec.freeAtBoot)
      .map(({ start, end }) => ({ start: start * 4096, end: end * 4096 }));
    for (const { start, end } of freeRanges(boot.snapshot().memory, free)) boot.reserve(start, end - start);
    const handed = boot.handOver().reduce((sum, { order }) => sum + 2 ** order, 0);
    expect(handed).toBe(machine.snapshot().zones.reduce((sum, { freePages }) => sum + freePages, 0));
  });
});

describe("bootmem", () => {
  it("starts with everything reserved, gives from below, and packs small requests into a page", () => {
    const { boot } = bootMachine("2.6.10", [0, 16 * MiB]);
    expect(boot.alloc({ sizeBytes: 1 })).toBe(0);
    boot.free(MiB, 15 * MiB);
    expect(boot.alloc({ sizeBytes: 100 })).toBe(MiB);
    expect(boot.alloc({ sizeBytes: 100 })).toBe(MiB + 128);
    expect(boot.alloc({ sizeBytes: 4096, alignBytes: 4096 })).toBe(MiB + 4096);
    expect(boot.alloc({ sizeBytes: 100, minAddress: 8 * MiB })).toBe(8 * MiB);
    expect(boot.alloc({ sizeBytes: 2 * MiB, minAddress: 15 * MiB })).toBe(MiB + 2 * 4096);
  });

  it("panics without memory, and dies of a page freed twice", () => {
    const { machine, boot } = bootMachine("2.6.10", [0, MiB]);
    boot.free(0x10000, 0x10000);
    boot.alloc({ sizeBytes: MiB });
    boot.free(0x10000, 0x1000);
    expect(faultsOf(machine).map(({ message }) => message)).toEqual([
      "Kernel panic - not syncing: Out of memory",
      "kernel BUG: a page is freed that is not reserved",
    ]);
  });
});

it("range lists agree with a set of their points", () => {
  const span = fc.tuple(fc.boolean(), fc.nat(60), fc.nat(12));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), (steps) => {
      let ranges: readonly { start: number; end: number }[] = [];
      const points = new Set<number>();
      for (const [isAdded, start, length] of steps) {
        const range = { start, end: start + length };
        ranges = isAdded ? addRange(ranges, range) : removeRange(ranges, range);
        for (let point = start; point < range.end; point++) {
          if (isAdded) points.add(point);
          else points.delete(point);
        }
        const covered = ranges.flatMap(({ start: from, end }) =>
          Array.from({ length: end - from }, (_, index) => from + index),
        );
        expect(covered).toEqual([...points].sort((a, b) => a - b));
      }
    }),
    { numRuns: 200, seed: 5 },
  );
});
