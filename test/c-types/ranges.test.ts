import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addRanges,
  andRanges,
  type ComparisonOperator,
  codeRange,
  divideRanges,
  exactRange,
  intersectRanges,
  largerRange,
  multiplyRanges,
  orRanges,
  type Range,
  refineRange,
  remainderRanges,
  shiftLeftRanges,
  shiftRightRanges,
  smallerRange,
  subtractRanges,
  uniteRanges,
  widthRange,
  xorRanges,
} from "../../server/src/c-types/ranges.js";

const seed = Number(process.env["FC_SEED"] ?? 20241101);

/** A range with two values that lie in it. */
const sample = fc
  .tuple(fc.bigInt(-5000n, 5000n), fc.bigInt(-5000n, 5000n), fc.bigInt(-5000n, 5000n))
  .map((values) => {
    const [min, value, max] = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return { range: codeRange(min ?? 0n, max ?? 0n), value: value ?? 0n };
  });

function sorted(x: bigint, y: bigint): readonly [bigint, bigint] {
  return x <= y ? [x, y] : [y, x];
}

function holds(range: Range | undefined, value: bigint): boolean {
  return range === undefined || (range.min <= value && value <= range.max);
}

const operations: readonly [
  string,
  (a: Range, b: Range) => Range | undefined,
  (x: bigint, y: bigint) => bigint | undefined,
][] = [
  ["+", addRanges, (x, y) => x + y],
  ["-", subtractRanges, (x, y) => x - y],
  ["*", multiplyRanges, (x, y) => x * y],
  ["/", divideRanges, (x, y) => (y === 0n ? undefined : x / y)],
  ["%", remainderRanges, (x, y) => (y === 0n ? undefined : x % y)],
  ["&", andRanges, (x, y) => x & y],
  ["|", orRanges, (x, y) => x | y],
  ["^", xorRanges, (x, y) => x ^ y],
  ["<<", shiftLeftRanges, (x, y) => (y < 0n || y > 127n ? undefined : x << y)],
  [">>", shiftRightRanges, (x, y) => (y < 0n ? undefined : x >> y)],
  ["min", smallerRange, (x, y) => sorted(x, y)[0]],
  ["max", largerRange, (x, y) => sorted(x, y)[1]],
];

describe("interval arithmetic", () => {
  it.each(operations)(`%s holds every result (seed ${seed})`, (_name, onRanges, onValues) => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const value = onValues(a.value, b.value);
        return value === undefined || holds(onRanges(a.range, b.range), value);
      }),
      { seed, numRuns: 500 },
    );
  });

  it(`a union holds both and an intersection what both hold (seed ${seed})`, () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(holds(uniteRanges(a.range, b.range), a.value)).toBe(true);
        const both = intersectRanges(a.range, b.range);
        if (holds(b.range, a.value)) expect(both !== undefined && holds(both, a.value)).toBe(true);
      }),
      { seed, numRuns: 500 },
    );
  });

  it(`a comparison that came out keeps the value (seed ${seed})`, () => {
    const compare: Record<ComparisonOperator, (x: bigint, y: bigint) => boolean> = {
      "<": (x, y) => x < y,
      "<=": (x, y) => x <= y,
      ">": (x, y) => x > y,
      ">=": (x, y) => x >= y,
      "==": (x, y) => x === y,
      "!=": (x, y) => x !== y,
    };
    const operator = fc.constantFrom<ComparisonOperator>("<", "<=", ">", ">=", "==", "!=");
    fc.assert(
      fc.property(sample, sample, operator, (a, b, word) => {
        const refined = refineRange(a.range, word, b.range, compare[word](a.value, b.value));
        expect(refined !== undefined && holds(refined, a.value)).toBe(true);
      }),
      { seed, numRuns: 1000 },
    );
  });
});

describe("where an end comes from", () => {
  const u32 = widthRange(32, false);
  const int = widthRange(32, true);

  it("a check makes the width of a type a bound", () => {
    expect(refineRange(u32, ">", exactRange(64n), false)).toEqual(codeRange(0n, 64n));
  });

  it("a bound on a signed value says nothing of its negative side", () => {
    expect(refineRange(int, "<=", exactRange(64n), true)).toMatchObject({
      max: 64n,
      bounded: true,
      lowerBounded: false,
    });
  });

  it("min() bounds, max() does not", () => {
    expect(smallerRange(u32, exactRange(64n))).toEqual(codeRange(0n, 64n));
    expect(largerRange(u32, exactRange(64n))).toMatchObject({ min: 64n, bounded: false });
  });

  it("a mask and a remainder bound", () => {
    expect(andRanges(u32, exactRange(0xffn))).toEqual(codeRange(0n, 255n));
    expect(remainderRanges(u32, exactRange(16n))).toEqual(codeRange(0n, 15n));
  });

  it("a product with an unbounded side is unbounded", () => {
    expect(multiplyRanges(u32, exactRange(16n)).bounded).toBe(false);
    expect(addRanges(multiplyRanges(u32, exactRange(16n)), exactRange(8n)).min).toBe(8n);
  });

  it("an impossible comparison is a dead path", () => {
    expect(refineRange(codeRange(0n, 5n), ">", exactRange(5n), true)).toBeUndefined();
  });

  it("a check of a value of unknown type still bounds it from above", () => {
    expect(refineRange(undefined, ">", exactRange(64n), false)).toMatchObject({
      min: 0n,
      max: 64n,
      bounded: true,
    });
  });
});
