// A driver that is being typed in: what the server says of each version, with its memory of the versions before, is
// what it says of that text when it has never seen another.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextVersion } from "../../server/src/analysis/facts-history.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { createCachedCheck } from "../../server/src/lsp/facts-cache.js";
import { type CheckResult, checkFiles, type SourceFile } from "../../server/src/rules/engine.js";
import { applyEdit, type Edit, edit } from "./mutate.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const settings = { profile: createProfile(), rules: {} };
const kernelTree = process.env["KMEM_LENS_KERNEL_TREE"];
const samples = join(import.meta.dirname, "../../samples");
const fixtures = join(import.meta.dirname, "../fixtures/sleep-in-atomic");
const reductions = join(import.meta.dirname, "../fixtures/reductions");
/** One long text: many functions, few of which an edit touches. */
const driver = [
  readFileSync(join(samples, "ringcap.c"), "utf8"),
  ...readdirSync(fixtures)
    .filter((name) => name.endsWith(".c"))
    .sort()
    .slice(0, 40)
    .map((name) => readFileSync(join(fixtures, name), "utf8")),
].join("\n");

/** Everything that a surface could show, as text. */
function shown({ findings, stats, views }: CheckResult, offsets: readonly number[]): string {
  const asked = views.map((view) => [
    view.functions,
    offsets.map((offset) => [view.functionAt(offset), view.callAt(offset)]),
  ]);
  return JSON.stringify(
    [findings, stats, asked],
    (_, item: unknown) => (typeof item === "bigint" ? `${item}n` : item),
    1,
  );
}

function sameAsFresh(text: string, edits: readonly Edit[]): void {
  const check = createCachedCheck();
  const path = "drivers/x.c";
  check([{ path, text }], settings);
  let now = text;
  for (const item of edits) {
    now = applyEdit(now, item);
    const files = [{ path, text: now }];
    const offsets = [0, 0.3, 0.6, 0.9, item.at].map((share) => Math.floor(share * now.length));
    expect(shown(check(files, settings), offsets)).toBe(shown(checkFiles(files, settings), offsets));
  }
}

/** Two drivers of several files, and single files that say the same names: what one does the others see. */
const project: readonly SourceFile[] = [
  ...["h023-dump-timer.bad", "h043-session-alloc-port.bad"].flatMap((folder) =>
    readdirSync(join(reductions, folder))
      .sort()
      .map((name) => ({
        path: `${folder}/${name}`,
        text: readFileSync(join(reductions, folder, name), "utf8"),
      })),
  ),
  { path: "ringcap.c", text: readFileSync(join(samples, "ringcap.c"), "utf8") },
  { path: "caller.c", text: "void f(struct d *d)\n{\n\tspin_lock(&d->l);\n\tg(d, GFP_KERNEL);\n}\n" },
  { path: "callee.c", text: "void *g(struct d *d, gfp_t gfp)\n{\n\treturn kmalloc(8, gfp);\n}\n" },
];

/** What happens to one of the files: an edit, or it goes or comes back. */
interface Step {
  readonly file: number;
  readonly edit: Edit | undefined;
}

/** Up to `most` steps among so many files. */
function stepsAmong(nrFiles: number, most: number): fc.Arbitrary<readonly Step[]> {
  const step = fc.record({
    file: fc.nat(nrFiles - 1),
    edit: fc.option(edit, { nil: undefined, freq: 4 }),
  });
  return fc.array(step, { minLength: 2, maxLength: most });
}

function linkedSameAsFresh(project: readonly SourceFile[], steps: readonly Step[]): void {
  const check = createCachedCheck();
  check(project, settings);
  const texts = project.map(({ text }) => text);
  const gone = new Set<number>();
  for (const { file, edit: change } of steps) {
    if (change) texts[file] = applyEdit(texts[file] ?? "", change);
    else if (!gone.delete(file)) gone.add(file);
    const files = project.flatMap(({ path }, at) => (gone.has(at) ? [] : [{ path, text: texts[at] ?? "" }]));
    expect(shown(check(files, settings), [10, 200])).toBe(shown(checkFiles(files, settings), [10, 200]));
  }
}

describe(`a driver that is typed in (seed ${seed})`, () => {
  it("is checked as if every version were the first", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => sameAsFresh(driver, edits)),
      { seed, numRuns: 60 },
    );
  }, 240_000);

  it("is checked so with the files around it, whichever of them is edited, closed or opened again", () => {
    fc.assert(
      fc.property(stepsAmong(project.length, 8), (steps) => linkedSameAsFresh(project, steps)),
      { seed, numRuns: 30 },
    );
  }, 240_000);

  it("keeps the facts of functions that did not change", () => {
    const first = nextVersion("x.c", driver, undefined);
    const at = driver.indexOf("\treturn", driver.length / 2);
    const second = nextVersion("x.c", `${driver.slice(0, at)} ${driver.slice(at)}`, first);
    const before = new Set(first.facts.functions);
    const fresh = second.facts.functions.filter((facts) => facts.kind === "function" && !before.has(facts));
    expect(second.facts.functions.length).toBeGreaterThan(100);
    expect(fresh.length).toBeGreaterThan(0);
    expect(fresh.length).toBeLessThan(second.facts.functions.length / 4);
    expect(second.frame).toBe(first.frame);
  });

  it.skipIf(kernelTree === undefined)(
    "holds in a driver of 5,000 lines",
    () => {
      const text = readFileSync(join(kernelTree ?? "", "drivers/mmc/host/sdhci.c"), "utf8");
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => sameAsFresh(text, edits)),
        { seed, numRuns: 15 },
      );
    },
    240_000,
  );

  it.skipIf(kernelTree === undefined)(
    "holds in a driver of eight files",
    () => {
      const folder = join(kernelTree ?? "", "drivers/usb/host");
      const names = readdirSync(folder).filter((name) =>
        /^xhci(-(mem|ring|hub|dbg\w*|ext-caps))?\.c$/.test(name),
      );
      const files = names.map((name) => ({ path: name, text: readFileSync(join(folder, name), "utf8") }));
      fc.assert(
        fc.property(stepsAmong(files.length, 4), (steps) => linkedSameAsFresh(files, steps)),
        { seed, numRuns: 6 },
      );
    },
    240_000,
  );
});
