// What the members of a kernel's structs hang on, in headers of a few lines.

import { describe, expect, it } from "vitest";
import { buildFacts } from "../../server/src/analysis/build-facts.js";
import { layoutOf } from "../../server/src/c-types/layout.js";
import type { ArchitectureId } from "../../server/src/kernel-model/architectures.js";
import { configurationOf } from "../../server/src/kernel-model/build-configuration.js";
import { createProfile, findRelease, type Profile } from "../../server/src/kernel-model/profile.js";
import { decideHeaders, headerForBuild } from "../../server/src/project/pack/decided-headers.js";
import { commonEnvironment } from "../../server/src/project/pack/header-types.js";

const config = `CONFIG_64BIT=y
CONFIG_SMP=y
CONFIG_NR_CPUS=64
CONFIG_NET_ZORRO=m
CONFIG_CMPXCHG=y
`;

function profileOf(archId: ArchitectureId = "x86_64"): Profile {
  const build = configurationOf(config);
  const profile = createProfile(findRelease("6.1"), archId);
  return build ? { ...profile, build } : profile;
}

/** The size of `struct x` of the headers, by path. */
function sizeIn(headers: Readonly<Record<string, string>>): number | undefined {
  const profile = profileOf();
  const texts = Object.entries(headers).map(([path, text]) => ({ path, text }));
  const read = texts.map(({ path, text }) => headerForBuild(path, text, profile));
  const decided = decideHeaders(read, { profile, texts: () => texts });
  const environment = commonEnvironment(decided.map(({ facts }) => facts.types));
  return layoutOf({ kind: "tagged", tag: "struct", name: "x" }, environment, profile)?.sizeBytes;
}

describe("a member of a header's struct", () => {
  it("is there as the build's options say, modules among them", () => {
    const text = `struct x {
	long a;
#if IS_ENABLED(CONFIG_NET_ZORRO)
	long b;
#endif
#if defined(CONFIG_DEBUG_A) || defined(CONFIG_DEBUG_B)
	long c[10];
#endif
};
`;
    expect(sizeIn({ "include/linux/x.h": text })).toBe(16);
  });

  it("is there as a macro of another header says, which hangs on options itself", () => {
    const layout = `#ifndef _LAYOUT_H
#define _LAYOUT_H
#if defined(CONFIG_SMP) && NR_CPUS_BITS > 4
#define LAST_IS_APART
#endif
#define USE_PAIR (IS_ENABLED(CONFIG_CMPXCHG) && IS_ENABLED(CONFIG_SMP) && SPINLOCK_SIZE <= 4)
#endif
`;
    const text = `#include "layout.h"
struct x {
	long a;
#ifdef LAST_IS_APART
	long last;
#endif
#ifndef NOBODY_DEFINES_THIS
	long alone;
#endif
#if USE_PAIR
	long pair;
#endif
};
`;
    expect(sizeIn({ "include/linux/layout.h": layout, "include/linux/x.h": text })).toBe(32);
  });

  it("has the length that the options tell, and not the one for where nothing else is told", () => {
    const threads = "#ifndef ZORRO_LENGTH\n#define ZORRO_LENGTH 1\n#endif\n";
    const own = "#define ZORRO_LENGTH 3\n";
    const text = "struct x {\n\tlong a[CONFIG_NR_CPUS / 8];\n\tlong b[ZORRO_LENGTH];\n};\n";
    const headers = {
      "include/linux/threads.h": threads,
      "arch/x86/include/asm/own.h": own,
      "include/linux/x.h": text,
    };
    expect(sizeIn(headers)).toBe(8 * 8 + 3 * 8);
  });

  it("may be one that a macro with an operand makes", () => {
    const text = `#define STAT(FIELD) \\
	union { unsigned long FIELD; atomic_long_t __##FIELD; }
struct x {
	STAT(received);
	STAT(sent);
};
`;
    expect(sizeIn({ "include/linux/x.h": text })).toBe(16);
    const { structs } = buildFacts("x.h", text).types;
    const members = Object.values(structs).flatMap((list) => list.flatMap(({ fields }) => fields));
    expect(members.map(({ name }) => name)).toContain("__received");
  });
});

describe("what a header declares", () => {
  it("is noted where it is otherwise on another machine", () => {
    const text = `#ifdef CONFIG_64BIT
#define ZORRO_INLINE 32
#else
#define ZORRO_INLINE 40
#endif
#define ZORRO_SAME 5
struct x {
	long a;
#ifdef CONFIG_X86_64
	long b;
#endif
};
struct y { long a; };
`;
    const { machineNames } = headerForBuild("include/linux/x.h", text, profileOf());
    expect(machineNames).toEqual(["ZORRO_INLINE", "struct x"]);
  });
});
