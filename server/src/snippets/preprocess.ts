// The text that the interpreter runs: conditionals decided, macros expanded, as a compiler would see it, with a map
// back to the file. The checker reads unexpanded text on purpose; an interpreter cannot: a statement macro, a loop
// macro or `#define N 4 + 4` mean what their expansion means. Only macros of the file, its headers and our prelude are
// known; other names stay as they are. Gives up (leaves the name alone) on calls whose parenthesis never closes.

import { type Token, tokenize } from "./c-tokens.js";
import { withoutFalseCasts } from "./false-casts.js";

/** A macro as it stands at some line of the text. */
export interface MacroDefinition {
  readonly name: string;
  /** Absent for an object-like macro; `...` last for a variadic one. */
  readonly params: readonly string[] | undefined;
  /** Name of the variadic part: `__VA_ARGS__` or the GNU name. */
  readonly variadic: string | undefined;
  readonly body: readonly Token[];
}

/** Macros by name; changed by the directives that are read. */
export type MacroTable = Map<string, MacroDefinition>;

/** Expanded text with the way back. */
export interface Preprocessed {
  readonly text: string;
  /** The offset in the file from which the character at `offset` of the expanded text comes. */
  sourceOffset(offset: number): number;
  /** Names of headers that were asked for, as written. */
  readonly includes: readonly string[];
}

/** Decides an `#if` expression after macro expansion and `defined`; undefined when it cannot. */
export type ConditionDecider = (condition: string) => boolean | undefined;

interface Piece {
  /** Offset in the output. */
  readonly at: number;
  /** Offset in the source. */
  readonly source: number;
  /** The text is copied, so later characters go along; else all of it comes from `source`. */
  readonly isCopy: boolean;
}

interface Work {
  readonly text: string;
  readonly macros: MacroTable;
  readonly decide: ConditionDecider;
  readonly tokens: readonly Token[];
  readonly parts: string[];
  readonly pieces: Piece[];
  readonly includes: string[];
  length: number;
  readonly room: ExpansionRoom;
}

interface ExpansionRoom {
  nrTokens: number;
}

/** Expansion stops here: no human's macro is that large, and hostile ones must not fill the memory. */
const maxOutputLength = 8_000_000;
const maxNesting = 120;
/** Tokens that a use of a macro may bring forth, and all of a text; macros that double each other reach any number. */
const maxTokensOfUse = 100_000;
const maxTokensOfText = 2_000_000;

/** Expands `text`. `macros` holds what is defined before, and afterwards what is defined at the end. */
export function preprocess(text: string, macros: MacroTable, decide: ConditionDecider): Preprocessed {
  const work: Work = {
    text,
    macros,
    decide,
    tokens: tokenize(text),
    parts: [],
    pieces: [],
    includes: [],
    length: 0,
    room: { nrTokens: maxTokensOfText },
  };
  runLines(work);
  const { pieces } = work;
  return {
    text: withoutFalseCasts(work.parts.join("")),
    includes: work.includes,
    sourceOffset: (offset) => sourceOffsetIn(pieces, offset),
  };
}

function sourceOffsetIn(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const piece = pieces[low - 1];
  if (!piece) return 0;
  return piece.isCopy ? piece.source + (offset - piece.at) : piece.source;
}

interface OpenCondition {
  /** This arm's text counts. */
  isActive: boolean;
  /** An earlier arm was taken, or the whole stands in text that does not count. */
  isDecided: boolean;
}

function runLines(work: Work): void {
  const { tokens } = work;
  const open: OpenCondition[] = [];
  let at = 0;
  while (at < tokens.length && work.length < maxOutputLength) {
    const isActive = open.every((condition) => condition.isActive);
    const token = tokens[at];
    if (!token) break;
    const isLineStart = at === 0 || tokens[at - 1]?.kind === "newline";
    if (isLineStart && token.text === "#") {
      const end = endOfLine(tokens, at);
      directive(tokens.slice(at + 1, end), open, isActive, work);
      at = end;
    } else if (!isActive) at = endOfLine(tokens, at) + 1;
    else at = copyUntilDirective(at, work);
    if (tokens[at]?.kind === "newline" && (!isActive || token.text === "#")) {
      emit(work, "\n", tokens[at]?.start ?? 0, "copy");
      at++;
    }
  }
}

function endOfLine(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at < tokens.length && tokens[at]?.kind !== "newline") at++;
  return at;
}

/** Expands from `from` to the next line that starts with `#`; answers where that line starts. */
function copyUntilDirective(from: number, work: Work): number {
  const { tokens } = work;
  let end = from;
  while (end < tokens.length) {
    const token = tokens[end];
    // A directive inside the parentheses of a call would split it; such text is rare and read as two pieces.
    if (token?.text === "#" && tokens[end - 1]?.kind === "newline") break;
    end++;
  }
  expandInto(tokens.slice(from, end), work);
  return end;
}

function directive(line: readonly Token[], open: OpenCondition[], isActive: boolean, work: Work): void {
  const [head, ...rest] = line;
  switch (head?.text) {
    case "if":
    case "ifdef":
    case "ifndef": {
      const truth = isActive && conditionHolds(head.text, rest, work);
      open.push({ isActive: truth, isDecided: truth || !isActive });
      return;
    }
    case "elif":
    case "elifdef":
    case "elifndef":
    case "else": {
      const last = open.at(-1);
      if (!last) return;
      last.isActive =
        !last.isDecided && (head.text === "else" || conditionHolds(head.text.slice(2), rest, work));
      last.isDecided ||= last.isActive;
      return;
    }
    case "endif":
      open.pop();
      return;
    case "define":
      if (isActive) define(rest, work.macros);
      return;
    case "undef":
      if (isActive) work.macros.delete(rest[0]?.text ?? "");
      return;
    case "include": {
      const name = /[<"]([^>"]+)[>"]/.exec(rest.map((token) => token.text).join(""))?.[1];
      if (isActive && name !== undefined) work.includes.push(name);
      return;
    }
    case "pragma":
      // `#pragma pack` is read by the types below; it must stay in the text.
      if (isActive) emit(work, `#pragma ${joinTokens(rest)}`, head.start, "made");
      return;
    default:
      return;
  }
}

function conditionHolds(word: string, tokens: readonly Token[], work: Work): boolean {
  if (word === "ifdef") return work.macros.has(tokens[0]?.text ?? "");
  if (word === "ifndef") return !work.macros.has(tokens[0]?.text ?? "");
  const decided: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.text !== "defined") {
      decided.push(token);
      continue;
    }
    const isWrapped = tokens[i + 1]?.text === "(";
    const name = tokens[i + (isWrapped ? 2 : 1)]?.text ?? "";
    i += isWrapped ? 3 : 1;
    const truth = work.macros.has(name) || work.decide(`defined(${name})`) === true;
    decided.push({ ...token, kind: "number", text: truth ? "1" : "0" });
  }
  const expanded = joinTokens(expand(decided, outermost(work)));
  return work.decide(expanded) ?? false;
}

function define(rest: readonly Token[], macros: MacroTable): void {
  const name = rest[0];
  if (name?.kind !== "name") return;
  const paren = rest[1];
  if (paren?.text !== "(" || paren.spaced) {
    macros.set(name.text, { name: name.text, params: undefined, variadic: undefined, body: rest.slice(1) });
    return;
  }
  const params: string[] = [];
  let variadic: string | undefined;
  let at = 2;
  for (; at < rest.length && rest[at]?.text !== ")"; at++) {
    const token = rest[at];
    if (token?.text === "...") variadic = rest[at - 1]?.kind === "name" ? params.pop() : "__VA_ARGS__";
    else if (token?.kind === "name") params.push(token.text);
  }
  macros.set(name.text, { name: name.text, params, variadic, body: rest.slice(at + 1) });
}

/** Writes tokens to the output, macros expanded, with the white space that stood between them. */
function expandInto(tokens: readonly Token[], work: Work): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token || work.length > maxOutputLength) return;
    if (token.kind === "newline") {
      emit(work, "\n", token.start, "copy");
      continue;
    }
    if (token.spaced) emit(work, spaceBefore(token, work.text), token.start, "made");
    const use = token.kind === "name" ? macroUse(tokens, i, work.macros, new Set()) : undefined;
    if (!use) {
      emit(work, token.text, token.start, "copy");
      continue;
    }
    const expanded = expandUse(use, outermost(work));
    emitExpansion(expanded, token.start, work);
    // Line ends inside the call are kept behind it, so that lines of the output stay near those of the file.
    for (let k = i + 1; k <= use.last; k++)
      if (tokens[k]?.kind === "newline") emit(work, "\n", tokens[k]?.start ?? 0, "copy");
    i = use.last;
  }
}

/** Arguments keep their own places; what the macro's body adds stands where the macro is called. */
function emitExpansion(tokens: readonly PlacedToken[], callOffset: number, work: Work): void {
  emit(work, " ", callOffset, "made");
  for (const token of tokens) {
    if (token.spaced) emit(work, " ", callOffset, "made");
    emit(work, token.text, token.isArgument ? token.start : callOffset, token.isArgument ? "copy" : "made");
  }
  emit(work, " ", callOffset, "made");
}

/** Comments between tokens become white space of the same number of lines. */
function spaceBefore(token: Token, text: string): string {
  let from = token.start;
  while (from > 0 && text.charCodeAt(from - 1) !== 10 && token.start - from < 200) {
    const c = text.charCodeAt(from - 1);
    if (c > 32 && c !== 47) break;
    if (c === 47) break;
    from--;
  }
  return from === token.start ? " " : text.slice(from, token.start);
}

function emit(work: Work, text: string, source: number, how: "copy" | "made"): void {
  const last = work.pieces.at(-1);
  const isCopy = how === "copy";
  const follows = last?.isCopy && isCopy && last.source + (work.length - last.at) === source;
  if (!follows) work.pieces.push({ at: work.length, source, isCopy });
  work.parts.push(text);
  work.length += text.length;
}

/** A token of an expansion; `isArgument` when it was written at the place of the call. */
interface PlacedToken extends Token {
  readonly isArgument?: boolean;
  /** Names that may not be expanded again (C's "painted blue"). */
  readonly painted?: boolean;
}

interface Expansion {
  readonly macros: MacroTable;
  readonly hidden: ReadonlySet<string>;
  readonly depth: number;
  /** What is left for the whole text, and for this use. */
  readonly room: ExpansionRoom;
  readonly ofUse: ExpansionRoom;
}

function outermost({ macros, room }: Work): Expansion {
  return { macros, hidden: new Set(), depth: 0, room, ofUse: { nrTokens: maxTokensOfUse } };
}

interface MacroUse {
  readonly macro: MacroDefinition;
  readonly operands: readonly (readonly PlacedToken[])[];
  /** Index of the last token of the use. */
  readonly last: number;
}

function macroUse(
  tokens: readonly PlacedToken[],
  at: number,
  macros: MacroTable,
  hidden: ReadonlySet<string>,
): MacroUse | undefined {
  const token = tokens[at];
  if (!token || token.painted) return undefined;
  const macro = macros.get(token.text);
  if (!macro || hidden.has(macro.name)) return undefined;
  if (!macro.params) return { macro, operands: [], last: at };
  let open = at + 1;
  while (tokens[open]?.kind === "newline") open++;
  if (tokens[open]?.text !== "(") return undefined;
  return readOperands(tokens, open, macro);
}

function readOperands(
  tokens: readonly PlacedToken[],
  open: number,
  macro: MacroDefinition,
): MacroUse | undefined {
  const operands: PlacedToken[][] = [[]];
  const nrNamed = macro.params?.length ?? 0;
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.kind === "newline") continue;
    const isOpening = token.text === "(" || token.text === "[" || token.text === "{";
    if (isOpening && ++depth === 1) continue;
    if (token.text === ")" || token.text === "]" || token.text === "}") {
      if (--depth === 0) return { macro, operands: fitOperands(operands, macro), last: i };
    }
    const isVariadicPart = macro.variadic !== undefined && operands.length > nrNamed;
    // A compiler lets only parentheses protect a comma; brackets and braces do here too, for text that has no macro's
    // prototype to break.
    if (token.text === "," && depth === 1 && !isVariadicPart) operands.push([]);
    else operands.at(-1)?.push({ ...token, isArgument: token.isArgument ?? true });
  }
  return undefined;
}

function fitOperands(operands: PlacedToken[][], macro: MacroDefinition): PlacedToken[][] {
  const nrNamed = macro.params?.length ?? 0;
  if (nrNamed === 0 && macro.variadic === undefined) return [];
  while (operands.length < nrNamed) operands.push([]);
  return operands;
}

function expand(tokens: readonly PlacedToken[], expansion: Expansion): PlacedToken[] {
  const { room, ofUse } = expansion;
  room.nrTokens -= tokens.length;
  ofUse.nrTokens -= tokens.length;
  if (expansion.depth > maxNesting || Math.min(room.nrTokens, ofUse.nrTokens) < 0) return [...tokens];
  const result: PlacedToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.kind !== "name") {
      if (token.kind !== "newline") result.push(token);
      continue;
    }
    const use = macroUse(tokens, i, expansion.macros, expansion.hidden);
    if (use) {
      const expanded = expandUse(use, expansion);
      const first = expanded[0];
      if (first && token.spaced) expanded[0] = { ...first, spaced: true };
      for (const one of expanded) result.push(one);
      i = use.last;
    } else {
      const isHidden = expansion.hidden.has(token.text);
      result.push(isHidden ? { ...token, painted: true } : token);
    }
  }
  return result;
}

function expandUse(use: MacroUse, expansion: Expansion): PlacedToken[] {
  const substituted = substitute(use, expansion);
  const hidden = new Set([...expansion.hidden, use.macro.name]);
  return expand(substituted, { ...expansion, hidden, depth: expansion.depth + 1 });
}

function substitute({ macro, operands }: MacroUse, expansion: Expansion): PlacedToken[] {
  const { body, params = [], variadic } = macro;
  const operandOf = (name: string): readonly PlacedToken[] | undefined => {
    if (name === variadic) return operands[params.length] ?? [];
    const index = params.indexOf(name);
    return index < 0 ? undefined : (operands[index] ?? []);
  };
  const inner = { ...expansion, depth: expansion.depth + 1 };
  const result: PlacedToken[] = [];
  for (let i = 0; i < body.length; i++) {
    const token = body[i];
    if (!token) break;
    const next = body[i + 1];
    if (token.text === "#" && macro.params && next) {
      const operand = operandOf(next.text);
      if (operand) {
        result.push(stringified(operand, token));
        i++;
        continue;
      }
    }
    if (token.text === "##" && next) {
      i++;
      pasteInto(result, operandOf(next.text) ?? [next], next.text === variadic);
      continue;
    }
    const operand = token.kind === "name" ? operandOf(token.text) : undefined;
    if (!operand) result.push(token);
    else if (next?.text === "##")
      result.push(...operand.map((one, k) => (k === 0 ? { ...one, spaced: token.spaced } : one)));
    else {
      const expanded = expand(operand, inner);
      const first = expanded[0];
      if (first) expanded[0] = { ...first, spaced: token.spaced };
      result.push(...expanded);
    }
  }
  return result;
}

/** `a ## b`; GNU's `, ## args` drops the comma where there are no arguments. */
function pasteInto(result: PlacedToken[], right: readonly PlacedToken[], isVariadic: boolean): void {
  const left = result.at(-1);
  const [first, ...rest] = right;
  if (isVariadic && left?.text === ",") {
    if (!first) result.pop();
    else result.push(...right);
    return;
  }
  if (!first) return;
  if (!left) {
    result.push(...right);
    return;
  }
  const pasted = tokenize(left.text + first.text);
  result.pop();
  result.push(...pasted.map((token) => ({ ...token, start: left.start, spaced: left.spaced })), ...rest);
}

function stringified(operand: readonly PlacedToken[], at: Token): PlacedToken {
  const text = joinTokens(operand).replace(/["\\]/g, (c, offset, whole: string) => {
    // Quotes and the backslashes inside literals are escaped, others stay.
    return c === '"' || insideLiteral(whole, offset) ? `\\${c}` : c;
  });
  return { kind: "string", text: `"${text}"`, start: at.start, spaced: at.spaced };
}

function insideLiteral(text: string, offset: number): boolean {
  return tokenize(text).some(
    (token) => token.kind === "string" && token.start < offset && offset < token.start + token.text.length,
  );
}

/** Tokens as text, a blank where there was white space. */
function joinTokens(tokens: readonly Token[]): string {
  return tokens.map((token, i) => (i > 0 && token.spaced ? ` ${token.text}` : token.text)).join("");
}
