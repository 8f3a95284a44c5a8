// Whether a call may be made where it is made: a call rule of the kernel model meets a state. Bias: a rule that hangs on
// an argument of which nothing is known is not violated.

import type { CallRule } from "../kernel-model/call-rule.js";
import type { FlowState, Held } from "./state.js";
import { exactNumber, type Value } from "./values.js";

/** Why nothing may sleep at a point. */
export type AtomicCause = { readonly kind: "held"; readonly held: Held } | { readonly kind: "base" };

/** A call that its context does not allow. */
export interface Violation {
  readonly level: "error" | "warning";
  readonly cause: AtomicCause;
  /** The argument that carries the blocking gfp mask, if one does. */
  readonly gfpArgument: number | undefined;
}

/** What the rule is judged with. */
export interface SleepScope {
  /** Whether a gfp mask allows direct reclaim. */
  blocks(mask: number): boolean;
}

const atomicEffects: ReadonlySet<string> = new Set(["spin", "irq", "bh", "preempt", "rcu"]);

/** The nearest reason why nothing may sleep: what the function itself took, else what its callers did. */
export function atomicCause(state: FlowState): AtomicCause | undefined {
  const held = state.held.filter((item) => atomicEffects.has(item.effect));
  const nearest =
    held.find((item) => !item.isInherited && item.effect === "spin") ??
    held.find((item) => !item.isInherited);
  const cause = nearest ?? held.find((item) => item.effect === "spin") ?? held[0];
  if (cause) return { kind: "held", held: cause };
  return isInterrupt(state) || state.base === "atomic" ? { kind: "base" } : undefined;
}

function isInterrupt(state: FlowState): boolean {
  return state.base === "softirq" || state.base === "hardirq" || state.base === "nmi";
}

/** Whether `in_interrupt()` is true, or was in the code that called back. */
function mayBeInInterrupt(state: FlowState): boolean {
  return isInterrupt(state) || state.base === "atomic" || findEffect(state, "bh") !== undefined;
}

/** Whether interrupts are off and nothing else forbids sleeping: the preempt count does not tell. */
function isOnlyIrqOff(state: FlowState): boolean {
  const held = state.held.filter((item) => atomicEffects.has(item.effect));
  return held.every((item) => item.effect === "irq") && !isInterrupt(state) && state.base !== "atomic";
}

function findEffect(state: FlowState, effect: Held["effect"]): AtomicCause | undefined {
  const held = state.held.find((item) => item.effect === effect);
  return held && { kind: "held", held };
}

/** Judges one call. `nrArguments` counts what is written between the parentheses. */
export function findViolation(
  rule: CallRule,
  state: FlowState,
  values: readonly (Value | undefined)[],
  scope: SleepScope,
): Violation | undefined {
  const violation = (
    cause: AtomicCause | undefined,
    level: Violation["level"] = "error",
  ): Violation | undefined => cause && { level, cause, gfpArgument: undefined };
  const hardirq: AtomicCause | undefined =
    state.base === "hardirq" || state.base === "nmi" ? { kind: "base" } : undefined;
  switch (rule.kind) {
    case "maySleep":
      return violation(atomicCause(state));
    case "schedules":
      return violation(atomicCause(state), isOnlyIrqOff(state) ? "warning" : "error");
    case "maySleepOnSomePlatforms":
    case "sleepsBehindCondition":
      return violation(atomicCause(state), "warning");
    case "irqsEnabled":
      return violation(findEffect(state, "irq") ?? hardirq);
    case "notInterrupt":
      return violation(isInterrupt(state) ? { kind: "base" } : findEffect(state, "bh"));
    case "notHardirq":
      return violation(hardirq);
    case "sleepsUnlessInInterrupt":
      return mayBeInInterrupt(state) ? undefined : violation(atomicCause(state));
    case "sleepsIfVmallocMemory":
      return mayBeInInterrupt(state) ? undefined : violation(atomicCause(state), "warning");
    case "sleepsIfGfpBlocks": {
      const cause = atomicCause(state);
      return cause && gfpBlocks(values[rule.argument], scope)
        ? { level: rule.isConditional ? "warning" : "error", cause, gfpArgument: rule.argument }
        : undefined;
    }
    case "sleepsIfArgCount":
      return values.length === rule.count ? violation(atomicCause(state)) : undefined;
    case "sleepsIfArgumentNonZero":
      return exactNumber(values[rule.argument]) === 0 ? undefined : violation(atomicCause(state));
    case "sleepsIfPagefaultsEnabled":
      return findEffect(state, "pagefault") ? undefined : violation(atomicCause(state));
  }
}

function gfpBlocks(value: Value | undefined, scope: SleepScope): boolean {
  const mask = exactNumber(value);
  if (mask !== undefined) return scope.blocks(mask);
  if (value?.kind === "number") return scope.blocks(value.bits ?? 0);
  return value?.kind === "parameter" && scope.blocks(value.set);
}
