// Rules inside structures: macros that declare members.

import { keywordBit, qualifierBit, tagBit, typeBit } from "./name-classes.js";
import { plainDeclaration } from "./rules-file.js";
import { identifierToken } from "./tokens.js";
import type { WalkState } from "./walk-state.js";

/** A name at the start of a member. */
export function atFieldStart(state: WalkState, i: number): number {
  const open = i + 1;
  if (state.symbolAt(open) !== 40 || state.bitsAt(i) & keywordBit) return plainDeclaration(state, i);
  const close = state.matchOf(open);
  const isFunctionPointer = state.symbolAt(open + 1) === 42 || state.symbolAt(open + 1) === 94;
  if (close < 0 || isFunctionPointer) {
    state.atStart = false;
    return i + 1;
  }
  state.hide("declaration", i, open);
  const name = state.nameAt(i);
  if (/^_*struct_group/.test(name)) return structGroup(state, i, name);
  memberMacro(state, i);
  const symbol = state.symbolAt(close + 1);
  const goesOn = symbol === 59 || symbol === 44 || symbol === 91 || symbol === 58;
  state.atStart = !goesOn;
  if (!goesOn && !state.insertAfter(close, ";")) state.writer.put(state.startOf(close), ";");
  return close + 1;
}

/** A bit-field without a name: the grammar wants one, so the width goes and stands in the record. */
export function bitField(state: WalkState, i: number): number {
  state.atStart = false;
  const before = state.symbolAt(i - 1);
  const isUnnamed = before === 44 || isTypeWord(state, i - 1);
  if (!isUnnamed) return i + 1;
  let past = i + 1;
  while (past < state.stream.count && state.symbolAt(past) !== 44 && state.symbolAt(past) !== 59) past++;
  const start = state.startOf(i);
  const end = state.endOf(past - 1);
  state.writer.hide("other", start, end, { name: ":", args: [state.endOf(i), end] });
  state.writer.blank(start, end);
  if (before === 44) state.writer.blank(state.startOf(i - 1), state.endOf(i - 1));
  else if (state.symbolAt(past) === 44) state.writer.blank(state.startOf(past), state.endOf(past));
  return past;
}

/** Whether the word before the colon is the member's type, which ends no declarator. */
function isTypeWord(state: WalkState, i: number): boolean {
  if (state.bitsAt(i) & typeBit) return true;
  const before = state.symbolAt(i - 1);
  const isFirst = before === 59 || before === 123 || before === 125;
  return state.isName(i) && (isFirst || (state.bitsAt(i - 1) & qualifierBit) !== 0);
}

/** `struct_group(name, members)`: the members stay, the wrapper goes. */
function structGroup(state: WalkState, i: number, name: string): number {
  const open = i + 1;
  const close = state.matchOf(open);
  const wanted = /_tagged|_attr/.test(name) ? 2 : 1;
  let comma = open;
  for (let k = open + 1, seen = 0; k < close && seen < wanted; k++) {
    const inner = state.matchOf(k);
    if (inner > k) k = inner;
    else if (state.symbolAt(k) === 44) {
      comma = k;
      seen++;
    }
  }
  state.writer.blank(state.startOf(i), state.endOf(comma));
  state.writer.blank(state.startOf(close), state.endOf(close));
  if (state.symbolAt(close + 1) === 59) state.writer.blank(state.startOf(close + 1), state.endOf(close + 1));
  state.atStart = true;
  return comma + 1;
}

/** `NAME(member, ...)` → `NAME member`; with a type first, `type member`. */
function memberMacro(state: WalkState, i: number): void {
  const { writer } = state;
  const open = i + 1;
  const close = state.matchOf(open);
  if (close === open + 1) {
    writer.blank(state.startOf(open), state.endOf(close));
    return;
  }
  const comma = commaAfter(state, open, close);
  if (comma < close && state.bitsAt(open + 1) & (typeBit | tagBit)) {
    writer.blank(state.startOf(i), state.endOf(open));
    writer.blank(state.startOf(comma), state.endOf(comma));
    const past = commaAfter(state, comma, close);
    const from = past < close ? state.startOf(past) : state.startOf(close);
    writer.blank(from, state.endOf(close));
    return;
  }
  let member = open + 1;
  if (!(state.kindAt(member) === identifierToken) && comma < close) member = comma + 1;
  writer.blank(state.startOf(open), state.endOf(close));
  if (state.kindAt(member) === identifierToken) writer.restore(state.startOf(member), state.endOf(member));
}

function commaAfter(state: WalkState, from: number, close: number): number {
  for (let k = from + 1; k < close; k++) {
    const inner = state.matchOf(k);
    if (inner > k) k = inner;
    else if (state.symbolAt(k) === 44) return k;
  }
  return close;
}
