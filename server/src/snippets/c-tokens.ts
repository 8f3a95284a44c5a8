// C text cut into preprocessing tokens: names, numbers, literals, punctuation and line ends. Comments are white space.
// Linear; an unclosed literal or comment ends with the line or the text.

/** A token of the text, by offsets into it. */
export interface Token {
  readonly kind: "name" | "number" | "string" | "punctuation" | "newline";
  readonly text: string;
  readonly start: number;
  /** White space or a comment stands before it. */
  readonly spaced: boolean;
}

const longPunctuation = [
  "<<=",
  ">>=",
  "...",
  "##",
  "->",
  "++",
  "--",
  "<<",
  ">>",
  "<=",
  ">=",
  "==",
  "!=",
  "&&",
  "||",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "&=",
  "|=",
  "^=",
];

/** Cuts `text` from `start` to `end`. A backslash before a line end joins the lines. */
export function tokenize(text: string, start = 0, end = text.length): Token[] {
  const tokens: Token[] = [];
  let at = start;
  let spaced = false;
  const push = (kind: Token["kind"], to: number): void => {
    tokens.push({ kind, text: text.slice(at, to), start: at, spaced });
    at = to;
    spaced = false;
  };
  while (at < end) {
    const c = text.charCodeAt(at);
    if (c === 10) push("newline", at + 1);
    else if (c <= 32) {
      at++;
      spaced = true;
    } else if (c === 92 && isLineEnd(text, at + 1)) {
      at = text.charCodeAt(at + 1) === 13 ? at + 3 : at + 2;
      spaced = true;
    } else if (c === 47 && text.charCodeAt(at + 1) === 47) {
      at = lineEnd(text, at, end);
      spaced = true;
    } else if (c === 47 && text.charCodeAt(at + 1) === 42) {
      const close = text.indexOf("*/", at + 2);
      at = close < 0 || close + 2 > end ? end : close + 2;
      spaced = true;
    } else if (isNameStart(c)) push("name", nameEnd(text, at, end));
    else if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(at + 1))))
      push("number", numberEnd(text, at, end));
    else if (c === 34 || c === 39) push("string", quotedEnd(text, at, end));
    else push("punctuation", at + punctuationLength(text, at));
  }
  return tokens;
}

function isLineEnd(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c === 10 || (c === 13 && text.charCodeAt(at + 1) === 10);
}

function lineEnd(text: string, from: number, end: number): number {
  let at = text.indexOf("\n", from);
  while (at > 0 && text.charCodeAt(at - 1) === 92) at = text.indexOf("\n", at + 1);
  return at < 0 || at > end ? end : at;
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function isNameStart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || c > 127;
}

function nameEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (isNameStart(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at++;
  return at;
}

function numberEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (isNameStart(c) || isDigit(c) || c === 46) at++;
    else if (
      (c === 43 || c === 45) &&
      /[eEpP]/.test(text.charAt(at - 1)) &&
      !/^0[xX]/.test(text.slice(from, from + 2))
    )
      at++;
    else break;
  }
  return at;
}

function quotedEnd(text: string, from: number, end: number): number {
  const quote = text.charCodeAt(from);
  let at = from + 1;
  while (at < end) {
    const c = text.charCodeAt(at);
    if (c === quote) return at + 1;
    if (c === 10) return at;
    at += c === 92 ? 2 : 1;
  }
  return Math.min(at, end);
}

function punctuationLength(text: string, at: number): number {
  for (const long of longPunctuation) if (text.startsWith(long, at)) return long.length;
  return 1;
}
