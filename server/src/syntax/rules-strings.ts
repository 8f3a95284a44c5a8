// Rules around string literals: macros glued to strings, assembler templates, and macros that stand before an operand.
// To the preprocessor they are strings or nothing; the grammar takes at most one name beside a string.

import {
  blockKind,
  callKind,
  enumKind,
  fileKind,
  initializerKind,
  parenKind,
  structKind,
} from "./brace-kinds.js";
import { keywordBit } from "./name-classes.js";
import { identifierToken, stringToken } from "./tokens.js";
import type { WalkState } from "./walk-state.js";

/** Macros among the strings of an assembler template go; a template without any string gets an empty one. */
export function assembly(state: WalkState, i: number): number {
  const open = i + 1;
  const close = state.matchOf(open);
  if (close < 0) return open;
  state.decidedKinds.set(open, parenKind);
  if (
    /[=;]/.test(state.stream.text.charAt(state.startOf(close + 1))) &&
    state.isName(i - 1) &&
    !(state.bitsAt(i - 1) & keywordBit)
  ) {
    // `register long r0 asm("r0") = x`
    state.hide("attribute", i, open);
    state.writer.blank(state.startOf(i), state.endOf(close));
    return close + 1;
  }
  let hasString = false;
  let firstName = -1;
  let k = open + 1;
  for (; k < close && state.symbolAt(k) !== 58; k++) {
    if (state.kindAt(k) === stringToken) hasString = true;
    if (!state.isName(k)) continue;
    if (firstName < 0) firstName = k;
    const inner = state.symbolAt(k + 1) === 40 ? state.matchOf(k + 1) : -1;
    const last = Math.max(inner, k);
    state.hide("string", k, inner > k ? k + 1 : undefined);
    state.writer.blank(state.startOf(k), state.endOf(last));
    k = last;
  }
  if (!hasString && firstName >= 0 && state.endOf(firstName) - state.startOf(firstName) >= 2) {
    state.writer.put(state.startOf(firstName), '"');
    state.writer.put(state.startOf(firstName) + 1, '"');
  }
  return firstName < 0 ? open : openAfter(state, open, k);
}

/** Goes on at `k` with the parenthesis `open` already open. */
function openAfter(state: WalkState, open: number, k: number): number {
  state.kinds.push(parenKind);
  state.atStart = false;
  return Math.max(open + 1, k);
}

/** `"a" MACRO(x) "b"`: a string to the preprocessor, so only the name stays. */
export function stringNeighbour(state: WalkState, i: number): number {
  const close = state.matchOf(i + 1);
  if (close < 0) return i + 1;
  const isAfter = state.kindAt(i - 1) === stringToken;
  if (!isAfter && state.kindAt(close + 1) !== stringToken) return i + 1;
  if (state.symbolAt(i - 1) === 58) return i + 1;
  const operand = state.symbolAt(i - 2);
  if (isAfter && state.top === parenKind && (operand === 58 || operand === 44 || operand === 93)) {
    // `"r" cpu_to_le32(x)`, an operand of asm: the macro brings the parentheses along.
    state.hide("other", i, i + 1);
    state.writer.blank(state.startOf(i), state.endOf(i));
    return i + 1;
  }
  state.hide("string", i, i + 1);
  state.writer.blank(state.startOf(i + 1), state.endOf(close));
  return close + 1;
}

/** Two names in a row where an operand stands: the first is a macro that says nothing to the grammar. */
export function namesInRow(state: WalkState, i: number): void {
  if (state.bitsAt(i + 1) & keywordBit) return;
  const before = state.symbolAt(i - 1);
  const { top } = state;
  const isString = state.kindAt(i + 2) === stringToken;
  if (state.kindAt(i - 1) === identifierToken && !isString) return;
  if (top === fileKind || top === structKind || top === blockKind || top === enumKind) {
    if (before !== 61) return;
  } else if (top !== initializerKind && top !== callKind && !isString) return;
  if (top === callKind && !isString && before !== 63 && before !== 58) return;
  let last = i + 1;
  while (state.isName(last + 1) && !(state.bitsAt(last + 1) & keywordBit)) last++;
  hideStringMacros(state, i, last);
}

/** `KERN_INFO PREFIX "text"`: one name before a string is all that the grammar takes. */
export function hideStringMacros(state: WalkState, first: number, last: number): void {
  for (let k = first; k < last; k++) {
    state.hide("string", k, undefined);
    state.writer.blank(state.startOf(k), state.endOf(k));
  }
}
