// A small PATH beside a kernel tree: the rest of a driver's module and its headers are the tree's, and files of PATH
// stand in for the tree's own.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { fakeIo, folderWith } from "./helpers.js";

const treeFiles = {
  Makefile: "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 7\n",
  Kconfig: "",
  "include/linux/slab.h": "",
  "drivers/zorro/Makefile": "obj-m += zorro.o\nzorro-y := main.o ring.o\n",
  "drivers/zorro/zorro.h": "#define RING_BYTES (8 << 20)\nvoid zorro_refill(struct zorro *z);\n",
  "drivers/zorro/main.c": `#include "zorro.h"
void zorro_poll(struct zorro *z)
{
	spin_lock(&z->lock);
	zorro_refill(z);
	spin_unlock(&z->lock);
}
`,
  "drivers/zorro/ring.c": `#include "zorro.h"
void zorro_refill(struct zorro *z)
{
	mutex_lock(&z->mutex);
}
`,
  "drivers/other/other.c": "void other(void)\n{\n}\n",
};

interface Told {
  readonly file: string;
  readonly start: { readonly line: number };
  readonly rule: string;
  readonly path: readonly { readonly file: string; readonly line: number; readonly role: string }[];
}

async function check(...args: readonly string[]): Promise<readonly Told[]> {
  const io = fakeIo();
  await runCli(["check", "--format", "json", "--pack", "none", "--no-cache", ...args], io);
  if (io.err() !== "") throw new Error(io.err());
  // The shape is the contract's.
  return (JSON.parse(io.out()) as { readonly diagnostics: readonly Told[] }).diagnostics;
}

const places = (list: readonly Told[]) =>
  list.map(({ file, start, rule }) => `${file}:${start.line} ${rule}`);

describe("a file of a tree", () => {
  it("is linked with its module, and the other files are named on the path only", async () => {
    const tree = folderWith(treeFiles);
    const main = join(tree, "drivers/zorro/main.c");
    const found = await check(main);
    expect(places(found)).toEqual([`${main}:5 sleep-in-atomic`]);
    expect(found[0]?.path.at(-1)).toMatchObject({ file: join(tree, "drivers/zorro/ring.c"), line: 4 });
  });

  it("has the contexts that its callers in the tree bring", async () => {
    const tree = folderWith(treeFiles);
    const ring = join(tree, "drivers/zorro/ring.c");
    const found = await check(ring);
    expect(places(found)).toEqual([`${ring}:4 sleep-in-atomic`]);
    expect(found[0]?.path[0]).toMatchObject({ file: join(tree, "drivers/zorro/main.c"), role: "context" });
  });

  it("comes by itself where the compiler's flags come with it", async () => {
    const tree = folderWith(treeFiles);
    const io = fakeIo();
    await runCli(["check", "--format", "gcc", "--pack", "none", join(tree, "drivers/zorro/main.c")], io);
    expect(io.out()).toBe("");
  });
});

describe("a copy beside --tree", () => {
  const calm =
    '#include "zorro.h"\nvoid zorro_refill(struct zorro *z)\n{\n\tz->n = kmalloc(RING_BYTES, GFP_ATOMIC);\n}\n';

  it("has its place by its path below PATH, and its headers from there", async () => {
    const tree = folderWith(treeFiles);
    const copy = folderWith({ "drivers/zorro/ring.c": calm });
    const found = await check("--tree", tree, copy);
    expect(places(found)).toEqual([`${join(copy, "drivers/zorro/ring.c")}:4 oversized-kmalloc`]);
  });

  it("stands in for the tree's file, by the longest end of its path as well", async () => {
    const tree = folderWith(treeFiles);
    const text = treeFiles["drivers/zorro/main.c"];
    const both = folderWith({ "work/drivers/zorro/main.c": text, "work/drivers/zorro/ring.c": calm });
    const main = join(both, "work/drivers/zorro/main.c");
    const ring = join(both, "work/drivers/zorro/ring.c");
    // The tree's ring.c would sleep; the copy does not.
    expect(places(await check("--tree", tree, main, ring))).toEqual([`${ring}:4 oversized-kmalloc`]);
    const [found] = await check("--tree", tree, main);
    expect(found?.path.at(-1)).toMatchObject({ file: join(tree, "drivers/zorro/ring.c") });
  });

  it("shadows a definition of the same name that stands in another file of the tree", async () => {
    const tree = folderWith(treeFiles);
    const text = treeFiles["drivers/zorro/main.c"];
    const copy = folderWith({ "drivers/zorro/main.c": text, "new.c": calm });
    const found = await check("--tree", tree, copy);
    expect(places(found)).toEqual([`${join(copy, "new.c")}:4 oversized-kmalloc`]);
  });

  it("without a place in the tree is checked all the same", async () => {
    const tree = folderWith(treeFiles);
    const copy = folderWith({ "my.c": "static int x;\n" });
    expect(await check("--tree", tree, join(copy, "my.c"))).toEqual([]);
  });
});

describe("the headers in angle brackets", () => {
  const files = {
    ...treeFiles,
    "include/linux/zorro.h": `#include <linux/zorro_sizes.h>
struct zorro_ring {
	char head[64];
#ifdef CONFIG_ZORRO_LARGE
	char body[ZORRO_BODY];
#endif
};
static inline void zorro_wait_here(struct zorro *z)
{
	msleep(3);
}
`,
    "include/linux/zorro_sizes.h": "#define ZORRO_BODY (6 << 20)\n",
  };
  const driver = `#include <linux/zorro.h>
void f(struct zorro *z)
{
	z->p = kmalloc(sizeof(struct zorro_ring), GFP_KERNEL);
	spin_lock(&z->lock);
	zorro_wait_here(z);
	spin_unlock(&z->lock);
}
`;
  const rulesOf = (list: readonly Told[]) => list.map(({ start, rule }) => `${start.line} ${rule}`);

  it("are those of the tree, through others, with both arms of what no configuration decides", async () => {
    const tree = folderWith(files);
    const copy = folderWith({ "x.c": driver });
    const found = await check("--tree", tree, copy);
    // With one arm it can never succeed, with the other it can.
    expect(rulesOf(found)).toEqual(["4 oversized-kmalloc", "6 sleep-in-atomic"]);
    expect(found[0]).toMatchObject({ severity: "warning" });
    expect(found[1]?.path.at(-1)).toMatchObject({ file: join(tree, "include/linux/zorro.h"), line: 10 });
  });

  it("are those that the tree's configuration makes of them", async () => {
    const copy = folderWith({ "x.c": driver });
    const large = folderWith({ ...files, ".config": "CONFIG_X86_64=y\nCONFIG_ZORRO_LARGE=y\n" });
    const found = await check("--tree", large, copy);
    expect(rulesOf(found)).toEqual(["4 oversized-kmalloc", "6 sleep-in-atomic"]);
    expect(found[0]).toMatchObject({ severity: "error" });
    const small = folderWith({ ...files, ".config": "CONFIG_X86_64=y\n# CONFIG_ZORRO_LARGE is not set\n" });
    expect(rulesOf(await check("--tree", small, copy))).toEqual(["6 sleep-in-atomic"]);
  });
});
