// The tokens of C as numbers, for the direct parser: words, punctuators, and how tightly operators bind.

/** Codes of tokens that are no punctuators; those are their character codes, or what `punctuators` gives them. */
export const endCode = 0;
export const nameCode = 1;
export const numberCode = 2;
export const stringCode = 3;
export const charCode = 4;
export const storageCode = 5;
export const qualifierCode = 6;
/** `unsigned` and what else may be combined with it. */
export const sizedCode = 7;
export const primitiveCode = 8;
export const structCode = 9;
export const unionCode = 10;
export const enumCode = 11;
export const typedefCode = 12;
export const ifCode = 13;
export const elseCode = 14;
export const switchCode = 15;
export const caseCode = 16;
export const defaultCode = 17;
export const whileCode = 18;
export const doCode = 19;
export const forCode = 20;
export const returnCode = 21;
export const breakCode = 22;
export const continueCode = 23;
export const gotoCode = 24;
export const sizeofCode = 25;
export const constantCode = 26;
export const nullCode = 27;
export const offsetofCode = 28;
export const definedCode = 29;
/** The end of a line that `#if` or `#elif` begins. */
export const lineEndCode = 30;
/** Words of which the full parser makes more than a name. */
export const unplacedCode = 31;
/** Directives; the others of the preprocessor are blanked before. */
export const hashIfCode = 200;
export const hashIfdefCode = 201;
export const hashElifCode = 202;
export const hashElseCode = 203;
export const hashEndifCode = 204;

/** Punctuators of more than one character. */
const punctuators: ReadonlyMap<string, number> = new Map(
  [
    "->",
    "...",
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
    "*=",
    "/=",
    "%=",
    "+=",
    "-=",
    "&=",
    "^=",
    "|=",
    "<<=",
    ">>=",
  ].map((spelling, at) => [spelling, 128 + at]),
);

/** The code of a punctuator. */
export function codeOf(punctuator: string): number {
  return punctuators.get(punctuator) ?? punctuator.charCodeAt(0);
}

export const openParenthesis = codeOf("(");
export const closeParenthesis = codeOf(")");
export const openBracket = codeOf("[");
export const closeBracket = codeOf("]");
export const openBrace = codeOf("{");
export const closeBrace = codeOf("}");
export const comma = codeOf(",");
export const colon = codeOf(":");
export const semicolon = codeOf(";");
export const question = codeOf("?");
export const equals = codeOf("=");
export const dot = codeOf(".");
export const arrow = codeOf("->");
export const ellipsis = codeOf("...");
export const star = codeOf("*");
export const ampersand = codeOf("&");
export const bothTrue = codeOf("&&");
export const plus = codeOf("+");
export const minus = codeOf("-");
export const not = codeOf("!");
export const complement = codeOf("~");
export const increment = codeOf("++");
export const decrement = codeOf("--");

/** How tightly an operator between two operands binds; 0 for what is none. */
export const precedences: Uint8Array = (() => {
  const levels = ["||", "&&", "|", "^", "&", "== !=", "< <= > >=", "<< >>", "+ -", "* / %"];
  const table = new Uint8Array(256);
  for (const [level, operators] of levels.entries())
    for (const operator of operators.split(" ")) table[codeOf(operator)] = level + 1;
  return table;
})();

/** The words of the language. */
export const words: ReadonlyMap<string, number> = new Map(
  (
    [
      [storageCode, "extern static auto register inline __inline __inline__ __forceinline __thread"],
      [qualifierCode, "const volatile restrict __restrict__ _Atomic _Noreturn"],
      [sizedCode, "signed unsigned long short"],
      [primitiveCode, "bool char int float double void size_t ssize_t ptrdiff_t intptr_t uintptr_t"],
      [primitiveCode, "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t"],
      [structCode, "struct"],
      [unionCode, "union"],
      [enumCode, "enum"],
      [typedefCode, "typedef"],
      [ifCode, "if"],
      [elseCode, "else"],
      [switchCode, "switch"],
      [caseCode, "case"],
      [defaultCode, "default"],
      [whileCode, "while"],
      [doCode, "do"],
      [forCode, "for"],
      [returnCode, "return"],
      [breakCode, "break"],
      [continueCode, "continue"],
      [gotoCode, "goto"],
      [sizeofCode, "sizeof"],
      [constantCode, "true false TRUE FALSE"],
      [nullCode, "NULL"],
      [offsetofCode, "offsetof"],
      [definedCode, "defined"],
      [unplacedCode, "asm __asm__ __asm __attribute__ __attribute __extension__ __declspec __based __cdecl"],
      [unplacedCode, "__clrcall __stdcall __fastcall __thiscall __vectorcall __restrict __uptr __sptr"],
      [unplacedCode, "_unaligned __unaligned constexpr noreturn _Nonnull alignas _Alignas thread_local"],
      [unplacedCode, "charptr_t nullptr_t max_align_t char8_t char16_t char32_t char64_t nullptr"],
      [unplacedCode, "__try __except __finally __leave __alignof__ __alignof _alignof alignof _Alignof"],
      [unplacedCode, "_Generic __volatile__"],
    ] as const
  ).flatMap(([code, list]) => list.split(" ").map((word) => [word, code] as const)),
);

/** Conditionals of the preprocessor. */
export const directives: ReadonlyMap<string, number> = new Map([
  ["if", hashIfCode],
  ["ifdef", hashIfdefCode],
  ["ifndef", hashIfdefCode],
  ["elif", hashElifCode],
  ["else", hashElseCode],
  ["endif", hashEndifCode],
]);
