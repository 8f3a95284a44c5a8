// What the prelude's work items, timers, completions and interrupts ask of the run: to queue, to wait, to let run.

import type { TaskContext } from "../simulator/task-context.js";
import { num, ptr } from "./builtins-text.js";
import type { Deferred, DeferredKind, DeferredQueue } from "./deferred.js";
import { readText } from "./format.js";
import { type Int, intOf, toBigInt } from "./integers.js";
import type { IrqAction, KernelWorld } from "./kernel-world.js";
import { addressOfPointer, type Pointer } from "./memory.js";
import type { BuiltinTable } from "./program.js";
import type { Value } from "./runtime.js";

/** Calls a function of the program, or a builtin, by name or through a pointer. */
export interface Callbacks {
  named(name: string, values: readonly Value[]): Value | undefined;
  through(pointer: Pointer, values: readonly Value[]): Value | undefined;
}

interface KindRow {
  readonly kind: DeferredKind;
  readonly runner: string;
  readonly level?: TaskContext["level"];
}

/** `__KMEM_WORK` and its neighbours, in the prelude's order, with what runs each. */
const kinds: readonly KindRow[] = [
  { kind: "work", runner: "__kmem_run_work" },
  { kind: "timer", runner: "__kmem_run_timer" },
  { kind: "tasklet", runner: "__kmem_run_tasklet" },
  { kind: "hrtimer", runner: "__kmem_run_hrtimer" },
  { kind: "rcu", runner: "__kmem_run_rcu" },
  { kind: "rcu-free", runner: "kvfree" },
  { kind: "hrtimer", runner: "__kmem_run_hrtimer", level: "softirq" },
];

/** CONFIG_HZ of the prelude. */
const nsPerJiffy = 4_000_000;
/** irqreturn_t: include/linux/irqreturn.h (6.1). */
const irqWakeThread = 2;

/** Builtins of everything that happens later. */
export function deferredBuiltins(world: KernelWorld, callbacks: Callbacks): BuiltinTable {
  const { deferred } = world;
  const table: BuiltinTable = new Map();
  addQueueing(table, deferred, callbacks);
  addWaiting(table, world);
  addCompletions(table, world);
  addInterrupts(table, world, callbacks);
  return table;
}

function addQueueing(table: BuiltinTable, deferred: DeferredQueue, callbacks: Callbacks): void {
  const rowOf = (value: Value | undefined): KindRow => kinds[num(value)] ?? unreachableKind(num(value));
  const defer = (
    kind: Value | undefined,
    p: Value | undefined,
    more: Pick<Deferred, "queue" | "dueJiffies">,
  ) => {
    const row = rowOf(kind);
    const pointer = ptr(p);
    const run = (): void => void callbacks.named(row.runner, [pointer]);
    const { kind: wanted, level } = row;
    return deferred.put({ kind: wanted, pointer, run, ...(level ? { level } : {}), ...more }) ? 1 : 0;
  };
  table.set("__kmem_defer", ([kind, p, queue, due]) =>
    defer(kind, p, { queue: num(queue), dueJiffies: num(due) }),
  );
  table.set("__kmem_defer_at", ([kind, p, ns]) =>
    defer(kind, p, { queue: 0, dueJiffies: num(ns) / nsPerJiffy }),
  );
  table.set("__kmem_withdraw", ([kind, p]) => (deferred.withdraw(rowOf(kind).kind, ptr(p)) ? 1 : 0));
  table.set("__kmem_is_deferred", ([kind, p]) => (deferred.isPending(rowOf(kind).kind, ptr(p)) ? 1 : 0));
  table.set("__kmem_finish", ([kind, p]) => {
    const wanted = rowOf(kind).kind;
    const address = addressOfPointer(ptr(p));
    return deferred.finish((one) => one.kind === wanted && addressOfPointer(one.pointer) === address) ? 1 : 0;
  });
  table.set("__kmem_finish_queue", ([queue]) => {
    // A delayed item is not on its queue before its time: only what is due is waited for.
    const now = deferred.clock.nowJiffies;
    deferred.finish((one) => one.kind === "work" && one.queue === num(queue) && one.dueJiffies <= now);
    return undefined;
  });
  table.set("__kmem_finish_rcu", () => {
    deferred.finish(({ kind }) => kind === "rcu" || kind === "rcu-free");
    return undefined;
  });
}

function addWaiting(table: BuiltinTable, world: KernelWorld): void {
  const { deferred, runtime } = world;
  const { clock } = deferred;
  table.set("__kmem_sleeps", ([name]) => {
    world.mightSleep(readText(runtime.memory, ptr(name)), "may sleep");
    return undefined;
  });
  table.set("__kmem_sleep_until", ([end]) => {
    deferred.sleepUntil(num(end));
    return undefined;
  });
  table.set("__kmem_run_next", ([end]) => (deferred.runNext(num(end)) ? 1 : 0));
  table.set("__kmem_now", () => Math.floor(clock.nowJiffies));
  // Who reads the clock in a loop waits for it to go on.
  table.set("__kmem_jiffies", () => Math.floor(clock.nowJiffies++));
  table.set("__kmem_now_ns", (): Int => intOf(BigInt(Math.floor(clock.nowJiffies * nsPerJiffy))));
  const delays = [
    ["ndelay", 1],
    ["udelay", 1000],
    ["mdelay", 1_000_000],
  ] as const;
  for (const [name, unitNs] of delays)
    table.set(name, ([n]) => {
      clock.nowJiffies += (num(n) * unitNs) / nsPerJiffy;
      deferred.runSoftirqs();
      return undefined;
    });
}

function addCompletions(table: BuiltinTable, { runtime: { memory } }: KernelWorld): void {
  const done = new Map<number, number>();
  /** By address: what a completion holds is the kernel's own; but it must be there. */
  const place = (value: Value | undefined, access: "read" | "write"): number => {
    memory.check(ptr(value), 1, access);
    return num(value);
  };
  table.set("__kmem_complete", ([c, n]) => {
    const at = place(c, "write");
    done.set(at, (done.get(at) ?? 0) + num(n));
    return undefined;
  });
  table.set("__kmem_take_completion", ([c]) => {
    const at = place(c, "read");
    const count = done.get(at) ?? 0;
    if (count === 0) return 0;
    done.set(at, count - 1);
    return 1;
  });
  table.set("__kmem_is_complete", ([c]) => ((done.get(place(c, "read")) ?? 0) > 0 ? 1 : 0));
  table.set("__kmem_reset_completion", ([c]) => {
    done.delete(place(c, "write"));
    return undefined;
  });
}

function addInterrupts(table: BuiltinTable, world: KernelWorld, callbacks: Callbacks): void {
  const { deferred, machine, irqActions } = world;
  const { task } = machine.core;
  const masked = new Map<number, number>();
  const wake = (irq: number, { thread, dev }: IrqAction): void => {
    if (!thread.object) return;
    deferred.put({
      kind: "irq-thread",
      pointer: dev,
      queue: irq,
      dueJiffies: deferred.clock.nowJiffies,
      run: () => void callbacks.through(thread, [irq, dev]),
    });
  };
  table.set("__kmem_request_irq", ([irq, handler, thread, dev]) => {
    const actions = irqActions.get(num(irq)) ?? [];
    irqActions.set(num(irq), [...actions, { handler: ptr(handler), thread: ptr(thread), dev: ptr(dev) }]);
    return 0;
  });
  table.set("__kmem_free_irq", ([irq, dev]) => {
    const actions = irqActions.get(num(irq)) ?? [];
    const kept = actions.filter((action) => addressOfPointer(action.dev) !== num(dev));
    if (kept.length === actions.length)
      world.runtime.recorded("bad-request", `free_irq(${num(irq)}) of an interrupt that was not requested`);
    irqActions.set(num(irq), kept);
    deferred.finish((one) => one.kind === "irq-thread" && one.queue === num(irq));
    return { object: undefined, offset: 0 };
  });
  table.set("__kmem_mask_irq", ([irq, change]) => {
    masked.set(num(irq), Math.max(0, (masked.get(num(irq)) ?? 0) + num(change)));
    return undefined;
  });
  table.set("__kmem_finish_irq", ([irq]) => {
    deferred.finish((one) => one.kind === "irq-thread" && one.queue === num(irq));
    return undefined;
  });
  table.set("__kmem_wake_irq_thread", ([irq, dev]) => {
    for (const action of irqActions.get(num(irq)) ?? [])
      if (addressOfPointer(action.dev) === num(dev)) wake(num(irq), action);
    return undefined;
  });
  table.set("__kmem_raise_irq", ([irq]) => {
    const actions = irqActions.get(num(irq)) ?? [];
    if (actions.length === 0 || (masked.get(num(irq)) ?? 0) > 0) return -22;
    for (const action of actions) {
      const result = action.handler.object
        ? inHardirq(task, () => callbacks.through(action.handler, [num(irq), action.dev]))
        : irqWakeThread;
      if (typeof result !== "object" && result !== undefined && toBigInt(result) === BigInt(irqWakeThread))
        wake(num(irq), action);
    }
    deferred.runSoftirqs();
    return 0;
  });
}

/** An interrupt interrupts whoever runs: what that task holds stays held, and its context comes back. */
function inHardirq<Result>(task: TaskContext, run: () => Result): Result {
  const { level } = task;
  task.level = "hardirq";
  try {
    return run();
  } finally {
    task.level = level;
  }
}

function unreachableKind(kind: number): never {
  throw new Error(`the prelude queues a kind ${kind} that nobody knows`);
}
