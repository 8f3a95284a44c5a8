// Per-cpu areas: limits, placement, pages made when first needed.

import fc from "fast-check";
import { expect, it } from "vitest";
import { createPercpu } from "../../server/src/simulator/percpu.js";
import { faultsOf, gfp, machineOf, profileOf } from "./helpers.js";

function percpuMachine(nrCpus: number) {
  const machine = machineOf(profileOf("6.1", "x86_64", { nrCpus }));
  return { machine, percpu: createPercpu({ core: machine.core, pages: machine.pages }) };
}

it("gives each cpu its copy, one unit apart", () => {
  const { percpu } = percpuMachine(4);
  const area = percpu.alloc(100, 8);
  expect(percpu.addressOn(area, 0)).toBe(area);
  expect(percpu.addressOn(area, 3) - area).toBe(3 * percpu.snapshot().unitBytes);
  expect(percpu.addressOn(area, 4)).toBe(0);
  expect(percpu.snapshot()).toMatchObject({ unitBytes: 512 * 1024, nrChunks: 1, nrPages: 0 });
});

it("refuses more than 32 KiB, odd alignments, and frees of what is no area", () => {
  const { machine, percpu } = percpuMachine(2);
  expect(percpu.alloc(32 * 1024 + 1, 8)).toBe(0);
  expect(percpu.alloc(8, 24)).toBe(0);
  expect(faultsOf(machine).map(({ message }) => message)).toEqual([
    "illegal size (32769) or align (8) for percpu allocation",
    "illegal size (8) or align (24) for percpu allocation",
  ]);
  const area = percpu.alloc(8, 8);
  percpu.free(area);
  percpu.free(area);
  expect(faultsOf(machine).map(({ fault }) => fault)).toEqual(["wrong-free"]);
});

it("makes a page for every cpu when an area first needs it, never in atomic context", () => {
  const { machine, percpu } = percpuMachine(4);
  for (let n = 0; n < 7; n++) percpu.alloc(4096, 4096);
  expect(percpu.alloc(4096, 4096, gfp(machine, "GFP_ATOMIC"))).toBe(0);
  const area = percpu.alloc(4096, 4096);
  expect(percpu.snapshot()).toMatchObject({ nrChunks: 2, nrPages: 4 });
  percpu.free(area);
  expect(percpu.snapshot().nrPages).toBe(0);
  expect(machine.checkInvariants()).toEqual([]);
});

it("never lets areas overlap", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 9_000 }), fc.nat(8)), { maxLength: 80 }),
      (steps) => {
        const { machine, percpu } = percpuMachine(2);
        const live: number[] = [];
        for (const [isAlloc, bytes, shift] of steps) {
          if (isAlloc) live.push(percpu.alloc(bytes, 1 << shift));
          else percpu.free(live.splice(bytes % (live.length + 1), 1)[0] ?? 0);
          expect(percpu.checkInvariants()).toEqual([]);
        }
        for (const area of live) percpu.free(area);
        expect(percpu.snapshot()).toMatchObject({ areas: [], nrPages: 0 });
        expect(faultsOf(machine)).toEqual([]);
      },
    ),
    { numRuns: 30, seed: 31 },
  );
});
