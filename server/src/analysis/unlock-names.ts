// Calls that give a lock back as their name says, of which nothing else is known: an inline function of a header that was
// not read, or one behind a pointer, as `fiq->ops->wake_and_unlock(fiq)`. Bias: the lock counts as given back.

import type { Expression } from "../c-types/expression.js";
import type { CallEvent } from "./event-graph.js";
import type { FunctionFacts } from "./facts.js";

/** Locks that sleep, by the words in their names: giving one back leaves a spinlock as it is. */
const sleeping = /mutex|sem|inode|rtnl|page_unlock$|unlock_page$|folio|device|console|srcu|resv|bus|clk|sock/;

/**
 * Whether a call whose callee is not known gives back a lock that the function, or its caller, took otherwise: its name
 * says `unlock`, and the function does not call the `lock` that would go with it.
 */
export function unlocksByName(event: CallEvent, facts: FunctionFacts): boolean {
  const name = calledName(event.callee);
  if (name === undefined || !/(?:^|_)unlock(?:_|$)/.test(name) || sleeping.test(name)) return false;
  const counterpart = name.replace(/(^|_)unlock(?=_|$)/, "$1lock");
  return !facts.graph.blocks.some((block) =>
    block.events.some((item) => item.kind === "call" && calledName(item.callee) === counterpart),
  );
}

function calledName(callee: Expression): string | undefined {
  if (callee.kind === "name") return callee.name;
  if (callee.kind === "member") return callee.member;
  return callee.kind === "dereference" ? calledName(callee.operand) : undefined;
}

const known = new WeakMap<FunctionFacts, boolean>();

/** Whether some call of the function does. */
export function hasUnlockByName(facts: FunctionFacts): boolean {
  let has = known.get(facts);
  if (has === undefined) {
    has = facts.graph.blocks.some(({ events }) =>
      events.some((event) => event.kind === "call" && unlocksByName(event, facts)),
    );
    known.set(facts, has);
  }
  return has;
}
