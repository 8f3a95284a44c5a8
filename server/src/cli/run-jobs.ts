// Runs the jobs of a check: in place where there is only one, in worker threads otherwise, where the files of a large
// PATH are linked if that is wanted. The answers come back in the order of the jobs, whatever finished first.

import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { modelOf } from "../kernel-model/model.js";
import { createWorkerPool, type WorkerPool } from "../project/worker-pool.js";
import type { CheckJob, CheckJobResult, JobSettings } from "./check-job.js";
import type { ScanCache } from "./scan-cache.js";
import { scanTree } from "./scan-tree.js";
import { reasonOf } from "./usage-error.js";

export interface RunOptions {
  readonly nrWorkers: number;
  readonly settings: JobSettings;
  /** Whether the files of a large PATH are linked, in a second pass. */
  readonly links: boolean;
  /** Results of earlier runs; asked only where there are several jobs. */
  readonly cache: ScanCache | undefined;
  /** Told after each job. */
  readonly onDone: (result: CheckJobResult) => void;
}

/**
 * A worker is replaced after so much source: a larger figure holds more dead native trees in memory, a smaller one
 * pays more often for a new worker, which has to warm up and to read its folder's headers again. With two of them a
 * whole kernel is done before this is reached, in 2.1 to 2.5 GiB.
 */
const replaceAfterBytes = 700 * 1024 * 1024;

/**
 * At the 48 MiB that a thread has by itself a linked scan spends a sixth of its time collecting what flows leave. More than
 * this saves nothing and is held by every worker.
 */
const youngGenerationMb = 192;

/**
 * When the engine compiles a function to machine code, for all threads: after it ran through nine times as much bytecode
 * as it otherwise would, and with half as much inlined. By itself it starts so soon that much is compiled for what the
 * first files are like, and again for the next ones: a fifth of all time on two processors. Later still, too much time
 * is spent in code that is interpreted. Engines of later releases count otherwise, and do not know the first of these.
 */
const compilerFlags = process.versions.v8.startsWith("11.")
  ? ["--interrupt-budget=600000", "--max-inlined-bytecode-size-cumulative=460"]
  : [];

/** No real file takes a tenth of this; a hang must not hold up a build for long. */
const jobTimeoutMs = 120_000;

/** Runs all jobs. Never rejects for a job's sake: what failed is a problem of its files. */
export async function runJobs(jobs: readonly CheckJob[], options: RunOptions): Promise<CheckJobResult[]> {
  const nrWorkers = Math.min(options.nrWorkers, jobs.length);
  if (jobs.length <= 1 || nrWorkers < 1) {
    const { runCheckJob } = await import("./check-job.js");
    return jobs.map((job) => {
      const result = runCheckJob(job, options.settings);
      options.onDone(result);
      return result;
    });
  }
  for (const flag of compilerFlags) setFlagsFromString(flag);
  const pool = createWorkerPool<CheckJob, CheckJobResult>({
    scriptUrl: new URL("./check-worker.js", import.meta.url),
    nrWorkers,
    shared: options.settings,
    replaceAfterBytes,
    jobTimeoutMs,
    youngGenerationMb,
  });
  const { cache } = options;
  const run = (part: readonly CheckJob[]): Promise<CheckJobResult[]> => runPart(part, pool, options);
  try {
    if (!options.links) return await run(jobs);
    return await scanTree(jobs, {
      run,
      tell: (news) => {
        // First: they make themselves ready meanwhile.
        pool.tell(news);
        cache?.hear(news);
      },
      model: modelOf(options.settings.check.profile.release),
    });
  } finally {
    cache?.close();
    cache?.tidy();
    await pool.close();
  }
}

/** So long the main thread looks up known results before it hears what else has happened. */
const lookUpMs = 50;

async function runPart(
  jobs: readonly CheckJob[],
  pool: WorkerPool<CheckJob, CheckJobResult>,
  options: RunOptions,
): Promise<CheckJobResult[]> {
  const results: Promise<CheckJobResult>[] = [];
  let breathedMs = performance.now();
  for (const job of jobs) {
    if (performance.now() - breathedMs > lookUpMs) {
      await setImmediate();
      breathedMs = performance.now();
    }
    const known = options.cache?.find(job);
    if (known && job.part !== "told") options.onDone(known);
    const toRun = options.cache?.toRun(job) ?? job;
    results.push(known ? Promise.resolve(known) : runPooled(toRun, pool, options));
  }
  return Promise.all(results);
}

async function runPooled(
  job: CheckJob,
  pool: WorkerPool<CheckJob, CheckJobResult>,
  options: RunOptions,
): Promise<CheckJobResult> {
  let result: CheckJobResult;
  try {
    result = await pool.run(job, job.group.sizeBytes);
    options.cache?.add(job, result);
  } catch (error) {
    // The worker died or hung with this job: its files are told as failed, the run goes on.
    const { emptyResult, internalProblem } = await import("./check-job.js");
    const failure = new Error(reasonOf(error));
    result = { ...emptyResult, problems: job.group.files.map((file) => internalProblem(file, failure)) };
  }
  if (job.part !== "told" || result.problems.length > 0) options.onDone(result);
  return result;
}
