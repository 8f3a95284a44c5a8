// The classes of guard(), scoped_guard() and CLASS() that take a lock or switch something off, and release it when the
// scope ends.
// Source: the DEFINE_GUARD and DEFINE_LOCK_GUARD lines of Linux 6.12.117; 30 of them are in 6.1.192 too.

import { atomicEffects, type ContextEffect } from "./context.js";
import {
  irqOff,
  pinned,
  preemptOff,
  rcuSection,
  sleeping,
  spinning,
  spinningBh,
  spinningIrq,
  srcuSection,
} from "./locks/lock-spec.js";

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

/** Every guard class. */
export const guardRows: readonly GuardRow[] = [
  on("wiphy", "mutex_lock", sleeping, "include/net/cfg80211.h:6145"),
  on("pcm_stream_lock", "snd_pcm_stream_lock", spinning, "include/sound/pcm.h:676"),
  on("pcm_stream_lock_irq", "snd_pcm_stream_lock_irq", spinningIrq, "include/sound/pcm.h:679"),
  on("pcm_stream_lock_irqsave", "snd_pcm_stream_lock_irqsave", spinningIrq, "include/sound/pcm.h:682"),
  on("pci_dev", "pci_dev_lock", sleeping, "include/linux/pci.h:1898"),
  plain("irq", "local_irq_disable", irqOff, "include/linux/irqflags.h:259"),
  plain("irqsave", "local_irq_save", irqOff, "include/linux/irqflags.h:260"),
  plain("cpus_read_lock", "cpus_read_lock", sleeping, "include/linux/cpuhplock.h:47"),
  on("serio_pause_rx", "serio_pause_rx", spinningIrq, "include/linux/serio.h:165"),
  on("mutex", "mutex_lock", sleeping, "include/linux/mutex.h:201"),
  tryOn("mutex_try", "mutex_trylock", sleeping, "include/linux/mutex.h:202"),
  tryOn("mutex_intr", "mutex_lock_interruptible", sleeping, "include/linux/mutex.h:203"),
  on("raw_spinlock", "raw_spin_lock", spinning, "include/linux/spinlock.h:535"),
  tryOn("raw_spinlock_try", "raw_spin_trylock", spinning, "include/linux/spinlock.h:539"),
  on("raw_spinlock_nested", "raw_spin_lock_nested", spinning, "include/linux/spinlock.h:541"),
  on("raw_spinlock_irq", "raw_spin_lock_irq", spinningIrq, "include/linux/spinlock.h:545"),
  tryOn("raw_spinlock_irq_try", "raw_spin_trylock_irq", spinningIrq, "include/linux/spinlock.h:549"),
  on("raw_spinlock_bh", "raw_spin_lock_bh", spinningBh, "include/linux/spinlock.h:551"),
  tryOn("raw_spinlock_bh_try", "raw_spin_trylock_bh", spinningBh, "include/linux/spinlock.h:555"),
  on("raw_spinlock_irqsave", "raw_spin_lock_irqsave", spinningIrq, "include/linux/spinlock.h:557"),
  tryOn("raw_spinlock_irqsave_try", "raw_spin_trylock_irqsave", spinningIrq, "include/linux/spinlock.h:562"),
  on("spinlock", "spin_lock", spinning, "include/linux/spinlock.h:565"),
  tryOn("spinlock_try", "spin_trylock", spinning, "include/linux/spinlock.h:569"),
  on("spinlock_irq", "spin_lock_irq", spinningIrq, "include/linux/spinlock.h:571"),
  tryOn("spinlock_irq_try", "spin_trylock_irq", spinningIrq, "include/linux/spinlock.h:575"),
  on("spinlock_bh", "spin_lock_bh", spinningBh, "include/linux/spinlock.h:578"),
  tryOn("spinlock_bh_try", "spin_trylock_bh", spinningBh, "include/linux/spinlock.h:582"),
  on("spinlock_irqsave", "spin_lock_irqsave", spinningIrq, "include/linux/spinlock.h:585"),
  tryOn("spinlock_irqsave_try", "spin_trylock_irqsave", spinningIrq, "include/linux/spinlock.h:590"),
  on("read_lock", "read_lock", spinning, "include/linux/spinlock.h:593"),
  on("read_lock_irq", "read_lock_irq", spinningIrq, "include/linux/spinlock.h:597"),
  on("read_lock_irqsave", "read_lock_irqsave", spinningIrq, "include/linux/spinlock.h:601"),
  on("write_lock", "write_lock", spinning, "include/linux/spinlock.h:606"),
  on("write_lock_irq", "write_lock_irq", spinningIrq, "include/linux/spinlock.h:610"),
  on("write_lock_irqsave", "write_lock_irqsave", spinningIrq, "include/linux/spinlock.h:614"),
  on("local_lock", "local_lock", preemptOff, "include/linux/local_lock.h:54"),
  on("local_lock_irq", "local_lock_irq", irqOff, "include/linux/local_lock.h:57"),
  on("local_lock_irqsave", "local_lock_irqsave", irqOff, "include/linux/local_lock.h:60"),
  on("local_lock_nested_bh", "local_lock_nested_bh", preemptOff, "include/linux/local_lock.h:71"),
  plain("console_lock", "console_lock", sleeping, "include/linux/console.h:669"),
  on("srcu", "srcu_read_lock", srcuSection, "include/linux/srcu.h:395"),
  on("device", "device_lock", sleeping, "include/linux/device.h:1031"),
  on("rwsem_read", "down_read", sleeping, "include/linux/rwsem.h:241"),
  tryOn("rwsem_read_try", "down_read_trylock", sleeping, "include/linux/rwsem.h:242"),
  tryOn("rwsem_read_intr", "down_read_interruptible", sleeping, "include/linux/rwsem.h:243"),
  on("rwsem_write", "down_write", sleeping, "include/linux/rwsem.h:245"),
  tryOn("rwsem_write_try", "down_write_trylock", sleeping, "include/linux/rwsem.h:246"),
  plain("rtnl", "rtnl_lock", sleeping, "include/linux/rtnetlink.h:50"),
  plain("rcu", "rcu_read_lock", rcuSection, "include/linux/rcupdate.h:1175"),
  plain("preempt", "preempt_disable", preemptOff, "include/linux/preempt.h:480"),
  plain("preempt_notrace", "preempt_disable_notrace", preemptOff, "include/linux/preempt.h:481"),
  plain("migrate", "migrate_disable", pinned, "include/linux/preempt.h:482"),
  on("task_lock", "task_lock", spinning, "include/linux/sched/task.h:238"),
  on("iio_claim_direct", "iio_device_claim_direct_mode", sleeping, "include/linux/iio/iio.h:669"),
  tryOn("iio_claim_direct_try", "iio_device_claim_direct_mode", sleeping, "include/linux/iio/iio.h:672"),
];

/** The guard class of that name; undefined for classes that take no lock, such as those of `__free()`. */
export function guardRow(className: string): GuardRow | undefined {
  return guardRows.find((row) => row.name === className);
}

/** A class whose argument is the lock. */
function on(name: string, lock: string, what: readonly ContextEffect[], place: string): GuardRow {
  return { ...plain(name, lock, what, place), lockArgument: 0 };
}

/** A class that may find the lock taken. */
function tryOn(name: string, lock: string, what: readonly ContextEffect[], place: string): GuardRow {
  return { ...on(name, lock, what, place), conditional: true };
}

function plain(name: string, lock: string, what: readonly ContextEffect[], place: string): GuardRow {
  const atomic = what.some((effect) => atomicEffects.has(effect));
  return { name, lock, what, conditional: false, atomic, source: `${place} (6.12)` };
}
