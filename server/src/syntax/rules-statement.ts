// Rules at the start of a statement: macros that take a body become loops or conditions, macros without a semicolon get
// one, labels before a brace get an empty statement. Where a shape is unknown the layout decides, as it does for readers.

import { blockKind } from "./brace-kinds.js";
import {
  asmBit,
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
import { hideUnknownAttributes, variableMacro } from "./rules-file.js";
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
    if (state.isName(i + 1) && state.symbolAt(i + 2) === 40) return headWithoutParentheses(state, i);
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
  else if (
    bits & jumpBit &&
    state.symbolAt(i + 1) === 42 &&
    state.symbolAt(i + 2) !== 40 &&
    state.nameAt(i) === "goto"
  ) {
    // `goto *labels[i]`: no label to jump to.
    state.hide("statement", i, undefined);
    state.writer.blank(state.startOf(i), state.endOf(i));
  } else if (bits & asmBit) {
    state.atStart = false;
    return nameInExpression(state, i);
  }
  return i + 1;
}

/** `if time_after(a, b)`: the macro brings the parentheses along. */
function headWithoutParentheses(state: WalkState, i: number): number {
  const close = state.matchOf(i + 2);
  if (close < 0 || !state.insertAfter(i, "(")) return i + 1;
  if (state.insertAfter(close, ")")) state.endsHere[close] = 1;
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
  if (next === 61 && state.symbolAt(after + 1) === 123 && bits & upperBit) {
    variableMacro(state, i);
    return after;
  }
  if (bits & loopBit && (next !== 125 || bits & scopedGuardBit)) return renameToLoop(state, i);
  if (state.stream.hasSemicolon[open]) return statementsAsArgument(state, i, open);
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
  const isLabelNext = state.isName(i + 1) && past === 58 && state.symbolAt(i + 3) !== 58;
  const isMacroNext =
    isMacro && (nextBits & upperBit) !== 0 && state.isNewLineAfter(i) && past !== 59 && past !== 61;
  const startsCall = state.isName(i + 1) && (past === 40 || past === arrowSymbol || past === 46);
  if (endsHere || isLabelNext || isMacroNext || (isMacro && startsCall && state.isNewLineAfter(i))) {
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

/** Where the statements among the arguments of a call begin: after the last comma before the first semicolon. */
function commaBeforeStatements(state: WalkState, open: number): number {
  const close = state.matchOf(open);
  let comma = -1;
  for (let k = open + 1; k < close; k++) {
    const inner = state.matchOf(k);
    if (inner > k) k = inner;
    else if (state.symbolAt(k) === 44) comma = k;
    else if (state.symbolAt(k) === 59 || state.bitsAt(k) & (headerBit | prefixBit)) break;
  }
  return comma;
}

function endsStatement(state: WalkState, close: number): boolean {
  const before = state.symbolAt(close - 1);
  return before === 59 || before === 125;
}

/** `f(a, x; y;)` inside an expression: the grammar takes a block as an argument: `f(a, {x; y;})`. */
export function statementsInCall(state: WalkState, open: number): void {
  const close = state.matchOf(open);
  const comma = commaBeforeStatements(state, open);
  if (state.pendingBlocks.has(comma) || !isArgumentBlockPossible(state, comma, close)) return;
  state.insertAfter(comma, "{");
  state.writer.insert(state.endOf(close - 1), state.startOf(close), "}");
  state.hide("statement", open - 1, open);
  state.pendingBlocks.add(comma);
  state.closesBlocks.add(close);
}

function isArgumentBlockPossible(state: WalkState, comma: number, close: number): boolean {
  if (comma < 0 || close < 0 || !endsStatement(state, close)) return false;
  return state.startOf(comma + 1) > state.endOf(comma) && state.startOf(close) > state.endOf(close - 1);
}

/** `NAME(a, x; y;)`: the statements become a block: `NAME(a) { x; y; }`. */
function statementsAsArgument(state: WalkState, i: number, open: number): number {
  const { writer } = state;
  const close = state.matchOf(open);
  const comma = commaBeforeStatements(state, open);
  const length = state.endOf(i) - state.startOf(i);
  if (comma < 0) {
    state.hide("statement", i, open);
    writer.blank(state.startOf(i), state.endOf(i));
    writer.put(state.startOf(open), "{");
    state.stream.symbol[open] = 123;
    state.decidedKinds.set(open, blockKind);
    closeWithBrace(state, close);
    return open;
  }
  // With room on both sides the walk makes a block of the argument when it comes to the parenthesis.
  if (isArgumentBlockPossible(state, comma, close)) return i + 1;
  if (length < 2 || !state.insertAfter(comma, "{")) return i + 1;
  state.hide("statement", i, open);
  writer.write(state.startOf(i), state.endOf(i), length >= 5 ? "while" : "if");
  writer.put(state.startOf(comma), ")");
  state.stream.match[open] = comma;
  state.stream.symbol[comma] = 41;
  state.stream.match[comma] = open;
  state.stream.hasSemicolon[open] = 0;
  state.pendingBlocks.add(comma);
  closeWithBrace(state, close);
  return i + 1;
}

/** Makes a `}` of the `)` at `close`; where a last semicolon is missing, `);` becomes `;}`. */
function closeWithBrace(state: WalkState, close: number): void {
  const { writer, stream } = state;
  let brace = close;
  if (!endsStatement(state, close) && !state.insertAfter(close - 1, ";")) {
    writer.put(state.startOf(close), ";");
    stream.symbol[close] = 59;
    stream.match[close] = -1;
    if (state.symbolAt(close + 1) !== 59) {
      state.insertAfter(close, "}");
      state.pendingEnds.add(close);
      return;
    }
    brace = close + 1;
  }
  writer.put(state.startOf(brace), "}");
  stream.symbol[brace] = 125;
  stream.match[brace] = -1;
}
