// Where a finding stands does not depend on how lines end or on what characters come before it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createLineIndex } from "../../server/src/base/span.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { checkFiles } from "../../server/src/rules/engine.js";

const settings = { profile: createProfile(), rules: {} };
const folder = join(import.meta.dirname, "../fixtures/sleep-in-atomic");
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith(".c"))
  .sort();

/** Rule, line, column and text of every finding; lines and columns from 0, columns in UTF-16 units. */
function placesOf(text: string): readonly string[] {
  const { positionAt } = createLineIndex(text);
  return checkFiles([{ path: "x.c", text }], settings).findings.map(({ rule, span, path }) => {
    const places = [span, ...path.map((step) => step.span)].map(({ start, end }) => {
      const { line, column } = positionAt(start);
      return `${line}:${column} ${text.slice(start, end).replace(/\s+/g, " ")}`;
    });
    return `${rule} ${places.join(" < ")}`;
  });
}

describe("line ends", () => {
  it.each(fixtures)("CRLF changes nothing in %s", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    expect(placesOf(text.replaceAll("\n", "\r\n"))).toEqual(placesOf(text));
  });
});

describe("characters before a finding", () => {
  const call = "kmalloc(8, GFP_KERNEL)";
  const lines = (before: string): string =>
    `void f(spinlock_t *l)\n{\n\tspin_lock(l);\n\t${before}kfree(${call});\n\tspin_unlock(l);\n}\n`;

  it.each<[string, string]>([
    ["none", ""],
    ["CJK in a comment", "/* 漢字かな */ "],
    ["emoji in a comment", "/* 🐧👨‍👩‍👧 */ "],
    ["both in a string", 'pr_info("漢字 🐧\\n"); '],
    ["combining marks", "/* e\u0301 */ "],
    ["a lone surrogate", "/* \ud83d */ "],
    ["tabs", "\t\t \t"],
    ["a name that is not ASCII", "größe = 1; "],
  ])("count by UTF-16 units: %s", (_, before) => {
    const text = lines(before);
    const [finding] = checkFiles([{ path: "x.c", text }], settings).findings;
    expect(finding && text.slice(finding.span.start, finding.span.end)).toBe(call);
    expect(finding && createLineIndex(text).positionAt(finding.span.start)).toEqual({
      line: 3,
      column: 1 + before.length + "kfree(".length,
    });
  });

  it("on other lines change no column", () => {
    const plain = lines("");
    const wide = `/* 漢字 🐧 */\n${plain}`;
    const [a] = placesOf(plain);
    const [b] = placesOf(wide);
    expect(b).toBe(a?.replace(/\b(\d+):/g, (_, line: string) => `${Number(line) + 1}:`));
  });
});
