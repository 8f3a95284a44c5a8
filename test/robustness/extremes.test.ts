// Texts that no one would write: as deep, as long and as strange as they come. They are analysed to their end; a test that
// hangs fails by the runner's own limit.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { type CheckResult, checkFiles } from "../../server/src/rules/engine.js";

const settings = { profile: createProfile(), rules: {} };
const many = 100_000;

/** Defective whatever else is in the file. */
const defect =
  "void defect(spinlock_t *l)\n{\n\tspin_lock(l);\n\tkfree(kmalloc(8, GFP_KERNEL));\n\tspin_unlock(l);\n}\n";

function check(text: string): CheckResult {
  return checkFiles([{ path: "x.c", text }], settings);
}

function inFunction(body: string): string {
  return `void f(struct dev *d)\n{\n${body}\n}\n`;
}

function times(count: number, make: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => make(i)).join("");
}

describe("nesting without end", () => {
  it.each<[string, string]>([
    ["parentheses", `x = ${"(".repeat(many)}1${")".repeat(many)};`],
    ["braces", "{".repeat(many) + "}".repeat(many)],
    ["brackets", `a${"[b".repeat(many)}${"]".repeat(many)} = 1;`],
    ["if", "if (a) {".repeat(20_000) + "}".repeat(20_000)],
    ["else if", `${"if (a) g(); else ".repeat(20_000)};`],
    ["!", `x = ${"!".repeat(many)}a;`],
    ["*", `x = ${"*".repeat(many)}a;`],
    ["sums", `x = ${"a + ".repeat(many)}b;`],
    ["&&", `if (${"a() && ".repeat(20_000)}b)\n\tg();`],
    ["? :", `x = kmalloc(8, ${"a ? GFP_ATOMIC : ".repeat(5_000)}GFP_KERNEL);`],
    ["members", `spin_lock(&a${"->b".repeat(many)});`],
    ["calls", `${"g(".repeat(3_000)}${")".repeat(3_000)};`],
    ["casts", `x = ${"(int)".repeat(20_000)}1;`],
    ["statement expressions", `x = ${"({ ".repeat(5_000)}1;${" });".repeat(5_000)}`],
    ["#ifdef", `${"#ifdef A\n".repeat(5_000)}g();\n${"#endif\n".repeat(5_000)}`],
  ])("of %s is read, and so is the function after it", (_, body) => {
    const { findings } = check(inFunction(body) + defect);
    expect(findings.map(({ functionName }) => functionName)).toContain("defect");
  });

  it.each<[string, string]>([
    ["parentheses", "x = ".concat("(".repeat(many))],
    ["braces", "{".repeat(many)],
    ["comments", "/*".repeat(many)],
    ["strings", 'x = "'.repeat(20_000)],
  ])("of %s that are never closed is read", (_, body) => {
    expect(
      check(`${defect}void f(void)\n{\n${body}`).findings.map((finding) => finding.functionName),
    ).toContain("defect");
  });
});

describe("functions without end", () => {
  it("with more branches than states are kept apart come to an end, and claim nothing that correlation denies", () => {
    const text = inFunction(
      `${times(200, (i) => `\tif (d->f${i})\n\t\tspin_lock(&d->l${i});\n`)}${times(
        200,
        (i) => `\tif (d->f${i})\n\t\tspin_unlock(&d->l${i});\n`,
      )}`,
    );
    expect(check(text).findings).toEqual([]);
  });

  it("with two thousand labels and jumps come to an end", () => {
    const body = times(2_000, (i) => `l${i}:\tif (d->f)\n\t\tgoto l${(i * 7919) % 2_000};\n`);
    expect(check(inFunction(body) + defect).findings).toHaveLength(1);
  });

  it("with five thousand cases keep the lock that was held before them", () => {
    const body = `\tspin_lock(&d->l);\n\tswitch (d->x) {\n${times(
      5_000,
      (i) => `\tcase ${i}:\n\t\tg();\n\t\tbreak;\n`,
    )}\t}\n\tvfree(d);\n\tspin_unlock(&d->l);`;
    expect(check(inFunction(body)).findings).toHaveLength(1);
  });

  it("that call one another three thousand deep come to an end", () => {
    const chain = times(3_000, (i) => `static void f${i + 1}(void)\n{\n\tf${i}();\n}\n`);
    const text = `static void f0(void)\n{\n\tmsleep(1);\n}\n${chain}void top(void)\n{\n\trcu_read_lock();\n\tf3000();\n\trcu_read_unlock();\n}\n`;
    expect(check(text + defect).findings.map(({ functionName }) => functionName)).toContain("defect");
  });

  it("that all call one another, each under its lock, come to an end", () => {
    const text = times(
      24,
      (i) =>
        `static void f${i}(int a)\n{\n\tspin_lock(&l${i});\n${times(8, (j) => `\tf${(i * 5 + j * 7) % 24}(${j});\n`)}\tmsleep(a);\n\tspin_unlock(&l${i});\n}\n`,
    );
    expect(check(text).findings).toHaveLength(24);
  });
});

describe("definitions that go in circles", () => {
  it.each<[string, string]>([
    ["macros", "#define A B\n#define B A\nvoid f(void)\n{\n\tkmalloc(A, GFP_KERNEL);\n}\n"],
    ["macros like functions", "#define M(x) N(x)\n#define N(x) M(x)\nvoid f(void)\n{\n\tM(1);\n}\n"],
    ["structs", "struct a { struct b b; };\nstruct b { struct a a; };\nint n = sizeof(struct a);\n"],
    ["typedefs", "typedef a b;\ntypedef b a;\nvoid f(void)\n{\n\tkmalloc(sizeof(a), GFP_KERNEL);\n}\n"],
    ["typeof", "typeof(y) x;\ntypeof(x) y;\nvoid f(void)\n{\n\tkmalloc(sizeof(x), GFP_KERNEL);\n}\n"],
    ["functions", "void a(void)\n{\n\tb();\n}\nvoid b(void)\n{\n\ta();\n}\n"],
  ])("(%s) are left alone", (_, text) => {
    expect(check(text).findings).toEqual([]);
    expect(check(text + defect).findings).toHaveLength(1);
  });

  it("or double at each step are not followed to their end", () => {
    const values = times(500, (i) => `#define M${i} (M${i + 1} + M${i + 1})\n`);
    const locks = times(60, (i) => `#define L${i}(x) do { L${i + 1}(x); L${i + 1}(x); } while (0)\n`);
    const structs = times(500, (i) => `struct s${i + 1} { struct s${i} a, b; };\n`);
    const use =
      "void f(void)\n{\n\tL0(&l);\n\tkmalloc(M0, GFP_KERNEL);\n\tkmalloc(sizeof(struct s500), GFP_KERNEL);\n}\n";
    const { findings } = check(
      `${values}#define M500 1\n${locks}#define L60(x) g(x)\n${structs}${use}${defect}`,
    );
    expect(findings.map(({ functionName }) => functionName)).toContain("defect");
  });
});

describe("long files", () => {
  it("of 5 MB are read to the end: the sample, over and over", () => {
    const sample = readFileSync(join(import.meta.dirname, "../../samples/ringcap.c"), "utf8");
    const text = sample.repeat(Math.ceil(5_000_000 / sample.length)) + defect;
    expect(check(text).findings.map(({ functionName }) => functionName)).toContain("defect");
  });

  it.each<[string, string]>([
    ["one line", inFunction("a = b + c; ".repeat(450_000))],
    ["one comment", `/*${"x".repeat(5_000_000)}*/\n`],
    ["one string", `char *s = "${"x".repeat(5_000_000)}";\n`],
    ["one number", inFunction(`\tkmalloc(${"9".repeat(5_000_000)}, GFP_KERNEL);`)],
    ["one table", `static const int t[] = { ${"1, ".repeat(1_600_000)} };\n`],
  ])("of 5 MB are read to the end: %s", (_, text) => {
    expect(check(text + defect).findings.map(({ functionName }) => functionName)).toEqual(["defect"]);
  });
});

describe("what is no C at all", () => {
  it.each<[string, string]>([
    ["nothing", ""],
    ["white space", " \r\n\t\f\v\n"],
    ["NUL", "\0".repeat(5_000)],
    ["every UTF-16 unit", times(65_536, (i) => String.fromCharCode(i))],
    [
      "an object file",
      Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * i * 31 + 7) & 255)).toString(),
    ],
    ["a shell script", '#!/bin/sh\nfor f in *; do\n\tcase $f in *.c) echo "$f";; esac\ndone\n'],
    ["JSON", JSON.stringify({ a: [1, 2, { b: "{(" }] }, undefined, 2)],
    ["a byte order mark", "\ufeff"],
  ])("gives no findings: %s", (_, text) => {
    expect(check(text).findings).toEqual([]);
  });

  it("does not keep a file from being read: a byte order mark before it", () => {
    expect(check(`\ufeff${defect}`).findings).toHaveLength(1);
  });
});
