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

/** What has entered a block. */
interface EnteredBlock {
  readonly first: FlowState;
  /** Whether the first state was not carried on yet. */
  isFirstPending: boolean;
  /** Absent while the first is the only one, as at most blocks: it needs no key then. */
  several: SeveralStates | undefined;
  visits: number;
}

/** States by what keeps them apart. */
interface SeveralStates {
  readonly byKey: Map<string, FlowState>;
  /** Keys of states that were not carried on since they last changed. */
  readonly pending: Set<string>;
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
  const target = states.blocks[block];
  if (!target) {
    states.blocks[block] = { first: state, isFirstPending: true, several: undefined, visits: 0 };
    wake(states, block);
    return true;
  }
  target.several ??= withKey(states, block, target);
  const { byKey, pending } = target.several;
  const held = heldKey(state);
  let key = keyAt(states, block, state, held);
  const most = isIdle(state) ? maxIdleStatesPerBlock : maxStatesPerBlock;
  if (!byKey.has(key) && byKey.size >= most) {
    key = held;
    if (byKey.size >= maxHeldPerBlock && !byKey.has(key)) return false;
  }
  const known = byKey.get(key);
  const merged = known ? joinStates(known, state, target.visits > 3 * maxStatesPerBlock) : state;
  if (merged === known) return true;
  byKey.set(key, merged);
  pending.add(key);
  wake(states, block);
  return true;
}

function wake(states: BlockStates, block: number): void {
  states.lowest = Math.min(states.lowest, states.plan.rank[block] ?? 0);
}

/** What keeps a state apart from others at a block. */
function keyAt({ plan, kept }: BlockStates, block: number, state: FlowState, held: string): string {
  return `${held}|${valuesKey(state, plan.live[block] ?? [])}|${valuesKey(state, kept)}`;
}

function withKey(states: BlockStates, block: number, { first, isFirstPending }: EnteredBlock): SeveralStates {
  const key = keyAt(states, block, first, heldKey(first));
  return { byKey: new Map([[key, first]]), pending: new Set(isFirstPending ? [key] : []) };
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
    const state = target && takePending(target);
    if (state) return { block, state };
  }
  return undefined;
}

function takePending(target: EnteredBlock): FlowState | undefined {
  if (!target.several) {
    if (!target.isFirstPending) return undefined;
    target.isFirstPending = false;
    target.visits++;
    return target.first;
  }
  for (const key of target.several.pending) {
    target.several.pending.delete(key);
    target.visits++;
    return target.several.byKey.get(key);
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
