// The kernel tree that PATH lies in, or that `--tree` names: read for what it says of itself.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  describeKernelTree,
  type FoundTree,
  findTreeTop,
  readKernelTree,
} from "../kernel-model/kernel-tree.js";

/** Its top Makefile and .config are small; what is larger is something else. */
const maxBytes = 2 * 1024 * 1024;

/** The tree at `tree`, or the nearest one upwards from `path`; undefined where there is none. */
export function findKernelTree(tree: string | undefined, path: string): FoundTree | undefined {
  const probe = { exists: existsSync, read: readSmall };
  const top = tree === undefined ? findTreeTop(foldersFrom(resolve(path)), probe) : resolve(tree);
  return top === undefined ? undefined : readKernelTree(top, probe);
}

/**
 * The same for a compiler that runs in `folder`: that is where a build has its .config, if the tree has none, and for a
 * driver outside of any tree it stands for one (`make -C BUILD M=DRIVER`).
 */
export function withBuildFolder(found: FoundTree | undefined, folder: string): FoundTree | undefined {
  const config = found?.build ? undefined : readSmall(join(folder, ".config"));
  if (config === undefined) return found;
  const path = found?.path ?? resolve(folder);
  const makefile = readSmall(join(path, "Makefile")) ?? "";
  return { path, ...describeKernelTree(makefile, config) };
}

/** The path itself, and the folders above it. */
function foldersFrom(path: string): string[] {
  const folders = [path];
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) folders.push(dirname(folder));
  return folders;
}

function readSmall(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= maxBytes ? readFileSync(path, "utf8") : undefined;
  } catch {
    // Not there or not ours to read: the tree says nothing then.
    return undefined;
  }
}
