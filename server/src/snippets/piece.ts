// A piece of C out of a directive (`let`, `model`, `expect`, `repeat`), read with the macros of the file.

import type { Expression } from "../c-types/expression.js";
import { lowerExpression } from "../c-types/lower.js";
import type { Profile } from "../kernel-model/profile.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { MacroTable } from "./preprocess.js";
import type { Unit } from "./scope.js";
import { readUnit } from "./unit.js";

export interface Piece {
  readonly unit: Unit;
  readonly expression: Expression;
}

/** Reads one expression; what is none gives an `unknown`, which is unsupported when it is compiled. */
export function parsePiece(
  text: string,
  line: number | undefined,
  macros: MacroTable,
  profile: Profile,
): Piece {
  const { unit } = readUnit(`void __kmem_piece(void)\n{\n(${text});\n}\n`, new Map(macros), profile, "other");
  const placed: Unit = { ...unit, lineOf: () => line };
  const node = findExpression(unit.root);
  const expression: Expression = node
    ? lowerExpression(node, unit.text)
    : { kind: "unknown", span: { start: 0, end: unit.text.length } };
  return { unit: placed, expression };
}

function findExpression(root: SyntaxNode): SyntaxNode | undefined {
  const fn = root.children.find((child) => child.kind === "function_definition");
  const body = fn && childByField(fn, "body");
  const statement = body?.children.find((child) => child.kind === "expression_statement");
  return root.hasError ? undefined : statement?.children[0];
}
