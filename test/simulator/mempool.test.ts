// Pools with a reserve: what they serve when the allocator behind them fails, and misuse.

import { expect, it } from "vitest";
import { createMempools } from "../../server/src/simulator/mempool.js";
import { faultsOf, gfp, machineOf } from "./helpers.js";

function poolMachine() {
  const machine = machineOf();
  const { core, pages, slabs, kmalloc } = machine;
  return { machine, pools: createMempools({ core, pages, slabs, kmalloc }) };
}

it("serves exactly its reserve when the backing allocator fails", () => {
  const { machine, pools } = poolMachine();
  let isFailing = false;
  let next = 0x1000;
  const backing = {
    kind: "custom",
    alloc: () => {
      next += 64;
      return isFailing ? 0 : next;
    },
    free: () => undefined,
  } as const;
  for (const n of [1, 4, 16, 100]) {
    isFailing = false;
    const pool = pools.create(`pool-${n}`, n, backing);
    if (!pool) throw new Error("no pool");
    isFailing = true;
    const atomic = gfp(machine, "GFP_ATOMIC");
    const served = Array.from({ length: n + 3 }, () => pools.alloc(pool, atomic)).filter(
      (element) => element !== 0,
    );
    expect(served).toHaveLength(n);
    expect(pools.snapshot().find(({ name }) => name === pool.name)).toMatchObject({ reserved: 0, inUse: n });
    for (const element of served) pools.free(pool, element);
    expect(pools.snapshot().find(({ name }) => name === pool.name)).toMatchObject({ reserved: n, inUse: 0 });
    expect(pools.checkInvariants()).toEqual([]);
  }
  expect(faultsOf(machine)).toEqual([]);
});

it("prefers the allocator, and refills the reserve first", () => {
  const { machine, pools } = poolMachine();
  const pool = pools.create("io", 2, { kind: "kmalloc", sizeBytes: 200 });
  if (!pool) throw new Error("no pool");
  const element = pools.alloc(pool, gfp(machine, "GFP_KERNEL"));
  expect(machine.kmalloc.ksize(element)).toBe(256);
  expect(pools.snapshot()[0]).toMatchObject({ reserved: 2, inUse: 1 });
  pools.free(pool, element);
  pools.free(pool, element);
  expect(faultsOf(machine).map(({ fault }) => fault)).toEqual(["wrong-free"]);
  expect(pools.resize(pool, 5)).toBe(true);
  expect(pools.snapshot()[0]?.reserved).toBe(5);
});

it("tells who waits for ever, who clears nothing, and who destroys too early", () => {
  const { machine, pools } = poolMachine();
  const empty = pools.create("empty", 0, { kind: "custom", alloc: () => 0, free: () => undefined });
  if (!empty) throw new Error("no pool");
  expect(pools.alloc(empty, gfp(machine, "GFP_KERNEL"))).toBe(0);
  expect(faultsOf(machine)[0]?.message).toContain("sleeps until an element is freed");
  const pool = pools.create("pages", 3, { kind: "pages", order: 1 });
  if (!pool) throw new Error("no pool");
  pools.alloc(pool, gfp(machine, "GFP_ATOMIC|__GFP_ZERO"));
  expect(faultsOf(machine).map(({ fault }) => fault)).toEqual(["bad-gfp"]);
  pools.destroy(pool);
  expect(faultsOf(machine).map(({ fault }) => fault)).toEqual(["objects-left"]);
  pools.alloc(pool, 0);
  expect(faultsOf(machine).map(({ fault }) => fault)).toEqual(["use-after-free"]);
});

it("gives back what it took when the reserve can not be filled", () => {
  const { pools } = poolMachine();
  const given: number[] = [];
  let left = 3;
  const pool = pools.create("half", 5, {
    kind: "custom",
    alloc: () => (left-- > 0 ? 100 + left : 0),
    free: (element) => given.push(element),
  });
  expect(pool).toBeUndefined();
  expect(given).toEqual([100, 101, 102]);
});
