// The parts that stand beside the core of a machine and serve drivers directly, wired to it: highmem windows, pools,
// per-cpu memory, managed resources, device memory. They hold nothing until they are used.

import { createDevres, type Devres, type DevresState } from "./devm.js";
import { createHighmem, type Highmem, type HighmemState } from "./highmem.js";
import type { Machine } from "./machine.js";
import { createMempools, type MempoolState, type Mempools } from "./mempool.js";
import { createPercpu, type Percpu, type PercpuState } from "./percpu.js";
import { createRegions, type Regions, type RegionsState } from "./regions.js";
import { ramRanges } from "./zone-specs.js";

export interface DriverParts {
  readonly highmem: Highmem;
  readonly mempools: Mempools;
  readonly percpu: Percpu;
  readonly devres: Devres;
  readonly regions: Regions;
  snapshot(): DriverPartsState;
  checkInvariants(): readonly string[];
}

/** Keys that these parts add to a machine's state. */
export interface DriverPartsState {
  readonly kmap: HighmemState;
  readonly mempools: readonly MempoolState[];
  readonly percpu: PercpuState;
  readonly devres: readonly DevresState[];
  readonly regions: RegionsState;
}

/** What these parts are built on. */
export type DriverPartsBase = Pick<Machine, "core" | "pages" | "slabs" | "kmalloc" | "vmalloc">;

/** `memoryBytes` is what the machine is made with: it tells RAM from device memory. */
export function createDriverParts(machine: DriverPartsBase, memoryBytes: number): DriverParts {
  const { core, pages, slabs, kmalloc, vmalloc } = machine;
  const highmem = createHighmem({ core });
  const mempools = createMempools({ core, pages, slabs, kmalloc });
  const percpu = createPercpu({ core, pages });
  const devres = createDevres({ core, kmalloc });
  const regions = createRegions({ core, pages, vmalloc, ram: ramRanges(core.profile, memoryBytes) });
  const parts = [highmem, mempools, percpu, devres, regions] as const;
  return {
    highmem,
    mempools,
    percpu,
    devres,
    regions,
    snapshot: () => ({
      kmap: highmem.snapshot(),
      mempools: mempools.snapshot(),
      percpu: percpu.snapshot(),
      devres: devres.snapshot(),
      regions: regions.snapshot(),
    }),
    checkInvariants: () => parts.flatMap((part) => part.checkInvariants()),
  };
}
