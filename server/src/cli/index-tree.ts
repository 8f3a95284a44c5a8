// `kmem-lens index TREE --out FILE`: learns a kernel tree, so that drivers outside it are checked as if they were in it.

import { accessSync, constants, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { findKernelTree } from "../project/kernel-tree.js";
import { writePack } from "../project/pack/build-pack.js";
import { createWorkerPool, type WorkerPool } from "../project/worker-pool.js";
import { readJobs } from "./check-options.js";
import type { IndexedFile, IndexJob } from "./index-job.js";
import type { Io } from "./io.js";
import { findTreeFiles, type JobRunner, type KnownTree, learnTree, profileOfTree } from "./learn-tree.js";
import { createProgress, type Progress } from "./progress.js";
import { countOf } from "./reports/phrases.js";
import { fileErrorReason, reasonOf, UsageError } from "./usage-error.js";
import { writeFileAtomically } from "./write-file.js";

export interface RawIndexOptions {
  readonly out?: string;
  readonly jobs?: string;
}

/** As for a check: see run-jobs.ts. */
const replaceAfterBytes = 256 * 1024 * 1024;
const jobTimeoutMs = 120_000;

/** Runs the command; answers the exit status. */
export async function runIndex(treePath: string, raw: RawIndexOptions, io: Io): Promise<number> {
  const { out } = raw;
  if (out === undefined) throw new UsageError("index: no --out FILE given; name the pack to write");
  const startMs = io.now();
  const tree = requireTree(treePath);
  requireWritable(out);
  const nrWorkers = raw.jobs === undefined ? Math.min(availableParallelism(), 8) : readJobs(raw.jobs);
  const files = findTreeFiles(tree.path);
  const nrFiles = files.sources.length + files.headers.length;
  const pool = createWorkerPool<IndexJob, IndexedFile>({
    scriptUrl: new URL("./index-worker.js", import.meta.url),
    nrWorkers,
    shared: profileOfTree(tree),
    replaceAfterBytes,
    jobTimeoutMs,
  });
  const progress = createProgress(io, nrFiles);
  try {
    const bytes = writePack(await learnTree(tree, files, pooledRunner(pool, progress, io)));
    await progress.clear();
    write(out, bytes);
    const seconds = Math.round((io.now() - startMs) / 1000);
    const size = `${(bytes.length / 1e6).toFixed(1)} MB`;
    await io.stdout.write(
      `${out}: Linux ${tree.version}, ${size}, learned from ${countOf(nrFiles, "file")} in ${seconds} s\n`,
    );
  } finally {
    await pool.close();
  }
  return 0;
}

function requireTree(path: string): KnownTree {
  const tree = findKernelTree(path, path);
  if (!tree?.version)
    throw new UsageError(`index: '${path}' is no kernel tree; name the folder with its Makefile`);
  const { version, release } = tree;
  if (!release) throw new UsageError(`index: Linux ${version} is older than any release that is known here`);
  return { ...tree, version, release };
}

/** Said before minutes of learning, not after them. */
function requireWritable(out: string): void {
  try {
    accessSync(dirname(resolve(out)), constants.W_OK);
    if (!statSync(out, { throwIfNoEntry: false })?.isDirectory()) return;
  } catch (error) {
    throw new UsageError(`--out: cannot write '${out}': ${fileErrorReason(error)}; name another file`);
  }
  throw new UsageError(`--out: '${out}' is a folder; name a file in it`);
}

function pooledRunner(pool: WorkerPool<IndexJob, IndexedFile>, progress: Progress, io: Io): JobRunner {
  const runOne = async (job: IndexJob): Promise<IndexedFile> => {
    try {
      return await pool.run(job, statSync(job.diskPath, { throwIfNoEntry: false })?.size ?? 0);
    } catch (error) {
      // The worker died or hung with this file: the others are still learned.
      await io.stderr.write(`kmem-lens: skipped ${job.path}: ${reasonOf(error)}\n`);
      return { parts: [] };
    } finally {
      if (job.kind === "interface" || job.kind === "header") progress.advance(1, 0);
    }
  };
  return { run: (jobs) => Promise.all(jobs.map(runOne)), tell: (news) => pool.tell(news) };
}

function write(out: string, bytes: Uint8Array): void {
  try {
    writeFileAtomically(out, bytes);
  } catch (error) {
    throw new UsageError(`--out: cannot write '${out}': ${fileErrorReason(error)}; name another file`);
  }
}
