// The snapshot of a machine: plain data that survives JSON. Field names are those of `simulate --format json`.

import type { DriverPartsState } from "./driver-parts.js";
import type { BootMemoryState } from "./memblock.js";

/** What the pages in use of a zone are used for, in pages: exact, and together all that is in use. */
export interface ZoneUse {
  /** Pages of slabs. */
  readonly slabPages: number;
  /** kmalloc() above the largest size class. */
  readonly largeKmallocPages: number;
  /** Taken by a driver's own calls of the page allocator. */
  readonly directPages: number;
  readonly vmallocPages: number;
  /** Coherent buffers and the pages of DMA pools. */
  readonly dmaPages: number;
  /** Chunks of per-cpu memory beyond the first, which is the booted system's. */
  readonly percpuPages: number;
  /** Elements of mempools of pages. */
  readonly mempoolPages: number;
  readonly pageCachePages: number;
  /** What the booted system keeps; on a machine made from a /proc text, all that it had in use. */
  readonly systemPages: number;
}

/** One populated zone. Pages are pages of the machine; `freePages` leaves the per-cpu lists out. */
export interface ZoneState {
  readonly name: string;
  readonly startPfn: number;
  readonly spannedPages: number;
  readonly presentPages: number;
  readonly managedPages: number;
  readonly freePages: number;
  readonly pcpPages: number;
  readonly use: ZoneUse;
  readonly min: number;
  readonly low: number;
  readonly high: number;
  readonly boost: number;
  /** WMARK_PROMO, which later releases print (6.12). */
  readonly promo?: number;
  /** Pages by which a cpu's counter may run ahead of the zone's. */
  readonly statThreshold: number;
  /** Pages in highatomic pageblocks. */
  readonly highatomicPages: number;
  /** lowmem_reserve against requests for each zone index. */
  readonly protection: readonly number[];
  readonly freeByOrder: readonly number[];
  /** freeByOrder of each migratetype, in the order that /proc/pagetypeinfo prints. */
  readonly freeByMigratetype: readonly { readonly name: string; readonly freeByOrder: readonly number[] }[];
  readonly pcp: readonly {
    readonly cpu: number;
    readonly count: number;
    readonly high: number;
    readonly batch: number;
  }[];
}

/** One cache of the slab allocator. */
export interface SlabState {
  readonly name: string;
  /** Bytes a driver asked for at most (object_size). */
  readonly objectBytes: number;
  /** Bytes from one object to the next. */
  readonly slotBytes: number;
  readonly alignBytes: number;
  readonly order: number;
  readonly objectsPerSlab: number;
  /** Live objects. */
  readonly objects: number;
  /** Objects as /proc/slabinfo counts them: all slots but the free ones of slabs on the node's partial list. */
  readonly activeObjects: number;
  /** Slots of all slabs. */
  readonly capacity: number;
  readonly slabs: number;
  /** Slabs on the node's partial list. */
  readonly partialSlabs: number;
  /** Slabs that some cpu allocates from. */
  readonly cpuSlabs: number;
  /** Slabs on cpu partial lists. */
  readonly cpuPartialSlabs: number;
  readonly aliases: readonly string[];
  /** Counts came from a /proc text, objects have no addresses. */
  readonly isApproximate: boolean;
}

/** One area of the vmalloc range; `bytes` includes the guard page. Addresses are numbers as in address.ts. */
export interface VmallocAreaState {
  readonly startAddress: number;
  readonly bytes: number;
  readonly pages: number;
  readonly use: "vmalloc" | "vmap" | "ioremap";
  /** What an ioremap area shows. */
  readonly physicalAddress?: number;
  readonly site?: number;
}

/** One dma_pool. */
export interface DmaPoolState {
  readonly name: string;
  readonly blockBytes: number;
  readonly blocksPerPage: number;
  readonly inUse: number;
  readonly pages: number;
}

/** A coherent buffer, other than the pages of pools. */
export interface CoherentState {
  readonly device: string;
  readonly address: number;
  readonly busAddress: number;
  /** Bytes asked for. */
  readonly bytes: number;
  readonly order: number;
  readonly site?: number;
}

/** A streaming mapping. */
export interface DmaMappingState {
  readonly device: string;
  readonly address: number;
  readonly busAddress: number;
  readonly bytes: number;
  readonly direction: "to-device" | "from-device" | "bidirectional" | "none";
  readonly owner: "cpu" | "device";
  /** The device reaches a copy in the bounce buffers only. */
  readonly isBounced: boolean;
  readonly site?: number;
}

/** Memory that devices see. */
export interface DmaState {
  readonly coherent: readonly CoherentState[];
  readonly mappings: readonly DmaMappingState[];
  /** Slots of the bounce buffers in use. */
  readonly bounceSlots: number;
}

/** A region of the kernel's address space, see kernel-model/address-layout.ts. */
export interface AddressRegionState {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** State of the kernel side of a machine. */
export interface MachineState extends DriverPartsState {
  readonly zones: readonly ZoneState[];
  readonly slabs: readonly SlabState[];
  readonly vmalloc: readonly VmallocAreaState[];
  readonly addressSpace: readonly AddressRegionState[];
  readonly dmaPools: readonly DmaPoolState[];
  readonly dma: DmaState;
  /** Pages of the page cache that reclaim may still take. */
  readonly reclaimablePages: number;
  /** Of a machine that is booting. */
  readonly memblock?: BootMemoryState;
}
