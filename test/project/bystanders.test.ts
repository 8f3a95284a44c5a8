// What a scan leaves unread takes no finding away and adds none.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { factsForFindings, findBystanders } from "../../server/src/project/bystanders.js";
import { checkFiles, checkQuickly } from "../../server/src/rules/engine.js";
import { maskFile } from "../../server/src/syntax/prepass.js";
import { randomProgram, writeProgram } from "../analysis/random-programs.js";
import { driverTexts } from "../robustness/mutate.js";

const settings = { profile: createProfile(), rules: {} };
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const kernelTree = process.env["KMEM_LENS_KERNEL_TREE"] ?? "";

/** Names of the functions that need not be read. */
function bystandersOf(text: string): readonly string[] {
  return findBystanders(maskFile(text, new Map()), settings.profile).functions.map(
    ({ name }) => /^\w+/.exec(text.slice(name))?.[0] ?? "",
  );
}

function expectSameFindings(path: string, text: string): void {
  const whole = checkFiles([{ path, text }], settings);
  const quick = checkQuickly({ path, text }, settings);
  expect(quick.findings, path).toEqual(whole.findings);
  // What is not read counts as clean.
  const { cleanFunctions } = quick.stats;
  expect(cleanFunctions, path).toBeGreaterThanOrEqual(whole.stats.cleanFunctions);
  expect(quick.stats, path).toEqual({ ...whole.stats, cleanFunctions });
}

describe("bystanders", () => {
  it.each([
    ["sets registers", "static void f(void) { writel(1, base); }", ["f"]],
    ["sleeps with nothing held", "static void f(void) { msleep(1); }", ["f"]],
    ["locks and does not sleep", "static void f(void) { spin_lock(&l); n++; spin_unlock(&l); }", ["f"]],
    ["sleeps under its lock", "static void f(void) { spin_lock(&l); msleep(1); spin_unlock(&l); }", []],
    [
      "is called under a lock",
      "static void f(void) { msleep(1); }\nstatic void g(void) { spin_lock(&l); f(); spin_unlock(&l); }",
      [],
    ],
    [
      "locks for a caller that sleeps",
      "static void f(void) { spin_lock(&l); }\nstatic void g(void) { f(); msleep(1); }",
      [],
    ],
    ["locks through a macro", "#define take() spin_lock(&l)\nstatic void f(void) { take(); msleep(1); }", []],
    [
      "tells a sleeper something",
      "static bool f(void) { return true; }\nstatic void g(void) { spin_lock(&l); if (f()) msleep(1); }",
      [],
    ],
    [
      "is the thread of an interrupt",
      "static irqreturn_t f(int i, void *d) { msleep(1); return 0; }\n" +
        "static int probe(void) { return request_threaded_irq(1, NULL, f, 0, n, d); }",
      ["f", "probe"],
    ],
    [
      "is told of an interrupt behind a macro's braces",
      "static irqreturn_t f(int i, void *d) { msleep(1); return 0; }\n" +
        "static int probe(void) { return request_irq(({ a, b; }), f, 0, n, d); }",
      [],
    ],
    [
      "is a member of another struct than the one called back in interrupt",
      "static int f(struct device *d) { msleep(1); return 0; }\n" +
        "static const struct dev_pm_ops pm = { .suspend = f };",
      ["f"],
    ],
    [
      "is that member in an array of the struct",
      "static netdev_tx_t f(struct sk_buff *s, struct net_device *d) { msleep(1); return 0; }\n" +
        "static const struct net_device_ops all[] = { [0] = { .ndo_start_xmit = f }, { .ndo_open = g } };",
      [],
    ],
    [
      "is that member of a struct in another one",
      "static netdev_tx_t f(struct sk_buff *s, struct net_device *d) { msleep(1); return 0; }\n" +
        "static struct thing t = { .ops = { .ndo_start_xmit = f } };",
      [],
    ],
    [
      "is that member behind a table that `#if` cuts in two",
      "static netdev_tx_t f(struct sk_buff *s, struct net_device *d) { msleep(1); return 0; }\n" +
        "#ifdef A\nstatic struct pci_driver p = {\n#else\nstatic struct pci_driver p = {\n#endif\n.name = n };\n" +
        "static const struct net_device_ops ops = { .ndo_start_xmit = f };",
      [],
    ],
    [
      "is an interrupt handler, and who registers it",
      "static irqreturn_t f(int i, void *d) { msleep(1); return 0; }\n" +
        "static int probe(void) { return request_irq(1, f, 0, n, d); }\nstatic void other(void) { n++; }",
      ["other"],
    ],
    [
      "is a member called in a timer",
      "static enum hrtimer_restart f(struct hrtimer *t) { msleep(1); return 0; }\n" +
        "static void start(struct d *d) { hrtimer_init(&d->t, 0, 0); d->t.function = f; }",
      [],
    ],
    [
      "is a member of a table in process context",
      "static int f(struct inode *i, struct file *p) { msleep(1); return 0; }\n" +
        "static const struct file_operations o = { .open = f };",
      ["f"],
    ],
    [
      "is called through a table under a lock",
      "static void f(void) { msleep(1); }\nstatic const struct my_ops o = { .go = f };\n" +
        "static void g(void) { spin_lock(&l); o.go(); spin_unlock(&l); }",
      [],
    ],
    [
      "neither calls what it is handed nor is handed to one that does",
      "static void put(struct s *s) { n++; }\nstatic int set(struct s *s) { return add(s, 1); }\n" +
        "static irqreturn_t f(int i, void *d) { msleep(1); return 0; }\n" +
        "static int probe(struct s *s) { put(s); set(s); return request_irq(1, f, 0, n, s); }",
      ["put", "set"],
    ],
    [
      "calls what it is handed, and what is handed to it",
      "static bool is(struct s *s) { return true; }\nstatic void run(struct s *s, bool (*of)(struct s *)) { if (of(s)) msleep(1); }\n" +
        "static void on(struct s *s, bool (*of)(struct s *)) { run(s, of); }\n" +
        "static void g(struct s *s) { spin_lock(&l); on(s, is); spin_unlock(&l); }",
      [],
    ],
    ["says that a lock is held", "static void f(void) { lockdep_assert_held(&l); msleep(1); }", []],
    ["has it said of it", "static void f(void) __must_hold(&l) { msleep(1); }", []],
    ["allocates a struct", "static void f(void) { p = kzalloc(sizeof(*p), GFP_KERNEL); }", ["f"]],
    ["allocates what a variable says", "static void f(int n) { p = kmalloc(n, GFP_KERNEL); }", []],
    ["allocates a product", "static void f(int n) { p = kcalloc(n, 8, GFP_KERNEL); }", []],
    ["allocates a large struct", "void f(void) { p = kmalloc(sizeof(struct hid_parser), GFP_KERNEL); }", []],
  ])("a function that %s", (_, text, expected) => {
    expect(bystandersOf(text)).toEqual(expected);
  });

  it("are there as functions that do nothing", () => {
    const text = "static int f(int a)\n{\n\twritel(a, base);\n\treturn 1;\n}\n";
    const [facts] = factsForFindings("x.c", text, settings.profile).functions;
    expect(facts).toMatchObject({ name: "f", isStatic: true, span: { start: 0, end: text.length - 1 } });
    const events = facts?.graph.blocks.flatMap((block) => block.events) ?? [];
    expect(events.filter(({ kind }) => kind === "call")).toEqual([]);
  });

  it("are read after all where the file declares a large struct", () => {
    const text =
      "struct big { char room[40000]; };\nstatic void f(struct big *p)\n{\n\tp = kmalloc(sizeof(*p), GFP_KERNEL);\n}\n";
    expect(bystandersOf(text)).toEqual(["f"]);
    expect(checkQuickly({ path: "x.c", text }, settings).findings).toHaveLength(1);
    expectSameFindings("x.c", text);
  });

  it("are not all there is where macros begin functions", () => {
    const text =
      "static int HANDLER(a)(struct s *s)\n{\n\tspin_lock(&s->l);\n\tmsleep(1);\n\tspin_unlock(&s->l);\n\treturn 0;\n}\nvoid f(void) { n++; }\n";
    expect(checkFiles([{ path: "x.c", text }], settings).findings).toHaveLength(1);
    expectSameFindings("x.c", text);
  });
});

describe(`findings without bystanders (seed ${seed})`, () => {
  it("are those of the whole text, in every fixture", () => {
    for (const [i, text] of driverTexts().entries()) expectSameFindings(`fixture ${i}`, text);
  });

  it("are those of the whole text, in random programs", () => {
    fc.assert(
      fc.property(randomProgram, (program) => expectSameFindings("x.c", writeProgram(program).text)),
      { seed, numRuns: 200 },
    );
  });

  it.skipIf(!existsSync(kernelTree))(
    "are those of the whole text, in drivers of a kernel tree",
    () => {
      const drivers = join(kernelTree, "drivers");
      const paths = readdirSync(drivers, { recursive: true, encoding: "utf8" }).filter((path) =>
        path.endsWith(".c"),
      );
      const chosen = fc.sample(fc.constantFrom(...paths.sort()), { numRuns: 300, seed });
      for (const path of chosen) expectSameFindings(path, readFileSync(join(drivers, path), "utf8"));
    },
    120_000,
  );
});
