// Most names of a file mean nothing to whoever looks them up. A few bits per name that does mean something tell so by
// the hash that the tokenizer has made of it, before any table is searched.

import { hashOfName } from "./tokens.js";

/** Answers false only for the hash of a name that is none of those it was made of. */
export type NameFilter = (hash: number) => boolean;

/** So many bits for each name let one in sixteen of the others pass. */
const bitsPerName = 16;

/** Makes the filter of some names. Linear in their length. */
export function createNameFilter(names: Iterable<string>): NameFilter {
  const hashes = Int32Array.from(names, hashOfName);
  let nrBits = 256;
  while (nrBits < hashes.length * bitsPerName) nrBits *= 2;
  const bits = new Uint8Array(nrBits / 8);
  const mask = nrBits - 1;
  for (const hash of hashes) {
    const place = (hash ^ (hash >>> 15)) & mask;
    bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7));
  }
  return (hash) => {
    const place = (hash ^ (hash >>> 15)) & mask;
    return ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
  };
}
