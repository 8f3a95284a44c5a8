// The interfaces of many files → who means whom by a name, who reaches a sleeping call or a lock through other files,
// and which functions contexts of other files are followed into. Pure, and the same whatever the order in which files
// came in. Bias: a name that may mean several functions means none; what modules could not call is not taken for called.

import type { Summary } from "../analysis/summary.js";
import type { KernelModel } from "../kernel-model/model.js";
import { maxCallsToBorder } from "./doubts.js";
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
  /** For each name `ForeignFunction.nrCallsAway`. */
  readonly callsAway: Uint8Array;
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
  nrCallsAway: number;
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
    isKept(item)
      ? [{ ...entryAt(index, place), flags: (index.flags[place] ?? 0) & ~isEntered, summary: undefined }]
      : [],
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
      const entry = {
        name: item.name,
        path: file.path,
        flags: flagsOf(item),
        nrCallsAway: 0,
        summary: item.summary,
      };
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

/** Who calls a function from another file, and by how many calls. */
type Callers = Map<Entry, { readonly entry: Entry; readonly nrCalls: number }[]>;

type Meaning = (path: string, name: string) => Entry | undefined;

/** Carries up, from the callees to the callers, who reaches a sleeping call and who touches locks. */
function spread(
  files: readonly FileInterface[],
  entries: ReadonlyMap<ExportedFunction, Entry>,
  meaningOf: Meaning,
): void {
  const callers: Callers = new Map();
  for (const file of files) {
    const meanings = file.names.map((name) => meaningOf(file.path, name));
    for (const item of file.functions) {
      const entry = entries.get(item);
      if (!entry) continue;
      for (const [at, place] of item.foreign.entries()) {
        const callee = meanings[place];
        if (!callee) continue;
        const caller = { entry, nrCalls: nrCallsTo(item, at) };
        const list = callers.get(callee);
        if (list) list.push(caller);
        else callers.set(callee, [caller]);
      }
    }
  }
  markWrappers(entries, callers);
  countCalls([...entries.values()], callers);
  const up = flag.reachesSleep | flag.touchesLocks;
  const pending = [...entries.values()].filter((entry) => entry.flags & up);
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    for (const { entry: caller } of callers.get(entry) ?? []) {
      const flags = caller.flags | (entry.flags & up);
      if (flags === caller.flags) continue;
      caller.flags = flags;
      pending.push(caller);
    }
  }
  // A function that goes by what it is told is come to from any distance, as long as nothing is held.
  for (const entry of entries.values()) {
    const isFar = entry.nrCallsAway > maxCallsToBorder;
    if (isFar && (!isObeying(entry) || !(entry.flags & flag.touchesLocks))) entry.flags &= ~flag.reachesSleep;
  }
}

function isObeying({ flags }: Entry): boolean {
  return (flags & (flag.takesGfp | flag.callsParameter)) !== 0;
}

/** So many calls lead from a function to the name at that place of its foreign ones, that one included; at most too many to matter. */
function nrCallsTo({ nrForeignWithin }: ExportedFunction, at: number): number {
  const nrInside = nrForeignWithin.findIndex((count) => at < count);
  return (nrInside < 0 ? maxCallsToBorder : nrInside) + 1;
}

/** Counts the calls from each function to the last border before a sleep; more than any context is followed are not told apart. */
function countCalls(all: readonly Entry[], callers: Callers): void {
  const many = maxCallsToBorder + 1;
  const byCount: Entry[][] = Array.from({ length: many }, () => []);
  for (const entry of all) entry.nrCallsAway = many;
  byCount[0] = all.filter((entry) => entry.flags & flag.reachesSleep);
  for (const [count, list] of byCount.entries()) {
    for (const entry of list) {
      if (entry.nrCallsAway <= count) continue;
      entry.nrCallsAway = count;
      for (const caller of callers.get(entry) ?? []) byCount[count + caller.nrCalls]?.push(caller.entry);
    }
  }
}

/** What calls more functions of other files does something else besides. */
const maxCallsOfWrapper = 4;

/**
 * Functions that leave locks as a foreign one does. One step only: farther up there are few. What calls a function that
 * takes and one that gives back uses the lock, and leaves it alone.
 */
function markWrappers(entries: ReadonlyMap<ExportedFunction, Entry>, callers: Callers): void {
  const leaving = [...entries].filter(([, entry]) => entry.flags & flag.leavesLocks);
  const nrCalls = new Map([...entries].map(([item, entry]) => [entry, item.foreign.length]));
  const takers = new Set<Entry>();
  const givers = new Set<Entry>();
  for (const [{ takesLocks }, entry] of leaving) {
    for (const { entry: caller } of callers.get(entry) ?? []) {
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
  // By the number of calls that lead there from where sleeping is forbidden; none where that may begin in the function.
  const pending: Entry[][] = Array.from({ length: maxCallsToBorder + 2 }, () => []);
  const enter = (entry: Entry | undefined, nrCalls: number): void => {
    if (entry) pending[nrCalls]?.push(entry);
  };
  for (const { path, names, atRisk, hands } of files) {
    const meaning = (place: number): Entry | undefined => meaningOf(path, names[place] ?? "");
    for (const name of names) {
      const entry = meaningOf(path, name);
      if (entry && entry.flags & flag.leavesLocks) enter(entry, 0);
    }
    for (const entry of hands.map(meaning)) if (entry && isObeying(entry)) enter(entry, 0);
    for (const place of atRisk) enter(meaning(place), 1);
  }
  for (const [nrCalls, list] of pending.entries()) {
    for (const entry of list) {
      if (entry.flags & isEntered || (nrCalls > 0 && !isFollowed(entry, nrCalls))) continue;
      entry.flags |= isEntered;
      const { names } = interfaces.get(entry.path) ?? { names: [] };
      const item = told.get(entry);
      for (const [at, place] of item?.foreign.entries() ?? []) {
        const callee = meaningOf(entry.path, names[place] ?? "");
        if (!item || !callee) continue;
        const isTold =
          nrCalls === 0 &&
          isObeying(callee) &&
          (callee.flags & (flag.reachesSleep | flag.callsParameter)) !== 0;
        // Where nothing is held as it is entered, it may come to hold something in a function farther down.
        enter(callee, isTold ? 0 : nrCalls + (nrCalls === 0 ? 1 : nrCallsTo(item, at)));
      }
    }
  }
}

/** Whether a context in which sleeping is forbidden is followed into a function of another file after so many calls. */
function isFollowed({ flags, nrCallsAway }: Entry, nrCalls: number): boolean {
  const maySleep = (flags & flag.reachesSleep) !== 0 && nrCallsAway <= maxCallsToBorder + 1 - nrCalls;
  return maySleep || (flags & flag.callsParameter) !== 0;
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
    callsAway: Uint8Array.from(kept, (entry) => entry.nrCallsAway),
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
    const entry = entryAt(index, place);
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

function entryAt(index: TreeIndex, place: number): Entry {
  return {
    name: index.names[place] ?? "",
    path: index.paths[index.fileIds[place] ?? 0] ?? "",
    flags: index.flags[place] ?? 0,
    nrCallsAway: index.callsAway[place] ?? 0,
    summary: index.summaries.get(place),
  };
}

function foreignFunction({ name, path, flags, nrCallsAway, summary }: Entry): ForeignFunction {
  return {
    name,
    path,
    reachesSleep: (flags & flag.reachesSleep) !== 0,
    nrCallsAway,
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
    // Most names mean one function or none.
    const shared = entries.length > 1 ? sharedFolders(path, entry.path) : 0;
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
  let shared = 0;
  let at = 0;
  for (; at < a.length && a.charCodeAt(at) === b.charCodeAt(at); at++) if (a[at] === "/") shared++;
  const isSameFolder = a.indexOf("/", at) < 0 && b.indexOf("/", at) < 0;
  return isSameFolder ? shared + 1 : shared;
}
