// The rules' pages: complete, with headers that agree with the catalogue, and with examples that are true.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { complaintsAbout, examplesOf } from "../scripts/lib/rules-docs.mjs";
import { createProfile } from "../server/src/kernel-model/profile.js";
import { ruleCatalogue, rulePagePath } from "../server/src/rules/catalogue.js";
import { checkFiles } from "../server/src/rules/engine.js";
import { parseProjectConfig } from "../server/src/rules/project-config.js";

const root = join(import.meta.dirname, "..");

/** The rules that report on an example. */
function rulesOn(example: { readonly language: string; readonly text: string }): string[] {
  if (example.language === "json") {
    return parseProjectConfig(example.text).problems.map(() => "invalid-config");
  }
  const files = [{ path: "example.c", text: example.text }];
  return checkFiles(files, { profile: createProfile(), rules: {} }).findings.map((finding) => finding.rule);
}

describe("the pages of the rules", () => {
  it("are one for each rule", () => {
    const pages = readdirSync(join(root, "docs/rules")).map((name) => `docs/rules/${name}`);
    expect(pages.sort()).toEqual(ruleCatalogue.map((rule) => rulePagePath(rule.id)).sort());
  });

  describe.each(ruleCatalogue.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
    const page = readFileSync(join(root, rulePagePath(rule.id)), "utf8");

    it("is complete and up to date", () => {
      expect(complaintsAbout(rule, page)).toEqual([]);
    });

    it("reports every example under Wrong", () => {
      for (const example of examplesOf(page, "Wrong")) {
        expect(rulesOn(example), example.text).toContain(rule.id);
      }
    });

    it("reports none under Right", () => {
      for (const example of examplesOf(page, "Right")) {
        expect(rulesOn(example), example.text).toEqual([]);
      }
    });
  });

  it("are complained about when they are not as they should be", () => {
    const [rule] = ruleCatalogue;
    if (!rule) throw new Error("there are no rules");
    const page = readFileSync(join(root, rulePagePath(rule.id)), "utf8");
    expect(complaintsAbout({ ...rule, summary: "something else" }, page)).toHaveLength(1);
    expect(complaintsAbout(rule, page.replace("## Sources", "## Links"))).toHaveLength(1);
    expect(complaintsAbout(rule, page.replaceAll("```c", "    "))).toHaveLength(2);
  });
});
