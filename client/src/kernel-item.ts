// A language status item that says for which kernel the file in front is checked and who said so; one click away, the
// choice of another.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { KernelMethod, KernelStatus, KernelsChangedMethod } from "../../server/src/lsp/protocol.js";

const kernelMethod: KernelMethod = "kmemLens/kernel";
const kernelsChangedMethod: KernelsChangedMethod = "kmemLens/kernelsChanged";
const chooseCommand = "kmemLens.chooseKernel";

/** Asks for the kernel of a document; undefined where the server has nothing to say of it. */
async function askKernel(
  client: LanguageClient,
  document: vscode.TextDocument,
): Promise<KernelStatus | undefined> {
  if (!client.isRunning() || document.languageId === "jsonc") return undefined;
  const answer = await client.sendRequest<KernelStatus | null>(kernelMethod, {
    uri: client.code2ProtocolConverter.asUri(document.uri),
  });
  return answer ?? undefined;
}

/** Keeps the item true to the active editor, and serves the command behind it. Answers what the item shows. */
export function registerKernelItem(
  context: vscode.ExtensionContext,
  client: LanguageClient,
): () => string | undefined {
  const item = vscode.languages.createLanguageStatusItem("kmemLens.kernel", [
    { language: "c" },
    { language: "cpp", pattern: "**/*.h" },
  ]);
  item.name = "Kmem Lens Kernel";
  item.command = { command: chooseCommand, title: "Change" };
  let shown: string | undefined;
  const show = (status: KernelStatus | undefined): void => {
    item.text = status?.title ?? "No kernel chosen";
    item.detail = status?.origin ?? "";
    shown = status && `${status.title} (${status.origin})`;
  };
  const refresh = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    if (!document) return;
    const status = await askKernel(client, document);
    if (document === vscode.window.activeTextEditor?.document) show(status);
  };
  // A question that a server cannot answer any more leaves the item as it was.
  const quietly = (): void => void refresh().catch(() => undefined);
  show(undefined);
  context.subscriptions.push(
    item,
    vscode.window.onDidChangeActiveTextEditor(quietly),
    client.onDidChangeState(quietly),
    client.onNotification(kernelsChangedMethod, quietly),
    vscode.commands.registerCommand(chooseCommand, () => chooseKernel(context, client)),
  );
  return () => shown;
}

interface Choice extends vscode.QuickPickItem {
  readonly value: string;
}

/** Lets the user pick release and architecture, and writes the settings of the folder that the file lies in. */
async function chooseKernel(context: vscode.ExtensionContext, client: LanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const status = document && (await askKernel(client, document));
  if (!document || !status) {
    await vscode.window.showInformationMessage("Open a C file of the driver first.");
    return;
  }
  for (const name of ["kernel", "arch"] as const) {
    const isOver = await chooseOne({ context, status, name, uri: document.uri });
    if (isOver) return;
  }
}

interface ChoiceRequest {
  readonly context: vscode.ExtensionContext;
  readonly status: KernelStatus;
  readonly name: "kernel" | "arch";
  readonly uri: vscode.Uri;
}

/** One step of the choice; answers whether the user has left it. */
async function chooseOne({ context, status, name, uri }: ChoiceRequest): Promise<boolean> {
  const placeHolder = name === "kernel" ? "Kernel release" : "Architecture";
  if (status.isFixed[name]) {
    const words = `${placeHolder} is fixed for everyone by .kmem-lens.json: change it there.`;
    await vscode.window.showInformationMessage(words);
    return false;
  }
  const settings = vscode.workspace.getConfiguration("kmemLens", uri);
  const current = settings.get<string>(name);
  const choices = settingValues(context, name).map(
    (value): Choice => ({
      value,
      label: value,
      ...(value === "auto" ? { description: status.auto[name] } : {}),
      ...(value === current ? { detail: "as it is" } : {}),
    }),
  );
  const chosen = await vscode.window.showQuickPick(choices, { placeHolder });
  if (!chosen) return true;
  if (chosen.value !== current)
    await settings.update(name, chosen.value === "auto" ? undefined : chosen.value, targetFor(uri));
  return false;
}

/** The values that the manifest offers. */
function settingValues(context: vscode.ExtensionContext, name: string): readonly string[] {
  const manifest: unknown = context.extension.packageJSON;
  // The manifest is our own; a test holds its shape.
  const { contributes } = manifest as {
    readonly contributes: {
      readonly configuration: readonly {
        readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
      }[];
    };
  };
  return contributes.configuration.flatMap(({ properties }) => properties[`kmemLens.${name}`]?.enum ?? []);
}

/** As near to the file as its window allows: a folder of several, the workspace, the user. */
function targetFor(uri: vscode.Uri): vscode.ConfigurationTarget {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) return vscode.ConfigurationTarget.Global;
  const isOneOfMany = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  return isOneOfMany ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
}
