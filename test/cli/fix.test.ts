// `--fix` and `--fixes` with the real engine: files are written whole, with their mode and encoding, or not at all.

import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { fakeIo, folderWith } from "./helpers.js";

/** A safe fix: the callee is given the mask and does not use it. */
const safelyFixable = readFileSync(
  join(import.meta.dirname, "../fixes/cases/pass-gfp-where-all-callers-are-seen.c"),
  "latin1",
);

async function check(...args: string[]) {
  const io = fakeIo();
  const status = await runCli(["check", ...args], io);
  return { status, out: io.out(), err: io.err() };
}

describe("--fix", () => {
  it("mends what is safe, says so, and reports what is left", async () => {
    const folder = folderWith({ "a.c": safelyFixable, "b.c": "int x;\n" });
    const { status, out, err } = await check("--fix", folder);
    expect(status).toBe(0);
    expect(err).toBe(`kmem-lens: ${folder}/a.c: 1 fix applied\n`);
    expect(out).toContain("no findings in 2 files");
    expect(readFileSync(join(folder, "a.c"), "latin1")).toBe(
      safelyFixable.replace("kzalloc(64, GFP_KERNEL)", "kzalloc(64, gfp)"),
    );
    expect(readdirSync(folder)).toEqual(["a.c", "b.c"]);
  });

  it("keeps mode and encoding", async () => {
    const folder = folderWith({});
    const path = join(folder, "a.c");
    writeFileSync(path, Buffer.from(`/* \xe9 */\n${safelyFixable}`, "latin1"));
    chmodSync(path, 0o640);
    await check("--fix", path);
    expect(readFileSync(path, "latin1")).toContain("/* \xe9 */\n// repair");
    expect(readFileSync(path, "latin1")).toContain("kzalloc(64, gfp)");
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it("leaves alone what is for review", async () => {
    const text = safelyFixable.replace("static int foo_fill", "int foo_fill");
    const folder = folderWith({ "a.c": text });
    expect((await check("--fix", folder)).status).toBe(1);
    expect(readFileSync(join(folder, "a.c"), "latin1")).toBe(text);
  });
});

describe("--fixes", () => {
  it("puts the edits into the report and touches no file", async () => {
    const folder = folderWith({ "a.c": safelyFixable });
    const { out } = await check("--fixes", "--format", "json", folder);
    const [diagnostic] = JSON.parse(out).diagnostics;
    expect(diagnostic.fixes[0]).toMatchObject({
      title: "Pass the caller's 'gfp' on",
      safety: "safe",
      edits: [{ file: `${folder}/a.c`, start: { line: 9 }, newText: "gfp" }],
    });
    expect(readFileSync(join(folder, "a.c"), "latin1")).toBe(safelyFixable);
  });
});
