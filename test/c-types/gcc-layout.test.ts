// Layout against gcc itself: random structs are compiled with `gcc` and `gcc -m32`, and sizes and offsets compared.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { CType } from "../../server/src/c-types/expression.js";
import { layoutOf } from "../../server/src/c-types/layout.js";
import type { ArchitectureId } from "../../server/src/kernel-model/architectures.js";
import { environmentOf, profileOf } from "./check.js";

const seed = Number(process.env["FC_SEED"] ?? 61192);
const nrStructs = 300;

const scalars = [
  "char",
  "signed char",
  "unsigned char",
  "short",
  "unsigned short",
  "int",
  "unsigned int",
  "long",
  "unsigned long",
  "long long",
  "unsigned long long",
  "_Bool",
  "u8",
  "u16",
  "u32",
  "u64",
  "__le32",
  "aligned_u64",
  "enum color",
  "enum __packed_color",
  "void *",
  "struct early *",
  "double",
  "loose_t",
  "tight_t",
];

const bitTypes: readonly (readonly [string, number])[] = [
  ["unsigned char", 8],
  ["u16", 16],
  ["int", 32],
  ["unsigned int", 32],
  ["long", 32],
  ["u64", 64],
  ["unsigned long long", 64],
  ["_Bool", 1],
];

/** What both our reader and gcc get before the generated structs. */
const preamble = `
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32; typedef unsigned long long u64;
typedef u32 __le32;
typedef u64 __attribute__((aligned(8))) aligned_u64;
typedef u64 __attribute__((aligned(16))) loose_t;
typedef struct { u8 a; u32 b; } __attribute__((packed)) tight_t;
enum color { RED, GREEN, BLUE = 1 << 10 };
enum __packed_color { CYAN, MAGENTA } __attribute__((packed));
struct early { u8 a; u64 b; u16 c; };
`;

interface Member {
  /** The declaration without its semicolon; `$` stands for the member's name. */
  readonly text: string;
  readonly isBitField: boolean;
  readonly isNamed: boolean;
}

const suffix = fc.oneof(
  { weight: 12, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.constant(" __attribute__((packed))") },
  { weight: 1, arbitrary: fc.constantFrom(2, 4, 8, 16, 32).map((n) => ` __attribute__((aligned(${n})))`) },
);

const plain: fc.Arbitrary<Member> = fc
  .tuple(
    fc.constantFrom(...scalars),
    suffix,
    fc.option(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 2 })),
  )
  .map(([type, attribute, sizes]) => ({
    // gcc has no arrays of a type that is aligned to more than its size.
    text: `${type} $${(type === "loose_t" ? [] : (sizes ?? [])).map((n) => `[${n}]`).join("")}${attribute}`,
    isBitField: false,
    isNamed: true,
  }));

const bits: fc.Arbitrary<Member> = fc
  .tuple(
    fc.constantFrom(...bitTypes),
    fc.integer({ min: 0, max: 63 }),
    fc.integer({ min: 0, max: 5 }),
    suffix,
  )
  .map(([[type, widest], roll, name, attribute]) => {
    const width = roll % (widest + 1);
    const isNamed = width > 0 && name > 0;
    const packed = attribute.includes("packed") && isNamed ? attribute : "";
    return { text: `${type} ${isNamed ? "$" : ""}:${width}${packed}`, isBitField: true, isNamed };
  });

const nested: fc.Arbitrary<Member> = fc
  .tuple(
    fc.constantFrom("struct", "union"),
    fc.array(fc.oneof(plain, bits), { minLength: 1, maxLength: 4 }),
    fc.constantFrom("", " __attribute__((packed))", " __attribute__((aligned(8)))"),
    fc.boolean(),
  )
  .map(([tag, members, attribute, isNamed]) => ({
    text: `${tag} { ${members.map(({ text }, i) => `${text.replace("$", `$_${i}`)};`).join(" ")} }${attribute}${isNamed ? " $" : ""}`,
    isBitField: false,
    isNamed,
  }));

const struct = fc.record({
  tag: fc.constantFrom("struct", "struct", "struct", "union"),
  members: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: plain },
      { weight: 4, arbitrary: bits },
      { weight: 1, arbitrary: nested },
    ),
    {
      minLength: 1,
      maxLength: 9,
    },
  ),
  attribute: fc.oneof(
    { weight: 4, arbitrary: fc.constant("") },
    { weight: 2, arbitrary: fc.constant(" __attribute__((packed))") },
    { weight: 1, arbitrary: fc.constant(" __attribute__((aligned(16)))") },
    { weight: 1, arbitrary: fc.constant(" __attribute__((packed, aligned(4)))") },
  ),
  pack: fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(1, 2, 4) },
  ),
  hasFlexible: fc.boolean(),
});

interface Sample {
  readonly name: string;
  readonly tag: string;
  readonly code: string;
  /** Names whose offset C can ask for. */
  readonly members: readonly string[];
}

function sampleOf(value: typeof struct extends fc.Arbitrary<infer T> ? T : never, index: number): Sample {
  const name = `s${index}`;
  const members: string[] = [];
  const lines = value.members.map(({ text, isBitField, isNamed }, i) => {
    if (isNamed && !isBitField) members.push(`m${i}`);
    return `\t${text.replaceAll("$", `m${i}`)};`;
  });
  if (value.hasFlexible && value.tag === "struct") {
    lines.push("\tint last;", "\tu16 tail[];");
    members.push("last", "tail");
  }
  const body = `${value.tag} ${name} {\n${lines.join("\n")}\n}${value.attribute};`;
  const code = value.pack ? `#pragma pack(push, ${value.pack})\n${body}\n#pragma pack(pop)` : body;
  return { name, tag: value.tag, code, members };
}

const samples = fc.sample(struct, { numRuns: nrStructs, seed }).map(sampleOf);
const code = `${preamble}\n${samples.map((sample) => sample.code).join("\n\n")}\n`;
const folder = mkdtempSync(join(tmpdir(), "kmem-lens-layout-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What gcc says, or why it cannot: lines `name size align` and `name.member offset`. */
function askGcc(flags: readonly string[]): ReadonlyMap<string, number> | string {
  const trivial = join(folder, "trivial.c");
  writeFileSync(trivial, "#include <stdio.h>\nint main(void) { return 0; }\n");
  const attempt = spawnSync("gcc", [...flags, "-o", join(folder, "trivial.out"), trivial], {
    encoding: "utf8",
  });
  if (attempt.error || attempt.status !== 0) return attempt.error?.message ?? attempt.stderr;
  const prints = samples.flatMap(({ name, tag, members }) => [
    `P("${name}", sizeof(${tag} ${name}));`,
    `P("${name}%", __builtin_offsetof(struct { char c; ${tag} ${name} x; }, x));`,
    ...members.map((member) => `P("${name}.${member}", __builtin_offsetof(${tag} ${name}, ${member}));`),
  ]);
  const source = `${code}#include <stdio.h>\n#define P(n, v) printf("%s %lu\\n", n, (unsigned long)(v))\nint main(void)\n{\n${prints.join("\n")}\nreturn 0;\n}\n`;
  const file = join(folder, `layout${flags.join("")}.c`);
  writeFileSync(file, source);
  const program = file.replace(/\.c$/, ".out");
  const built = spawnSync("gcc", ["-w", "-fms-extensions", ...flags, "-o", program, file], {
    encoding: "utf8",
  });
  if (built.error) return built.error.message;
  if (built.status !== 0) throw new Error(built.stderr);
  const run = spawnSync(program, { encoding: "utf8" });
  if (run.status !== 0) return `the program ended with ${run.status}`;
  const pairs = run.stdout
    .trim()
    .split("\n")
    .map((line) => line.split(" "));
  return new Map(pairs.map(([name, value]) => [name ?? "", Number(value)]));
}

function compare(arch: ArchitectureId, theirs: ReadonlyMap<string, number>): string[] {
  const environment = environmentOf(code);
  const profile = profileOf(arch);
  const wrong: string[] = [];
  for (const sample of samples) {
    const type: CType = {
      kind: "tagged",
      tag: sample.tag === "union" ? "union" : "struct",
      name: sample.name,
    };
    const ours = layoutOf(type, environment, profile);
    const check = (what: string, value: number | undefined): void => {
      if (value !== theirs.get(what))
        wrong.push(`${what}: ${value}, gcc ${theirs.get(what)}\n${sample.code}`);
    };
    check(sample.name, ours?.sizeBytes);
    check(`${sample.name}%`, ours?.alignBytes);
    for (const member of sample.members) {
      check(`${sample.name}.${member}`, ours?.fields.find((field) => field.name === member)?.offsetBytes);
    }
  }
  return wrong;
}

describe(`layout of ${nrStructs} generated structs (seed ${seed})`, () => {
  const machines: readonly (readonly [ArchitectureId, readonly string[]])[] = [
    ["x86_64", []],
    ["i386", ["-m32"]],
  ];
  for (const [arch, flags] of machines) {
    it(`is gcc's on ${arch}`, (context) => {
      const theirs = askGcc(flags);
      if (typeof theirs === "string") {
        if (process.env["CI"]) throw new Error(`gcc ${flags.join(" ")} does not work: ${theirs}`);
        console.warn(
          `layout on ${arch} not compared: gcc ${flags.join(" ")} does not work here: ${theirs.slice(0, 300)}`,
        );
        context.skip();
        return;
      }
      expect(compare(arch, theirs)).toEqual([]);
    });
  }
});
