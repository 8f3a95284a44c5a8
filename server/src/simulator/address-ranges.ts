// Ranges of addresses that do not overlap, in order, with a search for holes: vmap areas and a process's mappings. Kept
// in blocks that know their widest hole, as the kernel's trees do (mm/vmalloc.c: augment_tree_propagate_from(), 6.1):
// a run that makes a hundred thousand of them must not walk over all for each.

import type { Address } from "./address.js";

export interface AddressRange {
  readonly start: Address;
  readonly bytes: number;
}

/** Ranges in ascending order of address. */
export interface AddressRanges<Range extends AddressRange> {
  /** Takes a range in that overlaps no other. */
  add(range: Range): void;
  remove(range: Range): void;
  /** The last range that starts at or below `address`. */
  atOrBelow(address: Address): Range | undefined;
  /** The first range that starts above `address`. */
  above(address: Address): Range | undefined;
  /** Start of the lowest hole of at least `bytes` from `from` on; behind the last range there is room without end. */
  lowestHole(bytes: number, from: Address): Address;
  /** End of the highest hole of at least `bytes` below `top`; below the first range there is room without end. */
  highestHole(bytes: number, top: Address): Address;
  all(): Range[];
}

interface Block<Range> {
  readonly ranges: Range[];
  /** The widest hole between two ranges of the block; undefined when it must be worked out again. */
  widest: number | undefined;
}

/** Small blocks are many to look at, large ones are slow to change: about the root of the most there are. */
const maxBlockLength = 512;

export function createAddressRanges<Range extends AddressRange>(): AddressRanges<Range> {
  const blocks: Block<Range>[] = [];
  const endOf = ({ start, bytes }: AddressRange): Address => start + bytes;

  /** Index of the last element that starts at or below `address`; -1 for none. */
  function lastStarting<Item>(
    items: readonly Item[],
    startOf: (item: Item) => Address,
    address: Address,
  ): number {
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const item = items[middle];
      if (item !== undefined && startOf(item) <= address) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  const blockStart = ({ ranges }: Block<Range>): Address => ranges[0]?.start ?? 0;
  const rangeStart = ({ start }: Range): Address => start;

  function add(range: Range): void {
    const at = Math.max(0, lastStarting(blocks, blockStart, range.start));
    const block = blocks[at];
    if (!block) {
      blocks.push({ ranges: [range], widest: undefined });
      return;
    }
    block.ranges.splice(lastStarting(block.ranges, rangeStart, range.start) + 1, 0, range);
    block.widest = undefined;
    if (block.ranges.length <= maxBlockLength) return;
    // What grows at its end is split there: the full block is then never touched again.
    const isAtEnd = block.ranges.at(-1) === range;
    const moved = block.ranges.splice(isAtEnd ? maxBlockLength : maxBlockLength >> 1);
    blocks.splice(at + 1, 0, { ranges: moved, widest: undefined });
  }

  function remove(range: Range): void {
    const at = lastStarting(blocks, blockStart, range.start);
    const block = blocks[at];
    const index = block ? lastStarting(block.ranges, rangeStart, range.start) : -1;
    if (!block || block.ranges[index] !== range) return;
    block.ranges.splice(index, 1);
    block.widest = undefined;
    if (block.ranges.length === 0) blocks.splice(at, 1);
  }

  function atOrBelow(address: Address): Range | undefined {
    const block = blocks[lastStarting(blocks, blockStart, address)];
    return block?.ranges[lastStarting(block.ranges, rangeStart, address)];
  }

  function above(address: Address): Range | undefined {
    const at = lastStarting(blocks, blockStart, address);
    const block = blocks[at];
    const next = block?.ranges[lastStarting(block.ranges, rangeStart, address) + 1];
    return next ?? blocks[at + 1]?.ranges[0];
  }

  function widestIn(block: Block<Range>): number {
    if (block.widest !== undefined) return block.widest;
    let widest = 0;
    let end: Address | undefined;
    for (const range of block.ranges) {
      if (end !== undefined) widest = Math.max(widest, range.start - end);
      end = endOf(range);
    }
    block.widest = widest;
    return widest;
  }

  function lowestHole(bytes: number, from: Address): Address {
    let end = from;
    for (const block of blocks) {
      const last = block.ranges.at(-1);
      if (!last || endOf(last) <= from) continue;
      if (blockStart(block) - end >= bytes) return end;
      if (widestIn(block) >= bytes || blockStart(block) < from) {
        for (const range of block.ranges) {
          if (range.start - end >= bytes) return end;
          end = Math.max(end, endOf(range));
        }
      }
      end = Math.max(end, endOf(last));
    }
    return end;
  }

  function highestHole(bytes: number, top: Address): Address {
    let start = top;
    for (let i = blocks.length - 1; i >= 0; i--) {
      const block = blocks[i];
      const last = block?.ranges.at(-1);
      if (!block || !last || blockStart(block) >= top) continue;
      if (start - endOf(last) >= bytes) return start;
      if (widestIn(block) >= bytes || endOf(last) > top) {
        for (const range of block.ranges.toReversed()) {
          if (start - endOf(range) >= bytes) return start;
          start = Math.min(start, range.start);
        }
      }
      start = Math.min(start, blockStart(block));
    }
    return start;
  }

  return {
    add,
    remove,
    atOrBelow,
    above,
    lowestHole,
    highestHole,
    all: () => blocks.flatMap(({ ranges }) => ranges),
  };
}
