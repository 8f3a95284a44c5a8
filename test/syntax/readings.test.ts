// `#if` arms: whole ones stay in the tree, arms that cut a construct are read one after the other.

import { describe, expect, it } from "vitest";
import { parseFile } from "../../server/src/syntax/parsed-file.js";
import { allNodes, callees, functionNames, hasError } from "./helpers.js";

describe("conditionals", () => {
  it("stay where the grammar can place them", () => {
    const file = parseFile("int f(void)\n{\n#ifdef A\n\ta();\n#else\n\tb();\n#endif\n\treturn 0;\n}\n");
    expect(file.readings).toHaveLength(1);
    expect(hasError(file)).toBe(false);
    expect(allNodes(file.readings[0].root).map((node) => node.kind)).toContain("preproc_ifdef");
    expect(callees(file)).toEqual(["a", "b"]);
  });

  it("of any condition stay readable", () => {
    const file = parseFile(
      "#if defined(A) && \\\n\tB(1, 2) > 0 ? 1 : 0 /* odd */\nint f(void)\n{\n\treturn 0;\n}\n#endif /* A */\n",
    );
    expect(hasError(file)).toBe(false);
    expect(functionNames(file)).toEqual(["f"]);
  });

  it("give a second reading where arms cut a statement", () => {
    const text =
      "int g(void)\n{\n\treturn 1;\n}\n\nint f(int x)\n{\n#ifdef A\n\tif (a(x)) {\n#else\n\tif (b(x)) {\n#endif\n\t\tc(x);\n\t}\n\treturn 0;\n}\n";
    const file = parseFile(text);
    expect(hasError(file)).toBe(false);
    expect(file.readings).toHaveLength(2);
    expect(file.droppedArms).toBe(0);
    expect(callees(file)).toEqual(["a", "b", "c"]);
    expect(functionNames(file, 0)).toEqual(["g", "f"]);
    expect(functionNames(file, 1)).toEqual(["f"]);
    expect(file.readings[1]?.differs).toEqual([
      { start: text.indexOf("#ifdef"), end: text.indexOf("#endif") + 6 },
    ]);
  });

  it("decide the same condition the same way throughout a reading", () => {
    const text =
      "int f(int x)\n{\n#ifndef A\n\tif (a(x)) {\n#endif\n\t\tb(x);\n#ifdef A\n\tif (c(x)) {\n#else\n\t}\n\tif (d(x)) {\n#endif\n\t\te(x);\n\t}\n\treturn 0;\n}\n";
    const file = parseFile(text);
    expect(hasError(file)).toBe(false);
    expect(callees(file)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("drop dead code in every reading", () => {
    const file = parseFile("int f(void)\n{\n#if 0\n\tdead(;\n#else\n\talive();\n#endif\n\treturn 0;\n}\n");
    expect(hasError(file)).toBe(false);
    expect(callees(file)).toEqual(["alive"]);
    expect(file.droppedArms).toBe(0);
  });

  it("keep all elements of a list", () => {
    const file = parseFile(
      "static struct ops o = {\n#ifdef A\n\t.a = fa,\n#else\n\t.b = fb\n#endif\n};\nenum e {\n\tX,\n#ifdef A\n\tY,\n#endif\n\tZ\n};\n",
    );
    expect(hasError(file)).toBe(false);
    expect(allNodes(file.readings[0].root).filter((node) => node.kind === "initializer_pair")).toHaveLength(
      2,
    );
    expect(allNodes(file.readings[0].root).filter((node) => node.kind === "enumerator")).toHaveLength(3);
  });

  it("count the arms that no reading shows", () => {
    const arm = (name: string): string => `\tif (${name}(x)) {\n`;
    const text = `int f(int x)\n{\n#if A\n${arm("a")}#elif B\n${arm("b")}#elif C\n${arm("c")}#elif D\n${arm("d")}#else\n${arm("e")}#endif\n\t}\n\treturn 0;\n}\n`;
    const file = parseFile(text);
    expect(hasError(file)).toBe(false);
    expect(file.readings).toHaveLength(3);
    expect(file.droppedArms).toBe(2);
  });

  it("may be unfinished", () => {
    expect(functionNames(parseFile("#ifdef A\nint f(void)\n{\n\treturn 0;\n}\n"))).toEqual(["f"]);
    expect(functionNames(parseFile("int f(void)\n{\n\treturn 0;\n}\n#endif\n#else\n"))).toEqual(["f"]);
  });
});
