// Functions of the tree behind a program as its nodes: what the tree's index says of them at once, the rest when it is
// asked for, by reading the file; and the headers of the tree, one linked when a function of it is first called.

import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import type { ForeignFunction, ForeignTree, KernelHeaders } from "./foreign.js";
import {
  addFile,
  functionsByField,
  type Linker,
  markReach,
  mentionedNames,
  type OpenNode,
} from "./program.js";

/** The functions of a tree as nodes: what the tree's index says of them at once, the rest when it is asked for. */
export function createForeignNodes(
  tree: ForeignTree,
  linker: Linker,
  resolve: (file: FileFacts, name: string) => readonly OpenNode[],
): (path: string, name: string) => readonly OpenNode[] | undefined {
  const byPath = new Map<string, Map<string, OpenNode>>();
  const lists = new Map<OpenNode, readonly OpenNode[]>();
  const admitted = new Map<string, FileFacts>();
  const admit = (path: string): FileFacts => {
    const known = admitted.get(path);
    if (known) return known;
    const file = tree.facts(path);
    admitted.set(path, file);
    const stubs = byPath.get(path) ?? new Map<string, OpenNode>();
    const own = addFile(linker, file, stubs);
    markReach(
      own.filter((node) => node.leavesLocks === undefined),
      resolve,
      linker.model,
    );
    return file;
  };
  return (from, name) => {
    const found = tree.find(from, name);
    if (!found) return undefined;
    const stubs = byPath.get(found.path) ?? new Map<string, OpenNode>();
    byPath.set(found.path, stubs);
    let node = stubs.get(name);
    if (!node) {
      // In a file that was read already the function is there as any other.
      const file = admitted.get(found.path);
      node = (file && linker.local.get(file)?.get(name)?.[0]) ?? foreignNode(found, admit);
      stubs.set(name, node);
    }
    const list = lists.get(node) ?? [node];
    lists.set(node, list);
    return list;
  };
}

/** Whether a macro is one thing under one `#if` and another under the next (`#ifdef DEBUG`): which one is not known. */
function hasAlternatives({ types }: FileFacts, name: string): boolean {
  const macro = Object.hasOwn(types.macros, name) ? types.macros[name] : undefined;
  return (macro?.lowered ?? macro?.bodies ?? []).length > 1;
}

interface TreeHeaders {
  of(file: FileFacts): readonly FileFacts[];
  /** The functions that a name means by a header of the file. */
  resolve(file: FileFacts, name: string): readonly OpenNode[] | undefined;
}

/** The headers of a tree: one is linked when a function of it is first called. */
export function createTreeHeaders(
  tree: ForeignTree,
  linker: Linker,
  resolve: (file: FileFacts, name: string) => readonly OpenNode[],
): TreeHeaders {
  const headers = new Map<FileFacts, readonly FileFacts[]>();
  const definers = new Map<FileFacts, ReadonlyMap<string, FileFacts>>();
  const of = (file: FileFacts): readonly FileFacts[] => {
    const found = headers.get(file) ?? tree.headersOf(file.path);
    headers.set(file, found);
    return found;
  };
  /** The nearest header that defines a name, for every name of the headers of a file. */
  const definersOf = (file: FileFacts): ReadonlyMap<string, FileFacts> => {
    const known = definers.get(file);
    if (known) return known;
    const byName = new Map<string, FileFacts>();
    for (const header of of(file)) {
      for (const { name } of header.functions) if (!byName.has(name)) byName.set(name, header);
    }
    definers.set(file, byName);
    return byName;
  };
  return {
    of,
    resolve(file, name) {
      const header = definersOf(file).get(name);
      if (!header || hasAlternatives(header, name)) return undefined;
      if (!linker.local.has(header)) markReach(addFile(linker, header, new Map()), resolve, linker.model);
      return linker.local.get(header)?.get(name);
    },
  };
}

/** The functions that a name means by the kernel's own headers; one is linked when a function of it is first called. */
export function createKernelHeaders(
  headers: KernelHeaders,
  linker: Linker,
  resolve: (file: FileFacts, name: string) => readonly OpenNode[],
): (includes: readonly string[], name: string) => readonly OpenNode[] | undefined {
  return (includes, name) => {
    const header = headers.defining(includes, name);
    if (!header || hasAlternatives(header, name)) return undefined;
    if (!linker.local.has(header)) markReach(addFile(linker, header, new Map()), resolve, linker.model);
    return linker.local.get(header)?.get(name);
  };
}

function foreignNode(found: ForeignFunction, admit: (path: string) => FileFacts): OpenNode {
  const factsIn = (file: FileFacts): FunctionFacts =>
    file.functions.find(({ name }) => name === found.name) ?? absentFunction(found.name);
  let mentions: readonly string[] | undefined;
  return {
    get file() {
      return admit(found.path);
    },
    get facts() {
      return factsIn(admit(found.path));
    },
    get mentions() {
      const file = admit(found.path);
      mentions ??= mentionedNames(factsIn(file), functionsByField(file));
      return mentions;
    },
    path: found.path,
    isMacro: false,
    isStatic: false,
    isForeign: true,
    ...(found.summary && { summary: found.summary }),
    reachesSleep: found.reachesSleep,
    nrCallsAway: found.nrCallsAway,
    locksDirectly: found.locksDirectly,
    touchesLocks: found.touchesLocks,
    callsParameter: found.callsParameter,
    takesGfp: found.takesGfp,
    leavesLocks: found.leavesLocks,
  };
}

/** What stands for a function that its file no longer has: it does nothing. */
function absentFunction(name: string): FunctionFacts {
  const span = { start: 0, end: 0 };
  return {
    name,
    kind: "function",
    isStatic: false,
    span,
    nameSpan: span,
    parameters: [],
    locals: new Map(),
    annotations: [],
    graph: { blocks: [{ events: [], edges: [] }] },
    isClean: false,
  };
}
