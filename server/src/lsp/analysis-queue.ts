// What is computed next, and what is not worth computing any more: one request at a time goes to the analysis;
// questions about finished work come before new work, and a newer text replaces an older one that still waits.

import type { AnalysisReply, AnalysisRequest } from "./analysis-host.js";
import { Overtaken } from "./guard.js";

/** Runs requests somewhere: in a thread, or in place. */
export interface AnalysisRunner {
  run(request: AnalysisRequest): Promise<AnalysisReply>;
  close(): Promise<void>;
}

/** The analysis as the rest of the server asks it. */
export interface AnalysisService {
  /** Rejects with `Overtaken` when a newer check of the same document takes the place of this one. */
  ask(request: AnalysisRequest): Promise<AnalysisReply>;
  close(): Promise<void>;
}

/**
 * A check that nobody waits for any more may still run this long. Shorter would throw away work that is nearly done
 * and the thread with it; longer would let a huge file hold up the one that is typed in.
 */
const staleRunLimitMs = 1500;

interface Waiting {
  readonly request: AnalysisRequest;
  readonly resolve: (reply: AnalysisReply) => void;
  readonly reject: (error: unknown) => void;
}

/** Puts a queue before a runner; `startRunner` is called again when a stale check has to be stopped. */
export function createAnalysisQueue(startRunner: () => AnalysisRunner): AnalysisService {
  let runner = startRunner();
  let waiting: Waiting[] = [];
  let running: Waiting | undefined;
  let staleTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const next = (): void => {
    if (running || isClosed) return;
    const entry = takeNext(waiting);
    if (!entry) return;
    waiting = waiting.filter((other) => other !== entry);
    running = entry;
    runner
      .run(entry.request)
      .then(entry.resolve, entry.reject)
      .finally(() => {
        clearTimeout(staleTimer);
        if (running === entry) running = undefined;
        next();
      });
  };

  const stopStaleRun = (): void => {
    const stale = running;
    if (!stale) return;
    running = undefined;
    const old = runner;
    runner = startRunner();
    stale.reject(new Overtaken());
    void old.close();
    next();
  };

  return {
    ask(request) {
      if (isClosed) return Promise.reject(new Overtaken());
      return new Promise((resolve, reject) => {
        if (request.kind === "check") {
          const { uri } = request.job;
          for (const entry of waiting) if (isCheckOf(entry.request, uri)) entry.reject(new Overtaken());
          waiting = waiting.filter((entry) => !isCheckOf(entry.request, uri));
          if (running && isCheckOf(running.request, uri)) {
            clearTimeout(staleTimer);
            staleTimer = setTimeout(stopStaleRun, staleRunLimitMs);
          }
        }
        waiting.push({ request, resolve, reject });
        next();
      });
    },
    async close() {
      isClosed = true;
      clearTimeout(staleTimer);
      for (const entry of waiting) entry.reject(new Overtaken());
      waiting = [];
      await runner.close();
    },
  };
}

function isCheckOf(request: AnalysisRequest, uri: string): boolean {
  return request.kind === "check" && request.job.uri === uri;
}

/**
 * Questions in order of asking, then the check that was asked for last: it is the file that the user looks at. What is
 * known already is refined when nothing else waits.
 */
function takeNext(waiting: readonly Waiting[]): Waiting | undefined {
  const kindOf = ({ request }: Waiting): AnalysisRequest["kind"] => request.kind;
  return (
    waiting.find((entry) => kindOf(entry) !== "check" && kindOf(entry) !== "refine") ??
    waiting.findLast((entry) => kindOf(entry) === "check") ??
    waiting.at(-1)
  );
}
