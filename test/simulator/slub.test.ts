// Slabs across cpus and releases: who keeps what after a free, what shrink and destroy give back, what merging does.

import { describe, expect, it } from "vitest";
import type { Machine } from "../../server/src/simulator/machine.js";
import { cacheGeometry } from "../../server/src/simulator/slub-geometry.js";
import type { Cache } from "../../server/src/simulator/slub-types.js";
import { gfp, machineOf, profileOf } from "./helpers.js";

function cacheOf(machine: Machine, sizeBytes: number, name = "things"): Cache {
  const cache = machine.slabs.createCache({ name, sizeBytes });
  if (!cache) throw new Error("no cache");
  return cache;
}

function fill(machine: Machine, cache: Cache, count: number): number[] {
  const kernel = gfp(machine, "GFP_KERNEL");
  return Array.from({ length: count }, () => machine.slabs.allocObject(cache, kernel));
}

describe("frees from another cpu", () => {
  it("put full slabs on the freeing cpu's partial list", () => {
    const machine = machineOf(profileOf("6.1", "x86_64", { nrCpus: 2 }));
    const cache = cacheOf(machine, 512);
    const perSlab = cache.geometry.objectsPerSlab;
    const objects = fill(machine, cache, perSlab * 3);
    machine.core.task.cpu = 1;
    machine.slabs.freeObject(cache, objects[0] ?? 0);
    machine.slabs.freeObject(cache, objects[perSlab] ?? 0);
    expect(machine.slabs.sysfs(cache)).toMatchObject({ slabs: 3, partial: 0, cpuPartialSlabs: 2 });
    // The next allocation on that cpu takes the slab freed into last.
    const [again] = fill(machine, cache, 1);
    expect(again).toBe(objects[perSlab]);
    expect(machine.checkInvariants()).toEqual([]);
  });

  it("leave the slab of the other cpu where it is", () => {
    const machine = machineOf(profileOf("6.1", "x86_64", { nrCpus: 2 }));
    const cache = cacheOf(machine, 512);
    const [object = 0] = fill(machine, cache, 1);
    machine.core.task.cpu = 1;
    machine.slabs.freeObject(cache, object);
    expect(machine.slabs.sysfs(cache)).toMatchObject({
      slabs: 1,
      partial: 0,
      cpuSlabs: 1,
      cpuPartialSlabs: 0,
    });
  });
});

describe("releases", () => {
  /** Partial lists after every slab but the last lost its first object. */
  const afterFrees = (release: string) => {
    const machine = machineOf(profileOf(release));
    const cache = cacheOf(machine, 256);
    const perSlab = cache.geometry.objectsPerSlab;
    const objects = fill(machine, cache, perSlab * 30);
    for (let i = 0; i < 29; i++) machine.slabs.freeObject(cache, objects[i * perSlab] ?? 0);
    return machine.slabs.sysfs(cache);
  };

  it("before 3.2 have no cpu partial lists", () => {
    expect(afterFrees("2.6.32")).toMatchObject({ partial: 29, cpuPartialSlabs: 0 });
  });

  it("up to 5.15 flush theirs by free objects, later by slabs", () => {
    // 13 free objects are allowed: the 15th slab flushes the 14 before it, and so does the 29th.
    expect(afterFrees("5.10")).toMatchObject({ partial: 28, cpuPartialSlabs: 1 });
    // 52 objects of 16 a slab: seven slabs; each eighth flushes.
    expect(afterFrees("6.1")).toMatchObject({ partial: 28, cpuPartialSlabs: 1 });
    expect(cacheGeometry(profileOf("6.1"), { name: "x", sizeBytes: 256 })).toMatchObject({
      cpuPartial: 52,
      cpuPartialSlabs: 7,
    });
    expect(cacheGeometry(profileOf("5.10"), { name: "x", sizeBytes: 256 })).toMatchObject({ cpuPartial: 13 });
  });

  it("take another order where more cpus are", () => {
    const order = (nrCpus: number) =>
      cacheGeometry(profileOf("6.1", "x86_64", { nrCpus }), { name: "x", sizeBytes: 256 })?.order;
    expect([1, 2, 4, 8, 64].map(order)).toEqual([0, 0, 0, 1, 1]);
  });
});

describe("shrink and destroy", () => {
  it("give back all that is empty", () => {
    const machine = machineOf();
    const cache = cacheOf(machine, 100);
    const objects = fill(machine, cache, 5000);
    for (const object of objects) machine.slabs.freeObject(cache, object);
    expect(machine.slabs.sysfs(cache).slabs).toBe(8);
    machine.slabs.shrinkCache(cache);
    expect(machine.slabs.sysfs(cache).slabs).toBe(0);
    machine.slabs.destroyCache(cache);
    expect(cache.isAlive()).toBe(false);
    expect(machine.slabs.caches()).not.toContain(cache);
  });

  it("sort what is left, fullest first", () => {
    const machine = machineOf();
    const cache = cacheOf(machine, 512);
    const perSlab = cache.geometry.objectsPerSlab;
    const objects = fill(machine, cache, perSlab * 3);
    const from = (slab: number, count: number) => {
      for (let i = 0; i < count; i++) machine.slabs.freeObject(cache, objects[slab * perSlab + i] ?? 0);
    };
    from(0, 5);
    from(1, 1);
    machine.slabs.shrinkCache(cache);
    expect(fill(machine, cache, 1)[0]).toBe(objects[perSlab]);
  });
});

describe("merging", () => {
  it("names the cache that a stock kernel would use, and uses it when switched on", () => {
    const apart = machineOf();
    cacheOf(apart, 64, "mine");
    expect(apart.takeEvents().at(-1)).toMatchObject({ kind: "cache-created", mergedWith: "kmalloc-64" });
    const merged = machineOf(profileOf("6.1", "x86_64", { merge: true }));
    expect(cacheOf(merged, 64, "mine").name).toBe("kmalloc-64");
    expect(merged.takeEvents().at(-1)).toMatchObject({ kind: "cache-merged" });
  });

  it("leaves constructors and typesafe caches alone", () => {
    const machine = machineOf(profileOf("6.1", "x86_64", { merge: true }));
    for (const flags of [{ hasConstructor: true }, { typesafeByRcu: true }]) {
      const name = JSON.stringify(flags);
      expect(machine.slabs.createCache({ name, sizeBytes: 64, flags })?.name).toBe(name);
    }
    const noMerge = { name: "apart", sizeBytes: 64, flags: { noMerge: true } };
    expect(machine.slabs.createCache(noMerge)?.name).not.toBe("apart");
    const later = machineOf(profileOf("6.12", "x86_64", { merge: true }));
    expect(later.slabs.createCache(noMerge)?.name).toBe("apart");
  });
});
