// Findings that come and go with other files: those open in the editor, and those on the disk beside them.

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import type {
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  InitializeParams,
} from "vscode-languageserver/node";
import { proposeFixes } from "../../server/src/fixes/index.js";
import { createAnalysisHost } from "../../server/src/lsp/analysis-host.js";
import type { AnalysisRunner } from "../../server/src/lsp/analysis-queue.js";
import { createCachedCheck } from "../../server/src/lsp/facts-cache.js";
import { folderWith } from "../cli/helpers.js";
import { connect, type TestClient } from "./helpers.js";

const pulling: InitializeParams["capabilities"] = {
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
  },
  workspace: { diagnostics: { refreshSupport: true } },
};

const head = `#include <linux/slab.h>
#include "dev.h"
`;
const header = `struct dev { spinlock_t lock; void *buf; };
int dev_fill(struct dev *d, gfp_t gfp);
void dev_done(struct dev *d);
`;
/** Calls the other file's function with the lock held. */
const caller = `${head}void dev_start(struct dev *d)
{
	spin_lock(&d->lock);
	if (dev_fill(d, GFP_KERNEL))
		d->buf = NULL;
	spin_unlock(&d->lock);
}
`;
const filling = (call: string): string => `${head}int dev_fill(struct dev *d, gfp_t gfp)
{
	${call}
	return 0;
}
`;
const sleeping = filling("msleep(1);");
const allocating = filling("d->buf = kmalloc(8, gfp);");
const harmless = filling("d->buf = NULL;");

let client: TestClient | undefined;
/** The thread of each purpose, in the order in which they were started. */
let nrRunners = 0;

afterEach(async () => {
  await client?.close();
  client = undefined;
  nrRunners = 0;
});

/** The real analysis, in place of its threads. */
function runner(): AnalysisRunner {
  nrRunners += 1;
  const host = createAnalysisHost(createCachedCheck(), proposeFixes);
  return {
    run: async (request) => host.answer(structuredClone(request)),
    close: async () => undefined,
  };
}

/** A folder of C files, the header among them, and a client with nothing open yet. */
async function start(files: Readonly<Record<string, string>>, capabilities = pulling): Promise<string> {
  const folder = folderWith({ "dev.h": header, ...files });
  client = await connect(capabilities, { runner });
  return folder;
}

const uriOf = (folder: string, name: string): string => pathToFileURL(join(folder, name)).toString();

async function open(uri: string, text: string): Promise<void> {
  await client?.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "c", version: 1, text },
  });
  await pull(uri);
}

async function change(uri: string, version: number, text: string): Promise<void> {
  await client?.connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version },
    contentChanges: [{ text }],
  });
}

async function pull(uri: string): Promise<readonly Diagnostic[]> {
  const report: DocumentDiagnosticReport | undefined = await client?.connection.sendRequest(
    "textDocument/diagnostic",
    { textDocument: { uri } },
  );
  return report?.kind === "full" ? report.items : [];
}

/** Waits until the findings of a document stand on these lines, from 0. */
function untilLines(uri: string, lines: readonly number[]): Promise<readonly Diagnostic[]> {
  return vi.waitFor(
    async () => {
      const found = await pull(uri);
      expect(found.map(({ range }) => range.start.line)).toEqual(lines);
      return found;
    },
    { timeout: 10_000, interval: 20 },
  );
}

describe("two open files", () => {
  it("show in one what the other does to it, as soon as it does", async () => {
    const folder = await start({ "a.c": caller, "b.c": harmless });
    const [a, b] = [uriOf(folder, "a.c"), uriOf(folder, "b.c")];
    await open(a, caller);
    await open(b, harmless);
    // The mask is handed over in a.c: that is the call to mend.
    await change(b, 2, allocating);
    const [finding] = await untilLines(a, [5]);
    expect(finding?.message).toContain("kmalloc(…, GFP_KERNEL) may sleep, but 'd->lock' is held");
    expect(finding?.relatedInformation?.map(({ location }) => location.uri)).toEqual([a, a, b]);
    await change(b, 3, harmless);
    await untilLines(a, []);
  });

  it("show a sleep where it stands, and follow the lock that another file takes", async () => {
    const folder = await start({ "a.c": caller, "b.c": sleeping });
    const [a, b] = [uriOf(folder, "a.c"), uriOf(folder, "b.c")];
    await open(b, sleeping);
    await open(a, caller);
    await untilLines(b, [4]);
    expect(await pull(a)).toEqual([]);
    await change(a, 2, caller.replaceAll(/.*spin_.*\n/g, ""));
    await untilLines(b, []);
    await change(a, 3, caller);
    await untilLines(b, [4]);
  });

  it("keep what is known of an older text until the newer one is linked", async () => {
    const folder = await start({ "a.c": caller, "b.c": allocating });
    const a = uriOf(folder, "a.c");
    await open(a, caller);
    await untilLines(a, [5]);
    await change(a, 2, `\n${caller}`);
    expect((await pull(a)).map(({ range }) => range.start.line)).toEqual([6]);
    // The edit took the very call away.
    await change(a, 3, caller.replace("dev_fill(d, GFP_KERNEL)", "d"));
    expect(await pull(a)).toEqual([]);
  });

  it("offer fixes that were tried on both", async () => {
    const folder = await start({ "a.c": caller, "b.c": allocating });
    const a = uriOf(folder, "a.c");
    await open(a, caller);
    const [finding] = await untilLines(a, [5]);
    const actions: CodeAction[] | undefined = await client?.connection.sendRequest(
      "textDocument/codeAction",
      {
        textDocument: { uri: a },
        range: finding?.range,
        context: { diagnostics: [finding] },
      },
    );
    expect(actions?.map(({ title }) => title)).toContain(
      "Use GFP_NOWAIT (leaves the reserves alone, may fail) (review)",
    );
  });
});

describe("a file on the disk", () => {
  it("counts like an open one; what stands in it is shown at the call that leads there", async () => {
    const folder = await start({ "a.c": caller, "b.c": sleeping });
    const a = uriOf(folder, "a.c");
    await open(a, caller);
    const [finding] = await untilLines(a, [5]);
    expect(finding?.message).toContain("msleep() may sleep, but 'd->lock' is held");
    writeFileSync(join(folder, "b.c"), harmless);
    await client?.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf(folder, "b.c"), type: 2 }],
    });
    await untilLines(a, []);
    rmSync(join(folder, "b.c"));
  });

  it("refutes what a file by itself seems to do", async () => {
    const text = `${head}int dev_stop(struct dev *d)
{
	spin_lock(&d->lock);
	dev_done(d);
	msleep(1);
	return 0;
}
`;
    const unlocking = `${head}void dev_done(struct dev *d)
{
	spin_unlock(&d->lock);
}
`;
    const folder = await start({ "a.c": text, "b.c": "" });
    const a = uriOf(folder, "a.c");
    await open(a, text);
    await untilLines(a, [6]);
    writeFileSync(join(folder, "b.c"), unlocking);
    await client?.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf(folder, "b.c"), type: 2 }],
    });
    await untilLines(a, []);
    await change(a, 2, `\n${text}`);
    expect(await pull(a)).toEqual([]);
  });

  it("is not linked where the Makefile says that it is another module", async () => {
    const folder = await start({ "a.c": caller, "b.c": sleeping, Makefile: "obj-m += a.o b.o\n" });
    const a = uriOf(folder, "a.c");
    await open(a, caller);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await pull(a)).toEqual([]);
    expect(nrRunners).toBe(1);
    writeFileSync(join(folder, "Makefile"), "obj-m += x.o\nx-y := a.o b.o\n");
    await client?.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf(folder, "Makefile"), type: 2 }],
    });
    await untilLines(a, [5]);
    expect(nrRunners).toBe(2);
  });
});

it("an open file waits for no link, however long that takes", async () => {
  const folder = folderWith({ "dev.h": header, "a.c": caller, "b.c": sleeping });
  let nrLinks = 0;
  // The second thread is the one that links: it never comes to an end.
  const stuck = (): AnalysisRunner => {
    const working = runner();
    if (nrRunners === 1) return working;
    nrLinks += 1;
    return { run: () => new Promise(() => undefined), close: async () => undefined };
  };
  client = await connect(pulling, { runner: stuck });
  const uri = uriOf(folder, "a.c");
  await open(uri, caller);
  await vi.waitFor(() => expect(nrLinks).toBe(1));
  const typed = caller.replace("dev_fill(d, GFP_KERNEL)", "kmalloc(8, GFP_KERNEL)");
  for (let version = 2; version < 6; version++) {
    await change(uri, version, version % 2 === 0 ? typed : caller);
    expect((await pull(uri)).length).toBe(version % 2 === 0 ? 1 : 0);
  }
});

it("a client that is pushed to hears of it too", async () => {
  const folder = await start({ "a.c": caller, "b.c": harmless }, {});
  const [a, b] = [uriOf(folder, "a.c"), uriOf(folder, "b.c")];
  const lines = new Map<string, readonly number[]>();
  client?.connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
    lines.set(
      uri,
      diagnostics.map(({ range }: Diagnostic) => range.start.line),
    );
  });
  for (const [uri, text] of [
    [a, caller],
    [b, harmless],
  ] as const)
    await client?.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "c", version: 1, text },
    });
  await vi.waitFor(() => expect(lines.get(a)).toEqual([]), { timeout: 10_000 });
  await change(b, 2, allocating);
  await vi.waitFor(() => expect(lines.get(a)).toEqual([5]), { timeout: 10_000 });
  await change(b, 3, harmless);
  await vi.waitFor(() => expect(lines.get(a)).toEqual([]), { timeout: 10_000 });
});
