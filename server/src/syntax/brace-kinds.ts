// What an opening brace opens, judged by the tokens before it. Shared by the choice of `#if` arms, which runs on the
// raw tokens, and by the walk, which runs on what remains.

import { enumBit, headerBit, jumpBit, keywordBit, tagBit } from "./name-classes.js";
import { firstNameSymbol, identifierToken, operatorSymbol, punctuatorToken, stringToken } from "./tokens.js";

export const fileKind = 0;
export const blockKind = 1;
export const structKind = 2;
export const enumKind = 3;
export const initializerKind = 4;
/** Arguments of a call or macro. */
export const callKind = 5;
/** Parentheses of a cast, a condition, an operator. */
export const parenKind = 6;
/** Parameters of a declarator. */
export const parameterKind = 7;
export const bracketKind = 8;

/** The arrays that both kinds of token list have. */
export interface TokenArrays {
  readonly kind: Uint8Array;
  readonly symbol: Int32Array;
}

/** The tokens before a brace, and what encloses it. */
export interface BraceContext {
  /** Index of the token before the brace, -1 at the start. */
  readonly before: number;
  /** The kind of the innermost open bracket. */
  readonly top: number;
  /** When a `)` stands before the brace: index of the token before its `(`; else -1. */
  readonly beforeOpen: number;
}

/** The kind of brace after the token `context.before`. */
export function braceKind(tokens: TokenArrays, classes: Int32Array, context: BraceContext): number {
  const { before, top, beforeOpen } = context;
  if (before < 0) return blockKind;
  const kind = tokens.kind[before] ?? 0;
  const symbol = tokens.symbol[before] ?? 0;
  if (kind === stringToken) return top === initializerKind ? initializerKind : fileKind;
  if (kind === identifierToken) return braceAfterName(tokens, classes, before, top);
  if (kind !== punctuatorToken) return top === initializerKind ? initializerKind : blockKind;
  if (symbol === 61) return initializerKind;
  if (symbol === 41) {
    if (top === fileKind || top === structKind) return blockKind;
    if (top === initializerKind) return initializerKind;
    const bits = beforeOpen < 0 ? 0 : bitsAt(tokens, classes, beforeOpen);
    if (beforeOpen >= 0 && tokens.kind[beforeOpen] === identifierToken) {
      return bits & keywordBit && !(bits & headerBit) ? initializerKind : blockKind;
    }
    return beforeOpen >= 0 && isOperandStart(tokens.symbol[beforeOpen] ?? 0) ? initializerKind : blockKind;
  }
  if (top === initializerKind && symbol !== 40) return initializerKind;
  return blockKind;
}

function braceAfterName(tokens: TokenArrays, classes: Int32Array, before: number, top: number): number {
  for (let i = before, steps = 0; i >= 0 && steps < 4; i--, steps++) {
    if (tokens.kind[i] !== identifierToken) break;
    const bits = bitsAt(tokens, classes, i);
    if (bits & tagBit) return bits & enumBit ? enumKind : structKind;
  }
  if (bitsAt(tokens, classes, before) & jumpBit) return initializerKind;
  return top === initializerKind ? initializerKind : blockKind;
}

/** After these a parenthesis is the type of a compound literal. */
function isOperandStart(symbol: number): boolean {
  return (
    symbol === 61 ||
    symbol === 40 ||
    symbol === 44 ||
    symbol === 38 ||
    symbol === 63 ||
    symbol === operatorSymbol
  );
}

function bitsAt(tokens: TokenArrays, classes: Int32Array, index: number): number {
  return classes[(tokens.symbol[index] ?? 0) - firstNameSymbol] ?? 0;
}
