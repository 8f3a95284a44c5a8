// Rules at the start of a statement: macros that take a body become loops or conditions, macros without a semicolon get
// one, labels before a brace get an empty statement. Where a shape is unknown the layout decides, as it does for readers.

import { blockKind } from "./brace-kinds.js";
import {
  caseBit,
  defaultBit,
  headerBit,
  jumpBit,
  keywordBit,
  looksLikeLoop,
  loopBit,
  prefixBit,
  qualifierBit,
  scopedGuardBit,
  statementBit,
  storageBit,
  tagBit,
  typeBit,
  typeofBit,
  upperBit,
} from "./name-classes.js";
import { nameInExpression } from "./rules-arguments.js";
import { hideUnknownAttributes } from "./rules-file.js";
import { arrowSymbol, incrementSymbol } from "./tokens.js";
import type { WalkState } from "./walk-state.js";

/** A name at the start of a statement; returns the index to go on with. */
export function atStatementStart(state: WalkState, i: number): number {
  const bits = state.bitsAt(i);
  const next = state.symbolAt(i + 1);
  if (bits & keywordBit && !(bits & typeofBit)) return keyword(state, i, bits);
  if (next === 58 && state.symbolAt(i + 2) !== 58) return label(state, i);
  state.atStart = false;
  if (next === 40) {
    if (bits & (typeBit | typeofBit)) return nameInExpression(state, i);
    return callStatement(state, i);
  }
  if (next === 123) return bareHead(state, i);
  if (state.isName(i + 1) || next === 125 || state.isBeforeDirective(i)) return bareName(state, i);
  return nameInExpression(state, i);
}

function keyword(state: WalkState, i: number, bits: number): number {
  state.atStart = (bits & prefixBit) !== 0;
  if (bits & headerBit) {
    const close = state.symbolAt(i + 1) === 40 ? state.matchOf(i + 1) : -1;
    if (close >= 0) state.endsHere[close] = 1;
    return i + 1;
  }
  if (bits & caseBit) {
    state.inCase = true;
    state.ternaries = 0;
  } else if (bits & defaultBit && state.symbolAt(i + 1) === 58) {
    state.atStart = true;
    return i + 2;
  } else if (bits & (storageBit | typeBit | tagBit | qualifierBit)) return declaration(state, i);
  else if (bits & jumpBit) return i + 1;
  return i + 1;
}

/** `static DEFINE_MUTEX(m);` inside a function, and declarations with macros among their specifiers. */
function declaration(state: WalkState, i: number): number {
  let name = i;
  while (state.bitsAt(name) & (storageBit | qualifierBit)) name++;
  const open = name + 1;
  const close = state.symbolAt(open) === 40 ? state.matchOf(open) : -1;
  if (name > i && close >= 0 && state.isName(name) && !(state.bitsAt(name) & (keywordBit | typeBit))) {
    if (state.symbolAt(close + 1) === 59) {
      state.writer.blank(state.startOf(i), state.endOf(name - 1));
      state.hide("declaration", name, open);
      return open;
    }
  }
  hideUnknownAttributes(state, i);
  return nameInExpression(state, i);
}

/** A label wants a statement after it, which the grammar does not see in `}` or a preprocessor line. */
function label(state: WalkState, i: number): number {
  const colon = i + 1;
  if (state.symbolAt(i + 2) === 125 || state.isBeforeDirective(colon)) state.insertAfter(colon, ";");
  state.atStart = true;
  return colon + 1;
}

/** A call at the start of a statement, which may be the head of a loop or a statement without its semicolon. */
function callStatement(state: WalkState, i: number): number {
  const open = i + 1;
  const close = state.matchOf(open);
  if (close < 0) return i + 1;
  const bits = state.bitsAt(i);
  const after = close + 1;
  const next = state.symbolAt(after);
  if (next === 123) return renameToLoop(state, i);
  if (bits & loopBit && (next !== 125 || bits & scopedGuardBit)) return renameToLoop(state, i);
  if (state.stream.hasSemicolon[open]) return statementsAsArgument(state, i);
  if (next === 59) return i + 1;
  const endsBlock = next === 125 || after >= state.stream.count;
  const startsNext = state.isName(after) || (isStatementSign(state, after) && state.isNewLineAfter(close));
  if (!endsBlock && !startsNext && !state.isBeforeDirective(close)) return nameInExpression(state, i);
  if (!endsBlock && state.isName(after) && takesStatement(state, i, close)) return renameToLoop(state, i);
  if (state.isName(after) && !state.isNewLineAfter(close) && !(state.bitsAt(after) & keywordBit)) {
    // `MACRO(x) name = ...` on one line reads as a declaration whose type is the macro.
    if (state.symbolAt(after + 1) !== 40) return nameInExpression(state, i);
  }
  if (state.insertAfter(close, ";")) {
    state.hide("statement", i, open);
    state.endsHere[close] = 1;
  }
  return i + 1;
}

function isStatementSign(state: WalkState, i: number): boolean {
  const symbol = state.symbolAt(i);
  return symbol === incrementSymbol || symbol === 42;
}

/** Whether the statement after the macro belongs to it: it is indented below, or the name says so. */
function takesStatement(state: WalkState, i: number, close: number): boolean {
  if (state.bitsAt(i) & statementBit) return false;
  if (state.isNewLineAfter(close)) return state.indentOf(close + 1) > state.indentOf(i);
  return looksLikeLoop(state.nameAt(i));
}

function renameToLoop(state: WalkState, i: number): number {
  const { writer } = state;
  const open = i + 1;
  const close = state.matchOf(open);
  const start = state.startOf(i);
  const end = state.endOf(i);
  const length = end - start;
  const semicolons = state.stream.hasSemicolon[open] ?? 0;
  const word = semicolons === 2 && length >= 3 ? "for" : length >= 5 ? "while" : "if";
  if (length < word.length) return i + 1;
  state.hide(state.bitsAt(i) & scopedGuardBit ? "scoped-guard" : "loop", i, open);
  state.endsHere[close] = 1;
  if (close > open + 1) writer.write(start, end, word);
  else if (length > word.length) {
    writer.write(start, end - 1, word);
    writer.put(end - 1, "(");
    writer.put(state.startOf(open), "1");
  }
  return i + 1;
}

/** `FOREVER { ... }`: a head without parentheses. */
function bareHead(state: WalkState, i: number): number {
  const start = state.startOf(i);
  const end = state.endOf(i);
  const room = state.startOf(i + 1) - start;
  const text = room >= 8 ? "while(1)" : room >= 5 ? "if(1)" : undefined;
  if (text === undefined) return i + 1;
  state.hide("loop", i, undefined);
  state.writer.write(start, Math.max(end, start + text.length), text);
  return i + 1;
}

/** A name alone: a declaration's type, or a macro that is a whole statement without a semicolon. */
function bareName(state: WalkState, i: number): number {
  const isMacro = (state.bitsAt(i) & upperBit) !== 0;
  const next = state.symbolAt(i + 1);
  const nextBits = state.bitsAt(i + 1);
  const endsHere =
    next === 125 || (nextBits & (headerBit | jumpBit | prefixBit | caseBit | defaultBit)) !== 0;
  const past = state.symbolAt(i + 2);
  const startsCall = state.isName(i + 1) && (past === 40 || past === arrowSymbol || past === 46);
  if (endsHere || (isMacro && startsCall && state.isNewLineAfter(i))) {
    if (state.bitsAt(i) & loopBit) {
      state.hide("loop", i, undefined);
      state.writer.blank(state.startOf(i), state.endOf(i));
      state.atStart = true;
    } else if (state.insertAfter(i, ";")) {
      state.hide("statement", i, undefined);
      state.atStart = true;
    }
    return i + 1;
  }
  hideUnknownAttributes(state, i);
  return nameInExpression(state, i);
}

/** `NAME(a, x; y;)`: the statements become a block: `NAME(a) { x; y; }`. */
function statementsAsArgument(state: WalkState, i: number): number {
  const { writer, stream } = state;
  const open = i + 1;
  const close = state.matchOf(open);
  let comma = -1;
  for (let k = open + 1; k < close; k++) {
    const inner = state.matchOf(k);
    if (inner > k) k = inner;
    else if (state.symbolAt(k) === 44) comma = k;
    else if (state.symbolAt(k) === 59) break;
  }
  state.hide("statement", i, open);
  if (state.symbolAt(close - 1) !== 59 && state.symbolAt(close - 1) !== 125)
    state.insertAfter(close - 1, ";");
  if (comma < 0) {
    writer.blank(state.startOf(i), state.endOf(i));
    writer.put(state.startOf(open), "{");
    pairBraces(state, open, close);
    return open;
  }
  const length = state.endOf(i) - state.startOf(i);
  if (length < 2 || !writer.insert(state.endOf(comma), state.startOf(comma + 1), "{")) return i + 1;
  writer.write(state.startOf(i), state.endOf(i), length >= 5 ? "while" : "if");
  writer.put(state.startOf(comma), ")");
  stream.match[open] = comma;
  stream.symbol[comma] = 41;
  stream.match[comma] = open;
  writer.put(state.startOf(close), "}");
  stream.symbol[close] = 125;
  stream.match[close] = -1;
  state.pendingBlocks.add(comma);
  return i + 1;
}

function pairBraces(state: WalkState, open: number, close: number): void {
  state.writer.put(state.startOf(close), "}");
  state.stream.symbol[open] = 123;
  state.stream.symbol[close] = 125;
  state.decidedKinds.set(open, blockKind);
}
