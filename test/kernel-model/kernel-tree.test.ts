// What a kernel tree says of itself.

import { describe, expect, it } from "vitest";
import { describeKernelTree } from "../../server/src/kernel-model/kernel-tree.js";

const makefile = (version: string): string => {
  const [major, minor, sublevel] = version.split(".");
  return `# SPDX-License-Identifier: GPL-2.0\nVERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = ${sublevel}\nEXTRAVERSION =\n`;
};

describe("the release", () => {
  it.each<[string, string | undefined]>([
    ["6.1.192", "6.1"],
    ["6.12.0", "6.12"],
    // Between two that we know the earlier one counts; after the last, the last.
    ["6.6.3", "6.1"],
    ["7.0.0", "6.12"],
    ["5.10.1", "5.10"],
    ["2.4.37", undefined],
  ])("of %s is taken for %s", (version, id) => {
    const tree = describeKernelTree(makefile(version), undefined);
    expect(tree.version).toBe(version);
    expect(tree.release?.id).toBe(id);
  });

  it("is unknown in a Makefile of anything else", () => {
    expect(describeKernelTree("all:\n\tcc -o x x.c\n", undefined)).toEqual({
      version: undefined,
      release: undefined,
      archId: undefined,
      config: {},
    });
  });
});

describe("the options", () => {
  const configOf = (text: string) => describeKernelTree("", text);

  it("name architecture, pages, processors and PREEMPT_RT", () => {
    expect(
      configOf("CONFIG_ARM64=y\nCONFIG_ARM64_64K_PAGES=y\nCONFIG_PREEMPT_RT=y\nCONFIG_NR_CPUS=4\n"),
    ).toMatchObject({
      archId: "arm64",
      config: { pageSizeBytes: 65_536, preemptRt: true, nrCpus: 4 },
    });
    expect(configOf("CONFIG_X86_32=y\nCONFIG_X86_PAE=y\nCONFIG_SLAB=y\n")).toMatchObject({
      archId: "i386",
      config: { pae: true, slabAllocator: "slab" },
    });
  });

  it("that are not set say nothing", () => {
    expect(configOf("CONFIG_X86_64=y\n# CONFIG_PREEMPT_RT is not set\nCONFIG_NR_CPUS=8192\n")).toMatchObject({
      archId: "x86_64",
      config: {},
    });
  });
});
