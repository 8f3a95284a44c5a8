// What a machine looks like when the first driver call comes: which blocks are free, what the booted system keeps in
// use, and the page cache that the config asks for. The model is explicit and deterministic; amounts are measured on
// Debian's kernels (zones.ts), places are not: real kernels scatter their pages.

import type { BuddyZone } from "./free-lists.js";
import type { MachineConfig } from "./machine.js";
import { type BootMemory, createBootMemory, type HandedBlock } from "./memblock.js";
import { migratetype } from "./migratetypes.js";
import type { PageInternals } from "./page-allocator.js";
import { pageState } from "./page-store.js";
import type { Core } from "./part.js";
import { freeRanges, type PhysicalRange } from "./physical-ranges.js";
import { bootedUsedPages, type PfnRange, type ZoneSpec } from "./zone-specs.js";

/** Fills the zones' lists, takes what the system uses, and sets the marks as init did. */
export function bootMemory(
  core: Core,
  inside: PageInternals,
  specs: readonly ZoneSpec[],
  config: MachineConfig,
): void {
  for (const spec of specs) {
    const zone = inside.buddy.zones[spec.index];
    if (zone) for (const range of spec.freeAtBoot) seedRange(inside, zone, range);
  }
  inside.applySysctls(config.sysctls === undefined ? "boot" : "running");
  if (config.occupancy !== "empty") occupy(core, inside);
  fillPageCache(inside, config.reclaimablePages ?? 0);
}

/** Boot memory of a machine that has handed over nothing yet: all RAM is known, and taken is what it will never give. */
export function bootingMemory(core: Core, specs: readonly ZoneSpec[], ram: readonly PfnRange[]): BootMemory {
  const { layout } = core;
  const page = layout.pageSizeBytes;
  const bytesOf = ({ start, end }: PfnRange): PhysicalRange => ({ start: start * page, end: end * page });
  const memory = ram.map(bytesOf);
  const free = specs.flatMap(({ freeAtBoot }) => freeAtBoot.map(bytesOf));
  const lowmemEnd = layout.directMapFirstPfn * page + layout.directMapBytes;
  return createBootMemory({ core, lowmemEnd, initial: { memory, reserved: freeRanges(memory, free) } });
}

/** The free blocks of boot memory become the zones'; a block over the edge of a zone is cut there. */
export function takeOverBlocks(inside: PageInternals, blocks: readonly HandedBlock[]): void {
  const { zones } = inside.buddy;
  for (const { pfn, order } of blocks)
    for (const zone of zones) {
      const start = Math.max(pfn, zone.spec.startPfn);
      const end = Math.min(pfn + 2 ** order, zone.endPfn);
      if (start < end) seedRange(inside, zone, { start, end });
    }
  for (const zone of zones) settleCounters(zone);
}

/** memblock_free_all(): the largest aligned blocks that fit, from low to high. */
export function seedRange(inside: PageInternals, zone: BuddyZone, range: PfnRange): void {
  const { buddy } = inside;
  let pfn = range.start;
  while (pfn < range.end) {
    // Page 0 is aligned to every order.
    const aligned = pfn === 0 ? buddy.maxOrder : 31 - Math.clz32(pfn & -pfn);
    let order = Math.min(buddy.maxOrder, aligned);
    while (pfn + (1 << order) > range.end) order -= 1;
    buddy.seed(zone, pfn, order, buddy.blockTypeOf(pfn));
    pfn += 1 << order;
  }
}

/** Sizes of the pieces in which the booted system took its pages, over and over. */
const bootPieces = [3, 3, 2, 1, 0, 0, 0, 3, 0, 1] as const;

/** Slabs, stacks and tables of the booted system: unmovable pieces of mixed orders, every ninth given back. */
function occupy(core: Core, inside: PageInternals): void {
  const { buddy } = inside;
  const lowmem = buddy.zones.filter(
    (zone) => zone.free > 0 && zone.spec.name !== "HighMem" && zone.spec.name !== "Movable",
  );
  const zone = lowmem.at(-1);
  if (!zone) return;
  const target = Math.min(bootedUsedPages(core.profile), Math.floor(zone.spec.managedPages / 2));
  let used = 0;
  const given: [number, number][] = [];
  for (let i = 0; used < target; i++) {
    const order = bootPieces[i % bootPieces.length] ?? 0;
    const pfn = buddy.take(zone, order, migratetype.unmovable, { noFragment: false });
    if (pfn === undefined) break;
    buddy.countTaken(zone, 2 ** order);
    if (i % 9 === 8) given.push([pfn, order]);
    else {
      buddy.store.setHead(pfn, pageState.allocated, order, migratetype.unmovable);
      used += 2 ** order;
    }
  }
  for (const [pfn, order] of given) buddy.give(zone, pfn, order, buddy.blockTypeOf(pfn));
  settleCounters(zone);
  zone.boost = 0;
}

/** Folds the per-cpu counters into the zone's, as the kernel does once a second. */
function settleCounters(zone: BuddyZone): void {
  zone.visibleFree = zone.free;
  zone.counterDiffs.fill(0);
}

function fillPageCache(inside: PageInternals, nrPages: number): void {
  const { buddy, pageCache } = inside;
  let left = nrPages;
  for (const zone of [...buddy.zones].reverse()) {
    while (left > 0 && zone.free > zone.marks.high) {
      const pfn = buddy.take(zone, 0, migratetype.movable, { noFragment: false });
      if (pfn === undefined) break;
      buddy.store.setHead(pfn, pageState.allocated, 0, migratetype.movable);
      pageCache.add(pfn);
      left -= 1;
    }
    settleCounters(zone);
  }
}
