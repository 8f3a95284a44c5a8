// The suppression comment before the complete statement that a finding stands in. It says "look again", so the reason
// is left for the user to write, and it is never applied in bulk.

import type { Span } from "../base/span.js";
import type { Finding, Repair } from "../rules/finding.js";
import type { SyntaxNode } from "../syntax/tree.js";
import { type FixFile, indentationOf, isInDirective, lineBreakOf, lineStart, nodesAt } from "./fix-file.js";
import type { FixProposal } from "./proposal.js";

/** What stands where the user's reason belongs. */
const reasonPlaceholder = "why this is right";

/** Edits for a `suppress` repair; undefined where a comment line cannot stand, as inside a macro. */
export function draftSuppression(
  repair: Extract<Repair, { kind: "suppress" }>,
  finding: Finding,
  file: FixFile,
): FixProposal | undefined {
  const anchor = statementStart(file, repair.statement);
  if (anchor === undefined) return undefined;
  const title = `Suppress '${finding.rule}' here, with a reason`;
  // A comment before `if … { } else if (f())` speaks of the first condition only: then the line's end is the place.
  if (/[{}]/.test(file.text.slice(anchor, repair.statement.start))) {
    return atLineEnd(file, { offset: repair.statement.start, rule: finding.rule, title });
  }
  const existing = directiveAbove(file, anchor);
  if (existing) {
    const span = { start: existing.idsEnd, end: existing.idsEnd };
    return { title, safety: "review", edits: [{ file: file.path, span, newText: `, ${finding.rule}` }] };
  }
  const indentation = indentationOf(file, anchor) ?? "";
  const newText = `${commentFor(finding.rule)}${lineBreakOf(file)}${indentation}`;
  return {
    title,
    safety: "review",
    edits: [{ file: file.path, span: { start: anchor, end: anchor }, newText }],
  };
}

function commentFor(rule: string): string {
  return `/* kmem-lens: ignore ${rule} -- ${reasonPlaceholder} */`;
}

/** The comment at the end of the line of `offset`; undefined where the line ends in a comment or goes on. */
function atLineEnd(
  file: FixFile,
  at: { readonly offset: number; readonly rule: string; readonly title: string },
): FixProposal | undefined {
  const start = lineStart(file, at.offset);
  const line = /^[^\r\n]*/.exec(file.text.slice(start))?.[0] ?? "";
  if (/\\\s*$|\/\/|\/\*/.test(line)) return undefined;
  const end = start + line.trimEnd().length;
  const edit = { file: file.path, span: { start: end, end }, newText: ` ${commentFor(at.rule)}` };
  return { title: at.title, safety: "review", edits: [edit] };
}

/** Where the smallest statement around `span` that begins its line starts; undefined in a directive or macro. */
export function statementStart(file: FixFile, span: Span): number | undefined {
  if (isInDirective(file, span)) return undefined;
  const path = nodesAt(file, span);
  for (let i = path.length - 1; i >= 0; i--) {
    const node = path[i];
    if (!node || !isStatement(node)) continue;
    if (isInDirective(file, node)) return undefined;
    if (indentationOf(file, node.start) !== undefined) return node.start;
  }
  return undefined;
}

function isStatement(node: SyntaxNode): boolean {
  if (node.kind === "compound_statement") return false;
  return (
    node.kind.endsWith("_statement") || node.kind === "declaration" || node.kind === "function_definition"
  );
}

/** A suppression that already stands on the line above, and where its list of ids ends. */
function directiveAbove(file: FixFile, anchor: number): { idsEnd: number } | undefined {
  const start = lineStart(file, anchor);
  if (start === 0) return undefined;
  const previous = lineStart(file, start - 1);
  const line = file.text.slice(previous, start);
  const match =
    /^[ \t]*\/\*[ \t]*kmem-lens:[ \t]*ignore[ \t]+[a-z][a-z-]*(?:[ \t]*,[ \t]*[a-z][a-z-]*)*/.exec(line);
  return match ? { idsEnd: previous + match[0].length } : undefined;
}
