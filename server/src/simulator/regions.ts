// Device memory: who claimed which range (request_mem_region), its mapping (ioremap), the accessors with their widths,
// and RAM mapped into a process (remap_pfn_range). Sources: kernel/resource.c: __request_region(), __release_region(),
// arch/x86/mm/ioremap.c, arch/x86/lib/iomem.c, mm/memory.c: remap_pfn_range() (6.1, 2.6.10).

import type { Address } from "./address.js";
import type { VmallocAllocator } from "./core-types.js";
import { emitFault } from "./emit-fault.js";
import { plannedAccesses } from "./io-widths.js";
import type { Core, PageSource, Part } from "./part.js";

/** The two resource trees: physical addresses, and ports. */
export type RegionSpace = "memory" | "ports";

export interface RegionState {
  readonly space: RegionSpace;
  readonly name: string;
  readonly start: number;
  readonly bytes: number;
}

/** A mapping of device memory. */
export interface IoMappingState {
  readonly address: Address;
  readonly physicalAddress: number;
  readonly bytes: number;
  /** Whether the range was requested when it was mapped. */
  readonly isClaimed: boolean;
}

export interface RegionsState {
  readonly regions: readonly RegionState[];
  readonly mappings: readonly IoMappingState[];
  readonly reservedPages: readonly number[];
  readonly userMappings: readonly {
    readonly userAddress: number;
    readonly pfn: number;
    readonly nrPages: number;
  }[];
}

/** A struct vm_area_struct as remap_pfn_range() reads it. */
export interface UserArea {
  readonly start: number;
  readonly end: number;
  /** VM_SHARED; a private writable area is copied on write. */
  readonly isShared: boolean;
  readonly mayWrite: boolean;
}

export type RemapResult = "mapped" | "EINVAL";

export interface Regions extends Part<RegionsState> {
  /** request_mem_region(), request_region(): false when a busy range is in the way (EBUSY). */
  request(space: RegionSpace, start: number, bytes: number, name: string): boolean;
  release(space: RegionSpace, start: number, bytes: number): void;
  /** ioremap(): 0 for an empty or wrapping range, for RAM, and without room in the vmalloc range. */
  ioremap(physicalAddress: number, bytes: number, call?: string): Address;
  iounmap(address: Address, call?: string): void;
  /** ioread8() to ioread64(), readb() ...: what was last written there, or 0. */
  read(address: Address, widthBytes: 1 | 2 | 4 | 8, call: string): number;
  write(address: Address, widthBytes: 1 | 2 | 4 | 8, value: number, call: string): void;
  /** memset_io(), memcpy_toio(), memcpy_fromio(): in the widths that the architecture uses. False: it was a fault. */
  copy(
    address: Address,
    bytes: number,
    what: "memset_io" | "memcpy_toio" | "memcpy_fromio",
    value?: number,
  ): boolean;
  /** SetPageReserved(), ClearPageReserved(). */
  setPageReserved(pfn: number, isReserved: "reserved" | "normal"): void;
  remapPfnRange(area: UserArea, userAddress: number, pfn: number, bytes: number): RemapResult;
  /** Unmaps a process's area. */
  unmapArea(area: UserArea): void;
  /** The mapping that holds an address; undefined for what is no device memory. */
  findMapping(address: Address): IoMappingState | undefined;
}

export interface RegionsDeps {
  readonly core: Core;
  readonly pages: PageSource;
  readonly vmalloc: VmallocAllocator;
  /** RAM as page frame ranges, end exclusive: no device memory. */
  readonly ram: readonly { readonly start: number; readonly end: number }[];
}

export function createRegions(deps: RegionsDeps): Regions {
  const { core, pages, vmalloc } = deps;
  const pageBytes = core.profile.config.pageSizeBytes;
  const claimed: Record<RegionSpace, RegionState[]> = { memory: [], ports: [] };
  const mappings: IoMappingState[] = [];
  /** Device registers by physical address, byte by byte: what drivers wrote. */
  const registers = new Map<number, number>();
  const reserved = new Set<number>();
  const userPages = new Map<number, number>();
  const overlaps = (region: RegionState, start: number, bytes: number): boolean =>
    region.start < start + bytes && start < region.start + region.bytes;
  const isRam = (start: number, bytes: number): boolean =>
    deps.ram.some((range) => range.start * pageBytes < start + bytes && start < range.end * pageBytes);

  function tell(kind: "region-claimed" | "region-released", space: RegionSpace, region: RegionState): void {
    if (core.recording === "nothing") return;
    const verb = kind === "region-claimed" ? "request" : "release";
    const call = space === "memory" ? `${verb}_mem_region` : `${verb}_region`;
    core.emit({ kind, call, name: region.name, start: region.start, bytes: region.bytes });
  }

  function request(space: RegionSpace, start: number, bytes: number, name: string): boolean {
    const isBusy = claimed[space].some((region) => overlaps(region, start, bytes));
    const isOutside = space === "ports" && start + bytes > 0x1_0000;
    if (bytes <= 0 || isBusy || isOutside || (space === "memory" && isRam(start, bytes))) return false;
    const region: RegionState = { space, name, start, bytes };
    claimed[space].push(region);
    tell("region-claimed", space, region);
    return true;
  }

  function release(space: RegionSpace, start: number, bytes: number): void {
    const index = claimed[space].findIndex((region) => region.start === start && region.bytes === bytes);
    const [region] = index === -1 ? [] : claimed[space].splice(index, 1);
    if (region) {
      tell("region-released", space, region);
      return;
    }
    const range = `${hex(start)}-${hex(start + bytes - 1)}`;
    const call = space === "memory" ? "release_mem_region" : "release_region";
    emitFault(core, {
      fault: "region-misuse",
      call,
      message: `Trying to free nonexistent resource <${range}>`,
    });
  }

  function ioremap(physicalAddress: number, bytes: number, call: string): Address {
    const last = physicalAddress + bytes - 1;
    const physicalBits = core.profile.arch.bits === 64 ? 52 : core.profile.config.pae ? 36 : 32;
    if (bytes <= 0 || last >= 2 ** physicalBits) return 0;
    if (isRam(physicalAddress, bytes)) {
      emitFault(core, {
        fault: "region-misuse",
        call,
        message: `ioremap on RAM at ${hex(physicalAddress)} - ${hex(last)}`,
      });
      return 0;
    }
    const address = vmalloc.mapIo(physicalAddress, bytes, call);
    if (address === 0) return 0;
    const isClaimed = claimed.memory.some(
      (region) => region.start <= physicalAddress && last < region.start + region.bytes,
    );
    mappings.push({ address, physicalAddress, bytes, isClaimed });
    return address;
  }

  function iounmap(address: Address, call: string): void {
    const page = address - (address % pageBytes);
    const index = mappings.findIndex((mapping) => mapping.address - (mapping.address % pageBytes) === page);
    if (index === -1) {
      emitFault(core, {
        fault: "region-misuse",
        call,
        message: "iounmap: bad address: nothing is mapped there",
        address,
      });
      return;
    }
    mappings.splice(index, 1);
    vmalloc.unmapIo(page, call);
  }

  /** A mapping covers whole pages: an access beyond the asked size, but inside the page, reaches the device. */
  function findMapping(address: Address): IoMappingState | undefined {
    return mappings.find((mapping) => {
      const start = mapping.address - (mapping.address % pageBytes);
      const end = Math.ceil((mapping.address + mapping.bytes) / pageBytes) * pageBytes;
      return address >= start && address < end;
    });
  }

  /** Physical address of an access; undefined, with a fault, where no device answers. */
  function reach(address: Address, bytes: number, widthBytes: number, call: string): number | undefined {
    const mapping = findMapping(address);
    if (!mapping || findMapping(address + bytes - 1) !== mapping) {
      const message = "page fault: the address is not (or no longer) mapped by ioremap()";
      emitFault(core, { fault: "region-misuse", call, message, address, isFatal: true });
      return undefined;
    }
    if (address + bytes > mapping.address + mapping.bytes || address < mapping.address) {
      emitFault(core, {
        fault: "region-misuse",
        call,
        message: "access outside of the range given to ioremap()",
        address,
      });
    }
    const needsAlignment = core.profile.arch.id === "arm64" || core.profile.arch.id === "arm";
    if (needsAlignment && address % widthBytes !== 0) {
      const message = `alignment fault: ${widthBytes}-byte access to device memory`;
      emitFault(core, { fault: "region-misuse", call, message, address, isFatal: true });
      return undefined;
    }
    return mapping.physicalAddress + (address - mapping.address);
  }

  function tellAccess(
    kind: "io-read" | "io-written",
    call: string,
    address: Address,
    bytes: number,
    nrAccesses = 1,
  ): void {
    if (core.recording !== "nothing") core.emit({ kind, call, address, bytes, nrAccesses });
  }

  function store(physicalAddress: number, bytes: number, byteAt: (index: number) => number): void {
    for (let index = 0; index < bytes; index++) registers.set(physicalAddress + index, byteAt(index));
  }

  function copy(
    address: Address,
    bytes: number,
    what: "memset_io" | "memcpy_toio" | "memcpy_fromio",
    value: number,
  ): boolean {
    if (bytes <= 0) return true;
    const plan = plannedAccesses(core.profile.arch.id, address, bytes);
    const physicalAddress = reach(address, bytes, 1, what);
    if (physicalAddress === undefined) return false;
    if (what !== "memcpy_fromio") store(physicalAddress, bytes, () => value % 256);
    const kind = what === "memcpy_fromio" ? "io-read" : "io-written";
    let at = address;
    for (const { widthBytes, nrAccesses } of plan) {
      tellAccess(kind, what, at, widthBytes, nrAccesses);
      at += widthBytes * nrAccesses;
    }
    return true;
  }

  /** RAM must belong to the driver; up to 2.6.14 it must be reserved too, or it is left out without a word. */
  function mayShow(pfn: number, call: string): boolean {
    if (!isRam(pfn * pageBytes, pageBytes)) return true;
    if (!pages.isAllocated(pfn)) {
      emitFault(core, {
        fault: "region-misuse",
        call,
        message: `page ${pfn} is free memory: nobody allocated it`,
      });
    }
    if (core.profile.release.ordinal >= 2_006_015 || reserved.has(pfn)) return true;
    const message = `page ${pfn} is RAM and not reserved: it is not mapped (SetPageReserved() first)`;
    if (core.recording !== "nothing") core.emit({ kind: "note", call, message });
    return false;
  }

  function remapPfnRange(area: UserArea, userAddress: number, pfn: number, bytes: number): RemapResult {
    const call = "remap_pfn_range";
    const end = userAddress + Math.ceil(bytes / pageBytes) * pageBytes;
    const isCopied = !area.isShared && area.mayWrite;
    if (userAddress % pageBytes !== 0) {
      emitFault(core, {
        fault: "region-misuse",
        call,
        message: "WARNING: the user address is not on a page boundary",
      });
      return "EINVAL";
    }
    if (isCopied && (userAddress !== area.start || end !== area.end)) return "EINVAL";
    if (end <= userAddress || userAddress < area.start || end > area.end) {
      const isFatal = end <= userAddress;
      emitFault(core, {
        fault: "region-misuse",
        call,
        message: "the range is empty or leaves the VMA",
        isFatal,
      });
      return "EINVAL";
    }
    for (let page = 0; userAddress + page * pageBytes < end; page++) {
      const at = userAddress + page * pageBytes;
      if (userPages.has(at)) {
        emitFault(core, {
          fault: "region-misuse",
          call,
          message: "kernel BUG: a page is mapped there already",
          isFatal: true,
        });
        return "EINVAL";
      }
      if (mayShow(pfn + page, call)) userPages.set(at, pfn + page);
    }
    if (core.recording !== "nothing")
      core.emit({ kind: "user-mapped", call, userAddress, pfn, bytes: end - userAddress });
    return "mapped";
  }

  return {
    request,
    release,
    ioremap: (physicalAddress, bytes, call = "ioremap") => ioremap(physicalAddress, bytes, call),
    iounmap: (address, call = "iounmap") => iounmap(address, call),
    read(address, widthBytes, call) {
      const physicalAddress = reach(address, widthBytes, widthBytes, call);
      if (physicalAddress === undefined) return 0;
      tellAccess("io-read", call, address, widthBytes);
      let value = 0;
      for (let index = widthBytes - 1; index >= 0; index--)
        value = value * 256 + (registers.get(physicalAddress + index) ?? 0);
      return value;
    },
    write(address, widthBytes, value, call) {
      const physicalAddress = reach(address, widthBytes, widthBytes, call);
      if (physicalAddress === undefined) return;
      tellAccess("io-written", call, address, widthBytes);
      store(physicalAddress, widthBytes, (index) => Math.floor(value / 256 ** index) % 256);
    },
    copy: (address, bytes, what, value = 0) => copy(address, bytes, what, value),
    setPageReserved(pfn, isReserved) {
      if (isReserved === "reserved") reserved.add(pfn);
      else reserved.delete(pfn);
    },
    remapPfnRange,
    unmapArea(area) {
      for (const at of [...userPages.keys()]) if (at >= area.start && at < area.end) userPages.delete(at);
    },
    findMapping,
    snapshot: () => ({
      regions: [...claimed.memory, ...claimed.ports],
      mappings: [...mappings],
      reservedPages: [...reserved],
      userMappings: [...userPages].map(([userAddress, pfn]) => ({ userAddress, pfn, nrPages: 1 })),
    }),
    checkInvariants: () =>
      [claimed.memory, claimed.ports].flatMap((regions) =>
        regions.flatMap((region, index) =>
          regions
            .slice(index + 1)
            .filter((other) => overlaps(other, region.start, region.bytes))
            .map((other) => `regions ${region.name} and ${other.name} overlap`),
        ),
      ),
  };
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
