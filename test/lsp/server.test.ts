// The server and a client in one process: what is said when, to clients that can much and to clients that can little.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import {
  CancellationTokenSource,
  type CodeAction,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeParams,
  LSPErrorCodes,
  type PublishDiagnosticsParams,
} from "vscode-languageserver/node";
import { connect, driverText, fakeCheck, runInPlace, spanOf, type TestClient } from "./helpers.js";

const pulling: InitializeParams["capabilities"] = {
  textDocument: {
    diagnostic: { relatedDocumentSupport: true },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      resolveSupport: { properties: ["edit"] },
    },
    hover: { contentFormat: ["markdown"] },
  },
  workspace: {
    configuration: true,
    textDocumentContent: {},
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
  },
};

const uri = "file:///no/such/folder/drv.c";
let client: TestClient | undefined;
let folder: string | undefined;

afterEach(async () => {
  await client?.close();
  client = undefined;
  if (folder) rmSync(folder, { recursive: true });
  folder = undefined;
});

async function open(text: string, documentUri = uri, languageId = "c"): Promise<void> {
  await client?.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri: documentUri, languageId, version: 1, text },
  });
}

async function change(version: number, text: string, documentUri = uri): Promise<void> {
  await client?.connection.sendNotification("textDocument/didChange", {
    textDocument: { uri: documentUri, version },
    contentChanges: [{ text }],
  });
}

async function pull(documentUri = uri, previousResultId?: string): Promise<DocumentDiagnosticReport> {
  const params = {
    textDocument: { uri: documentUri },
    ...(previousResultId === undefined ? {} : { previousResultId }),
  };
  if (!client) throw new Error("not connected");
  return client.connection.sendRequest("textDocument/diagnostic", params);
}

function itemsOf(report: DocumentDiagnosticReport) {
  return report.kind === "full" ? report.items : undefined;
}

describe("a client that pulls", () => {
  it("is offered pull, and is not pushed anything", async () => {
    client = await connect(pulling);
    expect(client.initialized.capabilities).toMatchObject({
      positionEncoding: "utf-16",
      diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
      codeActionProvider: { codeActionKinds: ["quickfix", "source.fixAll.kmemLens"], resolveProvider: true },
      workspace: { textDocumentContent: { schemes: ["kmem-lens-doc"] } },
    });
    const pushed: unknown[] = [];
    client.connection.onNotification("textDocument/publishDiagnostics", (params) => void pushed.push(params));
    await open(driverText);
    const report = await pull();
    expect(itemsOf(report)).toMatchObject([{ code: "sleep-in-atomic", relatedInformation: [{}, {}] }]);
    expect(await pull(uri, report.kind === "full" ? report.resultId : "")).toMatchObject({
      kind: "unchanged",
    });
    expect(pushed).toEqual([]);
  });

  it("gets what is true of the newest text", async () => {
    client = await connect(pulling);
    await open(driverText);
    const early = pull();
    await change(2, driverText.replace("GFP_KERNEL", "GFP_ATOMIC"));
    expect(itemsOf(await pull())).toEqual([]);
    expect(itemsOf(await early)).toEqual([]);
  });

  it("can take a question back", async () => {
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    client = await connect(pulling, {
      runner: () => {
        const runner = runInPlace()();
        return { ...runner, run: (request) => held.then(() => runner.run(request)) };
      },
    });
    await open(driverText);
    const cancellation = new CancellationTokenSource();
    const params = { textDocument: { uri } };
    const asked = client.connection.sendRequest("textDocument/diagnostic", params, cancellation.token);
    const refused = expect(asked).rejects.toMatchObject({
      code: LSPErrorCodes.ServerCancelled,
      data: { retriggerRequest: true },
    });
    cancellation.cancel();
    await change(2, `\n${driverText}`);
    release?.();
    await refused;
    expect(itemsOf(await pull())).toHaveLength(1);
  });

  it("hears nothing in C that is not kernel code, until it is switched on", async () => {
    let settings: unknown = {};
    client = await connect(pulling, { configuration: () => settings });
    await open(
      driverText
        .replaceAll("#include <linux", "#include <my")
        .replace("GFP_KERNEL", "0")
        .replace("30, 0", "30, GFP_KERNEL + 0"),
    );
    await change(2, "int main(void) { return kmalloc(1); }");
    expect(itemsOf(await pull())).toEqual([]);
    await change(3, driverText);
    expect(itemsOf(await pull())).toHaveLength(1);
    settings = { enable: "off" };
    const refreshed = new Promise((resolve) =>
      client?.connection.onRequest("workspace/diagnostic/refresh", () => resolve(null)),
    );
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await refreshed;
    expect(itemsOf(await pull())).toEqual([]);
  });

  it("is not told to ask again for settings that nobody has used", async () => {
    let nrChecks = 0;
    client = await connect(pulling, {
      runner: runInPlace((files, settings) => {
        nrChecks += 1;
        return fakeCheck(files, settings);
      }),
    });
    let nrRefreshes = 0;
    client.connection.onRequest("workspace/diagnostic/refresh", () => {
      nrRefreshes += 1;
      return null;
    });
    await open(driverText);
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    expect(itemsOf(await pull())).toHaveLength(1);
    expect([nrChecks, nrRefreshes]).toEqual([1, 0]);
  });

  it("gets a report for an open file that includes the one that changed", async () => {
    folder = mkdtempSync(join(tmpdir(), "kmem-lens-"));
    writeFileSync(join(folder, "drv.h"), "");
    const [source, header] = ["drv.c", "drv.h"].map((name) =>
      pathToFileURL(join(folder ?? "", name)).toString(),
    );
    client = await connect(pulling, {
      runner: runInPlace((files, settings) => {
        const isHeaderBad = files.some(({ text }) => text.includes("BAD"));
        return isHeaderBad ? fakeCheck(files, settings) : { ...fakeCheck(files, settings), findings: [] };
      }),
    });
    await open(`#include "drv.h"\n${driverText}`, source);
    await open("int a;", header);
    expect(itemsOf(await pull(source))).toEqual([]);
    await change(2, "int BAD;", header);
    const report = await pull(header);
    expect(report.relatedDocuments?.[source ?? ""]).toMatchObject({
      kind: "full",
      items: [{ code: "sleep-in-atomic" }],
    });
  });

  it("is offered fixes, resolved when chosen, and only for the text that they were made for", async () => {
    client = await connect(pulling);
    await open(driverText);
    const range = { start: { line: 6, character: 12 }, end: { line: 6, character: 12 } };
    const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [] },
    });
    expect(actions.map(({ title }) => title)).toEqual(["Use GFP_ATOMIC (review)", "Suppress this finding"]);
    const resolved: CodeAction = await client.connection.sendRequest("codeAction/resolve", actions[0]);
    expect(resolved.edit?.documentChanges).toMatchObject([{ edits: [{ newText: "GFP_ATOMIC" }] }]);
    await change(2, `\n${driverText}`);
    const late: CodeAction = await client.connection.sendRequest("codeAction/resolve", actions[0]);
    expect(late.edit).toBeUndefined();
  });

  it("is offered fixes also when the thread that checked is gone", async () => {
    let nrChecks = 0;
    client = await connect(pulling, {
      runner: () => {
        let runner = runInPlace()();
        return {
          run(request) {
            // A fresh thread for every check, and for the first question after it: nothing is remembered there.
            if (request.kind === "check") nrChecks += 1;
            if (request.kind === "fixes" && nrChecks === 1) runner = runInPlace()();
            return runner.run(request);
          },
          close: () => runner.close(),
        };
      },
    });
    await open(driverText);
    await pull();
    const position = { line: 6, character: 12 };
    const actions: CodeAction[] = await client.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    expect(actions).toHaveLength(2);
    expect(nrChecks).toBe(2);
  });

  it("can read the rules' pages", async () => {
    client = await connect(pulling);
    const page: { text: string } = await client.connection.sendRequest("workspace/textDocumentContent", {
      uri: "kmem-lens-doc:/rules/sleep-in-atomic.md",
    });
    expect(page.text).toContain("sleep-in-atomic");
  });

  it("sees the mistakes of a project configuration, and their effect on the files below it", async () => {
    folder = mkdtempSync(join(tmpdir(), "kmem-lens-"));
    const config = pathToFileURL(join(folder, ".kmem-lens.json")).toString();
    const source = pathToFileURL(join(folder, "drv.c")).toString();
    client = await connect(pulling);
    await open(driverText, source);
    await open('{ "rules": { "sleep-in-atomc": "off" } }', config, "jsonc");
    expect(itemsOf(await pull(config))).toMatchObject([{ code: "invalid-config" }]);
    expect(itemsOf(await pull(source))).toHaveLength(1);
    await change(2, '{ "enable": "off" }', config);
    expect(itemsOf(await pull(config))).toEqual([]);
    expect(itemsOf(await pull(source))).toEqual([]);
  });
});

describe("a client that can little", () => {
  it("is pushed diagnostics with the path in the message, and they are taken back", async () => {
    client = await connect({});
    const pushed: PublishDiagnosticsParams[] = [];
    let wake: (() => void) | undefined;
    client.connection.onNotification(
      "textDocument/publishDiagnostics",
      (params: PublishDiagnosticsParams) => {
        pushed.push(params);
        wake?.();
      },
    );
    const next = () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      });
    let told = next();
    await open(driverText);
    await told;
    expect(pushed[0]).toMatchObject({
      uri,
      version: 1,
      diagnostics: [{ message: expect.stringContaining("taken here (line 6)") }],
    });
    told = next();
    await change(2, "int x;");
    await told;
    expect(pushed[1]).toMatchObject({ version: 2, diagnostics: [] });
    told = next();
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    await told;
    expect(pushed[2]).toEqual({ uri, diagnostics: [] });
    expect(client.initialized.capabilities.codeActionProvider).toBeUndefined();
  });

  it("gets its settings from the greeting and counts bytes if it must", async () => {
    client = await connect(
      { general: { positionEncodings: ["utf-8"] } },
      { initializationOptions: { settings: { enable: "off" } } },
    );
    expect(client.initialized.capabilities.positionEncoding).toBe("utf-8");
    const pushed = new Promise<PublishDiagnosticsParams>((resolve) =>
      client?.connection.onNotification("textDocument/publishDiagnostics", resolve),
    );
    await open(driverText);
    expect((await pushed).diagnostics).toEqual([]);
  });

  it("is answered in plain text", async () => {
    client = await connect({});
    await open(driverText);
    const hover: Hover = await client.connection.sendRequest("textDocument/hover", {
      textDocument: { uri },
      position: { line: 6, character: 26 },
    });
    expect(hover.contents).toMatchObject({
      kind: "plaintext",
      value: expect.stringContaining("GFP_KERNEL = 0xcc0"),
    });
  });
});

describe("odd requests", () => {
  it("are answered with nothing", async () => {
    client = await connect(pulling);
    await open("\u0000binary", "file:///no/bin.c");
    await open("x".repeat(5_000_000), "file:///no/large.c");
    await change(2, "int x;", "file:///never/opened.c");
    expect(itemsOf(await pull("file:///no/bin.c"))).toEqual([]);
    expect(itemsOf(await pull("file:///no/large.c"))).toEqual([]);
    expect(itemsOf(await pull("file:///never/opened.c"))).toEqual([]);
    const hover = (documentUri: string, line: number) =>
      client?.connection.sendRequest("textDocument/hover", {
        textDocument: { uri: documentUri },
        position: { line, character: -7 },
      });
    expect(await hover("file:///never/opened.c", 3)).toBeNull();
    await open(driverText);
    expect(await hover(uri, 99_999)).toBeNull();
    expect(await hover(uri, -1)).toBeNull();
  });

  it("cost one answer and not the session when the analysis has a bug", async () => {
    client = await connect(pulling, {
      runner: runInPlace((files, settings) => {
        if (files[0]?.text.includes("boom")) throw new Error("kmem-lens bug: boom");
        return fakeCheck(files, settings);
      }),
    });
    const logged = new Promise((resolve) => client?.connection.onNotification("window/logMessage", resolve));
    await open(`${driverText}/* boom */`);
    expect(itemsOf(await pull())).toEqual([]);
    expect(await logged).toMatchObject({ type: 1, message: expect.stringContaining("boom") });
    await change(2, driverText);
    expect(itemsOf(await pull())).toHaveLength(1);
  });
});

it("a fix that is applied is gone with its finding", async () => {
  client = await connect(pulling);
  await open(driverText);
  expect(itemsOf(await pull())).toHaveLength(1);
  const { start, end } = spanOf(driverText, "GFP_KERNEL");
  await change(2, `${driverText.slice(0, start)}GFP_ATOMIC${driverText.slice(end)}`);
  expect(itemsOf(await pull())).toEqual([]);
});
