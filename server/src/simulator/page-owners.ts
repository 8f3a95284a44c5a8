// What lives in which page, and how many pages of each zone each kind of owner has. Counted as owners come and go, so
// that a zone's split is exact and costs nothing to ask for.

import type { Buddy } from "./buddy.js";
import type { BuddyZone } from "./free-lists.js";
import type { ZoneUse } from "./machine-state.js";
import type { PageOwner } from "./part.js";

export interface PageOwners {
  /** Ties a range of pages of one zone to an owner, or unties it. */
  set(pfn: number, nrPages: number, owner: PageOwner | undefined): void;
  of(pfn: number): PageOwner | undefined;
  /** The split of a zone's `usedPages`: what no owner and no page cache has is the booted system's. */
  useOf(zone: BuddyZone, usedPages: number, pageCachePages: number): ZoneUse;
  /** Counts against the pages themselves, as sentences. Walks everything. */
  check(): readonly string[];
}

type Counts = Record<PageOwner["kind"], number>;

function noPages(): Counts {
  return { slab: 0, "large-kmalloc": 0, pages: 0, vmalloc: 0, dma: 0, percpu: 0, mempool: 0 };
}

export function createPageOwners(buddy: Buddy): PageOwners {
  const { store } = buddy;
  const counts = buddy.zones.map(noPages);

  const countsOf = (pfn: number): Counts | undefined => {
    const zone = buddy.zoneOf(pfn);
    return zone && counts[zone.spec.index];
  };

  return {
    set(pfn, nrPages, owner) {
      const inZone = countsOf(pfn);
      for (let at = pfn; at < pfn + nrPages; at++) {
        const before = store.ownerOf(at);
        if (before === owner) continue;
        if (inZone && before) inZone[before.kind] -= 1;
        if (inZone && owner) inZone[owner.kind] += 1;
        store.setOwner(at, owner);
      }
    },
    of: (pfn) => store.ownerOf(pfn),
    useOf(zone, usedPages, pageCachePages) {
      const own = counts[zone.spec.index] ?? noPages();
      const owned = Object.values(own).reduce((sum, nrPages) => sum + nrPages, 0);
      return {
        slabPages: own.slab,
        largeKmallocPages: own["large-kmalloc"],
        directPages: own.pages,
        vmallocPages: own.vmalloc,
        dmaPages: own.dma,
        percpuPages: own.percpu,
        mempoolPages: own.mempool,
        pageCachePages,
        systemPages: usedPages - owned - pageCachePages,
      };
    },
    check: () => buddy.zones.flatMap((zone) => checkZone(buddy, zone, counts[zone.spec.index] ?? noPages())),
  };
}

function checkZone(buddy: Buddy, zone: BuddyZone, counted: Counts): string[] {
  const found = noPages();
  for (let pfn = zone.spec.startPfn; pfn < zone.endPfn; pfn++) {
    const owner = buddy.store.ownerOf(pfn);
    if (owner) found[owner.kind] += 1;
  }
  return Object.entries(found).flatMap(([kind, nrPages]) => {
    const expected = Object.entries(counted).find(([name]) => name === kind)?.[1];
    return expected === nrPages
      ? []
      : [`${zone.spec.name}: ${nrPages} pages of ${kind}, ${expected} counted`];
  });
}
