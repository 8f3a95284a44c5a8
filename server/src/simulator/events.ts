// What a simulated machine tells: a closed union of plain data, one object per thing that happened. Previews and the
// interpreter read these; the parts of the machine write them. Addresses are numbers here (see address.ts), rendered
// as hex text only at the surface.

import type { Address } from "./address.js";

/** What a caller may have done wrong, named as a kernel author would. */
export type FaultKind =
  | "double-free"
  | "wrong-cache"
  | "wrong-free"
  | "bad-pointer"
  | "bad-order"
  | "bad-gfp"
  | "bad-size"
  | "sleep-in-atomic"
  | "objects-left"
  | "dma-misuse"
  | "highmem-misuse"
  | "region-misuse"
  | "heap-corruption"
  | "null-dereference"
  | "use-after-free";

/** Why a request came back empty. */
export type FailureReason =
  | "out-of-memory"
  | "too-large"
  | "fragmented"
  | "no-zone"
  | "no-address-space"
  | "bad-request"
  | "pool-empty"
  | "injected";

interface EventBase {
  /** Opaque place given by the caller (the interpreter's statement or line); absent when none was set. */
  readonly site?: number;
}

/** A request was served. `call` is the function the driver named. */
export interface AllocatedEvent extends EventBase {
  readonly kind: "allocated";
  readonly call: string;
  readonly address: Address;
  /** Bytes asked for; for page requests the whole block. */
  readonly requestedBytes: number;
  /** Bytes really set aside: the slot of a slab, whole pages. */
  readonly allocatedBytes: number;
  readonly gfp?: number;
  readonly cache?: string;
  readonly zone?: string;
  readonly order?: number;
  readonly nrPages?: number;
  /** Which store of the allocator served it: a tcache or bin of malloc, the reserve of a mempool. */
  readonly origin?: string;
}

/** A request was refused. `isSilent`: __GFP_NOWARN kept the kernel's log quiet. */
export interface AllocationFailedEvent extends EventBase {
  readonly kind: "allocation-failed";
  readonly call: string;
  readonly requestedBytes: number;
  readonly gfp?: number;
  readonly order?: number;
  readonly reason: FailureReason;
  readonly isSilent: boolean;
}

/** Memory was given back. */
export interface FreedEvent extends EventBase {
  readonly kind: "freed";
  readonly call: string;
  readonly address: Address;
  readonly freedBytes: number;
  readonly cache?: string;
  readonly zone?: string;
  readonly order?: number;
  readonly nrPages?: number;
}

/** The driver did what the kernel would complain about (or die of, when `isFatal`). */
export interface FaultEvent extends EventBase {
  readonly kind: "fault";
  readonly fault: FaultKind;
  readonly call: string;
  /** The kernel's own words in short, at most 100 characters. */
  readonly message: string;
  readonly isFatal: boolean;
  readonly address?: Address;
}

/** Life of a kmem_cache. */
export interface CacheEvent extends EventBase {
  readonly kind: "cache-created" | "cache-merged" | "cache-shrunk" | "cache-destroyed";
  readonly call: string;
  readonly cache: string;
  readonly slotBytes: number;
  /** For `cache-merged`: the cache that really serves; for `cache-created` with merging off: the one a stock kernel would have used. */
  readonly mergedWith?: string;
}

/** A slab was taken from or given back to the page allocator. */
export interface SlabEvent extends EventBase {
  readonly kind: "slab-created" | "slab-released";
  readonly cache: string;
  readonly pfn: number;
  readonly order: number;
}

/** The buddy allocator cut a block in two, or joined two; `order` is that of the larger block. Detail level only. */
export interface BuddyEvent extends EventBase {
  readonly kind: "block-split" | "blocks-merged";
  readonly zone: string;
  readonly pfn: number;
  readonly order: number;
}

/** A per-cpu page list was filled from, or emptied to, the buddy lists. Detail level only. */
export interface PcpEvent extends EventBase {
  readonly kind: "pcp-refilled" | "pcp-drained";
  readonly zone: string;
  readonly cpu: number;
  readonly order: number;
  readonly nrPages: number;
}

/** A request was served from blocks of another migratetype. */
export interface FallbackEvent extends EventBase {
  readonly kind: "migratetype-fallback" | "pageblock-stolen" | "highatomic-reserved" | "highatomic-released";
  readonly zone: string;
  readonly pfn: number;
  readonly order: number;
  readonly from: string;
  readonly to: string;
}

/** Steps of the slow path. `nrPages` is what was reclaimed, moved or added to the boost. */
export interface PressureEvent extends EventBase {
  readonly kind:
    | "kswapd-woken"
    | "watermark-boosted"
    | "direct-reclaim"
    | "compacted"
    | "oom-killed"
    | "nofail-endless";
  readonly zone: string;
  readonly order: number;
  readonly nrPages: number;
}

/** An area of the vmalloc range appeared or went. `bytes` includes the guard page. */
export interface VmapAreaEvent extends EventBase {
  readonly kind: "vmap-area-created" | "vmap-area-freed";
  readonly call: string;
  readonly address: Address;
  readonly bytes: number;
  readonly nrPages: number;
}

/** Streaming DMA: who owns the buffer now. */
export interface DmaEvent extends EventBase {
  readonly kind:
    | "dma-mapped"
    | "dma-unmapped"
    | "dma-synced-for-cpu"
    | "dma-synced-for-device"
    | "dma-bounced";
  readonly call: string;
  readonly address: Address;
  readonly bytes: number;
  /** Bus address the device sees. */
  readonly busAddress: number;
  readonly direction: "to-device" | "from-device" | "bidirectional" | "none";
}

/** A kernel log line worth showing that is no fault (a warning about deprecated use, an allocation-failure report). */
export interface NoteEvent extends EventBase {
  readonly kind: "note";
  readonly call: string;
  readonly message: string;
}

/** The heap of a userspace process: what its malloc asked of the kernel. `bytes` is the size of the change. */
export interface HeapEvent extends EventBase {
  readonly kind:
    | "heap-grown"
    | "heap-trimmed"
    | "heap-mapped"
    | "heap-unmapped"
    | "heap-remapped"
    | "heap-pages-dropped"
    | "heap-threshold-raised";
  /** The system call, or for `heap-threshold-raised` the library call. */
  readonly call: string;
  /** New break, or start of the mapping; the new threshold has none. */
  readonly address: Address;
  readonly bytes: number;
}

/** Boot memory: a range was made known, set aside, given back, or handed to the buddy allocator. Physical addresses. */
export interface BootMemoryEvent extends EventBase {
  readonly kind:
    | "boot-memory-added"
    | "boot-memory-reserved"
    | "boot-memory-freed"
    | "boot-memory-handed-over";
  readonly call: string;
  readonly physicalAddress: number;
  readonly bytes: number;
}

/** A range of I/O memory or ports was claimed by a driver, or given up. */
export interface RegionEvent extends EventBase {
  readonly kind: "region-claimed" | "region-released";
  readonly call: string;
  readonly name: string;
  readonly start: number;
  readonly bytes: number;
}

/** A driver touched device memory. `bytes` is the width of one access, `nrAccesses` how many of them. */
export interface IoAccessEvent extends EventBase {
  readonly kind: "io-read" | "io-written";
  readonly call: string;
  readonly address: Address;
  readonly bytes: number;
  readonly nrAccesses: number;
}

/** Pages of the kernel appeared in a process's address space. */
export interface UserMappingEvent extends EventBase {
  readonly kind: "user-mapped";
  readonly call: string;
  readonly userAddress: number;
  readonly pfn: number;
  readonly bytes: number;
}

/** A page frame got, or lost, an address in a kmap window; `slot` counts from the start of that window. */
export interface KmapEvent extends EventBase {
  readonly kind: "page-mapped" | "page-unmapped";
  readonly call: string;
  readonly pfn: number;
  readonly address: Address;
  readonly slot?: number;
}

/** A resource was tied to a device, or released because the device was detached (or by hand). */
export interface DevresEvent extends EventBase {
  readonly kind: "devres-added" | "devres-released";
  readonly call: string;
  readonly device: string;
  readonly resource: string;
}

/** Everything a machine can tell. Other parts add their kinds here, never elsewhere. */
export type SimulatorEvent =
  | AllocatedEvent
  | AllocationFailedEvent
  | FreedEvent
  | FaultEvent
  | CacheEvent
  | SlabEvent
  | BuddyEvent
  | PcpEvent
  | FallbackEvent
  | PressureEvent
  | VmapAreaEvent
  | DmaEvent
  | HeapEvent
  | BootMemoryEvent
  | RegionEvent
  | IoAccessEvent
  | UserMappingEvent
  | KmapEvent
  | DevresEvent
  | NoteEvent;
