// Words that the simulated allocator wrote, by address, in small blocks that come and go with their page. The heap's
// first gibibyte and the library's list heads have arrays of their own: they serve nearly all of the traffic.

import type { Address } from "./address.js";

/** Bytes of one block: small enough for heaps of page-sized chunks, few enough to drop a page at a time. */
export const blockBytes = 512;

/** Blocks by address. Block addresses are multiples of `blockBytes`. */
export interface WordStore {
  /** The word at an aligned address, undefined where no block is. */
  get(address: Address): number | undefined;
  /** Writes where a block is; false where none is. */
  set(address: Address, value: number): boolean;
  /** The block that holds an address, made when there is none. */
  ensure(address: Address): Float64Array;
  find(address: Address): Float64Array | undefined;
  put(address: Address, block: Float64Array): void;
  drop(address: Address): void;
}

const nearBytes = 2 ** 30;

/** `heapStart` and `libraryStart` are page-aligned. */
export function createWordStore(heapStart: Address, libraryStart: Address, wordBytes: 4 | 8): WordStore {
  const shift = wordBytes === 8 ? 3 : 2;
  const near: (Float64Array | undefined)[] = [];
  const library: (Float64Array | undefined)[] = [];
  const far = new Map<number, Float64Array>();

  function find(address: Address): Float64Array | undefined {
    const offset = address - heapStart;
    if (offset >= 0 && offset < nearBytes) return near[offset >> 9];
    if (address >= libraryStart) return library[(address - libraryStart) >> 9];
    return far.get(Math.floor(address / blockBytes));
  }

  function put(address: Address, block: Float64Array | undefined): void {
    const offset = address - heapStart;
    if (offset >= 0 && offset < nearBytes) near[offset >> 9] = block;
    else if (address >= libraryStart) library[(address - libraryStart) >> 9] = block;
    else if (block === undefined) far.delete(Math.floor(address / blockBytes));
    else far.set(Math.floor(address / blockBytes), block);
  }

  /** The remainder of a difference of page-aligned numbers is that of the address, and small enough for integers. */
  function indexOf(address: Address): number {
    const offset = address - heapStart;
    const small = offset >= 0 && offset < nearBytes ? offset : address % blockBytes;
    return (small & (blockBytes - 1)) >> shift;
  }

  function ensure(address: Address): Float64Array {
    const found = find(address);
    if (found) return found;
    const block = new Float64Array(blockBytes / wordBytes);
    put(address, block);
    return block;
  }

  return {
    get: (address) => find(address)?.[indexOf(address)],
    set(address, value) {
      const block = find(address);
      if (block === undefined) return false;
      block[indexOf(address)] = value;
      return true;
    },
    ensure,
    find,
    put,
    drop: (address) => put(address, undefined),
  };
}
