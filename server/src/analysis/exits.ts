// The ways a function ends, as the flow comes to them: what is held and given back then, what is returned, and what the
// parameters must have been.

import type { FunctionFacts } from "./facts.js";
import type { FlowState, Held } from "./state.js";
import type { ExitVariant } from "./summary.js";
import { type Value, valueKey } from "./values.js";

/** The parameters that callers tell a helper's ends apart by: flags and numbers, as they are and as they were at entry. */
export function flagKeys({ parameters }: FunctionFacts): readonly string[] {
  const flags = parameters.filter(({ name, type }) => name !== "" && type.kind !== "pointer");
  return flags.flatMap(({ name }) => [name, entryKey(name)]);
}

/** Under which key it is kept what a parameter held at entry, once it holds something else. */
export function entryKey(parameter: string): string {
  return `#entry.${parameter}`;
}

/** Adds an end of the function to those known, by what tells them apart. */
export function recordExit(
  exits: Map<string, ExitVariant>,
  { parameters }: FunctionFacts,
  returns: Value | undefined,
  state: FlowState,
): void {
  const acquired = state.held.filter((item) => !item.isInherited && item.guardId === undefined);
  const net = settle(acquired, state.released);
  const conditions = new Map<number, Value>();
  for (const [index, parameter] of parameters.entries()) {
    const value = state.values.get(entryKey(parameter.name)) ?? state.values.get(parameter.name);
    const isNarrowed =
      value && (value.kind === "number" || value.kind === "symbol") && value.parameter === index;
    if (isNarrowed) conditions.set(index, value);
  }
  const exit: ExitVariant = { ...net, returns, conditions };
  const key = [
    net.acquired.map((item) => `${item.effect} ${item.key}`).join(","),
    net.released.map((item) => `${item.effect} ${item.key}`).join(","),
    returns ? valueKey(returns) : "",
    [...conditions].map(([index, value]) => `${index}=${valueKey(value)}`).join(";"),
  ].join("|");
  exits.set(key, exit);
}

/** Something given back and taken again is as it was. */
function settle(
  acquired: readonly Held[],
  released: FlowState["released"],
): Pick<ExitVariant, "acquired" | "released"> {
  const rest = [...released];
  const kept = acquired.filter((item) => {
    const index = rest.findIndex((given) => given.effect === item.effect && given.key === item.key);
    const fallback =
      index >= 0 ? index : rest.findIndex((given) => given.effect === item.effect && item.effect !== "spin");
    if (fallback < 0) return true;
    rest.splice(fallback, 1);
    return false;
  });
  return { acquired: kept, released: rest };
}
