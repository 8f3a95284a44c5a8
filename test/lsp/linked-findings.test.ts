// What linking brought and refuted, carried over to a newer text as far as the edit left it alone.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { carriedOver, type LinkedFindings, linkedNow } from "../../server/src/lsp/linked-findings.js";
import type { Finding } from "../../server/src/rules/finding.js";
import { driverFinding, driverText, spanOf } from "./helpers.js";

const path = "/src/drv.c";
const call = "kmalloc(30, GFP_KERNEL)";
const finding = driverFinding(driverText, path);

function linked(findings: readonly Finding[], own: readonly Finding[]): LinkedFindings {
  return { text: driverText, findings, own };
}

describe("what linking brings", () => {
  it("keeps the file's own fixes where the file finds the same", () => {
    expect(linkedNow(linked([finding], [finding]))).toEqual([{ finding, from: "file", index: 0 }]);
    expect(linkedNow(linked([finding], []))).toEqual([{ finding, from: "link", index: 0 }]);
  });

  it("stands on the same text after any edit elsewhere, and is dropped by one inside", () => {
    fc.assert(
      fc.property(
        fc.nat(driverText.length),
        fc.nat(8),
        fc.string({ maxLength: 12 }),
        (at, removed, added) => {
          const text = driverText.slice(0, at) + added + driverText.slice(at + removed);
          const [moved, ...more] = carriedOver(linked([finding], []), [], path, text);
          expect(more).toEqual([]);
          if (!moved) {
            // Only an edit that reaches a step of the path takes the finding away.
            const spans = finding.path.map(({ span }) => span);
            expect(spans.some(({ start, end }) => at <= end && at + removed >= start)).toBe(true);
            return;
          }
          const { span, path: steps, repairs } = moved.finding;
          expect(text.slice(span.start, span.end)).toBe(call);
          expect(text.slice(steps[0]?.span.start, steps[0]?.span.end)).toBe("spin_lock(&d->lock)");
          expect(repairs).toEqual([]);
        },
      ),
    );
  });

  it("leaves steps in other files where they are", () => {
    const step = {
      ...finding.path[0],
      file: "/src/other.c",
      role: "call",
      message: "",
      functionName: "f",
    } as const;
    const away = { ...finding, path: [{ ...step, span: { start: 3, end: 9 } }] };
    const [moved] = carriedOver(linked([away], []), [], path, `\n${driverText}`);
    expect(moved?.finding.path).toEqual(away.path);
    expect(moved?.finding.span).toEqual(spanOf(`\n${driverText}`, call));
  });
});

describe("what linking refutes", () => {
  it("stays away while the text moves, and comes back when the call is another", () => {
    const before = linked([], [finding]);
    const moved = `\n${driverText}`;
    expect(carriedOver(before, [driverFinding(moved, path)], path, moved)).toEqual([]);
    const other = { ...finding, functionName: "shrink" };
    expect(carriedOver(before, [other], path, driverText)).toEqual([
      { finding: other, from: "file", index: 0 },
    ]);
  });
});
