// The pool, with workers that do as they are told.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createWorkerPool } from "../../server/src/project/worker-pool.js";

type Job =
  | { readonly kind: "double"; readonly value: number }
  | { readonly kind: "throw" }
  | { readonly kind: "exit" }
  | { readonly kind: "hang" }
  | { readonly kind: "thread" }
  | { readonly kind: "wait"; readonly timeMs: number };

const workerSource = `
import { threadId } from "node:worker_threads";
import { serveJobs } from "${join(import.meta.dirname, "../../server/src/project/worker-pool.ts")}";
serveJobs((shared) => (job) => {
  switch (job.kind) {
    case "double": return shared.factor * job.value;
    case "throw": throw new Error("no");
    case "exit": process.exit(7);
    case "hang": for (;;);
    case "thread": return threadId;
    case "wait": return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, job.timeMs), job.timeMs;
  }
});
`;

let script: URL;
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kmem-lens-pool-"));
  const entry = join(folder, "worker.mjs");
  writeFileSync(entry, workerSource);
  const outfile = join(folder, "bundle.mjs");
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  script = pathToFileURL(outfile);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pool(options: Partial<Parameters<typeof createWorkerPool>[0]> = {}) {
  const made = createWorkerPool<Job, number>({
    scriptUrl: script,
    nrWorkers: 2,
    shared: { factor: 2 },
    replaceAfterBytes: 1000,
    jobTimeoutMs: 10_000,
    ...options,
  });
  onTestFinished(() => made.close());
  return made;
}

describe("a worker pool", () => {
  it("answers every job with its own answer", async () => {
    const made = pool({ nrWorkers: 3 });
    const values = Array.from({ length: 50 }, (_, i) => i);
    const answers = await Promise.all(values.map((value) => made.run({ kind: "double", value }, 1)));
    expect(answers).toEqual(values.map((value) => 2 * value));
  });

  it("fails the job that throws, ends its worker or hangs, and no other", async () => {
    const made = pool({ jobTimeoutMs: 400 });
    const outcomes = await Promise.allSettled([
      made.run({ kind: "throw" }, 1),
      made.run({ kind: "exit" }, 1),
      made.run({ kind: "hang" }, 1),
      made.run({ kind: "double", value: 21 }, 1),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "fulfilled"]);
  });

  it("fails no other job of those that a worker was given together", async () => {
    const made = pool({ jobTimeoutMs: 1000, replaceAfterBytes: 1_000_000 });
    const kinds = ["throw", "exit", "hang"] as const;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 300 }, (_, i) => {
        const kind = i % 50 === 25 ? kinds[Math.floor(i / 50)] : undefined;
        return made.run(kind ? { kind } : { kind: "double", value: i }, 1);
      }),
    );
    const failed = outcomes.flatMap(({ status }, i) => (status === "rejected" ? [i] : []));
    expect(failed).toEqual([25, 75, 125]);
    const answers = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    expect(answers).toEqual(outcomes.flatMap((_, i) => (failed.includes(i) ? [] : [2 * i])));
  });

  it("gives a job its time though those before it took theirs", async () => {
    const made = pool({ nrWorkers: 1, jobTimeoutMs: 600 });
    const waits = Array.from({ length: 50 }, () => made.run({ kind: "wait", timeMs: 60 }, 1));
    expect(await Promise.all(waits)).toEqual(waits.map(() => 60));
  });

  it("replaces a worker after so many bytes of work", async () => {
    const made = pool({ nrWorkers: 1, replaceAfterBytes: 100 });
    const threads: number[] = [];
    for (const weight of [60, 60, 10]) threads.push(await made.run({ kind: "thread" }, weight));
    expect(threads[1]).toBe(threads[0]);
    expect(threads[2]).not.toBe(threads[0]);
  });

  it("takes nothing more after it was closed", async () => {
    const made = pool();
    const waiting = made.run({ kind: "hang" }, 1);
    const failed = expect(waiting).rejects.toThrow("closed");
    await made.close();
    await failed;
    await expect(made.run({ kind: "double", value: 1 }, 1)).rejects.toThrow("closed");
  });
});
