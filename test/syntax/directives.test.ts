// Suppression comments.

import { describe, expect, it } from "vitest";
import { type Directive, parseDirectives } from "../../server/src/syntax/directives.js";
import { parseFile } from "../../server/src/syntax/parsed-file.js";

function directivesOf(text: string): readonly Directive[] {
  return parseDirectives(text, parseFile(text).comments);
}

describe("suppression comments", () => {
  it("name rules and a reason", () => {
    const text =
      "int f(void)\n{\n\t/* kmem-lens: ignore sleep-in-atomic, oversized-kmalloc -- only at boot -- really */\n\tg();\n}\n";
    const [directive] = directivesOf(text);
    expect(directive).toEqual({
      kind: "ignore",
      rules: ["sleep-in-atomic", "oversized-kmalloc"],
      reason: "only at boot -- really",
      span: { start: text.indexOf("/*"), end: text.indexOf("*/") + 2 },
    });
  });

  it("may be line comments and stand at the end of a line", () => {
    expect(directivesOf("int a; // kmem-lens: ignore sleep-in-atomic -- why\n")).toMatchObject([
      { kind: "ignore", rules: ["sleep-in-atomic"], reason: "why" },
    ]);
  });

  it("cover a file from its first comment, also below a licence", () => {
    const text =
      "/*\n * SPDX-License-Identifier: GPL-2.0\n * kmem-lens: ignore-file sleep-in-atomic -- generated\n */\n";
    const [directive] = directivesOf(text);
    expect(directive).toMatchObject({ kind: "ignore-file", rules: ["sleep-in-atomic"], reason: "generated" });
    expect(directive?.malformed).toBeUndefined();
  });

  it.each([
    ["/* kmem-lens: ignore sleep-in-atomic */", "no reason given, expected '-- reason'"],
    ["/* kmem-lens: ignore -- why */", "no rule named"],
    [
      "/* kmem-lens: ignroe sleep-in-atomic -- why */",
      "unknown directive 'ignroe', expected 'ignore' or 'ignore-file'",
    ],
    ["/* kmem-lens: ignore Sleep! -- why */", "'Sleep!' is no rule id"],
    [
      "/* a */ /* kmem-lens: ignore-file x -- y */",
      "'ignore-file' must stand in the first comment of the file",
    ],
  ])("say what is wrong: %s", (text, malformed) => {
    expect(directivesOf(text).at(-1)?.malformed).toBe(malformed);
  });

  it("are not found in strings, dead words or other comments", () => {
    expect(
      directivesOf(
        'char *s = "/* kmem-lens: ignore a -- b */"; /* see kmem-lens */ /* the kmem-lens: tool */',
      ),
    ).toEqual([]);
  });
});
