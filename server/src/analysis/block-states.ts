// The states in which the blocks of a function are entered, and which of them the flow has yet to carry on. States are
// kept apart by what is held and by the values that still decide something; past the caps they are merged.

import type { FlowPlan } from "./flow-plan.js";
import { type FlowState, heldKey, valuesKey } from "./state.js";
import { joinValues, type Value } from "./values.js";

/** Past this many states at one block, those that hold the same are merged. Lower misses correlated branches, higher costs time. */
export const maxStatesPerBlock = 24;
/** The same where nothing is held and the context unknown: nothing can be wrong there, and what is tested once more splits anew. */
const maxIdleStatesPerBlock = 3;
/** Past this many different sets of held locks at one block the function is given up. */
const maxHeldPerBlock = 48;

interface EnteredBlock {
  readonly byKey: Map<string, FlowState>;
  /** Keys of states that were not carried on since they last changed. */
  readonly pending: Set<string>;
  visits: number;
}

/** The work list of one flow. */
export interface BlockStates {
  readonly plan: FlowPlan;
  /** Keys that keep states apart to the end of the function, beside those that a block may still read. */
  readonly kept: readonly string[];
  /** By block; absent until it is entered. */
  readonly blocks: (EnteredBlock | undefined)[];
  /** No block before this place in the order has anything pending. */
  lowest: number;
}

export function createBlockStates(plan: FlowPlan, kept: readonly string[]): BlockStates {
  return { plan, kept, blocks: [], lowest: 0 };
}

/** Adds a state to a block; false when there are too many. */
export function arrive(states: BlockStates, block: number, state: FlowState): boolean {
  const { plan } = states;
  const target = states.blocks[block] ?? { byKey: new Map(), pending: new Set(), visits: 0 };
  states.blocks[block] = target;
  const held = heldKey(state);
  let key = `${held}|${valuesKey(state, plan.live[block] ?? [])}|${valuesKey(state, states.kept)}`;
  const most = isIdle(state) ? maxIdleStatesPerBlock : maxStatesPerBlock;
  if (!target.byKey.has(key) && target.byKey.size >= most) {
    key = held;
    if (target.byKey.size >= maxHeldPerBlock && !target.byKey.has(key)) return false;
  }
  const known = target.byKey.get(key);
  const merged = known ? joinStates(known, state, target.visits > 3 * maxStatesPerBlock) : state;
  if (merged === known) return true;
  target.byKey.set(key, merged);
  target.pending.add(key);
  states.lowest = Math.min(states.lowest, plan.rank[block] ?? 0);
  return true;
}

/** Whether nothing is held and nothing known of the context. */
export function isIdle({ base, held, released }: FlowState): boolean {
  return base === "unknown" && held.length === 0 && released.length === 0;
}

/** Takes the next state to carry on, from the first block in order that has one: joins wait for what leads to them. */
export function takeNext(states: BlockStates): { block: number; state: FlowState } | undefined {
  const { order } = states.plan;
  for (; states.lowest < order.length; states.lowest++) {
    const block = order[states.lowest] ?? 0;
    const target = states.blocks[block];
    for (const key of target?.pending ?? []) {
      target?.pending.delete(key);
      const state = target?.byKey.get(key);
      if (!target || !state) continue;
      target.visits++;
      return { block, state };
    }
  }
  return undefined;
}

/** What holds in both; the first itself when the second adds nothing, as is the rule. */
function joinStates(a: FlowState, b: FlowState, widen: boolean): FlowState {
  if (a.values === b.values) return a;
  let values: Map<string, Value> | undefined;
  for (const [key, value] of a.values) {
    const other = b.values.get(key);
    const joined = other && joinValues(value, other, widen);
    if (joined === value) continue;
    values ??= new Map(a.values);
    if (joined) values.set(key, joined);
    else values.delete(key);
  }
  return values ? { ...a, values } : a;
}
