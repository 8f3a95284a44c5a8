// Arguments of a call and the call itself, whatever is called.

import type { Expression } from "../c-types/expression.js";
import { compileExpression, resolveIn, Unsupported } from "./compile-expression.js";
import { convert } from "./conversions.js";
import { converterTo } from "./integers.js";
import { nullPointer } from "./memory.js";
import { type Operand, valueRun } from "./operands.js";
import { promote, type RunType } from "./run-types.js";
import type { Frame, Value, VariadicArgument } from "./runtime.js";
import type { Scope } from "./scope.js";

/** Compiled arguments: those of the parameters' types, and those behind them. */
export interface CallArguments {
  readonly fixed: readonly ((frame: Frame) => Value)[];
  readonly types: readonly RunType[];
  readonly more: readonly { readonly run: (frame: Frame) => Value; readonly type: RunType }[];
}

/** Arguments converted to the parameters' types; those behind get C's default promotions. */
export function compileArguments(
  call: Expression & { kind: "call" },
  parameterTypes: readonly RunType[],
  scope: Scope,
): CallArguments {
  const fixed: ((frame: Frame) => Value)[] = [];
  const types: RunType[] = [];
  const more: { run: (frame: Frame) => Value; type: RunType }[] = [];
  for (const [index, argument] of call.arguments.entries()) {
    if (argument.kind === "type") throw new Unsupported("a type as an argument of this call");
    const operand = compileExpression(argument, scope);
    const wanted = parameterTypes[index];
    if (wanted) {
      const converted = convert(operand, wanted, scope.program);
      if (converted.kind === "void") throw new Unsupported("an argument of this type");
      fixed.push(valueRun(converted));
      types.push(wanted);
    } else {
      const promoted = defaultPromotion(operand, scope);
      if (promoted.kind === "void") throw new Unsupported("an argument without a value");
      more.push({ run: valueRun(promoted), type: promoted.type });
    }
  }
  if (fixed.length < parameterTypes.length) throw new Unsupported("a call with too few arguments");
  return { fixed, types, more };
}

function defaultPromotion(operand: Operand, scope: Scope): Operand {
  if (operand.kind !== "integer") return operand;
  const type = promote(operand.type, scope.program.types.integer("int"), operand.bitWidth);
  return convert(operand, type, scope.program);
}

/** What to call, and what comes of it. */
export interface CallTarget {
  readonly scope: Scope;
  readonly call: Expression & { kind: "call" };
  readonly returns: RunType;
  readonly run: (
    values: readonly Value[],
    varargs: readonly VariadicArgument[],
    frame: Frame,
  ) => Value | undefined;
}

/** The call as an operand of the type that it returns. */
export function finishCall(
  { scope, call, returns, run }: CallTarget,
  { fixed, more }: CallArguments,
): Operand {
  const { runtime } = scope.program;
  const line = scope.unit.lineOf(call.span.start);
  const invoke = (frame: Frame): Value | undefined => {
    const values: Value[] = [];
    for (const argument of fixed) values.push(argument(frame));
    const varargs =
      more.length === 0 ? noArguments : more.map((one) => ({ value: one.run(frame), type: one.type }));
    const lineBefore = runtime.line;
    if (line !== undefined) runtime.line = line;
    runtime.step();
    const result = run(values, varargs, frame);
    runtime.line = lineBefore;
    return result;
  };
  return operandOf(invoke, returns);
}

const noArguments: readonly VariadicArgument[] = [];

/** A computed value as an operand of `type`. */
export function operandOf(invoke: (frame: Frame) => Value | undefined, type: RunType): Operand {
  switch (type.kind) {
    case "integer": {
      const narrow = converterTo(type);
      return {
        kind: "integer",
        type,
        run: (frame) => {
          const value = invoke(frame);
          return typeof value === "object" || value === undefined ? 0 : narrow(value);
        },
      };
    }
    case "pointer":
      return {
        kind: "pointer",
        type,
        run: (frame) => {
          const value = invoke(frame);
          return typeof value === "object" ? value : nullPointer;
        },
      };
    case "void":
      return { kind: "void", run: invoke };
    default:
      return {
        kind: "object",
        type,
        run: (frame) => {
          const value = invoke(frame);
          return typeof value === "object" ? value : nullPointer;
        },
      };
  }
}

/** A type given as an argument, or as a name that is one. */
export function typeArgument(
  argument: Expression | { readonly kind: "type" } | undefined,
  scope: Scope,
): RunType {
  if (argument && argument.kind === "type" && "type" in argument) {
    const { type } = argument as Extract<typeof argument, { kind: "type" }> & {
      type: Parameters<typeof resolveIn>[0];
    };
    return resolveIn(type, scope);
  }
  if (argument?.kind === "name") return resolveIn({ kind: "named", name: argument.name }, scope);
  throw new Unsupported("a call that wants a type");
}
