// Addresses of the simulated kernel. A double holds 53 bits exactly and every kernel of ours keeps its own half of the
// address space in the top 2^48 bytes, so an address is one number: the low 48 bits of the virtual address (64-bit
// machines), or the address itself (32-bit). It is page frame number and offset in one: see pfnOf() and addressOf().

import type { AddressLayout } from "../kernel-model/address-layout.js";

/** A kernel virtual address: low 48 bits on 64-bit machines, all 32 bits on 32-bit ones. 0 is NULL. */
export type Address = number;

export const NULL_ADDRESS: Address = 0;

/** What kmalloc(0) returns (include/linux/slab.h: ZERO_SIZE_PTR). Before 2.6.22 a zero request got a real object. */
export const ZERO_SIZE_ADDRESS: Address = 16;

/** The address of byte `offset` of page `pfn` in the direct map; undefined for a page without one (highmem). */
export function addressOf(layout: AddressLayout, pfn: number, offset = 0): Address | undefined {
  const relative = (pfn - layout.directMapFirstPfn) * layout.pageSizeBytes;
  if (relative < 0 || relative >= layout.directMapBytes) return undefined;
  return layout.directMapStart + relative + offset;
}

/** The page behind a direct-map address; undefined for addresses elsewhere (vmalloc, NULL, wild). */
export function pfnOf(layout: AddressLayout, address: Address): number | undefined {
  const relative = address - layout.directMapStart;
  if (!(relative >= 0 && relative < layout.directMapBytes)) return undefined;
  return layout.directMapFirstPfn + Math.floor(relative / layout.pageSizeBytes);
}

/** The whole virtual address as `0x…` text. Values below one page (NULL, ZERO_SIZE_PTR, offsets from NULL) stay short. */
export function renderAddress(layout: AddressLayout, address: Address): string {
  if (address < layout.pageSizeBytes || layout.highBits === "none") return `0x${address.toString(16)}`;
  const isHigh = layout.highBits === "ones" || address >= 2 ** 47;
  return `0x${isHigh ? "ffff" : "0000"}${address.toString(16).padStart(12, "0")}`;
}
