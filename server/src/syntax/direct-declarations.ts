// Types, declarators and declarations, as the direct parser reads them.

import {
  closeBrace,
  closeBracket,
  closeParenthesis,
  colon,
  comma,
  ellipsis,
  enumCode,
  equals,
  nameCode,
  openBrace,
  openBracket,
  openParenthesis,
  primitiveCode,
  qualifierCode,
  semicolon,
  sizedCode,
  star,
  storageCode,
  structCode,
  unionCode,
} from "./direct-codes.js";
import { as, beyond, type DirectCursor } from "./direct-cursor.js";
import { expression } from "./direct-expressions.js";
import { value } from "./direct-initializers.js";
import { compoundStatement, isConditional, preprocessed } from "./direct-statements.js";
import { noChildren, type OpenNode } from "./tree.js";

/** Whether a token begins a type and nothing else. */
export function isTypeWord(code: number): boolean {
  return code >= qualifierCode && code <= enumCode;
}

/**
 * Whether a declaration begins here. `a * b` is one wherever it can be: the full parser prefers that to a product that
 * nobody uses.
 */
export function beginsDeclaration(p: DirectCursor): boolean {
  const code = p.code();
  if (code !== nameCode) return code === storageCode || isTypeWord(code);
  const next = p.code(1);
  if (next !== star) return next === nameCode || next === storageCode || next === qualifierCode;
  let ahead = 2;
  while (p.code(ahead) === star || p.code(ahead) === qualifierCode) ahead++;
  if (p.code(ahead) !== nameCode) return false;
  switch (p.code(ahead + 1)) {
    case equals:
    case semicolon:
    case comma:
    case openBracket:
    case openParenthesis:
      return true;
    default:
      return false;
  }
}

/** A declaration or a function; a type that is declared alone stands for itself. */
export function declaration(p: DirectCursor): OpenNode {
  const start = p.start();
  const children = specifiers(p);
  const [only] = children;
  if (p.accept(semicolon)) {
    if (!only || children.length > 1) throw beyond;
    only.field = undefined;
    return only;
  }
  children.push(as("declarator", declarator(p, "identifier")));
  if (p.code() === openBrace) {
    children.push(as("body", compoundStatement(p)));
    return p.node("function_definition", start, children);
  }
  for (;;) {
    const declared = children.at(-1);
    if (p.code() === equals && declared) children[children.length - 1] = initialized(p, declared);
    if (!p.accept(comma)) break;
    children.push(as("declarator", declarator(p, "identifier")));
  }
  p.take(semicolon);
  return p.node("declaration", start, children);
}

function initialized(p: DirectCursor, declared: OpenNode): OpenNode {
  p.take(equals);
  const children = [declared, as("value", value(p))];
  return as("declarator", p.node("init_declarator", declared.start, children, "="));
}

/** `typedef ...;` */
export function typeDefinition(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  const children: OpenNode[] = [];
  qualifiers(p, children);
  children.push(as("type", typeSpecifier(p)));
  qualifiers(p, children);
  do children.push(as("declarator", declarator(p, "type_identifier")));
  while (p.accept(comma));
  p.take(semicolon);
  return p.node("type_definition", start, children, "typedef");
}

/** A type as it stands in a cast. */
export function typeDescriptor(p: DirectCursor): OpenNode {
  const start = p.start();
  const children: OpenNode[] = [];
  qualifiers(p, children);
  children.push(as("type", typeSpecifier(p)));
  qualifiers(p, children);
  const declared = abstractIfAny(p);
  if (declared) children.push(as("declarator", declared));
  return p.node("type_descriptor", start, children);
}

function qualifiers(p: DirectCursor, children: OpenNode[]): void {
  while (p.code() === qualifierCode) children.push(p.word("type_qualifier"));
}

function modifiers(p: DirectCursor, children: OpenNode[]): void {
  for (;;) {
    if (p.code() === storageCode) children.push(p.leaf("storage_class_specifier"));
    else if (p.code() === qualifierCode) children.push(p.word("type_qualifier"));
    else return;
  }
}

/** A type with what may stand on either side of it. */
function specifiers(p: DirectCursor): OpenNode[] {
  const children: OpenNode[] = [];
  modifiers(p, children);
  children.push(as("type", typeSpecifier(p)));
  modifiers(p, children);
  return children;
}

function typeSpecifier(p: DirectCursor): OpenNode {
  switch (p.code()) {
    case nameCode:
      return p.leaf("type_identifier");
    case primitiveCode: {
      const node = p.leaf("primitive_type");
      if (p.code() === sizedCode) throw beyond;
      return node;
    }
    case sizedCode:
      return sizedType(p);
    case structCode:
      return structType(p, "struct");
    case unionCode:
      return structType(p, "union");
    case enumCode:
      return enumType(p);
    default:
      throw beyond;
  }
}

function sizedType(p: DirectCursor): OpenNode {
  const start = p.start();
  const operator = p.spelling();
  while (p.accept(sizedCode));
  // Whether a qualifier belongs to it or to the declaration depends on what follows.
  if (p.code() === qualifierCode) throw beyond;
  if (p.code() !== primitiveCode) return p.node("sized_type_specifier", start, noChildren, operator);
  const type = p.leaf("primitive_type", "type");
  while (p.accept(sizedCode));
  return p.node("sized_type_specifier", start, [type], operator);
}

function structType(p: DirectCursor, tag: "struct" | "union"): OpenNode {
  const start = p.start();
  p.at++;
  const children: OpenNode[] = [];
  if (p.code() === nameCode) children.push(p.leaf("type_identifier", "name"));
  if (p.code() === openBrace) children.push(as("body", fieldList(p)));
  else if (children.length === 0) throw beyond;
  return p.node(`${tag}_specifier`, start, children, tag);
}

function fieldList(p: DirectCursor): OpenNode {
  const start = p.start();
  p.take(openBrace);
  p.enter();
  const children: OpenNode[] = [];
  while (p.code() !== closeBrace) fieldItem(p, children);
  p.take(closeBrace);
  p.leave();
  return p.node("field_declaration_list", start, children);
}

function fieldItem(p: DirectCursor, children: OpenNode[]): void {
  children.push(isConditional(p) ? preprocessed(p, fieldItem) : fieldDeclaration(p));
}

function fieldDeclaration(p: DirectCursor): OpenNode {
  const start = p.start();
  const children = specifiers(p);
  if (p.code() !== semicolon) {
    do {
      children.push(as("declarator", declarator(p, "field_identifier")));
      if (p.code() === colon) children.push(bitfield(p));
    } while (p.accept(comma));
  }
  p.take(semicolon);
  return p.node("field_declaration", start, children);
}

function bitfield(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  return p.node("bitfield_clause", start, [expression(p)]);
}

function enumType(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  const children: OpenNode[] = [];
  if (p.code() === nameCode) children.push(p.leaf("type_identifier", "name"));
  if (p.code() === openBrace) children.push(as("body", enumeratorList(p)));
  else if (children.length === 0) throw beyond;
  return p.node("enum_specifier", start, children, "enum");
}

function enumeratorList(p: DirectCursor): OpenNode {
  const start = p.start();
  p.take(openBrace);
  const children: OpenNode[] = [];
  while (p.code() !== closeBrace) {
    if (isConditional(p)) {
      children.push(preprocessed(p, enumeratorItem));
      continue;
    }
    children.push(enumerator(p));
    if (!p.accept(comma)) break;
  }
  p.take(closeBrace);
  return p.node("enumerator_list", start, children);
}

function enumeratorItem(p: DirectCursor, children: OpenNode[]): void {
  if (isConditional(p)) children.push(preprocessed(p, enumeratorItem));
  else {
    children.push(enumerator(p));
    p.take(comma);
  }
}

function enumerator(p: DirectCursor): OpenNode {
  const name = p.name("identifier", "name");
  if (!p.accept(equals)) return p.node("enumerator", name.start, [name]);
  return p.node("enumerator", name.start, [name, as("value", expression(p))], "=");
}

/** What declares a name, with that as a node of the kind `leaf`. */
function declarator(p: DirectCursor, leaf: string): OpenNode {
  p.enter();
  const node = p.code() === star ? pointer(p, leaf) : direct(p, leaf);
  p.leave();
  return node;
}

function pointer(p: DirectCursor, leaf: string): OpenNode {
  const start = p.start();
  p.at++;
  const children: OpenNode[] = [];
  qualifiers(p, children);
  children.push(as("declarator", declarator(p, leaf)));
  return p.node("pointer_declarator", start, children, "*");
}

function direct(p: DirectCursor, leaf: string): OpenNode {
  let whole: OpenNode;
  if (p.code() === openParenthesis) {
    const start = p.start();
    // A name there may be what a macro is given.
    if (p.code(1) !== star && p.code(1) !== openParenthesis) throw beyond;
    p.at++;
    const inner = declarator(p, leaf);
    p.take(closeParenthesis);
    whole = p.node("parenthesized_declarator", start, [inner]);
  } else whole = p.name(leaf);
  return withSuffixes(p, whole, "function_declarator", "array_declarator");
}

/** A declarator with the parameters and sizes behind it. */
function withSuffixes(p: DirectCursor, inner: OpenNode, ofFunction: string, ofArray: string): OpenNode {
  let whole = inner;
  for (let nrLinks = 1; ; nrLinks++) {
    p.link(nrLinks);
    const code = p.code();
    if (code !== openParenthesis && code !== openBracket) return whole;
    const children = [as("declarator", whole)];
    if (code === openBracket) arraySize(p, children);
    else children.push(as("parameters", parameterList(p)));
    whole = p.node(code === openBracket ? ofArray : ofFunction, whole.start, children);
  }
}

/** A declarator without a name: `*`, `[2]`, `(*)(int)`. */
export function abstractDeclarator(p: DirectCursor): OpenNode {
  const start = p.start();
  if (p.accept(star)) {
    const children: OpenNode[] = [];
    qualifiers(p, children);
    p.enter();
    const inner = abstractIfAny(p);
    p.leave();
    if (inner) children.push(as("declarator", inner));
    return p.node("abstract_pointer_declarator", start, children, "*");
  }
  let whole: OpenNode;
  if (p.code() === openParenthesis) {
    if (p.code(1) !== star) throw beyond;
    p.at++;
    const inner = abstractDeclarator(p);
    p.take(closeParenthesis);
    whole = p.node("abstract_parenthesized_declarator", start, [inner]);
  } else {
    const children: OpenNode[] = [];
    arraySize(p, children);
    whole = p.node("abstract_array_declarator", start, children);
  }
  return withSuffixes(p, whole, "abstract_function_declarator", "abstract_array_declarator");
}

/** A declarator without a name, where there is one. */
export function abstractIfAny(p: DirectCursor): OpenNode | undefined {
  const code = p.code();
  return code === star || code === openParenthesis || code === openBracket
    ? abstractDeclarator(p)
    : undefined;
}

/** Brackets with what stands in them, behind what is an array; `children` become the array's. */
function arraySize(p: DirectCursor, children: OpenNode[]): void {
  p.take(openBracket);
  if (p.code() !== closeBracket) children.push(as("size", expression(p)));
  p.take(closeBracket);
}

function parameterList(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  if (p.accept(closeParenthesis)) return p.node("parameter_list", start, noChildren);
  const children: OpenNode[] = [];
  do children.push(p.code() === ellipsis ? p.word("variadic_parameter") : parameter(p));
  while (p.accept(comma));
  p.take(closeParenthesis);
  return p.node("parameter_list", start, children);
}

function parameter(p: DirectCursor): OpenNode {
  const start = p.start();
  const children = specifiers(p);
  if (p.code() !== comma && p.code() !== closeParenthesis) {
    const isNamed = declaresName(p);
    children.push(as("declarator", isNamed ? declarator(p, "identifier") : abstractDeclarator(p)));
  }
  return p.node("parameter_declaration", start, children);
}

/** Whether a parameter's declarator has a name. */
function declaresName(p: DirectCursor): boolean {
  let ahead = 0;
  for (;;) {
    const code = p.code(ahead);
    if (code !== star && code !== qualifierCode && code !== openParenthesis) return code === nameCode;
    ahead++;
  }
}
