// `kmem-lens explain NAME`: what we know of a rule, gfp flag, allocator or function.

import { readFileSync } from "node:fs";
import { nearestWord } from "../base/nearest-word.js";
import { findRule, rulePagePath } from "../rules/catalogue.js";
import { type Explanation, explainableNames, explainName, renderExplanation } from "../rules/explain.js";
import { profileOf } from "./check-options.js";
import type { Io } from "./io.js";
import { findProjectFile } from "./project-file.js";
import { UsageError } from "./usage-error.js";

/** Runs the command; answers the exit status. */
export async function runExplain(
  name: string,
  raw: { readonly kernel?: string; readonly arch?: string },
  io: Io,
): Promise<number> {
  const config = findProjectFile(".")?.config ?? {};
  const profile = profileOf(raw.kernel, raw.arch, { config, flags: undefined, tree: undefined });
  const bare = name.replace(/\(.*$/, "").trim();
  const found = explainName(bare, profile);
  if (found.length === 0) {
    const near = nearestWord(bare, explainableNames(profile));
    const advice =
      near === undefined ? "name a rule, gfp flag, allocator or lock function" : `did you mean '${near}'?`;
    throw new UsageError(`explain: nothing is known of '${bare}'; ${advice}`);
  }
  const texts = found.map(
    (explanation) => `${renderExplanation(explanation, "plain")}\n${pageOf(explanation)}`,
  );
  await io.stdout.write(`${texts.join("\n")}Linux ${profile.release.version}, ${profile.arch.id}\n`);
  return 0;
}

/** The rule's page without its header, which says what was just said; nothing for other names. */
function pageOf(explanation: Explanation): string {
  const rule = explanation.kind === "rule" ? findRule(explanation.name) : undefined;
  if (!rule) return "";
  try {
    const page = readFileSync(new URL(`../../../${rulePagePath(rule.id)}`, import.meta.url), "utf8");
    const from = page.indexOf("\n## ");
    return from === -1 ? "" : `${page.slice(from)}\n`;
  } catch {
    // An installation without its documentation still explains the rule in short.
    return "";
  }
}
