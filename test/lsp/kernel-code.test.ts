// Silent in C that is not kernel code.

import { describe, expect, it } from "vitest";
import { Headers } from "../../server/src/lsp/headers.js";
import { type FileProbe, findKernelEvidence } from "../../server/src/lsp/kernel-code.js";

function disk(files: Readonly<Record<string, string>>): FileProbe {
  return { exists: (path) => path in files, read: (path) => files[path] };
}

function evidence(
  text: string,
  files: Readonly<Record<string, string>> = {},
  enable: "auto" | "on" | "off" = "auto",
) {
  return findKernelEvidence({ path: "/home/me/drv/a.c", text, enable }, disk(files));
}

describe("a file is kernel code", () => {
  it("with an include of linux/ or asm/", () => {
    expect(evidence("#include <linux/slab.h>\n")).toBe("kernel headers");
    expect(evidence("  #  include <asm/io.h>\r\n")).toBe("kernel headers");
    expect(evidence("#include <uapi/linux/if.h>\n")).toBe("kernel headers");
  });

  it("with a call that takes a gfp", () => {
    expect(evidence("void f(void) { x = my_alloc(3, GFP_KERNEL); }")).toBe("gfp call");
    expect(evidence("x = my_alloc(3, a ? GFP_NOIO : __GFP_HIGH);")).toBe("gfp call");
  });

  it("beside a make file that builds kernel objects", () => {
    expect(evidence("int x;", { "/home/me/drv/Makefile": "obj-m += a.o\n" })).toBe("Kbuild folder");
    expect(evidence("int x;", { "/home/me/drv/Kbuild": "obj-$(CONFIG_A) += a.o\n" })).toBe("Kbuild folder");
  });

  it("anywhere below the top of a kernel tree", () => {
    const top = { "/home/me/Kbuild": "", "/home/me/Kconfig": "", "/home/me/MAINTAINERS": "" };
    expect(evidence("int x;", top)).toBe("kernel tree");
  });

  it("when the user says so", () => {
    expect(evidence("int main(void) {}", {}, "on")).toBe("switched on");
  });
});

describe("a file is not kernel code", () => {
  it("when nothing speaks for it", () => {
    expect(evidence("#include <stdio.h>\nint main(void) { return 0; }")).toBeUndefined();
    expect(evidence("")).toBeUndefined();
  });

  it("for words in comments and strings", () => {
    expect(evidence('/* #include <linux/slab.h>\nf(GFP_KERNEL) */ char *s = "(GFP_KERNEL";')).toBeUndefined();
    expect(evidence("// f(1, GFP_KERNEL)\nint x;")).toBeUndefined();
  });

  it("for an include of linux/ in a program of user space", () => {
    expect(evidence("#include <stdio.h>\n#include <linux/input.h>\nint main(void) {}")).toBeUndefined();
  });

  it("beside a make file of user space", () => {
    expect(evidence("int x;", { "/home/me/drv/Makefile": "all: a.o\n\tcc -o a a.o\n" })).toBeUndefined();
  });

  it("when the user switched it off, whatever it holds", () => {
    expect(evidence("#include <linux/slab.h>", {}, "off")).toBeUndefined();
  });

  it("for a document that is not on disk and says nothing", () => {
    expect(
      findKernelEvidence({ path: "untitled:1", text: "int x;", enable: "auto" }, disk({})),
    ).toBeUndefined();
  });
});

describe("headers read along", () => {
  const read = (files: Readonly<Record<string, string>>) => (path: string) => files[path];

  it("are those named in quotes, and theirs, each once", () => {
    const files = {
      "/d/a.h": '#include "../e/b.h"\n#include "a.h"',
      "/e/b.h": '#include "../d/a.h"\nint b;',
    };
    const text = '#include <linux/x.h>\n#include "a.h"\n#include "none.h"\n';
    expect(new Headers(read(files)).of({ path: "/d/x.c", text }, undefined).map(({ path }) => path)).toEqual([
      "/d/a.h",
      "/e/b.h",
    ]);
  });

  it("are none for a document that is not on disk", () => {
    expect(new Headers(() => "int x;").of({ path: "untitled:1", text: '#include "a.h"' }, undefined)).toEqual(
      [],
    );
  });

  it("stay few in a tree of headers without end", () => {
    const deep = (path: string): string =>
      `#include "${path.replace(/\D/g, "")}1.h"\n#include "x${path.length}.h"\n`;
    const found = new Headers(deep).of({ path: "/d/x.c", text: '#include "1.h"' }, undefined);
    expect(found.length).toBeLessThanOrEqual(80);
  });
});
