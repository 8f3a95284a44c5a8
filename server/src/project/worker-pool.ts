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
  /** Room for new objects in each worker, in MiB: more of it means that fewer of them live on to be collected dearly. */
  readonly youngGenerationMb?: number;
}

/** Answers jobs in any order, at most `nrWorkers` at a time; the rest wait. */
export interface WorkerPool<Job, Answer> {
  /** Rejects when the job's function throws, or its worker dies or runs out of time. */
  run(job: Job, weightBytes: number): Promise<Answer>;
  /** Tells every worker, those that are yet to start among them, something that later jobs rely on. */
  tell(news: unknown): void;
  /** Ends all workers; jobs without an answer are rejected. */
  close(): Promise<void>;
}

/** What a worker is sent. */
type Message =
  | { readonly kind: "job"; readonly job: unknown }
  | { readonly kind: "news"; readonly news: unknown };

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

/**
 * A job's time is counted in so many ticks. Where this thread was busy, or the machine asleep, they are one tick together:
 * the job, or its answer, had to wait as well.
 */
const nrTicks = 12;

/** Makes a pool; workers start with their first job. */
export function createWorkerPool<Job, Answer>(options: WorkerPoolOptions): WorkerPool<Job, Answer> {
  return new Pool(options);
}

/** A class because it is nothing but identity and state: which thread is at which job. */
class Pool<Job, Answer> implements WorkerPool<Job, Answer> {
  readonly #options: WorkerPoolOptions;
  readonly #slots: readonly Slot<Job, Answer>[];
  #queue: Waiting<Job, Answer>[] = [];
  #nextInQueue = 0;
  #isClosed = false;
  #news: unknown[] = [];

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.nrWorkers }, () => ({
      worker: undefined,
      doneBytes: 0,
      current: undefined,
      timer: undefined,
    }));
  }

  run(job: Job, weightBytes: number): Promise<Answer> {
    if (this.#isClosed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, weightBytes, resolve, reject });
      const idle = this.#slots.find((slot) => !slot.current);
      if (idle) this.#feed(idle);
    });
  }

  tell(news: unknown): void {
    this.#news.push(news);
    for (const { worker } of this.#slots) if (worker) tellWorker(worker, news);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const workers = this.#slots.map((slot) => slot.worker).filter((worker) => worker !== undefined);
    const running = this.#slots.map((slot) => slot.current).filter((job) => job !== undefined);
    const waiting = this.#queue.slice(this.#nextInQueue);
    this.#queue = [];
    for (const slot of this.#slots) {
      release(slot);
      slot.worker = undefined;
    }
    for (const job of [...running, ...waiting]) job.reject(closedError());
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #feed(slot: Slot<Job, Answer>): void {
    if (this.#isClosed || slot.current) return;
    const next = this.#takeNext(slot);
    if (!next) return;
    const { jobTimeoutMs } = this.#options;
    slot.current = next;
    slot.worker ??= this.#startWorker(slot);
    let ticksLeft = nrTicks;
    slot.timer = setInterval(() => {
      ticksLeft -= 1;
      if (ticksLeft === 0) this.#fail(slot, new Error(`gave up after ${Math.round(jobTimeoutMs / 1000)} s`));
    }, jobTimeoutMs / nrTicks);
    const message: Message = { kind: "job", job: next.job };
    slot.worker.postMessage(message);
  }

  /**
   * Half of the workers take from the head of the queue, the others from its tail: jobs that stand together, as files of
   * one folder do, go to one worker, which may remember what they share. The array is cut now and then, since shifting
   * it would cost its length each time.
   */
  #takeNext(slot: Slot<Job, Answer>): Waiting<Job, Answer> | undefined {
    if (this.#nextInQueue >= this.#queue.length) return undefined;
    if (this.#slots.indexOf(slot) % 2 === 1) return this.#queue.pop();
    const next = this.#queue[this.#nextInQueue];
    this.#nextInQueue += 1;
    if (this.#nextInQueue > 1024) {
      this.#queue.splice(0, this.#nextInQueue);
      this.#nextInQueue = 0;
    }
    return next;
  }

  #startWorker(slot: Slot<Job, Answer>): Worker {
    const { scriptUrl, shared, youngGenerationMb } = this.#options;
    const worker = new Worker(scriptUrl, {
      workerData: shared,
      ...(youngGenerationMb !== undefined && {
        resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
      }),
    });
    slot.doneBytes = 0;
    for (const news of this.#news) tellWorker(worker, news);
    worker.on("message", (reply: Reply) => this.#finish(slot, worker, reply));
    worker.on("error", (error: Error) => slot.worker === worker && this.#fail(slot, error));
    worker.on("exit", (code) => {
      if (slot.worker === worker) this.#fail(slot, new Error(`the worker ended with status ${code}`));
    });
    return worker;
  }

  #finish(slot: Slot<Job, Answer>, worker: Worker, reply: Reply): void {
    const job = slot.current;
    if (slot.worker !== worker || !job) return;
    release(slot);
    slot.doneBytes += job.weightBytes;
    if (slot.doneBytes >= this.#options.replaceAfterBytes) retire(slot);
    // The worker is `serveJobs` of our own: what it posts is the answer of this pool's job.
    if (reply.kind === "answer") job.resolve(reply.answer as Answer);
    else job.reject(new Error(reply.reason));
    this.#feed(slot);
  }

  #fail(slot: Slot<Job, Answer>, error: Error): void {
    const job = slot.current;
    release(slot);
    retire(slot);
    job?.reject(error);
    this.#feed(slot);
  }
}

function tellWorker(worker: Worker, news: unknown): void {
  const message: Message = { kind: "news", news };
  worker.postMessage(message);
}

function closedError(): Error {
  return new Error("the worker pool is closed");
}

function release<Job, Answer>(slot: Slot<Job, Answer>): void {
  clearInterval(slot.timer);
  slot.timer = undefined;
  slot.current = undefined;
}

function retire<Job, Answer>(slot: Slot<Job, Answer>): void {
  const worker = slot.worker;
  slot.worker = undefined;
  void worker?.terminate();
}

/**
 * The worker's side: makes the answering function from the pool's shared value, then answers every job with it. What
 * the pool tells in between goes to `hear`.
 */
export function serveJobs<Shared, Job, Answer, News = never>(
  makeAnswer: (shared: Shared) => (job: Job) => Answer,
  hear?: (news: News) => void,
): void {
  const port = parentPort;
  if (!port) throw new Error("serveJobs() runs in a worker thread only");
  // Both ends are compiled together: the pool's maker and this function agree on `Shared`, `Job` and `News`.
  const answer = makeAnswer(workerData as Shared);
  port.on("message", (message: Message) => {
    if (message.kind === "news") {
      hear?.(message.news as News);
      return;
    }
    let reply: Reply;
    try {
      reply = { kind: "answer", answer: answer(message.job as Job) };
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
