// Where in a function that which a flow is run for can still happen. A state that has passed the last call that anyone
// wants to know of need not be carried further; nor one in which nothing is held and nothing will be taken any more,
// where only calls in a state that forbids something are wanted. Bias: what may be called counts as called.

import type { Argument } from "../c-types/expression.js";
import { placeKey } from "../c-types/keys.js";
import type { Block, CallEvent, Event } from "./event-graph.js";
import type { FunctionFacts } from "./facts.js";
import type { Callee, FlowWorld } from "./flow.js";
import type { FlowState } from "./state.js";

/** The blocks of a function entered in a state from which an observed call is reached. Linear in calls and edges. */
export function blocksToCalls(facts: FunctionFacts, entry: FlowState, world: FlowWorld): readonly boolean[] {
  const { blocks } = facts.graph;
  const set = keysSet(facts, entry);
  return leadingTo(blocks, (event) => event.kind === "call" && mayCall(event, set, world, world.isObserved));
}

/**
 * Those of them from which, before such a call, something is taken, or a callee is reached that takes something and goes
 * by what it is handed.
 */
export function blocksToLocks(
  facts: FunctionFacts,
  entry: FlowState,
  world: FlowWorld,
  toCalls: readonly boolean[],
): readonly boolean[] {
  const set = keysSet(facts, entry);
  const mayLock = (event: Event): boolean => {
    if (event.kind !== "call") return event.kind === "guard";
    const isTelling = event.arguments.some(mayTell);
    return mayCall(event, set, world, (callee) => world.mayLock(callee, isTelling));
  };
  return leadingTo(facts.graph.blocks, mayLock, toCalls);
}

/** The blocks from which one, of `among`, is reached with an event as asked for; itself is one. */
export function leadingTo(
  blocks: readonly Block[],
  isWanted: (event: Event) => boolean,
  among?: readonly boolean[],
): readonly boolean[] {
  const leads = blocks.map(() => false);
  const pending: number[] = [];
  const before: number[][] = blocks.map(() => []);
  for (const [index, { events, edges }] of blocks.entries()) {
    for (const { to } of edges) before[to]?.push(index);
    if (among?.[index] !== false && events.some(isWanted)) pending.push(index);
  }
  for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
    if (leads[block]) continue;
    leads[block] = true;
    for (const from of before[block] ?? []) pending.push(from);
  }
  return leads;
}

/** The places that the function sets, or that hold a function when it is entered. */
function keysSet({ graph }: FunctionFacts, entry: FlowState): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { events } of graph.blocks) {
    for (const event of events) {
      const key = event.kind === "assign" && event.value ? placeKey(event.target) : undefined;
      if (key !== undefined) keys.add(key);
    }
  }
  for (const [key, value] of entry.values) if (value.kind === "function") keys.add(key);
  return keys;
}

/** Whether a call may reach a function that `test` is true of; a pointer may where it may be known to be one. */
function mayCall(
  event: CallEvent,
  set: ReadonlySet<string>,
  world: FlowWorld,
  test: (callee: Callee) => boolean,
): boolean {
  const { callee } = event;
  const target = callee.kind === "dereference" ? callee.operand : callee;
  if (target.kind === "name") return set.has(target.name) || test({ name: target.name, file: undefined });
  if (target.kind !== "member") return true;
  const key = placeKey(target);
  return key === undefined || set.has(key) || world.isTableField(target.member);
}

/** Whether an argument may be a function, or a number that a callee goes by. */
function mayTell(argument: Argument): boolean {
  switch (argument.kind) {
    case "type":
    case "string":
      return false;
    case "literal":
      return argument.value > 1n;
    default:
      return true;
  }
}
