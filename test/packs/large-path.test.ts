// A PATH of too many files to be one job uses the pack that the user names in every worker, and the cache knows it apart.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleCli } from "../cli/bundle.js";
import { folderWith } from "../cli/helpers.js";
import { manyFiles, startProcess } from "../cli/process.js";
import { learnSmallTree } from "./small-tree.js";

/** Enough to make more than one job of them. */
const nrFiles = 420;

let main = "";

beforeAll(async () => {
  main = await bundleCli("large-path", "real");
});

const driver = `#include <linux/zorro.h>
static void holds(struct zorro_dev *d)
{
	spin_lock(&d->lock);
	zorro_register(d);
	own_helper(d);
	spin_unlock(&d->lock);
}
static void *sized(void)
{
	return kmalloc(sizeof(struct zorro_dev) * 100000, GFP_KERNEL);
}
`;

interface Told {
  readonly file: string;
  readonly rule: string;
  readonly start: { readonly line: number };
  readonly path: readonly { readonly file: string }[];
}

async function check(folder: string, cacheHome: string, args: readonly string[]): Promise<readonly string[]> {
  const { out, err } = await startProcess(
    process.execPath,
    [main, "check", "--format", "json", "--fail-on", "never", "--jobs", "2", ...args, folder],
    { env: { ...process.env, XDG_CACHE_HOME: cacheHome } },
  ).ended;
  expect(err).toBe("");
  const { diagnostics } = JSON.parse(out) as { readonly diagnostics: readonly Told[] };
  return diagnostics
    .filter(({ file }) => file.includes("zz_"))
    .map(({ file, rule, start, path }) => {
      const last = path.at(-1)?.file.split("/").at(-1) ?? "";
      return `${file.slice(file.indexOf("zz_"))}:${start.line} ${rule} ${last}`;
    });
}

describe("a PATH of more than 400 files", () => {
  it("is checked with the pack that is named, with and without a link", async () => {
    const { bytes } = await learnSmallTree();
    const folder = manyFiles(nrFiles);
    writeFileSync(join(folder, "zz_driver.c"), driver);
    writeFileSync(
      join(folder, "zz_helper.c"),
      "void own_helper(struct zorro_dev *d)\n{\n\tzorro_wait(d);\n}\n",
    );
    const pack = join(folderWith({ "small.kmempack": bytes }), "small.kmempack");
    const cacheHome = folderWith();
    const ofPack = ["zz_driver.c:5 sleep-in-atomic core.c", "zz_driver.c:11 oversized-kmalloc zz_driver.c"];
    expect(await check(folder, cacheHome, [])).toEqual([]);
    expect(await check(folder, cacheHome, ["--pack", pack, "--no-link"])).toEqual(ofPack);
    expect(await check(folder, cacheHome, ["--pack", pack, "--no-link"])).toEqual(ofPack);
    const linked = await check(folder, cacheHome, ["--pack", pack]);
    expect(linked).toEqual([...ofPack, "zz_helper.c:3 sleep-in-atomic core.h"]);
    expect(await check(folder, cacheHome, [])).toEqual([]);
  });

  it("refuses a pack that cannot be used", async () => {
    const folder = manyFiles(nrFiles);
    const pack = join(folderWith({ "bad.kmempack": "no pack" }), "bad.kmempack");
    const { status, err } = await startProcess(process.execPath, [main, "check", "--pack", pack, folder], {})
      .ended;
    expect(status).toBe(2);
    expect(err).toContain("bad.kmempack is no knowledge pack");
  });
});
