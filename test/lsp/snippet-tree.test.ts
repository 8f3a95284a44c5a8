// A run in the editor and `kmem-lens simulate` are the same run: the same headers of the same kernel tree, the same
// `state=` file, and the same refusal of one that lies elsewhere. And what becomes of a run when a header changes.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { CodeLens } from "vscode-languageserver/node";
import { runCli } from "../../server/src/cli/run-cli.js";
import type { RunSnippetResult } from "../../server/src/lsp/protocol.js";
import { fakeIo, folderWith } from "../cli/helpers.js";
import { connect, type TestClient } from "./helpers.js";

const treeFiles = {
  Kconfig: "",
  Makefile: "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\n",
  "include/linux/slab.h": "#include <asm/widget.h>\n",
  "include/linux/bank.h": "#include <asm/bank_arch.h>\nstruct bank { struct bank_arch arch; u32 width; };\n",
  "include/asm-generic/bank_arch.h": "struct bank_arch { char generic[4]; };\n",
  "arch/x86/include/asm/bank_arch.h": "struct bank_arch { char wide[196]; };\n",
  "arch/arm64/include/asm/widget.h": "",
  "include/local/own.h": "#define EXTRA 8\n",
};
const driver = `#include <linux/bank.h>
#include "local/own.h"
// @kmem run
int probe(struct device *dev)
{
	struct bank *b = kzalloc(sizeof(*b) + EXTRA, GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	kfree(b);
	return sizeof(*b);
}
`;

let client: TestClient | undefined;
afterEach(async () => {
  await client?.close();
  client = undefined;
});

async function open(path: string, text: string, folders: readonly string[]): Promise<void> {
  client ??= await connect(
    { textDocument: { diagnostic: {} }, workspace: { workspaceFolders: true } },
    {
      initializationOptions: { runsSnippets: true },
      workspaceFolders: folders.map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })),
    },
  );
  await client.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri: pathToFileURL(path).href, languageId: "c", version: 1, text },
  });
}

async function runInEditor(path: string, line: number): Promise<RunSnippetResult> {
  const params = { uri: pathToFileURL(path).href, line, failEach: true };
  if (!client) throw new Error("no client");
  return client.connection.sendRequest("kmemLens/runSnippet", params);
}

async function simulate(...args: string[]) {
  const io = fakeIo();
  const status = await runCli(["simulate", "--format", "json", "--fail-each", ...args], io);
  return { status, runs: status === 2 ? [] : JSON.parse(io.out()).runs, err: io.err() };
}

/** What both say of a run: where a file lies is told from other places, and a panel has its states elsewhere. */
function comparable(run: {
  readonly file: string;
  readonly timeline?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
}): unknown {
  const { file: _file, timeline: _t, before: _b, after: _a, ...rest } = run;
  return JSON.parse(JSON.stringify(rest));
}

describe("a run in the editor", () => {
  it.each([
    ["of a driver in the tree", "drivers/x/probe.c", driver, 208],
    ["on another architecture", "drivers/x/probe.c", driver.replace("run\n", "run machine=arm64:1G\n"), 16],
  ])("%s is what simulate runs", async (_name, path, text, requestedBytes) => {
    const tree = folderWith({ ...treeFiles, [path]: text });
    await open(join(tree, path), text, [tree]);
    const answer = await runInEditor(join(tree, path), 3);
    const { runs } = await simulate(join(tree, path));
    if (answer.kind !== "ran") throw new Error(answer.reason);
    expect(runs[0].events[0].requestedBytes).toBe(requestedBytes);
    expect(runs.map(comparable)).toEqual(answer.runs.map(({ run }) => comparable(run)));
    expect(runs).toHaveLength(2);
  });

  it("of a driver beside the tree has the tree that is open too, as simulate --tree has", async () => {
    const tree = folderWith(treeFiles);
    const own = folderWith({ "probe.c": driver });
    await open(join(own, "probe.c"), driver, [own, tree]);
    const answer = await runInEditor(join(own, "probe.c"), 3);
    const { runs } = await simulate("--tree", tree, join(own, "probe.c"));
    if (answer.kind !== "ran") throw new Error(answer.reason);
    expect(answer.runs[0]?.run.stop.reason).toBe("returned");
    expect(runs.map(comparable)).toEqual(answer.runs.map(({ run }) => comparable(run)));
  });
});

describe("what a header's change does to a run", () => {
  const lenses = async (path: string): Promise<number> => {
    if (!client) throw new Error("no client");
    const textDocument = { uri: pathToFileURL(path).href };
    return (await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument }))
      .length;
  };

  it.each([
    ["of the tree", "include/linux/bank.h", true],
    ["of the architecture", "arch/x86/include/asm/bank_arch.h", true],
    ["named in quotes", "include/local/own.h", true],
    ["of something else", "include/linux/other.h", false],
  ])("a header %s", async (_name, header, isCleared) => {
    const path = "drivers/x/probe.c";
    const tree = folderWith({ ...treeFiles, [path]: driver });
    await open(join(tree, path), driver, [tree]);
    await runInEditor(join(tree, path), 3);
    expect(await lenses(join(tree, path))).toBe(4);
    await client?.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: pathToFileURL(join(tree, header)).href, type: 2 }],
    });
    expect(await lenses(join(tree, path))).toBe(isCleared ? 3 : 4);
  });

  it("an open header clears it by an edit, not by being opened, and the next run has the edit", async () => {
    const path = "drivers/x/probe.c";
    const tree = folderWith({ ...treeFiles, [path]: driver });
    const header = join(tree, "include/local/own.h");
    await open(join(tree, path), driver, [tree]);
    await runInEditor(join(tree, path), 3);
    await open(header, treeFiles["include/local/own.h"], [tree]);
    expect(await lenses(join(tree, path))).toBe(4);
    await client?.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: pathToFileURL(header).href, version: 2 },
      contentChanges: [{ text: "#define EXTRA 1000\n" }],
    });
    expect(await lenses(join(tree, path))).toBe(3);
    const answer = await runInEditor(join(tree, path), 3);
    expect(answer.kind === "ran" && answer.runs[0]?.run.events[0]?.requestedBytes).toBe(1200);
  });

  it("a setting clears it", async () => {
    const path = "drivers/x/probe.c";
    const tree = folderWith({ ...treeFiles, [path]: driver });
    await open(join(tree, path), driver, [tree]);
    await runInEditor(join(tree, path), 3);
    await client?.connection.sendNotification("workspace/didChangeConfiguration", {
      settings: { kmemLens: { kernel: "6.12" } },
    });
    expect(await lenses(join(tree, path))).toBe(3);
  });
});

describe("state=", () => {
  const buddyinfo =
    "Node 0, zone    DMA32      1      0      0      0      0      0      0      0      0      0      0\n";
  const proc = `==> /proc/buddyinfo <==\n${buddyinfo}`;
  const textWith = (state: string): string =>
    `#include <linux/slab.h>\n// @kmem run state=${state}\nint f(void)\n{\n\treturn 0;\n}\n`;

  function project(state: string): { top: string; path: string } {
    const outside = folderWith({ "proc.txt": proc });
    const top = folderWith({ "src/f.c": textWith(state), "boards/proc.txt": proc, "src/near.txt": proc });
    symlinkSync(join(outside, "proc.txt"), join(top, "src/link.txt"));
    symlinkSync(outside, join(top, "src/linked"));
    mkdirSync(join(top, "src/folder"));
    writeFileSync(join(top, "src/large.txt"), proc.repeat(100_000));
    return { top, path: join(top, "src/f.c") };
  }

  it.each([
    ["beside the file", "near.txt", undefined],
    ["elsewhere in the workspace", "../boards/proc.txt", undefined],
    ["through a link out of it", "link.txt", "lies outside the workspace"],
    ["through a linked folder", "linked/proc.txt", "lies outside the workspace"],
    ["with an absolute path", "/etc/hostname", "an absolute path; name the file relative to the C file"],
    ["far above", `${"../".repeat(30)}etc/passwd`, "lies outside the workspace"],
    ["far above, not there", `${"../".repeat(30)}etc/no-such-file`, "lies outside the workspace"],
    ["that is a folder", "folder", "is no file"],
    ["that is not there", "missing.txt", "no such file"],
    ["that is too large", "large.txt", "larger than 8 MB"],
  ])("%s", async (_name, state, problem) => {
    const { top, path } = project(state);
    await open(path, textWith(state), [top]);
    const answer = await runInEditor(path, 2);
    const reason = answer.kind === "failed" ? answer.reason : undefined;
    expect(reason).toBe(problem && `state=${state}: ${problem}`);
    const before = process.cwd();
    process.chdir(top);
    try {
      const { status, err } = await simulate(path);
      if (problem === undefined) expect(status).toBe(0);
      else expect(err).toContain(`state=${state}: ${problem}`);
    } finally {
      process.chdir(before);
    }
  });
});
