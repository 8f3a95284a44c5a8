import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildFacts } from "../../server/src/analysis/build-facts.js";
import { decode, encode } from "../../server/src/project/codec.js";

const fixtures = join(import.meta.dirname, "../fixtures");

/** Data as facts are made of it. */
const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(undefined),
    fc.constant(null),
    fc.record({ start: fc.nat(), end: fc.nat() }),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value")),
    fc.array(fc.tuple(fc.string(), tie("value"))).map((entries) => new Map(entries)),
    fc.array(fc.string()).map((items) => new Set(items)),
  ),
})).value;

describe("encode and decode", () => {
  it("give back what they were given", () => {
    const property = fc.property(data, (value) => {
      expect(decode(encode(value))).toStrictEqual(value);
    });
    fc.assert(property, { seed: 20_261_121, numRuns: 500 });
  });

  it("give back the facts of a file", () => {
    const names = readdirSync(fixtures, { recursive: true, encoding: "utf8" });
    const files = names.filter((name) => name.endsWith(".c")).slice(0, 60);
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) {
      const facts = buildFacts(name, readFileSync(join(fixtures, name), "utf8"));
      expect(decode(encode(facts))).toStrictEqual(facts);
    }
  });

  it("take less room than the text they came from, or little more", () => {
    const text = readFileSync(join(import.meta.dirname, "../../samples", sampleName()), "utf8");
    expect(encode(buildFacts("a.c", text)).length).toBeLessThan(text.length * 3);
  });

  it("take bytes of another version for nothing", () => {
    const bytes = encode({ a: 1 });
    bytes[0] = 99;
    expect(decode(bytes)).toBeUndefined();
  });

  it("do not take a function for data", () => {
    expect(() => encode({ a: () => 1 })).toThrow(TypeError);
  });

  it("end on damaged bytes", () => {
    const bytes = encode(buildFacts("a.c", 'int f(int n) { return n + g(n, "x"); }\n'));
    const property = fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
      const damaged = bytes.slice();
      damaged[at] = byte;
      try {
        decode(damaged);
      } catch (error) {
        // Any error will do: the reader of a cache takes it for "not there".
        expect(error).toBeInstanceOf(Error);
      }
    });
    fc.assert(property, { seed: 7, numRuns: 300 });
  });
});

function sampleName(): string {
  const [name] = readdirSync(join(import.meta.dirname, "../../samples")).filter((file) =>
    file.endsWith(".c"),
  );
  return name ?? "";
}
