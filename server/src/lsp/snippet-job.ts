// What a thread is asked when a snippet is to be run, and its answer: plain data both ways.

import { type PanelModel, panelModelOf } from "../preview/panel-model.js";
import type { StateText } from "../project/state-file.js";
import { treeFileReader } from "../project/tree-files.js";
import type { MachineDefaults } from "../snippets/machine-spec.js";
import { failuresOf, runPlan } from "../snippets/run-file.js";
import { planSnippets } from "../snippets/snippet-plan.js";
import { openTreeHeaders, type TreeHeaders } from "../snippets/tree-headers.js";

/** One snippet of one text. */
export interface SnippetJob {
  readonly path: string;
  readonly text: string;
  /** Each after those it needs. */
  readonly headers: readonly { readonly path: string; readonly text: string }[];
  /** The kernel tree whose headers the file includes in angle brackets. */
  readonly tree: KernelTreePlace | undefined;
  /** Line of the `run` directive, from 1. */
  readonly line: number;
  readonly failEach: boolean;
  readonly defaults: MachineDefaults;
  /** What `state=` may name in this text, read beforehand: a run reads no files. */
  readonly states: Readonly<Record<string, StateText>>;
}

/** A kernel tree on the disk, as it was. */
export interface KernelTreePlace {
  readonly path: string;
  /** Another number when a header on the disk has changed: what was read before is read again. */
  readonly epoch: number;
}

export type SnippetAnswer =
  | {
      readonly kind: "ran";
      readonly runs: readonly PanelModel[];
      /** Headers that were looked for in the tree, as `linux/slab.h`. */
      readonly treeHeaders: ReadonlySet<string>;
    }
  | { readonly kind: "failed"; readonly reason: string };

/** A run that takes longer is stopped, with what it did so far; well before its thread is given up. */
const timeoutMs = 15_000;

/**
 * Makes what runs snippets; it remembers the headers of the tree that it read last. Total: the program's mistakes are
 * part of the run, ours end the thread's job.
 */
export function createSnippetHost(): (job: SnippetJob) => SnippetAnswer {
  let last: { readonly tree: KernelTreePlace; readonly headers: TreeHeaders } | undefined;
  return (job) => {
    const { tree } = job;
    if (tree && (last?.tree.path !== tree.path || last.tree.epoch !== tree.epoch))
      last = { tree, headers: openTreeHeaders(treeFileReader(tree.path)) };
    return runJob(job, tree && last?.headers);
  };
}

function runJob(job: SnippetJob, tree: TreeHeaders | undefined): SnippetAnswer {
  const plan = planSnippets(job.text).plans.find((item) => item.line === job.line);
  if (!plan) return { kind: "failed", reason: "there is no '@kmem run' there any more" };
  const deadline = Date.now() + timeoutMs;
  const result = runPlan({
    file: job.path,
    text: job.text,
    headers: job.headers,
    plan,
    tree,
    defaults: job.defaults,
    failEach: job.failEach,
    wantsTimeline: true,
    budget: { shouldStop: () => Date.now() > deadline },
    readState: (name) => job.states[name] ?? { kind: "failed", reason: `state=${name}: not read` },
  });
  if (result.kind === "failed") return result;
  const runs = result.runs.map((run) => panelModelOf(run, failuresOf(run, plan)));
  return { kind: "ran", runs, treeHeaders: result.treeHeaders };
}
