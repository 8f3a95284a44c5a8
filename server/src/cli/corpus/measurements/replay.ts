// One measured boot played through the machine, record by record. Pure: files are read by the command.

import { gfpValue } from "../../../kernel-model/gfp.js";
import {
  kmallocMaxBytes,
  kmallocMaxCacheBytes,
  kmallocMinAlignBytes,
  kmallocMinBytes,
  maxPageOrder,
  pageblockOrder,
} from "../../../kernel-model/limits.js";
import type { Profile } from "../../../kernel-model/profile.js";
import { createMachine, type Machine } from "../../../simulator/machine.js";
import { replaySequence } from "./blocks.js";
import { replayDeplete } from "./depth.js";
import {
  replayDma,
  replayExact,
  replayKvmalloc,
  replayMempool,
  replayPieces,
  replayPool,
  replayVmalloc,
} from "./memory.js";
import {
  createPageReplay,
  keepState,
  learnTypes,
  learnZones,
  machineInState,
  type PageReplay,
} from "./page-state.js";
import {
  at,
  bytesOf,
  compare,
  type Json,
  keysOf,
  type MeasuredRecord,
  type MeasuredRun,
  numberAt,
  type Outcome,
  textAt,
} from "./record.js";
import {
  replayAlign,
  replayCreate,
  replayKernelCache,
  replayKsize,
  replayObjects,
  type SlabReplay,
} from "./slabs.js";
import { replayZoneTables } from "./zones.js";

/** Commands that only set the stage, or whose answers are of the whole booted system. */
const stage = new Set(["zones", "drain", "kmn", "freekept", "thin"]);

/** All comparisons of one boot. */
export function replayRun(profile: Profile, run: MeasuredRun): Outcome[] {
  if (at(run.how, "complete") === false) return [];
  const hasNotes =
    run.records.some((record) => record.cmd === "zones") && !run.records.some((record) => isPageWork(record));
  if (hasNotes) return replayZoneTables(profile, run);
  const pages = createPageReplay(profile, run);
  const machine = createMachine(profile, {
    memoryBytes: bytesOf(textAt(run.how, "mem")),
    recording: "nothing",
  });
  const whole: Stage = { profile, machine, slabs: { machine, caches: new Map() }, pages };
  // Between `thin` and `freekept` memory is in pieces: what is asked then is asked of a machine in that state.
  let pieces: Machine | undefined;
  const outcomes: Outcome[] = [];
  for (const record of run.records) {
    learnFrom(pages, record);
    if (record.cmd === undefined) continue;
    const words = record.cmd.split(/\s+/);
    if (words[0] === "freekept") pieces = undefined;
    const outcome = replayCommand(pieces ? { ...whole, machine: pieces } : whole, words, record.out);
    if (outcome)
      outcomes.push(
        pieces ? { ...outcome, topic: `${outcome.topic}, in pieces`, grade: "best-effort" } : outcome,
      );
    if (words[0] === "thin" && pages.specs.length > 0)
      pieces = machineInState(pages, at(record.out, "state"), undefined);
  }
  return outcomes;
}

/** What the record tells of the zones, whatever else it is. */
function learnFrom(pages: PageReplay, record: MeasuredRecord): void {
  if (record.file === "/proc/pagetypeinfo") learnTypes(pages, record.text ?? "");
  if (record.note?.startsWith("high_fraction=")) pages.highFraction = Number(record.note.split("=")[1]);
  if (record.cmd === "zones") learnZones(pages, record.out);
  if (record.cmd === "drain" && pages.specs.length > 0)
    keepState(pages, machineInState(pages, record.out, undefined));
}

function isPageWork(record: MeasuredRecord): boolean {
  return /^(deplete|bseq|frag|thin) /.test(record.cmd ?? "");
}

interface Stage {
  readonly profile: Profile;
  readonly machine: Machine;
  readonly slabs: SlabReplay;
  readonly pages: PageReplay;
}

function replayCommand(on: Stage, words: readonly string[], out: Json | undefined): Outcome | undefined {
  const command = words[0] ?? "";
  switch (command) {
    case "consts":
      return replayConstants(on.profile, out);
    case "cc":
      return replayCreate(on.slabs, words, out);
    case "ca":
    case "cf":
    case "cs":
    case "cshrink":
    case "cd":
      return replayObjects(on.slabs, words, out);
    case "slab":
      return replayKernelCache(on.machine, words, out);
    case "ksize":
      return replayKsize(on.machine, words, out);
    case "kalign":
      return replayAlign(on.machine, words, out);
    case "deplete":
      return replayDeplete(on.pages, words, out);
    case "bseq":
      return replaySequence(on.pages, words, out);
    case "vm":
      return replayVmalloc(on.machine, words, out);
    case "kv":
      return replayKvmalloc(on.machine, words, out);
    case "exact":
      return replayExact(on.machine, words, out);
    case "dma":
      return replayDma(on.machine, words, out);
    case "dmapool":
      return replayPool(on.machine, words, out);
    case "mempool":
      return replayMempool(on.machine, words, out);
    case "frag":
      return replayPieces(on.pages, words, out);
    case "zones":
    case "drain":
      return undefined;
    default:
      return {
        topic: stage.has(command) ? command : "other",
        name: words.join(" "),
        grade: "best-effort",
        verdict: "not-modelled",
      };
  }
}

/** Limits and gfp bits that the kernel's headers gave the test module. */
function replayConstants(profile: Profile, out: Json | undefined): Outcome {
  const gfp = at(out, "gfp");
  const measured: Record<string, number | string> = {};
  const simulated: Record<string, number | string> = {};
  const limits: Readonly<Record<string, number>> = {
    PAGE_SIZE: profile.config.pageSizeBytes,
    NORD: maxPageOrder(profile) + 1,
    KMALLOC_MAX_SIZE: kmallocMaxBytes(profile),
    KMALLOC_MAX_CACHE_SIZE: kmallocMaxCacheBytes(profile),
    KMALLOC_MIN_SIZE: kmallocMinBytes(profile),
    pageblock_order: pageblockOrder(profile),
    ARCH_KMALLOC_MINALIGN: kmallocMinAlignBytes(profile),
    cache_line: profile.arch.cacheLineBytes,
  };
  for (const [key, value] of Object.entries(limits)) {
    if (at(out, key) === undefined) continue;
    measured[key] = numberAt(out, key);
    simulated[key] = value;
  }
  for (const key of keysOf(gfp)) {
    if (key === "0") continue;
    measured[key] = Number(textAt(gfp, key));
    simulated[key] = gfpValue(profile.release, key) ?? 0;
  }
  return compare({ topic: "constants", name: "consts", grade: "exact" }, measured, simulated);
}
