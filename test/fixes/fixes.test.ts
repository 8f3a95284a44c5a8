// Fixes on small drivers: each case names the repair it is about, and `NAME.fixed.c` is what it comes to, or there is
// `none`. The fixed text is checked again by its own path, not only by the code that offered it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixSafely, proposeFixes, type RepairProposal } from "../../server/src/fixes/index.js";
import { applyEdits } from "../../server/src/fixes/proposal.js";
import { createProfile } from "../../server/src/kernel-model/profile.js";
import { type CheckSettings, checkFiles } from "../../server/src/rules/engine.js";

const folder = join(import.meta.dirname, "cases");
const settings: CheckSettings = { profile: createProfile(), rules: {} };

interface Case {
  readonly name: string;
  readonly text: string;
  readonly repair: string;
  readonly outcome: string;
}

function readCases(): Case[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".c") && !name.endsWith(".fixed.c"));
  return names.map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const [, repair = "", outcome = ""] = /^\/\/ repair: (\S+) (\S+)/.exec(text) ?? [];
    return { name: file.slice(0, -2), text, repair, outcome };
  });
}

function proposalsFor(text: string): RepairProposal[] {
  const files = [{ path: "driver.c", text }];
  const result = checkFiles(files, settings);
  return result.findings.flatMap((finding) => proposeFixes(finding, { files, result, settings }));
}

describe("fixes", () => {
  it.each(readCases())("$name", ({ name, text, repair, outcome }) => {
    const findings = checkFiles([{ path: "driver.c", text }], settings).findings;
    expect(findings.length).toBeGreaterThan(0);
    const [proposal] = proposalsFor(text).filter((candidate) => candidate.repairKind === repair);
    if (outcome === "none") {
      expect(proposal).toBeUndefined();
      return;
    }
    expect(proposal?.safety).toBe(outcome);
    const fixed = applyEdits(text, "driver.c", proposal?.edits ?? []);
    expect(fixed).toBe(readFileSync(join(folder, `${name}.fixed.c`), "utf8"));
    const after = checkFiles([{ path: "driver.c", text: fixed }], settings).findings;
    expect(after.length).toBeLessThan(findings.length);
  });

  it("hold in files with other line ends", () => {
    const { text = "", name = "" } =
      readCases().find(({ name: n }) => n === "hoist-with-unlocking-error-path") ?? {};
    const [proposal] = proposalsFor(text.replaceAll("\n", "\r\n")).filter(
      (p) => p.repairKind === "hoist-allocation",
    );
    const fixed = applyEdits(text.replaceAll("\n", "\r\n"), "driver.c", proposal?.edits ?? []);
    expect(fixed).toBe(readFileSync(join(folder, `${name}.fixed.c`), "utf8").replaceAll("\n", "\r\n"));
  });

  it("come with what keeps the behaviour first and the suppression last", () => {
    const text = readCases().find(({ name }) => name === "hoist-with-unlocking-error-path")?.text ?? "";
    expect(proposalsFor(text).map(({ repairKind }) => repairKind)).toEqual([
      "hoist-allocation",
      "replace-gfp",
      "replace-gfp",
      "suppress",
    ]);
  });
});

describe("safe fixes in bulk", () => {
  it("are applied until none is left; what is for review stays", () => {
    const all = readCases();
    const files = all.map(({ name, text }) => ({ path: `${name}.c`, text }));
    const fixed = fixSafely(
      { files, result: checkFiles(files, settings), settings },
      new Set(files.map(({ path }) => path)),
    );
    const changed = [...fixed.texts.keys()];
    expect(changed).toEqual(all.filter(({ outcome }) => outcome === "safe").map(({ name }) => `${name}.c`));
    for (const path of changed) {
      expect(fixed.texts.get(path)).toBe(readFileSync(join(folder, path.replace(/c$/, "fixed.c")), "utf8"));
    }
  });
});
