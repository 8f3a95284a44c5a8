// Where something changed since somebody last looked: for views that show every page and every slot by its place and
// do not want to read the whole machine again after each call.

import type { Slab } from "./slab-page.js";

export interface PlaceJournal {
  /** Sections of the page array (of one largest block each) in which a page came to be something else. */
  readonly sections: Set<number>;
  /** Slabs with a slot taken or freed, or moved to another list. */
  readonly slabs: Set<Slab>;
}

export function createPlaceJournal(): PlaceJournal {
  return { sections: new Set(), slabs: new Set() };
}
