// The memory of a simulated process as its malloc sees it: the break, mapped regions, and pages that exist only once
// they were touched. It holds the words that the allocator itself writes (chunk sizes, list pointers), so that stale
// pointers find what a real process would find. What the program stores there is not kept, only that it was stored.

import type { Address } from "./address.js";
import { type AddressRange, createAddressRanges } from "./address-ranges.js";
import { alignUp } from "./malloc-geometry.js";
import { blockBytes, createWordStore } from "./malloc-words.js";

/** A mapping made by mmap(). */
export interface HeapMapping {
  readonly address: Address;
  readonly bytes: number;
}

/** Where a process has its heap and mappings, and how much the kernel grants. */
export interface ProcessLayout {
  /** First byte of the heap: the break before the first call. Page-aligned. */
  readonly heapStart: Address;
  /** Mappings are placed below this address, highest hole first. */
  readonly mmapTop: Address;
  /** The break can not grow beyond this address (another mapping is in the way). */
  readonly heapLimit: Address;
  /** A single request above this is refused (overcommit_memory 0: all memory and swap). */
  readonly commitLimitBytes: number;
  readonly pageBytes: number;
  readonly wordBytes: 4 | 8;
}

/** What the allocator asked of the kernel. */
export type MemoryCall =
  | { readonly call: "brk"; readonly from: Address; readonly to: Address }
  | { readonly call: "mmap" | "munmap" | "madvise"; readonly address: Address; readonly bytes: number }
  | {
      readonly call: "mremap";
      readonly address: Address;
      readonly bytes: number;
      readonly oldAddress: Address;
      readonly oldBytes: number;
    };

export interface ProcessMemory {
  /** A new call begins: the budget of reads that keeps a broken list from looping for ever is full again. */
  beginCall(): void;
  /** A word of the allocator's; 0 where none was written. Reading an untouched page maps the zero page. */
  read(address: Address): number;
  /** The three lowest bits of a word, exact also where a word that is read across two others has no exact number. */
  readFlags(address: Address): number;
  write(address: Address, value: number): void;
  /** The program reads or writes these bytes. */
  touch(address: Address, bytes: number, access: "read" | "write"): void;
  /** memset() to zero: touches, and forgets the words that stood there. */
  clear(address: Address, bytes: number): void;
  /** memcpy(): touches both, and carries the allocator's words over. */
  copy(from: Address, to: Address, bytes: number): void;
  /** sbrk(): the break before the call, undefined when the kernel refuses. */
  sbrk(incrementBytes: number): Address | undefined;
  map(bytes: number): Address | undefined;
  unmap(address: Address, bytes: number): void;
  /** mremap() with leave to move. */
  remap(address: Address, oldBytes: number, bytes: number): Address | undefined;
  /** madvise(MADV_DONTNEED): the pages are dropped and read as zero again. */
  discard(address: Address, bytes: number): void;
  isMapped(address: Address): boolean;
  currentBreak(): Address;
  mappings(): readonly HeapMapping[];
  /** Pages of the program's own: written at least once since they were mapped. */
  nrResidentPages(): number;
  /** Pages that were only read: all of them are the shared zero page. */
  nrZeroPages(): number;
  nrMinorFaults(): number;
  /** Whether a page was touched: for tests against a real process. */
  isPresent(address: Address): boolean;
}

/**
 * Reads that one call of the library may make. A list that the program has bent into a ring never ends; the longest
 * honest walk, over a heap of some million free chunks, stays far below.
 */
const maxReadsPerCall = 20_000_000;

type PageState = "zero" | "written";

/**
 * Memory of a fresh process. `onCall` hears of each system call, `onEnd` must not return: it ends the process (SIGSEGV,
 * or a loop that would not end). Addresses at or above `libraryStart` belong to the library and are always there.
 */
export function createProcessMemory(
  layout: ProcessLayout,
  libraryStart: Address,
  onCall: (call: MemoryCall) => void,
  onEnd: (reason: "bad-access" | "endless-loop", address: Address) => never,
): ProcessMemory {
  const { pageBytes, wordBytes } = layout;
  const pages = new Map<number, PageState>();
  const words = createWordStore(layout.heapStart, libraryStart, wordBytes);
  const mapped = createAddressRanges<AddressRange>();
  let brk = layout.heapStart;
  let nrWritten = 0;
  let nrFaults = 0;
  let nrReads = 0;

  function isMapped(address: Address): boolean {
    if (address >= layout.heapStart && address < brk) return true;
    const region = mapped.atOrBelow(address);
    return region !== undefined && address < region.start + region.bytes;
  }

  function fault(address: Address, access: "read" | "write"): void {
    if (address >= libraryStart) return;
    const page = Math.floor(address / pageBytes);
    const state = pages.get(page);
    if (state === "written" || (state === "zero" && access === "read")) return;
    if (state === undefined && !isMapped(address)) onEnd("bad-access", address);
    nrFaults++;
    if (access === "write") nrWritten++;
    pages.set(page, access === "write" ? "written" : "zero");
  }

  function readAligned(address: Address): number {
    return words.get(address) ?? 0;
  }

  function read(address: Address): number {
    if (++nrReads > maxReadsPerCall) onEnd("endless-loop", address);
    // Where a word stands there is a page that was written; addresses between two words are rare.
    if (Number.isInteger(address / wordBytes)) {
      const word = words.get(address);
      if (word !== undefined) return word;
    }
    fault(address, "read");
    const shift = address % wordBytes;
    if (shift === 0) return readAligned(address);
    fault(address + wordBytes - 1, "read");
    const low = Math.floor(readAligned(address - shift) / 2 ** (8 * shift));
    const high = readAligned(address - shift + wordBytes) % 2 ** (8 * shift);
    return low + high * 2 ** (8 * (wordBytes - shift));
  }

  function readFlags(address: Address): number {
    if (Number.isInteger(address / wordBytes)) return read(address) & 7;
    fault(address, "read");
    const shift = address % wordBytes;
    return Math.floor(readAligned(address - shift) / 2 ** (8 * shift)) & 7;
  }

  function write(address: Address, value: number): void {
    if (words.set(address, value)) return;
    fault(address, "write");
    words.ensure(address);
    words.set(address, value);
  }

  function touch(address: Address, bytes: number, access: "read" | "write"): void {
    if (bytes <= 0) return;
    const last = Math.floor((address + bytes - 1) / pageBytes);
    for (let page = Math.floor(address / pageBytes); page <= last; page++) fault(page * pageBytes, access);
  }

  function clear(address: Address, bytes: number): void {
    touch(address, bytes, "write");
    for (let at = address; at < address + bytes; ) {
      const offset = at % blockBytes;
      const count = Math.min(blockBytes - offset, address + bytes - at);
      words.find(at)?.fill(0, offset / wordBytes, (offset + count) / wordBytes);
      at += count;
    }
  }

  function copy(from: Address, to: Address, bytes: number): void {
    touch(from, bytes, "read");
    touch(to, bytes, "write");
    for (let offset = 0; offset < bytes; offset += wordBytes) {
      const hasWords = words.find(from + offset) !== undefined || words.find(to + offset) !== undefined;
      if (!hasWords) {
        offset += Math.min(roomInBlock(from + offset), roomInBlock(to + offset)) - wordBytes;
        continue;
      }
      const value = readAligned(from + offset);
      if (value !== readAligned(to + offset)) write(to + offset, value);
    }
  }

  function roomInBlock(address: Address): number {
    return blockBytes - (address % blockBytes);
  }

  function dropPages(start: Address, bytes: number): void {
    const first = Math.floor(start / pageBytes);
    const end = Math.floor((start + bytes) / pageBytes);
    if (end - first < pages.size) {
      for (let page = first; page < end; page++) dropPage(page);
      return;
    }
    for (const page of [...pages.keys()]) if (page >= first && page < end) dropPage(page);
  }

  function dropPage(page: number): void {
    const state = pages.get(page);
    if (state === undefined) return;
    pages.delete(page);
    if (state === "zero") return;
    nrWritten--;
    for (let offset = 0; offset < pageBytes; offset += blockBytes) words.drop(page * pageBytes + offset);
  }

  function movePages(from: Address, to: Address, bytes: number): void {
    for (let offset = 0; offset < bytes; offset += pageBytes) {
      const source = (from + offset) / pageBytes;
      const state = pages.get(source);
      if (state === undefined) continue;
      pages.delete(source);
      pages.set((to + offset) / pageBytes, state);
      for (let at = offset; at < offset + pageBytes; at += blockBytes) {
        const block = words.find(from + at);
        if (block === undefined) continue;
        words.drop(from + at);
        words.put(to + at, block);
      }
    }
  }

  function mayGrowTo(target: Address): boolean {
    const end = alignUp(target, pageBytes);
    if (end === alignUp(brk, pageBytes)) return true;
    const above = mapped.above(brk - 1)?.start ?? layout.heapLimit;
    return end + pageBytes <= Math.min(layout.heapLimit, above);
  }

  function sbrk(incrementBytes: number): Address | undefined {
    const before = brk;
    if (incrementBytes === 0) return before;
    const target = brk + incrementBytes;
    if (target < layout.heapStart || incrementBytes > layout.commitLimitBytes) return undefined;
    if (incrementBytes > 0 && !mayGrowTo(target)) return undefined;
    brk = target;
    if (incrementBytes < 0) {
      const firstFree = alignUp(target, pageBytes);
      dropPages(firstFree, alignUp(before, pageBytes) - firstFree);
    }
    onCall({ call: "brk", from: before, to: target });
    return before;
  }

  /** The highest hole that fits, as arch_get_unmapped_area_topdown() picks it. */
  function findHole(bytes: number): Address | undefined {
    const end = mapped.highestHole(bytes, layout.mmapTop);
    return end - bytes >= alignUp(brk, pageBytes) ? end - bytes : undefined;
  }

  /** Takes [address, address + bytes) out of the mappings; parts of a mapping may stay. */
  function remove(address: Address, bytes: number): void {
    const end = address + bytes;
    const first = mapped.atOrBelow(address);
    let region = first && first.start + first.bytes > address ? first : mapped.above(address);
    while (region && region.start < end) {
      const regionEnd = region.start + region.bytes;
      mapped.remove(region);
      if (region.start < address) mapped.add({ start: region.start, bytes: address - region.start });
      if (regionEnd > end) mapped.add({ start: end, bytes: regionEnd - end });
      region = regionEnd > end ? undefined : mapped.above(region.start);
    }
  }

  function map(bytes: number): Address | undefined {
    if (bytes > layout.commitLimitBytes) return undefined;
    const address = findHole(bytes);
    if (address === undefined) return undefined;
    mapped.add({ start: address, bytes });
    onCall({ call: "mmap", address, bytes });
    return address;
  }

  function unmap(address: Address, bytes: number): void {
    remove(address, bytes);
    dropPages(address, bytes);
    onCall({ call: "munmap", address, bytes });
  }

  function canGrowInPlace(address: Address, oldBytes: number, bytes: number): boolean {
    const oldEnd = address + oldBytes;
    const region = mapped.atOrBelow(oldEnd - 1);
    const isLast = region !== undefined && region.start + region.bytes === oldEnd;
    const next = mapped.above(oldEnd - 1);
    const isFree = next === undefined || next.start >= address + bytes;
    return isLast && isFree && address + bytes <= layout.mmapTop;
  }

  function remap(address: Address, oldBytes: number, bytes: number): Address | undefined {
    if (bytes > layout.commitLimitBytes) return undefined;
    let target: Address | undefined = address;
    if (bytes < oldBytes) {
      remove(address + bytes, oldBytes - bytes);
      dropPages(address + bytes, oldBytes - bytes);
    } else if (canGrowInPlace(address, oldBytes, bytes)) {
      remove(address, oldBytes);
      mapped.add({ start: address, bytes });
    } else {
      target = findHole(bytes);
      if (target === undefined) return undefined;
      remove(address, oldBytes);
      mapped.add({ start: target, bytes });
      movePages(address, target, oldBytes);
    }
    onCall({ call: "mremap", address: target, bytes, oldAddress: address, oldBytes });
    return target;
  }

  return {
    beginCall() {
      nrReads = 0;
    },
    read,
    readFlags,
    write,
    touch,
    clear,
    copy,
    sbrk,
    map,
    unmap,
    remap,
    isMapped,
    discard(address, bytes) {
      dropPages(address, bytes);
      onCall({ call: "madvise", address, bytes });
    },
    currentBreak: () => brk,
    // The highest first, as the kernel places them.
    mappings: () =>
      mapped
        .all()
        .toReversed()
        .map(({ start, bytes }) => ({ address: start, bytes })),
    nrResidentPages: () => nrWritten,
    nrZeroPages: () => pages.size - nrWritten,
    nrMinorFaults: () => nrFaults,
    isPresent: (address) => pages.has(Math.floor(address / pageBytes)),
  };
}
