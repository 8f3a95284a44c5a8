// Expressions out of the tree, one function per kind of node.

import type { Span } from "../base/span.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { Argument, CType, Expression } from "./expression.js";
import { decodeString, parseCharacterLiteral, parseNumberLiteral } from "./literal.js";
import { argument, argumentsOf } from "./lower-arguments.js";
import { typeFromWritten, typeOf } from "./lower-types.js";
import { firstMeaningful, type Lowering, maxDepth, spanOf, textOf, unknownAt } from "./lowering.js";
import {
  isIdentifier,
  isTypeof,
  looksLikeTypeName,
  parseTypeText,
  startsType,
  unknownType,
} from "./type-names.js";

export function lower(node: SyntaxNode, lowering: Lowering): Expression {
  if (lowering.depth >= maxDepth) return unknownAt(node, lowering);
  lowering.depth++;
  const result = lowerNode(node, lowering);
  lowering.depth--;
  return result;
}

function lowerField(node: SyntaxNode, field: string, lowering: Lowering): Expression {
  const child = childByField(node, field);
  return child ? lower(child, lowering) : unknownAt(node, lowering);
}

function lowerNode(node: SyntaxNode, lowering: Lowering): Expression {
  switch (node.kind) {
    case "identifier":
    case "field_identifier":
    case "type_identifier":
    case "primitive_type":
      return nameAt(node, lowering);
    case "null":
      return { kind: "name", name: textOf(node, lowering), span: spanOf(node, lowering) };
    case "true":
      return { kind: "literal", value: 1n, suffix: "", span: spanOf(node, lowering) };
    case "false":
      return { kind: "literal", value: 0n, suffix: "", span: spanOf(node, lowering) };
    case "number_literal":
      return numberAt(node, lowering);
    case "char_literal": {
      const value = parseCharacterLiteral(textOf(node, lowering));
      if (value === undefined) return unknownAt(node, lowering);
      return { kind: "literal", value, suffix: "", span: spanOf(node, lowering) };
    }
    case "string_literal":
    case "concatenated_string":
      return stringAt(node, lowering);
    case "parenthesized_expression":
      return parenthesizedAt(node, lowering);
    case "binary_expression":
      return binaryAt(node, lowering);
    case "unary_expression":
      return unaryAt(node, lowering);
    case "pointer_expression":
      return pointerAt(node, lowering);
    case "field_expression":
      return memberAt(node, lowering);
    case "subscript_expression":
      return indexAt(node, lowering);
    case "call_expression":
      return callAt(node, lowering);
    case "cast_expression":
      return castAt(node, lowering);
    case "sizeof_expression":
      return sizeofAt(node, lowering);
    case "alignof_expression":
    case "offsetof_expression":
      return typeOperatorAt(node, lowering);
    case "assignment_expression":
      return {
        kind: "assignment",
        operator: node.operator ?? "=",
        target: lowerField(node, "left", lowering),
        value: lowerField(node, "right", lowering),
        span: spanOf(node, lowering),
      };
    case "update_expression":
      return updateAt(node, lowering);
    case "conditional_expression":
      return conditionalAt(node, lowering);
    case "comma_expression": {
      const items: Expression[] = [];
      collectCommaItems(node, items, lowering);
      return { kind: "comma", items, span: spanOf(node, lowering) };
    }
    case "compound_literal_expression": {
      const type = childByField(node, "type");
      return {
        kind: "compoundLiteral",
        type: type ? typeOf(type, lowering) : unknownType,
        span: spanOf(node, lowering),
      };
    }
    case "initializer_list":
      return { kind: "compoundLiteral", type: unknownType, span: spanOf(node, lowering) };
    case "compound_statement":
      return { kind: "statementExpression", span: spanOf(node, lowering) };
    case "extension_expression":
    case "expression_statement": {
      const inner = firstMeaningful(node);
      return inner ? lower(inner, lowering) : unknownAt(node, lowering);
    }
    default:
      return unknownAt(node, lowering);
  }
}

function nameAt(node: SyntaxNode, lowering: Lowering): Expression {
  const name = textOf(node, lowering);
  return isIdentifier(name)
    ? { kind: "name", name, span: spanOf(node, lowering) }
    : unknownAt(node, lowering);
}

function numberAt(node: SyntaxNode, lowering: Lowering): Expression {
  const literal = parseNumberLiteral(textOf(node, lowering));
  if (!literal) return unknownAt(node, lowering);
  return { kind: "literal", ...literal, span: spanOf(node, lowering) };
}

function stringAt(node: SyntaxNode, lowering: Lowering): Expression {
  const parts = node.kind === "string_literal" ? [node] : node.children;
  let text = "";
  for (const part of parts) {
    if (part.kind === "comment") continue;
    // A macro among the pieces makes the whole text, and so its length, unknown.
    if (part.kind !== "string_literal") return unknownAt(node, lowering);
    const written = textOf(part, lowering);
    text += decodeString(written.slice(written.indexOf('"') + 1, -1));
  }
  return { kind: "string", text, span: spanOf(node, lowering) };
}

function parenthesizedAt(node: SyntaxNode, lowering: Lowering): Expression {
  let inner: SyntaxNode | undefined;
  for (const child of node.children) {
    if (child.kind === "comment") continue;
    if (inner || child.kind === "ERROR") return unknownAt(node, lowering);
    inner = child;
  }
  return inner ? lower(inner, lowering) : unknownAt(node, lowering);
}

/** The name inside `(name)` if it looks like a type: the parser cannot tell `(u8)-1` from a subtraction. */
function typeInParentheses(node: SyntaxNode | undefined, lowering: Lowering): CType | undefined {
  if (node?.kind !== "parenthesized_expression" || node.children.length !== 1) return undefined;
  const inner = node.children[0];
  if (inner?.kind !== "identifier") return undefined;
  const name = textOf(inner, lowering);
  if (isIdentifier(name)) return looksLikeTypeName(name) ? { kind: "named", name } : undefined;
  const type = typeFromWritten(name);
  return type.kind === "unknown" ? undefined : type;
}

function binaryAt(node: SyntaxNode, lowering: Lowering): Expression {
  const operator = node.operator ?? "";
  const span = spanOf(node, lowering);
  if (operator === "-" || operator === "+" || operator === "*" || operator === "&") {
    const type = typeInParentheses(childByField(node, "left"), lowering);
    if (type) {
      const operand = lowerField(node, "right", lowering);
      const inner: Expression =
        operator === "*"
          ? { kind: "dereference", operand, span: operand.span }
          : operator === "&"
            ? { kind: "address", operand, span: operand.span }
            : { kind: "unary", operator, operand, span: operand.span };
      return { kind: "cast", type, operand: inner, span };
    }
  }
  return {
    kind: "binary",
    operator,
    left: lowerField(node, "left", lowering),
    right: lowerField(node, "right", lowering),
    span,
  };
}

function unaryAt(node: SyntaxNode, lowering: Lowering): Expression {
  const { operator } = node;
  if (operator !== "-" && operator !== "+" && operator !== "!" && operator !== "~")
    return unknownAt(node, lowering);
  const operand = lowerField(node, "argument", lowering);
  return { kind: "unary", operator, operand, span: spanOf(node, lowering) };
}

function pointerAt(node: SyntaxNode, lowering: Lowering): Expression {
  const operand = lowerField(node, "argument", lowering);
  return { kind: node.operator === "&" ? "address" : "dereference", operand, span: spanOf(node, lowering) };
}

function memberAt(node: SyntaxNode, lowering: Lowering): Expression {
  const member = childByField(node, "field");
  const name = member ? textOf(member, lowering) : "";
  if (!isIdentifier(name)) return unknownAt(node, lowering);
  const object = lowerField(node, "argument", lowering);
  const span = spanOf(node, lowering);
  const designated = offsetofTail(object, lowering);
  if (designated) {
    return designated((inner) => ({ kind: "member", object: inner, member: name, arrow: false, span }), span);
  }
  return { kind: "member", object, member: name, arrow: node.operator === "->", span };
}

function indexAt(node: SyntaxNode, lowering: Lowering): Expression {
  const object = lowerField(node, "argument", lowering);
  const index = lowerField(node, "index", lowering);
  const span = spanOf(node, lowering);
  const designated = offsetofTail(object, lowering);
  if (designated) return designated((inner) => ({ kind: "index", object: inner, index, span }), span);
  return { kind: "index", object, index, span };
}

type WrapDesignator = (wrap: (inner: Expression) => Expression, span: Span) => Expression;

/**
 * The grammar knows `offsetof(type, a)` only: of `offsetof(type, a.b[2])` it makes a member of an `offsetof` that was
 * never closed. Gives the function that moves such a tail back into the designator.
 */
function offsetofTail(object: Expression, lowering: Lowering): WrapDesignator | undefined {
  if (object.kind !== "call" || object.callee.kind !== "name" || object.callee.name !== "offsetof")
    return undefined;
  const [type, inner] = object.arguments;
  if (!type || !inner || inner.kind === "type") return undefined;
  if (lowering.text.charAt(object.span.end - lowering.shift - 1) === ")") return undefined;
  return (wrap, span) => ({ ...object, arguments: [type, wrap(inner)], span });
}

function updateAt(node: SyntaxNode, lowering: Lowering): Expression {
  const target = childByField(node, "argument");
  if (!target) return unknownAt(node, lowering);
  return {
    kind: "update",
    operator: node.operator === "--" ? "--" : "++",
    prefix: target.start > node.start,
    target: lower(target, lowering),
    span: spanOf(node, lowering),
  };
}

function conditionalAt(node: SyntaxNode, lowering: Lowering): Expression {
  const whenTrue = childByField(node, "consequence");
  return {
    kind: "conditional",
    condition: lowerField(node, "condition", lowering),
    whenTrue: whenTrue ? lower(whenTrue, lowering) : undefined,
    whenFalse: lowerField(node, "alternative", lowering),
    span: spanOf(node, lowering),
  };
}

function collectCommaItems(node: SyntaxNode, items: Expression[], lowering: Lowering): void {
  for (const child of node.children) {
    if (child.kind === "comma_expression" && lowering.depth < maxDepth) {
      lowering.depth++;
      collectCommaItems(child, items, lowering);
      lowering.depth--;
    } else if (child.kind !== "comment") items.push(lower(child, lowering));
  }
}

function castAt(node: SyntaxNode, lowering: Lowering): Expression {
  const type = childByField(node, "type");
  return {
    kind: "cast",
    type: type ? castType(node, type, lowering) : unknownType,
    operand: lowerField(node, "value", lowering),
    span: spanOf(node, lowering),
  };
}

/** `(u32 __user *)p` without the pre-pass: the real type sits in an ERROR before what was taken for the type. */
function castType(node: SyntaxNode, type: SyntaxNode, lowering: Lowering): CType {
  const first = node.children[0];
  if (first?.kind !== "ERROR" || first.end > type.start) return typeOf(type, lowering);
  return parseTypeText(lowering.text.slice(first.start, type.end)) ?? unknownType;
}

function sizeofAt(node: SyntaxNode, lowering: Lowering): Expression {
  const span = spanOf(node, lowering);
  const type = childByField(node, "type");
  if (type) return { kind: "sizeofType", type: typeOf(type, lowering), span };
  const value = childByField(node, "value");
  if (!value) return unknownAt(node, lowering);
  const inside = value.kind === "parenthesized_expression" ? value.children : undefined;
  const only = inside?.length === 1 ? inside[0] : undefined;
  if (only?.kind === "call_expression") {
    const operand = typeofOperand(only, lowering);
    if (operand) return { kind: "sizeofType", type: operand, span };
  }
  if (only?.kind === "identifier") {
    const written = textOf(only, lowering);
    if (!isIdentifier(written) || startsType(written)) {
      return { kind: "sizeofType", type: typeFromWritten(written), span };
    }
  }
  return { kind: "sizeofExpression", operand: lower(value, lowering), span };
}

/** The type that `typeof(x)` names when the parser took it for a call. */
function typeofOperand(node: SyntaxNode, lowering: Lowering): CType | undefined {
  const callee = childByField(node, "function");
  if (!callee || !isTypeof(textOf(callee, lowering))) return undefined;
  const list = childByField(node, "arguments");
  const only = list?.children.length === 1 ? list.children[0] : undefined;
  if (!only) return unknownType;
  const operand = argument(only, lowering);
  return operand.kind === "type" ? operand.type : { kind: "typeof", operand };
}

/** `_Alignof(type)` and `offsetof(type, member)` keep the shape of calls with a type among their arguments. */
function typeOperatorAt(node: SyntaxNode, lowering: Lowering): Expression {
  const span = spanOf(node, lowering);
  const type = childByField(node, "type");
  if (!type) return unknownAt(node, lowering);
  const name = node.kind === "offsetof_expression" ? "offsetof" : "__alignof__";
  const operands: Argument[] = [{ kind: "type", type: typeOf(type, lowering), span: spanOf(type, lowering) }];
  if (node.kind === "offsetof_expression") {
    const member = childByField(node, "member");
    operands.push(member ? nameAt(member, lowering) : unknownAt(node, lowering));
  }
  const calleeSpan = { start: span.start, end: span.start + name.length };
  return { kind: "call", callee: { kind: "name", name, span: calleeSpan }, arguments: operands, span };
}

function callAt(node: SyntaxNode, lowering: Lowering): Expression {
  const calleeNode = childByField(node, "function");
  const list = childByField(node, "arguments");
  const operands = list ? argumentsOf(list, lowering) : [];
  const span = spanOf(node, lowering);
  const type = operands.length === 1 ? typeInParentheses(calleeNode, lowering) : undefined;
  const only = operands[0];
  if (type && only && only.kind !== "type") return { kind: "cast", type, operand: only, span };
  return {
    kind: "call",
    callee: calleeNode ? lower(calleeNode, lowering) : unknownAt(node, lowering),
    arguments: operands,
    span,
  };
}
