// Asks the server to list and to run snippets; a run shows its progress and can be cancelled, one at a time.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type {
  ListSnippetsMethod,
  RunSnippetMethod,
  RunSnippetParams,
  RunSnippetResult,
  SnippetItem,
} from "../../server/src/lsp/protocol.js";

const listMethod: ListSnippetsMethod = "kmemLens/listSnippets";
const runMethod: RunSnippetMethod = "kmemLens/runSnippet";

/** Shorter runs show nothing: a notification that flashes only disturbs. */
const progressAfterMs = 600;

export interface SnippetService {
  /** Snippets of an open document; none where the server does not answer. */
  list(uri: vscode.Uri): Promise<readonly SnippetItem[]>;
  /** Runs one; a run that is under way is cancelled first. */
  run(params: RunSnippetParams, title: string): Promise<RunSnippetResult>;
  cancel(): void;
}

export function createSnippetService(client: LanguageClient, log: vscode.LogOutputChannel): SnippetService {
  let current: vscode.CancellationTokenSource | undefined;
  const cancel = (): void => current?.cancel();
  return {
    cancel,
    async list(uri) {
      if (!client.isRunning()) return [];
      try {
        return await client.sendRequest<SnippetItem[]>(listMethod, { uri: uri.toString() });
      } catch (error) {
        // The server may be stopping; it is asked again when it is back.
        log.debug(`listing snippets: ${String(error)}`);
        return [];
      }
    },
    async run(params, title) {
      cancel();
      const source = new vscode.CancellationTokenSource();
      current = source;
      try {
        if (!client.isRunning()) return { kind: "failed", reason: "the language server is not running" };
        const running = client.sendRequest<RunSnippetResult>(runMethod, params, source.token);
        showProgress(title, running, source);
        return await running;
      } catch (error) {
        // A cancelled request and a server that ended both reject; the panel says so instead of the editor.
        return { kind: "failed", reason: source.token.isCancellationRequested ? "cancelled" : String(error) };
      } finally {
        if (current === source) current = undefined;
        source.dispose();
      }
    },
  };
}

function showProgress(
  title: string,
  running: Promise<unknown>,
  source: vscode.CancellationTokenSource,
): void {
  const settled = running.then(
    () => undefined,
    () => undefined,
  );
  let isOver = false;
  void settled.then(() => {
    isOver = true;
  });
  setTimeout(() => {
    if (isOver) return;
    const location = vscode.ProgressLocation.Notification;
    void vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => {
      token.onCancellationRequested(() => source.cancel());
      return settled;
    });
  }, progressAfterMs);
}
