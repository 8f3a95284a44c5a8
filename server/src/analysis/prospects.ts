// Where in a function that which a flow is run for can still happen. A state that has passed the last call that anyone
// wants to know of need not be carried further; nor one in which nothing is held and nothing will be taken any more,
// where only calls in a state that forbids something are wanted. Bias: what may be called counts as called.

import type { Argument, Expression } from "../c-types/expression.js";
import { placeKey } from "../c-types/keys.js";
import type { Block, CallEvent, Event } from "./event-graph.js";
import type { FunctionFacts } from "./facts.js";
import type { Callee, FlowWorld } from "./flow.js";
import type { FlowState } from "./state.js";

/** For each block, what it, or one that is reached from it, may hold. */
export interface Prospects {
  /** Calls that are observed. */
  readonly calls: readonly boolean[];
  /** Something that is taken before such a call, or a callee that takes something and goes by what it is handed. */
  readonly locks: readonly boolean[];
}

/** What can still happen in a function entered in a state. Linear in calls and edges. */
export function findProspects(facts: FunctionFacts, entry: FlowState, world: FlowWorld): Prospects {
  const { blocks } = facts.graph;
  const set = keysSet(facts, entry);
  const has = (test: (event: Event) => boolean): boolean[] => blocks.map(({ events }) => events.some(test));
  const isOf = (event: CallEvent, test: (callee: Callee) => boolean): boolean => {
    const callee = calleeName(event.callee, set, world);
    return callee === "any" || (callee !== "none" && test({ name: callee.name, file: undefined }));
  };
  const calls = leadingTo(
    blocks,
    has((event) => event.kind === "call" && isOf(event, world.isObserved)),
  );
  const locks = has((event) => {
    if (event.kind !== "call") return event.kind === "guard";
    const isTelling = event.arguments.some(mayTell);
    return isOf(event, (callee) => world.mayLock(callee, isTelling));
  });
  return {
    calls,
    locks: leadingTo(
      blocks,
      locks.map((isThere, block) => isThere && calls[block] === true),
    ),
  };
}

/** The blocks from which one of those marked is reached, themselves included. */
export function leadingTo(blocks: readonly Block[], marked: readonly boolean[]): readonly boolean[] {
  const leads = blocks.map(() => false);
  const before: number[][] = blocks.map(() => []);
  for (const [index, { edges }] of blocks.entries()) for (const { to } of edges) before[to]?.push(index);
  const pending = [...blocks.keys()].filter((block) => marked[block]);
  for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
    if (leads[block]) continue;
    leads[block] = true;
    pending.push(...(before[block] ?? []));
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

/** The function that a call names; `any` where a pointer may be known to be one, `none` where it is not. */
function calleeName(
  callee: Expression,
  set: ReadonlySet<string>,
  world: FlowWorld,
): { readonly name: string } | "any" | "none" {
  if (callee.kind === "dereference") return calleeName(callee.operand, set, world);
  if (callee.kind === "name") return set.has(callee.name) ? "any" : callee;
  if (callee.kind !== "member") return "any";
  const key = placeKey(callee);
  return key === undefined || set.has(key) || world.isTableField(callee.member) ? "any" : "none";
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
