// Streaming DMA mappings without an IOMMU: who owns a buffer when, bounce buffers, and the words of DMA debugging.
// Sources: kernel/dma/direct.c, kernel/dma/mapping.c, kernel/dma/debug.c (6.1.192).

import { type Address, pfnOf } from "./address.js";
import type { DmaDevice, DmaDirection, VmallocAllocator } from "./core-types.js";
import type { DmaEvent } from "./events.js";
import type { DmaState } from "./machine-state.js";
import type { Core } from "./part.js";
import { createSwiotlb } from "./swiotlb.js";

interface Mapping {
  readonly device: DmaDevice;
  readonly address: Address;
  readonly busAddress: number;
  readonly sizeBytes: number;
  readonly direction: DmaDirection;
  readonly isBounced: boolean;
  readonly site: number | undefined;
  owner: "cpu" | "device";
}

/** A piece of a scatter list. */
export interface DmaPiece {
  readonly address: Address;
  readonly sizeBytes: number;
}

export interface StreamingDma {
  /** The bus address; undefined is DMA_MAPPING_ERROR. */
  map(device: DmaDevice, piece: DmaPiece, direction: DmaDirection, call: string): number | undefined;
  unmap(busAddress: number, sizeBytes: number, direction: DmaDirection, call: string): void;
  sync(busAddress: number, sizeBytes: number, owner: "cpu" | "device", call: string): void;
  noteCpuAccess(address: Address, sizeBytes: number, access: "read" | "write"): void;
  snapshot(): Pick<DmaState, "mappings" | "bounceSlots">;
}

export interface StreamingDeps {
  readonly core: Core;
  readonly vmalloc: VmallocAllocator;
  /** Bounce buffers exist: memory above 4 GiB. */
  readonly hasSwiotlb: boolean;
  readonly swiotlbBase: number;
}

export function createStreamingDma(deps: StreamingDeps): StreamingDma {
  const { core } = deps;
  const { layout } = core;
  const pageBytes = core.profile.config.pageSizeBytes;
  const mappings = new Map<number, Mapping>();
  const swiotlb = createSwiotlb(deps.swiotlbBase);

  const misuse = (call: string, message: string, address?: Address): void => {
    if (core.recording === "nothing") return;
    const where = address === undefined ? {} : { address };
    core.emit({ kind: "fault", fault: "dma-misuse", call, message, isFatal: false, ...where });
  };

  const emitDma = (kind: DmaEvent["kind"], call: string, mapping: Mapping): void => {
    if (core.recording === "nothing") return;
    const { address, sizeBytes: bytes, busAddress, direction } = mapping;
    core.emit({ kind, call, address, bytes, busAddress, direction });
  };

  const map = (
    device: DmaDevice,
    buffer: DmaPiece,
    direction: DmaDirection,
    call: string,
  ): number | undefined => {
    const { address, sizeBytes } = buffer;
    if (deps.vmalloc.isVmallocAddress(address)) {
      misuse(call, "rejecting DMA map of vmalloc memory", address);
      return undefined;
    }
    const pfn = pfnOf(layout, address);
    if (pfn === undefined) {
      misuse(call, "DMA map of an address outside the direct map", address);
      return undefined;
    }
    if (direction === "none") misuse(call, "DMA_NONE is no direction for a mapping", address);
    const physical = pfn * pageBytes + (address % pageBytes);
    const isReachable = physical + sizeBytes - 1 <= device.dmaMask && device.forceBounce !== true;
    let busAddress: number | undefined = physical;
    if (!isReachable) busAddress = deps.hasSwiotlb || device.forceBounce ? swiotlb.map(sizeBytes) : undefined;
    if (busAddress === undefined) {
      const gap = deps.hasSwiotlb
        ? "swiotlb buffer is full"
        : `overflow: device mask ${device.dmaMask.toString(16)}`;
      if (core.recording !== "nothing")
        core.emit({ kind: "note", call, message: `DMA mapping failed: ${gap}` });
      return undefined;
    }
    const mapping: Mapping = {
      device,
      address,
      busAddress,
      sizeBytes,
      direction,
      isBounced: !isReachable,
      site: core.site(),
      owner: "device",
    };
    mappings.set(busAddress, mapping);
    emitDma("dma-mapped", call, mapping);
    if (!isReachable) emitDma("dma-bounced", call, mapping);
    return busAddress;
  };

  const unmap = (busAddress: number, sizeBytes: number, direction: DmaDirection, call: string): void => {
    const mapping = mappings.get(busAddress);
    if (!mapping) {
      misuse(call, "device driver tries to free DMA memory it has not allocated");
      return;
    }
    if (mapping.sizeBytes !== sizeBytes) {
      const sizes = `map size=${mapping.sizeBytes} unmap size=${sizeBytes}`;
      misuse(call, `device driver frees DMA memory with different size: ${sizes}`, mapping.address);
    }
    if (mapping.direction !== direction) {
      const ways = `${mapping.direction}, ${direction}`;
      misuse(call, `device driver frees DMA memory with different direction: ${ways}`, mapping.address);
    }
    mappings.delete(busAddress);
    if (mapping.isBounced) swiotlb.unmap(busAddress);
    emitDma("dma-unmapped", call, mapping);
  };

  const sync = (busAddress: number, sizeBytes: number, owner: Mapping["owner"], call: string): void => {
    const mapping =
      mappings.get(busAddress) ??
      [...mappings.values()].find(
        (m) => busAddress > m.busAddress && busAddress < m.busAddress + m.sizeBytes,
      );
    if (!mapping) {
      misuse(call, "device driver tries to sync DMA memory it has not allocated");
      return;
    }
    if (busAddress + sizeBytes > mapping.busAddress + mapping.sizeBytes) {
      misuse(call, "device driver syncs DMA memory outside allocated range", mapping.address);
    }
    mapping.owner = owner;
    emitDma(owner === "cpu" ? "dma-synced-for-cpu" : "dma-synced-for-device", call, mapping);
  };

  return {
    map,
    unmap,
    sync,
    snapshot: () => ({
      mappings: [...mappings.values()].map(({ device: { name }, sizeBytes, site, ...mapping }) => ({
        ...mapping,
        device: name,
        bytes: sizeBytes,
        ...(site === undefined ? {} : { site }),
      })),
      bounceSlots: swiotlb.usedSlots(),
    }),
    noteCpuAccess(address, sizeBytes, access) {
      if (mappings.size === 0) return;
      for (const mapping of mappings.values()) {
        if (mapping.owner !== "device") continue;
        if (address + sizeBytes <= mapping.address || address >= mapping.address + mapping.sizeBytes)
          continue;
        if (access === "read" && mapping.direction === "to-device") continue;
        misuse("dma_map_single", `CPU ${access} of a buffer that the device owns (no sync)`, address);
      }
    },
  };
}
