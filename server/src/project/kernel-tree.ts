// The kernel tree that PATH lies in, or that `--tree` names: read for what it says of itself.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describeKernelTree, type KernelTree } from "../kernel-model/kernel-tree.js";

/** A tree on the disk. */
export interface FoundTree extends KernelTree {
  readonly path: string;
}

/** Its top Makefile and .config are small; what is larger is something else. */
const maxBytes = 2 * 1024 * 1024;

/** The tree at `tree`, or the nearest one upwards from `path`; undefined where there is none. */
export function findKernelTree(tree: string | undefined, path: string): FoundTree | undefined {
  const top = tree === undefined ? topAbove(resolve(path)) : resolve(tree);
  const makefile = top === undefined ? undefined : readSmall(join(top, "Makefile"));
  if (top === undefined || makefile === undefined) return undefined;
  return { path: top, ...describeKernelTree(makefile, readSmall(join(top, ".config"))) };
}

/** A kernel tree has these at its top; nothing else does. */
function topAbove(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Kconfig")) && existsSync(join(folder, "include/linux/slab.h")))
      return folder;
    if (folder === dirname(folder)) return undefined;
  }
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
