// Summaries: which ends of a function a caller can tell apart.

import { describe, expect, it } from "vitest";
import { buildFacts } from "../../server/src/analysis/build-facts.js";
import type { FunctionFacts } from "../../server/src/analysis/facts.js";
import type { Held } from "../../server/src/analysis/state.js";
import { type ExitVariant, hasEffects, plainSummary, summarize } from "../../server/src/analysis/summary.js";
import { exactly, type Value } from "../../server/src/analysis/values.js";

const facts = readFunction("static int f(struct dev *d, int n)\n{\n\treturn n;\n}\n");

function readFunction(text: string): FunctionFacts {
  const [found] = buildFacts("x.c", text).functions;
  if (!found) throw new Error("the function was not read");
  return found;
}

const lock: Held = {
  effect: "spin",
  key: "d.lock",
  by: "spin_lock",
  lockText: "&d->lock",
  place: { file: "x.c", functionName: "f", span: { start: 0, end: 1 } },
  isInherited: false,
};

function exit(returns: Value | undefined, rest: Partial<ExitVariant> = {}): ExitVariant {
  return { acquired: [], released: [], returns, conditions: new Map(), ...rest };
}

function exitsOf(...exits: readonly ExitVariant[]): readonly ExitVariant[] {
  return summarize(facts, exits).exits;
}

describe("a function that leaves locks alone", () => {
  it("has one end, whose result covers all", () => {
    expect(exitsOf(exit(exactly(0)), exit(exactly(-12)))).toEqual([
      exit({ kind: "number", min: -12, max: 0, nonzero: false }),
    ]);
  });

  it("has any result where one of its ends has", () => {
    expect(exitsOf(exit(exactly(0)), exit(undefined))).toEqual([exit(undefined)]);
  });

  it("and never returns counts as one that does nothing", () => {
    expect(exitsOf()).toEqual(plainSummary(facts).exits);
    expect(hasEffects(plainSummary(facts))).toBe(false);
  });

  it("keeps a result that is the same at all ends", () => {
    const parameter: Value = { kind: "parameter", index: 1, set: 0, clear: 0 };
    expect(exitsOf(exit(parameter), exit(parameter))).toEqual([exit(parameter)]);
  });
});

describe("a function that takes a lock", () => {
  it("and may fail has two ends, told apart by the result", () => {
    const exits = exitsOf(exit(exactly(0), { acquired: [lock] }), exit(exactly(-16)));
    expect(exits.map((item) => [item.acquired.length, item.returns])).toEqual([
      [1, exactly(0)],
      [0, exactly(-16)],
    ]);
  });

  it("on some ways that no caller can tell apart is taken not to", () => {
    const exits = exitsOf(exit(exactly(0), { acquired: [lock] }), exit(exactly(0)));
    expect(exits.map((item) => item.acquired)).toEqual([[]]);
  });

  it("on all ways has one end", () => {
    const exits = exitsOf(exit(exactly(0), { acquired: [lock] }), exit(exactly(1), { acquired: [lock] }));
    expect(exits).toHaveLength(1);
    expect(exits[0]?.acquired).toEqual([lock]);
  });

  it("by a parameter has an end for each value of it", () => {
    const exits = exitsOf(
      exit(undefined, { acquired: [lock], conditions: new Map([[1, exactly(1)]]) }),
      exit(undefined, { conditions: new Map([[1, exactly(0)]]) }),
    );
    expect(exits.map((item) => [item.acquired.length, item.conditions.get(1)])).toEqual([
      [1, exactly(1)],
      [0, exactly(0)],
    ]);
  });

  it("in more ways than can be told apart is taken to leave locks alone", () => {
    const exits = Array.from({ length: 40 }, (_, i) =>
      exit(exactly(i), i % 2 === 0 ? { acquired: [lock] } : {}),
    );
    expect(exitsOf(...exits).flatMap((item) => item.acquired)).toEqual([]);
  });
});

describe("a function that gives a lock back", () => {
  it("is one with an effect", () => {
    const summary = summarize(facts, [exit(undefined, { released: [{ effect: "spin", key: "d.lock" }] })]);
    expect(hasEffects(summary)).toBe(true);
    expect(summary.parameters).toEqual(["d", "n"]);
  });
});
