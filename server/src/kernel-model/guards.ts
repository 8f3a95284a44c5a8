// The classes of guard(), scoped_guard() and CLASS() that take a lock or switch something off, and release it when the
// scope ends.
// Source: the DEFINE_GUARD and DEFINE_LOCK_GUARD lines of Linux 6.12.117; 30 of them are in 6.1.192 too.

import { atomicEffects, type ContextEffect } from "./context.js";

/** One guard class. The scope starts at the statement and ends with the block (`guard`) or statement (`scoped_guard`). */
export interface GuardRow {
  /** The class, as in `guard(spinlock_irqsave)(&lock)`. */
  readonly name: string;
  /** The function that the class calls to acquire: a name of the lock table. */
  readonly lock: string;
  readonly what: readonly ContextEffect[];
  /** Which argument behind the class names the lock; absent for classes without one (`rcu`, `irq`). */
  readonly lockArgument?: number;
  /** `scoped_cond_guard` and `scoped_guard` of it may find the lock taken and skip the statement. */
  readonly conditional: boolean;
  readonly atomic: boolean;
  readonly source: string;
}

const written: readonly (Omit<GuardRow, "conditional" | "atomic"> & { readonly conditional?: boolean })[] = [
  {
    name: "wiphy",
    lock: "mutex_lock",
    what: ["sleeplock"],
    lockArgument: 0,
    source: "include/net/cfg80211.h:6145 (6.12)",
  },
  {
    name: "pcm_stream_lock",
    lock: "snd_pcm_stream_lock",
    what: ["spin", "preempt"],
    lockArgument: 0,
    source: "include/sound/pcm.h:676 (6.12)",
  },
  {
    name: "pcm_stream_lock_irq",
    lock: "snd_pcm_stream_lock_irq",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/sound/pcm.h:679 (6.12)",
  },
  {
    name: "pcm_stream_lock_irqsave",
    lock: "snd_pcm_stream_lock_irqsave",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/sound/pcm.h:682 (6.12)",
  },
  {
    name: "pci_dev",
    lock: "pci_dev_lock",
    what: ["sleeplock"],
    lockArgument: 0,
    source: "include/linux/pci.h:1898 (6.12)",
  },
  { name: "irq", lock: "local_irq_disable", what: ["irq"], source: "include/linux/irqflags.h:259 (6.12)" },
  { name: "irqsave", lock: "local_irq_save", what: ["irq"], source: "include/linux/irqflags.h:260 (6.12)" },
  {
    name: "cpus_read_lock",
    lock: "cpus_read_lock",
    what: ["sleeplock"],
    source: "include/linux/cpuhplock.h:47 (6.12)",
  },
  {
    name: "serio_pause_rx",
    lock: "serio_pause_rx",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/serio.h:165 (6.12)",
  },
  {
    name: "mutex",
    lock: "mutex_lock",
    what: ["sleeplock"],
    lockArgument: 0,
    source: "include/linux/mutex.h:201 (6.12)",
  },
  {
    name: "mutex_try",
    lock: "mutex_trylock",
    what: ["sleeplock"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/mutex.h:202 (6.12)",
  },
  {
    name: "mutex_intr",
    lock: "mutex_lock_interruptible",
    what: ["sleeplock"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/mutex.h:203 (6.12)",
  },
  {
    name: "raw_spinlock",
    lock: "raw_spin_lock",
    what: ["spin", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:535 (6.12)",
  },
  {
    name: "raw_spinlock_try",
    lock: "raw_spin_trylock",
    what: ["spin", "preempt"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/spinlock.h:539 (6.12)",
  },
  {
    name: "raw_spinlock_nested",
    lock: "raw_spin_lock_nested",
    what: ["spin", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:541 (6.12)",
  },
  {
    name: "raw_spinlock_irq",
    lock: "raw_spin_lock_irq",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:545 (6.12)",
  },
  {
    name: "raw_spinlock_irq_try",
    lock: "raw_spin_trylock_irq",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/spinlock.h:549 (6.12)",
  },
  {
    name: "raw_spinlock_bh",
    lock: "raw_spin_lock_bh",
    what: ["spin", "bh", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:551 (6.12)",
  },
  {
    name: "raw_spinlock_bh_try",
    lock: "raw_spin_trylock_bh",
    what: ["spin", "bh", "preempt"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/spinlock.h:555 (6.12)",
  },
  {
    name: "raw_spinlock_irqsave",
    lock: "raw_spin_lock_irqsave",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:557 (6.12)",
  },
  {
    name: "raw_spinlock_irqsave_try",
    lock: "raw_spin_trylock_irqsave",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/spinlock.h:562 (6.12)",
  },
  {
    name: "spinlock",
    lock: "spin_lock",
    what: ["spin", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:565 (6.12)",
  },
  {
    name: "spinlock_try",
    lock: "spin_trylock",
    what: ["spin", "preempt"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/spinlock.h:569 (6.12)",
  },
  {
    name: "spinlock_irq",
    lock: "spin_lock_irq",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:571 (6.12)",
  },
  {
    name: "spinlock_irq_try",
    lock: "spin_trylock_irq",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/spinlock.h:575 (6.12)",
  },
  {
    name: "spinlock_bh",
    lock: "spin_lock_bh",
    what: ["spin", "bh", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:578 (6.12)",
  },
  {
    name: "spinlock_bh_try",
    lock: "spin_trylock_bh",
    what: ["spin", "bh", "preempt"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/spinlock.h:582 (6.12)",
  },
  {
    name: "spinlock_irqsave",
    lock: "spin_lock_irqsave",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:585 (6.12)",
  },
  {
    name: "spinlock_irqsave_try",
    lock: "spin_trylock_irqsave",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/spinlock.h:590 (6.12)",
  },
  {
    name: "read_lock",
    lock: "read_lock",
    what: ["spin", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:593 (6.12)",
  },
  {
    name: "read_lock_irq",
    lock: "read_lock_irq",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:597 (6.12)",
  },
  {
    name: "read_lock_irqsave",
    lock: "read_lock_irqsave",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:601 (6.12)",
  },
  {
    name: "write_lock",
    lock: "write_lock",
    what: ["spin", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:606 (6.12)",
  },
  {
    name: "write_lock_irq",
    lock: "write_lock_irq",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:610 (6.12)",
  },
  {
    name: "write_lock_irqsave",
    lock: "write_lock_irqsave",
    what: ["spin", "irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/spinlock.h:614 (6.12)",
  },
  {
    name: "local_lock",
    lock: "local_lock",
    what: ["preempt"],
    lockArgument: 0,
    source: "include/linux/local_lock.h:54 (6.12)",
  },
  {
    name: "local_lock_irq",
    lock: "local_lock_irq",
    what: ["irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/local_lock.h:57 (6.12)",
  },
  {
    name: "local_lock_irqsave",
    lock: "local_lock_irqsave",
    what: ["irq", "preempt"],
    lockArgument: 0,
    source: "include/linux/local_lock.h:60 (6.12)",
  },
  {
    name: "local_lock_nested_bh",
    lock: "local_lock_nested_bh",
    what: ["preempt"],
    lockArgument: 0,
    source: "include/linux/local_lock.h:71 (6.12)",
  },
  {
    name: "console_lock",
    lock: "console_lock",
    what: ["sleeplock"],
    source: "include/linux/console.h:669 (6.12)",
  },
  {
    name: "srcu",
    lock: "srcu_read_lock",
    what: ["srcu"],
    lockArgument: 0,
    source: "include/linux/srcu.h:395 (6.12)",
  },
  {
    name: "device",
    lock: "device_lock",
    what: ["sleeplock"],
    lockArgument: 0,
    source: "include/linux/device.h:1031 (6.12)",
  },
  {
    name: "rwsem_read",
    lock: "down_read",
    what: ["sleeplock"],
    lockArgument: 0,
    source: "include/linux/rwsem.h:241 (6.12)",
  },
  {
    name: "rwsem_read_try",
    lock: "down_read_trylock",
    what: ["sleeplock"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/rwsem.h:242 (6.12)",
  },
  {
    name: "rwsem_read_intr",
    lock: "down_read_interruptible",
    what: ["sleeplock"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/rwsem.h:243 (6.12)",
  },
  {
    name: "rwsem_write",
    lock: "down_write",
    what: ["sleeplock"],
    lockArgument: 0,
    source: "include/linux/rwsem.h:245 (6.12)",
  },
  {
    name: "rwsem_write_try",
    lock: "down_write_trylock",
    what: ["sleeplock"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/rwsem.h:246 (6.12)",
  },
  { name: "rtnl", lock: "rtnl_lock", what: ["sleeplock"], source: "include/linux/rtnetlink.h:50 (6.12)" },
  { name: "rcu", lock: "rcu_read_lock", what: ["rcu"], source: "include/linux/rcupdate.h:1175 (6.12)" },
  {
    name: "preempt",
    lock: "preempt_disable",
    what: ["preempt"],
    source: "include/linux/preempt.h:480 (6.12)",
  },
  {
    name: "preempt_notrace",
    lock: "preempt_disable_notrace",
    what: ["preempt"],
    source: "include/linux/preempt.h:481 (6.12)",
  },
  {
    name: "migrate",
    lock: "migrate_disable",
    what: ["migrate"],
    source: "include/linux/preempt.h:482 (6.12)",
  },
  {
    name: "task_lock",
    lock: "task_lock",
    what: ["spin", "preempt"],
    lockArgument: 0,
    source: "include/linux/sched/task.h:238 (6.12)",
  },
  {
    name: "iio_claim_direct",
    lock: "iio_device_claim_direct_mode",
    what: ["sleeplock"],
    lockArgument: 0,
    source: "include/linux/iio/iio.h:669 (6.12)",
  },
  {
    name: "iio_claim_direct_try",
    lock: "iio_device_claim_direct_mode",
    what: ["sleeplock"],
    lockArgument: 0,
    conditional: true,
    source: "include/linux/iio/iio.h:672 (6.12)",
  },
];

/** Every guard class. */
export const guardRows: readonly GuardRow[] = written.map((row) => ({
  ...row,
  conditional: row.conditional ?? false,
  atomic: row.what.some((effect) => atomicEffects.has(effect)),
}));

/** The guard class of that name; undefined for classes that take no lock, such as those of `__free()`. */
export function guardRow(className: string): GuardRow | undefined {
  return guardRows.find((row) => row.name === className);
}
