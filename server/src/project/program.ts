// The functions of a set of files under their names: what a call by name reaches, what reaches a sleeping call, and
// which functions touch locks. Static functions are known in their file, the others in all of them; a definition with
// a body replaces what the kernel model says of that name.

import { calledNames } from "../analysis/build-facts.js";
import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import type { Callee } from "../analysis/flow.js";
import { heldEffects } from "../analysis/state.js";
import type { Expression } from "../c-types/expression.js";
import type { KernelModel } from "../kernel-model/model.js";

/** A function and where it stands. */
export interface FunctionNode {
  /** Position in `Program.nodes`. */
  readonly id: number;
  readonly file: FileFacts;
  readonly facts: FunctionFacts;
  /** Names called directly, and functions handed to calls or named by tables it may call through. */
  readonly mentions: readonly string[];
  /** A call below may be one that its context forbids. */
  readonly reachesSleep: boolean;
  /** Takes or gives back something that forbids sleeping, itself. */
  readonly locksDirectly: boolean;
  /** The same, itself or in a call below. */
  readonly touchesLocks: boolean;
  /** Calls a function that it was handed. */
  readonly callsParameter: boolean;
}

export interface Program {
  readonly files: readonly FileFacts[];
  readonly nodes: readonly FunctionNode[];
  /** The functions that `name` means in a file: more than one where `#if` chooses between definitions. */
  resolve(file: FileFacts, name: string): readonly FunctionNode[];
  /** The same, for a name that another file's text means. */
  resolveFrom(file: FileFacts, callee: Callee): readonly FunctionNode[];
  nodesOf(file: FileFacts): readonly FunctionNode[];
  /** The files of the project that a file includes, directly or through others, nearest first. */
  headersOf(file: FileFacts): readonly FileFacts[];
}

interface OpenNode {
  readonly id: number;
  readonly file: FileFacts;
  readonly facts: FunctionFacts;
  readonly mentions: readonly string[];
  reachesSleep: boolean;
  locksDirectly: boolean;
  touchesLocks: boolean;
  readonly callsParameter: boolean;
}

/** More definitions of one name than `#if` ever makes in a file are not told apart: a text pasted over and over. */
const maxDefinitions = 8;

/** Links the functions of `files`. */
export function createProgram(files: readonly FileFacts[], model: KernelModel): Program {
  const nodes: OpenNode[] = [];
  const local = new Map<FileFacts, Map<string, OpenNode[]>>();
  const exported = new Map<string, OpenNode[]>();
  const byFile = new Map<FileFacts, OpenNode[]>();
  for (const file of files) {
    const names = new Map<string, OpenNode[]>();
    const own: OpenNode[] = [];
    const tableFunctions = functionsByField(file);
    for (const facts of file.functions) {
      const mentions = mentionedNames(facts, tableFunctions);
      const callsParameter = facts.parameters.some(({ name }) => name !== "" && mentions.includes(name));
      const node: OpenNode = {
        id: nodes.length,
        file,
        facts,
        mentions,
        reachesSleep: false,
        locksDirectly: false,
        touchesLocks: false,
        callsParameter,
      };
      nodes.push(node);
      own.push(node);
      if ((names.get(facts.name)?.length ?? 0) >= maxDefinitions) continue;
      push(names, facts.name, node);
      if (!facts.isStatic) push(exported, facts.name, node);
    }
    local.set(file, names);
    byFile.set(file, own);
  }
  const headersOf = headerFinder(files);
  const resolve = (file: FileFacts, name: string): readonly OpenNode[] => {
    const own = local.get(file)?.get(name);
    if (own) return own;
    for (const header of headersOf(file)) {
      const included = local.get(header)?.get(name);
      if (included) return included;
    }
    return exported.get(name) ?? [];
  };
  markReach(nodes, resolve, model);
  for (const names of local.values()) for (const list of names.values()) list.sort(byPlace);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const resolveFrom = (file: FileFacts, callee: Callee): readonly OpenNode[] =>
    resolve((callee.file === undefined ? undefined : byPath.get(callee.file)) ?? file, callee.name);
  return { files, nodes, resolve, resolveFrom, nodesOf: (file) => byFile.get(file) ?? [], headersOf };
}

/** Resolves `#include` among the files of the project: beside the file, else by the end of the path. */
function headerFinder(files: readonly FileFacts[]): (file: FileFacts) => readonly FileFacts[] {
  const headers = files.filter((file) => file.path.endsWith(".h"));
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
    const all = new Set<FileFacts>();
    const pending = headers.length === 0 ? [] : [file];
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

function functionsByField(file: FileFacts): ReadonlyMap<string, readonly string[]> {
  const byField = new Map<string, string[]>();
  for (const entry of file.opsEntries) push(byField, entry.field, entry.functionName);
  return byField;
}

/** Direct callees, functions passed to calls, and functions that a member called through may be. */
function mentionedNames(
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
function markReach(
  nodes: readonly OpenNode[],
  resolve: (file: FileFacts, name: string) => readonly OpenNode[],
  model: KernelModel,
): void {
  const callers = new Map<OpenNode, OpenNode[]>();
  const pending: OpenNode[] = [];
  for (const node of nodes) {
    for (const name of node.mentions) {
      const targets = resolve(node.file, name);
      for (const target of targets) push(callers, target, node);
      if (targets.length > 0) continue;
      if (model.callRule(name)) node.reachesSleep = true;
      if (heldEffects(model.lock(name)?.what ?? []).length > 0) node.locksDirectly = true;
    }
    if (hasGuard(node.facts)) node.locksDirectly = true;
    node.touchesLocks = node.locksDirectly;
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

function hasGuard(facts: FunctionFacts): boolean {
  return facts.graph.blocks.some((block) => block.events.some((event) => event.kind === "guard"));
}
