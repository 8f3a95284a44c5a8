// The evaluator: the value of an expression as a range that remembers its C type. Bias: what is unknown gives undefined,
// not a guess. One evaluator serves constants (a range of one value), bounds on a path, and the smallest possible size.

import { unreachable } from "../base/assert.js";
import type { Profile } from "../kernel-model/profile.js";
import { type IntegerType, intType, sizeType } from "./basic-types.js";
import { evaluateBuiltinCall } from "./builtin-calls.js";
import { builtinConstant } from "./builtin-constants.js";
import type { Macro } from "./environment.js";
import { evaluateConstant } from "./evaluate.js";
import { truthOf, valuesGiven } from "./evaluate-conditions.js";
import {
  anySize,
  type Bindings,
  boundType,
  commonType,
  converted,
  deeper,
  type Evaluation,
  maxEvaluationDepth,
  promoted,
  type Typed,
} from "./evaluation.js";
import type { Argument, CType, Expression } from "./expression.js";
import { sizeBoundsOf } from "./layout.js";
import { stringLengthBytes } from "./literal.js";
import {
  addRanges,
  andRanges,
  codeRange,
  divideRanges,
  exactRange,
  intersectRanges,
  isComparison,
  multiplyRanges,
  negateRange,
  orRanges,
  type Range,
  remainderRanges,
  shiftLeftRanges,
  shiftRightRanges,
  subtractRanges,
  uniteRanges,
  widthRange,
  xorRanges,
} from "./ranges.js";
import { fieldOf, integerBehind, typeWithin } from "./type-of.js";

/** Evaluates inside a running evaluation. */
export function evaluateExpression(e: Expression, outer: Evaluation): Typed | undefined {
  outer.budget.steps--;
  if (outer.depth > maxEvaluationDepth || outer.budget.steps < 0) return unknownValue(outer);
  const evaluation = deeper(outer);
  switch (e.kind) {
    case "literal":
      return { range: exactRange(e.value), type: literalType(e, evaluation.profile) };
    case "name":
      return evaluateName(e, evaluation);
    case "unary":
      return evaluateUnary(e, evaluation);
    case "binary":
      return evaluateBinary(e, evaluation);
    case "conditional":
      return evaluateConditional(e, evaluation);
    case "cast":
      return evaluateCast(e, evaluation);
    case "sizeofType":
      return sizeOf(boundType(e.type, evaluation.bindings), evaluation);
    case "sizeofExpression":
      return evaluateSizeof(e.operand, evaluation);
    case "member":
    case "index":
    case "dereference":
      return evaluateLvalue(e, evaluation);
    case "call":
      return evaluateCall(e, evaluation);
    case "comma": {
      const last = e.items.at(-1);
      return last ? evaluateExpression(last, evaluation) : undefined;
    }
    case "assignment":
      return e.operator === "=" ? evaluateExpression(e.value, evaluation) : unknownValue(evaluation);
    case "address":
    case "string":
    case "update":
    case "statementExpression":
    case "compoundLiteral":
    case "unknown":
      return unknownValue(evaluation);
    default:
      return unreachable(e);
  }
}

function unknownValue(evaluation: Evaluation): Typed | undefined {
  return evaluation.mode === "smallest" ? { range: anySize, type: undefined } : undefined;
}

/** C11 6.4.4.1: the first type of the list that holds the value; only non-decimal ones may become unsigned. */
function literalType(e: Extract<Expression, { kind: "literal" }>, profile: Profile): IntegerType {
  const nrLongs = e.suffix.split("l").length - 1;
  const isUnsigned = e.suffix.includes("u");
  const value = e.value < 0n ? -e.value : e.value;
  const smallest = nrLongs >= 2 ? 64 : nrLongs === 1 ? profile.arch.bits : 32;
  for (const bits of [32, 64]) {
    if (bits < smallest) continue;
    if (!isUnsigned && value < 1n << BigInt(bits - 1)) return { bits, isSigned: true };
    if ((isUnsigned || e.radix !== undefined) && value < 1n << BigInt(bits)) return { bits, isSigned: false };
  }
  return { bits: 64, isSigned: false };
}

function evaluateName(e: Extract<Expression, { kind: "name" }>, evaluation: Evaluation): Typed | undefined {
  const bound = evaluation.bindings?.get(e.name);
  if (bound) {
    if (bound.argument.kind === "type") return unknownValue(evaluation);
    return evaluateExpression(bound.argument, { ...evaluation, bindings: bound.bindings });
  }
  const { environment, profile } = evaluation;
  const known = evaluation.values(e);
  if (known) return knownValue(known, declaredType(environment.variable(e.name), evaluation));
  const macro = environment.macro(e.name);
  if (macro && !macro.params) return evaluateBodies(macro, undefined, evaluation);
  const declared = environment.variable(e.name);
  if (declared) return valueOfType(declared, evaluation);
  const constant = enumRange(e.name, evaluation) ?? builtinConstant(e.name, profile);
  return constant ?? unknownValue(evaluation);
}

/** All bodies of a macro that is defined more than once: the value is one of them. */
function evaluateBodies(
  macro: Macro,
  bindings: Bindings | undefined,
  evaluation: Evaluation,
): Typed | undefined {
  let result: Typed | undefined;
  for (const body of macro.bodies) {
    const value = evaluateExpression(body, { ...evaluation, bindings });
    if (!value) return undefined;
    result = result
      ? { range: uniteRanges(result.range, value.range), type: commonType(result.type, value.type) }
      : value;
  }
  return result ?? unknownValue(evaluation);
}

/** The value of an enumerator: a range where enumerators before it hang on the build. */
export function enumRange(name: string, evaluation: Evaluation): Typed | undefined {
  const constant = evaluation.environment.enumConstant(name);
  if (!constant) return undefined;
  const { base, offset, nrConditional } = constant;
  const inner = { ...deeper(evaluation), bindings: undefined };
  const from = base ? evaluateExpression(base, inner)?.range : exactRange(0n);
  if (!from || evaluation.depth > maxEvaluationDepth) return unknownValue(evaluation);
  const offsets = codeRange(BigInt(offset - nrConditional), BigInt(offset));
  return { range: addRanges(from, offsets), type: intType };
}

function declaredType(type: CType | undefined, evaluation: Evaluation): IntegerType | undefined {
  return type ? integerBehind(type, evaluation.environment, evaluation.profile) : undefined;
}

/** What the path says of a variable, within what its type can hold: an `unsigned int` below 6 is not below 0. */
function knownValue(known: Range, type: IntegerType | undefined): Typed {
  const range = type && intersectRanges(known, widthRange(type.bits, type.isSigned));
  return { range: range ?? known, type };
}

/** All that is known is the type: its width, unbounded. */
function valueOfType(type: CType, evaluation: Evaluation): Typed | undefined {
  const integer = declaredType(type, evaluation);
  if (!integer) return unknownValue(evaluation);
  if (evaluation.mode === "smallest") return { range: { ...anySize, max: anySize.max }, type: integer };
  return { range: widthRange(integer.bits, integer.isSigned), type: integer };
}

function evaluateLvalue(e: Expression, evaluation: Evaluation): Typed | undefined {
  // A macro's parameters mean nothing to the caller, so only expressions of the function itself are asked for.
  const known = evaluation.bindings ? undefined : evaluation.values(e);
  const field = e.kind === "member" ? fieldOf(e, evaluation) : undefined;
  const type = field?.type ?? typeWithin(e, evaluation);
  if (known) return knownValue(known, declaredType(type, evaluation));
  if (!type) return unknownValue(evaluation);
  const value = valueOfType(type, evaluation);
  if (!value?.type || !field?.bitWidth || evaluation.mode === "smallest") return value;
  const bits = evaluateConstant(field.bitWidth, evaluation.environment, evaluation.profile);
  if (bits === undefined || bits < 1n || bits > 64n) return value;
  return { range: widthRange(Number(bits), value.type.isSigned), type: value.type };
}

function evaluateUnary(e: Extract<Expression, { kind: "unary" }>, evaluation: Evaluation): Typed | undefined {
  if (e.operator === "!") {
    const truth = truthOf(e.operand, evaluation);
    return { range: truth === undefined ? codeRange(0n, 1n) : exactRange(truth ? 0n : 1n), type: intType };
  }
  const operand = evaluateExpression(e.operand, evaluation);
  if (!operand) return undefined;
  const type = promoted(operand.type);
  const range = converted(operand.range, type, evaluation);
  if (e.operator === "+") return { range, type };
  if (e.operator === "-") return { range: converted(negateRange(range), type, evaluation), type };
  const flipped = subtractRanges(negateRange(range), exactRange(1n));
  return { range: converted(flipped, type, evaluation), type };
}

function evaluateBinary(
  e: Extract<Expression, { kind: "binary" }>,
  evaluation: Evaluation,
): Typed | undefined {
  const { operator } = e;
  if (isComparison(operator) || operator === "&&" || operator === "||") {
    const truth = truthOf(e, evaluation);
    return { range: truth === undefined ? codeRange(0n, 1n) : exactRange(truth ? 1n : 0n), type: intType };
  }
  const left = evaluateExpression(e.left, evaluation);
  const right = evaluateExpression(e.right, evaluation);
  if (!left || !right) return maskedUnknown(operator, left, right) ?? unknownValue(evaluation);
  return applyBinary(operator, left, right, evaluation) ?? unknownValue(evaluation);
}

/** `x & 0xff` and `x % 16` say something of an x of which nothing is known. */
function maskedUnknown(
  operator: string,
  left: Typed | undefined,
  right: Typed | undefined,
): Typed | undefined {
  const known = left ?? right;
  if (!known) return undefined;
  const { range, type } = known;
  if (operator === "&" && range.min >= 0n) return { range: { ...range, min: 0n, lowerBounded: true }, type };
  if (operator === "%" && right && range.min > 0n) {
    return { range: { ...range, min: 0n, max: range.max - 1n, lowerBounded: true }, type };
  }
  return undefined;
}

/** Applies an arithmetic operator to two values as C does, conversions included. */
export function applyBinary(
  operator: string,
  left: Typed,
  right: Typed,
  evaluation: Evaluation,
): Typed | undefined {
  const isShift = operator === "<<" || operator === ">>";
  const type = isShift ? promoted(left.type) : commonType(left.type, right.type);
  const a = converted(left.range, type, evaluation);
  const b = isShift ? right.range : converted(right.range, type, evaluation);
  const raw = arithmetic(operator, a, b);
  return raw ? { range: converted(raw, type, evaluation), type } : undefined;
}

function arithmetic(operator: string, a: Range, b: Range): Range | undefined {
  switch (operator) {
    case "+":
      return addRanges(a, b);
    case "-":
      return subtractRanges(a, b);
    case "*":
      return multiplyRanges(a, b);
    case "/":
      return divideRanges(a, b);
    case "%":
      return remainderRanges(a, b);
    case "&":
      return andRanges(a, b);
    case "|":
      return orRanges(a, b);
    case "^":
      return xorRanges(a, b);
    case "<<":
      return shiftLeftRanges(a, b);
    case ">>":
      return shiftRightRanges(a, b);
    default:
      return undefined;
  }
}

/** Each arm is evaluated with what the condition says on its side: `n > MAX ? MAX : n`. */
function evaluateConditional(
  e: Extract<Expression, { kind: "conditional" }>,
  evaluation: Evaluation,
): Typed | undefined {
  const truth = truthOf(e.condition, evaluation);
  const arm = (taken: boolean): Typed | undefined => {
    const expression = taken ? (e.whenTrue ?? e.condition) : e.whenFalse;
    return evaluateExpression(expression, {
      ...evaluation,
      values: valuesGiven(e.condition, taken, evaluation),
    });
  };
  if (truth !== undefined) return arm(truth);
  const whenTrue = arm(true);
  const whenFalse = arm(false);
  if (!whenTrue || !whenFalse) return undefined;
  return {
    range: uniteRanges(whenTrue.range, whenFalse.range),
    type: commonType(whenTrue.type, whenFalse.type),
  };
}

function evaluateCast(e: Extract<Expression, { kind: "cast" }>, evaluation: Evaluation): Typed | undefined {
  const type = declaredType(boundType(e.type, evaluation.bindings), evaluation);
  const operand = evaluateExpression(e.operand, evaluation);
  if (!type) return operand ? { range: operand.range, type: undefined } : unknownValue(evaluation);
  if (operand) return { range: converted(operand.range, type, evaluation), type };
  return { range: widthRange(type.bits, type.isSigned), type };
}

/** `sizeof` of a type: exact, or between the build's choices. */
export function sizeOf(type: CType, evaluation: Evaluation): Typed | undefined {
  const { environment, profile } = evaluation;
  const bounds = sizeBoundsOf(type, environment, profile);
  if (!bounds) return unknownValue(evaluation);
  return { range: codeRange(BigInt(bounds.minBytes), BigInt(bounds.maxBytes)), type: sizeType(profile) };
}

/** `sizeof expression`: a lone name may be a variable or, as the parser cannot tell, a type. */
function evaluateSizeof(operand: Expression, evaluation: Evaluation): Typed | undefined {
  if (operand.kind === "string") {
    return {
      range: exactRange(BigInt(stringLengthBytes(operand.text) + 1)),
      type: sizeType(evaluation.profile),
    };
  }
  const type = typeWithin(operand, evaluation);
  if (type) return sizeOf(type, evaluation);
  if (operand.kind !== "name") return unknownValue(evaluation);
  return sizeOf(boundType({ kind: "named", name: operand.name }, evaluation.bindings), evaluation);
}

function evaluateCall(e: Extract<Expression, { kind: "call" }>, evaluation: Evaluation): Typed | undefined {
  const known = evaluation.bindings ? undefined : evaluation.values(e);
  if (known) return { range: known, type: declaredType(typeWithin(e, evaluation), evaluation) };
  if (e.callee.kind !== "name") return unknownValue(evaluation);
  const builtin = evaluateBuiltinCall(e.callee.name, e.arguments, evaluation);
  if (builtin) return builtin;
  const asCast = castThroughParameter(e.callee.name, e.arguments, evaluation);
  if (asCast) return evaluateCast({ kind: "cast", ...asCast, span: e.span }, evaluation);
  const { environment } = evaluation;
  const macro = environment.macro(e.callee.name);
  if (macro?.params) {
    const bindings = new Map<
      string,
      { argument: (typeof e.arguments)[number]; bindings: Bindings | undefined }
    >();
    macro.params.forEach((param, i) => {
      const argument = e.arguments[i];
      if (argument) bindings.set(param, { argument, bindings: evaluation.bindings });
    });
    return evaluateBodies(macro, bindings, evaluation);
  }
  const declared = environment.functionOf(e.callee.name);
  return declared ? valueOfType(declared.returns, evaluation) : unknownValue(evaluation);
}

/** `(t)(x)` in a macro's body whose parameter `t` is a type: the parser took it for a call of `t`. */
function castThroughParameter(
  name: string,
  operands: readonly Argument[],
  evaluation: Evaluation,
): { readonly type: CType; readonly operand: Expression } | undefined {
  const [operand] = operands;
  if (!evaluation.bindings?.has(name) || operands.length !== 1 || !operand || operand.kind === "type")
    return undefined;
  const type: CType = { kind: "named", name };
  return declaredType(boundType(type, evaluation.bindings), evaluation) ? { type, operand } : undefined;
}
