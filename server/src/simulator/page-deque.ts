// A list of page frames that is used at both ends, as the kernel uses its per-cpu lists: newest first, oldest freed.

/** Taking and adding at either end costs O(1) on average. */
export interface PageDeque {
  readonly length: number;
  addFirst(pfn: number): void;
  addLast(pfn: number): void;
  takeFirst(): number | undefined;
  takeLast(): number | undefined;
}

/** An empty deque in a ring that grows by doubling. */
export function createPageDeque(): PageDeque {
  let ring = new Int32Array(16);
  let start = 0;
  let length = 0;
  const grow = (): void => {
    const larger = new Int32Array(ring.length * 2);
    for (let i = 0; i < length; i++) larger[i] = ring[(start + i) & (ring.length - 1)] ?? 0;
    ring = larger;
    start = 0;
  };
  return {
    get length() {
      return length;
    },
    addFirst(pfn) {
      if (length === ring.length) grow();
      start = (start - 1) & (ring.length - 1);
      ring[start] = pfn;
      length += 1;
    },
    addLast(pfn) {
      if (length === ring.length) grow();
      ring[(start + length) & (ring.length - 1)] = pfn;
      length += 1;
    },
    takeFirst() {
      if (length === 0) return undefined;
      const pfn = ring[start];
      start = (start + 1) & (ring.length - 1);
      length -= 1;
      return pfn;
    },
    takeLast() {
      if (length === 0) return undefined;
      length -= 1;
      return ring[(start + length) & (ring.length - 1)];
    },
  };
}
