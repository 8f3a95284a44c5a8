// What is kept of the functions that were looked into: those that come to a call which some context forbids, as short as
// that can be told. A function that comes to a sleeping call whatever it is handed is that call; what else it does adds
// nothing.

import type { Block, CallEvent, DistilledCall } from "../../analysis/event-graph.js";
import type { FileFacts, FunctionFacts } from "../../analysis/facts.js";
import type { KernelModel } from "../../kernel-model/model.js";
import { filterIndex, functionsOf, type TreeIndex } from "../tree-index.js";
import { namesOnly } from "./pick-functions.js";

/** A source file of a tree as far as it is kept, with the headers beside it. */
export interface KeptSource {
  readonly facts: FileFacts;
  readonly headers: readonly FileFacts[];
}

export interface KeptFunctions {
  readonly index: TreeIndex;
  readonly sources: readonly KeptSource[];
}

/** Leaves out calls and functions that come to nothing, and those that modules cannot come to. */
export function keepTelling(
  sources: readonly KeptSource[],
  index: TreeIndex,
  model: KernelModel,
): KeptFunctions {
  const graph = createCallGraph(sources, index, model);
  const telling = tellingFunctions(graph);
  const shortened = shortenCertain(graph, telling, model);
  const short = new Map(
    [...telling].map((item) => [item, shortened.get(item) ?? withoutSilentCalls(item, telling, graph)]),
  );
  const reached = reachedFrom(symbolsOf(index, graph), short, graph);
  const cut = (file: FileFacts): FileFacts => ({
    ...file,
    functions: file.functions.flatMap((item) => (reached.has(item) ? (short.get(item) ?? []) : [])),
  });
  const kept = sources.map(({ facts, headers }) => ({
    facts: cut(facts),
    headers: headers.map(cut).filter(({ functions }) => functions.length > 0),
  }));
  const exported = new Set(
    kept.flatMap(({ facts }) =>
      facts.functions.flatMap(({ isStatic, name }) => (isStatic ? [] : [`${facts.path} ${name}`])),
    ),
  );
  return {
    index: filterIndex(index, ({ path, name }) => exported.has(`${path} ${name}`)),
    sources: kept.filter(({ facts }) => facts.functions.length > 0),
  };
}

interface CallGraph {
  readonly functions: readonly FunctionFacts[];
  /** What a call by that name in that function comes to; undefined where the kernel model has the say. */
  targets(from: FunctionFacts, name: string): readonly FunctionFacts[] | undefined;
  find(path: string, name: string): readonly FunctionFacts[];
  /** Of the file that defines it. */
  pathOf(item: FunctionFacts): string;
}

function createCallGraph(sources: readonly KeptSource[], index: TreeIndex, model: KernelModel): CallGraph {
  const tree = namesOnly(index);
  const named = new Map<FileFacts, ReadonlyMap<string, readonly FunctionFacts[]>>();
  const byPath = new Map(sources.map((source) => [source.facts.path, source.facts]));
  const sourceOf = new Map<
    FunctionFacts,
    { readonly file: FileFacts; readonly headers: readonly FileFacts[] }
  >();
  for (const { facts, headers } of sources) {
    for (const file of [facts, ...headers]) {
      const names = new Map<string, FunctionFacts[]>();
      for (const item of file.functions) names.set(item.name, [...(names.get(item.name) ?? []), item]);
      named.set(file, names);
      for (const item of file.functions) sourceOf.set(item, { file, headers });
    }
  }
  const own = (file: FileFacts | undefined, name: string): readonly FunctionFacts[] =>
    (file && named.get(file)?.get(name)) ?? [];
  return {
    functions: [...sourceOf.keys()],
    find: (path, name) => own(byPath.get(path), name),
    pathOf: (item) => sourceOf.get(item)?.file.path ?? "",
    targets(from, name) {
      const source = sourceOf.get(from);
      if (!source) return [];
      for (const file of [source.file, ...source.headers]) {
        const found = own(file, name);
        if (found.length > 0) return found;
      }
      const found = tree.find(source.file.path, name);
      if (found) return own(byPath.get(found.path), name);
      return model.callRule(name) ? undefined : [];
    },
  };
}

function callsOf({ graph }: FunctionFacts): readonly CallEvent[] {
  return graph.blocks.flatMap(({ events }) => events.filter((event) => event.kind === "call"));
}

function calleeOf(event: CallEvent): string | undefined {
  return event.callee.kind === "name" ? event.callee.name : undefined;
}

/** Whether it is only the calls that matter, each a way of its own. */
function isDistilled(facts: FunctionFacts): boolean {
  const calls = callsOf(facts);
  return calls.length > 0 && calls.every(({ distilled }) => distilled !== undefined);
}

/** Those that come to a call which the kernel model has a rule for, or that are kept whole. */
function tellingFunctions(graph: CallGraph): ReadonlySet<FunctionFacts> {
  const callers = new Map<FunctionFacts, FunctionFacts[]>();
  const telling = new Set<FunctionFacts>();
  for (const item of graph.functions) {
    if (!isDistilled(item)) telling.add(item);
    for (const event of callsOf(item)) {
      const found = graph.targets(item, calleeOf(event) ?? "");
      if (!found) telling.add(item);
      for (const target of found ?? []) {
        const list = callers.get(target);
        if (list) list.push(item);
        else callers.set(target, [item]);
      }
    }
  }
  for (const item of telling) for (const caller of callers.get(item) ?? []) telling.add(caller);
  return telling;
}

/** A call that is certainly come to, and the function that makes it. */
interface CertainCall {
  readonly sink: string;
  readonly within: string;
  /** Calls between the function and the one that makes it. */
  readonly nrCalls: number;
  /** Files on the way, the function's own among them. */
  readonly files: ReadonlySet<string>;
}

/** Functions that come to a sleeping call without asking anything of their parameters, as that one call. */
function shortenCertain(
  graph: CallGraph,
  telling: ReadonlySet<FunctionFacts>,
  model: KernelModel,
): ReadonlyMap<FunctionFacts, FunctionFacts> {
  const certain = new Map<FunctionFacts, CertainCall>();
  const short = new Map<FunctionFacts, FunctionFacts>();
  const open = new Set(
    [...telling].filter((item) => isDistilled(item) && item.isClean && item.kind === "function"),
  );
  const certainCall = (item: FunctionFacts, event: CallEvent): CertainCall | undefined => {
    const name = calleeOf(event) ?? "";
    const targets = graph.targets(item, name);
    if (!targets)
      return model.callRule(name)?.rule.kind === "maySleep"
        ? { sink: name, within: item.name, nrCalls: 0, files: new Set([graph.pathOf(item)]) }
        : undefined;
    const [first] = targets;
    const below = targets.length === 1 && first ? certain.get(first) : undefined;
    const files = below && new Set([...below.files, graph.pathOf(item)]);
    return below && files && { ...below, nrCalls: below.nrCalls + 1, files };
  };
  // Round by round, so that the nearest call is found.
  for (let grows = true; grows; ) {
    const found: (readonly [FunctionFacts, CertainCall, CallEvent])[] = [];
    for (const item of open) {
      for (const event of unguardedCalls(item)) {
        const call = certainCall(item, event);
        if (!call) continue;
        found.push([item, call, event]);
        break;
      }
    }
    for (const [item, call, event] of found) {
      certain.set(item, call);
      open.delete(item);
      short.set(item, withOneCall(item, call, event));
    }
    grows = found.length > 0;
  }
  return short;
}

function unguardedCalls({ graph }: FunctionFacts): readonly CallEvent[] {
  const [entry] = graph.blocks;
  const free = entry?.edges.filter(({ guards }) => guards.length === 0) ?? [];
  const calls = free.flatMap(
    ({ to }) => graph.blocks[to]?.events.filter((event) => event.kind === "call") ?? [],
  );
  return calls.filter(({ distilled }) => distilled && isCertain(distilled));
}

function isCertain({ isGuess, isOpen, silentIn }: DistilledCall): boolean {
  return !isGuess && !isOpen && !silentIn;
}

function withOneCall(facts: FunctionFacts, call: CertainCall, event: CallEvent): FunctionFacts {
  const { sink, within, nrCalls, files } = call;
  const only: CallEvent = {
    kind: "call",
    callee: { kind: "name", name: sink, span: event.span },
    arguments: [],
    span: event.span,
    distilled: {
      nrCalls,
      nrFiles: files.size - 1,
      isGuess: false,
      isOpen: false,
      ...(within !== facts.name && { within }),
    },
  };
  const parameters = facts.parameters.map(({ type }) => ({ name: "", type }));
  return { ...facts, parameters, graph: { blocks: [{ events: [only], edges: [] }] } };
}

function withoutSilentCalls(
  facts: FunctionFacts,
  telling: ReadonlySet<FunctionFacts>,
  graph: CallGraph,
): FunctionFacts {
  if (!isDistilled(facts)) return facts;
  const isTelling = ({ events }: Block): boolean =>
    events.every(
      (event) =>
        event.kind !== "call" ||
        graph.targets(facts, calleeOf(event) ?? "")?.some((target) => telling.has(target)) !== false,
    );
  const kept = facts.graph.blocks.flatMap((block, place) => (place === 0 || isTelling(block) ? [place] : []));
  const places = new Map(kept.map((from, to) => [from, to]));
  const blocks = kept.flatMap((place) => facts.graph.blocks[place] ?? []);
  const moved = blocks.map((block) => ({
    ...block,
    edges: block.edges.flatMap((edge) => {
      const to = places.get(edge.to);
      return to === undefined ? [] : [{ ...edge, to }];
    }),
  }));
  return { ...facts, graph: { blocks: moved } };
}

function symbolsOf(index: TreeIndex, graph: CallGraph): readonly FunctionFacts[] {
  return functionsOf(index).flatMap(({ path, name, isSymbol }) => (isSymbol ? graph.find(path, name) : []));
}

/** What modules can come to. */
function reachedFrom(
  symbols: readonly FunctionFacts[],
  short: ReadonlyMap<FunctionFacts, FunctionFacts>,
  graph: CallGraph,
): ReadonlySet<FunctionFacts> {
  const reached = new Set(symbols.filter((item) => short.has(item)));
  for (const item of reached) {
    for (const name of namesIn(short.get(item) ?? item)) {
      for (const target of graph.targets(item, name) ?? []) if (short.has(target)) reached.add(target);
    }
  }
  return reached;
}

/** Names called, and in a function that is kept whole also those handed on. */
function namesIn(facts: FunctionFacts): readonly string[] {
  return callsOf(facts).flatMap((event) => [
    ...(event.callee.kind === "name" ? [event.callee.name] : []),
    ...event.arguments.flatMap((argument) => (argument.kind === "name" ? [argument.name] : [])),
  ]);
}
