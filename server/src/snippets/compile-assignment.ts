// Assignments, compound ones and `++`/`--`: the place is evaluated once.

import type { Expression } from "../c-types/expression.js";
import { compileExpression, compilePlace, Unsupported } from "./compile-expression.js";
import { compileBinary } from "./compile-operators.js";
import { convert } from "./conversions.js";
import { nullPointer } from "./memory.js";
import { constantInt, type IntOperand, loadPlace, type Operand, type Place, storePlace } from "./operands.js";
import type { Frame } from "./runtime.js";
import type { Scope } from "./scope.js";

/** `=` and the compound assignments. */
export function assignment(e: Expression & { kind: "assignment" }, scope: Scope): Operand {
  const { program } = scope;
  const place = compilePlace(e.target, scope);
  if (!place) throw new Unsupported("assignment to what has no place");
  if (e.operator === "=") {
    return storePlace(
      place,
      convert(compileExpression(e.value, scope), place.type, program),
      program.runtime,
    );
  }
  return modify(place, scope, (old) => {
    const operator = e.operator.slice(0, -1);
    return compileBinary({ ...e, kind: "binary", operator, left: e.target, right: e.value }, scope, {
      left: old,
    });
  });
}

/** `++` and `--`, before and after. */
export function update(e: Expression & { kind: "update" }, scope: Scope): Operand {
  const place = compilePlace(e.target, scope);
  if (!place) throw new Unsupported(`'${e.operator}' of what has no place`);
  const one = constantInt(scope.program.types.integer("int"), 1);
  const operator = e.operator === "++" ? "+" : "-";
  const isPostfix = !e.prefix;
  return modify(
    place,
    scope,
    (old) =>
      compileBinary({ kind: "binary", operator, left: e.target, right: e.target, span: e.span }, scope, {
        left: old,
        right: one,
      }),
    isPostfix ? "old" : "new",
  );
}

/**
 * Reads a place, computes and stores back, the place evaluated once. The read value is handed to `compute` as an
 * operand that takes it from a slot of the frame.
 */
function modify(
  place: Place,
  scope: Scope,
  compute: (old: Operand) => Operand,
  result: "old" | "new" = "new",
): Operand {
  const { program, fn } = scope;
  const { runtime } = program;
  const held = place.kind === "memory" ? holdPlace(place, scope) : { place, prepare: undefined };
  const loaded = loadPlace(held.place, runtime);
  if (loaded.kind !== "integer" && loaded.kind !== "pointer")
    throw new Unsupported("this operation on a struct");
  const { prepare } = held;
  if (loaded.kind === "integer") {
    const slot = fn.nrInts++;
    const old: IntOperand = { ...loaded, constant: undefined, run: (frame) => frame.ints[slot] ?? 0 };
    const stored = storePlace(held.place, convert(compute(old), place.type, program), runtime);
    if (stored.kind !== "integer") throw new Unsupported("this operation");
    return {
      kind: "integer",
      type: loaded.type,
      bitWidth: loaded.bitWidth,
      run: (frame) => {
        prepare?.(frame);
        const before = loaded.run(frame);
        frame.ints[slot] = before;
        const after = stored.run(frame);
        return result === "old" ? before : after;
      },
    };
  }
  const slot = fn.nrPointers++;
  const old: Operand = { ...loaded, run: (frame) => frame.pointers[slot] ?? nullPointer };
  const stored = storePlace(held.place, convert(compute(old), place.type, program), runtime);
  if (stored.kind !== "pointer") throw new Unsupported("this operation");
  return {
    kind: "pointer",
    type: loaded.type,
    run: (frame) => {
      prepare?.(frame);
      const before = loaded.run(frame);
      frame.pointers[slot] = before;
      const after = stored.run(frame);
      return result === "old" ? before : after;
    },
  };
}

function holdPlace(place: Place & { kind: "memory" }, { fn }: Scope) {
  const slot = fn.nrPointers++;
  const { run } = place;
  const held: Place = { ...place, run: (frame) => frame.pointers[slot] ?? nullPointer };
  return {
    place: held,
    prepare: (frame: Frame): void => {
      frame.pointers[slot] = run(frame);
    },
  };
}
