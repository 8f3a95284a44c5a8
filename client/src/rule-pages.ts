// Opens the page of a rule, rendered, from the text that the server serves; no network is needed.

import * as vscode from "vscode";
import type { DocumentationScheme } from "../../server/src/lsp/protocol.js";

const scheme: DocumentationScheme = "kmem-lens-doc";

/** Shows the page of `rule`; without one the user chooses among the pages that the extension brings. */
export async function showRule(extensionUri: vscode.Uri, rule: unknown): Promise<void> {
  const id = typeof rule === "string" ? rule : await chooseRule(extensionUri);
  if (id === undefined) return;
  const uri = vscode.Uri.from({ scheme, path: `/rules/${id}.md` });
  await vscode.commands.executeCommand("markdown.showPreview", uri);
}

async function chooseRule(extensionUri: vscode.Uri): Promise<string | undefined> {
  const folder = vscode.Uri.joinPath(extensionUri, "docs", "rules");
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const ids = entries
    .map(([name]) => name)
    .filter((name) => name.endsWith(".md"))
    .map((name) => name.slice(0, -3));
  return vscode.window.showQuickPick(ids, { placeHolder: "Which rule?" });
}
