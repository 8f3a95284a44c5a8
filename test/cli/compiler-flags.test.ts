import { describe, expect, it } from "vitest";
import { asksForGcc, splitGccArguments } from "../../server/src/project/compiler-flags.js";

const own = new Map([
  ["--format", "value"],
  ["--jobs", "value"],
  ["--arch", "value"],
  ["--stats", "flag"],
] as const);

function split(line: string) {
  return splitGccArguments(line.split(" "), own, ["x86_64", "arm64"]);
}

describe("compiler flags", () => {
  it("that take a separate word take it along", () => {
    const line = "-include a.h -isystem s -I i -Ij -D X=1 -DY -U Z --param p=1 -o out.o -x c -MF dep foo.c";
    const { own: rest, flags } = split(line);
    expect(rest).toEqual(["foo.c"]);
    expect(flags).toMatchObject({
      includePaths: ["s", "i", "j"],
      includedFiles: ["a.h"],
      defines: ["X=1", "Y"],
      undefines: ["Z"],
    });
  });

  it("that nobody knows are passed over", () => {
    expect(split("-Wall -fno-strict-aliasing --unheard-of=3 -mabi=lp64 foo.c").own).toEqual(["foo.c"]);
  });

  it("leave our own options where they are", () => {
    expect(split("--format gcc --stats --jobs=2 -O2 - foo.c").own).toEqual([
      "--format",
      "gcc",
      "--stats",
      "--jobs=2",
      "-",
      "foo.c",
    ]);
  });

  it("tell the kernel's ARCH apart from our architectures", () => {
    expect(split("--arch=x86 -m32 foo.c").flags).toMatchObject({ kbuildArch: "x86", wordBits: 32 });
    expect(split("--arch=mips foo.c").own).toEqual(["foo.c"]);
    expect(split("--arch=arm64 foo.c").own).toEqual(["--arch=arm64", "foo.c"]);
  });

  it("are looked for in the gcc format only", () => {
    expect(asksForGcc(["check", "--format", "gcc"])).toBe(true);
    expect(asksForGcc(["check", "--format=gcc"])).toBe(true);
    expect(asksForGcc(["check", "--format", "json", "gcc"])).toBe(false);
  });
});
