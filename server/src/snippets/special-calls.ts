// Calls that need the compiler: variadic arguments, and locks, whose flags argument is stored to.

import type { Expression } from "../c-types/expression.js";
import type { LockRow } from "../kernel-model/locks.js";
import type { KernelModel } from "../kernel-model/model.js";
import { operandOf, typeArgument } from "./compile-call.js";
import { compileExpression, compilePlace, Unsupported } from "./compile-expression.js";
import { convert } from "./conversions.js";
import { constantInt, type Operand, storePlace } from "./operands.js";
import type { Frame } from "./runtime.js";
import type { Scope } from "./scope.js";
import type { VaLists } from "./va-lists.js";

/** What locks do to the task, and what sleeping means there. */
export interface LockWorld {
  apply(row: LockRow, name: string): void;
}

export function compileVariadicCall(
  name: string,
  call: Expression & { kind: "call" },
  scope: Scope,
  vaLists: VaLists,
): Operand | undefined {
  const { types } = scope.program;
  if (name === "__kmem_va_start") {
    const type = types.pointerTo({ kind: "void", sizeBytes: 1, alignBytes: 1 });
    return { kind: "pointer", type, run: (frame) => vaLists.start(frame.varargs) };
  }
  if (name !== "va_arg" && name !== "__builtin_va_arg") return undefined;
  const [list, wanted] = call.arguments;
  if (!list || list.kind === "type") throw new Unsupported("this va_arg");
  const operand = compileExpression(list, scope);
  if (operand.kind !== "pointer") throw new Unsupported("this va_arg");
  const type = typeArgument(wanted, scope);
  const { run } = operand;
  return operandOf((frame) => {
    const argument = vaLists.next(run(frame));
    if (!argument) return scope.program.runtime.unsupported("va_arg beyond the last argument");
    return argument.value;
  }, type);
}

/** A lock function by its row: arguments are evaluated, flags are stored, the context changes. */
export function compileLockCall(
  name: string,
  call: Expression & { kind: "call" },
  scope: Scope,
  { model, locks }: { model: KernelModel; locks: LockWorld },
): Operand | undefined {
  const row = model.lock(name);
  if (!row) return undefined;
  const { runtime, types } = scope.program;
  const actions: ((frame: Frame) => unknown)[] = [];
  for (const [index, argument] of call.arguments.entries()) {
    if (argument.kind === "type") throw new Unsupported(`a type as an argument of ${name}()`);
    if (index === row.flagsArgument && row.effect !== "release") {
      const place = compilePlace(argument, scope);
      if (!place) throw new Unsupported(`the flags of ${name}()`);
      const zero = convert(constantInt(types.integer("int"), 0), place.type, scope.program);
      actions.push(storePlace(place, zero, runtime).run);
    } else actions.push(compileExpression(argument, scope).run);
  }
  const line = scope.unit.lineOf(call.span.start);
  const result = row.effect === "try" && row.trylockReturns === "nonzero-on-success" ? 1 : 0;
  return {
    kind: "integer",
    type: types.integer("int"),
    run: (frame) => {
      for (const action of actions) action(frame);
      if (line !== undefined) runtime.line = line;
      runtime.step();
      locks.apply(row, name);
      return result;
    },
  };
}
