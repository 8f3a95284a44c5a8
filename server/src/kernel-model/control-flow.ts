// Functions and macros that decide whether the code after them runs, and those that only pass a value through.

/**
 * A function that never returns, one that returns only where its argument was false, one that is its argument, or one
 * that runs its last argument, or those from the third on, with the lock dropped that its caller holds.
 */
export interface ControlFlowRow {
  readonly name: string;
  readonly kind:
    | "noReturn"
    | "returnsIfFalse"
    | "transparent"
    | "runsLastArgumentUnlocked"
    | "runsCommandsUnlocked";
  readonly source: string;
}

const rows: readonly ControlFlowRow[] = [
  { name: "BUG", kind: "noReturn", source: "include/asm-generic/bug.h:63 (6.1)" },
  { name: "panic", kind: "noReturn", source: "include/linux/panic.h:15 (6.1)" },
  { name: "do_exit", kind: "noReturn", source: "include/linux/kernel.h (6.1)" },
  { name: "unreachable", kind: "noReturn", source: "include/linux/compiler.h (6.1)" },
  { name: "kthread_complete_and_exit", kind: "noReturn", source: "include/linux/kthread.h (6.1)" },
  { name: "kthread_exit", kind: "noReturn", source: "include/linux/kthread.h (6.1)" },
  { name: "module_put_and_kthread_exit", kind: "noReturn", source: "include/linux/module.h (6.1)" },
  { name: "emergency_restart", kind: "noReturn", source: "include/linux/reboot.h (6.1)" },
  { name: "BUG_ON", kind: "returnsIfFalse", source: "include/asm-generic/bug.h:70 (6.1)" },
  { name: "likely", kind: "transparent", source: "include/linux/compiler.h:45 (6.1)" },
  { name: "unlikely", kind: "transparent", source: "include/linux/compiler.h:48 (6.1)" },
  { name: "WARN_ON", kind: "transparent", source: "include/asm-generic/bug.h:121 (6.1)" },
  { name: "WARN_ON_ONCE", kind: "transparent", source: "include/asm-generic/bug.h:147 (6.1)" },
  { name: "WARN", kind: "transparent", source: "include/asm-generic/bug.h:131 (6.1)" },
  { name: "WARN_ONCE", kind: "transparent", source: "include/asm-generic/bug.h:154 (6.1)" },
  { name: "READ_ONCE", kind: "transparent", source: "include/asm-generic/rwonce.h:47 (6.1)" },
  { name: "ACCESS_ONCE", kind: "transparent", source: "include/linux/compiler.h (4.14)" },
  { name: "smp_load_acquire", kind: "transparent", source: "include/asm-generic/barrier.h (6.1)" },
  { name: "data_race", kind: "transparent", source: "include/linux/compiler.h (6.1)" },
  {
    name: "wait_event_lock_irq_cmd",
    kind: "runsLastArgumentUnlocked",
    source: "include/linux/wait.h:1029 (6.1)",
  },
  {
    name: "wait_event_interruptible_lock_irq_cmd",
    kind: "runsLastArgumentUnlocked",
    source: "include/linux/wait.h:1101 (6.1)",
  },
  { name: "wait_event_cmd", kind: "runsCommandsUnlocked", source: "include/linux/wait.h:471 (6.1)" },
  {
    name: "wait_event_exclusive_cmd",
    kind: "runsCommandsUnlocked",
    source: "include/linux/wait.h:446 (6.1)",
  },
  { name: "__builtin_expect", kind: "transparent", source: "gcc" },
];

const byName: ReadonlyMap<string, ControlFlowRow> = new Map(rows.map((row) => [row.name, row]));

/** What calling `name` does to control flow; undefined for ordinary functions. */
export function controlFlowRow(name: string): ControlFlowRow | undefined {
  return byName.get(name);
}
