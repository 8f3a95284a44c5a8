// The value of constant expressions: array lengths, enumerators, macros.

import type { Profile } from "../kernel-model/profile.js";
import type { IntegerType } from "./basic-types.js";
import type { TypeEnvironment } from "./environment.js";
import { nothingKnown, startEvaluation } from "./evaluation.js";
import { enumRange, evaluateExpression } from "./evaluator.js";
import type { Expression } from "./expression.js";
import { isExact } from "./ranges.js";

/** The value of a constant expression with C's types and wrap-around; undefined if it is not constant or not known. */
export function evaluateConstant(
  expression: Expression,
  environment: TypeEnvironment,
  profile: Profile,
): bigint | undefined {
  const { range } = evaluateExpression(expression, startEvaluation(environment, profile, nothingKnown)) ?? {};
  return range && isExact(range) ? range.min : undefined;
}

/** The integer type an expression is computed in, where it is known. */
export function integerTypeOf(
  expression: Expression,
  environment: TypeEnvironment,
  profile: Profile,
): IntegerType | undefined {
  return evaluateExpression(expression, startEvaluation(environment, profile, nothingKnown))?.type;
}

/** The value of an enumerator; undefined if it is unknown or hangs on the build. */
export function evaluateEnumConstant(
  name: string,
  environment: TypeEnvironment,
  profile: Profile,
): bigint | undefined {
  const range = enumRange(name, startEvaluation(environment, profile, nothingKnown))?.range;
  return range && isExact(range) ? range.min : undefined;
}
