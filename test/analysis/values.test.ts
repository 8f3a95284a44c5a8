// Values: bounds, truth, narrowing and joining.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exactly,
  exactNumber,
  joinValues,
  narrow,
  narrowToNonzero,
  nonzero,
  sameValue,
  truth,
  type Value,
  zero,
} from "../../server/src/analysis/values.js";

const infinity = Number.POSITIVE_INFINITY;

function between(min: number, max: number): Value {
  return { kind: "number", min, max, nonzero: min > 0 || max < 0 };
}

function contains(value: Value | undefined, n: number): boolean {
  if (value === undefined) return false;
  return value.kind === "number" && value.min <= n && n <= value.max && !(value.nonzero && n === 0);
}

describe("truth", () => {
  it.each<[string, Value | undefined, boolean | undefined]>([
    ["0", zero, false],
    ["1", exactly(1), true],
    ["-1", exactly(-1), true],
    ["not 0", nonzero, true],
    ["0 … 3", between(0, 3), undefined],
    ["-3 … -1", between(-3, -1), true],
    ["a function", { kind: "function", name: "f", file: "x.c" }, true],
    ["an address", { kind: "address", of: "ops" }, true],
    ["a named constant", { kind: "symbol", name: "A" }, undefined],
    ["a parameter", { kind: "parameter", index: 0, set: 0, clear: 0 }, undefined],
    ["anything", undefined, undefined],
  ])("of %s", (_, value, expected) => {
    expect(truth(value)).toBe(expected);
  });
});

describe("narrowing", () => {
  it("keeps what both say, and nothing where they exclude each other", () => {
    expect(narrow(between(0, 10), 5, 20)).toMatchObject({ min: 5, max: 10 });
    expect(narrow(between(0, 10), 11, 20)).toBeUndefined();
    expect(narrow(undefined, 1, 2)).toMatchObject({ min: 1, max: 2, nonzero: true });
  });

  it("leaves 0 out at an end", () => {
    expect(narrow(nonzero, 0, 5)).toMatchObject({ min: 1, max: 5 });
    expect(narrow(nonzero, -5, 0)).toMatchObject({ min: -5, max: -1 });
    expect(narrow(nonzero, 0, 0)).toBeUndefined();
    expect(narrowToNonzero(between(0, 1))).toMatchObject({ min: 1, max: 1 });
    expect(narrowToNonzero(zero)).toBeUndefined();
  });

  it("remembers that it is about a parameter, where the parameter is as it was", () => {
    const parameter: Value = { kind: "parameter", index: 2, set: 0, clear: 0 };
    expect(narrow(parameter, 1, infinity)).toMatchObject({ parameter: 2 });
    expect(narrow({ ...parameter, set: 4 }, 1, infinity)).not.toHaveProperty("parameter");
  });

  it("holds exactly the numbers that both hold", () => {
    const small = fc.integer({ min: -6, max: 6 });
    fc.assert(
      fc.property(small, small, small, small, small, fc.boolean(), (a, b, c, d, n, isNonzero) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const value: Value = { kind: "number", min, max, nonzero: isNonzero && !(min === 0 && max === 0) };
        const result = narrow(value, Math.min(c, d), Math.max(c, d));
        const isInside = Math.min(c, d) <= n && n <= Math.max(c, d);
        expect(contains(result, n)).toBe(contains(value, n) && isInside);
      }),
      { seed: 4_711 },
    );
  });
});

describe("joining", () => {
  it("is the hull of numbers", () => {
    expect(joinValues(exactly(1), exactly(5), false)).toMatchObject({ min: 1, max: 5, nonzero: true });
    expect(joinValues(zero, exactly(5), false)).toMatchObject({ min: 0, max: 5, nonzero: false });
  });

  it("knows nothing of what does not agree", () => {
    expect(joinValues({ kind: "symbol", name: "A" }, { kind: "symbol", name: "B" }, false)).toBeUndefined();
    expect(joinValues({ kind: "symbol", name: "A" }, exactly(1), false)).toBeUndefined();
  });

  it("goes to infinity where it must come to an end", () => {
    expect(joinValues(exactly(1), exactly(2), true)).toMatchObject({ min: 1, max: infinity });
    expect(joinValues(exactly(1), exactly(0), true)).toMatchObject({ min: -infinity, max: 1 });
    expect(joinValues(between(1, 9), exactly(3), true)).toMatchObject({ min: 1, max: 9 });
  });

  it("holds what either held", () => {
    const small = fc.integer({ min: -5, max: 5 });
    fc.assert(
      fc.property(small, small, fc.boolean(), (a, b, widen) => {
        const joined = joinValues(exactly(a), exactly(b), widen);
        for (const n of [a, b]) expect(joined === undefined || contains(joined, n)).toBe(true);
      }),
      { seed: 4_711 },
    );
  });
});

describe("sameness", () => {
  it("is of content", () => {
    expect(sameValue(exactly(3), between(3, 3))).toBe(true);
    expect(sameValue(exactly(3), exactly(4))).toBe(false);
    expect(
      sameValue({ kind: "function", name: "f", file: "a.c" }, { kind: "function", name: "f", file: "b.c" }),
    ).toBe(false);
    expect(exactNumber(between(3, 4))).toBeUndefined();
  });
});
