// Sizes along a path: the evaluator of c-types fed with what the flow knows of variables and results of calls.

import type { TypeEnvironment } from "../c-types/environment.js";
import { evaluateRange } from "../c-types/evaluate-range.js";
import type { Expression } from "../c-types/expression.js";
import { placeKey, resultKey } from "../c-types/keys.js";
import type { Range } from "../c-types/ranges.js";
import type { Profile } from "../kernel-model/profile.js";
import type { FlowState } from "./state.js";
import type { Value } from "./values.js";

/** In which names and types sizes are evaluated: those of one function. */
export interface RangeScope {
  readonly environment: TypeEnvironment;
  readonly profile: Profile;
}

/** What is known of the number an expression gives in a state. */
export function rangeInState(expression: Expression, state: FlowState, scope: RangeScope): Range | undefined {
  return evaluateRange(expression, scope.environment, scope.profile, (place) => {
    const key = place.kind === "call" ? resultKey(place) : placeKey(place);
    return key === undefined ? undefined : rangeOfValue(state.values.get(key));
  });
}

/** A value's bounds as exact integers; undefined where it has none. An end that is open is a bound far away. */
export function rangeOfValue(value: Value | undefined): Range | undefined {
  if (value?.kind !== "number") return undefined;
  const bounded = Number.isFinite(value.max);
  const lowerBounded = Number.isFinite(value.min);
  if (!bounded && !lowerBounded) return undefined;
  const far = 1n << 63n;
  return {
    min: lowerBounded ? BigInt(Math.trunc(value.min)) : -far,
    max: bounded ? BigInt(Math.trunc(value.max)) : far - 1n,
    bounded,
    lowerBounded,
  };
}

/** The value that a range stands for; only the ends that the code itself sets are kept. */
export function valueOfRange(range: Range | undefined): Value | undefined {
  if (!range || (!range.bounded && !range.lowerBounded)) return undefined;
  const min = range.lowerBounded ? Number(range.min) : Number.NEGATIVE_INFINITY;
  const max = range.bounded ? Number(range.max) : Number.POSITIVE_INFINITY;
  return { kind: "number", min, max, nonzero: min > 0 || max < 0 };
}
