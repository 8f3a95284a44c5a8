// One file's declarations as plain data: structs, enums, typedefs, macros, variables and prototypes, those inside
// functions included. Bias: a member that cannot be read makes its struct incomplete, and an incomplete struct has no
// size; two different definitions of a name are both kept with the `#if` conditions they stand under.

import type { Span } from "../base/span.js";
import type { DefineDirective, HiddenMacro, ParsedFile } from "../syntax/parsed-file.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { completeArrayLength } from "./array-length.js";
import {
  type AttributeSource,
  attributesBetween,
  attributesFollowing,
  firstHiddenAt,
  uniteAttributes,
} from "./attributes.js";
import { conditionOf, followDirectives } from "./conditions.js";
import type { CType, Expression } from "./expression.js";
import type {
  EnumConstant,
  EnumDefinition,
  FunctionSignature,
  LayoutAttributes,
  MacroDefinition,
  StructDefinition,
  TypedefDefinition,
} from "./file-types.js";
import {
  anonymousDefinitionName,
  type LoweredDeclarator,
  lowerDeclaration,
  lowerExpression,
  lowerParameters,
} from "./lower.js";
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

/** Bodies longer than this are no constants; keeping them would only cost memory. */
const maxMacroBodyLength = 2000;

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
  const collector = createCollector(parsed.text, parsed.hidden, (name) => macroBodyOf(macros, name));
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
  macroBody: (name: string) => string | undefined,
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

/** A record without inherited names, so that a variable called `constructor` is just that. */
function emptyRecord<T>(): Record<string, T> {
  return Object.create(null);
}

function macroBodyOf(macros: Readonly<Record<string, MacroDefinition>>, name: string): string | undefined {
  const macro = macros[name];
  return macro && macro.bodies.length === 1 ? macro.bodies[0] : undefined;
}

function collectMacros(text: string, defines: readonly DefineDirective[]): Record<string, MacroDefinition> {
  const macros = emptyRecord<MacroDefinition>();
  for (const define of defines) {
    const body = cleanMacroBody(text.slice(define.body.start, define.body.end));
    const before = macros[define.name];
    if (!before) macros[define.name] = { params: define.params, bodies: [body] };
    else if (!before.bodies.includes(body)) {
      const sameShape = String(before.params) === String(define.params);
      // Definitions of different shape cannot be united; no body means that nothing is known.
      macros[define.name] = { params: before.params, bodies: sameShape ? [...before.bodies, body] : [] };
    }
  }
  return macros;
}

function cleanMacroBody(body: string): string {
  if (body.length > maxMacroBodyLength) return "";
  return body
    .replace(/\\\r?\n/g, " ")
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .replace(/\/\/[^\n"]*$/gm, " ")
    .trim();
}

interface PackPragma {
  readonly offset: number;
  readonly packBytes: number | undefined;
}

/** `#pragma pack(n)`, `pack(push, n)`, `pack(pop)`, `pack()` in order, each with what is in force after it. */
function findPackPragmas(text: string): readonly PackPragma[] {
  if (!text.includes("#pragma")) return [];
  const result: PackPragma[] = [];
  const stack: (number | undefined)[] = [];
  let current: number | undefined;
  for (const match of text.matchAll(/^[ \t]*#[ \t]*pragma[ \t]+pack[ \t]*\(([^)]*)\)/gm)) {
    const words = (match[1] ?? "").split(",").map((word) => word.trim());
    if (words[0] === "push") stack.push(current);
    if (words[0] === "pop") current = stack.pop();
    const last = words.at(-1) ?? "";
    if (/^\d+$/.test(last)) current = Number(last);
    else if (last === "") current = undefined;
    result.push({ offset: match.index, packBytes: current });
  }
  return result;
}

function packAt(packs: readonly PackPragma[], offset: number): number | undefined {
  let result: number | undefined;
  for (const pack of packs) if (pack.offset < offset) result = pack.packBytes;
  return result;
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

/** `#ifndef X` followed at once by `#define X`: the guard of a header, always true when it counts. */
function isIncludeGuard(node: SyntaxNode, text: string): boolean {
  if (node.operator !== "#ifndef") return false;
  const name = childByField(node, "name");
  if (!name) return false;
  const guard = text.slice(name.start, name.end);
  return new RegExp(`^\\s*(?:/\\*[\\s\\S]*?\\*/\\s*)*#\\s*define\\s+${guard}\\s`).test(
    text.slice(name.end, name.end + guard.length + 400),
  );
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

interface EnumProgress {
  base: Expression | undefined;
  offset: number;
  nrConditional: number;
  /** Whether the base was set under an `#if`: then it counts for that arm only. */
  isBaseConditional: boolean;
  /** Conditions whose directives the pre-pass took out of the tree. */
  readonly stack: string[];
  at: number;
  readonly names: string[];
}

function collectEnum(node: SyntaxNode, collector: Collector): void {
  const body = childByField(node, "body");
  if (!body) return;
  const { text } = collector;
  const nameNode = childByField(node, "name");
  const name = nameNode
    ? `enum ${text.slice(nameNode.start, nameNode.end)}`
    : anonymousDefinitionName("enum", node, text);
  const progress: EnumProgress = {
    base: undefined,
    offset: 0,
    nrConditional: 0,
    isBaseConditional: false,
    stack: [],
    at: body.start,
    names: [],
  };
  collectEnumerators(body, 0, progress, collector);
  const attributes = uniteAttributes(
    attributesBetween(collector, node.start, body.start, node.children),
    attributesFollowing(collector, node.end),
  );
  if (collector.enums[name]) return;
  collector.enums[name] = { name, constants: progress.names, isPacked: attributes?.isPacked ?? false };
}

function collectEnumerators(
  list: SyntaxNode,
  armDepth: number,
  progress: EnumProgress,
  collector: Collector,
): void {
  for (const child of list.children) {
    if (child.kind.startsWith("preproc_")) {
      collectEnumerators(child, armDepth + 1, progress, collector);
      progress.at = child.end;
    } else if (child.kind === "enumerator") {
      if (armDepth === 0) followDirectives(collector.text.slice(progress.at, child.start), progress.stack);
      if (isMacroBetween(progress.at, child.start, collector)) progress.base = unknownAt(child);
      addEnumerator(child, armDepth + progress.stack.length > 0, progress, collector);
      progress.at = child.end;
    } else if (child.kind === "ERROR") {
      // Enumerators that a macro makes: how many, nobody knows.
      progress.base = unknownAt(child);
    }
  }
}

function unknownAt({ start, end }: Span): Expression {
  return { kind: "unknown", span: { start, end } };
}

/** A macro among enumerators may stand for any number of them. */
function isMacroBetween(start: number, end: number, { hidden }: Collector): boolean {
  for (let i = firstHiddenAt(hidden, start); i < hidden.length; i++) {
    const macro = hidden[i];
    if (!macro || macro.start >= end) return false;
    if (macro.kind !== "attribute") return true;
  }
  return false;
}

function addEnumerator(
  node: SyntaxNode,
  isConditional: boolean,
  progress: EnumProgress,
  collector: Collector,
): void {
  const nameNode = childByField(node, "name");
  if (!nameNode) return;
  const value = childByField(node, "value");
  if (value) {
    progress.base = lowerExpression(value, collector.text);
    progress.offset = 0;
    progress.nrConditional = 0;
    progress.isBaseConditional = isConditional;
  } else if (progress.isBaseConditional && !isConditional) {
    progress.base = unknownAt(node);
    progress.isBaseConditional = false;
  }
  const name = collector.text.slice(nameNode.start, nameNode.end);
  const { base, offset, nrConditional } = progress;
  progress.names.push(name);
  if (!collector.enumConstants[name]) collector.enumConstants[name] = { base, offset, nrConditional };
  progress.offset++;
  if (isConditional) progress.nrConditional++;
}
