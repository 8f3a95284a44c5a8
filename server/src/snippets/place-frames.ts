// Pages and slots by place as a run keeps them: what is at the start, and per step what changed, in numbers that take
// little room, since a run may keep hundreds of steps. `preview/place-map.ts` reads them.

import type { BlockPlace, PlaceReading, PlaceUse, SlabPlace } from "../simulator/place-map.js";

/** What the numbers for the use of a block mean, by their index. */
export const placeUses: readonly PlaceUse[] = [
  "free",
  "pcp",
  "slab",
  "large-kmalloc",
  "pages",
  "vmalloc",
  "dma",
  "percpu",
  "mempool",
  "page-cache",
  "system",
  "absent",
];

/** Orders are below this. */
export const orderBase = 32;

/** Sections and slabs as they came to be at one point; what is not named is as it was. */
export interface PlaceFrame {
  /** By the number of the section: for each block in order `index of its use × 32 + order` and its line, 0 for none. */
  readonly sections: Readonly<Record<string, readonly number[]>>;
  readonly slabs: readonly SlabFrame[];
}

/** One slab. */
export interface SlabFrame extends Pick<SlabPlace, "pfn" | "order" | "address" | "cache" | "list"> {
  /** Runs of slots: how many, and 0 for free, 1 for live, 1 + line for live and taken there. */
  readonly slots: readonly number[];
}

/** What a timeline knows of places: what is there at the start, and the size of what sections number. */
export interface PlaceStart {
  readonly sectionPages: number;
  readonly frame: PlaceFrame;
}

/** At the start sections that are one free block are left out: a machine has thousands. */
export function startFrame(reading: PlaceReading): PlaceFrame {
  return frameOf({ ...reading, sections: reading.sections.filter(({ blocks }) => !isWholeAndFree(blocks)) });
}

function isWholeAndFree(blocks: readonly BlockPlace[]): boolean {
  return blocks.length === 1 && blocks[0]?.use === "free";
}

export function frameOf({ sections, slabs }: PlaceReading): PlaceFrame {
  return {
    sections: Object.fromEntries(
      sections.map(({ startPfn, blocks }) => {
        const pages = blocks.reduce((sum, { order }) => sum + 2 ** order, 0);
        const numbers = blocks.flatMap(({ use, order, site = 0 }) => [
          placeUses.indexOf(use) * orderBase + order,
          site,
        ]);
        return [startPfn / pages, numbers];
      }),
    ),
    slabs: slabs.map(({ slots, ...slab }) => ({ ...slab, slots: runsOf(slots) })),
  };
}

function runsOf(slots: SlabPlace["slots"]): readonly number[] {
  const runs: number[] = [];
  for (const slot of slots) {
    const value = slot === undefined ? 0 : 1 + (slot.site ?? 0);
    if (runs.at(-1) === value && runs.length > 0) runs[runs.length - 2] = (runs.at(-2) ?? 0) + 1;
    else runs.push(1, value);
  }
  return runs;
}

/** What changed over both, in this order. */
export function mergeFrames(first: PlaceFrame, second: PlaceFrame): PlaceFrame {
  const later = new Set(second.slabs.map(({ pfn }) => pfn));
  return {
    sections: { ...first.sections, ...second.sections },
    slabs: [...first.slabs.filter(({ pfn }) => !later.has(pfn)), ...second.slabs],
  };
}

/** Entries of all lists, in the measure of a timeline's rows: a row of a state is a dozen numbers. */
export function nrRowsOfFrame({ sections, slabs }: PlaceFrame): number {
  const numbers = Object.values(sections).reduce((sum, section) => sum + section.length, 0);
  const slots = slabs.reduce((sum, slab) => sum + 6 + slab.slots.length, 0);
  return Math.ceil((numbers + slots) / 12);
}
