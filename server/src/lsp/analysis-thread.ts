// Starts the thread that computes, so that the server answers while it works.

import { createWorkerPool } from "../project/worker-pool.js";
import type { AnalysisReply, AnalysisRequest } from "./analysis-host.js";
import type { AnalysisRunner } from "./analysis-queue.js";

/** After that much source text a fresh thread takes over: what the parser holds natively is freed late or never. */
const replaceAfterBytes = 96 * 1024 * 1024;

/** A check that takes longer is given up: ten times what the slowest file of the kernel needs. */
const jobTimeoutMs = 30_000;

/** One thread; it starts at once, while the client is still being greeted. */
export function startAnalysisThread(): AnalysisRunner {
  const pool = createWorkerPool<AnalysisRequest, AnalysisReply>({
    scriptUrl: workerUrl(),
    nrWorkers: 1,
    shared: undefined,
    replaceAfterBytes,
    jobTimeoutMs,
  });
  void pool.run({ kind: "release", uri: "" }, 0).catch(() => undefined); // the first real request reports a broken thread
  return {
    run: (request) => pool.run(request, weightBytes(request)),
    close: () => pool.close(),
  };
}

/** The bundle has its own worker file beside it; compiled sources have theirs. */
function workerUrl(): URL {
  const isBundle = import.meta.url.endsWith(".mjs");
  return new URL(isBundle ? "./analysis-worker.mjs" : "./analysis-worker.js", import.meta.url);
}

function weightBytes(request: AnalysisRequest): number {
  if (request.kind !== "check") return 0;
  return request.job.files.reduce((sum, file) => sum + file.text.length, 0);
}
