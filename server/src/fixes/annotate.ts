// The kernel's own way to say that a function may sleep: might_sleep() at its top. Where a finding rests on who calls
// the function, that is a better answer than a comment, because the running kernel checks it.

import type { Finding } from "../rules/finding.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import {
  declaredName,
  type FixFile,
  functionOf,
  indentationOf,
  lineBreakOf,
  nodesAt,
  textOf,
} from "./fix-file.js";
import type { FixProposal } from "./proposal.js";

/** Edits that put `might_sleep();` at the top of the function; undefined where the context arises inside it. */
export function draftAnnotation(finding: Finding, file: FixFile): FixProposal | undefined {
  if (finding.rule !== "sleep-in-atomic" || !isDecidedByCallers(finding)) return undefined;
  const definition = functionOf(nodesAt(file, finding.span));
  const body = definition && childByField(definition, "body");
  const name = definition && declaredName(file, definition);
  const first = body && firstStatement(body);
  const indentation = first && indentationOf(file, first.start);
  if (!first || name === undefined || indentation === undefined || definition.hasError) return undefined;
  if (/^might_sleep\b/.test(textOf(file, first))) return undefined;
  const newline = lineBreakOf(file);
  return {
    title: `State that ${name}() may sleep: might_sleep()`,
    safety: "review",
    edits: [
      {
        file: file.path,
        span: { start: first.start, end: first.start },
        newText: `might_sleep();${newline}${newline}${indentation}`,
      },
    ],
  };
}

/** Whether what makes the context atomic stands outside the function of the finding. */
function isDecidedByCallers(finding: Finding): boolean {
  const causes = finding.path.filter((step) => step.role === "context" || step.role === "registration");
  return causes.length > 0 && causes.every((step) => step.functionName !== finding.functionName);
}

/** The first statement after the declarations, so that the annotation keeps the block in C90 order. */
function firstStatement(body: SyntaxNode): SyntaxNode | undefined {
  return body.children.find((child) => child.kind !== "declaration" && child.kind !== "comment");
}
