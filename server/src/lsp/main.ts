// The language server: greets the client, puts the parts together, and lists the features, one line each.

import {
  CodeActionKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { FoundTree } from "../kernel-model/kernel-tree.js";
import { type ClientAbilities, readAbilities } from "./abilities.js";
import { Analyses } from "./analyses.js";
import { type AnalysisRunner, createAnalysisQueue } from "./analysis-queue.js";
import { Configuration } from "./configuration.js";
import { DocumentStore } from "./documents.js";
import { fixAllKind, registerCodeActions } from "./features/code-actions.js";
import { registerDiagnostics } from "./features/diagnostics.js";
import { registerHover } from "./features/hover.js";
import { describeTree, registerKernelStatus } from "./features/kernel-status.js";
import { createBusyListener } from "./features/progress.js";
import { createRulePages, documentationScheme, registerRulePages } from "./features/rule-pages.js";
import { registerSnippetCompletion } from "./features/snippet-completion.js";
import { registerSnippetHints } from "./features/snippet-hints.js";
import { registerSnippetLenses } from "./features/snippet-lenses.js";
import { registerSynchronization, subscribe, watchTree } from "./features/synchronization.js";
import { FileLinks } from "./file-links.js";
import { DiskFiles } from "./files.js";
import { describeError, logWhileConnected } from "./guard.js";
import { Headers } from "./headers.js";
import type { Session } from "./session.js";
import { type SnippetRunner, SnippetRuns } from "./snippet-runs.js";
import { WorkspaceFolders } from "./workspace-folders.js";

/** Where the work is done that takes long: in threads, or in place in tests. */
export interface Runners {
  readonly analysis: () => AnalysisRunner;
  readonly snippets: () => SnippetRunner;
}

/** Serves one client on `connection`. */
export function startServer(connection: Connection, runners: Runners): void {
  const log = logWhileConnected(connection.console);
  let session: Session | undefined;
  connection.onInitialize((params) => {
    const abilities = readAbilities(params);
    const folders = new WorkspaceFolders(params);
    session = createSession(connection, { abilities, folders, log }, runners);
    session.configuration.update(settingsOf(params));
    registerFeatures(session);
    return { capabilities: capabilitiesFor(abilities), serverInfo: { name: "kmem-lens" } };
  });
  connection.onInitialized(() => {
    if (session) subscribe(session);
  });
  connection.onShutdown(async () => {
    session?.onOutdated.clear();
    await session?.snippets.close();
    await session?.analyses.close().catch((error: unknown) => log.warn(`shutdown: ${describeError(error)}`));
  });
  connection.listen();
}

function registerFeatures(session: Session): void {
  registerSynchronization(session);
  registerDiagnostics(session);
  registerKernelStatus(session);
  registerHover(session);
  registerCodeActions(session);
  registerRulePages(session);
  registerSnippetLenses(session);
  registerSnippetHints(session);
  registerSnippetCompletion(session);
}

function createSession(
  connection: Connection,
  { abilities, folders, log }: Pick<Session, "abilities" | "folders" | "log">,
  runners: Runners,
): Session {
  const documents = new DocumentStore(abilities.encoding);
  const files = new DiskFiles();
  const headers = new Headers((path) => documents.getByPath(path)?.content.text ?? files.read(path));
  const { answersConfiguration } = abilities;
  const onTree = (tree: FoundTree): void => {
    log.info(describeTree(tree));
    watchTree({ connection, abilities, log }, tree);
  };
  const configuration = new Configuration({
    connection,
    documents,
    files,
    folders,
    headers,
    log,
    answersConfiguration,
    onTree,
  });
  const onOutdated: Session["onOutdated"] = new Set();
  const links = new FileLinks({
    documents,
    files,
    headers,
    log,
    startRunner: runners.analysis,
    onLinked: (uris) => {
      for (const listener of onOutdated) listener(uris);
    },
  });
  const analyses = new Analyses({
    documents,
    service: createAnalysisQueue(runners.analysis),
    files,
    headers,
    links,
    log,
    settingsFor: (document) => configuration.settingsFor(document),
    onRefined: (uri) => {
      for (const listener of onOutdated) listener([uri]);
    },
    onBusy: createBusyListener({ connection, abilities }),
  });
  const snippets = new SnippetRuns({ documents, folders, configuration }, runners.snippets());
  const rulePages = createRulePages(abilities.readsTextDocumentContent ? "served" : "files");
  return {
    connection,
    abilities,
    documents,
    files,
    headers,
    folders,
    configuration,
    analyses,
    links,
    snippets,
    rulePages,
    log,
    onOutdated,
  };
}

function capabilitiesFor(abilities: ClientAbilities): InitializeResult["capabilities"] {
  return {
    positionEncoding: abilities.encoding,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    codeLensProvider: { resolveProvider: false },
    inlayHintProvider: { resolveProvider: false },
    completionProvider: { triggerCharacters: ["@", "=", " "] },
    ...(abilities.pullsDiagnostics
      ? {
          diagnosticProvider: {
            identifier: "kmem-lens",
            interFileDependencies: true,
            workspaceDiagnostics: false,
          },
        }
      : {}),
    ...(abilities.takesCodeActionLiterals
      ? {
          codeActionProvider: {
            codeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
            resolveProvider: abilities.resolvesCodeActionEdits,
          },
        }
      : {}),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: abilities.registersWorkspaceFolders },
      ...(abilities.readsTextDocumentContent
        ? { textDocumentContent: { schemes: [documentationScheme] } }
        : {}),
    },
  };
}

/** Settings that came with the greeting, for clients that are never asked. */
function settingsOf({ initializationOptions }: InitializeParams): unknown {
  const options: unknown = initializationOptions;
  return typeof options === "object" && options !== null && "settings" in options
    ? options.settings
    : undefined;
}
