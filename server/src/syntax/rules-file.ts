// Rules at file scope, and for the specifiers of any declaration: macros that define things, with or without a
// semicolon; macros that stand for a function's head; unknown words among specifiers, which can only be attributes.

import { parameterKind } from "./brace-kinds.js";
import {
  asmBit,
  keywordBit,
  qualifierBit,
  storageBit,
  tagBit,
  typeBit,
  typeofBit,
  upperBit,
} from "./name-classes.js";
import { nameInExpression } from "./rules-arguments.js";
import { hiddenToken, stringToken } from "./tokens.js";
import type { WalkState } from "./walk-state.js";

/** The words before a declarator's first sign. */
interface Specifiers {
  /** Token indices of the words that are neither keywords nor types of the language. */
  readonly plain: readonly number[];
  /** Whether the language's words already say the type. */
  readonly hasType: boolean;
  readonly hasStar: boolean;
  /** Index of the sign that ends the words. */
  readonly stop: number;
}

/** No declaration has more words of its own before its declarator; prose has. */
const mostWords = 12;

function readSpecifiers(state: WalkState, i: number): Specifiers {
  const plain: number[] = [];
  let hasType = false;
  let hasStar = false;
  let k = i;
  for (; k < state.stream.count; k++) {
    if (!state.isName(k)) {
      if (state.symbolAt(k) !== 42) break;
      hasStar = true;
      continue;
    }
    const bits = state.bitsAt(k);
    if (bits & tagBit) {
      hasType = true;
      if (state.isName(k + 1)) k++;
    } else if (bits & typeofBit && state.symbolAt(k + 1) === 40) {
      hasType = true;
      const close = state.matchOf(k + 1);
      if (close < 0) break;
      k = close;
    } else if (bits & (typeBit | storageBit | qualifierBit)) {
      if (bits & typeBit) hasType = true;
    } else if (bits & keywordBit) break;
    else plain.push(k);
    if (plain.length > mostWords) return { plain: [], hasType: false, hasStar, stop: k };
  }
  return { plain, hasType, hasStar, stop: k };
}

/** Blanks the words of a declaration that can be neither its type nor its name. */
export function hideUnknownAttributes(state: WalkState, i: number): Specifiers {
  const found = readSpecifiers(state, i);
  const { plain, hasType, stop } = found;
  const named = plain.at(-1) === stop - 1;
  const spare = plain.length - (named ? 1 : 0) - (hasType ? 0 : 1);
  if (spare <= 0 || plain.length < 2) return found;
  const candidates = named ? plain.slice(0, -1) : plain;
  const typeWord = hasType
    ? -1
    : (candidates.find((k) => !(state.bitsAt(k) & upperBit) && !state.nameAt(k).startsWith("__")) ??
      candidates[0]);
  for (const k of candidates) {
    if (k === typeWord) continue;
    state.hide("attribute", k, undefined);
    state.writer.blank(state.startOf(k), state.endOf(k));
  }
  return found;
}

/** A declaration that no macro rule applies to. */
export function plainDeclaration(state: WalkState, i: number): number {
  state.atStart = false;
  hideUnknownAttributes(state, i);
  return nameInExpression(state, i);
}

/** A name at the start of an item of the file. */
export function atFileStart(state: WalkState, i: number): number {
  state.atStart = false;
  if (state.bitsAt(i) & asmBit) return i + 1;
  const { plain, hasType, hasStar, stop } = hideUnknownAttributes(state, i);
  const name = stop - 1;
  if (state.symbolAt(stop) === 123 && !hasType && plain.length === 1 && name === i) return i + 1;
  if (state.symbolAt(stop) !== 40) {
    if (state.symbolAt(stop) === 123 && hasType && plain.length === 0) hideIdleStorage(state, i, stop);
    if (isLoneMacro(state, i, plain, stop)) return loneMacro(state, i);
    return nameInExpression(state, i);
  }
  const close = state.matchOf(stop);
  if (close < 0 || plain.at(-1) !== name) {
    state.decidedKinds.set(stop, parameterKind);
    return nameInExpression(state, i);
  }
  if (!hasType && !hasStar && plain.length === 1) return macroItem(state, i, name);
  return declarator(state, { first: i, name, open: stop, close });
}

interface Declarator {
  readonly first: number;
  readonly name: number;
  readonly open: number;
  readonly close: number;
}

/** A word after the brackets of an array can only be an attribute. */
export function attributeAfterArray(state: WalkState, i: number): number {
  const hasArguments = state.symbolAt(i + 1) === 40 && state.matchOf(i + 1) > 0;
  if (state.bitsAt(i) & keywordBit) return i + 1;
  const last = hasArguments ? state.matchOf(i + 1) : i;
  state.hide("attribute", i, hasArguments ? i + 1 : undefined);
  state.writer.blank(state.startOf(i), state.endOf(last));
  return last + 1;
}

/** `static struct s { ... };` declares nothing: the storage word goes. */
function hideIdleStorage(state: WalkState, i: number, stop: number): void {
  const close = state.matchOf(stop);
  if (close < 0 || state.symbolAt(close + 1) !== 59) return;
  for (let k = i; state.bitsAt(k) & (storageBit | qualifierBit) && state.nameAt(k) !== "typedef"; k++) {
    state.writer.blank(state.startOf(k), state.endOf(k));
  }
}

/** `type name(parameters)`, then a body or a semicolon. */
function declarator(state: WalkState, { first, name, open, close }: Declarator): number {
  const past = skipTrailingAttributes(state, close + 1);
  const next = state.symbolAt(past);
  if (next === 61 || next === 91) {
    variableMacro(state, name);
    return close + 1;
  }
  if (past > close + 1 && (next === 123 || next === 59)) {
    for (let k = close + 1; k < past; k++) {
      if (!state.isName(k)) continue;
      const hasArguments = state.symbolAt(k + 1) === 40;
      state.hide("attribute", k, hasArguments ? k + 1 : undefined);
      if (hasArguments) k = state.matchOf(k + 1);
    }
    state.writer.blank(state.startOf(close + 1), state.endOf(past - 1));
  }
  if (next === 123) {
    const end = state.matchOf(past);
    state.functions.push({
      start: state.startOf(first),
      name: state.startOf(name),
      body: state.startOf(past),
      end: end < 0 ? state.stretchEnd : state.endOf(end),
    });
    parameters(state, open, close);
    return past;
  }
  parameters(state, open, close);
  state.decidedKinds.set(open, parameterKind);
  return nameInExpression(state, first);
}

/** Unknown words in a parameter's specifiers. */
function parameters(state: WalkState, open: number, close: number): void {
  let from = open + 1;
  for (let k = open + 1; k <= close; k++) {
    const inner = state.matchOf(k);
    if (k < close && inner > k) k = inner;
    else if (k === close || state.symbolAt(k) === 44) {
      if (k > from + 1 && state.isName(from)) hideUnknownAttributes(state, from);
      from = k + 1;
    }
  }
}

/** Index after the names (and their arguments) that follow a parameter list; not over K&R declarations. */
function skipTrailingAttributes(state: WalkState, from: number): number {
  let k = from;
  while (state.isName(k) && !(state.bitsAt(k) & (keywordBit | typeBit))) {
    if (state.symbolAt(k + 1) === 40) {
      const close = state.matchOf(k + 1);
      if (close < 0) return from;
      k = close + 1;
    } else k++;
  }
  const next = state.symbolAt(k);
  return next === 123 || next === 59 ? k : from;
}

/** `NAME(arguments)` as an item, storage words before it allowed. */
function macroItem(state: WalkState, first: number, name: number): number {
  const open = name + 1;
  const close = state.matchOf(open);
  const next = state.symbolAt(close + 1);
  if (next === 123) return functionMacro(state, first, name);
  if (state.stream.hasSemicolon[open] && name === first) return itemsInMacro(state, name);
  if (next === 61 || next === 91) {
    variableMacro(state, name);
    return close + 1;
  }
  if (next === 44 || next === 46 || next === 58 || next === 40 || next === 41) {
    state.decidedKinds.set(open, parameterKind);
    return name + 1;
  }
  const isWhole = next === 59;
  if (
    !isWhole &&
    state.isName(close + 1) &&
    state.bitsAt(close + 1) & keywordBit &&
    !state.isNewLineAfter(close)
  ) {
    // `ATTRIBUTE(x) static int f()`: the next word goes on with the same item.
    state.hide("attribute", name, open);
    state.writer.blank(state.startOf(name), state.endOf(close));
    state.atStart = true;
    return close + 1;
  }
  if (name > first) state.writer.blank(state.startOf(first), state.endOf(name - 1));
  state.hide("declaration", name, open);
  if (!isWhole && state.insertAfter(close, ";")) state.endsHere[close] = 1;
  return open;
}

/** `NAME(int x; int y;)`: the wrapper goes, the items stay. */
function itemsInMacro(state: WalkState, name: number): number {
  const { stream, writer } = state;
  const open = name + 1;
  const close = state.matchOf(open);
  state.hide("declaration", name, open);
  writer.blank(state.startOf(name), state.endOf(open));
  writer.blank(state.startOf(close), state.endOf(close));
  stream.kind[close] = hiddenToken;
  state.endsHere[close] = 1;
  state.atStart = true;
  return open + 1;
}

/** `NAME(x) { ... }`: a macro for a function's head gets a return type. */
function functionMacro(state: WalkState, first: number, name: number): number {
  const open = name + 1;
  const close = state.matchOf(open);
  const { writer } = state;
  const nameStart = state.startOf(name);
  if (name > first) writer.write(state.startOf(first), state.endOf(name - 1), "int");
  else if (nameStart >= 2 && writer.isBlank(nameStart - 1) && writer.isBlank(nameStart - 2)) {
    writer.put(nameStart - 2, "i");
    writer.put(nameStart - 1, " ");
  } else if (state.endOf(name) - nameStart >= 3) {
    writer.put(nameStart, "i");
    writer.put(nameStart + 1, " ");
  }
  state.hide("declaration", name, open);
  for (let k = open + 1, from = k; k <= close; k++) {
    const inner = state.matchOf(k);
    if (k < close && inner > k) k = inner;
    else if (k === close || state.symbolAt(k) === 44) {
      if (k > from && !isDeclaration(state, from, k)) {
        writer.join(state.startOf(from), state.endOf(k - 1));
        writer.put(state.startOf(from), "_");
      }
      from = k + 1;
    }
  }
  state.functions.push({
    start: state.startOf(first),
    name: nameStart,
    body: state.startOf(close + 1),
    end: state.endOf(state.matchOf(close + 1)),
  });
  return close + 1;
}

function isDeclaration(state: WalkState, from: number, to: number): boolean {
  for (let k = from; k < to; k++) if (!state.isName(k) && state.symbolAt(k) !== 42) return false;
  return state.isName(from) && state.kindAt(from) !== stringToken;
}

/** `NAME(x) = ...`: the argument that names the variable stays. */
export function variableMacro(state: WalkState, name: number): void {
  const open = name + 1;
  const close = state.matchOf(open);
  state.hide("declaration", name, open);
  state.writer.blank(state.startOf(open), state.endOf(close));
  let last = -1;
  let firstName = -1;
  for (let k = open + 1; k < close; k++) {
    if (!state.isName(k)) continue;
    if (firstName < 0) firstName = k;
    last = k;
  }
  const isTypeFirst = firstName >= 0 && (state.bitsAt(firstName) & (typeBit | tagBit | qualifierBit)) !== 0;
  const isPerCpu = /PER_CPU/.test(state.nameAt(name));
  const kept = isTypeFirst || isPerCpu ? last : firstName;
  if (kept >= 0) state.writer.restore(state.startOf(kept), state.endOf(kept));
}

/** A name alone on its line, as in `EXPORT_THIS` without parentheses or semicolon. */
function isLoneMacro(state: WalkState, i: number, plain: readonly number[], stop: number): boolean {
  if (plain[0] !== i || !state.isNewLineAfter(i) || !(state.bitsAt(i) & upperBit)) return false;
  const next = state.bitsAt(i + 1);
  return stop >= state.stream.count || (next & (storageBit | typeBit | tagBit | qualifierBit)) !== 0;
}

function loneMacro(state: WalkState, i: number): number {
  state.hide("declaration", i, undefined);
  state.writer.blank(state.startOf(i), state.endOf(i));
  state.atStart = true;
  return i + 1;
}
