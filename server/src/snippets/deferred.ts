// What a run has left for later, and its clock. Work items, timers, tasklets, RCU callbacks and threads of interrupts
// wait here until the program sleeps, lets softirqs in, asks for them (flush, kill, barrier), or is over; then each runs
// in the context that the kernel would run it in. One cpu, and no preemption: nothing runs at other places, and time
// passes only where the program sleeps, delays or reads the clock.

import { createHeap } from "../base/heap.js";
import type { TaskContext } from "../simulator/task-context.js";
import type { Pointer } from "./memory.js";
import { RunStop, type Runtime } from "./runtime.js";

export type DeferredKind = "work" | "timer" | "tasklet" | "hrtimer" | "rcu" | "rcu-free" | "irq-thread";

/** The context of each: kernel/workqueue.c, kernel/time/timer.c, kernel/softirq.c, kernel/time/hrtimer.c,
 * kernel/rcu/tree.c, kernel/irq/manage.c (6.1). An hrtimer with a SOFT mode says so itself. */
const levels: Readonly<Record<DeferredKind, TaskContext["level"]>> = {
  work: "process",
  timer: "softirq",
  tasklet: "softirq",
  hrtimer: "hardirq",
  rcu: "softirq",
  "rcu-free": "process",
  "irq-thread": "process",
};

/** One thing that waits. */
export interface Deferred {
  readonly kind: DeferredKind;
  /** What was queued: a pending one is not queued again. */
  readonly pointer: Pointer;
  /** The workqueue, or the interrupt of a thread. */
  readonly queue: number;
  readonly dueJiffies: number;
  readonly level?: TaskContext["level"];
  run(): void;
}

/** One that is pending, with the line that queued it. */
export interface Pending extends Deferred {
  readonly line: number;
}

interface Entry extends Pending {
  readonly key: string;
  readonly order: number;
}

export interface DeferredQueue {
  readonly clock: Clock;
  /** False where it is pending already. */
  put(deferred: Deferred): boolean;
  /** True where it was pending. */
  withdraw(kind: DeferredKind, pointer: Pointer): boolean;
  isPending(kind: DeferredKind, pointer: Pointer): boolean;
  /** Runs those that are pending and wanted now, each once; answers whether there was one. */
  finish(isWanted: (deferred: Deferred) => boolean): boolean;
  /** Runs the earliest that is due by then; false where there is none, or where nothing may run now. */
  runNext(endJiffies: number): boolean;
  /** Runs all that come due until then, and lets the time pass. */
  sleepUntil(endJiffies: number): void;
  /** Softirqs are let in: tasklets and timers that are due. */
  runSoftirqs(): void;
  /**
   * The program is over: everything that is pending runs once. What cannot be run is told, and the others run; the
   * calls that it was in are ended.
   */
  settle(onUnsupported: (stop: RunStop) => void): void;
  pending(): readonly Pending[];
}

/** Jiffies with fractions. */
export interface Clock {
  nowJiffies: number;
}

export interface DeferredSetting {
  readonly runtime: Runtime;
  readonly task: TaskContext;
  /** Whether the task may sleep now: else only time passes. */
  readonly maySleep: () => boolean;
}

/** Host memory of one that waits, roughly. */
const entryBytes = 200;
/** jiffies of a machine that has been up for some minutes. */
const firstJiffies = 0x10000;

export function createDeferredQueue({ runtime, task, maySleep }: DeferredSetting): DeferredQueue {
  const clock: Clock = { nowJiffies: firstJiffies };
  const waiting = new Map<string, Entry>();
  const running = new Set<string>();
  const byTime = createHeap<Entry>(compare);
  let nrPut = 0;
  const keyOf = (kind: DeferredKind, { object, offset }: Pointer): string =>
    `${kind} ${object ? object.address + offset : offset}`;

  function put(deferred: Deferred): boolean {
    const key = keyOf(deferred.kind, deferred.pointer);
    if (waiting.has(key)) return false;
    runtime.spendMemory(entryBytes);
    // What queues itself again runs later: else a sleep would never end.
    const isAgain = running.has(key);
    const dueJiffies = Math.max(deferred.dueJiffies, isAgain ? clock.nowJiffies + 1 : 0);
    const entry: Entry = { ...deferred, dueJiffies, key, order: nrPut++, line: runtime.line };
    waiting.set(key, entry);
    byTime.push(entry);
    return true;
  }

  function take(entry: Entry): void {
    waiting.delete(entry.key);
    runtime.spendMemory(-entryBytes);
  }

  function withdraw(kind: DeferredKind, pointer: Pointer): boolean {
    const entry = waiting.get(keyOf(kind, pointer));
    if (entry) take(entry);
    return entry !== undefined;
  }

  /** In a clean context of its own; the interrupted task's is as it was afterwards. */
  function run(entry: Entry): void {
    take(entry);
    const before = { ...task };
    const { line } = runtime;
    Object.assign(task, cleanContext, { level: entry.level ?? levels[entry.kind] });
    runtime.line = entry.line;
    running.add(entry.key);
    try {
      entry.run();
    } finally {
      running.delete(entry.key);
      Object.assign(task, before);
      runtime.line = line;
    }
  }

  /** The earliest that is due by then. What runs already is not entered twice. */
  function takeEarliest(endJiffies: number): Entry | undefined {
    const postponed: Entry[] = [];
    let found: Entry | undefined;
    for (let next = byTime.first(); next && !found && next.dueJiffies <= endJiffies; next = byTime.first()) {
      byTime.pop();
      if (waiting.get(next.key) !== next) continue;
      if (running.has(next.key)) postponed.push(next);
      else found = next;
    }
    for (const entry of postponed) byTime.push(entry);
    return found;
  }

  function runNext(endJiffies: number): boolean {
    if (waiting.size === 0 || !maySleep()) return false;
    const entry = takeEarliest(endJiffies);
    if (!entry) return false;
    clock.nowJiffies = Math.max(clock.nowJiffies, entry.dueJiffies);
    runtime.step();
    run(entry);
    return true;
  }

  /** What is pending now, in order; each runs unless it was withdrawn meanwhile. */
  function finish(isWanted: (deferred: Deferred) => boolean): boolean {
    const entries = [...waiting.values()].filter((entry) => isWanted(entry) && !running.has(entry.key));
    for (const entry of entries.sort(compare)) {
      if (waiting.get(entry.key) !== entry) continue;
      clock.nowJiffies = Math.max(clock.nowJiffies, entry.dueJiffies);
      run(entry);
    }
    return entries.length > 0;
  }

  return {
    clock,
    put,
    withdraw,
    isPending: (kind, pointer) => waiting.has(keyOf(kind, pointer)),
    finish,
    runNext,
    sleepUntil(endJiffies) {
      while (runNext(endJiffies));
      clock.nowJiffies = Math.max(clock.nowJiffies, endJiffies);
    },
    runSoftirqs() {
      if (waiting.size === 0 || task.level !== "process" || task.bhDepth > 0 || task.irqDisableDepth > 0)
        return;
      const isDue = (entry: Deferred): boolean =>
        (entry.kind === "tasklet" || entry.kind === "timer") && entry.dueJiffies <= clock.nowJiffies;
      finish(isDue);
    },
    settle(onUnsupported) {
      const depth = runtime.depth;
      for (const entry of [...waiting.values()].sort(compare)) {
        try {
          finish((one) => one === entry);
        } catch (end) {
          // What the program left for later is not its own result: that it goes no further is told beside it.
          if (!(end instanceof RunStop) || end.reason !== "unsupported") throw end;
          runtime.depth = depth;
          runtime.frames.length = depth;
          onUnsupported(end);
        }
      }
    },
    pending: () => [...waiting.values()],
  };
}

/** A task that holds nothing; whose cpu and reserves it is stays as it was. */
const cleanContext = {
  preemptDepth: 0,
  bhDepth: 0,
  irqDisableDepth: 0,
  rcuDepth: 0,
  spinlockDepth: 0,
  noioDepth: 0,
  nofsDepth: 0,
  pagefaultDisableDepth: 0,
} as const satisfies Partial<TaskContext>;

/** By time; tasklets before the rest, then as they were queued. */
function compare(a: Entry, b: Entry): number {
  const rank = ({ kind }: Entry): number => (kind === "tasklet" ? 0 : 1);
  return a.dueJiffies - b.dueJiffies || rank(a) - rank(b) || a.order - b.order;
}
