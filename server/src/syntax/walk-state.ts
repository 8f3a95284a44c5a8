// What the walk over a reading's tokens knows at each step. The rules for statements, file scope, lists and arguments
// stand in files of their own; they all move and write to this.

import { fileKind } from "./brace-kinds.js";
import type { MaskWriter } from "./mask-writer.js";
import type { Stream } from "./stream.js";
import { firstNameSymbol, identifierToken } from "./tokens.js";

/** A function definition that the walk passed: offsets of its first token, its name, and its body's braces. */
export interface ExpectedFunction {
  readonly start: number;
  readonly name: number;
  readonly body: number;
  readonly end: number;
}

/** A class for the moving parts of the walk. */
export class WalkState {
  readonly stream: Stream;
  readonly writer: MaskWriter;
  /** Kinds of the open brackets, innermost last; the file itself is the first. */
  readonly kinds: number[] = [fileKind];
  /** 1 on a closing token after which a statement, field or item begins. */
  readonly endsHere: Uint8Array;
  /** Token index → kind of the bracket there, where a rule has decided it beforehand. */
  readonly decidedKinds = new Map<number, number>();
  /** Closing parentheses that a block follows at once, by a brace that is no token. */
  readonly pendingBlocks = new Set<number>();
  /** Closing parentheses before which such a block ends. */
  readonly closesBlocks = new Set<number>();
  /** Semicolons after which a block ends, by a brace that is no token. */
  readonly pendingEnds = new Set<number>();
  readonly functions: ExpectedFunction[] = [];
  /** Offsets at which items of the file begin. */
  readonly itemStarts: number[] = [];
  /** Offset where the stretch being walked ends. */
  stretchEnd = 0;
  /** Whether the next token begins a statement, field, item or list element. */
  atStart = true;
  /** Whether a `case` waits for its colon. */
  inCase = false;
  /** Question marks of that `case`'s value. */
  ternaries = 0;

  constructor(stream: Stream, writer: MaskWriter) {
    this.stream = stream;
    this.writer = writer;
    this.endsHere = new Uint8Array(stream.count);
  }

  /** Back to file scope, at an offset where an item begins. */
  beginStretch(offset: number, end: number): void {
    this.stretchEnd = end;
    this.kinds.length = 1;
    this.atStart = true;
    this.inCase = false;
    if (offset > 0) this.itemStarts.push(offset);
  }

  get top(): number {
    return this.kinds[this.kinds.length - 1] ?? fileKind;
  }

  kindAt(i: number): number {
    return i >= 0 && i < this.stream.count ? (this.stream.kind[i] ?? 0) : 0;
  }

  /** The symbol of token `i`; 0 outside the text. */
  symbolAt(i: number): number {
    return i >= 0 && i < this.stream.count ? (this.stream.symbol[i] ?? 0) : 0;
  }

  bitsAt(i: number): number {
    return i >= 0 && i < this.stream.count ? (this.stream.bits[i] ?? 0) : 0;
  }

  startOf(i: number): number {
    return i < this.stream.count ? (this.stream.start[i] ?? 0) : this.stream.text.length;
  }

  endOf(i: number): number {
    return i < 0 ? 0 : (this.stream.end[i] ?? 0);
  }

  matchOf(i: number): number {
    return i >= 0 && i < this.stream.count ? (this.stream.match[i] ?? -1) : -1;
  }

  isName(i: number): boolean {
    return this.kindAt(i) === identifierToken;
  }

  nameAt(i: number): string {
    return this.stream.names[this.symbolAt(i) - firstNameSymbol] ?? "";
  }

  /** Puts a character into the free room after token `i`. */
  insertAfter(i: number, character: string): boolean {
    return this.writer.insert(this.endOf(i), this.stream.limit[i] ?? 0, character);
  }

  /** Whether a preprocessor line that stays stands between token `i` and the next. */
  isBeforeDirective(i: number): boolean {
    const limit = this.stream.limit[i] ?? 0;
    return limit < this.startOf(i + 1) && limit < this.stream.text.length;
  }

  /** The arguments' span of the call whose parenthesis is `open`. */
  argumentsOf(open: number): readonly [number, number] {
    const close = this.matchOf(open);
    return [this.endOf(open), close < 0 ? this.endOf(open) : this.startOf(close)];
  }

  /** Records the macro use `name(...)` from token `i`; without parentheses when `open` is undefined. */
  hide(kind: Parameters<MaskWriter["hide"]>[0], i: number, open: number | undefined): void {
    const name = this.nameAt(i);
    if (open === undefined) this.writer.hide(kind, this.startOf(i), this.endOf(i), { name });
    else {
      const close = this.matchOf(open);
      const end = close < 0 ? this.endOf(open) : this.endOf(close);
      this.writer.hide(kind, this.startOf(i), end, { name, args: this.argumentsOf(open) });
    }
  }

  /** Offset of the first character of the line of `offset`. */
  lineStart(offset: number): number {
    return this.stream.text.lastIndexOf("\n", offset - 1) + 1;
  }

  /** Whether a newline stands between tokens `i` and `i + 1`. */
  isNewLineAfter(i: number): boolean {
    const { text } = this.stream;
    const to = this.startOf(i + 1);
    for (let at = this.endOf(i); at < to; at++) if (text.charCodeAt(at) === 10) return true;
    return false;
  }

  /** Indentation of the line on which token `i` stands, tabs counted as eight. */
  indentOf(i: number): number {
    const { text } = this.stream;
    let width = 0;
    for (let at = this.lineStart(this.startOf(i)); at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === 9) width = (width | 7) + 1;
      else if (c === 32) width++;
      else break;
    }
    return width;
  }
}
