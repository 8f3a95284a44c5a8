// What hover says of a call that allocates: what is asked for and what the machine hands out, whether the call may
// sleep or fail here, who frees it. Sizes come from the analysis, limits from the profile that the rules read too.

import type { Range } from "../../c-types/ranges.js";
import { type AllocatorRow, allocatorRow, extraBytes } from "../../kernel-model/allocators.js";
import { deprecatedRow } from "../../kernel-model/deprecated.js";
import { gfpFlag, gfpValue, mayDirectReclaim } from "../../kernel-model/gfp.js";
import {
  costlyOrder,
  getOrder,
  type KmallocFamily,
  kmallocCacheAlignBytes,
  kmallocCacheName,
  kmallocClassFor,
  kmallocMaxBytes,
  kvmallocMaxBytes,
  maxPageOrder,
  pagesFor,
} from "../../kernel-model/limits.js";
import type { Profile } from "../../kernel-model/profile.js";
import type { AllocationView, CallView } from "../../project/file-view.js";
import { cacheGeometry } from "../../simulator/slub-geometry.js";
import { renderTable } from "./hover-table.js";

/** The limit that the classic books give for every machine; today's is in `limits`. */
const portableLimitBytes = 128 * 1024;

/** What serves a request, as the table's cells. */
interface Served {
  readonly gets: string;
  readonly cache: string;
  readonly unused: string;
  readonly pages: string;
  /** Order of the block that has to be found; 0 where single pages do. */
  readonly order: number;
  readonly isImpossible: boolean;
}

/** Markdown about an allocation; `view` undefined where the analysis knows nothing of this call. */
export function renderAllocation(
  profile: Profile,
  callee: string,
  call: CallView | undefined,
): string | undefined {
  const row = allocatorRow(profile.release, callee);
  if (!row) return undefined;
  const view = call?.allocation;
  const masks = masksOf(profile, view);
  const request = requestOf(profile, row, view?.sizeBytes);
  const served = request === undefined ? undefined : serve(profile, row, request.largestBytes, masks);
  const sections = [sizeTable(profile, { row, masks, request, served })];
  if (served?.isImpossible) sections.push(`**It can never succeed**: ${limitWords(profile, row)}.`);
  if (request && request.largestBytes > portableLimitBytes && row.contiguity === "physical") {
    sections.push("Above 128 KiB, the limit that old texts give for portable drivers.");
  }
  const facts = [
    row.zeroes ? "zeroed" : "not zeroed",
    contiguityWords(row),
    row.returnsErrPtr === true ? "an error pointer on failure" : "NULL on failure",
  ];
  sections.push(`${capitalized(facts.join(" · "))}.`, freedWords(profile, row));
  return sections.filter((section) => section !== "").join("\n\n");
}

interface Request {
  /** As it is told: `30 B`, `≤ 3,080 B`, `unknown`. */
  readonly words: string;
  /** The largest size that the code itself bounds, else the smallest; what the callee adds included. */
  readonly largestBytes: number;
  readonly isExact: boolean;
}

/** The size as far as it is known; undefined where nothing is, or it is beyond what numbers can say exactly. */
function requestOf(profile: Profile, row: AllocatorRow, size: Range | undefined): Request | undefined {
  if (!size) return undefined;
  const isExact = size.min === size.max;
  const largest = size.bounded ? size.max : size.min;
  if (largest < 0n || largest > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  // A type that merely starts at 0 says nothing.
  if (!size.bounded && (!size.lowerBounded || largest === 0n)) return undefined;
  const largestBytes = Number(largest);
  const extra = extraBytes(row, profile.arch);
  const bound = isExact ? "" : size.bounded ? "≤ " : "≥ ";
  const added = extra === 0 ? "" : ` + ${formatBytes(extra)} of its own`;
  return {
    words: `${bound}${formatBytes(Math.max(0, largestBytes - extra))}${added}`,
    largestBytes,
    isExact,
  };
}

function serve(profile: Profile, row: AllocatorRow, sizeBytes: number, masks: readonly number[]): Served {
  if (row.contiguity === "virtual" || isKvmallocBeyondSlab(profile, row, sizeBytes)) {
    const nrPages = pagesFor(profile, sizeBytes);
    const gets = nrPages * profile.config.pageSizeBytes;
    const isImpossible = row.family === "kvmalloc" && sizeBytes > kvmallocMaxBytes;
    const pages = `${formatNumber(nrPages)} single page${nrPages === 1 ? "" : "s"}`;
    return {
      gets: formatBytes(gets),
      cache: "–",
      unused: unusedWords(gets, sizeBytes),
      pages,
      order: 0,
      isImpossible,
    };
  }
  return usesSlab(row) ? serveFromSlab(profile, sizeBytes, masks) : serveFromPages(profile, sizeBytes);
}

function serveFromSlab(profile: Profile, sizeBytes: number, masks: readonly number[]): Served {
  const served = kmallocClassFor(profile, sizeBytes);
  switch (served.kind) {
    case "zero":
      return {
        gets: "nothing: ZERO_SIZE_PTR",
        cache: "–",
        unused: "–",
        pages: "none",
        order: 0,
        isImpossible: false,
      };
    case "too-large":
      return impossible();
    case "pages":
      return { ...blockOf(profile, served.order, sizeBytes), cache: "none: whole pages" };
    case "cache":
      return {
        gets: formatBytes(served.classBytes),
        cache: kmallocCacheName(profile, served.classBytes, familyOf(profile, masks)),
        unused: unusedWords(served.classBytes, sizeBytes),
        pages: slabWords(profile, served.classBytes),
        order: 0,
        isImpossible: false,
      };
  }
}

/** Where the objects of a size class live: `order 3 slab, 8 objects`. */
function slabWords(profile: Profile, classBytes: number): string {
  if (profile.config.slabAllocator === "slob") return "part of a page";
  const alignBytes = kmallocCacheAlignBytes(profile, classBytes);
  const geometry = cacheGeometry(profile, { name: "", sizeBytes: classBytes, alignBytes });
  if (!geometry) return "part of a slab";
  return `order ${geometry.order} slab, ${formatNumber(geometry.objectsPerSlab)} objects (${profile.config.nrCpus} CPUs)`;
}

function serveFromPages(profile: Profile, sizeBytes: number): Served {
  const order = getOrder(profile, sizeBytes);
  return order > maxPageOrder(profile) ? impossible() : blockOf(profile, order, sizeBytes);
}

function blockOf(profile: Profile, order: number, sizeBytes: number): Served {
  const gets = profile.config.pageSizeBytes * 2 ** order;
  const pages =
    order === 0 ? "1 page (order 0)" : `${formatNumber(2 ** order)} pages in one block (order ${order})`;
  return {
    gets: formatBytes(gets),
    cache: "–",
    unused: unusedWords(gets, sizeBytes),
    pages,
    order,
    isImpossible: false,
  };
}

function impossible(): Served {
  return { gets: "never", cache: "–", unused: "–", pages: "–", order: 0, isImpossible: true };
}

interface TableParts {
  readonly row: AllocatorRow;
  readonly masks: readonly number[];
  readonly request: Request | undefined;
  readonly served: Served | undefined;
}

function sizeTable(profile: Profile, parts: TableParts): string {
  const { row, masks, request, served } = parts;
  const atMost = request?.isExact === false && served?.isImpossible === false ? "at most " : "";
  const sizes: [string, string][] =
    request && served
      ? [
          ["asked", request.words],
          ["gets", `${atMost}${served.gets}`],
          ["cache", served.cache],
          ["unused", served.unused],
          ["pages", served.pages],
        ]
      : [["asked", "not known here"]];
  return renderTable([
    ...sizes,
    ["may sleep", sleepCell(profile, row, masks)],
    ["may fail", failCell(profile, parts)],
  ]);
}

function sleepCell({ release }: Profile, row: AllocatorRow, masks: readonly number[]): string {
  if (row.gfpArgument === undefined) return row.contiguity === "virtual" ? "yes" : "as the kernel decides";
  if (masks.length === 0) return "depends on the mask";
  const sleeping = masks.filter((mask) => mayDirectReclaim(release, mask)).length;
  if (sleeping === 0) return "no";
  return sleeping === masks.length ? "yes" : "on some paths";
}

/**
 * How likely NULL is. Up to order 3 a request that may reclaim is repeated until it is served or an OOM kill was no
 * help. mm/page_alloc.c: should_reclaim_retry(), __alloc_pages_may_oom(), 6.1.
 */
function failCell({ release }: Profile, { masks, served }: TableParts): string {
  if (served?.isImpossible) return "always";
  const order = served?.order ?? 0;
  const every = (flag: string): boolean =>
    masks.length > 0 && masks.every((mask) => (mask & gfpFlag(release, flag)) !== 0);
  if (every("__GFP_NOFAIL")) return "no (__GFP_NOFAIL)";
  const never = masks.length > 0 && masks.every((mask) => !mayDirectReclaim(release, mask));
  if (order > costlyOrder)
    return never ? "yes: no reclaim, no compaction here" : "yes, once memory is fragmented";
  if (never) return "yes, under load";
  if (every("__GFP_NORETRY") || every("__GFP_RETRY_MAYFAIL")) return "yes, it gives up early";
  return served === undefined || masks.length === 0 ? "yes" : "unlikely";
}

function limitWords(profile: Profile, row: AllocatorRow): string {
  const { release, arch } = profile;
  const where = `Linux ${release.id}, ${arch.id}`;
  if (row.family === "kvmalloc") return `kvmalloc stops at INT_MAX (${where})`;
  if (usesSlab(row)) return `KMALLOC_MAX_SIZE is ${formatBytes(kmallocMaxBytes(profile))} (${where})`;
  return `the largest block is order ${maxPageOrder(profile)}, ${formatBytes(profile.config.pageSizeBytes * 2 ** maxPageOrder(profile))} (${where})`;
}

function usesSlab(row: AllocatorRow): boolean {
  return (
    row.family === "kmalloc" || row.family === "kvmalloc" || row.family === "devm" || row.family === "devres"
  );
}

function isKvmallocBeyondSlab(profile: Profile, row: AllocatorRow, sizeBytes: number): boolean {
  return row.family === "kvmalloc" && sizeBytes > profile.config.pageSizeBytes;
}

/** Which kmalloc caches serve the mask. include/linux/slab.h: kmalloc_type(), 6.1. */
function familyOf({ release }: Profile, masks: readonly number[]): KmallocFamily {
  const has = (flag: string): boolean => masks.some((mask) => (mask & gfpFlag(release, flag)) !== 0);
  const { reclaimable, accounted } = release.memory.kmallocFamilies;
  if (has("__GFP_DMA")) return "dma";
  if (reclaimable && has("__GFP_RECLAIMABLE")) return "reclaimable";
  return accounted && has("__GFP_ACCOUNT") ? "accounted" : "normal";
}

/** The masks that may reach the call; a text such as `GFP_KERNEL | __GFP_NOWARN` is the union of its parts. */
function masksOf({ release }: Profile, view: AllocationView | undefined): number[] {
  const masks: number[] = [];
  for (const text of view?.gfp ?? []) {
    const values = text.split("|").map((part) => gfpValue(release, part.trim()));
    if (values.every((value) => value !== undefined))
      masks.push(values.reduce<number>((bits, value) => bits | (value ?? 0), 0));
  }
  return masks;
}

function contiguityWords(row: AllocatorRow): string {
  switch (row.contiguity) {
    case "physical":
      return "physically contiguous";
    case "virtual":
      return "contiguous only for the CPU, not for a device";
    case "either":
      return "may or may not be physically contiguous";
  }
}

function freedWords({ release }: Profile, row: AllocatorRow): string {
  const names = row.freedBy.filter((name) => !deprecatedRow(release, name)).slice(0, 3);
  if (names.length === 0) return row.family === "devm" ? "Freed when the device is unbound." : "";
  return `Freed by ${names.map((name) => `\`${name}\``).join(", ")}.`;
}

function unusedWords(getsBytes: number, sizeBytes: number): string {
  const unused = getsBytes - sizeBytes;
  return `${formatBytes(unused)} (${Math.round((unused * 100) / getsBytes)} %)`;
}

/** `3,080 B` below 10 KiB, whole and half units above. */
export function formatBytes(bytes: number): string {
  const units = ["KiB", "MiB", "GiB"];
  if (bytes < 10 * 1024 && bytes % 1024 !== 0) return `${formatNumber(bytes)} B`;
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes;
  let unit = "";
  for (const next of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`;
}

function formatNumber(value: number): string {
  return value.toLocaleString("en-US");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
