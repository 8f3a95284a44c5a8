// What a run says when it is over: the shapes that `simulate --format json` prints and every other surface reads.

import type { HighmemState } from "../simulator/highmem.js";
import type { DmaState, MachineState } from "../simulator/machine-state.js";
import type { ChunkState, HeapState } from "../simulator/malloc-state.js";
import type { PercpuState } from "../simulator/percpu.js";
import type { RegionsState } from "../simulator/regions.js";
import type { Timeline } from "./timeline.js";

export type FaultKind =
  | "use-after-free"
  | "double-free"
  | "out-of-bounds"
  | "null-dereference"
  | "wild-dereference"
  | "sleep-in-atomic"
  | "wrong-free"
  | "uninitialised"
  /** Beyond the contract's list: requests and uses that the kernel warns of. */
  | "bad-request"
  | "dma-misuse"
  | "highmem-misuse"
  | "region-misuse"
  | "heap-corruption";

export type StopReason = "returned" | "budget" | "fault" | "unsupported" | "oom";

/** The machine that a snippet asked for. */
export interface MachineReport {
  readonly kernel: string;
  readonly arch: string;
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pageSize: number;
  /** Physical address extension of a 32-bit machine. */
  readonly pae?: true;
  /** Pages of a pageblock are 2 to this; absent for a process. */
  readonly pageblockOrder?: number;
  /** The C library of a process: `glibc-2.36`. */
  readonly libc?: string;
}

/** One allocator or free call; lines count from 1. */
export interface EventReport {
  readonly line: number;
  readonly call: string;
  readonly ok: boolean;
  readonly requestedBytes?: number;
  readonly allocatedBytes?: number;
  readonly freedBytes?: number;
  readonly cache?: string;
  readonly zone?: string;
  readonly gfp?: string;
  readonly order?: number;
  readonly pages?: number;
  readonly address?: string;
  /** Why a request came back empty. */
  readonly reason?: string;
}

export interface LeakReport {
  readonly line: number;
  readonly call: string;
  readonly bytes: number;
  readonly cache?: string;
}

export interface HeldReport extends LeakReport {
  /** What leads to it, as the program would write it. */
  readonly by: string;
}

export interface FaultReport {
  readonly line: number;
  readonly kind: FaultKind;
  readonly message: string;
}

export interface ExpectationReport {
  readonly line: number;
  readonly text: string;
  readonly ok: boolean;
  readonly actual: string;
}

/** A row of the machine's state with its address as text, and its place as a line. */
type Told<Row> = Omit<Row, "address" | "site"> & { readonly address: string; readonly line?: number };

/** Coherent buffers, streaming mappings, and slots of bounce buffers in use. */
export interface DmaReport {
  readonly coherent: readonly Told<DmaState["coherent"][number]>[];
  readonly mappings: readonly Told<DmaState["mappings"][number]>[];
  readonly bounceSlots: number;
}

export type PercpuReport = Omit<PercpuState, "areas"> & {
  readonly areas: readonly Told<PercpuState["areas"][number]>[];
};

export type KmapReport = Omit<HighmemState, "slots" | "localMaps"> & {
  readonly slots: readonly Told<HighmemState["slots"][number]>[];
  readonly localMaps: readonly Told<HighmemState["localMaps"][number]>[];
};

export type RegionsReport = Omit<RegionsState, "mappings"> & {
  readonly mappings: readonly Told<RegionsState["mappings"][number]>[];
};

/** State of kernel and process at one point. */
export type StateReport = Partial<
  Pick<MachineState, "zones" | "slabs" | "dmaPools" | "mempools" | "memblock">
> & {
  readonly dma?: DmaReport;
  readonly percpu?: PercpuReport;
  readonly kmap?: KmapReport;
  readonly regions?: RegionsReport;
  readonly devres?: readonly {
    readonly device: string;
    /** Oldest first. */
    readonly resources: readonly {
      readonly resource: string;
      readonly address?: string;
      readonly bytes?: number;
    }[];
  }[];
  readonly vmalloc?: readonly {
    readonly startAddress: string;
    readonly bytes: number;
    readonly pages: number;
    readonly use: "vmalloc" | "vmap" | "ioremap";
    readonly physicalAddress?: number;
    readonly line?: number;
  }[];
  readonly addressSpace?: readonly {
    readonly name: string;
    readonly start: string;
    readonly end: string;
  }[];
  readonly heap?: HeapReport;
};

export type HeapReport = Pick<
  HeapState,
  | "brkBytes"
  | "topBytes"
  | "inUseBytes"
  | "freeBytes"
  | "residentPages"
  | "minorFaults"
  | "mmapThresholdBytes"
  | "trimThresholdBytes"
> & {
  readonly mmaps: readonly { readonly address: string; readonly bytes: number }[];
  /** The heap by place, lowest first; absent where it is in too many pieces. */
  readonly chunks?: readonly HeapChunkReport[];
};

/** A chunk with its header, or several of one use side by side. */
export interface HeapChunkReport extends Pick<ChunkState, "bytes" | "use"> {
  /** Of the first header. */
  readonly address: string;
  readonly count: number;
}

/** A named point of a run. */
export interface SnapshotReport {
  readonly line: number;
  /** Index into the run's `events` of the last one before it; -1 before the first. */
  readonly event: number;
  readonly label: string;
  readonly state: StateReport;
}

/** One run of one snippet. */
export interface SnippetRun {
  readonly file: string;
  readonly function: string;
  /** Line of the `run` directive, or of the function. */
  readonly line: number;
  readonly machine: MachineReport;
  readonly injected?: { readonly nth: number; readonly line: number; readonly call: string };
  readonly stop: { readonly reason: StopReason; readonly line: number; readonly message: string };
  /** The value that the function returned; absent when it did not, or returns nothing. */
  readonly returned?: string;
  /** What of a `state=` text could not be taken over, and what was too much to keep, as sentences. */
  readonly notes?: readonly string[];
  readonly before: StateReport;
  readonly after: StateReport;
  readonly events: readonly EventReport[];
  readonly leaks: readonly LeakReport[];
  readonly held: readonly HeldReport[];
  readonly faults: readonly FaultReport[];
  readonly queries: readonly { readonly line: number; readonly text: string }[];
  readonly expectations: readonly ExpectationReport[];
  readonly snapshots: readonly SnapshotReport[];
  readonly console: readonly string[];
  /** Requests that the program made of its allocators: what `fail each` goes through. */
  readonly allocations: number;
  /** Statements executed. */
  readonly steps: number;
  /** The states between the events, where they were asked for. */
  readonly timeline?: Timeline;
}
