// What was learned of a tree → the sections of a pack. Every file is a chunk of its own, so that a reader decodes only
// those that it comes to; an index says where each name stands.

import type { FileFacts } from "../../analysis/facts.js";
import { encode } from "../codec.js";
import type { NamedEntry } from "../foreign-entries.js";
import type { TreeIndex } from "../tree-index.js";
import { type PackAbout, type SectionName, writeContainer } from "./container.js";
import type { PackedNumbers } from "./header-types.js";
import type { KeptSource } from "./keep-telling.js";
import { writeStringTable } from "./string-table.js";
import { VarintWriter } from "./varint.js";

/** A header as a pack keeps it. */
export interface PackedHeader {
  /** Its macros that are numbers are left out. */
  readonly facts: FileFacts;
  readonly numbers: PackedNumbers;
  /** Of its types and macros, those that are otherwise on another architecture than that of the configuration. */
  readonly machineNames: readonly string[];
}

export interface PackContent {
  readonly about: PackAbout;
  readonly index: TreeIndex;
  /** The files of the index. */
  readonly sources: readonly KeptSource[];
  readonly headers: readonly PackedHeader[];
  /** The contexts in which the tree's files call functions that modules may bring. */
  readonly entries: readonly NamedEntry[];
}

/** The bytes of a pack. */
export function writePack(content: PackContent): Uint8Array {
  const met = new Set<string>();
  writeSections(content, (text) => {
    met.add(text);
    return 0;
  });
  const texts = [...met].sort();
  const ids = new Map(texts.map((text, id) => [text, id]));
  const sections = writeSections(content, (text) => ids.get(text) ?? 0);
  return writeContainer(content.about, { strings: writeStringTable(texts), ...sections });
}

type IdOf = (text: string) => number;

function writeSections(
  { index, sources, headers, entries }: PackContent,
  idOf: IdOf,
): Record<Exclude<SectionName, "strings">, Uint8Array> {
  const sourceChunks = sources.map((source) => encode(source, { idOf }));
  const headerChunks = headers.map((header) => encode(header, { idOf }));
  const writer = new VarintWriter();
  writeFunctions(writer, { index, sources, chunks: sourceChunks, idOf });
  writeHeaders(writer, { headers, chunks: headerChunks, idOf });
  return {
    index: writer.bytes(),
    sources: joined(sourceChunks),
    headers: joined(headerChunks),
    entries: encode(entries, { idOf }),
  };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(chunks);
}

interface FunctionPart {
  readonly index: TreeIndex;
  readonly sources: readonly KeptSource[];
  readonly chunks: readonly Uint8Array[];
  readonly idOf: IdOf;
}

/** The files in the order of their chunks; then the functions by name, each with its file and what is known of it. */
function writeFunctions(writer: VarintWriter, { index, sources, chunks, idOf }: FunctionPart): void {
  const places = new Map(sources.map(({ facts }, place) => [facts.path, place]));
  writer.write(sources.length);
  for (const [place, { facts }] of sources.entries()) {
    writer.write(idOf(facts.path));
    writer.write(chunks[place]?.length ?? 0);
  }
  const rows = index.names.map((name, at) => ({
    id: idOf(name),
    file: places.get(index.paths[index.fileIds[at] ?? 0] ?? "") ?? 0,
    flags: index.flags[at] ?? 0,
  }));
  writer.write(rows.length);
  let last = 0;
  for (const { id, file, flags } of rows.sort((a, b) => a.id - b.id || a.file - b.file)) {
    writer.write(id - last);
    writer.write(file);
    writer.write(flags);
    last = id;
  }
}

interface HeaderPart {
  readonly headers: readonly PackedHeader[];
  readonly chunks: readonly Uint8Array[];
  readonly idOf: IdOf;
}

/** The headers with what they include; then every name that they say something of, with the header. */
function writeHeaders(writer: VarintWriter, { headers, chunks, idOf }: HeaderPart): void {
  writer.write(headers.length);
  for (const [place, { facts }] of headers.entries()) {
    writer.write(idOf(facts.path));
    writer.write(chunks[place]?.length ?? 0);
    writer.write(facts.includes.length);
    for (const include of facts.includes) writer.write(idOf(include));
  }
  const rows = headers.flatMap((header, place) =>
    [...namesIn(header)].map((name) => ({ id: idOf(name), header: place })),
  );
  writer.write(rows.length);
  let last = 0;
  for (const { id, header } of rows.sort((a, b) => a.id - b.id || a.header - b.header)) {
    writer.write(id - last);
    writer.write(header);
    last = id;
  }
}

function namesIn({ facts, numbers }: PackedHeader): ReadonlySet<string> {
  const { types } = facts;
  const records = [
    types.structs,
    types.enums,
    types.enumConstants,
    types.typedefs,
    types.macros,
    types.variables,
    types.functions,
  ];
  return new Set([
    ...facts.functions.map(({ name }) => name),
    ...records.flatMap((record) => Object.keys(record)),
    ...Object.values(numbers).flatMap(({ names }) => names),
  ]);
}
