// Windows onto pages that the kernel does not map: kmap() with its shared slots that anybody may wait for, and the
// short-lived maps (kmap_atomic(), kmap_local_page()) in a stack of fixmap slots. Sources: mm/highmem.c (2.6.10, 6.1),
// include/linux/highmem-internal.h (6.1). Where there is no highmem all of it is page_address().

import { type Address, addressOf } from "./address.js";
import { emitFault } from "./emit-fault.js";
import { noteSleepAlways } from "./might-sleep.js";
import type { Core, Part } from "./part.js";

/** One slot of the pkmap window that is not free. `users` 0: unmapped, but still in some TLB. */
export interface PkmapSlotState {
  readonly slot: number;
  readonly address: Address;
  readonly pfn: number;
  readonly users: number;
}

export interface LocalMapState {
  readonly address: Address;
  readonly pfn: number;
  readonly isAtomic: boolean;
}

export interface HighmemState {
  /** Slots of the window; 0 on machines without highmem. */
  readonly nrSlots: number;
  readonly slots: readonly PkmapSlotState[];
  /** Newest last. */
  readonly localMaps: readonly LocalMapState[];
}

export interface Highmem extends Part<HighmemState> {
  isHighmem(pfn: number): boolean;
  /** page_address(): 0 for a highmem page that is not mapped. */
  pageAddress(pfn: number): Address;
  /** kmap(): may sleep. 0 when every slot is taken: the kernel would wait for ever for our own task. */
  kmap(pfn: number): Address;
  kunmap(pfn: number): void;
  kmapAtomic(pfn: number): Address;
  kunmapAtomic(address: Address): void;
  kmapLocal(pfn: number): Address;
  kunmapLocal(address: Address): void;
  /** The page that a kmap address shows now; undefined when it shows none. */
  pfnBehind(address: Address): number | undefined;
}

/** KM_MAX_IDX of kmap_local (5.11 and later), and KM_TYPE_NR of the slots of kmap_atomic() before. */
const nrLocalSlots = 16;
const nrAtomicTypes = 20;
/** Release in which kmap_atomic() became a kmap_local_page() that also disables preemption. */
const kmapLocalOrdinal = 5_011_000;

export function createHighmem({ core }: { readonly core: Core }): Highmem {
  const { layout, task, profile } = core;
  const pageBytes = layout.pageSizeBytes;
  const nrSlots = layout.nrPkmapSlots ?? 0;
  const pkmapStart = layout.pkmapStart ?? 0;
  /** pkmap_count: 0 free, 1 unused but not flushed from the TLBs, n + 1 with n users. */
  const counts = new Uint16Array(nrSlots);
  const pfnOfSlot = new Map<number, number>();
  const slotOfPfn = new Map<number, number>();
  let lastSlot = 0;
  const stack: {
    readonly address: Address;
    readonly pfn: number;
    readonly isAtomic: boolean;
    readonly usesSlot: boolean;
  }[] = [];
  const maxDepth = profile.release.ordinal < kmapLocalOrdinal ? nrAtomicTypes : nrLocalSlots;

  const isHighmem = (pfn: number): boolean => addressOf(layout, pfn) === undefined;
  const slotAddress = (slot: number): Address => pkmapStart + slot * pageBytes;

  function tell(kind: "page-mapped" | "page-unmapped", call: string, pfn: number, address: Address): void {
    if (core.recording === "nothing") return;
    const slot =
      address >= pkmapStart && address < slotAddress(nrSlots)
        ? (address - pkmapStart) / pageBytes
        : undefined;
    core.emit({ kind, call, pfn, address, ...(slot === undefined ? {} : { slot }) });
  }

  /** flush_all_zero_pkmaps(): what nobody uses any more becomes free, once per turn through the window. */
  function flushUnused(): void {
    counts.forEach((count, slot) => {
      if (count !== 1) return;
      counts[slot] = 0;
      const pfn = pfnOfSlot.get(slot);
      pfnOfSlot.delete(slot);
      if (pfn !== undefined) slotOfPfn.delete(pfn);
    });
  }

  /** map_new_virtual(): the next free slot after the last one given out. */
  function takeSlot(): number | undefined {
    for (let left = nrSlots; left > 0; left--) {
      lastSlot = (lastSlot + 1) % nrSlots;
      if (lastSlot === 0) {
        flushUnused();
        left = nrSlots;
        if (counts.every((count) => count > 0)) return undefined;
      }
      if (counts[lastSlot] === 0) return lastSlot;
    }
    return undefined;
  }

  function kmap(pfn: number): Address {
    noteSleepAlways(core, "kmap");
    const direct = addressOf(layout, pfn);
    if (direct !== undefined) return direct;
    const slot = slotOfPfn.get(pfn) ?? takeSlot();
    if (slot === undefined) {
      emitFault(core, {
        fault: "highmem-misuse",
        call: "kmap",
        message: `all ${nrSlots} pkmap slots are in use: kmap() sleeps until somebody calls kunmap()`,
      });
      return 0;
    }
    const count = counts[slot] ?? 0;
    counts[slot] = Math.max(count, 1) + 1;
    pfnOfSlot.set(slot, pfn);
    slotOfPfn.set(pfn, slot);
    tell("page-mapped", "kmap", pfn, slotAddress(slot));
    return slotAddress(slot);
  }

  function kunmap(pfn: number): void {
    noteSleepAlways(core, "kunmap");
    if (!isHighmem(pfn)) return;
    const slot = slotOfPfn.get(pfn);
    const count = slot === undefined ? 0 : (counts[slot] ?? 0);
    if (slot === undefined || count < 2) {
      emitFault(core, {
        fault: "highmem-misuse",
        call: "kunmap",
        message: `kernel BUG: kunmap() of page ${pfn}, which is not mapped`,
        isFatal: true,
      });
      return;
    }
    counts[slot] = count - 1;
    tell("page-unmapped", "kunmap", pfn, slotAddress(slot));
  }

  /** __fix_to_virt(FIX_KMAP_BEGIN + index): the fixmap grows down, each cpu has its own slots. */
  function localAddress(depth: number): Address {
    const firstSlot = 4; // entries of other users before FIX_KMAP_BEGIN: a few, by configuration
    return (layout.fixmapTop ?? 0) - (firstSlot + task.cpu * maxDepth + depth) * pageBytes;
  }

  function push(pfn: number, call: string, isAtomic: boolean): Address {
    const usesSlot = isHighmem(pfn);
    const depth = stack.filter((map) => map.usesSlot).length;
    if (usesSlot && depth + 1 >= maxDepth) {
      emitFault(core, {
        fault: "highmem-misuse",
        call,
        message: `kernel BUG: more than ${maxDepth - 1} nested maps`,
        isFatal: true,
      });
      return 0;
    }
    if (usesSlot && task.level === "hardirq" && task.irqDisableDepth === 0 && !isAtomic) {
      emitFault(core, {
        fault: "highmem-misuse",
        call,
        message: "WARNING: local map in hard interrupt with interrupts on",
      });
    }
    const address = addressOf(layout, pfn) ?? localAddress(depth);
    stack.push({ address, pfn, isAtomic, usesSlot });
    tell("page-mapped", call, pfn, address);
    return address;
  }

  /** Slots are a stack: what is unmapped must be what was mapped last. */
  function pop(address: Address, call: string, isAtomic: boolean): void {
    const page = address - (address % pageBytes);
    const newest = stack.at(-1);
    const index = stack.findLastIndex((map) => map.address === page && map.isAtomic === isAtomic);
    if (newest === undefined || index === -1) {
      emitFault(core, {
        fault: "highmem-misuse",
        call,
        message: `${call}() of an address that is not mapped`,
        address,
      });
      return;
    }
    // Pages of the direct map have no slot: their order does not matter to the machine, though it does to the rules.
    const isOutOfOrder =
      stack.slice(index + 1).some((map) => map.usesSlot) && stack[index]?.usesSlot === true;
    if (isOutOfOrder) {
      emitFault(core, {
        fault: "highmem-misuse",
        call,
        message: `WARNING: ${call}() out of order: the newest map goes first`,
        address,
      });
    }
    const [map] = stack.splice(isOutOfOrder ? stack.findLastIndex((other) => other.usesSlot) : index, 1);
    tell("page-unmapped", call, map?.pfn ?? newest.pfn, page);
  }

  return {
    isHighmem,
    pageAddress: (pfn) => addressOf(layout, pfn) ?? mappedAddress(pfn),
    kmap,
    kunmap,
    kmapAtomic(pfn) {
      task.preemptDepth++;
      task.pagefaultDisableDepth++;
      return push(pfn, "kmap_atomic", true);
    },
    kunmapAtomic(address) {
      const before = stack.length;
      pop(address, "kunmap_atomic", true);
      if (stack.length === before) return;
      task.pagefaultDisableDepth--;
      task.preemptDepth--;
    },
    kmapLocal: (pfn) => push(pfn, "kmap_local_page", false),
    kunmapLocal: (address) => pop(address, "kunmap_local", false),
    pfnBehind,
    snapshot: () => ({
      nrSlots,
      slots: slotStates(),
      localMaps: stack.map(({ address, pfn, isAtomic }) => ({ address, pfn, isAtomic })),
    }),
    checkInvariants,
  };

  function mappedAddress(pfn: number): Address {
    const slot = slotOfPfn.get(pfn);
    return slot === undefined ? 0 : slotAddress(slot);
  }

  function pfnBehind(address: Address): number | undefined {
    const page = address - (address % pageBytes);
    const local = stack.findLast((map) => map.usesSlot && map.address === page);
    if (local) return local.pfn;
    const slot = (page - pkmapStart) / pageBytes;
    return (counts[slot] ?? 0) > 1 ? pfnOfSlot.get(slot) : undefined;
  }

  function slotStates(): readonly PkmapSlotState[] {
    return [...pfnOfSlot].map(([slot, pfn]) => ({
      slot,
      address: slotAddress(slot),
      pfn,
      users: (counts[slot] ?? 1) - 1,
    }));
  }

  function checkInvariants(): readonly string[] {
    const problems: string[] = [];
    counts.forEach((count, slot) => {
      const pfn = pfnOfSlot.get(slot);
      if (count > 0 !== (pfn !== undefined)) problems.push(`pkmap slot ${slot}: count ${count}, page ${pfn}`);
      if (pfn !== undefined && slotOfPfn.get(pfn) !== slot)
        problems.push(`page ${pfn} is in two pkmap slots`);
    });
    return problems;
  }
}
