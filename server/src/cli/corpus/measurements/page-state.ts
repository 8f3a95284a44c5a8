// A machine brought to the state that a page record names: free blocks per order, marks, per-cpu tuning. What a record
// does not say (types of the blocks, tuning) is carried over from the record before, as the real kernel carried it.

import type { Profile } from "../../../kernel-model/profile.js";
import { type BareMachine, createMachineFrom } from "../../../simulator/machine.js";
import { migratetypeName, nrMigratetypes } from "../../../simulator/migratetypes.js";
import { placeBlocks } from "../../../simulator/place-blocks.js";
import { parseProcText } from "../../../simulator/proc-parse.js";
import { adjustToSums } from "../../../simulator/proc-state.js";
import { type ZoneSpec, zoneSpecs } from "../../../simulator/zone-specs.js";
import { at, bytesOf, type Json, listAt, type MeasuredRun, numberAt, numbersAt, textAt } from "./record.js";
import { specsOfAnswer } from "./zones.js";

interface ZoneMemory {
  counts: number[][];
  highatomicReserved: number;
  isBelowHigh: boolean;
  boost: number;
  /** Unknown until a record tells them: then the machine's own stand. */
  marks: { min: number; low: number; high: number } | undefined;
  lowmemReserve: readonly number[] | undefined;
  tuning: {
    high: number;
    freeFactor: number;
    allocFactor: number;
    freeCount: number;
    hasFreedHighOrder: boolean;
  };
}

/** What is known of the zones of one boot, record by record. */
export interface PageReplay {
  readonly profile: Profile;
  specs: readonly ZoneSpec[];
  readonly zones: Map<string, ZoneMemory>;
  readonly boostFactor: number;
  highFraction: number;
}

/** Nothing known yet. Depth was measured with boosting switched off, everything else with the default. */
export function createPageReplay(profile: Profile, run: MeasuredRun): PageReplay {
  const file = run.records.find((record) => record.file === "/proc/sys/vm/watermark_boost_factor");
  const isDepth = textAt(run.how, "scenario") === "deplete.sh";
  const boostFactor = file ? Number(file.text) : isDepth ? 0 : 15000;
  const specs = zoneSpecs(profile, bytesOf(textAt(run.how, "mem"))).map((spec) => ({
    ...spec,
    freeAtBoot: [],
  }));
  return { profile, specs, zones: new Map(), boostFactor, highFraction: 0 };
}

/** Takes the zone table, marks and per-cpu limits of a `zones` answer. */
export function learnZones(replay: PageReplay, out: Json | undefined): void {
  replay.specs = specsOfAnswer(out);
  for (const zone of listAt(out, "zones")) {
    const memory = memoryOf(replay, textAt(zone, "name"));
    memory.marks = { min: numberAt(zone, "min"), low: numberAt(zone, "low"), high: numberAt(zone, "high") };
    memory.lowmemReserve = numbersAt(zone, "lowmem_reserve");
    memory.boost = numberAt(zone, "boost");
    memory.highatomicReserved = numberAt(zone, "highatomic");
    memory.tuning.high = numberAt(listAt(zone, "pcp")[0], "high");
  }
}

/** Takes the types of the free blocks from the text of /proc/pagetypeinfo. */
export function learnTypes(replay: PageReplay, text: string): void {
  for (const [zone, types] of parseProcText(text).freeByType) {
    const memory = memoryOf(replay, zone);
    memory.counts = Array.from({ length: nrMigratetypes }, (_, type) => [
      ...(types.get(migratetypeName(replay.profile, type)) ?? []),
    ]);
  }
}

function memoryOf(replay: PageReplay, name: string): ZoneMemory {
  const known = replay.zones.get(name);
  if (known) return known;
  const fresh: ZoneMemory = {
    counts: Array.from({ length: nrMigratetypes }, () => []),
    highatomicReserved: 0,
    isBelowHigh: false,
    boost: 0,
    marks: undefined,
    lowmemReserve: undefined,
    tuning: { high: 0, freeFactor: 0, allocFactor: 0, freeCount: 0, hasFreedHighOrder: false },
  };
  replay.zones.set(name, fresh);
  return fresh;
}

/** A machine whose zones hold the free blocks of `state` (zone → { free, free_inexact, nr_free }). */
export function machineInState(
  replay: PageReplay,
  state: Json | undefined,
  wmarks: Json | undefined,
): BareMachine {
  const machine = createMachineFrom(replay.profile, replay.specs, {
    memoryBytes: 0,
    recording: "nothing",
    occupancy: "empty",
    sysctls: { watermarkBoostFactor: replay.boostFactor, percpuPagelistHighFraction: replay.highFraction },
  });
  const { buddy, pcp } = machine.internals;
  for (const zone of buddy.zones) {
    const memory = memoryOf(replay, zone.spec.name);
    learnMarks(memory, at(wmarks, zone.spec.name));
    zone.marks = memory.marks ?? zone.marks;
    zone.lowmemReserve = memory.lowmemReserve ?? zone.lowmemReserve;
    zone.boost = memory.boost;
    Object.assign(zone, { highatomicReserved: memory.highatomicReserved, isBelowHigh: memory.isBelowHigh });
    const found = at(state, zone.spec.name);
    if (found === undefined) continue;
    const sums = numbersAt(found, "nr_free");
    const byType = memory.counts.map((counts) =>
      Array.from({ length: sums.length }, (_, order) => counts[order] ?? 0),
    );
    placeBlocks(buddy, zone, adjustToSums(byType, sums));
    const visible = numberAt(found, "free_inexact");
    zone.counterDiffs[0] = zone.free - visible;
    zone.visibleFree = visible;
  }
  pcp.retune();
  for (const zone of buddy.zones) Object.assign(pcp.setOf(zone, 0), memoryOf(replay, zone.spec.name).tuning);
  if (replay.profile.release.memory.pcp !== "auto-tuned") pcp.retune();
  return machine;
}

function learnMarks(memory: ZoneMemory, marks: Json | undefined): void {
  if (marks === undefined) return;
  memory.marks = { min: numberAt(marks, "min"), low: numberAt(marks, "low"), high: numberAt(marks, "high") };
  memory.lowmemReserve = numbersAt(marks, "lowmem_reserve");
}

/** Remembers types, reserves and tuning for the next record. */
export function keepState(replay: PageReplay, machine: BareMachine): void {
  const { buddy, pcp } = machine.internals;
  for (const zone of buddy.zones) {
    const memory = memoryOf(replay, zone.spec.name);
    memory.counts = Array.from({ length: nrMigratetypes }, (_, type) =>
      Array.from(zone.nrFree, (_unused, order) => zone.count[order * nrMigratetypes + type] ?? 0),
    );
    memory.highatomicReserved = zone.highatomicReserved;
    memory.isBelowHigh = zone.isBelowHigh;
    memory.boost = zone.boost;
    const { high, freeFactor, allocFactor, freeCount, hasFreedHighOrder } = pcp.setOf(zone, 0);
    memory.tuning = { high, freeFactor, allocFactor, freeCount, hasFreedHighOrder };
  }
}
