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
  const suppressorOf = findSuppressors(file);
  const kept = findings.filter((finding) => {
    const by = suppressorOf(finding);
    if (by) used.add(`${by.span.start} ${finding.rule}`);
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
  const used = new Set<Directive>();
  const suppressorOf = findSuppressors(file);
  const kept = findings.filter((finding) => {
    const by = suppressorOf(finding);
    if (by) used.add(by);
    return !by;
  });
  return { kept, used: [...used] };
}

/** What a directive speaks of, and the farthest that it or one before it in order reaches. */
interface Target extends Span {
  readonly directive: Directive;
  readonly farthestEnd: number;
}

/** Finds the directive that takes a finding away; O(log n) of directives, but for those that speak of the same text. */
function findSuppressors(file: SuppressedFile): (finding: Finding) => Directive | undefined {
  const obeyed = file.directives.filter(({ malformed }) => malformed === undefined);
  const ofFile = new Map<string, Directive>();
  const byRule = new Map<string, { readonly directive: Directive; readonly target: Span }[]>();
  const targets = targetsOf(obeyed, file.text);
  for (const [index, directive] of obeyed.entries()) {
    const target = targets[index] ?? directive.span;
    for (const rule of directive.rules) {
      if (directive.kind === "ignore-file" && !ofFile.has(rule)) ofFile.set(rule, directive);
      const list = byRule.get(rule);
      if (list) list.push({ directive, target });
      else byRule.set(rule, [{ directive, target }]);
    }
  }
  const ordered = new Map([...byRule].map(([rule, list]) => [rule, inOrder(list)]));
  return ({ rule, span }) => ofFile.get(rule) ?? firstTouching(ordered.get(rule) ?? [], span);
}

function inOrder(list: readonly { readonly directive: Directive; readonly target: Span }[]): Target[] {
  let farthestEnd = 0;
  return list
    .map(({ directive, target: { start, end } }) => ({ directive, start, end }))
    .sort((a, b) => a.start - b.start || a.directive.span.start - b.directive.span.start)
    .map((item) => {
      farthestEnd = Math.max(farthestEnd, item.end);
      return { ...item, farthestEnd };
    });
}

/** The directive that stands first in the text, of those that speak of a part of `span`. */
function firstTouching(targets: readonly Target[], span: Span): Directive | undefined {
  let low = 0;
  let high = targets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((targets[middle]?.start ?? 0) < span.end) low = middle + 1;
    else high = middle;
  }
  let first: Directive | undefined;
  for (let i = low - 1; i >= 0; i--) {
    const target = targets[i];
    if (!target || target.farthestEnd <= span.start) break;
    const isFirst = first === undefined || target.directive.span.start < first.span.start;
    if (target.end > span.start && isFirst) first = target.directive;
  }
  return first;
}

/**
 * What comments speak of: the statement that follows one, or the line that it ends. From the last to the first, so that
 * a row of comments before one statement is passed over once.
 */
function targetsOf(directives: readonly Directive[], text: string): readonly Span[] {
  const statements = new Map<number, number>();
  const targets: Span[] = [];
  let after: Span | undefined;
  for (const { span } of directives.toReversed()) {
    const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
    const start = statementStart(text, span.end, statements);
    statements.set(span.start, start);
    if (text.slice(lineStart, span.start).trim() !== "") {
      targets.push({ start: lineStart, end: span.start });
      continue;
    }
    const end = after?.start === start ? after.end : statementEnd(text, start, after);
    after = { start, end };
    targets.push(after);
  }
  return targets.reverse();
}

/** Where code begins at or after `from`; `known` says it for the comments at some places. */
function statementStart(text: string, from: number, known: ReadonlyMap<number, number>): number {
  const space = /\s*/y;
  const comment = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/y;
  for (let at = from; ; ) {
    space.lastIndex = at;
    space.exec(text);
    at = space.lastIndex;
    const start = known.get(at);
    if (start !== undefined) return start;
    comment.lastIndex = at;
    if (!comment.test(text)) return at;
    at = comment.lastIndex;
  }
}

/** The end of the statement, or of the head before its block, that begins at `start`; `after` is one farther on. */
function statementEnd(text: string, start: number, after: Span | undefined): number {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[(){};]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    // Outside brackets that opened on the way it ends where that one does.
    if (after && depth === 0 && match.index >= after.start) return after.end;
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
