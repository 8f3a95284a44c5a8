// The arguments of a call in a file that is not parsed: where each begins and ends among the tokens.

import {
  closeParenthesis,
  comma,
  firstNameSymbol,
  identifierToken,
  openParenthesis,
  semicolon,
  type Tokens,
} from "../syntax/tokens.js";
import { blockingGfpTrait, gfpTrait } from "./name-traits.js";

/** Symbol of a punctuator. */
const verticalBar = 124;

/** Indices of the first token and of the one behind the last. */
export interface TokenRange {
  readonly first: number;
  readonly end: number;
}

/** An argument, counted from 0, of the call whose parenthesis is at a token; undefined where there is none. */
export function argumentTokens(
  { symbol, count }: Tokens,
  open: number,
  wanted: number,
): TokenRange | undefined {
  let depth = 0;
  let argument = 0;
  let first = open + 1;
  for (let i = open; i < count; i++) {
    const at = symbol[i] ?? 0;
    if (at === openParenthesis) depth++;
    else if (at === closeParenthesis) depth--;
    else if (at === semicolon) return undefined;
    if (depth > 1 || (depth === 1 && at !== comma)) continue;
    if (argument === wanted) return { first, end: i };
    if (depth === 0) return undefined;
    argument++;
    first = i + 1;
  }
  return undefined;
}

/** Whether a gfp mask may let the allocator sleep, for all that its tokens say; `traits` are those of names, by number. */
export function maskMayBlock({ first, end }: TokenRange, tokens: Tokens, traits: Int32Array): boolean {
  let isTold = false;
  for (let at = first; at < end; at++) {
    const one = tokens.symbol[at] ?? 0;
    if (tokens.kind[at] !== identifierToken) {
      if (one !== verticalBar) return true;
      continue;
    }
    const bits = traits[one - firstNameSymbol] ?? 0;
    if (!(bits & gfpTrait) || bits & blockingGfpTrait) return true;
    isTold = true;
  }
  return !isTold;
}
