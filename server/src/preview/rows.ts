// The forms in which a run is shown, whatever draws them: rows of bars, columns, squares, stretches of addresses, and
// tables. Every picture has a table of the same rows. Types, and the words for what memory is used for.

import type { PanelPoint } from "./panel-model.js";
import type { PartId } from "./parts.js";
import type { PlaceModel, Places } from "./places.js";

/** What a stretch of memory is used for. */
export type SegmentKind =
  | "free"
  | "pcp"
  | "slab"
  | "pages"
  | "vmalloc"
  | "dma"
  | "percpu"
  | "cache"
  | "system"
  | "absent"
  | "used"
  | "mine"
  | "waste"
  | "kept"
  | "hole"
  | "mapped";

/** What a legend calls each use. */
export const segmentNames: Readonly<Record<SegmentKind, string>> = {
  free: "free",
  pcp: "free, per cpu",
  slab: "slab",
  pages: "pages",
  vmalloc: "vmalloc",
  dma: "DMA",
  percpu: "per-cpu areas",
  cache: "page cache",
  system: "booted system",
  absent: "not the allocator's",
  used: "in use",
  mine: "of this run",
  waste: "unused",
  kept: "free, kept at hand",
  hole: "free, in between",
  mapped: "mapped",
};

/** The point that is looked at, what it is measured against, and the machine's page. */
export interface Scene {
  readonly point: PanelPoint;
  /** The point before, or the one that is compared with; absent at the start. */
  readonly base: PanelPoint | undefined;
  readonly pageBytes: number;
  readonly isComparing: boolean;
  /** Parts that the run has touched, now or at another point. */
  readonly touched: readonly PartId[];
  /** Where the zones lie; none for a process, or where places were not kept. */
  readonly placeZones: PlaceModel["zones"];
  readonly places: Places | undefined;
  readonly basePlaces: Places | undefined;
}

export interface Segment {
  readonly kind: SegmentKind;
  readonly amount: number;
  /** What it is, where that is more than its kind. */
  readonly title?: string;
}

/** A line on a bar with its name, at `amount` from the left end. */
export interface Mark {
  readonly name: string;
  readonly amount: number;
}

/** A name, a bar cut into segments, marks on it, and its number beside it. */
export interface BarRow {
  readonly id: string;
  readonly name: string;
  readonly segments: readonly Segment[];
  /** The amount that fills the whole bar. */
  readonly total: number;
  readonly marks?: readonly Mark[];
  /** The numbers in words, at the right end. */
  readonly text: string;
  /** What changed, on the line of the marks. */
  readonly note?: string;
  readonly isChanged: boolean;
  readonly isSelected?: boolean;
}

/** One of several columns side by side. */
export interface ColumnBar {
  readonly name: string;
  readonly amount: number;
  readonly isChanged: boolean;
}

/** One thing of many: a slot, or a stretch of pages. */
export interface Square {
  readonly kind: SegmentKind;
  /** What it is, in words. */
  readonly title: string;
  readonly isChanged: boolean;
}

/** A named row of small squares. */
export interface SquareRow {
  readonly name: string;
  readonly squares: readonly Square[];
}

/** A block of pages, drawn as large as it is. */
export interface BlockCell extends Square {
  readonly pfn: number;
  readonly order: number;
}

/** A piece of a range of addresses. */
export interface Stretch {
  readonly name: string;
  readonly kind: SegmentKind;
  /** Share of the row, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

/** A range of addresses with what lies in it. */
export interface StretchRow {
  readonly name: string;
  readonly text: string;
  readonly stretches: readonly Stretch[];
  readonly isChanged: boolean;
}

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

export interface TableRow {
  readonly cells: readonly string[];
  readonly isChanged?: boolean;
  /** A line of the source that the row leads to. */
  readonly line?: number;
}

/** The twin of every picture, and the form of everything that is a list. */
export interface TableData {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** Which rows these are, where they are not all. */
  readonly note?: string;
  /** What stands instead of a table without rows. */
  readonly empty: string;
}

/** Which uses a picture shows, in the order of the legend. */
export function kindsOf(rows: readonly { readonly segments: readonly Segment[] }[]): SegmentKind[] {
  const shown = new Set(
    rows.flatMap(({ segments }) => segments.filter(({ amount }) => amount > 0)).map(({ kind }) => kind),
  );
  return (Object.keys(segmentNames) as SegmentKind[]).filter((kind) => shown.has(kind)); // its keys are just these
}
