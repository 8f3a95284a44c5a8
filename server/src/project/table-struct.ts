// Which struct the initialiser at hand at file level is of, told from its tokens: `static const struct NAME table = {`.
// Bias: unknown rather than wrong; what stands in a member's own braces is of a type that the tokens do not tell.

import {
  closeBrace,
  closeParenthesis,
  equals,
  firstNameSymbol,
  identifierToken,
  type Tokens,
} from "../syntax/tokens.js";

/** A class for what the tokens before say of the next. Told of the tokens outside functions, in their order. */
export class TableStruct {
  private readonly tokens: Tokens;
  /** Number of the name of the struct that the declaration begins with; -1 for none. */
  private declared = -1;
  private isArray = false;
  /** For each open brace whether the members in it are those of the struct declared. */
  private readonly braces: boolean[] = [];

  constructor(tokens: Tokens) {
    this.tokens = tokens;
  }

  /** The number of the struct's name, where members are being given to one; -1 where that is not known. */
  get name(): number {
    return this.braces.at(-1) === true ? this.declared : -1;
  }

  /** A declaration is over, or a function begins. */
  reset(): void {
    this.declared = -1;
    this.isArray = false;
    this.braces.length = 0;
  }

  /** The word `struct`, outside parentheses. */
  structWord(i: number): void {
    const { kind, symbol } = this.tokens;
    if (this.braces.length > 0 || this.declared >= 0 || kind[i + 1] !== identifierToken) return;
    this.declared = (symbol[i + 1] ?? 0) - firstNameSymbol;
  }

  bracket(): void {
    if (this.braces.length === 0) this.isArray = true;
  }

  /** An opening brace; `isOfMember`: what it holds is given to a member. */
  open(i: number, isOfMember: boolean): void {
    const { symbol } = this.tokens;
    const around = this.braces.at(-1);
    const isElement = this.braces.length === 1 && this.isArray && symbol[i - 1] !== closeParenthesis;
    if (around === undefined) this.braces.push(this.declared >= 0 && symbol[i - 1] === equals);
    else this.braces.push(around && !isOfMember && isElement);
  }

  close(): void {
    this.braces.pop();
  }

  semicolon(i: number): void {
    // Where arms of `#if` open more braces than they close, the end of a table is the end of it all.
    if (this.braces.length === 0 || this.tokens.symbol[i - 1] === closeBrace) this.reset();
  }
}
