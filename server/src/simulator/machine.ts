// The machine: the parts wired together. createMachine(profile, config) is the one way to make it; everything that
// happens to it goes through the parts' calls, everything it tells comes out as events and snapshots.

import type { Profile } from "../kernel-model/profile.js";
import type {
  DmaAllocator,
  KmallocAllocator,
  PageAllocator,
  Sysctls,
  VmallocAllocator,
} from "./core-types.js";
import type { SimulatorEvent } from "./events.js";
import type { MachineState } from "./machine-state.js";
import type { Core } from "./part.js";
import type { SlabAllocator } from "./slub-types.js";

/** How to build a machine. */
export interface MachineConfig {
  readonly memoryBytes: number;
  /** CPUs present; the profile's unless given. */
  readonly nrCpus?: number;
  /** What is recorded; default "calls". */
  readonly recording?: Core["recording"];
  /** Where events go; by default they are kept for `takeEvents()`. */
  readonly onEvent?: (event: SimulatorEvent) => void;
  /** Sysctls that differ from the boot values. */
  readonly sysctls?: Partial<Sysctls>;
  /** Pages of clean page cache that direct reclaim can get back; default 0. */
  readonly reclaimablePages?: number;
  /** Bytes of ZONE_MOVABLE = everything above this much kernel memory (kernelcore=); absent: no movable zone. */
  readonly kernelcoreBytes?: number;
  /** Fails the n-th allocation (counting from 1) of those that the driver made. */
  readonly failNth?: number;
  /** The text of `/proc` files to start from; see proc-state.ts. */
  readonly procState?: string;
  /** "booted": what a freshly booted system keeps in use; "empty": every managed page is free. Default "booted". */
  readonly occupancy?: "booted" | "empty";
}

/** A running machine. */
export interface Machine {
  readonly core: Core;
  readonly pages: PageAllocator;
  readonly slabs: SlabAllocator;
  readonly kmalloc: KmallocAllocator;
  readonly vmalloc: VmallocAllocator;
  readonly dma: DmaAllocator;
  /** Place that later events carry (the interpreter's line or statement number). */
  setSite(site: number | undefined): void;
  /** Events since the last call, when no `onEvent` was given. */
  takeEvents(): readonly SimulatorEvent[];
  snapshot(): MachineState;
  checkInvariants(): readonly string[];
}

/** The factory's type: every rim and test makes machines by this signature. */
export type CreateMachine = (profile: Profile, config: MachineConfig) => Machine;
