// Which files a command looks at: the PATHs that the user named, folders walked in a fixed order. A PATH that cannot
// be read is the user's error; what cannot be read while walking is skipped and told.

import { accessSync, constants, lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { maxSourceBytes } from "../project/source-text.js";
import { fileErrorReason, UsageError } from "./usage-error.js";

/** A file to be analysed. */
export interface FoundFile {
  /** As the user knows it: the PATH as given, joined with `/`. */
  readonly path: string;
  /** Where it is on the disk. */
  readonly diskPath: string;
  readonly sizeBytes: number;
  /** Named by the user, not met while walking. */
  readonly isNamed: boolean;
}

/** Something that was passed over. */
export interface SkippedPath {
  readonly path: string;
  readonly reason: string;
  /** Whether it counts as a file of the run; links to folders and unreadable folders are told only. */
  readonly isFile: boolean;
}

export interface FoundFiles {
  /** `.c` files and whatever was named, by path. */
  readonly sources: readonly FoundFile[];
  /** `.h` files met while walking, by path. */
  readonly headers: readonly FoundFile[];
  readonly skipped: readonly SkippedPath[];
}

interface Walk {
  readonly files: Map<string, FoundFile & { readonly isLink: boolean }>;
  readonly skipped: SkippedPath[];
}

/** Finds the files of `paths`. Throws `UsageError` for a PATH that cannot be read. Links to folders are not followed. */
export function findFiles(paths: readonly string[]): FoundFiles {
  const walk: Walk = { files: new Map(), skipped: [] };
  for (const path of paths) addNamed(walk, path);
  const files = [...walk.files.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const isWalkedHeader = (file: FoundFile) => !file.isNamed && file.path.endsWith(".h");
  return {
    sources: files.filter((file) => !isWalkedHeader(file)),
    headers: files.filter(isWalkedHeader),
    skipped: walk.skipped,
  };
}

function addNamed(walk: Walk, path: string): void {
  let stats: Stats;
  try {
    stats = statSync(path);
    accessSync(path, stats.isDirectory() ? constants.R_OK | constants.X_OK : constants.R_OK);
  } catch (error) {
    throw new UsageError(`cannot read '${path}': ${fileErrorReason(error)}; name a C file or a folder`);
  }
  if (stats.isDirectory()) {
    walkFolder(walk, path);
    return;
  }
  if (stats.size > maxSourceBytes) throw new UsageError(`cannot read '${path}': too large for a source file`);
  addFile(
    walk,
    { path: joinPath(path), diskPath: resolve(path), sizeBytes: stats.size, isNamed: true },
    "file",
  );
}

function walkFolder(walk: Walk, folder: string): void {
  const prefix = folderPrefix(folder);
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(folder);
  } catch (error) {
    walk.skipped.push({ path: prefix, reason: fileErrorReason(error), isFile: false });
    return;
  }
  for (const entry of entries) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      if (!entry.name.startsWith(".")) walkFolder(walk, path);
    } else if (entry.isSymbolicLink()) {
      addLink(walk, path);
    } else if (entry.isFile() && isCFile(entry.name)) {
      addRegular(walk, path);
    }
  }
}

function readEntries(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function addRegular(walk: Walk, path: string): void {
  try {
    accessSync(path, constants.R_OK);
    const { size } = lstatSync(path);
    if (size > maxSourceBytes) throw new Error("too large for a source file");
    addFile(walk, { path, diskPath: resolve(path), sizeBytes: size, isNamed: false }, "file");
  } catch (error) {
    walk.skipped.push({ path, reason: fileErrorReason(error), isFile: true });
  }
}

function addLink(walk: Walk, path: string): void {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) {
      walk.skipped.push({ path, reason: "a link to a folder is not followed", isFile: false });
    } else if (stats.isFile() && isCFile(path)) {
      addFile(walk, { path, diskPath: realpathSync(path), sizeBytes: stats.size, isNamed: false }, "link");
    }
  } catch (error) {
    if (isCFile(path)) walk.skipped.push({ path, reason: fileErrorReason(error), isFile: true });
    else walk.skipped.push({ path, reason: `link: ${fileErrorReason(error)}`, isFile: false });
  }
}

/** One entry per file on the disk: a named one wins over a walked one, a real one over a link to it. */
function addFile(walk: Walk, file: FoundFile, via: "file" | "link"): void {
  const known = walk.files.get(file.diskPath);
  if (known && !(known.isLink && via === "file") && !(file.isNamed && !known.isNamed)) return;
  walk.files.set(file.diskPath, { ...file, isLink: via === "link" });
}

function isCFile(name: string): boolean {
  return name.endsWith(".c") || name.endsWith(".h");
}

/** The path with `/` as separator; only Windows writes it otherwise. */
function joinPath(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

function folderPrefix(folder: string): string {
  const path = joinPath(folder);
  return path.endsWith("/") ? path : `${path}/`;
}
