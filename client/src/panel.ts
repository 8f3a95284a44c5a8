// The simulation panel: one webview beside the editor, which shows the last run, moves the mark in the source along
// with its timeline, and saves what it shows.

import * as vscode from "vscode";
import { panelHtml } from "./panel-html.js";
import type { FromPanel, ToPanel } from "./panel-messages.js";

/** What the panel asks of whoever runs snippets. */
export interface PanelEvents {
  onRun(failEach: boolean): void;
  onCancel(): void;
}

export interface Panel extends vscode.Disposable {
  /** Opens the panel beside the editor, or brings it up; the focus stays where it is. */
  reveal(): void;
  /** Which source the panel speaks of, until the next call. */
  setSource(uri: vscode.Uri): void;
  send(message: ToPanel): void;
  readonly isOpen: () => boolean;
}

const viewType = "kmemLens.simulation";

/** Makes the panel, which opens when it is first revealed and again after the user has closed it. */
export function createPanel(context: vscode.ExtensionContext, events: PanelEvents): Panel {
  let view: vscode.WebviewPanel | undefined;
  let source: vscode.Uri | undefined;
  /** Said before the page listens; the page is told when it does. Only the last word on content matters. */
  let waiting: ToPanel[] | undefined;
  let lastContent: ToPanel | undefined;
  const mark = createLineMark(context);

  const send = (message: ToPanel): void => {
    if (message.kind === "show" || message.kind === "failed" || message.kind === "running")
      lastContent = message;
    if (waiting !== undefined) waiting.push(message);
    else void view?.webview.postMessage(message);
  };
  const receive = (message: FromPanel): void => {
    switch (message.kind) {
      case "ready": {
        // A page that was thrown away and made again has only the last content to go by.
        const first = waiting ?? (lastContent === undefined ? [] : [lastContent]);
        waiting = undefined;
        for (const one of first) void view?.webview.postMessage(one);
        return;
      }
      case "at":
        return source && mark.show(source, message.line, message.title);
      case "line":
        return void (source && openLine(source, message.line));
      case "run":
        return events.onRun(message.failEach);
      case "cancel":
        return events.onCancel();
      case "save":
        return void save(message, source).catch((error: unknown) =>
          vscode.window.showErrorMessage(`The file could not be saved: ${String(error)}`),
        );
    }
  };
  const open = (): void => {
    waiting = [];
    view = vscode.window.createWebviewPanel(
      viewType,
      "Simulation",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      {
        enableScripts: true,
        retainContextWhenHidden: true,
        localResourceRoots: [vscode.Uri.joinPath(context.extensionUri, "dist")],
      },
    );
    view.webview.onDidReceiveMessage(receive);
    view.onDidDispose(() => {
      view = undefined;
      waiting = undefined;
      mark.clear();
      events.onCancel();
      void vscode.commands.executeCommand("setContext", "kmemLens.panelIsOpen", false);
    });
    view.webview.html = panelHtml(view.webview, context.extensionUri);
    void vscode.commands.executeCommand("setContext", "kmemLens.panelIsOpen", true);
  };
  return {
    reveal: () => (view === undefined ? open() : view.reveal(undefined, true)),
    setSource: (uri) => {
      source = uri;
      mark.clear();
    },
    send,
    isOpen: () => view !== undefined,
    dispose: () => view?.dispose(),
  };
}

interface LineMark {
  show(source: vscode.Uri, line: number, title: string): void;
  clear(): void;
}

/** The mark of the line where the timeline stands, in every editor that shows the source. */
function createLineMark(context: vscode.ExtensionContext): LineMark {
  const decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.stackFrameHighlightBackground"),
    overviewRulerColor: new vscode.ThemeColor("charts.yellow"),
    // High contrast themes have no backgrounds to tell lines apart.
    borderWidth: "0 0 0 3px",
    borderStyle: "solid",
    borderColor: new vscode.ThemeColor("charts.yellow"),
    after: { color: new vscode.ThemeColor("editorCodeLens.foreground"), margin: "0 0 0 3em" },
  });
  context.subscriptions.push(decoration);
  const editorsOf = (source: vscode.Uri): readonly vscode.TextEditor[] =>
    vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === source.toString());
  return {
    show(source, line, title) {
      for (const editor of editorsOf(source)) {
        if (line < 1 || line > editor.document.lineCount) {
          editor.setDecorations(decoration, []);
          continue;
        }
        const { range } = editor.document.lineAt(line - 1);
        editor.setDecorations(decoration, [{ range, hoverMessage: title }]);
        editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      }
    },
    clear() {
      for (const editor of vscode.window.visibleTextEditors) editor.setDecorations(decoration, []);
    },
  };
}

async function openLine(source: vscode.Uri, line: number): Promise<void> {
  const shown = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === source.toString(),
  );
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(source, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(position, position),
  });
}

const filters = { svg: "SVG picture", png: "PNG picture", json: "JSON" } as const;

/** Asks where to, and writes the file there. */
async function save(
  message: Extract<FromPanel, { kind: "save" }>,
  source: vscode.Uri | undefined,
): Promise<void> {
  const { format, content } = message;
  const folder = source === undefined ? undefined : vscode.Uri.joinPath(source, "..");
  const stem =
    source?.path
      .split("/")
      .at(-1)
      ?.replace(/\.[^.]*$/, "") ?? "run";
  const target = await vscode.window.showSaveDialog({
    filters: { [filters[format]]: [format] },
    ...(folder?.scheme === "file" || folder?.scheme === "vscode-remote"
      ? { defaultUri: vscode.Uri.joinPath(folder, `${stem}-simulation.${format}`) }
      : {}),
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(content, format === "png" ? "base64" : "utf8"));
}
