// What every part of the machine has in common: one file, one factory function createX(deps), private state, calls
// that emit events, a snapshot of plain data, and invariants that tests check after every step.

import type { AddressLayout } from "../kernel-model/address-layout.js";
import type { Profile } from "../kernel-model/profile.js";
import type { Address } from "./address.js";
import type { Sysctls } from "./core-types.js";
import type { SimulatorEvent } from "./events.js";
import type { PlaceJournal } from "./place-journal.js";
import type { TaskContext } from "./task-context.js";

/** A part of the machine: `State` is what it adds to a snapshot. */
export interface Part<State> {
  /** Plain data, independent of later calls. */
  snapshot(): State;
  /** What is broken inside, as sentences; empty when all is well. For tests: may cost as much as the state is large. */
  checkInvariants(): readonly string[];
}

/** Given to every part. */
export interface Core {
  readonly profile: Profile;
  readonly layout: AddressLayout;
  /** Who runs now: cpu, context, locks held. Set by the caller of the machine, read by the parts. */
  readonly task: TaskContext;
  /** How much is recorded: nothing (fast), the driver's calls, or every split, merge and refill too. */
  readonly recording: "nothing" | "calls" | "everything";
  /** Records an event; adds the current `site`. Call it only when `recording` asks for that kind. */
  emit(event: SimulatorEvent): void;
  /** Place of the current call, as its caller named it. */
  site(): number | undefined;
  /** What changed by place; absent where the config does not ask for it. */
  readonly places: PlaceJournal | undefined;
  /** The sysctls as they stand now. */
  sysctls(): Sysctls;
  /** True when the fault injection of the config says that this request (any allocator's) must fail. Counts requests. */
  shouldFail(gfp: number): boolean;
}

/** The page allocator as the parts above it use it. Page frames are numbers; `undefined` is a failed request. */
export interface PageSource {
  /** A block of 2^order pages, in the zones and down to the marks that `gfp` allows. Emits nothing but pressure events. */
  allocPages(gfp: number, order: number): number | undefined;
  /** Gives a block back. Misuse is a fault event. */
  freePages(pfn: number, order: number): void;
  /** Gives all but the first `nrPages` pages of a block back; what stays is then freed page by page. */
  trimBlock(pfn: number, order: number, nrPages: number): void;
  /** Why the last request failed. */
  lastFailure(): "out-of-memory" | "fragmented" | "too-large" | "no-zone" | "bad-request" | "injected";
  /** Name of the zone that holds the page. */
  zoneNameOf(pfn: number): string;
  /** Ties a range of allocated pages to what lives there (a slab, a vmalloc area, a DMA buffer). */
  setOwner(pfn: number, nrPages: number, owner: PageOwner | undefined): void;
  ownerOf(pfn: number): PageOwner | undefined;
  isAllocated(pfn: number): boolean;
}

/** What lives in a page. Discriminated by `kind`; the owning part narrows it. Pages that the booted system keeps have none. */
export interface PageOwner {
  /** `pages`: taken by a driver's own call of the page allocator; `dma`: a coherent buffer, or a page of a DMA pool. */
  readonly kind: "slab" | "large-kmalloc" | "pages" | "vmalloc" | "dma" | "percpu" | "mempool";
  /** Place of the call that took the pages. */
  readonly site?: number;
}

/** An owner of pages that were taken at `site`. */
export function ownerAt<Kind extends PageOwner["kind"]>(kind: Kind, site: number | undefined) {
  return site === undefined ? { kind } : { kind, site };
}

/** Answer of an allocator to a part or to the interpreter: address, or 0 for NULL. */
export type AllocationResult = Address;
