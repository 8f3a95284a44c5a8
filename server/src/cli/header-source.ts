// The headers that files name in quotes, as a worker of a scan reads them: each once, kept while the files of its
// folder come by. They bring types, constants, macros and inline functions. Headers in angle brackets are the kernel's:
// what matters of them the kernel model knows.

import { dirname, isAbsolute, join } from "node:path";
import { factsOf } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import type { Profile } from "../kernel-model/profile.js";
import { maxHeaderBytes, quotedIncludes } from "../project/companions.js";
import { type HeaderNames, readHeaderNames } from "../project/outside-names.js";
import { decodeSource, isBinary } from "../project/source-text.js";
import { parseMasked } from "../syntax/parsed-file.js";
import { type MaskedFile, maskFile } from "../syntax/prepass.js";
import { type FileState, readIfThere } from "./file-state.js";

export interface HeaderFile {
  readonly path: string;
  readonly diskPath: string;
  readonly text: string;
  /** Read when first asked for. */
  readonly facts: FileFacts;
  /** What it defines, told from its tokens when first asked for. */
  names(profile: Profile): HeaderNames;
}

export interface HeaderSource {
  /** The headers of a file, directly included and through others, nearest first. */
  headersOf(file: {
    readonly path: string;
    readonly diskPath: string;
    readonly text: string;
  }): readonly HeaderFile[];
  /** A header that was handed out lately. */
  known(path: string): HeaderFile | undefined;
  /** Lets go of what was used longest ago. */
  trim(): void;
}

/** So many headers of one file are read; those of a driver are far fewer. */
const maxHeaders = 60;
/** Text that is kept, in characters; facts take about ten times the memory of their text. */
const maxKeptChars = 2_500_000;

/** Beside the file; and where the Makefiles of drivers in several folders let the compiler look as well. */
const includeFolders = [".", "..", "../.."];

/** A text without what the build that is meant leaves out. */
export type AsBuilt = (text: string) => string;

interface IncludingFile {
  readonly path: string;
  readonly diskPath: string;
  readonly includes: readonly string[];
}

interface Kept {
  /** Undefined where there is no such header, or none that is read. */
  readonly header: (HeaderFile & { readonly includes: readonly string[] }) | undefined;
  readonly state: FileState;
  readonly nrChars: number;
}

/** Reads headers beside the files that name them; `onUse` is told of every file that an answer depends on. */
export function createHeaderSource(onUse: (state: FileState) => void, asBuilt: AsBuilt): HeaderSource {
  // In order of last use: a Map gives its keys in the order in which they were set.
  const kept = new Map<string, Kept>();
  const byPath = new Map<string, Kept & { readonly header: HeaderFile }>();
  let keptChars = 0;
  const read = (path: string, diskPath: string): Kept["header"] => {
    const known = kept.get(diskPath);
    const entry = known ?? readHeader(path, diskPath, asBuilt);
    kept.delete(diskPath);
    kept.set(diskPath, entry);
    if (!known) keptChars += entry.nrChars;
    const { header } = entry;
    if (header) byPath.set(header.path, { ...entry, header });
    onUse(entry.state);
    return header;
  };
  const find = (name: string, from: IncludingFile): Kept["header"] => {
    for (const folder of includeFolders) {
      const diskPath = join(dirname(from.diskPath), folder, name);
      const header = read(join(dirname(from.path), folder, name), diskPath);
      if (header) return header;
    }
    return undefined;
  };
  return {
    known(path) {
      const entry = byPath.get(path);
      if (entry) onUse(entry.state);
      return entry?.header;
    },
    headersOf(file) {
      const found = new Map<string, HeaderFile>();
      const { path, diskPath, text } = file;
      const queue: IncludingFile[] = [{ path, diskPath, includes: quotedIncludes(text) }];
      for (let next = queue.shift(); next; next = queue.shift()) {
        for (const name of next.includes) {
          if (isAbsolute(name) || found.size >= maxHeaders) continue;
          const header = find(name, next);
          if (!header || found.has(header.diskPath) || header.diskPath === file.diskPath) continue;
          found.set(header.diskPath, header);
          queue.push(header);
        }
      }
      return [...found.values()];
    },
    trim() {
      for (const [diskPath, { header, nrChars }] of kept) {
        if (keptChars <= maxKeptChars) return;
        kept.delete(diskPath);
        if (header) byPath.delete(header.path);
        keptChars -= nrChars;
      }
    },
  };
}

function readHeader(path: string, diskPath: string, asBuilt: AsBuilt): Kept {
  const { state, bytes } = readIfThere(diskPath, maxHeaderBytes);
  // One that cannot be read is one that is not there: it may be made by a build. That is remembered as well, at the
  // price of a short text.
  if (!bytes || isBinary(bytes)) return { header: undefined, state, nrChars: 100 };
  const { text } = decodeSource(bytes);
  return { header: openHeader({ path, diskPath, text }, asBuilt), state, nrChars: text.length };
}

function openHeader(
  { path, diskPath, text }: Pick<HeaderFile, "path" | "diskPath" | "text">,
  asBuilt: AsBuilt,
): NonNullable<Kept["header"]> {
  let facts: FileFacts | undefined;
  let names: HeaderNames | undefined;
  // Names are asked for first, and of most headers facts soon after.
  let mask: MaskedFile | undefined;
  const masked = (): MaskedFile => {
    mask ??= maskFile(asBuilt(text), new Map());
    return mask;
  };
  return {
    path,
    diskPath,
    text,
    includes: quotedIncludes(text),
    get facts() {
      facts ??= factsOf(path, parseMasked(asBuilt(text), masked()));
      mask = undefined;
      return facts;
    },
    names(profile) {
      names ??= readHeaderNames(masked(), profile);
      if (facts) mask = undefined;
      return names;
    },
  };
}
