// What Makefiles of kbuild say of the files of a module.

import { describe, expect, it } from "vitest";
import { moduleOf, modulesOf } from "../../server/src/project/kbuild-modules.js";

const makefile = `# a driver
obj-$(CONFIG_FOO) += foo.o single.o
foo-y := main.o \\
	ring.o hw/reset.o	# the rest
foo-$(CONFIG_FOO_DEBUG) += debug.o
bar-objs = bar_main.o main.o
ccflags-y += -I$(src) odd.o
`;

describe("the modules of a Makefile", () => {
  it("are its composite objects, continued lines and conditions included", () => {
    expect([...modulesOf(makefile)]).toEqual([
      ["foo", ["main.o", "ring.o", "hw/reset.o", "debug.o"]],
      ["bar", ["bar_main.o", "main.o"]],
    ]);
    expect(modulesOf("all:\n\tcc -o x main.o\n").size).toBe(0);
  });
});

describe("the module of a file", () => {
  const files = new Map([
    ["/k/drivers/foo/Makefile", makefile],
    ["/k/drivers/foo/hw/Makefile", "obj-y += other.o\n"],
  ]);
  const of = (path: string) => moduleOf(path, (name) => files.get(name));

  it("is found in its own folder's Makefile or in one above", () => {
    const foo = ["main.c", "ring.c", "hw/reset.c", "debug.c"].map((name) => `/k/drivers/foo/${name}`);
    expect(of("/k/drivers/foo/ring.c")).toEqual({ kind: "module", paths: foo });
    expect(of("/k/drivers/foo/hw/reset.c")).toEqual({ kind: "module", paths: foo });
  });

  it("is every module that the file is linked into", () => {
    const found = of("/k/drivers/foo/main.c");
    expect(found.kind === "module" && found.paths).toContain("/k/drivers/foo/bar_main.c");
  });

  it("is itself where it is named alone, and unknown where it is not named", () => {
    expect(of("/k/drivers/foo/single.c")).toEqual({ kind: "alone" });
    expect(of("/k/drivers/foo/stray.c")).toEqual({ kind: "unknown" });
    expect(of("/home/me/x.c")).toEqual({ kind: "unknown" });
    expect(of("/x.c")).toEqual({ kind: "unknown" });
  });
});
