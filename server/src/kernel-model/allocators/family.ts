// How the rows of one family of allocators are written down: what they share once, and short words for sizes.

import type { AllocatorExtra, AllocatorRow, SizeFormula } from "../allocators.js";

type Shared = Pick<AllocatorRow, "family" | "contiguity" | "freedBy">;
type Written = Omit<AllocatorRow, keyof Shared | "zeroes"> & Partial<Shared> & { readonly zeroes?: boolean };

/** Rows that share family, contiguity and the functions that free them; a row may say otherwise. */
export function family(shared: Shared, rows: readonly Written[]): AllocatorRow[] {
  return rows.map((row) => ({ zeroes: false, ...shared, ...row }));
}

export const none: SizeFormula = { kind: "none" };

export function bytes(argument: number): SizeFormula {
  return { kind: "bytes", argument };
}

export function product(first: number, second: number): SizeFormula {
  return { kind: "product", arguments: [first, second] };
}

export function order(argument: number): SizeFormula {
  return { kind: "order", argument };
}

export function pages(nrPages: number): SizeFormula {
  return { kind: "pages", nrPages };
}

export function pageCount(argument: number): SizeFormula {
  return { kind: "pageCount", argument };
}

export function bits(argument: number): SizeFormula {
  return { kind: "bits", argument };
}

export function textOf(argument: number): SizeFormula {
  return { kind: "text", argument };
}

export function objectOf(argument: number): SizeFormula {
  return { kind: "objectOf", argument };
}

export function sizeOfType(argument: number): SizeFormula {
  return { kind: "sizeOfType", argument };
}

export function plusBytes(count: number): AllocatorExtra {
  return { kind: "bytes", bytes: count };
}

export const devresHeader: AllocatorExtra = { kind: "devresHeader" };
export const skbOverhead: AllocatorExtra = { kind: "skbOverhead", headroomBytes: 0 };
/** NET_SKB_PAD, include/linux/skbuff.h:3036 (6.1): max(32, cache line). */
export const netdevSkbOverhead: AllocatorExtra = { kind: "skbOverhead", headroomBytes: 64 };
