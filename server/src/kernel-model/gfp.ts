// Gfp masks as numbers with the bits of the release, and what hover says of each flag. The bits are in
// gfp-layouts.ts, the words in gfp-rows.ts.

import { assert } from "../base/assert.js";
import { type GfpLayout, gfpLayouts } from "./gfp-layouts.js";
import { gfpRows } from "./gfp-rows.js";
import type { KernelRelease } from "./releases/release.js";

/** One flag or mask in words. */
export interface GfpRow {
  readonly name: string;
  readonly explanation: string;
  /** In which contexts it may be used. */
  readonly contextRule: string;
  /** What is often the better choice. */
  readonly prefer?: string;
  /** First release without it, as users write it: `6.4`. */
  readonly removed?: string;
  /** What took its place. */
  readonly successor?: string;
  readonly source: string;
}

/** What is known of a flag or mask, also of one that is gone; undefined for other names. */
export function gfpRow(name: string): GfpRow | undefined {
  return gfpRows.find((row) => row.name === name);
}

/**
 * The bits of a single flag or of a named mask in that release; undefined where the release has no such name.
 * A flag that the usual configuration compiles away is 0.
 */
export function gfpValue(release: KernelRelease, name: string): number | undefined {
  return valueIn(layoutOf(release), name);
}

/** The bits of one flag, 0 where the release lacks it: for code that only tests or adds it. */
export function gfpFlag(release: KernelRelease, name: string): number {
  return gfpValue(release, name) ?? 0;
}

/** Every flag and mask name of that release with its value, for completion and for reading C. */
export function gfpTable(release: KernelRelease): ReadonlyMap<string, number> {
  const layout = layoutOf(release);
  const names = [...Object.keys(layout.flags), ...layout.compounds.map((compound) => compound.name)];
  return new Map(names.map((name) => [name, valueIn(layout, name) ?? 0]));
}

/**
 * Shortest naming of `mask`: the named mask that leaves the fewest single flags over, then those flags. Bits that
 * the release does not name are one hexadecimal number at the end; mask 0 has no names.
 */
export function gfpNames(release: KernelRelease, mask: number): string[] {
  const layout = layoutOf(release);
  const best = bestCompound(layout, mask);
  const names = best ? [best.name] : [];
  let rest = best ? mask & ~best.value : mask;
  for (const [name, value] of Object.entries(layout.flags)) {
    if (value === 0 || (rest & value) !== value) continue;
    names.push(zoneAlias(layout, name));
    rest &= ~value;
  }
  if (rest !== 0) names.push(`0x${(rest >>> 0).toString(16)}`);
  return names;
}

/** Whether an allocation with that mask may put the caller to sleep. include/linux/gfp.h: gfpflags_allow_blocking(), 6.1. */
export function mayDirectReclaim(release: KernelRelease, mask: number): boolean {
  const layout = layoutOf(release);
  return (mask & (layout.flags[layout.sleepFlag] ?? 0)) !== 0;
}

/** The name of the flag that allows sleeping: `__GFP_DIRECT_RECLAIM`, before 4.4 `__GFP_WAIT`. */
export function sleepFlagName(release: KernelRelease): string {
  return layoutOf(release).sleepFlag;
}

function layoutOf(release: KernelRelease): GfpLayout {
  const layout = gfpLayouts.find((candidate) => candidate.releases.includes(release.id));
  assert(layout !== undefined, `no gfp layout for Linux ${release.id}`);
  return layout;
}

function valueIn(layout: GfpLayout, name: string): number | undefined {
  const flag = layout.flags[name];
  if (flag !== undefined) return flag;
  const compound = layout.compounds.find((candidate) => candidate.name === name);
  if (!compound) return undefined;
  const union = (parts: readonly string[]) =>
    parts.reduce((bits, part) => bits | (valueIn(layout, part) ?? 0), 0);
  return union(compound.set) & ~union(compound.clear ?? []);
}

/** Masks in the order in which people would choose them where two name the same number of flags. */
const preferredMasks = ["GFP_KERNEL", "GFP_ATOMIC", "GFP_NOFS", "GFP_NOIO", "GFP_NOWAIT", "GFP_USER"];

function bestCompound(layout: GfpLayout, mask: number): { name: string; value: number } | undefined {
  const candidates = layout.compounds
    .map(({ name }) => ({ name, value: valueIn(layout, name) ?? 0 }))
    .filter(({ name, value }) => value !== 0 && (mask & value) === value && !isAlias(layout, name));
  candidates.sort((a, b) => countBits(b.value) - countBits(a.value) || rank(a.name) - rank(b.name));
  return candidates[0];
}

function rank(name: string): number {
  const index = preferredMasks.indexOf(name);
  return index === -1 ? preferredMasks.length : index;
}

/** `GFP_DMA` is another name of the flag `__GFP_DMA`: it is added like a flag, never chosen as the base. */
function isAlias(layout: GfpLayout, name: string): boolean {
  return layout.flags[`__${name}`] !== undefined && valueIn(layout, name) === layout.flags[`__${name}`];
}

function zoneAlias(layout: GfpLayout, flag: string): string {
  const short = flag.slice(2);
  return layout.compounds.some((compound) => compound.name === short) && isAlias(layout, short)
    ? short
    : flag;
}

function countBits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
