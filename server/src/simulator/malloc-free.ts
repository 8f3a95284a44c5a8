// What free does with a chunk: tcache, fastbin, or joined with its free neighbours and put on the unsorted list or
// into the top, which is given back to the kernel when it is large. Source: glibc 2.36 malloc/malloc.c, _int_free(),
// malloc_consolidate().

import type { Address } from "./address.js";
import {
  type Arena,
  abortProcess,
  chunkSize,
  insertUnsorted,
  isInUse,
  isMisaligned,
  isMmapped,
  isPrevInUse,
  markFree,
  prevSize,
  setFoot,
  setHead,
  sizeField,
  toMemory,
  unlinkChunk,
  wrapsAround,
} from "./malloc-arena.js";
import { fastbinIndexOf, tcacheIndexOf } from "./malloc-geometry.js";
import { trimTop, unmapChunk } from "./malloc-system.js";
import {
  readListPointer,
  tcacheBin,
  tcacheChunks,
  tcacheHasRoom,
  tcacheKey,
  tcachePut,
  writeListPointer,
} from "./malloc-tcache.js";

/** A freed chunk of at least this size makes free() look whether the top can be trimmed. */
const consolidationThresholdBytes = 65536;

/** Where free put a chunk. */
export type FreeTarget = "tcache" | "fastbin" | "unsorted" | "top" | "kernel";

/** _int_free(): gives a chunk of the arena back. Misuse that the library notices ends the process. */
export function freeToArena(arena: Arena, chunk: Address): FreeTarget {
  const size = chunkSize(arena, chunk);
  checkFreed(arena, chunk, size);
  const bin = tcacheBin(arena, tcacheIndexOf(arena.geometry, size));
  if (bin !== undefined) {
    checkTcacheDoubleFree(arena, chunk, bin);
    if (tcacheHasRoom(arena, bin)) {
      tcachePut(arena, chunk, bin);
      return "tcache";
    }
  }
  // A chunk next to the top goes to a fastbin too: TRIM_FASTBINS is 0.
  if (size <= arena.tuning.maxFastChunkBytes) {
    pushFast(arena, chunk, size);
    return "fastbin";
  }
  if (isMmapped(arena, chunk)) {
    unmapChunk(arena, chunk);
    return "kernel";
  }
  checkNeighbour(arena, chunk, size);
  perturb(arena, chunk, size);
  const joined = joinAndPlace(arena, chunk, size);
  if (joined.bytes >= consolidationThresholdBytes) trimAfterLargeFree(arena);
  return joined.target;
}

function checkFreed(arena: Arena, chunk: Address, size: number): void {
  if (wrapsAround(arena, chunk, size) || isMisaligned(arena, chunk))
    abortProcess("free(): invalid pointer", chunk);
  if (size < arena.geometry.minChunkBytes || size % arena.geometry.alignBytes !== 0) {
    abortProcess("free(): invalid size", chunk);
  }
}

/** The key in the user's memory says that the chunk may be in the cache already; then the bin is searched for it. */
function checkTcacheDoubleFree(arena: Arena, chunk: Address, bin: number): void {
  if (!arena.libc.tcache?.hasKey) return;
  const memory = toMemory(arena, chunk);
  if (arena.memory.read(memory + arena.geometry.wordBytes) !== tcacheKey) return;
  let nrSeen = 0;
  for (const cached of tcacheChunks(arena, bin, arena.tuning.tcacheCount + 1)) {
    if (nrSeen++ >= arena.tuning.tcacheCount)
      abortProcess("free(): too many chunks detected in tcache", chunk);
    if (arena.libc.hasSafeLinking && cached % arena.geometry.alignBytes !== 0) {
      abortProcess("free(): unaligned chunk detected in tcache 2", chunk);
    }
    if (cached === memory) abortProcess("free(): double free detected in tcache 2", chunk);
  }
}

function pushFast(arena: Arena, chunk: Address, size: number): void {
  const next = sizeField(arena, chunk + size);
  if (next <= arena.geometry.headerBytes || next - (next & 7) >= arena.systemBytes) {
    abortProcess("free(): invalid next size (fast)", chunk);
  }
  perturb(arena, chunk, size);
  arena.mayHaveFastChunks = true;
  const index = fastbinIndexOf(arena.geometry, size);
  const first = arena.fastbins[index] ?? 0;
  if (first === chunk) abortProcess("double free or corruption (fasttop)", chunk);
  writeListPointer(arena, toMemory(arena, chunk), first);
  arena.fastbins[index] = chunk;
}

/** The header of the chunk above tells whether this one can be in use. */
function checkNeighbour(arena: Arena, chunk: Address, size: number): void {
  if (chunk === arena.top) abortProcess("double free or corruption (top)", chunk);
  const next = chunk + size;
  if (arena.isContiguous && next >= arena.top + chunkSize(arena, arena.top)) {
    abortProcess("double free or corruption (out)", chunk);
  }
  if (!isPrevInUse(arena, next)) abortProcess("double free or corruption (!prev)", chunk);
  if (sizeField(arena, next) <= arena.geometry.headerBytes || chunkSize(arena, next) >= arena.systemBytes) {
    abortProcess("free(): invalid next size (normal)", chunk);
  }
}

function perturb(arena: Arena, chunk: Address, size: number): void {
  if (arena.tuning.perturbByte === 0) return;
  arena.memory.touch(toMemory(arena, chunk), size - arena.geometry.headerBytes, "write");
}

interface Joined {
  readonly bytes: number;
  readonly target: "unsorted" | "top";
}

/** Joins a chunk with its free neighbours and puts the result into the top or on the unsorted list. */
function joinAndPlace(arena: Arena, chunk: Address, size: number): Joined {
  const next = chunk + size;
  const lower = joinBelow(arena, chunk, size, "corrupted size vs. prev_size while consolidating");
  return placeJoined(arena, {
    start: lower.start,
    bytes: lower.bytes,
    next,
    message: "free(): corrupted unsorted chunks",
  });
}

function joinBelow(
  arena: Arena,
  chunk: Address,
  size: number,
  message: string,
): { readonly start: Address; readonly bytes: number } {
  if (isPrevInUse(arena, chunk)) return { start: chunk, bytes: size };
  const below = prevSize(arena, chunk);
  const start = chunk - below;
  if (chunkSize(arena, start) !== below) abortProcess(message, chunk);
  unlinkChunk(arena, start);
  return { start, bytes: size + below };
}

interface FreeStretch {
  readonly start: Address;
  readonly bytes: number;
  /** The chunk above. */
  readonly next: Address;
  readonly message: string;
}

function placeJoined(arena: Arena, { start, bytes, next, message }: FreeStretch): Joined {
  const nextSize = chunkSize(arena, next);
  if (next === arena.top) {
    setHead(arena, start, bytes + nextSize);
    arena.top = start;
    return { bytes: bytes + nextSize, target: "top" };
  }
  let total = bytes;
  if (isInUse(arena, next, nextSize)) {
    markFree(arena, next, 0);
  } else {
    unlinkChunk(arena, next);
    total += nextSize;
  }
  insertUnsorted(arena, start, total, message);
  setHead(arena, start, total);
  setFoot(arena, start, total);
  return { bytes: total, target: "unsorted" };
}

function trimAfterLargeFree(arena: Arena): void {
  if (arena.mayHaveFastChunks) consolidateFastbins(arena);
  if (chunkSize(arena, arena.top) >= arena.tuning.trimThresholdBytes)
    trimTop(arena, arena.tuning.topPadBytes);
}

/** malloc_consolidate(): empties the fastbins; their chunks are joined and put on the unsorted list or into the top. */
export function consolidateFastbins(arena: Arena): void {
  arena.mayHaveFastChunks = false;
  for (let index = 0; index < arena.fastbins.length; index++) {
    let chunk = arena.fastbins[index] ?? 0;
    arena.fastbins[index] = 0;
    while (chunk !== 0) {
      checkFastChunk(arena, chunk, index);
      const following = readListPointer(arena, toMemory(arena, chunk));
      const size = chunkSize(arena, chunk);
      const lower = joinBelow(arena, chunk, size, "corrupted size vs. prev_size in fastbins");
      placeJoined(arena, {
        start: lower.start,
        bytes: lower.bytes,
        next: chunk + size,
        message: "corrupted unsorted chunks",
      });
      chunk = following;
    }
  }
}

function checkFastChunk(arena: Arena, chunk: Address, index: number): void {
  if (arena.libc.hasSafeLinking && isMisaligned(arena, chunk)) {
    abortProcess("malloc_consolidate(): unaligned fastbin chunk detected", chunk);
  }
  if (arena.libc.ordinal >= 2_027 && fastbinIndexOf(arena.geometry, chunkSize(arena, chunk)) !== index) {
    abortProcess("malloc_consolidate(): invalid chunk size", chunk);
  }
}
