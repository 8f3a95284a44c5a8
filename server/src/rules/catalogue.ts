// Every rule with its one-line summary and default severity: the one place that the command line, the settings schema
// and the documentation pages read.

import type { RuleId, Severity } from "./finding.js";

export interface RuleEntry {
  readonly id: RuleId;
  /** What the rule reports, as half a sentence in kernel terms. */
  readonly summary: string;
  /** The severity a user sees first; a rule may say less where it knows less. */
  readonly defaultSeverity: Severity;
  /** The severities the rule uses by default and when, for the documentation page. */
  readonly severityNote: string;
}

/** All rules, in the order in which they are documented. */
export const ruleCatalogue: readonly RuleEntry[] = [
  {
    id: "sleep-in-atomic",
    summary: "a call that may sleep where the context is atomic",
    defaultSeverity: "error",
    severityNote: "error; warning where the callee sleeps on some platforms or on some of its paths only",
  },
  {
    id: "oversized-kmalloc",
    summary: "a request too large for physically contiguous memory",
    defaultSeverity: "error",
    severityNote:
      "error where it can never succeed; warning above order 3; hint where the author expects failure",
  },
  {
    id: "unused-suppression",
    summary: "a suppression comment that suppresses nothing",
    defaultSeverity: "hint",
    severityNote: "hint",
  },
  {
    id: "invalid-directive",
    summary: "a kmem-lens comment that cannot be understood",
    defaultSeverity: "warning",
    severityNote: "warning",
  },
  {
    id: "invalid-config",
    summary: "a project configuration that cannot be understood",
    defaultSeverity: "warning",
    severityNote: "warning",
  },
];

/** The ids of all rules, in the order of the catalogue. */
export const ruleIds: readonly RuleId[] = ruleCatalogue.map((rule) => rule.id);

/** The entry of the rule named `id`; undefined when there is no such rule. */
export function findRule(id: string): RuleEntry | undefined {
  return ruleCatalogue.find((rule) => rule.id === id);
}

/** The page of a rule, as a path below the product's folder. */
export function rulePagePath(id: RuleId): string {
  return `docs/rules/${id}.md`;
}

/** Severities from least to most. */
export const severities: readonly Severity[] = ["hint", "info", "warning", "error"];

/** Whether `severity` is at least `limit`. */
export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(limit);
}
