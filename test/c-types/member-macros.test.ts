// Members that a macro of the file makes of its operand, and conditions that the parser does not read whole.

import { describe, expect, it } from "vitest";
import { buildFacts } from "../../server/src/analysis/build-facts.js";
import { createEnvironment } from "../../server/src/c-types/environment.js";
import type { StructField } from "../../server/src/c-types/file-types.js";
import { layoutOf } from "../../server/src/c-types/layout.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";

function fieldsOf(text: string): readonly StructField[] {
  return buildFacts("x.h", text).types.structs["struct x"]?.[0]?.fields ?? [];
}

function sizeOf(text: string): number | undefined {
  const environment = createEnvironment(buildFacts("x.h", text).types, []);
  const profile = createProfile(findRelease("6.12"));
  return layoutOf({ kind: "tagged", tag: "struct", name: "x" }, environment, profile)?.sizeBytes;
}

describe("a member that a macro makes", () => {
  it("is read with the operand in its place", () => {
    const text = `#define STAT(FIELD) \\
	union { unsigned long FIELD; long __##FIELD; }
struct x { STAT(received); STAT(sent); int n; };
`;
    expect(sizeOf(text)).toBe(24);
  });

  it("leaves the struct open where the operands are others in number", () => {
    const text = "#define PAIR(A, B) int A; int B\nstruct x { PAIR(a); };\n";
    expect(sizeOf(text)).toBeUndefined();
    expect(sizeOf(text.replace("PAIR(a)", "PAIR(a, b)"))).toBe(8);
  });
});

describe("the condition of a member", () => {
  it("is the whole of what stands behind #if, comments left out", () => {
    const text = `struct x {
	int a;
#if IS_ENABLED(CONFIG_A) || defined(CONFIG_B) /* either */
	int b;
#endif
#if defined(CONFIG_C) && \\
	defined(CONFIG_D) // both
	int c;
#else
	int d;
#endif
};
`;
    const conditions = fieldsOf(text).map((field) => field.conditions?.join().replace(/\s+/g, " "));
    expect(conditions).toEqual([
      undefined,
      "IS_ENABLED(CONFIG_A) || defined(CONFIG_B)",
      "defined(CONFIG_C) && \\ defined(CONFIG_D)",
      "!(defined(CONFIG_C) && \\ defined(CONFIG_D))",
    ]);
  });
});

describe("a seqcount that goes with a lock", () => {
  it("is a counter, but for kernels in which it knows its lock", () => {
    expect(sizeOf("struct x { seqcount_spinlock_t a; seqcount_mutex_t b; };\n")).toBe(8);
  });
});
