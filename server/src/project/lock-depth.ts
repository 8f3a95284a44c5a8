// How many locks may be held at each call of a function: counted, without asking which or under what condition. A quick
// look that says where the flow is worth its time. Bias: too deep rather than too shallow.

import type { CallEvent, Event } from "../analysis/event-graph.js";
import { heldEffects } from "../analysis/state.js";
import type { KernelModel } from "../kernel-model/model.js";
import type { FunctionNode, Program } from "./program.js";

/** How many more locks are held than at the function's entry, on the ways there are. */
export interface DepthRange {
  readonly min: number;
  readonly max: number;
}

/** The calls that a function may make with something held that it took itself, and how it may end. */
export interface LockDepths {
  readonly atomicCalls: readonly CallEvent[];
  readonly exit: DepthRange;
}

/** Deeper nesting is not counted, so that loops come to an end. */
const maxDepth = 3;

const level: DepthRange = { min: 0, max: 0 };

/** Counts the locks of the functions of one program; each function once. */
export function createLockDepths(program: Program, model: KernelModel): (node: FunctionNode) => LockDepths {
  const known = new Map<FunctionNode, LockDepths>();
  const depthsOf = (node: FunctionNode): LockDepths => {
    const done = known.get(node);
    if (done) return done;
    // A function that is being counted further up counts as one that leaves locks alone.
    known.set(node, { atomicCalls: [], exit: level });
    const depths = countDepths(node, (event) => stepOf(event, node));
    known.set(node, depths);
    return depths;
  };
  const stepOf = (event: Event, node: FunctionNode): DepthRange => {
    if (event.kind === "guard") {
      const isAtomic = heldEffects(model.guard(event.className)?.what ?? []).length > 0;
      return isAtomic ? { min: 1, max: 1 } : level;
    }
    // The class of an unguard is not told: a guard that holds nothing ends one too early at worst, at the scope's end.
    if (event.kind === "unguard") return { min: -1, max: 0 };
    if (event.kind !== "call" || event.callee.kind !== "name") return level;
    const { name } = event.callee;
    const [target] = program.resolve(node.file, name);
    // What a function of another source file leaves is told by that file; an inline one of a header belongs to this.
    if (target?.isForeign && !target.path.endsWith(".h")) return level;
    if (target) return target.touchesLocks ? depthsOf(target).exit : level;
    const row = model.lock(name);
    if (!row || heldEffects(row.what).length === 0) return level;
    if (row.effect === "release") return { min: -1, max: -1 };
    return { min: row.effect === "try" ? 0 : 1, max: 1 };
  };
  return depthsOf;
}

function countDepths(node: FunctionNode, stepOf: (event: Event) => DepthRange): LockDepths {
  const { blocks } = node.facts.graph;
  const entries: (DepthRange | undefined)[] = blocks.map(() => undefined);
  entries[0] = level;
  const atomicCalls = new Set<CallEvent>();
  let exit: DepthRange | undefined;
  const pending = [0];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const block = blocks[index];
    let at = entries[index] ?? level;
    for (const event of block?.events ?? []) {
      if (event.kind === "call" && at.max > 0) atomicCalls.add(event);
      at = added(at, stepOf(event));
    }
    if (block?.edges.length === 0) exit = joined(exit, at);
    for (const { to } of block?.edges ?? []) {
      const before = entries[to];
      const after = joined(before, at);
      if (before && before.min === after.min && before.max === after.max) continue;
      entries[to] = after;
      pending.push(to);
    }
  }
  return { atomicCalls: [...atomicCalls], exit: exit ?? level };
}

function added(a: DepthRange, b: DepthRange): DepthRange {
  return { min: Math.max(-maxDepth, a.min + b.min), max: Math.min(maxDepth, a.max + b.max) };
}

function joined(a: DepthRange | undefined, b: DepthRange): DepthRange {
  return a ? { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) } : b;
}
