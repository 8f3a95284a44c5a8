// What the last runs found, as diagnostics: faults, leaks, expectations that failed, and runs that could not go on.
// They stand until the text changes. And directives that cannot be obeyed, whether anything ran or not.

import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver/node";
import type { OpenDocument } from "../documents.js";
import type { PanelModel } from "../protocol.js";
import type { Session } from "../session.js";
import { lineSpanOf } from "./snippet-places.js";

/** The code of a run that stopped at a function nothing is known of. */
export const unsupportedCode = "snippet-unsupported";

/** All that there is to say of the snippets of a document. */
export function snippetDiagnosticsOf(
  session: Pick<Session, "snippets">,
  document: OpenDocument,
): Diagnostic[] {
  const { problems } = session.snippets.plansOf(document);
  const wrong = problems.map(
    ({ span, message }): Diagnostic => ({
      range: document.content.rangeOf(span),
      severity: DiagnosticSeverity.Warning,
      code: "invalid-directive",
      source: "kmem-lens",
      message,
    }),
  );
  const found = [...session.snippets.finished(document).values()].flatMap((runs) => ofRuns(runs, document));
  return [...wrong, ...unique(found)];
}

function ofRuns(runs: readonly PanelModel[], document: OpenDocument): Diagnostic[] {
  return runs.flatMap(({ run }) => {
    const injected = run.injected
      ? ` when allocation ${run.injected.nth} (line ${run.injected.line}) fails`
      : "";
    const at = (line: number, code: string, severity: DiagnosticSeverity, message: string): Diagnostic => ({
      range: document.content.rangeOf(lineSpanOf(document, line)),
      severity,
      code,
      source: "kmem-lens",
      message: `${message}${injected}`,
    });
    const { stop } = run;
    const isStuck = stop.reason === "unsupported" || stop.reason === "budget" || stop.reason === "oom";
    const code = stop.reason === "unsupported" ? unsupportedCode : `snippet-${stop.reason}`;
    return [
      ...run.faults.map((fault) =>
        at(fault.line, `snippet-${fault.kind}`, DiagnosticSeverity.Error, fault.message),
      ),
      ...run.leaks.map((leak) =>
        at(
          leak.line,
          "snippet-leak",
          DiagnosticSeverity.Warning,
          `${leak.call}: ${leak.bytes} bytes are leaked`,
        ),
      ),
      ...run.expectations
        .filter(({ ok }) => !ok)
        .map(({ line, text, actual }) =>
          at(line, "snippet-expectation", DiagnosticSeverity.Error, `expected ${text}, found ${actual}`),
        ),
      ...(isStuck
        ? [at(stop.line, code, DiagnosticSeverity.Information, `the run stopped here: ${stop.message}`)]
        : []),
    ];
  });
}

/** Runs with different failures find the same things: each is said once. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ range, code, message }) => {
    const key = `${range.start.line} ${code} ${String(message).replace(/ when allocation .*$/, "")}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
