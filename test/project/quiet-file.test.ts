// Files that are passed over in a linked scan: nothing can be found in them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { findBystanders } from "../../server/src/project/bystanders.js";
import { readMentions } from "../../server/src/project/mentions.js";
import { lockTrait, registersTrait, sleepTrait, tellsTrait } from "../../server/src/project/name-traits.js";
import type { OutsideNames } from "../../server/src/project/outside-names.js";
import { findQuiet, type QuietFile, staysQuiet } from "../../server/src/project/quiet-file.js";
import { checkFiles } from "../../server/src/rules/engine.js";
import { maskFile } from "../../server/src/syntax/prepass.js";

const profile = createProfile();
const fixtures = join(import.meta.dirname, "../fixtures");

function quietOf(text: string): QuietFile | undefined {
  const mask = maskFile(text, new Map());
  return findQuiet(mask, readMentions(mask, profile));
}

describe("a quiet file", () => {
  it.each([
    ["sleeps only", "void f(void)\n{\n\tmsleep(1);\n\tother(1);\n}\n"],
    [
      "is told to free by a macro of its own",
      "#define drop(x) kfree(x)\nvoid f(void *p)\n{\n\tdrop(p);\n}\n",
    ],
    ["has tables of functions that may sleep", "static const struct file_operations o = { .open = f };\n"],
    ["has nothing at all", ""],
  ])("%s", (_, text) => {
    expect(quietOf(text)).toBeDefined();
  });

  it.each([
    ["locks", "void f(struct d *d)\n{\n\tspin_lock(&d->l);\n}\n"],
    ["locks by a macro of its own", "#define take(d) spin_lock(&(d)->l)\n"],
    ["says that a lock is held", "void f(struct d *d)\n{\n\tlockdep_assert_held(&d->l);\n}\n"],
    ["allocates", "void *f(void)\n{\n\treturn kmalloc(9000000, GFP_KERNEL);\n}\n"],
    ["allocates one struct", "void *f(void)\n{\n\treturn kmalloc(sizeof(struct big), GFP_KERNEL);\n}\n"],
    ["registers a timer", "void g(struct timer_list *t) { }\nvoid f(void)\n{\n\ttimer_setup(&t, g, 0);\n}\n"],
    ["registers a function of another file", "void f(void)\n{\n\ttimer_setup(&t, tick, 0);\n}\n"],
    ["has a body that no function's head stands before", "HANDLER(f)(int a)\n{\n\tmsleep(1);\n}\n"],
    ["has a suppression", "/* kmem-lens: ignore sleep-in-atomic -- fine */\nvoid f(void) { }\n"],
    ["is read in two ways", "#ifdef A\nvoid f(int a) {\n#else\nvoid f(void) {\n#endif\n\tn++;\n}\n"],
  ])("is none that %s", (_, text) => {
    expect(quietOf(text)).toBeUndefined();
  });

  it("counts what a check counts", () => {
    const text =
      "#define say(x) tell(x)\nstatic int f(void)\n{\n\treturn 1;\n}\nvoid g(void)\n{\n\tsay(f());\n}";
    const { stats } = checkFiles([{ path: "a.c", text }], { profile, rules: {} });
    expect(quietOf(text)).toMatchObject({ nrFunctions: 2, nrDroppedArms: 0, nrLines: 9 });
    expect(quietOf(text)?.names.split(" ")).toContain("tell");
    expect(stats).toMatchObject({ functions: 2, droppedArms: 0, lines: 9 });
  });

  it.each([
    ["sleeps", sleepTrait, true],
    ["leaves a lock", lockTrait, false],
    ["registers what it is handed", registersTrait, false],
    ["does with a lock held what it is told", tellsTrait, false],
  ])("stays one where a function of another file %s: that is told", (_, traits, stays) => {
    const quiet = quietOf("void f(void)\n{\n\tother(1);\n}\n");
    const outside: OutsideNames = (name) => (name === "other" ? { traits, change: undefined } : undefined);
    expect(quiet && staysQuiet(quiet, outside)).toBe(stays);
    expect(quiet && staysQuiet(quiet, () => undefined)).toBe(true);
  });

  const files = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".c"),
  );

  it("has no function that would be read, and no finding, in any fixture", () => {
    let nrQuiet = 0;
    for (const path of files) {
      const text = readFileSync(join(fixtures, path), "utf8");
      const mask = maskFile(text, new Map());
      if (!findQuiet(mask, readMentions(mask, profile))) continue;
      nrQuiet++;
      const { functions } = findBystanders(mask, profile);
      expect([path, functions]).toEqual([path, mask.readings[0].functions]);
      expect(checkFiles([{ path, text }], { profile, rules: {} }).findings).toEqual([]);
    }
    expect(nrQuiet).toBeGreaterThan(0);
  });
});
