// The real server process, with its analysis thread, over standard input and output: the way of every editor but one.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type CodeAction,
  createProtocolConnection,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeParams,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

const command = join(import.meta.dirname, "../../server/out/cli/main.js");
const uri = "file:///no/such/folder/驱动 a.c";

const text = `#include <linux/slab.h>
#include <linux/spinlock.h>
struct dev { spinlock_t lock; void *buf; };
/* 驱动 🐧 */ static int grow(struct dev *d)
{
	spin_lock(&d->lock);
	/* 锁 🔒 */ d->buf = kmalloc(30, GFP_KERNEL);
	spin_unlock(&d->lock);
	return d->buf ? 0 : -ENOMEM;
}
`;

let child: ChildProcess | undefined;

async function start(capabilities: InitializeParams["capabilities"]): Promise<ProtocolConnection> {
  const started = spawn(process.execPath, [command, "lsp", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child = started;
  const connection = createProtocolConnection(
    new StreamMessageReader(started.stdout),
    new StreamMessageWriter(started.stdin),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/configuration", () => [null]);
  connection.listen();
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification("initialized", {});
  return connection;
}

async function open(connection: ProtocolConnection, content = text): Promise<void> {
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "c", version: 1, text: content },
  });
}

async function pull(connection: ProtocolConnection) {
  const report: DocumentDiagnosticReport = await connection.sendRequest("textDocument/diagnostic", {
    textDocument: { uri },
  });
  return report.kind === "full" ? report.items : undefined;
}

async function stop(connection: ProtocolConnection): Promise<number | null> {
  const running = child;
  const ended = new Promise<number | null>((resolve) => running?.once("exit", resolve));
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  const status = await ended;
  connection.dispose();
  return status;
}

beforeAll(() => {
  if (!existsSync(command)) throw new Error(`${command} is not there: run npm run build first`);
});

afterEach(() => {
  if (child?.exitCode === null) child.kill();
  child = undefined;
});

const pulling: InitializeParams["capabilities"] = {
  textDocument: {
    diagnostic: {},
    publishDiagnostics: { relatedInformation: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    hover: { contentFormat: ["markdown"] },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

describe("the server process", () => {
  it("finds, explains and mends a sleeping allocation, and ends when told", async () => {
    const connection = await start(pulling);
    await open(connection);
    const [diagnostic, ...more] = (await pull(connection)) ?? [];
    expect(more).toEqual([]);
    const line = text.split("\n")[6] ?? "";
    const character = line.indexOf("kmalloc");
    expect(diagnostic).toMatchObject({
      code: "sleep-in-atomic",
      source: "kmem-lens",
      severity: 1,
      range: { start: { line: 6, character }, end: { line: 6, character: line.indexOf(";") } },
      relatedInformation: [{ location: { uri, range: { start: { line: 5, character: 1 } } } }, {}],
    });

    const position = { line: 6, character };
    const hover: Hover = await connection.sendRequest("textDocument/hover", {
      textDocument: { uri },
      position,
    });
    expect(hover.contents).toMatchObject({ kind: "markdown", value: expect.stringContaining("kmalloc-32") });
    expect(hover.contents).toMatchObject({ value: expect.stringContaining("Held here: `d->lock`") });

    const actions: CodeAction[] = await connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [diagnostic] },
    });
    const atomic = actions.find(({ title }) => title.includes("GFP_ATOMIC"));
    const [change] = atomic?.edit?.documentChanges ?? [];
    expect(change).toMatchObject({ textDocument: { uri, version: 1 }, edits: [{ newText: "GFP_ATOMIC" }] });
    const contentChanges =
      change && "edits" in change ? change.edits.map((edit) => ({ ...edit, text: "GFP_ATOMIC" })) : [];
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges,
    });
    expect(await pull(connection)).toEqual([]);
    expect(await stop(connection)).toBe(0);
  });

  it("follows edits in the columns of a client that counts bytes", async () => {
    const connection = await start({ ...pulling, general: { positionEncodings: ["utf-8"] } });
    await open(connection);
    const bytes = (part: string) => Buffer.byteLength((text.split("\n")[6] ?? "").split(part)[0] ?? "");
    expect((await pull(connection))?.[0]?.range.start.character).toBe(bytes("kmalloc"));
    const at = (character: number) => ({ line: 6, character });
    const range = { start: at(bytes("GFP_KERNEL")), end: at(bytes(");")) };
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: "GFP_ATOMIC" }],
    });
    expect(await pull(connection)).toEqual([]);
    expect(await stop(connection)).toBe(0);
  });

  it("pushes to a client that does not pull", async () => {
    const connection = await start({});
    const pushed = new Promise<PublishDiagnosticsParams>((resolve) =>
      connection.onNotification("textDocument/publishDiagnostics", resolve),
    );
    await open(connection);
    const { diagnostics, version } = await pushed;
    expect(version).toBe(1);
    expect(diagnostics[0]?.message).toContain("spin_lock(&d->lock) taken here (line 6)");
    expect(await stop(connection)).toBe(0);
  });

  it("answers for every state of a text that is being typed", async () => {
    const connection = await start(pulling);
    await open(connection, "");
    for (let end = 0, version = 2; end <= text.length; end += 23, version++) {
      await connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ text: text.slice(0, end) }],
      });
      expect(Array.isArray(await pull(connection))).toBe(true);
    }
    expect(await stop(connection)).toBe(0);
  });
});
