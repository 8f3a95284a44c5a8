// realloc, aligned requests and malloc_trim on the arena: they cut and join chunks by the rules of malloc and free.
// Source: glibc 2.36 malloc/malloc.c, _int_realloc(), _int_memalign(), mtrim().

import type { Address } from "./address.js";
import { allocateFromArena } from "./malloc-allocate.js";
import {
  type Arena,
  abortProcess,
  binAt,
  bk,
  chunkSize,
  isInUse,
  isMmapped,
  markInUse,
  prevSize,
  setHead,
  setHeadKeepingFlags,
  setSizeField,
  sizeField,
  toChunk,
  toMemory,
  unlinkChunk,
} from "./malloc-arena.js";
import { consolidateFastbins, freeToArena } from "./malloc-free.js";
import { alignUp, binIndexOf, nrBins, unsortedBin } from "./malloc-geometry.js";
import { trimTop } from "./malloc-system.js";

/** How realloc came by its answer. */
export interface Resized {
  /** User memory after the call, 0 when there was no room (the old memory stays). */
  readonly address: Address;
  readonly how: "same" | "shrunk" | "grown-into-top" | "grown-into-next" | "moved";
}

/** _int_realloc(): `bytes` is the chunk size wanted. Mapped chunks are the caller's business. */
export function resizeInArena(arena: Arena, chunk: Address, bytes: number): Resized {
  const oldBytes = chunkSize(arena, chunk);
  checkResized(arena, chunk, oldBytes);
  if (oldBytes >= bytes) {
    const how = cutTail(arena, chunk, oldBytes, bytes) ? "shrunk" : "same";
    return { address: toMemory(arena, chunk), how };
  }
  const next = chunk + oldBytes;
  const joinedBytes = oldBytes + chunkSize(arena, next);
  if (next === arena.top && joinedBytes >= bytes + arena.geometry.minChunkBytes) {
    setHeadKeepingFlags(arena, chunk, bytes);
    arena.top = chunk + bytes;
    setHead(arena, arena.top, joinedBytes - bytes);
    return { address: toMemory(arena, chunk), how: "grown-into-top" };
  }
  if (next !== arena.top && !isInUse(arena, next, joinedBytes - oldBytes) && joinedBytes >= bytes) {
    unlinkChunk(arena, next);
    cutTail(arena, chunk, joinedBytes, bytes);
    return { address: toMemory(arena, chunk), how: "grown-into-next" };
  }
  return moveChunk(arena, chunk, oldBytes, bytes);
}

function checkResized(arena: Arena, chunk: Address, oldBytes: number): void {
  const minimal = arena.geometry.headerBytes;
  if (sizeField(arena, chunk) <= minimal || oldBytes >= arena.systemBytes) {
    abortProcess("realloc(): invalid old size", chunk);
  }
  const next = chunk + oldBytes;
  if (sizeField(arena, next) <= minimal || chunkSize(arena, next) >= arena.systemBytes) {
    abortProcess("realloc(): invalid next size", chunk);
  }
}

/** Makes a chunk of `totalBytes` one of `bytes` and frees the rest, if the rest is a chunk. */
function cutTail(arena: Arena, chunk: Address, totalBytes: number, bytes: number): boolean {
  const restBytes = totalBytes - bytes;
  if (restBytes < arena.geometry.minChunkBytes) {
    setHeadKeepingFlags(arena, chunk, totalBytes);
    markInUse(arena, chunk, totalBytes);
    return false;
  }
  setHeadKeepingFlags(arena, chunk, bytes);
  setHead(arena, chunk + bytes, restBytes);
  markInUse(arena, chunk + bytes, restBytes);
  freeToArena(arena, chunk + bytes);
  return true;
}

function moveChunk(arena: Arena, chunk: Address, oldBytes: number, bytes: number): Resized {
  const address = allocateFromArena(arena, bytes - (arena.geometry.alignBytes - 1));
  if (address === 0) return { address: 0, how: "moved" };
  const fresh = toChunk(arena, address);
  if (fresh === chunk + oldBytes) {
    // The new chunk is the upper neighbour: both become one, nothing is copied.
    cutTail(arena, chunk, oldBytes + chunkSize(arena, fresh), bytes);
    return { address: toMemory(arena, chunk), how: "grown-into-next" };
  }
  const copiedBytes = oldBytes - arena.geometry.wordBytes;
  arena.memory.copy(toMemory(arena, chunk), address, copiedBytes);
  freeToArena(arena, chunk);
  return { address, how: "moved" };
}

/** _int_memalign(): a chunk whose user memory is aligned; what lies before and behind it is freed. 0 without room. */
export function allocateAligned(arena: Arena, alignBytes: number, bytes: number): Address {
  const { minChunkBytes } = arena.geometry;
  const memory = allocateFromArena(arena, bytes + alignBytes + minChunkBytes);
  if (memory === 0) return 0;
  let chunk = toChunk(arena, memory);
  if (memory % alignBytes !== 0) {
    chunk = freeLead(arena, chunk, alignBytes);
    if (isMmapped(arena, chunk)) return toMemory(arena, chunk);
  }
  if (isMmapped(arena, chunk)) return toMemory(arena, chunk);
  const size = chunkSize(arena, chunk);
  if (size > bytes + minChunkBytes) {
    setHead(arena, chunk + bytes, size - bytes);
    setHeadKeepingFlags(arena, chunk, bytes);
    freeToArena(arena, chunk + bytes);
  }
  return toMemory(arena, chunk);
}

/** Moves the start of a chunk up to an aligned place, at least a smallest chunk away; the lead is freed. */
function freeLead(arena: Arena, chunk: Address, alignBytes: number): Address {
  let aligned = toChunk(arena, alignUp(toMemory(arena, chunk), alignBytes));
  if (aligned - chunk < arena.geometry.minChunkBytes) aligned += alignBytes;
  const leadBytes = aligned - chunk;
  const restBytes = chunkSize(arena, chunk) - leadBytes;
  if (isMmapped(arena, chunk)) {
    arena.memory.write(aligned, prevSize(arena, chunk) + leadBytes);
    setSizeField(arena, aligned, restBytes + 2);
    return aligned;
  }
  setHead(arena, aligned, restBytes);
  markInUse(arena, aligned, restBytes);
  setHeadKeepingFlags(arena, chunk, leadBytes);
  freeToArena(arena, chunk);
  return aligned;
}

/** malloc_trim(): gives back whole pages inside free chunks and the top above `padBytes`. True when any was. */
export function trimArena(arena: Arena, padBytes: number): boolean {
  consolidateFastbins(arena);
  const inside = arena.libc.trimsInsideArena && discardFreePages(arena);
  return trimTop(arena, padBytes) || inside;
}

function discardFreePages(arena: Arena): boolean {
  const { pageBytes } = arena.geometry;
  const firstLarge = binIndexOf(arena.geometry, pageBytes);
  let isAny = false;
  for (let index = unsortedBin; index < nrBins; index++) {
    if (index !== unsortedBin && index < firstLarge) continue;
    const head = binAt(arena, index);
    for (let chunk = bk(arena, head); chunk !== head; chunk = bk(arena, chunk)) {
      if (discardInside(arena, chunk)) isAny = true;
    }
  }
  return isAny;
}

/** The header and links of a free chunk (six words) must stay; whole pages behind them need not. */
function discardInside(arena: Arena, chunk: Address): boolean {
  const { pageBytes, wordBytes } = arena.geometry;
  const linksBytes = 6 * wordBytes;
  const size = chunkSize(arena, chunk);
  if (size <= pageBytes - 1 + linksBytes) return false;
  const firstPage = alignUp(chunk + linksBytes, pageBytes);
  const spareBytes = size - (firstPage - chunk);
  if (spareBytes < pageBytes) return false;
  arena.memory.discard(firstPage, spareBytes - (spareBytes % pageBytes));
  return true;
}
