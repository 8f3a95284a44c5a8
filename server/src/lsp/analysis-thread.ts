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
  const weigh = createScales();
  void pool.run({ kind: "release", uri: "" }, 0).catch(() => undefined); // the first real request reports a broken thread
  return {
    run: (request) => pool.run(request, weigh(request)),
    close: () => pool.close(),
  };
}

/** The bundle has its own worker file beside it; compiled sources have theirs. */
function workerUrl(): URL {
  const isBundle = import.meta.url.endsWith(".mjs");
  return new URL(isBundle ? "./analysis-worker.mjs" : "./analysis-worker.js", import.meta.url);
}

/** More paths are not remembered: their texts would be kept alive. */
const maxWeighed = 500;

/** Weighs requests by the text that is parsed for them: what came with the same text before is not parsed again. */
export function createScales(): (request: AnalysisRequest) => number {
  const seen = new Map<string, string>();
  return (request) => {
    if (request.kind !== "check") return 0;
    if (seen.size > maxWeighed) seen.clear();
    let sizeBytes = 0;
    for (const { path, text } of request.job.files) {
      if (seen.get(path) !== text) sizeBytes += text.length;
      seen.set(path, text);
    }
    return sizeBytes;
  };
}
