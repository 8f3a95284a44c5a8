// C text → tokens, one linear scan, as parallel arrays (a driver of 15,000 lines has 200,000 tokens: objects would cost
// more than the parse). Preprocessor lines are single tokens; comments are spans of their own. Identifiers and
// punctuators are numbers ("symbols"), so that everything after works without touching strings.

import type { Span } from "../base/span.js";

/** Kinds of token. */
export const identifierToken = 1;
export const numberToken = 2;
export const stringToken = 3;
export const charToken = 4;
export const punctuatorToken = 5;
export const directiveToken = 6;
/** A directive that has been blanked; never made by the tokenizer. */
export const blankToken = 8;
/** What a rule has hidden whole; never made by the tokenizer. */
export const hiddenToken = 7;

/** Symbols of some punctuators: their character codes. */
export const openParenthesis = 40;
export const closeParenthesis = 41;
export const comma = 44;
export const dot = 46;
export const colon = 58;
export const semicolon = 59;
export const equals = 61;
export const openBrace = 123;
export const closeBrace = 125;

/** Symbols of punctuators of more than one character; a single one is its own character code. */
export const arrowSymbol = 128;
export const ellipsisSymbol = 129;
export const operatorSymbol = 130;
export const assignOperatorSymbol = 131;
export const incrementSymbol = 132;

/** Identifiers' symbols start here, in order of first appearance. */
export const firstNameSymbol = 256;

/** The tokens of one text. Arrays are longer than `count`. */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** For punctuators and identifiers; 0 otherwise. */
  readonly symbol: Int32Array;
  /** Identifier spellings; a symbol `s` is `names[s - firstNameSymbol]`. */
  readonly names: readonly string[];
  /** For each of `names` its hash, as `hashOfName` makes it. */
  readonly hashes: Int32Array;
  readonly comments: readonly Span[];
  /** Offsets of backslashes that join no lines. */
  readonly strays: readonly number[];
}

const identifierStart = 1;
const identifierPart = 2;
const digit = 4;
const space = 8;

/** Character classes of ASCII; everything above counts as space (only comments and strings hold it in C). */
const classes: Uint8Array = (() => {
  const table = new Uint8Array(128);
  for (let c = 0; c < 128; c++) {
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
    if (letter) table[c] = identifierStart | identifierPart;
    if (c >= 48 && c <= 57) table[c] = identifierPart | digit;
    if (c <= 32) table[c] = space;
  }
  return table;
})();

/** The hash by which the tokenizer knows a name. */
export function hashOfName(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = nextHash(hash, name.charCodeAt(i));
  return hash;
}

function nextHash(hash: number, c: number): number {
  return (Math.imul(hash, 31) + c) | 0;
}

/** Splits `text` into tokens. Linear in its length whatever it holds. */
export function tokenize(text: string): Tokens {
  return new Tokenizer(text).run();
}

/** A class for the growing arrays and the position, which every method moves. */
class Tokenizer {
  private readonly text: string;
  private readonly length: number;
  private at = 0;
  private count = 0;
  private kind: Uint8Array;
  private start: Int32Array;
  private end: Int32Array;
  private symbol: Int32Array;
  private readonly names: string[] = [];
  private readonly comments: Span[] = [];
  private readonly strays: number[] = [];
  /** Open addressing: slot → symbol (0 = free), with the hash beside it. */
  private table = new Int32Array(2048);
  private hashes = new Int32Array(1024);

  constructor(text: string) {
    this.text = text;
    this.length = text.length;
    const capacity = (text.length >> 2) + 64;
    this.kind = new Uint8Array(capacity);
    this.start = new Int32Array(capacity);
    this.end = new Int32Array(capacity);
    this.symbol = new Int32Array(capacity);
  }

  run(): Tokens {
    const { text, length } = this;
    let lineStart = true;
    while (this.at < length) {
      const at = this.at;
      const c = text.charCodeAt(at);
      if (c === 10 || c === 13) {
        lineStart = true;
        this.at++;
        continue;
      }
      const kind = c < 128 ? (classes[c] ?? 0) : space;
      if (kind & space || c === 92) {
        if (c === 92 && text.charCodeAt(at + 1) !== 10 && text.charCodeAt(at + 1) !== 13)
          this.strays.push(at);
        this.at++;
        continue;
      }
      if (c === 47 && this.comment()) continue;
      if (kind & identifierStart) this.identifier();
      else if (kind & digit) this.number();
      else if (c === 34 || c === 39) this.quoted(c);
      else if (c === 35 && lineStart) this.directive();
      else this.punctuator(c);
      lineStart = false;
    }
    const { count, kind, start, end, symbol, names, hashes, comments, strays } = this;
    return { text, count, kind, start, end, symbol, names, hashes, comments, strays };
  }

  private push(kind: number, start: number, end: number, symbol: number): void {
    if (this.count === this.kind.length) this.grow();
    const i = this.count++;
    this.kind[i] = kind;
    this.start[i] = start;
    this.end[i] = end;
    this.symbol[i] = symbol;
    this.at = end;
  }

  private grow(): void {
    const capacity = this.kind.length * 2;
    const copy = <T extends Uint8Array | Int32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.kind = copy(this.kind, new Uint8Array(capacity));
    this.start = copy(this.start, new Int32Array(capacity));
    this.end = copy(this.end, new Int32Array(capacity));
    this.symbol = copy(this.symbol, new Int32Array(capacity));
  }

  /** Takes a comment that starts here; false when the slash is a plain one. */
  private comment(): boolean {
    const end = commentEnd(this.text, this.at);
    if (end === this.at) return false;
    this.comments.push({ start: this.at, end });
    this.at = end;
    return true;
  }

  private identifier(): void {
    const { text } = this;
    const start = this.at;
    let hash = 0;
    let at = start;
    for (; at < this.length; at++) {
      const c = text.charCodeAt(at);
      if (c >= 128 || !((classes[c] ?? 0) & identifierPart)) break;
      hash = nextHash(hash, c);
    }
    const next = text.charCodeAt(at);
    if (
      next === 34 &&
      at === start + 1 &&
      (text.charCodeAt(start) === 76 || text.charCodeAt(start) === 117)
    ) {
      // L"..." and u"...": the prefix belongs to the literal.
      this.at = at;
      this.quoted(34);
      return;
    }
    this.push(identifierToken, start, at, this.intern(start, at, hash));
  }

  private intern(start: number, end: number, hash: number): number {
    let mask = this.table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const symbol = this.table[slot] ?? 0;
      if (symbol === 0) break;
      const index = symbol - firstNameSymbol;
      if (this.hashes[index] === hash && this.isSame(this.names[index] ?? "", start, end)) return symbol;
      slot = (slot + 1) & mask;
    }
    const index = this.names.length;
    if (index === this.hashes.length) {
      this.rehash();
      mask = this.table.length - 1;
      slot = (hash ^ (hash >>> 15)) & mask;
      while (this.table[slot] !== 0) slot = (slot + 1) & mask;
    }
    this.names.push(this.text.slice(start, end));
    this.hashes[index] = hash;
    this.table[slot] = index + firstNameSymbol;
    return index + firstNameSymbol;
  }

  private isSame(name: string, start: number, end: number): boolean {
    const length = end - start;
    if (name.length !== length) return false;
    const { text } = this;
    for (let i = 0; i < length; i++) if (name.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
    return true;
  }

  private rehash(): void {
    const hashes = new Int32Array(this.hashes.length * 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let index = 0; index < this.names.length; index++) {
      const hash = hashes[index] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = index + firstNameSymbol;
    }
    this.table = table;
  }

  private number(): void {
    const { text } = this;
    let at = this.at + 1;
    for (; at < this.length; at++) {
      const c = text.charCodeAt(at);
      if (c < 128 && (classes[c] ?? 0) & identifierPart) continue;
      if (c === 46 && text.charCodeAt(at + 1) !== 46) continue;
      const before = text.charCodeAt(at - 1) | 32;
      const exponent = before === 112 || (before === 101 && (text.charCodeAt(this.at + 1) | 32) !== 120);
      if ((c === 43 || c === 45) && exponent) continue;
      break;
    }
    this.push(numberToken, this.at, at, 0);
  }

  private quoted(quote: number): void {
    const end = quotedEnd(this.text, this.at, quote);
    this.push(quote === 34 ? stringToken : charToken, this.at, end, 0);
  }

  private directive(): void {
    const end = directiveEnd(this.text, this.at, this.comments);
    this.push(directiveToken, this.at, end, 0);
  }

  private punctuator(c: number): void {
    const { text, at } = this;
    const next = text.charCodeAt(at + 1);
    if (c === 45 && next === 62) this.push(punctuatorToken, at, at + 2, arrowSymbol);
    else if (c === 46 && next === 46 && text.charCodeAt(at + 2) === 46)
      this.push(punctuatorToken, at, at + 3, ellipsisSymbol);
    else if ((c === 60 || c === 62) && next === c) {
      if (text.charCodeAt(at + 2) === 61) this.push(punctuatorToken, at, at + 3, assignOperatorSymbol);
      else this.push(punctuatorToken, at, at + 2, operatorSymbol);
    } else if ((c === 43 || c === 45) && next === c) this.push(punctuatorToken, at, at + 2, incrementSymbol);
    else if ((c === 38 || c === 124) && next === c) this.push(punctuatorToken, at, at + 2, operatorSymbol);
    else if (next === 61 && (c === 61 || c === 33 || c === 60 || c === 62))
      this.push(punctuatorToken, at, at + 2, operatorSymbol);
    else if (next === 61 && isAssignable(c)) this.push(punctuatorToken, at, at + 2, assignOperatorSymbol);
    else this.push(punctuatorToken, at, at + 1, c);
  }
}

function isAssignable(c: number): boolean {
  return c === 43 || c === 45 || c === 42 || c === 47 || c === 37 || c === 38 || c === 124 || c === 94;
}

/** End of the comment that starts at `at`; `at` itself when there is none. An open comment runs to the end. */
export function commentEnd(text: string, at: number): number {
  const next = text.charCodeAt(at + 1);
  if (next === 42) {
    const close = text.indexOf("*/", at + 2);
    return close < 0 ? text.length : close + 2;
  }
  if (next !== 47) return at;
  let end = text.indexOf("\n", at);
  while (end > 0 && isContinued(text, end)) end = text.indexOf("\n", end + 1);
  if (end < 0) return text.length;
  return text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

/** End of the literal that opens at `at`; one that is not closed ends with its line. */
function quotedEnd(text: string, at: number, quote: number): number {
  let end = at + 1;
  for (; end < text.length; end++) {
    const c = text.charCodeAt(end);
    if (c === quote) return end + 1;
    if (c === 92) {
      if (text.charCodeAt(end + 1) === 13 && text.charCodeAt(end + 2) === 10) end++;
      end++;
    } else if (c === 10 || c === 13) return end;
  }
  return text.length;
}

/** Whether the newline at `newline` is escaped by a backslash. */
function isContinued(text: string, newline: number): boolean {
  const before = text.charCodeAt(newline - 1);
  return before === 92 || (before === 13 && text.charCodeAt(newline - 2) === 92);
}

/** End of the directive at `at` (before its newline), with continuation lines and comments. */
function directiveEnd(text: string, at: number, comments: Span[]): number {
  let end = at + 1;
  while (end < text.length) {
    const c = text.charCodeAt(end);
    if (c === 10) {
      if (!isContinued(text, end)) return text.charCodeAt(end - 1) === 13 ? end - 1 : end;
      end++;
    } else if (c === 47) {
      const past = commentEnd(text, end);
      if (past === end) end++;
      else {
        comments.push({ start: end, end: past });
        end = past;
      }
    } else if (c === 34) end = quotedEnd(text, end, c);
    else end++;
  }
  return text.length;
}
