// The walk: once over the tokens of a reading with a stack of open brackets, which says at each token what the grammar
// expects there. Rules rewrite what the grammar would not take; everything else passes.

import {
  blockKind,
  braceKind,
  bracketKind,
  callKind,
  enumKind,
  fileKind,
  initializerKind,
  parameterKind,
  parenKind,
  structKind,
} from "./brace-kinds.js";
import { caseBit, keywordBit, prefixBit } from "./name-classes.js";
import type { Stretch } from "./resync.js";
import {
  argumentToken,
  braceArgument,
  colonInArguments,
  designatorArgument,
  emptyArgument,
  nameInExpression,
  operatorArgument,
  parenthesizedCall,
  starInArguments,
} from "./rules-arguments.js";
import { atFileStart, attributeAfterArray } from "./rules-file.js";
import { afterDesignator, afterInnerList, atElementStart, maskBulk } from "./rules-lists.js";
import { atStatementStart, statementsInCall } from "./rules-statement.js";
import { atFieldStart, bitField } from "./rules-struct.js";
import { ellipsisSymbol, identifierToken, numberToken, punctuatorToken, stringToken } from "./tokens.js";
import type { WalkState } from "./walk-state.js";

/** Walks over the tokens of one stretch, which begins and ends at file scope. */
export function walk(state: WalkState, classes: Int32Array, { first, last }: Stretch): void {
  const { stream } = state;
  state.beginStretch(stream.start[first] ?? 0, stream.start[last + 1] || stream.text.length);
  let i = first;
  while (i <= last) {
    switch (stream.kind[i]) {
      case identifierToken:
        i = name(state, i);
        break;
      case punctuatorToken:
        i = punctuator(state, classes, i);
        break;
      case stringToken:
        state.atStart = false;
        i++;
        break;
      case numberToken:
        number(state, i);
        state.atStart = false;
        i++;
        break;
      default:
        // What a rule has hidden may end an item.
        state.atStart = state.endsHere[i] === 1;
        i++;
    }
  }
}

function name(state: WalkState, i: number): number {
  const { top } = state;
  if (state.atStart) {
    if (top === blockKind) return atStatementStart(state, i);
    if (top === fileKind) return atFileStart(state, i);
    if (top === structKind) return atFieldStart(state, i);
    if (top === initializerKind || top === enumKind) return atElementStart(state, i);
  }
  state.atStart = false;
  if (state.symbolAt(i - 1) === 93 && isDeclaring(top)) return attributeAfterArray(state, i);
  const bits = state.stream.bits[i] ?? 0;
  if (bits & keywordBit) {
    if (bits & prefixBit && top === blockKind) state.atStart = true;
    if (bits & caseBit) state.inCase = true;
  }
  if (top === callKind) {
    const next = argumentToken(state, i);
    if (next > i) return next;
  }
  return nameInExpression(state, i);
}

function isDeclaring(kind: number): boolean {
  return kind === fileKind || kind === blockKind || kind === structKind;
}

/** `1SHOT_MSI` and other pasted tokens become identifiers. */
function number(state: WalkState, i: number): void {
  const start = state.startOf(i);
  const end = state.endOf(i);
  let at = start + 1;
  while (at < end && isDigit(state.stream.text.charCodeAt(at))) at++;
  if (at === end) return;
  const text = state.stream.text.slice(start, end);
  if (/^(0[xX][\da-fA-F.]+([pP][+-]?\d+)?|0[bB][01]+|[\d.]+([eE][+-]?\d+)?)[uUlLfFiIjJ]*$/.test(text)) return;
  state.writer.join(start, end);
  state.writer.put(start, "_");
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function punctuator(state: WalkState, classes: Int32Array, i: number): number {
  const { stream } = state;
  const symbol = stream.symbol[i] ?? 0;
  switch (symbol) {
    case 123:
      return openBrace(state, classes, i);
    case 125:
      return closeBrace(state, i);
    case 40:
      state.kinds.push(parenthesisKind(state, i));
      state.atStart = false;
      if (state.top === parenKind) parenthesizedCall(state, i);
      emptyArgument(state, i);
      if (state.top === callKind && state.stream.hasSemicolon[i]) statementsInCall(state, i);
      return i + 1;
    case 91:
      if (state.top === callKind) {
        const past = designatorArgument(state, i);
        if (past > i) return past;
      }
      state.kinds.push(bracketKind);
      state.atStart = false;
      return i + 1;
    case 41:
    case 93:
      if (state.closesBlocks.has(i) && state.top === blockKind) state.kinds.pop();
      if (state.kinds.length > 1 && isParenthesis(state.top)) state.kinds.pop();
      state.atStart = state.endsHere[i] === 1;
      if (state.pendingBlocks.has(i)) openPendingBlock(state);
      if (symbol === 93) afterDesignator(state, i);
      return i + 1;
    case 59:
      if (!isParenthesis(state.top)) {
        if (state.top === structKind && isAfterEnd(state, i))
          state.writer.blank(state.startOf(i), state.endOf(i));
        state.atStart = true;
        state.inCase = false;
        if (state.top === fileKind) state.itemStarts.push(stream.end[i] ?? 0);
      }
      if (state.pendingEnds.has(i) && state.top === blockKind) state.kinds.pop();
      return i + 1;
    case 58:
      return colon(state, i);
    case 44:
      if (state.endsHere[i] === 1) state.atStart = true;
      else state.atStart = state.top === initializerKind || state.top === enumKind;
      if (state.top === callKind) emptyArgument(state, i);
      if (state.pendingBlocks.has(i)) openPendingBlock(state);
      return i + 1;
    case 63:
      if (state.inCase) state.ternaries++;
      state.atStart = false;
      return i + 1;
    case 42:
      state.atStart = false;
      if (state.top === callKind) return starInArguments(state, i);
      return i + 1;
    default:
      if (symbol === ellipsisSymbol && state.inCase) caseRange(state, i);
      else if (state.top === callKind) operatorArgument(state, i);
      state.atStart = false;
      return i + 1;
  }
}

/** Whether nothing stands before the semicolon, which the grammar does not take inside a structure. */
function isAfterEnd(state: WalkState, i: number): boolean {
  const before = state.symbolAt(i - 1);
  return before === 59 || before === 123;
}

function isParenthesis(kind: number): boolean {
  return kind >= callKind;
}

function parenthesisKind(state: WalkState, i: number): number {
  const decided = state.decidedKinds.get(i);
  if (decided !== undefined) return decided;
  if (state.kindAt(i - 1) !== identifierToken) return parenKind;
  if (state.bitsAt(i - 1) & keywordBit) return parenKind;
  return state.top === parameterKind ? parameterKind : callKind;
}

function openBrace(state: WalkState, classes: Int32Array, i: number): number {
  const decided = state.decidedKinds.get(i);
  let kind = decided;
  if (kind === undefined) {
    const isAfterParenthesis = state.symbolAt(i - 1) === 41;
    const beforeOpen = isAfterParenthesis ? state.matchOf(i - 1) - 1 : -1;
    kind = braceKind(state.stream, classes, { before: i - 1, top: state.top, beforeOpen });
  }
  if (state.top === callKind) {
    const past = braceArgument(state, i);
    if (past > i) {
      state.atStart = false;
      return past;
    }
  }
  if (kind === initializerKind) {
    const past = maskBulk(state, i);
    if (past > i) {
      state.atStart = false;
      return past;
    }
  }
  state.kinds.push(kind);
  state.atStart = true;
  state.inCase = false;
  return i + 1;
}

function closeBrace(state: WalkState, i: number): number {
  const { kinds } = state;
  while (kinds.length > 1 && isParenthesis(state.top)) kinds.pop();
  const closed = kinds.length > 1 ? (kinds.pop() ?? fileKind) : fileKind;
  if (closed === structKind || closed === enumKind || closed === initializerKind) state.atStart = false;
  else state.atStart = !isParenthesis(state.top);
  state.inCase = false;
  if (closed === initializerKind) afterInnerList(state, i);
  if (state.top === fileKind && state.atStart) state.itemStarts.push(state.endOf(i));
  return i + 1;
}

function colon(state: WalkState, i: number): number {
  if (state.top === structKind) return bitField(state, i);
  if (state.inCase && !isParenthesis(state.top)) {
    if (state.ternaries > 0) state.ternaries--;
    else {
      state.inCase = false;
      state.atStart = true;
    }
  } else {
    state.atStart = state.endsHere[i] === 1;
    if (state.top === callKind) colonInArguments(state, i);
  }
  return i + 1;
}

function openPendingBlock(state: WalkState): void {
  state.kinds.push(blockKind);
  state.atStart = true;
}

/** `case 1 ... 3:` is no expression to the grammar; as `1 + 3` it is. */
function caseRange(state: WalkState, i: number): void {
  const start = state.startOf(i);
  state.writer.write(start, state.endOf(i), " +");
  state.writer.hide("other", start, state.endOf(i), { name: "..." });
}
