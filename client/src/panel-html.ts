// The page that the panel's webview starts from: nothing but the script and the style of the extension may run in it.

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** The HTML for `webview`; its script and style come from the extension's own folder, the script with a nonce. */
export function panelHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString("base64");
  const uriOf = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, "dist", name)).toString();
  // Pictures are drawn from data: only for the PNG export. Patterns are set as style properties by script, which a
  // style policy does not concern.
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    "img-src data:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kmem Lens: Simulation</title>
<link rel="stylesheet" href="${uriOf("panel.css")}">
</head>
<body>
<script nonce="${nonce}" src="${uriOf("panel.js")}"></script>
</body>
</html>`;
}
