// Which variables of a function decide how much it allocates: those in the arguments of its allocations, and those that
// these are computed from.

import type { AssignEvent } from "../analysis/event-graph.js";
import type { FunctionFacts } from "../analysis/facts.js";
import { ownerName } from "../analysis/keys.js";
import type { Argument } from "../c-types/expression.js";
import { placeKey } from "../c-types/keys.js";
import { namesIn } from "../c-types/render.js";
import { forEachOperand } from "../c-types/walk.js";
import type { KernelModel } from "../kernel-model/model.js";

/** Names of variables; a member counts by the variable that its path starts from. */
export function namesInSizes(facts: FunctionFacts, model: KernelModel): ReadonlySet<string> {
  const names = new Set<string>();
  const assignments: AssignEvent[] = [];
  for (const block of facts.graph.blocks) {
    for (const event of block.events) {
      if (event.kind === "assign" && event.value) assignments.push(event);
      if (event.kind !== "call" || event.callee.kind !== "name" || !model.allocator(event.callee.name))
        continue;
      for (const argument of event.arguments) addNames(argument, names);
    }
  }
  // Each round adds what the names found so far are assigned from; there are at most as many rounds as variables.
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const { target, value } of assignments) {
      const key = placeKey(target);
      if (key === undefined || !value || !names.has(ownerName(key))) continue;
      addNames(value, names);
    }
  }
  return names;
}

function addNames(expression: Argument, names: Set<string>): void {
  for (const name of namesIn(expression)) names.add(name);
  // A local that is only another name of something stands for that as well.
  const addAliases = (part: Argument): void => {
    if (part.kind === "name" && part.alias !== undefined) names.add(ownerName(part.alias));
    forEachOperand(part, addAliases);
  };
  addAliases(expression);
}
