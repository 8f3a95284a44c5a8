// Quick fixes for snippets: a `model` for the function at which a run stopped, and the word that was meant in a
// directive that cannot be obeyed.

import { type CodeAction, CodeActionKind, type Diagnostic, type TextEdit } from "vscode-languageserver/node";
import { parseFile } from "../../syntax/parsed-file.js";
import type { OpenDocument } from "../documents.js";
import type { FinishedRuns } from "../snippet-runs.js";
import { unsupportedCode } from "./snippet-diagnostics.js";
import { lineStartOf } from "./snippet-places.js";

/** The fixes for what the client shows at the place that it asks about. */
export function snippetFixes(
  document: OpenDocument,
  finished: FinishedRuns,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.source !== "kmem-lens") return [];
    if (diagnostic.code === unsupportedCode) return modelFix(document, finished, diagnostic);
    return diagnostic.code === "invalid-directive" ? wordFix(document, diagnostic) : [];
  });
}

/** `@kmem model foo = 0` under the directive of the run that stopped there, in the comment that it stands in. */
function modelFix(document: OpenDocument, finished: FinishedRuns, diagnostic: Diagnostic): CodeAction[] {
  const name = /\b([A-Za-z_]\w*)\(\)/.exec(String(diagnostic.message))?.[1];
  if (name === undefined) return [];
  const line = diagnostic.range.start.line + 1;
  const runs = [...finished].filter(([, models]) => models.some(({ run }) => run.stop.line === line));
  return runs.slice(0, 1).map(([runLine]) => {
    const position = document.content.positionAt(lineStartOf(document, runLine + 1));
    const newText = `${commentStart(document, runLine)}@kmem model ${name} = 0\n`;
    return fix(document, diagnostic, `Say what ${name}() does: @kmem model ${name} = 0`, [
      { range: { start: position, end: position }, newText },
    ]);
  });
}

/** How a line begins that follows `line`, from 1: within its block comment if that goes on, else a comment of its own. */
function commentStart(document: OpenDocument, line: number): string {
  const { text } = document.content;
  const start = lineStartOf(document, line);
  const end = lineStartOf(document, line + 1);
  const at = text.indexOf("@kmem", start);
  const indent = /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? "";
  const comment = parseFile(text).comments.find((one) => one.start <= at && at < one.end);
  const goesOn = comment && text.startsWith("/*", comment.start) && comment.end > end;
  if (!goesOn) return `${indent}// `;
  return comment.start >= start ? `${indent} * ` : text.slice(start, at);
}

function wordFix(document: OpenDocument, diagnostic: Diagnostic): CodeAction[] {
  const [, wrong, right] = /'([^']+)'.*did you mean '([^']+)'/.exec(String(diagnostic.message)) ?? [];
  if (wrong === undefined || right === undefined) return [];
  const span = document.content.spanOf(diagnostic.range);
  const at = document.content.text.indexOf(wrong, span.start);
  if (at < 0 || at >= span.end) return [];
  const range = document.content.rangeOf({ start: at, end: at + wrong.length });
  return [fix(document, diagnostic, `Change '${wrong}' to '${right}'`, [{ range, newText: right }])];
}

function fix({ uri }: OpenDocument, diagnostic: Diagnostic, title: string, edits: TextEdit[]): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: true,
    edit: { changes: { [uri]: edits } },
  };
}
