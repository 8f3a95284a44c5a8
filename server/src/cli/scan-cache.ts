// Results of earlier runs, used again where nothing that they came from has changed. An entry is a result and its trace:
// the files that were read for it, as they were, and what was asked about other files, with the answers. A job whose
// trace still holds need not be run; the settings and the program itself are in the name of the store's folder.

import { type BlockKey, blockKeyOf } from "../project/block-format.js";
import { type BlockStore, openBlockStore } from "../project/block-store.js";
import type { ForeignTree } from "../project/foreign.js";
import { createForeignTree } from "../project/tree-index.js";
import type { CheckJob, CheckJobResult } from "./check-job.js";
import { type FileParts, hasParts, type UsedParts } from "./file-parts.js";
import { createFileStates, type FileState, hashOf } from "./file-state.js";
import { answersTo, type ForeignQuestions, type TreePlaces, textOf } from "./foreign-questions.js";
import { type LinkNews, placesOf } from "./link-news.js";

export interface ScanCache {
  /** What the job came to before, where it would come to the same again. */
  find(job: CheckJob): CheckJobResult | undefined;
  /** The job as it has to be run where it was not found. */
  toRun(job: CheckJob): CheckJob;
  /** Remembers what the job came to. */
  add(job: CheckJob, result: CheckJobResult): void;
  /** From here on jobs have the tree behind them. */
  hear(news: LinkNews): void;
  /** How many files were known. */
  nrKnown(): number;
  /** Writes what was not written yet, and ends. */
  close(): void;
  /** After the end: makes the store smaller where that is worth its time. */
  tidy(): void;
}

interface Entry {
  readonly result: CheckJobResult;
  /** Places in `states` of the block. */
  readonly files: readonly number[];
  readonly questions?: ForeignQuestions;
  /** Which tree gave the answers. */
  readonly treeKey?: string;
  /** Of those of the files that may change in other parts: the result does not say anything of them. */
  readonly parts?: readonly UsedParts[];
}

interface Content {
  readonly states: readonly FileState[];
  readonly entries: readonly Entry[];
}

interface Waiting {
  readonly key: BlockKey;
  readonly states: readonly FileState[];
  readonly entry: Omit<Entry, "files">;
}

/** The tree that is known now. */
interface KnownTree {
  readonly key: string;
  readonly find: ForeignTree["find"];
  readonly places: TreePlaces;
}

/** More would be lost when the run is killed, fewer would say more often what entries have in common. */
const entriesPerBlock = 128;

/** All of a kernel's files, linked, take about a third of it. */
const maxStoreBytes = 192 * 1024 * 1024;

/** Opens the cache in `folder`, which is of this program and these settings alone. */
export function openScanCache(folder: string): ScanCache {
  const store = openBlockStore<Content>({ folder, maxBytes: maxStoreBytes, pick });
  const files = createFileStates();
  let waiting: Waiting[] = [];
  let nrKnown = 0;
  let tree: KnownTree | undefined;
  const flush = (): void => {
    if (waiting.length === 0) return;
    writeAll(store, waiting);
    waiting = [];
  };
  /** Files that were checked in this run, because they have changed. */
  const changed = new Map<string, ChangedFile>();
  const compare = (state: FileState, { parts = [] }: Entry) => {
    const bySelf = files.compare(state);
    const now = bySelf === "changed" ? changed.get(state.diskPath) : undefined;
    const used = now && parts.find(({ diskPath }) => diskPath === state.diskPath);
    return now && used && hasParts(now.parts, used) ? "sameParts" : bySelf;
  };
  const refreshed = (state: FileState): FileState => {
    const bySelf = files.compare(state);
    if (bySelf === "unchanged") return state;
    return (bySelf === "changed" && changed.get(state.diskPath)?.state) || files.current(state.diskPath);
  };
  const remember = (entry: Waiting): void => {
    waiting.push(entry);
    if (waiting.length >= entriesPerBlock) flush();
  };
  const entryOf = (job: CheckJob) => {
    const found = store.find(keyOf(job));
    const entry = found?.content.entries[found.place];
    return (
      found && entry && { entry, states: entry.files.flatMap((place) => found.content.states[place] ?? []) }
    );
  };
  return {
    find(job) {
      const known = entryOf(job);
      if (!known) return undefined;
      const { entry, states } = known;
      const compared = new Set(states.map((state) => compare(state, entry)));
      if (compared.has("changed") || !hasSameAnswers(entry, tree)) return undefined;
      // So that the next run need not find out what this one had to.
      const isStale = compared.has("sameBytes") || compared.has("sameParts");
      if (isStale) remember({ key: keyOf(job), states: states.map(refreshed), entry });
      if (job.part !== "told") nrKnown += 1;
      return entry.result;
    },
    toRun: (job) => (job.part === "told" && entryOf(job) ? { ...job, wantsParts: true } : job),
    add(job, { trace, parts: own, ...result }) {
      const isWhole = trace && result.problems.length === 0 && result.rewritten.length === 0;
      if (!isWhole) return;
      const state = trace.files.find(({ diskPath }) => diskPath === job.group.files[0]?.diskPath);
      if (own && state) changed.set(state.diskPath, { parts: own, state });
      const { questions, parts } = trace;
      const about = questions && tree ? { questions, treeKey: tree.key } : {};
      const silent = parts && { parts: tellsOfOthers(job, result) ? [] : parts };
      remember({ key: keyOf(job), states: trace.files, entry: { result, ...about, ...silent } });
    },
    hear: (news) => {
      tree = knownTree(news);
    },
    nrKnown: () => nrKnown,
    tidy: store.tidy,
    close() {
      flush();
      store.close();
    },
  };
}

/** A file as it is now. */
interface ChangedFile {
  readonly parts: FileParts;
  readonly state: FileState;
}

/** Whether the result has places in other files, whose lines may move. */
function tellsOfOthers(
  { group }: CheckJob,
  { findings, lines, usedSuppressions = [] }: CheckJobResult,
): boolean {
  const steps = findings.flatMap((finding) => [finding, ...finding.path, ...finding.otherPaths.flat()]);
  const paths = [...lines.keys(), ...[...steps, ...usedSuppressions].map(({ file }) => file)];
  return paths.some((path) => path !== group.files[0]?.path);
}

/** One file, in one part of a scan. */
function keyOf({ group, part }: CheckJob): BlockKey {
  const files = group.files.flatMap(({ path, diskPath, isNamed }) => [path, diskPath, String(isNamed)]);
  return blockKeyOf([part ?? "alone", ...files]);
}

function knownTree(news: LinkNews): KnownTree {
  const { index, diskPaths } = news;
  const { find } = createForeignTree(index, { facts: noFacts, headersOf: () => [] });
  const parts = [index.names.join("\n"), index.paths.join("\n"), diskPaths.join("\n")].map(hashOf);
  const numbers = [bytesOf(index.fileIds), index.flags, index.callsAway].map(hashOf);
  const key = [...parts, ...numbers, hashOf(textOf(index.summaries))].join(" ");
  return { key: hashOf(key), find, places: placesOf(news) };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function noFacts(path: string): never {
  throw new Error(`kmem-lens bug: the cache has asked for the facts of ${path}`);
}

/** An entry that asked nothing was made without a tree, which is how it is wanted then as well. */
function hasSameAnswers({ questions, treeKey }: Entry, tree: KnownTree | undefined): boolean {
  if (!questions || !tree) return !questions === !tree;
  return treeKey === tree.key || answersTo(questions.asked, tree.find, tree.places) === questions.answers;
}

function writeAll(store: BlockStore<Content>, waiting: readonly Waiting[]): void {
  const states: FileState[] = [];
  const places = new Map<string, number>();
  // Two jobs may have found a file in two states.
  const placeOf = (state: FileState): number => {
    const key = `${state.content} ${state.stamp?.takenMs} ${state.diskPath}`;
    const place = places.get(key) ?? states.push(state) - 1;
    places.set(key, place);
    return place;
  };
  const entries = waiting.map(({ entry, states: own }) => ({ ...entry, files: own.map(placeOf) }));
  store.add(
    waiting.map(({ key }) => key),
    { states, entries },
  );
}

/** Some entries of a block, and the states that they name. */
function pick({ states, entries }: Content, places: readonly number[]): Content {
  const kept: FileState[] = [];
  const moved = new Map<number, number>();
  const move = (place: number): number => {
    const state = states[place];
    const to = moved.get(place) ?? (state ? kept.push(state) - 1 : 0);
    moved.set(place, to);
    return to;
  };
  const picked = places.flatMap((place) => entries[place] ?? []);
  return { entries: picked.map((entry) => ({ ...entry, files: entry.files.map(move) })), states: kept };
}
