// Which functions of a tree a pack may have to know: those that modules can call and that matter to them by the word of
// the interfaces, with those that they come to in other files. What of them is kept is decided when they were looked into.

import type { FileInterface } from "../file-interface.js";
import type { ForeignFunction, ForeignTree } from "../foreign.js";
import { createForeignTree, functionsOf, type TreeIndex } from "../tree-index.js";

/** By file, the names of its functions that are wanted. */
export type WantedFunctions = ReadonlyMap<string, ReadonlySet<string>>;

/** The functions that can be come to from what modules may call, by the word of the interfaces. */
export function wantedFunctions(files: readonly FileInterface[], index: TreeIndex): WantedFunctions {
  const { find } = namesOnly(index);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const wanted = new Map<string, Set<string>>();
  const pending: { path: string; name: string }[] = functionsOf(index).filter((item) => item.isSymbol);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { path, name } = next;
    const names = wanted.get(path) ?? new Set();
    if (names.has(name)) continue;
    wanted.set(path, names.add(name));
    const file = byPath.get(path);
    for (const place of file?.functions.find((item) => item.name === name)?.foreign ?? []) {
      const found = find(path, file?.names[place] ?? "");
      if (found) pending.push(found);
    }
  }
  return wanted;
}

/** The tree of an index for who asks for names, and reads no file. */
export function namesOnly(index: TreeIndex): Pick<ForeignTree, "find"> {
  const unread = (): never => {
    throw new Error("only names are asked for");
  };
  return createForeignTree(index, { facts: unread, headersOf: unread });
}

/** Whether a function is kept with all that it does, and not only with the calls that a context may forbid. */
export function isKeptWhole(item: Pick<ForeignFunction, "leavesLocks" | "callsParameter">): boolean {
  return item.leavesLocks || item.callsParameter;
}
