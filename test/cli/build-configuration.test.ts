// Which arms of `#if` count: as the tree's .config and the compiler's command line have it, in PATH and in its headers.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { createScanBackground } from "../../server/src/cli/scan-background.js";
import { configurationOf } from "../../server/src/kernel-model/build-configuration.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { checkQuickly } from "../../server/src/rules/engine.js";
import { fakeIo, folderWith } from "./helpers.js";

async function linesFound(...args: readonly string[]): Promise<readonly string[]> {
  const io = fakeIo();
  await runCli(["check", "--format", "json", "--pack", "none", "--no-cache", ...args], io);
  // The shape is the contract's.
  const { diagnostics } = JSON.parse(io.out()) as {
    readonly diagnostics: readonly { readonly file: string; readonly start: { readonly line: number } }[];
  };
  return diagnostics.map(({ file, start }) => `${file.split("/").at(-1)}:${start.line}`).sort();
}

const tree = {
  Makefile: "VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 9\n",
  Kconfig: "",
  "include/linux/slab.h": "",
};
const driver = `#include "mode.h"
void f(struct d *d)
{
	spin_lock(&d->lock);
#if IS_ENABLED(CONFIG_FAST)
	kmalloc(8, GFP_KERNEL);
#else
	kmalloc(8, GFP_KERNEL);
#endif
	take_mode(d);
	spin_unlock(&d->lock);
}
`;
const header = `static inline void take_mode(struct d *d)
{
#ifdef CONFIG_MODE
	msleep(8);
#endif
}
`;
const files = { ...tree, "drivers/x/drv.c": driver, "drivers/x/mode.h": header };

describe("a tree with a .config", () => {
  it.each([
    [undefined, ["drv.c:10", "drv.c:6", "drv.c:8"]],
    ["CONFIG_FAST=m\n", ["drv.c:6"]],
    ["CONFIG_MODE=y\n# CONFIG_FAST is not set\n", ["drv.c:10", "drv.c:8"]],
  ])("%j decides for a file in it", async (config, found) => {
    const folder = folderWith({ ...files, ...(config !== undefined && { ".config": config }) });
    expect(await linesFound(join(folder, "drivers/x/drv.c"))).toEqual(found);
  });

  it("decides for a driver beside it", async () => {
    const folder = folderWith({ ...tree, ".config": "CONFIG_FAST=y\nCONFIG_MODE=y\n" });
    const beside = folderWith({ "drv.c": driver, "mode.h": header });
    expect(await linesFound("--tree", folder, beside)).toEqual(["drv.c:6", "mode.h:4"]);
  });

  it("leaves open what the driver's Makefiles define", async () => {
    const makefile = "obj-m := drv.o\nccflags-y += -DCONFIG_FAST -Wall\n";
    const folder = folderWith({ ...files, "drivers/x/Makefile": makefile, ".config": "CONFIG_MMU=y\n" });
    expect(await linesFound(join(folder, "drivers/x/drv.c"))).toEqual(["drv.c:6", "drv.c:8"]);
  });

  it("of another architecture decides nothing", async () => {
    const folder = folderWith({ ...files, ".config": "CONFIG_ARM64=y\nCONFIG_FAST=y\n" });
    expect(await linesFound("--arch", "x86_64", join(folder, "drivers/x/drv.c"))).toEqual([
      "drv.c:10",
      "drv.c:6",
      "drv.c:8",
    ]);
  });

  it("leaves open what a driver's own header defines", async () => {
    const folder = folderWith({
      ...files,
      "drivers/x/mode.h": `#define CONFIG_FAST 1\n${header}`,
      ".config": "CONFIG_MMU=y\n",
    });
    expect(await linesFound(join(folder, "drivers/x/drv.c"))).toEqual(["drv.c:6", "drv.c:8"]);
  });
});

describe("a large PATH", () => {
  it("is read as the build has it, the headers of each file too", () => {
    const folder = folderWith({ "drv.c": driver, "mode.h": header });
    const check = (config: string | undefined): number => {
      const build = config === undefined ? undefined : configurationOf(config);
      const profile = { ...createProfile(), ...(build && { build }) };
      const file = { path: "drv.c", diskPath: join(folder, "drv.c"), text: driver };
      return createScanBackground({ profile }).check(file, { profile, rules: {} }).findings.length;
    };
    expect(check(undefined)).toBe(3);
    expect(check("CONFIG_FAST=y")).toBe(1);
    expect(check("CONFIG_MODE=y")).toBe(2);
    const quick = (config: string): number => {
      const build = configurationOf(config);
      const profile = { ...createProfile(), ...(build && { build }) };
      return checkQuickly({ path: "drv.c", text: driver }, { profile, rules: {} }).findings.length;
    };
    expect(quick("CONFIG_FAST=y")).toBe(1);
  });
});

describe("headers of a driver's own in angle brackets", () => {
  it("are found in its include folder and on the -I paths, not in the kernel's", async () => {
    const text = `#include <drv/mode.h>\n#include <linux/slab.h>\n${driver.replace(/^.*\n/, "")}`;
    const own = { "src/drv.c": text, "include/drv/mode.h": header };
    const folder = folderWith(own);
    expect(await linesFound(join(folder, "src"))).toEqual(["drv.c:11", "drv.c:7", "drv.c:9"]);
    const kernel = folderWith({ ...own, "include/linux/slab.h": "" });
    expect(await linesFound(join(kernel, "src"))).toEqual(["drv.c:7", "drv.c:9"]);
  });
});

describe("what the compiler is told", () => {
  it("decides in a build and by compile_commands.json", async () => {
    const folder = folderWith({ "drv.c": driver, "mode.h": header });
    const path = join(folder, "drv.c");
    const both = ["drv.c:10", "drv.c:6", "drv.c:8"];
    expect(await linesFound(path)).toEqual(both);
    const write = (...words: readonly string[]): void =>
      writeFileSync(
        join(folder, "compile_commands.json"),
        JSON.stringify([{ directory: folder, file: "drv.c", arguments: ["gcc", ...words] }]),
      );
    write("-DOTHER");
    expect(await linesFound(path)).toEqual(both);
    write("-UCONFIG_MODE");
    expect(await linesFound(path)).toEqual(["drv.c:6", "drv.c:8"]);
    write("-DCONFIG_MODE", "-DCONFIG_FAST=1");
    expect(await linesFound(path)).toEqual(["drv.c:10", "drv.c:6"]);
  });
});
