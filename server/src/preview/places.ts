// Pages and slots by place at a point of a run, put together from the frames that its timeline kept.

import type { PlaceUse } from "../simulator/place-map.js";
import { orderBase, type PlaceFrame, placeUses, type SlabFrame } from "../snippets/place-frames.js";

/** The places of a run, as its model carries them. */
export interface PlaceModel {
  /** Page frames of what the frames call a section. */
  readonly sectionPages: number;
  readonly zones: readonly { readonly name: string; readonly startPfn: number; readonly endPfn: number }[];
  /** One for each point: all at the first, what changed at the others. */
  readonly frames: readonly PlaceFrame[];
}

/** All places at one point. A section that is not named is one free block. */
export interface Places {
  readonly sectionPages: number;
  readonly sections: ReadonlyMap<number, readonly number[]>;
  /** By first frame; one whose block is no longer a slab is gone. */
  readonly slabs: ReadonlyMap<number, SlabFrame>;
}

/** 2^order page frames that are one thing. */
export interface Block {
  readonly pfn: number;
  readonly order: number;
  readonly use: PlaceUse;
  /** Line of the call that took it, where the run did. */
  readonly line: number | undefined;
}

/** The places at the point with this index. Linear in what changed up to there. */
export function placesAt({ sectionPages, frames }: PlaceModel, index: number): Places {
  const sections = new Map<number, readonly number[]>();
  const slabs = new Map<number, SlabFrame>();
  for (const frame of frames.slice(0, index + 1)) {
    for (const [number, blocks] of Object.entries(frame.sections)) sections.set(Number(number), blocks);
    for (const slab of frame.slabs) slabs.set(slab.pfn, slab);
  }
  return { sectionPages, sections, slabs };
}

/** The blocks that begin in a range of frames, in order. */
export function blocksIn(places: Places, from: number, to: number): Block[] {
  const { sectionPages } = places;
  const blocks: Block[] = [];
  for (let number = Math.floor(from / sectionPages); number * sectionPages < to; number++)
    for (const block of blocksOfSection(places, number))
      if (block.pfn + 2 ** block.order > from && block.pfn < to) blocks.push(block);
  return blocks;
}

/** The blocks of one section. */
export function blocksOfSection({ sectionPages, sections }: Places, number: number): Block[] {
  const numbers = sections.get(number);
  let pfn = number * sectionPages;
  if (!numbers) return [{ pfn, order: Math.log2(sectionPages), use: "free", line: undefined }];
  const blocks: Block[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    const code = numbers[i] ?? 0;
    const line = numbers[i + 1] ?? 0;
    const order = code % orderBase;
    const use = placeUses[Math.floor(code / orderBase)] ?? "absent";
    blocks.push({ pfn, order, use, line: line === 0 ? undefined : line });
    pfn += 2 ** order;
  }
  return blocks;
}

/** The slabs of a cache that are there, by place. */
export function slabsOf(places: Places, cache: string): SlabFrame[] {
  const own = [...places.slabs.values()].filter((slab) => slab.cache === cache);
  const isSlab = new Set<number>();
  for (const number of new Set(own.map(({ pfn }) => Math.floor(pfn / places.sectionPages))))
    for (const { pfn, use } of blocksOfSection(places, number)) if (use === "slab") isSlab.add(pfn);
  return own.filter(({ pfn }) => isSlab.has(pfn)).sort((a, b) => a.pfn - b.pfn);
}

/** A slot: free, or live with the line of the call that took it, where one is known. */
export type Slot = { readonly isLive: false } | { readonly isLive: true; readonly line: number | undefined };

export function slotsOf({ slots }: SlabFrame): Slot[] {
  const all: Slot[] = [];
  for (let i = 0; i < slots.length; i += 2) {
    const value = slots[i + 1] ?? 0;
    const slot: Slot =
      value === 0 ? { isLive: false } : { isLive: true, line: value === 1 ? undefined : value - 1 };
    for (let n = slots[i] ?? 0; n > 0; n--) all.push(slot);
  }
  return all;
}
