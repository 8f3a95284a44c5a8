// Size classes and limits by release, architecture and allocator: what checker and simulator share.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  getOrder,
  kmallocCacheName,
  kmallocClassFor,
  kmallocMaxBytes,
  kmallocMinBytes,
  kmallocSizeClasses,
  maxPageOrder,
  pageblockOrder,
} from "../../server/src/kernel-model/limits.js";
import { kernelReleases } from "../../server/src/kernel-model/profile.js";
import { gfp, machineOf, profileOf } from "./helpers.js";

describe("size classes", () => {
  it("depend on the allocator", () => {
    expect(kmallocSizeClasses(profileOf("6.1"))).toEqual([
      8, 16, 32, 64, 96, 128, 192, 256, 512, 1024, 2048, 4096, 8192,
    ]);
    expect(kmallocSizeClasses(profileOf("6.1", "x86_64", { slabAllocator: "slab" }))[0]).toBe(32);
    expect(kmallocSizeClasses(profileOf("5.10", "x86_64", { slabAllocator: "slab" })).at(-1)).toBe(4194304);
    expect(kmallocSizeClasses(profileOf("2.6.10", "i386")).at(-1)).toBe(131072);
    expect(kmallocSizeClasses(profileOf("6.1", "x86_64", { slabAllocator: "slob" }))).toEqual([]);
  });

  it("depend on the architecture's alignment", () => {
    expect(kmallocSizeClasses(profileOf("6.1", "arm64"))).toEqual([128, 256, 512, 1024, 2048, 4096, 8192]);
    expect(kmallocSizeClasses(profileOf("6.12", "arm64"))[0]).toBe(8);
    expect(kmallocSizeClasses(profileOf("6.1", "arm"))).toEqual([
      64, 128, 192, 256, 512, 1024, 2048, 4096, 8192,
    ]);
  });

  it("have names of their release", () => {
    expect(kmallocCacheName(profileOf("6.1"), 2048)).toBe("kmalloc-2k");
    expect(kmallocCacheName(profileOf("4.19"), 2048)).toBe("kmalloc-2048");
    expect(kmallocCacheName(profileOf("2.6.10"), 2048, "dma")).toBe("size-2048(DMA)");
    expect(kmallocCacheName(profileOf("6.12"), 96, "accounted")).toBe("kmalloc-cg-96");
    expect(kmallocCacheName(profileOf("6.12"), 96, "reclaimable")).toBe("kmalloc-rcl-96");
  });

  it("hold what they serve, in every release", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kernelReleases),
        fc.integer({ min: 1, max: 5_000_000 }),
        (release, sizeBytes) => {
          const profile = profileOf(release.id);
          const found = kmallocClassFor(profile, sizeBytes);
          if (sizeBytes > kmallocMaxBytes(profile)) expect(found.kind).toBe("too-large");
          else if (found.kind === "cache")
            expect(found.classBytes).toBeGreaterThanOrEqual(Math.max(sizeBytes, kmallocMinBytes(profile)));
          else if (found.kind === "pages") expect(found.order).toBe(getOrder(profile, sizeBytes));
          else expect(found.kind).toBe("nothing else");
        },
      ),
      { verbose: 1 },
    );
  });

  it("are what the machine serves", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("2.6.10", "2.6.32", "5.10", "6.1", "6.12"),
        fc.integer({ min: 1, max: 300_000 }),
        (release, sizeBytes) => {
          const profile = profileOf(release, release === "2.6.10" ? "i386" : "x86_64");
          const machine = machineOf(profile, { recording: "nothing" });
          const address = machine.kmalloc.kmalloc(sizeBytes, gfp(machine, "GFP_KERNEL"));
          const found = kmallocClassFor(profile, sizeBytes);
          if (found.kind === "cache") expect(machine.kmalloc.ksize(address)).toBe(found.classBytes);
          else if (found.kind === "pages") expect(machine.kmalloc.ksize(address)).toBe(found.allocatedBytes);
          else expect(address).toBe(0);
        },
      ),
      { numRuns: 40, verbose: 1 },
    );
  });
});

describe("orders", () => {
  it("follow the page size", () => {
    expect(maxPageOrder(profileOf("6.1"))).toBe(10);
    expect(maxPageOrder(profileOf("6.1", "arm64", { pageSizeBytes: 65536 }))).toBe(13);
    expect(pageblockOrder(profileOf("6.1"))).toBe(9);
    expect(pageblockOrder(profileOf("6.1", "i386", { pae: false }))).toBe(10);
    expect(getOrder(profileOf("6.1"), 4097)).toBe(1);
    expect(getOrder(profileOf("6.1"), 0)).toBe(0);
  });
});
