// Typed memory: each kind of fault at its line, with the lines that allocated and freed, and its near miss.

import { describe, expect, it } from "vitest";
import { runBody } from "./check.js";

/** Kinds of the faults of a body, with why it stopped. */
function faultsOf(body: string, before = ""): string {
  const run = runBody(body, before);
  return [run.stop.reason, ...run.faults.map((fault) => fault.kind)].join(" ");
}

describe("faults end the run where the program reaches for memory it may not touch", () => {
  it.each([
    [
      "a write after kfree()",
      "char *p = kmalloc(8, GFP_KERNEL); kfree(p); p[0] = 1; return 0;",
      "fault use-after-free",
    ],
    ["a byte past the end", "char *p = kmalloc(10, GFP_KERNEL); p[10] = 1; return 0;", "fault out-of-bounds"],
    [
      "a byte before the start",
      "char *p = kmalloc(10, GFP_KERNEL); p[-1] = 1; return 0;",
      "fault out-of-bounds",
    ],
    ["the last byte is fine", "char *p = kmalloc(10, GFP_KERNEL); p[9] = 1; kfree(p); return 0;", "returned"],
    ["NULL", "int *p = NULL; return *p;", "fault null-dereference"],
    ["a member of NULL", "struct list_head *p = NULL; p->prev = p; return 0;", "fault null-dereference"],
    ["an error pointer", "int *p = ERR_PTR(-ENOMEM); return *p;", "fault wild-dereference"],
    ["an integer that is no address", "int *p = (int *)0x1234567; return *p;", "fault wild-dereference"],
    [
      "a second kfree()",
      "char *p = kmalloc(8, GFP_KERNEL); kfree(p); kfree(p); return 0;",
      "fault double-free",
    ],
    ["kfree(NULL) is fine", "kfree(NULL); return 0;", "returned"],
    [
      "kfree() of the middle",
      "char *p = kmalloc(8, GFP_KERNEL); kfree(p + 4); return 0;",
      "fault wrong-free",
    ],
    ["kfree() of a local", "int x; kfree(&x); return 0;", "fault wrong-free"],
    ["kfree() of vmalloc memory", "void *p = vmalloc(8); kfree(p); return 0;", "fault wrong-free"],
    [
      "vfree() of kmalloc memory",
      "void *p = kmalloc(8, GFP_KERNEL); vfree(p); return 0;",
      "fault wrong-free",
    ],
    ["kfree() of an error pointer", "kfree(ERR_PTR(-ENOMEM)); return 0;", "fault wrong-free"],
    ["a local past its end", "int a[4]; a[4] = 1; return 0;", "fault out-of-bounds"],
    ["a string literal written", 'char *s = "abc"; s[0] = 1; return 0;', "fault wild-dereference"],
    ["a call through NULL", "void (*f)(void) = NULL; f(); return 0;", "fault null-dereference"],
    [
      "memset() past the end",
      "char *p = kmalloc(8, GFP_KERNEL); memset(p, 0, 9); return 0;",
      "fault out-of-bounds",
    ],
  ])("%s", (_name, body, expected) => {
    expect(faultsOf(body)).toBe(expected);
  });

  it("a local of a function that has returned", () => {
    expect(faultsOf("return *f();", "static int *f(void) { int x = 1; return &x; }")).toBe(
      "fault use-after-free",
    );
  });
});

describe("faults that the kernel would only complain of are recorded, and the run goes on", () => {
  it.each([
    [
      "an uninitialised byte of the heap",
      "char *p = kmalloc(8, GFP_KERNEL); long r = p[3]; kfree(p); return r;",
      "returned uninitialised",
    ],
    [
      "kzalloc() is initialised",
      "char *p = kzalloc(8, GFP_KERNEL); long r = p[3]; kfree(p); return r;",
      "returned",
    ],
    ["an uninitialised local", "int x; return x;", "returned uninitialised"],
    ["an uninitialised pointer compared", "char *p; return p == NULL;", "returned uninitialised"],
    ["memcpy() carries what is unknown", "int a, b; memcpy(&b, &a, 4); return b;", "returned uninitialised"],
    ["copying is no reading", "int a, b; memcpy(&b, &a, 4); return 0;", "returned"],
    [
      "GFP_KERNEL under a spinlock",
      "spin_lock(&l); kfree(kmalloc(8, GFP_KERNEL)); spin_unlock(&l); return 0;",
      "returned sleep-in-atomic",
    ],
    [
      "GFP_ATOMIC under a spinlock",
      "spin_lock(&l); kfree(kmalloc(8, GFP_ATOMIC)); spin_unlock(&l); return 0;",
      "returned",
    ],
    [
      "after the unlock",
      "spin_lock(&l); spin_unlock(&l); kfree(kmalloc(8, GFP_KERNEL)); return 0;",
      "returned",
    ],
    [
      "msleep() with interrupts off",
      "unsigned long f; local_irq_save(f); msleep(1); local_irq_restore(f); return 0;",
      "returned sleep-in-atomic",
    ],
    ["mutex_lock() under a spinlock", "spin_lock(&l); mutex_lock(&m); return 0;", "returned sleep-in-atomic"],
  ])("%s", (_name, body, expected) => {
    expect(faultsOf(body, "static DEFINE_SPINLOCK(l); static DEFINE_MUTEX(m);")).toBe(expected);
  });

  it("names the lines that allocated and freed", () => {
    const run = runBody("char *p = kmalloc(8, GFP_KERNEL);\nkfree(p);\np[0] = 1;\nreturn 0;");
    expect(run.faults).toEqual([
      {
        line: 8,
        kind: "use-after-free",
        message: "writes 1 bytes of 'kmalloc(8)', freed by kfree() at line 7, from line 6",
      },
    ]);
  });
});

describe("runs end", () => {
  it("an endless loop by its budget, with what it did so far", () => {
    const run = runBody("char *p = kmalloc(8, GFP_KERNEL); while (1) p[0] = 1; return 0;");
    expect(run.stop.reason).toBe("budget");
    expect(run.events).toHaveLength(1);
  });

  it("endless recursion by its depth", () => {
    expect(runBody("return f(1);", "static int f(int x) { return f(x + 1); }").stop.reason).toBe("budget");
  });

  it("endless allocation by the machine's memory", () => {
    const run = runBody("while (1) alloc_pages(GFP_KERNEL, 3); return 0;");
    expect(run.stop.reason).toBe("oom");
  });

  it("an unknown function by its name, when it is reached", () => {
    const run = runBody("int x = 1; if (x) return 5; return frobnicate(x);");
    expect(run.returned).toBe("5");
    expect(runBody("return frobnicate(1);").stop).toMatchObject({
      reason: "unsupported",
      message: "unsupported: frobnicate()",
    });
  });
});
