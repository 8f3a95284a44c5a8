// The memory of a machine by place: which block of pages is what, from the first frame to the last, and which slot of
// which slab is in use. Read from the page array itself, not from counts.

import { renderAddress } from "./address.js";
import type { Buddy } from "./buddy.js";
import type { PageCache } from "./page-cache.js";
import { pageState } from "./page-store.js";
import type { Core, PageOwner } from "./part.js";
import type { Slab } from "./slab-page.js";

/**
 * What a block is. `system`: allocated by the booted system; `absent`: no page of the allocator (a hole, the kernel's
 * image and tables, or on a machine from a /proc text what was in use there, at places that the text does not tell).
 */
export type PlaceUse = PageOwner["kind"] | "free" | "pcp" | "page-cache" | "system" | "absent";

/** 2^order page frames from `pfn`, aligned to their size. */
export interface BlockPlace {
  readonly pfn: number;
  readonly order: number;
  readonly use: PlaceUse;
  /** Place of the call that took it. */
  readonly site?: number;
}

/** All blocks of one section, in order, without gaps. */
export interface SectionPlaces {
  readonly startPfn: number;
  readonly blocks: readonly BlockPlace[];
}

/** One slab: its block and its slots. */
export interface SlabPlace {
  readonly pfn: number;
  readonly order: number;
  /** Address of the first slot. */
  readonly address: string;
  readonly cache: string;
  /** Which list it is on; `full` is on none. */
  readonly list: Slab["place"];
  /** By slot: free, or live with the place of the call that took it. */
  readonly slots: readonly (SlotPlace | undefined)[];
}

export interface SlotPlace {
  readonly site?: number;
}

/** Sections and slabs as they are now. A slab whose block is no longer `slab` is gone. */
export interface PlaceReading {
  readonly sections: readonly SectionPlaces[];
  readonly slabs: readonly SlabPlace[];
}

export interface PlaceMap {
  /** Page frames of a section. */
  readonly sectionPages: number;
  /** Everything, or what changed since the last reading of either kind. */
  read(which: "all" | "changed"): PlaceReading;
}

export interface PlaceMapDeps {
  readonly core: Core;
  readonly buddy: Buddy;
  readonly pageCache: PageCache;
}

/** The map of a machine whose config says `tracksPlaces`; without it nothing is known to have changed. */
export function createPlaceMap(deps: PlaceMapDeps): PlaceMap {
  const { core, buddy } = deps;
  const sectionPages = 2 ** buddy.maxOrder;
  const inUse = buddy.zones.filter((zone) => zone.spec.spannedPages > 0);

  const allSections = (): number[] => {
    const found = new Set<number>();
    for (const zone of inUse)
      for (let pfn = zone.spec.startPfn; pfn < zone.endPfn; pfn += sectionPages - (pfn % sectionPages))
        found.add(Math.floor(pfn / sectionPages));
    return [...found];
  };

  return {
    sectionPages,
    read(which) {
      const journal = core.places;
      const numbers = which === "all" ? allSections() : [...(journal?.sections ?? [])];
      const sections = numbers
        .sort((a, b) => a - b)
        .map((number) => readSection(deps, number * sectionPages));
      const slabs = which === "all" ? slabsIn(buddy, sections) : [...(journal?.slabs ?? [])];
      journal?.sections.clear();
      journal?.slabs.clear();
      return {
        sections,
        slabs: slabs.filter((slab) => isThere(buddy, slab)).map((slab) => slabPlace(core, slab)),
      };
    },
  };
}

function readSection({ buddy, pageCache }: PlaceMapDeps, startPfn: number): SectionPlaces {
  const { store } = buddy;
  const end = startPfn + 2 ** buddy.maxOrder;
  const blocks: BlockPlace[] = [];
  for (let pfn = startPfn; pfn < end; ) {
    const state = store.stateOf(pfn);
    if (state === pageState.none) {
      const until = endOfAbsent(buddy, pfn, end);
      for (; pfn < until; pfn += 2 ** (blocks.at(-1)?.order ?? 0))
        blocks.push({ pfn, order: alignedOrder(pfn, until), use: "absent" });
      continue;
    }
    const order = store.orderOf(pfn);
    blocks.push(
      state === pageState.allocated
        ? allocated(pfn)
        : { pfn, order, use: state === pageState.free ? "free" : "pcp" },
    );
    pfn += 2 ** order;
  }
  return { startPfn, blocks };

  function allocated(pfn: number): BlockPlace {
    const order = store.orderOf(pfn);
    const owner = store.ownerOf(pfn);
    if (!owner) return { pfn, order, use: pageCache.has(pfn) ? "page-cache" : "system" };
    return { pfn, order, use: owner.kind, ...(owner.site === undefined ? {} : { site: owner.site }) };
  }
}

function endOfAbsent({ store }: Buddy, start: number, end: number): number {
  let pfn = start;
  while (pfn < end && store.stateOf(pfn) === pageState.none) pfn += 1;
  return pfn;
}

/** The largest order of a block that starts at `pfn` and ends at or before `end`. */
function alignedOrder(pfn: number, end: number): number {
  let order = 0;
  while (pfn % 2 ** (order + 1) === 0 && pfn + 2 ** (order + 1) <= end) order += 1;
  return order;
}

function slabsIn({ store }: Buddy, sections: readonly SectionPlaces[]): Slab[] {
  return sections.flatMap(({ blocks }) =>
    blocks.flatMap(({ pfn, use }) => {
      const owner = use === "slab" ? store.ownerOf(pfn) : undefined;
      return isSlab(owner) ? [owner] : [];
    }),
  );
}

/** A slab of the journal may have been given back since. */
function isThere({ store }: Buddy, slab: Slab): boolean {
  return store.ownerOf(slab.pfn) === slab;
}

function isSlab(owner: PageOwner | undefined): owner is Slab {
  return owner?.kind === "slab";
}

function slabPlace({ layout }: Core, slab: Slab): SlabPlace {
  const slots = Array.from(slab.live, (isLive, slot): SlotPlace | undefined => {
    if (isLive === 0) return undefined;
    const site = slab.sites?.[slot] ?? 0;
    return site === 0 ? {} : { site };
  });
  return {
    pfn: slab.pfn,
    order: slab.order,
    address: renderAddress(layout, slab.base),
    cache: slab.cache.name,
    list: slab.place,
    slots,
  };
}
