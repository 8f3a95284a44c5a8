// How a pair of acquire and release is written down. locks.ts turns each spec into one row per name.

import type { ContextEffect } from "../context.js";

/** One way to acquire, and the calls that end it. */
export interface LockSpec {
  readonly acquire: string;
  /** Release names, each with where it is declared. */
  readonly releases: Readonly<Record<string, string>>;
  readonly what: readonly ContextEffect[];
  /** Type of the lock, or what is switched off. */
  readonly lockClass: string;
  /** Which argument (from 0) is the lock; absent where nothing names it. */
  readonly lockArgument?: number;
  /** Where the release has the lock, if not at the same place. */
  readonly releaseLockArgument?: number;
  readonly flagsArgument?: number;
  readonly releaseFlagsArgument?: number;
  /** Set where the call may fail: what its result says. */
  readonly trylockReturns?: "nonzero-on-success" | "zero-on-success";
  /** The lock proper inside the object that the argument names: `lock` of `uart_port_lock(port)`. */
  readonly lockMember?: string;
  /** The argument is the address of a pointer that receives the lock. */
  readonly lockIsOutput?: boolean;
  /** The result is an address, never NULL: who keeps it can ask whether it was taken. */
  readonly returnsAddress?: true;
  /** Still atomic on PREEMPT_RT, where `spinlock_t` sleeps. */
  readonly atomicOnRt?: boolean;
  /** When it is not what the row says. */
  readonly caveat?: string;
  readonly since?: string;
  readonly removed?: string;
  readonly source: string;
}

export const spinning: readonly ContextEffect[] = ["spin", "preempt"];
export const spinningBh: readonly ContextEffect[] = ["spin", "bh", "preempt"];
export const spinningIrq: readonly ContextEffect[] = ["spin", "irq", "preempt"];
export const preemptOff: readonly ContextEffect[] = ["preempt"];
export const irqOff: readonly ContextEffect[] = ["irq"];
export const bhOff: readonly ContextEffect[] = ["bh"];
export const pinned: readonly ContextEffect[] = ["migrate"];
export const faultsOff: readonly ContextEffect[] = ["pagefault"];
export const mappedAtomic: readonly ContextEffect[] = ["preempt", "pagefault"];
export const rcuSection: readonly ContextEffect[] = ["rcu"];
export const rcuBhSection: readonly ContextEffect[] = ["rcu", "bh"];
export const rcuSchedSection: readonly ContextEffect[] = ["rcu", "preempt"];
export const srcuSection: readonly ContextEffect[] = ["srcu"];
export const sleeping: readonly ContextEffect[] = ["sleeplock"];
