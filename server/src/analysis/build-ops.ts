// Ops tables: `.field = function` in initialised variables, at file level and in functions, nested tables included.

import type { FileTypes } from "../c-types/declarations.js";
import type { CType } from "../c-types/expression.js";
import { lowerDeclaration, lowerTypeDescriptor } from "../c-types/lower.js";
import type { ParsedFile } from "../syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import type { OpsEntry } from "./facts.js";

interface Walk {
  readonly text: string;
  readonly types: FileTypes;
  readonly entries: OpsEntry[];
}

/** Every place where a designated initialiser names something by a bare identifier. */
export function collectOpsEntries(parsed: ParsedFile, types: FileTypes): readonly OpsEntry[] {
  const walk: Walk = { text: parsed.text, types, entries: [] };
  for (const reading of parsed.readings) visit(reading.root, walk);
  return walk.entries;
}

function visit(node: SyntaxNode, walk: Walk): void {
  if (node.kind === "declaration") {
    const hasTable = node.children.some((child) => childByField(child, "value")?.kind === "initializer_list");
    if (hasTable) declaration(node, walk);
    return;
  }
  if (node.kind === "compound_literal_expression") return compoundLiteral(node, walk);
  for (const child of node.children) visit(child, walk);
}

function declaration(node: SyntaxNode, walk: Walk): void {
  for (const declared of lowerDeclaration(node, walk.text)) {
    if (declared.value?.kind !== "initializer_list" || declared.name === undefined) continue;
    initializer(declared.value, { table: declared.name, type: elementType(declared.type) }, walk);
  }
}

function compoundLiteral(node: SyntaxNode, walk: Walk): void {
  const type = childByField(node, "type");
  const value = childByField(node, "value");
  if (type && value) initializer(value, { table: "", type: lowerTypeDescriptor(type, walk.text) }, walk);
}

interface Target {
  readonly table: string;
  readonly type: CType;
}

function initializer(list: SyntaxNode, target: Target, walk: Walk): void {
  for (const child of list.children) {
    if (child.kind === "initializer_list") initializer(child, target, walk);
    else if (child.kind === "initializer_pair") pair(child, target, walk);
  }
}

function pair(node: SyntaxNode, target: Target, walk: Walk): void {
  const value = childByField(node, "value");
  const designator = node.children.find((child) => child.kind === "field_designator");
  if (!value) return;
  if (!designator) {
    if (value.kind === "initializer_list") initializer(value, target, walk);
    return;
  }
  const field = walk.text.slice(designator.start, designator.end).replace(/^\.\s*/, "");
  if (value.kind === "initializer_list") {
    return initializer(
      value,
      { table: target.table, type: elementType(fieldType(target.type, field, walk)) },
      walk,
    );
  }
  const name = bareName(value);
  if (!name) return;
  walk.entries.push({
    table: target.table,
    structName: structName(target.type, walk),
    field,
    functionName: walk.text.slice(name.start, name.end),
    span: { start: node.start, end: node.end },
  });
}

/** The identifier under `&f`, `(cast)f` and parentheses. */
function bareName(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.kind) {
    case "identifier":
      return node;
    case "parenthesized_expression":
      return node.children[0] && bareName(node.children[0]);
    case "cast_expression": {
      const value = childByField(node, "value");
      return value && bareName(value);
    }
    case "pointer_expression": {
      const argument = childByField(node, "argument");
      return node.operator === "&" && argument ? bareName(argument) : undefined;
    }
    default:
      return undefined;
  }
}

function elementType(type: CType): CType {
  return type.kind === "array" ? elementType(type.element) : type;
}

function structName(type: CType, walk: Walk): string | undefined {
  if (type.kind === "tagged") return type.name;
  if (type.kind !== "named") return undefined;
  const definition = Object.hasOwn(walk.types.typedefs, type.name)
    ? walk.types.typedefs[type.name]
    : undefined;
  return definition?.type.kind === "tagged" ? definition.type.name : type.name;
}

function fieldType(type: CType, field: string, walk: Walk): CType {
  const unknown: CType = { kind: "unknown" };
  const key =
    type.kind === "tagged"
      ? `${type.tag} ${type.name}`
      : type.kind === "anonymous"
        ? type.definition
        : undefined;
  if (key === undefined || !Object.hasOwn(walk.types.structs, key)) return unknown;
  for (const definition of walk.types.structs[key] ?? []) {
    const found = definition.fields.find((item) => item.name === field);
    if (found) return found.type;
  }
  return unknown;
}
