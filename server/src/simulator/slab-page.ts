// One slab: a block of pages cut into slots, with the freed slots as a stack. Which list it is on is told by `place`;
// the lists themselves belong to slub.ts.

import type { Address } from "./address.js";
import type { CacheCore } from "./slub-lists.js";

/** Where a slab stands. `full`: on no list, found again by the first free. */
export type SlabPlace = "cpu" | "cpu-partial" | "node" | "full";

export interface Slab {
  readonly kind: "slab";
  readonly cache: CacheCore;
  readonly pfn: number;
  readonly order: number;
  readonly base: Address;
  readonly objects: number;
  /** Live objects. */
  inuse: number;
  /** Slots never handed out start here. */
  fresh: number;
  readonly freed: Uint16Array;
  nrFreed: number;
  readonly live: Uint8Array;
  /** By live slot: the place of the call that took it, 0 where none was named. Only where places are tracked. */
  readonly sites: Int32Array | undefined;
  place: SlabPlace;
  next: Slab | undefined;
  previous: Slab | undefined;
}

export function createSlab(
  cache: CacheCore,
  block: { pfn: number; order: number; base: Address; objects: number },
  tracksSites = false,
): Slab {
  return {
    kind: "slab",
    cache,
    ...block,
    inuse: 0,
    fresh: 0,
    freed: new Uint16Array(block.objects),
    nrFreed: 0,
    live: new Uint8Array(block.objects),
    sites: tracksSites ? new Int32Array(block.objects) : undefined,
    place: "cpu",
    next: undefined,
    previous: undefined,
  };
}

/** Hands out a slot; the slab must not be full. Last freed, first used. */
export function takeSlot(slab: Slab): number {
  let slot: number;
  if (slab.nrFreed > 0) {
    slab.nrFreed -= 1;
    slot = slab.freed[slab.nrFreed] ?? 0;
  } else {
    slot = slab.fresh;
    slab.fresh += 1;
  }
  slab.live[slot] = 1;
  slab.inuse += 1;
  return slot;
}

/** Takes a live slot back. */
export function putSlot(slab: Slab, slot: number): void {
  slab.live[slot] = 0;
  slab.freed[slab.nrFreed] = slot;
  slab.nrFreed += 1;
  slab.inuse -= 1;
}

/** A node's partial list: a doubly linked list with both ends. */
export interface SlabList {
  first: Slab | undefined;
  last: Slab | undefined;
  length: number;
}

export function addToList(list: SlabList, slab: Slab, end: "head" | "tail"): void {
  slab.place = "node";
  if (end === "head") {
    slab.previous = undefined;
    slab.next = list.first;
    if (list.first) list.first.previous = slab;
    else list.last = slab;
    list.first = slab;
  } else {
    slab.next = undefined;
    slab.previous = list.last;
    if (list.last) list.last.next = slab;
    else list.first = slab;
    list.last = slab;
  }
  list.length += 1;
}

export function removeFromList(list: SlabList, slab: Slab): void {
  if (slab.previous) slab.previous.next = slab.next;
  else list.first = slab.next;
  if (slab.next) slab.next.previous = slab.previous;
  else list.last = slab.previous;
  slab.next = undefined;
  slab.previous = undefined;
  list.length -= 1;
}
