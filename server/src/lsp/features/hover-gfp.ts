// What hover says of a gfp flag or mask: its bits in the chosen release, whether the caller may sleep, which zones can
// serve it and how far into the reserves it may go.

import { gfpFlag, gfpNames, gfpRow, gfpTable, gfpValue, mayDirectReclaim } from "../../kernel-model/gfp.js";
import { kernelReleases, type Profile } from "../../kernel-model/profile.js";
import { type ZoneName, zoneNames } from "../../simulator/zone-specs.js";
import { renderTable } from "./hover-table.js";

/** Whether `name` is a flag or mask of some release. */
export function isGfpName(profile: Profile, name: string): boolean {
  return gfpValue(profile.release, name) !== undefined || gfpRow(name) !== undefined;
}

/** Markdown about one flag or mask; undefined for a name that no release has. */
export function renderGfp(profile: Profile, name: string): string | undefined {
  const { release } = profile;
  const row = gfpRow(name);
  const value = gfpValue(release, name);
  if (value === undefined && !row) return undefined;
  const lines: string[] = [];
  if (value === undefined) {
    lines.push(`**${name}** is not in Linux ${release.id}${removedWords(row?.removed, row?.successor)}`);
  } else {
    const parts = partsOf(profile, name, value);
    lines.push(`**${name}** = \`${hex(value)}\`${parts === "" ? "" : `  \n${parts}`}`);
  }
  if (row) lines.push(row.explanation);
  if (value !== undefined) {
    if (name.startsWith("GFP_")) lines.push(effectTable(profile, value));
    if (row) lines.push(`Where: ${row.contextRule}.`);
  }
  if (row?.prefer !== undefined) lines.push(`Often better: ${row.prefer}.`);
  if (row?.removed !== undefined && value !== undefined) {
    lines.push(`Gone since Linux ${row.removed}${successorWords(row.successor)}.`);
  }
  lines.push(`${valuesByRelease(name)}Linux ${release.version}, ${profile.arch.id}`);
  return lines.join("\n\n");
}

/** What an expression of flags does as a whole, for a call that is given `names` joined by `|`. */
export function renderMask(profile: Profile, names: readonly string[]): string | undefined {
  const values = names.map((name) => gfpValue(profile.release, name));
  if (names.length < 2 || values.some((value) => value === undefined)) return undefined;
  const mask = values.reduce<number>((bits, value) => bits | (value ?? 0), 0);
  const short = gfpNames(profile.release, mask).join(" | ");
  return `**${names.join(" | ")}** = \`${hex(mask)}\`${short === names.join(" | ") ? "" : ` (${short})`}\n\n${effectTable(profile, mask)}`;
}

/** `yes`, `no`: whether a request with that mask may put the caller to sleep. */
export function sleepWord(profile: Profile, mask: number): "yes" | "no" {
  return mayDirectReclaim(profile.release, mask) ? "yes" : "no";
}

function effectTable(profile: Profile, mask: number): string {
  return renderTable([
    ["may sleep", sleepWord(profile, mask)],
    ["reclaims", reclaimWords(profile, mask)],
    ["zones", zonesFor(profile, mask).join(", ")],
    ["reserves", reserveWords(profile, mask)],
  ]);
}

/** Who makes room: the caller itself, kswapd, or nobody. mm/page_alloc.c: __alloc_pages_slowpath(), 6.1. */
function reclaimWords({ release }: Profile, mask: number): string {
  if (!mayDirectReclaim(release, mask)) {
    const kswapd = gfpFlag(release, "__GFP_KSWAPD_RECLAIM");
    return kswapd === 0 || (mask & kswapd) !== 0 ? "only wakes kswapd" : "nobody";
  }
  const hasIo = (mask & gfpFlag(release, "__GFP_IO")) !== 0;
  const hasFs = (mask & gfpFlag(release, "__GFP_FS")) !== 0;
  if (hasIo && hasFs) return "the caller, with I/O and filesystems";
  return hasIo ? "the caller, without filesystems" : "the caller, without I/O";
}

/** Zones that can serve the mask, preferred first. include/linux/gfp.h: gfp_zone(), 6.1. */
export function zonesFor(profile: Profile, mask: number): string[] {
  const { release } = profile;
  const has = (flag: string): boolean => (mask & gfpFlag(release, flag)) !== 0;
  const names: readonly ZoneName[] = zoneNames(profile).filter((name) => name !== "Device");
  const highest = (): ZoneName => {
    if (has("__GFP_DMA") && names.includes("DMA")) return "DMA";
    if (has("__GFP_DMA32") && names.includes("DMA32")) return "DMA32";
    if (has("__GFP_HIGHMEM") && has("__GFP_MOVABLE") && names.includes("Movable")) return "Movable";
    return has("__GFP_HIGHMEM") && names.includes("HighMem") ? "HighMem" : "Normal";
  };
  const end = names.indexOf(highest());
  return names.slice(0, end + 1).reverse();
}

/**
 * How far below the min watermark the request may go. mm/page_alloc.c: __zone_watermark_ok() and
 * gfp_to_alloc_flags(), 6.1.192; older releases halve and quarter by other flags, so only the direction is said.
 */
function reserveWords({ release }: Profile, mask: number): string {
  const has = (flag: string): boolean => (mask & gfpFlag(release, flag)) !== 0;
  if (has("__GFP_MEMALLOC") && !has("__GFP_NOMEMALLOC")) return "all of them";
  if (!has("__GFP_HIGH")) return "none: stays above the min mark";
  if (release.memory.watermark !== "non-block") return "part of what is below the min mark";
  const isDeep = !mayDirectReclaim(release, mask) && !has("__GFP_NOMEMALLOC");
  return isDeep ? "down to ⅜ of the min mark" : "down to ½ of the min mark";
}

/** `= __GFP_HIGH | …`: the single flags of a mask; nothing for a single flag. */
function partsOf({ release }: Profile, name: string, value: number): string {
  if (!name.startsWith("GFP_") && name !== "__GFP_RECLAIM") return "";
  const flags = [...gfpTable(release)]
    .filter(
      ([flag, bits]) =>
        flag.startsWith("__GFP_") && bits !== 0 && (bits & (bits - 1)) === 0 && (value & bits) === bits,
    )
    .map(([flag]) => flag);
  return flags.length === 0 ? "no flag at all" : flags.map((flag) => `\`${flag}\``).join(" \\| ");
}

/** The bits in the releases where they differ from one another, for people who read traces of several kernels. */
function valuesByRelease(name: string): string {
  const values = kernelReleases.map((release) => ({ id: release.id, value: gfpValue(release, name) }));
  if (new Set(values.map(({ value }) => value)).size < 2) return "";
  const words = values.map(({ id, value }) => `${id}: ${value === undefined ? "–" : hex(value)}`);
  return `${words.join(" · ")}  \n`;
}

function removedWords(removed: string | undefined, successor: string | undefined): string {
  return `${removed === undefined ? "" : ` (gone since ${removed})`}${successorWords(successor)}.`;
}

function successorWords(successor: string | undefined): string {
  return successor === undefined ? "" : `; instead: ${successor}`;
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}
