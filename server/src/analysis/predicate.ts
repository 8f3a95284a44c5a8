// What code learns when it asks for its own context: `in_interrupt()`, `irqs_disabled()`, `gfpflags_allow_blocking()`.

import type { Argument } from "../c-types/expression.js";
import type { PredicateRow, PredicateState } from "../kernel-model/predicates.js";
import { evaluateValue, type ValueScope } from "./evaluate-value.js";
import type { FlowState } from "./state.js";
import { exactNumber } from "./values.js";

export interface PredicateScope {
  predicate(name: string): PredicateRow | undefined;
  /** Whether a gfp mask allows direct reclaim. */
  blocks(mask: number): boolean;
}

/** The answer of a predicate in a state; undefined where it may be either, or `name` is no predicate. */
export function predicateTruth(
  name: string,
  args: readonly Argument[] | undefined,
  state: FlowState,
  scope: PredicateScope,
): boolean | undefined {
  const row = scope.predicate(name);
  if (!row || (row.form === "call") !== (args !== undefined)) return undefined;
  if (row.test === "gfp-blocks") {
    const argument = args?.[row.argument ?? 0];
    if (!argument || argument.kind === "type") return undefined;
    const mask = exactNumber(evaluateValue(argument, state, scope as ValueScope));
    return mask === undefined ? undefined : scope.blocks(mask);
  }
  const answers = row.states.map((item) => stateHolds(item, state));
  const any = answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
  if (any === undefined) return undefined;
  return row.test === "any-of" ? any : !any;
}

/** Whether a state of the CPU holds; in a function whose callers are unknown, only what it did itself is known. */
function stateHolds(wanted: PredicateState, state: FlowState): boolean | undefined {
  const isHeld = (...effects: readonly string[]): boolean =>
    state.held.some((item) => effects.includes(item.effect));
  const elsewhere = state.base === "unknown" || state.base === "atomic" ? undefined : false;
  switch (wanted) {
    case "hardirq":
    case "softirq":
    case "nmi":
      return state.base === wanted ? true : elsewhere;
    case "bh-off":
      return isHeld("bh") ? true : elsewhere;
    case "irqs-off":
      return isHeld("irq") || state.base === "hardirq" || state.base === "nmi" ? true : elsewhere;
    case "preempt-off":
      return isHeld("spin", "preempt") || (state.base !== "unknown" && state.base !== "process")
        ? true
        : elsewhere;
    case "rcu":
      return isHeld("rcu") ? true : elsewhere;
    case "pagefaults-off":
      return isHeld("pagefault") ? true : elsewhere;
    case "debugger":
      return elsewhere === undefined ? undefined : false;
  }
}
