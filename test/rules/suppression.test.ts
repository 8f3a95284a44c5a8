// What suppression comments speak of, and that the work for them grows with the file and not with its square.

import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Finding } from "../../server/src/rules/finding.js";
import { applySuppressions, splitSuppressed } from "../../server/src/rules/suppression.js";
import { parseDirectives } from "../../server/src/syntax/directives.js";

const comment = "/* kmem-lens: ignore sleep-in-atomic -- why */";

afterEach(() => void vi.restoreAllMocks());

function fileOf(text: string) {
  const comments = [...text.matchAll(/\/\*.*?\*\//gs)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
  return { path: "a.c", text, directives: parseDirectives(text, comments) };
}

function findingAt(start: number, end: number): Finding {
  const span = { start, end };
  return {
    rule: "sleep-in-atomic",
    severity: "error",
    file: "a.c",
    span,
    focus: span,
    functionName: "f",
    message: "",
    path: [],
    otherPaths: [],
    repairs: [],
  };
}

/** A finding on every `call(…)` of the text whose name is `name`. */
function findingsOn(text: string, name = "msleep"): Finding[] {
  return [...text.matchAll(new RegExp(`${name}\\(\\w*\\)`, "g"))].map((found) =>
    findingAt(found.index, found.index + found[0].length),
  );
}

function rulesLeft(text: string): readonly string[] {
  const left = applySuppressions(fileOf(text), findingsOn(text), new Set(["sleep-in-atomic"]));
  return left.map(({ rule, span }) => `${rule} ${text.slice(span.start, span.end)}`);
}

describe("a suppression", () => {
  it("speaks of the statement after it, over other comments, and of no other", () => {
    expect(rulesLeft(`f(){\n${comment} /* more */ msleep(1); msleep(2); }`)).toEqual([
      "sleep-in-atomic msleep(2)",
    ]);
    expect(rulesLeft(`f(){\n${comment} if (msleep(1)) { msleep(2); } }`)).toEqual([
      "sleep-in-atomic msleep(2)",
    ]);
    expect(rulesLeft(`f(){\n${comment} for (;;msleep(1)) msleep(2); msleep(3); }`)).toEqual([
      "sleep-in-atomic msleep(3)",
    ]);
  });

  it("at the end of a line speaks of that line", () => {
    expect(rulesLeft(`f(){\n\tmsleep(1); ${comment}\n\tmsleep(2);\n}`)).toEqual([
      "sleep-in-atomic msleep(2)",
    ]);
  });

  it("among the arguments of a call speaks of the rest of its statement", () => {
    expect(
      rulesLeft(`f(){\n\tg(\n${comment}\n\ta,\n${comment}\n\tmsleep(1), b(c));\n\tmsleep(2);\n}`),
    ).toEqual(["sleep-in-atomic msleep(2)", `unused-suppression ${comment}`]);
  });

  it("in a row of them before one statement is used once, and the others are not", () => {
    expect(rulesLeft(`f(){\n${comment}\n${comment}\n\tmsleep(1);\n}`)).toEqual([
      `unused-suppression ${comment}`,
    ]);
  });

  it("is the first one that speaks of a part of the finding, whatever the order of their targets", () => {
    const pieces = fc.constantFrom(`${comment}\n`, "\tmsleep(1);\n", "\tg(x, (y));\n", `\th(); ${comment}\n`);
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.nat(), fc.nat(40), (parts, at, length) => {
        const file = fileOf(`f(){\n${parts.join("")}}\n`);
        const start = at % file.text.length;
        const finding = findingAt(start, start + length);
        // One directive at a time tells what it speaks of; the first of those in the text is the one.
        const expected = file.directives.filter(
          (directive) => splitSuppressed({ ...file, directives: [directive] }, [finding]).used.length > 0,
        );
        expect(splitSuppressed(file, [finding]).used).toEqual(expected.slice(0, 1));
      }),
    );
  });
});

describe("the work for many suppressions", () => {
  const nrLines = 3000;
  const lines = (line: string): string => `f(){\n${line.repeat(nrLines)}\tmsleep(1);\n}\n`;

  it.each([
    ["before statements of their own", `${comment}\n\tmsleep(1);\n`],
    ["in one row before a statement", `${comment}\n`],
    ["at the ends of lines", `\tmsleep(1); ${comment}\n`],
  ])("%s reads the text a few times over", (_, line) => {
    const text = lines(line);
    const file = fileOf(text);
    const findings = findingsOn(text);
    let nrChars = 0;
    const exec = RegExp.prototype.exec;
    vi.spyOn(RegExp.prototype, "exec").mockImplementation(function (this: RegExp, given: string) {
      const found = exec.call(this, given);
      nrChars += found?.[0].length ?? 0;
      return found;
    });
    splitSuppressed(file, findings);
    expect(nrChars).toBeLessThan(3 * text.length);
  });

  it("among the arguments of one call reads them a few times over", () => {
    const text = `f(){\n\tg(${`\n${comment}\n\ta(1),`.repeat(nrLines)} b);\n}\n`;
    const file = fileOf(text);
    let nrTokens = 0;
    const exec = RegExp.prototype.exec;
    vi.spyOn(RegExp.prototype, "exec").mockImplementation(function (this: RegExp, given: string) {
      nrTokens += 1;
      return exec.call(this, given);
    });
    splitSuppressed(file, []);
    expect(nrTokens).toBeLessThan(20 * nrLines);
  });

  it("asks of each finding a few directives only", () => {
    const text = lines(`${comment}\n\tmsleep(1);\n`);
    const file = fileOf(text);
    let nrReads = 0;
    const counted = findingsOn(text).map((finding) => ({
      ...finding,
      get rule() {
        nrReads += 1;
        return finding.rule;
      },
      get span() {
        nrReads += 1;
        return finding.span;
      },
    }));
    const { kept, used } = splitSuppressed(file, counted);
    expect([kept.length, used.length]).toEqual([1, nrLines]);
    expect(nrReads).toBeLessThan(20 * nrLines);
  });
});
