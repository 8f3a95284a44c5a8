// What the flow needs to know of a function before it runs, the same in every context: made once for each function.

import { askedResults } from "./asked-results.js";
import type { Block } from "./event-graph.js";
import type { FunctionFacts } from "./facts.js";
import { liveKeys } from "./live-keys.js";
import { relevantKeys } from "./relevance.js";

export interface FlowPlan {
  /** Where a state goes that enters a block: past blocks in which nothing happens and that have one way out. */
  readonly through: readonly number[];
  /** Blocks in reverse postorder: a block comes after all that lead to it, but for the backward edges of loops. */
  readonly order: readonly number[];
  /** Each block's place in `order`. */
  readonly rank: readonly number[];
  /** Keys of the values that keep states apart. */
  readonly relevant: ReadonlySet<string>;
  /** Those of them that still matter when a block is entered. */
  readonly live: readonly (readonly string[])[];
  /** Keys of the calls whose results are looked at. */
  readonly asked: ReadonlySet<string>;
}

/** Plans the flow through a function. */
export function planFlow(facts: FunctionFacts): FlowPlan {
  const { blocks } = facts.graph;
  const order = reversePostorder(blocks);
  const rank = blocks.map(() => 0);
  for (const [place, block] of order.entries()) rank[block] = place;
  const relevant = relevantKeys(facts);
  return {
    through: blocks.map((_, block) => pastEmpty(blocks, block)),
    order,
    rank,
    relevant,
    live: liveKeys(blocks, relevant),
    asked: askedResults(facts),
  };
}

/** The first block on the only way from a block that does anything; the last one looked at where they go round. */
function pastEmpty(blocks: readonly Block[], from: number): number {
  let at = from;
  for (let nrSteps = 0; nrSteps < blocks.length; nrSteps++) {
    const block = blocks[at];
    const [edge, ...others] = block?.edges ?? [];
    if (!edge || others.length > 0 || edge.guards.length > 0 || (block?.events.length ?? 0) > 0) break;
    at = edge.to;
  }
  return at;
}

/** Later edges are followed first, so that the body of a loop, its first edge, comes before what follows the loop. */
function reversePostorder(blocks: readonly Block[]): number[] {
  const finished: number[] = [];
  const seen = new Set([0]);
  const open = [{ block: 0, nrLeft: blocks[0]?.edges.length ?? 0 }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    if (top.nrLeft === 0) {
      finished.push(top.block);
      open.pop();
      continue;
    }
    top.nrLeft--;
    const to = blocks[top.block]?.edges[top.nrLeft]?.to;
    const next = to === undefined ? undefined : blocks[to];
    if (to === undefined || !next || seen.has(to)) continue;
    seen.add(to);
    open.push({ block: to, nrLeft: next.edges.length });
  }
  return finished.reverse();
}
