// DMA memory without an IOMMU: coherent buffers, pools, streaming mappings and who owns them when. Sources:
// kernel/dma/direct.c, kernel/dma/debug.c for the words, mm/dmapool.c (6.1.192, 6.12.117).

import { getOrder } from "../kernel-model/limits.js";
import { type Address, addressOf, pfnOf } from "./address.js";
import type { DmaAllocator, DmaBuffer, DmaDevice, DmaPool, VmallocAllocator } from "./core-types.js";
import { type PoolGeometry, poolGeometry } from "./dma-pool.js";
import { createStreamingDma } from "./dma-streaming.js";
import type { FailureReason, FaultKind } from "./events.js";
import { gfpBitsOf } from "./gfp-bits.js";
import type { CoherentState } from "./machine-state.js";
import { noteSleep, noteSleepAlways } from "./might-sleep.js";
import { type Core, ownerAt, type PageSource } from "./part.js";

interface PoolPage {
  readonly buffer: DmaBuffer;
  /** Offsets of free blocks; the last is handed out next. */
  readonly free: number[];
  readonly inUse: Set<number>;
}

interface PoolCore extends DmaPool {
  readonly device: DmaDevice;
  readonly geometry: PoolGeometry;
  /** Newest first, as the pool searches them. */
  readonly pages: PoolPage[];
  isAlive: boolean;
}

interface CoherentBuffer {
  readonly order: number;
  readonly sizeBytes: number;
  /** Absent for the page of a pool. */
  readonly state: CoherentState | undefined;
}

export interface DmaDeps {
  readonly core: Core;
  readonly pages: PageSource;
  readonly vmalloc: VmallocAllocator;
  /** End of the DMA zone in bytes: masks that reach no further need it. */
  readonly dmaZoneEndBytes: number;
  /** Bounce buffers exist: memory above 4 GiB, or arm64. */
  readonly hasSwiotlb: boolean;
  readonly swiotlbBase: number;
}

export function createDma(deps: DmaDeps): DmaAllocator {
  const { core, pages } = deps;
  const { profile, layout } = core;
  const bits = gfpBitsOf(profile.release);
  const pageBytes = profile.config.pageSizeBytes;
  const pools: PoolCore[] = [];
  const handles = new WeakMap<DmaPool, PoolCore>();
  const coherent = new Map<Address, CoherentBuffer>();
  const streaming = createStreamingDma(deps);

  const fault = (kind: FaultKind, call: string, message: string, address?: Address): void => {
    if (core.recording === "nothing") return;
    const isFatal = false;
    core.emit({
      kind: "fault",
      fault: kind,
      call,
      message,
      isFatal,
      ...(address === undefined ? {} : { address }),
    });
  };

  const failed = (call: string, requestedBytes: number, gfp: number, reason: FailureReason): undefined => {
    if (core.recording !== "nothing") {
      const isSilent = (gfp & bits.nowarn) !== 0;
      core.emit({ kind: "allocation-failed", call, requestedBytes, gfp, reason, isSilent });
    }
    return undefined;
  };

  /** dma_direct_optimal_gfp_mask() and the retries of __dma_direct_alloc_pages(): ever lower zones until it reaches. */
  const allocReachable = (device: DmaDevice, order: number, gfp: number): number | undefined => {
    const limit = device.coherentDmaMask;
    const base = gfp & ~(bits.dma | bits.dma32 | bits.highmem);
    const first = limit < deps.dmaZoneEndBytes ? bits.dma : limit <= 2 ** 32 - 1 ? bits.dma32 : 0;
    const masks =
      first === bits.dma ? [first] : first === bits.dma32 ? [first, bits.dma] : [0, bits.dma32, bits.dma];
    for (const zone of masks) {
      const pfn = pages.allocPages(base | zone, order);
      if (pfn === undefined) return undefined;
      if ((pfn + 2 ** order) * pageBytes - 1 <= limit) return pfn;
      pages.freePages(pfn, order);
    }
    return undefined;
  };

  /** The buffer itself; `undefined` with pages.lastFailure() as the reason. */
  const takeCoherent = (
    device: DmaDevice,
    sizeBytes: number,
    gfp: number,
    what: "buffer" | "pool-page",
  ): DmaBuffer | undefined => {
    const order = getOrder(profile, sizeBytes);
    const pfn = allocReachable(device, order, gfp);
    if (pfn === undefined) return undefined;
    pages.setOwner(pfn, 2 ** order, ownerAt("dma", core.site()));
    const address = addressOf(layout, pfn) ?? 0;
    const busAddress = pfn * pageBytes;
    const site = core.site();
    const state = {
      device: device.name,
      address,
      busAddress,
      bytes: sizeBytes,
      order,
      ...(site === undefined ? {} : { site }),
    };
    coherent.set(address, { order, sizeBytes, state: what === "buffer" ? state : undefined });
    return { address, busAddress };
  };

  const giveCoherent = (buffer: DmaBuffer): boolean => {
    const known = coherent.get(buffer.address);
    const pfn = pfnOf(layout, buffer.address);
    if (!known || pfn === undefined) return false;
    coherent.delete(buffer.address);
    pages.setOwner(pfn, 2 ** known.order, undefined);
    pages.freePages(pfn, known.order);
    return true;
  };

  const allocCoherent = (
    device: DmaDevice,
    sizeBytes: number,
    gfp: number,
    call: string,
  ): DmaBuffer | undefined => {
    noteSleep(core, gfp, call);
    if (core.shouldFail(gfp)) return failed(call, sizeBytes, gfp, "injected");
    if (sizeBytes < 1) return failed(call, sizeBytes, gfp, "bad-request");
    const buffer = takeCoherent(device, sizeBytes, gfp, "buffer");
    if (!buffer) return failed(call, sizeBytes, gfp, pages.lastFailure());
    if (core.recording === "nothing") return buffer;
    const order = getOrder(profile, sizeBytes);
    const allocatedBytes = pageBytes * 2 ** order;
    const zone = pages.zoneNameOf(pfnOf(layout, buffer.address) ?? 0);
    core.emit({
      kind: "allocated",
      call,
      address: buffer.address,
      requestedBytes: sizeBytes,
      allocatedBytes,
      gfp,
      zone,
      order,
      nrPages: 2 ** order,
    });
    return buffer;
  };

  const freeCoherent = (sizeBytes: number, buffer: DmaBuffer, call: string): void => {
    if (core.task.irqDisableDepth > 0)
      fault("sleep-in-atomic", call, `${call}() with interrupts disabled`, buffer.address);
    const known = coherent.get(buffer.address);
    if (known && getOrder(profile, sizeBytes) !== known.order) {
      fault(
        "wrong-free",
        call,
        `freed ${sizeBytes} bytes of a buffer of ${known.sizeBytes} bytes`,
        buffer.address,
      );
    }
    if (!giveCoherent(buffer)) {
      fault("double-free", call, "no coherent buffer at this address, or freed before", buffer.address);
      return;
    }
    if (core.recording === "nothing" || !known) return;
    const freedBytes = pageBytes * 2 ** known.order;
    core.emit({
      kind: "freed",
      call,
      address: buffer.address,
      freedBytes,
      order: known.order,
      nrPages: 2 ** known.order,
    });
  };

  // ---- pools

  const poolOf = (pool: DmaPool): PoolCore => {
    const found = handles.get(pool);
    if (!found) throw new Error(`kmem-lens bug: dma pool '${pool.name}' belongs to another machine`);
    return found;
  };

  const growPool = (pool: PoolCore, gfp: number): PoolPage | undefined => {
    const buffer = takeCoherent(pool.device, pool.geometry.allocationBytes, gfp, "pool-page");
    if (!buffer) return undefined;
    const page: PoolPage = { buffer, free: [...pool.geometry.offsets].reverse(), inUse: new Set() };
    pool.pages.unshift(page);
    return page;
  };

  const allocFromPool = (pool: PoolCore, gfp: number, call: string): DmaBuffer | undefined => {
    noteSleep(core, gfp, call);
    const { blockBytes } = pool.geometry;
    if (core.shouldFail(gfp)) return failed(call, blockBytes, gfp, "injected");
    if (!pool.isAlive) fault("use-after-free", call, `dma pool '${pool.name}' was destroyed`);
    const page = pool.pages.find((candidate) => candidate.free.length > 0) ?? growPool(pool, gfp);
    const offset = page?.free.pop();
    if (!page || offset === undefined) return failed(call, blockBytes, gfp, pages.lastFailure());
    page.inUse.add(offset);
    const buffer = { address: page.buffer.address + offset, busAddress: page.buffer.busAddress + offset };
    if (core.recording !== "nothing") {
      const cache = pool.name;
      const { address } = buffer;
      core.emit({
        kind: "allocated",
        call,
        address,
        requestedBytes: blockBytes,
        allocatedBytes: blockBytes,
        gfp,
        cache,
      });
    }
    return buffer;
  };

  const freeToPool = (pool: PoolCore, buffer: DmaBuffer, call: string): void => {
    const { allocationBytes, blockBytes } = pool.geometry;
    const page = pool.pages.find(
      ({ buffer: { address } }) => buffer.address >= address && buffer.address < address + allocationBytes,
    );
    if (!page) {
      fault(
        "bad-pointer",
        call,
        `${call} ${pool.name}: bad dma address, no page of this pool`,
        buffer.address,
      );
      return;
    }
    const offset = buffer.address - page.buffer.address;
    if (!page.inUse.delete(offset)) {
      const isBlock = pool.geometry.offsets.includes(offset);
      fault(
        isBlock ? "double-free" : "bad-pointer",
        call,
        `${call} ${pool.name}: block already free or no block`,
        buffer.address,
      );
      return;
    }
    page.free.push(offset);
    if (core.recording === "nothing") return;
    core.emit({ kind: "freed", call, address: buffer.address, freedBytes: blockBytes, cache: pool.name });
  };

  const destroyPool = (pool: PoolCore, call: string): void => {
    noteSleepAlways(core, call);
    pool.isAlive = false;
    const busy = pool.pages.filter((page) => page.inUse.size > 0);
    for (const page of pool.pages) if (page.inUse.size === 0) giveCoherent(page.buffer);
    if (busy.length > 0)
      fault("objects-left", call, `dma_pool_destroy ${pool.name}: ${busy.length} pages busy`);
    pool.pages.length = 0;
    pools.splice(pools.indexOf(pool), 1);
  };

  return {
    allocCoherent: (device, sizeBytes, gfp, call = "dma_alloc_coherent") =>
      allocCoherent(device, sizeBytes, gfp, call),
    freeCoherent: (_device, sizeBytes, buffer, call = "dma_free_coherent") =>
      freeCoherent(sizeBytes, buffer, call),
    createPool({ name, device, ...request }, call = "dma_pool_create") {
      noteSleepAlways(core, call);
      const geometry = poolGeometry(profile, request);
      if (!geometry) {
        fault("bad-size", call, `pool '${name}': size ${request.sizeBytes}, align or boundary not possible`);
        return undefined;
      }
      const pool: PoolCore = {
        name,
        device,
        geometry,
        blockBytes: geometry.blockBytes,
        pages: [],
        isAlive: true,
      };
      pools.push(pool);
      handles.set(pool, pool);
      return pool;
    },
    allocFromPool: (pool, gfp, call = "dma_pool_alloc") => allocFromPool(poolOf(pool), gfp, call),
    freeToPool: (pool, buffer, call = "dma_pool_free") => freeToPool(poolOf(pool), buffer, call),
    destroyPool: (pool, call = "dma_pool_destroy") => destroyPool(poolOf(pool), call),
    mapSingle: (device, address, sizeBytes, direction, call = "dma_map_single") =>
      streaming.map(device, { address, sizeBytes }, direction, call),
    unmapSingle: (_device, busAddress, sizeBytes, direction, call = "dma_unmap_single") =>
      streaming.unmap(busAddress, sizeBytes, direction, call),
    mapScatter(device, pieces, direction, call = "dma_map_sg") {
      const mapped: number[] = [];
      for (const piece of pieces) {
        const busAddress = streaming.map(device, piece, direction, call);
        if (busAddress === undefined) {
          mapped.forEach((done, i) => {
            streaming.unmap(done, pieces[i]?.sizeBytes ?? 0, direction, call);
          });
          return undefined;
        }
        mapped.push(busAddress);
      }
      return mapped;
    },
    unmapScatter(_device, busAddresses, pieces, direction) {
      busAddresses.forEach((busAddress, i) => {
        streaming.unmap(busAddress, pieces[i]?.sizeBytes ?? 0, direction, "dma_unmap_sg");
      });
    },
    syncForCpu: (_device, busAddress, sizeBytes, call = "dma_sync_single_for_cpu") =>
      streaming.sync(busAddress, sizeBytes, "cpu", call),
    syncForDevice: (_device, busAddress, sizeBytes, call = "dma_sync_single_for_device") =>
      streaming.sync(busAddress, sizeBytes, "device", call),
    buffers: () => ({
      coherent: [...coherent.values()].flatMap(({ state }) => state ?? []),
      ...streaming.snapshot(),
    }),
    noteCpuAccess: streaming.noteCpuAccess,
    snapshot: () =>
      pools.map((pool) => ({
        name: pool.name,
        blockBytes: pool.geometry.blockBytes,
        blocksPerPage: pool.geometry.offsets.length,
        inUse: pool.pages.reduce((sum, page) => sum + page.inUse.size, 0),
        pages: pool.pages.length,
      })),
    checkInvariants: () =>
      pools.flatMap((pool) =>
        pool.pages.flatMap((page) =>
          page.free.length + page.inUse.size === pool.geometry.offsets.length
            ? []
            : [
                `dma pool ${pool.name}: ${page.free.length} free and ${page.inUse.size} used blocks do not add up`,
              ],
        ),
      ),
  };
}
