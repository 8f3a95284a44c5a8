// The slots of a cache by place: a row for each slab, a square for each slot in order of address.

import type { SlabFrame } from "../snippets/place-frames.js";
import { frameText } from "./place-rows.js";
import { type Slot, slabsOf, slotsOf } from "./places.js";
import type { Scene, Square, SquareRow, TableData } from "./rows.js";
import { countText, numberText } from "./words.js";

/** More slabs than this are not looked at one by one; those that changed come first. */
const maxSlabRows = 16;
const maxTableRows = 200;

const listNames: Readonly<Record<SlabFrame["list"], string>> = {
  cpu: "the cpu's own",
  "cpu-partial": "cpu partial",
  node: "node partial",
  full: "full, on no list",
};

interface SlabPair {
  readonly slab: SlabFrame;
  readonly slots: readonly Slot[];
  /** At the base; empty where the slab was not there. */
  readonly before: readonly Slot[];
  readonly isChanged: boolean;
}

function slabPairs({ places, basePlaces }: Scene, cache: string): SlabPair[] {
  if (!places) return [];
  const old = new Map((basePlaces ? slabsOf(basePlaces, cache) : []).map((slab) => [slab.pfn, slab]));
  return slabsOf(places, cache).map((slab) => {
    const base = old.get(slab.pfn);
    return {
      slab,
      slots: slotsOf(slab),
      before: base ? slotsOf(base) : [],
      isChanged: basePlaces !== undefined && base !== slab,
    };
  });
}

/** The slots of the cache's slabs. */
export function slotRows(scene: Scene, cache: string | undefined): SquareRow[] {
  if (cache === undefined) return [];
  const pairs = slabPairs(scene, cache);
  const { slotBytes = 0 } = scene.point.slabs.find(({ name }) => name === cache) ?? {};
  const shown = new Set([...pairs.filter(({ isChanged }) => isChanged), ...pairs].slice(0, maxSlabRows));
  const rows = pairs
    .filter((pair) => shown.has(pair))
    .map(
      ({ slab, slots, before, isChanged }): SquareRow => ({
        name: `frame ${frameText(slab.pfn)}`,
        squares: slots.map((slot, i) => ({
          kind: slot.isLive ? (slot.line === undefined ? "used" : "mine") : "free",
          title: slotTitle({ slot, number: i, address: BigInt(slab.address) + BigInt(i * slotBytes) }),
          isChanged: isChanged && !isSameSlot(slot, before[i]),
        })),
      }),
    );
  const lost = pairs.length - rows.length;
  return lost === 0 ? rows : [...rows, { name: `+ ${countText(lost, "slab")}`, squares: [] }];
}

function isSameSlot(slot: Slot, before: Slot | undefined): boolean {
  if (before === undefined || !before.isLive || !slot.isLive)
    return slot.isLive === (before?.isLive ?? false);
  return slot.line === before.line;
}

function slotTitle(what: { readonly slot: Slot; readonly number: number; readonly address: bigint }): string {
  const { slot, number, address } = what;
  const state = !slot.isLive ? "free" : slot.line === undefined ? "in use" : `taken at line ${slot.line}`;
  return `slot ${number}, 0x${address.toString(16)}: ${state}`;
}

/** The slabs of the cache with who holds their slots. */
export function slotTable(scene: Scene, cache: string | undefined): TableData {
  const pairs = cache === undefined ? [] : slabPairs(scene, cache);
  const rows = pairs.slice(0, maxTableRows).map(({ slab, slots, isChanged }) => ({
    cells: [
      slab.address,
      frameText(slab.pfn),
      String(slab.order),
      listNames[slab.list],
      numberText(slots.filter(({ isLive }) => isLive).length),
      numberText(slots.length),
      holdersText(slots),
    ],
    isChanged,
  }));
  const lost = pairs.length - rows.length;
  return {
    caption: cache === undefined ? "Slots of a cache" : `Slabs of ${cache}, by place`,
    columns: [
      { title: "Slab" },
      { title: "Frame" },
      { title: "Order", isNumber: true },
      { title: "List" },
      { title: "Live", isNumber: true },
      { title: "Slots", isNumber: true },
      { title: "Taken at" },
    ],
    rows: lost === 0 ? rows : [...rows, { cells: [`${numberText(lost)} more`, "", "", "", "", "", ""] }],
    empty: cache === undefined ? "No slab cache touched so far." : "This cache has no slab of this run.",
  };
}

/** `line 14: 100, line 18: 1`, in order of lines. */
function holdersText(slots: readonly Slot[]): string {
  const counts = new Map<number, number>();
  for (const slot of slots)
    if (slot.isLive && slot.line !== undefined) counts.set(slot.line, (counts.get(slot.line) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([line, count]) => `line ${line}: ${numberText(count)}`)
    .join(", ");
}

/** All squares of some rows, for a sentence about a picture. */
export function countSquares(rows: readonly SquareRow[], kind: Square["kind"]): number {
  return rows.reduce((sum, { squares }) => sum + squares.filter((one) => one.kind === kind).length, 0);
}
