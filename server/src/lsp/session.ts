// What the features share while a client is connected: its abilities, the open documents, what is known of them.

import type { Connection } from "vscode-languageserver/node";
import type { ClientAbilities } from "./abilities.js";
import type { Analyses } from "./analyses.js";
import type { Configuration } from "./configuration.js";
import type { DocumentStore } from "./documents.js";
import type { RulePages } from "./features/rule-pages.js";
import type { FileLinks } from "./file-links.js";
import type { DiskFiles } from "./files.js";
import type { Log } from "./guard.js";
import type { Headers } from "./headers.js";
import type { SnippetRuns } from "./snippet-runs.js";
import type { WorkspaceFolders } from "./workspace-folders.js";

/** One connection with one client, from `initialize` to `shutdown`. */
export interface Session {
  readonly connection: Connection;
  readonly abilities: ClientAbilities;
  readonly documents: DocumentStore;
  readonly files: DiskFiles;
  readonly headers: Headers;
  readonly folders: WorkspaceFolders;
  readonly configuration: Configuration;
  readonly analyses: Analyses;
  readonly links: FileLinks;
  readonly snippets: SnippetRuns;
  readonly rulePages: RulePages;
  readonly log: Log;
  /** Called by whoever changes what diagnostics depend on; features that show them listen. */
  readonly onOutdated: Set<(uris: readonly string[] | "all") => void>;
}
