// Calls and annotations by which the kernel's code says itself what is held or in which context it runs. They do
// nothing, but they are evidence.
// Sources: include/linux/{kernel,lockdep,spinlock,rtnetlink,rcupdate,compiler_types}.h, Linux 6.1.192.

/** What an assertion claims at the point where it stands. */
export type AssertionKind =
  /** The caller may sleep here. */
  | "may-sleep"
  /** The caller may sleep where the argument is true. */
  | "may-sleep-if"
  /** The caller may sleep where the gfp mask at the argument blocks. */
  | "may-sleep-if-gfp-blocks"
  /** Nothing may sleep here. */
  | "cannot-sleep"
  /** The lock at the argument is held. */
  | "lock-held"
  /** The lock at the argument is not held. */
  | "lock-not-held"
  | "irqs-off"
  | "irqs-on"
  | "bh-off"
  | "preempt-off"
  | "in-softirq"
  | "in-hardirq"
  /** Inside an RCU read-side section. */
  | "in-rcu"
  /** A mutex of the kernel is held: process context (`ASSERT_RTNL`). */
  | "sleeplock-held";

/** One assertion. */
export interface AssertionRow {
  readonly name: string;
  readonly kind: AssertionKind;
  /** Which argument (from 0) is the lock, the condition or the mask. */
  readonly argument?: number;
  readonly source: string;
}

/** What an annotation on a function says of locks. */
export interface AnnotationRow {
  readonly name: string;
  /** `holds`: on entry and exit. `acquires`, `releases`: on exit, on entry. `cond-acquires`: by the result. */
  readonly kind: "holds" | "acquires" | "releases" | "cond-acquires";
  /** Which argument is the lock. */
  readonly argument: number;
  readonly source: string;
}

export const assertionRows: readonly AssertionRow[] = [
  { name: "might_sleep", kind: "may-sleep", source: "include/linux/kernel.h:137 (6.1)" },
  { name: "might_fault", kind: "may-sleep", source: "include/linux/kernel.h:192 (6.1)" },
  { name: "might_resched", kind: "may-sleep", source: "include/linux/kernel.h:95 (6.1)" },
  { name: "might_sleep_if", kind: "may-sleep-if", argument: 0, source: "include/linux/kernel.h:188 (6.1)" },
  {
    name: "might_alloc",
    kind: "may-sleep-if-gfp-blocks",
    argument: 0,
    source: "include/linux/sched/mm.h:269 (6.1)",
  },
  { name: "cant_sleep", kind: "cannot-sleep", source: "include/linux/kernel.h:144 (6.1)" },
  { name: "cant_migrate", kind: "preempt-off", source: "include/linux/kernel.h:153 (6.1)" },
  {
    name: "lockdep_assert_held",
    kind: "lock-held",
    argument: 0,
    source: "include/linux/lockdep.h:323 (6.1)",
  },
  {
    name: "lockdep_assert_held_write",
    kind: "lock-held",
    argument: 0,
    source: "include/linux/lockdep.h:329 (6.1)",
  },
  {
    name: "lockdep_assert_held_read",
    kind: "lock-held",
    argument: 0,
    source: "include/linux/lockdep.h:332 (6.1)",
  },
  {
    name: "lockdep_assert_held_once",
    kind: "lock-held",
    argument: 0,
    source: "include/linux/lockdep.h:335 (6.1)",
  },
  {
    name: "lockdep_assert_not_held",
    kind: "lock-not-held",
    argument: 0,
    source: "include/linux/lockdep.h:326 (6.1)",
  },
  {
    name: "assert_spin_locked",
    kind: "lock-held",
    argument: 0,
    source: "include/linux/spinlock.h:452 (6.1)",
  },
  {
    name: "assert_raw_spin_locked",
    kind: "lock-held",
    argument: 0,
    source: "include/linux/spinlock_api_smp.h:20 (6.1)",
  },
  { name: "lockdep_assert_irqs_disabled", kind: "irqs-off", source: "include/linux/lockdep.h:619 (6.1)" },
  { name: "lockdep_assert_irqs_enabled", kind: "irqs-on", source: "include/linux/lockdep.h:614 (6.1)" },
  { name: "lockdep_assert_in_softirq", kind: "in-softirq", source: "include/linux/lockdep.h:649 (6.1)" },
  { name: "lockdep_assert_in_irq", kind: "in-hardirq", source: "include/linux/lockdep.h:624 (6.1)" },
  {
    name: "lockdep_assert_preemption_disabled",
    kind: "preempt-off",
    source: "include/linux/lockdep.h:637 (6.1)",
  },
  { name: "lockdep_assert_preemption_enabled", kind: "irqs-on", source: "include/linux/lockdep.h:629 (6.1)" },
  { name: "lockdep_assert_cpus_held", kind: "sleeplock-held", source: "include/linux/cpu.h:139 (6.1)" },
  { name: "ASSERT_RTNL", kind: "sleeplock-held", source: "include/linux/rtnetlink.h:118 (6.1)" },
  { name: "lockdep_rtnl_is_held", kind: "sleeplock-held", source: "include/linux/rtnetlink.h:53 (6.1)" },
];

export const annotationRows: readonly AnnotationRow[] = [
  { name: "__must_hold", kind: "holds", argument: 0, source: "include/linux/compiler_types.h:42 (6.1)" },
  { name: "__acquires", kind: "acquires", argument: 0, source: "include/linux/compiler_types.h:43 (6.1)" },
  { name: "__releases", kind: "releases", argument: 0, source: "include/linux/compiler_types.h:45 (6.1)" },
  {
    name: "__cond_acquires",
    kind: "cond-acquires",
    argument: 0,
    source: "include/linux/compiler_types.h:44 (6.1)",
  },
];

/** What a call asserts; undefined for other functions. */
export function assertionRow(name: string): AssertionRow | undefined {
  return assertionRows.find((row) => row.name === name);
}

/** What an annotation says; undefined for other attributes. */
export function annotationRow(name: string): AnnotationRow | undefined {
  return annotationRows.find((row) => row.name === name);
}
