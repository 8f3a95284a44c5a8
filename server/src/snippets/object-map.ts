// Which live object holds an address. Objects are entered in buckets of a size that fits theirs, so that neither a page
// full of small ones nor thousands of large ones make a search long.

import type { MemoryObject } from "./memory.js";

export interface ObjectMap {
  enter(object: MemoryObject): void;
  leave(object: MemoryObject): void;
  /** The object that holds `address`. Where two do, which they should not, the one entered first. */
  find(address: number): MemoryObject | undefined;
}

/** Bytes of a bucket of the lowest level; each level has buckets sixteen times as large. */
const leastBucketBytes = 4096;
const levelFactor = 16;

interface Level {
  readonly bucketBytes: number;
  readonly buckets: Map<number, MemoryObject[]>;
}

export function createObjectMap(): ObjectMap {
  const levels: Level[] = [];

  /** The level where the object lies in few buckets. */
  function levelOf({ sizeBytes }: MemoryObject): Level {
    let depth = 0;
    let bucketBytes = leastBucketBytes;
    while (sizeBytes > bucketBytes * levelFactor) {
      bucketBytes *= levelFactor;
      depth++;
    }
    while (levels.length <= depth)
      levels.push({ bucketBytes: leastBucketBytes * levelFactor ** levels.length, buckets: new Map() });
    const level = levels[depth];
    return level ?? { bucketBytes, buckets: new Map() };
  }

  function* bucketsOf({ address, sizeBytes }: MemoryObject, bucketBytes: number): Iterable<number> {
    const last = Math.floor((address + Math.max(sizeBytes, 1) - 1) / bucketBytes);
    for (let bucket = Math.floor(address / bucketBytes); bucket <= last; bucket++) yield bucket;
  }

  function enter(object: MemoryObject): void {
    const { bucketBytes, buckets } = levelOf(object);
    for (const bucket of bucketsOf(object, bucketBytes)) {
      const list = buckets.get(bucket);
      if (list) list.push(object);
      else buckets.set(bucket, [object]);
    }
  }

  function leave(object: MemoryObject): void {
    const { bucketBytes, buckets } = levelOf(object);
    for (const bucket of bucketsOf(object, bucketBytes)) {
      const list = buckets.get(bucket);
      const index = list?.indexOf(object) ?? -1;
      if (!list || index < 0) continue;
      if (list.length === 1) buckets.delete(bucket);
      else list.splice(index, 1);
    }
  }

  function find(address: number): MemoryObject | undefined {
    for (const { bucketBytes, buckets } of levels) {
      if (buckets.size === 0) continue;
      for (const object of buckets.get(Math.floor(address / bucketBytes)) ?? [])
        if (address >= object.address && address < object.address + Math.max(object.sizeBytes, 1))
          return object;
    }
    return undefined;
  }

  return { enter, leave, find };
}
