// Worker threads that answer jobs: any pure function of structured-clonable values, run off the main thread. Knows
// nothing of what the jobs are. A worker is replaced after so much source text, because memory that a native parser
// holds dies only by garbage collection; one that dies or hangs is replaced and its job fails alone.

import { parentPort, Worker, workerData } from "node:worker_threads";

export interface WorkerPoolOptions {
  /** The module that calls `serveJobs`. */
  readonly scriptUrl: URL;
  readonly nrWorkers: number;
  /** Handed to every worker once, as the first argument of its answering function's maker. */
  readonly shared: unknown;
  /** A worker that has had this much work (sum of the weights of its jobs) is replaced. */
  readonly replaceAfterBytes: number;
  /** A job that takes longer is given up and its worker replaced. */
  readonly jobTimeoutMs: number;
}

/** Answers jobs in any order; at most `nrWorkers` at a time, the rest wait in the order in which they came. */
export interface WorkerPool<Job, Answer> {
  /** Rejects when the job's function throws, or its worker dies or runs out of time. */
  run(job: Job, weightBytes: number): Promise<Answer>;
  /** Ends all workers; jobs without an answer are rejected. */
  close(): Promise<void>;
}

type Reply =
  | { readonly kind: "answer"; readonly answer: unknown }
  | { readonly kind: "thrown"; readonly reason: string };

interface Waiting<Job, Answer> {
  readonly job: Job;
  readonly weightBytes: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Slot<Job, Answer> {
  worker: Worker | undefined;
  doneBytes: number;
  current: Waiting<Job, Answer> | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Makes a pool; workers start with their first job. */
export function createWorkerPool<Job, Answer>(options: WorkerPoolOptions): WorkerPool<Job, Answer> {
  const slots: Slot<Job, Answer>[] = Array.from({ length: options.nrWorkers }, () => ({
    worker: undefined,
    doneBytes: 0,
    current: undefined,
    timer: undefined,
  }));
  const queue: Waiting<Job, Answer>[] = [];
  let nextInQueue = 0;
  let isClosed = false;

  function takeNext(): Waiting<Job, Answer> | undefined {
    const next = queue[nextInQueue];
    if (next === undefined) return undefined;
    nextInQueue += 1;
    if (nextInQueue > 1024) {
      queue.splice(0, nextInQueue);
      nextInQueue = 0;
    }
    return next;
  }

  function feed(slot: Slot<Job, Answer>): void {
    if (isClosed || slot.current) return;
    const next = takeNext();
    if (!next) return;
    slot.current = next;
    slot.worker ??= startWorker(slot);
    slot.timer = setTimeout(
      () => fail(slot, new Error(`gave up after ${Math.round(options.jobTimeoutMs / 1000)} s`)),
      options.jobTimeoutMs,
    );
    slot.worker.postMessage(next.job);
  }

  function startWorker(slot: Slot<Job, Answer>): Worker {
    const worker = new Worker(options.scriptUrl, { workerData: options.shared });
    slot.doneBytes = 0;
    worker.on("message", (reply: Reply) => finish(slot, worker, reply));
    worker.on("error", (error: Error) => slot.worker === worker && fail(slot, error));
    worker.on("exit", (code) => {
      if (slot.worker === worker) fail(slot, new Error(`the worker ended with status ${code}`));
    });
    return worker;
  }

  function finish(slot: Slot<Job, Answer>, worker: Worker, reply: Reply): void {
    const job = slot.current;
    if (slot.worker !== worker || !job) return;
    release(slot);
    slot.doneBytes += job.weightBytes;
    if (slot.doneBytes >= options.replaceAfterBytes) retire(slot);
    // The worker is `serveJobs` of our own: what it posts is the answer of this pool's job.
    if (reply.kind === "answer") job.resolve(reply.answer as Answer);
    else job.reject(new Error(reply.reason));
    feed(slot);
  }

  function fail(slot: Slot<Job, Answer>, error: Error): void {
    const job = slot.current;
    release(slot);
    retire(slot);
    job?.reject(error);
    feed(slot);
  }

  return {
    run(job, weightBytes) {
      if (isClosed) return Promise.reject(new Error("the worker pool is closed"));
      return new Promise((resolve, reject) => {
        queue.push({ job, weightBytes, resolve, reject });
        const idle = slots.find((slot) => !slot.current);
        if (idle) feed(idle);
      });
    },
    async close() {
      isClosed = true;
      const workers = slots.map((slot) => slot.worker).filter((worker) => worker !== undefined);
      const closed = new Error("the worker pool is closed");
      for (const slot of slots) {
        const job = slot.current;
        release(slot);
        slot.worker = undefined;
        job?.reject(closed);
      }
      for (const job of queue.slice(nextInQueue)) job.reject(closed);
      queue.length = 0;
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function release<Job, Answer>(slot: Slot<Job, Answer>): void {
  clearTimeout(slot.timer);
  slot.timer = undefined;
  slot.current = undefined;
}

function retire<Job, Answer>(slot: Slot<Job, Answer>): void {
  const worker = slot.worker;
  slot.worker = undefined;
  void worker?.terminate();
}

/** The worker's side: makes the answering function from the pool's shared value, then answers every job with it. */
export function serveJobs<Shared, Job, Answer>(makeAnswer: (shared: Shared) => (job: Job) => Answer): void {
  const port = parentPort;
  if (!port) throw new Error("serveJobs() runs in a worker thread only");
  // Both ends are compiled together: the pool's maker and this function agree on `Shared` and `Job`.
  const answer = makeAnswer(workerData as Shared);
  port.on("message", (job: Job) => {
    let reply: Reply;
    try {
      reply = { kind: "answer", answer: answer(job) };
    } catch (error) {
      // One job's failure must not take the worker's other jobs along; the asker hears of it.
      reply = {
        kind: "thrown",
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
    port.postMessage(reply);
  });
}
