// Finds places for free blocks of which only the number per order and migratetype is known (/proc/buddyinfo,
// /proc/pagetypeinfo): so that no two free buddies lie side by side, and a pageblock holds blocks of one type where
// that can be. What is left over counts as used. Real places are not in those files, so pfns are arbitrary here.

import type { Buddy } from "./buddy.js";
import type { BuddyZone } from "./free-lists.js";
import { migratetype, nrMigratetypes } from "./migratetypes.js";

/** Free blocks per migratetype and order: `counts[type][order]`. */
export type BlockCounts = readonly (readonly number[])[];

/** A piece of the zone that is not one free block, still to be filled with smaller ones. */
interface Piece {
  readonly pfn: number;
  /** Inside the zone as a whole. */
  readonly isWhole: boolean;
  /** Type of its pageblock once one is settled. */
  readonly type: number | undefined;
}

/** Seeds the zone's lists; the number of blocks that did not fit without lying beside their buddy. */
export function placeBlocks(buddy: Buddy, zone: BuddyZone, counts: BlockCounts): number {
  let pieces = largestPieces(buddy, zone);
  let missing = 0;
  for (let order = buddy.maxOrder; order >= 0; order--) {
    const isLargest = order === buddy.maxOrder;
    const wanted = Array.from({ length: nrMigratetypes }, (_, type) => counts[type]?.[order] ?? 0);
    const pairs = isLargest
      ? pieces.map((piece) => [piece])
      : pieces.map((piece) => halves(zone, piece, order));
    const { rest, unplaced } = fillOrder(buddy, zone, { order, pairs, wanted });
    missing += unplaced;
    pieces = rest;
  }
  return missing;
}

function largestPieces(buddy: Buddy, zone: BuddyZone): Piece[] {
  const size = 2 ** buddy.maxOrder;
  const pieces: Piece[] = [];
  for (let pfn = zone.spec.startPfn - (zone.spec.startPfn % size); pfn < zone.endPfn; pfn += size) {
    const isWhole = pfn >= zone.spec.startPfn && pfn + size <= zone.endPfn;
    pieces.push({ pfn, isWhole, type: undefined });
  }
  return pieces;
}

/** The two halves of a piece, of the given order; a half outside the zone is left out. */
function halves(zone: BuddyZone, piece: Piece, order: number): Piece[] {
  const size = 2 ** order;
  return [piece.pfn, piece.pfn + size].flatMap((pfn) => {
    if (pfn + size <= zone.spec.startPfn || pfn >= zone.endPfn) return [];
    const isWhole = pfn >= zone.spec.startPfn && pfn + size <= zone.endPfn;
    return [{ pfn, isWhole, type: piece.type }];
  });
}

interface OrderWork {
  readonly order: number;
  readonly pairs: readonly (readonly Piece[])[];
  readonly wanted: number[];
}

/** Takes at most one piece of each pair for a free block; first where the pageblock has that type already. */
function fillOrder(buddy: Buddy, zone: BuddyZone, work: OrderWork): { rest: Piece[]; unplaced: number } {
  const { order, pairs, wanted } = work;
  const taken = new Set<Piece>();
  const settled = new Map<number, number>();
  const blockOf = (piece: Piece): number => piece.pfn >>> buddy.pageblockOrder;
  const typeOf = (piece: Piece): number | undefined => piece.type ?? settled.get(blockOf(piece));
  const tryPair = (pair: readonly Piece[], accepts: (piece: Piece, type: number) => boolean): boolean => {
    for (let type = 0; type < nrMigratetypes; type++) {
      if ((wanted[type] ?? 0) === 0) continue;
      const piece = pair.find((candidate) => candidate.isWhole && accepts(candidate, type));
      if (!piece) continue;
      wanted[type] = (wanted[type] ?? 0) - 1;
      taken.add(piece);
      seedBlock(buddy, zone, { pfn: piece.pfn, order, type });
      if (piece.type === undefined) settled.set(blockOf(piece), type);
      return true;
    }
    return false;
  };
  let open = pairs.filter((pair) => !tryPair(pair, (piece, type) => typeOf(piece) === type));
  open = open.filter((pair) => !tryPair(pair, (piece) => typeOf(piece) === undefined));
  for (const pair of open) tryPair(pair, () => true);
  // A highatomic block does not merge with its free buddy of another type: there both halves may be free.
  if (order >= buddy.pageblockOrder) {
    for (const pair of pairs) {
      const used = pair.find((piece) => taken.has(piece));
      const isAtomic = used !== undefined && typeOf(used) === migratetype.highatomic;
      if (used && (wanted[migratetype.highatomic] !== 0 || isAtomic)) {
        tryPair(pair, (piece, type) => piece !== used && (type === migratetype.highatomic) !== isAtomic);
      }
    }
  }
  const rest = pairs.flat().flatMap((piece) => {
    if (taken.has(piece)) return [];
    const type = typeOf(piece);
    return [type === piece.type ? piece : { ...piece, type }];
  });
  return { rest, unplaced: wanted.reduce((sum, left) => sum + left, 0) };
}

function seedBlock(buddy: Buddy, zone: BuddyZone, block: { pfn: number; order: number; type: number }): void {
  const { pfn, order, type } = block;
  const step = 2 ** buddy.pageblockOrder;
  if (order >= buddy.pageblockOrder)
    for (let at = pfn; at < pfn + 2 ** order; at += step) buddy.setBlockType(at, type);
  else if (buddy.blockTypeOf(pfn) === migratetype.movable) buddy.setBlockType(pfn, type);
  buddy.seed(zone, pfn, order, type);
}
