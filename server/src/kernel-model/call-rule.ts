// When a call may be made: the one property of a function that the sleep checks ask for. Rows that carry it are in
// sleepers.ts and allocators.ts; how a context and a rule meet is the analysis' matter.

/** What a function demands of the context that it is called in. */
export type CallRule =
  /** May sleep: wrong in every atomic context. */
  | { readonly kind: "maySleep" }
  /**
   * Gives up the CPU without a might_sleep() of its own: wrong in every atomic context, but where only interrupts are
   * off nothing complains (kernel/sched/core.c: schedule_debug(), 6.1).
   */
  | { readonly kind: "schedules" }
  /** Sleeps on some platforms or configurations only. */
  | { readonly kind: "maySleepOnSomePlatforms" }
  /** Waits for other CPUs or for interrupts: local interrupts must be on. */
  | { readonly kind: "irqsEnabled" }
  /** Not in hard interrupt or softirq; under a spinlock in process context it is legal. */
  | { readonly kind: "notInterrupt" }
  /** Not in hard interrupt; softirq is legal. */
  | { readonly kind: "notHardirq" }
  /** Deferred in interrupt and with bottom halves off, sleeps otherwise: a bug under a plain spinlock (`vfree`). */
  | { readonly kind: "sleepsUnlessInInterrupt" }
  /** Sleeps only where the memory came from vmalloc (`kvfree`). */
  | { readonly kind: "sleepsIfVmallocMemory" }
  /** Sleeps where the gfp mask at that argument (from 0) allows direct reclaim. */
  | {
      readonly kind: "sleepsIfGfpBlocks";
      readonly argument: number;
      /** It may do without the allocation. */
      readonly isConditional?: boolean;
    }
  /** Sleeps where it is called with exactly that many arguments (`kfree_rcu(ptr)`). */
  | { readonly kind: "sleepsIfArgCount"; readonly count: number }
  /** Sleeps unless the argument (from 0) is 0: the sleep time of `readl_poll_timeout`. */
  | { readonly kind: "sleepsIfArgumentNonZero"; readonly argument: number }
  /** Sleeps where page faults are enabled: `copy_from_user` and its like. */
  | { readonly kind: "sleepsIfPagefaultsEnabled" }
  /** Sleeps only behind a condition of its own, in words that follow "may sleep": "unless …", "if …". */
  | { readonly kind: "sleepsBehindCondition"; readonly condition: string };

/** A call rule with what a message says of it and where the kernel says so. */
export interface CallRuleRow {
  readonly rule: CallRule;
  /** Why, as words after the function's name: "waits for running handlers". */
  readonly reason: string;
  /** The option without which the call does nothing that its rule is about: `CONFIG_JUMP_LABEL`. */
  readonly silentWithout?: string;
  readonly source: string;
}
