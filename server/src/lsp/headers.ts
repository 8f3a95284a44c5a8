// The headers that open documents are read along with: found as the command finds them, but with the editor's texts
// before the disk's. They bring types, constants and inline functions; findings are shown in the open document only.

import { statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { findCompanions, type HeaderSearch } from "../project/companions.js";
import { compileCommandsFor, type Entry, readEntries } from "../project/compile-commands.js";
import type { CompilerFlags } from "../project/compiler-flags.js";
import { headerSearchOf, includeFoldersNear } from "../project/header-search.js";
import { placeByName } from "../project/tree-place.js";
import type { SourceFile } from "../rules/engine.js";
import { isLocalPath } from "./documents.js";

/** What is known of a file's place: where its headers are, and what the compiler is told of it. */
interface Place {
  readonly flags: CompilerFlags | undefined;
  readonly search: HeaderSearch;
}

/** The headers of documents. A class for what it remembers of the disk until that has changed. */
export class Headers {
  readonly #readText: (path: string) => string | undefined;
  /** Of files named compile_commands.json, which may have ten megabytes: read again only when they have changed. */
  readonly #entries = new Map<string, { readonly stamp: string; readonly entries: readonly Entry[] }>();
  readonly #places = new Map<string, Place>();

  /** `readText` answers the text of a path, as the editor has it. */
  constructor(readText: (path: string) => string | undefined) {
    this.#readText = readText;
  }

  /** The headers of a file, each once, nearest first; `tree` is the top of the kernel tree that is meant. */
  of({ path, text }: SourceFile, tree: string | undefined): readonly SourceFile[] {
    if (!isLocalPath(path)) return [];
    const { search } = this.#placeOf(path, tree);
    const read = (diskPath: string): string | undefined => this.#readText(diskPath.replaceAll("\\", "/"));
    return findCompanions([{ path, text, diskPath: path }], search, read).map((header) => ({
      ...header,
      path: header.path.replaceAll("\\", "/"),
    }));
  }

  /** What a compile_commands.json says of a file. */
  flagsOf(path: string, tree: string | undefined): CompilerFlags | undefined {
    return isLocalPath(path) ? this.#placeOf(path, tree).flags : undefined;
  }

  /** Files have changed on the disk. */
  forget(): void {
    this.#places.clear();
  }

  #placeOf(path: string, tree: string | undefined): Place {
    const key = `${tree ?? ""}\n${path}`;
    const known = this.#places.get(key);
    if (known) return known;
    const flags = compileCommandsFor([path], tree, (file) => this.#entriesOf(file));
    // A copy of a driver has the headers of its folder in the tree where it has none of its own.
    const inTree = tree === undefined ? undefined : placeByName(path.replaceAll("/", sep), tree);
    const folders = inTree === undefined || tree === undefined ? [] : [dirname(join(tree, inTree))];
    const search = headerSearchOf(flags, tree, [...folders, ...includeFoldersNear([path])]);
    const place = { flags, search };
    this.#places.set(key, place);
    return place;
  }

  #entriesOf(file: string): readonly Entry[] {
    const stamp = stampOf(file);
    const known = this.#entries.get(file);
    if (known?.stamp === stamp) return known.entries;
    const entries = stamp === "" ? [] : readEntries(file);
    this.#entries.set(file, { stamp, entries });
    return entries;
  }
}

/** Changes when the file does; empty where there is none. */
function stampOf(file: string): string {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats ? `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}` : "";
  } catch {
    // A folder that may not be entered has none for us.
    return "";
  }
}
