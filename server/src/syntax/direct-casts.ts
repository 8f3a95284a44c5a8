// Whether parentheses hold a type or an operand: what the full parser takes them for, as far as a few tokens tell.

import {
  charCode,
  closeBracket,
  closeParenthesis,
  complement,
  constantCode,
  nameCode,
  not,
  nullCode,
  numberCode,
  offsetofCode,
  openBrace,
  openBracket,
  openParenthesis,
  precedences,
  primitiveCode,
  qualifierCode,
  sizedCode,
  sizeofCode,
  star,
  stringCode,
} from "./direct-codes.js";
import { beyond, type DirectCursor } from "./direct-cursor.js";
import { isTypeWord } from "./direct-declarations.js";

/**
 * Whether the parenthesis at hand holds a type. A name alone may be one: it is where an operand follows (`isBeforeValue`)
 * that nothing but a cast can have there.
 */
export function isTypeInParentheses(p: DirectCursor, isBeforeValue = true): boolean {
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
  const isOneWord = isAlone && (inside === primitiveCode || inside === sizedCode);
  if (isOneWord && !beginsOperandOnly(p.code(ahead + 3))) throw beyond;
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

/** Whether a token begins an operand and cannot stand between two. */
export function beginsOperandOnly(code: number): boolean {
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
