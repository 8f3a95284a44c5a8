// Rules inside calls and expressions: what kernel macros take as arguments and the grammar does not take as expressions
// (types, operators, nothing at all, statements), and macros glued to strings.

import {
  blockKind,
  callKind,
  enumKind,
  fileKind,
  initializerKind,
  parenKind,
  structKind,
} from "./brace-kinds.js";
import {
  jumpBit,
  keywordBit,
  offsetofBit,
  qualifierBit,
  storageBit,
  tagBit,
  typeBit,
  typeOperatorBit,
  typeofBit,
} from "./name-classes.js";
import { arrowSymbol, identifierToken, punctuatorToken, stringToken } from "./tokens.js";
import type { WalkState } from "./walk-state.js";

/** A name in the arguments of a call; returns the index after what was rewritten, or `i` when nothing was. */
export function argumentToken(state: WalkState, i: number): number {
  const before = state.symbolAt(i - 1);
  if (before !== 40 && before !== 44) return i;
  const bits = state.bitsAt(i);
  if (bits & jumpBit) return jumpArgument(state, i);
  if (bits & (typeBit | tagBit | qualifierBit | storageBit)) return typeArgument(state, i);
  if (bits & keywordBit && !(bits & (typeofBit | typeOperatorBit))) {
    const next = state.symbolAt(i + 1);
    if (next === 44 || next === 41) {
      state.writer.put(state.startOf(i), "_");
      return i + 1;
    }
    return i;
  }
  if (state.isName(i + 1) && !(bits & keywordBit)) return twoNames(state, i);
  return i;
}

/** `return x`, `goto out`, `break` as an argument: the expression in it stays. */
function jumpArgument(state: WalkState, i: number): number {
  const next = state.symbolAt(i + 1);
  state.hide("statement", i, undefined);
  if (next === 44 || next === 41) state.writer.put(state.startOf(i), "_");
  else state.writer.blank(state.startOf(i), state.endOf(i));
  return i + 1;
}

/** A type, or a declaration, as an argument becomes one identifier. */
function typeArgument(state: WalkState, i: number): number {
  let last = i;
  for (let k = i; k < state.stream.count; k++) {
    const symbol = state.symbolAt(k);
    if (symbol === 44 || symbol === 41 || symbol === 59 || symbol === 61) break;
    if (symbol === 123 || symbol === 125) break;
    if (symbol === 40 || symbol === 91) {
      const close = state.matchOf(k);
      if (close < 0) break;
      k = close;
    }
    last = k;
  }
  const start = state.startOf(i);
  const end = state.endOf(last);
  const { writer, stream } = state;
  writer.join(start, end);
  if (last === i) writer.put(start, "_");
  writer.hide("type-argument", start, end, { name: stream.text.slice(start, end) });
  return last + 1;
}

/** `type name` or `PREFIX name` as an argument. */
function twoNames(state: WalkState, i: number): number {
  let last = i + 1;
  while (state.isName(last + 1) && last < i + 6) last++;
  const next = state.symbolAt(last + 1);
  if (state.kindAt(last + 1) === stringToken) {
    hideStringMacros(state, i, last);
    return last + 1;
  }
  if (next !== 44 && next !== 41 && next !== 40) return i;
  if (next === 40) last--;
  const start = state.startOf(i);
  const end = state.endOf(last);
  if (last === i) {
    state.hide("string", i, undefined);
    state.writer.blank(start, end);
    return last + 1;
  }
  state.writer.join(start, end);
  state.writer.hide("type-argument", start, end, { name: state.stream.text.slice(start, end) });
  return last + 1;
}

/** `KERN_INFO PREFIX "text"`: one name before a string is all that the grammar takes. */
function hideStringMacros(state: WalkState, first: number, last: number): void {
  for (let k = first; k < last; k++) {
    state.hide("string", k, undefined);
    state.writer.blank(state.startOf(k), state.endOf(k));
  }
}

/** `type *` as an argument; returns the index after it. */
export function starInArguments(state: WalkState, i: number): number {
  let last = i;
  while (state.symbolAt(last + 1) === 42) last++;
  const next = state.symbolAt(last + 1);
  if (next !== 44 && next !== 41) return i + 1;
  const before = state.symbolAt(i - 2);
  if (!state.isName(i - 1) || (before !== 40 && before !== 44)) {
    if (state.symbolAt(i - 1) === 44 || state.symbolAt(i - 1) === 40) operatorArgument(state, i);
    return i + 1;
  }
  const start = state.startOf(i - 1);
  const end = state.endOf(last);
  state.writer.join(start, end);
  state.writer.hide("type-argument", start, end, { name: state.stream.text.slice(start, end) });
  return last + 1;
}

/** A bare operator as an argument, as in `CHECK(a, <, b)`. */
export function operatorArgument(state: WalkState, i: number): void {
  const before = state.symbolAt(i - 1);
  if (before !== 40 && before !== 44) return;
  const symbol = state.symbolAt(i);
  const next = state.symbolAt(i + 1);
  if (next === 44 || next === 41) {
    const start = state.startOf(i);
    const end = state.endOf(i);
    state.writer.hide("other", start, end, { name: state.stream.text.slice(start, end) });
    for (let at = start; at < end; at++) state.writer.put(at, "_");
  } else if ((symbol === 46 || symbol === arrowSymbol) && state.isName(i + 1)) {
    // A member path as an argument: the names after it stay.
    state.writer.blank(state.startOf(i), state.endOf(i));
  } else if (state.kindAt(i + 1) === punctuatorToken) {
    const past = state.symbolAt(i + 2);
    const isPair = (symbol === 60 || symbol === 62) && (next === 61 || next === symbol);
    if (isPair && (past === 44 || past === 41)) state.writer.join(state.startOf(i), state.endOf(i + 1));
  }
}

/** Nothing at all as an argument, after the `(` or `,` at `i`. */
export function emptyArgument(state: WalkState, i: number): void {
  if (state.top !== callKind) return;
  const next = state.symbolAt(i + 1);
  if (next !== 44 && !(next === 41 && state.symbolAt(i) === 44)) return;
  const { writer } = state;
  if (!writer.insert(state.endOf(i), state.startOf(i + 1), "_")) {
    if (next === 44) writer.put(state.startOf(i + 1), " ");
    else writer.put(state.startOf(i), " ");
  }
}

/** A name in an expression or declaration; returns the index to go on with. */
export function nameInExpression(state: WalkState, i: number): number {
  const bits = state.bitsAt(i);
  const opensCall = state.symbolAt(i + 1) === 40;
  if (bits & typeofBit && opensCall) return typeOf(state, i);
  if (opensCall) {
    if (bits & offsetofBit) return offsetOf(state, i);
    if (bits & keywordBit) return i + 1;
    return stringNeighbour(state, i);
  }
  if (state.isName(i + 1) && !(bits & (keywordBit | typeBit | storageBit | qualifierBit)))
    namesInRow(state, i);
  return i + 1;
}

/** `typeof(x)` is one type name. */
function typeOf(state: WalkState, i: number): number {
  const close = state.matchOf(i + 1);
  if (close < 0) return i + 1;
  state.hide("type-argument", i, i + 1);
  let last = close;
  if (state.top === callKind) while (state.symbolAt(last + 1) === 42) last++;
  state.writer.join(state.startOf(i), state.endOf(last));
  return last + 1;
}

/** `offsetof(type, a.b[c])` is a call; only with a plain member has the grammar a node of its own. */
function offsetOf(state: WalkState, i: number): number {
  const close = state.matchOf(i + 1);
  if (close < 0) return i + 1;
  const isPlain = state.isName(close - 1) && state.symbolAt(close - 2) === 44;
  if (isPlain) {
    state.decidedKinds.set(i + 1, parenKind);
    return i + 1;
  }
  state.writer.put(state.startOf(i), "_");
  state.hide("other", i, i + 1);
  state.decidedKinds.set(i + 1, callKind);
  return i + 1;
}

/** `"a" MACRO(x) "b"`: a string to the preprocessor, so only the name stays. */
function stringNeighbour(state: WalkState, i: number): number {
  const close = state.matchOf(i + 1);
  if (close < 0) return i + 1;
  const isAfter = state.kindAt(i - 1) === stringToken;
  if (!isAfter && state.kindAt(close + 1) !== stringToken) return i + 1;
  if (state.symbolAt(i - 1) === 58) return i + 1;
  state.hide("string", i, i + 1);
  state.writer.blank(state.startOf(i + 1), state.endOf(close));
  return close + 1;
}

/** Two names in a row where an operand stands: the first is a macro that says nothing to the grammar. */
function namesInRow(state: WalkState, i: number): void {
  if (state.bitsAt(i + 1) & keywordBit) return;
  const before = state.symbolAt(i - 1);
  const { top } = state;
  const isString = state.kindAt(i + 2) === stringToken;
  if (state.kindAt(i - 1) === identifierToken && !isString) return;
  if (top === fileKind || top === structKind || top === blockKind || top === enumKind) {
    if (before !== 61) return;
  } else if (top !== initializerKind && top !== callKind && !isString) return;
  if (top === callKind && !isString && before !== 63 && before !== 58) return;
  hideStringMacros(state, i, i + 1);
}
