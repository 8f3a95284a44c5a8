// The map of a zone's pages as rows: the zone as a few hundred cells, and a window of it frame by frame. Each cell and
// each block tells what it is: free, of which use, in which cache, taken at which line.

import type { PlaceUse } from "../simulator/place-map.js";
import { type Block, blocksIn, blocksOfSection, type Places } from "./places.js";
import type { BlockCell, Scene, SegmentKind, Square, TableData } from "./rows.js";
import { countText, numberText } from "./words.js";

interface UseWords {
  readonly kind: SegmentKind;
  readonly name: string;
  /** Pages of the run itself: the booted system has none of these. */
  readonly isOwn: boolean;
}

const words: Readonly<Record<PlaceUse, UseWords>> = {
  free: { kind: "free", name: "free", isOwn: false },
  pcp: { kind: "pcp", name: "free, per cpu", isOwn: false },
  slab: { kind: "slab", name: "slab", isOwn: true },
  "large-kmalloc": { kind: "pages", name: "large kmalloc", isOwn: true },
  pages: { kind: "pages", name: "page call", isOwn: true },
  mempool: { kind: "pages", name: "mempool", isOwn: true },
  vmalloc: { kind: "vmalloc", name: "vmalloc", isOwn: true },
  dma: { kind: "dma", name: "DMA", isOwn: true },
  percpu: { kind: "percpu", name: "per-cpu areas", isOwn: true },
  "page-cache": { kind: "cache", name: "page cache", isOwn: false },
  system: { kind: "system", name: "booted system", isOwn: false },
  absent: { kind: "absent", name: "not the allocator's", isOwn: false },
};

/** More cells than this cannot be told apart. */
const maxCells = 440;
/** Frames of the window that is shown one by one. */
const windowPages = 512;
const maxRows = 200;

type PlaceZone = Scene["placeZones"][number];

function zoneOf(scene: Scene, name: string | undefined): PlaceZone | undefined {
  return scene.placeZones.find((zone) => zone.name === name);
}

/** A number of a page frame, as the kernel prints it. */
export function frameText(pfn: number): string {
  return `0x${pfn.toString(16)}`;
}

function rangeText(first: number, nrPages: number): string {
  return nrPages === 1 ? frameText(first) : `${frameText(first)}–${frameText(first + nrPages - 1)}`;
}

interface Cell {
  readonly pages: Map<PlaceUse, number>;
  readonly caches: Set<string>;
  firstOwn: number | undefined;
}

/** The cells of a zone, from its first frame to its last. `pfn` is a frame in the cell that is worth a look. */
export interface ZoneMap {
  readonly cellPages: number;
  readonly cells: readonly (Square & { readonly pfn: number })[];
}

export function zoneMap(scene: Scene, zoneName: string | undefined): ZoneMap | undefined {
  const zone = zoneOf(scene, zoneName);
  const { places, basePlaces } = scene;
  if (!zone || !places) return undefined;
  const cellPages = 2 ** Math.max(0, Math.ceil(Math.log2((zone.endPfn - zone.startPfn) / maxCells)));
  const cells = cellsOf(places, zone, cellPages);
  const first = zone.startPfn - (zone.startPfn % cellPages);
  return {
    cellPages,
    cells: cells.map((cell, i) => {
      const pfn = first + i * cellPages;
      const isChanged = basePlaces !== undefined && differs(places, basePlaces, pfn, pfn + cellPages);
      return {
        kind: kindOf(cell),
        title: cellTitle(cell, pfn, cellPages),
        isChanged,
        pfn: cell.firstOwn ?? pfn,
      };
    }),
  };
}

function cellsOf(places: Places, zone: PlaceZone, cellPages: number): Cell[] {
  const first = zone.startPfn - (zone.startPfn % cellPages);
  const nrCells = Math.ceil((zone.endPfn - first) / cellPages);
  const cells = Array.from(
    { length: nrCells },
    (): Cell => ({ pages: new Map(), caches: new Set(), firstOwn: undefined }),
  );
  for (const block of blocksIn(places, zone.startPfn, zone.endPfn)) {
    const end = Math.min(block.pfn + 2 ** block.order, zone.endPfn);
    for (let pfn = Math.max(block.pfn, zone.startPfn); pfn < end; ) {
      const index = Math.floor((pfn - first) / cellPages);
      const until = Math.min(end, first + (index + 1) * cellPages);
      const cell = cells[index];
      if (cell) addPages(cell, block, until - pfn, places);
      pfn = until;
    }
  }
  return cells;
}

function addPages(cell: Cell, { pfn, use }: Block, nrPages: number, places: Places): void {
  cell.pages.set(use, (cell.pages.get(use) ?? 0) + nrPages);
  if (words[use].isOwn) cell.firstOwn ??= pfn;
  const cache = use === "slab" ? places.slabs.get(pfn)?.cache : undefined;
  if (cache !== undefined) cell.caches.add(cache);
}

/** What the run has taken shows wherever it is; else what most of the cell is. */
function kindOf({ pages }: Cell): SegmentKind {
  const bySize = [...pages].sort((a, b) => b[1] - a[1]);
  const [use] = bySize.find(([one]) => words[one].isOwn) ?? bySize[0] ?? ["absent" as const];
  return words[use].kind;
}

function cellTitle({ pages, caches }: Cell, pfn: number, cellPages: number): string {
  const parts = [...pages]
    .sort((a, b) => b[1] - a[1])
    .map(([use, nrPages]) => {
      const of = use === "slab" && caches.size > 0 ? ` (${[...caches].join(", ")})` : "";
      return `${words[use].name} ${numberText(nrPages)}${of}`;
    });
  return `frames ${rangeText(pfn, cellPages)}: ${parts.join(", ")}`;
}

/** Whether any block of a range is another than it was. Sections that did not change are the same lists. */
function differs(places: Places, base: Places, from: number, to: number): boolean {
  const { sectionPages } = places;
  for (let number = Math.floor(from / sectionPages); number * sectionPages < to; number++) {
    if (places.sections.get(number) === base.sections.get(number)) continue;
    const inRange = (all: Places): string =>
      blocksOfSection(all, number)
        .filter(({ pfn, order }) => pfn + 2 ** order > from && pfn < to)
        .map(blockKey)
        .join();
    if (inRange(places) !== inRange(base)) return true;
  }
  return false;
}

function blockKey({ pfn, order, use, line }: Block): string {
  return `${pfn}/${order}/${use}/${line ?? 0}`;
}

/** A window of a zone, block by block. */
export interface FrameWindow {
  readonly startPfn: number;
  readonly nrPages: number;
  readonly blocks: readonly BlockCell[];
  readonly table: TableData;
  /** Frames of the neighbouring windows; absent at the ends of the zone. */
  readonly lower: number | undefined;
  readonly higher: number | undefined;
}

/** The window that holds `wanted`, or where none is wanted the first that the run has changed, or has taken. */
export function frameWindow(
  scene: Scene,
  zoneName: string | undefined,
  wanted: number | undefined,
): FrameWindow | undefined {
  const zone = zoneOf(scene, zoneName);
  const { places } = scene;
  if (!zone || !places) return undefined;
  const isInside = wanted !== undefined && wanted >= zone.startPfn && wanted < zone.endPfn;
  const pfn = isInside ? wanted : interestingFrame(scene, zone, places);
  const startPfn = Math.max(pfn - (pfn % windowPages), zone.startPfn);
  const end = Math.min(pfn - (pfn % windowPages) + windowPages, zone.endPfn);
  const shown = blocksIn(places, startPfn, end);
  const before = new Set(scene.basePlaces ? blocksIn(scene.basePlaces, startPfn, end).map(blockKey) : []);
  const blocks = shown.map(
    (block): BlockCell => ({
      pfn: block.pfn,
      order: block.order,
      kind: words[block.use].kind,
      title: blockTitle(block, places),
      isChanged: scene.basePlaces !== undefined && !before.has(blockKey(block)),
    }),
  );
  const caption = `Blocks of frames ${rangeText(startPfn, end - startPfn)}`;
  return {
    startPfn,
    nrPages: end - startPfn,
    blocks,
    table: blockTable(scene, caption, shown, before),
    lower: startPfn > zone.startPfn ? startPfn - 1 : undefined,
    higher: end < zone.endPfn ? end : undefined,
  };
}

function interestingFrame({ basePlaces }: Scene, zone: PlaceZone, places: Places): number {
  const own = blocksIn(places, zone.startPfn, zone.endPfn).filter(({ use }) => words[use].isOwn);
  if (basePlaces) {
    const before = new Set(blocksIn(basePlaces, zone.startPfn, zone.endPfn).map(blockKey));
    const changed = own.find((block) => !before.has(blockKey(block)));
    if (changed) return changed.pfn;
    const now = new Set(own.map(blockKey));
    const gone = blocksIn(basePlaces, zone.startPfn, zone.endPfn).find(
      (block) => words[block.use].isOwn && !now.has(blockKey(block)),
    );
    if (gone) return gone.pfn;
  }
  return own[0]?.pfn ?? zone.startPfn;
}

function blockTitle(block: Block, places: Places): string {
  const { pfn, order, line } = block;
  const size = `order ${order}, ${countText(2 ** order, "page")}`;
  const at = line === undefined ? "" : `, line ${line}`;
  return `frame ${frameText(pfn)}, ${size}: ${useText(block, places)}${at}`;
}

function useText({ pfn, use }: Block, places: Places): string {
  const cache = use === "slab" ? places.slabs.get(pfn)?.cache : undefined;
  return cache === undefined ? words[use].name : `slab of ${cache}`;
}

/** The pages that the run has in a zone, neighbours of one kind together. */
export function ownBlocksTable(scene: Scene, zoneName: string | undefined): TableData {
  const zone = zoneOf(scene, zoneName);
  const { places, basePlaces } = scene;
  const caption = `Pages of this run in ${zoneName ?? "no zone"}, by place`;
  if (!zone || !places) return blockTable(scene, caption, [], new Set());
  const own = blocksIn(places, zone.startPfn, zone.endPfn).filter(({ use }) => words[use].isOwn);
  const before = new Set(basePlaces ? blocksIn(basePlaces, zone.startPfn, zone.endPfn).map(blockKey) : []);
  return blockTable(scene, caption, own, before);
}

interface Run {
  readonly first: Block;
  nrPages: number;
  nrBlocks: number;
  isChanged: boolean;
}

function blockTable(
  { places, basePlaces }: Scene,
  caption: string,
  blocks: readonly Block[],
  before: ReadonlySet<string>,
): TableData {
  const runs: Run[] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    const isChanged = basePlaces !== undefined && !before.has(blockKey(block));
    const continues =
      last !== undefined &&
      last.first.pfn + last.nrPages === block.pfn &&
      last.first.order === block.order &&
      last.first.line === block.line &&
      last.isChanged === isChanged &&
      places !== undefined &&
      useText(last.first, places) === useText(block, places);
    if (!continues) runs.push({ first: block, nrPages: 2 ** block.order, nrBlocks: 1, isChanged });
    else {
      last.nrPages += 2 ** block.order;
      last.nrBlocks += 1;
    }
  }
  const rows = runs.slice(0, maxRows).map(({ first, nrPages, nrBlocks, isChanged }) => ({
    cells: [
      rangeText(first.pfn, nrPages),
      numberText(nrBlocks),
      String(first.order),
      numberText(nrPages),
      places ? useText(first, places) : "",
      first.line === undefined ? "" : `line ${first.line}`,
    ],
    isChanged,
    ...(first.line === undefined ? {} : { line: first.line }),
  }));
  const lost = runs.length - rows.length;
  return {
    caption,
    columns: [
      { title: "Frames" },
      { title: "Blocks", isNumber: true },
      { title: "Order", isNumber: true },
      { title: "Pages", isNumber: true },
      { title: "Use" },
      { title: "Taken at" },
    ],
    rows: lost === 0 ? rows : [...rows, { cells: [`${numberText(lost)} more`, "", "", "", "", ""] }],
    empty: "The run has no page here.",
  };
}
