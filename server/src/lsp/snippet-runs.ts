// Running the snippets of open documents, and what is known of the last run of each until the text changes.

import {
  findCompanions,
  type NamedSource,
  quotedIncludes,
  readHeader,
  treeHeaderSearch,
} from "../project/companions.js";
import { findKernelTree } from "../project/kernel-tree.js";
import { readStateFile } from "../project/state-file.js";
import { createWorkerPool, type WorkerPool } from "../project/worker-pool.js";
import { planSnippets, type SnippetPlan, type SnippetPlans } from "../snippets/snippet-plan.js";
import { isLocalPath, type OpenDocument } from "./documents.js";
import { describeError } from "./guard.js";
import type { PanelModel, RunSnippetResult } from "./protocol.js";
import type { Session } from "./session.js";
import type { SnippetAnswer, SnippetJob } from "./snippet-job.js";

/** Nobody waits longer, and the machine has other work. */
const jobTimeoutMs = 60_000;

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
  /** The headers named in quotes that the runs read, by path. */
  readonly headers: Map<string, string>;
  /** Names of all headers that the runs read or looked for: the ends of their paths. */
  readonly headerNames: Set<string>;
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
  readonly #session: Pick<Session, "documents" | "folders" | "configuration">;
  readonly #runner: SnippetRunner;
  readonly #kept = new Map<string, Kept>();
  readonly #planned = new Map<string, Planned>();
  /** Counts changes of settings, and of headers on the disk: a run that was begun before is not kept. */
  #epoch = 0;
  /** Counts changes of headers on the disk, where those of a tree are read. */
  #diskEpoch = 0;
  /** Ends with the run before: one at a time, so that ending the thread ends no other's. */
  #previous: Promise<unknown> = Promise.resolve();

  constructor(session: Pick<Session, "documents" | "folders" | "configuration">, runner: SnippetRunner) {
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

  /** Settings have changed: no run is as it would be now. */
  forgetRuns(): void {
    this.#epoch += 1;
    this.#kept.clear();
  }

  /** Files have changed on the disk; answers the documents that have lost runs by it. */
  forgetDependentsOf(paths: readonly string[]): readonly string[] {
    const headers = paths.filter((path) => path.endsWith(".h"));
    if (headers.length === 0) return [];
    this.#epoch += 1;
    this.#diskEpoch += 1;
    return this.#forgetWhere(({ headerNames }) =>
      headers.some((path) => endsOf(path).some((end) => headerNames.has(end))),
    );
  }

  /** A document was opened or edited; answers the documents whose runs had another text of it. */
  forgetDependentsOn({ path, content }: OpenDocument): readonly string[] {
    return path.endsWith(".h")
      ? this.#forgetWhere(({ headers }) => headers.has(path) && headers.get(path) !== content.text)
      : [];
  }

  #forgetWhere(isOutdated: (kept: Kept) => boolean): readonly string[] {
    const lost = [...this.#kept].flatMap(([uri, kept]) => (isOutdated(kept) ? [uri] : []));
    for (const uri of lost) this.#kept.delete(uri);
    return lost;
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
    const epoch = this.#epoch;
    const job = await this.#jobOf(document, plan, options.failEach);
    const answer = await this.#inTurn(job, options.onCancel);
    if (answer.kind === "failed") return answer;
    if (epoch === this.#epoch && this.#hasSameHeaders(job)) this.#keep(document, line, answer, job.headers);
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

  /** Whether the editor has the headers as the run had them. */
  #hasSameHeaders({ headers }: SnippetJob): boolean {
    const { documents } = this.#session;
    return headers.every(({ path, text }) => (documents.getByPath(path)?.content.text ?? text) === text);
  }

  #keep(
    { uri, content: { text } }: OpenDocument,
    line: number,
    { runs, treeHeaders }: Extract<SnippetAnswer, { kind: "ran" }>,
    headers: SnippetJob["headers"],
  ): void {
    if (!this.#session.documents.get(uri)) return;
    const before = this.#kept.get(uri);
    const kept: Kept =
      before?.text === text ? before : { text, runs: new Map(), headers: new Map(), headerNames: new Set() };
    kept.runs.set(line, runs);
    for (const header of headers) kept.headers.set(header.path, header.text);
    for (const source of [text, ...headers.map((header) => header.text)])
      for (const name of quotedIncludes(source)) kept.headerNames.add(name.replace(/^(?:\.{1,2}\/)+/, ""));
    for (const name of treeHeaders) kept.headerNames.add(name);
    this.#kept.set(uri, kept);
  }

  async #jobOf(document: OpenDocument, plan: SnippetPlan, failEach: boolean): Promise<SnippetJob> {
    const { check } = await this.#session.configuration.settingsFor(document);
    const { path, content } = document;
    const tree = this.#treeOf(path);
    const { state } = plan.options;
    return {
      path,
      text: content.text,
      headers: this.#headersOf(path, content.text, tree),
      tree: tree === undefined ? undefined : { path: tree, epoch: this.#diskEpoch },
      line: plan.line,
      failEach,
      defaults: { machine: undefined, kernel: check.profile.release.id, arch: check.profile.arch.id },
      states: state === undefined ? {} : { [state]: this.#readState(state, path) },
    };
  }

  /** The kernel tree that the document lies in, or else the first that is open beside it. */
  #treeOf(path: string): string | undefined {
    if (!isLocalPath(path)) return undefined;
    for (const place of [path, ...this.#session.folders.paths()]) {
      const tree = findKernelTree(undefined, place);
      if (tree) return tree.path;
    }
    return undefined;
  }

  /** As the command finds them, but the editor's texts win over the disk's. */
  #headersOf(path: string, text: string, tree: string | undefined): readonly NamedSource[] {
    if (!isLocalPath(path)) return [];
    const readText = (diskPath: string): string | undefined =>
      this.#session.documents.getByPath(diskPath.replaceAll("\\", "/"))?.content.text ?? readHeader(diskPath);
    return findCompanions([{ path, text, diskPath: path }], treeHeaderSearch(tree), readText).toReversed();
  }

  #readState(name: string, path: string): ReturnType<typeof readStateFile> {
    if (!isLocalPath(path)) return { kind: "failed", reason: `state=${name}: the document is not a file` };
    return readStateFile(name, path, this.#session.folders.paths());
  }
}

/** `x/y.h` and `y.h` for `/a/x/y.h`, and the whole: what an include may call it. */
function endsOf(path: string): readonly string[] {
  const ends = [path];
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) ends.push(path.slice(at + 1));
  return ends;
}
