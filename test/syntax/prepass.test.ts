// The pre-pass: kernel C must parse without an error, and what was hidden must stand in the record.

import { describe, expect, it } from "vitest";
import { parseFile } from "../../server/src/syntax/parsed-file.js";
import { childByField } from "../../server/src/syntax/tree.js";
import { allNodes, callees, functionNames, hasError, hiddenLines, textOf } from "./helpers.js";

/** Wraps statements into a function. */
function inFunction(statements: string): string {
  return `static int f(struct dev *d)\n{\n${statements}\n\treturn 0;\n}\n`;
}

function checkClean(text: string): ReturnType<typeof parseFile> {
  const file = parseFile(text);
  for (const { masked } of file.readings) expect(masked).toHaveLength(text.length);
  expect(hasError(file), file.readings[0].masked).toBe(false);
  return file;
}

describe("loops", () => {
  it("become while statements at the macro's start, with the calls in their arguments", () => {
    const text = inFunction("\tlist_for_each_entry(a, get_head(d), node)\n\t\tuse(a);");
    const file = checkClean(text);
    const start = text.indexOf("list_for_each_entry");
    expect(file.hiddenAt(start)).toMatchObject({ kind: "loop", name: "list_for_each_entry" });
    const loop = allNodes(file.readings[0].root).find(
      (node) => node.start === start && node.kind === "while_statement",
    );
    expect(loop).toBeDefined();
    expect(callees(file)).toEqual(["get_head", "use"]);
  });

  it.each([
    ["unknown, with a block", "\tmy_every_ring(d, r) {\n\t\tuse(r);\n\t}"],
    ["unknown, body indented below", "\tmy_rings(d, r)\n\t\tuse(r);"],
    ["with declarations and types as arguments", "\tfor_each_thing(struct foo *x, d, u32 *)\n\t\tuse(x);"],
    ["without arguments", "\tforever() {\n\t\tuse(d);\n\t}"],
    ["short name", "\tEACH(d) {\n\t\tuse(d);\n\t}"],
    ["nested", "\tfor_each_a(d)\n\t\tfor_each_b(d)\n\t\t\tuse(d);"],
    ["a head without parentheses of its own", "\tif time_after(jiffies, d->t)\n\t\tuse(d);"],
    ["no argument list", "\tFOREVER_LOOP {\n\t\tuse(d);\n\t}"],
  ])("parse: %s", (_, statements) => {
    expect(callees(checkClean(inFunction(statements)))).toContain("use");
  });

  it("are known from the file's own definition", () => {
    const text = `#define ring_walk(r, d) for (r = (d)->first; r; r = r->next)\n${inFunction("\tring_walk(r, d) use(r);")}`;
    const file = checkClean(text);
    expect(hiddenLines(file)).toContain("loop ring_walk(r, d)");
  });

  it("are not guessed where a statement merely lacks its semicolon", () => {
    const file = checkClean(inFunction('\tDBG(d, "x")\n\tuse(d);'));
    expect(hiddenLines(file)).toEqual(['statement DBG(d, "x")']);
    expect(callees(file)).toEqual(["DBG", "use"]);
  });
});

describe("guards", () => {
  it("keep their arguments as expressions", () => {
    const text = inFunction(
      "\tscoped_guard(spinlock_irqsave, &d->lock)\n\t\tuse(d);\n\tguard(mutex)(&d->m);",
    );
    const file = checkClean(text);
    expect(hiddenLines(file)).toContain("scoped-guard scoped_guard(spinlock_irqsave, &d->lock)");
    const guard = allNodes(file.readings[0].root).find((node) => node.kind === "while_statement");
    const condition = guard ? childByField(guard, "condition") : undefined;
    expect(condition && textOf(file, condition)).toBe("(spinlock_irqsave, &d->lock)");
    expect(callees(file)).toEqual(["guard", "guard(mutex)", "use"]);
  });

  it("take a statement with a failure branch", () => {
    const file = checkClean(
      inFunction("\tscoped_cond_guard(mutex_try, return -EBUSY, &d->m) {\n\t\tuse(d);\n\t}"),
    );
    expect(hiddenLines(file)).toContain("scoped-guard scoped_cond_guard(mutex_try, return -EBUSY, &d->m)");
    expect(callees(file)).toEqual(["use"]);
  });
});

describe("attributes", () => {
  it("are hidden with their arguments", () => {
    const text = [
      "struct __packed foo { u8 a __aligned(8); } ____cacheline_aligned;",
      "static void __init f(struct foo __iomem *p)",
      "\t__must_hold(&p->lock)",
      "\t__releases(&p->lock)",
      "{",
      "\tchar *b __free(kfree) = get(p);",
      "}",
    ].join("\n");
    const lines = hiddenLines(checkClean(text));
    expect(lines).toEqual([
      "attribute __packed",
      "attribute __aligned(8)",
      "attribute ____cacheline_aligned",
      "attribute __init",
      "attribute __iomem",
      "attribute __must_hold(&p->lock)",
      "attribute __releases(&p->lock)",
      "attribute __free(kfree)",
    ]);
  });

  it("are recognised by place when no one knows them", () => {
    const text =
      "static int XFACE f(struct a *x)\n{\n\treturn g(x);\n}\nSTATIC int g(int a) OWN_ATTRIBUTE(1)\n{\n\treturn a;\n}\n";
    const file = checkClean(text);
    expect(functionNames(file)).toEqual(["f", "g"]);
    expect(hiddenLines(file)).toEqual(["attribute XFACE", "attribute STATIC", "attribute OWN_ATTRIBUTE(1)"]);
  });

  it("leave fields and variables of the same name alone", () => {
    const file = checkClean(inFunction("\tu32 UNUSED;\n\td->notrace = 1;\n\td.asmlinkage();"));
    expect(hiddenLines(file)).toEqual([]);
  });
});

describe("arguments", () => {
  it.each([
    ["p = container_of(w, struct foo, work);", "container_of", "struct foo"],
    ["n = min_t(unsigned int, a, g(b));", "min_t", "unsigned int"],
    ["q = list_first_entry(&h, struct foo *, n);", "list_first_entry", "struct foo *"],
    ["v = va_arg(ap, foo_t *);", "va_arg", "foo_t *"],
    ["x = kmalloc_obj(int, GFP_KERNEL);", "kmalloc_obj", "int"],
  ])("types become one word: %s", (statement, callee, type) => {
    const file = checkClean(inFunction(`\t${statement}`));
    expect(callees(file)).toContain(callee);
    expect(hiddenLines(file)).toContain(`type-argument ${type}`);
  });

  it.each([
    "CHECK(a, <, b);",
    "CHECK(a, ==, f(b));",
    "EMPTY(a, , b);",
    "RANGE(a, 10:8);",
    "SPEED(40G, 1G);",
    "RETURN_IF(a, return -EINVAL);",
    "ON_ERROR(a, goto out);",
    "SET(x, .h = { 1, 2 }, { 3 });",
    'DEV(BINF.2, PREFIX "x" MACRO(y) "z");',
    "t = msec(d, 2000, if (ready(d)) break; relax(); );",
    "PHM(d->x, stop(d); r = 1; goto out);",
    "DEB(print(d);)",
    "x = offsetof(struct a, b.c[3]);",
    "x = __alignof__(*d);",
    'asm volatile(HYPERCALL : "=a"(x) : "b"(virt(d)) : "memory");',
    'register long r0 asm("r0") = 1;',
    "goto *labels[1];",
    "switch (x) { case 1 ... 3: use(d); }",
    "typeof(*d) *e = (typeof(d))g(d);",
  ])("parse: %s", (statement) => {
    checkClean(inFunction(`\t${statement}\nout:`));
  });

  it("keep the calls among statements given as arguments", () => {
    expect(
      callees(
        checkClean(inFunction("\tif (msec(d, 10,\n\t\tif (ready(d))\n\t\t\tbreak;\n\t) < 0)\n\t\tfail(d);")),
      ),
    ).toEqual(["fail", "msec", "ready"]);
  });
});

describe("parenthesised calls", () => {
  it.each(["if ((ready(d)) && d->a > 0) use(d);", "x = (ready(d)) & MASK;", "return (ready(d)) - d->a;"])(
    "%s",
    (statement) => {
      expect(callees(checkClean(inFunction(`\t${statement}`)))).toContain("ready");
    },
  );
});

describe("structures", () => {
  it("record unnamed bit-fields", () => {
    const file = checkClean(
      "struct a {\n\tu32 :3, b:2, :1;\n\tunsigned int: 16;\n\tu8 c : 4;\n\tconst u16 : W;\n};\n",
    );
    expect(hiddenLines(file)).toEqual(["other :(3)", "other :(1)", "other :( 16)", "other :( W)"]);
  });
});

describe("file scope", () => {
  it.each([
    ["static DEFINE_SPINLOCK(lock);", "declaration DEFINE_SPINLOCK(lock)"],
    ["module_init(x_init)", "declaration module_init(x_init)"],
    ["static DEFINE_PER_CPU(int, counter) = 1;", "declaration DEFINE_PER_CPU(int, counter)"],
    ['static PNAME(parents) = { "a", "b" };', "declaration PNAME(parents)"],
    ["MY_FUNC(show, int) { return g(); }", "declaration MY_FUNC(show, int)"],
  ])("%s", (item, line) => {
    expect(hiddenLines(checkClean(`${item}\n\nint f(void)\n{\n\treturn 0;\n}\n`))).toContain(line);
  });

  it("reads members that macros declare", () => {
    const text =
      "struct a {\n\tDECLARE_BITMAP(map, 8);\n\tstruct_group(g, u8 x; u8 y;);\n\tDECLARE_FLEX_ARRAY(int, z);\n\tint w;;\n};\n";
    const names = allNodes(checkClean(text).readings[0].root)
      .filter((node) => node.kind === "field_identifier")
      .map((node) => text.slice(node.start, node.end));
    expect(names).toEqual(["map", "x", "y", "z", "w"]);
  });

  it("masks bulk tables and keeps tables of functions", () => {
    const rows = Array.from({ length: 80 }, (_, i) => `\t{ ${i}, REG(${i}) },`).join("\n");
    const table = checkClean(`static const struct reg regs[] = {\n${rows}\n};\n`);
    expect(hiddenLines(table)).toHaveLength(1);
    expect(table.hidden[0]?.kind).toBe("initializer");
    const members = Array.from({ length: 80 }, (_, i) => `\t.op${i} = handle_${i},`).join("\n");
    const ops = checkClean(`static const struct ops ops = {\n${members}\n};\n`);
    expect(ops.hidden).toEqual([]);
    expect(allNodes(ops.readings[0].root).filter((node) => node.kind === "initializer_pair")).toHaveLength(
      80,
    );
  });

  it("takes elements without commas and hidden designators", () => {
    checkClean("static int a[] = {\n\tFIRST_ROWS\n\tMORE(1)\n\t{ 1 },\n\tCHANNEL(2) = { 3 },\n};\n");
  });

  it("reports definitions and includes", () => {
    const text =
      '#include <linux/a.h>\n#include "b.h"\n#define N 3 /* three */\n#define ADD(a, ...) \\\n\tsum(a, ##__VA_ARGS__)\n';
    const file = parseFile(text);
    expect(file.includes.map(({ path, system }) => [path, system])).toEqual([
      ["linux/a.h", true],
      ["b.h", false],
    ]);
    expect(file.defines.map(({ name, params }) => [name, params])).toEqual([
      ["N", undefined],
      ["ADD", ["a", "..."]],
    ]);
    expect(file.defines.map(({ body }) => textOf(file, body))).toEqual([
      "3 /* three */",
      "sum(a, ##__VA_ARGS__)",
    ]);
    expect(file.comments.map((span) => textOf(file, span))).toEqual(["/* three */"]);
  });
});
