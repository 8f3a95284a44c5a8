// What a run may spend: memory counts while it is alive, and a loop that gives everything back goes on until its steps
// are spent. And the tables behind it find what a plain search finds.

import fc from "fast-check";
import { expect, it } from "vitest";
import { createAddressRanges } from "../../server/src/simulator/address-ranges.js";
import { createMemory, type MemoryObject } from "../../server/src/snippets/memory.js";
import { runOne } from "./check.js";

const loopOf = (body: string, before = ""): string =>
  `#include <linux/slab.h>\n${before}\n// @kmem run\nstatic int demo(void)\n{\n\tfor (;;) {\n${body}\n\t}\n}\n`;
const budget = { maxSteps: 60_000, maxMemoryBytes: 100_000 };

it.each([
  ["memory that is freed", "char *p = kmalloc(64, GFP_KERNEL); p[0] = 1; kfree(p);", ""],
  ["a local with an address", "char buffer[300]; buffer[0] = 1;", ""],
  ["the locals of a function", "fill();", "static void fill(void) { char buffer[300]; buffer[0] = 1; }"],
  [
    "a struct that is returned",
    "make();",
    "struct s { int a[30]; };\nstatic struct s make(void) { struct s s = { { 1 } }; return s; }",
  ],
  ["a cache that is destroyed", 'kmem_cache_destroy(kmem_cache_create("x", 64, 0, 0, NULL));', ""],
])("%s is given back", (_name, body, before) => {
  const { stop } = runOne(loopOf(body, before), { budget });
  expect(stop).toMatchObject({ reason: "budget", message: "stopped after 60000 steps" });
});

it("what is kept counts", () => {
  const { stop } = runOne(loopOf("kmalloc(64, GFP_KERNEL);"), { budget });
  expect(stop.message).toMatch(/need more than/);
});

it("a dead object is still known as dead", () => {
  const run = runOne(
    "#include <linux/slab.h>\n// @kmem run\nstatic int demo(void)\n{\n\tint *p = kmalloc(8, GFP_KERNEL);\n\t*p = 1;\n\tkfree(p);\n\treturn *p;\n}\n",
  );
  expect(run.faults[0]?.kind).toBe("use-after-free");
});

it("holes are found where a walk over all ranges finds them", () => {
  const action = fc.record({
    bytes: fc.integer({ min: 1, max: 40 }),
    pick: fc.nat(),
    isRemoval: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 1500 }), fc.boolean(), (actions, isUpwards) => {
      const ranges = createAddressRanges<{ start: number; bytes: number }>();
      const all: { start: number; bytes: number }[] = [];
      const top = 100_000;
      for (const { bytes, pick, isRemoval } of actions) {
        if (isRemoval && all.length > 0) {
          const [gone] = all.splice(pick % all.length, 1);
          if (gone) ranges.remove(gone);
          continue;
        }
        all.sort((a, b) => a.start - b.start);
        let at = isUpwards ? 0 : top;
        for (const range of isUpwards ? all : all.toReversed()) {
          if (isUpwards ? range.start - at >= bytes : at - range.start - range.bytes >= bytes) break;
          at = isUpwards ? range.start + range.bytes : range.start;
        }
        expect(isUpwards ? ranges.lowestHole(bytes, 0) : ranges.highestHole(bytes, top)).toBe(at);
        const made = { start: isUpwards ? at : at - bytes, bytes };
        all.push(made);
        ranges.add(made);
        expect(ranges.atOrBelow(made.start + bytes - 1)).toBe(made);
      }
      expect(ranges.all()).toEqual(all.sort((a, b) => a.start - b.start));
    }),
    { numRuns: 30 },
  );
});

it("objects of all sizes are found by the addresses they hold", () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 4096, max: 40_000_000 }));
  fc.assert(
    fc.property(
      fc.array(fc.record({ size, gap: fc.nat(5000), dies: fc.boolean() }), { maxLength: 80 }),
      (plan) => {
        const never = (): never => {
          throw new Error("no fault here");
        };
        const memory = createMemory({
          pointerBytes: 8,
          faults: { fatal: never, recorded: never, spendMemory: () => undefined },
        });
        let address = -0x1000_0000_0000;
        const objects = plan.map(({ size: sizeBytes, gap, dies }): [MemoryObject, boolean] => {
          const object = memory.create({ kind: "heap", name: "x", address, sizeBytes, content: "zero" });
          address += Math.max(sizeBytes, 1) + gap;
          return [object, dies];
        });
        for (const [object, dies] of objects) if (dies) memory.kill(object, 1, "kfree");
        for (const [object, dies] of objects) {
          const expected = dies ? undefined : object;
          expect(memory.find(object.address)).toBe(expected);
          expect(memory.find(object.address + Math.max(object.sizeBytes, 1) - 1)).toBe(expected);
        }
        expect(memory.find(address + 1)).toBeUndefined();
      },
    ),
  );
});
