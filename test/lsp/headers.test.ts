// Headers and the build of an open document: of the tree around it, beside it or named, and of compile_commands.json.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { DocumentDiagnosticReport, InitializeParams } from "vscode-languageserver/node";
import { proposeFixes } from "../../server/src/fixes/index.js";
import { createAnalysisHost } from "../../server/src/lsp/analysis-host.js";
import type { AnalysisRunner } from "../../server/src/lsp/analysis-queue.js";
import { createCachedCheck } from "../../server/src/lsp/facts-cache.js";
import type { KernelStatus } from "../../server/src/lsp/protocol.js";
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
});

function runner(): AnalysisRunner {
  const host = createAnalysisHost(createCachedCheck(), proposeFixes);
  return {
    run: async (request) => host.answer(structuredClone(request)),
    close: async () => undefined,
  };
}

async function open(
  path: string,
  options: { readonly settings?: object; readonly folders?: readonly string[] } = {},
): Promise<string> {
  client = await connect(capabilities, {
    runner,
    configuration: () => options.settings ?? null,
    workspaceFolders: (options.folders ?? []).map((folder) => ({
      uri: pathToFileURL(folder).toString(),
      name: folder,
    })),
  });
  const uri = pathToFileURL(path).toString();
  await client.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "c", version: 1, text: driver },
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
