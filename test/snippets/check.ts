// Runs the snippets of a text as the command does, for tests.

import { machineSpecOf } from "../../server/src/snippets/machine-spec.js";
import type { SnippetRun } from "../../server/src/snippets/report.js";
import { runSnippet } from "../../server/src/snippets/run-snippet.js";
import type { Budget } from "../../server/src/snippets/runtime.js";
import { planSnippets } from "../../server/src/snippets/snippet-plan.js";

export interface RunExtra {
  readonly failNth?: number;
  readonly budget?: Partial<Budget>;
  readonly headers?: readonly { readonly path: string; readonly text: string }[];
}

/** All runs of a text; throws where its annotations are wrong. */
export function runAll(text: string, extra: RunExtra = {}): SnippetRun[] {
  const { plans, problems } = planSnippets(text);
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.message).join("; "));
  return plans.map((plan) => {
    const result = machineSpecOf(plan.options, {});
    if (result.kind === "failed") throw new Error(result.reason);
    return runSnippet({
      file: "test.c",
      text,
      headers: extra.headers ?? [],
      plan,
      spec: result.spec,
      ...(extra.failNth === undefined ? {} : { failNth: extra.failNth }),
      ...(extra.budget === undefined ? {} : { budget: extra.budget }),
    });
  });
}

/** The only run of a text. */
export function runOne(text: string, extra: RunExtra = {}): SnippetRun {
  const [run, ...others] = runAll(text, extra);
  if (!run || others.length > 0) throw new Error("the text has not exactly one snippet");
  return run;
}

/** Runs the body of a kernel function. */
export function runBody(body: string, before = ""): SnippetRun {
  return runOne(`#include <linux/slab.h>\n${before}\n// @kmem run\nstatic long demo(void)\n{\n${body}\n}\n`);
}
