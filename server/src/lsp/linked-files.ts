// Which files are linked with the open ones: those of the same modules as far as Makefiles tell, those of the same
// folder where no Makefile knows the file, and the headers of them all. Open files come first.

import { moduleOf } from "../project/kbuild-modules.js";
import type { SourceFile } from "../rules/engine.js";
import { isLocalPath } from "./documents.js";

/** So many C files are linked at most: a large module's; a subsystem's would take many seconds. */
const maxFiles = 48;
/** And so many characters of them, headers included. */
const maxChars = 2_500_000;
/** A folder without a Makefile of kbuild that holds more C files is no single driver. */
const maxFolderFiles = 24;

/** How the disk is looked at, what is open in the editor winning over it. */
export interface LinkProbe {
  read(path: string): string | undefined;
  /** Names of the entries of a folder, in order. */
  list(folder: string): readonly string[];
  headersOf(file: SourceFile): readonly SourceFile[];
}

/** The files to link, C files first; none where there is only one C file. */
export function findLinkedFiles(openPaths: readonly string[], probe: LinkProbe): readonly SourceFile[] {
  const sources = openPaths.filter((path) => isLocalPath(path) && path.endsWith(".c"));
  const paths = [...new Set([...sources, ...sources.flatMap((path) => neighboursOf(path, probe))])];
  const files = new Map<string, SourceFile>();
  let chars = 0;
  const take = (file: SourceFile): void => {
    if (files.has(file.path) || chars + file.text.length > maxChars) return;
    files.set(file.path, file);
    chars += file.text.length;
  };
  for (const path of paths) {
    const text = files.size < maxFiles ? probe.read(path) : undefined;
    if (text !== undefined && !text.includes("\0")) take({ path, text });
  }
  if (files.size < 2) return [];
  for (const file of [...files.values()]) probe.headersOf(file).forEach(take);
  return [...files.values()];
}

function neighboursOf(path: string, probe: LinkProbe): readonly string[] {
  const module = moduleOf(path, probe.read);
  if (module.kind === "module") return module.paths;
  if (module.kind === "alone") return [];
  const folder = path.slice(0, path.lastIndexOf("/"));
  const names = probe.list(folder).filter((name) => name.endsWith(".c"));
  return names.length > maxFolderFiles ? [] : names.map((name) => `${folder}/${name}`);
}
