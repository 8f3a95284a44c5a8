// How malloc gets memory from the kernel and gives it back: growing and trimming the break, one mapping per large
// chunk, and mappings in place of a break that can not grow. Source: glibc 2.36 malloc/malloc.c, sysmalloc(),
// systrim(), munmap_chunk(), mremap_chunk().

import type { Address } from "./address.js";
import {
  type Arena,
  abortProcess,
  binAt,
  chunkSize,
  isPrevInUse,
  prevSize,
  setHead,
  setSizeField,
  toMemory,
} from "./malloc-arena.js";
import { freeToArena } from "./malloc-free.js";
import { alignDown, alignUp, unsortedBin } from "./malloc-geometry.js";

/** Least size of a mapping that stands in for the break. */
const mmapInsteadOfBreakBytes = 1024 * 1024;

/** sysmalloc(): a chunk of `bytes` from a mapping of its own or from a larger top; 0 when the kernel refuses. */
export function allocateFromKernel(arena: Arena, bytes: number): Address {
  if (bytes >= arena.tuning.mmapThresholdBytes && arena.nrMmaps < arena.tuning.maxMmaps) {
    const mapped = mapChunk(arena, bytes);
    if (mapped !== undefined) return mapped;
  }
  checkTop(arena);
  growTop(arena, bytes);
  arena.maxSystemBytes = Math.max(arena.maxSystemBytes, arena.systemBytes);
  const chunk = arena.top;
  const size = chunkSize(arena, chunk);
  if (size < bytes + arena.geometry.minChunkBytes) return 0;
  arena.top = chunk + bytes;
  setHead(arena, chunk, bytes);
  setHead(arena, arena.top, size - bytes);
  arena.origin = "brk";
  return toMemory(arena, chunk);
}

/** The library asserts that a top it is about to extend ends with a page: a program's own odd sbrk() can break that. */
function checkTop(arena: Arena): void {
  const bytes = chunkSize(arena, arena.top);
  if (arena.top === binAt(arena, unsortedBin) && bytes === 0) return;
  const isSound = bytes >= arena.geometry.minChunkBytes && isPrevInUse(arena, arena.top);
  if (isSound && (arena.top + bytes) % arena.geometry.pageBytes === 0) return;
  abortProcess("malloc assertion failure in sysmalloc", arena.top);
}

/** A chunk that is a mapping of its own: one word more than usual, as there is no chunk above to lend its first word. */
function mapChunk(arena: Arena, bytes: number): Address | undefined {
  const { wordBytes, alignBytes, headerBytes, pageBytes } = arena.geometry;
  const slack = alignBytes === headerBytes ? 0 : alignBytes - 1;
  const totalBytes = alignUp(bytes + wordBytes + slack, pageBytes);
  const start = arena.memory.map(totalBytes);
  if (start === undefined) return undefined;
  const correction = (alignBytes - (toMemory(arena, start) % alignBytes)) % alignBytes;
  const chunk = start + correction;
  arena.memory.write(chunk, correction);
  setSizeField(arena, chunk, totalBytes - correction + 2);
  arena.nrMmaps++;
  arena.maxNrMmaps = Math.max(arena.maxNrMmaps, arena.nrMmaps);
  countMapped(arena, totalBytes);
  arena.origin = "mmap";
  return toMemory(arena, chunk);
}

function countMapped(arena: Arena, deltaBytes: number): void {
  arena.mmappedBytes += deltaBytes;
  arena.maxMmappedBytes = Math.max(arena.maxMmappedBytes, arena.mmappedBytes);
}

/** New memory as the kernel gave it: by the break, or by a mapping whose end is known. */
interface Grant {
  readonly start: Address;
  readonly bytes: number;
  readonly end: Address | undefined;
}

function growTop(arena: Arena, bytes: number): void {
  const { memory, geometry, tuning } = arena;
  const oldTop = arena.top;
  const oldBytes = chunkSize(arena, oldTop);
  const wanted = bytes + tuning.topPadBytes + geometry.minChunkBytes - (arena.isContiguous ? oldBytes : 0);
  const growBytes = alignUp(wanted, geometry.pageBytes);
  const start = growBytes > 0 ? memory.sbrk(growBytes) : undefined;
  const grant: Grant | undefined =
    start === undefined
      ? mapInsteadOfBreak(arena, growBytes, bytes, oldBytes)
      : { start, bytes: growBytes, end: undefined };
  if (grant === undefined) return;
  if (arena.sbrkBase === 0) arena.sbrkBase = grant.start;
  arena.systemBytes += grant.bytes;
  if (grant.start === oldTop + oldBytes && grant.end === undefined) {
    setHead(arena, oldTop, grant.bytes + oldBytes);
    return;
  }
  if (arena.isContiguous && oldBytes > 0 && grant.start < oldTop + oldBytes) {
    abortProcess("break adjusted to free malloc space", oldTop);
  }
  beginNewTop(arena, grant, oldTop, oldBytes);
}

function mapInsteadOfBreak(
  arena: Arena,
  growBytes: number,
  bytes: number,
  oldBytes: number,
): Grant | undefined {
  // Since 2.35 unit and least size reach sysmalloc_mmap_fallback() in the wrong order: whole mebibytes, at least a page.
  const { pageBytes } = arena.geometry;
  const isSwapped = arena.libc.ordinal >= 2_035;
  const unitBytes = isSwapped ? mmapInsteadOfBreakBytes : pageBytes;
  const leastBytes = isSwapped ? pageBytes : mmapInsteadOfBreakBytes;
  const whole = arena.isContiguous ? alignUp(growBytes + oldBytes, unitBytes) : growBytes;
  const mapBytes = Math.max(whole, leastBytes);
  if (mapBytes <= bytes) return undefined;
  const start = arena.memory.map(mapBytes);
  if (start === undefined) return undefined;
  // From now on the break is never taken to continue the old top: that could bridge foreign memory.
  arena.isContiguous = false;
  return { start, bytes: mapBytes, end: start + mapBytes };
}

/** The first top, or one that does not continue the old top: aligned, up to a page boundary, the old one fenced off. */
function beginNewTop(arena: Arena, grant: Grant, oldTop: Address, oldBytes: number): void {
  const { memory, geometry } = arena;
  const misalign = toMemory(arena, grant.start) % geometry.alignBytes;
  const front = misalign > 0 ? geometry.alignBytes - misalign : 0;
  let correction = 0;
  let end = grant.end;
  if (arena.isContiguous) {
    // Memory that somebody else took from the break in between counts as the arena's.
    if (oldBytes > 0) arena.systemBytes += grant.start - (oldTop + oldBytes);
    correction = front + oldBytes;
    const rawEnd = grant.start + grant.bytes + correction;
    correction += alignUp(rawEnd, geometry.pageBytes) - rawEnd;
    end = memory.sbrk(correction);
    if (end === undefined) correction = 0;
  }
  end ??= memory.currentBreak();
  arena.top = grant.start + front;
  arena.segments.push(arena.top);
  setHead(arena, arena.top, end - arena.top + correction);
  arena.systemBytes += correction;
  if (oldBytes > 0) fenceOffOldTop(arena, oldTop, oldBytes);
}

/** Two tiny chunks that count as in use stand where the old top ended, so that nothing is joined across the gap. */
function fenceOffOldTop(arena: Arena, oldTop: Address, oldBytes: number): void {
  const { headerBytes, alignBytes, minChunkBytes } = arena.geometry;
  const keptBytes = alignDown(oldBytes - 2 * headerBytes, alignBytes);
  setHead(arena, oldTop, keptBytes);
  setHead(arena, oldTop + keptBytes, headerBytes);
  setHead(arena, oldTop + keptBytes + headerBytes, headerBytes);
  if (keptBytes >= minChunkBytes) freeToArena(arena, oldTop);
}

/**
 * systrim(): lowers the break so that the top keeps `padBytes` and a little more. True when memory was given back.
 * A top of exactly the smallest size makes the subtraction wrap and grows the break by a page, as in the library.
 */
export function trimTop(arena: Arena, padBytes: number): boolean {
  const { memory, geometry } = arena;
  if (arena.top === binAt(arena, unsortedBin)) return false;
  const topBytes = chunkSize(arena, arena.top);
  const spareBytes = topBytes - geometry.minChunkBytes - 1;
  if (spareBytes >= 0 && spareBytes <= padBytes) return false;
  const extraBytes = alignDown(spareBytes - padBytes, geometry.pageBytes);
  const before = memory.currentBreak();
  if (extraBytes === 0 || before !== arena.top + topBytes) return false;
  memory.sbrk(-extraBytes);
  const releasedBytes = before - memory.currentBreak();
  if (releasedBytes === 0) return false;
  arena.systemBytes -= releasedBytes;
  setHead(arena, arena.top, topBytes - releasedBytes);
  return true;
}

interface MappedExtent {
  readonly start: Address;
  readonly bytes: number;
}

/** The mapping around a chunk, checked as the library does. */
function mappedExtent(arena: Arena, chunk: Address, call: string): MappedExtent {
  const { pageBytes } = arena.geometry;
  const offset = prevSize(arena, chunk);
  const extent = { start: chunk - offset, bytes: offset + chunkSize(arena, chunk) };
  const inPage = toMemory(arena, chunk) % pageBytes;
  const isPowerOfTwo = (inPage & (inPage - 1)) === 0;
  if (extent.start % pageBytes !== 0 || extent.bytes % pageBytes !== 0 || !isPowerOfTwo) {
    abortProcess(`${call}(): invalid pointer`, chunk);
  }
  return extent;
}

/** munmap_chunk(). */
export function unmapChunk(arena: Arena, chunk: Address): void {
  const extent = mappedExtent(arena, chunk, "munmap_chunk");
  arena.nrMmaps--;
  countMapped(arena, -extent.bytes);
  arena.memory.unmap(extent.start, extent.bytes);
}

/** mremap_chunk(): the chunk at its new place and size, undefined when the kernel has no room. */
export function remapChunk(arena: Arena, chunk: Address, bytes: number): Address | undefined {
  const { wordBytes, pageBytes } = arena.geometry;
  const extent = mappedExtent(arena, chunk, "mremap_chunk");
  const offset = chunk - extent.start;
  const newBytes = alignUp(bytes + offset + wordBytes, pageBytes);
  if (newBytes === extent.bytes) return chunk;
  const start = arena.memory.remap(extent.start, extent.bytes, newBytes);
  if (start === undefined) return undefined;
  setSizeField(arena, start + offset, newBytes - offset + 2);
  countMapped(arena, newBytes - extent.bytes);
  return start + offset;
}
