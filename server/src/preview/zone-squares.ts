// A zone's pages as squares.

import type { ZoneBar } from "./panel-model.js";
import type { SegmentKind, SquareRow } from "./rows.js";
import { bytesText } from "./words.js";

/** A zone's pages as squares, each standing for so many that a hundred or two show the whole zone. */
export function zoneSquares(
  zone: ZoneBar | undefined,
  pageBytes: number,
): { readonly rows: SquareRow[]; readonly each: string } {
  if (zone === undefined) return { rows: [], each: "" };
  const each = 2 ** Math.max(0, Math.ceil(Math.log2(zone.managedPages / 160)));
  const squares = (pages: number, kind: SegmentKind): SegmentKind[] =>
    Array(pages === 0 ? 0 : Math.max(1, Math.round(pages / each))).fill(kind);
  const rows = [
    { name: "in use", squares: squares(zone.usedPages, "used") },
    { name: "per cpu", squares: squares(zone.pcpPages, "pcp") },
    { name: "free, order 0-3", squares: squares(pagesIn(zone.freeByOrder, 0, 3), "free") },
    { name: "free, order 4-10", squares: squares(pagesIn(zone.freeByOrder, 4, 10), "free") },
  ].filter((row) => row.squares.length > 0);
  return { rows, each: bytesText(each * pageBytes) };
}

/** Pages in free blocks of the orders from `first` to `last`. */
function pagesIn(freeByOrder: readonly number[], first: number, last: number): number {
  return freeByOrder.reduce(
    (sum, amount, order) => (order < first || order > last ? sum : sum + amount * 2 ** order),
    0,
  );
}
