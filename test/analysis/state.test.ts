// States: what taking and giving back leave, also where the two do not fit, and what an assignment makes forgotten.

import { describe, expect, it } from "vitest";
import {
  acquire,
  assign,
  emptyState,
  type FlowState,
  forgetMemory,
  type Held,
  type HeldEffect,
  heldEffects,
  heldKey,
  learn,
  release,
} from "../../server/src/analysis/state.js";
import { exactly } from "../../server/src/analysis/values.js";

/** Each call of it stands in another place of the text. */
function held(effect: HeldEffect, key: string, at: number, isInherited = false): Held {
  const place = { file: "x.c", functionName: "f", span: { start: at, end: at + 1 } };
  return { effect, key, by: "lock", lockText: key, place, isInherited };
}

function holding(...items: readonly Held[]): FlowState {
  return items.reduce(acquire, emptyState);
}

function keysOf(state: FlowState): readonly string[] {
  return state.held.map((item) => `${item.effect} ${item.key}`.trim());
}

describe("taking", () => {
  it("counts nesting of what nests, up to a bound", () => {
    const nested = holding(...[1, 2, 3, 4, 5, 6].map((at) => held("preempt", "", at)));
    expect(nested.held.length).toBeGreaterThanOrEqual(2);
    expect(nested.held.length).toBeLessThan(6);
  });

  it("counts a spinning lock once that the same call takes again", () => {
    expect(keysOf(holding(held("spin", "d[i].lock", 7), held("spin", "d[i].lock", 7)))).toEqual([
      "spin d[i].lock",
    ]);
    expect(keysOf(holding(held("spin", "a.lock", 7), held("spin", "b.lock", 7)))).toHaveLength(2);
  });

  it("leaves out what allows sleeping", () => {
    expect(heldEffects(["sleeplock", "srcu", "migrate"])).toEqual([]);
    expect(heldEffects(["spin", "preempt", "irq"])).toEqual(["spin", "irq"]);
    expect(heldEffects(["preempt", "rcu"])).toEqual(["preempt", "rcu"]);
  });
});

describe("giving back", () => {
  it.each<[string, FlowState, string, readonly string[]]>([
    [
      "the same lock",
      holding(held("spin", "a.lock", 1), held("spin", "b.lock", 2)),
      "a.lock",
      ["spin b.lock"],
    ],
    ["a path with the same end", holding(held("spin", "d.hw.lock", 1)), "hw.lock", []],
    [
      "the last of two such",
      holding(held("spin", "a.lock", 1), held("spin", "b.lock", 2)),
      "c.lock",
      ["spin a.lock"],
    ],
    ["an unnamed one", holding(held("spin", "?", 1)), "d.lock", []],
    ["by an unnamed one", holding(held("spin", "d.lock", 1)), "?", []],
    ["through a pointer variable", holding(held("spin", "d.lock", 1)), "lock", []],
    ["what a caller holds", holding(held("spin", "x.gate", 1, true)), "d.lock", []],
    ["another one", holding(held("spin", "d.a", 1)), "d.b", ["spin d.a"]],
  ])("%s", (_, state, key, left) => {
    expect(keysOf(release(state, "spin", key))).toEqual(left);
  });

  it("tells callers of what was not taken here", () => {
    const { held: left, released } = release(holding(held("spin", "d.a", 1)), "spin", "d.b");
    expect(left).toHaveLength(1);
    expect(released).toEqual([{ effect: "spin", key: "d.b" }]);
  });

  it("goes by effect: interrupts on again leave the lock held", () => {
    const state = holding(held("irq", "", 1), held("spin", "d.lock", 1));
    expect(keysOf(release(state, "irq", "", true))).toEqual(["spin d.lock"]);
  });

  it("ends one level, or all where it is unconditional", () => {
    const twice = holding(held("irq", "", 1), held("irq", "", 2));
    expect(keysOf(release(twice, "irq", ""))).toEqual(["irq"]);
    expect(keysOf(release(twice, "irq", "", true))).toEqual([]);
  });

  it("comes to an end in a loop that only gives back", () => {
    let state = emptyState;
    for (let i = 0; i < 20; i++) state = release(state, "spin", "d.lock");
    expect(state.released.length).toBeLessThan(6);
  });
});

describe("values", () => {
  const known = [
    ["d", exactly(1)],
    ["d.flags", exactly(2)],
    ["(d.flags & 4)", exactly(0)],
    ["e.flags", exactly(3)],
    ["n", exactly(4)],
  ] as const;
  const state = known.reduce((result, [key, value]) => learn(result, key, value), emptyState);
  const keys = (of: FlowState): readonly string[] => [...of.values.keys()].sort();

  it("that read what is assigned are forgotten", () => {
    expect(keys(assign(state, "d", undefined))).toEqual(["e.flags", "n"]);
    expect(keys(assign(state, "d.flags", exactly(9)))).toEqual(["d", "d.flags", "e.flags", "n"]);
    expect(assign(state, "d.flags", exactly(9)).values.get("d.flags")).toEqual(exactly(9));
    expect(keys(assign(state, "n", undefined))).not.toContain("n");
  });

  it("are the same object where nothing changes", () => {
    expect(assign(state, "unheard", undefined)).toBe(state);
    expect(forgetMemory(state, "n")).toBe(state);
  });

  it("of the memory that a loop's condition reads are forgotten", () => {
    expect(keys(forgetMemory(state, "(d.flags & 4)"))).toEqual(["d", "e.flags", "n"]);
  });
});

describe("the key of what is held", () => {
  it("tells apart what is held, given back, inherited and the context", () => {
    const states = [
      emptyState,
      { ...emptyState, base: "softirq" as const },
      holding(held("spin", "a", 1)),
      holding(held("spin", "b", 1)),
      holding(held("irq", "", 1)),
      holding(held("spin", "a", 1, true)),
      release(emptyState, "spin", "a"),
    ];
    expect(new Set(states.map(heldKey)).size).toBe(states.length);
    expect(heldKey(learn(emptyState, "n", exactly(1)))).toBe(heldKey(emptyState));
  });
});
