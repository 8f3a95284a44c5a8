// Types and declarators out of the tree.

import type { Span } from "../base/span.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { CType } from "./expression.js";
import { type LoweredDeclarator, parseExpressionText } from "./lower.js";
import { lower } from "./lower-expressions.js";
import { type Lowering, maxDepth, spanOf, textOf } from "./lowering.js";
import {
  canonicalBasicType,
  isIdentifier,
  isTypeof,
  parseTypeText,
  startsType,
  unknownType,
} from "./type-names.js";

export function typeOf(node: SyntaxNode, lowering: Lowering): CType {
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
export function typeFromWritten(written: string): CType {
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

interface DeclaratorParts {
  type: CType;
  name: SyntaxNode | undefined;
  parameters: SyntaxNode | undefined;
  value: SyntaxNode | undefined;
}

/** Walks a declarator from the outside in: each layer wraps the type built so far. */
export function declare(
  base: CType,
  declarator: SyntaxNode | undefined,
  lowering: Lowering,
): LoweredDeclarator {
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
