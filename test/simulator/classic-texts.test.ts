// Each row of docs/classic-texts.md: the claim, where it holds, and what holds today.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addressLayout } from "../../server/src/kernel-model/address-layout.js";
import {
  cacheMaxObjectBytes,
  costlyOrder,
  getOrder,
  kmallocCacheName,
  kmallocClassFor,
  kmallocMaxBytes,
  kmallocMinBytes,
  kmallocSizeClasses,
} from "../../server/src/kernel-model/limits.js";
import type { SimulatorEvent } from "../../server/src/simulator/events.js";
import { createUserHeap } from "../../server/src/simulator/malloc-heap.js";
import { zoneSpecs } from "../../server/src/simulator/zone-specs.js";
import { faultsOf, GiB, gfp, MiB, machineOf, profileOf } from "./helpers.js";

const KiB = 1024;
const books = profileOf("2.6.10", "i386");
const device = { name: "dev", dmaMask: 2 ** 32 - 1, coherentDmaMask: 2 ** 32 - 1 };

/** One test per row, named as in the table. */
const rows: Readonly<Record<string, () => void>> = {
  "kmalloc-range": () => {
    expect(kmallocMinBytes(books)).toBe(32);
    expect(kmallocMaxBytes(books)).toBe(128 * KiB);
    const old = machineOf(books);
    expect(old.kmalloc.kmalloc(128 * KiB, gfp(old, "GFP_KERNEL"))).not.toBe(0);
    expect(old.kmalloc.kmalloc(128 * KiB + 1, gfp(old, "GFP_KERNEL"))).toBe(0);
    expect(kmallocMinBytes(profileOf("6.1"))).toBe(8);
    expect(kmallocMaxBytes(profileOf("6.1"))).toBe(4 * MiB);
    expect(kmallocMaxBytes(profileOf("2.6.32"))).toBe(4 * MiB);
  },
  "kmalloc-30": () => {
    const bucketOf = (release: string) => {
      const profile = profileOf(release);
      const size = kmallocClassFor(profile, 30);
      return size.kind === "cache" ? kmallocCacheName(profile, size.classBytes) : size.kind;
    };
    expect(bucketOf("2.6.10")).toBe("size-32");
    expect(["2.6.32", "4.19", "5.10", "6.1", "6.12"].map(bucketOf)).toEqual(Array(5).fill("kmalloc-32"));
    // With a minimum of 128 bytes, as arm64 had up to 6.4, it is another class.
    expect(kmallocClassFor(profileOf("6.1", "arm64"), 30)).toEqual({ kind: "cache", classBytes: 128 });
  },
  "kmalloc-powers-of-two": () => {
    expect(kmallocSizeClasses(profileOf("6.1"))).toContain(96);
    expect(kmallocSizeClasses(profileOf("6.1"))).toContain(192);
    expect(
      kmallocSizeClasses(profileOf("6.1", "arm64")).some((size) => (size & (size - 1)) !== 0 && size < 192),
    ).toBe(false);
  },
  "atomic-last-page": () => {
    for (const release of ["2.6.10", "2.6.32", "6.1", "6.12"]) {
      const machine = machineOf(profileOf(release, "i386", { pae: false }), {
        sysctls: { watermarkBoostFactor: 0 },
      });
      const atomic = gfp(machine, "GFP_ATOMIC|__GFP_NOWARN");
      while (machine.pages.allocPages(atomic, 0) !== undefined);
      const normal = machine.snapshot().zones.find((zone) => zone.name === "Normal");
      const left = (normal?.freePages ?? 0) + (normal?.pcpPages ?? 0);
      expect(left).toBeGreaterThan(0);
      machine.core.task.isMemalloc = true;
      while (machine.pages.allocPages(atomic, 0) !== undefined);
      expect(machine.snapshot().zones.find((zone) => zone.name === "Normal")?.freePages).toBe(0);
    }
  },
  "get-free-pages-8m": () => {
    const machine = machineOf();
    const kernel = gfp(machine, "GFP_KERNEL");
    expect(machine.pages.getFreePages(kernel, 10)).not.toBe(0);
    expect(machine.pages.getFreePages(kernel, getOrder(machine.core.profile, 8 * MiB))).toBe(0);
    // 2^10 pages are 8 MiB where a page has 8 KiB; with 64 KiB pages the largest block is 512 MiB.
    const large = profileOf("6.1", "arm64", { pageSizeBytes: 65536 });
    expect(kmallocMaxBytes(large)).toBe(512 * MiB);
  },
  "lowmem-896": () => {
    const old = addressLayout(books, GiB / 4096);
    expect(old.directMapBytes).toBe(896 * MiB);
    expect(zoneSpecs(books, GiB).find((zone) => zone.name === "HighMem")?.startPfn).toBe((896 * MiB) / 4096);
    const modern = profileOf("6.1", "i386", { pae: true });
    expect(zoneSpecs(modern, 2 * GiB).find((zone) => zone.name === "HighMem")?.startPfn).toBe(225278);
    expect(
      profileOf("6.1").arch.bits === 64 && addressLayout(profileOf("6.1"), (8 * GiB) / 4096).directMapBytes,
    ).toBe(8 * GiB);
  },
  "areas-above-3g": () => {
    const layout = addressLayout(books, GiB / 4096);
    expect(layout.regions.map((region) => region.name)).toEqual(["direct map", "vmalloc", "pkmap", "fixmap"]);
    expect(layout.vmallocStart - (layout.directMapStart + layout.directMapBytes)).toBe(8 * MiB);
    expect((layout.pkmapStart ?? 0) - layout.vmallocEnd).toBe(8 * KiB);
  },
  "vmalloc-range": () => {
    const arm64 = addressLayout(profileOf("5.0", "arm64"), (4 * GiB) / 4096);
    expect([arm64.vmallocStart, arm64.vmallocEnd]).toEqual([0x0000_1000_0000, 0x7dff_bfff_0000]);
    const machine = machineOf(profileOf("6.1", "i386", { pae: true }), { memoryBytes: 2 * GiB });
    let taken = 0;
    while (machine.vmalloc.vmalloc(MiB) !== 0) taken += 1;
    // 120 MiB of addresses hold fewer than 120 areas of 1 MiB and a guard page.
    expect(taken).toBeGreaterThan(100);
    expect(taken).toBeLessThan(128);
    expect(machine.takeEvents().at(-1)).toMatchObject({
      kind: "allocation-failed",
      reason: "no-address-space",
    });
  },
  "vmalloc-guard": () => {
    const machine = machineOf();
    const area = machine.vmalloc.findArea(machine.vmalloc.vmalloc(100));
    expect(area).toMatchObject({ bytes: 8192, pages: 1 });
  },
  "zone-dma-16m": () => {
    const dma = zoneSpecs(books, 512 * MiB).find((zone) => zone.name === "DMA");
    expect((dma?.startPfn ?? 0) + (dma?.spannedPages ?? 0)).toBe((16 * MiB) / 4096);
    const arm64 = zoneSpecs(profileOf("6.1", "arm64"), 4 * GiB).find((zone) => zone.name === "DMA");
    expect((arm64?.startPfn ?? 0) + (arm64?.spannedPages ?? 0)).toBe((4 * GiB) / 4096);
  },
  "dma-at-least-a-page": () => {
    const machine = machineOf();
    machine.dma.allocCoherent(device, 100, gfp(machine, "GFP_KERNEL"));
    expect(machine.takeEvents()[0]).toMatchObject({
      kind: "allocated",
      requestedBytes: 100,
      allocatedBytes: 4096,
    });
    machine.dma.allocCoherent(device, 12 * KiB, gfp(machine, "GFP_KERNEL"));
    expect(machine.takeEvents()[0]).toMatchObject({ allocatedBytes: 16 * KiB });
  },
  "dma-pool": () => {
    const blocks = (release: string) => {
      const machine = machineOf(profileOf(release));
      machine.dma.createPool({ name: "p", device, sizeBytes: 64, alignBytes: 0, boundaryBytes: 0 });
      return machine.dma.snapshot()[0]?.blocksPerPage;
    };
    expect(["2.6.10", "2.6.32", "6.1", "6.12"].map(blocks)).toEqual([64, 63, 63, 64]);
  },
  "streaming-owner": () => {
    const machine = machineOf();
    const buffer = machine.kmalloc.kmalloc(512, gfp(machine, "GFP_KERNEL"));
    const bus = machine.dma.mapSingle(device, buffer, 512, "to-device") ?? 0;
    machine.dma.noteCpuAccess(buffer, 4, "write");
    expect(faultsOf(machine)).toHaveLength(1);
    machine.dma.unmapSingle(device, bus, 512, "to-device");
    machine.dma.noteCpuAccess(buffer, 4, "write");
    expect(faultsOf(machine)).toHaveLength(0);
  },
  "highmem-no-address": () => {
    const machine = machineOf(profileOf("6.1", "i386", { pae: true }), { memoryBytes: 2 * GiB });
    const pfn = machine.pages.allocPages(gfp(machine, "GFP_HIGHUSER"), 0) ?? 0;
    expect(machine.pages.zoneNameOf(pfn)).toBe("HighMem");
    machine.pages.getFreePages(gfp(machine, "GFP_HIGHUSER"), 0);
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual(["bad-gfp"]);
  },
  "kmalloc-zero": () => {
    const modern = machineOf();
    expect(modern.kmalloc.kmalloc(0, gfp(modern, "GFP_KERNEL"))).toBe(16);
    const old = machineOf(books);
    expect(old.kmalloc.ksize(old.kmalloc.kmalloc(0, gfp(old, "GFP_KERNEL")))).toBe(32);
  },
  "cache-max": () => {
    expect(cacheMaxObjectBytes(books)).toBe(128 * KiB);
    expect(cacheMaxObjectBytes(profileOf("6.1"))).toBe(4 * MiB);
  },
  "kfree-gives-back": () => {
    const machine = machineOf(profileOf(), { occupancy: "empty" });
    const addresses = Array.from({ length: 1000 }, () =>
      machine.kmalloc.kmalloc(30, gfp(machine, "GFP_KERNEL")),
    );
    for (const address of addresses) machine.kmalloc.kfree(address);
    const state = machine.snapshot().slabs.find((slab) => slab.name === "kmalloc-32");
    expect(state).toMatchObject({ objects: 0 });
    expect(state?.slabs).toBeGreaterThanOrEqual(5);
  },
  "small-never-fails": () => {
    expect(costlyOrder).toBe(3);
    const machine = machineOf(profileOf(), { memoryBytes: 96 * MiB });
    while (machine.pages.allocPages(gfp(machine, "GFP_KERNEL|__GFP_NORETRY"), 0) !== undefined);
    expect(machine.kmalloc.kmalloc(5000, gfp(machine, "GFP_KERNEL"))).toBe(0);
    expect(machine.takeEvents().map((event) => event.kind)).toContain("oom-killed");
  },
  "malloc-thresholds": () => {
    const events: SimulatorEvent[] = [];
    const heap = createUserHeap({ archId: "x86_64", onEvent: (event) => events.push(event) });
    const [a, b, c, d] = [30, 40, 200, 100].map((size) => heap.malloc(size * 1000));
    expect(heap.snapshot().mmaps).toHaveLength(1);
    for (const address of [c, b, d, a]) heap.free(address ?? 0);
    expect(heap.snapshot().mmaps).toHaveLength(0);
    // The first free of a mapping raised the threshold: the next one of that size comes from the heap.
    heap.malloc(200_000);
    expect(heap.snapshot().mmaps).toHaveLength(0);
  },
};

describe("docs/classic-texts.md", () => {
  const text = readFileSync(
    new URL("../../docs/classic-texts.md", import.meta.url.replace("/test/out/", "/test/")),
    "utf8",
  );
  const named = [...text.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1] ?? "");

  it("has a test for each row, and a row for each test", () => {
    expect(named.length).toBeGreaterThan(10);
    expect([...named].sort()).toEqual(Object.keys(rows).sort());
  });

  it.each(Object.entries(rows))("%s", (_name, check) => {
    check();
  });
});
