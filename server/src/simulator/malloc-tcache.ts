// Single-linked lists of free chunks: the per-thread cache, and how pointers of such lists (fastbins too) are stored.
// Source: glibc 2.36 malloc/malloc.c, tcache_put(), tcache_get(), PROTECT_PTR.

import type { Address } from "./address.js";
import { type Arena, abortProcess, toMemory } from "./malloc-arena.js";

/** Index of the tcache bin for this chunk size, when the cache is there and has such a bin. */
export function tcacheBin(arena: Arena, index: number): number | undefined {
  return arena.tcache !== undefined && index < arena.tuning.tcacheBins ? index : undefined;
}

export function tcacheHasRoom(arena: Arena, index: number): boolean {
  return (arena.tcache?.counts[index] ?? 0) < arena.tuning.tcacheCount;
}

/** Puts a chunk into its tcache bin; the caller knows that there is room. */
export function tcachePut(arena: Arena, chunk: Address, index: number): void {
  const { tcache } = arena;
  if (!tcache) return;
  const memory = toMemory(arena, chunk);
  if (arena.libc.tcache?.hasKey) arena.memory.write(memory + arena.geometry.wordBytes, tcacheKey);
  writeListPointer(arena, memory, tcache.heads[index] ?? 0);
  tcache.heads[index] = memory;
  tcache.counts[index] = (tcache.counts[index] ?? 0) + 1;
}

/** Takes the newest chunk out of a tcache bin that is not empty. */
export function tcacheGet(arena: Arena, index: number): Address {
  const { tcache } = arena;
  const memory = tcache?.heads[index] ?? 0;
  if (!tcache) return 0;
  if (arena.libc.hasSafeLinking && memory % arena.geometry.alignBytes !== 0) {
    abortProcess("malloc(): unaligned tcache chunk detected", memory);
  }
  tcache.heads[index] = readListPointer(arena, memory);
  tcache.counts[index] = (tcache.counts[index] ?? 1) - 1;
  if (arena.libc.tcache?.hasKey) arena.memory.write(memory + arena.geometry.wordBytes, 0);
  return memory;
}

/** User memory of the chunks of a tcache bin, newest first; at most as many as `limit`, as the list may be bent. */
export function tcacheChunks(arena: Arena, index: number, limit: number): readonly Address[] {
  const chunks: Address[] = [];
  for (let memory = arena.tcache?.heads[index] ?? 0; memory !== 0 && chunks.length < limit; ) {
    chunks.push(memory);
    memory = readListPointer(arena, memory);
  }
  return chunks;
}

/** What the library writes into cached chunks: the real one is random, any value that programs do not store will do. */
export const tcacheKey = 0x1f_93a5_5ac7_6e2b;

// Single-linked lists (tcache, fastbins). Since 2.32 the stored pointer is mangled with the page it stands in.

export function readListPointer(arena: Arena, position: Address): Address {
  const stored = arena.memory.read(position);
  return arena.libc.hasSafeLinking ? exclusiveOr(Math.floor(position / 4096), stored) : stored;
}

export function writeListPointer(arena: Arena, position: Address, value: Address): void {
  const stored = arena.libc.hasSafeLinking ? exclusiveOr(Math.floor(position / 4096), value) : value;
  arena.memory.write(position, stored);
}

/** XOR of numbers up to 2^53: the operator itself works on 32 bits. */
function exclusiveOr(a: number, b: number): number {
  const high = Math.floor(a / 2 ** 32) ^ Math.floor(b / 2 ** 32);
  const low = ((a % 2 ** 32) ^ (b % 2 ** 32)) >>> 0;
  return (high >>> 0) * 2 ** 32 + low;
}
