// What the parse measurement counts with, and the rows the reader knows macros by.

import { describe, expect, it } from "vitest";
import { callLikeNames } from "../../server/src/cli/corpus/plain-lexer.js";
import { macroRows } from "../../server/src/kernel-model/macros.js";

describe("the plain lexer", () => {
  it("finds names before parentheses and nothing else", () => {
    const text = [
      "a(b (\"c(\", '('), /* d( */ e\t(1)); // f(",
      "#define G(x) h(x)",
      "#if 0",
      "i();",
      "#else",
      "j();",
      "#endif",
      "if (k) while (l()) return (m);",
      "int (*n)(void) = sizeof(o);",
      "p->q(r)(s);",
    ].join("\n");
    expect(callLikeNames(text).map(({ name }) => name)).toEqual(["a", "b", "e", "j", "l", "q"]);
  });
});

describe("macro rows", () => {
  it("name each macro once, with a source", () => {
    const names = macroRows.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, source } of macroRows) {
      expect(name).toMatch(/^[A-Za-z_]\w*$/);
      expect(source).not.toBe("");
    }
  });
});
