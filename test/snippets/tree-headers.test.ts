// A driver with the headers of a kernel tree: definitions are cut apart, only the needed ones are taken, and what only
// has a prototype does what its family does.

import { expect, test } from "vitest";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { indexHeader } from "../../server/src/snippets/header-index.js";
import { joinIndexes, sliceHeaders } from "../../server/src/snippets/header-slice.js";
import type { SnippetRun } from "../../server/src/snippets/report.js";
import { runPlan } from "../../server/src/snippets/run-file.js";
import { planSnippets } from "../../server/src/snippets/snippet-plan.js";
import { openTreeHeaders } from "../../server/src/snippets/tree-headers.js";
import { treeDecider } from "../../server/src/snippets/tree-options.js";

const profile = createProfile();

function runWith(headerText: string, text: string): SnippetRun {
  const [plan] = planSnippets(text).plans;
  if (!plan) throw new Error("no snippet");
  const result = runPlan({
    file: "driver.c",
    text,
    headers: [],
    plan,
    tree: openTreeHeaders((path) => (path === "include/linux/bank.h" ? headerText : undefined)),
    defaults: { machine: undefined, kernel: undefined, arch: undefined },
    failEach: false,
    readState: () => ({ kind: "failed", reason: "none" }),
  });
  if (result.kind === "failed") throw new Error(result.reason);
  const [run] = result.runs;
  if (!run) throw new Error("no run");
  return run;
}

test("cuts a header into its definitions", () => {
  const header = `
#ifndef _X_H
#define _X_H
#define X_MAX(n) \\
	((n) + 1) /* one more */
struct x_ops;
enum x_kind { X_ONE, X_TWO = 4, };
struct x {
	int a;
#ifdef CONFIG_PM
	int b;
#endif
	union x_inner { int c; } u;
};
typedef int (*x_fn)(struct x *x);
extern int x_count;
int x_register(struct x *x) __must_check;
static inline int x_sum(struct x *x) { return x->a; }
#endif`;
  const items = indexHeader(header, treeDecider(profile));
  expect(items.map(({ kind, names }) => [kind, ...names])).toEqual([
    ["macro", "_X_H"],
    ["macro", "X_MAX"],
    ["type", "x_kind", "X_ONE", "X_TWO"],
    ["type", "x", "x_inner"],
    ["type", "x_fn"],
    ["variable", "x_count"],
    ["prototype", "x_register"],
    ["function", "x_sum"],
  ]);
  expect(items[3]?.text).toContain("int b;");
});

test("takes the arm of a header that the configuration has", () => {
  const header =
    "#if IS_ENABLED(CONFIG_OF)\nint a(void);\n#else\nstatic inline int a(void) { return -2; }\n#endif\n";
  expect(indexHeader(header, treeDecider(profile)).map(({ kind }) => kind)).toEqual(["function"]);
});

test("takes what is needed, and not what stands behind too many pointers", () => {
  const header = `
struct far { int x; };
struct d3 { struct far *f; };
struct d2 { struct d3 *n; };
struct d1 { struct d2 *n; };
struct near { struct d1 *n; struct inside i; };
struct inside { int y; };
struct other { int z; };`;
  const index = joinIndexes([indexHeader(header, () => false)]);
  const slice = sliceHeaders(["struct near *n;"], index, () => false);
  expect(slice).toContain("struct inside {");
  expect(slice).toContain("struct d3 {");
  expect(slice).not.toContain("struct far {");
  expect(slice).not.toContain("struct other {");
});

const header = `
struct bank { u32 width; struct list_head list; void *priv; };
struct widget;
#define BANK_WIDTH 16
static inline void *bank_priv(struct bank *b) { return b->priv; }
int bank_register(struct bank *b);
struct bank *devm_clk_get(struct device *dev, const char *id);
int widget_ask(struct widget *w);
void kfree(const void *p);`;

test("a driver sees the tree's structs, macros and inline functions", () => {
  const run = runWith(
    header,
    `#include <linux/bank.h>
// @kmem run
// @kmem expect returns == 16
int probe(struct device *dev)
{
	struct bank *b = kzalloc(sizeof(*b), GFP_KERNEL);
	struct bank *c = devm_clk_get(dev, NULL);
	int width;

	if (!b || IS_ERR(c) || bank_register(b))
		return -ENOMEM;
	b->width = BANK_WIDTH + c->width;
	width = bank_priv(b) ? -1 : b->width;
	kfree(b);
	return width;
}
`,
  );
  expect(run.stop.message).toBe("probe() returned");
  expect(run.returned).toBe("16");
  expect(run.leaks).toEqual([]);
  expect(run.events[0]?.requestedBytes).toBe(32);
});

test("what belongs to no family stops the run by name", () => {
  const run = runWith(
    header,
    "#include <linux/bank.h>\n// @kmem run\nint f(struct widget *w)\n{\n\treturn widget_ask(w);\n}\n",
  );
  expect(run.stop).toEqual({ reason: "unsupported", line: 5, message: "unsupported: widget_ask()" });
});

test("hostile headers end", () => {
  for (const text of [
    "struct {{{{",
    "#if\n#else\n#else\n#endif\n#endif",
    '"',
    "/*",
    "}}}};",
    "(".repeat(10_000),
  ]) {
    expect(Array.isArray(indexHeader(text, () => undefined))).toBe(true);
  }
});
