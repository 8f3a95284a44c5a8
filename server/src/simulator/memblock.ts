// Memory before the buddy allocator exists: memblock's two lists of ranges, the older bootmem bitmap, and how what is
// left is handed over. Sources: mm/memblock.c: memblock_add(), memblock_find_in_range(), memblock_free_all() (6.1),
// mm/bootmem.c: __alloc_bootmem_core(), free_all_bootmem_core() (2.6.10).

import { emitFault } from "./emit-fault.js";
import type { Core, Part } from "./part.js";
import { addRange, freeRanges, type PhysicalRange, removeRange } from "./physical-ranges.js";

/** A block as the buddy allocator gets it. */
export interface HandedBlock {
  readonly pfn: number;
  readonly order: number;
}

export interface BootMemoryState {
  readonly kind: "memblock" | "bootmem";
  readonly memory: readonly PhysicalRange[];
  readonly reserved: readonly PhysicalRange[];
  readonly isHandedOver: boolean;
}

/** What a boot-time request may say. Physical addresses; `limit` exclusive. */
export interface BootRequest {
  readonly sizeBytes: number;
  readonly alignBytes?: number;
  /** Lowest address: for bootmem a wish ("goal"), for memblock a must. */
  readonly minAddress?: number;
  readonly limit?: number;
}

export interface BootMemory extends Part<BootMemoryState> {
  /** memblock_add(); with bootmem the range becomes known, all of it reserved, until it is freed. */
  add(start: number, bytes: number): void;
  reserve(start: number, bytes: number): void;
  /** memblock_phys_free(), free_bootmem(). */
  free(start: number, bytes: number, call?: string): void;
  /** memblock_phys_alloc(), alloc_bootmem(): a physical address; 0 from memblock, a panic from bootmem, without room. */
  alloc(request: BootRequest, call?: string): number;
  /** memblock_free_all(), free_all_bootmem(): the free pages in blocks; later requests are mistakes. */
  handOver(): readonly HandedBlock[];
}

export interface BootMemoryDeps {
  readonly core: Core;
  /** Highest address plus one that requests may get: the end of lowmem on 32 bits. */
  readonly lowmemEnd: number;
  /** What is known and taken before the first call: what the firmware says, and the kernel's image and tables. */
  readonly initial?: {
    readonly memory: readonly PhysicalRange[];
    readonly reserved: readonly PhysicalRange[];
  };
}

/** SMP_CACHE_BYTES: what alloc_bootmem() aligns to, and memblock_alloc() with alignment 0. */
const defaultAlignBytes = 64;

export function createBootMemory(deps: BootMemoryDeps): BootMemory {
  const { core } = deps;
  const pageBytes = core.profile.config.pageSizeBytes;
  // x86 had bootmem up to 2.6.34, arm up to 3.x; 2.6.32 is the newest of our releases with it.
  const isBootmem = core.profile.release.ordinal < 2_006_035;
  let memory: readonly PhysicalRange[] = deps.initial?.memory ?? [];
  let reserved: readonly PhysicalRange[] = deps.initial?.reserved ?? [];
  let isHandedOver = false;
  /** Bootmem packs small requests into the page of the last one. */
  let lastEnd = 0;

  const name = isBootmem ? "bootmem" : "memblock";

  function tell(
    kind: "boot-memory-added" | "boot-memory-reserved" | "boot-memory-freed",
    call: string,
    physicalAddress: number,
    bytes: number,
  ): void {
    if (core.recording !== "nothing") core.emit({ kind, call, physicalAddress, bytes });
  }

  function add(start: number, bytes: number): void {
    memory = addRange(memory, { start, end: start + bytes });
    if (isBootmem) reserved = addRange(reserved, { start, end: start + bytes });
    tell("boot-memory-added", isBootmem ? "init_bootmem" : "memblock_add", start, bytes);
  }

  function reserve(start: number, bytes: number): void {
    const page = isBootmem ? pageBytes : 1;
    const range = { start: Math.floor(start / page) * page, end: Math.ceil((start + bytes) / page) * page };
    reserved = addRange(reserved, range);
    tell("boot-memory-reserved", isBootmem ? "reserve_bootmem" : "memblock_reserve", start, bytes);
  }

  /** Partial pages stay with bootmem: only what is wholly free is freed. */
  function free(
    start: number,
    bytes: number,
    call = isBootmem ? "free_bootmem" : "memblock_phys_free",
  ): void {
    const page = isBootmem ? pageBytes : 1;
    const range = { start: Math.ceil(start / page) * page, end: Math.floor((start + bytes) / page) * page };
    if (range.end <= range.start) return;
    if (isBootmem && freeRanges([range], reserved).length > 0) {
      emitFault(core, {
        fault: "double-free",
        call,
        message: "kernel BUG: a page is freed that is not reserved",
        isFatal: true,
      });
      return;
    }
    reserved = removeRange(reserved, range);
    tell("boot-memory-freed", call, start, bytes);
  }

  function alloc(request: BootRequest, call = isBootmem ? "alloc_bootmem" : "memblock_phys_alloc"): number {
    if (isHandedOver) {
      emitFault(core, { fault: "bad-size", call, message: `${call}() after the page allocator took over` });
      return 0;
    }
    const place = isBootmem ? findFromBelow(request) : findFromAbove(request);
    if (place === undefined) {
      const message = isBootmem ? "Kernel panic - not syncing: Out of memory" : "";
      if (isBootmem) emitFault(core, { fault: "bad-size", call, message, isFatal: true });
      else if (core.recording !== "nothing") {
        core.emit({
          kind: "allocation-failed",
          call,
          requestedBytes: request.sizeBytes,
          reason: "out-of-memory",
          isSilent: true,
        });
      }
      return 0;
    }
    const range = { start: place, end: place + request.sizeBytes };
    reserved = addRange(reserved, isBootmem ? wholePages(range) : range);
    lastEnd = range.end;
    tell("boot-memory-reserved", call, place, request.sizeBytes);
    return place;
  }

  function wholePages({ start, end }: PhysicalRange): PhysicalRange {
    return { start: Math.floor(start / pageBytes) * pageBytes, end: Math.ceil(end / pageBytes) * pageBytes };
  }

  /** The highest place that fits; page 0 is never given out. */
  function findFromAbove({
    sizeBytes,
    alignBytes = defaultAlignBytes,
    minAddress = 0,
    limit,
  }: BootRequest): number | undefined {
    const lowest = Math.max(minAddress, pageBytes);
    const highest = Math.min(limit ?? deps.lowmemEnd, deps.lowmemEnd);
    for (const range of freeRanges(memory, reserved).toReversed()) {
      const end = Math.min(range.end, highest);
      const start = Math.floor((end - sizeBytes) / alignBytes) * alignBytes;
      if (sizeBytes <= end && start >= Math.max(range.start, lowest)) return start;
    }
    return undefined;
  }

  /** The lowest place from the goal on, and if there is none from the start; right behind the last one if that page has room. */
  function findFromBelow({
    sizeBytes,
    alignBytes = defaultAlignBytes,
    minAddress = 0,
    limit,
  }: BootRequest): number | undefined {
    const highest = Math.min(limit ?? deps.lowmemEnd, deps.lowmemEnd);
    const packed = Math.ceil(lastEnd / alignBytes) * alignBytes;
    for (const goal of minAddress > 0 ? [minAddress, 0] : [0]) {
      for (const range of freeRanges(memory, reserved)) {
        const isNext =
          lastEnd > 0 &&
          lastEnd % pageBytes !== 0 &&
          Math.ceil(lastEnd / pageBytes) * pageBytes === range.start;
        const canPack = isNext && packed >= goal && packed < range.start;
        const start = canPack ? packed : Math.ceil(Math.max(range.start, goal) / alignBytes) * alignBytes;
        if (start + sizeBytes <= Math.min(range.end, highest)) return start;
      }
    }
    return undefined;
  }

  function handOver(): readonly HandedBlock[] {
    const maxOrder = core.profile.release.maxPageOrder;
    const blocks = freeRanges(memory, reserved).flatMap((range) => {
      const first = Math.ceil(range.start / pageBytes);
      return blocksOf(first, Math.floor(range.end / pageBytes), maxOrder);
    });
    isHandedOver = true;
    if (core.recording !== "nothing") {
      const call = isBootmem ? "free_all_bootmem" : "memblock_free_all";
      const bytes = blocks.reduce((sum, { order }) => sum + pageBytes * 2 ** order, 0);
      core.emit({
        kind: "boot-memory-handed-over",
        call,
        physicalAddress: (blocks[0]?.pfn ?? 0) * pageBytes,
        bytes,
      });
    }
    return blocks;
  }

  return {
    add,
    reserve,
    free,
    alloc,
    handOver,
    snapshot: () => ({ kind: name, memory, reserved, isHandedOver }),
    checkInvariants: () =>
      [memory, reserved].flatMap((ranges) =>
        ranges.flatMap((range, index) => {
          const above = ranges[index + 1];
          const isSound = range.start < range.end && (above === undefined || range.end < above.start);
          return isSound ? [] : [`${name}: range at ${range.start} touches its neighbour or is empty`];
        }),
      ),
  };
}

/** Largest aligned blocks, from low to high. mm/memblock.c: __free_pages_memory(). */
function blocksOf(first: number, end: number, maxOrder: number): readonly HandedBlock[] {
  const blocks: HandedBlock[] = [];
  for (let pfn = first; pfn < end; ) {
    let order = 0;
    while (order < maxOrder && pfn % 2 ** (order + 1) === 0 && pfn + 2 ** (order + 1) <= end) order++;
    blocks.push({ pfn, order });
    pfn += 2 ** order;
  }
  return blocks;
}
