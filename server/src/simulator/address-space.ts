// The map of a kernel's address space for a picture: every region and every gap in order, user space below, and which
// of them an address falls into. The figures are the rows of kernel-model/address-layout.ts.

import { type AddressLayout, addressLayout } from "../kernel-model/address-layout.js";
import type { Profile } from "../kernel-model/profile.js";
import { type Address, renderAddress } from "./address.js";
import { endOfRam } from "./zone-specs.js";

/** One stretch of the map, `end` exclusive. Numbers are as in address.ts. */
export interface AddressStretch {
  readonly kind: "user" | "region" | "gap";
  readonly name: string;
  readonly start: Address;
  readonly end: Address;
  readonly bytes: number;
  /** Whole addresses as text; `lastText` is the last byte, as kernel documents write ranges. */
  readonly startText: string;
  readonly lastText: string;
  readonly note?: string;
}

/** The map of a machine with `memoryBytes` of RAM, in ascending order and without holes. */
export function describeAddressSpace(profile: Profile, memoryBytes: number): readonly AddressStretch[] {
  return stretchesOf(addressLayout(profile, endOfRam(profile, memoryBytes)), profile);
}

/** The same from a layout at hand. */
export function stretchesOf(layout: AddressLayout, profile: Profile): readonly AddressStretch[] {
  const stretch = (
    kind: AddressStretch["kind"],
    name: string,
    start: Address,
    end: Address,
    note?: string,
  ): AddressStretch => ({
    kind,
    name,
    start,
    end,
    bytes: end - start,
    startText: kind === "user" ? renderUser(layout, start) : renderAddress(layout, start),
    lastText: kind === "user" ? renderUser(layout, end - 1) : renderAddress(layout, end - 1),
    ...(note === undefined ? {} : { note }),
  });
  const stretches: AddressStretch[] = [];
  // On arm64 the low 48 bits of user and kernel addresses overlap: user space stands in front, by itself.
  const kernelStart = layout.highBits === "ones" ? 0 : kernelStartOf(layout);
  const userEnd = userSpaceEnd(layout, profile);
  stretches.push(stretch("user", "user space", 0, userEnd));
  if (kernelStart > userEnd) stretches.push(stretch("gap", "gap", userEnd, kernelStart));
  let at = kernelStart;
  for (const { name, start, end, note } of layout.regions) {
    if (start > at) stretches.push(stretch("gap", "gap", at, start));
    stretches.push(stretch("region", name, Math.max(start, at), end, note));
    at = Math.max(at, end);
  }
  const end = layout.bits === 32 ? 2 ** 32 : 2 ** 48;
  if (at < end) stretches.push(stretch("gap", "gap", at, end));
  return stretches;
}

/** The region that holds a kernel address; undefined in a gap. */
export function regionAt(layout: AddressLayout, address: Address): string | undefined {
  return layout.regions.find(({ start, end }) => address >= start && address < end)?.name;
}

/** The map as lines of text: first and last address, size, name. */
export function renderAddressSpace(stretches: readonly AddressStretch[]): string {
  const lines = stretches.map(
    ({ startText, lastText, bytes, name, note }) =>
      `${startText} - ${lastText}  ${renderSize(bytes).padStart(9)}  ${name}${note === undefined ? "" : ` (${note})`}`,
  );
  return `${lines.join("\n")}\n`;
}

/**
 * First address of the kernel's half: where bit 47 is set on x86_64 (its first kernels, with three page-table levels,
 * kept the direct map below that), PAGE_OFFSET or what lies right below on 32 bits.
 */
function kernelStartOf(layout: AddressLayout): Address {
  const lowest = Math.min(...layout.regions.map(({ start }) => start));
  return layout.bits === 64 ? Math.min(2 ** 47, lowest) : lowest;
}

/**
 * TASK_SIZE: 3 GiB on 32 bits (16 MiB less on arm, for modules), 256 TiB on arm64, 128 TiB on x86_64, 512 GiB there
 * up to 2.6.10 (Documentation/x86_64/mm.txt).
 */
function userSpaceEnd(layout: AddressLayout, profile: Profile): number {
  if (profile.arch.id === "arm64") return 2 ** 48;
  if (profile.arch.id === "x86_64")
    return profile.release.ordinal < 2_006_011 ? 2 ** 39 : 2 ** 47 - layout.pageSizeBytes;
  return profile.arch.id === "arm" ? 0xc000_0000 - 16 * 2 ** 20 : 0xc000_0000;
}

function renderUser(layout: AddressLayout, address: number): string {
  return `0x${address.toString(16).padStart(layout.bits / 4, "0")}`;
}

const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Whole numbers of the largest unit that leaves at least one, to two decimals. */
function renderSize(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)));
  const value = bytes / 2 ** (10 * power);
  return `${Number.isInteger(value) ? value : value.toFixed(2)} ${units[power]}`;
}
