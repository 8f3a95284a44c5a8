// The kernel tree beside a small PATH: where PATH's files have their place in it, and which of its files are linked with
// them because the build makes one module of them. A file of PATH stands in for the tree's file at its place.

import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { moduleOf } from "../project/kbuild-modules.js";
import { placeByName, topFolders } from "../project/tree-place.js";
import type { FoundFile } from "./walk.js";

/** A file of the tree, or a folder. */
export interface TreeFilePlace {
  /** As the user is told of it. */
  readonly path: string;
  readonly diskPath: string;
}

export interface TreeBeside {
  /** C files of the tree to link with those of PATH. */
  readonly neighbours: readonly TreeFilePlace[];
  /** Folders of the tree that PATH's files have their place in: where their headers in quotes are if not beside them. */
  readonly folders: readonly string[];
}

export interface TreeQuestion {
  readonly files: readonly FoundFile[];
  /** The PATHs as given. */
  readonly paths: readonly string[];
  /** The tree's top. */
  readonly top: string;
  /** How the user knows the top; undefined where it was found upwards from PATH. */
  readonly name: string | undefined;
}

/** So many files are linked at most: a large module's; more would take many seconds. */
const maxNeighbours = 48;
/** A tree of at most so many C files is somebody's few folders: all of them are linked. */
const maxSmallTree = 200;

/** Looks beside the files of PATH; a tree that cannot be read has nothing. */
export function lookBeside(question: TreeQuestion): TreeBeside {
  const { files } = question;
  const top = realPath(resolve(question.top));
  const places = new Map(files.map((file) => [file, placeOf(file, question.paths, top)]));
  const taken = new Set(
    [...files.map((file) => realPath(file.diskPath)), ...places.values()].map((place) => place ?? ""),
  );
  const placed = files.flatMap((file) => places.get(file) ?? []);
  const wanted = smallTreeSources(top) ?? placed.flatMap((place) => modulePaths(join(top, place)));
  const neighbours = [...new Set(wanted)].filter(
    (diskPath) => !taken.has(diskPath) && !taken.has(relative(top, diskPath)) && existsSync(diskPath),
  );
  const nameOf = (diskPath: string): string => {
    if (question.name !== undefined) return join(question.name, relative(top, diskPath));
    const [first] = files;
    return first ? join(dirname(first.path), relative(dirname(first.diskPath), diskPath)) : diskPath;
  };
  return {
    neighbours: neighbours
      .slice(0, maxNeighbours)
      .map((diskPath) => ({ path: nameOf(diskPath).replaceAll(sep, "/"), diskPath })),
    folders: [...new Set(placed.map((place) => dirname(join(top, place))))],
  };
}

/**
 * The place of a file below the top: where it stands if it is the tree's own, else its path below PATH, or the longest
 * end of its path that begins with a top folder of the kernel, if the tree has such a file.
 */
function placeOf(file: FoundFile, paths: readonly string[], top: string): string | undefined {
  const own = relative(top, realPath(file.diskPath));
  if (!own.startsWith("..") && own !== "") return own;
  const isThere = (place: string): boolean => place !== "" && existsSync(join(top, place));
  for (const path of paths) {
    const below = relative(resolve(path), file.diskPath);
    if (!below.startsWith("..") && isThere(below)) return below;
  }
  return placeByName(file.diskPath, top);
}

function modulePaths(diskPath: string): readonly string[] {
  if (!diskPath.endsWith(".c")) return [];
  const found = moduleOf(diskPath.replaceAll(sep, "/"), readText);
  return found.kind === "module" ? found.paths.map((path) => resolve(path)) : [];
}

/** The C files of a small tree; undefined for a large one. */
function smallTreeSources(top: string): readonly string[] | undefined {
  const found: string[] = [];
  const folders = [...topFolders].map((folder) => join(top, folder));
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      if (entry.isDirectory()) folders.push(join(folder, entry.name));
      else if (entry.name.endsWith(".c")) found.push(join(folder, entry.name));
    }
    if (found.length > maxSmallTree) return undefined;
  }
  return found.sort();
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A tree need not have every folder.
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Most folders have no file of that name.
    return undefined;
  }
}

/** The path without links; itself where there is no such file. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Standard input need not have a file.
    return path;
  }
}
