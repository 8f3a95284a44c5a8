// The command with its cache, and what can happen to both: the report is always that of a run without.

import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bundleCli } from "./bundle.js";
import { folderWith } from "./helpers.js";
import { type Ended, hangingFile, manyFiles, startProcess } from "./process.js";

/** Enough to make more than one job of them. */
const nrFiles = 420;

let main = "";
let cacheHome = "";
let folder = "";

beforeAll(async () => {
  main = await bundleCli("cache");
});

beforeEach(() => {
  cacheHome = folderWith();
  folder = manyFiles(nrFiles);
});

function command(...options: readonly string[]): string[] {
  return [
    main,
    "check",
    "--format",
    "gcc",
    "--fail-on",
    "error",
    "--stats",
    "--jobs",
    "2",
    ...options,
    folder,
  ];
}

function start(...options: readonly string[]) {
  return startProcess(process.execPath, command(...options), {
    env: { ...process.env, XDG_CACHE_HOME: cacheHome },
  });
}

function check(...options: readonly string[]): Promise<Ended> {
  return start(...options).ended;
}

/** How many results were known; undefined where no cache was asked. */
function known({ err }: Ended): number | undefined {
  const found = /known from before +([\d,]+)/.exec(err)?.[1];
  return found === undefined ? undefined : Number(found.replaceAll(",", ""));
}

/** The files of the cache, by their paths below its folder. */
function cacheFiles(): string[] {
  return readdirSync(cacheHome, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(cacheHome, name)).isFile())
    .map((name) => join(cacheHome, name));
}

async function expectRightReport(run: Ended): Promise<void> {
  const without = await check("--no-cache");
  expect(without.out.length).toBeGreaterThan(1000);
  expect({ status: run.status, out: run.out }).toEqual({ status: without.status, out: without.out });
}

describe("a second run", () => {
  it("knows everything, and says the same", async () => {
    const cold = await check();
    expect(known(cold)).toBe(0);
    const warm = await check();
    expect(known(warm)).toBe(nrFiles);
    expect(warm.out).toBe(cold.out);
    await expectRightReport(warm);
  });

  it("checks what has changed, gone or come", async () => {
    await check();
    writeFileSync(join(folder, "d0/f0.c"), "int fine;\n");
    rmSync(join(folder, "d3/f10.c"));
    writeFileSync(join(folder, "d1/new.c"), "bad(1);\n");
    const warm = await check();
    expect(known(warm)).toBe(nrFiles - 2);
    await expectRightReport(warm);
  });

  it("with --no-cache neither reads nor writes", async () => {
    expect(known(await check("--no-cache"))).toBeUndefined();
    expect(readdirSync(cacheHome)).toEqual([]);
    await check();
    const before = cacheFiles().map((file) => [file, readFileSync(file), statSync(dirname(file)).mtimeMs]);
    expect(known(await check("--no-cache"))).toBeUndefined();
    expect(cacheFiles().map((file) => [file, readFileSync(file), statSync(dirname(file)).mtimeMs])).toEqual(
      before,
    );
  });

  it("with other settings knows nothing of the first", async () => {
    await check();
    expect(known(await check("--rule", "sleep-in-atomic=warning"))).toBe(0);
    expect(known(await check("--kernel", "6.12"))).toBe(0);
    expect(known(await check())).toBe(nrFiles);
  });

  it("of another build of the program knows nothing of the first", async () => {
    await check();
    appendFileSync(join(dirname(main), "check-worker.js"), "// another build\n");
    const other = await check();
    expect(known(other)).toBe(0);
    await expectRightReport(other);
  });
});

describe("a run that is cut short", () => {
  it.each(["SIGKILL", "SIGINT"] as const)("by %s leaves what it has done", async (signal) => {
    const begun = hangingFile(folder, "d0/f0.c");
    const { child, ended } = start();
    await begun;
    // The other worker does all other files; what it has done is written when there is enough of it.
    await new Promise<void>((resolve) => {
      let lastBytes = 0;
      let nrSame = 0;
      const watch = setInterval(() => {
        const bytes = cacheFiles().reduce((sum, file) => sum + statSync(file).size, 0);
        nrSame = bytes > 0 && bytes === lastBytes ? nrSame + 1 : 0;
        lastBytes = bytes;
        if (nrSame < 40) return;
        clearInterval(watch);
        resolve();
      }, 25);
    });
    child.kill(signal);
    expect((await ended).signal).toBe(signal);
    writeFileSync(join(folder, "d0/f0.c"), "bad(1);\n");
    const next = await check();
    expect(known(next)).toBeGreaterThan(100);
    await expectRightReport(next);
  });
});

describe("runs at the same time", () => {
  it("do not get in each other's way", async () => {
    const both = await Promise.all([check(), check()]);
    for (const run of both) await expectRightReport(run);
    expect(known(await check())).toBe(nrFiles);
  });
});

describe("a tree that changes under the scan", () => {
  it("is reported as it was read, and right the next time", async () => {
    const file = join(folder, "d0/f0.c");
    writeFileSync(file, `/* REPLACE ${file} */\n`);
    const first = await check();
    expect(readFileSync(file, "utf8")).toBe("bad(1);\n");
    expect(first.out).not.toContain("d0/f0.c");
    const second = await check();
    expect(second.out).toContain("d0/f0.c:1:1: error");
    expect(known(second)).toBe(nrFiles - 1);
    await expectRightReport(second);
  });
});

describe("a cache", () => {
  it("that is damaged is a slow start", async () => {
    await check();
    for (const file of cacheFiles()) {
      const bytes = readFileSync(file);
      for (let at = 100; at < bytes.length; at += 997) bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      writeFileSync(file, bytes);
    }
    const run = await check();
    expect(known(run)).toBeLessThan(nrFiles);
    await expectRightReport(run);
    expect(known(await check())).toBe(nrFiles);
  });

  it("that cannot be written to for want of room does not matter", async () => {
    // A limit on the size of files, with the signal off that would go with it: a write fails as on a full disk.
    const limited = `trap '' XFSZ; ulimit -f 1; exec "$0" "$@"`;
    const env = { ...process.env, XDG_CACHE_HOME: cacheHome };
    const run = await startProcess("sh", ["-c", limited, process.execPath, ...command()], { env }).ended;
    expect(known(run)).toBe(0);
    for (const file of cacheFiles()) expect(statSync(file).size).toBeLessThanOrEqual(1024);
    await expectRightReport(run);
    await check();
    expect(known(await check())).toBe(nrFiles);
  });

  it("in a read-only folder is read", async () => {
    await check();
    const parts = readdirSync(cacheHome, { recursive: true, encoding: "utf8" }).map((name) =>
      join(cacheHome, name),
    );
    for (const path of [cacheHome, folder, ...parts]) chmodSync(path, 0o555);
    writeFileSync(join(folder, "d0/f0.c"), "bad(1); bad(2);\n");
    // The administrator may write everywhere: then the command runs as somebody else.
    const options = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const env = { ...process.env, XDG_CACHE_HOME: cacheHome };
    const run = await startProcess(process.execPath, command(), { ...options, env }).ended;
    for (const path of [cacheHome, folder, ...parts]) chmodSync(path, 0o755);
    expect(known(run)).toBe(nrFiles - 1);
    await expectRightReport(run);
  });

  it("whose place is taken by a file is none", async () => {
    writeFileSync(join(cacheHome, "kmem-lens"), "");
    const run = await check();
    expect(known(run)).toBe(0);
    await expectRightReport(run);
  });

  it("is none where the environment names no folder", async () => {
    const env = { PATH: process.env["PATH"] };
    const run = await startProcess(process.execPath, command(), { env }).ended;
    expect(known(run)).toBeUndefined();
    expect(existsSync(join(cacheHome, "kmem-lens"))).toBe(false);
  });
});
