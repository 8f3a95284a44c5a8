// Snippets that nobody means well: each ends with a clear word, in little time and memory.

import { describe, expect, it } from "vitest";
import { machineSpecOf } from "../../server/src/snippets/machine-spec.js";
import { runPlan } from "../../server/src/snippets/run-file.js";
import { runSnippet } from "../../server/src/snippets/run-snippet.js";
import { planSnippets } from "../../server/src/snippets/snippet-plan.js";

const head = "#include <linux/slab.h>\n";
const demo = (body: string): string => `static long demo(void)\n{\n\t${body}\n}\n`;

function run(text: string) {
  const { plans, problems } = planSnippets(text);
  const [plan] = plans;
  const spec = machineSpecOf({}, {});
  if (!plan || spec.kind === "failed") return { problems };
  const budget = { maxSteps: 2_000_000 };
  const { stop, expectations } = runSnippet({
    file: "t.c",
    text,
    headers: [],
    plan,
    spec: spec.spec,
    budget,
  });
  return { stop, expectations, problems };
}

describe("a run", () => {
  const macros = Array.from({ length: 40 }, (_, i) => `#define A${i + 1} (A${i} + A${i})\n`).join("");
  it.each<[string, string, string, string]>([
    ["macros that double each other", `#define A0 1\n${macros}`, "return A40;", "unsupported"],
    [
      "macros that call each other",
      "#define R(x) S(x x)\n#define S(x) R(x)\n",
      "return R(1);",
      "unsupported",
    ],
    ["a model of itself", "// @kmem model foo = foo(1)\nint foo(int);\n", "return foo(1);", "unsupported"],
    ["brackets without end", "", `return ${"(".repeat(20_000)}1${")".repeat(20_000)};`, "unsupported"],
    ["a sum without end", "", `return ${"1 + ".repeat(20_000)}1;`, "unsupported"],
    ["signs without end", "", `return ${"~!".repeat(10_000)}1;`, "unsupported"],
    ["blocks without end", "", `${"{".repeat(3000)}${"}".repeat(3000)} return 0;`, "unsupported"],
    ["recursion without end", "static int f(int n) { return f(n + 1); }\n", "return f(0);", "budget"],
    ["a huge local", "", "char big[1UL << 40]; big[5] = 1; return 0;", "budget"],
    ["a huge copy", "", "int x; memset(&x, 0, ~0UL); return 0;", "fault"],
    ["a struct that holds itself", "struct a { struct a x; };\n", "return sizeof(struct a);", "unsupported"],
    ["a loop without end", "", "for (;;) ;", "budget"],
    ["output without end", "", 'for (;;) pr_info("%d\\n", 1);', "budget"],
    ["a width without end", "", 'char b[8]; return snprintf(b, 8, "%*d", 2000000000, 1);', "returned"],
  ])("of %s ends", (_name, before, body, reason) => {
    // The annotation stands before the function, with what belongs to it.
    const [models, rest] = before.startsWith("//") ? [before, ""] : ["", before];
    const { stop } = run(`${head}${rest}// @kmem run\n${models}${demo(body)}`);
    expect([stop?.reason, (stop?.message.length ?? 0) < 400]).toEqual([reason, true]);
  });
});

describe("an annotation of a million characters", () => {
  it.each([
    ["option", `run ${"x".repeat(1_000_000)}`],
    ["word", "y".repeat(1_000_000)],
    ["let", `run\n// @kmem let ${"a.".repeat(500_000)}b = 1`],
    ["expectation", `run\n// @kmem expect ${"1 + ".repeat(250_000)}1 == 2`],
    ["model", `run\n// @kmem model f = ${"(".repeat(500_000)}1${")".repeat(500_000)}`],
    ["snapshot", `run\n// @kmem snapshot "${"z".repeat(1_000_000)}"`],
  ])("as %s has a short answer", (_name, words) => {
    const { stop, expectations = [], problems } = run(`${head}// @kmem ${words}\n${demo("return f(1);")}`);
    const said = [stop?.message ?? "", ...expectations.map(({ actual }) => actual)];
    for (const message of [...said, ...problems.map((problem) => problem.message)])
      expect(message.length).toBeLessThan(700);
    expect(problems.length + said.join("").length).toBeGreaterThan(0);
  });
});

it("thousands of allocations that fail in turn: some are let fail, and the run says how many", () => {
  const text = `${head}// @kmem run\n// @kmem fail each\n${demo("int i; for (i = 0; i < 2000; i++) kfree(kmalloc(8, GFP_KERNEL)); return 0;")}`;
  const [plan] = planSnippets(text).plans;
  if (!plan) throw new Error("no plan");
  let nrAsked = 0;
  const budget = { shouldStop: () => ++nrAsked > 40 };
  const readState = () => ({ kind: "failed" as const, reason: "none" });
  const result = runPlan({
    file: "t.c",
    text,
    headers: [],
    plan,
    defaults: {},
    failEach: false,
    budget,
    readState,
  });
  if (result.kind !== "runs") throw new Error("it did not run");
  expect(result.runs.length).toBeLessThan(60);
  expect(result.runs[0]?.notes?.join()).toMatch(/\d+ of the run's 2000 allocations were let fail/);
});
