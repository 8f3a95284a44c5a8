// The path that proves a sleep in atomic context: from what made the context atomic, along the calls, to the call that
// sleeps. Built from activations, one step a hop.

import { type Held, isSamePlace } from "../analysis/state.js";
import type { Activation, SleepEvidence } from "../project/activations.js";
import type { Doubt } from "../project/doubts.js";
import type { PathStep } from "./finding.js";

/** Why the context is atomic, in words: `'d->lock' is held`, `foo_poll() runs as timer callback: timer_setup()`. */
export function causeText(evidence: SleepEvidence): string {
  const { cause } = evidence.violation;
  if (cause.kind === "held") return heldText(cause.held);
  const { node, registration } = rootOf(evidence.activation);
  return registration ? `${node.facts.name}() runs as ${registration.why}` : "the context is atomic";
}

/** What holding something is called. */
export function heldText(held: Held): string {
  switch (held.effect) {
    case "spin":
      return `'${held.lockText.replace(/^&/, "")}' is held`;
    case "irq":
      return "interrupts are off";
    case "bh":
      return "bottom halves are off";
    case "preempt":
      return "preemption is off";
    case "rcu":
      return "this is an RCU read-side section";
    case "pagefault":
      return "page faults are off";
  }
}

/** The step that made the context atomic. */
function causeStep(evidence: SleepEvidence): PathStep | undefined {
  const { cause } = evidence.violation;
  if (cause.kind === "held") {
    const { place, by, lockText } = cause.held;
    const what = lockText === "" ? `${by}()` : `${by}(${lockText})`;
    return { ...place, role: "context", message: `${what} ${takenText(cause.held)}` };
  }
  const registration = rootOf(evidence.activation).registration;
  return registration && { ...registration.place, role: "registration", message: registration.why };
}

function takenText(held: Held): string {
  switch (held.effect) {
    case "spin":
      return held.by.startsWith("lockdep") || held.by.startsWith("__")
        ? "says it is held here"
        : "taken here";
    case "irq":
      return "switches interrupts off here";
    case "bh":
      return "switches bottom halves off here";
    case "preempt":
      return "switches preemption off here";
    case "rcu":
      return "begins an RCU read-side section here";
    case "pagefault":
      return "switches page faults off here";
  }
}

function rootOf(activation: Activation): Activation {
  let at = activation;
  while (at.via) at = at.via.caller;
  return at;
}

/** The activations from the one in which the cause lies down to the one that makes the call. */
export function activationsOnPath(evidence: SleepEvidence): readonly Activation[] {
  const chain: Activation[] = [];
  const { cause } = evidence.violation;
  for (let at: Activation | undefined = evidence.activation; at; at = at.via?.caller) {
    chain.unshift(at);
    if (cause.kind === "held" && !isInheritedIn(at, cause.held)) break;
  }
  return chain;
}

/** Whether what is held was held already when the activation began. */
function isInheritedIn(activation: Activation, held: Held): boolean {
  return activation.entry.held.some((item) => isSamePlace(item.place, held.place));
}

/** Why it is no error, in words. */
export function doubtText(doubt: Doubt): string {
  switch (doubt.kind) {
    case "guess":
      return "a branch on the way is a guess";
    case "distance": {
      const calls = `${doubt.nrCalls} calls`;
      return doubt.nrFiles > 1
        ? `${calls} through ${doubt.nrFiles} files lie between, and their branches may exclude each other`
        : `${calls} lie between, and their branches may exclude each other`;
    }
    case "allowed":
      return "whether any user calls it so is not known";
  }
}

/** Cause to effect: the context, the calls, the sleep. `message` is said at the last step. */
export function sleepPath(evidence: SleepEvidence, message: string): readonly PathStep[] {
  const chain = activationsOnPath(evidence);
  const steps: PathStep[] = [];
  const cause = causeStep(evidence);
  if (cause) steps.push(cause);
  const [first] = chain;
  if (first?.entered?.isCall)
    steps.push({ ...first.entered.place, role: "call", message: `calls ${first.node.facts.name}()` });
  for (const [index, activation] of chain.entries()) {
    if (index === 0 || !activation.via) continue;
    const { caller, event } = activation.via;
    steps.push({
      file: caller.node.file.path,
      functionName: caller.node.facts.name,
      span: event.span,
      role: "call",
      message: `calls ${activation.node.facts.name}()`,
    });
  }
  const { node } = evidence.activation;
  const { span, distilled } = evidence.observation.event;
  const place = distilled?.within === undefined ? message : `${message}, in ${distilled.within}()`;
  const told = evidence.doubt ? `${place}; ${doubtText(evidence.doubt)}` : place;
  steps.push({ file: node.file.path, functionName: node.facts.name, span, role: "sleep", message: told });
  return steps;
}
