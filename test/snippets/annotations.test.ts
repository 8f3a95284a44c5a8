// The annotation language: what each directive means, and what is said of each wrong one.

import { describe, expect, it } from "vitest";
import { planSnippets } from "../../server/src/snippets/snippet-plan.js";
import { runAll, runBody, runOne } from "./check.js";

/** Messages about an annotated text. */
function complaints(text: string): string[] {
  return planSnippets(text).problems.map((problem) => problem.message);
}

const body = "static int f(int n)\n{\n\treturn n;\n}\n";

describe("wrong directives are told, with what was probably meant", () => {
  it.each([
    ["// @kmem rnu\n", "unknown directive 'rnu', did you mean 'run'?"],
    ["// @kmem run machin=x\n", "'run' has no option 'machin', did you mean 'machine'?"],
    ["// @kmem run cpus=0\n", "'cpus' wants a whole number from 1, not '0'"],
    ["// @kmem run context=sofirq\n", "'sofirq' is no context, did you mean 'softirq'?"],
    ["// @kmem run seed\n", "'seed' wants a value, as in 'seed=…'"],
    ["// @kmem run\n// @kmem let n\n", "'let' wants LVALUE = EXPR, not 'n'"],
    ["// @kmem run\n// @kmem model foo\n", "'model' wants NAME = EXPR, as in 'model foo_ready = 1'"],
    ["// @kmem run\n// @kmem fail twice\n", "'fail' wants 'nth=N' (from 1) or 'each'"],
    ["// @kmem run\n// @kmem expect\n", "'expect' wants what to expect"],
    ["// @kmem run\n// @kmem snapshot x\n", "'snapshot' wants a label in quotes"],
    ["// @kmem run\n// @kmem repeat 3\n// @kmem end\n", "'repeat' belongs inside a function"],
    ["// @kmem let n = 1\n", "'let' here belongs to no '@kmem run'"],
    ["// @kmem\n", "'@kmem' wants one of run, let, model, repeat, context, end, fail, expect, snapshot"],
    ["// @kmem run\n// @kmem end\n", "'end' closes nothing here"],
  ])("%j", (directives, message) => {
    expect(complaints(directives + body)).toContain(message);
  });

  it("a right one is not", () => {
    expect(
      complaints(
        `// @kmem run machine=x86_64:1G kernel=6.12 cpus=2 context=process seed=3\n// @kmem let n = 1\n${body}`,
      ),
    ).toEqual([]);
  });

  it("a group without its end", () => {
    expect(complaints("// @kmem run\nstatic int f(void)\n{\n\t// @kmem repeat 2\n\treturn 0;\n}\n")).toEqual([
      "'repeat' has no 'end'",
    ]);
  });

  it("a comment that merely speaks of it is none", () => {
    expect(complaints(`/* see @kmem run in the manual */\n${body}`)).toEqual([]);
  });
});

describe("directives do what they say", () => {
  it("let sets parameters and what they lead to", () => {
    const run = runOne(
      "#include <linux/slab.h>\nstruct foo { int mtu; struct { short q; } in; };\n// @kmem run\n// @kmem let n = 100, dev->mtu = 1500, dev->in.q = n / 4\nstatic int f(struct foo *dev, int n)\n{\n\treturn dev->mtu + n + dev->in.q;\n}\n",
    );
    expect(run.returned).toBe("1625");
  });

  it("parameters without let are zero, their objects outside the machine", () => {
    const run = runOne(
      "#include <linux/slab.h>\nstruct foo { int a; };\n// @kmem run\nstatic int f(struct foo *p, long n)\n{\n\treturn p->a + n;\n}\n",
    );
    expect(run).toMatchObject({ returned: "0", events: [], held: [] });
  });

  it("a pointer to an incomplete type is not NULL and cannot be looked into", () => {
    const text = (use: string) =>
      `#include <linux/slab.h>\n// @kmem run\nstatic int f(struct mystery *p)\n{\n\treturn ${use};\n}\n`;
    expect(runOne(text("p != NULL")).returned).toBe("1");
    expect(runOne(text("p->x")).stop.reason).toBe("unsupported");
  });

  it("model stands in for a function that nobody knows", () => {
    const run = runOne(
      "#include <linux/slab.h>\n// @kmem run\n// @kmem model foo_alloc = kmalloc($1, GFP_KERNEL)\n// @kmem model foo_ready = 1\nstatic int f(void)\n{\n\tvoid *p = foo_alloc(30);\n\tif (!p || !foo_ready()) return -1;\n\tkfree(p);\n\treturn 5;\n}\n",
    );
    expect(run).toMatchObject({
      returned: "5",
      events: [{ call: "kmalloc", requestedBytes: 30, line: 7 }, { call: "kfree" }],
    });
  });

  it("repeat runs statements that often", () => {
    const run = runBody("int n = 0;\n/* @kmem repeat 3 */\nn++;\nn += 10;\n/* @kmem end */\nreturn n;");
    expect(run.returned).toBe("33");
  });

  it("context holds for the statements inside it", () => {
    const run = runBody(
      "void *p;\n// @kmem context softirq\np = kmalloc(8, GFP_KERNEL);\n// @kmem end\nkfree(p);\nkfree(kmalloc(8, GFP_KERNEL));\nreturn 0;",
    );
    expect(run.faults.map(({ kind, line }) => `${kind} ${line}`)).toEqual(["sleep-in-atomic 8"]);
  });

  it("context of the run", () => {
    const [run] = runAll(
      "#include <linux/slab.h>\n// @kmem run context=hardirq\nstatic int f(void) { kfree(kmalloc(8, GFP_KERNEL)); return 0; }\n",
    );
    expect(run?.faults.map(({ kind }) => kind)).toEqual(["sleep-in-atomic"]);
  });

  it("snapshots are points with a name", () => {
    const run = runBody('void *p = kmalloc(8, GFP_KERNEL);\n// @kmem snapshot "one"\nkfree(p);\nreturn 0;');
    expect(run.snapshots.map(({ label, line }) => `${label} ${line}`)).toEqual(["one 7"]);
  });

  it("//? tells what the line did", () => {
    const run = runBody("void *p = kmalloc(30, GFP_KERNEL);\t//?\nkfree(p);\t/*?*/\nreturn 0;");
    expect(run.queries).toEqual([
      { line: 6, text: "kmalloc-32: 30 of 32 bytes, 6 % unused" },
      { line: 7, text: "kfree: 32 bytes back to kmalloc-32" },
    ]);
  });

  it("an injected failure takes the error path", () => {
    const text =
      "#include <linux/slab.h>\n// @kmem run\nstatic int f(void)\n{\n\tchar *a = kmalloc(8, GFP_KERNEL), *b;\n\tif (!a) return -ENOMEM;\n\tb = kmalloc(8, GFP_KERNEL);\n\tif (!b) return -ENOMEM;\n\tkfree(a);\n\tkfree(b);\n\treturn 0;\n}\n";
    expect(runOne(text, { failNth: 1 })).toMatchObject({ returned: "-12", leaks: [] });
    expect(runOne(text, { failNth: 2 })).toMatchObject({
      returned: "-12",
      leaks: [{ line: 5, call: "kmalloc" }],
    });
  });
});

describe("expectations", () => {
  const check = (expectation: string): string => {
    const run = runOne(
      `#include <linux/slab.h>\n// @kmem run\n// @kmem expect ${expectation}\nstatic int f(void)\n{\n\tstatic void *kept;\n\tint i;\n\tfor (i = 0; i < 3; i++) kept = kmalloc(60, GFP_KERNEL);\n\treturn -ENOMEM;\n}\n`,
    );
    const [first] = run.expectations;
    return `${first?.ok} ${first?.actual}`;
  };
  it.each([
    ['slab["kmalloc-64"].objects += 3', "true += 3"],
    ['slab["kmalloc-64"].objects == 4', "false 3"],
    ['slab["kmalloc-64"].slabs += 1', "true += 1"],
    ["leaks == 2", "true 2"],
    ["held == 1", "true 1"],
    ["faults == 0", "true 0"],
    ["returns == -ENOMEM", "true -12"],
    ["fails", "true -12"],
    ["stops == returned", "true returned"],
    ['events["kmalloc"] == 3', "true 3"],
    ['zone["Normal"].free >= 1', "false this machine has no zone 'Normal'; it has DMA, DMA32"],
    ["nonsense", "false 'nonsense' compares nothing"],
  ])("%s", (expectation, result) => {
    expect(check(expectation)).toBe(result);
  });

  it("sizes are bytes", () => {
    expect(check('zone["DMA32"].free >= 10M')).toMatch(/^true /);
    expect(check('zone["DMA32"].free >= 10G')).toMatch(/^false /);
  });

  it("one that is never reached fails", () => {
    const run = runBody("if (0) {\n// @kmem expect leaks == 0\nreturn 1;\n}\nreturn 0;");
    expect(run.expectations).toMatchObject([{ ok: false, actual: "not reached", line: 7 }]);
  });
});

describe("what is run", () => {
  it("a program that waits for a key goes on, and one that reads all input stops reading", () => {
    const run = runOne(
      '#include <stdio.h>\n#include <stdlib.h>\n// @kmem run\nint main(void)\n{\n\tint c, n = 0;\n\tchar line[8];\n\tfputs("key?\\n", stdout);\n\tgetchar();\n\twhile ((c = getc(stdin)) != EOF)\n\t\tn++;\n\twhile (fgets(line, sizeof(line), stdin))\n\t\tn++;\n\treturn n + scanf("%d", &c) + 1;\n}\n',
    );
    expect(run).toMatchObject({ returned: "0", console: ["key?"], stop: { reason: "returned" } });
  });

  it("a module of the older kind, by the names of its functions", () => {
    const text = (before: string, exit: string) =>
      `#include <linux/module.h>\n#include <linux/slab.h>\nchar *p;\n${before}int init_module(void)\n{\n\tp = kmalloc(100, GFP_KERNEL);\n\treturn p ? 0 : -ENOMEM;\n}\nvoid cleanup_module(void)\n{\n\t${exit}\n}\n`;
    const run = "// @kmem run\n";
    expect(runOne(text(run, "kfree(p);"))).toMatchObject({ returned: "0", leaks: [], held: [] });
    expect(runOne(text(run, "")).leaks).toMatchObject([{ line: 7, call: "kmalloc" }]);
    expect(runOne(text(`${run}MODULE_LICENSE("GPL");\n`, "kfree(p);")).events).toHaveLength(2);
  });

  it("a module: init, then exit, and globals no longer count", () => {
    const module_ = (exit: string) =>
      `#include <linux/module.h>\n#include <linux/slab.h>\nstatic void *p;\nstatic int __init in(void) { p = kmalloc(8, GFP_KERNEL); return 0; }\nstatic void __exit out(void) { ${exit} }\n// @kmem run\nmodule_init(in);\nmodule_exit(out);\n`;
    expect(runOne(module_("kfree(p);")).leaks).toEqual([]);
    expect(runOne(module_("")).leaks).toMatchObject([{ line: 4, call: "kmalloc" }]);
  });

  it("a program of user space", () => {
    const run = runOne(
      '#include <stdio.h>\n#include <stdlib.h>\n// @kmem run\nint main(void)\n{\n\tprintf("%d\\n", 3);\n\texit(4);\n}\n',
    );
    expect(run).toMatchObject({ returned: "4", console: ["3"] });
  });

  it("the architecture decides widths", () => {
    const run = (machine: string) =>
      runOne(
        `#include <linux/slab.h>\n// @kmem run machine=${machine}:512M\nstatic long f(void) { return sizeof(long) * 100 + sizeof(void *); }\n`,
      ).returned;
    expect([run("x86_64"), run("i386"), run("arm"), run("arm64")]).toEqual(["808", "404", "404", "808"]);
  });
});
