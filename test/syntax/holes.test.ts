// Half-written code: a hole costs its own function and no other.

import { describe, expect, it } from "vitest";
import { parseFile } from "../../server/src/syntax/parsed-file.js";
import { functionNames } from "./helpers.js";

const before = "static int before(int a)\n{\n\tif (a) {\n\t\tx(a);\n\t}\n\treturn 0;\n}\n\n";
const after =
  "\nstatic int after(int a)\n{\n\twhile (a)\n\t\ty(a);\n\treturn 1;\n}\n\nvoid last(void)\n{\n\tz();\n}\n";

describe("functions around a hole", () => {
  it.each([
    ["a missing closing brace", "static int hole(int a)\n{\n\tif (a) {\n\t\tx(a);\n\treturn 0;\n}\n"],
    ["no closing brace at all", "static int hole(int a)\n{\n\tif (a) {\n\t\tx(a);\n"],
    ["a brace too many", "static int hole(int a)\n{\n\tif (a)\n\t\tx(a);\n\t}\n\treturn 0;\n}\n"],
    ["an open parenthesis", "static int hole(int a)\n{\n\tfoo(a, b\n\treturn 0;\n}\n"],
    ["an unfinished condition", "static int hole(int a)\n{\n\tif (a && \n\treturn 0;\n}\n"],
    ["an unfinished member", "static int hole(struct s *a)\n{\n\ta->\n}\n"],
    ["an unfinished assignment", "static int hole(int a)\n{\n\tint b = \n}\n"],
    ["an unfinished header", "static int hole(int a,\n"],
    ["a header alone", "static int hole(\n"],
    ["an open string", 'static int hole(int a)\n{\n\tprint("abc);\n\treturn 0;\n}\n'],
    ["an unfinished structure", "struct hole {\n\tint a;\n\tstruct {\n"],
    ["an unfinished table", "static const struct ops hole = {\n\t.a = b,\n\t.c = {\n"],
    ["an unfinished loop macro", "static int hole(int a)\n{\n\tlist_for_each_entry(a, \n}\n"],
    ["a word alone", "static int hole(int a)\n{\n\tel\n}\n"],
  ])("are found: %s", (_, hole) => {
    const names = functionNames(parseFile(before + hole + after));
    expect(names[0]).toBe("before");
    expect(names.slice(-2)).toEqual(["after", "last"]);
  });

  it("are found when a conditional encloses all of them", () => {
    const names = functionNames(
      parseFile(`#ifdef A\n${before}static int hole(void)\n{\n\tif (1) {\n${after}#endif\n`),
    );
    expect(names[0]).toBe("before");
    expect(names.slice(-2)).toEqual(["after", "last"]);
  });

  it("keep their place in the text", () => {
    const text = `${before}static int hole(void)\n{\n\tif (1) {\n${after}`;
    const { root } = parseFile(text).readings[0];
    const found = root.children.filter((node) => node.kind === "function_definition");
    expect(text.slice(found.at(-1)?.start, found.at(-1)?.end)).toBe("void last(void)\n{\n\tz();\n}");
  });
});
