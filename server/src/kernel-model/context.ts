// The words for contexts and for what a lock or a getter switches off, shared by the tables of locks, guards,
// predicates and callbacks.

/** What holding something does to the CPU and the task. */
export type ContextEffect =
  /** A spinning lock is held. */
  | "spin"
  /** Local interrupts are off. */
  | "irq"
  /** Softirqs are off on this CPU. */
  | "bh"
  /** Preemption is off. */
  | "preempt"
  /** Inside an RCU read-side section (not SRCU). */
  | "rcu"
  /** Inside an SRCU or tasks-trace section, which may sleep. */
  | "srcu"
  /** Pinned to this CPU, may sleep. */
  | "migrate"
  /** Page faults are off. */
  | "pagefault"
  /** A mutex-like lock is held: no limit on what is called. */
  | "sleeplock";

/** Effects under which nothing may sleep. */
export const atomicEffects: ReadonlySet<ContextEffect> = new Set(["spin", "irq", "bh", "preempt", "rcu"]);

/** Where a callback runs. `atomic`: softirq, interrupt or under a lock, which of them is not known. */
export type CallbackContext =
  | "process"
  | "softirq"
  | "hardirq"
  | "nmi"
  | "atomic"
  /** Whatever the caller of the registering function has. */
  | "inherit"
  | "unknown";
