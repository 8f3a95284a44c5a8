// Headers outside PATH are read along, and nothing is reported in them.

import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { findCompanions } from "../../server/src/project/companions.js";
import { headerSearchOf } from "../../server/src/project/header-search.js";
import type { Finding, PathStep } from "../../server/src/rules/finding.js";
import { placeUnderPath } from "../../server/src/rules/place-under-path.js";
import { folderWith } from "./helpers.js";

const noFlags = {
  includePaths: [],
  includedFiles: [],
  defines: [],
  undefines: [],
  kbuildArch: undefined,
  wordBits: undefined,
};

function companionsOf(folder: string, name: string, text: string, flags = {}) {
  const path = join(folder, name);
  const search = headerSearchOf({ ...noFlags, ...flags }, undefined);
  const found = findCompanions([{ path, diskPath: path, text }], search);
  return found.map((file) => relative(folder, file.path));
}

describe("the headers of a file", () => {
  it("are those that it names in quotes, and theirs, each once", () => {
    const folder = folderWith({
      "drv/a.h": '#include "b.h"\n#include "../common/c.h"\n',
      "drv/b.h": '#include "a.h"\n',
      "common/c.h": "",
      "drv/unused.h": "",
    });
    expect(companionsOf(folder, "drv/x.c", '#include "a.h"\n#include <linux/slab.h>\n')).toEqual([
      "drv/a.h",
      "drv/b.h",
      "common/c.h",
    ]);
  });

  it("are looked for on the include path after the file's own folder", () => {
    const folder = folderWith({ "inc/a.h": "", "inc/b.h": "", "drv/a.h": "" });
    const flags = { includePaths: [join(folder, "inc")] };
    expect(companionsOf(folder, "drv/x.c", '#include "a.h"\n#include "b.h"\n', flags)).toEqual([
      "drv/a.h",
      "inc/b.h",
    ]);
  });

  it("may be missing, binary or without end", () => {
    const folder = folderWith({ "bin.h": new Uint8Array([0, 1]), "self.h": '#include "self.h"\n' });
    expect(companionsOf(folder, "x.c", '#include "gone.h"\n#include "bin.h"\n#include "self.h"\n')).toEqual([
      "self.h",
    ]);
  });

  it("come with what the compiler was told", () => {
    const folder = folderWith({ "config.h": "" });
    const search = headerSearchOf(
      {
        ...noFlags,
        includedFiles: [join(folder, "config.h"), "./include/linux/kconfig.h"],
        defines: ["X", "Y=(1 << 3)"],
        undefines: ["Z"],
      },
      undefined,
    );
    const found = findCompanions([], search);
    const included = `#include "${join(folder, "config.h")}"\n`;
    expect(found.map((file) => file.text)).toEqual([
      "",
      `#define X 1\n#define Y (1 << 3)\n#undef Z\n${included}`,
    ]);
  });
});

describe("a finding outside PATH", () => {
  const step = (file: string, role: PathStep["role"], start: number): PathStep => {
    return { file, role, span: { start, end: start + 5 }, message: "", functionName: file };
  };
  const inHeader: Finding = {
    rule: "sleep-in-atomic",
    severity: "error",
    file: "lib.h",
    span: { start: 50, end: 60 },
    focus: { start: 50, end: 60 },
    functionName: "pause",
    message: "",
    path: [
      step("a.c", "context", 1),
      step("a.c", "call", 10),
      step("b.c", "call", 20),
      step("lib.h", "sleep", 50),
    ],
    otherPaths: [],
    repairs: [{ kind: "suppress", statement: { start: 50, end: 60 } }],
  };

  it("goes to the first call under PATH, going up", () => {
    const under = (names: readonly string[]) => placeUnderPath([inHeader], (file) => names.includes(file));
    expect(under(["a.c", "b.c"])).toMatchObject([{ file: "b.c", span: { start: 20 }, repairs: [] }]);
    expect(under(["a.c"])).toMatchObject([{ file: "a.c", span: { start: 10 } }]);
    expect(under(["lib.h"])).toEqual([inHeader]);
    expect(under(["other.c"])).toEqual([]);
  });

  it("is one per call, however much sleeps behind it", () => {
    const twice = [inHeader, { ...inHeader, span: { start: 70, end: 80 } }];
    expect(placeUnderPath(twice, (file) => file === "a.c")).toHaveLength(1);
  });
});
