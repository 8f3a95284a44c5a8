// The words that make up C's basic types, and types as written in a piece of text. Needed because a macro's argument
// may be a type (`min_t(unsigned int, a, b)`), which the grammar of C does not know.

import type { CType } from "./expression.js";

export const unknownType: CType = { kind: "unknown" };

const basicWords = new Set([
  "void",
  "char",
  "short",
  "int",
  "long",
  "float",
  "double",
  "signed",
  "unsigned",
  "_Bool",
  "__signed__",
  "__int128",
]);

const qualifiers = new Set([
  "const",
  "volatile",
  "restrict",
  "__restrict",
  "__user",
  "__iomem",
  "__rcu",
  "__percpu",
  "__force",
  "__kernel",
  "__bitwise",
  "__private",
  "__nocast",
  "__const",
  "static",
  "register",
]);

/** The canonical name of a basic type from its words in any order (`long unsigned int` → `unsigned long`). */
export function canonicalBasicType(words: readonly string[]): string | undefined {
  let isUnsigned = false;
  let isSigned = false;
  let longs = 0;
  let base = "";
  for (const word of words) {
    if (word === "unsigned") isUnsigned = true;
    else if (word === "signed" || word === "__signed__") isSigned = true;
    else if (word === "long") longs++;
    else if (basicWords.has(word)) {
      if (base !== "" && !(word === "int" && base === "short")) {
        if (!(base === "int" && word === "short")) return undefined;
      }
      if (!(word === "int" && base === "short")) base = word;
    }
  }
  const sign = isUnsigned ? "unsigned " : "";
  if (longs > 0 && base === "double") return "long double";
  if (longs > 0) return longs > 1 ? `${sign}long long` : `${sign}long`;
  if (base === "char") return isSigned ? "signed char" : `${sign}char`;
  if (base === "" || base === "int")
    return isUnsigned || isSigned || base === "int" ? `${sign}int` : undefined;
  if (base === "short" || base === "__int128") return `${sign}${base}`;
  return isUnsigned || isSigned ? undefined : base;
}

const namePattern = /^[A-Za-z_$][\w$]*$/;

/** Whether `text` is one C identifier. */
export function isIdentifier(text: string): boolean {
  return namePattern.test(text);
}

/** Whether a word can only start a type: `struct`, `const`, `unsigned`, ... */
export function startsType(word: string): boolean {
  return (
    word === "struct" || word === "union" || word === "enum" || basicWords.has(word) || qualifiers.has(word)
  );
}

const kernelTypePattern =
  /^(?:__)?(?:u|s|be|le)(?:8|16|32|64)$|_t$|^(?:u?int|ulong|ushort|uchar|bool|u?llong)$/;

/**
 * Whether a name is by its form a type in kernel code: `u32`, `__le16`, `size_t`, `UINT32`. Used only to tell the cast
 * `(u32)(x)` from a call of a parenthesised function.
 */
export function looksLikeTypeName(name: string): boolean {
  return (
    kernelTypePattern.test(name) ||
    basicWords.has(name) ||
    /^(?:U?INT|BYTE|WORD|DWORD|ULONG|USHORT)\d*$/.test(name)
  );
}

/**
 * Reads a type out of plain text: words, `struct tag`, and a tail of `*` and qualifiers. `typeof(...)` and arrays are
 * not read. Undefined if the text is something else; a lone identifier is a named type.
 */
export function parseTypeText(text: string): CType | undefined {
  const tokens = text.match(/[A-Za-z_$][\w$]*|\*|[^\s]/g);
  if (!tokens) return undefined;
  let i = 0;
  const words: string[] = [];
  let type: CType | undefined;
  for (; i < tokens.length; i++) {
    const token = tokens[i] ?? "";
    if (token === "*") break;
    if (!isIdentifier(token)) return undefined;
    if (qualifiers.has(token)) continue;
    if (token === "struct" || token === "union" || token === "enum") {
      const name = tokens[++i];
      if (type || words.length > 0 || name === undefined || !isIdentifier(name)) return undefined;
      type = { kind: "tagged", tag: token, name };
    } else if (basicWords.has(token)) words.push(token);
    else if (type || words.length > 0) return undefined;
    else type = { kind: "named", name: token };
  }
  if (words.length > 0) {
    if (type) return undefined;
    const name = canonicalBasicType(words);
    if (name === undefined) return undefined;
    type = { kind: "named", name };
  }
  if (!type) return undefined;
  for (; i < tokens.length; i++) {
    const token = tokens[i] ?? "";
    if (token === "*") type = { kind: "pointer", target: type };
    else if (!qualifiers.has(token)) return undefined;
  }
  return type;
}

/** Whether a name is one of the spellings of `typeof`. */
export function isTypeof(name: string): boolean {
  return name === "typeof" || name === "__typeof__" || name === "__typeof" || name === "typeof_unqual";
}
