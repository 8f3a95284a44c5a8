// Macros wrap their arguments, and `(n) + x` looks to a parser without types like a cast of `+x`. Where the name is no
// type the parentheses become blanks: the same length, the same meaning. In doubt they stay.

import { looksLikeTypeName, startsType } from "../c-types/type-names.js";
import { type Token, tokenize } from "./c-tokens.js";

const operatorsAfter: ReadonlySet<string> = new Set(["+", "-", "*", "&"]);
const wordsBefore: ReadonlySet<string> = new Set(["return", "case"]);

/** Removes parentheses around single names that are no types, before an operator that could be unary. */
export function withoutFalseCasts(text: string): string {
  const tokens = tokenize(text).filter((token) => token.kind !== "newline");
  const types = typedefNames(tokens);
  const blanks: number[] = [];
  for (let i = 1; i + 3 < tokens.length; i++) {
    const [before, open, name, close, after] = [
      tokens[i - 1],
      tokens[i],
      tokens[i + 1],
      tokens[i + 2],
      tokens[i + 3],
    ];
    if (open?.text !== "(" || name?.kind !== "name" || close?.text !== ")") continue;
    if (!after || !operatorsAfter.has(after.text) || !before || !isBeforeOperand(before)) continue;
    if (types.has(name.text) || startsType(name.text) || looksLikeTypeName(name.text)) continue;
    blanks.push(open.start, close.start);
  }
  if (blanks.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const blank of blanks) {
    pieces.push(text.slice(at, blank), " ");
    at = blank + 1;
  }
  pieces.push(text.slice(at));
  return pieces.join("");
}

/** After this token an operand begins, so a parenthesis is no call's. */
function isBeforeOperand(token: Token): boolean {
  if (token.kind === "name") return wordsBefore.has(token.text);
  return token.kind === "punctuation" && token.text !== ")" && token.text !== "]";
}

/** Every name that a `typedef` of the text could declare. */
function typedefNames(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i]?.text !== "typedef") continue;
    let depth = 0;
    for (i++; i < tokens.length; i++) {
      const { text = "", kind } = tokens[i] ?? {};
      if (text === "{") depth++;
      else if (text === "}") depth--;
      else if (text === ";" && depth === 0) break;
      else if (kind === "name" && depth === 0) names.add(text);
    }
  }
  return names;
}
