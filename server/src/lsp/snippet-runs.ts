// Running the snippets of open documents, and what is known of the last run of each until the text changes.

import { realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createWorkerPool, type WorkerPool } from "../project/worker-pool.js";
import { planSnippets, type SnippetPlan, type SnippetPlans } from "../snippets/snippet-plan.js";
import { findCompanions } from "./companions.js";
import { isLocalPath, type OpenDocument } from "./documents.js";
import { describeError } from "./guard.js";
import type { PanelModel, RunSnippetResult } from "./protocol.js";
import type { Session } from "./session.js";
import type { SnippetAnswer, SnippetJob, StateText } from "./snippet-job.js";

/** Nobody waits longer, and the machine has other work. */
const jobTimeoutMs = 60_000;
const maxStateBytes = 8 * 1024 * 1024;

/** Runs a job; `cancel` ends it at once. */
export interface SnippetRunner {
  run(job: SnippetJob): Promise<SnippetAnswer>;
  close(): Promise<void>;
}

/** The last run of each snippet of one text of a document, by the line of its directive. */
export type FinishedRuns = ReadonlyMap<number, readonly PanelModel[]>;

// By text, not by version: a document that is closed and opened again begins anew at its version.
interface Kept {
  readonly text: string;
  readonly runs: Map<number, readonly PanelModel[]>;
}

interface Planned {
  readonly text: string;
  readonly plans: SnippetPlans;
}

/** A runner with a thread of its own, made when it is first needed. */
export function startSnippetThread(): SnippetRunner {
  let pool: WorkerPool<SnippetJob, SnippetAnswer> | undefined;
  return {
    run(job) {
      pool ??= createWorkerPool({
        scriptUrl: workerUrl(),
        nrWorkers: 1,
        shared: undefined,
        replaceAfterBytes: Number.MAX_SAFE_INTEGER,
        jobTimeoutMs,
      });
      return pool.run(job, 0);
    },
    async close() {
      const closing = pool;
      pool = undefined;
      await closing?.close();
    },
  };
}

/** The bundle has its own worker file beside it; compiled sources have theirs. */
function workerUrl(): URL {
  const isBundle = import.meta.url.endsWith(".mjs");
  return new URL(isBundle ? "./snippet-worker.mjs" : "./snippet-worker.js", import.meta.url);
}

/** The snippets of all open documents. A class because it is identity and state: what ran, and is it still so. */
export class SnippetRuns {
  readonly #session: Pick<Session, "documents" | "files" | "configuration">;
  readonly #runner: SnippetRunner;
  readonly #kept = new Map<string, Kept>();
  readonly #planned = new Map<string, Planned>();
  /** Ends with the run before: one at a time, so that ending the thread ends no other's. */
  #previous: Promise<unknown> = Promise.resolve();

  constructor(session: Pick<Session, "documents" | "files" | "configuration">, runner: SnippetRunner) {
    this.#session = session;
    this.#runner = runner;
  }

  /** The snippets of the document as it is; none where no `@kmem` stands in it. */
  plansOf(document: OpenDocument): SnippetPlans {
    const { uri, content } = document;
    const { text } = content;
    const known = this.#planned.get(uri);
    if (known?.text === text) return known.plans;
    const plans = text.includes("@kmem") ? planSnippets(text) : { plans: [], problems: [] };
    this.#planned.set(uri, { text, plans });
    return plans;
  }

  /** What has run in this very text. */
  finished({ uri, content }: OpenDocument): FinishedRuns {
    const known = this.#kept.get(uri);
    return known?.text === content.text ? known.runs : new Map();
  }

  /** The document was closed. */
  forget(uri: string): void {
    this.#kept.delete(uri);
    this.#planned.delete(uri);
  }

  /** Runs the snippet whose directive stands on `line`, from 1. A run that is cancelled fails and leaves nothing. */
  async run(
    uri: string,
    line: number,
    options: { readonly failEach: boolean; readonly onCancel?: (cancel: () => void) => void },
  ): Promise<RunSnippetResult> {
    const document = this.#session.documents.get(uri);
    if (!document) return { kind: "failed", reason: "the document is not open" };
    const { plans } = this.plansOf(document);
    const plan = plans.find((item) => item.line === line);
    if (!plan) return { kind: "failed", reason: `line ${line} has no '@kmem run'` };
    const job = await this.#jobOf(document, plan, options.failEach);
    const answer = await this.#inTurn(job, options.onCancel);
    if (answer.kind === "failed") return answer;
    this.#keep(document, line, answer.runs);
    return { kind: "ran", version: document.version, runs: answer.runs };
  }

  close(): Promise<void> {
    return this.#runner.close();
  }

  /** Runs a job after those that came before it. */
  #inTurn(job: SnippetJob, onCancel: ((cancel: () => void) => void) | undefined): Promise<SnippetAnswer> {
    const cancelled: SnippetAnswer = { kind: "failed", reason: "cancelled" };
    let step: "waiting" | "running" | "over" | "cancelled" = "waiting";
    const isCancelled = (): boolean => step === "cancelled";
    onCancel?.(() => {
      if (step === "over") return;
      const wasRunning = step === "running";
      step = "cancelled";
      if (wasRunning) void this.#runner.close();
    });
    const answer = this.#previous.then(async (): Promise<SnippetAnswer> => {
      if (isCancelled()) return cancelled;
      step = "running";
      try {
        return await this.#runner.run(job);
      } catch (error) {
        // The thread died, was ended, or had no more time: that is the run's answer.
        return isCancelled() ? cancelled : { kind: "failed", reason: describeError(error) };
      } finally {
        if (!isCancelled()) step = "over";
      }
    });
    this.#previous = answer;
    return answer;
  }

  #keep({ uri, content }: OpenDocument, line: number, runs: readonly PanelModel[]): void {
    if (!this.#session.documents.get(uri)) return;
    const known = this.#kept.get(uri);
    if (known?.text === content.text) known.runs.set(line, runs);
    else this.#kept.set(uri, { text: content.text, runs: new Map([[line, runs]]) });
  }

  async #jobOf(document: OpenDocument, plan: SnippetPlan, failEach: boolean): Promise<SnippetJob> {
    const { documents, files, configuration } = this.#session;
    const { check } = await configuration.settingsFor(document);
    const { path, content } = document;
    const textOf = (name: string): string | undefined =>
      documents.getByPath(name)?.content.text ?? files.read(name);
    const { state } = plan.options;
    return {
      path,
      text: content.text,
      headers: findCompanions({ path, text: content.text }, textOf).toReversed(),
      line: plan.line,
      failEach,
      defaults: { machine: undefined, kernel: check.profile.release.id, arch: check.profile.arch.id },
      states: state === undefined ? {} : { [state]: this.#readState(path, state) },
    };
  }

  /** The text that `state=` names: beside the C file or below it, never elsewhere. */
  #readState(path: string, name: string): StateText {
    const failed = (reason: string): StateText => ({ kind: "failed", reason: `state=${name}: ${reason}` });
    if (!isLocalPath(path)) return failed("the document is not a file");
    const folder = dirname(path);
    try {
      const real = realpathSync(join(folder, name));
      if (!real.startsWith(`${realpathSync(folder)}/`)) return failed("lies outside the folder of the file");
      if (statSync(real).size > maxStateBytes) return failed("larger than 8 MB");
      const text = this.#session.files.read(real);
      return text === undefined ? failed("cannot be read") : { kind: "text", text };
    } catch {
      // The user named the file, so its absence is the answer to the user.
      return failed("no such file");
    }
  }
}
