// Files of a scan as a worker reads them: the one that is checked, its headers, and those that a path across files runs
// through. What was used last is kept, since the files of a folder include and call one another.

import type { FileFacts } from "../analysis/facts.js";
import { decodeSource, isBinary, maxSourceBytes } from "../project/source-text.js";
import type { FileParts } from "./file-parts.js";
import { type FileState, readIfThere } from "./file-state.js";
import type { HeaderFile, HeaderSource } from "./header-source.js";

/** A file with its place on the disk. */
export interface DiskFile {
  readonly path: string;
  readonly diskPath: string;
  readonly text: string;
}

/** What is read of a file of the tree. */
export interface TreeFacts {
  readonly facts: FileFacts;
  /** Absent where nobody compares them. */
  readonly parts: FileParts | undefined;
}

/** Its facts and parts are read when they are first asked for: its text alone says which headers it has. */
export interface TreeFile extends DiskFile {
  readonly facts: FileFacts;
  readonly parts?: FileParts | undefined;
}

export interface TreeSource {
  /** Where the files of the tree are, by path. */
  setPlaces(diskPaths: ReadonlyMap<string, string>): void;
  /** Turns to a file; what was kept for others is let go as far as it is too much. */
  begin(file: DiskFile): void;
  /** A file of the tree or a header, read when first asked for; one that cannot be read is empty. */
  file(path: string): TreeFile;
  /** The headers of the file at hand, of a header or of a file of the tree, nearest first. */
  headersOf(path: string): readonly HeaderFile[];
}

/** Reads what is wanted of a file of the tree. */
export type ReadFacts = (file: DiskFile) => TreeFacts;

/**
 * Text that is kept, in characters; facts take about ten times the memory of their text. More holds memory in every
 * worker, less reads the core of a subsystem again for each of its drivers.
 */
const maxKeptChars = 3_000_000;

interface Kept {
  readonly file: TreeFile;
  /** Absent where the tree has no such file. */
  readonly state: FileState | undefined;
}

/** Reads the files of a scan; `onUse` is told of every file that an answer depends on. */
export function createTreeSource(
  headers: HeaderSource,
  onUse: (state: FileState) => void,
  readFacts: ReadFacts,
): TreeSource {
  // In order of last use: a Map gives its keys in the order in which they were set.
  const kept = new Map<string, Kept>();
  let keptChars = 0;
  let places: ReadonlyMap<string, string> = new Map();
  let own: DiskFile | undefined;
  const treeFile = (path: string): TreeFile => {
    const known = kept.get(path);
    const entry = known ?? readTreeFile(path, places.get(path), readFacts);
    kept.delete(path);
    kept.set(path, entry);
    if (!known) keptChars += entry.file.text.length;
    if (entry.state) onUse(entry.state);
    return entry.file;
  };
  const file = (path: string): TreeFile => headers.known(path) ?? treeFile(path);
  return {
    setPlaces(diskPaths) {
      places = diskPaths;
    },
    begin(next) {
      own = next;
      headers.trim();
      for (const [path, { file: oldest }] of kept) {
        if (keptChars <= maxKeptChars) break;
        kept.delete(path);
        keptChars -= oldest.text.length;
      }
    },
    file,
    headersOf: (path) => headers.headersOf(own?.path === path ? own : file(path)),
  };
}

/** A file that is gone since it was scanned is empty: then nothing is known of it. */
function readTreeFile(path: string, diskPath: string | undefined, readFacts: ReadFacts): Kept {
  if (diskPath === undefined)
    return { file: openFile({ path, diskPath: "", text: "" }, readFacts), state: undefined };
  const { state, bytes } = readIfThere(diskPath, maxSourceBytes);
  const text = bytes && !isBinary(bytes) ? decodeSource(bytes).text : "";
  return { file: openFile({ path, diskPath, text }, readFacts), state };
}

function openFile(file: DiskFile, readFacts: ReadFacts): TreeFile {
  let known: TreeFacts | undefined;
  const read = (): TreeFacts => {
    known ??= readFacts(file);
    return known;
  };
  return {
    ...file,
    get facts() {
      return read().facts;
    },
    get parts() {
      return read().parts;
    },
  };
}
