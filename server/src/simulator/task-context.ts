// Who runs on the simulated machine right now: the cpu, the context, and what keeps it from sleeping. The interpreter
// sets it; allocators read it for the might_sleep() verdict and for the reserves of real-time and memalloc tasks.

/** The current task. All depths nest. */
export interface TaskContext {
  cpu: number;
  /** `process`, or the interrupt level that runs now. */
  level: "process" | "softirq" | "hardirq" | "nmi";
  preemptDepth: number;
  bhDepth: number;
  irqDisableDepth: number;
  rcuDepth: number;
  /** Spinlocks held; each also disables preemption (not on PREEMPT_RT, where a spinlock_t sleeps). */
  spinlockDepth: number;
  /** PF_MEMALLOC: may take the last page. */
  isMemalloc: boolean;
  /** SCHED_FIFO, SCHED_RR or SCHED_DEADLINE. */
  isRealtime: boolean;
  /** PF_MEMALLOC_NOIO / PF_MEMALLOC_NOFS scopes (memalloc_noio_save()). */
  noioDepth: number;
  nofsDepth: number;
  /** pagefault_disable() depth. */
  pagefaultDisableDepth: number;
}

/** A task in process context on cpu 0 that holds nothing. */
export function createTaskContext(): TaskContext {
  return {
    cpu: 0,
    level: "process",
    preemptDepth: 0,
    bhDepth: 0,
    irqDisableDepth: 0,
    rcuDepth: 0,
    spinlockDepth: 0,
    isMemalloc: false,
    isRealtime: false,
    noioDepth: 0,
    nofsDepth: 0,
    pagefaultDisableDepth: 0,
  };
}

/**
 * Why sleeping is a bug now, in the kernel's words; undefined when it is fine.
 * kernel/sched/core.c: __might_resched(), include/linux/preempt.h: in_interrupt() (6.1).
 */
export function whyNoSleep(task: TaskContext): string | undefined {
  if (task.level !== "process") return `in ${task.level} context`;
  if (task.spinlockDepth > 0) return "a spinlock is held";
  if (task.irqDisableDepth > 0) return "interrupts are disabled";
  if (task.bhDepth > 0) return "bottom halves are disabled";
  if (task.preemptDepth > 0) return "preemption is disabled";
  if (task.rcuDepth > 0) return "in an RCU read-side section";
  return undefined;
}

/** in_interrupt(): an interrupt level, or bottom halves disabled. include/linux/preempt.h (6.1). */
export function isInInterrupt(task: TaskContext): boolean {
  return task.level !== "process" || task.bhDepth > 0;
}
