// Snippets in the Testing view: one test for each `expect` line, under the snippet that it belongs to, with the value
// that was found where the expectation failed.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { PanelModel, SnippetItem } from "../../server/src/lsp/protocol.js";
import { withOwnExpectations } from "./own-expectations.js";
import type { SnippetService } from "./snippet-service.js";

/** Typing changes a document many times a second; tests are looked for when it pauses. */
const quietMs = 400;

/** Registers the tests of all open C documents, kept in step with them. */
export function registerTesting(
  context: vscode.ExtensionContext,
  client: LanguageClient,
  service: SnippetService,
): void {
  const controller = vscode.tests.createTestController("kmemLens", "Kmem Lens snippets");
  const timers = new Map<string, NodeJS.Timeout>();
  const lines = new WeakMap<vscode.TestItem, number>();
  const refresh = async (document: vscode.TextDocument): Promise<void> => {
    if (document.languageId !== "c") return;
    const items = document.getText().includes("@kmem")
      ? withOwnExpectations(await service.list(document.uri))
      : [];
    const id = document.uri.toString();
    if (items.length === 0) return controller.items.delete(id);
    const file = controller.createTestItem(id, document.uri.path.split("/").at(-1) ?? id, document.uri);
    file.children.replace(items.map((item) => snippetTest(controller, document.uri, item, lines)));
    controller.items.add(file);
  };
  const refreshSoon = (document: vscode.TextDocument): void => {
    const id = document.uri.toString();
    clearTimeout(timers.get(id));
    timers.set(
      id,
      setTimeout(() => {
        timers.delete(id);
        void refresh(document);
      }, quietMs),
    );
  };
  const refreshAll = (): void => {
    for (const document of vscode.workspace.textDocuments) refreshSoon(document);
  };
  controller.refreshHandler = async () => {
    await Promise.all(vscode.workspace.textDocuments.map(refresh));
  };
  controller.createRunProfile(
    "Run",
    vscode.TestRunProfileKind.Run,
    (request, token) => runTests({ controller, service, lines }, request, token),
    true,
  );
  context.subscriptions.push(
    controller,
    {
      dispose: () => {
        for (const timer of timers.values()) clearTimeout(timer);
      },
    },
    vscode.workspace.onDidOpenTextDocument(refreshSoon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => refreshSoon(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => controller.items.delete(uri.toString())),
    // A server that starts, or starts again, knows the documents only now.
    client.onDidChangeState(() => client.isRunning() && refreshAll()),
  );
  refreshAll();
}

/** The test of a snippet, with its expectations below it. */
function snippetTest(
  controller: vscode.TestController,
  uri: vscode.Uri,
  item: SnippetItem,
  lines: WeakMap<vscode.TestItem, number>,
): vscode.TestItem {
  const at = (line: number): vscode.Range => new vscode.Range(line - 1, 0, line - 1, 0);
  const test = controller.createTestItem(`${uri}#${item.line}`, `${item.functionName}()`, uri);
  test.range = at(item.line);
  lines.set(test, item.line);
  test.children.replace(
    item.expectations.map(({ line, text }) => {
      const child = controller.createTestItem(`${uri}#${item.line}:${line}:${text}`, text, uri);
      child.range = at(line);
      child.sortText = String(line).padStart(8, "0");
      lines.set(child, line);
      return child;
    }),
  );
  test.sortText = String(item.line).padStart(8, "0");
  return test;
}

interface Testing {
  readonly controller: vscode.TestController;
  readonly service: SnippetService;
  readonly lines: WeakMap<vscode.TestItem, number>;
}

/** Runs every snippet of which something was asked for; a snippet runs as a whole. */
async function runTests(
  testing: Testing,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  const run = testing.controller.createTestRun(request);
  token.onCancellationRequested(() => testing.service.cancel());
  for (const snippet of wantedSnippets(testing, request)) {
    if (token.isCancellationRequested) break;
    await runSnippetTest(testing, run, snippet);
  }
  run.end();
}

function wantedSnippets(
  { controller }: Testing,
  { include, exclude }: vscode.TestRunRequest,
): readonly vscode.TestItem[] {
  const wanted = new Set<vscode.TestItem>();
  const roots = include ?? [...controller.items].map(([, item]) => item);
  for (const item of roots) {
    // A file has no parent, a snippet a file, an expectation a snippet.
    if (item.parent === undefined) for (const [, snippet] of item.children) wanted.add(snippet);
    else wanted.add(item.parent.parent === undefined ? item : item.parent);
  }
  for (const item of exclude ?? []) wanted.delete(item);
  return [...wanted];
}

async function runSnippetTest(
  testing: Testing,
  run: vscode.TestRun,
  snippet: vscode.TestItem,
): Promise<void> {
  const children = [...snippet.children].map(([, child]) => child);
  const { uri } = snippet;
  const line = testing.lines.get(snippet);
  if (uri === undefined || line === undefined) return;
  for (const item of [snippet, ...children]) run.started(item);
  const startedMs = Date.now();
  const result = await testing.service.run(
    { uri: uri.toString(), line, failEach: false },
    `Running ${snippet.label}`,
  );
  const durationMs = Date.now() - startedMs;
  if (result.kind === "failed") {
    for (const item of [snippet, ...children]) run.errored(item, messageAt(item, result.reason), durationMs);
    return;
  }
  for (const child of children) judge(run, child, testing.lines.get(child) ?? 0, result.runs);
  const failures = result.runs.flatMap((model) => model.failures);
  run.appendOutput(outputOf(snippet.label, result.runs), undefined, snippet);
  if (failures.length === 0) run.passed(snippet, durationMs);
  else run.failed(snippet, messageAt(snippet, failures.join("\n")), durationMs);
}

/** An expectation is met when it was in every run that reached it, and there was one. */
function judge(
  run: vscode.TestRun,
  item: vscode.TestItem,
  line: number,
  models: readonly PanelModel[],
): void {
  const reports = models
    .flatMap((model) => model.run.expectations)
    .filter((one) => one.line === line && one.text.trim() === item.label.trim());
  const failed = reports.find(({ ok }) => !ok);
  if (failed === undefined && reports.length > 0) return run.passed(item);
  if (failed === undefined) return run.skipped(item);
  const message = vscode.TestMessage.diff(
    `expected ${failed.text}, found ${failed.actual}`,
    failed.text,
    failed.actual,
  );
  if (item.uri !== undefined && item.range !== undefined)
    message.location = new vscode.Location(item.uri, item.range);
  run.failed(item, message);
}

function messageAt(item: vscode.TestItem, text: string): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  if (item.uri !== undefined && item.range !== undefined)
    message.location = new vscode.Location(item.uri, item.range);
  return message;
}

/** What the snippet printed and how it ended; terminals want both characters at a line's end. */
function outputOf(name: string, models: readonly PanelModel[]): string {
  return models
    .flatMap(({ run }) => [...run.console, `${name}: ${run.stop.message}`])
    .map((line) => `${line}\r\n`)
    .join("");
}
