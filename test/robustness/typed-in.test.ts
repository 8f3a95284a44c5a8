// A driver that is being typed in: what the server says of each version, with its memory of the versions before, is
// what it says of that text when it has never seen another.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextVersion } from "../../server/src/analysis/facts-history.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { createCachedCheck } from "../../server/src/lsp/facts-cache.js";
import { type CheckResult, checkFiles } from "../../server/src/rules/engine.js";
import { applyEdit, type Edit, edit } from "./mutate.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const settings = { profile: createProfile(), rules: {} };
const kernelTree = process.env["KMEM_LENS_KERNEL_TREE"];
const samples = join(import.meta.dirname, "../../samples");
const fixtures = join(import.meta.dirname, "../fixtures/sleep-in-atomic");
/** One long text: many functions, few of which an edit touches. */
const driver = [
  readFileSync(join(samples, "ringcap.c"), "utf8"),
  ...readdirSync(fixtures)
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

describe(`a driver that is typed in (seed ${seed})`, () => {
  it("is checked as if every version were the first", () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => sameAsFresh(driver, edits)),
      { seed, numRuns: 60 },
    );
  }, 240_000);

  it("keeps the facts of functions that did not change", () => {
    const first = nextVersion("x.c", driver, undefined);
    const at = driver.indexOf("return", driver.length / 2);
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
});
