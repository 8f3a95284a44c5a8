// The draw of findings to be judged: the same places, the same choice.

import { describe, expect, it } from "vitest";
import { drawSample } from "../../server/src/cli/corpus/sample.js";

const diagnostics = Array.from({ length: 40 }, (_, at) => ({
  rule: at % 4 === 0 ? "oversized-kmalloc" : "sleep-in-atomic",
  severity: at % 5 === 0 ? "warning" : "error",
  file: `drivers/x${at}.c`,
  start: { line: at + 1, column: 2 },
  path: [],
}));
const wanted = { rule: "sleep-in-atomic", severity: "error", seed: "a", count: 8 };

describe("drawing a sample", () => {
  it("takes only what was asked for", () => {
    const sample = drawSample(diagnostics, wanted);
    expect(sample).toHaveLength(8);
    expect(sample.every(({ rule, severity }) => rule === "sleep-in-atomic" && severity === "error")).toBe(
      true,
    );
  });

  it("depends on places and seed alone", () => {
    expect(drawSample(diagnostics.toReversed(), wanted)).toEqual(drawSample(diagnostics, wanted));
    expect(drawSample(diagnostics, { ...wanted, seed: "b" })).not.toEqual(drawSample(diagnostics, wanted));
  });

  it("keeps the order where a finding is gone", () => {
    const [first, ...others] = drawSample(diagnostics, { ...wanted, count: 9 });
    const rest = diagnostics.filter((item) => item !== first);
    expect(drawSample(rest, wanted)).toEqual(others);
  });
});
