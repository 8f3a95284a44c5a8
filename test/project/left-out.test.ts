// What is left out of a parse takes nothing away that somebody asks for.

import { describe, expect, it } from "vitest";
import { buildFacts } from "../../server/src/analysis/build-facts.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { factsForFindings, findBystanders } from "../../server/src/project/bystanders.js";
import { leftOutOf } from "../../server/src/project/left-out.js";
import { withoutParts } from "../../server/src/syntax/hollow.js";
import { maskFile } from "../../server/src/syntax/prepass.js";

const profile = createProfile();

/** What is parsed of a text, blanks told alike. */
function parsedOf(text: string): string {
  const mask = maskFile(text, new Map());
  const [reading] = mask.readings;
  const { all, functions } = findBystanders(mask, profile);
  return withoutParts(reading, leftOutOf(functions, all, reading))
    .replace(/\s+/g, " ")
    .trim();
}

const reader = "void *get(int n) { return kmalloc(n + of(1)->size, GFP_KERNEL); }";
const values = Array.from({ length: 40 }, (_, i) => `${i},`).join(" ");

describe("what is left out", () => {
  it.each([
    ["a function that nobody names", `static void f(void) { writel(1, base); }\n${reader}`, reader],
    [
      "the body of one that is named",
      `static void put(int i) { writel(i, base); }\nvoid *get(int n) { put(n); return kmalloc(n, GFP_KERNEL); }`,
      "static void put(int i) { } void *get(int n) { put(n); return kmalloc(n, GFP_KERNEL); }",
    ],
    [
      "a body only, where a macro says what is defined",
      `n;\n\nSYSCALL_DEFINE1(f, int, a)\n{\n\twritel(1, base);\n}\n${reader}`,
      `n;i SYSCALL_DEFINE1(f, int, a) { } ${reader}`,
    ],
    ["values", `static const int v[] = { ${values} };\n${reader}`, `static const int v[] = { }; ${reader}`],
    [
      "strings that look like braces",
      `static const char *v[] = { "}", '"', "{{", ${values} };\n${reader}`,
      `static const char *v[] = { }; ${reader}`,
    ],
    [
      "values of members, but for functions",
      `static struct s a = { .x = 1, .y = FLAG | 2, .z = { ${values} } };\nstatic struct s b = { .x = &run, .z = { ${values} } };\n${reader}`,
      `static struct s a = { }; static struct s b = { .x = &run, .z = { ${values} } }; ${reader}`,
    ],
  ])("is %s", (_, text, expected) => {
    expect(parsedOf(text)).toBe(expected);
  });

  it("is known by name still, in the order of the text", () => {
    const text = `void a(void) { n++; }\n${reader}\nstatic int b(void) { return n; }\n`;
    const { functions } = factsForFindings("x.c", text, profile);
    expect(functions.map(({ name, isStatic, span }) => [name, isStatic, span])).toEqual(
      buildFacts("x.c", text).functions.map(({ name, isStatic, span }) => [name, isStatic, span]),
    );
  });

  it("is counted where an array has its length from it", () => {
    const text = `static const int v[] = { ${values} };\n${reader}`;
    const variables = factsForFindings("x.c", text, profile).types.variables;
    expect(variables).toEqual(buildFacts("x.c", text).types.variables);
    expect(variables["v"]).toMatchObject({ kind: "array", length: { value: 40n } });
  });
});
