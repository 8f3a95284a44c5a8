// Rules inside calls and expressions: what kernel macros take as arguments and the grammar does not take as expressions
// (types, operators, nothing at all, statements), and macros glued to strings.

import { callKind, parenKind } from "./brace-kinds.js";
import {
  alignofBit,
  asmBit,
  headerBit,
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
import { assembly, hideStringMacros, namesInRow, stringNeighbour } from "./rules-strings.js";
import {
  arrowSymbol,
  hiddenToken,
  numberToken,
  operatorSymbol,
  punctuatorToken,
  stringToken,
} from "./tokens.js";
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

/** `NAME.2` as an argument is one pasted word. */
function pastedWord(state: WalkState, i: number): void {
  if (state.isName(i - 1) && state.kindAt(i + 1) === numberToken) {
    state.writer.join(state.startOf(i - 1), state.endOf(i + 1));
  }
}

/** A bare operator as an argument, as in `CHECK(a, <, b)`. */
export function operatorArgument(state: WalkState, i: number): void {
  const before = state.symbolAt(i - 1);
  const symbol = state.symbolAt(i);
  if (symbol === 46) pastedWord(state, i);
  if (before !== 40 && before !== 44) return;
  const next = state.symbolAt(i + 1);
  if (symbol === 46 && state.symbolAt(i + 2) === 61 && state.symbolAt(i + 3) === 123) {
    joinData(state, i, state.matchOf(i + 3));
  } else if (next === 44 || next === 41) {
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

/** `{ 1, 2 }` as an argument is data; with a semicolon inside, it is a block, which the grammar takes. */
export function braceArgument(state: WalkState, i: number): number {
  const before = state.symbolAt(i - 1);
  const close = state.matchOf(i);
  if ((before !== 40 && before !== 44) || close < 0) return i;
  for (let k = i + 1; k < close; k++) if (state.symbolAt(k) === 59) return i;
  joinData(state, i, close);
  return close + 1;
}

/** `[A ... B] = value` as an argument is data. */
export function designatorArgument(state: WalkState, i: number): number {
  const before = state.symbolAt(i - 1);
  if (before !== 40 && before !== 44) return i;
  let last = i;
  for (let k = i; k < state.stream.count; k++) {
    const symbol = state.symbolAt(k);
    if (symbol === 44 || symbol === 41 || symbol === 59) break;
    last = Math.max(k, state.matchOf(k));
    k = last;
  }
  joinData(state, i, last);
  return last + 1;
}

/** Makes one identifier of the tokens `first` to `last`, which are data. */
function joinData(state: WalkState, first: number, last: number): void {
  if (last < 0) return;
  const start = state.startOf(first);
  const end = state.endOf(last);
  state.writer.hide("initializer", start, end, { name: "", args: [start, end] });
  state.writer.join(start, end);
  // What follows in the range is hidden with it.
  for (let k = first; k <= last; k++) state.stream.kind[k] = hiddenToken;
}

/** `10:8` as an argument, as in macros for bit ranges; not the colon of `? :`. */
export function colonInArguments(state: WalkState, i: number): void {
  for (let k = i - 1, steps = 0; k >= 0 && steps < 200; k--, steps++) {
    const symbol = state.symbolAt(k);
    const open = symbol === 41 || symbol === 93 || symbol === 125 ? state.matchOf(k) : -1;
    if (open >= 0) k = open;
    else if (symbol === 63) return;
    else if (symbol === 40 || symbol === 44 || symbol === 59 || symbol === 123) break;
  }
  state.writer.put(state.startOf(i), "+");
  state.writer.hide("other", state.startOf(i), state.endOf(i), { name: ":" });
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
    if (bits & asmBit) return assembly(state, i);
    if (bits & alignofBit) alignOf(state, i);
    if (bits & keywordBit) return i + 1;
    if (state.bitsAt(i - 1) & tagBit) return tagMacro(state, i);
    return stringNeighbour(state, i);
  }
  if (bits & asmBit && state.isName(i + 1)) {
    // `asm volatile (...)`: the qualifiers are the grammar's own.
    let last = i;
    while (state.bitsAt(last + 1) & keywordBit || /^__?volatile(__)?$/.test(state.nameAt(last + 1))) last++;
    return state.symbolAt(last + 1) === 40 ? assembly(state, last) : i + 1;
  }
  if (state.isName(i + 1) && !(bits & (keywordBit | typeBit | storageBit | qualifierBit)))
    namesInRow(state, i);
  return i + 1;
}

/** `__alignof__(*p)` of an expression reads as a call. */
function alignOf(state: WalkState, i: number): void {
  const first = i + 2;
  const close = state.matchOf(i + 1);
  if (close < 0) return;
  const isExpression =
    state.symbolAt(first) === 42 ||
    (state.isName(first) && /[.[(-]/.test(state.stream.text.charAt(state.startOf(first + 1))));
  if (!isExpression || state.bitsAt(first) & (typeofBit | tagBit)) return;
  state.writer.put(state.startOf(i), "X");
  state.hide("other", i, i + 1);
}

/** `struct NAME(x) y`: the tag is made by a macro. */
function tagMacro(state: WalkState, i: number): number {
  const close = state.matchOf(i + 1);
  if (
    close < 0 ||
    !(state.isName(close + 1) || state.symbolAt(close + 1) === 123 || state.symbolAt(close + 1) === 42)
  )
    return i + 1;
  state.hide("other", i, i + 1);
  state.writer.blank(state.startOf(i + 1), state.endOf(close));
  return close + 1;
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

/** `(f(x)) && y` may read as a cast of `&&y`; without the idle parentheses it cannot. */
export function parenthesizedCall(state: WalkState, i: number): void {
  if (state.symbolAt(i + 2) !== 40 || !state.isName(i + 1)) return;
  const close = state.matchOf(i);
  if (close < 0 || state.matchOf(i + 2) !== close - 1) return;
  if (state.bitsAt(i + 1) & (keywordBit | typeBit)) return;
  if (state.bitsAt(i - 1) & (headerBit | typeOperatorBit | typeofBit | asmBit)) return;
  const before = state.symbolAt(i - 1);
  const next = state.symbolAt(close + 1);
  const isAmbiguous = next === 38 || next === 42 || next === 43 || next === 45 || next === operatorSymbol;
  if (!isAmbiguous || before === 41 || before === 93) return;
  state.writer.blank(state.startOf(i), state.endOf(i));
  state.writer.blank(state.startOf(close), state.endOf(close));
}
