// Expressions, as the direct parser reads them. Where the grammar of the full parser takes one reading of several, the
// one it takes is told here; where that hangs on more than a few tokens, the text is left to it.

import { as, beyond, type DirectCursor } from "./direct-cursor.js";
import { abstractDeclarator, isTypeWord, typeDescriptor } from "./direct-declarations.js";
import { compoundStatement } from "./direct-statements.js";
import {
  charCode,
  codeOf,
  constantCode,
  nameCode,
  nullCode,
  numberCode,
  offsetofCode,
  primitiveCode,
  qualifierCode,
  sizeofCode,
  stringCode,
} from "./direct-tokens.js";
import { noChildren, type OpenNode } from "./tree.js";

const openParenthesis = codeOf("(");
const closeParenthesis = codeOf(")");
const openBracket = codeOf("[");
const closeBracket = codeOf("]");
const openBrace = codeOf("{");
const closeBrace = codeOf("}");
const comma = codeOf(",");
const colon = codeOf(":");
const question = codeOf("?");
const equals = codeOf("=");
const dot = codeOf(".");
const arrow = codeOf("->");
const ellipsis = codeOf("...");
const star = codeOf("*");
const ampersand = codeOf("&");
const bothTrue = codeOf("&&");
const plus = codeOf("+");
const minus = codeOf("-");
const not = codeOf("!");
const complement = codeOf("~");
const increment = codeOf("++");
const decrement = codeOf("--");

/** How tightly an operator between two operands binds; 0 for what is none. */
export const precedences: Uint8Array = (() => {
  const levels = ["||", "&&", "|", "^", "&", "== !=", "< <= > >=", "<< >>", "+ -", "* / %"];
  const table = new Uint8Array(256);
  for (const [level, operators] of levels.entries())
    for (const operator of operators.split(" ")) table[codeOf(operator)] = level + 1;
  return table;
})();

const tightest = precedences[star];

/** 1 for operators that assign. */
const assigning: Uint8Array = (() => {
  const table = new Uint8Array(256);
  for (const operator of "= *= /= %= += -= <<= >>= &= ^= |=".split(" ")) table[codeOf(operator)] = 1;
  return table;
})();

const assignable = new Set([
  "identifier",
  "call_expression",
  "field_expression",
  "pointer_expression",
  "subscript_expression",
  "parenthesized_expression",
]);

/** Expressions with commas between. */
export function commaExpression(p: DirectCursor): OpenNode {
  const left = expression(p);
  if (!p.accept(comma)) return left;
  p.enter();
  const right = as("right", commaExpression(p));
  p.leave();
  return p.node("comma_expression", left.start, [as("left", left), right]);
}

/** An expression without commas of its own. */
export function expression(p: DirectCursor): OpenNode {
  const first = unary(p);
  if (assigning[p.code()] === 1) return assignment(p, first);
  const condition = precedences[p.code()] === 0 ? first : binary(p, first, 1);
  return p.code() === question ? conditional(p, condition) : condition;
}

function assignment(p: DirectCursor, left: OpenNode): OpenNode {
  if (!assignable.has(left.kind)) throw beyond;
  const operator = p.spelling();
  p.at++;
  p.enter();
  const right = as("right", expression(p));
  p.leave();
  return p.node("assignment_expression", left.start, [as("left", left), right], operator);
}

/** `first` and the operators behind it that bind at least as tightly as `least`. */
function binary(p: DirectCursor, first: OpenNode, least: number): OpenNode {
  let whole = first;
  for (let nrLinks = 1; ; nrLinks++) {
    const level = precedences[p.code()] ?? 0;
    if (level < least || level === 0) return whole;
    p.link(nrLinks);
    const isCast = p.isDoubted() && isPrefixToo(p.code());
    const operator = p.spelling();
    p.at++;
    let right = unary(p);
    if ((precedences[p.code()] ?? 0) > level) {
      // As a cast, the left side would bind more tightly than what follows.
      if (isCast) throw beyond;
      p.enter();
      right = binary(p, right, level + 1);
      p.leave();
    }
    whole = p.node("binary_expression", whole.start, [as("left", whole), as("right", right)], operator);
  }
}

/** Whether an operator may stand before an operand as well; `&&` is two of them. */
function isPrefixToo(code: number): boolean {
  return code === plus || code === minus || code === star || code === ampersand || code === bothTrue;
}

function conditional(p: DirectCursor, condition: OpenNode): OpenNode {
  const children = [as("condition", condition)];
  p.take(question);
  p.enter();
  if (p.code() !== colon) children.push(as("consequence", commaExpression(p)));
  p.take(colon);
  children.push(as("alternative", expression(p)));
  p.leave();
  // The assignment would be the alternative's.
  if (children.at(-1)?.kind === "assignment_expression") throw beyond;
  return p.node("conditional_expression", condition.start, children, "?");
}

/** An operand with its prefixes. Behind a sign, `++` is left for whoever stands around: it is applied to the signed. */
function unary(p: DirectCursor, isBehindSign = false): OpenNode {
  p.enter();
  const node = unaryAt(p, isBehindSign);
  p.leave();
  return node;
}

function unaryAt(p: DirectCursor, isBehindSign: boolean): OpenNode {
  const code = p.code();
  switch (code) {
    case nameCode:
    case stringCode:
      return postfix(p, stringsOrName(p), isBehindSign);
    case openParenthesis:
      return isTypeInParentheses(p) ? cast(p) : postfix(p, operandOrType(p), isBehindSign);
    case plus:
    case minus:
      if (p.code(1) === numberCode && p.touchesNext()) return signedNumber(p);
      return signed(p, isBehindSign);
    case not:
    case complement:
      return signed(p, isBehindSign);
    case star:
    case ampersand:
      return prefixed(p, "pointer_expression");
    case increment:
    case decrement: {
      const node = prefixed(p, "update_expression");
      if (isUpdate(p.code())) throw beyond;
      return node;
    }
    case sizeofCode:
      return sizeOf(p);
    default:
      return postfix(p, literal(p, code), isBehindSign);
  }
}

function isUpdate(code: number): boolean {
  return code === increment || code === decrement;
}

function prefixed(p: DirectCursor, kind: string): OpenNode {
  const start = p.start();
  const operator = p.spelling();
  p.at++;
  const argument = as("argument", unary(p));
  return p.node(kind, start, [argument], operator);
}

function signed(p: DirectCursor, isBehindSign: boolean): OpenNode {
  const start = p.start();
  const operator = p.spelling();
  p.at++;
  const argument = as("argument", unary(p, true));
  const node = p.node("unary_expression", start, [argument], operator);
  return !isBehindSign && isUpdate(p.code()) ? updated(p, node) : node;
}

function signedNumber(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at += 2;
  return p.node("number_literal", start, noChildren);
}

function literal(p: DirectCursor, code: number): OpenNode {
  switch (code) {
    case numberCode:
      return p.leaf("number_literal");
    case charCode:
      return p.leaf("char_literal");
    case constantCode:
      return p.leaf(p.spelling().toLowerCase());
    case nullCode:
      return p.word("null");
    case offsetofCode:
      return offsetOf(p);
    default:
      throw beyond;
  }
}

/** A name, a string, or several of them side by side. */
function stringsOrName(p: DirectCursor): OpenNode {
  const isName = p.code() === nameCode;
  const next = p.code(1);
  if (isName ? next !== stringCode : next !== stringCode && next !== nameCode)
    return p.leaf(isName ? "identifier" : "string_literal");
  const start = p.start();
  const parts: OpenNode[] = [];
  for (;;) {
    if (p.code() === nameCode) parts.push(p.leaf("identifier"));
    else if (p.code() === stringCode) parts.push(p.leaf("string_literal"));
    else break;
  }
  // A macro among them that is given something.
  if (p.code() === openParenthesis) throw beyond;
  return p.node("concatenated_string", start, parts);
}

function postfix(p: DirectCursor, operand: OpenNode, isBehindSign: boolean): OpenNode {
  let whole = operand;
  for (let nrLinks = 1; ; nrLinks++) {
    p.link(nrLinks);
    const code = p.code();
    if (code === openParenthesis) {
      const list = as("arguments", argumentList(p));
      whole = p.node("call_expression", whole.start, [as("function", whole), list]);
    } else if (code === arrow || code === dot) {
      p.at++;
      const field = p.name("field_identifier", "field");
      const operator = code === arrow ? "->" : ".";
      whole = p.node("field_expression", whole.start, [as("argument", whole), field], operator);
    } else if (code === openBracket) {
      p.at++;
      const index = as("index", expression(p));
      p.take(closeBracket);
      whole = p.node("subscript_expression", whole.start, [as("argument", whole), index]);
    } else if (!isBehindSign && isUpdate(code)) whole = updated(p, whole);
    else return whole;
  }
}

function updated(p: DirectCursor, argument: OpenNode): OpenNode {
  const operator = p.spelling();
  p.at++;
  if (isUpdate(p.code())) throw beyond;
  return p.node("update_expression", argument.start, [as("argument", argument)], operator);
}

function argumentList(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  if (p.accept(closeParenthesis)) return p.node("argument_list", start, noChildren);
  const children: OpenNode[] = [];
  do children.push(p.code() === openBrace ? compoundStatement(p) : expression(p));
  while (p.accept(comma));
  p.take(closeParenthesis);
  return p.node("argument_list", start, children);
}

/** An expression or statements in parentheses. */
export function parenthesized(p: DirectCursor): OpenNode {
  const start = p.start();
  p.take(openParenthesis);
  const inside = p.code() === openBrace ? compoundStatement(p) : commaExpression(p);
  p.take(closeParenthesis);
  return p.node("parenthesized_expression", start, [inside]);
}

/** The same where it may turn out to be the type of a cast: a name, which may be of a function or an array. */
function operandOrType(p: DirectCursor): OpenNode {
  const node = parenthesized(p);
  const kind = node.children[0]?.kind;
  if (kind === "identifier" || kind === "call_expression" || kind === "subscript_expression") p.doubt();
  return node;
}

function cast(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  const type = as("type", typeDescriptor(p));
  p.take(closeParenthesis);
  if (p.code() === openBrace) {
    const value = as("value", initializerList(p));
    return postfix(p, p.node("compound_literal_expression", start, [type, value]), false);
  }
  const value = as("value", unary(p));
  return p.node("cast_expression", start, [type, value]);
}

function sizeOf(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  const isType = p.code() === openParenthesis && isTypeInParentheses(p, false);
  const isName = p.code() === openParenthesis && p.code(1) === nameCode && p.code(2) === closeParenthesis;
  if (!isType && !isName) {
    const value = as("value", unary(p));
    // A call, or the type of a function.
    const isCall = value.children[0]?.kind === "call_expression";
    if (isCall && value.kind === "parenthesized_expression") throw beyond;
    return p.node("sizeof_expression", start, [value], "sizeof");
  }
  let operand: OpenNode;
  if (isType) {
    p.at++;
    operand = as("type", typeDescriptor(p));
    p.take(closeParenthesis);
  } else operand = as("value", parenthesized(p));
  // What looks like an operand behind it is one of a cast, and much else that the full parser weighs.
  const isSigned = (p.code() === plus || p.code() === minus) && p.code(1) === numberCode && p.touchesNext();
  if (continues(p.code()) || (isSigned && (isType || precedences[p.code(2)] === tightest))) throw beyond;
  return p.node("sizeof_expression", start, [operand], "sizeof");
}

function continues(code: number): boolean {
  return (
    beginsOperandOnly(code) ||
    isUpdate(code) ||
    code === openParenthesis ||
    code === openBracket ||
    code === dot ||
    code === arrow
  );
}

/** Whether a token begins an operand and cannot stand between two. */
function beginsOperandOnly(code: number): boolean {
  switch (code) {
    case nameCode:
    case numberCode:
    case stringCode:
    case charCode:
    case constantCode:
    case nullCode:
    case sizeofCode:
    case offsetofCode:
    case not:
    case complement:
    case openBrace:
      return true;
    default:
      return false;
  }
}

function offsetOf(p: DirectCursor): OpenNode {
  const start = p.start();
  p.at++;
  p.take(openParenthesis);
  const type = as("type", typeDescriptor(p));
  p.take(comma);
  const member = p.name("field_identifier", "member");
  p.take(closeParenthesis);
  return p.node("offsetof_expression", start, [type, member], "offsetof");
}

/**
 * Whether the parenthesis at hand holds a type. A name alone may be one: it is where an operand follows (`isBeforeValue`)
 * that nothing but a cast can have there.
 */
function isTypeInParentheses(p: DirectCursor, isBeforeValue = true): boolean {
  const first = p.code(1);
  if (first !== nameCode) return isTypeWord(first);
  switch (p.code(2)) {
    case closeParenthesis:
      return isBeforeValue && castsNameTo(p, 3);
    case qualifierCode:
      return true;
    case star: {
      let ahead = 3;
      while (p.code(ahead) === star || p.code(ahead) === qualifierCode) ahead++;
      return p.code(ahead) === closeParenthesis || p.code(ahead) === openBracket;
    }
    case openParenthesis: {
      let ahead = 3;
      while (p.code(ahead) === star) ahead++;
      return ahead > 3 && p.code(ahead) === closeParenthesis;
    }
    case openBracket:
      return p.code(3) === closeBracket || isArrayLiteral(p);
    default:
      return false;
  }
}

/** Whether what stands `ahead`, behind a name in parentheses, makes that a cast. */
function castsNameTo(p: DirectCursor, ahead: number): boolean {
  const code = p.code(ahead);
  if (code !== openParenthesis) return beginsOperandOnly(code);
  const inside = p.code(ahead + 1);
  const isAlone = p.code(ahead + 2) === closeParenthesis;
  if (inside === nameCode) return isAlone && beginsOperandOnly(p.code(ahead + 3));
  // What the grammar has a word for may be the name of something as well.
  if (inside === primitiveCode && isAlone && !beginsOperandOnly(p.code(ahead + 3))) throw beyond;
  return isTypeWord(inside);
}

/** `(u8[N]){ ... }`. */
function isArrayLiteral(p: DirectCursor): boolean {
  let ahead = 3;
  while (p.code(ahead) !== closeBracket) {
    const code = p.code(ahead);
    if (code !== nameCode && code !== numberCode && precedences[code] === 0) return false;
    ahead++;
  }
  return p.code(ahead + 1) === closeParenthesis && p.code(ahead + 2) === openBrace;
}

/** `{ ... }` as a value. */
export function initializerList(p: DirectCursor): OpenNode {
  const start = p.start();
  p.take(openBrace);
  p.enter();
  const children: OpenNode[] = [];
  while (p.code() !== closeBrace) {
    children.push(initializer(p));
    if (!p.accept(comma)) break;
  }
  p.take(closeBrace);
  p.leave();
  return p.node("initializer_list", start, children);
}

/** What stands behind `=`: values in braces or an expression. */
export function value(p: DirectCursor): OpenNode {
  return p.code() === openBrace ? initializerList(p) : expression(p);
}

function initializer(p: DirectCursor): OpenNode {
  const code = p.code();
  if (code === dot || code === openBracket) {
    const start = p.start();
    const children = [designator(p)];
    while (p.code() === dot || p.code() === openBracket) children.push(designator(p));
    p.take(equals);
    children.push(as("value", value(p)));
    return p.node("initializer_pair", start, children, "=");
  }
  if (code === nameCode && p.code(1) === colon) {
    const start = p.start();
    const name = p.leaf("field_identifier", "designator");
    p.at++;
    const children = [name, as("value", value(p))];
    return p.node("initializer_pair", start, children);
  }
  return value(p);
}

function designator(p: DirectCursor): OpenNode {
  const start = p.start();
  if (p.accept(dot)) {
    const name = p.name("field_identifier");
    return as("designator", p.node("field_designator", start, [name], "."));
  }
  p.take(openBracket);
  const first = expression(p);
  if (p.accept(ellipsis)) {
    const children = [as("start", first), as("end", expression(p))];
    p.take(closeBracket);
    return as("designator", p.node("subscript_range_designator", start, children, "..."));
  }
  p.take(closeBracket);
  return as("designator", p.node("subscript_designator", start, [first]));
}

/** Brackets with what stands in them, behind what is an array; `children` become the array's. */
export function arraySize(p: DirectCursor, children: OpenNode[]): void {
  p.take(openBracket);
  if (p.code() !== closeBracket) children.push(as("size", expression(p)));
  p.take(closeBracket);
}

/** A declarator without a name, where there is one. */
export function abstractIfAny(p: DirectCursor): OpenNode | undefined {
  const code = p.code();
  return code === star || code === openParenthesis || code === openBracket
    ? abstractDeclarator(p)
    : undefined;
}
