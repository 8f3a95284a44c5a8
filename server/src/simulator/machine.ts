// The machine: the parts wired together. createMachine(profile, config) is the one way to make it; everything that
// happens to it goes through the parts' calls, everything it tells comes out as events and snapshots.

import { addressLayout } from "../kernel-model/address-layout.js";
import type { Profile } from "../kernel-model/profile.js";
import { bootingMemory, bootMemory, takeOverBlocks } from "./boot.js";
import type {
  DmaAllocator,
  KmallocAllocator,
  PageAllocator,
  Sysctls,
  VmallocAllocator,
} from "./core-types.js";
import { createDma } from "./dma.js";
import { createDriverParts, type DriverParts } from "./driver-parts.js";
import type { SimulatorEvent } from "./events.js";
import { createKmalloc } from "./kmalloc.js";
import type { MachineState } from "./machine-state.js";
import type { BootMemory } from "./memblock.js";
import { createPageAllocator, type PageInternals } from "./page-allocator.js";
import type { Core } from "./part.js";
import { createPlaceJournal } from "./place-journal.js";
import { createPlaceMap, type PlaceMap } from "./place-map.js";
import { createSlub } from "./slub.js";
import type { SlabAllocator } from "./slub-types.js";
import { createTaskContext } from "./task-context.js";
import { createVmalloc } from "./vmalloc.js";
import { ramRanges, type ZoneSpec, zoneSpecs } from "./zone-specs.js";
import { bootMinFreeKbytes, defaultSysctls } from "./zones.js";

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
  /** Keep track of what changes by place, for `Machine.places`; costs a little with each call. Default false. */
  readonly tracksPlaces?: boolean;
  /** "booting": before the page allocator, which gets what boot memory hands over. Default "running". */
  readonly phase?: "booting" | "running";
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
  /** Highmem windows, pools, per-cpu memory, managed resources, device memory. */
  readonly driver: DriverParts;
  /** Memory before the page allocator; absent once a machine runs. */
  readonly boot: BootMemory | undefined;
  /** memblock_free_all(): the page allocator gets what boot memory has left. */
  handOverBootMemory(): void;
  /** Pages and slots by place. */
  readonly places: PlaceMap;
  /** Place that later events carry (the interpreter's line or statement number). */
  setSite(site: number | undefined): void;
  /** Events since the last call, when no `onEvent` was given. */
  takeEvents(): readonly SimulatorEvent[];
  snapshot(): MachineState;
  checkInvariants(): readonly string[];
}

/** Builds a machine and boots it. Deterministic: the same arguments and calls give the same events. */
export function createMachine(profile: Profile, config: MachineConfig): Machine {
  const nrCpus = config.nrCpus ?? profile.config.nrCpus;
  const booted: Profile = { ...profile, config: { ...profile.config, nrCpus } };
  const specs = zoneSpecs(booted, config.memoryBytes, config.kernelcoreBytes);
  return createMachineFrom(booted, specs, config);
}

/** A machine with given zones: what a /proc text or a measurement says instead of the boot model. */
export function createMachineFrom(
  profile: Profile,
  specs: readonly ZoneSpec[],
  config: MachineConfig,
): BareMachine {
  const sysctls = { current: bootSysctls(profile, specs, config) };
  const recorder = createRecorder(config);
  const core: Core = {
    profile,
    layout: addressLayout(profile, Math.max(...specs.map((spec) => spec.startPfn + spec.spannedPages))),
    task: createTaskContext(),
    recording: config.recording ?? "calls",
    emit: recorder.emit,
    site: recorder.site,
    places: config.tracksPlaces ? createPlaceJournal() : undefined,
    sysctls: () => sysctls.current,
    shouldFail: createInjector(config.failNth),
  };
  const pages = createPageAllocator({ core, specs, sysctls });
  const totalPages = specs.reduce((sum, spec) => sum + spec.managedPages, 0);
  const slabs = createSlub({ core, pages });
  const vmalloc = createVmalloc({ core, pages, totalPages });
  const kmalloc = createKmalloc({ core, pages, slabs: slabs.internals, vmalloc });
  const dma = createDma({ core, pages, vmalloc, ...dmaFacts(profile, specs) });
  const boot =
    config.phase === "booting"
      ? bootingMemory(core, specs, ramRanges(profile, config.memoryBytes))
      : undefined;
  if (boot) pages.internals.applySysctls("boot");
  else bootMemory(core, pages.internals, specs, config);
  const driver = createDriverParts({ core, pages, slabs, kmalloc, vmalloc }, config.memoryBytes);
  const parts = [pages, slabs, vmalloc, kmalloc, dma, driver] as const;
  return {
    core,
    pages,
    slabs,
    kmalloc,
    vmalloc,
    dma,
    driver,
    internals: pages.internals,
    boot,
    handOverBootMemory: () => boot && takeOverBlocks(pages.internals, boot.handOver()),
    places: createPlaceMap({ core, ...pages.internals }),
    setSite: recorder.setSite,
    takeEvents: recorder.take,
    snapshot: () => ({
      zones: pages.snapshot(),
      slabs: slabs.snapshot(),
      vmalloc: vmalloc.snapshot(),
      addressSpace: core.layout.regions.map(({ name, start, end }) => ({ name, start, end })),
      dmaPools: dma.snapshot(),
      dma: dma.buffers(),
      reclaimablePages: pages.internals.pageCache.nrPages(),
      ...(boot ? { memblock: boot.snapshot() } : {}),
      ...driver.snapshot(),
    }),
    checkInvariants: () => parts.flatMap((part) => part.checkInvariants()),
  };
}

/** A machine with the page allocator's inside open: for the /proc reader and the replayer. */
export interface BareMachine extends Machine {
  readonly internals: PageInternals;
}

function bootSysctls(profile: Profile, specs: readonly ZoneSpec[], config: MachineConfig): Sysctls {
  const minFreeKbytes = bootMinFreeKbytes(profile, specs);
  return { ...defaultSysctls(profile), minFreeKbytes, ...config.sysctls };
}

function createRecorder(config: MachineConfig) {
  let events: SimulatorEvent[] = [];
  let site: number | undefined;
  const keep = config.onEvent ?? ((event: SimulatorEvent) => events.push(event));
  return {
    emit: (event: SimulatorEvent): void => {
      keep(site === undefined ? event : { ...event, site });
    },
    site: () => site,
    setSite: (place: number | undefined): void => {
      site = place;
    },
    take: (): readonly SimulatorEvent[] => {
      const taken = events;
      events = [];
      return taken;
    },
  };
}

/** Counts the driver's allocations; the chosen one fails. */
function createInjector(failNth: number | undefined): (gfp: number) => boolean {
  if (failNth === undefined) return () => false;
  let count = 0;
  return () => {
    count += 1;
    return count === failNth;
  };
}

function dmaFacts(profile: Profile, specs: readonly ZoneSpec[]) {
  const page = profile.config.pageSizeBytes;
  const dmaZone = specs.find((spec) => spec.name === "DMA");
  const isX86 = profile.arch.id === "x86_64" || profile.arch.id === "i386";
  const endBytes = Math.max(...specs.map((spec) => (spec.startPfn + spec.spannedPages) * page));
  return {
    // zone_dma_bits: 24 on x86, up to 32 on arm64 (kernel/dma/direct.c, 6.1).
    dmaZoneEndBytes: isX86 ? 2 ** 24 : dmaZone && dmaZone.presentPages > 0 ? 2 ** 32 : 0,
    hasSwiotlb: profile.arch.bits === 64 && endBytes > 2 ** 32,
    swiotlbBase: Math.min(endBytes, 3 * 2 ** 30) - 2 ** 27,
  };
}
