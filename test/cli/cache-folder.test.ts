// Where the cache is, and how much of it.

import { mkdirSync, readdirSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { storeFolder, tidyStores, userCacheFolder } from "../../server/src/cli/cache-folder.js";
import { configurationOf } from "../../server/src/kernel-model/build-configuration.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { folderWith } from "./helpers.js";

describe("the user's cache folder", () => {
  it.each([
    [{ XDG_CACHE_HOME: "/x", HOME: "/h" }, "linux", "/x/kmem-lens"],
    [{ XDG_CACHE_HOME: "x", HOME: "/h" }, "linux", "/h/.cache/kmem-lens"],
    [{ HOME: "/h" }, "darwin", "/h/Library/Caches/kmem-lens"],
    [{ XDG_CACHE_HOME: "/x", HOME: "/h" }, "darwin", "/x/kmem-lens"],
    [{ LOCALAPPDATA: "/l", HOME: "/h" }, "win32", "/l/kmem-lens/cache"],
    [{ HOME: "/h" }, "win32", undefined],
    [{}, "linux", undefined],
  ] as const)("by %j on %s is %s", (env, platform, folder) => {
    expect(userCacheFolder(env, platform)).toBe(folder);
  });
});

describe("the folder of a store", () => {
  it("is another one for other settings", () => {
    const check = { profile: createProfile(), rules: {} };
    const settings = { check, fixes: "none", isQuick: false, headers: undefined } as const;
    const variants = [
      settings,
      { ...settings, fixes: "propose" as const },
      { ...settings, isQuick: true },
      { ...settings, check: { ...check, rules: { "sleep-in-atomic": "off" as const } } },
      { ...settings, check: { ...check, profile: createProfile(undefined, "i386") } },
      { ...settings, check: { ...check, profile: createProfile(undefined, "x86_64", { nrCpus: 2 }) } },
      ...["CONFIG_A=y", "CONFIG_A=m"].map((config) => {
        const build = configurationOf(config);
        const profile = { ...createProfile(), ...(build && { build }) };
        return { ...settings, check: { ...check, profile } };
      }),
    ];
    expect(new Set(variants.map((variant) => storeFolder("/c", variant))).size).toBe(variants.length);
    expect(storeFolder("/c", settings)).toBe(storeFolder("/c", { ...settings }));
  });
});

describe("stores together", () => {
  it("are bounded: the one used longest ago goes first, the one in use never", () => {
    const root = folderWith();
    const half = 600 * 1024 * 1024;
    for (const [age, name] of ["newest", "middle", "oldest"].entries()) {
      const folder = join(root, name);
      mkdirSync(folder);
      writeFileSync(join(folder, "a.blocks"), "");
      // Sparse: takes no room.
      truncateSync(join(folder, "a.blocks"), half);
      const used = new Date(Date.now() - age * 60_000);
      utimesSync(folder, used, used);
    }
    tidyStores(join(root, "oldest"));
    expect(readdirSync(root)).toEqual(["oldest"]);
  });

  it("may not be there yet", () => {
    expect(() => tidyStores("/nowhere/at/all")).not.toThrow();
  });
});
