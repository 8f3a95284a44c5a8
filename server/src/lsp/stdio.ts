// The server as a process: `kmem-lens lsp --stdio` for any editor, a forked module for VS Code.

import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { startAnalysisThread } from "./analysis-thread.js";
import { startServer } from "./main.js";
import { startSnippetThread } from "./snippet-runs.js";

/** Serves the client that started this process, over its pipes or, when forked with `--node-ipc`, over the channel. */
export function runLanguageServer(): void {
  const connection = process.argv.includes("--node-ipc")
    ? createConnection(ProposedFeatures.all)
    : createConnection(
        ProposedFeatures.all,
        new StreamMessageReader(process.stdin),
        new StreamMessageWriter(process.stdout),
      );
  startServer(connection, { analysis: startAnalysisThread, snippets: startSnippetThread });
}
