// The page allocator as the rest of the machine and a driver see it: alloc_pages() and its relatives on top of the
// zones, per-cpu lists and buddy lists. Misuse is a fault event in the kernel's words.

import { getOrder, pageBlockMaxBytes, pagesFor } from "../kernel-model/limits.js";
import { type Address, addressOf, pfnOf } from "./address.js";
import { type Buddy, createBuddy } from "./buddy.js";
import type { PageAllocator, Sysctls } from "./core-types.js";
import type { FailureReason, FaultKind } from "./events.js";
import type { BuddyZone } from "./free-lists.js";
import { gfpBitsOf } from "./gfp-bits.js";
import type { ZoneState } from "./machine-state.js";
import { noteSleep } from "./might-sleep.js";
import { migratetypeName, migratetypeOrder, nrMigratetypes } from "./migratetypes.js";
import { createPageCache, type PageCache } from "./page-cache.js";
import { createPageOwners } from "./page-owners.js";
import { pageState } from "./page-store.js";
import { type Core, ownerAt } from "./part.js";
import { createPcpLists, type PcpLists } from "./pcp.js";
import { createPageRequests } from "./slow-path.js";
import type { ZoneSpec } from "./zone-specs.js";
import { computeLowmemReserve, computeWatermarks } from "./zones.js";

/** What only the machine, the /proc reader and the replayer may touch. */
export interface PageInternals {
  readonly buddy: Buddy;
  readonly pcp: PcpLists;
  readonly pageCache: PageCache;
  /** Recomputes marks, reserves and per-cpu limits. `boot`: from the pages that were managed when init computed them. */
  applySysctls(phase: "boot" | "running"): void;
}

export interface PageAllocatorDeps {
  readonly core: Core;
  readonly specs: readonly ZoneSpec[];
  /** Where the sysctls live; `writeSysctl` changes them. */
  readonly sysctls: { current: Sysctls };
}

export function createPageAllocator(
  deps: PageAllocatorDeps,
): PageAllocator & { readonly internals: PageInternals } {
  const { core, sysctls } = deps;
  const { profile, layout } = core;
  const pageBytes = profile.config.pageSizeBytes;
  const bits = gfpBitsOf(profile.release);
  const buddy = createBuddy(core, deps.specs, (zone) => {
    if (core.recording === "nothing") return;
    core.emit({
      kind: "watermark-boosted",
      zone: zone.spec.name,
      order: buddy.pageblockOrder,
      nrPages: zone.boost,
    });
  });
  const { store } = buddy;
  const owners = createPageOwners(buddy);
  const pcp = createPcpLists(core, buddy);
  const drainAll = (): void => {
    for (const zone of buddy.zones)
      for (let cpu = 0; cpu < profile.config.nrCpus; cpu++) pcp.drain(zone, cpu);
  };
  const pageCache = createPageCache(buddy, (pfn) => release(pfn, 0));
  const requests = createPageRequests({ core, bits, buddy, pcp, pageCache, drainAll });
  let injected = false;

  const fault = (kind: FaultKind, call: string, message: string, address?: Address): void => {
    if (core.recording === "nothing") return;
    core.emit({
      kind: "fault",
      fault: kind,
      call,
      message,
      isFatal: false,
      ...(address === undefined ? {} : { address }),
    });
  };

  /** free_the_page(): to the per-cpu lists where they take the order, else to the zone. */
  const release = (pfn: number, order: number): void => {
    const zone = buddy.zoneOf(pfn);
    if (!zone) return;
    // Whoever it was lost the pages with this, also where a driver freed what was not its own to free.
    owners.set(pfn, 2 ** order, undefined);
    store.clearHead(pfn);
    if (pcp.serves(order)) pcp.give(zone, pfn, order);
    else buddy.give(zone, pfn, order, buddy.blockTypeOf(pfn));
  };

  /** Head of the allocated block that holds `pfn`. */
  const headOf = (pfn: number): number | undefined => {
    for (let order = 0; order <= buddy.maxOrder; order++) {
      const head = pfn - (pfn % 2 ** order);
      if (store.stateOf(head) !== pageState.none) {
        return store.stateOf(head) === pageState.allocated && store.orderOf(head) >= order ? head : undefined;
      }
    }
    return undefined;
  };

  const freePagesNamed = (pfn: number, order: number, call: string): boolean => {
    const state = store.stateOf(pfn);
    const address = addressOf(layout, pfn);
    if (state !== pageState.allocated) {
      if (!buddy.zoneOf(pfn))
        fault("bad-pointer", call, `page frame ${pfn} is no memory of this machine`, address);
      else if (state !== pageState.none)
        fault("double-free", call, `BUG: Bad page state: pfn ${pfn} is free already`, address);
      else if (headOf(pfn) !== undefined)
        fault("bad-pointer", call, `pfn ${pfn} is inside a block, not its first page`, address);
      else fault("double-free", call, `BUG: Bad page state: pfn ${pfn} was not allocated`, address);
      return false;
    }
    const real = store.orderOf(pfn);
    if (real !== order)
      fault("bad-order", call, `freed with order ${order}, was allocated with order ${real}`, address);
    release(pfn, real);
    return true;
  };

  const allocNamed = (gfp: number, order: number, call: string): number | undefined => {
    noteSleep(core, gfp, call);
    injected = core.shouldFail(gfp);
    const plan = requests.planOf(gfp);
    if (plan.isContradictory) fault("bad-gfp", call, "two zone modifiers in one mask (GFP_ZONE_BAD)");
    const pfn = injected ? undefined : requests.request(gfp, order);
    if (pfn !== undefined) owners.set(pfn, 2 ** order, ownerAt("pages", core.site()));
    if (core.recording === "nothing") return pfn;
    const requestedBytes = pageBytes * 2 ** order;
    if (pfn === undefined) {
      const reason = failureReason();
      if (reason === "too-large")
        fault("bad-order", call, `order ${order} is above the largest, ${buddy.maxOrder}`);
      const isSilent = (gfp & bits.nowarn) !== 0;
      core.emit({ kind: "allocation-failed", call, requestedBytes, gfp, order, reason, isSilent });
      return undefined;
    }
    const zone = buddy.zoneOf(pfn)?.spec.name ?? "";
    core.emit({
      kind: "allocated",
      call,
      address: addressOf(layout, pfn) ?? 0,
      requestedBytes,
      allocatedBytes: requestedBytes,
      gfp,
      zone,
      order,
      nrPages: 2 ** order,
    });
    return pfn;
  };
  const failureReason = (): FailureReason => (injected ? "injected" : requests.failure());

  const emitFreed = (pfn: number, order: number, call: string): void => {
    if (core.recording === "nothing") return;
    const zone = buddy.zoneOf(pfn)?.spec.name ?? "";
    const freedBytes = pageBytes * 2 ** order;
    core.emit({
      kind: "freed",
      call,
      address: addressOf(layout, pfn) ?? 0,
      freedBytes,
      zone,
      order,
      nrPages: 2 ** order,
    });
  };

  const trimBlock = (pfn: number, order: number, nrPages: number): void => {
    const type = store.typeOf(pfn);
    const zone = buddy.zoneOf(pfn);
    if (!zone) return;
    store.clearHead(pfn);
    for (let at = pfn; at < pfn + nrPages; at++) store.setHead(at, pageState.allocated, 0, type);
    // make_alloc_exact(): the tail goes straight to the zone since 5.9, page by page through the per-cpu lists before.
    const isDirect = profile.release.ordinal >= 5_009_000;
    for (let at = pfn + nrPages; at < pfn + 2 ** order; at++) {
      if (isDirect) buddy.give(zone, at, 0, buddy.blockTypeOf(at));
      else release(at, 0);
    }
  };

  const applySysctls = (phase: "boot" | "running"): void => {
    const specs = buddy.zones.map((zone) => zone.spec);
    const marks = computeWatermarks(profile, specs, sysctls.current, phase);
    const reserves = computeLowmemReserve(profile, specs, sysctls.current.lowmemReserveRatio, phase);
    for (const zone of buddy.zones) {
      zone.marks = marks[zone.spec.index] ?? zone.marks;
      zone.lowmemReserve = reserves[zone.spec.index] ?? [];
      zone.boost = 0;
    }
    pcp.retune();
  };

  const printsPromo = profile.release.ordinal >= 6_012_000;
  const zoneState = (zone: BuddyZone): ZoneState => {
    const byType = (type: number): number[] =>
      Array.from(zone.nrFree, (_, order) => zone.count[order * nrMigratetypes + type] ?? 0);
    const cpus = Array.from({ length: profile.config.nrCpus }, (_, cpu) => pcp.setOf(zone, cpu));
    const pcpPages = pcp.countOf(zone);
    const usedPages = zone.spec.managedPages - zone.free - pcpPages;
    return {
      name: zone.spec.name,
      startPfn: zone.spec.startPfn,
      spannedPages: zone.spec.spannedPages,
      presentPages: zone.spec.presentPages,
      managedPages: zone.spec.managedPages,
      freePages: zone.free,
      pcpPages,
      use: owners.useOf(zone, usedPages, pageCache.nrPagesIn(zone)),
      min: zone.marks.min,
      low: zone.marks.low,
      high: zone.marks.high,
      boost: zone.boost,
      ...(printsPromo ? { promo: 2 * zone.marks.high - zone.marks.low } : {}),
      statThreshold: zone.statThreshold,
      highatomicPages: zone.highatomicReserved,
      protection: zone.lowmemReserve,
      freeByOrder: Array.from(zone.nrFree),
      freeByMigratetype: migratetypeOrder(profile).map((type) => ({
        name: migratetypeName(profile, type),
        freeByOrder: byType(type),
      })),
      pcp: cpus.map((set, cpu) => ({
        cpu,
        count: set.count,
        high: set.high,
        batch: set.batch,
      })),
    };
  };

  return {
    internals: { buddy, pcp, pageCache, applySysctls },
    get sysctls() {
      return sysctls.current;
    },
    allocPages: (gfp, order) => {
      injected = false;
      return requests.request(gfp, order);
    },
    freePages: (pfn, order) => {
      freePagesNamed(pfn, order, "__free_pages");
    },
    trimBlock,
    lastFailure: () => {
      const reason = failureReason();
      return reason === "no-address-space" || reason === "pool-empty" ? "out-of-memory" : reason;
    },
    zoneNameOf: (pfn) => buddy.zoneOf(pfn)?.spec.name ?? "",
    setOwner: owners.set,
    ownerOf: owners.of,
    isAllocated: (pfn) => headOf(pfn) !== undefined,
    allocPagesCall: (gfp, order, call = "alloc_pages") => allocNamed(gfp, order, call),
    freePagesCall(pfn, order, call = "__free_pages") {
      const real = store.stateOf(pfn) === pageState.allocated ? store.orderOf(pfn) : order;
      if (freePagesNamed(pfn, order, call)) emitFreed(pfn, real, call);
    },
    getFreePages(gfp, order, call = "__get_free_pages") {
      if ((gfp & bits.highmem) !== 0) fault("bad-gfp", call, "__GFP_HIGHMEM: a highmem page has no address");
      const pfn = allocNamed(gfp & ~bits.highmem, order, call);
      return pfn === undefined ? 0 : (addressOf(layout, pfn) ?? 0);
    },
    freePagesAt(address, order, call = "free_pages") {
      if (address === 0) return;
      const pfn = pfnOf(layout, address);
      if (pfn === undefined || address % pageBytes !== 0) {
        fault(
          "bad-pointer",
          call,
          "kernel BUG: address is not the start of a page of the direct map",
          address,
        );
        return;
      }
      this.freePagesCall(pfn, order, call);
    },
    allocPagesExact(sizeBytes, gfp, call = "alloc_pages_exact") {
      noteSleep(core, gfp, call);
      const order = getOrder(profile, Math.max(1, sizeBytes));
      injected = core.shouldFail(gfp);
      const isTooLarge = sizeBytes > pageBlockMaxBytes(profile);
      const pfn = injected || isTooLarge ? undefined : requests.request(gfp & ~bits.comp, order);
      if (pfn === undefined) {
        const reason = isTooLarge ? "too-large" : failureReason();
        const isSilent = (gfp & bits.nowarn) !== 0;
        if (core.recording !== "nothing") {
          core.emit({
            kind: "allocation-failed",
            call,
            requestedBytes: sizeBytes,
            gfp,
            order,
            reason,
            isSilent,
          });
        }
        return 0;
      }
      const nrPages = pagesFor(profile, sizeBytes);
      trimBlock(pfn, order, nrPages);
      owners.set(pfn, nrPages, ownerAt("pages", core.site()));
      const address = addressOf(layout, pfn) ?? 0;
      if (core.recording !== "nothing") {
        const zone = buddy.zoneOf(pfn)?.spec.name ?? "";
        const allocatedBytes = nrPages * pageBytes;
        core.emit({
          kind: "allocated",
          call,
          address,
          requestedBytes: sizeBytes,
          allocatedBytes,
          gfp,
          zone,
          nrPages,
        });
      }
      return address;
    },
    freePagesExact(address, sizeBytes, call = "free_pages_exact") {
      const pfn = pfnOf(layout, address);
      if (pfn === undefined) {
        fault("bad-pointer", call, "kernel BUG: address is not in the direct map", address);
        return;
      }
      const nrPages = pagesFor(profile, sizeBytes);
      let freed = 0;
      for (let at = pfn; at < pfn + nrPages; at++) if (freePagesNamed(at, 0, call)) freed += 1;
      if (core.recording === "nothing" || freed === 0) return;
      const zone = buddy.zoneOf(pfn)?.spec.name ?? "";
      core.emit({ kind: "freed", call, address, freedBytes: freed * pageBytes, zone, nrPages: freed });
    },
    drainAll,
    writeSysctl(values) {
      sysctls.current = { ...sysctls.current, ...values };
      applySysctls("running");
    },
    snapshot: () => buddy.zones.filter((zone) => zone.spec.managedPages > 0).map(zoneState),
    checkInvariants: () => [...buddy.check(), ...pcp.check(), ...owners.check()],
  };
}
