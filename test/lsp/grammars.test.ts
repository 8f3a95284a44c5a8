// The injection grammars, run by the editor's own TextMate engine over comments of a small stand-in for C.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as oniguruma from "vscode-oniguruma";
import * as textmate from "vscode-textmate";
import { directiveKinds, runOptionNames, snippetContexts } from "../../server/src/snippets/annotations.js";

const root = join(import.meta.dirname, "../..");
const snippetScope = "kmem-lens.snippet.injection";

/** As much of C as the grammars look at: comments and the rest. */
const standInForC = JSON.stringify({
  scopeName: "source.c",
  patterns: [
    { begin: "/\\*", end: "\\*/", name: "comment.block.c" },
    { begin: "//", end: "$", name: "comment.line.double-slash.c" },
    { match: "\\b\\d+\\b", name: "constant.numeric.c" },
  ],
});

async function loadGrammar(): Promise<textmate.IGrammar> {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma");
  await oniguruma.loadWASM(readFileSync(join(dirname(wasm), "onig.wasm")).buffer as ArrayBuffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      if (scope === "source.c") return textmate.parseRawGrammar(standInForC, "c.json");
      const name = scope === snippetScope ? "snippet" : "suppression";
      const path = join(root, `syntaxes/${name}.tmLanguage.json`);
      return textmate.parseRawGrammar(readFileSync(path, "utf8"), path);
    },
    getInjections: (scope) => (scope === "source.c" ? [snippetScope, "kmem-lens.suppression.injection"] : []),
  });
  const grammar = await registry.loadGrammar("source.c");
  if (grammar === null) throw new Error("no grammar for source.c");
  return grammar;
}

let grammar: textmate.IGrammar;

beforeAll(async () => {
  grammar = await loadGrammar();
});

/** The words of `text` that an injection coloured, each with its innermost scope without the product's name. */
function colouredWords(text: string): string[] {
  let stack = textmate.INITIAL;
  return text.split("\n").flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) => {
      const scope = scopes.at(-1) ?? "";
      const word = line.slice(startIndex, endIndex);
      return scope.endsWith(".kmem-lens") ? [`${word} ${scope.slice(0, -".kmem-lens".length)}`] : [];
    });
  });
}

describe("the grammar of annotations", () => {
  it("colours a run with its options", () => {
    expect(colouredWords("// @kmem run machine=x86_64:512M,pae cpus=2")).toEqual([
      "@kmem keyword.other",
      "run keyword.control",
      "machine variable.parameter",
      "= keyword.operator.assignment",
      "x86_64:512M,pae constant.other",
      "cpus variable.parameter",
      "= keyword.operator.assignment",
      "2 constant.other",
    ]);
  });

  it("colours expectations, in block comments too, and stops where the comment does", () => {
    expect(colouredWords('/* @kmem expect slab["kmalloc-64"].slabs += 3 */ 77')).toEqual([
      "@kmem keyword.other",
      "expect keyword.control",
      "slab support.variable",
      '"kmalloc-64" string.quoted.double',
      "slabs variable.other.property",
      "+= keyword.operator",
      "3 constant.numeric",
    ]);
    expect(colouredWords("// @kmem expect returns == -ENOMEM\n5")).toContain("ENOMEM constant.other");
  });

  it("reads each line of a long comment by itself", () => {
    const words = colouredWords("/*\n * @kmem let n = 100, dev->mtu = 1500\n * @kmem fail nth=2\n */");
    expect(words).toContain("mtu variable.other.property");
    expect(words).toContain("fail keyword.control");
    expect(words.filter((word) => word.startsWith("@kmem"))).toHaveLength(2);
  });

  it("colours what a model returns", () => {
    expect(colouredWords("// @kmem model foo_alloc = kmalloc($1, GFP_KERNEL)")).toEqual([
      "@kmem keyword.other",
      "model keyword.control",
      "foo_alloc entity.name.function",
      "= keyword.operator",
      "$1 variable.language",
      "GFP_KERNEL constant.other",
    ]);
  });

  it("marks queries at the end of a line and nothing like them", () => {
    expect(colouredWords("p = kmalloc(30, GFP_KERNEL); //?")).toEqual(["? keyword.operator.query"]);
    expect(colouredWords("p = f(); /*?*/ q();")).toEqual(["? keyword.operator.query"]);
    expect(colouredWords("// is it free? //? who knows")).toEqual([]);
  });

  it("knows every directive, option and context of the language", () => {
    for (const kind of directiveKinds)
      expect(colouredWords(`// @kmem ${kind}`), kind).toContain(`${kind} keyword.control`);
    for (const option of runOptionNames)
      expect(colouredWords(`// @kmem run ${option}=1`)).toContain(`${option} variable.parameter`);
    for (const context of snippetContexts)
      expect(colouredWords(`// @kmem context ${context}`)).toContain(`${context} constant.language`);
  });

  it("shows wrong words as wrong", () => {
    expect(colouredWords("// @kmem expcet leaks == 0")).toContain("expcet invalid.illegal");
    expect(colouredWords("// @kmem run cpu=2")).toContain("cpu invalid.illegal");
    expect(colouredWords("// @kmem context nowhere")).toContain("nowhere invalid.illegal");
  });

  it("leaves other comments alone", () => {
    expect(colouredWords("/* user@kmemory.example run */ // run fail each")).toEqual([]);
  });
});

describe("the grammar of suppressions", () => {
  it("colours the rule and the reason", () => {
    expect(colouredWords("/* kmem-lens: ignore sleep-in-atomic -- lock dropped above */")).toEqual([
      "kmem-lens: keyword.other",
      "ignore keyword.control",
      " sleep-in-atomic constant.other.rule",
      "lock dropped above  comment.reason",
    ]);
  });
});
