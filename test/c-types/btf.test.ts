// BTF against the compiler that writes it: what gcc says of its structs with sizeof and offsetof is what is read from
// the .BTF section that it makes of the same text. And damaged files, which must end in a word.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type Btf, parseBtf } from "../../server/src/c-types/btf.js";
import { btfEnvironment } from "../../server/src/c-types/btf-environment.js";
import { createEnvironment } from "../../server/src/c-types/environment.js";
import { evaluateConstant } from "../../server/src/c-types/evaluate.js";
import { layoutOf } from "../../server/src/c-types/layout.js";
import { parseExpressionText } from "../../server/src/c-types/lower.js";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import { openKnowledge } from "../../server/src/project/knowledge.js";
import { checkFiles } from "../../server/src/rules/engine.js";

const seed = Number(process.env["FC_SEED"] ?? 6110);
const profile = createProfile(findRelease("6.1"), "x86_64");
const folder = mkdtempSync(join(tmpdir(), "kmem-lens-btf-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = `
typedef unsigned int u32; typedef unsigned long long u64;
enum color { RED, GREEN = 7, BLUE = -3 };
struct inner { char tag; u64 value; };
struct packed { char a; u32 b; short c; } __attribute__((packed));
struct lined { int a; char b[70] __attribute__((aligned(64))); };
struct bits { u32 a : 3; u32 b : 7; u32 : 5; unsigned long c : 40; _Bool d : 1; };
union either { int n; struct inner in; char bytes[20]; };
struct outer {
	struct inner one; struct packed two; union either three; struct bits four;
	struct { int x; union { char y; u64 z; }; };
	struct outer *next; void (*call)(int); enum color hue; const volatile u32 list[3][5]; double real;
	struct lined five; struct unknown *other;
};
struct flexible { int n; struct inner rows[]; };
`;
const structs = ["inner", "packed", "lined", "bits", "outer", "flexible"];
const members: Readonly<Record<string, readonly string[]>> = {
  inner: ["tag", "value"],
  packed: ["a", "b", "c"],
  lined: ["a", "b"],
  outer: ["one", "two", "three", "four", "next", "call", "hue", "list", "real", "five", "other"],
  flexible: ["n", "rows"],
};

/** An object file of the text, made by gcc with BTF. */
function compile(text: string, name: string): Uint8Array {
  const [from, to] = [join(folder, `${name}.c`), join(folder, `${name}.o`)];
  writeFileSync(from, text);
  const { status, stderr } = spawnSync("gcc", ["-c", "-gbtf", "-o", to, from], { encoding: "utf8" });
  if (status !== 0) throw new Error(`gcc -gbtf: ${stderr}`);
  return readFileSync(to);
}

function run(text: string): string {
  const [from, to] = [join(folder, "print.c"), join(folder, "print")];
  writeFileSync(from, text);
  const { status, stderr } = spawnSync("gcc", ["-o", to, from], { encoding: "utf8" });
  if (status !== 0) throw new Error(`gcc: ${stderr}`);
  return spawnSync(to, { encoding: "utf8" }).stdout;
}

function opened(bytes: Uint8Array): Btf {
  const parsed = parseBtf(bytes);
  if (parsed.kind !== "parsed") throw new Error(parsed.reason);
  return parsed.btf;
}

const uses = structs.map((name) => `struct ${name} *use_${name};`).join("\n");
const object = compile(
  `${source}${uses}\nunion either *use_either; u64 use_u64; unsigned long use_long;\n`,
  "types",
);

describe("types from BTF", () => {
  it("have the sizes and offsets that gcc gives them", () => {
    const rows = structs.flatMap((name) => [
      `printf("${name} %zu", sizeof(struct ${name}));`,
      ...(members[name] ?? []).map((member) => `printf(" %zu", offsetof(struct ${name}, ${member}));`),
      'printf("\\n");',
    ]);
    const told = run(
      `#include <stdio.h>\n#include <stddef.h>\n${source}\nint main(void) {\n${rows.join("\n")}\n}\n`,
    );
    const environment = btfEnvironment(opened(object));
    const read = structs.map((name) => {
      const layout = layoutOf({ kind: "tagged", tag: "struct", name }, environment, profile);
      const offsets = (members[name] ?? []).map(
        (member) => layout?.fields.find((field) => field.name === member)?.offsetBytes,
      );
      return [name, layout?.sizeBytes, ...offsets].join(" ");
    });
    expect(`${read.join("\n")}\n`).toBe(told);
  });

  it("tell bit-fields, enumerators and alignment", () => {
    const environment = btfEnvironment(opened(object));
    const bits = layoutOf({ kind: "tagged", tag: "struct", name: "bits" }, environment, profile);
    const [a, b] = bits?.fields ?? [];
    expect([a?.bitOffset, a?.bitWidth, b?.bitOffset, b?.bitWidth]).toEqual([0, 3, 3, 7]);
    const lined = layoutOf({ kind: "tagged", tag: "struct", name: "lined" }, environment, profile);
    expect(lined?.alignBytes).toBe(64);
    expect(
      layoutOf({ kind: "tagged", tag: "struct", name: "packed" }, environment, profile)?.alignBytes,
    ).toBe(1);
    // gcc 12 does not tell that the values are signed.
    const value = (text: string) => evaluateConstant(parseExpressionText(text), environment, profile);
    expect([value("GREEN"), value("BLUE"), value("sizeof(union either)")]).toEqual([7n, undefined, 24n]);
  });

  it("are those of an architecture with such pointers only, and give way to the driver's own", () => {
    const environment = btfEnvironment(opened(object));
    const arm = createProfile(findRelease("6.1"), "arm");
    expect(layoutOf({ kind: "tagged", tag: "struct", name: "inner" }, environment, arm)?.sizeBytes).not.toBe(
      undefined,
    );
    expect(environment.knownLayout("struct inner", arm)).toBeUndefined();
    const own = {
      structs: { "struct inner": environment.structs("struct packed") ?? [] },
      enums: {},
      enumConstants: {},
      typedefs: {},
      macros: {},
      variables: {},
      functions: {},
    };
    const shadowed = createEnvironment(own, [environment]);
    expect(shadowed.knownLayout("struct inner", profile)).toBeUndefined();
    expect(shadowed.knownLayout("struct packed", profile)?.sizeBytes).toBe(7);
  });

  it("decide what an allocation of a kernel struct comes to", () => {
    const path = join(folder, "big.o");
    writeFileSync(
      path,
      compile("struct vast { char a[5000000]; }; struct vast *use; unsigned long l;\n", "big"),
    );
    const text = "void *f(void)\n{\n\treturn kmalloc(sizeof(struct vast), GFP_KERNEL);\n}\n";
    const file = { path: "x.c", text };
    expect(checkFiles([file], { profile, rules: {} }).findings).toEqual([]);
    const { behind, problems } = openKnowledge({ btf: path });
    expect(problems).toEqual([]);
    const settings = { profile, rules: {}, ...(behind && { behind }) };
    expect(checkFiles([file], settings).findings).toMatchObject([
      { rule: "oversized-kmalloc", severity: "error" },
    ]);
  });
});

describe("a file that is no BTF", () => {
  it("is refused in a word", () => {
    const plain = compile("int x;\n", "plain");
    const without = Uint8Array.from(plain);
    const reasonOf = (bytes: Uint8Array): string => {
      const parsed = parseBtf(bytes);
      return parsed.kind === "refused" ? parsed.reason : "";
    };
    // Renames the section in the table of names.
    const at = Buffer.from(without).indexOf("\0.BTF\0");
    without[at + 2] = 0x58;
    expect(reasonOf(without)).toContain("has no .BTF section");
    expect(reasonOf(new Uint8Array(0))).toContain("too short");
    expect(reasonOf(new TextEncoder().encode("x".repeat(100)))).toContain("no BTF");
    expect(openKnowledge({ btf: join(folder, "absent") }).problems).toEqual([
      `${join(folder, "absent")}: cannot be read`,
    ]);
  });

  it("never throws and never hangs, however it is damaged", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(object.length - 1), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.nat(object.length),
        (changes, length) => {
          const damaged = Uint8Array.from(object.subarray(0, length));
          for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
          const parsed = parseBtf(damaged);
          if (parsed.kind === "refused") {
            expect(parsed.reason).not.toBe("");
            return;
          }
          const environment = btfEnvironment(parsed.btf);
          for (const name of structs) layoutOf({ kind: "tagged", tag: "struct", name }, environment, profile);
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});

describe("the kernel of this machine", () => {
  const path = "/sys/kernel/btf/vmlinux";
  const reason = existsSync(path) ? undefined : `${path} is not there`;
  if (reason) console.log(`left out: ${reason}`);

  it.skipIf(reason)("tells its structs", () => {
    const environment = btfEnvironment(opened(readFileSync(path)));
    const size = (name: string) =>
      environment.knownLayout(`struct ${name}`, createProfile(findRelease("6.1"), "x86_64"))?.sizeBytes;
    expect([size("list_head"), size("callback_head"), size("page")]).toEqual([16, 16, 64]);
    expect(size("sk_buff")).toBeGreaterThan(190);
  });
});
