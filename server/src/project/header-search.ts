// Where the headers of a check are looked for: what compiler flags and a kernel tree come to.

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
  return {
    includePaths: [...(flags?.includePaths ?? []), ...folders, ...treeHeaderSearch(tree).includePaths],
    includedFiles,
    commandLine: [
      ...(flags?.defines ?? []).map(define),
      ...(flags?.undefines ?? []).map((name) => `#undef ${name}\n`),
      ...includedFiles.map((path) => `#include "${path}"\n`),
    ].join(""),
  };
}
