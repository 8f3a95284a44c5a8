// The teaching samples run as they stand, and show what the texts that they come from say.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { panelModelOf } from "../../server/src/preview/panel-model.js";
import { runSnippetsOf } from "./run-sample.js";

const folder = join(import.meta.dirname, "../../samples");
const runs = (name: string) => runSnippetsOf(name, readFileSync(join(folder, name), "utf8"));

const names = [
  "kmalloc-module.c",
  "vmalloc-module.c",
  "malloc-main.c",
  "kmalloc-32.c",
  "malloc-states.c",
] as const;

/** The C of the course itself: of what we wrote into it only the line that makes it a snippet stays, without options. */
function withOneLine(text: string): string {
  return text
    .replace(/^[ \t]*\/\/ @kmem run.*$/gm, "// @kmem run")
    .replace(/^[ \t]*\/\/ @kmem (?!run).*\n/gm, "")
    .replace(/[ \t]*\/\/\?$/gm, "");
}

describe("the teaching samples", () => {
  it.each(names)("%s runs to its end and meets its expectations", (name) => {
    const all = runs(name);
    expect(all.length).toBeGreaterThan(0);
    for (const { run, failures } of all) {
      expect(failures).toEqual([]);
      expect(run.stop.reason).toBe("returned");
      expect(run.leaks).toEqual([]);
    }
    expect(all.flatMap(({ run }) => run.expectations).length).toBeGreaterThan(0);
  });

  it.each(names)("%s needs but the one line", (name) => {
    const text = withOneLine(readFileSync(join(folder, name), "utf8"));
    const bare = runSnippetsOf(name, text);
    expect(new Set(text.match(/\/\/ @kmem.*/g))).toEqual(new Set(["// @kmem run"]));
    const calls = (all: typeof bare) => all.map(({ run }) => run.events.map(({ line, ...event }) => event));
    expect(calls(bare)).toEqual(calls(runs(name).filter(({ run }) => run.injected === undefined)));
    for (const { run, failures } of bare) {
      expect(failures).toEqual([]);
      expect(run).toMatchObject({
        stop: { reason: "returned" },
        returned: "0",
        leaks: [],
        held: [],
        faults: [],
      });
      expect(panelModelOf(run, []).points).toHaveLength(run.events.length + 1);
    }
  });

  it("a module's 100 bytes are an object of kmalloc-128", () => {
    const [first] = runs("kmalloc-module.c");
    expect(first?.run.events).toMatchObject([
      { call: "kmalloc", requestedBytes: 100, allocatedBytes: 128, cache: "kmalloc-128", ok: true },
      { call: "kfree", freedBytes: 128, cache: "kmalloc-128", ok: true },
    ]);
  });

  it("a hundred numbers from vmalloc are one page and its guard", () => {
    const [first] = runs("vmalloc-module.c");
    expect(first?.run.events[0]).toMatchObject({ call: "vmalloc", requestedBytes: 400, pages: 1, ok: true });
  });

  it("five numbers of a program are a chunk of 32 bytes", () => {
    const [first] = runs("malloc-main.c");
    expect(first?.run.events[0]).toMatchObject({ call: "malloc", requestedBytes: 20, ok: true });
  });

  it("thirty bytes fill a slab of kmalloc-32 after 128 of them", () => {
    const [first] = runs("kmalloc-32.c");
    const cache = first?.run.snapshots[0]?.state.slabs?.find(({ name }) => name === "kmalloc-32");
    expect(cache).toMatchObject({ objectsPerSlab: 128, objects: 128, slabs: 1 });
  });

  it("the classic sequence of a heap has its nine states", () => {
    const [first] = runs("malloc-states.c");
    const states = first?.run.snapshots ?? [];
    expect(states.map(({ label }) => label)).toEqual([
      "1: start",
      "2: A = malloc(30K)",
      "3: B = malloc(40K)",
      "4: C = malloc(200K)",
      "5: D = malloc(100K)",
      "6: free(C)",
      "7: free(B)",
      "8: free(D)",
      "9: free(A)",
    ]);
    const mapped = states.map(({ state }) => state.heap?.mmaps.length ?? 0);
    expect(mapped).toEqual([0, 0, 0, 1, 1, 0, 0, 0, 0]);
    const brk = states.map(({ state }) => state.heap?.brkBytes ?? 0);
    // The heap is grown once for A and B, and once more for D, which does not fit into what is left of it.
    expect(brk[1]).toBe(135_168);
    expect(brk[4]).toBeGreaterThan(135_168);
    const inUse = states.map(({ state }) => state.heap?.inUseBytes ?? 0);
    // What stays after the last free is malloc's own: the thread cache, made at the first request.
    expect(inUse[0]).toBe(0);
    expect(inUse[8]).toBe((inUse[1] ?? 0) - 30_736);
  });
});
