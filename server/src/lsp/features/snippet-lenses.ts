// Above every snippet: Run · Step · Fail each, and after a run how its expectations came out. And behind the lenses the
// requests that run a snippet and list those of a document.

import { type CancellationToken, type CodeLens, RequestType } from "vscode-languageserver/node";
import type { SnippetPlan } from "../../snippets/snippet-plan.js";
import type { OpenDocument } from "../documents.js";
import { describeError, guarded } from "../guard.js";
import type {
  ListSnippetsMethod,
  PanelModel,
  RunSnippetMethod,
  RunSnippetParams,
  RunSnippetResult,
  SnippetItem,
} from "../protocol.js";
import type { Session } from "../session.js";
import { lineStartOf } from "./snippet-places.js";

const runMethod: RunSnippetMethod = "kmemLens/runSnippet";
const listMethod: ListSnippetsMethod = "kmemLens/listSnippets";

/** Serves the lenses and what they ask for. */
export function registerSnippetLenses(session: Session): void {
  const { connection, documents, log } = session;
  connection.onCodeLens(({ textDocument }) =>
    guarded<CodeLens[]>("codeLens", log, [], () => {
      const document = documents.get(textDocument.uri);
      return document && session.abilities.runsSnippets ? lensesOf(session, document) : [];
    }),
  );
  const run = (params: RunSnippetParams, token: CancellationToken): Promise<RunSnippetResult> =>
    guarded<RunSnippetResult>(
      "runSnippet",
      log,
      { kind: "failed", reason: "the run failed; the log says why" },
      async () => {
        const result = await session.snippets.run(params.uri, params.line, {
          failEach: params.failEach,
          onCancel: (cancel) => void token.onCancellationRequested(cancel),
        });
        for (const listener of session.onOutdated) listener([params.uri]);
        refreshRuns(session);
        return result;
      },
    );
  connection.onRequest<RunSnippetParams, RunSnippetResult, void>(new RequestType(runMethod), run);
  connection.onRequest(listMethod, ({ uri }: { readonly uri: string }) =>
    guarded<SnippetItem[]>("listSnippets", log, [], () => {
      const document = documents.get(uri);
      return document ? session.snippets.plansOf(document).plans.map((plan) => itemOf(plan, document)) : [];
    }),
  );
}

/** Lenses and hints, which show something of runs, are asked for again. */
export function refreshRuns({ connection, abilities, log }: Session): void {
  const refused = (error: unknown): void => log.warn(`refresh: ${describeError(error)}`);
  if (abilities.refreshesCodeLenses) connection.sendRequest("workspace/codeLens/refresh").catch(refused);
  if (abilities.refreshesInlayHints) connection.languages.inlayHint.refresh().catch(refused);
}

/** The lenses of a document, in order. */
export function lensesOf(session: Pick<Session, "snippets">, document: OpenDocument): CodeLens[] {
  const finished = session.snippets.finished(document);
  return session.snippets.plansOf(document).plans.flatMap((plan) => {
    const position = document.content.positionAt(lineStartOf(document, plan.line));
    const range = { start: position, end: position };
    const lens = (title: string, command: string): CodeLens => ({
      range,
      command: { title, command, arguments: [document.uri, plan.line] },
    });
    const result = expectationsLens(finished.get(plan.line));
    return [
      lens("$(play) Run", "kmemLens.run"),
      lens("Step", "kmemLens.step"),
      lens("Fail each", "kmemLens.failEach"),
      ...(result === undefined ? [] : [lens(result, "kmemLens.showRun")]),
    ];
  });
}

/** `Expectations 3/3`, or what else there is to say of a run without any. */
function expectationsLens(runs: readonly PanelModel[] | undefined): string | undefined {
  if (!runs) return undefined;
  const expectations = runs.flatMap(({ run }) => run.expectations);
  const nrFailed = runs.filter(({ failures }) => failures.length > 0).length;
  if (expectations.length > 0) {
    const nrOk = expectations.filter(({ ok }) => ok).length;
    return `${nrFailed === 0 ? "$(pass)" : "$(error)"} Expectations ${nrOk}/${expectations.length}`;
  }
  return nrFailed === 0 ? "$(pass) Ran" : `$(error) ${nrFailed} of ${runs.length} runs failed`;
}

function itemOf(plan: SnippetPlan, document: OpenDocument): SnippetItem {
  const own = [...plan.attached, ...plan.inside].flatMap((directive) =>
    directive.kind === "expect"
      ? [{ line: document.content.positionAt(directive.span.start).line + 1, text: directive.expression }]
      : [],
  );
  return { functionName: plan.functionName, line: plan.line, expectations: own };
}
