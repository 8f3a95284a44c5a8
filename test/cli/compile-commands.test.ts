// What a build told the compiler, from compile_commands.json.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { compileCommandsFor, shellWords } from "../../server/src/project/compile-commands.js";
import { fakeIo, folderWith } from "./helpers.js";

const seed = Number(process.env["FC_SEED"] ?? 514);

async function rules(...args: readonly string[]): Promise<readonly string[]> {
  const io = fakeIo();
  await runCli(["check", "--format", "json", "--pack", "none", "--no-cache", ...args], io);
  // The shape is the contract's.
  const { diagnostics } = JSON.parse(io.out()) as {
    readonly diagnostics: readonly { readonly rule: string }[];
  };
  return diagnostics.map(({ rule }) => rule);
}

const driver = '#include "ring.h"\nvoid *f(void)\n{\n\treturn kmalloc(RING_BYTES * TIMES, GFP_KERNEL);\n}\n';

describe("a compile_commands.json above PATH", () => {
  it("says where headers are and what is defined", async () => {
    const files = { "drv/x.c": driver, "inc/ring.h": "#define RING_BYTES (1 << 20)\n" };
    expect(await rules(folderWith(files))).toEqual([]);
    const folder = folderWith(files);
    const command = "gcc -I../inc '-DTIMES=8' -Wall -c -o x.o x.c";
    const entries = [{ directory: join(folder, "drv"), file: "x.c", command }];
    writeFileSync(join(folder, "compile_commands.json"), JSON.stringify(entries));
    expect(await rules(join(folder, "drv"))).toEqual(["oversized-kmalloc"]);
  });

  it("counts for all files only as far as it says the same of all", () => {
    const entry = (file: string, ...words: readonly string[]) => ({
      directory: "/b",
      file,
      arguments: ["gcc", ...words],
    });
    const text = JSON.stringify([
      entry("/b/a.c", "-DA=1", "-DB", "-Ione"),
      entry("/b/b.c", "-DA=2", "-DB", "-I", "/two"),
      7,
    ]);
    const folder = folderWith({ "compile_commands.json": text });
    expect(compileCommandsFor(["/b/a.c", "/b/b.c"], folder)).toMatchObject({
      defines: ["B"],
      includePaths: ["/b/one", "/two"],
    });
  });

  it("that is damaged is none", () => {
    const folder = folderWith({ "compile_commands.json": '[{"directory": "/b", "file": ' });
    expect(compileCommandsFor([join(folder, "a.c")], undefined)).toBeUndefined();
    for (const text of ["{}", "[null, 1, {}]", '[{"directory": 1, "file": "a.c"}]']) {
      const other = folderWith({ "compile_commands.json": text });
      expect(compileCommandsFor([join(other, "a.c")], undefined)).toBeUndefined();
    }
  });
});

describe("the words of a command", () => {
  it("are those that were quoted", () => {
    expect(shellWords(String.raw`gcc "-DNAME=\"a b\"" '-DX="y"' a\ b.c`)).toEqual([
      "gcc",
      '-DNAME="a b"',
      '-DX="y"',
      "a b.c",
    ]);
    const quote = (word: string) => `'${word.replaceAll("'", String.raw`'\''`)}'`;
    const words = fc.array(fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(words, (list) => {
        expect(shellWords(list.map(quote).join(" "))).toEqual(list);
      }),
      { seed },
    );
  });
});
