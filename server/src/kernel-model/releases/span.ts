// From which release to which a row holds.

import { type KernelRelease, releaseOrdinal } from "./release.js";

/** A row that came (`since`) or went (`removed`) with a release, written as users write it: `5.18`. */
export interface ReleaseSpan {
  readonly since?: string;
  readonly removed?: string;
}

/** Whether a row holds in that release: from `since` on, before `removed`; words that are no version are ignored. */
export function existsIn(release: KernelRelease, span: ReleaseSpan): boolean {
  const from = span.since === undefined ? undefined : releaseOrdinal(span.since);
  const until = span.removed === undefined ? undefined : releaseOrdinal(span.removed);
  return (from === undefined || release.ordinal >= from) && (until === undefined || release.ordinal < until);
}

/**
 * Of several rows of one name the one of that release; else any. Code that uses a function which the release lacks
 * comes from a newer or a backported kernel, and there the function means the same.
 */
export function pickFor<Row extends ReleaseSpan>(
  release: KernelRelease,
  rows: readonly Row[],
): Row | undefined {
  return rows.find((row) => existsIn(release, row)) ?? rows[0];
}
