// The server's view of the disk: small reads, remembered until the editor says that something changed there.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { FileProbe } from "./kernel-code.js";

/** Larger files are not read as headers, make files or configuration. */
const maxReadBytes = 2 * 1024 * 1024;

/** Reads files on demand and remembers what it saw, absence included. */
export class DiskFiles implements FileProbe {
  readonly #texts = new Map<string, string | undefined>();
  readonly #existence = new Map<string, boolean>();
  readonly #lists = new Map<string, readonly string[]>();

  exists(path: string): boolean {
    const known = this.#existence.get(path);
    if (known !== undefined) return known;
    const isThere = existsSync(path);
    this.#existence.set(path, isThere);
    return isThere;
  }

  read(path: string): string | undefined {
    if (this.#texts.has(path)) return this.#texts.get(path);
    const text = readSmallFile(path);
    this.#texts.set(path, text);
    return text;
  }

  /** Names of the entries of a folder, in order; none where it cannot be read. */
  list(folder: string): readonly string[] {
    const known = this.#lists.get(folder);
    if (known) return known;
    const names = namesIn(folder);
    this.#lists.set(folder, names);
    return names;
  }

  /** Forgets everything: a file was made, changed or removed outside the editor. */
  forget(): void {
    this.#texts.clear();
    this.#existence.clear();
    this.#lists.clear();
  }
}

function readSmallFile(path: string): string | undefined {
  try {
    const status = statSync(path);
    if (!status.isFile() || status.size > maxReadBytes) return undefined;
    return readFileSync(path, "utf8");
  } catch {
    // Not there, not ours to read, or gone between two calls: for a probe all of these mean "no such file".
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // The same: for us there is nothing there.
    return [];
  }
}
