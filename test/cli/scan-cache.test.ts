// Scans with results of earlier runs: whatever happened to the tree in between, the report is that of a first run.

import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CheckJob, type CheckJobResult, runCheckJob } from "../../server/src/cli/check-job.js";
import { createScanBackground } from "../../server/src/cli/scan-background.js";
import { openScanCache, type ScanCache } from "../../server/src/cli/scan-cache.js";
import { scanTree } from "../../server/src/cli/scan-tree.js";
import { modelOf } from "../../server/src/kernel-model/model.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import { folderWith } from "./helpers.js";

const check = { profile: createProfile(findRelease("6.1"), "x86_64", {}), rules: {} };
const settings = { check, fixes: "none" as const, isQuick: true, headers: undefined };

function jobsOf(folder: string): CheckJob[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".c"));
  return names.sort().map((name) => {
    const file = { path: name, diskPath: join(folder, name), sizeBytes: 1, isNamed: false };
    return { group: { files: [file], sizeBytes: 1 }, texts: {} };
  });
}

interface Scan {
  /** All that a report says, in its order. */
  readonly report: unknown;
  /** `told a.c`, `linked b.c`: the jobs that had to be run. */
  readonly ran: readonly string[];
}

async function scan(folder: string, cache?: ScanCache): Promise<Scan> {
  const background = createScanBackground(check);
  const ran: string[] = [];
  const runOne = (job: CheckJob): CheckJobResult => {
    const known = cache?.find(job);
    if (known) return known;
    ran.push(`${job.part} ${job.group.files[0]?.path}`);
    const result = runCheckJob(cache?.toRun(job) ?? job, settings, background);
    cache?.add(job, result);
    return result;
  };
  const results = await scanTree(jobsOf(folder), {
    model: modelOf(check.profile.release),
    run: async (jobs) => jobs.map(runOne),
    tell: (news) => {
      cache?.hear(news);
      background.hear(news);
    },
  });
  cache?.close();
  cache?.tidy();
  const report = results.map(({ findings, lines, stats, problems }) => ({
    findings,
    lines,
    stats,
    problems,
  }));
  return { report, ran };
}

const header = (size: string) =>
  `struct d { spinlock_t lock; char room[${size}]; };\n#define HELP(d) help(d)\n`;
const locking = (call: string) =>
  `#include "d.h"\nint f(struct d *d)\n{\n\tspin_lock(&d->lock);\n\t${call}\n\tspin_unlock(&d->lock);\n\treturn 0;\n}\nEXPORT_SYMBOL(f);\n`;
const helping = (body: string) =>
  `#include "d.h"\nvoid *help(struct d *d)\n{\n\t${body}\n}\nEXPORT_SYMBOL(help);\n`;

/** What each file of the tree may be; undefined: not there. */
const variants: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "lock.c": [
    locking("help(d);"),
    locking("HELP(d);"),
    locking("other(d);"),
    locking("kmalloc(4, GFP_KERNEL);"),
    `/* longer */\n${locking("help(d);")}`,
  ],
  "help.c": [
    helping("return kmalloc(sizeof(struct d), GFP_KERNEL);"),
    helping("return kmalloc(sizeof(struct d), GFP_ATOMIC);"),
    helping("return deep(d);"),
    helping("spin_unlock(&d->lock);\n\tmsleep(1);\n\tspin_lock(&d->lock);\n\treturn 0;"),
    helping("return local(d);"),
    `static void *local(struct d *d)\n{\n\treturn kmalloc(4, GFP_KERNEL);\n}\n${helping("return local(d);")}`,
    `static void *local(struct d *d)\n{\n\treturn 0;\n}\n${helping("return local(d);")}`,
    `${helping("return 0;")}static void local(struct d *d)\n{\n\tmsleep(1);\n}\n`,
    `static void local(struct d *d)\n{\n\tmsleep(1);\n}\n\n${helping("return 0;")}`,
    `#define N 8\n${helping("return kmalloc(N << 20, GFP_ATOMIC);")}`,
    `#define N 1\n${helping("return kmalloc(N << 20, GFP_ATOMIC);")}`,
    undefined,
  ],
  "deep.c": [
    "void *deep(struct d *d)\n{\n\treturn vmalloc(4);\n}\nEXPORT_SYMBOL(deep);\n",
    "void *deep(struct d *d)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL(deep);\n",
    "/* kmem-lens: ignore-file */\nvoid *deep(struct d *d)\n{\n\tmsleep(1);\n}\nEXPORT_SYMBOL(deep);\n",
    undefined,
  ],
  "twin.c": [undefined, helping("msleep(2);\n\treturn 0;"), "static int help;\n"],
  "d.h": [header("4"), header("8 << 20"), "struct d;\n#define HELP(d) msleep(1)\n", undefined],
};

type Tree = Readonly<Record<string, string | undefined>>;

function put(folder: string, tree: Tree): void {
  for (const [name, text] of Object.entries(tree)) {
    if (text === undefined) rmSync(join(folder, name), { force: true });
    else writeFileSync(join(folder, name), text);
  }
}

const first: Tree = Object.fromEntries(Object.entries(variants).map(([name, [text]]) => [name, text]));

describe("a scan after another", () => {
  it("runs nothing where nothing has changed, and says the same", async () => {
    const folder = folderWith();
    put(folder, first);
    const store = folderWith();
    const cold = await scan(folder, openScanCache(store));
    expect(cold.ran).toEqual([
      "told deep.c",
      "told help.c",
      "told lock.c",
      "linked deep.c",
      "linked help.c",
      "linked lock.c",
    ]);
    expect(JSON.stringify(cold.report)).toContain("sleep-in-atomic");
    const warm = await scan(folder, openScanCache(store));
    expect(warm).toEqual({ report: cold.report, ran: [] });
  });

  it("runs again what depends on what has changed, and nothing else", async () => {
    const folder = folderWith();
    put(folder, first);
    const store = folderWith();
    await scan(folder, openScanCache(store));
    put(folder, { "deep.c": variants["deep.c"]?.[1] });
    expect((await scan(folder, openScanCache(store))).ran).toEqual(["told deep.c", "linked deep.c"]);
    put(folder, { "help.c": variants["help.c"]?.[1] });
    expect((await scan(folder, openScanCache(store))).ran).toEqual([
      "told help.c",
      "linked help.c",
      "linked lock.c",
    ]);
    put(folder, { "d.h": variants["d.h"]?.[1] });
    expect((await scan(folder, openScanCache(store))).ran).toEqual(["linked help.c", "linked lock.c"]);
  });

  it("takes what came of a function of another file as long as that stays as it is", async () => {
    const local = "static void local(struct d *d)\n{\n\tmsleep(1);\n}\n";
    const told = (nrBytes: string) =>
      `void *told(struct d *d, gfp_t gfp)\n{\n\treturn kmalloc(${nrBytes}, gfp);\n}\nEXPORT_SYMBOL(told);\n`;
    const folder = folderWith({
      "lock.c": locking("told(d, GFP_ATOMIC);"),
      "help.c": `${local}${told("4")}`,
    });
    const store = folderWith();
    expect((await scan(folder, openScanCache(store))).ran).toContain("linked lock.c");
    const edits: readonly (readonly [string, readonly string[]])[] = [
      [`/* moved */\n${local}${told("4")}`, ["told help.c", "linked help.c"]],
      [`${told("4")}${local}`, ["told help.c", "linked help.c"]],
      [`${told("5")}${local}`, ["told help.c", "linked help.c", "linked lock.c"]],
      [`#define four 5\n${told("5")}`, ["told help.c", "linked help.c", "linked lock.c"]],
    ];
    for (const [text, ran] of edits) {
      put(folder, { "help.c": text });
      const warm = await scan(folder, openScanCache(store));
      expect(warm.ran).toEqual(ran);
      expect(warm.report).toEqual((await scan(folder)).report);
    }
    expect((await scan(folder, openScanCache(store))).ran).toEqual([]);
  });

  it("sees a header that was not there before", async () => {
    const folder = folderWith();
    put(folder, { ...first, "lock.c": variants["lock.c"]?.[1], "d.h": undefined });
    const store = folderWith();
    await scan(folder, openScanCache(store));
    put(folder, { "d.h": variants["d.h"]?.[2] });
    const warm = await scan(folder, openScanCache(store));
    expect(warm.report).toEqual((await scan(folder)).report);
    expect(JSON.stringify(warm.report)).toContain("msleep");
  });

  it("does not remember a job that failed", async () => {
    const folder = folderWith({ "a.c": "int a;\n", "b.c": Buffer.from([0, 1, 2]) });
    const store = folderWith();
    await scan(folder, openScanCache(store));
    expect((await scan(folder, openScanCache(store))).ran).toEqual(["told b.c"]);
  });

  it("says what a first one would, whatever has changed", { timeout: 120_000 }, async () => {
    const names = Object.keys(variants);
    const change = fc.record({ name: fc.constantFrom(...names), which: fc.nat() });
    const steps = fc.array(fc.array(change, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 6 });
    let nrKnown = 0;
    const property = fc.asyncProperty(steps, async (edits) => {
      const folder = folderWith();
      const store = folderWith();
      put(folder, first);
      for (const edit of [[], ...edits]) {
        for (const { name, which } of edit) {
          const texts = variants[name] ?? [];
          put(folder, { [name]: texts[which % texts.length] });
        }
        const cache = openScanCache(store);
        const warm = await scan(folder, cache);
        nrKnown += cache.nrKnown();
        expect(warm.report).toEqual((await scan(folder)).report);
      }
    });
    await fc.assert(property, { seed: 20_261_121, numRuns: 100 });
    expect(nrKnown).toBeGreaterThan(100);
  });
});
