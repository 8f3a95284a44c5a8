// vmalloc(), vmap() and ioremap()'s addresses: areas in a range of their own, each with a guard page, backed by single
// pages or by none. Sources: mm/vmalloc.c: __vmalloc_node_range(), alloc_vmap_area(), vfree() (6.1.192). What the
// kernel spends on page tables and on the array of pages is left out.

import { pagesFor } from "../kernel-model/limits.js";
import type { Address } from "./address.js";
import { createAddressRanges } from "./address-ranges.js";
import type { VmallocAllocator } from "./core-types.js";
import type { FailureReason, FaultKind } from "./events.js";
import { gfpBitsOf } from "./gfp-bits.js";
import type { VmallocAreaState } from "./machine-state.js";
import { noteSleepAlways } from "./might-sleep.js";
import { type Core, ownerAt, type PageSource } from "./part.js";
import { isInInterrupt } from "./task-context.js";

interface Area {
  readonly start: Address;
  /** With the guard page. */
  readonly bytes: number;
  readonly use: "vmalloc" | "vmap" | "ioremap";
  readonly pfns: readonly number[];
  readonly physicalAddress: number | undefined;
  readonly site: number | undefined;
}

export interface VmallocDeps {
  readonly core: Core;
  readonly pages: PageSource;
  /** All pages of the machine: a larger request is refused at once. */
  readonly totalPages: number;
}

/** What kvmalloc() uses: the allocation without the driver-level checks, which it made itself. */
export interface VmallocInternals {
  fallback(sizeBytes: number, gfp: number, call: string): Address;
}

export function createVmalloc(
  deps: VmallocDeps,
): VmallocAllocator & { readonly internals: VmallocInternals } {
  const { core, pages } = deps;
  const { profile, layout } = core;
  const pageBytes = profile.config.pageSizeBytes;
  const bits = gfpBitsOf(profile.release);
  const areas = createAddressRanges<Area>();
  const areaByStart = new Map<Address, Area>();

  const fault = (
    kind: FaultKind,
    call: string,
    message: string,
    address?: Address,
    isFatal = false,
  ): void => {
    if (core.recording === "nothing") return;
    core.emit({
      kind: "fault",
      fault: kind,
      call,
      message,
      isFatal,
      ...(address === undefined ? {} : { address }),
    });
  };

  /** Lowest hole that fits, as the kernel searches. */
  const findHole = (bytes: number): Address | undefined => {
    const start = areas.lowestHole(bytes, layout.vmallocStart);
    return start + bytes <= layout.vmallocEnd ? start : undefined;
  };

  const addArea = (
    call: string,
    what: Pick<Area, "use" | "pfns" | "physicalAddress"> & { bytes: number },
  ): Address => {
    const bytes = Math.ceil(what.bytes / pageBytes) * pageBytes + pageBytes;
    const start = findHole(bytes);
    if (start === undefined) return 0;
    const { use, pfns, physicalAddress } = what;
    const area: Area = { start, bytes, use, pfns, physicalAddress, site: core.site() };
    areas.add(area);
    areaByStart.set(area.start, area);
    if (core.recording === "everything") {
      const nrPages = pfns.length;
      core.emit({ kind: "vmap-area-created", call, address: area.start, bytes, nrPages });
    }
    return area.start;
  };

  const removeArea = (area: Area, call: string): void => {
    areas.remove(area);
    areaByStart.delete(area.start);
    if (core.recording !== "everything") return;
    core.emit({
      kind: "vmap-area-freed",
      call,
      address: area.start,
      bytes: area.bytes,
      nrPages: area.pfns.length,
    });
  };

  const failed = (call: string, sizeBytes: number, gfp: number, reason: FailureReason): Address => {
    if (core.recording === "nothing") return 0;
    const isSilent = (gfp & bits.nowarn) !== 0;
    core.emit({ kind: "allocation-failed", call, requestedBytes: sizeBytes, gfp, reason, isSilent });
    return 0;
  };

  /** Single pages, from highmem where there is some and the mask names no zone. */
  const takePages = (nrPages: number, gfp: number): number[] | undefined => {
    const mask = (gfp & (bits.dma | bits.dma32)) === 0 ? gfp | bits.highmem : gfp;
    const pfns: number[] = [];
    while (pfns.length < nrPages) {
      const pfn = pages.allocPages(mask | bits.nowarn, 0);
      if (pfn === undefined) {
        for (const back of pfns) pages.freePages(back, 0);
        return undefined;
      }
      pfns.push(pfn);
    }
    const owner = ownerAt("vmalloc", core.site());
    for (const pfn of pfns) pages.setOwner(pfn, 1, owner);
    return pfns;
  };

  const vmalloc = (sizeBytes: number, gfp: number, call: string): Address => {
    noteSleepAlways(core, call);
    if (isInInterrupt(core.task))
      fault("sleep-in-atomic", call, "kernel BUG: in_interrupt() in __get_vm_area_node()", 0, true);
    if (core.shouldFail(gfp)) return failed(call, sizeBytes, gfp, "injected");
    return allocate(sizeBytes, gfp, call);
  };

  const allocate = (sizeBytes: number, gfp: number, call: string): Address => {
    if (sizeBytes <= 0) return failed(call, sizeBytes, gfp, "bad-request");
    const nrPages = pagesFor(profile, sizeBytes);
    if (nrPages > deps.totalPages) return failed(call, sizeBytes, gfp, "too-large");
    const bytes = nrPages * pageBytes;
    if (!findHole(bytes + pageBytes)) return failed(call, sizeBytes, gfp, "no-address-space");
    const pfns = takePages(nrPages, gfp);
    if (!pfns) return failed(call, sizeBytes, gfp, pages.lastFailure());
    const address = addArea(call, { use: "vmalloc", bytes, pfns, physicalAddress: undefined });
    if (core.recording === "nothing") return address;
    const zone = pages.zoneNameOf(pfns[0] ?? 0);
    core.emit({
      kind: "allocated",
      call,
      address,
      requestedBytes: sizeBytes,
      allocatedBytes: bytes,
      gfp,
      zone,
      nrPages,
    });
    return address;
  };

  const vfree = (address: Address, call: string): void => {
    if (address === 0) return;
    if (!isInInterrupt(core.task)) noteSleepAlways(core, call);
    const area = areaByStart.get(address);
    if (!area) {
      const kind = address % pageBytes === 0 ? "wrong-free" : "bad-pointer";
      fault(
        kind,
        call,
        address % pageBytes === 0 ? "Trying to vfree() nonexistent vm area" : "Trying to vfree() bad address",
        address,
      );
      return;
    }
    if (area.use !== "vmalloc") {
      fault("wrong-free", call, `vfree() of an area made by ${area.use}()`, address);
      return;
    }
    removeArea(area, call);
    for (const pfn of area.pfns) {
      pages.setOwner(pfn, 1, undefined);
      pages.freePages(pfn, 0);
    }
    if (core.recording === "nothing") return;
    core.emit({
      kind: "freed",
      call,
      address,
      freedBytes: area.pfns.length * pageBytes,
      nrPages: area.pfns.length,
    });
  };

  const unmap = (address: Address, use: Area["use"], call: string): void => {
    const area = areaByStart.get(address) ?? (use === "ioremap" ? holding(address) : undefined);
    if (!area || area.use !== use) {
      fault("wrong-free", call, `${call}(): no area of ${use}() at this address`, address);
      return;
    }
    removeArea(area, call);
  };

  const holding = (address: Address): Area | undefined => {
    const area = areas.atOrBelow(address);
    return area && address < area.start + area.bytes - pageBytes ? area : undefined;
  };

  const stateOf = (area: Area): VmallocAreaState => ({
    startAddress: area.start,
    bytes: area.bytes,
    pages: area.pfns.length,
    use: area.use,
    ...(area.physicalAddress === undefined ? {} : { physicalAddress: area.physicalAddress }),
    ...(area.site === undefined ? {} : { site: area.site }),
  });

  return {
    internals: { fallback: allocate },
    vmalloc: (sizeBytes, gfp = bits.kernel, call = "vmalloc") => vmalloc(sizeBytes, gfp, call),
    vfree: (address, call = "vfree") => vfree(address, call),
    vmap(pfns, call = "vmap") {
      noteSleepAlways(core, call);
      if (pfns.length > deps.totalPages || pfns.length === 0) return 0;
      return addArea(call, {
        use: "vmap",
        bytes: pfns.length * pageBytes,
        pfns: [...pfns],
        physicalAddress: undefined,
      });
    },
    vunmap: (address, call = "vunmap") => {
      noteSleepAlways(core, call);
      unmap(address, "vmap", call);
    },
    mapIo(physicalAddress, sizeBytes, call = "ioremap") {
      noteSleepAlways(core, call);
      const offset = physicalAddress % pageBytes;
      const start = addArea(call, { use: "ioremap", bytes: offset + sizeBytes, pfns: [], physicalAddress });
      return start === 0 ? 0 : start + offset;
    },
    unmapIo: (address, call = "iounmap") => unmap(address, "ioremap", call),
    isVmallocAddress: (address) => address >= layout.vmallocStart && address < layout.vmallocEnd,
    findArea(address) {
      const area = holding(address);
      return area ? stateOf(area) : undefined;
    },
    pfnBehind(address) {
      const area = holding(address);
      return area?.pfns[Math.floor((address - area.start) / pageBytes)];
    },
    snapshot: () => areas.all().map(stateOf),
    checkInvariants() {
      const problems: string[] = [];
      let end = layout.vmallocStart;
      for (const area of areas.all()) {
        if (area.start < end) problems.push(`vmalloc: area at ${area.start} overlaps its neighbour`);
        end = area.start + area.bytes;
        if (area.use === "vmalloc" && area.pfns.length * pageBytes + pageBytes !== area.bytes) {
          problems.push(
            `vmalloc: area at ${area.start} has ${area.pfns.length} pages for ${area.bytes} bytes`,
          );
        }
      }
      if (end > layout.vmallocEnd) problems.push("vmalloc: an area ends past the range");
      return problems;
    },
  };
}
