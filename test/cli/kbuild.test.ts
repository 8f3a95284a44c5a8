// The command as kbuild calls it for `make C=2`: make itself runs it, with the flags and the quoting of a kernel build
// (scripts/Makefile.build: cmd_checksrc, and what `V=1` shows of a build of Linux 6.1).

import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWith } from "./helpers.js";
import { startProcess } from "./process.js";

const main = join(import.meta.dirname, "../../server/out/cli/main.js");

beforeAll(() => {
  if (!existsSync(main)) throw new Error(`${main} is not there: run npm run build first`);
});

/** A build of our own that hands its checker what the kernel's hands it. */
const makefile = `ARCH ?= x86
CHECK ?= sparse
CHECKFLAGS = -D__linux__ -Dlinux -D__STDC__ -Dunix -D__unix__ -Wbitwise -Wno-return-void \\
	-Wno-unknown-attribute --arch=$(ARCH) -mlittle-endian -m64
c_flags = -Wp,-MMD,./.$(basename $<).o.d -nostdinc -I./arch/x86/include -I./include -isystem ./sys \\
	-include ./include/compiler.h -D__KERNEL__ -fmacro-prefix-map=./= -std=gnu11 -mcmodel=kernel \\
	-mindirect-branch=thunk-extern --param=allow-store-data-races=0 -Wframe-larger-than=2048 \\
	-DMODULE -DKBUILD_BASENAME='"$(basename $<)"' -DKBUILD_MODNAME='"foo"' \\
	-DRING_BYTES="(8 * 1024 * 1024)" -D__KBUILD_MODNAME=kmod_foo

all: $(patsubst %.c,%.o,$(wildcard *.c))
%.o: %.c
	$(if $(filter 1 2,$(C)),$(CHECK) $(CHECKFLAGS) $(c_flags) $<)
	@touch $@
`;

const sleeping = `#include <linux/slab.h>
#include "foo.h"
int foo_start(struct foo *foo)
{
	spin_lock(&foo->lock);
	foo->buf = kmalloc(FOO_BYTES, GFP_KERNEL);
	spin_unlock(&foo->lock);
	return foo->buf ? 0 : -ENOMEM;
}
`;
/** Too large by what the command line defines, and by what the header says that it reads first. */
const oversized = `#include <linux/slab.h>
void *foo_ring(void)
{
	return kzalloc(RING_BYTES, GFP_KERNEL);
}
void *foo_table(void)
{
	return kzalloc(TABLE_BYTES, GFP_KERNEL);
}
`;

async function build(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const folder = folderWith({ Makefile: makefile, ...files });
  const checker = `CHECK="${process.execPath}" "${main}" check --no-cache --format gcc`;
  const { ended } = startProcess("make", ["-k", "-C", folder, checker, ...args]);
  const { status, out, err } = await ended;
  const isBuilt = (name: string): boolean => existsSync(join(folder, name));
  return { status, out, err, isBuilt };
}

const headers = {
  "include/compiler.h": "#define TABLE_BYTES (RING_BYTES * 2)\n",
  "include/foo.h": "#define FOO_BYTES 64\nstruct foo { spinlock_t lock; void *buf; };\n",
};

describe("a build with C=2", () => {
  it("has its .config where the compiler runs, or none", async () => {
    const either = `${sleeping.replace("GFP_KERNEL", "GFP_ATOMIC")}
#ifdef CONFIG_FOO_SLOW
void foo_slow(struct foo *foo)
{
	spin_lock(&foo->lock);
	msleep(1);
	spin_unlock(&foo->lock);
}
#endif
`;
    const files = { ...headers, "foo.c": either };
    expect((await build(files, "C=2")).out).toContain("sleep-in-atomic");
    expect((await build({ ...files, ".config": "CONFIG_FOO_SLOW=y\n" }, "C=2")).out).toContain(
      "sleep-in-atomic",
    );
    expect((await build({ ...files, ".config": "CONFIG_FOO_FAST=y\n" }, "C=2")).out).not.toContain(
      "sleep-in-atomic",
    );
  });

  it("says what the checker finds, as a compiler would, and goes on", async () => {
    const { status, out, err, isBuilt } = await build(
      { ...headers, "a.c": sleeping, "b.c": oversized, "c.c": "int c;\n" },
      "C=2",
    );
    expect(err).toBe("");
    expect(out).toContain("a.c:6:13: error: kmalloc(…, GFP_KERNEL) may sleep, but 'foo->lock' is held");
    expect(out).toContain("a.c:5:2: note: spin_lock(&foo->lock) taken here");
    expect(out).toMatch(/^b\.c:4:9: error: .*8 MiB.*\[oversized-kmalloc\]$/m);
    expect(out).toMatch(/^b\.c:8:9: error: .*16 MiB.*\[oversized-kmalloc\]$/m);
    expect(out).not.toMatch(/^c\.c:/m);
    expect([status, isBuilt("a.o"), isBuilt("b.o"), isBuilt("c.o")]).toEqual([0, true, true, true]);
  });

  it("stops where it is told to fail on findings", async () => {
    const { status, isBuilt } = await build(
      { ...headers, "a.c": sleeping, "c.c": "int c;\n" },
      "C=2",
      `CHECK="${process.execPath}" "${main}" check --no-cache --format gcc --fail-on error`,
    );
    expect([status, isBuilt("a.o"), isBuilt("c.o")]).toEqual([2, false, true]);
  });

  it("runs no checker without C=2", async () => {
    const { status, out } = await build({ ...headers, "a.c": sleeping });
    expect(status).toBe(0);
    expect(out).not.toContain("error");
  });
});
