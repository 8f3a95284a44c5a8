// Tests that code makes of its own context, as `if (in_interrupt())`, and what each answer tells.
// Sources: include/linux/{preempt,irqflags,gfp,uaccess,kgdb}.h and include/drm/drm_util.h, Linux 6.1.192.

/** A state of the CPU that a predicate looks at. `bh-off`: bottom halves disabled in process context. */
export type PredicateState =
  | "hardirq"
  | "softirq"
  | "nmi"
  | "bh-off"
  | "irqs-off"
  | "preempt-off"
  | "rcu"
  | "pagefaults-off"
  | "debugger";

/** One predicate. */
export interface PredicateRow {
  readonly name: string;
  readonly form: "call" | "variable";
  /**
   * `any-of`: true exactly where one of `states` holds, so false means that none does. `none-of` is its negation.
   * `gfp-blocks`: true exactly where the mask at `argument` allows direct reclaim.
   */
  readonly test: "any-of" | "none-of" | "gfp-blocks";
  readonly states: readonly PredicateState[];
  readonly argument?: number;
  /**
   * Whether its `false` can be believed on every kernel: `in_atomic()` does not see spinlocks without
   * CONFIG_PREEMPT_COUNT.
   */
  readonly reliable: boolean;
  readonly source: string;
}

const interrupts: readonly PredicateState[] = ["hardirq", "softirq", "nmi"];
const anythingOff: readonly PredicateState[] = [
  "hardirq",
  "softirq",
  "nmi",
  "bh-off",
  "irqs-off",
  "preempt-off",
];

export const predicateRows: readonly PredicateRow[] = [
  anyOf("in_interrupt", [...interrupts, "bh-off"], "include/linux/preempt.h:143"),
  anyOf("irq_count", [...interrupts, "bh-off"], "include/linux/preempt.h:112"),
  anyOf("in_irq", ["hardirq"], "include/linux/preempt.h:141"),
  anyOf("in_hardirq", ["hardirq"], "include/linux/preempt.h:127"),
  anyOf("hardirq_count", ["hardirq"], "include/linux/preempt.h:109"),
  anyOf("in_softirq", ["softirq", "bh-off"], "include/linux/preempt.h:142"),
  anyOf("softirq_count", ["softirq", "bh-off"], "include/linux/preempt.h:111"),
  anyOf("in_serving_softirq", ["softirq"], "include/linux/preempt.h:128"),
  anyOf("in_nmi", ["nmi"], "include/linux/preempt.h:126"),
  noneOf("in_task", interrupts, "include/linux/preempt.h:130"),
  unsure(anyOf("in_atomic", [...interrupts, "bh-off", "preempt-off"], "include/linux/preempt.h:186")),
  unsure(anyOf("preempt_count", [...interrupts, "bh-off", "preempt-off"], "include/asm-generic/preempt.h:9")),
  unsure(noneOf("preemptible", anythingOff, "include/linux/preempt.h:227")),
  anyOf("irqs_disabled", ["irqs-off", "hardirq", "nmi"], "include/linux/irqflags.h:259"),
  anyOf("raw_irqs_disabled", ["irqs-off", "hardirq", "nmi"], "include/linux/irqflags.h:197"),
  anyOf("arch_irqs_disabled", ["irqs-off", "hardirq", "nmi"], "arch/x86/include/asm/irqflags.h:128"),
  unsure(noneOf("drm_can_sleep", [...anythingOff, "debugger"], "include/drm/drm_util.h:76")),
  anyOf("in_dbg_master", ["debugger"], "include/linux/kgdb.h:357"),
  anyOf("rcu_preempt_depth", ["rcu"], "include/linux/rcupdate.h:83"),
  anyOf("pagefault_disabled", ["pagefaults-off"], "include/linux/uaccess.h:226"),
  unsure(
    anyOf(
      "faulthandler_disabled",
      ["pagefaults-off", ...interrupts, "preempt-off"],
      "include/linux/uaccess.h:241",
    ),
  ),
  {
    name: "gfpflags_allow_blocking",
    form: "call",
    test: "gfp-blocks",
    states: [],
    argument: 0,
    reliable: true,
    source: "include/linux/gfp.h:34 (6.1)",
  },
  {
    name: "gfpflags_normal_context",
    form: "call",
    test: "gfp-blocks",
    states: [],
    argument: 0,
    reliable: true,
    source: "include/linux/gfp.h (5.10)",
  },
  {
    name: "oops_in_progress",
    form: "variable",
    test: "any-of",
    states: ["debugger"],
    reliable: false,
    source: "include/linux/printk.h:15 (6.1)",
  },
];

/** What a test of the context tells; undefined for other names. */
export function predicateRow(name: string): PredicateRow | undefined {
  return predicateRows.find((row) => row.name === name);
}

function anyOf(name: string, states: readonly PredicateState[], place: string): PredicateRow {
  return { name, form: "call", test: "any-of", states, reliable: true, source: `${place} (6.1)` };
}

function noneOf(name: string, states: readonly PredicateState[], place: string): PredicateRow {
  return { name, form: "call", test: "none-of", states, reliable: true, source: `${place} (6.1)` };
}

function unsure(row: PredicateRow): PredicateRow {
  return { ...row, reliable: false };
}
