// The answer of `bseq` tells how many blocks of each order are free, not which migratetype's list they are on. This
// reads it off the steps: the blocks that a request took were on its list, and nothing smaller that would have done.

import { at, type Json, listAt, numbersAt, textAt } from "./record.js";

/** Blocks that must have been on the requests' own list before the first step, by order. */
export interface InferredList {
  readonly counts: readonly number[];
  /** A step took a larger block although a smaller one seemed to be on the list: lists changed behind our back. */
  readonly isConsistent: boolean;
}

/** Reads one zone's steps. Orders of both vectors run from 0. */
export function inferList(before: Json | undefined, steps: readonly Json[], zone: string): InferredList {
  let previous = numbersAt(before, zone, "nr_free");
  const initial = previous.map(() => 0);
  const known = previous.map(() => 0);
  let isConsistent = true;
  for (const step of steps) {
    const current = numbersAt(step, "state", zone, "nr_free");
    if (current.length !== previous.length) break;
    const delta = current.map((count, order) => count - (previous[order] ?? 0));
    const wanted = /^a(\d+)/.exec(textAt(step, "op"));
    const smallestUsed = delta.findIndex((change) => change < 0);
    if (wanted && smallestUsed >= 0) {
      const lowest = Number(wanted[1]);
      const largestUsed = delta.findLastIndex((change) => change < 0);
      for (let order = lowest; order < largestUsed; order++) {
        if ((known[order] ?? 0) + Math.min(0, delta[order] ?? 0) > 0) isConsistent = false;
      }
    }
    delta.forEach((change, order) => {
      const left = (known[order] ?? 0) + change;
      if (left < 0 && wanted) initial[order] = (initial[order] ?? 0) - left;
      known[order] = Math.max(0, left);
    });
    previous = current;
  }
  return { counts: initial, isConsistent };
}

/** The zone that the steps took from: the first whose vector changes. */
export function zoneOfSteps(
  before: Json | undefined,
  steps: readonly Json[],
  zones: readonly string[],
): string | undefined {
  for (const step of steps) {
    const taken = zones.find((zone) => {
      const now = numbersAt(step, "state", zone, "nr_free").join(" ");
      return now !== numbersAt(before, zone, "nr_free").join(" ");
    });
    if (taken !== undefined) return taken;
    if (at(step, "state") === undefined) return undefined;
  }
  return undefined;
}

/** Counts by type for a machine: the inferred ones on the list of `type`, all others on `other`. */
export function typedCounts(
  sums: readonly number[],
  list: InferredList,
  type: number,
  other: number,
  nrTypes: number,
): number[][] {
  return Array.from({ length: nrTypes }, (_, index) =>
    sums.map((sum, order) => {
      const own = Math.min(sum, list.counts[order] ?? 0);
      if (index === type) return own;
      return index === other ? sum - own : 0;
    }),
  );
}

/** Steps of an answer. */
export function stepsOf(out: Json | undefined): readonly Json[] {
  return listAt(out, "steps");
}
