// Sorted lists of disjoint ranges of physical addresses: adding joins, removing cuts, and the free part of one list is
// what another does not cover. What memblock_add_range() and memblock_isolate_range() do (mm/memblock.c, 6.1).

/** `end` is exclusive. */
export interface PhysicalRange {
  readonly start: number;
  readonly end: number;
}

/** The list with one more range; ranges that touch become one. */
export function addRange(ranges: readonly PhysicalRange[], added: PhysicalRange): readonly PhysicalRange[] {
  if (added.end <= added.start) return ranges;
  const apart = ranges.filter(({ start, end }) => end < added.start || start > added.end);
  const joined = ranges.filter(({ start, end }) => end >= added.start && start <= added.end);
  const start = Math.min(added.start, ...joined.map((range) => range.start));
  const end = Math.max(added.end, ...joined.map((range) => range.end));
  return [...apart, { start, end }].sort((a, b) => a.start - b.start);
}

/** The list without a range. */
export function removeRange(
  ranges: readonly PhysicalRange[],
  removed: PhysicalRange,
): readonly PhysicalRange[] {
  return ranges.flatMap((range) =>
    [
      { start: range.start, end: Math.min(range.end, removed.start) },
      { start: Math.max(range.start, removed.end), end: range.end },
    ].filter(({ start, end }) => start < end),
  );
}

/** What `memory` has and `reserved` does not cover, lowest first. */
export function freeRanges(
  memory: readonly PhysicalRange[],
  reserved: readonly PhysicalRange[],
): readonly PhysicalRange[] {
  return reserved.reduce(removeRange, memory);
}
