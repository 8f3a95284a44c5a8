// Whatever is done to a driver's text, it is analysed: nothing throws, every place lies in the text, and the same text
// gives the same answer.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../server/src/base/span.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { type CheckResult, checkFiles } from "../../server/src/rules/engine.js";
import { damagedDriver, driverTexts } from "./mutate.js";

const settings = { profile: createProfile(), rules: {} };
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const texts = driverTexts();

function check(text: string): CheckResult {
  return checkFiles([{ path: "x.c", text }], settings);
}

/** Every place that a result names. */
function placesOf({ findings, views }: CheckResult): readonly Span[] {
  return [
    ...findings.flatMap((finding) => [
      finding.span,
      finding.focus,
      ...[finding.path, ...finding.otherPaths].flat().map((step) => step.span),
    ]),
    ...views.flatMap((view) => view.functions.flatMap(({ span, nameSpan }) => [span, nameSpan])),
  ];
}

describe(`damaged drivers (seed ${seed})`, () => {
  it("are analysed, with every place in the text", () => {
    fc.assert(
      fc.property(damagedDriver(texts), (text) => {
        const result = check(text);
        for (const { start, end } of placesOf(result)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        for (const { message } of result.findings) expect(message).not.toMatch(/undefined|NaN|∞|\[object/);
      }),
      { seed, numRuns: 400 },
    );
  });

  it("give the same findings again", () => {
    fc.assert(
      fc.property(damagedDriver(texts), (text) => {
        expect(check(text).findings).toEqual(check(text).findings);
      }),
      { seed, numRuns: 100 },
    );
  });

  it("can be asked about any offset", () => {
    fc.assert(
      fc.property(damagedDriver(texts), fc.array(fc.nat(5000), { maxLength: 20 }), (text, offsets) => {
        const [view] = check(text).views;
        for (const offset of offsets) {
          const call = view?.callAt(offset);
          if (call) expect(call.span.start <= offset && offset < call.span.end).toBe(true);
          const found = view?.functionAt(offset);
          if (found) expect(found.span.start <= offset && offset < found.span.end).toBe(true);
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it("leave the findings of another file alone", () => {
    const whole = {
      path: "whole.c",
      text: "void *whole_f(spinlock_t *l)\n{\n\tvoid *p;\n\n\tspin_lock(l);\n\tp = vmalloc(8);\n\tspin_unlock(l);\n\treturn p;\n}\n",
    };
    fc.assert(
      fc.property(damagedDriver(texts), (text) => {
        const { findings } = checkFiles([whole, { path: "x.c", text }], settings);
        const own = findings.filter((finding) => finding.file === "whole.c");
        // A definition of a kernel function in the damaged text would rightly change what the call means.
        if (/\b(vmalloc|spin_lock|spin_unlock)\s*\([^;]*\)\s*\{/.test(text)) return;
        expect(own.map(({ rule }) => rule)).toEqual(["sleep-in-atomic"]);
      }),
      { seed, numRuns: 100 },
    );
  });
});
