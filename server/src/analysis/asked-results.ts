// Whose results a function looks at, and what can be said of its own without following it: most calls are statements,
// and most functions return what nobody knows.

import type { Argument } from "../c-types/expression.js";
import { placeKey, resultKey } from "../c-types/keys.js";
import { forEachOperand } from "../c-types/walk.js";
import type { Event } from "./event-graph.js";
import type { FunctionFacts } from "./facts.js";

/** Keys of the calls whose results some expression of the function asks for. */
export function askedResults({ graph }: FunctionFacts): ReadonlySet<string> {
  const asked = new Set<string>();
  const visit = (expression: Argument): void => {
    if (expression.kind === "call") asked.add(resultKey(expression));
    forEachOperand(expression, visit);
  };
  for (const block of graph.blocks) {
    for (const event of block.events) for (const expression of expressionsOf(event)) visit(expression);
    for (const { guards } of block.edges) for (const guard of guards) visit(guard.condition);
  }
  return asked;
}

function expressionsOf(event: Event): readonly Argument[] {
  switch (event.kind) {
    case "call":
      return [event.callee, ...event.arguments];
    case "assign":
      return event.value ? [event.target, event.value] : [event.target];
    case "return":
      return event.value ? [event.value] : [];
    case "guard":
      return event.arguments;
    case "forget":
      return [event.condition];
    case "unguard":
      return [];
  }
}

/**
 * Whether something may be known of the function's result: it has one, and does not return a member or element that it
 * neither sets nor tests.
 */
export function mayTellResult({ graph }: FunctionFacts): boolean {
  const places: string[] = [];
  let hasResult = false;
  for (const { events } of graph.blocks) {
    for (const event of events) {
      if (event.kind !== "return" || !event.value) continue;
      hasResult = true;
      const { kind } = event.value;
      const key =
        kind === "member" || kind === "index" || kind === "dereference" ? placeKey(event.value) : undefined;
      if (key !== undefined) places.push(key);
    }
  }
  return hasResult && (places.length === 0 || isTouched(places, graph));
}

/** Whether each of the places is set or tested somewhere. */
function isTouched(places: readonly string[], { blocks }: FunctionFacts["graph"]): boolean {
  const touched = new Set<string>();
  const visit = (expression: Argument): void => {
    const key = expression.kind === "type" ? undefined : placeKey(expression);
    if (key !== undefined) touched.add(key);
    forEachOperand(expression, visit);
  };
  for (const block of blocks) {
    for (const event of block.events) if (event.kind === "assign") visit(event.target);
    for (const { guards } of block.edges) for (const guard of guards) visit(guard.condition);
  }
  return places.every((place) => touched.has(place));
}
