// Half-written code: where brackets do not pair, the file is cut into stretches that are read one by one, so that a
// missing brace costs its own function and no other. The layout tells where items begin, as it does for readers:
// definitions stand at the left margin and end with a brace there.

import type { Span } from "../base/span.js";
import { keywordBit, storageBit, tagBit, typeBit, upperBit } from "./name-classes.js";
import { matchBrackets, type Stream } from "./stream.js";
import { identifierToken, punctuatorToken } from "./tokens.js";

/** A run of tokens, `last` included, that is read by itself. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** The stretches of a stream; one where all brackets pair. Brackets are paired anew within each. Linear. */
export function findStretches(stream: Stream): readonly Stretch[] {
  if (stream.isBalanced) return [{ first: 0, last: stream.count - 1 }];
  const stretches = new Splitter(stream).run();
  stream.match.fill(-1);
  stream.hasSemicolon.fill(0);
  for (const { first, last } of stretches) matchBrackets(stream, first, last + 1);
  return stretches;
}

/** The text of the stretches; together they cover all of it. */
export function stretchSpans(stream: Stream, stretches: readonly Stretch[]): readonly Span[] {
  return stretches.map(({ first, last }, k) => ({
    start: k === 0 ? 0 : (stream.start[first] ?? 0),
    end: k === stretches.length - 1 ? stream.text.length : (stream.start[last + 1] ?? stream.text.length),
  }));
}

/** A class for the counters that run along with the tokens. */
class Splitter {
  private readonly stream: Stream;
  private readonly stretches: Stretch[] = [];
  /** First token that is in no stretch yet. */
  private from = 0;
  /** First token of the item being passed. */
  private item = 0;
  private braces = 0;
  private parens = 0;
  private isOdd = false;

  constructor(stream: Stream) {
    this.stream = stream;
  }

  run(): readonly Stretch[] {
    const { stream } = this;
    for (let i = 0; i < stream.count; i++) {
      const isInside = this.braces > 0 || this.parens > 0;
      if (isInside && i > this.item && this.isAtMargin(i) && this.beginsItem(i)) this.cutBefore(i);
      if (stream.kind[i] === punctuatorToken) this.sign(i);
    }
    this.cutBefore(stream.count);
    if (this.from < stream.count) this.stretches.push({ first: this.from, last: stream.count - 1 });
    return this.stretches;
  }

  private sign(i: number): void {
    switch (this.stream.symbol[i]) {
      case 123:
        this.braces++;
        break;
      case 40:
        this.parens++;
        break;
      case 41:
        this.parens--;
        break;
      case 125:
        this.closeBrace(i);
        break;
      case 59:
        if (this.braces === 0 && this.parens <= 0) this.endItem(i);
        break;
    }
  }

  private closeBrace(i: number): void {
    this.braces--;
    if (this.parens !== 0) {
      // A parenthesis left open inside, or one too many.
      this.isOdd = true;
      this.parens = 0;
    }
    if (this.braces < 0) {
      this.isOdd = true;
      this.braces = 0;
    }
    if (this.braces > 0 && this.isAtMargin(i)) {
      this.isOdd = true;
      this.braces = 0;
    }
    if (this.braces === 0 && this.stream.symbol[i + 1] !== 59 && !this.isDeclaratorNext(i)) this.endItem(i);
  }

  /** `} name;` and `} name = ...` go on with the same item. */
  private isDeclaratorNext(i: number): boolean {
    return (
      i + 1 < this.stream.count && !this.isAtMargin(i + 1) && this.stream.kind[i + 1] === identifierToken
    );
  }

  private endItem(i: number): void {
    if (this.parens !== 0) this.isOdd = true;
    if (this.isOdd) this.cutBefore(i + 1);
    this.item = i + 1;
    this.braces = 0;
    this.parens = 0;
  }

  /** Ends the odd item before token `i`; what came before that item is a stretch of its own. */
  private cutBefore(i: number): void {
    if (this.item > this.from) this.stretches.push({ first: this.from, last: this.item - 1 });
    if (i > this.item) this.stretches.push({ first: this.item, last: i - 1 });
    this.from = i;
    this.item = i;
    this.braces = 0;
    this.parens = 0;
    this.isOdd = false;
  }

  private isAtMargin(i: number): boolean {
    const start = this.stream.start[i] ?? 0;
    if (start === 0) return true;
    const before = this.stream.text.charCodeAt(start - 1);
    return before === 10 || before === 13;
  }

  /** Whether the name at the margin begins an item of the file: not a label, not a macro inside a function. */
  private beginsItem(i: number): boolean {
    const { stream } = this;
    if (stream.kind[i] !== identifierToken || stream.symbol[i + 1] === 58) return false;
    const bits = stream.bits[i] ?? 0;
    if (bits & (storageBit | tagBit)) return true;
    if (bits & keywordBit && !(bits & typeBit)) return false;
    if (bits & upperBit && stream.symbol[i + 1] === 40) return true;
    return this.leadsToBody(i);
  }

  /** Whether `name (...) {` follows with nothing but words and stars before it. */
  private leadsToBody(i: number): boolean {
    const { stream } = this;
    let k = i;
    while (k < i + 12 && (stream.kind[k] === identifierToken || stream.symbol[k] === 42)) k++;
    if (k === i + 1 || stream.symbol[k] !== 40) return false;
    let depth = 0;
    for (const most = k + 400; k < stream.count && k < most; k++) {
      const symbol = stream.symbol[k] ?? 0;
      if (symbol === 40) depth++;
      else if (symbol === 41) depth--;
      else if (symbol === 123 || symbol === 125 || symbol === 59) return symbol === 123 && depth === 0;
    }
    return false;
  }
}
