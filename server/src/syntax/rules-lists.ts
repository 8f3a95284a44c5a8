// Rules inside initializers and enumerations: elements that are macros without a comma, enumerators that are macros with
// arguments, and bulk tables, which cost most of the parse and tell the analysis nothing.

import { enumKind, initializerKind } from "./brace-kinds.js";
import { callableBit, keywordBit, upperBit } from "./name-classes.js";
import { argumentToken, nameInExpression } from "./rules-arguments.js";
import { identifierToken, punctuatorToken, stringToken } from "./tokens.js";
import type { WalkState } from "./walk-state.js";

/**
 * Tables of fewer tokens are cheap to parse and left alone; a much greater number would leave the costly ones in, a
 * smaller one would hide small initializers whose values c-types could use.
 */
const bulkTokens = 160;

/** A name at the start of an element. */
export function atElementStart(state: WalkState, i: number): number {
  state.atStart = false;
  const bits = state.bitsAt(i);
  const open = i + 1;
  if (state.symbolAt(open) !== 40 || bits & keywordBit) {
    if (state.symbolAt(open) === 123 && separate(state, i)) {
      state.hide("initializer", i, undefined);
      state.atStart = true;
      return i + 1;
    }
    if (state.isName(open) && !((bits | state.bitsAt(open)) & keywordBit)) return bareElement(state, i);
    const next = argumentToken(state, i);
    return next > i ? next : nameInExpression(state, i);
  }
  const close = state.matchOf(open);
  if (close < 0) return i + 1;
  const after = close + 1;
  if (state.top === enumKind) {
    state.hide("initializer", i, open);
    state.writer.blank(state.startOf(open), state.endOf(close));
    if (state.isName(after)) separate(state, close);
    state.atStart = state.isName(after);
    return after;
  }
  const symbol = state.symbolAt(after);
  if (symbol === 61) {
    // `INDEX(1) = value`: a designator hidden in a macro.
    state.hide("initializer", i, open);
    state.writer.blank(state.startOf(i), state.endOf(after));
    return after + 1;
  }
  if (state.isName(after) || symbol === 46 || symbol === 123 || symbol === 91) {
    state.hide("initializer", i, open);
    if (separate(state, close)) state.endsHere[close] = 1;
  }
  return nameInExpression(state, i);
}

/** Puts a comma after token `i`, unless the choice of `#if` arms has put one there. */
function separate(state: WalkState, i: number): boolean {
  if (!state.writer.isFree(state.endOf(i), state.startOf(i + 1))) return true;
  return state.insertAfter(i, ",");
}

/** After `}` in a list: a macro or another list follows without a comma. */
export function afterInnerList(state: WalkState, i: number): void {
  if (state.top !== initializerKind) return;
  if ((state.isName(i + 1) || state.symbolAt(i + 1) === 123) && separate(state, i)) state.atStart = true;
}

/** After `]` in a list: `[INDEX] { ... }` wants its `=`. */
export function afterDesignator(state: WalkState, i: number): void {
  if (state.top !== initializerKind) return;
  const before = state.symbolAt(state.matchOf(i) - 1);
  const isDesignator = before === 123 || before === 44 || before === 93;
  if (isDesignator && (state.symbolAt(i + 1) === 123 || state.kindAt(i + 1) === stringToken))
    state.insertAfter(i, "=");
}

/** A macro without arguments that stands for whole elements, its comma included. */
function bareElement(state: WalkState, i: number): number {
  const after = state.symbolAt(i + 2);
  const endsElement = after === 44 || after === 125 || after === 40 || state.isName(i + 2);
  if (endsElement && state.isNewLineAfter(i) && separate(state, i)) {
    state.hide("initializer", i, undefined);
    state.atStart = true;
    return i + 1;
  }
  return nameInExpression(state, i);
}

/** Masks the initializer that opens at `i` when it is a bulk table; returns the index after it, or `i`. */
export function maskBulk(state: WalkState, i: number): number {
  const close = state.matchOf(i);
  if (close < 0 || close - i < bulkTokens || state.top === initializerKind) return i;
  for (let k = i + 1; k < close; k++) {
    if (state.stream.kind[k] === identifierToken) {
      if (namesFunction(state, k)) return i;
    } else if (state.stream.symbol[k] === 59) return i;
  }
  const start = state.endOf(i);
  const end = state.startOf(close);
  state.writer.hide("initializer", state.startOf(i), state.endOf(close), { name: "", args: [start, end] });
  state.writer.blank(start, end);
  return close + 1;
}

/** Whether the name at `k` may be a function, so that the table may register it somewhere. */
function namesFunction(state: WalkState, k: number): boolean {
  const bits = state.stream.bits[k] ?? 0;
  if (bits & (upperBit | keywordBit)) return false;
  const before = state.symbolAt(k - 1);
  const after = state.symbolAt(k + 1);
  if (before === 46 && state.kindAt(k - 1) === punctuatorToken) return false;
  if (bits & callableBit && after !== 40) return true;
  const isValue = before === 61 || before === 44 || before === 123;
  const isWhole = after === 44 || after === 125;
  return isValue && isWhole && !isMacroArgument(state, k);
}

/** Whether the name stands between parentheses: looks back over the element only. */
function isMacroArgument(state: WalkState, k: number): boolean {
  for (let j = k - 1; j >= 0 && j > k - 24; j--) {
    const symbol = state.symbolAt(j);
    if (symbol === 40) return true;
    if (symbol === 41 || symbol === 123 || symbol === 61) return false;
  }
  return false;
}
