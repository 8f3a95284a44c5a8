// One file's declarations as plain data: structs, enums, typedefs, macros, variables and prototypes, those inside
// functions included. Bias: a member that cannot be read makes its struct incomplete, and an incomplete struct has no
// size; two different definitions of a name are both kept with the `#if` conditions they stand under.

import type { Span } from "../base/span.js";
import type { HiddenMacro, ParsedFile } from "../syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { completeArrayLength } from "./array-length.js";
import {
  type AttributeSource,
  attributesBetween,
  attributesFollowing,
  uniteAttributes,
} from "./attributes.js";
import { conditionOf } from "./conditions.js";
import { collectMacros, emptyRecord, findPackPragmas, type PackPragma, packAt } from "./directives.js";
import { collectEnum } from "./enums.js";
import type { CType } from "./expression.js";
import type {
  EnumConstant,
  EnumDefinition,
  FunctionSignature,
  LayoutAttributes,
  MacroDefinition,
  StructDefinition,
  TypedefDefinition,
} from "./file-types.js";
import { type LoweredDeclarator, lowerDeclaration, lowerParameters } from "./lower.js";
import { anonymousDefinitionName } from "./lower-types.js";
import { type BodyReader, readStructBody } from "./struct-body.js";

/** Everything that a file declares at its own level, and the types that its functions define. */
export interface FileTypes {
  /** By `struct name`, `union name` or the made-up name of an anonymous one; several where `#if` chooses. */
  readonly structs: Readonly<Record<string, readonly StructDefinition[]>>;
  /** By `enum name`. */
  readonly enums: Readonly<Record<string, EnumDefinition>>;
  readonly enumConstants: Readonly<Record<string, EnumConstant>>;
  readonly typedefs: Readonly<Record<string, TypedefDefinition>>;
  readonly macros: Readonly<Record<string, MacroDefinition>>;
  readonly variables: Readonly<Record<string, CType>>;
  readonly functions: Readonly<Record<string, FunctionSignature>>;
}

interface Collector extends AttributeSource {
  readonly structs: Record<string, StructDefinition[]>;
  readonly structTexts: Map<StructDefinition, string>;
  readonly enums: Record<string, EnumDefinition>;
  readonly enumConstants: Record<string, EnumConstant>;
  readonly typedefs: Record<string, TypedefDefinition>;
  readonly variables: Record<string, CType>;
  readonly functions: Record<string, FunctionSignature>;
  readonly packs: readonly PackPragma[];
}

/** What a walk carries downwards. */
interface Place {
  readonly conditions: readonly string[];
  readonly isInFunction: boolean;
}

/** Collects what `parsed` declares. Never throws; linear in the size of the declarations. */
export function collectTypes(parsed: ParsedFile): FileTypes {
  const macros = collectMacros(parsed.text, parsed.defines);
  const collector = createCollector(parsed.text, parsed.hidden, (name, operands) =>
    macroBodyOf(macros, name, operands),
  );
  const place: Place = { conditions: [], isInFunction: false };
  walk(parsed.readings[0].root, place, collector);
  for (const reading of parsed.readings.slice(1)) {
    for (const node of reading.root.children) {
      if (reading.differs.some((span) => span.start < node.end && node.start < span.end)) {
        walk(node, place, collector);
      }
    }
  }
  const { structs, enums, enumConstants, typedefs, variables, functions } = collector;
  return { structs, enums, enumConstants, typedefs, macros, variables, functions };
}

function createCollector(
  text: string,
  hidden: readonly HiddenMacro[],
  macroBody: (name: string, operands?: string) => string | undefined,
): Collector {
  return {
    text,
    hidden,
    macroBody,
    structs: emptyRecord(),
    structTexts: new Map(),
    enums: emptyRecord(),
    enumConstants: emptyRecord(),
    typedefs: emptyRecord(),
    variables: emptyRecord(),
    functions: emptyRecord(),
    packs: findPackPragmas(text),
  };
}

function macroBodyOf(
  macros: Readonly<Record<string, MacroDefinition>>,
  name: string,
  operands: string | undefined,
): string | undefined {
  const macro = Object.hasOwn(macros, name) ? macros[name] : undefined;
  const [body, ...others] = macro?.bodies ?? [];
  if (!macro || body === undefined || others.length > 0) return undefined;
  return operands === undefined ? body : withOperands(body, macro.params ?? [], operands);
}

/** A macro's text with what it is given, as the preprocessor puts it together; undefined where the numbers differ. */
function withOperands(body: string, params: readonly string[], operands: string): string | undefined {
  const given = operands.split(",").map((operand) => operand.trim());
  // What nests its commas is no name of a member.
  if (/[()]/.test(operands) || given.length !== params.length) return undefined;
  const values = new Map(params.map((name, at) => [name, given[at] ?? ""]));
  return body.replace(/[A-Za-z_]\w*/g, (word) => values.get(word) ?? word).replace(/[ \t]*##[ \t]*/g, "");
}

function walk(node: SyntaxNode, place: Place, collector: Collector): void {
  switch (node.kind) {
    case "struct_specifier":
    case "union_specifier":
      collectStruct(node, place, collector);
      return;
    case "enum_specifier":
      collectEnum(node, collector);
      return;
    case "type_definition":
      collectTypedef(node, place, collector);
      return;
    case "declaration":
      collectDeclaration(node, place, collector);
      return;
    case "function_definition":
      collectFunction(node, place, collector);
      return;
    case "preproc_if":
    case "preproc_ifdef":
    case "preproc_elif":
    case "preproc_elifdef":
      walkConditional(node, place, collector);
      return;
    case "expression_statement":
    case "return_statement":
    case "comment":
    case "preproc_def":
    case "preproc_function_def":
      return;
    default:
      if (node.kind.endsWith("_expression")) return;
      for (const child of node.children) walk(child, place, collector);
  }
}

function walkConditional(node: SyntaxNode, place: Place, collector: Collector): void {
  const condition = conditionOf(node, collector.text);
  const isGuard = isIncludeGuard(node, collector.text);
  const inside = isGuard ? place : { ...place, conditions: [...place.conditions, condition] };
  const outside = { ...place, conditions: [...place.conditions, `!(${condition})`] };
  for (const child of node.children) {
    if (child.field === "alternative") {
      if (child.kind === "preproc_else") for (const inner of child.children) walk(inner, outside, collector);
      else walk(child, outside, collector);
    } else if (child.field !== "condition" && child.field !== "name") walk(child, inside, collector);
  }
}

const nextDefine = /^\s*(?:\/\*[\s\S]*?\*\/\s*)*#\s*define\s+(\w+)\s/;

/** `#ifndef X` followed at once by `#define X`: the guard of a header, always true when it counts. */
function isIncludeGuard(node: SyntaxNode, text: string): boolean {
  if (node.operator !== "#ifndef") return false;
  const name = childByField(node, "name");
  if (!name) return false;
  const guard = text.slice(name.start, name.end);
  return nextDefine.exec(text.slice(name.end, name.end + guard.length + 400))?.[1] === guard;
}

function collectTypedef(node: SyntaxNode, place: Place, collector: Collector): void {
  collectSpecifier(node, place, collector);
  const declared = lowerDeclaration(node, collector.text);
  const declarators = node.children.filter((child) => child.field === "declarator");
  declared.forEach(({ name, type }, i) => {
    if (name === undefined || collector.typedefs[name]) return;
    const from = declarators[i]?.start ?? node.start;
    const attributes = uniteAttributes(
      attributesBetween(collector, from, declarators[i + 1]?.start ?? node.end, node.children),
      attributesBeforeDeclarators(node, collector),
    );
    const aligns = attributes?.aligns ?? [];
    collector.typedefs[name] =
      aligns.length > 0 ? { type, attributes: { isPacked: false, aligns } } : { type };
  });
}

/** `typedef u64 __aligned(8) aligned_u64`: between the type and the name; after a body they belong to the struct. */
function attributesBeforeDeclarators(node: SyntaxNode, collector: Collector): LayoutAttributes | undefined {
  const type = childByField(node, "type");
  const first = childByField(node, "declarator");
  if (!type || !first || childByField(type, "body")) return undefined;
  return attributesBetween(collector, type.end, first.start, node.children);
}

/** A specifier with a body inside a declaration declares its type too. */
function collectSpecifier(node: SyntaxNode, place: Place, collector: Collector): void {
  const type = childByField(node, "type");
  if (type && childByField(type, "body")) walk(type, place, collector);
}

function collectDeclaration(node: SyntaxNode, place: Place, collector: Collector): void {
  collectSpecifier(node, place, collector);
  if (place.isInFunction) return;
  for (const declared of lowerDeclaration(node, collector.text)) {
    if (declared.name === undefined) continue;
    if (declared.type.kind === "function") addPrototype(declared, declared.type.returns, false, collector);
    else addVariable(declared.name, completeArrayLength(declared, collector.text), collector);
  }
}

/** `extern struct foo table[];` followed by the definition: the one with a length wins. */
function addVariable(name: string, type: CType, collector: Collector): void {
  const before = collector.variables[name];
  const isVague = before?.kind === "array" && before.length === undefined;
  if (!before || isVague) collector.variables[name] = type;
}

function addPrototype(
  declared: LoweredDeclarator,
  returns: CType | undefined,
  isDefinition: boolean,
  collector: Collector,
): void {
  const { name, parameters } = declared;
  if (name === undefined) return;
  const before = collector.functions[name];
  if (before && (before.isDefinition || !isDefinition)) return;
  const lowered = parameters ? lowerParameters(parameters, collector.text) : [];
  collector.functions[name] = {
    returns: returns ?? { kind: "unknown" },
    parameters: lowered.map((parameter) => ({ name: parameter.name, type: parameter.type })),
    isDefinition,
  };
}

function collectFunction(node: SyntaxNode, place: Place, collector: Collector): void {
  collectSpecifier(node, place, collector);
  for (const declared of lowerDeclaration(node, collector.text)) {
    if (declared.type.kind === "function") addPrototype(declared, declared.type.returns, true, collector);
  }
  const body = childByField(node, "body");
  if (body) walk(body, { ...place, isInFunction: true }, collector);
}

function collectStruct(node: SyntaxNode, place: Place, collector: Collector): void {
  const body = childByField(node, "body");
  if (!body) return;
  const tag = node.kind === "union_specifier" ? "union" : "struct";
  const { text } = collector;
  const nameNode = childByField(node, "name");
  const anonymous = anonymousDefinitionName(tag, node, text);
  const name = nameNode ? text.slice(nameNode.start, nameNode.end) : anonymous;
  const reader: BodyReader = {
    source: collector,
    collectNested: (nested, conditions) =>
      walk(nested, { ...place, conditions: [...place.conditions, ...conditions] }, collector),
    collectPiece: (piece, hidden, root) => collectPiece(piece, hidden, root, collector),
  };
  const { fields, isComplete } = readStructBody(body, reader);
  const attributes = uniteAttributes(
    attributesBetween(collector, node.start, body.start, node.children),
    uniteAttributes(
      attributesBetween(collector, body.end, node.end, node.children),
      attributesFollowing(collector, node.end),
    ),
  );
  const packBytes = packAt(collector.packs, node.start);
  const span: Span = { start: node.start, end: node.end };
  const { conditions } = place;
  addStruct(nameNode ? `${tag} ${name}` : name, {
    definition: { tag, name, fields, attributes, packBytes, conditions, isComplete, span },
    text: text.slice(body.start, body.end).replace(/\s+/g, " "),
    collector,
  });
}

interface StructAddition {
  readonly definition: StructDefinition;
  readonly text: string;
  readonly collector: Collector;
}

function addStruct(key: string, { definition, text, collector }: StructAddition): void {
  collector.structTexts.set(definition, text);
  const before = collector.structs[key];
  if (!before) collector.structs[key] = [definition];
  else if (!before.some((other) => collector.structTexts.get(other) === text)) before.push(definition);
}

/** Types defined inside the text that a member macro expands to. */
function collectPiece(
  piece: string,
  hidden: readonly HiddenMacro[],
  root: SyntaxNode,
  collector: Collector,
): void {
  walk(root, { conditions: [], isInFunction: true }, { ...collector, text: piece, hidden, packs: [] });
}
