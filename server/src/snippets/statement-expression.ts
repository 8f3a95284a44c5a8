// GNU statement expressions `({ … })`: a block whose last expression is its value.

import { lowerExpression } from "../c-types/lower.js";
import type { SyntaxNode } from "../syntax/tree.js";
import { afterwards, compileExpression, Unsupported } from "./compile-expression.js";
import { compileStatement } from "./compile-statement.js";
import type { Operand } from "./operands.js";
import type { Frame } from "./runtime.js";
import type { Scope } from "./scope.js";
import { completed } from "./statements.js";

/** Compiles the block in `scope`, which is the block's own. A jump out of it is not supported. */
export function compileBlockExpression(node: SyntaxNode, scope: Scope): Operand {
  const children = node.children.filter((child) => child.kind !== "comment");
  const last = children.at(-1);
  const before = children.slice(0, last?.kind === "expression_statement" ? -1 : undefined);
  const statements = before.map((child) => compileStatement(child, { scope, cases: undefined }).run);
  if (scope.exits?.areUsed) throw new Unsupported("a cleanup in a statement expression");
  const { runtime } = scope.program;
  const first = (frame: Frame): void => {
    for (const run of statements) {
      if (run(frame) !== completed) runtime.unsupported("a jump out of a statement expression");
    }
  };
  const inner =
    last?.kind === "expression_statement"
      ? last.children.find((child) => child.kind !== "comment")
      : undefined;
  if (!inner) return { kind: "void", run: first };
  if (inner.kind === "ERROR") throw new Unsupported("text that does not parse");
  return afterwards(first, compileExpression(lowerExpression(inner, scope.unit.text), scope));
}
