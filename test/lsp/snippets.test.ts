// Snippets in the editor: lenses, runs, what is shown of them and how an edit takes it back.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  Hover,
  InlayHint,
} from "vscode-languageserver/node";
import type { RunSnippetResult, SnippetItem } from "../../server/src/lsp/protocol.js";
import { connect, type TestClient } from "./helpers.js";

const uri = "file:///no/such/folder/demo.c";
const sample = readFileSync(join(import.meta.dirname, "../../samples/kmalloc-32.c"), "utf8");
let client: TestClient;

afterEach(() => client.close());

async function start(text: string, runsSnippets = true): Promise<void> {
  client = await connect(
    {
      textDocument: {
        diagnostic: {},
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
        hover: { contentFormat: ["markdown"] },
      },
    },
    { initializationOptions: { runsSnippets } },
  );
  await client.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "c", version: 1, text },
  });
}

async function ask<T>(method: string, params: object = {}): Promise<T> {
  return client.connection.sendRequest<T>(method, { textDocument: { uri }, ...params });
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split("\n").length;
}

async function run(line: number, failEach = false): Promise<Extract<RunSnippetResult, { kind: "ran" }>> {
  const result: RunSnippetResult = await client.connection.sendRequest("kmemLens/runSnippet", {
    uri,
    line,
    failEach,
  });
  if (result.kind !== "ran") throw new Error(result.reason);
  return result;
}

async function diagnostics(): Promise<readonly Diagnostic[]> {
  return (await ask<{ items: Diagnostic[] }>("textDocument/diagnostic")).items;
}

const wholeText = { range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } } };
const titlesOf = (lenses: readonly CodeLens[]): (string | undefined)[] =>
  lenses.map(({ command }) => command?.title);
const leaky = `#include <linux/slab.h>

// @kmem run
static int leaky(int n)
{
	char *p = kmalloc(100, GFP_KERNEL);
	foo_start(p);
	return 0;
}
`;

describe("a document with snippets", () => {
  it("has a lens for each thing that can be done with one", async () => {
    await start(sample);
    const lenses = await ask<CodeLens[]>("textDocument/codeLens");
    expect(titlesOf(lenses)).toEqual([
      "$(play) Run",
      "Step",
      "Fail each",
      "$(play) Run",
      "Step",
      "Fail each",
    ]);
    expect(lenses[0]?.command).toMatchObject({ command: "kmemLens.run", arguments: [uri, 6] });
    expect(lenses[0]?.range.start.line).toBe(5);
  });

  it("has none for a client without the commands", async () => {
    await start(sample, false);
    expect(await ask<CodeLens[]>("textDocument/codeLens")).toEqual([]);
  });

  it("lists them with their expectations", async () => {
    await start(sample);
    const items: SnippetItem[] = await client.connection.sendRequest("kmemLens/listSnippets", { uri });
    expect(items.map(({ functionName, line }) => [functionName, line])).toEqual([
      ["thirty_bytes", 6],
      ["two_buffers", lineOf(sample, "@kmem fail each") - 1],
    ]);
    expect(items[0]?.expectations).toContainEqual({ line: 7, text: "leaks == 0" });
  });
});

describe("a run", () => {
  it("answers with points to step through, and every surface shows it until the text changes", async () => {
    await start(sample);
    const { runs, version } = await run(6);
    const [model] = runs;
    expect(version).toBe(1);
    expect(model?.failures).toEqual([]);
    expect(model?.points.at(0)).toMatchObject({ line: 0, title: "start" });
    // 129 times kmalloc, 129 times kfree, and the start.
    expect(model?.points).toHaveLength(259);
    const full = model?.points[128]?.slabs.find(({ name }) => name === "kmalloc-32");
    expect(full).toMatchObject({ objects: 128, capacity: 128, slabs: 1, isChanged: true });
    expect(model?.points[129]?.slabs.find(({ name }) => name === "kmalloc-32")).toMatchObject({ slabs: 2 });
    expect(titlesOf(await ask<CodeLens[]>("textDocument/codeLens"))[3]).toBe("$(pass) Expectations 4/4");
    const hints = await ask<InlayHint[]>("textDocument/inlayHint", wholeText);
    expect(hints).toHaveLength(1);
    expect(hints[0]?.position.line).toBe(lineOf(sample, "//?") - 1);
    expect(String(hints[0]?.label)).toContain("kmalloc-32");
    const hover = await ask<Hover | null>("textDocument/hover", { position: { line: 13, character: 10 } });
    expect(JSON.stringify(hover)).toContain("In the last run");

    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `${sample}\n` }],
    });
    expect(await ask<InlayHint[]>("textDocument/inlayHint", wholeText)).toEqual([]);
    expect(titlesOf(await ask<CodeLens[]>("textDocument/codeLens"))[3]).toBe("$(play) Run");
  });

  it("with every allocation failing once has a run for each", async () => {
    await start(sample);
    const { runs } = await run(lineOf(sample, "@kmem fail each") - 1, true);
    expect(runs.map(({ run: one }) => one.injected?.nth)).toEqual([undefined, 1, 2]);
    expect(runs.flatMap(({ run: one }) => one.leaks)).toEqual([]);
  });

  it("that stops at an unknown function says so there, and what it leaked", async () => {
    await start(leaky);
    await run(3);
    const found = await diagnostics();
    expect(found).toContainEqual(
      expect.objectContaining({
        code: "snippet-unsupported",
        range: { start: { line: 6, character: 1 }, end: { line: 6, character: 14 } },
        message: expect.stringContaining("foo_start()"),
      }),
    );
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: leaky.replace("foo_start(p);", "p[100] = 1;") }],
    });
    expect((await diagnostics()).filter(({ code }) => String(code).startsWith("snippet-"))).toEqual([]);
    await run(3);
    expect((await diagnostics()).map(({ code }) => code)).toContain("snippet-out-of-bounds");
  });

  it("that stopped at an unknown function can be helped on", async () => {
    await start(leaky);
    await run(3);
    const [stuck] = (await diagnostics()).filter(({ code }) => code === "snippet-unsupported");
    const context = { diagnostics: [stuck] };
    const actions = await ask<CodeAction[]>("textDocument/codeAction", { range: stuck?.range, context });
    const start4 = { line: 3, character: 0 };
    expect(actions[0]?.edit?.changes?.[uri]).toEqual([
      { range: { start: start4, end: start4 }, newText: "// @kmem model foo_start = 0\n" },
    ]);
    const mended = leaky.replace("static int", "// @kmem model foo_start = 0\nstatic int");
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: mended }],
    });
    const { runs } = await run(3);
    expect(runs[0]?.run.stop.reason).toBe("returned");
    expect(runs[0]?.run.leaks).toHaveLength(1);
  });

  it.each([
    ["of one line", "/* @kmem run */", "// @kmem model foo_start = 0"],
    ["that goes on", "/* @kmem run\n * @kmem expect leaks == 1\n */", " * @kmem model foo_start = 0"],
    ["whose first line is empty", "/*\n * @kmem run\n */", " * @kmem model foo_start = 0"],
  ])("stuck below a block comment %s is helped on within it", async (_, annotation, line) => {
    const text = leaky.replace("// @kmem run", annotation);
    await start(text);
    const runLine = lineOf(text, "@kmem run");
    await run(runLine);
    const [stuck] = (await diagnostics()).filter(({ code }) => code === "snippet-unsupported");
    const actions = await ask<CodeAction[]>("textDocument/codeAction", {
      range: stuck?.range,
      context: { diagnostics: [stuck] },
    });
    const [edit] = actions[0]?.edit?.changes?.[uri] ?? [];
    expect(edit?.newText).toBe(`${line}\n`);
    const lines = text.split("\n");
    lines.splice(edit?.range.start.line ?? 0, 0, line);
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: lines.join("\n") }],
    });
    expect((await run(runLine)).runs[0]?.run.stop.reason).toBe("returned");
  });

  it("of a line without a snippet fails in words", async () => {
    await start(sample);
    const result: RunSnippetResult = await client.connection.sendRequest("kmemLens/runSnippet", {
      uri,
      line: 1,
      failEach: false,
    });
    expect(result).toEqual({ kind: "failed", reason: "line 1 has no '@kmem run'" });
  });
});

describe("annotations as they are typed", () => {
  it("are told of what cannot be obeyed", async () => {
    await start("#include <linux/slab.h>\n// @kmem rnu\nstatic int f(void) { return 0; }\n");
    expect(await diagnostics()).toMatchObject([
      {
        code: "invalid-directive",
        message: expect.stringContaining("did you mean 'run'"),
        range: { start: { line: 1 } },
      },
    ]);
  });

  it.each<[string, string, string]>([
    ["directives", "// @kmem ", "expect"],
    ["options", "// @kmem run ", "machine="],
    ["contexts of an option", "// @kmem run context=", "softirq"],
    ["releases", "// @kmem run kernel=", "6.12"],
    ["what can be expected", "\t/* @kmem expect ", "leaks == 0"],
  ])("complete %s", async (_, text, label) => {
    await start(`${text}\n`);
    const items = await ask<CompletionItem[]>("textDocument/completion", {
      position: { line: 0, character: text.length },
    });
    expect(items.map((item) => item.label)).toContain(label);
  });

  const file = [
    "#include <linux/slab.h>",
    "struct foo { int mtu; struct { int depth; } ring; };",
    "static int limit;",
    "static struct kmem_cache *cache;",
    "int foo_start(struct foo *f);",
    "// @kmem run machine=i386:2G",
    "static int demo(struct foo *dev, int n)",
    "{",
    '\tcache = kmem_cache_create("foo_items", 40, 0, 0, NULL);',
    "\treturn foo_start(dev) + bar_ready();",
    "}",
  ];
  it.each<[string, string, readonly string[], readonly string[]]>([
    ["names to set", "// @kmem let ", ["dev", "n", "limit"], ["foo_start"]],
    ["names to set after others", "// @kmem let n = 3, ", ["dev", "limit"], []],
    ["members to set", "// @kmem let dev->", ["mtu", "ring"], ["n"]],
    ["members of members", "// @kmem let dev->ring.", ["depth"], ["mtu"]],
    ["no value to set", "// @kmem let n = ", [], ["dev"]],
    [
      "functions without a body",
      "// @kmem model ",
      ["foo_start", "bar_ready"],
      ["demo", "kmem_cache_create"],
    ],
    ["zones of the machine", '// @kmem expect zone["', ["DMA", "Normal", "HighMem"], ["DMA32"]],
    ["caches", '// @kmem expect slab["', ["foo_items", "kmalloc-96"], ["Normal"]],
  ])("complete %s of the snippet", async (_, typed, offered, others) => {
    const lines = [...file.slice(0, 6), typed, ...file.slice(6)];
    await start(`${lines.join("\n")}\n`);
    const items = await ask<CompletionItem[]>("textDocument/completion", {
      position: { line: 6, character: typed.length },
    });
    const labels = items.map((item) => item.label);
    expect(offered.filter((name) => !labels.includes(name))).toEqual([]);
    expect(others.filter((name) => labels.includes(name))).toEqual([]);
  });

  it("complete nothing in code", async () => {
    await start("int run ");
    expect(
      await ask<CompletionItem[]>("textDocument/completion", { position: { line: 0, character: 8 } }),
    ).toEqual([]);
  });

  it("explain themselves", async () => {
    await start(sample);
    const hover = await ask<Hover | null>("textDocument/hover", { position: { line: 5, character: 16 } });
    expect(JSON.stringify(hover)).toContain("architecture and memory");
  });
});
