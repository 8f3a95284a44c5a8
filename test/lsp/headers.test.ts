// Headers and the build of an open document: of the tree around it, beside it or named, and of compile_commands.json.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { DocumentDiagnosticReport, InitializeParams } from "vscode-languageserver/node";
import { proposeFixes } from "../../server/src/fixes/index.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { createAnalysisHost } from "../../server/src/lsp/analysis-host.js";
import type { AnalysisRunner } from "../../server/src/lsp/analysis-queue.js";
import { createEditorKnowledge } from "../../server/src/lsp/editor-knowledge.js";
import { createCachedCheck } from "../../server/src/lsp/facts-cache.js";
import type { KernelStatus } from "../../server/src/lsp/protocol.js";
import { openHeadersBeside } from "../../server/src/project/headers-beside.js";
import { folderWith } from "../cli/helpers.js";
import { connect, type TestClient } from "./helpers.js";

const capabilities: InitializeParams["capabilities"] = {
  textDocument: { diagnostic: {} },
  workspace: {
    configuration: true,
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};

const driver = `#include <linux/slab.h>
#include "mode.h"
void f(struct d *d)
{
	spin_lock(&d->lock);
#ifdef CONFIG_FAST
	kmalloc(8, GFP_KERNEL);
#else
	kmalloc(8, GFP_KERNEL);
#endif
	take_mode(d);
	spin_unlock(&d->lock);
}
`;
const header = "static inline void take_mode(struct d *d)\n{\n\tmsleep(1);\n}\n";
const tree = {
  Makefile: "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n",
  Kconfig: "",
  "include/linux/slab.h": "",
  ".config": "CONFIG_FAST=y\n",
};

let client: TestClient | undefined;

afterEach(async () => {
  await client?.close();
  client = undefined;
  trail = [];
});

/** What the analysis was asked, and what it answered. */
let trail: string[] = [];

function runner(): AnalysisRunner {
  const host = createAnalysisHost(createCachedCheck(), proposeFixes, createEditorKnowledge());
  return {
    run: async (request) => {
      const reply = host.answer(structuredClone(request));
      trail.push(`${request.kind}: ${reply.kind}`);
      return reply;
    },
    close: async () => undefined,
  };
}

interface Opened {
  readonly settings?: object;
  readonly folders?: readonly string[];
  readonly text?: string;
}

async function open(path: string, options: Opened = {}): Promise<string> {
  client = await connect(capabilities, {
    runner,
    configuration: () => ({ pack: "none", ...options.settings }),
    workspaceFolders: (options.folders ?? []).map((folder) => ({
      uri: pathToFileURL(folder).toString(),
      name: folder,
    })),
  });
  const uri = pathToFileURL(path).toString();
  await client.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "c", version: 1, text: options.text ?? driver },
  });
  return uri;
}

async function lines(uri: string): Promise<readonly number[]> {
  const report: DocumentDiagnosticReport | undefined = await client?.connection.sendRequest(
    "textDocument/diagnostic",
    { textDocument: { uri } },
  );
  return report?.kind === "full" ? report.items.map(({ range }) => range.start.line + 1) : [];
}

async function changed(path: string): Promise<void> {
  await client?.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: pathToFileURL(path).toString(), type: 2 }],
  });
}

describe("the build of an open document", () => {
  it("is that of the tree around it, and another one when its .config changes", async () => {
    const folder = folderWith({ ...tree, "drivers/x/drv.c": driver });
    const uri = await open(join(folder, "drivers/x/drv.c"));
    expect(await lines(uri)).toEqual([7]);
    const status: KernelStatus | null | undefined = await client?.connection.sendRequest("kmemLens/kernel", {
      uri,
    });
    expect(status?.origin).toContain("CONFIG_*: .config");
    writeFileSync(join(folder, ".config"), "CONFIG_SLOW=y\n");
    await changed(join(folder, ".config"));
    await vi.waitFor(async () => expect(await lines(uri)).toEqual([9]));
    // Set by the driver's own Makefile: then nobody knows.
    writeFileSync(join(folder, "drivers/x/Makefile"), "ccflags-y := -DCONFIG_FAST=1\n");
    await changed(join(folder, "drivers/x/Makefile"));
    await vi.waitFor(async () => expect(await lines(uri)).toEqual([7, 9]));
  });

  it("is that of a tree beside it, or of one that the settings name", async () => {
    const folder = folderWith(tree);
    const outside = folderWith({ "drv.c": driver });
    const uri = await open(join(outside, "drv.c"), { folders: [outside, folder] });
    expect(await lines(uri)).toEqual([7]);
    await client?.close();
    expect(await lines(await open(join(outside, "drv.c"), { settings: { tree: `${folder}/` } }))).toEqual([
      7,
    ]);
    await client?.close();
    expect(await lines(await open(join(outside, "drv.c")))).toEqual([7, 9]);
  });
});

it("a copy of a driver has the headers of its folder in the tree", async () => {
  const folder = folderWith({ ...tree, "drivers/x/drv.c": "", "drivers/x/mode.h": header });
  const outside = folderWith({ "drivers/x/drv.c": driver });
  const uri = await open(join(outside, "drivers/x/drv.c"), { settings: { tree: folder } });
  expect(await lines(uri)).toEqual([7, 11]);
});

describe("a compile_commands.json", () => {
  it("says where headers are and what is defined", async () => {
    const folder = folderWith({ "src/drv.c": driver, "inc/mode.h": header });
    const uri = await open(join(folder, "src/drv.c"));
    expect(await lines(uri)).toEqual([7, 9]);
    const commands = join(folder, "compile_commands.json");
    const entry = {
      directory: join(folder, "src"),
      file: "drv.c",
      command: "gcc -I../inc -UCONFIG_FAST -c drv.c",
    };
    writeFileSync(commands, JSON.stringify([entry]));
    await changed(commands);
    await vi.waitFor(async () => expect(await lines(uri)).toEqual([9, 11]));
    writeFileSync(join(folder, "inc/mode.h"), "");
    await changed(join(folder, "inc/mode.h"));
    await vi.waitFor(async () => expect(await lines(uri)).toEqual([9]));
  });
});

describe("the headers in angle brackets of a tree", () => {
  const text = `#include <linux/zorro.h>
void f(struct d *d)
{
	spin_lock(&d->lock);
	zorro_wait(d);
	spin_unlock(&d->lock);
	d->buf = kmalloc(sizeof(struct zorro), GFP_KERNEL);
}
`;
  const zorro = (body: string, member: string): string =>
    `#include "zorro/types.h"\nstatic inline void zorro_wait(void *d)\n{\n\t${body};\n}\nstruct zorro { struct zorro_part part; ${member} };\n`;
  const files = {
    ...tree,
    "include/linux/zorro.h": zorro("msleep(1)", "int a;"),
    "include/linux/zorro/types.h":
      "struct zorro_part {\n#ifdef CONFIG_FAST\n\tchar room[8 << 20];\n#endif\n\tint a;\n};\n",
    "drivers/x/drv.c": text,
  };

  it("are known a moment after the first findings, and again after they have changed", async () => {
    const folder = folderWith(files);
    const uri = await open(join(folder, "drivers/x/drv.c"), { text });
    expect(await lines(uri)).toEqual([]);
    expect(trail).toEqual(["check: checked"]);
    await vi.waitFor(async () => expect(await lines(uri)).toEqual([5, 7]), { timeout: 10_000 });
    expect(trail.at(-1)).toBe("refine: checked");
    // Once known they are so at once.
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    await client?.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: "\n" }],
    });
    expect(await lines(uri)).toEqual([6, 8]);
    writeFileSync(join(folder, "include/linux/zorro.h"), zorro("cpu_relax()", "int a;"));
    await changed(join(folder, "include/linux/zorro.h"));
    await vi.waitFor(async () => expect(await lines(uri)).toEqual([8]), { timeout: 10_000 });
  });

  it("are read a part at a time, and come to what they come to at once", () => {
    const folder = folderWith(files);
    const top = { behind: undefined, profile: createProfile(), name: undefined };
    const [whole, parts] = [openHeadersBeside(folder, top), openHeadersBeside(folder, top)];
    if (!whole || !parts) throw new Error("no headers");
    const sizeIn = (headers: typeof whole) => {
      const environment = headers.environmentOf(["linux/zorro.h"], top.profile);
      return environment.structs("struct zorro_part")?.length;
    };
    expect(sizeIn(whole)).toBe(1);
    expect(whole.lacks()).toBe(false);
    let nrRounds = 0;
    do {
      parts.allow(1);
      expect(sizeIn(parts) ?? 0).toBeLessThanOrEqual(1);
      nrRounds += 1;
    } while (parts.lacks());
    expect(nrRounds).toBeGreaterThan(3);
    expect(sizeIn(parts)).toBe(1);
  });
});
