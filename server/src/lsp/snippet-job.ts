// What a thread is asked when a snippet is to be run, and its answer: plain data both ways.

import { type PanelModel, panelModelOf } from "../preview/panel-model.js";
import type { MachineDefaults } from "../snippets/machine-spec.js";
import { failuresOf, runPlan } from "../snippets/run-file.js";
import { planSnippets } from "../snippets/snippet-plan.js";

/** One snippet of one text. */
export interface SnippetJob {
  readonly path: string;
  readonly text: string;
  /** Each after those it needs. */
  readonly headers: readonly { readonly path: string; readonly text: string }[];
  /** Line of the `run` directive, from 1. */
  readonly line: number;
  readonly failEach: boolean;
  readonly defaults: MachineDefaults;
  /** What `state=` may name in this text, read beforehand: a run reads no files. */
  readonly states: Readonly<Record<string, StateText>>;
}

export type StateText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "failed"; readonly reason: string };

export type SnippetAnswer =
  | { readonly kind: "ran"; readonly runs: readonly PanelModel[] }
  | { readonly kind: "failed"; readonly reason: string };

/** A run that takes longer is stopped, with what it did so far; well before its thread is given up. */
const timeoutMs = 15_000;

/** Runs a snippet. Total: the program's mistakes are part of the run, ours end the thread's job. */
export function runSnippetJob(job: SnippetJob): SnippetAnswer {
  const plan = planSnippets(job.text).plans.find((item) => item.line === job.line);
  if (!plan) return { kind: "failed", reason: "there is no '@kmem run' there any more" };
  const deadline = Date.now() + timeoutMs;
  const result = runPlan({
    file: job.path,
    text: job.text,
    headers: job.headers,
    plan,
    defaults: job.defaults,
    failEach: job.failEach,
    wantsTimeline: true,
    budget: { shouldStop: () => Date.now() > deadline },
    readState: (name) => job.states[name] ?? { kind: "failed", reason: `state=${name}: not read` },
  });
  if (result.kind === "failed") return result;
  return { kind: "ran", runs: result.runs.map((run) => panelModelOf(run, failuresOf(run, plan))) };
}
