// The calls of the C library between a program and the arena: the tcache in front, mappings apart, what calloc must
// clear. Source: glibc 2.36 malloc/malloc.c, __libc_malloc(), __libc_free(), __libc_calloc(), __libc_realloc(),
// _mid_memalign(), musable().

import type { Address } from "./address.js";
import { allocateFromArena } from "./malloc-allocate.js";
import {
  type Arena,
  abortProcess,
  chunkSize,
  followArena,
  isInUse,
  isMisaligned,
  isMmapped,
  sizeField,
  toChunk,
  toMemory,
  wrapsAround,
} from "./malloc-arena.js";
import { freeToArena } from "./malloc-free.js";
import { chunkBytesFor, tcacheIndexOf } from "./malloc-geometry.js";
import { allocateAligned, resizeInArena } from "./malloc-resize.js";
import { remapChunk, unmapChunk } from "./malloc-system.js";
import { tcacheBin, tcacheGet } from "./malloc-tcache.js";

/** tcache_init(): the cache's control block is the first chunk of the heap, if malloc, calloc, realloc or free is first. */
function ensureTcache(arena: Arena): void {
  const rules = arena.libc.tcache;
  if (arena.tcache !== undefined || rules === undefined) return;
  const bytes = rules.nrBins * (rules.counterBytes + arena.geometry.wordBytes);
  const controlAddress = allocateFromArena(arena, bytes);
  if (controlAddress === 0) return;
  arena.memory.clear(controlAddress, bytes);
  arena.tcache = {
    controlAddress,
    counts: Array.from({ length: rules.nrBins }, () => 0),
    heads: Array.from({ length: rules.nrBins }, () => 0),
  };
}

/** malloc(): 0 without room. */
export function mallocInner(arena: Arena, sizeBytes: number): Address {
  const bytes = chunkBytesFor(arena.geometry, sizeBytes);
  if (bytes === undefined) return 0;
  ensureTcache(arena);
  const bin = tcacheBin(arena, tcacheIndexOf(arena.geometry, bytes));
  if (bin !== undefined && (arena.tcache?.counts[bin] ?? 0) > 0) {
    arena.origin = "tcache";
    return tcacheGet(arena, bin);
  }
  return allocateFromArena(arena, sizeBytes);
}

/** Freeing a mapping above the mmap threshold raises it, so that the next one of that size comes from the heap. */
export function freeMapping(arena: Arena, chunk: Address): void {
  const { tuning, geometry } = arena;
  const field = sizeField(arena, chunk);
  if (tuning.isDynamic && field > tuning.mmapThresholdBytes && field <= geometry.maxMmapThresholdBytes) {
    tuning.mmapThresholdBytes = chunkSize(arena, chunk);
    tuning.trimThresholdBytes = 2 * tuning.mmapThresholdBytes;
  }
  unmapChunk(arena, chunk);
}

/** free() of a chunk of the heap. */
export function freeInner(arena: Arena, chunk: Address): void {
  ensureTcache(arena);
  followArena(arena, chunk);
  freeToArena(arena, chunk);
}

/** memalign(): alignments up to the usual one are plain malloc(), odd ones are rounded up to a power of two. */
export function memalignInner(arena: Arena, alignBytes: number, sizeBytes: number): Address {
  const { geometry } = arena;
  if (alignBytes <= geometry.alignBytes) return mallocInner(arena, sizeBytes);
  const wanted = Math.max(alignBytes, geometry.minChunkBytes);
  if (wanted > geometry.maxRequestBytes + 1) return 0;
  const bytes = chunkBytesFor(geometry, sizeBytes);
  if (bytes === undefined) return 0;
  let rounded = isPowerOfTwo(wanted) ? wanted : geometry.alignBytes * 2;
  while (rounded < wanted) rounded *= 2;
  return allocateAligned(arena, rounded, bytes);
}

/** calloc() of a product that did not overflow. */
export function callocInner(arena: Arena, totalBytes: number): Address {
  if (totalBytes > arena.geometry.maxRequestBytes) return 0;
  ensureTcache(arena);
  const { top } = arena;
  // What the break brings is zero, also where the heap had been before (sysdeps/unix/sysv/linux/Makefile: MORECORE_CLEARS 2).
  const usedTopBytes = chunkSize(arena, top);
  const address = allocateFromArena(arena, totalBytes);
  if (address === 0) return 0;
  const chunk = toChunk(arena, address);
  if (isMmapped(arena, chunk)) return address;
  const bytes = chunkSize(arena, chunk);
  const isFreshTop = chunk === top && bytes > usedTopBytes && arena.tuning.perturbByte === 0;
  const dirtyBytes = isFreshTop ? usedTopBytes : bytes;
  arena.memory.clear(address, dirtyBytes - arena.geometry.wordBytes);
  return address;
}

/** realloc() of a live pointer to a size above 0. */
export function reallocInner(arena: Arena, address: Address, sizeBytes: number): Address {
  const chunk = toChunk(arena, address);
  const oldBytes = chunkSize(arena, chunk);
  const isMapping = isMmapped(arena, chunk);
  if (!isMapping) {
    ensureTcache(arena);
    followArena(arena, chunk);
  }
  const isWild = wrapsAround(arena, chunk, oldBytes) || isMisaligned(arena, chunk);
  if (isWild) abortProcess("realloc(): invalid pointer", chunk);
  const bytes = chunkBytesFor(arena.geometry, sizeBytes);
  if (bytes === undefined) return 0;
  if (!isMapping) return resizeInArena(arena, chunk, bytes).address;
  arena.origin = "mmap";
  const moved = remapChunk(arena, chunk, bytes);
  if (moved !== undefined) return toMemory(arena, moved);
  if (oldBytes - arena.geometry.wordBytes >= bytes) return address;
  const fresh = mallocInner(arena, sizeBytes);
  if (fresh === 0) return 0;
  const copiedBytes = oldBytes - arena.geometry.headerBytes;
  arena.memory.copy(address, fresh, copiedBytes);
  unmapChunk(arena, chunk);
  return fresh;
}

/** malloc_usable_size(). */
export function usableSize(arena: Arena, address: Address): number {
  if (address === 0) return 0;
  const chunk = toChunk(arena, address);
  const bytes = chunkSize(arena, chunk);
  if (isMmapped(arena, chunk)) return bytes - arena.geometry.headerBytes;
  return isInUse(arena, chunk, bytes) ? bytes - arena.geometry.wordBytes : 0;
}

export function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
