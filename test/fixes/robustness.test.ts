// Fixes of damaged text: whatever the text is, nothing throws, and what is offered holds when it is applied.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { proposeFixes } from "../../server/src/fixes/index.js";
import { applyEdits } from "../../server/src/fixes/proposal.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { checkFiles } from "../../server/src/rules/engine.js";

const folder = join(import.meta.dirname, "cases");
const texts = readdirSync(folder)
  .filter((name) => !name.endsWith(".fixed.c"))
  .map((name) => readFileSync(join(folder, name), "utf8"));
const settings = { profile: createProfile(), rules: {} };
const seed = 7_202_611;

/** A driver with a few stretches cut out, doubled or replaced. */
const damaged = fc
  .record({
    text: fc.constantFrom(...texts),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(25),
        newText: fc.constantFrom(
          "",
          "\n",
          "{",
          "}",
          "(",
          ";",
          "/*",
          "#if X\n",
          "\\\n",
          "漢😀",
          "kfree(p);",
          "return p;",
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ text, cuts }) =>
    cuts.reduce((result, { at, length, newText }) => {
      const start = Math.floor(at * result.length);
      return result.slice(0, start) + newText + result.slice(start + length);
    }, text),
  );

describe(`fixes of damaged text (seed ${seed})`, () => {
  it("never throw, and mend what they say they mend", () => {
    fc.assert(
      fc.property(damaged, (text) => {
        const files = [{ path: "x.c", text }];
        const result = checkFiles(files, settings);
        for (const finding of result.findings) {
          for (const proposal of proposeFixes(finding, { files, result, settings })) {
            const edited = applyEdits(text, "x.c", proposal.edits);
            const after = checkFiles([{ path: "x.c", text: edited }], settings).findings;
            expect(after.length).toBeLessThan(result.findings.length);
          }
        }
      }),
      { seed, numRuns: 60 },
    );
  });
});
