// What differs from release to release. A number is a field; where an algorithm changed, a named strategy.

import type { MemoryRules } from "./memory-rules.js";

export type KernelReleaseId = "2.6.10" | "2.6.32" | "4.19" | "5.0" | "5.10" | "6.1" | "6.12";

/** One kernel release. `measured` rows were checked against booted kernels, the others are from their source's rules. */
export interface KernelRelease {
  readonly id: KernelReleaseId;
  /** The exact version meant, as a user would name it: `6.1.192`. */
  readonly version: string;
  /** Position in time, for "since" and "until" of other rows: 2.6.10 → 2_006_010, 6.1 → 6_001_000. */
  readonly ordinal: number;
  readonly measured: boolean;
  /** Largest order that the page allocator serves (MAX_ORDER - 1 up to 6.3, MAX_PAGE_ORDER since 6.8). */
  readonly maxPageOrder: number;
  readonly defaultSlabAllocator: "slub" | "slab";
  /** The algorithms of memory management that this release has. */
  readonly memory: MemoryRules;
  /** Where these facts stand. */
  readonly source: string;
}

/** Turns `6.1`, `6.1.192`, `2.6.32` or `v5.10` into a number that orders releases; undefined for other text. */
export function releaseOrdinal(text: string): number | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * 1_000_000 + Number(match[2]) * 1_000 + Number(match[3] ?? 0);
}
