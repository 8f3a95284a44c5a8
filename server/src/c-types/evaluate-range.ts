// The range of an expression's value on a path, and the smallest value that a size can have.

import type { Profile } from "../kernel-model/profile.js";
import type { TypeEnvironment } from "./environment.js";
import { type Evaluation, type KnownValues, nothingKnown, startEvaluation } from "./evaluation.js";
import { evaluateExpression } from "./evaluator.js";
import type { Expression } from "./expression.js";
import type { Range } from "./ranges.js";

/**
 * The range of an expression's value. `values` says what is known of lvalues on the path; it is asked for names,
 * members, elements and calls before their types are. Undefined if even the type of a part is unknown.
 */
export function evaluateRange(
  expression: Expression,
  environment: TypeEnvironment,
  profile: Profile,
  values: KnownValues = nothingKnown,
): Range | undefined {
  return evaluateExpression(expression, startEvaluation(environment, profile, values))?.range;
}

/**
 * The smallest value that a size can have: unknown parts count as 0 or more, and nothing overflows. Undefined only
 * where not even that can be said.
 */
export function evaluateLowerBound(
  expression: Expression,
  environment: TypeEnvironment,
  profile: Profile,
  values: KnownValues = nothingKnown,
): bigint | undefined {
  const evaluation: Evaluation = { ...startEvaluation(environment, profile, values), mode: "smallest" };
  const min = evaluateExpression(expression, evaluation)?.range.min;
  return min === undefined || min < 0n ? undefined : min;
}
