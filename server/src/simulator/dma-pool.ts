// Geometry of a dma_pool: where its blocks lie in each page, by release. mm/dmapool.c: dma_pool_create(),
// pool_initialise_page() (6.1.192, 6.12.117); 2.6.10 kept them in drivers/base/dmapool.c with a bitmap per page.

import type { Profile } from "../kernel-model/profile.js";
import { alignUp } from "./slub-geometry.js";

export interface PoolRequest {
  readonly sizeBytes: number;
  readonly alignBytes: number;
  readonly boundaryBytes: number;
}

export interface PoolGeometry {
  readonly blockBytes: number;
  /** Bytes of one page of the pool: a page of the machine, or one larger block. */
  readonly allocationBytes: number;
  readonly boundaryBytes: number;
  /** Offsets of all blocks of one page, ascending. */
  readonly offsets: readonly number[];
}

/** Undefined where dma_pool_create() answers NULL: size 0, alignment or boundary no power of two, boundary below size. */
export function poolGeometry(profile: Profile, request: PoolRequest): PoolGeometry | undefined {
  const align = request.alignBytes === 0 ? 1 : request.alignBytes;
  if (!isPowerOfTwo(align) || request.sizeBytes === 0) return undefined;
  const blockBytes = alignUp(Math.max(minBlockBytes(profile), request.sizeBytes), align);
  const allocationBytes = Math.max(blockBytes, profile.config.pageSizeBytes);
  let boundaryBytes = request.boundaryBytes;
  if (boundaryBytes === 0) boundaryBytes = allocationBytes;
  else if (boundaryBytes < blockBytes || !isPowerOfTwo(boundaryBytes)) return undefined;
  const offsets = blockOffsets(profile, blockBytes, allocationBytes, boundaryBytes);
  return { blockBytes, allocationBytes, boundaryBytes, offsets };
}

/** Room for the link to the next free block: an offset, or since 6.3 a pointer and a DMA address (struct dma_block). */
function minBlockBytes(profile: Profile): number {
  if (profile.release.memory.dmaPool !== "all-blocks") return 4;
  const pointerBytes = profile.arch.bits / 8;
  const isWideBus = profile.arch.bits === 64 || profile.config.pae;
  return pointerBytes + (isWideBus ? 8 : 4);
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}

function blockOffsets(
  profile: Profile,
  blockBytes: number,
  allocationBytes: number,
  boundaryBytes: number,
): number[] {
  const offsets: number[] = [];
  const losesLast = profile.release.memory.dmaPool === "loses-last-block";
  let boundary = boundaryBytes;
  let offset = 0;
  while (losesLast ? offset < allocationBytes : offset + blockBytes <= allocationBytes) {
    if (!losesLast && offset + blockBytes > boundary) {
      offset = boundary;
      boundary += boundaryBytes;
      continue;
    }
    offsets.push(offset);
    let next = offset + blockBytes;
    // Up to 6.2 a block that ends exactly on the boundary is skipped with it.
    if (losesLast && next + blockBytes >= boundary) {
      next = boundary;
      boundary += boundaryBytes;
    }
    offset = next;
  }
  return offsets;
}
