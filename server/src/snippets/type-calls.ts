// Calls that ask the compiler: `offsetof`, `_Alignof`, `__builtin_constant_p` and their like.

import type { Expression } from "../c-types/expression.js";
import { compileExpression, resolveIn, typeOfExpression, Unsupported } from "./compile-expression.js";
import { truthOf } from "./conversions.js";
import { constantInt, type Operand } from "./operands.js";
import { findMember, type RunType, sizeOf } from "./run-types.js";
import type { Scope } from "./scope.js";

/** Calls that are no calls: they take types or ask the compiler. */
export function specialCall(
  name: string,
  e: Expression & { kind: "call" },
  scope: Scope,
): Operand | undefined {
  const { types } = scope.program;
  const [first, second] = e.arguments;
  switch (name) {
    case "offsetof":
    case "__builtin_offsetof": {
      if (first?.kind === "type" && second && second.kind !== "type")
        return constantInt(
          types.integer("unsigned long"),
          offsetOf(resolveIn(first.type, scope), second, scope),
        );
      if (first?.kind === "name" && second && second.kind !== "type")
        return constantInt(
          types.integer("unsigned long"),
          offsetOf(resolveIn({ kind: "named", name: first.name }, scope), second, scope),
        );
      return undefined;
    }
    case "__alignof__":
    case "_Alignof":
    case "__alignof": {
      const type =
        first?.kind === "type" ? resolveIn(first.type, scope) : first && typeOfExpression(first, scope);
      if (!type || type.kind === "function") return undefined;
      return constantInt(types.integer("unsigned long"), type.alignBytes);
    }
    case "__builtin_constant_p": {
      if (!first || first.kind === "type") return undefined;
      const operand = compileExpression(first, scope);
      return constantInt(
        types.integer("int"),
        operand.kind === "integer" && operand.constant !== undefined ? 1 : 0,
      );
    }
    case "__builtin_types_compatible_p":
      return constantInt(types.integer("int"), 1);
    case "__kmem_truth": {
      if (!first || first.kind === "type") return undefined;
      const test = truthOf(compileExpression(first, scope));
      return { kind: "integer", type: types.integer("int"), run: (frame) => (test(frame) ? 1 : 0) };
    }
    default:
      return undefined;
  }
}

/** The offset that a designator such as `a.b[2]` names within a type. */
function offsetOf(type: RunType, designator: Expression, scope: Scope): number {
  const found = designate(type, designator, scope);
  return found.offsetBytes;
}

function designate(type: RunType, e: Expression, scope: Scope): { type: RunType; offsetBytes: number } {
  if (e.kind === "name") return memberOf({ type, offsetBytes: 0 }, e.name);
  if (e.kind === "member") return memberOf(designate(type, e.object, scope), e.member);
  if (e.kind === "index") {
    const outer = designate(type, e.object, scope);
    const index = compileExpression(e.index, scope);
    if (outer.type.kind === "array" && index.kind === "integer" && index.constant !== undefined) {
      const elementBytes = sizeOf(outer.type.element) ?? 0;
      return {
        type: outer.type.element,
        offsetBytes: outer.offsetBytes + elementBytes * Number(index.constant),
      };
    }
  }
  throw new Unsupported("this offsetof");
}

function memberOf(outer: { type: RunType; offsetBytes: number }, member: string) {
  if (outer.type.kind !== "struct") throw new Unsupported(`offsetof '${member}' in a type that is not known`);
  const field = findMember(outer.type, member);
  if (!field) throw new Unsupported(`${outer.type.name} has no member '${member}'`);
  return { type: field.type, offsetBytes: outer.offsetBytes + field.offsetBytes };
}
