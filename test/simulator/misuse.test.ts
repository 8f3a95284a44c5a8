// Wrong calls: what the kernel would make of them comes out as events, and the machine stays whole.

import { describe, expect, it } from "vitest";
import { faultsOf, gfp, machineOf, profileOf } from "./helpers.js";

describe("wrong frees", () => {
  it("of a kmalloc twice, of its middle, of nothing", () => {
    const machine = machineOf();
    const address = machine.kmalloc.kmalloc(100, gfp(machine, "GFP_KERNEL"));
    machine.kmalloc.kfree(address + 8);
    machine.kmalloc.kfree(address);
    machine.kmalloc.kfree(address);
    machine.kmalloc.kfree(0);
    machine.kmalloc.kfree(16);
    machine.kmalloc.kfree(12345);
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual([
      "bad-pointer",
      "double-free",
      "bad-pointer",
    ]);
    expect(machine.checkInvariants()).toEqual([]);
  });

  it("of large kmallocs, twice and as slabs", () => {
    const machine = machineOf();
    const address = machine.kmalloc.kmalloc(100_000, gfp(machine, "GFP_KERNEL"));
    machine.kmalloc.kfree(address);
    machine.kmalloc.kfree(address);
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual(["double-free"]);
  });

  it("through the wrong family", () => {
    const machine = machineOf();
    const area = machine.vmalloc.vmalloc(10_000);
    machine.kmalloc.kfree(area);
    machine.kmalloc.kmalloc(10, gfp(machine, "GFP_KERNEL"));
    const small = machine.kmalloc.kmalloc(10, gfp(machine, "GFP_KERNEL"));
    machine.vmalloc.vfree(small);
    machine.kmalloc.kvfree(area);
    machine.kmalloc.kvfree(small);
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual(["wrong-free", "bad-pointer"]);
  });

  it("to the wrong cache go to the right one, with a warning", () => {
    const machine = machineOf();
    const one = machine.slabs.createCache({ name: "one", sizeBytes: 64 });
    const two = machine.slabs.createCache({ name: "two", sizeBytes: 64 });
    if (!one || !two) throw new Error("no cache");
    const object = machine.slabs.allocObject(one, gfp(machine, "GFP_KERNEL"));
    machine.slabs.freeObject(two, object);
    expect(faultsOf(machine)[0]).toMatchObject({ fault: "wrong-cache", address: object });
    expect(one.objects()).toBe(0);
  });

  it("of pages with another order, twice, or from inside a block", () => {
    const machine = machineOf();
    const pfn = machine.pages.allocPagesCall(gfp(machine, "GFP_KERNEL"), 2);
    if (pfn === undefined) throw new Error("no pages");
    machine.pages.freePagesCall(pfn + 1, 0);
    machine.pages.freePagesCall(pfn, 1);
    machine.pages.freePagesCall(pfn, 2);
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual([
      "bad-pointer",
      "bad-order",
      "double-free",
    ]);
    machine.pages.freePagesCall(2 ** 40, 0);
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual(["bad-pointer"]);
    expect(machine.checkInvariants()).toEqual([]);
  });
});

describe("wrong requests", () => {
  it("for too much fail with a reason", () => {
    const machine = machineOf();
    const kernel = gfp(machine, "GFP_KERNEL");
    expect(machine.kmalloc.kmalloc(4 * 2 ** 20 + 1, kernel)).toBe(0);
    expect(machine.kmalloc.kmallocArray(2 ** 40, 2 ** 40, kernel)).toBe(0);
    expect(machine.pages.allocPagesCall(kernel, 11)).toBeUndefined();
    expect(machine.vmalloc.vmalloc(0)).toBe(0);
    const reasons = machine
      .takeEvents()
      .flatMap((event) => (event.kind === "allocation-failed" ? [event.reason] : []));
    expect(reasons).toEqual(["too-large", "too-large", "too-large", "bad-request"]);
  });

  it("that may sleep where they must not are told, and served", () => {
    const machine = machineOf();
    machine.core.task.spinlockDepth = 1;
    expect(machine.kmalloc.kmalloc(10, gfp(machine, "GFP_KERNEL"))).not.toBe(0);
    expect(machine.kmalloc.kmalloc(10, gfp(machine, "GFP_ATOMIC"))).not.toBe(0);
    expect(faultsOf(machine)).toMatchObject([{ fault: "sleep-in-atomic", isFatal: false }]);
    machine.core.task.spinlockDepth = 0;
    machine.core.task.level = "softirq";
    machine.vmalloc.vmalloc(10);
    expect(faultsOf(machine).some((fault) => fault.isFatal)).toBe(true);
  });

  it("fail at the injected one", () => {
    const machine = machineOf(profileOf(), { failNth: 2 });
    const kernel = gfp(machine, "GFP_KERNEL");
    const got = [10, 20, 30].map((size) => machine.kmalloc.kmalloc(size, kernel) !== 0);
    expect(got).toEqual([true, false, true]);
  });

  it("count once for kvmalloc, whatever it falls back to", () => {
    const machine = machineOf(profileOf(), { failNth: 2 });
    expect(machine.kmalloc.kvmalloc(8 * 2 ** 20, gfp(machine, "GFP_KERNEL"))).not.toBe(0);
    expect(machine.kmalloc.kmalloc(8, gfp(machine, "GFP_KERNEL"))).toBe(0);
  });

  it("that destroy a cache in use keep it", () => {
    const machine = machineOf();
    const cache = machine.slabs.createCache({ name: "busy", sizeBytes: 64 });
    if (!cache) throw new Error("no cache");
    const object = machine.slabs.allocObject(cache, gfp(machine, "GFP_KERNEL"));
    machine.slabs.destroyCache(cache);
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual(["objects-left"]);
    machine.slabs.freeObject(cache, object);
    expect(machine.checkInvariants()).toEqual([]);
  });
});

describe("streaming DMA", () => {
  const device = { name: "dev", dmaMask: 2 ** 32 - 1, coherentDmaMask: 2 ** 32 - 1 };

  it("gives the buffer to the device until unmap or sync", () => {
    const machine = machineOf();
    const buffer = machine.kmalloc.kmalloc(1000, gfp(machine, "GFP_KERNEL"));
    const bus = machine.dma.mapSingle(device, buffer, 1000, "from-device");
    if (bus === undefined) throw new Error("not mapped");
    machine.dma.noteCpuAccess(buffer + 4, 4, "read");
    machine.dma.syncForCpu(device, bus, 1000);
    machine.dma.noteCpuAccess(buffer + 4, 4, "read");
    machine.dma.syncForDevice(device, bus, 1000);
    machine.dma.noteCpuAccess(buffer, 1, "write");
    machine.dma.unmapSingle(device, bus, 1000, "from-device");
    machine.dma.noteCpuAccess(buffer, 1, "write");
    expect(faultsOf(machine).map((fault) => fault.fault)).toEqual(["dma-misuse", "dma-misuse"]);
  });

  it("refuses vmalloc memory and tells of wrong unmaps", () => {
    const machine = machineOf();
    expect(machine.dma.mapSingle(device, machine.vmalloc.vmalloc(5000), 100, "to-device")).toBeUndefined();
    const buffer = machine.kmalloc.kmalloc(100, gfp(machine, "GFP_KERNEL"));
    const bus = machine.dma.mapSingle(device, buffer, 100, "to-device") ?? 0;
    machine.dma.unmapSingle(device, bus, 50, "from-device");
    machine.dma.unmapSingle(device, bus, 100, "to-device");
    expect(faultsOf(machine)).toHaveLength(4);
  });

  it("bounces what the device cannot reach where there are bounce buffers", () => {
    const profile = profileOf();
    const machine = machineOf(profile, { memoryBytes: 8 * 2 ** 30 });
    const high = machine.pages.getFreePages(gfp(machine, "GFP_KERNEL"), 0);
    const bus = machine.dma.mapSingle(device, high, 4096, "to-device");
    expect(bus).toBeLessThan(2 ** 32);
    expect(machine.takeEvents().map((event) => event.kind)).toContain("dma-bounced");
    const small = machineOf(profile);
    const reach = { name: "old", dmaMask: 2 ** 20, coherentDmaMask: 2 ** 20 };
    const page = small.pages.getFreePages(gfp(small, "GFP_KERNEL"), 0);
    expect(small.dma.mapSingle(reach, page, 4096, "to-device")).toBeUndefined();
  });
});
