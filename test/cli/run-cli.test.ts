// The command as a function: what it prints and how it ends, with an engine that is simple enough to foresee.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readCheckOptions } from "../../server/src/cli/check-options.js";
import { runCli } from "../../server/src/cli/run-cli.js";
import { fakeIo, folderWith } from "./helpers.js";

vi.mock("../../server/src/rules/engine.js", () => import("./fake-engine.js"));

const bad = "int f(void)\n{\n\treturn bad(GFP_KERNEL);\n}\n";
const good = "int f(void)\n{\n\treturn 0;\n}\n";

async function run(args: readonly string[], stdin?: string | Uint8Array) {
  const io = fakeIo(stdin === undefined ? {} : { stdin });
  const status = await runCli(args, io);
  return { status, out: io.out(), err: io.err() };
}

function parse(out: string) {
  return JSON.parse(out) as {
    stats: Record<string, number>;
    diagnostics: { file: string; start: { line: number; column: number }; severity: string }[];
  };
}

describe("exit status", () => {
  it("is 0 where nothing is found, 1 where something is", async () => {
    const folder = folderWith({ "a.c": bad, "b.c": good });
    expect((await run(["check", join(folder, "b.c")])).status).toBe(0);
    expect((await run(["check", folder])).status).toBe(1);
  });

  it("follows --fail-on and the rule's level", async () => {
    const file = join(folderWith({ "a.c": bad }), "a.c");
    expect((await run(["check", "--fail-on", "never", file])).status).toBe(0);
    expect((await run(["check", "--rule", "sleep-in-atomic=info", file])).status).toBe(0);
    expect((await run(["check", "--rule", "sleep-in-atomic=info", "--fail-on", "info", file])).status).toBe(
      1,
    );
    expect((await run(["check", "--only", "oversized-kmalloc", file])).status).toBe(0);
  });

  it("is 0 in the gcc format unless --fail-on is given", async () => {
    const file = join(folderWith({ "a.c": bad }), "a.c");
    const { status, out } = await run(["check", "--format", "gcc", file]);
    expect(status).toBe(0);
    expect(out).toContain("a.c:3:9: error: bad(…) may sleep, but the lock is held [sleep-in-atomic]\n");
    expect((await run(["check", "--format=gcc", "--fail-on", "error", file])).status).toBe(1);
  });

  it.each([
    [["check"], "check: no PATH given"],
    [["check", "/nowhere/x.c"], "cannot read '/nowhere/x.c': no such file or folder"],
    [["check", "--format", "jsn", "."], "did you mean 'json'?"],
    [["check", "--rule", "sleep-in-atomci=off", "."], "did you mean 'sleep-in-atomic'?"],
    [["check", "--rule", "sleep-in-atomic", "."], "ID=LEVEL"],
    [["check", "--rule", "sleep-in-atomic=loud", "."], "'loud' is not one of off, hint"],
    [["check", "--only", "oversize-kmalloc", "."], "did you mean 'oversized-kmalloc'?"],
    [["check", "--kernel", "9.9", "."], "unknown release '9.9'"],
    [["check", "--arch", "amr64", "."], "did you mean 'arm64'?"],
    [["check", "--jobs", "many", "."], "--jobs"],
    [["check", "--fail-on", "fatal", "."], "--fail-on"],
    [["check", "--tree", "/nowhere", "."], "--tree: '/nowhere' is not a folder"],
    [["check", "--fix", "-"], "--fixes"],
    [["check", "--stdin-path", "x.c", "."], "'-'"],
    [["check", "--formt", "json", "."], "Did you mean --format?"],
    [["check", "-Wall", "."], "unknown option '-Wall'"],
    [["chekc", "."], "Did you mean check?"],
    [["index", "."], "index: no --out FILE given"],
    [["index", "/", "--out", "x"], "index: '/' is no kernel tree"],
    [["explain", "kzaloc"], "did you mean 'kzalloc'?"],
    [["lsp"], "kmem-lens lsp --stdio"],
    [[], "kmem-lens --help"],
  ])("is 2 with one line on standard error: %j", async (args, words) => {
    const { status, out, err } = await run(args);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(words);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("is 2 for a named file that is no text", async () => {
    const file = join(folderWith({ "a.c": new Uint8Array([127, 69, 76, 70, 0, 1, 2]) }), "a.c");
    const { status, err } = await run(["check", file]);
    expect(status).toBe(2);
    expect(err).toContain("binary file");
  });
});

describe("walking", () => {
  it("passes over what cannot be read, names it and counts it", async () => {
    const folder = folderWith({
      "a.c": good,
      "b.c": new Uint8Array([0, 1, 2]),
      "notes.txt": bad,
      ".git/x.c": bad,
    });
    symlinkSync("loop.c", join(folder, "loop.c"));
    mkdirSync(join(folder, "sub"));
    symlinkSync("..", join(folder, "sub/up"));
    const { status, out, err } = await run(["check", "--format", "json", folder]);
    expect(status).toBe(0);
    expect(parse(out).stats).toMatchObject({ files: 1, skipped: 2 });
    expect(err).toContain("b.c: binary file, not C source");
    expect(err).toContain("loop.c: symbolic link loop");
    expect(err).toContain("sub/up: a link to a folder is not followed");
  });

  it("names files as they were given and orders them by name", async () => {
    const folder = folderWith({ "z.c": bad, "a/b.c": bad });
    const { out } = await run(["check", "--format", "json", `${folder}/`]);
    expect(parse(out).diagnostics.map(({ file }) => file)).toEqual([`${folder}/a/b.c`, `${folder}/z.c`]);
  });

  it("takes an empty folder and an empty file as nothing to report", async () => {
    const folder = folderWith({ "sub/empty.c": "" });
    mkdirSync(join(folder, "none"));
    expect(await run(["check", join(folder, "sub")])).toMatchObject({ status: 0 });
    const none = await run(["check", join(folder, "none")]);
    expect(none.status).toBe(0);
    expect(none.err).toContain("no C files");
  });

  it("checks a file that is named twice once", async () => {
    const folder = folderWith({ "a.c": bad });
    const { out } = await run(["check", "--format", "json", folder, join(folder, "a.c")]);
    expect(parse(out).diagnostics).toHaveLength(1);
  });

  it("loses only the file that the analysis cannot take", async () => {
    const folder = folderWith({ "a.c": bad, "crash.c": "CRASH" });
    const { status, out, err } = await run(["check", "--format", "json", folder]);
    expect(status).toBe(1);
    expect(parse(out).stats).toMatchObject({ files: 1, skipped: 1 });
    expect(err).toContain("crash.c: analysis failed, this is a bug of kmem-lens: the engine fell over");
  });
});

describe("places", () => {
  it("count from 1, columns in UTF-16 units, whatever ends the lines", async () => {
    const { out } = await run(
      ["check", "--format", "json", "-"],
      "/* 漢字 😀 */ x = bad(1);\r\n\r\n\tbad(2);\r\n",
    );
    expect(parse(out).diagnostics.map(({ start }) => start)).toEqual([
      { line: 1, column: 17 },
      { line: 3, column: 2 },
    ]);
  });

  it("keep one column per byte in Latin-1", async () => {
    const { out } = await run(
      ["check", "--format", "json", "-"],
      Buffer.from("/* \xe9\xe8 */ bad(1);\n", "latin1"),
    );
    expect(parse(out).diagnostics[0]?.start).toEqual({ line: 1, column: 10 });
  });
});

describe("standard input", () => {
  it("has the name that --stdin-path gives", async () => {
    const { status, out } = await run(["check", "--format", "json", "--stdin-path", "drivers/x.c", "-"], bad);
    expect(status).toBe(1);
    expect(parse(out).diagnostics[0]?.file).toBe("drivers/x.c");
  });

  it("is refused where it is no text", async () => {
    expect(await run(["check", "-"], new Uint8Array([0, 0, 0]))).toMatchObject({ status: 2 });
  });
});

describe("a large PATH", () => {
  it("is linked unless --no-link is given", async () => {
    expect(readCheckOptions({}, ["."]).links).toBe(true);
    expect(readCheckOptions({ link: false }, ["."]).links).toBe(false);
    const file = join(folderWith({ "a.c": bad }), "a.c");
    const [plain, ...others] = await Promise.all(
      [[], ["--link"], ["--no-link"]].map((how) => run(["check", "--format", "gcc", ...how, file])),
    );
    for (const other of others) expect(other).toEqual(plain);
  });
});

describe("the project's file", () => {
  it("sets levels, and its mistakes are findings", async () => {
    const folder = folderWith({
      "a.c": bad,
      ".kmem-lens.json": '{ "rules": { "sleep-in-atomic": "hint" }, "arhc": "arm" }',
    });
    const { status, out } = await run(["check", "--format", "json", folder]);
    const { diagnostics } = parse(out);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(["warning", "hint"]);
    expect(status).toBe(1);
  });

  it("yields to the command line", async () => {
    const folder = folderWith({ "a.c": bad, ".kmem-lens.json": '{ "rules": { "sleep-in-atomic": "off" } }' });
    expect(await run(["check", folder])).toMatchObject({ status: 0 });
    expect(await run(["check", "--rule", "sleep-in-atomic=error", folder])).toMatchObject({ status: 1 });
  });
});

describe("baseline", () => {
  it("hides what it knows, wherever the lines went, and shows one more of the same", async () => {
    const folder = folderWith({ "a.c": bad });
    const baseline = join(folder, "known.json");
    expect(await run(["check", "--write-baseline", baseline, folder])).toMatchObject({ status: 0 });
    writeFileSync(join(folder, "a.c"), `\n\n${bad}`);
    const again = await run(["check", "--baseline", baseline, folder]);
    expect(again).toMatchObject({ status: 0 });
    expect(again.out).toContain("1 more finding left out");
    writeFileSync(join(folder, "a.c"), `${bad}${bad}`);
    expect(await run(["check", "--baseline", baseline, folder])).toMatchObject({ status: 1 });
  });

  it("that is none is refused", async () => {
    const folder = folderWith({ "a.c": bad, "x.json": "[]" });
    const { status, err } = await run(["check", "--baseline", join(folder, "x.json"), folder]);
    expect(status).toBe(2);
    expect(err).toContain("--write-baseline");
  });

  it("is written the same again", async () => {
    const folder = folderWith({ "b.c": bad, "a.c": bad });
    const path = (name: string) => join(folder, name);
    await run(["check", "--write-baseline", path("1.json"), folder]);
    await run(["check", "--write-baseline", path("2.json"), "--jobs", "2", folder]);
    expect(readFileSync(path("1.json"), "utf8")).toBe(readFileSync(path("2.json"), "utf8"));
  });
});

describe("in kbuild", () => {
  it("takes the compiler's flags", async () => {
    const file = join(folderWith({ "a.c": bad }), "a.c");
    const flags =
      "-D__linux__ -Wbitwise --arch=x86 -mlittle-endian -m64 -Wp,-MMD,a/.b.o.d -nostdinc -I./include -include ./include/linux/kconfig.h -D__KERNEL__ -isystem /usr/lib -D X=1 --param allow-store-data-races=0 -std=gnu11".split(
        " ",
      );
    const { status, out, err } = await run(["check", "--format", "gcc", ...flags, file]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out.trim().split("\n")).toHaveLength(3);
  });
});

describe("help", () => {
  it("goes to standard output and is no error", async () => {
    for (const args of [["--help"], ["check", "--help"], ["--version"]]) {
      const { status, out, err } = await run(args);
      expect({ status, err }).toEqual({ status: 0, err: "" });
      expect(out).not.toBe("");
    }
  });
});
