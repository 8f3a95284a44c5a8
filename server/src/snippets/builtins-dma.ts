// Coherent buffers, DMA pools and streaming mappings, as C code calls them.

import type { DmaDirection, DmaPool } from "../simulator/core-types.js";
import { num, ptr } from "./builtins-text.js";
import { readText } from "./format.js";
import type { KernelWorld } from "./kernel-world.js";
import { addressOfPointer, nullPointer } from "./memory.js";
import type { BuiltinTable } from "./program.js";
import type { Value } from "./runtime.js";

const directions: readonly DmaDirection[] = ["bidirectional", "to-device", "from-device", "none"];

function isPool(value: object | undefined): value is DmaPool {
  return value !== undefined && "blockBytes" in value;
}

export function addDma(table: BuiltinTable, world: KernelWorld): void {
  const { dma } = world.machine;
  const { memory } = world.runtime;
  const zero = world.model.gfpFlag("__GFP_ZERO");
  const handleFormat = { bits: world.machine.core.profile.arch.bits, isSigned: false };
  const direction = (value: Value | undefined): DmaDirection => directions[num(value)] ?? "none";
  table.set("dma_alloc_coherent", ([dev, size, handle, gfp]) => {
    const buffer = world.act(() =>
      dma.allocCoherent(world.device(ptr(dev)), num(size), num(gfp), "dma_alloc_coherent"),
    );
    if (!buffer) return nullPointer;
    memory.writeInt(ptr(handle), buffer.busAddress, handleFormat);
    return world.take(
      { call: "dma_alloc_coherent", sizeBytes: num(size), family: "dma-coherent", content: "zero" },
      () => buffer.address,
    );
  });
  table.set("dma_free_coherent", ([dev, size, p, bus]) => {
    const object = world.owned(ptr(p), "dma_free_coherent");
    if (!object) return undefined;
    world.release(object, "dma_free_coherent", (address) =>
      dma.freeCoherent(
        world.device(ptr(dev)),
        num(size),
        { address, busAddress: num(bus) },
        "dma_free_coherent",
      ),
    );
    return undefined;
  });
  table.set("dma_pool_create", ([name, dev, size, align, boundary]) => {
    const request = {
      name: readText(memory, ptr(name)),
      device: world.device(ptr(dev)),
      sizeBytes: num(size),
      alignBytes: num(align),
      boundaryBytes: num(boundary),
    };
    const pool = world.act(() => dma.createPool(request, "dma_pool_create"));
    return pool ? world.handle(`pool ${pool.name}`, pool) : nullPointer;
  });
  const poolOf = (value: Value | undefined, call: string): DmaPool => {
    const pool = world.valueOf(ptr(value));
    return isPool(pool) ? pool : world.runtime.fatal("use-after-free", `${call}() with what is no live pool`);
  };
  table.set("dma_pool_destroy", ([pool]) => {
    if (addressOfPointer(ptr(pool)) === 0) return undefined;
    world.act(() => dma.destroyPool(poolOf(pool, "dma_pool_destroy"), "dma_pool_destroy"));
    world.dropHandle(ptr(pool), "dma_pool_destroy");
    return undefined;
  });
  for (const call of ["dma_pool_alloc", "dma_pool_zalloc"]) {
    table.set(call, ([value, gfp, handle]) => {
      const pool = poolOf(value, call);
      const mask = call === "dma_pool_zalloc" ? num(gfp) | zero : num(gfp);
      const buffer = world.act(() => dma.allocFromPool(pool, mask, call));
      if (!buffer) return nullPointer;
      memory.writeInt(ptr(handle), buffer.busAddress, handleFormat);
      const content = mask & zero ? "zero" : "uninitialised";
      return world.take(
        { call, sizeBytes: pool.blockBytes, family: "dma-pool", content, allocatedBytes: pool.blockBytes },
        () => buffer.address,
      );
    });
  }
  table.set("dma_pool_free", ([value, p, bus]) => {
    const pool = poolOf(value, "dma_pool_free");
    const object = world.owned(ptr(p), "dma_pool_free");
    if (object)
      world.release(object, "dma_pool_free", (address) =>
        dma.freeToPool(pool, { address, busAddress: num(bus) }, "dma_pool_free"),
      );
    return undefined;
  });
  table.set("dma_map_single", ([dev, p, size, way]) => {
    const at = world.toAddress(ptr(p));
    const bus = world.act(() =>
      dma.mapSingle(world.device(ptr(dev)), at, num(size), direction(way), "dma_map_single"),
    );
    return bus ?? -1;
  });
  table.set("dma_unmap_single", ([dev, bus, size, way]) => {
    world.act(() =>
      dma.unmapSingle(world.device(ptr(dev)), num(bus), num(size), direction(way), "dma_unmap_single"),
    );
    return undefined;
  });
  table.set("dma_sync_single_for_cpu", ([dev, bus, size]) => {
    world.act(() => dma.syncForCpu(world.device(ptr(dev)), num(bus), num(size), "dma_sync_single_for_cpu"));
    return undefined;
  });
  table.set("dma_sync_single_for_device", ([dev, bus, size]) => {
    world.act(() =>
      dma.syncForDevice(world.device(ptr(dev)), num(bus), num(size), "dma_sync_single_for_device"),
    );
    return undefined;
  });
  const masks = [
    ["dma_set_mask", "streaming"],
    ["dma_set_coherent_mask", "coherent"],
    ["dma_set_mask_and_coherent", "both"],
  ] as const;
  for (const [call, which] of masks) {
    table.set(call, ([dev, mask]) => {
      world.setDmaMask(ptr(dev), num(mask), which);
      return 0;
    });
  }
}
