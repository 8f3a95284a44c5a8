// Pages and slots by place: the map agrees with the counts, and what is said to have changed is all that has.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlaceReading, SectionPlaces, SlabPlace } from "../../server/src/simulator/place-map.js";
import { gfp, MiB, machineOf, profileOf } from "./helpers.js";
import { apply, step } from "./random-calls.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
const x86 = profileOf("6.1", "x86_64", { nrCpus: 2 });

/** What a viewer knows who keeps the last reading of each section and slab. */
function createViewer() {
  const sections = new Map<number, SectionPlaces>();
  const slabs = new Map<number, SlabPlace>();
  return {
    take(reading: PlaceReading) {
      for (const section of reading.sections) sections.set(section.startPfn, section);
      for (const slab of reading.slabs) slabs.set(slab.pfn, slab);
    },
    knows(): PlaceReading {
      const ordered = [...sections.values()].sort((a, b) => a.startPfn - b.startPfn);
      const there = ordered.flatMap(({ blocks }) => blocks.filter(({ use }) => use === "slab"));
      return { sections: ordered, slabs: there.flatMap(({ pfn }) => slabs.get(pfn) ?? []) };
    },
  };
}

describe("the map of pages and slots", () => {
  it(`is the same by its changes as when it is read anew (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (steps, every) => {
        const machine = machineOf(x86, { memoryBytes: 64 * MiB, occupancy: "booted", tracksPlaces: true });
        const cache = machine.slabs.createCache({ name: "things", sizeBytes: 200 });
        if (!cache) throw new Error("no cache");
        const viewer = createViewer();
        viewer.take(machine.places.read("all"));
        const live: (() => void)[] = [];
        for (const [i, what] of steps.entries()) {
          machine.setSite(i + 1);
          apply(machine, cache, live, what);
          if (i % every === 0) viewer.take(machine.places.read("changed"));
        }
        viewer.take(machine.places.read("changed"));
        expect(viewer.knows()).toEqual(machine.places.read("all"));
      }),
      { seed, numRuns: 40 },
    );
  });

  it(`has every frame once and the pages that the zones count (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const machine = machineOf(x86, { memoryBytes: 64 * MiB, occupancy: "booted", reclaimablePages: 90 });
        const cache = machine.slabs.createCache({ name: "things", sizeBytes: 200 });
        if (!cache) throw new Error("no cache");
        const live: (() => void)[] = [];
        for (const what of steps) apply(machine, cache, live, what);
        const { sections, slabs } = machine.places.read("all");
        const pages = new Map<string, number>();
        let next = 0;
        for (const { pfn, order, use } of sections.flatMap(({ blocks }) => blocks)) {
          expect(pfn).toBe(next);
          expect(pfn % 2 ** order).toBe(0);
          next = pfn + 2 ** order;
          pages.set(use, (pages.get(use) ?? 0) + 2 ** order);
        }
        const sum = (of: (zone: ReturnType<typeof machine.pages.snapshot>[number]) => number): number =>
          machine.pages.snapshot().reduce((all, zone) => all + of(zone), 0);
        const counted = {
          free: sum(({ freePages }) => freePages),
          pcp: sum(({ pcpPages }) => pcpPages),
          slab: sum(({ use }) => use.slabPages),
          "large-kmalloc": sum(({ use }) => use.largeKmallocPages),
          pages: sum(({ use }) => use.directPages),
          vmalloc: sum(({ use }) => use.vmallocPages),
          dma: sum(({ use }) => use.dmaPages),
          "page-cache": sum(({ use }) => use.pageCachePages),
          system: sum(({ use }) => use.systemPages),
        };
        for (const [use, nrPages] of Object.entries(counted))
          expect([use, pages.get(use) ?? 0]).toEqual([use, nrPages]);
        for (const state of machine.slabs.snapshot()) {
          const own = slabs.filter((slab) => slab.cache === state.name);
          const nrLive = own.reduce(
            (all, { slots }) => all + slots.filter((slot) => slot !== undefined).length,
            0,
          );
          expect([state.name, own.length, nrLive]).toEqual([state.name, state.slabs, state.objects]);
        }
      }),
      { seed, numRuns: 30 },
    );
  });

  it("says who took each slot and each block", () => {
    const machine = machineOf(x86, { memoryBytes: 64 * MiB, tracksPlaces: true });
    const kernel = gfp(machine, "GFP_KERNEL");
    machine.places.read("all");
    machine.setSite(7);
    const first = machine.kmalloc.kmalloc(100, kernel);
    machine.setSite(9);
    machine.kmalloc.kmalloc(100, kernel);
    const pfn = machine.pages.allocPagesCall(kernel, 3);
    machine.setSite(11);
    machine.kmalloc.kfree(first);
    const { sections, slabs } = machine.places.read("changed");
    expect(slabs).toMatchObject([{ cache: "kmalloc-128", list: "cpu" }]);
    expect(slabs[0]?.slots.slice(0, 3)).toEqual([undefined, { site: 9 }, undefined]);
    expect(sections.flatMap(({ blocks }) => blocks).find((block) => block.pfn === pfn)).toEqual({
      pfn,
      order: 3,
      use: "pages",
      site: 9,
    });
    expect(machine.places.read("changed")).toEqual({ sections: [], slabs: [] });
  });
});
