// The tree around PATH decides which kernel is meant, unless the user says otherwise.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCheckSettings } from "../../server/src/cli/check-options.js";
import { findKernelTree } from "../../server/src/project/kernel-tree.js";
import { folderWith } from "./helpers.js";

const makefile = "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 5\n";
const tree = { Makefile: makefile, Kconfig: "", "include/linux/slab.h": "", "drivers/x/y.c": "int x;\n" };

describe("the kernel tree of a run", () => {
  it("is found upwards from PATH, or named", () => {
    const folder = folderWith({ ...tree, ".config": "CONFIG_ARM64=y\nCONFIG_PREEMPT_RT=y\n" });
    const found = findKernelTree(undefined, join(folder, "drivers/x/y.c"));
    expect(found).toMatchObject({ path: folder, version: "6.12.5", archId: "arm64" });
    expect(findKernelTree(folder, "/")?.version).toBe("6.12.5");
    expect(findKernelTree(undefined, folderWith({ "y.c": "", Makefile: makefile }))).toBeUndefined();
  });

  it("gives release, architecture and options; the user's words win", () => {
    const folder = folderWith({
      ...tree,
      ".config": "CONFIG_ARM64=y\nCONFIG_ARM64_64K_PAGES=y\nCONFIG_PREEMPT_RT=y\n",
    });
    const sources = { config: {}, flags: undefined, tree: findKernelTree(undefined, folder) };
    const { profile } = readCheckSettings({}, sources);
    expect([profile.release.id, profile.arch.id]).toEqual(["6.12", "arm64"]);
    expect(profile.config).toMatchObject({ pageSizeBytes: 65_536, preemptRt: true });
    const named = readCheckSettings({ kernel: "6.1", arch: "x86_64" }, sources).profile;
    expect([named.release.id, named.arch.id, named.config.pageSizeBytes]).toEqual(["6.1", "x86_64", 4096]);
    const project = { ...sources, config: { preemptRt: false } };
    expect(readCheckSettings({}, project).profile.config.preemptRt).toBe(false);
  });

  it("may say nothing of itself", () => {
    const folder = folderWith({ ...tree, Makefile: "\0\0", ".config": "\0CONFIG_" });
    const { profile } = readCheckSettings(
      {},
      { config: {}, flags: undefined, tree: findKernelTree(folder, folder) },
    );
    expect(profile.release.id).toBe("6.1");
  });
});
