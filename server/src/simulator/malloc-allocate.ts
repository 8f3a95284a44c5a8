// How malloc finds a chunk: fastbin, small bin, the unsorted list (which is sorted into bins on the way), best fit in
// the large bins, the next larger bin, the top of the heap, and last the kernel. Source: glibc 2.36 malloc/malloc.c,
// _int_malloc(); releases without a tcache leave its steps out.

import type { Address } from "./address.js";
import {
  type Arena,
  abortProcess,
  binAt,
  bk,
  bkNextSize,
  type ChunkOrigin,
  chunkSize,
  clearNextSizes,
  fd,
  fdNextSize,
  insertUnsorted,
  isMisaligned,
  isPrevInUse,
  linkBetween,
  markInUse,
  prevSize,
  setBk,
  setBkNextSize,
  setFd,
  setFdNextSize,
  setFoot,
  setHead,
  sizeField,
  toMemory,
  unlinkChunk,
} from "./malloc-arena.js";
import { consolidateFastbins } from "./malloc-free.js";
import {
  binIndexOf,
  chunkBytesFor,
  fastbinIndexOf,
  isSmall,
  nrBins,
  tcacheIndexOf,
  unsortedBin,
} from "./malloc-geometry.js";
import { allocateFromKernel } from "./malloc-system.js";
import { readListPointer, tcacheBin, tcacheGet, tcacheHasRoom, tcachePut } from "./malloc-tcache.js";

/** A walk through the unsorted list stops after this many chunks, so that one request can not take for ever. */
const maxUnsortedSteps = 10_000;

/** _int_malloc(): address of the user's memory, 0 when neither heap nor kernel has room. */
export function allocateFromArena(arena: Arena, requestedBytes: number): Address {
  const bytes = chunkBytesFor(arena.geometry, requestedBytes);
  if (bytes === undefined) return 0;
  const address = findChunk(arena, bytes);
  if (address !== 0 && arena.tuning.perturbByte !== 0) arena.memory.touch(address, requestedBytes, "write");
  return address;
}

function findChunk(arena: Arena, bytes: number): Address {
  const quick = takeFast(arena, bytes) ?? takeSmall(arena, bytes);
  if (quick !== undefined) return quick;
  if (!isSmall(arena.geometry, bytes) && arena.mayHaveFastChunks) consolidateFastbins(arena);
  for (;;) {
    const found =
      sortUnsorted(arena, bytes) ??
      takeBestFit(arena, bytes) ??
      takeFromLargerBin(arena, bytes) ??
      takeTop(arena, bytes);
    if (found !== undefined) return found;
    if (!arena.mayHaveFastChunks) return allocateFromKernel(arena, bytes);
    consolidateFastbins(arena);
  }
}

function served(arena: Arena, chunk: Address, origin: ChunkOrigin): Address {
  arena.origin = origin;
  return toMemory(arena, chunk);
}

function takeFast(arena: Arena, bytes: number): Address | undefined {
  if (bytes > arena.tuning.maxFastChunkBytes) return undefined;
  const index = fastbinIndexOf(arena.geometry, bytes);
  const chunk = popFast(arena, index, "malloc(): unaligned fastbin chunk detected 2");
  if (chunk === undefined) return undefined;
  if (fastbinIndexOf(arena.geometry, chunkSize(arena, chunk)) !== index) {
    abortProcess("malloc(): memory corruption (fast)", chunk);
  }
  const bin = tcacheBin(arena, tcacheIndexOf(arena.geometry, bytes));
  while (bin !== undefined && tcacheHasRoom(arena, bin)) {
    const spare = popFast(arena, index, "malloc(): unaligned fastbin chunk detected 3");
    if (spare === undefined) break;
    tcachePut(arena, spare, bin);
  }
  return served(arena, chunk, "fastbin");
}

function popFast(arena: Arena, index: number, message: string): Address | undefined {
  const chunk = arena.fastbins[index] ?? 0;
  if (chunk === 0) return undefined;
  if (arena.libc.hasSafeLinking && isMisaligned(arena, chunk)) abortProcess(message, chunk);
  arena.fastbins[index] = readListPointer(arena, toMemory(arena, chunk));
  return chunk;
}

function takeSmall(arena: Arena, bytes: number): Address | undefined {
  if (!isSmall(arena.geometry, bytes)) return undefined;
  const head = binAt(arena, binIndexOf(arena.geometry, bytes));
  const chunk = popOldest(arena, head, bytes);
  if (chunk === undefined) return undefined;
  const bin = tcacheBin(arena, tcacheIndexOf(arena.geometry, bytes));
  while (bin !== undefined && tcacheHasRoom(arena, bin)) {
    const spare = popOldest(arena, head, bytes);
    if (spare === undefined) break;
    tcachePut(arena, spare, bin);
  }
  return served(arena, chunk, "smallbin");
}

function popOldest(arena: Arena, head: Address, bytes: number): Address | undefined {
  const chunk = bk(arena, head);
  if (chunk === head) return undefined;
  const below = bk(arena, chunk);
  if (fd(arena, below) !== chunk) abortProcess("malloc(): smallbin double linked list corrupted", chunk);
  markInUse(arena, chunk, bytes);
  setBk(arena, head, below);
  setFd(arena, below, head);
  return chunk;
}

/**
 * Goes through the unsorted list, oldest first: an exact fit is taken (or fills the tcache first), everything else is
 * put into its bin. A small request may cut the chunk that the last split left over, if that is all there is.
 */
function sortUnsorted(arena: Arena, bytes: number): Address | undefined {
  const head = binAt(arena, unsortedBin);
  const bin = tcacheBin(arena, tcacheIndexOf(arena.geometry, bytes));
  let isCached = false;
  for (let nrBinned = 0; nrBinned < maxUnsortedSteps; ) {
    const chunk = bk(arena, head);
    if (chunk === head) break;
    const below = bk(arena, chunk);
    const size = chunkSize(arena, chunk);
    if (arena.libc.checksUnsorted) checkUnsorted(arena, chunk, size, below);
    if (mayCutRemainder(arena, { chunk, below, size, bytes }))
      return cutLastRemainder(arena, chunk, size, bytes);
    setBk(arena, head, below);
    setFd(arena, below, head);
    if (size === bytes) {
      markInUse(arena, chunk, size);
      if (bin === undefined || !tcacheHasRoom(arena, bin)) return served(arena, chunk, "unsorted");
      tcachePut(arena, chunk, bin);
      isCached = true;
      continue;
    }
    insertIntoBin(arena, chunk, size);
    nrBinned++;
    const limit = arena.tuning.tcacheUnsortedLimit;
    if (isCached && limit > 0 && nrBinned > limit) break;
  }
  if (!isCached || bin === undefined) return undefined;
  arena.origin = "unsorted";
  return tcacheGet(arena, bin);
}

function checkUnsorted(arena: Arena, chunk: Address, size: number, below: Address): void {
  const next = chunk + size;
  const minimal = arena.geometry.headerBytes;
  if (size <= minimal || size > arena.systemBytes) abortProcess("malloc(): invalid size (unsorted)", chunk);
  const nextField = sizeField(arena, next);
  if (nextField < minimal || nextField > arena.systemBytes) {
    abortProcess("malloc(): invalid next size (unsorted)", chunk);
  }
  if (prevSize(arena, next) - (prevSize(arena, next) & 7) !== size) {
    abortProcess("malloc(): mismatching next->prev_size (unsorted)", chunk);
  }
  if (fd(arena, below) !== chunk || fd(arena, chunk) !== binAt(arena, unsortedBin)) {
    abortProcess("malloc(): unsorted double linked list corrupted", chunk);
  }
  if (isPrevInUse(arena, next)) abortProcess("malloc(): invalid next->prev_inuse (unsorted)", chunk);
}

interface UnsortedStep {
  readonly chunk: Address;
  readonly below: Address;
  readonly size: number;
  readonly bytes: number;
}

function mayCutRemainder(arena: Arena, { chunk, below, size, bytes }: UnsortedStep): boolean {
  return (
    isSmall(arena.geometry, bytes) &&
    below === binAt(arena, unsortedBin) &&
    chunk === arena.lastRemainder &&
    size > bytes + arena.geometry.minChunkBytes
  );
}

/** The remainder takes the place of the chunk as the only one of the unsorted list. */
function cutLastRemainder(arena: Arena, chunk: Address, size: number, bytes: number): Address {
  const head = binAt(arena, unsortedBin);
  const remainder = chunk + bytes;
  linkBetween(arena, remainder, head, head);
  arena.lastRemainder = remainder;
  finishSplit(arena, chunk, bytes, size);
  return served(arena, chunk, "last-remainder");
}

/** Heads and foot after a free chunk of `size` was cut at `bytes`. */
function finishSplit(arena: Arena, chunk: Address, bytes: number, size: number): void {
  const remainder = chunk + bytes;
  clearNextSizes(arena, remainder, size - bytes);
  setHead(arena, chunk, bytes);
  setHead(arena, remainder, size - bytes);
  setFoot(arena, remainder, size - bytes);
}

function insertIntoBin(arena: Arena, chunk: Address, size: number): void {
  const index = binIndexOf(arena.geometry, size);
  const head = binAt(arena, index);
  arena.mayHold[index] = 1;
  if (isSmall(arena.geometry, size)) {
    linkBetween(arena, chunk, head, fd(arena, head));
    return;
  }
  const above = findLargePlace(arena, chunk, size, head);
  const below = bk(arena, above);
  if (fd(arena, below) !== above) abortProcess("malloc(): largebin double linked list corrupted (bk)", chunk);
  linkBetween(arena, chunk, below, above);
}

/**
 * The list member that a large chunk goes in front of: bins are sorted, largest first, and of chunks of one size only
 * the first is on the list of sizes, so a newcomer goes to the second place. Links the sizes when the size is new.
 */
function findLargePlace(arena: Arena, chunk: Address, size: number, head: Address): Address {
  const largest = fd(arena, head);
  if (largest === head) {
    setFdNextSize(arena, chunk, chunk);
    setBkNextSize(arena, chunk, chunk);
    return head;
  }
  if (size < chunkSize(arena, bk(arena, head))) {
    linkSize(arena, chunk, largest);
    return head;
  }
  let other = largest;
  while (size < chunkSize(arena, other)) other = fdNextSize(arena, other);
  if (size === chunkSize(arena, other)) return fd(arena, other);
  if (fdNextSize(arena, bkNextSize(arena, other)) !== other) {
    abortProcess("malloc(): largebin double linked list corrupted (nextsize)", chunk);
  }
  linkSize(arena, chunk, other);
  return other;
}

/** Puts a chunk of a new size into the ring of sizes, before the next smaller one. */
function linkSize(arena: Arena, chunk: Address, smaller: Address): void {
  const larger = bkNextSize(arena, smaller);
  setFdNextSize(arena, chunk, smaller);
  setBkNextSize(arena, chunk, larger);
  setBkNextSize(arena, smaller, chunk);
  setFdNextSize(arena, larger, chunk);
}

/** The smallest chunk of the request's own large bin that is big enough. */
function takeBestFit(arena: Arena, bytes: number): Address | undefined {
  if (isSmall(arena.geometry, bytes)) return undefined;
  const head = binAt(arena, binIndexOf(arena.geometry, bytes));
  const largest = fd(arena, head);
  if (largest === head || chunkSize(arena, largest) < bytes) return undefined;
  let chunk = bkNextSize(arena, largest);
  while (chunkSize(arena, chunk) < bytes) chunk = bkNextSize(arena, chunk);
  // Another chunk of that size is taken, so that the list of sizes need not change.
  const second = fd(arena, chunk);
  if (chunk !== bk(arena, head) && chunkSize(arena, second) === chunkSize(arena, chunk)) chunk = second;
  return takeFromBin(arena, chunk, bytes, "largebin");
}

/** The first chunk of the next bin up that holds any. */
function takeFromLargerBin(arena: Arena, bytes: number): Address | undefined {
  for (let index = binIndexOf(arena.geometry, bytes) + 1; index < nrBins; index++) {
    if (arena.mayHold[index] !== 1) continue;
    const head = binAt(arena, index);
    const chunk = bk(arena, head);
    if (chunk === head) {
      arena.mayHold[index] = 0;
      continue;
    }
    return takeFromBin(arena, chunk, bytes, "larger-bin");
  }
  return undefined;
}

/** Takes a chunk out of its bin and gives back what is more than needed, to the unsorted list. */
function takeFromBin(
  arena: Arena,
  chunk: Address,
  bytes: number,
  origin: "largebin" | "larger-bin",
): Address {
  const size = chunkSize(arena, chunk);
  if (size < bytes) abortProcess("malloc assertion failure in _int_malloc", chunk);
  unlinkChunk(arena, chunk);
  if (size - bytes < arena.geometry.minChunkBytes) {
    markInUse(arena, chunk, size);
    return served(arena, chunk, origin);
  }
  const suffix = origin === "larger-bin" ? " 2" : "";
  insertUnsorted(arena, chunk + bytes, size - bytes, `malloc(): corrupted unsorted chunks${suffix}`);
  if (origin === "larger-bin" && isSmall(arena.geometry, bytes)) arena.lastRemainder = chunk + bytes;
  finishSplit(arena, chunk, bytes, size);
  return served(arena, chunk, origin);
}

/** Cuts the request off the top chunk, which must keep the smallest size. */
function takeTop(arena: Arena, bytes: number): Address | undefined {
  const chunk = arena.top;
  const size = chunkSize(arena, chunk);
  if (arena.libc.checksUnsorted && size > arena.systemBytes)
    abortProcess("malloc(): corrupted top size", chunk);
  if (size < bytes + arena.geometry.minChunkBytes) return undefined;
  arena.top = chunk + bytes;
  setHead(arena, chunk, bytes);
  setHead(arena, arena.top, size - bytes);
  return served(arena, chunk, "top");
}
