// Whether a function makes a call whenever it is called. Conditions that hang on parameters alone are the caller's to
// answer; others are nobody's. Bias: where the function may do something else instead, the call is not taken for made.

import type { CallEvent, Edge, EventGraph } from "../../analysis/event-graph.js";
import type { Argument, Expression } from "../../c-types/expression.js";
import { forEachOperand } from "../../c-types/walk.js";

/**
 * `certain`: on every way through the function. `conditional`: ways around it do nothing of their own, such as an early
 * return. `one-of-several`: there are ways around it that call something else.
 */
export type Certainty = "certain" | "conditional" | "one-of-several";

/** How certain `event`, one of the graph's, is; `answered` are the parameters that its way asks something of. */
export function certaintyOf(event: CallEvent, graph: EventGraph, answered: ReadonlySet<string>): Certainty {
  const { blocks } = graph;
  const at = blocks.findIndex(({ events }) => events.includes(event));
  if (at < 0) return "one-of-several";
  const reaching = blocksReaching(graph, at);
  const edgesOf = (from: number): readonly Edge[] => {
    const edges = blocks[from]?.edges ?? [];
    const isAnswered = edges.some(({ guards }) =>
      guards.some(({ condition }) => asksOnly(condition, answered)),
    );
    return isAnswered ? edges.filter(({ to }) => reaching.has(to)) : edges;
  };
  const around = reachable([0], (from) => (from === at ? [] : edgesOf(from).map(({ to }) => to)));
  const isLeft = [...around].some((from) => from !== at && edgesOf(from).length === 0);
  if (!isLeft) return "certain";
  // What comes before the call on every way to it is no alternative to it.
  const isAlternative = (from: number): boolean =>
    from !== at && !isAlwaysBefore(from, at, edgesOf) && hasCall(graph, from);
  const leaving = [...around].filter((from) => from !== at && reachesExit(from, at, edgesOf));
  return leaving.some(isAlternative) ? "one-of-several" : "conditional";
}

function hasCall({ blocks }: EventGraph, at: number): boolean {
  return blocks[at]?.events.some(({ kind }) => kind === "call") === true;
}

function blocksReaching({ blocks }: EventGraph, target: number): ReadonlySet<number> {
  const before = blocks.map((): number[] => []);
  for (const [from, { edges }] of blocks.entries()) for (const { to } of edges) before[to]?.push(from);
  return reachable([target], (to) => before[to] ?? []);
}

function reachable(from: readonly number[], next: (at: number) => readonly number[]): ReadonlySet<number> {
  const seen = new Set(from);
  for (const at of seen) for (const to of next(at)) seen.add(to);
  return seen;
}

type EdgesOf = (from: number) => readonly Edge[];

/** Whether every way from the entry to `target` leads through `block`. */
function isAlwaysBefore(block: number, target: number, edgesOf: EdgesOf): boolean {
  if (block === 0) return true;
  return !reachable([0], (from) => (from === block ? [] : edgesOf(from).map(({ to }) => to))).has(target);
}

/** Whether the function can be left from `block` without passing `target`. */
function reachesExit(block: number, target: number, edgesOf: EdgesOf): boolean {
  const ways = reachable([block], (from) => (from === target ? [] : edgesOf(from).map(({ to }) => to)));
  return [...ways].some((from) => from !== target && edgesOf(from).length === 0);
}

/** Whether a condition is about these parameters and nothing else. */
function asksOnly(condition: Expression, names: ReadonlySet<string>): boolean {
  let isOnly = true;
  let hasName = false;
  const visit = (item: Argument): void => {
    if (item.kind === "name") {
      hasName = true;
      isOnly &&= names.has(item.name);
    } else if (item.kind === "call" || item.kind === "member" || item.kind === "dereference") isOnly = false;
    forEachOperand(item, visit);
  };
  visit(condition);
  return isOnly && hasName;
}
