// Suppression comments: which findings they take away, which of them suppress nothing, and which cannot be read.

import type { FileFacts } from "../analysis/facts.js";
import { nearestWord } from "../base/nearest-word.js";
import type { Span } from "../base/span.js";
import { ruleIds } from "./catalogue.js";
import type { Finding, RuleId } from "./finding.js";

type Directive = FileFacts["directives"][number];

/** A file's text and the directives found in it. */
export interface SuppressedFile {
  readonly path: string;
  readonly text: string;
  readonly directives: readonly Directive[];
}

/** Takes suppressed findings of one file away, and adds what is wrong with its directives. */
export function applySuppressions(
  file: SuppressedFile,
  findings: readonly Finding[],
  ranRules: ReadonlySet<RuleId>,
): readonly Finding[] {
  if (file.directives.length === 0) return findings;
  const used = new Set<string>();
  const targets = file.directives.map((directive) => ({ directive, target: targetOf(directive, file.text) }));
  const kept = findings.filter((finding) => {
    const by = targets.find(({ directive, target }) => suppresses(directive, target, finding));
    if (by) used.add(`${by.directive.span.start} ${finding.rule}`);
    return !by;
  });
  const problems = file.directives.flatMap((directive) => problemsOf(directive, file, used, ranRules));
  return [...kept, ...problems];
}

/** Findings of one file that its directives leave, and the directives that took the others away. */
export function splitSuppressed(
  file: SuppressedFile,
  findings: readonly Finding[],
): { readonly kept: readonly Finding[]; readonly used: readonly Directive[] } {
  const targets = file.directives.map((directive) => ({ directive, target: targetOf(directive, file.text) }));
  const used = new Set<Directive>();
  const kept = findings.filter((finding) => {
    const by = targets.find(({ directive, target }) => suppresses(directive, target, finding));
    if (by) used.add(by.directive);
    return !by;
  });
  return { kept, used: [...used] };
}

function suppresses(directive: Directive, target: Span, finding: Finding): boolean {
  if (directive.malformed !== undefined || !directive.rules.includes(finding.rule)) return false;
  return (
    directive.kind === "ignore-file" || (finding.span.start < target.end && finding.span.end > target.start)
  );
}

/** What a comment speaks of: the statement that follows it, or the line that it ends. */
function targetOf(directive: Directive, text: string): Span {
  const lineStart = text.lastIndexOf("\n", directive.span.start - 1) + 1;
  if (text.slice(lineStart, directive.span.start).trim() !== "")
    return { start: lineStart, end: directive.span.start };
  const start = skipSpaceAndComments(text, directive.span.end);
  return { start, end: statementEnd(text, start) };
}

function skipSpaceAndComments(text: string, from: number): number {
  const pattern = /(?:\s+|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

/** The end of the statement or of the head before its block. */
function statementEnd(text: string, start: number): number {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[(){};]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    if (found === "(") depth++;
    else if (found === ")") depth--;
    else if (depth <= 0 && (found === ";" || found === "{" || found === "}")) return match.index + 1;
  }
  return text.length;
}

function problemsOf(
  directive: Directive,
  file: SuppressedFile,
  used: ReadonlySet<string>,
  ranRules: ReadonlySet<RuleId>,
): Finding[] {
  const report = (rule: RuleId, severity: Finding["severity"], message: string): Finding => ({
    rule,
    severity,
    file: file.path,
    span: directive.span,
    focus: directive.span,
    functionName: undefined,
    message,
    path: [],
    otherPaths: [],
    repairs: [],
  });
  if (directive.malformed !== undefined) return [report("invalid-directive", "warning", directive.malformed)];
  return directive.rules.flatMap((name) => {
    const rule = ruleIds.find((id) => id === name);
    if (!rule) {
      const meant = nearestWord(name, ruleIds);
      const hint = meant === undefined ? "" : `: did you mean '${meant}'?`;
      return [report("invalid-directive", "warning", `there is no rule '${name}'${hint}`)];
    }
    if (used.has(`${directive.span.start} ${rule}`) || !ranRules.has(rule)) return [];
    return [
      report("unused-suppression", "hint", `no ${rule} is found here: this comment suppresses nothing`),
    ];
  });
}
