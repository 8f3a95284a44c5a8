// A pack as a file: a head that says what it is, a checksum over the rest, and sections that are compressed one by one,
// so that a reader unpacks what it is asked for. Whatever is wrong with a file is said in a word; it is never read on.

import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { codecVersion } from "../codec.js";
import { readVarint, type VarintReader, VarintWriter } from "./varint.js";

/** Changes whenever the bytes mean something else. */
const formatVersion = 2;

const magic = "KMEMPACK";

/** What a pack was made of. */
export interface PackAbout {
  /** The release that its facts were read with: `6.1`. */
  readonly release: string;
  /** The tree's own version: `6.1.192`. */
  readonly version: string;
  /** The architecture of the configuration that its structs were read with; absent where there was none. */
  readonly configArch?: string;
}

export type SectionName = "strings" | "index" | "sources" | "headers" | "entries";

export interface PackSections {
  readonly about: PackAbout;
  section(name: SectionName): Uint8Array;
}

export type OpenedFile =
  | { readonly kind: "opened"; readonly sections: PackSections }
  /** `reason` goes after "FILE: ". */
  | { readonly kind: "refused"; readonly reason: string };

/** The bytes of a pack. The same content gives the same bytes. */
export function writeContainer(
  about: PackAbout,
  sections: Readonly<Record<SectionName, Uint8Array>>,
): Uint8Array {
  const packed = Object.entries(sections).map(([name, raw]) => ({ name, raw, bytes: compress(raw) }));
  const head = {
    about,
    codec: codecVersion,
    sections: packed.map(({ name, raw, bytes }) => ({ name, rawBytes: raw.length, bytes: bytes.length })),
  };
  const writer = new VarintWriter();
  const headBytes = new TextEncoder().encode(JSON.stringify(head));
  writer.write(headBytes.length);
  writer.writeBytes(headBytes);
  for (const { bytes } of packed) writer.writeBytes(bytes);
  const body = writer.bytes();
  const start = new TextEncoder().encode(`${magic}${String.fromCharCode(formatVersion)}`);
  return Buffer.concat([start, sumOf(body), body]);
}

function sumOf(body: Uint8Array): Uint8Array {
  return createHash("sha256").update(body).digest();
}

function compress(raw: Uint8Array): Uint8Array {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  };
  return brotliCompressSync(raw, { params });
}

const sumStart = magic.length + 1;
const bodyStart = sumStart + 32;

/** Opens a file's bytes; sections are unpacked when they are first asked for. */
export function openContainer(file: Uint8Array): OpenedFile {
  if (new TextDecoder().decode(file.subarray(0, magic.length)) !== magic)
    return refused("is no knowledge pack");
  if (file[magic.length] !== formatVersion)
    return refused("was made by another version of kmem-lens; make it again with 'kmem-lens index'");
  const body = file.subarray(bodyStart);
  if (!Buffer.from(sumOf(body)).equals(file.subarray(sumStart, bodyStart)))
    return refused("is damaged: its checksum is wrong; make it again with 'kmem-lens index'");
  try {
    return { kind: "opened", sections: readSections(body) };
  } catch {
    // The checksum is right, so this is what another program wrote.
    return refused("is damaged: its head cannot be read; make it again with 'kmem-lens index'");
  }
}

function refused(reason: string): OpenedFile {
  return { kind: "refused", reason };
}

interface Head {
  readonly about: PackAbout;
  readonly codec: number;
  readonly sections: readonly { readonly name: string; readonly rawBytes: number; readonly bytes: number }[];
}

function readSections(body: Uint8Array): PackSections {
  const reader: VarintReader = { bytes: body, at: 0 };
  const length = readVarint(reader);
  // What `writeContainer` wrote: the checksum says so.
  const head = JSON.parse(new TextDecoder().decode(body.subarray(reader.at, reader.at + length))) as Head;
  if (head.codec !== codecVersion) throw new Error("other facts");
  const places = new Map<string, Uint8Array>();
  let at = reader.at + length;
  for (const { name, bytes } of head.sections) {
    places.set(name, body.subarray(at, at + bytes));
    at += bytes;
  }
  const unpacked = new Map<string, Uint8Array>();
  return {
    about: head.about,
    section(name) {
      const known = unpacked.get(name);
      if (known) return known;
      const made = brotliDecompressSync(places.get(name) ?? new Uint8Array(0));
      unpacked.set(name, made);
      return made;
    },
  };
}
