// Visiting the operands of an expression, so that each walker names only the kinds it cares for.

import { unreachable } from "../base/assert.js";
import type { Argument } from "./expression.js";

/** Calls `visit` on each direct operand, in order of the text; the callee of a call first. Types are visited as such. */
export function forEachOperand(e: Argument, visit: (operand: Argument) => void): void {
  switch (e.kind) {
    case "unary":
    case "address":
    case "dereference":
    case "cast":
    case "sizeofExpression":
      visit(e.operand);
      return;
    case "binary":
      visit(e.left);
      visit(e.right);
      return;
    case "conditional":
      visit(e.condition);
      if (e.whenTrue) visit(e.whenTrue);
      visit(e.whenFalse);
      return;
    case "member":
      visit(e.object);
      return;
    case "index":
      visit(e.object);
      visit(e.index);
      return;
    case "call":
      visit(e.callee);
      for (const operand of e.arguments) visit(operand);
      return;
    case "assignment":
      visit(e.target);
      visit(e.value);
      return;
    case "update":
      visit(e.target);
      return;
    case "comma":
      for (const item of e.items) visit(item);
      return;
    case "type":
    case "name":
    case "literal":
    case "string":
    case "sizeofType":
    case "statementExpression":
    case "compoundLiteral":
    case "unknown":
      return;
    default:
      unreachable(e);
  }
}
