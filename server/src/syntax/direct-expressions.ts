// Expressions, as the direct parser reads them. Where the grammar of the full parser takes one reading of several, the
// one it takes is told here; where that hangs on more than a few tokens, the text is left to it.

import { beginsOperandOnly, isTypeInParentheses } from "./direct-casts.js";
import {
  ampersand,
  arrow,
  bothTrue,
  charCode,
  closeBracket,
  closeParenthesis,
  codeOf,
  colon,
  comma,
  complement,
  constantCode,
  decrement,
  dot,
  increment,
  minus,
  nameCode,
  not,
  nullCode,
  numberCode,
  offsetofCode,
  openBrace,
  openBracket,
  openParenthesis,
  plus,
  precedences,
  question,
  sizeofCode,
  star,
  stringCode,
} from "./direct-codes.js";
import { as, beyond, type DirectCursor } from "./direct-cursor.js";
import { typeDescriptor } from "./direct-declarations.js";
import { initializerList } from "./direct-initializers.js";
import { compoundStatement } from "./direct-statements.js";
import { noChildren, type OpenNode } from "./tree.js";

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
