// Machines for tests: small, quiet, and made in one place.

import type { ArchitectureId } from "../../server/src/kernel-model/architectures.js";
import { gfpValue } from "../../server/src/kernel-model/gfp.js";
import {
  createProfile,
  findRelease,
  type KernelConfig,
  type Profile,
} from "../../server/src/kernel-model/profile.js";
import type { SimulatorEvent } from "../../server/src/simulator/events.js";
import { createMachine, type Machine, type MachineConfig } from "../../server/src/simulator/machine.js";

export const MiB = 2 ** 20;
export const GiB = 2 ** 30;

/** A profile by names; one cpu unless said otherwise. */
export function profileOf(
  release = "6.1",
  arch: ArchitectureId = "x86_64",
  config: Partial<KernelConfig> = {},
): Profile {
  return createProfile(findRelease(release), arch, { nrCpus: 1, ...config });
}

/** 512 MiB, everything free, unless said otherwise. */
export function machineOf(profile: Profile = profileOf(), config: Partial<MachineConfig> = {}): Machine {
  return createMachine(profile, { memoryBytes: 512 * MiB, occupancy: "empty", ...config });
}

/** The mask of `A|B` in the machine's release. */
export function gfp(machine: Machine | Profile, text: string): number {
  const release = "core" in machine ? machine.core.profile.release : machine.release;
  return text.split("|").reduce((mask, name) => mask | (gfpValue(release, name) ?? 0), 0);
}

/** Faults among the events since the last look. */
export function faultsOf(machine: Machine): readonly (SimulatorEvent & { kind: "fault" })[] {
  return machine.takeEvents().flatMap((event) => (event.kind === "fault" ? [event] : []));
}

/** Pages that are neither free nor on per-cpu lists, over all zones. */
export function usedPages(machine: Machine): number {
  return machine
    .snapshot()
    .zones.reduce((sum, zone) => sum + zone.managedPages - zone.freePages - zone.pcpPages, 0);
}
