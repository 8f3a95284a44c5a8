// Statements, conditionals of the preprocessor and whole texts, as the direct parser reads them.

import {
  breakCode,
  caseCode,
  charCode,
  closeBrace,
  closeParenthesis,
  colon,
  comma,
  complement,
  continueCode,
  defaultCode,
  definedCode,
  doCode,
  elseCode,
  endCode,
  forCode,
  gotoCode,
  hashElifCode,
  hashElseCode,
  hashEndifCode,
  hashIfCode,
  hashIfdefCode,
  ifCode,
  lineEndCode,
  minus,
  nameCode,
  not,
  numberCode,
  openBrace,
  openParenthesis,
  plus,
  precedences,
  returnCode,
  semicolon,
  switchCode,
  typedefCode,
  whileCode,
} from "./direct-codes.js";
import { as, beyond, type DirectCursor } from "./direct-cursor.js";
import { beginsDeclaration, declaration, typeDefinition } from "./direct-declarations.js";
import { commaExpression, expression, parenthesized } from "./direct-expressions.js";
import { noChildren, type OpenNode } from "./tree.js";

/** All that stands in a text. */
export function translationUnit(p: DirectCursor): OpenNode {
  const start = p.start();
  const children: OpenNode[] = [];
  while (p.code() !== endCode) topItem(p, children);
  // The text between the last token and its end belongs to it.
  p.at++;
  return p.node("translation_unit", start, children);
}

function topItem(p: DirectCursor, children: OpenNode[]): void {
  if (p.code() === typedefCode || isConditional(p) || beginsDeclaration(p)) blockItem(p, children);
  else children.push(topStatement(p));
}

/** Macros are used at file level as if they were called; other statements are none there. */
function topStatement(p: DirectCursor): OpenNode {
  if (p.code() !== nameCode && p.code() !== semicolon) throw beyond;
  const node = expressionStatement(p);
  const [inside] = node.children;
  if (inside?.kind === "binary_expression" || inside?.kind === "comma_expression") throw beyond;
  return node;
}

function blockItem(p: DirectCursor, children: OpenNode[]): void {
  if (isConditional(p)) children.push(preprocessed(p, blockItem));
  else if (p.code() === typedefCode) children.push(typeDefinition(p));
  else if (beginsDeclaration(p)) children.push(declaration(p));
  else children.push(statement(p));
}

export function compoundStatement(p: DirectCursor): OpenNode {
  const start = p.start();
  p.take(openBrace);
  p.enter();
  const children: OpenNode[] = [];
  while (p.code() !== closeBrace) blockItem(p, children);
  p.leave();
  p.at++;
  return p.node("compound_statement", start, children);
}

function statement(p: DirectCursor): OpenNode {
  p.enter();
  const node = statementAt(p);
  p.leave();
  return node;
}

function statementAt(p: DirectCursor): OpenNode {
  switch (p.code()) {
    case nameCode:
      return p.code(1) === colon ? labeled(p) : expressionStatement(p);
    case openBrace:
      return compoundStatement(p);
    case ifCode:
      return ifStatement(p);
    case returnCode:
      return returnStatement(p);
    case forCode:
      return forStatement(p);
    case whileCode:
    case switchCode:
      return whileOrSwitch(p);
    case doCode:
      return doStatement(p);
    case caseCode:
    case defaultCode:
      return caseStatement(p);
    case breakCode:
      return jump(p, "break_statement");
    case continueCode:
      return jump(p, "continue_statement");
    case gotoCode:
      return jump(p, "goto_statement");
    default:
      return expressionStatement(p);
  }
}

function expressionStatement(p: DirectCursor): OpenNode {
  const start = p.start();
  if (p.accept(semicolon)) return p.node("expression_statement", start, noChildren);
  const inside = usedExpression(p);
  p.take(semicolon);
  return p.node("expression_statement", start, [inside]);
}

/** An expression where a declaration might stand: `a(b) * c;` would be one, of a type that a macro makes. */
function usedExpression(p: DirectCursor): OpenNode {
  const inside = commaExpression(p);
  const first = inside.kind === "comma_expression" ? inside.children[0] : inside;
  if (first?.operator === "*" && first.children[0]?.kind === "call_expression") throw beyond;
  return inside;
}

function labeled(p: DirectCursor): OpenNode {
  const label = p.leaf("statement_identifier", "label");
  p.at++;
  const inside = beginsDeclaration(p) ? plainDeclaration(p) : statement(p);
  return p.node("labeled_statement", label.start, [label, inside]);
}

/** A declaration where nothing else that begins like one may stand. */
function plainDeclaration(p: DirectCursor): OpenNode {
  const node = declaration(p);
  if (node.kind !== "declaration") throw beyond;
  return node;
}

function ifStatement(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  const children = [as("condition", parenthesized(p)), as("consequence", statement(p))];
  if (p.code() === elseCode) {
    const from = p.start();
    p.at++;
    const inside = statement(p);
    children.push(as("alternative", p.node("else_clause", from, [inside], "else")));
  }
  return p.node("if_statement", start, children, "if");
}

function whileOrSwitch(p: DirectCursor): OpenNode {
  const start = p.start();
  const isSwitch = p.code() === switchCode;
  p.at++;
  const condition = as("condition", parenthesized(p));
  const body = as("body", isSwitch ? compoundStatement(p) : statement(p));
  const word = isSwitch ? "switch" : "while";
  return p.node(`${word}_statement`, start, [condition, body], word);
}

function doStatement(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  const body = as("body", statement(p));
  p.take(whileCode);
  const condition = as("condition", parenthesized(p));
  p.take(semicolon);
  return p.node("do_statement", start, [body, condition], "do");
}

function forStatement(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  p.take(openParenthesis);
  const children: OpenNode[] = [];
  if (beginsDeclaration(p)) children.push(as("initializer", plainDeclaration(p)));
  else {
    if (p.code() !== semicolon) children.push(as("initializer", usedExpression(p)));
    p.take(semicolon);
  }
  optionalUntil(p, semicolon, "condition", children);
  optionalUntil(p, closeParenthesis, "update", children);
  children.push(as("body", statement(p)));
  return p.node("for_statement", start, children, "for");
}

function optionalUntil(p: DirectCursor, end: number, field: string, children: OpenNode[]): void {
  if (p.code() !== end) children.push(as(field, commaExpression(p)));
  p.take(end);
}

function returnStatement(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  const children = p.code() === semicolon ? noChildren : [commaExpression(p)];
  p.take(semicolon);
  return p.node("return_statement", start, children, "return");
}

function jump(p: DirectCursor, kind: string): OpenNode {
  const start = p.start();
  const operator = p.spelling();
  const isGoto = p.code() === gotoCode;
  p.at++;
  const children = isGoto ? [p.name("statement_identifier", "label")] : noChildren;
  p.take(semicolon);
  return p.node(kind, start, children, operator);
}

/** A case has the statements up to the next one; a conditional of the preprocessor ends it as well. */
function caseStatement(p: DirectCursor): OpenNode {
  const start = p.start();
  const operator = p.spelling();
  const isCase = p.code() === caseCode;
  p.at++;
  const children = isCase ? [as("value", expression(p))] : [];
  p.take(colon);
  for (;;) {
    const code = p.code();
    if (code === closeBrace || code === caseCode || code === defaultCode || code >= hashIfCode) break;
    if (code === typedefCode) children.push(typeDefinition(p));
    else children.push(beginsDeclaration(p) ? plainDeclaration(p) : statement(p));
  }
  return p.node("case_statement", start, children, operator);
}

export function isConditional(p: DirectCursor): boolean {
  const code = p.code();
  return code === hashIfCode || code === hashIfdefCode;
}

type ItemReader = (p: DirectCursor, children: OpenNode[]) => void;

/** `#if` or `#ifdef` up to its `#endif`, around items of a kind. */
export function preprocessed(p: DirectCursor, readItem: ItemReader): OpenNode {
  const start = p.start();
  const kind = p.code() === hashIfCode ? "preproc_if" : "preproc_ifdef";
  const { operator, children } = question(p);
  p.enter();
  items(p, readItem, children);
  p.leave();
  p.take(hashEndifCode);
  return p.node(kind, start, children, operator);
}

/** The directive at hand with what it asks. */
function question(p: DirectCursor): { readonly operator: string; readonly children: OpenNode[] } {
  const operator = p.spelling().replace(/[ \t]+/, "");
  const asksName = p.code() === hashIfdefCode;
  p.at++;
  if (asksName) return { operator, children: [p.name("identifier", "name")] };
  const children = [as("condition", condition(p, 1))];
  p.take(lineEndCode);
  return { operator, children };
}

function items(p: DirectCursor, readItem: ItemReader, children: OpenNode[]): void {
  while (p.code() < hashElifCode) {
    if (p.code() === endCode) throw beyond;
    readItem(p, children);
  }
  const start = p.start();
  if (p.code() === hashElseCode) {
    p.at++;
    const inside: OpenNode[] = [];
    while (p.code() < hashElifCode && p.code() !== endCode) readItem(p, inside);
    children.push(as("alternative", p.node("preproc_else", start, inside, "#else")));
  } else if (p.code() === hashElifCode) {
    const asked = question(p);
    p.enter();
    items(p, readItem, asked.children);
    p.leave();
    // Where nothing else is in it, the end of its line belongs to it.
    if (asked.children.length < 2) throw beyond;
    children.push(as("alternative", p.node("preproc_elif", start, asked.children, asked.operator)));
  }
}

/** What `#if` asks: operators that bind at least as tightly as `least`. */
function condition(p: DirectCursor, least: number): OpenNode {
  p.enter();
  let whole = conditionOperand(p);
  for (;;) {
    const level = precedences[p.code()] ?? 0;
    if (level < least || level === 0) break;
    const operator = p.spelling();
    p.at++;
    const right = as("right", condition(p, level + 1));
    whole = p.node("binary_expression", whole.start, [as("left", whole), right], operator);
  }
  p.leave();
  return whole;
}

function conditionOperand(p: DirectCursor): OpenNode {
  const start = p.start();
  const operator = p.spelling();
  switch (p.code()) {
    case nameCode: {
      const name = p.leaf("identifier");
      if (p.code() !== openParenthesis) return name;
      const given = conditionArguments(p);
      return p.node("call_expression", start, [as("function", name), as("arguments", given)]);
    }
    case numberCode:
      return p.leaf("number_literal");
    case charCode:
      return p.leaf("char_literal");
    case definedCode: {
      p.at++;
      const isWrapped = p.accept(openParenthesis);
      const name = p.name("identifier");
      if (isWrapped) p.take(closeParenthesis);
      return p.node("preproc_defined", start, [name], "defined");
    }
    case openParenthesis: {
      p.at++;
      const inside = condition(p, 1);
      p.take(closeParenthesis);
      return p.node("parenthesized_expression", start, [inside]);
    }
    case plus:
    case minus:
      if (p.code(1) === numberCode && p.touchesNext()) throw beyond;
      break;
    case not:
    case complement:
      break;
    default:
      throw beyond;
  }
  p.at++;
  p.enter();
  const argument = as("argument", conditionOperand(p));
  p.leave();
  return p.node("unary_expression", start, [argument], operator);
}

function conditionArguments(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  if (p.accept(closeParenthesis)) return p.node("argument_list", start, noChildren);
  const children: OpenNode[] = [];
  do children.push(condition(p, 1));
  while (p.accept(comma));
  p.take(closeParenthesis);
  return p.node("argument_list", start, children);
}
