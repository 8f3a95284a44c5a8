// What is named with something held, counted along tokens: as a reader of the code would say it.

import { describe, expect, it } from "vitest";
import { createProfile, findRelease } from "../../server/src/kernel-model/profile.js";
import { createHolders } from "../../server/src/project/holders.js";
import { readMentions } from "../../server/src/project/mentions.js";
import { maskFile } from "../../server/src/syntax/prepass.js";

const release = findRelease("6.1");
if (!release) throw new Error("6.1 is a known release");
const profile = createProfile(release, "x86_64");

interface Told {
  readonly names: readonly string[];
  readonly exit: readonly number[];
  readonly isCertain: boolean;
}

/** The names beginning with `at_` that the last function of the text names with something held, and its exit. */
function heldIn(text: string): Told {
  const mask = maskFile(text, new Map());
  const mentions = readMentions(mask, profile);
  const item = mentions.all.filter((one) => one.function).at(-1);
  if (!item) throw new Error("no function in the text");
  const held = createHolders(mask, mentions, profile)(item);
  const names = [...held.names].map((name) => mask.tokens.names[name] ?? "");
  const { min, max } = held.exit;
  return {
    names: names.filter((name) => name.startsWith("at_")).toSorted(),
    exit: [min, max],
    isCertain: held.isCertain,
  };
}

const body = (text: string): string => `static int f(struct s *s)\n{\n${text}\n}\n`;

describe("what a function names with something held", () => {
  it.each([
    [
      "between lock and unlock",
      "at_a(); spin_lock(&s->l); at_b(); spin_unlock(&s->l); at_c();",
      ["at_b"],
      [0, 0],
    ],
    [
      "behind an arm that unlocks and returns",
      "spin_lock(&s->l); if (s->x) { spin_unlock(&s->l); return at_a(); } at_b(); spin_unlock(&s->l); at_c();",
      ["at_b"],
      [0, 0],
    ],
    [
      "at a label that is jumped to with the lock",
      "spin_lock(&s->l); if (s->x) goto out; spin_unlock(&s->l); return at_a(); out: at_b(); spin_unlock(&s->l);",
      ["at_b"],
      [0, 0],
    ],
    [
      "where both arms unlock",
      "spin_lock(&s->l); if (s->x) spin_unlock(&s->l); else { at_a(); spin_unlock(&s->l); } at_b();",
      ["at_a"],
      [0, 0],
    ],
    [
      "where one arm forgets to unlock",
      "spin_lock(&s->l); if (s->x) spin_unlock(&s->l); at_b();",
      ["at_b"],
      [0, 1],
    ],
    [
      "after a trylock",
      "if (!spin_trylock(&s->l)) return at_a(); at_b(); spin_unlock(&s->l); at_c();",
      ["at_a", "at_b"],
      [0, 1],
    ],
    [
      "in a loop that ends with the lock held",
      "while (s->x) { at_a(); spin_lock(&s->l); }",
      ["at_a"],
      [0, 1],
    ],
    [
      "in a loop that unlocks for a while",
      "spin_lock(&s->l); while (s->x) { spin_unlock(&s->l); at_a(); spin_lock(&s->l); } spin_unlock(&s->l); at_b();",
      [],
      [0, 0],
    ],
    [
      "in the body of a loop that is a macro",
      "list_for_each_entry(p, &s->h, l) { spin_lock(&p->l); at_a(p); spin_unlock(&p->l); at_b(p); }",
      ["at_a"],
      [0, 0],
    ],
    [
      "in the cases of a switch",
      "spin_lock(&s->l); switch (s->x) { case 1: spin_unlock(&s->l); return at_a(); default: at_b(); } spin_unlock(&s->l);",
      ["at_b"],
      [0, 0],
    ],
    [
      "behind an endless loop that is left by break",
      "for (;;) { spin_lock(&s->l); if (s->x) break; spin_unlock(&s->l); at_a(); } at_b(); spin_unlock(&s->l); at_c();",
      ["at_b"],
      [0, 0],
    ],
    [
      "after unlock and lock, where the caller may hold nothing",
      "spin_unlock(&s->l); at_a(); spin_lock(&s->l); at_b();",
      ["at_b"],
      [0, 1],
    ],
    ["with a guard", "at_a(); guard(spinlock)(&s->l); at_b();", ["at_b"], [0, 0]],
    [
      "where a member is called like a function that locks",
      "spin_lock(&s->idr_lock); at_a(); spin_unlock(&s->idr_lock); at_b(&s->spin_lock); at_c();",
      ["at_a"],
      [0, 0],
    ],
    [
      "in arms of #if",
      "spin_lock(&s->l);\n#ifdef CONFIG_X\nspin_unlock(&s->l);\nreturn at_a();\n#endif\nat_b();\nspin_unlock(&s->l);",
      ["at_b"],
      [0, 0],
    ],
  ])("%s", (_, text, names, exit) => {
    expect(heldIn(body(text))).toMatchObject({ names, exit });
  });

  it.each([
    ["a lock is given back", "spin_lock(&s->l); spin_unlock(&s->l);", true],
    ["a guard gives back what it took", "guard(spinlock)(&s->l); at_a();", true],
    ["each round of a loop takes more", "while (s->x) { spin_lock(&s->l); }", false],
  ])("is certain of the end where %s: that is told", (_, text, isCertain) => {
    expect(heldIn(body(text)).isCertain).toBe(isCertain);
  });

  it("follows helpers and macros of the file that lock", () => {
    const helpers =
      "#define UNLOCK(s) spin_unlock(&(s)->l)\nstatic void take(struct s *s)\n{\n\tspin_lock(&s->l);\n}\n";
    const { names, exit } = heldIn(`${helpers}${body("at_a(); take(s); at_b(); UNLOCK(s); at_c();")}`);
    expect(names).toEqual(["at_b"]);
    expect(exit).toEqual([0, 0]);
  });

  it("takes everything for held where braces do not match", () => {
    const text = body(
      "spin_lock(&s->l);\n#ifdef A\nif (a) {\n#else\nif (b) {\n#endif\nat_a(); } spin_unlock(&s->l);",
    );
    expect(heldIn(text).names).toContain("at_a");
  });
});
