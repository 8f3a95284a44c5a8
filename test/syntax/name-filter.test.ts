// Names are looked for by their hashes first: no name that is looked for may be passed over.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNameFilter } from "../../server/src/syntax/name-filter.js";
import { hashOfName, tokenize } from "../../server/src/syntax/tokens.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const name = fc.stringMatching(/^[A-Za-z_]\w{0,20}$/);

describe(`a filter of names (seed ${seed})`, () => {
  it("lets all of them pass, by the hashes of the tokenizer", () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 200 }), (names) => {
        const { names: found, hashes } = tokenize(names.join(" "));
        expect(found).toEqual(names);
        const filter = createNameFilter(names);
        expect([...names.keys()].filter((i) => !filter(hashes[i] ?? 0))).toEqual([]);
        expect([...hashes.subarray(0, names.length)]).toEqual(names.map(hashOfName));
      }),
      { seed, numRuns: 100 },
    );
  });

  it("stops most others", () => {
    const known = Array.from({ length: 1000 }, (_, i) => `known_name_${i}`);
    const filter = createNameFilter(known);
    const passed = Array.from({ length: 1000 }, (_, i) => hashOfName(`other_name_${i * 7}`)).filter(filter);
    expect(passed.length).toBeLessThan(250);
  });

  it("stops all where there are none", () => {
    expect(createNameFilter([])(hashOfName("kmalloc"))).toBe(false);
  });
});
