// Sizes and bin numbers of ptmalloc chunks for one word size: pure arithmetic that malloc, free and the views share.
// Source: glibc 2.36 malloc/malloc.c (request2size, bin_index, fastbin_index, csize2tidx), sysdeps malloc-alignment.h.

import type { ArchitectureId } from "../kernel-model/architectures.js";
import type { LibcRelease } from "../kernel-model/libc.js";

/** What follows from the word size of a process and its library. All in bytes. */
export interface HeapGeometry {
  /** sizeof(size_t): 4 or 8. */
  readonly wordBytes: 4 | 8;
  /** MALLOC_ALIGNMENT. */
  readonly alignBytes: 8 | 16;
  /** From a chunk's address to what the program gets: two words. */
  readonly headerBytes: number;
  /** MINSIZE, the smallest chunk. */
  readonly minChunkBytes: number;
  readonly pageBytes: number;
  /** Chunks from here on live in bins that hold a range of sizes. */
  readonly minLargeBytes: number;
  /** Largest chunk size that M_MXFAST may admit to fastbins. */
  readonly maxFastRequestBytes: number;
  /** DEFAULT_MMAP_THRESHOLD_MAX: above this the dynamic threshold stands still. */
  readonly maxMmapThresholdBytes: number;
  /** PTRDIFF_MAX, as far as a double holds it. */
  readonly maxRequestBytes: number;
}

/** Number of bins; bin 1 is the unsorted list, bin 0 does not exist. */
export const nrBins = 128;
export const unsortedBin = 1;

const KiB = 1024;
const MiB = 1024 * KiB;

/** The geometry of a process on `archId` with `pageBytes` pages. */
export function createHeapGeometry(
  archId: ArchitectureId,
  libc: LibcRelease,
  pageBytes: number,
): HeapGeometry {
  const wordBytes = archId === "i386" || archId === "arm" ? 4 : 8;
  const alignBytes = wordBytes === 8 ? 16 : archId === "i386" ? libc.i386AlignBytes : 8;
  const minimal = 4 * wordBytes;
  const nrSmallBins = 64 - (alignBytes > 2 * wordBytes ? 1 : 0);
  return {
    wordBytes,
    alignBytes,
    headerBytes: 2 * wordBytes,
    minChunkBytes: alignUp(minimal, alignBytes),
    pageBytes,
    minLargeBytes: nrSmallBins * alignBytes,
    maxFastRequestBytes: 20 * wordBytes,
    maxMmapThresholdBytes: wordBytes === 8 ? 32 * MiB : 512 * KiB,
    maxRequestBytes: wordBytes === 8 ? 2 ** 63 - 1 : 2 ** 31 - 1,
  };
}

export function alignUp(value: number, alignBytes: number): number {
  return Math.ceil(value / alignBytes) * alignBytes;
}

export function alignDown(value: number, alignBytes: number): number {
  return Math.floor(value / alignBytes) * alignBytes;
}

/** Bytes of the chunk that serves a request; undefined for a request above PTRDIFF_MAX. */
export function chunkBytesFor(geometry: HeapGeometry, requestedBytes: number): number | undefined {
  if (requestedBytes > geometry.maxRequestBytes) return undefined;
  const padded = alignDown(
    requestedBytes + geometry.wordBytes + geometry.alignBytes - 1,
    geometry.alignBytes,
  );
  return Math.max(padded, geometry.minChunkBytes);
}

export function isSmall(geometry: HeapGeometry, chunkBytes: number): boolean {
  return chunkBytes < geometry.minLargeBytes;
}

/** The bin that holds free chunks of this size. */
export function binIndexOf(geometry: HeapGeometry, chunkBytes: number): number {
  if (isSmall(geometry, chunkBytes)) {
    return chunkBytes / geometry.alignBytes + (geometry.alignBytes > geometry.headerBytes ? 1 : 0);
  }
  return largeBinIndexOf(geometry, chunkBytes);
}

/** Large bins widen by a factor of eight: 64 bytes apart, 512, 4 KiB, 32 KiB, 256 KiB, and one for the rest. */
function largeBinIndexOf(geometry: HeapGeometry, chunkBytes: number): number {
  const firstSteps = Math.floor(chunkBytes / 64);
  const { lastStep, firstBin } = firstLargeBins(geometry);
  if (firstSteps <= lastStep) return firstBin + firstSteps;
  for (const { widthBytes, maxSteps, base } of wideBins) {
    const steps = Math.floor(chunkBytes / widthBytes);
    if (steps <= maxSteps) return base + steps;
  }
  return 126;
}

const wideBins: readonly { readonly widthBytes: number; readonly maxSteps: number; readonly base: number }[] =
  [
    { widthBytes: 512, maxSteps: 20, base: 91 },
    { widthBytes: 4 * KiB, maxSteps: 10, base: 110 },
    { widthBytes: 32 * KiB, maxSteps: 4, base: 119 },
    { widthBytes: 256 * KiB, maxSteps: 2, base: 124 },
  ];

function firstLargeBins(geometry: HeapGeometry): { readonly lastStep: number; readonly firstBin: number } {
  if (geometry.wordBytes === 8) return { lastStep: 48, firstBin: 48 };
  return geometry.alignBytes === 16 ? { lastStep: 45, firstBin: 49 } : { lastStep: 38, firstBin: 56 };
}

/** The fastbin of a chunk size; its chunks are all of one size. */
export function fastbinIndexOf(geometry: HeapGeometry, chunkBytes: number): number {
  return Math.floor(chunkBytes / (2 * geometry.wordBytes)) - 2;
}

/** Number of fastbins. */
export function nrFastbins(geometry: HeapGeometry): number {
  return fastbinIndexOf(geometry, chunkBytesFor(geometry, geometry.maxFastRequestBytes) ?? 0) + 1;
}

/** Chunk size up to which frees go to fastbins, for a value given to M_MXFAST. */
export function fastbinLimit(geometry: HeapGeometry, requestBytes: number): number {
  if (requestBytes <= geometry.alignBytes - 1 - geometry.wordBytes) return (4 * geometry.wordBytes) / 2;
  return alignDown(requestBytes + geometry.wordBytes, geometry.alignBytes);
}

/** The tcache bin of a chunk size; may be beyond the last one. */
export function tcacheIndexOf(geometry: HeapGeometry, chunkBytes: number): number {
  return Math.floor((chunkBytes - geometry.minChunkBytes + geometry.alignBytes - 1) / geometry.alignBytes);
}

/** Chunk size that a tcache bin holds. */
export function tcacheChunkBytes(geometry: HeapGeometry, index: number): number {
  return index * geometry.alignBytes + geometry.minChunkBytes;
}
