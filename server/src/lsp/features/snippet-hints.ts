// The answers to `//?` as text at the end of their lines, after a run and until the text changes.

import type { InlayHint } from "vscode-languageserver/node";
import type { OpenDocument } from "../documents.js";
import { guarded } from "../guard.js";
import type { Session } from "../session.js";
import type { FinishedRuns } from "../snippet-runs.js";
import { lineStartOf } from "./snippet-places.js";

/** More than a line of an editor shows is for the tooltip. */
const maxHintLength = 80;

/** Serves the hints. */
export function registerSnippetHints(session: Session): void {
  session.connection.languages.inlayHint.on(({ textDocument, range }) =>
    guarded<InlayHint[]>("inlayHint", session.log, [], () => {
      const document = session.documents.get(textDocument.uri);
      if (!document) return [];
      const { start, end } = range;
      return hintsOf(document, session.snippets.finished(document)).filter(
        ({ position }) => position.line >= start.line && position.line <= end.line,
      );
    }),
  );
}

/** One hint for each line that asked, of the runs without injected failure. */
export function hintsOf(document: OpenDocument, finished: FinishedRuns): InlayHint[] {
  const answers = new Map<number, string>();
  for (const [first] of finished.values())
    for (const { line, text } of first?.run.queries ?? []) answers.set(line, text);
  return [...answers].map(([line, text]) => {
    const start = lineStartOf(document, line);
    const newline = document.content.text.indexOf("\n", start);
    const end = newline < 0 ? document.content.text.length : newline;
    const isLong = text.length > maxHintLength;
    return {
      position: document.content.positionAt(end),
      label: isLong ? `${text.slice(0, maxHintLength - 1)}…` : text,
      paddingLeft: true,
      ...(isLong ? { tooltip: text } : {}),
    };
  });
}
