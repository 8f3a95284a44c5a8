// Syntax tree → plain expressions and types. Total: what the tree or we do not understand becomes `unknown`, so a
// broken file costs precision, never an exception. Parentheses vanish; spans are those of the text. The text given is
// the *original* one: where the pre-pass rewrote something at equal length (`struct foo` as a macro's argument), the
// name read from the original tells what it was.

import type { Span } from "../base/span.js";
import { parseFile } from "../syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { Argument, CType, Expression } from "./expression.js";
import { decodeString, parseCharacterLiteral, parseNumberLiteral } from "./literal.js";
import {
  canonicalBasicType,
  isIdentifier,
  looksLikeTypeName,
  parseTypeText,
  startsType,
  unknownType,
} from "./type-names.js";

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

/** Deeper nesting than any human writes; a cap so that generated or hostile text cannot overflow the stack. */
const maxDepth = 300;

interface Lowering {
  readonly text: string;
  /** Added to every offset: where the parsed piece stands in the text that spans speak of. */
  readonly shift: number;
  depth: number;
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
  const text = `${prefix}${piece}\n);`;
  const { root } = parseFile(text).readings[0];
  const only = root.children.length === 1 ? root.children[0] : undefined;
  const declarator = only?.kind === "declaration" ? childByField(only, "declarator") : undefined;
  const value = declarator?.kind === "init_declarator" ? childByField(declarator, "value") : undefined;
  if (value?.kind !== "parenthesized_expression" || value.end !== text.length - 1) return unknown;
  if (firstMeaningful(value)?.kind === "compound_statement") return unknown;
  return lower(value, { text, shift: start - prefix.length, depth: 0 });
}

/** Text after an anonymous body that still tells it from another of the same members: its attributes. */
const maxTailLength = 60;

/**
 * A name for an anonymous struct, union or enum that does not depend on where it stands: a hash of its text, with what
 * follows up to the semicolon, where attributes stand.
 */
export function anonymousDefinitionName(tag: string, node: Span, text: string): string {
  const semicolon = text.indexOf(";", node.end);
  const end = semicolon < 0 ? node.end : Math.min(semicolon, node.end + maxTailLength);
  const body = text.slice(node.start, end);
  let low = 0x811c9dc5;
  let high = 0x1000193;
  for (let i = 0; i < body.length; i++) {
    const code = body.charCodeAt(i);
    if (code === 32 || (code >= 9 && code <= 13)) continue;
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high + code, 0x85ebca6b) ^ (high >>> 13);
  }
  return `${tag}#${(low >>> 0).toString(16)}${(high >>> 0).toString(16)}`;
}

function spanOf(node: Span, lowering: Lowering): Span {
  const { shift } = lowering;
  return { start: node.start + shift, end: node.end + shift };
}

function textOf(node: Span, lowering: Lowering): string {
  return lowering.text.slice(node.start, node.end);
}

function unknownAt(node: SyntaxNode, lowering: Lowering): Expression {
  return { kind: "unknown", span: spanOf(node, lowering) };
}

function lower(node: SyntaxNode, lowering: Lowering): Expression {
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

function firstMeaningful(node: SyntaxNode): SyntaxNode | undefined {
  for (const child of node.children) {
    if (child.kind !== "comment" && child.kind !== "ERROR") return child;
  }
  return undefined;
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

function isTypeof(name: string): boolean {
  return name === "typeof" || name === "__typeof__" || name === "__typeof" || name === "typeof_unqual";
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

function argumentsOf(list: SyntaxNode, lowering: Lowering): readonly Argument[] {
  if (list.hasError && list.kind === "argument_list") return argumentsBySegments(list, lowering);
  const result: Argument[] = [];
  for (const child of list.children) {
    if (child.kind !== "comment" && !child.kind.startsWith("preproc_"))
      result.push(argument(child, lowering));
  }
  return result;
}

function argument(node: SyntaxNode, lowering: Lowering): Argument {
  if (node.kind === "type_descriptor") {
    return { kind: "type", type: typeOf(node, lowering), span: spanOf(node, lowering) };
  }
  if (node.kind === "identifier") {
    const written = textOf(node, lowering);
    if (!isIdentifier(written) || startsType(written)) {
      const type = typeFromWritten(written);
      if (type.kind !== "unknown") return { kind: "type", type, span: spanOf(node, lowering) };
    }
  }
  return lower(node, lowering);
}

/**
 * Arguments of a call whose list holds an ERROR, usually because one of them is a type of more than one word. The text
 * is cut at its commas and each piece is matched with the one node that covers it, or else read as a type.
 */
function argumentsBySegments(list: SyntaxNode, lowering: Lowering): readonly Argument[] {
  const result: Argument[] = [];
  for (const segment of splitAtCommas(lowering.text, list.start + 1, list.end - 1)) {
    const covering = list.children.filter(
      (child) => child.start >= segment.start && child.end <= segment.end,
    );
    const only = covering.length === 1 ? covering[0] : undefined;
    if (only && only.kind !== "ERROR" && !(only.kind === "binary_expression" && only.hasError)) {
      result.push(argument(only, lowering));
      continue;
    }
    result.push(argumentFromText(segment, lowering));
  }
  return result;
}

/** A piece of the text that no single node stands for: a type, or an expression the parser could not place here. */
function argumentFromText(segment: Span, lowering: Lowering): Argument {
  const written = lowering.text.slice(segment.start, segment.end);
  const span = spanOf(segment, lowering);
  if (isIdentifier(written) && !startsType(written)) return { kind: "name", name: written, span };
  const type = parseTypeText(written);
  return type ? { kind: "type", type, span } : parseExpressionText(written, span.start);
}

/** Pieces of `text` between commas that stand outside brackets, quotes and comments; trimmed. */
function splitAtCommas(text: string, start: number, end: number): readonly Span[] {
  const result: Span[] = [];
  let depth = 0;
  let from = start;
  const push = (to: number): void => {
    let a = from;
    let b = to;
    while (a < b && /\s/.test(text.charAt(a))) a++;
    while (b > a && /\s/.test(text.charAt(b - 1))) b--;
    result.push({ start: a, end: b });
  };
  for (let i = start; i < end; i++) {
    const c = text.charAt(i);
    if (c === "(" || c === "[" || c === "{") depth++;
    else if (c === ")" || c === "]" || c === "}") depth--;
    else if (c === '"' || c === "'") i = skipQuoted(text, i, end);
    else if (c === "/" && text.charAt(i + 1) === "*") {
      const close = text.indexOf("*/", i + 2);
      i = close < 0 ? end : close + 1;
    } else if (c === "," && depth === 0) {
      push(i);
      from = i + 1;
    }
  }
  if (result.length > 0 || text.slice(start, end).trim() !== "") push(end);
  return result;
}

function skipQuoted(text: string, open: number, end: number): number {
  const quote = text.charAt(open);
  let i = open + 1;
  while (i < end && text.charAt(i) !== quote) i += text.charAt(i) === "\\" ? 2 : 1;
  return i;
}

function typeOf(node: SyntaxNode, lowering: Lowering): CType {
  switch (node.kind) {
    case "primitive_type":
    case "type_identifier":
    case "identifier":
      return typeFromWritten(textOf(node, lowering));
    case "sized_type_specifier": {
      const name = canonicalBasicType(textOf(node, lowering).match(/\w+/g) ?? []);
      return name === undefined ? unknownType : { kind: "named", name };
    }
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
      return taggedType(node, lowering);
    case "macro_type_specifier":
      return typeFromWritten(textOf(node, lowering));
    case "type_descriptor": {
      const base = childByField(node, "type");
      if (!base) return unknownType;
      const declarator = childByField(node, "declarator");
      if (declarator && base.kind === "type_identifier" && isTypeof(textOf(base, lowering))) {
        return typeFromWritten(textOf(node, lowering));
      }
      const type = typeOf(base, lowering);
      return declarator ? declare(type, declarator, lowering).type : type;
    }
    default:
      return unknownType;
  }
}

/** A type from text that may be more than one word: the pre-pass may have made one identifier of it. */
function typeFromWritten(written: string): CType {
  if (isIdentifier(written)) return parseTypeText(written) ?? unknownType;
  const match = /^(?:__)?typeof(?:__|_unqual)?\s*\(([\s\S]*)\)\s*((?:\*|const|volatile|\s)*)$/.exec(written);
  if (!match) return parseTypeText(written) ?? unknownType;
  const inside = match[1] ?? "";
  const firstWord = /^\s*(\w+)/.exec(inside)?.[1] ?? "";
  const operandType = startsType(firstWord) ? parseTypeText(inside) : undefined;
  let type: CType = operandType ?? { kind: "typeof", operand: parseExpressionText(inside) };
  for (const character of match[2] ?? "") if (character === "*") type = { kind: "pointer", target: type };
  return type;
}

function taggedType(node: SyntaxNode, lowering: Lowering): CType {
  const tag =
    node.kind === "struct_specifier" ? "struct" : node.kind === "union_specifier" ? "union" : "enum";
  const name = childByField(node, "name");
  if (name) {
    const written = textOf(name, lowering);
    return isIdentifier(written) ? { kind: "tagged", tag, name: written } : unknownType;
  }
  if (!childByField(node, "body")) return unknownType;
  return { kind: "anonymous", definition: anonymousDefinitionName(tag, node, lowering.text) };
}

interface DeclaratorParts {
  type: CType;
  name: SyntaxNode | undefined;
  parameters: SyntaxNode | undefined;
  value: SyntaxNode | undefined;
}

/** Walks a declarator from the outside in: each layer wraps the type built so far. */
function declare(base: CType, declarator: SyntaxNode | undefined, lowering: Lowering): LoweredDeclarator {
  const parts: DeclaratorParts = { type: base, name: undefined, parameters: undefined, value: undefined };
  let node = declarator;
  for (let steps = 0; node && steps < maxDepth; steps++) node = declareStep(node, parts, lowering);
  const { type, name, parameters, value } = parts;
  const written = name ? textOf(name, lowering) : "";
  const isNamed = name !== undefined && isIdentifier(written);
  return {
    name: isNamed ? written : undefined,
    nameSpan: isNamed ? spanOf(name, lowering) : undefined,
    type,
    parameters: type.kind === "function" ? parameters : undefined,
    value,
  };
}

function declareStep(node: SyntaxNode, parts: DeclaratorParts, lowering: Lowering): SyntaxNode | undefined {
  switch (node.kind) {
    case "pointer_declarator":
    case "abstract_pointer_declarator":
    case "pointer_type_declarator":
      parts.type = { kind: "pointer", target: parts.type };
      return childByField(node, "declarator");
    case "array_declarator":
    case "abstract_array_declarator": {
      const size = childByField(node, "size");
      parts.type = { kind: "array", element: parts.type, length: size ? lower(size, lowering) : undefined };
      return childByField(node, "declarator");
    }
    case "function_declarator":
    case "abstract_function_declarator":
      parts.type = { kind: "function", returns: parts.type };
      parts.parameters = childByField(node, "parameters");
      return childByField(node, "declarator");
    case "init_declarator":
      parts.value = childByField(node, "value");
      return childByField(node, "declarator");
    case "parenthesized_declarator":
    case "abstract_parenthesized_declarator":
    case "attributed_declarator":
      return node.children.find(
        (child) => child.kind.endsWith("declarator") || child.kind.endsWith("identifier"),
      );
    default:
      if (node.kind.endsWith("identifier")) parts.name = node;
      return undefined;
  }
}
