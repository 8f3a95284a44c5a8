// The command as a process: pipes, threads, signals, rights.

import type { SpawnOptions } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleCli } from "./bundle.js";
import { folderWith } from "./helpers.js";
import { hangingFile, manyFiles, manyFindings, startProcess } from "./process.js";

let main = "";

beforeAll(async () => {
  main = await bundleCli("process");
});

function start(args: readonly string[], options: SpawnOptions = {}) {
  return startProcess(process.execPath, [main, ...args], options);
}

describe("output into a pipe", () => {
  it("arrives whole, however long and however slow the reader", async () => {
    const file = join(folderWith({ "a.c": manyFindings(8000) }), "a.c");
    const { child, ended } = start(["check", "--format", "json", file]);
    // A reader that takes a breath after every chunk keeps the pipe full.
    child.stdout?.on("data", () => {
      child.stdout?.pause();
      setImmediate(() => child.stdout?.resume());
    });
    const { status, out } = await ended;
    expect(status).toBe(1);
    expect(out.length).toBeGreaterThan(1_000_000);
    expect(JSON.parse(out).diagnostics).toHaveLength(8000);
  });

  it("may be cut off by the reader without a complaint", async () => {
    const file = join(folderWith({ "a.c": manyFindings(8000) }), "a.c");
    const { child, ended } = start(["check", file]);
    child.stdout?.destroy();
    const { err, signal } = await ended;
    expect({ err, signal }).toEqual({ err: "", signal: null });
  });

  it("has no colours and no progress", async () => {
    const { out, err } = await start(["check", manyFiles(420)]).ended;
    expect(err).toBe("");
    expect(out).not.toContain("\u001b");
  });
});

describe("workers", () => {
  it("give the same report, however many there are", async () => {
    const folder = manyFiles(420);
    const reports = await Promise.all(
      ["1", "2", "5"].map((jobs) => start(["check", "--format", "gcc", "--jobs", jobs, folder]).ended),
    );
    const [first] = reports;
    expect(first?.out.split("\n").length).toBeGreaterThan(42);
    for (const report of reports) expect(report).toEqual(first);
  });

  it("lose a file that the analysis cannot take, and nothing else", async () => {
    const folder = manyFiles(420);
    writeFileSync(join(folder, "d0/crash.c"), "CRASH");
    const { status, out, err } = await start(["check", "--format", "json", "--jobs", "2", folder]).ended;
    expect(status).toBe(1);
    expect(JSON.parse(out).stats).toMatchObject({ files: 420, skipped: 1 });
    expect(err).toContain("crash.c: analysis failed");
  });

  it("are named in the summary", async () => {
    const { out } = await start(["check", "--jobs", "2", manyFiles(420)]).ended;
    expect(out).toMatch(/42 errors in 42 of 420 files \(\d+ lines, \d+\.\d s, 2 workers\)\n$/);
  });
});

describe("an interrupt", () => {
  it.each([
    ["keeps the only thread busy", 0, [], /^$/],
    [
      "has workers",
      420,
      [],
      /^kmem-lens: interrupted after \d+ of 421 files; what they came to is kept .*\n$/,
    ],
    ["has no cache", 420, ["--no-cache"], /^kmem-lens: interrupted after \d+ of 421 files\n$/],
  ])("ends a run that %s, by its signal", async (_, nrFiles, options, words) => {
    const folder = manyFiles(nrFiles);
    const begun = hangingFile(folder, "hang.c");
    const { child, ended } = start(["check", "--jobs", "2", ...options, folder]);
    await begun;
    child.kill("SIGINT");
    const { err, ...rest } = await ended;
    expect(rest).toEqual({ status: null, signal: "SIGINT", out: "" });
    expect(err).toMatch(words);
  });
});

describe("an unreadable folder", () => {
  it("is passed over while walking and refused where it is named", async () => {
    const folder = folderWith({ "a.c": manyFindings(1), "sub/b.c": manyFindings(1) });
    chmodSync(folder, 0o755);
    const locked = join(folder, "sub");
    chmodSync(locked, 0);
    // The administrator may read everything: then the command runs as somebody else.
    const options = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const walked = await start(["check", folder], options).ended;
    const named = await start(["check", locked], options).ended;
    chmodSync(locked, 0o755);
    expect(walked).toMatchObject({ status: 1, err: `kmem-lens: skipped ${locked}/: permission denied\n` });
    expect(named).toMatchObject({ status: 2, out: "" });
    expect(named.err).toBe(
      `kmem-lens: cannot read '${locked}': permission denied; name a C file or a folder\n`,
    );
  });
});

describe("a large file", () => {
  it("of 5 MB is taken", async () => {
    const folder = folderWith({});
    mkdirSync(join(folder, "big"));
    writeFileSync(join(folder, "big/a.c"), `${"/* filler */\n".repeat(400_000)}bad(1);\n`);
    const { status, out } = await start(["check", "--format", "gcc", "--fail-on", "error", folder]).ended;
    expect(status).toBe(1);
    expect(out).toContain("a.c:400001:1: error");
  });
});
