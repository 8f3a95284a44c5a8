// The folders that the client has open, which it may change at any time: what the user works on, and trusts us to read.

import type { InitializeParams, WorkspaceFoldersChangeEvent } from "vscode-languageserver/node";
import { isLocalPath, pathOfUri } from "./documents.js";

/** The workspace folders on the disk. A class because it is state: the client adds and removes them. */
export class WorkspaceFolders {
  readonly #paths: Set<string>;

  constructor({ workspaceFolders, rootUri }: Pick<InitializeParams, "workspaceFolders" | "rootUri">) {
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.#paths = new Set(uris.flatMap(localPath));
  }

  /** In the client's order. */
  paths(): readonly string[] {
    return [...this.#paths];
  }

  change({ added, removed }: WorkspaceFoldersChangeEvent): void {
    for (const { uri } of removed) for (const path of localPath(uri)) this.#paths.delete(path);
    for (const { uri } of added) for (const path of localPath(uri)) this.#paths.add(path);
  }
}

function localPath(uri: string): string[] {
  const path = pathOfUri(uri);
  return isLocalPath(path) ? [path.replace(/(.)\/+$/, "$1")] : [];
}
