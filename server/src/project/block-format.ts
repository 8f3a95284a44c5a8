// How entries lie in a file of the cache: blocks one after the other, each with the keys of its entries in front and a
// checksum over all of it. A file that was cut off, or overwritten in its middle, is good up to there; a block with a
// wrong checksum is no block. Nothing here touches a disk.

import { createHash } from "node:crypto";

/** A key of an entry: 16 characters, each a byte (`latin1`). */
export type BlockKey = string;

export const keyBytes = 16;
const checksumBytes = 16;
/** Of the name of the format, the number of keys and the length of the payload. */
const headBytes = 12;

/** Changes whenever the bytes mean something else. */
const formatName = 0x4b4c4231; // "KLB1"

/** No writer makes such a block: what says so of itself is damaged. */
const maxBlockKeys = 1 << 16;

/** A block as it lies in the bytes of a file; its checksum has not been looked at. */
export interface StoredBlock {
  readonly keys: readonly BlockKey[];
  /** The whole block, to be copied. */
  readonly bytes: Uint8Array;
}

/** The key of a thing that `parts` tell from all others. */
export function blockKeyOf(parts: readonly string[]): BlockKey {
  return createHash("sha256").update(parts.join("\0")).digest().toString("latin1", 0, keyBytes);
}

/** The bytes of a block. */
export function packBlock(keys: readonly BlockKey[], payload: Uint8Array): Uint8Array {
  const bodyAt = headBytes + checksumBytes;
  const bytes = Buffer.alloc(bodyAt + keys.length * keyBytes + payload.length);
  bytes.writeUInt32BE(formatName, 0);
  bytes.writeUInt32BE(keys.length, 4);
  bytes.writeUInt32BE(payload.length, 8);
  for (const [index, key] of keys.entries()) bytes.write(key, bodyAt + index * keyBytes, "latin1");
  bytes.set(payload, bodyAt + keys.length * keyBytes);
  bytes.set(checksumOf(bytes), headBytes);
  return bytes;
}

/** The blocks in the bytes of a file, as far as they can be told apart. */
export function findBlocks(file: Uint8Array): StoredBlock[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const blocks: StoredBlock[] = [];
  for (let at = 0; at + headBytes + checksumBytes <= bytes.length; ) {
    const nrKeys = bytes.readUInt32BE(at + 4);
    if (bytes.readUInt32BE(at) !== formatName || nrKeys > maxBlockKeys) break;
    const keysAt = at + headBytes + checksumBytes;
    const end = keysAt + nrKeys * keyBytes + bytes.readUInt32BE(at + 8);
    if (end > bytes.length) break;
    const keys = Array.from({ length: nrKeys }, (_, index) =>
      bytes.toString("latin1", keysAt + index * keyBytes, keysAt + (index + 1) * keyBytes),
    );
    blocks.push({ keys, bytes: bytes.subarray(at, end) });
    at = end;
  }
  return blocks;
}

/** What `packBlock` was given; undefined where the block is damaged. */
export function payloadOf({ keys, bytes }: StoredBlock): Uint8Array | undefined {
  const told = bytes.subarray(headBytes, headBytes + checksumBytes);
  if (!checksumOf(bytes).every((byte, index) => byte === told[index])) return undefined;
  return bytes.subarray(headBytes + checksumBytes + keys.length * keyBytes);
}

/** Over the head and what follows the place of the checksum. */
function checksumOf(block: Uint8Array): Uint8Array {
  const hash = createHash("sha256").update(block.subarray(0, headBytes));
  return hash
    .update(block.subarray(headBytes + checksumBytes))
    .digest()
    .subarray(0, checksumBytes);
}
