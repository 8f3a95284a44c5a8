// The yardstick for calls: a lexer that knows comments, strings, preprocessor lines and names, and nothing of ours.

import type { Span } from "../../base/span.js";

/** A name followed by `(`. */
export interface CallLikeName extends Span {
  readonly name: string;
}

const notCalls = new Set(
  (
    "if for while switch return sizeof typeof __typeof__ __typeof case do else goto defined asm __asm__ __asm volatile " +
    "__volatile__ int char long short unsigned signed void float double bool struct union enum const static inline " +
    "__alignof__ _Alignof alignof offsetof _Generic __attribute__"
  ).split(" "),
);

/** Names followed by `(` in `text`, preprocessor lines and what stands under `#if 0` left out. */
export function callLikeNames(text: string): CallLikeName[] {
  const token =
    /\/\*[\s\S]*?\*\/|\/\/(?:[^\n\\]|\\[\s\S])*|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|^[ \t]*#(?:\/\*[\s\S]*?\*\/|[^\n\\]|\\\r?\n|\\)*|\d\w*|[A-Za-z_]\w*(?=\s*\()|[A-Za-z_]\w*/gm;
  const found: CallLikeName[] = [];
  const dead: boolean[] = [];
  for (const match of text.matchAll(token)) {
    const [word] = match;
    const first = word.trimStart().charAt(0);
    if (first === "#") directive(word, dead);
    else if (/[A-Za-z_]/.test(first) && !dead.includes(true) && !notCalls.has(word)) {
      const end = match.index + word.length;
      // `type (*name)(...)` declares a pointer to a function.
      if (/^\s*\((?!\s*\*\s*\w+\s*(?:\[\w*\])?\s*\)\s*\()/.test(text.slice(end, end + 160)))
        found.push({ name: word, start: match.index, end });
    }
  }
  return found;
}

function directive(line: string, dead: boolean[]): void {
  const word = /#\s*(\w+)/.exec(line)?.[1] ?? "";
  if (word.startsWith("if")) dead.push(/#\s*if\s+0\s*($|\/)/.test(line));
  else if (word.startsWith("el") && dead.length > 0) dead[dead.length - 1] = false;
  else if (word === "endif") dead.pop();
}
