// Files of a scan as a worker reads them: the one that is checked, its headers, and those that a path across files runs
// through. What was used last is kept, since the files of a folder include and call one another.

import type { FileFacts } from "../analysis/facts.js";
import { assert } from "../base/assert.js";
import { once } from "../base/memo.js";
import { decodeSource, isBinary, maxSourceBytes } from "../project/source-text.js";
import type { FileParts } from "./file-parts.js";
import { type FileState, readIfThere } from "./file-state.js";
import type { HeaderFile, HeaderSource } from "./header-source.js";

/** A file with its place on the disk. */
export interface DiskFile {
  readonly path: string;
  readonly diskPath: string;
  readonly text: string;
  /** What it was when it was read; absent for text that is not on the disk. */
  readonly state?: FileState;
}

/** What is read of a file of the tree. */
export interface TreeFacts {
  readonly facts: FileFacts;
  /** The names of other files that decided how much of it was read. */
  readonly asked: readonly string[];
  /** Absent where nobody compares them. */
  readonly parts?: (() => FileParts) | undefined;
}

/** Its facts and parts are read when they are first asked for: its text alone says which headers it has. */
export interface TreeFile extends DiskFile, Omit<TreeFacts, "asked"> {}

export interface TreeSource {
  /** Where the files of the tree are, by path. */
  setPlaces(diskPaths: ReadonlyMap<string, string>): void;
  /** Turns to a file; what was kept for others is let go as far as it is too much. */
  begin(file: DiskFile): void;
  /**
   * What the file turned to says: as it was read for another, else as `readOwn` reads it, and is kept for others
   * where that serves them.
   */
  own(readOwn: ReadOwnFacts): TreeFacts;
  /** A file of the tree or a header, read when first asked for; one that cannot be read is empty. */
  file(path: string): TreeFile;
  /** The headers of the file at hand, of a header or of a file of the tree, nearest first. */
  headersOf(path: string): readonly HeaderFile[];
}

/** Reads what is wanted of a file of the tree. */
export type ReadFacts = (file: DiskFile) => TreeFacts;

/** Reads what is wanted of the file turned to, and says whether others will ask for the same. */
export type ReadOwnFacts = (file: DiskFile) => TreeFacts & { readonly use: "forOthersToo" | "once" };

/**
 * Text that is kept, in characters; with its facts, of which those that nobody asks for are left out, one takes about
 * nine bytes. More holds memory in every worker, less reads the core of a subsystem again for each of its drivers.
 */
const maxKeptChars = 10_000_000;

type KeptFile = DiskFile & TreeFacts;

/** Reads the files of a scan; `onUse` is told of every file that an answer depends on. */
export function createTreeSource(
  headers: HeaderSource,
  onUse: (state: FileState) => void,
  readFacts: ReadFacts,
): TreeSource {
  // In order of last use: a Map gives its keys in the order in which they were set.
  const kept = new Map<string, KeptFile>();
  let keptChars = 0;
  let places: ReadonlyMap<string, string> = new Map();
  let own: DiskFile | undefined;
  const keep = (file: KeptFile): void => {
    keptChars += file.text.length - (kept.get(file.path)?.text.length ?? 0);
    kept.delete(file.path);
    kept.set(file.path, file);
  };
  const treeFile = (path: string): KeptFile => {
    const found = kept.get(path) ?? readTreeFile(path, places.get(path), readFacts);
    keep(found);
    if (found.state) onUse(found.state);
    return found;
  };
  const file = (path: string): TreeFile => headers.known(path) ?? treeFile(path);
  return {
    setPlaces(diskPaths) {
      places = diskPaths;
    },
    begin(next) {
      own = next;
      headers.trim();
      for (const [path, oldest] of kept) {
        if (keptChars <= maxKeptChars) break;
        kept.delete(path);
        keptChars -= oldest.text.length;
      }
    },
    own(readOwn) {
      assert(own !== undefined, "a file is turned to first");
      const known = kept.get(own.path);
      if (known?.state && known.state.content === own.state?.content) {
        // Reading it would have asked for them.
        headers.headersOf(own);
        return known;
      }
      const { path, diskPath, text, state } = own;
      const { use, ...facts } = readOwn(own);
      const read: KeptFile = { path, diskPath, text, ...facts, ...(state && { state }) };
      if (use === "forOthersToo" && state) keep(read);
      return read;
    },
    file,
    headersOf: (path) => headers.headersOf(own?.path === path ? own : file(path)),
  };
}

/** A file that is gone since it was scanned is empty: then nothing is known of it. */
function readTreeFile(path: string, diskPath: string | undefined, readFacts: ReadFacts): KeptFile {
  if (diskPath === undefined) return openFile({ path, diskPath: "", text: "" }, readFacts);
  const { state, bytes } = readIfThere(diskPath, maxSourceBytes);
  const text = bytes && !isBinary(bytes) ? decodeSource(bytes).text : "";
  return openFile({ path, diskPath, text, state }, readFacts);
}

function openFile(file: DiskFile, readFacts: ReadFacts): KeptFile {
  const read = once(() => readFacts(file));
  const { path, diskPath, text, state } = file;
  return {
    path,
    diskPath,
    text,
    ...(state && { state }),
    get facts() {
      return read().facts;
    },
    get asked() {
      return read().asked;
    },
    get parts() {
      return read().parts;
    },
  };
}
