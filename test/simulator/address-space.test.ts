// The map of the kernel's address space: the figures that documents give, and that the map has no holes.

import { describe, expect, it } from "vitest";
import { addressLayout } from "../../server/src/kernel-model/address-layout.js";
import type { ArchitectureId } from "../../server/src/kernel-model/architectures.js";
import { kernelReleases } from "../../server/src/kernel-model/profile.js";
import {
  describeAddressSpace,
  regionAt,
  renderAddressSpace,
} from "../../server/src/simulator/address-space.js";
import { endOfRam } from "../../server/src/simulator/zone-specs.js";
import { GiB, MiB, profileOf } from "./helpers.js";

function rangeOf(release: string, arch: ArchitectureId, name: string, memoryBytes = GiB): string {
  const found = describeAddressSpace(profileOf(release, arch), memoryBytes).find(
    (stretch) => stretch.name === name,
  );
  return found ? `${found.startText} ${found.lastText}` : "absent";
}

describe("documented figures", () => {
  it.each([
    ["5.0", "arm64", "vmalloc", "0xffff000010000000 0xffff7dffbffeffff"],
    ["6.1", "arm64", "modules", "0xffff800000000000 0xffff800007ffffff"],
    ["6.1", "x86_64", "vmalloc", "0xffffc90000000000 0xffffe8ffffffffff"],
    ["6.1", "x86_64", "vmemmap", "0xffffea0000000000 0xffffeaffffffffff"],
    ["6.1", "x86_64", "user space", "0x0000000000000000 0x00007fffffffefff"],
    ["6.1", "i386", "user space", "0x00000000 0xbfffffff"],
    ["6.1", "arm", "pkmap", "0xbfe00000 0xbfffffff"],
  ] as const)("%s %s: %s", (release, arch, name, expected) => {
    expect(rangeOf(release, arch, name)).toBe(expected);
  });

  it("of the classic i386: 896 MiB of lowmem, a gap of 8 MiB, vmalloc, a gap of 8 KiB, kmap, fixmap", () => {
    const stretches = describeAddressSpace(profileOf("2.6.10", "i386"), 2 * GiB);
    const upper = stretches
      .filter(({ start }) => start >= 0xc000_0000)
      .map(({ name, bytes }) => `${name} ${bytes}`);
    expect(upper.slice(0, 5)).toEqual([
      `direct map ${896 * MiB}`,
      `gap ${8 * MiB}`,
      `vmalloc ${0xff80_0000 - 8192 - 0xc000_0000 - 904 * MiB}`,
      "gap 8192",
      `pkmap ${4 * MiB}`,
    ]);
    expect(upper.some((line) => line.startsWith("fixmap"))).toBe(true);
  });
});

describe("the map", () => {
  it("has neither holes nor overlaps in any release and architecture", () => {
    for (const { id } of kernelReleases) {
      for (const arch of ["x86_64", "arm64", "i386", "arm"] as const) {
        for (const memoryBytes of [128 * MiB, 4 * GiB]) {
          const kernel = describeAddressSpace(profileOf(id, arch), memoryBytes).filter(
            ({ kind }) => arch !== "arm64" || kind !== "user",
          );
          kernel.slice(1).forEach((stretch, index) => {
            expect(`${id} ${arch} ${stretch.name} ${stretch.start}`).toBe(
              `${id} ${arch} ${stretch.name} ${kernel[index]?.end}`,
            );
          });
          expect(kernel.at(-1)?.end).toBe(arch === "i386" || arch === "arm" ? 2 ** 32 : 2 ** 48);
        }
      }
    }
  });

  it("finds the region of an address, and prints itself", () => {
    const profile = profileOf("6.1", "i386");
    const layout = addressLayout(profile, endOfRam(profile, 2 * GiB));
    expect(regionAt(layout, 0xc000_1000)).toBe("direct map");
    expect(regionAt(layout, layout.vmallocStart)).toBe("vmalloc");
    expect(regionAt(layout, layout.vmallocStart - 1)).toBeUndefined();
    const text = renderAddressSpace(describeAddressSpace(profile, 2 * GiB));
    expect(text).toMatch(/^0x00000000 - 0xbfffffff\s+3 GiB {2}user space\n/);
    expect(text.split("\n").every((line) => line === "" || /^0x[0-9a-f]+ - 0x[0-9a-f]+ /.test(line))).toBe(
      true,
    );
  });
});
