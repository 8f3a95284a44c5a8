// What takes and gives back locks, and what switches interrupts, bottom halves and preemption off and on: one row per
// function name, made from the specs in locks/. What a lock means for a path is the analysis' matter.

import { atomicEffects, type ContextEffect } from "./context.js";
import { contextSections } from "./locks/context-sections.js";
import type { LockSpec } from "./locks/lock-spec.js";
import { sleepingLocks } from "./locks/sleeping-locks.js";
import { spinningLocks } from "./locks/spinning-locks.js";
import { subsystemLocks } from "./locks/subsystem-locks.js";
import type { KernelRelease } from "./releases/release.js";
import { pickFor } from "./releases/span.js";

/** What one function does to locks and to what is switched off. */
export interface LockRow {
  readonly name: string;
  /** `try` may fail: `trylockReturns` says what its result means. */
  readonly effect: "acquire" | "release" | "try";
  /** What is held or off afterwards, or no longer. */
  readonly what: readonly ContextEffect[];
  /** Which argument (from 0) names the lock; absent where nothing does (`preempt_disable`). */
  readonly lockArgument?: number;
  /** Which argument holds the saved interrupt state. */
  readonly flagsArgument?: number;
  /** For an acquire its releases, for a release its acquires. */
  readonly pairs: readonly string[];
  readonly trylockReturns?: "nonzero-on-success" | "zero-on-success";
  /** `spinlock_t`, `rwlock_t`, `mutex`, `rcu`, … */
  readonly lockClass: string;
  /** The lock proper inside the object that the argument names: `lock` of `uart_port_lock(port)`. */
  readonly lockMember?: string;
  /** The argument is the address of a pointer that receives the lock (`pte_offset_map_lock`). */
  readonly lockIsOutput?: boolean;
  /** The result is an address, never NULL. */
  readonly returnsAddress?: true;
  /** Nothing may sleep while it is held. */
  readonly atomic: boolean;
  /** The same on PREEMPT_RT, where `spinlock_t` is a sleeping lock. */
  readonly atomicOnRt: boolean;
  /** When it is not what the row says. */
  readonly caveat?: string;
  readonly since?: string;
  readonly removed?: string;
  readonly source: string;
}

/** Every row, acquires and releases, of all releases. */
export const lockRows: readonly LockRow[] = rowsOf([
  ...spinningLocks,
  ...contextSections,
  ...subsystemLocks,
  ...sleepingLocks,
]);

/** The row of a function in that release; undefined if it has nothing to do with locks. Linear: `modelOf` has the map. */
export function lockRow(release: KernelRelease, name: string): LockRow | undefined {
  return pickFor(
    release,
    lockRows.filter((row) => row.name === name),
  );
}

function rowsOf(specs: readonly LockSpec[]): LockRow[] {
  const rows = new Map<string, LockRow>();
  for (const spec of specs) rows.set(spec.acquire, acquireRow(spec));
  for (const spec of specs) {
    for (const [name, source] of Object.entries(spec.releases)) {
      const known = rows.get(name);
      const row = known?.effect === "release" ? joinRelease(known, spec) : releaseRow(spec, name, source);
      rows.set(name, row);
    }
  }
  return [...rows.values()];
}

function acquireRow(spec: LockSpec): LockRow {
  const { acquire, releases, releaseLockArgument, releaseFlagsArgument, ...shared } = spec;
  return {
    ...shared,
    name: acquire,
    effect: spec.trylockReturns ? "try" : "acquire",
    pairs: Object.keys(releases),
    atomic: isAtomic(spec),
    atomicOnRt: spec.atomicOnRt ?? false,
  };
}

function releaseRow(spec: LockSpec, name: string, source: string): LockRow {
  const lockArgument = spec.releaseLockArgument ?? spec.lockArgument;
  return {
    name,
    effect: "release",
    what: spec.what,
    ...(lockArgument === undefined ? {} : { lockArgument }),
    ...(spec.releaseFlagsArgument === undefined ? {} : { flagsArgument: spec.releaseFlagsArgument }),
    pairs: [spec.acquire],
    lockClass: spec.lockClass,
    ...(spec.lockMember === undefined ? {} : { lockMember: spec.lockMember }),
    atomic: isAtomic(spec),
    atomicOnRt: spec.atomicOnRt ?? false,
    source,
  };
}

/** A release serves several acquires: `spin_unlock` ends `spin_lock`, `spin_trylock`, `atomic_dec_and_lock`. */
function joinRelease(row: LockRow, spec: LockSpec): LockRow {
  return row.pairs.includes(spec.acquire) ? row : { ...row, pairs: [...row.pairs, spec.acquire] };
}

function isAtomic(spec: LockSpec): boolean {
  return spec.what.some((effect) => atomicEffects.has(effect));
}
