// What can be said of a heap from outside: mallinfo2(), a map of its chunks for a picture, and whether its lists and
// headers agree. Source: glibc 2.36 malloc/malloc.c, int_mallinfo(), do_check_malloc_state().

import type { Address } from "./address.js";
import {
  type Arena,
  abortProcess,
  binAt,
  bk,
  chunkSize,
  fd,
  fdNextSize,
  isInUse,
  isPrevInUse,
  prevSize,
  toChunk,
  toMemory,
} from "./malloc-arena.js";
import {
  binIndexOf,
  fastbinIndexOf,
  isSmall,
  nrBins,
  tcacheIndexOf,
  unsortedBin,
} from "./malloc-geometry.js";
import type { HeapMapping } from "./malloc-memory.js";
import { readListPointer, tcacheChunks } from "./malloc-tcache.js";

/** The fields of mallinfo2(), under the library's own names. Bytes, but for the counts ordblks, smblks, hblks. */
export interface MallocInfo {
  readonly arena: number;
  readonly ordblks: number;
  readonly smblks: number;
  readonly hblks: number;
  readonly hblkhd: number;
  readonly usmblks: number;
  readonly fsmblks: number;
  readonly uordblks: number;
  readonly fordblks: number;
  readonly keepcost: number;
}

export type ChunkUse = "in-use" | "tcache" | "fastbin" | "free" | "top" | "tcache-control" | "fence";

/** One chunk of the heap, header included. */
export interface ChunkState {
  readonly address: Address;
  readonly bytes: number;
  readonly use: ChunkUse;
}

/** A heap at one moment. Bytes are bytes, pages are pages of the machine. */
export interface HeapState {
  readonly brkStart: Address;
  /** How far the break was moved up: heap memory that the process has asked for. */
  readonly brkBytes: number;
  readonly mmaps: readonly HeapMapping[];
  readonly topBytes: number;
  /** uordblks and fordblks of mallinfo2(): chunks of the tcache count as in use. */
  readonly inUseBytes: number;
  readonly freeBytes: number;
  /** Pages that were written at least once; the others exist on paper only. */
  readonly residentPages: number;
  readonly zeroPages: number;
  readonly minorFaults: number;
  readonly mmapThresholdBytes: number;
  readonly trimThresholdBytes: number;
  readonly info: MallocInfo;
  readonly chunks: readonly ChunkState[];
}

export function mallocInfo(arena: Arena): MallocInfo {
  const top = chunkSize(arena, arena.top);
  const fast = sumOf(
    arena,
    arena.fastbins.flatMap((first) => fastChunks(arena, first)),
  );
  const binned = sumOf(arena, [...allBinned(arena)]);
  const free = top + fast.bytes + binned.bytes;
  return {
    arena: arena.systemBytes,
    ordblks: 1 + binned.count,
    smblks: fast.count,
    hblks: arena.nrMmaps,
    hblkhd: arena.mmappedBytes,
    usmblks: 0,
    fsmblks: fast.bytes,
    uordblks: arena.systemBytes - free,
    fordblks: free,
    keepcost: top,
  };
}

function sumOf(arena: Arena, chunks: readonly Address[]): { readonly count: number; readonly bytes: number } {
  return { count: chunks.length, bytes: chunks.reduce((sum, chunk) => sum + chunkSize(arena, chunk), 0) };
}

/** A list that the program has bent into a ring must not hang us: no heap of ours has this many free chunks. */
const maxListLength = 2_000_000;

function fastChunks(arena: Arena, first: Address): readonly Address[] {
  const chunks: Address[] = [];
  for (let chunk = first; chunk !== 0; chunk = readListPointer(arena, toMemory(arena, chunk))) {
    if (chunks.length >= maxListLength) abortProcess("endless loop in malloc", chunk);
    chunks.push(chunk);
  }
  return chunks;
}

/** User memory of the chunks in each tcache bin. */
function allCached(arena: Arena): readonly (readonly Address[])[] {
  return (arena.tcache?.heads ?? []).map((_, index) => tcacheChunks(arena, index, maxListLength));
}

function* allBinned(arena: Arena): Generator<Address> {
  for (let index = unsortedBin; index < nrBins; index++) {
    const head = binAt(arena, index);
    let nrSeen = 0;
    for (let chunk = bk(arena, head); chunk !== head; chunk = bk(arena, chunk)) {
      if (nrSeen++ >= maxListLength) abortProcess("endless loop in malloc", chunk);
      yield chunk;
    }
  }
}

/** The heap chunk by chunk, lowest first; mappings are not part of it. */
export function heapChunks(arena: Arena): readonly ChunkState[] {
  const cached = new Set(
    allCached(arena)
      .flat()
      .map((memory) => toChunk(arena, memory)),
  );
  const fast = new Set(arena.fastbins.flatMap((first) => fastChunks(arena, first)));
  const control = arena.tcache === undefined ? undefined : toChunk(arena, arena.tcache.controlAddress);
  const useOf = (chunk: Address, bytes: number): ChunkUse => {
    if (chunk === arena.top) return "top";
    if (chunk === control) return "tcache-control";
    if (cached.has(chunk)) return "tcache";
    if (fast.has(chunk)) return "fastbin";
    return isInUse(arena, chunk, bytes) ? "in-use" : "free";
  };
  const chunks: ChunkState[] = [];
  for (const start of arena.segments) {
    for (let chunk = start; ; ) {
      const bytes = chunkSize(arena, chunk);
      if (bytes === arena.geometry.headerBytes && chunk !== arena.top) {
        chunks.push({ address: chunk, bytes: 2 * bytes, use: "fence" });
        break;
      }
      if (bytes < arena.geometry.minChunkBytes) break;
      chunks.push({ address: chunk, bytes, use: useOf(chunk, bytes) });
      if (chunk === arena.top) break;
      chunk += bytes;
    }
  }
  return chunks;
}

/** Sentences about whatever headers, lists and sums disagree; empty for a sound heap. */
export function findHeapDefects(arena: Arena): readonly string[] {
  const chunks = heapChunks(arena);
  const total = chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  const defects = [...findListDefects(arena), ...findNeighbourDefects(arena, chunks)];
  if (
    arena.isContiguous &&
    arena.segments.length === 1 &&
    arena.geometry.wordBytes === 8 &&
    total !== arena.systemBytes
  ) {
    defects.push(`chunks hold ${total} bytes, the arena has ${arena.systemBytes}`);
  }
  const listed = new Set(allBinned(arena));
  for (const { address, use } of chunks) {
    if ((use === "free") !== listed.has(address))
      defects.push(`chunk ${address.toString(16)} is ${use}, bins disagree`);
  }
  return [...defects, ...findMapDefects(arena)];
}

function findMapDefects(arena: Arena): readonly string[] {
  const defects: string[] = [];
  const mappings = arena.memory.mappings();
  const mapped = mappings.reduce((sum, { bytes }) => sum + bytes, 0);
  if (arena.isContiguous && mapped !== arena.mmappedBytes)
    defects.push(`${mapped} bytes mapped, ${arena.mmappedBytes} counted`);
  if (arena.isContiguous && mappings.length < Math.min(arena.nrMmaps, 1))
    defects.push("mapped chunks without a mapping");
  allCached(arena).forEach((list, index) => {
    if (list.length !== arena.tcache?.counts[index])
      defects.push(`tcache bin ${index}: count is not its length`);
    for (const memory of list) {
      const bytes = chunkSize(arena, toChunk(arena, memory));
      if (tcacheIndexOf(arena.geometry, bytes) !== index)
        defects.push(`tcache bin ${index} holds ${bytes} bytes`);
    }
  });
  return defects;
}

function findNeighbourDefects(arena: Arena, chunks: readonly ChunkState[]): readonly string[] {
  const defects: string[] = [];
  chunks.forEach(({ address, bytes, use }, index) => {
    const above = chunks[index + 1];
    const at = address.toString(16);
    if (bytes % arena.geometry.alignBytes !== 0 && use !== "top" && use !== "fence")
      defects.push(`chunk ${at}: odd size ${bytes}`);
    if (use !== "free") return;
    if (prevSize(arena, address + bytes) !== bytes) defects.push(`free chunk ${at}: foot differs from head`);
    if (!isPrevInUse(arena, address)) defects.push(`free chunk ${at}: two free neighbours`);
    if (above?.use === "top") defects.push(`free chunk ${at} borders the top`);
  });
  return defects;
}

function findListDefects(arena: Arena): readonly string[] {
  const defects: string[] = [];
  for (let index = unsortedBin; index < nrBins; index++) {
    const head = binAt(arena, index);
    let larger = Number.POSITIVE_INFINITY;
    for (let chunk = fd(arena, head); chunk !== head; chunk = fd(arena, chunk)) {
      const bytes = chunkSize(arena, chunk);
      if (fd(arena, bk(arena, chunk)) !== chunk)
        defects.push(`bin ${index}: broken link at ${chunk.toString(16)}`);
      if (index === unsortedBin) continue;
      if (binIndexOf(arena.geometry, bytes) !== index) defects.push(`bin ${index} holds ${bytes} bytes`);
      if (bytes > larger) defects.push(`bin ${index} is not sorted`);
      if (!isSmall(arena.geometry, bytes) && (fdNextSize(arena, chunk) !== 0) !== bytes < larger) {
        defects.push(`bin ${index}: list of sizes is wrong at ${bytes} bytes`);
      }
      larger = bytes;
      if (arena.mayHold[index] !== 1) defects.push(`bin ${index} holds chunks and is marked empty`);
    }
  }
  arena.fastbins.forEach((first, index) => {
    for (const chunk of fastChunks(arena, first)) {
      if (fastbinIndexOf(arena.geometry, chunkSize(arena, chunk)) !== index)
        defects.push(`fastbin ${index}: wrong size`);
    }
  });
  return defects;
}
