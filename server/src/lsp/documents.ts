// The documents that the editor has open: their texts, versions and edits. What they mean is others' business.

import type { TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { createEncodedText, type EncodedText, type PositionEncoding } from "./text.js";

/** One open document at one version. Immutable: an edit makes a new one. */
export interface OpenDocument {
  readonly uri: string;
  /** How the analysis names it: a path for files, the URI itself for everything else. */
  readonly path: string;
  readonly languageId: string;
  readonly version: number;
  readonly content: EncodedText;
}

/** The store of open documents. */
export class DocumentStore {
  readonly #documents = new Map<string, OpenDocument>();
  readonly #encoding: PositionEncoding;

  constructor(encoding: PositionEncoding) {
    this.#encoding = encoding;
  }

  open(item: TextDocumentItem): OpenDocument {
    const document: OpenDocument = {
      uri: item.uri,
      path: pathOfUri(item.uri),
      languageId: item.languageId,
      version: item.version,
      content: createEncodedText(item.text, this.#encoding),
    };
    this.#documents.set(item.uri, document);
    return document;
  }

  /** Applies the edits in order, each to the text that the one before left. Undefined for a document never opened. */
  change(
    uri: string,
    version: number,
    edits: readonly TextDocumentContentChangeEvent[],
  ): OpenDocument | undefined {
    const before = this.#documents.get(uri);
    if (!before) return undefined;
    let content = before.content;
    for (const edit of edits) content = applyEdit(content, edit);
    const document = { ...before, version, content };
    this.#documents.set(uri, document);
    return document;
  }

  close(uri: string): void {
    this.#documents.delete(uri);
  }

  get(uri: string): OpenDocument | undefined {
    return this.#documents.get(uri);
  }

  /** The document that the analysis knows by this path. */
  getByPath(path: string): OpenDocument | undefined {
    for (const document of this.#documents.values()) if (document.path === path) return document;
    return undefined;
  }

  all(): OpenDocument[] {
    return [...this.#documents.values()];
  }
}

/** The text after one edit; without a range it is the whole new text. */
export function applyEdit(content: EncodedText, edit: TextDocumentContentChangeEvent): EncodedText {
  if (!("range" in edit)) return createEncodedText(edit.text, content.encoding);
  const { start, end } = content.spanOf(edit.range);
  return createEncodedText(
    content.text.slice(0, start) + edit.text + content.text.slice(end),
    content.encoding,
  );
}

/** `/home/me/a.c` of `file:///home/me/a.c`, with `/` on every system; any other URI names itself. */
export function pathOfUri(uri: string): string {
  if (!uri.startsWith("file:")) return uri;
  return URI.parse(uri).fsPath.replaceAll("\\", "/");
}

/** The way back of `pathOfUri`. */
export function uriOfPath(path: string): string {
  return isLocalPath(path) ? URI.file(path).toString() : path;
}

/** Whether a path names a file on disk rather than an untitled or remote document. */
export function isLocalPath(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);
}
