// The commands that run snippets and steer the panel. Lenses give the snippet; from the palette it is the one at the
// cursor, or the user chooses.

import * as vscode from "vscode";
import type { SnippetItem } from "../../server/src/lsp/protocol.js";
import type { Panel } from "./panel.js";
import { createPanel } from "./panel.js";
import type { ExportFormat, Move } from "./panel-messages.js";
import type { SnippetService } from "./snippet-service.js";

/** A snippet by its document and the line of its directive, from 1. */
interface Target {
  readonly uri: vscode.Uri;
  readonly line: number;
}

interface Way {
  readonly failEach: boolean;
  readonly startAt: "first" | "last";
}

/** Registers the commands. */
export function registerSnippetCommands(context: vscode.ExtensionContext, service: SnippetService): void {
  let last: { readonly target: Target; readonly version: number } | undefined;
  const panel = createPanel(context, {
    onRun: (failEach) => void (last && runIn(panel, last.target, { failEach, startAt: "last" })),
    onCancel: () => service.cancel(),
  });
  const runIn = async (shown: Panel, target: Target, way: Way): Promise<void> => {
    const document = await vscode.workspace.openTextDocument(target.uri);
    const fileName = target.uri.path.split("/").at(-1) ?? "";
    last = { target, version: document.version };
    shown.reveal();
    shown.setSource(target.uri);
    shown.send({ kind: "running", title: fileName });
    const params = { uri: target.uri.toString(), line: target.line, failEach: way.failEach };
    const result = await service.run(params, `Running the snippet of ${fileName}, line ${target.line}`);
    if (result.kind === "failed") return shown.send({ kind: "failed", reason: result.reason });
    shown.send({ kind: "show", shown: { fileName, runs: result.runs, runIndex: 0, startAt: way.startAt } });
  };
  const runCommand = (way: Way) => async (uri?: unknown, line?: unknown) => {
    const target = await targetOf(service, uri, line);
    if (target !== undefined) await runIn(panel, target, way);
  };
  const move = (to: Move) => () => panel.send({ kind: "move", to });
  const save = (format: ExportFormat) => () => panel.send({ kind: "export", format });
  const commands: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    "kmemLens.run": runCommand({ failEach: false, startAt: "last" }),
    "kmemLens.step": runCommand({ failEach: false, startAt: "first" }),
    "kmemLens.failEach": runCommand({ failEach: true, startAt: "last" }),
    "kmemLens.showRun": () => panel.reveal(),
    "kmemLens.stepForward": move("next"),
    "kmemLens.stepBack": move("previous"),
    "kmemLens.comparePoints": () => panel.send({ kind: "compare" }),
    "kmemLens.exportSvg": save("svg"),
    "kmemLens.exportPng": save("png"),
    "kmemLens.exportJson": save("json"),
    "kmemLens.openSample": openSample(context.extensionUri),
  };
  context.subscriptions.push(
    panel,
    ...Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const isShown = last?.target.uri.toString() === document.uri.toString();
      if (isShown && contentChanges.length > 0 && document.version !== last?.version)
        panel.send({ kind: "outdated" });
    }),
  );
}

/** The snippet that a lens names, the one around the cursor, the only one, or the one the user chooses. */
async function targetOf(service: SnippetService, uri: unknown, line: unknown): Promise<Target | undefined> {
  if (typeof uri === "string" && typeof line === "number") return { uri: vscode.Uri.parse(uri, true), line };
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const items = await service.list(editor.document.uri);
  if (items.length === 0) {
    void vscode.window.showInformationMessage("No snippet here. Put '// @kmem run' above a function.");
    return undefined;
  }
  const item = items.length === 1 ? items[0] : await choose(items, editor.selection.active.line + 1);
  return item && { uri: editor.document.uri, line: item.line };
}

async function choose(items: readonly SnippetItem[], cursorLine: number): Promise<SnippetItem | undefined> {
  // The snippet at the cursor comes first, so that Enter takes it.
  const nearest = items.filter(({ line }) => line <= cursorLine).at(-1) ?? items[0];
  const ordered = items.toSorted((a, b) => Number(b === nearest) - Number(a === nearest));
  const picks = ordered.map((item) => ({
    label: `${item.functionName}()`,
    description: `line ${item.line}`,
    item,
  }));
  return (await vscode.window.showQuickPick(picks, { placeHolder: "Which snippet?" }))?.item;
}

/** Opens a sample as a new, unsaved document: what the extension brings is not for editing. */
function openSample(extensionUri: vscode.Uri) {
  return async (name?: unknown): Promise<void> => {
    const folder = vscode.Uri.joinPath(extensionUri, "samples");
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([file]) => file);
    const chosen =
      typeof name === "string" && names.includes(name)
        ? name
        : await vscode.window.showQuickPick(names, { placeHolder: "Which sample?" });
    if (chosen === undefined) return;
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, chosen));
    const content = Buffer.from(bytes).toString("utf8");
    const document = await vscode.workspace.openTextDocument({ language: "c", content });
    await vscode.window.showTextDocument(document);
  };
}
