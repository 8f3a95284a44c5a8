// A pack as what stands behind a program: the functions of its tree, and the headers in angle brackets. Chunks are
// decoded when a name of theirs is first asked for.

import type { FileFacts } from "../../analysis/facts.js";
import type { Place } from "../../analysis/state.js";
import { decode } from "../codec.js";
import type { ForeignFunction, ForeignTree } from "../foreign.js";
import type { ForeignEntry, NamedEntry } from "../foreign-entries.js";
import { createForeignTree, type TreeIndex } from "../tree-index.js";
import type { PackedHeader } from "./build-pack.js";
import type { PackAbout, PackSections } from "./container.js";
import { createIncludeGraph } from "./include-graph.js";
import type { KeptSource } from "./keep-telling.js";
import { createPackHeaders, type HeaderNames } from "./pack-headers.js";
import { emptyFacts } from "./slim.js";
import { readStringTable, type StringTable } from "./string-table.js";
import { readVarint, type VarintReader } from "./varint.js";

/** What is known of a tree that is not there. */
export interface KnowledgePack {
  readonly about: PackAbout;
  /** What paths of its files begin with, so that they are no paths of the user's: `linux-6.1.192/`. */
  readonly top: string;
  readonly tree: ForeignTree;
}

/** More names than the open files of an editor have. */
const maxKnownNames = 100_000;

/** Whether a path is that of a file of a pack, where all others are absolute. */
export function isPackPath(path: string): boolean {
  return /^linux-\d[^/]*\//.test(path);
}

/** Reads the index of a pack; throws only for bytes that `writePack` did not make. */
export function readPack({ about, section }: PackSections): KnowledgePack {
  const top = `linux-${about.version}/`;
  const strings = readStringTable(section("strings"));
  const reader: VarintReader = { bytes: section("index"), at: 0 };
  const sources = readSources(reader, strings, top);
  const headers = readHeaders(reader, strings);
  const chunkOf = (name: "sources" | "headers", { start, length }: Chunk): unknown =>
    decode(section(name).subarray(start, start + length), strings);
  const files = new Map<string, KeptSource>();
  const source = (path: string): KeptSource | undefined => {
    const chunk = sources.chunks.get(path);
    // What stands in the chunk is what `writePack` put there: the file's checksum says so.
    const found = files.get(path) ?? (chunk && withTop(chunkOf("sources", chunk) as KeptSource, top));
    if (found) files.set(path, found);
    return found;
  };
  const functions = createForeignTree(sources.index, {
    facts: (path) => source(path)?.facts ?? emptyFacts(path),
    headersOf: (path) => source(path)?.headers ?? [],
  });
  // A file of the user's is near to none of the tree's: it can call what modules may call, whatever its path.
  const known = new Map<string, ForeignFunction | undefined>();
  const exported = (name: string): ForeignFunction | undefined => {
    if (!known.has(name)) {
      if (known.size >= maxKnownNames) known.clear();
      known.set(name, functions.find("\0/\0/\0/", name));
    }
    return known.get(name);
  };
  let entries: ReadonlyMap<string, readonly ForeignEntry[]> | undefined;
  const entriesOf = (name: string): readonly ForeignEntry[] => {
    // What stands in the section is what `writePack` put there.
    entries ??= byName(decode(section("entries"), strings) as readonly NamedEntry[], top);
    return entries.get(name) ?? [];
  };
  const headerPaths = new Set(headers.paths);
  const names: HeaderNames = {
    configArch: about.configArch,
    has: (path) => headerPaths.has(path),
    headersWith: (name) => headers.idsOf(strings.idOf(name)),
    header: (id) => {
      const header = chunkOf("headers", headers.chunks[id] ?? { start: 0, length: 0 }) as PackedHeader;
      return { ...header, facts: { ...header.facts, path: top + header.facts.path } };
    },
  };
  return {
    about,
    top,
    tree: {
      ...functions,
      textlessTop: top,
      entriesOf,
      find: (path, name) => (path.startsWith(top) ? functions.find(path, name) : exported(name)),
      kernelHeaders: createPackHeaders(names, createIncludeGraph(headers.paths, headers.includes)),
    },
  };
}

function byName(all: readonly NamedEntry[], top: string): ReadonlyMap<string, readonly ForeignEntry[]> {
  const found = new Map<string, ForeignEntry[]>();
  const placed = (place: Place): Place => ({ ...place, file: top + place.file });
  for (const { name, entry } of all) {
    const held = entry.held.map((item) => ({ ...item, place: placed(item.place) }));
    const list = found.get(name) ?? [];
    found.set(name, list);
    list.push({ ...entry, held, place: placed(entry.place) });
  }
  return found;
}

interface Chunk {
  readonly start: number;
  readonly length: number;
}

function withTop({ facts, headers }: KeptSource, top: string): KeptSource {
  const moved = (file: FileFacts): FileFacts => ({ ...file, path: top + file.path });
  return { facts: moved(facts), headers: headers.map(moved) };
}

function readSources(
  reader: VarintReader,
  strings: StringTable,
  top: string,
): { readonly index: TreeIndex; readonly chunks: ReadonlyMap<string, Chunk> } {
  const paths: string[] = [];
  const chunks = new Map<string, Chunk>();
  let start = 0;
  for (let left = readVarint(reader); left > 0; left--) {
    const path = top + strings.textOf(readVarint(reader));
    const length = readVarint(reader);
    paths.push(path);
    chunks.set(path, { start, length });
    start += length;
  }
  const size = readVarint(reader);
  const names: string[] = [];
  const fileIds = new Int32Array(size);
  const flags = new Uint8Array(size);
  let id = 0;
  for (let at = 0; at < size; at++) {
    id += readVarint(reader);
    names.push(strings.textOf(id));
    fileIds[at] = readVarint(reader);
    flags[at] = readVarint(reader);
  }
  // No context is followed from one function of a pack into another: what it comes to is said of each.
  const index = { paths, names, fileIds, flags, callsAway: new Uint8Array(size), summaries: new Map() };
  return { index, chunks };
}

interface ReadHeaders {
  readonly paths: readonly string[];
  readonly chunks: readonly Chunk[];
  /** As written, for each header. */
  readonly includes: (id: number) => readonly string[];
  idsOf(nameId: number | undefined): readonly number[];
}

function readHeaders(reader: VarintReader, strings: StringTable): ReadHeaders {
  const paths: string[] = [];
  const chunks: Chunk[] = [];
  const includeIds: (readonly number[])[] = [];
  let start = 0;
  for (let left = readVarint(reader); left > 0; left--) {
    paths.push(strings.textOf(readVarint(reader)));
    const length = readVarint(reader);
    chunks.push({ start, length });
    start += length;
    const ids: number[] = [];
    for (let more = readVarint(reader); more > 0; more--) ids.push(readVarint(reader));
    includeIds.push(ids);
  }
  const size = readVarint(reader);
  const nameIds = new Uint32Array(size);
  const headerIds = new Uint16Array(size);
  let id = 0;
  for (let at = 0; at < size; at++) {
    id += readVarint(reader);
    nameIds[at] = id;
    headerIds[at] = readVarint(reader);
  }
  return {
    paths,
    chunks,
    includes: (header) => (includeIds[header] ?? []).map((include) => strings.textOf(include)),
    idsOf(nameId) {
      if (nameId === undefined) return [];
      const ids: number[] = [];
      for (let at = firstAtLeast(nameIds, nameId); nameIds[at] === nameId; at++) ids.push(headerIds[at] ?? 0);
      return ids;
    },
  };
}

function firstAtLeast(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
