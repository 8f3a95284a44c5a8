// What a file tells of itself from its tokens: what a link needs, before anything is parsed.

import { describe, expect, it } from "vitest";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import type { FileInterface } from "../../server/src/project/file-interface.js";
import { tellInterface } from "../../server/src/project/told-interface.js";
import { maskFile } from "../../server/src/syntax/prepass.js";

function tell(text: string): FileInterface {
  return tellInterface("a.c", maskFile(text, new Map()), createProfile());
}

/** The names that stand at places of the interface. */
function namesAt({ names }: FileInterface, places: readonly number[]): readonly string[] {
  return places.map((place) => names[place] ?? "").sort();
}

const locked = (call: string) =>
  `void f(struct d *d)\n{\n\tspin_lock(&d->l);\n\t${call}\n\tspin_unlock(&d->l);\n}\n`;

describe("the interface told from tokens", () => {
  it("has the functions that others can call, and which of them modules can", () => {
    const { functions } = tell(
      "static void a(void) { }\nvoid b(void) { }\nvoid c(void) { }\nEXPORT_SYMBOL_GPL(c);\n",
    );
    expect(functions.map(({ name, isSymbol }) => [name, isSymbol])).toEqual([
      ["b", false],
      ["c", true],
    ]);
  });

  it.each([
    ["sleeps", "void f(void) { msleep(1); }", true],
    ["sleeps below", "static void g(void) { mutex_lock(&m); }\nvoid f(void) { g(); }", true],
    ["allocates without sleeping", "void f(void) { p = kmalloc(8, GFP_ATOMIC | __GFP_NOWARN); }", false],
    ["allocates as a variable says", "void f(gfp_t gfp) { p = kmalloc(8, gfp); }", true],
    ["frees after a grace period", "void f(struct d *d) { kfree_rcu(d, rcu); }", false],
    ["waits for a grace period", "void f(struct d *d) { kfree_rcu(d); }", true],
    [
      "registers a function that sleeps",
      "static void g(struct work_struct *w) { msleep(1); }\nvoid f(void) { INIT_WORK(&w, g); }",
      false,
    ],
    ["does neither", "void f(void) { n++; }", false],
  ])("says whether a function that %s reaches a sleep", (_, text, reaches) => {
    expect(tell(text).functions.find(({ name }) => name === "f")?.reachesSleep).toBe(reaches);
  });

  it("says how a helper leaves a lock, and nothing of one that uses it", () => {
    const take = tell("void f(struct d *d)\n{\n\tspin_lock(&d->l);\n}\n").functions[0];
    expect(take).toMatchObject({ leavesLocks: true, takesLocks: true });
    expect(take?.summary?.exits[0]?.acquired).toMatchObject([{ effect: "spin", key: "d.l" }]);
    expect(tell(locked("n++;")).functions[0]).toMatchObject({ leavesLocks: false });
    const conditional =
      "void f(struct d *d)\n{\n\tif (d->x)\n\t\tspin_lock(&d->l);\n\tn++;\n\tif (d->x)\n\t\tspin_unlock(&d->l);\n}\n";
    expect(tell(conditional).functions[0]).toMatchObject({ leavesLocks: false });
  });

  it("does not say how, where a helper of a header may take part", () => {
    const [take] = tell("void f(struct d *d)\n{\n\tspin_lock(&d->l);\n\tswap_locks(d);\n}\n").functions;
    expect(take).toMatchObject({ leavesLocks: true });
    expect(take?.summary).toBeUndefined();
  });

  it("names what may be called where sleeping is forbidden", () => {
    const told = tell(`void g(void) { harmless(); }\n${locked("grow(d);")}`);
    expect(namesAt(told, told.atRisk)).toEqual(["grow"]);
    const handler = tell(
      "static irqreturn_t h(int i, void *p) { deep(p); return 1; }\nvoid g(void) { request_irq(1, h, 0, n, p); }\n",
    );
    expect(namesAt(handler, handler.atRisk)).toContain("deep");
    const foreign = tell("void g(void) { request_irq(1, my_isr, 0, n, p); }\n");
    expect(namesAt(foreign, foreign.atRisk)).toContain("my_isr");
  });

  it("names what is handed a mask, or a function that sleeps", () => {
    const told = tell(
      "static void s(void) { msleep(1); }\nvoid f(struct d *d) { fill(d, GFP_KERNEL); each(d, s); other(d); }\n",
    );
    expect(namesAt(told, told.hands)).toEqual(["each", "fill"]);
  });

  it("tells who calls what it is handed", () => {
    const { functions } = tell("void a(void (*fn)(int)) { fn(1); }\nvoid b(void (*fn)(int)) { keep(fn); }\n");
    expect(functions.map((item) => item.callsParameter)).toEqual([true, false]);
  });

  it("says nothing of half a text that cannot be told apart", () => {
    for (const text of [
      "",
      "}}}}",
      "void f(",
      "void f(void) { spin_lock(&l",
      "EXPORT_SYMBOL(",
      "\u0000\u0001",
    ])
      expect(() => tell(text)).not.toThrow();
  });
});
