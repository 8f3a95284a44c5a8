// Where the headers of a check are looked for: what compiler flags and a kernel tree come to.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type HeaderSearch, treeHeaderSearch } from "./companions.js";
import type { CompilerFlags } from "./compiler-flags.js";

/** The search that compiler flags and a kernel tree come to; `folders` are looked through before the tree's include/. */
export function headerSearchOf(
  flags: CompilerFlags | undefined,
  tree: string | undefined,
  folders: readonly string[] = [],
): HeaderSearch {
  const define = (text: string): string => {
    const [, name = "", value = "1"] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    return `#define ${name} ${value.replace(/\s+/g, " ")}\n`;
  };
  // The kernel's own are what the model knows already.
  const includedFiles = (flags?.includedFiles ?? []).filter((path) => !/(^|\/)include\/linux\//.test(path));
  const told = [...(flags?.includePaths ?? []), ...folders];
  return {
    includePaths: [...told, ...treeHeaderSearch(tree).includePaths],
    ownPaths: told.filter((path) => !isKernelInclude(path)),
    includedFiles,
    commandLine: [
      ...(flags?.defines ?? []).map(define),
      ...(flags?.undefines ?? []).map((name) => `#undef ${name}\n`),
      ...includedFiles.map((path) => `#include "${path}"\n`),
    ].join(""),
  };
}

/** Where drivers keep headers apart from their sources, and their Makefiles let the compiler look. */
const nearFolders = ["include", "../include", "../../include"];

/** The folders for headers near the files at these places on the disk. */
export function includeFoldersNear(diskPaths: readonly string[]): readonly string[] {
  const folders = new Set(diskPaths.map((path) => dirname(path)));
  const near = [...folders].flatMap((folder) => nearFolders.map((name) => join(folder, name)));
  return [...new Set(near)].filter((path) => existsSync(path) && !isKernelInclude(path));
}

/** Whether a folder of an include path is one of a kernel: it has all that drivers include, thousands of headers. */
function isKernelInclude(path: string): boolean {
  if (/(?:^|\/)(?:arch\/\w+\/include|include\/(?:uapi|generated))(?:\/|$)/.test(path)) return true;
  return existsSync(join(path, "linux/kernel.h")) || existsSync(join(path, "linux/slab.h"));
}
