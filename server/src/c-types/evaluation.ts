// What an evaluation carries along, and integers as C computes with them: ranges that know their type.

import type { Profile } from "../kernel-model/profile.js";
import { type IntegerType, intType } from "./basic-types.js";
import type { TypeEnvironment } from "./environment.js";
import type { Argument, CType, Expression } from "./expression.js";
import { exactRange, isExact, type Range, widthRange } from "./ranges.js";

/** What the caller knows of an lvalue, e.g. from a check on the path. */
export type KnownValues = (expression: Expression) => Range | undefined;

/** Arguments bound to the parameters of a macro, each with the bindings in force where it was written. */
export type Bindings = ReadonlyMap<string, BoundArgument>;

export interface BoundArgument {
  readonly argument: Argument;
  readonly bindings: Bindings | undefined;
}

export interface Evaluation {
  readonly environment: TypeEnvironment;
  readonly profile: Profile;
  readonly values: KnownValues;
  /**
   * `exact-types`: what is unknown stays unknown, and unsigned arithmetic wraps. `smallest`: what is unknown is taken
   * as anything from 0 up, and sums and products are taken not to overflow.
   */
  readonly mode: "exact-types" | "smallest";
  readonly bindings: Bindings | undefined;
  readonly depth: number;
  /** Shared by all of one evaluation: nested `a < b ? a : b` macros would else cost exponential time. */
  readonly budget: { steps: number };
}

/** Steps for one expression: a hundred times what any real size takes, and still well below a millisecond or two. */
const maxSteps = 20_000;

/** Expansions and nesting beyond this give up; kernel macros need about a dozen. */
export const maxEvaluationDepth = 64;

/** A range and the C type it is computed in; the type is absent where it is not known. */
export interface Typed {
  readonly range: Range;
  readonly type: IntegerType | undefined;
}

export const nothingKnown: KnownValues = () => undefined;

/** A fresh evaluation of an expression of a file or function. */
export function startEvaluation(
  environment: TypeEnvironment,
  profile: Profile,
  values: KnownValues,
): Evaluation {
  return {
    environment,
    profile,
    values,
    mode: "exact-types",
    bindings: undefined,
    depth: 0,
    budget: { steps: maxSteps },
  };
}

export function deeper(evaluation: Evaluation): Evaluation {
  return { ...evaluation, depth: evaluation.depth + 1 };
}

/** A value of which only this is taken for granted: it is no negative number. */
export const anySize: Range = { min: 0n, max: (1n << 64n) - 1n, bounded: false, lowerBounded: false };

/** A type name that is a macro's parameter stands for the type that was passed. */
export function boundType(type: CType, bindings: Bindings | undefined): CType {
  if (!bindings) return type;
  switch (type.kind) {
    case "named": {
      const bound = bindings.get(type.name);
      if (!bound) return type;
      const { argument } = bound;
      if (argument.kind === "type") return boundType(argument.type, bound.bindings);
      return argument.kind === "name" ? { kind: "named", name: argument.name } : { kind: "unknown" };
    }
    case "pointer": {
      const target = boundType(type.target, bindings);
      return target === type.target ? type : { kind: "pointer", target };
    }
    case "array": {
      const element = boundType(type.element, bindings);
      return element === type.element ? type : { ...type, element };
    }
    default:
      return type;
  }
}

/** The argument as a type: written as one, or a name that may be a typedef's. */
export function typeOfArgument(argument: Argument | undefined): CType | undefined {
  if (!argument) return undefined;
  if (argument.kind === "type") return argument.type;
  return argument.kind === "name" ? { kind: "named", name: argument.name } : undefined;
}

/** Integer promotion: what is narrower than int becomes int. */
export function promoted(type: IntegerType | undefined): IntegerType | undefined {
  return type && type.bits < 32 ? intType : type;
}

/** The usual arithmetic conversions; undefined if either type is. */
export function commonType(a: IntegerType | undefined, b: IntegerType | undefined): IntegerType | undefined {
  const left = promoted(a);
  const right = promoted(b);
  if (!left || !right) return undefined;
  if (left.bits !== right.bits) return left.bits > right.bits ? left : right;
  return left.isSigned ? right : left;
}

/** The range after conversion to `type`; exact values wrap exactly, others as far as something can be said. */
export function converted(range: Range, type: IntegerType | undefined, evaluation: Evaluation): Range {
  if (!type) return range;
  const width = widthRange(type.bits, type.isSigned);
  if (range.min >= width.min && range.max <= width.max) {
    return type.isSigned || range.lowerBounded ? range : { ...range, lowerBounded: true };
  }
  if (isExact(range)) return exactRange(wrapValue(range.min, type));
  const isNegativeByType = range.min < 0n && !range.lowerBounded;
  // `n <= 64` on an int, used as a size: the negative half is a different defect and is left out.
  if (!type.isSigned && isNegativeByType && range.max >= 0n && range.max <= width.max) {
    return { ...range, min: 0n };
  }
  if (evaluation.mode === "smallest" && range.min >= 0n && range.min <= width.max) {
    return { min: range.min, max: width.max, bounded: false, lowerBounded: range.lowerBounded };
  }
  return type.isSigned ? clampedToWidth(range, width) : width;
}

/** Signed overflow is undefined in C, so it is taken not to happen. */
function clampedToWidth(range: Range, width: Range): Range {
  if (range.min > width.max || range.max < width.min) return width;
  const isLow = range.min < width.min;
  const isHigh = range.max > width.max;
  return {
    min: isLow ? width.min : range.min,
    max: isHigh ? width.max : range.max,
    bounded: !isHigh && range.bounded,
    lowerBounded: !isLow && range.lowerBounded,
  };
}

export function wrapValue(value: bigint, type: IntegerType): bigint {
  return type.isSigned ? BigInt.asIntN(type.bits, value) : BigInt.asUintN(type.bits, value);
}
