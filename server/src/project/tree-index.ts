// The interfaces of many files → who means whom by a name, who reaches a sleeping call or a lock through other files,
// and which functions contexts of other files are followed into. Pure, and the same whatever the order in which files
// came in. Bias: a name that may mean several functions means none; what modules could not call is not taken for called.

import type { Summary } from "../analysis/summary.js";
import type { KernelModel } from "../kernel-model/model.js";
import type { ExportedFunction, FileInterface } from "./file-interface.js";
import type { ForeignFunction, ForeignTree } from "./foreign.js";

/** Flags of an entry of the index. */
const flag = {
  reachesSleep: 1,
  locksDirectly: 2,
  touchesLocks: 4,
  leavesLocks: 8,
  callsParameter: 16,
  takesGfp: 32,
  isSymbol: 64,
} as const;

/** Another flag: some context of another file is followed into the function. */
const isEntered = 128;

/** The functions that matter to other files; plain data that is quick to send to a thread. */
export interface TreeIndex {
  /** Of the files that define them. */
  readonly paths: readonly string[];
  /** One per function; a name stands once for each file that defines it. */
  readonly names: readonly string[];
  /** For each name its place in `paths`. */
  readonly fileIds: Int32Array;
  /** For each name what is known of it, as bits. */
  readonly flags: Uint8Array;
  /** How functions leave locks, by their place in `names`; of some it is not known. */
  readonly summaries: ReadonlyMap<number, Summary>;
}

export interface TreeLink {
  readonly index: TreeIndex;
  /** Places, in the list given, of the files that may call, where sleeping is forbidden, what modules export and may sleep. */
  readonly entering: readonly number[];
}

interface Entry {
  readonly name: string;
  readonly path: string;
  flags: number;
  summary?: Summary | undefined;
}

/** One function of an index. */
export interface IndexedFunction {
  readonly path: string;
  readonly name: string;
  /** Whether modules may call it. */
  readonly isSymbol: boolean;
}

/** The functions of an index, in its order. */
export function functionsOf(index: TreeIndex): readonly IndexedFunction[] {
  return index.names.map((name, place) => ({
    name,
    path: index.paths[index.fileIds[place] ?? 0] ?? "",
    isSymbol: ((index.flags[place] ?? 0) & flag.isSymbol) !== 0,
  }));
}

/** The index without the functions that `isKept` refuses, for use without the files that it was made of. */
export function filterIndex(index: TreeIndex, isKept: (item: IndexedFunction) => boolean): TreeIndex {
  const kept = functionsOf(index).flatMap((item, place) =>
    isKept(item) ? [{ ...item, flags: (index.flags[place] ?? 0) & ~isEntered }] : [],
  );
  return indexOf(kept);
}

/** Links the interfaces of a tree's files. What the model says of a function stands above its definition in the tree. */
export function linkInterfaces(files: readonly FileInterface[], model: KernelModel): TreeLink {
  const byName = new Map<string, Entry[]>();
  const entries = new Map<ExportedFunction, Entry>();
  for (const file of files) {
    for (const item of file.functions) {
      if (model.knows(item.name)) continue;
      const entry = { name: item.name, path: file.path, flags: flagsOf(item), summary: item.summary };
      entries.set(item, entry);
      const list = byName.get(item.name);
      if (list) list.push(entry);
      else byName.set(item.name, [entry]);
    }
  }
  const meaningOf = (path: string, name: string): Entry | undefined => nearest(path, byName.get(name));
  spread(files, entries, meaningOf);
  markEntered(files, entries, meaningOf);
  const entering = files.flatMap((file, index) => (entersModules(file, meaningOf) ? [index] : []));
  return { index: packIndex(byName), entering };
}

function flagsOf(item: ExportedFunction): number {
  let flags = 0;
  for (const [name, bit] of Object.entries(flag)) if (item[name as keyof typeof flag]) flags |= bit;
  return flags;
}

type Meaning = (path: string, name: string) => Entry | undefined;

/** Carries up, from the callees to the callers, who reaches a sleeping call and who touches locks. */
function spread(
  files: readonly FileInterface[],
  entries: ReadonlyMap<ExportedFunction, Entry>,
  meaningOf: Meaning,
): void {
  const callers = new Map<Entry, Entry[]>();
  for (const file of files) {
    const meanings = file.names.map((name) => meaningOf(file.path, name));
    for (const item of file.functions) {
      const entry = entries.get(item);
      for (const place of entry ? item.foreign : []) {
        const callee = meanings[place];
        if (!callee || !entry) continue;
        const list = callers.get(callee);
        if (list) list.push(entry);
        else callers.set(callee, [entry]);
      }
    }
  }
  markWrappers(entries, callers);
  const up = flag.reachesSleep | flag.touchesLocks;
  const pending = [...entries.values()].filter((entry) => entry.flags & up);
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    for (const caller of callers.get(entry) ?? []) {
      const flags = caller.flags | (entry.flags & up);
      if (flags === caller.flags) continue;
      caller.flags = flags;
      pending.push(caller);
    }
  }
}

/** What calls more functions of other files does something else besides. */
const maxCallsOfWrapper = 4;

/**
 * Functions that leave locks as a foreign one does. One step only: farther up there are few. What calls a function that
 * takes and one that gives back uses the lock, and leaves it alone.
 */
function markWrappers(
  entries: ReadonlyMap<ExportedFunction, Entry>,
  callers: ReadonlyMap<Entry, readonly Entry[]>,
): void {
  const leaving = [...entries].filter(([, entry]) => entry.flags & flag.leavesLocks);
  const nrCalls = new Map([...entries].map(([item, entry]) => [entry, item.foreign.length]));
  const takers = new Set<Entry>();
  const givers = new Set<Entry>();
  for (const [{ takesLocks }, entry] of leaving) {
    for (const caller of callers.get(entry) ?? []) {
      (takesLocks ? takers : givers).add(caller);
      // What it does itself is not all then.
      caller.summary = undefined;
    }
  }
  const wraps = (caller: Entry, others: ReadonlySet<Entry>): boolean =>
    !others.has(caller) && (nrCalls.get(caller) ?? 0) <= maxCallsOfWrapper;
  for (const caller of takers) if (wraps(caller, givers)) caller.flags |= flag.leavesLocks;
  for (const caller of givers) if (wraps(caller, takers)) caller.flags |= flag.leavesLocks;
}

/** Marks the functions that a context of another file may be followed into, and those that may be asked what they lock. */
function markEntered(
  files: readonly FileInterface[],
  entries: ReadonlyMap<ExportedFunction, Entry>,
  meaningOf: Meaning,
): void {
  const told = new Map([...entries].map(([item, entry]) => [entry, item]));
  const interfaces = new Map(files.map((file) => [file.path, file]));
  const followed = flag.reachesSleep | flag.callsParameter;
  const obeying = flag.takesGfp | flag.callsParameter;
  const pending: Entry[] = [];
  const enter = (entry: Entry | undefined, bits: number): void => {
    if (!entry || (entry.flags & bits) === 0 || entry.flags & isEntered) return;
    entry.flags |= isEntered;
    pending.push(entry);
  };
  for (const file of files) {
    for (const name of file.names) enter(meaningOf(file.path, name), flag.leavesLocks);
    for (const place of file.atRisk) enter(meaningOf(file.path, file.names[place] ?? ""), followed);
    for (const place of file.hands) enter(meaningOf(file.path, file.names[place] ?? ""), obeying);
  }
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    const { names } = interfaces.get(entry.path) ?? { names: [] };
    for (const place of told.get(entry)?.foreign ?? [])
      enter(meaningOf(entry.path, names[place] ?? ""), followed);
  }
}

function entersModules({ path, names, atRisk }: FileInterface, meaningOf: Meaning): boolean {
  const wanted = flag.isSymbol | flag.reachesSleep;
  return atRisk.some((place) => ((meaningOf(path, names[place] ?? "")?.flags ?? 0) & wanted) === wanted);
}

/** What matters to nobody is left out, unless another function of that name does matter. */
function packIndex(byName: ReadonlyMap<string, readonly Entry[]>): TreeIndex {
  const kept: Entry[] = [];
  const matters = flag.reachesSleep | flag.leavesLocks | flag.callsParameter;
  for (const list of byName.values()) if (list.some((entry) => entry.flags & matters)) kept.push(...list);
  return indexOf(kept);
}

function indexOf(kept: readonly Entry[]): TreeIndex {
  const paths = [...new Set(kept.map((entry) => entry.path))];
  const idOf = new Map(paths.map((path, id) => [path, id]));
  return {
    paths,
    names: kept.map((entry) => entry.name),
    fileIds: Int32Array.from(kept, (entry) => idOf.get(entry.path) ?? 0),
    flags: Uint8Array.from(kept, (entry) => entry.flags),
    summaries: new Map(kept.flatMap(({ summary }, place) => (summary ? [[place, summary] as const] : []))),
  };
}

/** The functions that contexts of other files are followed into, by the path of their file. */
export function enteredFunctions({
  paths,
  names,
  fileIds,
  flags,
}: TreeIndex): ReadonlyMap<string, ReadonlySet<string>> {
  const entered = new Map<string, Set<string>>();
  for (const [place, name] of names.entries()) {
    if (((flags[place] ?? 0) & isEntered) === 0) continue;
    const path = paths[fileIds[place] ?? 0] ?? "";
    const known = entered.get(path);
    if (known) known.add(name);
    else entered.set(path, new Set([name]));
  }
  return entered;
}

/** The tree behind a program, from an index and a reader of facts. */
export function createForeignTree(
  index: TreeIndex,
  { facts, headersOf }: Pick<ForeignTree, "facts" | "headersOf">,
): ForeignTree {
  const byName = new Map<string, Entry[]>();
  for (const [place, name] of index.names.entries()) {
    const path = index.paths[index.fileIds[place] ?? 0] ?? "";
    const entry = { name, path, flags: index.flags[place] ?? 0, summary: index.summaries.get(place) };
    const list = byName.get(name);
    if (list) list.push(entry);
    else byName.set(name, [entry]);
  }
  return {
    find: (path, name) => {
      const entry = nearest(path, byName.get(name));
      return entry && foreignFunction(entry);
    },
    facts,
    headersOf,
  };
}

function foreignFunction({ name, path, flags, summary }: Entry): ForeignFunction {
  return {
    name,
    path,
    reachesSleep: (flags & flag.reachesSleep) !== 0,
    locksDirectly: (flags & flag.locksDirectly) !== 0,
    touchesLocks: (flags & flag.touchesLocks) !== 0,
    leavesLocks: (flags & flag.leavesLocks) !== 0,
    callsParameter: (flags & flag.callsParameter) !== 0,
    takesGfp: (flags & flag.takesGfp) !== 0,
    ...(summary && { summary }),
  };
}

/** The one definition that a name means in the file at `path`: of those that it can call, the nearest by folder. */
function nearest(path: string, entries: readonly Entry[] | undefined): Entry | undefined {
  if (!entries) return undefined;
  let best: Entry | undefined;
  let bestShared = -1;
  let isTied = false;
  for (const entry of entries) {
    if (entry.path === path) return undefined;
    const isReachable = (entry.flags & flag.isSymbol) !== 0 && !standsAlone(entry.path);
    if (!isReachable && !areNear(path, entry.path)) continue;
    const shared = sharedFolders(path, entry.path);
    if (shared < bestShared) continue;
    isTied = shared === bestShared;
    best = entry;
    bestShared = shared;
  }
  return isTied ? undefined : best;
}

/** Whether a file is of a driver that no other uses: those in staging bring copies of what the kernel has under the same names. */
function standsAlone(path: string): boolean {
  return `/${path}`.includes("/staging/");
}

/** Whether two files can be parts of one module: one's folder holds the other, or they are sisters' children. */
function areNear(a: string, b: string): boolean {
  const parent = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const folderA = parent(a);
  const folderB = parent(b);
  return (
    `${b}`.startsWith(`${folderA}/`) || a.startsWith(`${folderB}/`) || parent(folderA) === parent(folderB)
  );
}

/** How many folders two paths begin with alike; the same folder counts one more. */
function sharedFolders(a: string, b: string): number {
  const foldersA = a.split("/").slice(0, -1);
  const foldersB = b.split("/").slice(0, -1);
  let shared = 0;
  while (shared < foldersA.length && foldersA[shared] === foldersB[shared]) shared++;
  return shared === foldersA.length && shared === foldersB.length ? shared + 1 : shared;
}
