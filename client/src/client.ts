// The connection to the language server: where it is, how it is started, what it is asked for.

import { existsSync } from "node:fs";
import * as vscode from "vscode";
import {
  type DocumentSelector,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import type { InitializationOptions, ServerStatus, StatusMethod } from "../../server/src/lsp/protocol.js";
import type { Status } from "./status.js";

/** C files and headers on disk or not yet saved, and the project's configuration. Diff views and the like are left out. */
const documentSelector: DocumentSelector = ["file", "untitled"].flatMap((scheme) => [
  { scheme, language: "c" },
  { scheme, language: "cpp", pattern: "**/*.h" },
  { scheme, pattern: "**/.kmem-lens.json" },
]);

const statusMethod: StatusMethod = "kmemLens/status";

/** A client that is not yet started. */
export function createClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  status: Status,
): LanguageClient {
  const initializationOptions: InitializationOptions = { statusNotifications: true, runsSnippets: true };
  const options: LanguageClientOptions = {
    documentSelector,
    outputChannel: log,
    initializationOptions,
    // Without onChange nothing would be asked while the user types.
    diagnosticPullOptions: { onChange: true, onSave: false, onTabs: false },
    markdown: { isTrusted: { enabledCommands: ["kmemLens.showRule"] }, supportHtml: false },
  };
  const client = new LanguageClient("kmemLens", "Kmem Lens", serverOptions(context), options);
  context.subscriptions.push(
    client.onDidChangeState(({ newState }) => status.show(newState === State.Running ? "ready" : "stopped")),
    client.onNotification(statusMethod, ({ nrChecking }: ServerStatus) =>
      status.show(nrChecking > 0 ? "busy" : "ready"),
    ),
    client,
  );
  return client;
}

/** The server runs on the editor's own Node, as a forked module. */
function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const module = serverModule(context);
  const run = { module, transport: TransportKind.ipc };
  return { run, debug: { ...run, options: { execArgv: ["--nolazy", "--inspect=6011"] } } };
}

/** The bundle; while the extension is developed, the compiled sources where they are newer by nature. */
function serverModule(context: vscode.ExtensionContext): string {
  const bundled = context.asAbsolutePath("dist/server.mjs");
  const compiled = context.asAbsolutePath("server/out/lsp/entry.js");
  const isDevelopment = context.extensionMode !== vscode.ExtensionMode.Production;
  return (isDevelopment && existsSync(compiled)) || !existsSync(bundled) ? compiled : bundled;
}
