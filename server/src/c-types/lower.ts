// Syntax tree → plain expressions and types. Total: what the tree or we do not understand becomes `unknown`, so a
// broken file costs precision, never an exception. Parentheses vanish; spans are those of the text. The text given is
// the *original* one: where the pre-pass rewrote something at equal length (`struct foo` as a macro's argument), the
// name read from the original tells what it was.

import type { Span } from "../base/span.js";
import { parseFile } from "../syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { Argument, CType, Expression } from "./expression.js";
import { parseNumberLiteral } from "./literal.js";
import { argument, argumentsOf } from "./lower-arguments.js";
import { lower } from "./lower-expressions.js";
import { declare, typeOf } from "./lower-types.js";
import { firstMeaningful, type Lowering } from "./lowering.js";
import { unknownType } from "./type-names.js";

/** What a declarator declares. */
export interface LoweredDeclarator {
  /** Absent in abstract declarators and unnamed bit-fields. */
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly type: CType;
  /** The parameter list's node, if what is declared by this name is itself a function. */
  readonly parameters: SyntaxNode | undefined;
  /** The initialiser's node, if there is one. */
  readonly value: SyntaxNode | undefined;
}

/** Lowers an expression. `text` is the original text that the tree's offsets refer to. Never throws. */
export function lowerExpression(node: SyntaxNode, text: string): Expression {
  return lower(node, { text, shift: 0, depth: 0 });
}

/** Lowers the arguments of an `argument_list`; types among them come out as types where their form shows it. */
export function lowerArguments(list: SyntaxNode, text: string): readonly Argument[] {
  return argumentsOf(list, { text, shift: 0, depth: 0 });
}

/** Lowers one argument of a call. */
export function lowerArgument(node: SyntaxNode, text: string): Argument {
  return argument(node, { text, shift: 0, depth: 0 });
}

/** Lowers a `type_descriptor` or any node that stands for a type. */
export function lowerTypeDescriptor(node: SyntaxNode, text: string): CType {
  return typeOf(node, { text, shift: 0, depth: 0 });
}

/** Lowers one declarator of a declaration whose type is `typeNode`. Both may be absent, as in `int (*)(void)`. */
export function lowerDeclarator(
  typeNode: SyntaxNode | undefined,
  declaratorNode: SyntaxNode | undefined,
  text: string,
): LoweredDeclarator {
  const lowering: Lowering = { text, shift: 0, depth: 0 };
  const base = typeNode ? typeOf(typeNode, lowering) : unknownType;
  return declare(base, declaratorNode, lowering);
}

/** All declarators of a `declaration`, `field_declaration`, `parameter_declaration` or `type_definition`. */
export function lowerDeclaration(node: SyntaxNode, text: string): readonly LoweredDeclarator[] {
  const lowering: Lowering = { text, shift: 0, depth: 0 };
  const typeNode = childByField(node, "type");
  const base = typeNode ? typeOf(typeNode, lowering) : unknownType;
  const result: LoweredDeclarator[] = [];
  for (const child of node.children) {
    if (child.field === "declarator") result.push(declare(base, child, lowering));
  }
  return result;
}

/** The parameters of a function: names and types, arrays and functions adjusted to pointers; `(void)` has none. */
export function lowerParameters(list: SyntaxNode, text: string): readonly LoweredDeclarator[] {
  const lowering: Lowering = { text, shift: 0, depth: 0 };
  const result: LoweredDeclarator[] = [];
  for (const child of list.children) {
    if (child.kind !== "parameter_declaration") continue;
    const typeNode = childByField(child, "type");
    const base = typeNode ? typeOf(typeNode, lowering) : unknownType;
    const declared = declare(base, childByField(child, "declarator"), lowering);
    const { type } = declared;
    if (type.kind === "named" && type.name === "void") continue;
    if (type.kind === "array") result.push({ ...declared, type: { kind: "pointer", target: type.element } });
    else if (type.kind === "function") result.push({ ...declared, type: { kind: "pointer", target: type } });
    else result.push(declared);
  }
  return result;
}

/**
 * Parses and lowers a piece of text that should be one expression, e.g. a macro's body. `start` is where the piece
 * stands in the text that the spans shall speak of. Statements, lists and the empty text give `unknown`.
 */
export function parseExpressionText(piece: string, start = 0): Expression {
  const prefix = "int x=(";
  const unknown: Expression = { kind: "unknown", span: { start, end: start + piece.length } };
  if (piece.length > 4000 || piece.trim() === "") return unknown;
  // Register offsets by the thousand: most macros are one number, and need no parser.
  const number = parseNumberLiteral(piece.trim());
  if (number && !piece.includes("-")) return { kind: "literal", ...number, span: unknown.span };
  const text = `${prefix}${piece}\n);`;
  const { root } = parseFile(text).readings[0];
  const only = root.children.length === 1 ? root.children[0] : undefined;
  const declarator = only?.kind === "declaration" ? childByField(only, "declarator") : undefined;
  const value = declarator?.kind === "init_declarator" ? childByField(declarator, "value") : undefined;
  if (value?.kind !== "parenthesized_expression" || value.end !== text.length - 1) return unknown;
  if (firstMeaningful(value)?.kind === "compound_statement") return unknown;
  return lower(value, { text, shift: start - prefix.length, depth: 0 });
}
