// Where the direct parser stands in its tokens, and how it makes nodes. What it does not place itself it leaves to the
// full parser, whole: no half of a text is parsed by one and half by the other.

import { nameCode } from "./direct-codes.js";
import type { DirectTokens } from "./direct-tokens.js";
import { noChildren, type OpenNode } from "./tree.js";

/** Thrown where the text is beyond this parser; made once, for nobody reads where. */
export const beyond = new Error("left to the full parser");

/** So many constructs within one another are followed before the full parser is asked. */
const mostNested = 150;
/** A construct has no more nodes within one another than this before the next one in it is entered. */
const mostLevels = 5;

/** A class for the position, which every function of the parser moves. */
export class DirectCursor {
  readonly text: string;
  /** Of the token at hand. */
  at = 0;
  private readonly codes: Uint8Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private nested = 0;
  private deepest = 0;
  /** For each depth of constructs the longest chain there. */
  private readonly chains = new Int32Array(mostNested + 1);
  /** The token behind what may be an operand in parentheses or the type of a cast; 0 before there is one. */
  private behindDoubt = 0;

  constructor(text: string, { code, start, end }: DirectTokens) {
    this.text = text;
    this.codes = code;
    this.starts = start;
    this.ends = end;
  }

  /** The code of the token at hand, or of one `ahead` of it. */
  code(ahead = 0): number {
    return this.codes[this.at + ahead] ?? 0;
  }

  /** Where the token at hand begins. */
  start(): number {
    return this.starts[this.at] ?? 0;
  }

  /** The text of the token at hand. */
  spelling(): string {
    return this.text.slice(this.starts[this.at], this.ends[this.at]);
  }

  /** Whether the token at hand and the one after it touch. */
  touchesNext(): boolean {
    return this.ends[this.at] === this.starts[this.at + 1];
  }

  /** Passes a token that must be there. */
  take(code: number): void {
    if (this.codes[this.at] !== code) throw beyond;
    this.at++;
  }

  /** Passes a token if it is there. */
  accept(code: number): boolean {
    if (this.codes[this.at] !== code) return false;
    this.at++;
    return true;
  }

  /** A node of the token at hand, which is passed. */
  leaf(kind: string, field?: string): OpenNode {
    const { at } = this;
    this.at++;
    return {
      kind,
      field,
      operator: undefined,
      start: this.starts[at] ?? 0,
      end: this.ends[at] ?? 0,
      children: noChildren,
      hasError: false,
    };
  }

  /** The same of a token that decides what the node means. */
  word(kind: string): OpenNode {
    const operator = this.spelling();
    const node = this.leaf(kind);
    node.operator = operator;
    return node;
  }

  /** The name at hand as a node. */
  name(kind: string, field?: string): OpenNode {
    if (this.codes[this.at] !== nameCode) throw beyond;
    return this.leaf(kind, field);
  }

  /** A node from `start` to where the token before the one at hand ended. */
  node(kind: string, start: number, children: OpenNode[], operator?: string): OpenNode {
    return {
      kind,
      field: undefined,
      operator,
      start,
      end: this.ends[this.at - 1] ?? 0,
      children,
      hasError: false,
    };
  }

  /** Goes one construct deeper; the caller comes out again. */
  enter(): void {
    if (++this.nested > mostNested) throw beyond;
    if (this.nested > this.deepest) this.deepest = this.nested;
  }

  leave(): void {
    this.nested--;
  }

  /** Told of each link of a chain whose links lie within one another, `a + b + c`. */
  link(nrLinks: number): void {
    if (nrLinks > (this.chains[this.nested] ?? 0)) this.chains[this.nested] = nrLinks;
  }

  /** Told of an operand, just passed, that may be the type of a cast. */
  doubt(): void {
    this.behindDoubt = this.at;
  }

  /** Whether that stands right before the token at hand. */
  isDoubted(): boolean {
    return this.behindDoubt === this.at;
  }

  /** The tree is no deeper than this, and mostly far less deep. */
  depthBound(): number {
    return this.chains.reduce((sum, nrLinks) => sum + nrLinks, mostLevels * (this.deepest + 1));
  }
}

/** Gives a node its role. */
export function as(field: string, node: OpenNode): OpenNode {
  node.field = field;
  return node;
}
