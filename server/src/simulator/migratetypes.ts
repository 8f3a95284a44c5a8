// Migratetypes: the kinds of pageblocks that keep movable and unmovable pages apart. include/linux/mmzone.h (6.1).

import type { Profile } from "../kernel-model/profile.js";

/** Index of each type, as the free lists use it. */
export const migratetype = { unmovable: 0, movable: 1, reclaimable: 2, highatomic: 3, isolate: 4 } as const;

/** Types that per-cpu lists keep apart (MIGRATE_PCPTYPES). */
export const nrPcpTypes = 3;
export const nrMigratetypes = 5;

const names = ["Unmovable", "Movable", "Reclaimable", "HighAtomic", "Isolate"] as const;

/** Name in /proc/pagetypeinfo. Before 4.4 the fourth type was the reserve of MIGRATE_RESERVE. */
export function migratetypeName(profile: Profile, type: number): string {
  if (type === migratetype.highatomic && profile.release.memory.highatomic === "none") return "Reserve";
  return names[type] ?? "Unmovable";
}

/** Types in the order of /proc/pagetypeinfo. 2.6.24 to 3.18 listed Reclaimable before Movable. */
export function migratetypeOrder(profile: Profile): readonly number[] {
  return profile.release.ordinal < 3_019_000 ? [0, 2, 1, 3, 4] : [0, 1, 2, 3, 4];
}

/** Where a request of type `type` goes when its own lists are empty. mm/page_alloc.c: fallbacks (6.1, 6.12). */
export function fallbacksOf(type: number): readonly number[] {
  switch (type) {
    case migratetype.unmovable:
      return [migratetype.reclaimable, migratetype.movable];
    case migratetype.movable:
      return [migratetype.reclaimable, migratetype.unmovable];
    case migratetype.reclaimable:
      return [migratetype.unmovable, migratetype.movable];
    default:
      return [];
  }
}
