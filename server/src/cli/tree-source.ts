// Files of a scan as a worker reads them: the one that is checked, its headers, and those that a path across files runs
// through. What was used last is kept, since the files of a folder include and call one another.

import { readFileSync } from "node:fs";
import { buildFacts } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import { decodeSource, isBinary } from "../project/source-text.js";
import type { HeaderSource } from "./header-source.js";

/** A file with its place on the disk. */
export interface DiskFile {
  readonly path: string;
  readonly diskPath: string;
  readonly text: string;
}

export interface TreeFile extends DiskFile {
  readonly facts: FileFacts;
}

export interface TreeSource {
  /** Where the files of the tree are, by path. */
  setPlaces(diskPaths: ReadonlyMap<string, string>): void;
  /** Turns to a file; what was kept for others is let go as far as it is too much. */
  begin(file: DiskFile): void;
  /** A file of the tree or a header, read when first asked for; one that cannot be read is empty. */
  file(path: string): TreeFile;
  /** The headers of the file at hand, of a header or of a file of the tree, nearest first. */
  headersOf(path: string): readonly FileFacts[];
}

/**
 * Text that is kept, in characters; facts take about ten times the memory of their text. More holds memory in every
 * worker, less reads the core of a subsystem again for each of its drivers.
 */
const maxKeptChars = 3_000_000;

/** Reads the files of a scan. */
export function createTreeSource(headers: HeaderSource): TreeSource {
  // In order of last use: a Map gives its keys in the order in which they were set.
  const kept = new Map<string, TreeFile>();
  let keptChars = 0;
  let places: ReadonlyMap<string, string> = new Map();
  let own: DiskFile | undefined;
  const treeFile = (path: string): TreeFile => {
    const known = kept.get(path);
    const file = known ?? readTreeFile(path, places.get(path));
    kept.delete(path);
    kept.set(path, file);
    if (!known) keptChars += file.text.length;
    return file;
  };
  const file = (path: string): TreeFile => headers.known(path) ?? treeFile(path);
  return {
    setPlaces(diskPaths) {
      places = diskPaths;
    },
    begin(next) {
      own = next;
      headers.trim();
      for (const [path, { text }] of kept) {
        if (keptChars <= maxKeptChars) break;
        kept.delete(path);
        keptChars -= text.length;
      }
    },
    file,
    headersOf: (path) =>
      headers.headersOf(own?.path === path ? own : file(path)).map((header) => header.facts),
  };
}

function readTreeFile(path: string, diskPath: string | undefined): TreeFile {
  const text = (diskPath === undefined ? undefined : readText(diskPath)) ?? "";
  return { path, diskPath: diskPath ?? "", text, facts: buildFacts(path, text) };
}

function readText(diskPath: string): string | undefined {
  try {
    const bytes = readFileSync(diskPath);
    return isBinary(bytes) ? undefined : decodeSource(bytes).text;
  } catch {
    // Gone since it was scanned: then nothing is known of it.
    return undefined;
  }
}
