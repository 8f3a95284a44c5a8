// The members of a struct or union: declarations, bit-fields, anonymous members, arms of `#if`, and macros that stand
// for members. What cannot be read makes the body incomplete.

import type { HiddenMacro } from "../syntax/parsed-file.js";
import { parseFile } from "../syntax/parsed-file.js";
import { childByField, childOfKind, type SyntaxNode } from "../syntax/tree.js";
import { type AttributeSource, attributesBetween, firstHiddenAt, uniteAttributes } from "./attributes.js";
import { conditionOf, followDirectives } from "./conditions.js";
import type { Expression } from "./expression.js";
import type { LayoutAttributes, StructField } from "./file-types.js";
import { lowerDeclaration, lowerExpression, lowerTypeDescriptor, parseExpressionText } from "./lower.js";
import { expandStructMacro } from "./struct-macros.js";
import { unknownType } from "./type-names.js";

/** What reading a body needs of its surroundings. */
export interface BodyReader {
  readonly source: AttributeSource;
  /** Called for a struct, union or enum that is defined among the members. */
  collectNested(specifier: SyntaxNode, conditions: readonly string[]): void;
  /** Called with the tree of the text that a member macro expands to. */
  collectPiece(piece: string, hidden: readonly HiddenMacro[], root: SyntaxNode): void;
}

export interface StructBody {
  readonly fields: readonly StructField[];
  readonly isComplete: boolean;
}

interface Progress {
  readonly fields: StructField[];
  isComplete: boolean;
}

/** Where members are being read: into what, under which conditions, how deep in macros. */
interface Members {
  readonly reader: BodyReader;
  readonly progress: Progress;
  readonly conditions: readonly string[];
  readonly depth: number;
}

/** Macros inside macros inside macros: enough. */
const maxExpansionDepth = 4;

/** Reads a `field_declaration_list`. */
export function readStructBody(body: SyntaxNode, reader: BodyReader): StructBody {
  const progress: Progress = { fields: [], isComplete: true };
  readMembers(body, { reader, progress, conditions: [], depth: 0 });
  return progress;
}

function readMembers(list: SyntaxNode, members: Members): void {
  const { source } = members.reader;
  const macros = memberMacros(list, source);
  const stack: string[] = [];
  let at = firstMemberAt(list, source.text);
  let next = 0;
  const placed = (offset: number): Members => {
    followDirectives(source.text.slice(at, Math.max(at, offset)), stack);
    at = Math.max(at, offset);
    return stack.length === 0 ? members : { ...members, conditions: [...members.conditions, ...stack] };
  };
  for (const child of list.children) {
    if (child.field === "condition" || child.field === "name" || child.kind === "comment") continue;
    for (let macro = macros[next]; macro && macro.start <= child.start; macro = macros[++next]) {
      readHiddenMacro(macro, placed(macro.start));
      at = macro.end;
    }
    const macro = macros[next - 1];
    if (macro && child.start < macro.end) continue;
    readMember(child, placed(child.start));
    at = Math.max(at, child.end);
  }
  for (; next < macros.length; next++) {
    const macro = macros[next];
    if (macro) readHiddenMacro(macro, placed(macro.start));
  }
}

/** Where the members begin: after the directive of an arm that the tree shows. */
function firstMemberAt(list: SyntaxNode, text: string): number {
  if (!list.kind.startsWith("preproc_")) return list.start;
  const operand = childByField(list, "condition") ?? childByField(list, "name");
  const newline = text.indexOf("\n", operand?.end ?? list.start);
  return newline < 0 ? list.end : newline;
}

/** Hidden macros that stand for members of this list itself: not attributes, not inside a nested body or `#if` arm. */
function memberMacros(list: SyntaxNode, source: AttributeSource): readonly HiddenMacro[] {
  const result: HiddenMacro[] = [];
  for (let i = firstHiddenAt(source.hidden, list.start); i < source.hidden.length; i++) {
    const macro = source.hidden[i];
    if (!macro || macro.start >= list.end) break;
    if (!standsForMembers(macro, source)) continue;
    const holder = list.children.find((child) => child.start <= macro.start && macro.end <= child.end);
    const body = holder?.kind === "field_declaration" ? nestedBody(holder) : undefined;
    const isNested = body
      ? body.start < macro.start && macro.end < body.end
      : holder?.kind.startsWith("preproc_");
    const previous = result.at(-1);
    if (!isNested && !(previous && macro.start < previous.end)) result.push(macro);
  }
  return result;
}

/** A declaring macro, or one of the file's own whose text holds declarations, whatever it was taken for. */
function standsForMembers(macro: HiddenMacro, source: AttributeSource): boolean {
  if (macro.kind === "declaration" || macro.kind === "statement") return true;
  return macro.argumentsSpan === undefined && (source.macroBody(macro.name)?.includes(";") ?? false);
}

function nestedBody(declaration: SyntaxNode): SyntaxNode | undefined {
  const type = childByField(declaration, "type");
  return type ? childByField(type, "body") : undefined;
}

function readHiddenMacro(macro: HiddenMacro, members: Members): void {
  const { argumentsSpan } = macro;
  const { text } = members.reader.source;
  const operands = argumentsSpan ? text.slice(argumentsSpan.start, argumentsSpan.end) : "";
  readMacro(macro.name, operands, members);
}

function readMember(node: SyntaxNode, members: Members): void {
  switch (node.kind) {
    case "comment":
    case "preproc_def":
    case "preproc_function_def":
    case "preproc_call":
    case "attribute_specifier":
      return;
    case "field_declaration":
      readField(node, members);
      return;
    case "preproc_if":
    case "preproc_ifdef":
    case "preproc_elif":
    case "preproc_elifdef":
      readArms(node, members);
      return;
    default:
      members.progress.isComplete = false;
  }
}

function readArms(node: SyntaxNode, members: Members): void {
  const condition = conditionOf(node, members.reader.source.text);
  const alternative = childByField(node, "alternative");
  const own = { ...node, children: node.children.filter((child) => child !== alternative) };
  const { conditions } = members;
  readMembers(own, { ...members, conditions: [...conditions, condition] });
  if (!alternative) return;
  const negated = { ...members, conditions: [...conditions, `!(${condition})`] };
  if (alternative.kind === "preproc_else") readMembers(alternative, negated);
  else readMember(alternative, negated);
}

const macroUsePattern = /^\s*([A-Za-z_]\w*)\s*(?:\(([\s\S]*)\))?\s*;?\s*$/;

function readField(node: SyntaxNode, members: Members): void {
  const { reader, progress, conditions } = members;
  const { source } = reader;
  const type = childByField(node, "type");
  const body = type ? childByField(type, "body") : undefined;
  if (!body) {
    const use = macroUsePattern.exec(source.text.slice(node.start, node.end));
    const expansion = use ? membersOfMacro(use[1] ?? "", use[2], source) : undefined;
    if (expansion !== undefined) {
      readPiece(expansion, members);
      return;
    }
  }
  if (hasErrorOutside(node, body)) progress.isComplete = false;
  if (type && body) reader.collectNested(type, conditions);
  const declarators = node.children.filter((child) => child.field === "declarator");
  const widths = unnamedWidths(node, type?.end ?? node.start, source);
  if (declarators.length === 0 && widths.length === 0) {
    readUnnamed(node, type, members);
    return;
  }
  const unnamed = type ? lowerTypeDescriptor(type, source.text) : unknownType;
  let nextWidth = 0;
  const addWidthsBefore = (offset: number): void => {
    for (let one = widths[nextWidth]; one && one.start < offset; one = widths[++nextWidth]) {
      const { bitWidth } = one;
      addField(progress, { name: undefined, type: unnamed }, { bitWidth, attributes: undefined, conditions });
    }
  };
  const leading = attributesBetween(
    source,
    node.start,
    body ? (type?.start ?? node.start) : (declarators[0]?.start ?? node.end),
    node.children,
  );
  lowerDeclaration(node, source.text).forEach((declared, i) => {
    const declarator = declarators[i];
    if (!declarator) return;
    addWidthsBefore(declarator.start);
    const end = declarators[i + 1]?.start ?? node.end;
    const attributes = uniteAttributes(
      leading,
      attributesBetween(source, declarator.end, end, node.children),
    );
    const bitWidth = bitWidthBetween(node, declarator.end, end, source.text);
    addField(progress, { name: declared.name, type: declared.type }, { bitWidth, attributes, conditions });
  });
  addWidthsBefore(node.end);
}

/** An ERROR in a nested body is that body's own trouble. */
function hasErrorOutside(node: SyntaxNode, body: SyntaxNode | undefined): boolean {
  if (!node.hasError) return false;
  return node.children.some((child) => {
    if (!child.hasError || child === body) return false;
    return child.field === "type" && body
      ? child.children.some((inner) => inner !== body && inner.hasError)
      : true;
  });
}

interface UnnamedWidth {
  readonly start: number;
  readonly bitWidth: Expression;
}

/** The unnamed bit-fields of a declaration (`int :3, a:2`), which the pre-pass hides because the grammar has none. */
function unnamedWidths(node: SyntaxNode, from: number, source: AttributeSource): readonly UnnamedWidth[] {
  const result: UnnamedWidth[] = [];
  for (let i = firstHiddenAt(source.hidden, from); i < source.hidden.length; i++) {
    const macro = source.hidden[i];
    if (!macro || macro.start >= node.end) break;
    const span = macro.argumentsSpan;
    if (macro.name !== ":" || !span) continue;
    const bitWidth = parseExpressionText(source.text.slice(span.start, span.end), span.start);
    result.push({ start: macro.start, bitWidth });
  }
  return result;
}

interface FieldExtras {
  readonly bitWidth: Expression | undefined;
  readonly attributes: LayoutAttributes | undefined;
  readonly conditions: readonly string[];
}

function addField(progress: Progress, field: StructField, extras: FieldExtras): void {
  const { bitWidth, attributes, conditions } = extras;
  progress.fields.push({
    ...field,
    ...(bitWidth ? { bitWidth } : {}),
    ...(attributes ? { attributes } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
  });
}

function bitWidthBetween(node: SyntaxNode, start: number, end: number, text: string): Expression | undefined {
  for (const child of node.children) {
    if (child.kind !== "bitfield_clause" || child.start < start || child.end > end) continue;
    const width = child.children.find((inner) => inner.kind !== "comment");
    return width ? lowerExpression(width, text) : undefined;
  }
  return undefined;
}

/** A member without a declarator: an anonymous struct or union, or a mere declaration. */
function readUnnamed(node: SyntaxNode, type: SyntaxNode | undefined, members: Members): void {
  const { reader, progress, conditions } = members;
  const { source } = reader;
  const isStruct = type?.kind === "struct_specifier" || type?.kind === "union_specifier";
  if (!type || !isStruct) {
    if (type?.kind !== "enum_specifier") progress.isComplete = false;
    return;
  }
  // `struct foo { … };` inside a struct defines a type and no member.
  if (childByField(type, "name") || !childByField(type, "body")) return;
  const attributes = attributesBetween(source, node.start, type.start, node.children);
  const field: StructField = { name: undefined, type: lowerTypeDescriptor(type, source.text) };
  addField(progress, field, { bitWidth: undefined, attributes, conditions });
}

/** The members that a macro stands for, as text: from the table, or from the file's own definition. */
function membersOfMacro(
  name: string,
  operands: string | undefined,
  source: AttributeSource,
): string | undefined {
  const known = expandStructMacro(name, operands ?? "");
  if (known !== undefined) return known;
  return source.macroBody(name, operands);
}

function readMacro(name: string, operands: string, members: Members): void {
  const { source } = members.reader;
  const known = expandStructMacro(name, operands);
  const expansion = known ?? source.macroBody(name, operands === "" ? undefined : operands);
  if (expansion === undefined) members.progress.isComplete = false;
  else readPiece(expansion, members);
}

/** Reads text that a macro expands to as if it stood in the body. */
function readPiece(text: string, members: Members): void {
  const { reader, progress, conditions, depth } = members;
  if (text.trim() === "") return;
  if (depth >= maxExpansionDepth) {
    progress.isComplete = false;
    return;
  }
  const parsed = parseFile(`struct x { ${text}; };`.replace(/;\s*;/g, ";"));
  const { root } = parsed.readings[0];
  const specifier = childOfKind(root, "struct_specifier") ?? findSpecifier(root);
  const body = specifier ? childByField(specifier, "body") : undefined;
  if (!body) {
    progress.isComplete = false;
    return;
  }
  const source: AttributeSource = {
    text: parsed.text,
    hidden: parsed.hidden,
    macroBody: reader.source.macroBody,
  };
  const inner: BodyReader = {
    source,
    collectNested: (nested) => reader.collectPiece(parsed.text, parsed.hidden, nested),
    collectPiece: reader.collectPiece,
  };
  readMembers(body, { reader: inner, progress, conditions, depth: depth + 1 });
}

function findSpecifier(root: SyntaxNode): SyntaxNode | undefined {
  for (const child of root.children) {
    const type = childByField(child, "type");
    if (type?.kind === "struct_specifier") return type;
  }
  return undefined;
}
