// States split by what `?:` chooses, where the choice decides a value that matters.

import type { Argument, Expression } from "../c-types/expression.js";
import { assume } from "./assume.js";
import { evaluateCondition, type ValueScope } from "./evaluate-value.js";
import type { FlowState } from "./state.js";

/** Splits a state by the arguments that a condition chooses, as in `kmalloc(n, atomic ? GFP_ATOMIC : GFP_KERNEL)`. */
export function splitArguments(
  args: readonly Argument[],
  state: FlowState,
  scope: ValueScope,
): readonly FlowState[] {
  let states: readonly FlowState[] = [state];
  for (const argument of args) {
    if (argument.kind === "type") continue;
    states = states.flatMap((part) => splitConditional(argument, part, scope));
  }
  return states;
}

/** How many `?:` decide an expression's value. */
function countConditionals(expression: Expression): number {
  switch (expression.kind) {
    case "conditional":
      return 1;
    case "binary":
      return countConditionals(expression.left) + countConditionals(expression.right);
    case "cast":
      return countConditionals(expression.operand);
    default:
      return 0;
  }
}

/** An expression with more choices than this is a table in disguise, and not worth a state for each combination. */
const maxConditionals = 3;

/** The states in which each choice of the `?:` that decide an expression was made; the state itself where none does. */
export function splitConditional(
  expression: Expression,
  state: FlowState,
  scope: ValueScope,
): readonly FlowState[] {
  switch (expression.kind) {
    case "conditional": {
      const known = evaluateCondition(expression.condition, state, scope);
      if (known !== undefined) return [state];
      const parts = [
        assume(expression.condition, true, state, scope),
        assume(expression.condition, false, state, scope),
      ];
      return parts.filter((part) => part !== undefined);
    }
    case "binary":
      if (countConditionals(expression) === 0 || countConditionals(expression) > maxConditionals)
        return [state];
      return splitConditional(expression.left, state, scope).flatMap((part) =>
        splitConditional(expression.right, part, scope),
      );
    case "cast":
      return splitConditional(expression.operand, state, scope);
    default:
      return [state];
  }
}
