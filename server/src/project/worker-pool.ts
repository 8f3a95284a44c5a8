// Worker threads that answer jobs: any pure function of structured-clonable values, run off the main thread. Knows
// nothing of what the jobs are. Small jobs travel together, and a worker has the next ones before it is done, so that
// it never waits for this thread. It is replaced after so much source text, because memory that a native parser holds
// dies only by garbage collection; one that dies or hangs is replaced and the job that it was at fails alone.

import { setImmediate } from "node:timers/promises";
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
  /**
   * Rejects when the job's function throws, or its worker dies or runs out of time. A job whose worker dies of another
   * is begun again.
   */
  run(job: Job, weightBytes: number): Promise<Answer>;
  /** Tells every worker, those that are yet to start among them, something that later jobs rely on. */
  tell(news: unknown): void;
  /** Ends all workers; jobs without an answer are rejected. */
  close(): Promise<void>;
}

/** What a worker is started with. */
interface Start<Shared> {
  readonly shared: Shared;
  /** One number, in memory that both sides see: how many jobs the worker has begun. */
  readonly nrBegun: Int32Array;
}

/** What a worker is sent. */
type Message =
  | { readonly kind: "jobs"; readonly jobs: readonly unknown[] }
  | { readonly kind: "news"; readonly news: unknown };

/** What a worker answers to a job; those to one message come together, in its order. */
type Reply =
  | { readonly kind: "answer"; readonly answer: unknown }
  | { readonly kind: "thrown"; readonly reason: string };

interface Waiting<Job, Answer> {
  readonly job: Job;
  readonly weightBytes: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A worker and what it was given. */
interface Thread<Job, Answer> {
  readonly worker: Worker;
  readonly nrBegun: Int32Array;
  /** Sent and not answered yet, in order. */
  readonly inFlight: Waiting<Job, Answer>[];
  /** In so many messages. */
  nrMessages: number;
  nrAnswered: number;
  givenBytes: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * A job's time is counted in so many ticks. Where this thread was busy, or the machine asleep, they are one tick together:
 * the job, or its answer, had to wait as well.
 */
const nrTicks = 12;

/** The one that a worker is at, and one more. */
const maxMessages = 2;

/** Jobs of one message. More would save nothing, and answers would come in large steps. */
const maxJobsTogether = 32;
const maxBytesTogether = 256 * 1024;

/** Towards the end jobs are handed out in small pieces, so that all workers end together: each is so much of its share. */
const partOfShare = 4;

/** Makes a pool; workers start with their first job. */
export function createWorkerPool<Job, Answer>(options: WorkerPoolOptions): WorkerPool<Job, Answer> {
  return new Pool(options);
}

/** A class because it is nothing but identity and state: which thread is at which job. */
class Pool<Job, Answer> implements WorkerPool<Job, Answer> {
  readonly #options: WorkerPoolOptions;
  /** By place; absent where none has started yet, or the one that was there has ended. */
  readonly #threads: (Thread<Job, Answer> | undefined)[];
  #queue: Waiting<Job, Answer>[] = [];
  #nextInQueue = 0;
  #isClosed = false;
  #news: unknown[] = [];

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#threads = Array.from({ length: options.nrWorkers }, () => undefined);
  }

  run(job: Job, weightBytes: number): Promise<Answer> {
    if (this.#isClosed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, weightBytes, resolve, reject });
      const idle = this.#threads.findIndex((thread) => !thread || thread.nrMessages === 0);
      if (idle >= 0) this.#feed(idle);
    });
  }

  tell(news: unknown): void {
    this.#news.push(news);
    for (const thread of this.#threads) if (thread) tellWorker(thread.worker, news);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const threads = this.#threads.filter((thread) => thread !== undefined);
    const waiting = this.#queue.slice(this.#nextInQueue);
    this.#queue = [];
    this.#nextInQueue = 0;
    this.#threads.fill(undefined);
    for (const thread of threads) clearInterval(thread.timer);
    for (const job of [...threads.flatMap(({ inFlight }) => inFlight), ...waiting]) job.reject(closedError());
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  /** Gives the worker at `place` what there is for it; starts it where there is none. */
  #feed(place: number): void {
    if (this.#isClosed) return;
    const known = this.#threads[place];
    const isWorn = known !== undefined && known.givenBytes >= this.#options.replaceAfterBytes;
    if (isWorn && known.nrMessages > 0) return;
    if (isWorn) this.#retire(place);
    for (;;) {
      const thread = this.#threads[place];
      const nrMessages = thread?.nrMessages ?? 0;
      const nrMost = this.#nrTogether();
      // Towards the end nothing is sent ahead: it would wait while another worker has nothing to do.
      if (nrMessages > 0 && (nrMessages === maxMessages || nrMost === 1)) return;
      const jobs = this.#take(place, Math.max(nrMost, 1));
      if (jobs.length === 0) return;
      this.#send(jobs, thread ?? this.#start(place), place);
    }
  }

  #send(jobs: readonly Waiting<Job, Answer>[], thread: Thread<Job, Answer>, place: number): void {
    thread.nrMessages += 1;
    thread.inFlight.push(...jobs);
    for (const { weightBytes } of jobs) thread.givenBytes += weightBytes;
    thread.timer ??= this.#watch(place, thread);
    const message: Message = { kind: "jobs", jobs: jobs.map(({ job }) => job) };
    thread.worker.postMessage(message);
  }

  /** Counts the time of the job that the worker is at. */
  #watch(place: number, thread: Thread<Job, Answer>): NodeJS.Timeout {
    const { jobTimeoutMs } = this.#options;
    let ticksLeft = nrTicks;
    let nrBegun = thread.nrAnswered;
    return setInterval(() => {
      const nrNow = Atomics.load(thread.nrBegun, 0);
      ticksLeft = nrNow === nrBegun ? ticksLeft - 1 : nrTicks - 1;
      nrBegun = nrNow;
      if (ticksLeft === 0)
        this.#fail(place, thread, new Error(`gave up after ${Math.round(jobTimeoutMs / 1000)} s`));
    }, jobTimeoutMs / nrTicks);
  }

  /** How many jobs the next message may have. */
  #nrTogether(): number {
    const share = (this.#queue.length - this.#nextInQueue) / this.#options.nrWorkers;
    return Math.max(1, Math.min(maxJobsTogether, Math.floor(share / partOfShare)));
  }

  #take(place: number, nrMost: number): Waiting<Job, Answer>[] {
    const jobs: Waiting<Job, Answer>[] = [];
    for (let sizeBytes = 0; jobs.length < nrMost && sizeBytes < maxBytesTogether; ) {
      const next = this.#takeNext(place);
      if (!next) break;
      jobs.push(next);
      sizeBytes += next.weightBytes;
    }
    return jobs;
  }

  /**
   * Half of the workers take from the head of the queue, the others from its tail: jobs that stand together, as files of
   * one folder do, go to one worker, which may remember what they share. The array is cut now and then, since shifting
   * it would cost its length each time.
   */
  #takeNext(place: number): Waiting<Job, Answer> | undefined {
    if (this.#nextInQueue >= this.#queue.length) return undefined;
    if (place % 2 === 1) return this.#queue.pop();
    const next = this.#queue[this.#nextInQueue];
    this.#nextInQueue += 1;
    if (this.#nextInQueue > 1024) {
      this.#queue.splice(0, this.#nextInQueue);
      this.#nextInQueue = 0;
    }
    return next;
  }

  #start(place: number): Thread<Job, Answer> {
    const { scriptUrl, shared, youngGenerationMb } = this.#options;
    const nrBegun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const workerData: Start<unknown> = { shared, nrBegun };
    const worker = new Worker(scriptUrl, {
      workerData,
      ...(youngGenerationMb !== undefined && {
        resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
      }),
    });
    const thread: Thread<Job, Answer> = {
      worker,
      nrBegun,
      inFlight: [],
      nrMessages: 0,
      nrAnswered: 0,
      givenBytes: 0,
      timer: undefined,
    };
    this.#threads[place] = thread;
    for (const news of this.#news) tellWorker(worker, news);
    worker.on("message", (replies: readonly Reply[]) => this.#finish(place, thread, replies));
    worker.on("error", (error: Error) => this.#fail(place, thread, error));
    worker.on("exit", (code) => this.#fail(place, thread, new Error(`the worker ended with status ${code}`)));
    return thread;
  }

  #finish(place: number, thread: Thread<Job, Answer>, replies: readonly Reply[]): void {
    if (this.#threads[place] !== thread) return;
    const jobs = thread.inFlight.splice(0, replies.length);
    thread.nrMessages -= 1;
    thread.nrAnswered += jobs.length;
    if (thread.nrMessages === 0) stopWatch(thread);
    for (const [index, job] of jobs.entries()) {
      const reply = replies[index];
      // The worker is `serveJobs` of our own: what it posts is the answer of this pool's job.
      if (reply?.kind === "answer") job.resolve(reply.answer as Answer);
      else job.reject(new Error(reply?.reason));
    }
    this.#feed(place);
  }

  /** The job that the worker was at fails; those that it had besides are for whoever comes next. */
  #fail(place: number, thread: Thread<Job, Answer>, error: Error): void {
    if (this.#threads[place] !== thread) return;
    this.#retire(place);
    const nrDone = Math.max(0, Atomics.load(thread.nrBegun, 0) - 1 - thread.nrAnswered);
    const [failed] = thread.inFlight.splice(nrDone, 1);
    this.#queue = [...thread.inFlight, ...this.#queue.slice(this.#nextInQueue)];
    this.#nextInQueue = 0;
    failed?.reject(error);
    for (const other of this.#threads.keys()) this.#feed(other);
  }

  #retire(place: number): void {
    const thread = this.#threads[place];
    this.#threads[place] = undefined;
    if (!thread) return;
    stopWatch(thread);
    void thread.worker.terminate();
  }
}

function stopWatch(thread: Thread<unknown, never>): void {
  clearInterval(thread.timer);
  thread.timer = undefined;
}

function tellWorker(worker: Worker, news: unknown): void {
  const message: Message = { kind: "news", news };
  worker.postMessage(message);
}

function closedError(): Error {
  return new Error("the worker pool is closed");
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
  const { shared, nrBegun } = workerData as Start<Shared>;
  const answer = makeAnswer(shared);
  const answerTo = (job: Job): Reply => {
    Atomics.add(nrBegun, 0, 1);
    try {
      return { kind: "answer", answer: answer(job) };
    } catch (error) {
      // One job's failure must not take the worker's other jobs along; the asker hears of it.
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { kind: "thrown", reason };
    }
  };
  const take = async (message: Message): Promise<void> => {
    if (message.kind === "news") {
      hear?.(message.news as News);
      return;
    }
    const replies: Reply[] = [];
    for (const job of message.jobs) {
      replies.push(answerTo(job as Job));
      // What was collected in native memory is given back between jobs only: a message of them would keep it all.
      await setImmediate();
    }
    port.postMessage(replies);
  };
  let done = Promise.resolve();
  port.on("message", (message: Message) => {
    done = done.then(() => take(message));
  });
}
