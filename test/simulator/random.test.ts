// Random sequences of calls: after each step the books balance, and at the end everything can be given back.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MiB, machineOf, profileOf, usedPages } from "./helpers.js";
import { apply, step } from "./random-calls.js";

const machines = [
  ["6.1 x86_64", profileOf("6.1", "x86_64", { nrCpus: 2 })],
  ["6.12 x86_64", profileOf("6.12", "x86_64", { nrCpus: 2 })],
  ["6.1 i386 PAE", profileOf("6.1", "i386", { nrCpus: 2, pae: true })],
  ["5.10 arm64", profileOf("5.10", "arm64", { nrCpus: 2 })],
  ["4.19 x86_64", profileOf("4.19", "x86_64", { nrCpus: 2 })],
  ["2.6.32 x86_64", profileOf("2.6.32", "x86_64", { nrCpus: 2 })],
  ["2.6.10 i386", profileOf("2.6.10", "i386", { nrCpus: 2 })],
] as const;

describe("random sequences", () => {
  it.each(machines)("keep the books of %s", (_name, profile) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const machine = machineOf(profile, { memoryBytes: 96 * MiB, occupancy: "booted" });
        const start = usedPages(machine);
        const cache = machine.slabs.createCache({ name: "things", sizeBytes: 200 });
        if (!cache) throw new Error("no cache");
        const live: (() => void)[] = [];
        for (const what of steps) {
          apply(machine, cache, live, what);
          expect(machine.checkInvariants()).toEqual([]);
        }
        machine.core.task.cpu = 0;
        for (const give of live) give();
        expect(
          machine.takeEvents().filter((event) => event.kind === "fault" && event.fault !== "bad-gfp"),
        ).toEqual([]);
        machine.slabs.destroyCache(cache);
        for (const each of machine.slabs.caches()) machine.slabs.shrinkCache(each);
        machine.pages.drainAll();
        expect(machine.checkInvariants()).toEqual([]);
        expect(usedPages(machine)).toBe(start);
      }),
      { numRuns: 25, verbose: 1 },
    );
  });

  it("give the same events for the same calls", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const runs = [0, 1].map(() => {
          const machine = machineOf(profileOf("6.12", "x86_64", { nrCpus: 2 }), { recording: "everything" });
          const cache = machine.slabs.createCache({ name: "things", sizeBytes: 200 });
          if (!cache) throw new Error("no cache");
          const live: (() => void)[] = [];
          for (const what of steps) apply(machine, cache, live, what);
          return JSON.stringify([machine.takeEvents(), machine.snapshot()]);
        });
        expect(runs[0]).toBe(runs[1]);
      }),
      { numRuns: 10, verbose: 1 },
    );
  });
});
