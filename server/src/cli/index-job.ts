// One file of a tree that is being learned, in a worker. First every source file tells its interface and every header
// all that a pack may keep of it; then, when it is known which functions are wanted, the files that define them are
// read once more and cut down to those; and those that call other files where nothing may sleep say how they do.

import { readFileSync } from "node:fs";
import { buildFacts } from "../analysis/build-facts.js";
import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import type { Place } from "../analysis/state.js";
import { type KernelModel, modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { findActivations } from "../project/activations.js";
import { encode } from "../project/codec.js";
import { exportsOf, type FileInterface, interfaceWithHeaders } from "../project/file-interface.js";
import type { ForeignTree } from "../project/foreign.js";
import { entriesOfActivations, type NamedEntry, pickEntries } from "../project/foreign-entries.js";
import { headerForBuild } from "../project/pack/decided-headers.js";
import { distil } from "../project/pack/distil.js";
import { isKeptWhole } from "../project/pack/pick-functions.js";
import { createPlacer, type Placer, slimFile, slimHeader } from "../project/pack/slim.js";
import { createProgram, type FunctionNode, type Program } from "../project/program.js";
import { findRegistrations } from "../project/registrations.js";
import { decodeSource, isBinary } from "../project/source-text.js";
import { createForeignTree } from "../project/tree-index.js";
import { createWorlds, type Worlds } from "../project/world.js";
import { createHeaderSource } from "./header-source.js";
import { type LinkNews, placesOf } from "./link-news.js";
import { createTreeSource, type DiskFile, type TreeSource } from "./tree-source.js";

export interface IndexJob {
  readonly kind: "interface" | "header" | "functions" | "entries";
  /** Below the top of the tree. */
  readonly path: string;
  readonly diskPath: string;
  /** Of a job for functions: their names. */
  readonly wanted?: readonly string[];
}

export interface IndexedFile {
  readonly interface?: FileInterface;
  /** Encoded facts of the file, then of headers beside it: what is kept of them. */
  readonly parts: readonly Uint8Array[];
  /** Of a header: what it declares otherwise for another machine. */
  readonly machineNames?: readonly string[];
  /** The contexts in which it calls functions of other files. */
  readonly entries?: readonly NamedEntry[];
}

/** Learns files, one after the other. */
export interface Learner {
  /** From here on other files are known. */
  hear(news: LinkNews): void;
  /** One that cannot be read is an empty one. */
  learn(job: IndexJob): IndexedFile;
}

/** Makes what a worker of `index` needs. */
export function createLearner(profile: Profile): Learner {
  const unnoted = (): void => undefined;
  const source = createTreeSource(
    createHeaderSource(unnoted, (text) => text),
    unnoted,
    ({ path, text }) => ({ facts: buildFacts(path, text), asked: [] }),
  );
  const model = modelOf(profile.release);
  // The code is learned for every build, what headers declare for that of the tree.
  const { build, ...open } = profile;
  void build;
  const facts = (path: string): FileFacts => source.file(path).facts;
  const headersOf = (path: string): readonly FileFacts[] =>
    source.headersOf(path).map((header) => header.facts);
  let tree: ForeignTree = { find: () => undefined, facts, headersOf };
  return {
    hear(news) {
      source.setPlaces(placesOf(news));
      tree = createForeignTree(news.index, { facts, headersOf });
    },
    learn(job) {
      const text = readText(job.diskPath);
      if (text === undefined) return { parts: [] };
      if (job.kind === "header") {
        const { facts: header, machineNames } = headerForBuild(job.path, text, profile);
        return { parts: [encode(slimHeader(header, createPlacer(text)))], machineNames };
      }
      const file = buildFacts(job.path, text);
      source.begin({ path: job.path, diskPath: job.diskPath, text });
      const program = createProgram([file], model, tree);
      const worlds = createWorlds(program, model, open);
      if (job.kind === "interface")
        return { interface: interfaceIn(file, { program, worlds, model }), parts: [] };
      if (job.kind === "entries") {
        const { activations } = findActivations(program, worlds, model);
        return { entries: placedEntries(entriesOfActivations(activations), source), parts: [] };
      }
      const linked = { program, worlds, model, tree };
      const kept = keptFunctions(file, new Set(job.wanted), linked);
      return { parts: partsOf(kept, { path: job.path, diskPath: job.diskPath, text }, source) };
    },
  };
}

function interfaceIn(file: FileFacts, linked: Omit<Linked, "tree">): FileInterface {
  const { program, worlds, model } = linked;
  const { found: registrations, foreign: foreignCallbacks } = findRegistrations(program, worlds, model);
  return interfaceWithHeaders({ ...linked, registrations, foreignCallbacks }, file);
}

/** The entries with places as a pack has them. */
function placedEntries(entries: readonly NamedEntry[], source: TreeSource): readonly NamedEntry[] {
  const placers = new Map<string, Placer>();
  const placed = (place: Place): Place => {
    const placer = placers.get(place.file) ?? createPlacer(source.file(place.file).text);
    placers.set(place.file, placer);
    return { ...place, span: { start: placer(place.span.start), end: placer(place.span.end) } };
  };
  return pickEntries(entries).map((item) => ({
    ...item,
    entry: {
      ...item.entry,
      place: placed(item.entry.place),
      held: item.entry.held.map((held) => ({ ...held, place: placed(held.place) })),
    },
  }));
}

interface Linked {
  readonly program: Program;
  readonly worlds: Worlds;
  readonly model: KernelModel;
  readonly tree: ForeignTree;
}

/** Functions to keep, by file; the file itself is there in any case. */
type Kept = ReadonlyMap<FileFacts, ReadonlyMap<string, FunctionFacts>>;

function keptFunctions(file: FileFacts, wanted: ReadonlySet<string>, linked: Linked): Kept {
  const { program } = linked;
  const kept = new Map<FileFacts, Map<string, FunctionFacts>>([[file, new Map()]]);
  const keep = (from: FileFacts, facts: FunctionFacts): void => {
    const functions = kept.get(from) ?? new Map<string, FunctionFacts>();
    kept.set(from, functions.set(`${facts.span.start}`, facts));
  };
  const said = new Map(exportsOf(linked, file).map((item) => [item.name, item]));
  const roots = program.nodesOf(file).filter(({ facts }) => wanted.has(facts.name) && !facts.isStatic);
  const isWhole = ({ facts }: FunctionNode): boolean => {
    const item = said.get(facts.name);
    return item !== undefined && isKeptWhole(item);
  };
  for (const { file: from, facts } of distil(
    roots.filter((node) => !isWhole(node)),
    linked,
  ))
    keep(from, facts);
  for (const node of reachable(program, roots.filter(isWhole))) keep(node.file, node.facts);
  return kept;
}

/** What some functions come to in their file and its headers, themselves included. */
function reachable(program: Program, roots: readonly FunctionNode[]): ReadonlySet<FunctionNode> {
  const seen = new Set(roots);
  for (const node of seen) {
    for (const name of node.mentions) {
      for (const target of program.resolve(node.file, name))
        if (!target.isForeign || target.path.endsWith(".h")) seen.add(target);
    }
  }
  return seen;
}

function partsOf(kept: Kept, own: DiskFile, source: TreeSource): readonly Uint8Array[] {
  return [...kept].map(([file, functions]) => {
    const text = file.path === own.path ? own.text : source.file(file.path).text;
    return encode(slimFile(file, [...functions.values()], createPlacer(text)));
  });
}

function readText(diskPath: string): string | undefined {
  try {
    const bytes = readFileSync(diskPath);
    return isBinary(bytes) ? undefined : decodeSource(bytes).text;
  } catch {
    // Gone since the tree was walked: then there is nothing to learn of it.
    return undefined;
  }
}
