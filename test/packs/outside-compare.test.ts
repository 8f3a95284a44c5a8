// What counts as the same finding of a driver, inside its tree and outside.

import { describe, expect, it } from "vitest";
import {
  compareOutside,
  expectedOf,
  type Told,
  type ToldStep,
} from "../../server/src/cli/corpus/outside-compare.js";

function step(place: string, role: string): ToldStep {
  const [file = "", line] = place.split(":");
  return { file, line: Number(line), column: 1, role, message: "" };
}

function told(severity: string, ...steps: readonly ToldStep[]): Told {
  const last = steps.at(-1) ?? step("none.c:1", "sleep");
  const start = { line: last.line, column: 1 };
  return { rule: "sleep-in-atomic", severity, file: last.file, start, message: "msleep()", path: steps };
}

const files = new Set(["d/a.c", "d/b.c", "d/a.h"]);

describe("a finding of the linked scan", () => {
  it("is expected at the last call of the driver that its path runs over", () => {
    const inside = told("error", step("d/a.c:1", "context"), step("d/b.c:5", "sleep"));
    const leaving = told(
      "error",
      step("d/a.c:1", "context"),
      step("d/a.c:2", "call"),
      step("core.c:9", "sleep"),
    );
    const entering = told(
      "error",
      step("core.c:1", "context"),
      step("core.c:2", "call"),
      step("d/b.c:7", "sleep"),
    );
    const byHeader = told("error", step("core.c:1", "context"), step("d/a.h:3", "sleep"));
    const other = told("error", step("core.c:1", "context"), step("core.c:2", "sleep"));
    const expected = expectedOf([inside, leaving, entering, byHeader, other], files);
    expect(expected.map(({ crossing, file, line }) => `${crossing} ${file}:${line}`)).toEqual([
      "inside d/b.c:5",
      "leaves d/a.c:2",
      "enters d/b.c:7",
    ]);
  });

  it("is the same outside at the same call with the same level", () => {
    const leaving = told(
      "error",
      step("d/a.c:1", "context"),
      step("d/a.c:2", "call"),
      step("core.c:9", "sleep"),
    );
    const expected = expectedOf([leaving], files);
    const at = (line: number, severity: string): Told =>
      told(severity, step("d/a.c:1", "context"), step(`d/a.c:${line}`, "call"));
    expect(compareOutside(expected, [at(2, "error")])).toMatchObject({ same: expected, extra: [] });
    expect(compareOutside(expected, [at(2, "warning")]).otherLevel).toMatchObject([{ severity: "warning" }]);
    expect(compareOutside(expected, [at(3, "error")])).toMatchObject({
      missing: expected,
      extra: [{ start: { line: 3 } }],
    });
  });
});
