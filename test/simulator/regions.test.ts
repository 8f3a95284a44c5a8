// Device memory: claims, mappings, accesses and their widths, pages shown to a process.

import { describe, expect, it } from "vitest";
import { plannedAccesses } from "../../server/src/simulator/io-widths.js";
import { faultsOf, gfp, MiB, machineOf, profileOf } from "./helpers.js";

const device = 0xfe00_0000;

function deviceMachine(release = "6.1", arch: "x86_64" | "arm64" | "i386" = "x86_64") {
  const machine = machineOf(profileOf(release, arch), { memoryBytes: 512 * MiB });
  const parts = machine.driver;
  const messages = (): readonly string[] => faultsOf(machine).map(({ message }) => message);
  return { machine, regions: parts.regions, parts, messages };
}

describe("claims", () => {
  it("are exclusive, and released exactly as they were made", () => {
    const { regions, messages } = deviceMachine();
    expect(regions.request("memory", device, 0x1000, "foo")).toBe(true);
    expect(regions.request("memory", device + 0x800, 0x1000, "bar")).toBe(false);
    expect(regions.request("ports", 0x3f8, 8, "serial")).toBe(true);
    regions.release("memory", device, 0x800);
    expect(messages()).toEqual(["Trying to free nonexistent resource <0xfe000000-0xfe0007ff>"]);
    regions.release("memory", device, 0x1000);
    expect(regions.request("memory", device + 0x800, 0x1000, "bar")).toBe(true);
    expect(regions.checkInvariants()).toEqual([]);
  });

  it("of RAM and of ports beyond 64 Ki fail", () => {
    const { regions } = deviceMachine();
    expect(regions.request("memory", 64 * MiB, 4096, "ram")).toBe(false);
    expect(regions.request("ports", 0xffff, 2, "far")).toBe(false);
  });
});

describe("ioremap", () => {
  it("keeps the offset in the page and takes whole pages and a guard", () => {
    const { machine, regions, messages } = deviceMachine();
    regions.request("memory", device, 0x2000, "foo");
    const address = regions.ioremap(device + 0x10, 0x1000);
    expect(address % 4096).toBe(0x10);
    expect(machine.vmalloc.snapshot()[0]).toMatchObject({ use: "ioremap", bytes: 3 * 4096 });
    expect(regions.findMapping(address)).toMatchObject({ isClaimed: true });
    regions.iounmap(address);
    regions.iounmap(address);
    expect(messages()).toEqual(["iounmap: bad address: nothing is mapped there"]);
    expect(machine.vmalloc.snapshot()).toEqual([]);
  });

  it("refuses RAM, nothing, and what no bus has", () => {
    const { regions, messages } = deviceMachine();
    expect(regions.ioremap(64 * MiB, 4096)).toBe(0);
    expect(messages()).toEqual(["ioremap on RAM at 0x4000000 - 0x4000fff"]);
    expect(regions.ioremap(device, 0)).toBe(0);
    expect(regions.ioremap(2 ** 52 - 1, 4096)).toBe(0);
    expect(deviceMachine("6.1", "i386").regions.ioremap(2 ** 32 - 1, 4096)).toBe(0);
  });

  it("makes registers that remember, byte by byte, little end first", () => {
    const { machine, regions, messages } = deviceMachine();
    const base = regions.ioremap(device, 0x100);
    regions.write(base, 4, 0x1234_5678, "iowrite32");
    expect(regions.read(base, 1, "ioread8")).toBe(0x78);
    expect(regions.read(base + 2, 2, "ioread16")).toBe(0x1234);
    expect(regions.copy(base, 4, "memset_io", 0xab)).toBe(true);
    expect(regions.read(base, 4, "ioread32")).toBe(0xabab_abab);
    const widths = machine.takeEvents().flatMap((event) => (event.kind === "io-read" ? [event.bytes] : []));
    expect(widths).toEqual([1, 2, 4]);
    regions.read(base + 0x100, 4, "ioread32");
    expect(messages()).toEqual(["access outside of the range given to ioremap()"]);
    regions.iounmap(base);
    regions.read(base, 4, "ioread32");
    expect(messages()).toEqual(["page fault: the address is not (or no longer) mapped by ioremap()"]);
  });

  it("faults on an unaligned access where device memory does not allow one", () => {
    for (const [arch, expected] of [
      ["x86_64", []],
      ["arm64", ["alignment fault: 4-byte access to device memory"]],
    ] as const) {
      const { regions, messages } = deviceMachine("6.1", arch);
      const base = regions.ioremap(arch === "arm64" ? 0x900_0000 : device, 0x100);
      regions.read(base + 1, 4, "readl");
      expect(messages()).toEqual(expected);
    }
  });
});

describe("block copies", () => {
  it("go in the widths of the architecture", () => {
    const widths = (arch: "x86_64" | "arm64" | "arm", address: number, bytes: number): string =>
      plannedAccesses(arch, address, bytes)
        .map(({ widthBytes, nrAccesses }) => `${nrAccesses}x${widthBytes}`)
        .join(" ");
    expect(widths("x86_64", 0x1000, 16)).toBe("4x4");
    expect(widths("x86_64", 0x1001, 10)).toBe("1x1 1x2 1x4 1x2 1x1");
    expect(widths("arm64", 0x1003, 30)).toBe("5x1 3x8 1x1");
    expect(widths("arm", 0x1000, 16)).toBe("16x1");
  });

  it("cover every byte once, whatever the place", () => {
    for (const arch of ["x86_64", "i386", "arm", "arm64"] as const) {
      for (let address = 0; address < 16; address++) {
        for (let bytes = 0; bytes < 40; bytes++) {
          const sum = plannedAccesses(arch, address, bytes).reduce(
            (total, run) => total + run.widthBytes * run.nrAccesses,
            0,
          );
          expect(sum).toBe(bytes);
        }
      }
    }
  });
});

describe("remap_pfn_range", () => {
  const area = { start: 0x7000_0000, end: 0x7000_4000, isShared: true, mayWrite: true };

  it("shows pages that somebody allocated", () => {
    const { machine, regions, messages } = deviceMachine();
    const pfn = machine.pages.allocPages(gfp(machine, "GFP_KERNEL"), 2) ?? 0;
    expect(regions.remapPfnRange(area, area.start, pfn, 0x4000)).toBe("mapped");
    expect(regions.snapshot().userMappings).toHaveLength(4);
    expect(regions.remapPfnRange(area, area.start, pfn, 0x1000)).toBe("EINVAL");
    expect(messages()).toEqual(["kernel BUG: a page is mapped there already"]);
    regions.unmapArea(area);
    expect(regions.remapPfnRange(area, area.start, device / 4096, 0x2000)).toBe("mapped");
    expect(messages()).toEqual([]);
  });

  it("names free memory, odd addresses, and ranges outside the area", () => {
    const { regions, messages } = deviceMachine();
    expect(regions.remapPfnRange(area, area.start, 20_000, 0x1000)).toBe("mapped");
    expect(messages()[0]).toContain("is free memory");
    expect(regions.remapPfnRange(area, area.start + 1, 20_000, 0x1000)).toBe("EINVAL");
    expect(regions.remapPfnRange(area, area.start + 0x3000, 20_000, 0x2000)).toBe("EINVAL");
    expect(messages()).toHaveLength(2);
    regions.unmapArea(area);
    const copied = { ...area, isShared: false };
    expect(regions.remapPfnRange(copied, area.start, device / 4096, 0x1000)).toBe("EINVAL");
    expect(regions.remapPfnRange(copied, area.start, device / 4096, 0x4000)).toBe("mapped");
  });

  it("left RAM out that was not reserved, in the kernels of the books", () => {
    const { machine, regions } = deviceMachine("2.6.10", "i386");
    const pfn = machine.pages.allocPages(gfp(machine, "GFP_KERNEL"), 0) ?? 0;
    regions.remapPfnRange(area, area.start, pfn, 0x1000);
    expect(regions.snapshot().userMappings).toEqual([]);
    regions.setPageReserved(pfn, "reserved");
    regions.remapPfnRange(area, area.start, pfn, 0x1000);
    expect(regions.snapshot().userMappings).toHaveLength(1);
  });
});
