// The tokens of one reading: what is left after the choice of arms and without attributes, brackets matched.

import type { ArmChoice } from "./conditionals.js";
import type { MaskWriter } from "./mask-writer.js";
import {
  attributeBit,
  attributeCallBit,
  callableBit,
  headerBit,
  keywordBit,
  prefixBit,
  qualifierBit,
  storageBit,
  tagBit,
  typeBit,
} from "./name-classes.js";
import {
  arrowSymbol,
  blankToken,
  directiveToken,
  firstNameSymbol,
  identifierToken,
  punctuatorToken,
  type Tokens,
} from "./tokens.js";

/** Parallel arrays like those of `Tokens`, without directives. */
export interface Stream {
  readonly text: string;
  readonly count: number;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly symbol: Int32Array;
  /** Bits of the name; 0 for what is no identifier. */
  readonly bits: Int32Array;
  /** Index of the partner of a bracket, -1 for none. */
  readonly match: Int32Array;
  /** Where the next thing that stays in the text begins: a token or a directive. */
  readonly limit: Int32Array;
  /** Number of `;` directly inside a `(`; 1 where an argument begins with a statement's keyword. */
  readonly hasSemicolon: Uint8Array;
  readonly names: readonly string[];
  /** Whether every bracket has its partner. */
  readonly isBalanced: boolean;
}

/** Builds the stream of a reading; attributes are blanked and recorded on the way. */
export function buildStream(
  tokens: Tokens,
  classes: Int32Array,
  choice: ArmChoice,
  writer: MaskWriter,
): Stream {
  const arrays = compact(tokens, classes, choice, writer);
  const { count, kind, symbol, bits } = arrays;
  const match = new Int32Array(count).fill(-1);
  const hasSemicolon = new Uint8Array(count);
  const isBalanced = matchBrackets({ kind, symbol, bits, match, hasSemicolon }, 0, count);
  return { text: tokens.text, names: tokens.names, ...arrays, match, hasSemicolon, isBalanced };
}

type Arrays = Pick<Stream, "count" | "kind" | "start" | "end" | "symbol" | "bits" | "limit">;

function compact(tokens: Tokens, classes: Int32Array, choice: ArmChoice, writer: MaskWriter): Arrays {
  const total = tokens.count;
  const { fate } = choice;
  const { kind: rawKind, start: rawStart, end: rawEnd, symbol: rawSymbol } = tokens;
  const kind = new Uint8Array(total);
  const start = new Int32Array(total);
  const end = new Int32Array(total);
  const symbol = new Int32Array(total);
  const bits = new Int32Array(total);
  const limit = new Int32Array(total);
  let count = 0;
  let depth = 0;
  for (let i = 0; i < total; i++) {
    const tokenKind = rawKind[i] ?? 0;
    if (fate[i] !== 0 || tokenKind === blankToken) continue;
    const from = rawStart[i] ?? 0;
    if (count > 0 && limit[count - 1] === 0) limit[count - 1] = from;
    if (tokenKind === directiveToken) continue;
    const s = rawSymbol[i] ?? 0;
    let b = 0;
    if (tokenKind === identifierToken) {
      b = classes[s - firstNameSymbol] ?? 0;
      if (b & (attributeBit | attributeCallBit)) {
        const past = attributeEnd(tokens, classes, fate, i);
        if (past > i && !isUsedAsName(tokens, bits, { kind, symbol, count, index: i, past })) {
          hideAttribute(tokens, writer, i, past);
          // The tokens of its arguments are skipped with it.
          i = past - 1;
          if (count > 0) limit[count - 1] = 0;
          continue;
        }
      }
    } else if (tokenKind === punctuatorToken) {
      if (s === 123) depth++;
      else if (s === 125) depth--;
      else if (s === 40 && depth <= 0 && count > 0 && kind[count - 1] === identifierToken) {
        const name = (symbol[count - 1] ?? 0) - firstNameSymbol;
        classes[name] = (classes[name] ?? 0) | callableBit;
      }
    }
    kind[count] = tokenKind;
    start[count] = from;
    end[count] = rawEnd[i] ?? 0;
    symbol[count] = s;
    bits[count] = b;
    count++;
  }
  if (count > 0 && limit[count - 1] === 0) limit[count - 1] = tokens.text.length;
  return { count, kind, start, end, symbol, bits, limit };
}

/** In tokens; no attribute is as long, and without a bound unclosed ones would each be looked for to the end. */
const longestAttribute = 2000;

/** Raw index after the attribute at `index`; `index` itself when it cannot be one there. */
function attributeEnd(tokens: Tokens, classes: Int32Array, fate: Uint8Array, index: number): number {
  const b = classes[(tokens.symbol[index] ?? 0) - firstNameSymbol] ?? 0;
  if (!(b & attributeCallBit)) return index + 1;
  if (tokens.symbol[index + 1] !== 40) return b & attributeBit ? index + 1 : index;
  let depth = 0;
  const most = Math.min(tokens.count, index + longestAttribute);
  for (let i = index + 1; i < most; i++) {
    if (fate[i] !== 0) continue;
    const s = tokens.symbol[i] ?? 0;
    if (s === 40) depth++;
    else if (s === 41 && --depth === 0) return i + 1;
    else if (s === 59 || s === 123 || s === 125) break;
  }
  return index;
}

interface AttributePlace {
  readonly kind: Uint8Array;
  readonly symbol: Int32Array;
  readonly count: number;
  readonly index: number;
  readonly past: number;
}

/** Whether the word stands where a field, a variable or a label of that name would. */
function isUsedAsName(tokens: Tokens, bits: Int32Array, place: AttributePlace): boolean {
  const { kind, symbol, count, index, past } = place;
  const before = count - 1;
  const previous = before < 0 ? 59 : (symbol[before] ?? 0);
  if (previous === 46 || previous === arrowSymbol || previous === 61) return true;
  const next = tokens.symbol[past] ?? 0;
  if (past > index + 1) return false;
  if (next === 58 && (previous === 59 || previous === 123 || previous === 125)) return true;
  if (kind[before] !== identifierToken) {
    // `* name;` names a pointer, unless the kernel's double underscore marks an attribute.
    return (
      previous === 42 &&
      next !== 41 &&
      next !== 44 &&
      (next === 59 || next === 61 || next === 91) &&
      isPlain(tokens, index)
    );
  }
  const typeLike =
    (bits[before] ?? 0) & (typeBit | tagBit) || isTypeLike(tokens.names[previous - firstNameSymbol] ?? "");
  if ((bits[before] ?? 0) & (storageBit | qualifierBit | keywordBit) && !typeLike) return false;
  const endsDeclarator = next === 59 || next === 61 || next === 91 || next === 58;
  return Boolean(typeLike) && endsDeclarator && isPlain(tokens, index);
}

function isPlain(tokens: Tokens, index: number): boolean {
  return !(tokens.names[(tokens.symbol[index] ?? 0) - firstNameSymbol] ?? "").startsWith("__");
}

function isTypeLike(name: string): boolean {
  return /_t$|^_*[us](8|16|32|64)$|^__[bl]e(16|32|64)$/.test(name);
}

function hideAttribute(tokens: Tokens, writer: MaskWriter, index: number, past: number): void {
  const start = tokens.start[index] ?? 0;
  const end = tokens.end[past - 1] ?? start;
  const name = tokens.names[(tokens.symbol[index] ?? 0) - firstNameSymbol] ?? "";
  writer.blank(start, end);
  if (past === index + 1) writer.hide("attribute", start, end, { name });
  else writer.hide("attribute", start, end, { name, args: [tokens.end[index + 1] ?? 0, end - 1] });
}

interface Brackets {
  readonly bits: Int32Array;
  readonly kind: Uint8Array;
  readonly symbol: Int32Array;
  readonly match: Int32Array;
  readonly hasSemicolon: Uint8Array;
}

/** Pairs the brackets of the tokens from `from` to before `to`; a brace closes parentheses still open inside it. */
export function matchBrackets(
  { kind, symbol, bits, match, hasSemicolon }: Brackets,
  from: number,
  to: number,
): boolean {
  const open: number[] = [];
  let isBalanced = true;
  /** A statement's keyword right at the start of an argument counts like a semicolon. */
  const markStatement = (top: number | undefined, i: number): void => {
    const before = symbol[i - 1];
    if (top !== undefined && symbol[top] === 40 && (before === 40 || before === 44)) hasSemicolon[top] = 1;
  };
  for (let i = from; i < to; i++) {
    if (kind[i] !== punctuatorToken) {
      if ((bits[i] ?? 0) & (headerBit | prefixBit)) markStatement(open.at(-1), i);
      continue;
    }
    const s = symbol[i] ?? 0;
    if (s === 40 || s === 123 || s === 91) open.push(i);
    else if (s === 59) {
      const top = open.at(-1);
      if (top !== undefined && symbol[top] === 40) hasSemicolon[top] = (hasSemicolon[top] ?? 0) + 1;
    } else if (s === 41 || s === 93) {
      const top = open.at(-1);
      if (top !== undefined && symbol[top] === (s === 41 ? 40 : 91)) {
        open.pop();
        match[top] = i;
        match[i] = top;
      } else isBalanced = false;
    } else if (s === 125) {
      let top = open.pop();
      while (top !== undefined && symbol[top] !== 123) {
        isBalanced = false;
        top = open.pop();
      }
      if (top === undefined) isBalanced = false;
      else {
        match[top] = i;
        match[i] = top;
      }
    }
  }
  return isBalanced && open.length === 0;
}
