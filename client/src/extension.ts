// The VS Code side: starts the language server, shows its state in one quiet place, opens the rules' pages, and
// runs snippets.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { createClient } from "./client.js";
import { registerKernelItem } from "./kernel-item.js";
import { showRule } from "./rule-pages.js";
import { registerSnippetCommands } from "./snippet-commands.js";
import { createSnippetService } from "./snippet-service.js";
import { createStatus } from "./status.js";
import { registerTesting } from "./testing.js";

let client: LanguageClient | undefined;

/** What other parts of the product, and tests, can ask of the running extension. */
export interface KmemLensApi {
  /** Resolves when the server answers. */
  readonly ready: Promise<void>;
  /** What the status item says of the kernel meant; undefined where it says nothing. */
  shownKernel(): string | undefined;
}

/** Called by the editor when the first C file is opened. */
export function activate(context: vscode.ExtensionContext): KmemLensApi {
  const log = vscode.window.createOutputChannel("Kmem Lens", { log: true });
  const status = createStatus();
  const created = createClient(context, log, status);
  client = created;
  context.subscriptions.push(
    log,
    status.item,
    vscode.commands.registerCommand("kmemLens.restart", () => restart(created, log)),
    vscode.commands.registerCommand("kmemLens.showLog", () => log.show(true)),
    vscode.commands.registerCommand("kmemLens.showRule", (rule?: unknown) =>
      showRule(context.extensionUri, rule),
    ),
  );
  const snippets = createSnippetService(created, log);
  registerSnippetCommands(context, snippets);
  registerTesting(context, created, snippets);
  const shownKernel = registerKernelItem(context, created);
  const ready = created.start().catch((error: unknown) => {
    log.error(`the language server did not start: ${String(error)}`);
    status.show("stopped");
  });
  return { ready, shownKernel };
}

/** Called by the editor when the extension is switched off or the window closes. */
export function deactivate(): Promise<void> | undefined {
  return client?.isRunning() ? client.stop() : undefined;
}

/** Stops the server, takes all findings back, and starts it afresh; a server that hangs is left behind. */
async function restart(running: LanguageClient, log: vscode.LogOutputChannel): Promise<void> {
  log.info("restarting the language server");
  try {
    await running.stop(2000);
  } catch (error) {
    // A server that has died or hangs cannot say goodbye; starting again is the way out of exactly that.
    log.warn(`the old server did not stop cleanly: ${String(error)}`);
  }
  running.diagnostics?.clear();
  await running.start();
}
