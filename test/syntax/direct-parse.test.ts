// The direct parser makes of a text the tree that the grammar makes of it, or none.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDirectly } from "../../server/src/syntax/direct-parse.js";
import { parseByGrammar } from "../../server/src/syntax/parse.js";
import { maskFile } from "../../server/src/syntax/prepass.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const maxDepth = 400;

const inFunction = (statements: string): string => `void f(void)\n{\n${statements}\n}\n`;

/** Statements that mean one of two things, and those with an odd reading. */
const statements = [
  "a * b; a * b = c; a * b(c); a * b + c; T **a, *const b; struct s *t, u = {};",
  "x = (a) - b; x = (a) - 1; x = (a)(b); x = (a)b; x = (a)~b; x = (a)!b; x = (a)++; x = (a){ 1 };",
  "x = (a *)b; x = (a **)&b; x = (a * b); x = (T const *)y; x = (T (*)(int, ...))y; x = (int (*)[3])y;",
  "x = (u8[]){ 1, 2 }; x = (u8[N + 1]){ 0 }; x = &(struct s){ .a = 1 }; x = (s){ 0 }.a;",
  "x = (int)(a)(b); x = (u32)(u64)y; x = (u64)(struct a *)y; x = (u64)(uintptr_t)y; x = (u64)(unsigned long)&y;",
  "x = sizeof(a); x = sizeof(a) * b; x = sizeof(struct a) + b; x = sizeof a->b; x = sizeof(T *) - y;",
  "!a++; -a--; !*p++; *p++ = 1; x = (u8)a++; x = !(a)--; --a->b; x = -a[1]++;",
  "x = -1; x = - 1; x = a -1; x = a - -1; x = +2 + +3; x = 0x1eUL; x = 1.5; x = 0b11;",
  'x = "a" B "c"; x = B "c"; f("a\\n\\x41" B, \'\\\'\', \'"\'); x = a ? "b" : C;',
  "x = a ? b : c ? d : e; x = a ?: b; x = a ? b, c : d; x = y = z |= w << 1;",
  "x = a || b && c | d ^ e & f == g < h << i + j * k; x = a * b + c << d < e == f & g ^ h | i && j || k;",
  "a, b, c; for (;;) ; for (a, b; c; d, e) f(); for (int i = 0; i < 1; i++) { } for (T *x = y; ; ) break;",
  "if (a) b; else if (c) d; else { e; } while (a) continue; do a; while (b); if (x) a * b;",
  "switch (a) { int q; case 1: b; break; case A: case 'c': { } default: T *x = y; }",
  "switch (a) {\ncase 1:\n\tb;\n#ifdef C\n\tc;\n#endif\n\td;\ndefault:\n\te;\n}",
  "a: b; goto a; c: T *d; ; { } return; return a, b; f(({ a; b; }), { c; });",
  "struct { int a; } b = { 1 }; enum { A, B = 2, } c; struct d; typedef int (*fn)(void); int e(u8 a, T);",
  "static const struct a b[] = { [1] = { .a = 1 }, [A ... B] = 2, .a.b[2] = 3, x: 4, };",
  "unsigned a; unsigned long long int b; x = (unsigned)c; const char *const d = NULL; bool e = true;",
  "x = offsetof(struct a, b) + 1; x = a.b->c[d](e)->f; (*a)(b); (a)(b)->c = 1;",
  "#if defined(A) && !B || C(1, 2) >= 0x10 \\\n  && D\n\ta;\n#elif E\n\tb;\n#else\n\tc;\n#endif",
];

const files = [
  "FOO(a, b);\nBAR;\n;\nint a;\nextern struct b c[2], *d;\n",
  "struct a {\n\tint x : 3, *y;\n\tunion { T z; };\n\tint (*f)(int a);\n#ifdef A\n\tint q;\n#else\n\tint r[2][3];\n#endif\n};\n",
  "enum a {\n\tA,\n#ifdef B\n\tB = 1,\n#endif\n\tC\n};\n",
  "typedef struct { int a; } b, *c;\ntypedef unsigned int u32;\ntypedef T (*d)(int);\ntypedef u8 e[3];\n",
  "void f(int (*)(int), T [3], T *[], T (*a)[3], int g(int), ...);\n\n#ifndef A\nstatic inline T *h(void) { return 0; }\n#endif\n",
];

/** What has a mistake, or a reading that hangs on more than the direct parser looks at. */
const left = [
  "a b c;",
  "x = (a) + b * c;",
  "x = (a) && b == c;",
  "x = sizeof(int)-1;",
  "x = sizeof(a)->b;",
  "x = (u64)(uintptr_t)&y;",
  "x = (u64)(long)&y;",
  "a(b) * c;",
  'asm volatile("nop");',
  "f(struct a);",
  "x = 0x1e+5;",
  "x = a ? b : c = d;",
  "typedef unsigned long (d)(int);",
  "if (a) T b;",
  "case 1 ... 3: ;",
  "\n#ifdefA\n#endif\n",
  "/* a */",
  "é;",
];

describe("the direct parser", () => {
  it.each([...statements.map(inFunction), ...files])("makes the grammar's tree of %j", (text) => {
    const grammars = parseByGrammar(text);
    expect(grammars.hasError).toBe(false);
    expect(parseDirectly(text, maxDepth)).toEqual(grammars);
  });

  it.each(left)("leaves %j", (text) => {
    expect(parseDirectly(inFunction(text), maxDepth)).toBeUndefined();
  });

  it("leaves what is too deep, in brackets or in a chain", () => {
    const brackets = `${"(".repeat(450)}a${")".repeat(450)}`;
    const chain = Array(450).fill("a").join(" + ");
    for (const deep of [brackets, chain, "{".repeat(450) + "}".repeat(450)])
      expect(parseDirectly(inFunction(`x = ${deep};`), maxDepth)).toBeUndefined();
    const long = Array(450).fill("g(a);").join("\n");
    expect(parseDirectly(inFunction(long), maxDepth)).toBeDefined();
  });
});

const fixtures = join(import.meta.dirname, "../fixtures");
const sources = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".c"),
);
const masked = sources.map(
  (name) => maskFile(readFileSync(join(fixtures, name), "utf8"), new Map()).readings[0].masked,
);

describe(`the direct parser on changed texts (seed ${seed})`, () => {
  it("makes the grammar's tree of all files here", () => {
    for (const text of masked) {
      const direct = parseDirectly(text, maxDepth);
      if (direct) expect(direct).toEqual(parseByGrammar(text));
    }
  });

  it("makes the grammar's tree or none, whatever is put in, left out or swapped", () => {
    const words = [...new Set([...statements, ...files].flatMap(tokensOf))];
    const change = fc.record({
      at: fc.nat(),
      drop: fc.nat({ max: 2 }),
      put: fc.subarray(words, { maxLength: 2 }),
    });
    const texts = fc.constantFrom(...masked, ...files, ...statements.map(inFunction));
    fc.assert(
      fc.property(texts, fc.array(change, { minLength: 1, maxLength: 4 }), (text, changes) => {
        const tokens = tokensOf(text);
        for (const { at, drop, put } of changes)
          tokens.splice(at % (tokens.length + 1), drop, ...put.map((word) => ` ${word} `));
        const changed = tokens.join("");
        const direct = parseDirectly(changed, maxDepth);
        if (direct) expect(direct).toEqual(parseByGrammar(changed));
      }),
      { seed, numRuns: 3000 },
    );
  });
});

const tree = process.env["KMEM_LENS_KERNEL_TREE"] || undefined;
if (!tree) console.log("left out: KMEM_LENS_KERNEL_TREE names no tree");

/** One file in so many of the kernel's; which ones goes by the seed. */
const nrPassedOver = 60;

describe.skipIf(!tree)(`the direct parser on a kernel (seed ${seed})`, () => {
  it("makes the grammar's tree of what it does not leave, which is little", { timeout: 600_000 }, () => {
    const top = tree ?? "";
    const all = ["drivers", "net", "fs", "sound", "include"].flatMap((folder) =>
      readdirSync(join(top, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => /\.[ch]$/.test(name) && statSync(join(top, folder, name)).size < 1_000_000)
        .map((name) => join(top, folder, name)),
    );
    const drawn = all.sort().filter((_, place) => place % nrPassedOver === seed % nrPassedOver);
    let nrLeft = 0;
    for (const path of drawn) {
      const text = maskFile(readFileSync(path, "latin1"), new Map()).readings[0].masked;
      const direct = parseDirectly(text, maxDepth);
      if (!direct) nrLeft++;
      else if (!isDeepStrictEqual(direct, parseByGrammar(text))) expect.fail(`another tree of ${path}`);
    }
    expect(nrLeft / drawn.length).toBeLessThan(0.1);
  });
});

function tokensOf(text: string): string[] {
  return text.match(/#\w+.*\n|\w+|"[^"\n]*"|'[^'\n]*'|\s+|[-+*&|<>=!/%^]+|[^\w\s]/g) ?? [];
}
