// Masked C text → what the direct parser reads: one code per token, with its place. What only the grammar of the full
// parser places (inline assembly, attributes, pragmas, prefixed strings, text beyond ASCII) ends the attempt at once.

import {
  charCode,
  codeOf,
  definedCode,
  directives,
  endCode,
  hashElifCode,
  hashIfCode,
  hashIfdefCode,
  lineEndCode,
  nameCode,
  numberCode,
  stringCode,
  unplacedCode,
  words,
} from "./direct-codes.js";

const longestWord = Math.max(...[...words.keys()].map((word) => word.length));

/** Whether some word of the language begins like this and has this length: most names need no look at the table. */
const mayBeWord: Uint8Array = (() => {
  const table = new Uint8Array(128 * (longestWord + 1));
  for (const word of words.keys()) table[word.charCodeAt(0) * (longestWord + 1) + word.length] = 1;
  return table;
})();

const space = 1;
const wordStart = 2;
const wordPart = 4;
const digit = 8;

const classes: Uint8Array = (() => {
  const table = new Uint8Array(128);
  for (const c of [9, 10, 11, 12, 13, 32]) table[c] = space;
  for (let c = 48; c <= 57; c++) table[c] = wordPart | digit;
  for (let c = 65; c <= 90; c++) table[c] = table[c + 32] = wordStart | wordPart;
  table[95] = wordStart | wordPart;
  return table;
})();

/** The tokens of a text; the last is `endCode`. Arrays may be longer. */
export interface DirectTokens {
  readonly code: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Splits a text; undefined where it has something that is left to the full parser. Linear. */
export function directTokens(text: string): DirectTokens | undefined {
  const lexer = new DirectLexer(text);
  return lexer.run() ? lexer : undefined;
}

/** A number as drivers write them; what is glued to it makes it another one. */
const number = /(?:0[xX][0-9a-fA-F]+|0[bB]\d+|\d+(?:\.\d+)?)[uUlL]*(?![\w.'$\\]|(?<=[eEpP])[-+])/y;
const string = /"(?:[^"\\\n]|\\[^xuU\r]|\\x(?=[0-9a-fA-F]))*"/y;
const character = /'(?:[^'\\\n]|\\[^xuU\r\n]|\\x(?=[0-9a-fA-F]))+'/y;
const directive = /#[ \t]*(\w+)/y;
const restOfLine = /[ \t\r]*(?:\n|$)/y;
const nameAlone = /[ \t]*[A-Za-z_]\w*[ \t\r]*(?:\n|$)/y;

/** A class for the growing arrays and the position. */
class DirectLexer implements DirectTokens {
  code: Uint8Array;
  start: Int32Array;
  end: Int32Array;
  private readonly text: string;
  private count = 0;
  private at = 0;
  private isInCondition = false;

  constructor(text: string) {
    this.text = text;
    const capacity = (text.length >> 2) + 64;
    this.code = new Uint8Array(capacity);
    this.start = new Int32Array(capacity);
    this.end = new Int32Array(capacity);
  }

  /** Whether all of the text could be split. */
  run(): boolean {
    const { text } = this;
    const { length } = text;
    while (this.at < length) {
      const from = this.at;
      const c = text.charCodeAt(from);
      const kind = c < 128 ? (classes[c] ?? 0) : 0;
      if (kind & space) {
        this.at++;
        if (c === 10 && this.isInCondition) this.endLine();
      } else if (kind & wordStart) {
        if (!this.word(from)) return false;
      } else if (kind & digit) {
        if (!this.matched(number, numberCode)) return false;
      } else if (!this.other(from, c)) return false;
    }
    this.push(endCode, length, length);
    return !this.isInCondition;
  }

  private endLine(): void {
    this.isInCondition = false;
    this.push(lineEndCode, this.at - 1, this.at);
  }

  private push(code: number, start: number, end: number): void {
    const at = this.count++;
    if (at >= this.code.length) this.grow();
    this.code[at] = code;
    this.start[at] = start;
    this.end[at] = end;
  }

  private grow(): void {
    const { code, start, end } = this;
    this.code = new Uint8Array(code.length * 2);
    this.code.set(code);
    this.start = new Int32Array(code.length * 2);
    this.start.set(start);
    this.end = new Int32Array(code.length * 2);
    this.end.set(end);
  }

  private word(from: number): boolean {
    const { text } = this;
    let at = from + 1;
    let c = text.charCodeAt(at);
    while (c < 128 && (classes[c] ?? 0) & wordPart) c = text.charCodeAt(++at);
    // A prefix of a literal; a sign that belongs to names in other texts.
    if (c > 127 || c === 36 || ((c === 34 || c === 39) && at - from <= 2)) return false;
    const length = at - from;
    let code = nameCode;
    if (length <= longestWord && mayBeWord[text.charCodeAt(from) * (longestWord + 1) + length] === 1)
      code = this.wordCode(text.slice(from, at));
    this.push(code, from, at);
    this.at = at;
    return code !== unplacedCode;
  }

  /** A word that only the preprocessor knows is a name elsewhere. */
  private wordCode(word: string): number {
    const code = words.get(word) ?? nameCode;
    return code === definedCode && !this.isInCondition ? nameCode : code;
  }

  private matched(pattern: RegExp, code: number): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.push(code, this.at, pattern.lastIndex);
    this.at = pattern.lastIndex;
    return true;
  }

  private other(from: number, c: number): boolean {
    const { text } = this;
    switch (c) {
      case 34:
        return this.matched(string, stringCode);
      case 39:
        return this.matched(character, charCode);
      case 35:
        return this.directive();
      case 92:
        return this.joinLines(from);
    }
    const next = text.charCodeAt(from + 1);
    if (c === 46 && next >= 48 && next <= 57) return false;
    if (c === 47 && (next === 47 || next === 42)) return false;
    const length = punctuatorLength(c, next, text.charCodeAt(from + 2));
    if (length === 0) return false;
    const code = length === 1 ? c : codeOf(text.slice(from, from + length));
    this.push(code, from, from + length);
    this.at = from + length;
    return true;
  }

  private joinLines(from: number): boolean {
    const { text } = this;
    const isCarriage = text.charCodeAt(from + 1) === 13;
    if (text.charCodeAt(from + (isCarriage ? 2 : 1)) !== 10) return false;
    this.at = from + (isCarriage ? 3 : 2);
    return true;
  }

  private directive(): boolean {
    const { text, at } = this;
    directive.lastIndex = at;
    const code = directives.get(directive.exec(text)?.[1] ?? "");
    if (code === undefined || this.isInCondition) return false;
    this.push(code, at, directive.lastIndex);
    this.at = directive.lastIndex;
    this.isInCondition = code === hashIfCode || code === hashElifCode;
    if (this.isInCondition) return true;
    const rest = code === hashIfdefCode ? nameAlone : restOfLine;
    rest.lastIndex = this.at;
    return rest.test(text);
  }
}

const hash = 35;
const backquote = 96;
const at = 64;
const dollar = 36;

/** How long the punctuator is that begins with these; 0 where there is none. */
function punctuatorLength(c: number, next: number, third: number): number {
  if (c <= 32 || c > 126 || c === hash || c === backquote || c === at || c === dollar) return 0;
  const isAssignment = next === 61;
  switch (c) {
    case 45: // -
      return next === 62 || next === 45 || isAssignment ? 2 : 1;
    case 43: // +
      return next === 43 || isAssignment ? 2 : 1;
    case 60: // <
    case 62: // >
      if (next === c) return third === 61 ? 3 : 2;
      return isAssignment ? 2 : 1;
    case 38: // &
    case 124: // |
      return next === c || isAssignment ? 2 : 1;
    case 46: // .
      return next === 46 && third === 46 ? 3 : 1;
    case 33: // !
    case 37: // %
    case 42: // *
    case 47: // /
    case 61: // =
    case 94: // ^
      return isAssignment ? 2 : 1;
    default:
      return 1;
  }
}
