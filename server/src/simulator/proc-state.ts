// A machine that starts where a real one stands: zones, marks, free blocks, slabs and areas as /proc told them. Blocks
// get arbitrary places (place-blocks.ts); slabs and their objects are counts only and marked approximate.

import type { Profile } from "../kernel-model/profile.js";
import type { Buddy } from "./buddy.js";
import { type BareMachine, createMachineFrom, type MachineConfig } from "./machine.js";
import type { MachineState, SlabState } from "./machine-state.js";
import { migratetype, migratetypeName, nrMigratetypes } from "./migratetypes.js";
import { type BlockCounts, placeBlocks } from "./place-blocks.js";
import { type ProcSlab, type ProcState, type ProcZone, parseProcText } from "./proc-parse.js";
import { type ZoneSpec, zoneNames, zoneSpecs } from "./zone-specs.js";

/** A machine from a text, and what of the text could not be used, as sentences. */
export interface LoadedMachine {
  readonly machine: BareMachine;
  /** Caches of the text as they stood; the machine's snapshot adds what happened since. Counts only. */
  readonly slabs: readonly SlabState[];
  readonly notes: readonly string[];
}

/** Builds the machine that `text` describes. Without /proc/zoneinfo the zones come from the boot model. */
export function createMachineFromProc(profile: Profile, text: string, config: MachineConfig): LoadedMachine {
  const state = parseProcText(text);
  const specs =
    state.zones.length > 0 ? specsFromProc(profile, state.zones) : zoneSpecs(profile, config.memoryBytes);
  const bare = specs.map((spec) => ({ ...spec, freeAtBoot: [] }));
  const nrCpus = Math.max(1, state.zones[0]?.pcp.length ?? profile.config.nrCpus);
  const loaded: Profile = { ...profile, config: { ...profile.config, nrCpus: config.nrCpus ?? nrCpus } };
  const machine = createMachineFrom(loaded, bare, { ...config, occupancy: "empty" });
  const notes = fillZones(loaded, machine, state);
  if (state.vmalloc.length > 0) notes.push(`${state.vmalloc.length} vmalloc areas were not taken over`);
  if (state.unreadLines > 0) notes.push(`${state.unreadLines} lines were not understood`);
  const slabs = state.slabs.map(slabState);
  const snapshot = (): MachineState => {
    const now = machine.snapshot();
    return { ...now, slabs: addSlabs(slabs, now.slabs) };
  };
  return { machine: { ...machine, snapshot }, slabs, notes };
}

/** Caches of the text with what the machine's own caches of that name added since; caches of the machine alone last. */
function addSlabs(loaded: readonly SlabState[], own: readonly SlabState[]): SlabState[] {
  const byName = new Map(own.map((state) => [state.name, state]));
  const sums = loaded.map((state) => {
    const added = byName.get(state.name);
    byName.delete(state.name);
    if (!added) return state;
    return {
      ...state,
      objects: state.objects + added.objects,
      activeObjects: state.activeObjects + added.activeObjects,
      capacity: state.capacity + added.capacity,
      slabs: state.slabs + added.slabs,
      partialSlabs: added.partialSlabs,
      cpuSlabs: added.cpuSlabs,
      cpuPartialSlabs: added.cpuPartialSlabs,
    };
  });
  return [...sums, ...byName.values()];
}

/** Zone table from /proc/zoneinfo; zones that the text leaves out are empty. */
export function specsFromProc(profile: Profile, zones: readonly ProcZone[]): ZoneSpec[] {
  return zoneNames(profile).map((name, index) => {
    const zone = zones.find((candidate) => candidate.name === name);
    const managedPages = zone?.managedPages ?? 0;
    return {
      name,
      index,
      startPfn: zone?.startPfn ?? 0,
      spannedPages: zone?.spannedPages ?? 0,
      presentPages: zone?.presentPages ?? 0,
      managedPages,
      managedAtBootPages: managedPages,
      freeAtBoot: [],
    };
  });
}

function fillZones(profile: Profile, machine: BareMachine, state: ProcState): string[] {
  const { buddy } = machine.internals;
  const notes: string[] = [];
  for (const zone of buddy.zones) {
    const { name } = zone.spec;
    const proc = state.zones.find((candidate) => candidate.name === name);
    if (proc) {
      zone.marks = { min: proc.min, low: proc.low, high: proc.high };
      zone.boost = proc.boost;
      if (proc.protection.length === buddy.zones.length) zone.lowmemReserve = proc.protection;
    }
    const counts = blockCounts(profile, buddy, state, name);
    const missing = counts ? placeBlocks(buddy, zone, counts) : 0;
    if (missing > 0) notes.push(`${name}: ${missing} free blocks found no place beside their buddies`);
  }
  machine.internals.pcp.retune();
  return notes;
}

/** Blocks by type: from pagetypeinfo, brought to the sums of buddyinfo; all movable where only sums are known. */
function blockCounts(
  profile: Profile,
  buddy: Buddy,
  state: ProcState,
  zone: string,
): BlockCounts | undefined {
  const sums = state.freeByOrder.get(zone);
  const types = state.freeByType.get(zone);
  const byType = Array.from({ length: nrMigratetypes }, (_, type) => {
    const known = types?.get(migratetypeName(profile, type)) ?? [];
    return Array.from({ length: buddy.maxOrder + 1 }, (_unused, order) => known[order] ?? 0);
  });
  if (!sums) return types ? byType : undefined;
  return adjustToSums(byType, sums);
}

/** Changes the counts by type until they add up to `sums`: what is missing is movable, what is too much is taken there first. */
export function adjustToSums(byType: BlockCounts, sums: readonly number[]): BlockCounts {
  const result = byType.map((counts) => [...counts]);
  const takeOrder = [
    migratetype.movable,
    migratetype.unmovable,
    migratetype.reclaimable,
    migratetype.highatomic,
  ];
  sums.forEach((sum, order) => {
    let surplus = result.reduce((total, counts) => total + (counts[order] ?? 0), 0) - sum;
    for (const type of takeOrder) {
      const counts = result[type];
      if (!counts) continue;
      if (surplus < 0) {
        counts[order] = (counts[order] ?? 0) - surplus;
        surplus = 0;
      }
      const taken = Math.min(surplus, counts[order] ?? 0);
      counts[order] = (counts[order] ?? 0) - taken;
      surplus -= taken;
    }
  });
  return result;
}

function slabState(slab: ProcSlab): SlabState {
  return {
    name: slab.name,
    objectBytes: slab.objectBytes,
    slotBytes: slab.objectBytes,
    alignBytes: 8,
    order: Math.round(Math.log2(slab.pagesPerSlab)),
    objectsPerSlab: slab.objectsPerSlab,
    objects: slab.activeObjects,
    activeObjects: slab.activeObjects,
    capacity: slab.totalObjects,
    slabs: slab.slabs,
    partialSlabs: 0,
    cpuSlabs: 0,
    cpuPartialSlabs: 0,
    aliases: [],
    isApproximate: true,
  };
}
