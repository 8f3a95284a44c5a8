// The main arena of a simulated process: its tunable figures, chunk headers, doubly linked bins and the per-thread
// cache, as malloc, free and realloc share them. Chunks live in the process memory as words, just as in the C library,
// so a stale pointer finds what a real one would. Source: glibc 2.36 malloc/malloc.c (malloc_state, malloc_par).

import type { LibcRelease } from "../kernel-model/libc.js";
import type { Address } from "./address.js";
import {
  fastbinLimit,
  type HeapGeometry,
  isSmall,
  nrBins,
  nrFastbins,
  unsortedBin,
} from "./malloc-geometry.js";
import type { ProcessMemory } from "./malloc-memory.js";

/** Where a request was served from, for those who watch. */
export type ChunkOrigin =
  | "tcache"
  | "fastbin"
  | "smallbin"
  | "unsorted"
  | "last-remainder"
  | "largebin"
  | "larger-bin"
  | "top"
  | "brk"
  | "mmap";

/** Figures that mallopt(), tunables and the dynamic threshold change (struct malloc_par). Bytes unless named otherwise. */
export interface HeapTuning {
  trimThresholdBytes: number;
  topPadBytes: number;
  mmapThresholdBytes: number;
  maxMmaps: number;
  /** Whether the thresholds still follow the sizes of freed mappings. */
  isDynamic: boolean;
  /** Chunk size up to which frees go to fastbins. */
  maxFastChunkBytes: number;
  /** M_PERTURB: whether memory is filled at malloc and free. */
  perturbByte: number;
  tcacheCount: number;
  tcacheBins: number;
  /** Unsorted chunks looked at while the tcache is being filled; 0: no limit. */
  tcacheUnsortedLimit: number;
}

/** The per-thread cache: its control block is a chunk of the heap. */
export interface Tcache {
  readonly controlAddress: Address;
  readonly counts: number[];
  /** User memory of the newest chunk of each bin, 0 when empty; each chunk names the next. */
  readonly heads: Address[];
}

/** Everything the allocator remembers. Only the malloc-* files touch it. */
export interface Arena {
  readonly libc: LibcRelease;
  readonly geometry: HeapGeometry;
  readonly memory: ProcessMemory;
  readonly tuning: HeapTuning;
  /** Address of the list heads: in the library's data, above all mappings. */
  readonly binBase: Address;
  /** First chunk of each fastbin, 0 when empty. */
  readonly fastbins: Address[];
  /** Bins that may hold chunks; cleared only when found empty. */
  readonly mayHold: Uint8Array;
  top: Address;
  lastRemainder: Address;
  mayHaveFastChunks: boolean;
  isContiguous: boolean;
  systemBytes: number;
  maxSystemBytes: number;
  /** First byte that sbrk handed out; 0 before. */
  sbrkBase: Address;
  /** First chunk of every stretch of memory that the arena owns. */
  readonly segments: Address[];
  nrMmaps: number;
  maxNrMmaps: number;
  mmappedBytes: number;
  maxMmappedBytes: number;
  tcache: Tcache | undefined;
  /** Where the last request came from. */
  origin: ChunkOrigin;
}

/** Ends the simulated process: abort() with the library's message, or a segmentation fault. */
export class ProcessEnd {
  readonly message: string;
  readonly address: Address;
  constructor(message: string, address: Address) {
    this.message = message;
    this.address = address;
  }
}

const defaultThresholdBytes = 128 * 1024;

export function createArena(
  libc: LibcRelease,
  geometry: HeapGeometry,
  memory: ProcessMemory,
  binBase: Address,
): Arena {
  const arena: Arena = {
    libc,
    geometry,
    memory,
    tuning: {
      trimThresholdBytes: defaultThresholdBytes,
      topPadBytes: defaultThresholdBytes,
      mmapThresholdBytes: defaultThresholdBytes,
      maxMmaps: 65536,
      isDynamic: libc.hasDynamicThreshold,
      maxFastChunkBytes: fastbinLimit(geometry, libc.fastbinWords * geometry.wordBytes),
      perturbByte: 0,
      tcacheCount: libc.tcache?.nrChunksPerBin ?? 0,
      tcacheBins: libc.tcache?.nrBins ?? 0,
      tcacheUnsortedLimit: 0,
    },
    binBase,
    fastbins: Array.from({ length: nrFastbins(geometry) }, () => 0),
    mayHold: new Uint8Array(nrBins),
    top: 0,
    lastRemainder: 0,
    mayHaveFastChunks: false,
    isContiguous: true,
    systemBytes: 0,
    maxSystemBytes: 0,
    sbrkBase: 0,
    segments: [],
    nrMmaps: 0,
    maxNrMmaps: 0,
    mmappedBytes: 0,
    maxMmappedBytes: 0,
    tcache: undefined,
    origin: "top",
  };
  for (let index = unsortedBin; index < nrBins; index++) {
    setFd(arena, binAt(arena, index), binAt(arena, index));
    setBk(arena, binAt(arena, index), binAt(arena, index));
  }
  arena.top = binAt(arena, unsortedBin);
  return arena;
}

/** malloc_printerr(): the library prints `message` and aborts. */
export function abortProcess(message: string, address: Address): never {
  throw new ProcessEnd(message, address);
}

// Chunk headers. Bit 0 of the size: the chunk below is in use; bit 1: the chunk is a mapping of its own.

const sizeFlags = 7;

export function sizeField(arena: Arena, chunk: Address): number {
  return arena.memory.read(chunk + arena.geometry.wordBytes);
}

export function setSizeField(arena: Arena, chunk: Address, value: number): void {
  arena.memory.write(chunk + arena.geometry.wordBytes, value);
}

/** chunksize(): bytes of a chunk, header included. */
export function chunkSize(arena: Arena, chunk: Address): number {
  const field = sizeField(arena, chunk);
  return field - (field & sizeFlags);
}

/** set_head() of a chunk whose lower neighbour is in use. */
export function setHead(arena: Arena, chunk: Address, bytes: number): void {
  setSizeField(arena, chunk, bytes + 1);
}

/** set_head_size(): a new size, the flag of the lower neighbour as it was. */
export function setHeadKeepingFlags(arena: Arena, chunk: Address, bytes: number): void {
  setSizeField(arena, chunk, bytes + (sizeField(arena, chunk) & 1));
}

export function isPrevInUse(arena: Arena, chunk: Address): boolean {
  return (arena.memory.readFlags(chunk + arena.geometry.wordBytes) & 1) === 1;
}

export function isMmapped(arena: Arena, chunk: Address): boolean {
  return (arena.memory.readFlags(chunk + arena.geometry.wordBytes) & 2) === 2;
}

/**
 * arena_for_chunk(): bit 2 of the size says that another arena owns the chunk, whose address stands at the start of a
 * heap of its own. No chunk of ours has that bit, so following it is what a wild pointer does.
 */
export function followArena(arena: Arena, chunk: Address): void {
  if ((arena.memory.readFlags(chunk + arena.geometry.wordBytes) & 4) === 0) return;
  const heapBytes = 2 * arena.geometry.maxMmapThresholdBytes;
  abortProcess("Segmentation fault", chunk - (chunk % heapBytes));
}

/** inuse(): whether the chunk that starts here, of `bytes`, is in use: its upper neighbour knows. */
export function isInUse(arena: Arena, chunk: Address, bytes: number): boolean {
  return isPrevInUse(arena, chunk + bytes);
}

export function markInUse(arena: Arena, chunk: Address, bytes: number): void {
  const above = chunk + bytes;
  const field = sizeField(arena, above);
  setSizeField(arena, above, field - (field & 1) + 1);
}

export function markFree(arena: Arena, chunk: Address, bytes: number): void {
  const above = chunk + bytes;
  const field = sizeField(arena, above);
  setSizeField(arena, above, field - (field & 1));
}

/** prev_size: size of the free chunk below; for mappings the bytes before the chunk. */
export function prevSize(arena: Arena, chunk: Address): number {
  return arena.memory.read(chunk);
}

/** set_foot(): repeats the size of a free chunk at its end. */
export function setFoot(arena: Arena, chunk: Address, bytes: number): void {
  arena.memory.write(chunk + bytes, bytes);
}

export function toMemory(arena: Arena, chunk: Address): Address {
  return chunk + arena.geometry.headerBytes;
}

export function toChunk(arena: Arena, memory: Address): Address {
  return memory - arena.geometry.headerBytes;
}

/** misaligned_chunk(). */
export function isMisaligned(arena: Arena, chunk: Address): boolean {
  return toMemory(arena, chunk) % arena.geometry.alignBytes !== 0;
}

/** Whether a chunk of this size would reach beyond the address space; the library's test holds for size 0 as well. */
export function wrapsAround(arena: Arena, chunk: Address, bytes: number): boolean {
  return bytes === 0 || chunk > 2 ** (8 * arena.geometry.wordBytes) - bytes;
}

// Links of free chunks.

export function fd(arena: Arena, chunk: Address): Address {
  return arena.memory.read(chunk + arena.geometry.headerBytes);
}

export function setFd(arena: Arena, chunk: Address, value: Address): void {
  arena.memory.write(chunk + arena.geometry.headerBytes, value);
}

export function bk(arena: Arena, chunk: Address): Address {
  return arena.memory.read(chunk + arena.geometry.headerBytes + arena.geometry.wordBytes);
}

export function setBk(arena: Arena, chunk: Address, value: Address): void {
  arena.memory.write(chunk + arena.geometry.headerBytes + arena.geometry.wordBytes, value);
}

/** Next smaller size in a large bin; 0 for all but the first chunk of a size. */
export function fdNextSize(arena: Arena, chunk: Address): Address {
  return arena.memory.read(chunk + 2 * arena.geometry.headerBytes);
}

export function setFdNextSize(arena: Arena, chunk: Address, value: Address): void {
  arena.memory.write(chunk + 2 * arena.geometry.headerBytes, value);
}

export function bkNextSize(arena: Arena, chunk: Address): Address {
  return arena.memory.read(chunk + 2 * arena.geometry.headerBytes + arena.geometry.wordBytes);
}

export function setBkNextSize(arena: Arena, chunk: Address, value: Address): void {
  arena.memory.write(chunk + 2 * arena.geometry.headerBytes + arena.geometry.wordBytes, value);
}

/** Head of a bin as a pseudo-chunk, whose links stand where a chunk has them. */
export function binAt(arena: Arena, index: number): Address {
  return arena.binBase + (index - 1) * 2 * arena.geometry.wordBytes;
}

/** Puts a chunk between two neighbours of a list. */
export function linkBetween(arena: Arena, chunk: Address, below: Address, above: Address): void {
  setFd(arena, chunk, above);
  setBk(arena, chunk, below);
  setFd(arena, below, chunk);
  setBk(arena, above, chunk);
}

/** Puts a free chunk at the head of the unsorted list. `message`: what is said if the list is broken. */
export function insertUnsorted(arena: Arena, chunk: Address, bytes: number, message: string): void {
  const head = binAt(arena, unsortedBin);
  const first = fd(arena, head);
  if (bk(arena, first) !== head) abortProcess(message, chunk);
  linkBetween(arena, chunk, head, first);
  clearNextSizes(arena, chunk, bytes);
}

/** A large chunk outside of its bin has no place in the list of sizes. */
export function clearNextSizes(arena: Arena, chunk: Address, bytes: number): void {
  if (isSmall(arena.geometry, bytes)) return;
  setFdNextSize(arena, chunk, 0);
  setBkNextSize(arena, chunk, 0);
}

/** unlink_chunk(): takes a free chunk off whatever doubly linked list it is on. */
export function unlinkChunk(arena: Arena, chunk: Address): void {
  const bytes = chunkSize(arena, chunk);
  if (bytes !== prevSize(arena, chunk + bytes)) abortProcess("corrupted size vs. prev_size", chunk);
  const above = fd(arena, chunk);
  const below = bk(arena, chunk);
  if (bk(arena, above) !== chunk || fd(arena, below) !== chunk) {
    abortProcess("corrupted double-linked list", chunk);
  }
  setBk(arena, above, below);
  setFd(arena, below, above);
  if (!isSmall(arena.geometry, bytes) && fdNextSize(arena, chunk) !== 0) unlinkSize(arena, chunk, above);
}

/** The first chunk of a size leaves its large bin: the next one of that size takes its place in the list of sizes. */
function unlinkSize(arena: Arena, chunk: Address, above: Address): void {
  const smaller = fdNextSize(arena, chunk);
  const larger = bkNextSize(arena, chunk);
  if (bkNextSize(arena, smaller) !== chunk || fdNextSize(arena, larger) !== chunk) {
    abortProcess("corrupted double-linked list (not small)", chunk);
  }
  if (fdNextSize(arena, above) !== 0) {
    setBkNextSize(arena, smaller, larger);
    setFdNextSize(arena, larger, smaller);
    return;
  }
  const isOnlySize = smaller === chunk;
  setFdNextSize(arena, above, isOnlySize ? above : smaller);
  setBkNextSize(arena, above, isOnlySize ? above : larger);
  if (isOnlySize) return;
  setBkNextSize(arena, smaller, above);
  setFdNextSize(arena, larger, above);
}
