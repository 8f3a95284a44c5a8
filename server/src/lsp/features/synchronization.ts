// Keeps our copies of the editor's world true: open texts, settings, files that changed on disk.

import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
} from "vscode-languageserver/node";
import type { FoundTree } from "../../kernel-model/kernel-tree.js";
import { projectConfigFileName } from "../../rules/project-config.js";
import { type OpenDocument, pathOfUri, uriOfPath } from "../documents.js";
import { describeError, guarded } from "../guard.js";
import type { Session } from "../session.js";
import { refreshRuns } from "./snippet-lenses.js";

/** A checkout touches thousands of files: one refresh after it, not one for each. */
const outdatedDelayMs = 200;

/** Follows documents, settings and watched files. */
export function registerSynchronization(session: Session): void {
  followDocuments(session);
  followSettings(session);
  followFiles(session);
  session.connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) =>
    session.folders.change(event),
  );
}

/** Asks the client to be told of settings and files; allowed only after it has said `initialized`. */
export function subscribe({ connection, abilities, log }: Session): void {
  // A subscription that the client refuses costs that feature, and the log says so.
  const refused = (error: unknown): void => log.warn(`registration: ${describeError(error)}`);
  if (abilities.registersConfiguration) {
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: "kmemLens" })
      .catch(refused);
  }
  if (abilities.registersWatchedFiles) {
    const globs = [
      "**/*.{c,h}",
      `**/${projectConfigFileName}`,
      "**/{Kbuild,Makefile,.config,compile_commands.json}",
    ];
    const watchers = globs.map((globPattern) => ({ globPattern }));
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(refused);
  }
}

/** Asks to be told when a tree says other things of itself: it may lie around the folder that the client has open. */
export function watchTree(
  { connection, abilities, log }: Pick<Session, "connection" | "abilities" | "log">,
  { path }: FoundTree,
): void {
  if (!abilities.registersWatchedFiles || !abilities.watchesRelativePatterns) return;
  const globPattern = { baseUri: uriOfPath(path), pattern: "{Makefile,.config,include/**/*.h}" };
  const options = { watchers: [{ globPattern }] };
  connection.client
    .register(DidChangeWatchedFilesNotification.type, options)
    .catch((error: unknown) => log.warn(`watching ${path}: ${describeError(error)}`));
}

function followDocuments(session: Session): void {
  const { connection, documents, analyses, configuration, log } = session;
  const changed = (document: OpenDocument): void => {
    const { uri, path } = document;
    if (path.endsWith(`/${projectConfigFileName}`)) {
      analyses.invalidate();
      session.snippets.forgetRuns();
      refreshRuns(session);
      announce(session, "all");
      return;
    }
    if (session.snippets.forgetDependentsOn(document).length > 0) refreshRuns(session);
    session.links.changed(document);
    const dependents = analyses.invalidateDependents(path);
    announce(session, [uri, ...dependents.map((document) => document.uri)], "own");
  };
  connection.onDidOpenTextDocument(({ textDocument }) => {
    void guarded("didOpen", log, undefined, () => {
      // Nobody tells of files on the disk: then opening one is the moment to look again.
      if (!session.abilities.registersWatchedFiles) forgetDisk(session);
      changed(documents.open(textDocument));
    });
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    void guarded("didChange", log, undefined, () => {
      const document = documents.change(textDocument.uri, textDocument.version, contentChanges);
      if (document) changed(document);
      else log.warn(`a change of ${textDocument.uri}, which is not open`);
    });
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    void guarded<unknown>("didClose", log, undefined, () => {
      documents.close(uri);
      analyses.forget(uri);
      session.snippets.forget(uri);
      configuration.forget(uri);
      analyses.invalidateDependents(pathOfUri(uri));
      // A pulling client forgets by itself; to the others we take our findings back.
      return session.abilities.pullsDiagnostics
        ? undefined
        : connection.sendDiagnostics({ uri, diagnostics: [] });
    });
  });
}

function followSettings(session: Session): void {
  const { connection, configuration, analyses } = session;
  connection.onDidChangeConfiguration(({ settings }) => {
    const section: unknown =
      typeof settings === "object" && settings !== null && "kmemLens" in settings
        ? settings.kmemLens
        : undefined;
    if (configuration.update(section) === "same") return;
    analyses.invalidate();
    session.snippets.forgetRuns();
    refreshRuns(session);
    announce(session, "all");
  });
}

/** Whether it may be one of those in angle brackets: who includes it is not known here. */
function isKernelHeader(path: string): boolean {
  return path.endsWith(".h") && path.includes("/include/");
}

function forgetDisk({ files, headers }: Session): void {
  files.forget();
  headers.forget();
}

function followFiles(session: Session): void {
  const { connection, analyses, documents } = session;
  let timer: NodeJS.Timeout | undefined;
  connection.onDidChangeWatchedFiles(({ changes }) => {
    forgetDisk(session);
    const lost = session.snippets.forgetDependentsOf(changes.map(({ uri }) => pathOfUri(uri)));
    if (lost.length > 0) refreshRuns(session);
    // What is open here is known better from the editor than from the disk.
    const onDisk = changes.filter(({ uri }) => !documents.get(uri)).map(({ uri }) => pathOfUri(uri));
    if (onDisk.length + lost.length === 0) return;
    session.links.outdated();
    if (onDisk.some(isKernelHeader)) {
      // What was read of them in other threads is forgotten there.
      const failed = (error: unknown): void => session.log.warn(`headers: ${describeError(error)}`);
      analyses.forgetHeaders().catch(failed);
    } else if (onDisk.some((path) => !path.endsWith(".c") && !path.endsWith(".h"))) {
      // Perhaps another kernel is meant now.
      analyses.invalidate();
      session.snippets.forgetRuns();
      refreshRuns(session);
    } else if (onDisk.flatMap((path) => analyses.invalidateDependents(path)).length + lost.length === 0)
      return;
    clearTimeout(timer);
    timer = setTimeout(() => announce(session, "all"), outdatedDelayMs);
  });
}

/**
 * Tells the features whose answers are no longer right. A change of a document's `own` text needs no word to a client
 * that pulls: it asks by itself.
 */
function announce(session: Session, uris: readonly string[] | "all", cause: "own" | "other" = "other"): void {
  if (cause === "own" && session.abilities.pullsDiagnostics) return;
  for (const listener of session.onOutdated) listener(uris);
}
