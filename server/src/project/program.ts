// The functions of a set of files under their names: what a call by name reaches, what reaches a sleeping call, and
// which functions touch locks. Static functions are known in their file, the others in all of them; a definition with
// a body replaces what the kernel model says of that name. Behind the set may stand a tree: a name that means nothing
// in the set is looked for there, and the file that defines it is read when its text is first asked for.

import { calledNames } from "../analysis/build-facts.js";
import type { CallEvent } from "../analysis/event-graph.js";
import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import type { Callee } from "../analysis/flow.js";
import { heldEffects } from "../analysis/state.js";
import type { Summary } from "../analysis/summary.js";
import { oncePerObject } from "../base/memo.js";
import type { TypeEnvironment } from "../c-types/environment.js";
import type { Argument, Expression } from "../c-types/expression.js";
import type { KernelModel } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { commandLinePath } from "./command-line.js";
import type { ForeignTree } from "./foreign.js";
import type { ForeignEntry } from "./foreign-entries.js";
import { createForeignNodes, createKernelHeaders, createTreeHeaders } from "./foreign-nodes.js";

/** A function and where it stands. */
export interface FunctionNode {
  readonly file: FileFacts;
  readonly facts: FunctionFacts;
  /** Of its file. */
  readonly path: string;
  readonly isMacro: boolean;
  readonly isStatic: boolean;
  /** Of the tree behind the program's files. */
  readonly isForeign: boolean;
  /** Names called directly, and functions handed to calls or named by tables it may call through. */
  readonly mentions: readonly string[];
  /** A call below may be one that its context forbids. */
  readonly reachesSleep: boolean;
  /** Of a function of the tree: as in `ForeignFunction`. */
  readonly nrCallsAway?: number;
  /** Takes or gives back something that forbids sleeping, itself. */
  readonly locksDirectly: boolean;
  /** The same, itself or in a call below. */
  readonly touchesLocks: boolean;
  /** Calls a function that it was handed. */
  readonly callsParameter: boolean;
  /** Has a parameter of type `gfp_t`. */
  readonly takesGfp: boolean;
  /** Of a function of the tree: whether it may end with other locks held than it began. Absent: its summary tells. */
  readonly leavesLocks?: boolean;
  /** Of a function of the tree: how it does, where that is known without its file. */
  readonly summary?: Summary;
}

export interface Program {
  /** The files that were given; those of the tree behind them are not among these. */
  readonly files: readonly FileFacts[];
  /** Their functions. */
  readonly nodes: readonly FunctionNode[];
  /** The functions that `name` means in a file: more than one where `#if` chooses between definitions. */
  resolve(file: FileFacts, name: string): readonly FunctionNode[];
  /** The same, for a name that another file's text means. */
  resolveFrom(file: FileFacts, callee: Callee): readonly FunctionNode[];
  nodesOf(file: FileFacts): readonly FunctionNode[];
  /** The files of the project that a file includes, directly or through others, nearest first. */
  headersOf(file: FileFacts): readonly FileFacts[];
  /** Types and constants of the kernel's headers that a file includes; undefined where nothing is known of them. */
  kernelEnvironmentOf(file: FileFacts, profile: Profile): TypeEnvironment | undefined;
  /** The contexts in which the tree behind calls a function of that name. */
  entriesOf(name: string): readonly ForeignEntry[];
  /** Whether a path is of a file whose text is not at hand: nothing can be mended there. */
  isTextless(path: string): boolean;
}

/** A node whose marks are not all set yet. */
export interface OpenNode extends FunctionNode {
  reachesSleep: boolean;
  locksDirectly: boolean;
  touchesLocks: boolean;
}

/** More definitions of one name than `#if` ever makes in a file are not told apart: a text pasted over and over. */
const maxDefinitions = 8;

/** The files that are read so far, by what their names mean. */
export interface Linker {
  readonly model: KernelModel;
  readonly local: Map<FileFacts, Map<string, OpenNode[]>>;
  readonly byFile: Map<FileFacts, OpenNode[]>;
  readonly byPath: Map<string, FileFacts>;
}

/** Links the functions of `files`; what they do not define is looked for in `tree`. */
export function createProgram(files: readonly FileFacts[], model: KernelModel, tree?: ForeignTree): Program {
  const linker: Linker = { model, local: new Map(), byFile: new Map(), byPath: new Map() };
  const exported = new Map<string, OpenNode[]>();
  const nodes = files.flatMap((file) => addFile(linker, file));
  // A lock or an allocator of the kernel's is that, whatever another file looks like while it is typed in.
  const isKernels = (name: string): boolean => (model.lock(name) ?? model.allocator(name)) !== undefined;
  for (const node of nodes) {
    if (node.isStatic || isSpare(linker, node) || isKernels(node.facts.name)) continue;
    push(exported, node.facts.name, node);
  }
  const ownHeadersOf = headerFinder(files);
  const treeHeaders = tree && createTreeHeaders(tree, linker, (file, name) => resolve(file, name));
  const headersOf = (file: FileFacts): readonly FileFacts[] =>
    treeHeaders ? [...ownHeadersOf(file), ...treeHeaders.of(file)] : ownHeadersOf(file);
  const kernel = tree?.kernelHeaders
    ? createKernelHeaders(tree.kernelHeaders, linker, (file, name) => resolve(file, name))
    : undefined;
  const includesOf = includeCollector(headersOf);
  const foreign = tree && createForeignNodes(tree, linker, (file, name) => resolve(file, name));
  const resolve = (file: FileFacts, name: string): readonly OpenNode[] => {
    const own = linker.local.get(file)?.get(name);
    if (own) return own;
    for (const header of ownHeadersOf(file)) {
      const included = linker.local.get(header)?.get(name);
      if (included) return included;
    }
    return resolveBeyond(file, name);
  };
  const beyond = new Map<FileFacts, Map<string, readonly OpenNode[]>>();
  /** What a name means by the tree's headers, another file of the set, or the tree itself; the same each time. */
  const resolveBeyond = (file: FileFacts, name: string): readonly OpenNode[] => {
    const known = beyond.get(file) ?? new Map<string, readonly OpenNode[]>();
    beyond.set(file, known);
    const before = known.get(name);
    if (before) return before;
    const found =
      treeHeaders?.resolve(file, name) ??
      exported.get(name) ??
      kernel?.(includesOf(file), name) ??
      foreign?.(file.path, name) ??
      [];
    known.set(name, found);
    return found;
  };
  markReach(nodes, resolve, model);
  for (const names of linker.local.values()) for (const list of names.values()) list.sort(byPlace);
  const resolveFrom = (file: FileFacts, callee: Callee): readonly OpenNode[] =>
    resolve((callee.file === undefined ? undefined : linker.byPath.get(callee.file)) ?? file, callee.name);
  const nodesOf = (file: FileFacts): readonly OpenNode[] => linker.byFile.get(file) ?? [];
  const environmentOf: Program["kernelEnvironmentOf"] = (file, profile) =>
    tree?.kernelHeaders?.environmentOf(includesOf(file), profile);
  const top = tree?.textlessTop;
  return {
    files,
    nodes,
    resolve,
    resolveFrom,
    nodesOf,
    headersOf,
    kernelEnvironmentOf: environmentOf,
    entriesOf: (name) => tree?.entriesOf?.(name) ?? [],
    isTextless: (path) => top !== undefined && path.startsWith(top),
  };
}

/** What a file includes, itself and by its headers: the lines that lead to the kernel's own. */
function includeCollector(
  headersOf: (file: FileFacts) => readonly FileFacts[],
): (file: FileFacts) => readonly string[] {
  const known = new Map<FileFacts, readonly string[]>();
  return (file) => {
    const includes = known.get(file) ?? [file, ...headersOf(file)].flatMap((item) => item.includes);
    known.set(file, includes);
    return includes;
  };
}

/** Makes the nodes of a file; `known` are those that stand for some of its functions already, by name. */
export function addFile(linker: Linker, file: FileFacts, known?: ReadonlyMap<string, OpenNode>): OpenNode[] {
  const names = new Map<string, OpenNode[]>();
  const own: OpenNode[] = [];
  const mentions = mentionsIn(file);
  for (const [place, facts] of file.functions.entries()) {
    const list = names.get(facts.name);
    const stub = list ? undefined : known?.get(facts.name);
    const isForeign = known !== undefined;
    const node = stub ?? nodeOf(file, facts, { mentions: mentions[place] ?? [], isForeign });
    own.push(node);
    if ((list?.length ?? 0) < maxDefinitions) push(names, facts.name, node);
  }
  linker.local.set(file, names);
  linker.byFile.set(file, own);
  linker.byPath.set(file.path, file);
  return own;
}

/** Whether a function is one definition too many of its name. */
function isSpare(linker: Linker, node: OpenNode): boolean {
  return linker.local.get(node.file)?.get(node.facts.name)?.includes(node) !== true;
}

function nodeOf(
  file: FileFacts,
  facts: FunctionFacts,
  { mentions, isForeign }: Pick<FunctionNode, "mentions" | "isForeign">,
): OpenNode {
  return {
    file,
    facts,
    path: file.path,
    isMacro: facts.kind === "macro",
    isStatic: facts.isStatic,
    isForeign,
    mentions,
    reachesSleep: false,
    locksDirectly: false,
    touchesLocks: false,
    callsParameter: facts.parameters.some(({ name }) => name !== "" && mentions.includes(name)),
    takesGfp: takesGfp(facts),
  };
}

/** Whether nothing that may sleep is called with something held from a function that is entered with nothing held. */
export function holdsNothing({ file, facts }: FunctionNode): boolean {
  return file.holdingNothing?.has(facts.name) === true;
}

/** Whether a function is told the mask to allocate with. */
export function takesGfp(facts: FunctionFacts): boolean {
  return facts.parameters.some(({ type }) => type.kind === "named" && type.name === "gfp_t");
}

/**
 * Resolves `#include` among the files of the project: beside the file, else by the end of the path. What the compiler
 * was told comes before all.
 */
function headerFinder(files: readonly FileFacts[]): (file: FileFacts) => readonly FileFacts[] {
  const headers = files.filter((file) => file.path.endsWith(".h"));
  const commandLine = files.filter((file) => file.path === commandLinePath);
  const found = new Map<FileFacts, readonly FileFacts[]>();
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);
  const resolveInclude = (from: FileFacts, include: string): FileFacts | undefined => {
    const plain = include.replace(/^(?:\.\.?\/)+/, "");
    return (
      headers.find((header) => header.path === folderOf(from.path) + include) ??
      headers.find((header) => header.path === plain || header.path.endsWith(`/${plain}`))
    );
  };
  return (file) => {
    const known = found.get(file);
    if (known) return known;
    const all = new Set<FileFacts>(commandLine.filter((item) => item !== file));
    const pending = headers.length === 0 ? [] : [...commandLine, file];
    for (let next = pending.shift(); next; next = pending.shift()) {
      for (const include of next.includes) {
        const header = resolveInclude(next, include);
        if (!header || header === file || all.has(header)) continue;
        all.add(header);
        pending.push(header);
      }
    }
    const list = [...all];
    found.set(file, list);
    return list;
  };
}

function byPlace(a: OpenNode, b: OpenNode): number {
  return a.facts.span.start - b.facts.span.start;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** What the functions of a file mention, in their order. A file of a tree stands behind many programs. */
const mentionsIn = oncePerObject((file: FileFacts) => {
  const tables = functionsByField(file);
  return file.functions.map((facts) => mentionedNames(facts, tables));
});

export function functionsByField(file: FileFacts): ReadonlyMap<string, readonly string[]> {
  const byField = new Map<string, string[]>();
  for (const entry of file.opsEntries) push(byField, entry.field, entry.functionName);
  return byField;
}

/** Direct callees, functions passed to calls, and functions that a member called through may be. */
export function mentionedNames(
  facts: FunctionFacts,
  tables: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const names = new Set<string>(calledNames(facts));
  const addBare = (expression: Expression): void => {
    if (expression.kind === "name") names.add(expression.name);
    else if (expression.kind === "address" || expression.kind === "cast") addBare(expression.operand);
  };
  for (const block of facts.graph.blocks) {
    for (const event of block.events) {
      if (event.kind === "assign" && event.value) addBare(event.value);
      if (event.kind !== "call") continue;
      for (const argument of event.arguments) if (argument.kind !== "type") addBare(argument);
      const callee = event.callee.kind === "dereference" ? event.callee.operand : event.callee;
      if (callee.kind === "member") for (const name of tables.get(callee.member) ?? []) names.add(name);
    }
  }
  return [...names];
}

/** Marks, from the callees up, who reaches a sleeping call and who touches locks. */
export function markReach(
  nodes: readonly OpenNode[],
  resolve: (file: FileFacts, name: string) => readonly OpenNode[],
  model: KernelModel,
): void {
  const callers = new Map<OpenNode, OpenNode[]>();
  const pending: OpenNode[] = [];
  for (const node of nodes) {
    for (const name of node.mentions) {
      const targets = resolve(node.file, name);
      for (const target of targets) {
        push(callers, target, node);
        node.reachesSleep ||= target.reachesSleep;
        node.touchesLocks ||= target.touchesLocks;
      }
      if (targets.length > 0) continue;
      if (model.callRule(name) && mayForbid(node.facts, name, model)) node.reachesSleep = true;
      if (heldEffects(model.lock(name)?.what ?? []).length > 0) node.locksDirectly = true;
    }
    if (hasGuard(node.facts)) node.locksDirectly = true;
    node.touchesLocks ||= node.locksDirectly;
    if (node.reachesSleep || node.touchesLocks) pending.push(node);
  }
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const caller of callers.get(node) ?? []) {
      const sleeps = node.reachesSleep && !caller.reachesSleep;
      const locks = node.touchesLocks && !caller.touchesLocks;
      if (!sleeps && !locks) continue;
      caller.reachesSleep ||= node.reachesSleep;
      caller.touchesLocks ||= node.touchesLocks;
      pending.push(caller);
    }
  }
}

/** Whether some call of `name` may be one that its context forbids; not so where each has arguments that keep it from sleeping. */
export function mayForbid(facts: FunctionFacts, name: string, model: KernelModel): boolean {
  const rule = model.callRule(name)?.rule;
  if (rule?.kind !== "sleepsIfGfpBlocks" && rule?.kind !== "sleepsIfArgCount") return rule !== undefined;
  const calls = facts.graph.blocks.flatMap(({ events }) =>
    events.filter(
      (event): event is CallEvent =>
        event.kind === "call" && event.callee.kind === "name" && event.callee.name === name,
    ),
  );
  const blocks = (argument: Argument | undefined): boolean => {
    if (argument?.kind === "binary" && argument.operator === "|")
      return blocks(argument.left) || blocks(argument.right);
    const mask = argument?.kind === "name" ? model.gfpValue(argument.name) : undefined;
    return mask === undefined || model.mayDirectReclaim(mask);
  };
  const sleeps = ({ arguments: given }: CallEvent): boolean =>
    rule.kind === "sleepsIfArgCount" ? given.length === rule.count : blocks(given[rule.argument]);
  // Where it is only mentioned, it is called by somebody else, with what arguments nobody knows.
  return calls.length === 0 || calls.some(sleeps);
}

function hasGuard(facts: FunctionFacts): boolean {
  return facts.graph.blocks.some((block) => block.events.some((event) => event.kind === "guard"));
}
