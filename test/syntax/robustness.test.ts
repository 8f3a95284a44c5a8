// Whatever the text is, it is read, and offsets stay the text's own.

import fc from "fast-check";
import Parser from "tree-sitter";
import C from "tree-sitter-c";
import { describe, expect, it } from "vitest";
import { parseFile } from "../../server/src/syntax/parsed-file.js";
import type { SyntaxNode } from "../../server/src/syntax/tree.js";
import { allNodes, callees, functionNames, hasError } from "./helpers.js";

const driver = [
  "/* driver */",
  "#include <linux/slab.h>",
  "#define EACH(d) for (; d; d = d->next)",
  "static DEFINE_SPINLOCK(lock);",
  "struct __packed s { u8 a:3, b; DECLARE_BITMAP(m, 4); };",
  "#ifdef CONFIG_X",
  "static int __init f(struct s __iomem *p)",
  "{",
  "\tunsigned long flags; // note",
  "\tspin_lock_irqsave(&lock, flags);",
  "#else",
  "static int f(struct s *p)",
  "{",
  "#endif",
  "\tlist_for_each_entry(p, container_of(q, struct s, m), n) {",
  "\t\tEACH(p) g(p, min_t(u32, a ? b : c, 1));",
  '\t\tpr_info("x" PRI(a) "y %s\\n", L"\\"z\\\\", \'\\\'\');',
  "\t}",
  "\tswitch (x) { case 1 ... 2: break; default: goto out; }",
  "out:",
  "\treturn ({ h(); 1; });",
  "}",
  "static const struct ops o = { .open = f, [3 ... 4] = { 1, 2 } };",
  "module_init(f)",
  "",
].join("\n");

function checkShape(text: string): void {
  const file = parseFile(text);
  for (const { masked, root } of file.readings) {
    expect(masked).toHaveLength(text.length);
    for (const node of allNodes(root)) {
      expect(node.start).toBeGreaterThanOrEqual(0);
      expect(node.end).toBeGreaterThanOrEqual(node.start);
      expect(node.end).toBeLessThanOrEqual(text.length);
    }
  }
  for (const macro of file.hidden) {
    expect(macro.end).toBeLessThanOrEqual(text.length);
    expect(macro.start).toBeLessThan(macro.end);
  }
}

describe("any text", () => {
  it("is read: random edits of a driver", () => {
    const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
    console.info(`seed ${seed}`);
    const piece = fc.oneof(
      fc.constantFrom(
        "{",
        "}",
        "(",
        ")",
        "#if 1\n",
        "#else\n",
        "#endif\n",
        '"',
        "'",
        "/*",
        "*/",
        "\\\n",
        ";",
        ",",
        "\n",
        "\0",
        "é",
        "字",
        "😀",
      ),
      fc.string({ maxLength: 6 }),
    );
    const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 12 }), insert: piece });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        let text = driver;
        for (const { at, cut, insert } of edits) {
          const from = at % (text.length + 1);
          text = text.slice(0, from) + insert + text.slice(from + cut);
        }
        checkShape(text);
      }),
      { seed, numRuns: 400 },
    );
  });

  it.each([
    ["nothing", ""],
    ["white space", " \n\t\r\n"],
    ["one character", "{"],
    ["NUL bytes", "int a;\0\0\nint f(void)\n{\n\treturn 0;\n}\n"],
    ["no newline at the end of a directive", "#define A"],
    ["an open comment", "int a; /* and"],
    ["a lone surrogate", 'char *s = "\ud83d";'],
    ["binary", String.fromCharCode(...Array.from({ length: 4096 }, (_, i) => (i * 7919) & 255))],
  ])("is read: %s", (_, text) => {
    checkShape(text);
  });

  it("is read however deep it nests", () => {
    for (const [open, close] of [
      ["(", ")"],
      ["{", "}"],
      ["[", "]"],
      ["#if A\n", "#endif\n"],
    ] as const) {
      const text = `int f(void)\n{\nx = ${open.repeat(20_000)}1${close.repeat(20_000)};\n}\n`;
      expect(parseFile(text).readings[0].masked).toHaveLength(text.length);
      expect(parseFile(`int f(void)\n{\n${open.repeat(20_000)}`).readings[0].root.hasError).toBeDefined();
    }
  });

  it("is read however long it is", () => {
    const one = driver.slice(driver.indexOf("static int f(")).replace("#endif\n", "");
    const text = one.repeat(Math.ceil(5_000_000 / one.length));
    const file = parseFile(text);
    expect(hasError(file)).toBe(false);
    expect(file.readings[0].root.end).toBeGreaterThan(4_900_000);
  });
});

describe("offsets", () => {
  it("are the same with CRLF as with LF, line by line", () => {
    const unix = parseFile(driver);
    const dos = parseFile(driver.replaceAll("\n", "\r\n"));
    expect(hasError(dos)).toBe(hasError(unix));
    expect(callees(dos)).toEqual(callees(unix).map((name) => name.replaceAll("\n", "\r\n")));
    expect(functionNames(dos)).toEqual(functionNames(unix));
    expect(dos.hidden.map(({ kind, name }) => [kind, name])).toEqual(
      unix.hidden.map(({ kind, name }) => [kind, name]),
    );
  });

  it("count UTF-16 units before and in a line", () => {
    const text = '/* 漢字 😀 */\nint f(void)\n{\n\tuse("😀", g(1)); /* é */ h();\n}\n';
    const file = parseFile(text);
    expect(hasError(file)).toBe(false);
    expect(callees(file)).toEqual(["g", "h", "use"]);
    const call = allNodes(file.readings[0].root).find((node) => text.slice(node.start, node.end) === "h()");
    expect(call?.start).toBe(text.indexOf("h()"));
  });

  it("agree with the parser's own, node by node", () => {
    const parser = new Parser();
    parser.setLanguage(C as unknown as Parser.Language);
    const atoms = new Set([
      "number_literal",
      "string_literal",
      "char_literal",
      "system_lib_string",
      "preproc_arg",
    ]);
    for (const { masked, root } of parseFile(driver).readings) {
      expect(root.hasError).toBe(false);
      const compare = (ours: SyntaxNode, theirs: Parser.SyntaxNode): void => {
        expect([ours.kind, ours.start, ours.end]).toEqual([theirs.type, theirs.startIndex, theirs.endIndex]);
        if (atoms.has(ours.kind)) return;
        expect(ours.children).toHaveLength(theirs.namedChildCount);
        for (const [k, child] of theirs.namedChildren.entries()) {
          const own = ours.children[k];
          expect(own?.field ?? null).toBe(theirs.fieldNameForChild(theirs.children.indexOf(child)) ?? null);
          if (own) compare(own, child);
        }
      };
      compare(root, parser.parse(masked, undefined, { bufferSize: masked.length * 2 + 4096 }).rootNode);
    }
  });
});
