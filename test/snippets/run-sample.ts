// Runs the snippets of a file as `kmem-lens simulate` does, with its verdict on each run.

import type { SnippetRun } from "../../server/src/snippets/report.js";
import { failuresOf, runPlan } from "../../server/src/snippets/run-file.js";
import { planSnippets } from "../../server/src/snippets/snippet-plan.js";

export interface JudgedRun {
  readonly run: SnippetRun;
  readonly failures: readonly string[];
}

/** Every run of every snippet; throws where an annotation is wrong. */
export function runSnippetsOf(file: string, text: string): JudgedRun[] {
  const { plans, problems } = planSnippets(text);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("; "));
  return plans.flatMap((plan) => {
    const result = runPlan({
      file,
      text,
      headers: [],
      plan,
      defaults: {},
      failEach: false,
      wantsTimeline: true,
      readState: (name) => ({ kind: "failed", reason: `state=${name}` }),
    });
    if (result.kind === "failed") throw new Error(result.reason);
    return result.runs.map((run) => ({ run, failures: failuresOf(run, plan) }));
  });
}
