// What makes a path to a sleeping call less certain than it looks, though each of its hops is certain. Bias: such a path
// is told as a warning that says why, never left out. See analysis/doubts.ts for what one function alone leaves open.

import type { CallEvent } from "../analysis/event-graph.js";
import type { Observation } from "../analysis/flow.js";
import { nrGuesses } from "../analysis/questions.js";
import type { Activation } from "./activations.js";
import type { FunctionNode } from "./program.js";

/** Why a finding is a warning. */
export type Doubt =
  /** A branch on the way hangs on something that is only guessed. */
  | { readonly kind: "guess" }
  /** Many calls lead from where sleeping was forbidden to the call that sleeps. */
  | { readonly kind: "distance"; readonly nrCalls: number; readonly nrFiles: number }
  /** The kernel allows that the function is called in the context; whether any user of it does is not known. */
  | { readonly kind: "allowed" };

/** The first reason to doubt a call, which a call chain down to `activation` led to. */
export function doubtOf(activation: Activation, { event, state }: Observation): Doubt | undefined {
  if (nrGuesses(state) > 0) return { kind: "guess" };
  const distance = distanceOf(activation, event);
  if (isFar(distance)) return { kind: "distance", ...distance };
  const isHeldHere = state.held.length > 0;
  return !isHeldHere && distance.root.registration?.isOnlyAllowed === true ? { kind: "allowed" } : undefined;
}

interface Distance {
  readonly nrCalls: number;
  readonly nrFiles: number;
}

/** So many calls: what the functions between know of one another's state may well exclude one of the branches. */
const manyCalls = 6;
/**
 * The same where the calls cross files. What one module hands to another is mostly decided at their border (a kind of
 * device, a mode, a flag of an object that both keep), and that is where values are lost on the way.
 */
const manyCallsAcrossFiles = 3;

function isFar({ nrCalls, nrFiles }: Distance): boolean {
  return nrCalls >= (nrFiles > 1 ? manyCallsAcrossFiles : manyCalls);
}

/** A context that was followed into another file crosses no further border when more calls than this lie behind it. */
export const maxCallsToBorder = manyCallsAcrossFiles - 1;

/**
 * Whether a context that has come so far is followed into `target`, a function of the tree, still. A path that is doubted
 * for its length says less with every file more, and such paths lead through half of a kernel: they end at the next
 * file's border.
 */
export function isFollowedInto(target: FunctionNode, from: Activation, event: CallEvent): boolean {
  if (target.path === from.node.path || target.path.endsWith(".h")) return true;
  const distance = distanceOf(from, event);
  if (isFar(distance)) return false;
  const nrCallsLeft = Math.max(0, maxCallsToBorder - distance.nrCalls);
  return target.callsParameter || (target.nrCallsAway ?? 0) <= nrCallsLeft;
}

/**
 * The calls and files between a call of an activation and where sleeping was forbidden, those among them that a pack
 * leaves out; a macro is part of what uses it.
 */
function distanceOf(
  activation: Activation,
  { distilled }: CallEvent,
): Distance & { readonly root: Activation } {
  let nrCalls = distilled?.nrCalls ?? 0;
  let at = activation;
  const files = new Set([at.node.path]);
  while (at.via && (at.entry.held.length > 0 || at.entry.base !== "unknown")) {
    if (!at.node.isMacro) nrCalls++;
    at = at.via.caller;
    files.add(at.node.path);
  }
  if (at.entered) {
    nrCalls += at.entered.nrCalls;
    files.add(at.entered.place.file);
  }
  return { nrCalls, nrFiles: files.size + (distilled?.nrFiles ?? 0), root: at };
}
