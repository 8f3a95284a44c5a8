// Headers that are read along although they are not under PATH: those that the files name in quotes, found beside them
// or on the include path, and theirs; in angle brackets those of include paths that are not the kernel's. They bring types, constants and inline functions; nothing is reported in them.

import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { commandLinePath } from "./command-line.js";
import { decodeSource, isBinary } from "./source-text.js";

/** Where headers are looked for, and what the compiler was told besides. */
export interface HeaderSearch {
  readonly includePaths: readonly string[];
  /** Those of them where headers in angle brackets are a driver's own; the kernel's are looked for elsewhere. */
  readonly ownPaths: readonly string[];
  /** Headers read first (`-include`). */
  readonly includedFiles: readonly string[];
  /** Lines for `-D`, `-U` and `-include`; empty where there are none. */
  readonly commandLine: string;
}

/** Enough for any driver's own headers; a subsystem's would cost more than they bring. */
const maxCompanions = 80;
const maxCompanionBytes = 2_000_000;
/** A larger header is a table of registers: it would take longer than all the rest of its driver. */
export const maxHeaderBytes = 400_000;

/** The search for files that lie in a kernel tree, or in none. */
export function treeHeaderSearch(tree: string | undefined): HeaderSearch {
  const includePaths = tree === undefined ? [] : [join(tree, "include")];
  return { includePaths, ownPaths: [], includedFiles: [], commandLine: "" };
}

/** A header, or a file that names some. */
export interface NamedSource {
  readonly path: string;
  readonly text: string;
}

/** A file of the job with its place on the disk. */
export interface LocatedSource extends NamedSource {
  readonly diskPath: string;
}

/** The text of the header at a path on the disk; undefined where there is none. */
export type HeaderTexts = (diskPath: string) => string | undefined;

/** The companions of `files`, each once, nearest first; a file of the job is never its own companion. */
export function findCompanions(
  files: readonly LocatedSource[],
  search: HeaderSearch,
  readText: HeaderTexts = readHeader,
): NamedSource[] {
  const known = new Set(files.map((file) => file.diskPath));
  const found: NamedSource[] = [];
  const queue: LocatedSource[] = [];
  let bytes = 0;
  const take = (diskPath: string, path: string): boolean => {
    if (known.has(diskPath)) return true;
    if (found.length >= maxCompanions) return false;
    const text = readText(diskPath);
    if (text === undefined || text.length > maxHeaderBytes) return false;
    if (bytes + text.length > maxCompanionBytes) return false;
    known.add(diskPath);
    bytes += text.length;
    found.push({ path, text });
    queue.push({ path, text, diskPath });
    return true;
  };
  const takeFirst = (places: readonly HeaderPlace[]): void => {
    for (const { diskPath, path } of places) if (take(diskPath, path)) return;
  };
  for (const path of search.includedFiles) take(resolve(path), path);
  queue.push(...files);
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const name of quotedIncludes(next.text)) takeFirst(candidatesFor(name, next, search));
    if (search.ownPaths.length === 0) continue;
    for (const name of angleIncludes(next.text)) takeFirst(placesIn(search.ownPaths, name));
  }
  return search.commandLine === "" ? found : [...found, { path: commandLinePath, text: search.commandLine }];
}

/** Names in `#include "…"`, as written. */
export function quotedIncludes(text: string): string[] {
  const names: string[] = [];
  const include = /#[ \t]*include[ \t]*"([^"\n]+)"/y;
  // From one `#` to the next: to try every character takes many times as long, and this is asked of every file.
  for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1)) {
    include.lastIndex = at;
    const name = include.exec(text)?.[1];
    if (name === undefined) continue;
    const before = text.slice(text.lastIndexOf("\n", at) + 1, at);
    if (/^[ \t]*$/.test(before)) names.push(name);
  }
  return names;
}

function angleIncludes(text: string): string[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>/gm)].map((match) => match[1] ?? "");
}

interface HeaderPlace {
  readonly diskPath: string;
  /** As the user is told of it. */
  readonly path: string;
}

/** Where the header may be: beside the file that names it, then on the include path. */
function candidatesFor(name: string, from: LocatedSource, search: HeaderSearch): readonly HeaderPlace[] {
  if (isAbsolute(name)) return [{ diskPath: name, path: name }];
  const beside = { diskPath: join(dirname(from.diskPath), name), path: join(dirname(from.path), name) };
  return [beside, ...placesIn(search.includePaths, name)];
}

function placesIn(folders: readonly string[], name: string): readonly HeaderPlace[] {
  return folders.map((folder) => ({ diskPath: resolve(folder, name), path: join(folder, name) }));
}

/** As it is on the disk. */
export function readHeader(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return undefined;
    const bytes = readFileSync(path);
    return bytes.length > maxHeaderBytes || isBinary(bytes) ? undefined : decodeSource(bytes).text;
  } catch {
    // A header that is not there is the usual case: it is looked for elsewhere, or is generated by a build.
    return undefined;
  }
}
