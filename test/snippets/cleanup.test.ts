// Variables that end with their block: __free(), guard(), scoped_guard() and the classes that drivers define.

import { describe, expect, it } from "vitest";
import { guardRows } from "../../server/src/kernel-model/guards.js";
import type { SnippetRun } from "../../server/src/snippets/report.js";
import { runOne } from "./check.js";

const head = `#include <linux/slab.h>
#include <linux/cleanup.h>
static DEFINE_SPINLOCK(lock);
static DEFINE_MUTEX(mutex);
static char order[16];
static int nr;
static void note(int *p) { order[nr++] = '0' + *p; }
struct item { int id; };
static void item_put(struct item *i) { kfree(i); }
DEFINE_FREE(item, struct item *, if (_T) item_put(_T))
`;
const demo = (body: string): SnippetRun =>
  runOne(`${head}// @kmem run\nstatic long demo(void)\n{\n\t${body}\n}\n`);

describe("a variable with a cleanup", () => {
  const noted = (value: number): string => `int v${value} __attribute__((cleanup(note))) = ${value};`;
  it.each([
    ["the end of its block, last declared first", `{ ${noted(1)} ${noted(2)} }`, "21"],
    ["break", `for (;;) { ${noted(3)} break; }`, "3"],
    [
      "continue, every round",
      `int i; for (i = 0; i < 2; i++) { ${noted(4)} if (!i) continue; nr = nr; }`,
      "44",
    ],
    ["a goto out of two blocks", `{ ${noted(1)} { ${noted(2)} goto out; } } out: ;`, "21"],
    [
      "a goto out, but only what was reached",
      `{ ${noted(1)} if (nr == 0) goto out; ${noted(2)} } out: ;`,
      "1",
    ],
    ["a goto back over it", `int n = 0; { again: ; ${noted(5)} if (n++ < 2) goto again; }`, "555"],
    ["the end of a switch", `switch (1) { case 1: ; ${noted(6)} break; default: ; }`, "6"],
  ])("is given back at %s", (_name, body, expected) => {
    const { faults, console: lines } = demo(`${body} pr_info("%s", order); return 0;`);
    expect([faults, lines]).toEqual([[], [expected]]);
  });

  it("is given back after the returned value is there", () => {
    const body = `struct item *i __free(item) = kzalloc(sizeof(*i), GFP_KERNEL); i->id = 7; return i->id;`;
    expect(demo(body)).toMatchObject({ returned: "7", leaks: [], faults: [] });
  });

  it("is given back by return in each call of a recursion", () => {
    const { console: lines } = runOne(`${head}
static int down(int n) { int v __attribute__((cleanup(note))) = n; return n ? down(n - 1) + v : 0; }
// @kmem run
static int demo(void) { int sum = down(3); pr_info("%s %d", order, sum); return 0; }
`);
    expect(lines).toEqual(["0123 6"]);
  });

  it("that was never set is an uninitialised read", () => {
    expect(demo("void *p __free(kfree); return 0;").faults[0]?.kind).toBe("uninitialised");
  });

  it("that was freed by hand as well is freed twice", () => {
    const body = "void *p __free(kfree) = kmalloc(8, GFP_KERNEL); kfree(p); return 0;";
    expect(demo(body).faults[0]?.kind).toBe("double-free");
  });

  it("can be kept", () => {
    const { leaks } = demo(
      "char *p __free(kfree) = kmalloc(8, GFP_KERNEL); char *q = no_free_ptr(p); return q && !p ? 0 : -1;",
    );
    expect(leaks).toHaveLength(1);
  });
});

describe("a guard", () => {
  const kindsOf = (body: string): readonly string[] => demo(body).faults.map(({ kind }) => kind);
  const allocate = "kfree(kmalloc(8, GFP_KERNEL));";

  it("holds to the end of its block", () => {
    expect(kindsOf(`{ guard(spinlock)(&lock); } ${allocate} return 0;`)).toEqual([]);
    expect(kindsOf(`guard(spinlock)(&lock); ${allocate} return 0;`)).toEqual(["sleep-in-atomic"]);
  });

  it("of a statement holds for that statement", () => {
    expect(kindsOf(`scoped_guard(spinlock_irqsave, &lock) nr++; ${allocate} return 0;`)).toEqual([]);
    expect(kindsOf(`scoped_guard(spinlock_irqsave, &lock) { ${allocate} } return 0;`)).toEqual([
      "sleep-in-atomic",
    ]);
  });

  it("of a lock that sleeps lets allocations sleep, and is itself no call for atomic context", () => {
    expect(kindsOf(`guard(mutex)(&mutex); ${allocate} return 0;`)).toEqual([]);
    expect(kindsOf("guard(rcu)(); guard(mutex)(&mutex); return 0;")).toEqual(["sleep-in-atomic"]);
  });

  it("that may fail to lock takes the other way then", () => {
    const body = "scoped_cond_guard(mutex_intr, return -EINTR, &mutex) { return 5; } return 1;";
    expect(demo(body)).toMatchObject({ returned: "5", faults: [] });
  });

  it("of a driver's own class runs its functions", () => {
    const run = runOne(`${head}
DEFINE_GUARD(item, struct item *, _T->id++, _T->id += 10)
// @kmem run
static int demo(struct item *i) { scoped_guard(item, i) i->id += 100; return i->id; }
`);
    expect(run).toMatchObject({ returned: "111", faults: [] });
  });

  const supported = guardRows.filter(({ name }) =>
    /^(?:mutex|spinlock|raw_spinlock|read_lock|write_lock|rwsem|irq|rcu|preempt|local_lock(?!_nested))/.test(
      name,
    ),
  );
  it.each(supported)("$name gives back what it takes", ({ name, lockArgument, atomic }) => {
    const lockOf = lockArgument === undefined ? "" : "&lock";
    const run = demo(`{ guard(${name})(${lockOf}); might_sleep(); } might_sleep(); return 0;`);
    const nrFaults = atomic ? 1 : 0;
    expect([run.stop.reason, run.faults.length]).toEqual(["returned", nrFaults]);
  });
});
