// The packs that come with the program: small, whole, of the releases that the kernel model speaks of, and without any of
// the kernel's text.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { layoutOf } from "../../server/src/c-types/layout.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import { readPack } from "../../server/src/project/pack/read-pack.js";
import { sectionsOf, shippedPath } from "./small-tree.js";
import { findTextRuns } from "./text-runs.js";

const releases = ["6.1", "6.12"];
const tree = process.env["KMEM_LENS_KERNEL_TREE"] || undefined;
const reason = tree === undefined ? "KMEM_LENS_KERNEL_TREE names no tree" : undefined;
if (reason) console.log(`left out: ${reason}`);

describe.each(releases)("the pack of %s", (id) => {
  const read = () => readFileSync(shippedPath(id));

  it("is of the version that the kernel model speaks of, and at most 4 MB", () => {
    const bytes = read();
    const { about } = sectionsOf(bytes);
    expect(about).toEqual({ release: id, version: findRelease(id)?.version, configArch: "x86_64" });
    expect(bytes.length).toBeLessThanOrEqual(4_000_000);
  });

  it("knows functions that sleep and those that lock", () => {
    const { tree: behind, top } = readPack(sectionsOf(read()));
    expect(behind.find("x.c", "ttm_bo_vunmap")).toMatchObject({ reachesSleep: true });
    expect(behind.find("x.c", "iscsi_tcp_segment_unmap")).toMatchObject({ leavesLocks: true });
    expect(behind.find("x.c", "memcpy")).toBeUndefined();
    expect(top).toBe(`linux-${findRelease(id)?.version}/`);
  });
});

describe("the pack of 6.1", () => {
  // As gcc 12 has them with the headers of Debian's linux-headers-6.1.0-56-amd64. The kernel model has measured sizes for
  // 6.1, which would answer in place of the pack; for 6.12 it has none.
  it("has by itself the sizes of structs that the compiler gives them", () => {
    const { tree: behind } = readPack(sectionsOf(readFileSync(shippedPath("6.1"))));
    const profile = createProfile(findRelease("6.12"));
    const includes = ["linux/usb.h", "linux/fs.h", "linux/workqueue.h", "linux/scatterlist.h"];
    const environment = behind.kernelHeaders?.environmentOf(includes, profile);
    if (!environment) throw new Error("the pack has headers");
    const sizes = { urb: 184, file: 232, work_struct: 32, timer_list: 40, mutex: 32, scatterlist: 32 };
    const found = Object.keys(sizes).map((name) => [
      name,
      layoutOf({ kind: "tagged", tag: "struct", name }, environment, profile)?.sizeBytes,
    ]);
    expect(Object.fromEntries(found)).toEqual(sizes);
  });

  it.skipIf(reason)(
    "holds no forty characters of the kernel's text",
    () => {
      const sections = sectionsOf(readFileSync(shippedPath("6.1")));
      const raw = (["strings", "index", "sources", "headers", "entries"] as const).map((name) =>
        sections.section(name),
      );
      expect(findTextRuns(raw, textsOf(tree ?? ""))).toEqual([]);
    },
    600_000,
  );
});

/** The texts of all C files and headers. */
function* textsOf(top: string): Iterable<string> {
  for (const path of filesBelow(top)) yield readFileSync(path, "latin1");
}

function* filesBelow(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile() && /\.[ch]$/.test(entry.name)) yield path;
  }
}
