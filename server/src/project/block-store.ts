// Entries by key in a folder of the user's disk, few files for many of them. Each run writes a file of its own, so that
// runs never wait for one another; what was written last counts. Whoever reads an entry has to find out whether it still
// holds. Nothing here fails: what cannot be read is not there, and after the first write that fails no more is written.

import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type BlockKey, findBlocks, packBlock, payloadOf, type StoredBlock } from "./block-format.js";
import { decode, encode } from "./codec.js";

/** Entries that are written together: what they have in common is written once. */
export interface BlockContent<Entry> {
  readonly entries: readonly Entry[];
}

/** An entry within its block. */
export interface FoundEntry<Content> {
  readonly content: Content;
  /** Its place among the block's entries. */
  readonly place: number;
}

export interface BlockStoreOptions<Content> {
  /** Of this store alone; made when something is first written. */
  readonly folder: string;
  /** Above this the oldest blocks are let go. */
  readonly maxBytes: number;
  /** The content with those of its entries that are at `places`. */
  readonly pick: (content: Content, places: readonly number[]) => Content;
}

export interface BlockStore<Content> {
  find(key: BlockKey): FoundEntry<Content> | undefined;
  /** Writes at once: what is written stays, however the process ends. `keys` are those of the content's entries. */
  add(keys: readonly BlockKey[], content: Content): void;
  /** Ends writing. */
  close(): void;
  /** After the end, where this run wrote something and it is worth it: fewer files, without what is superseded. */
  tidy(): void;
}

/** So many files are read at the start of a run without being felt; each run adds one. */
const maxFiles = 8;
/** What is dead costs reading time and room only; to copy the rest costs writing it. */
const maxDeadShare = 0.5;
/** A file that somebody may still be writing to has this ending; a run that was killed leaves it. */
const openEnding = ".open";
const closedEnding = ".blocks";
/** What a tidied store is written to first. */
const partEnding = ".part";
/** No run takes so long: what has not been written to for this time is left by one that was killed. */
const abandonedAfterMs = 24 * 3600 * 1000;

/** A block and, once asked for, what is in it. */
interface Held<Content> extends StoredBlock {
  readonly file: string;
  /** `undefined`: damaged. Absent: not looked at yet. */
  opened?: { readonly content: Content | undefined };
}

interface Place<Content> {
  readonly block: Held<Content>;
  readonly place: number;
}

/** Opens the store in `folder`; without a folder it is empty. */
export function openBlockStore<Content extends BlockContent<unknown>>(
  options: BlockStoreOptions<Content>,
): BlockStore<Content> {
  const { folder } = options;
  const blocks = readStore<Content>(folder);
  const byKey = new Map<BlockKey, Place<Content>>();
  const enter = (block: Held<Content>): void => {
    for (const [place, key] of block.keys.entries()) byKey.set(key, { block, place });
  };
  blocks.forEach(enter);
  const writer = createWriter(folder);
  return {
    find(key) {
      const found = byKey.get(key);
      const content = found && contentOf(found.block);
      return found && content !== undefined ? { content, place: found.place } : undefined;
    },
    add(keys, content) {
      const bytes = packBlock(keys, encode(content));
      if (!writer.write(bytes)) return;
      // Not kept opened: a run seldom asks for what it has just written.
      const block: Held<Content> = { keys, bytes, file: writer.file };
      blocks.push(block);
      enter(block);
    },
    close: writer.close,
    tidy() {
      if (writer.hasWritten() && needsTidying(blocks, byKey, options.maxBytes)) tidy(blocks, byKey, options);
    },
  };
}

function contentOf<Content>(block: Held<Content>): Content | undefined {
  block.opened ??= { content: decodeBlock<Content>(block) };
  return block.opened.content;
}

function decodeBlock<Content>(block: StoredBlock): Content | undefined {
  const payload = payloadOf(block);
  try {
    // The checksum says that these are the bytes that a store of the same kind and version wrote.
    return payload && (decode(payload) as Content | undefined);
  } catch {
    // A checksum that is right by chance: as any other damage.
    return undefined;
  }
}

/** The blocks of all files, those that were written last at the end. */
function readStore<Content>(folder: string): Held<Content>[] {
  return filesOf(folder).flatMap((file) => {
    try {
      return findBlocks(readFileSync(join(folder, file))).map((block) => ({ ...block, file }));
    } catch {
      // Taken away by another run since the folder was read, or not ours to read.
      return [];
    }
  });
}

/** The names begin with the time, all equally long. */
function filesOf(folder: string): string[] {
  try {
    const names = readdirSync(folder);
    return names.filter((name) => name.endsWith(closedEnding) || name.endsWith(openEnding)).sort();
  } catch {
    // No such folder yet, or not ours to read.
    return [];
  }
}

function freshName(): string {
  const random = Math.floor(Math.random() * 2 ** 32).toString(36);
  return `${Date.now().toString().padStart(15, "0")}-${process.pid}-${random}`;
}

interface Writer {
  /** Name of the file that is written. */
  readonly file: string;
  /** Whether the bytes are written. */
  write(bytes: Uint8Array): boolean;
  hasWritten(): boolean;
  close(): void;
}

function createWriter(folder: string): Writer {
  const name = freshName();
  const openPath = join(folder, name + openEnding);
  let descriptor: number | undefined;
  let writtenBytes = 0;
  let isBroken = false;
  const close = (): void => {
    if (descriptor === undefined) return;
    try {
      closeSync(descriptor);
      if (writtenBytes === 0) rmSync(openPath, { force: true });
      else renameSync(openPath, join(folder, name + closedEnding));
    } catch {
      // Then it stays as it is: it is read all the same.
    }
    descriptor = undefined;
  };
  return {
    file: name + closedEnding,
    hasWritten: () => writtenBytes > 0 && !isBroken,
    write(bytes) {
      if (isBroken) return false;
      try {
        if (descriptor === undefined) {
          mkdirSync(folder, { recursive: true, mode: 0o700 });
          descriptor = openSync(openPath, "wx", 0o600);
        }
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
        writtenBytes += bytes.length;
        return true;
      } catch {
        // A full disk, a folder that may not be written to: the run goes on without.
        isBroken = true;
        cutBack(descriptor, writtenBytes);
        close();
        return false;
      }
    },
    close,
  };
}

/** Gives back the room of a block that was written in part. */
function cutBack(descriptor: number | undefined, lengthBytes: number): void {
  if (descriptor === undefined) return;
  try {
    ftruncateSync(descriptor, lengthBytes);
  } catch {
    // Half a block at the end is passed over by every reader.
  }
}

type KeyTable<Content> = ReadonlyMap<BlockKey, Place<Content>>;

function livePlaces<Content>(block: Held<Content>, byKey: KeyTable<Content>): number[] {
  return block.keys.flatMap((key, place) => {
    const found = byKey.get(key);
    return found?.block === block && found.place === place ? [place] : [];
  });
}

function needsTidying<Content>(
  blocks: readonly Held<Content>[],
  byKey: KeyTable<Content>,
  maxBytes: number,
): boolean {
  const nrFiles = new Set(blocks.map(({ file }) => file)).size;
  const nrKeys = blocks.reduce((sum, { keys }) => sum + keys.length, 0);
  const sizeBytes = blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return nrFiles > maxFiles || byKey.size < nrKeys * (1 - maxDeadShare) || sizeBytes > maxBytes;
}

/** Writes what is alive to one new file, and takes away those that it was in. */
function tidy<Content>(
  blocks: readonly Held<Content>[],
  byKey: KeyTable<Content>,
  { folder, maxBytes, pick }: BlockStoreOptions<Content>,
): void {
  const done = new Set(blocks.map(({ file }) => file).filter((file) => isDone(folder, file)));
  const kept: Uint8Array[] = [];
  let sizeBytes = 0;
  // From the newest back, so that the oldest are those for which there is no room.
  for (const block of blocks.toReversed()) {
    if (!done.has(block.file)) continue;
    const bytes = livePart(block, livePlaces(block, byKey), pick);
    if (!bytes || sizeBytes + bytes.length > maxBytes) continue;
    sizeBytes += bytes.length;
    kept.push(bytes);
  }
  const name = freshName();
  const temporary = join(folder, name + partEnding);
  try {
    removeAbandonedParts(folder);
    writeFileSync(temporary, Buffer.concat(kept.reverse()), { flag: "wx", mode: 0o600 });
    renameSync(temporary, join(folder, name + closedEnding));
    for (const file of done) rmSync(join(folder, file), { force: true });
  } catch {
    // No room for both, or not ours to change: the folder is read as it is. What is left of the part goes next time.
    discard(temporary);
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Not ours to remove.
  }
}

/** Those of runs that were killed while they tidied. */
function removeAbandonedParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.endsWith(partEnding) && isAbandoned(join(folder, name))) discard(join(folder, name));
  }
}

/** Whether nobody writes to the file any more. */
function isDone(folder: string, file: string): boolean {
  return file.endsWith(closedEnding) || isAbandoned(join(folder, file));
}

function isAbandoned(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs > abandonedAfterMs;
}

/** A block with few dead entries is copied as it is. */
function livePart<Content>(
  block: Held<Content>,
  live: readonly number[],
  pick: BlockStoreOptions<Content>["pick"],
): Uint8Array | undefined {
  if (live.length === 0) return undefined;
  if (live.length >= block.keys.length * (1 - maxDeadShare)) return block.bytes;
  const content = contentOf(block);
  if (content === undefined) return undefined;
  const keys = live.flatMap((place) => block.keys[place] ?? []);
  return packBlock(keys, encode(pick(content, live)));
}
