// The same-length pre-pass: text → masked text that the C grammar can place, with a record of what was hidden. One
// linear tokenizer, one choice of `#if` arms, one walk; a second reading only where arms cut through constructs.

import type { Span } from "../base/span.js";
import { type ArmChoice, type ConditionalGroup, type Cut, chooseArms, findGroups } from "./conditionals.js";
import { localMacroBits } from "./local-macros.js";
import { MaskWriter } from "./mask-writer.js";
import { addBits, bitsOfName, classifyNames } from "./name-classes.js";
import type {
  ArmDecision,
  DefineDirective,
  HiddenMacro,
  IncludeDirective,
  MacroShapes,
} from "./parsed-file.js";
import { directiveWord, readDefine, readInclude } from "./preprocessor.js";
import { findStretches, stretchSpans } from "./resync.js";
import { buildStream } from "./stream.js";
import { blankToken, directiveToken, type Tokens, tokenize } from "./tokens.js";
import { walk } from "./walk.js";
import { type ExpectedFunction, WalkState } from "./walk-state.js";

/** One masked text. */
export interface MaskedReading {
  /** Made when first asked for: of many files only the tokens are. */
  readonly masked: string;
  readonly hidden: readonly HiddenMacro[];
  readonly differs: readonly Span[];
  readonly decisions: readonly ArmDecision[];
  readonly functions: readonly ExpectedFunction[];
  /** Where to cut the text before parsing because brackets do not pair; empty where they do. */
  readonly segments: readonly Span[];
  /** The conditionals, by raw token: those that stay may not lie across a cut. */
  readonly groups: ReadonlyMap<number, ConditionalGroup>;
}

/** What the pre-pass makes of a text. */
export interface MaskedFile {
  readonly readings: readonly [MaskedReading, ...MaskedReading[]];
  readonly comments: readonly Span[];
  readonly defines: readonly DefineDirective[];
  readonly includes: readonly IncludeDirective[];
  readonly droppedArms: number;
  /** What the text was split into; directives among them are blanked. */
  readonly tokens: Tokens;
}

/** More readings would be looked at by few functions and cost every one of them. */
const mostReadings = 3;

interface Source {
  readonly tokens: Tokens;
  readonly classes: Int32Array;
  readonly groups: ReadonlyMap<number, ConditionalGroup>;
  /** The text with comments, definitions and includes blanked. */
  readonly base: MaskWriter;
}

/** Masks `text`; `shapes` are macros that headers define. Linear in the length of the text. */
export function maskFile(text: string, shapes: MacroShapes): MaskedFile {
  const tokens = tokenize(looksBinary(text) ? "" : text);
  const classes = classifyNames(tokens, shapes);
  const base = new MaskWriter(text);
  if (tokens.count === 0) base.blank(0, text.length);
  for (const comment of tokens.comments) base.blank(comment.start, comment.end);
  for (const stray of tokens.strays) base.blank(stray, stray + 1);
  const { conditionals, defines: written, includes } = readDirectives(tokens, base);
  const groups = findGroups(tokens, conditionals);
  const dead = deadSpans(groups);
  const defines = dead.length > 0 ? written.filter(livesOutside(dead)) : written;
  if (defines.length > 0)
    addBits(
      tokens,
      classes,
      localMacroBits(text, defines, (name) => bitsOfName(name, shapes)),
    );
  const source: Source = { tokens, classes, groups, base };
  blankStrays(source, conditionals);
  const choice = chooseArms(tokens, classes, source.groups, 0);
  const others = otherReadings(source, choice);
  const first = maskReading(source, choice, [], others.length > 0);
  const comments = tokens.comments;
  const readings: MaskedFile["readings"] = [
    first,
    ...others.map((other) => maskOther(source, other, choice)),
  ];
  const droppedArms = countDropped(source.groups, [choice, ...others]);
  return { readings, comments, defines, includes, droppedArms, tokens };
}

/** What `#if 0` and the arms after `#if 1` hide in every reading. */
function deadSpans(groups: ReadonlyMap<number, ConditionalGroup>): readonly Span[] {
  return [...groups.values()].flatMap(({ living, lines, start, end }) => {
    if (living === undefined) return [];
    const second = lines[1]?.start ?? end;
    return [living === 0 ? { start: second, end } : { start, end: second }];
  });
}

function livesOutside(dead: readonly Span[]): (item: Span) => boolean {
  return (item) => !dead.some((span) => item.start >= span.start && item.end <= span.end);
}

/** How much of a text is looked at to tell C from other files. */
const sampleLength = 8192;

/** Whether control characters make up a twentieth of the text's start: an object file, not C. */
function looksBinary(text: string): boolean {
  const length = Math.min(text.length, sampleLength);
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c < 9 || (c > 13 && c < 32) || c === 0xfffd) controls++;
  }
  return controls * 20 > length;
}

interface Directives {
  /** Raw token indices of `#if` and its like. */
  readonly conditionals: readonly number[];
  readonly defines: readonly DefineDirective[];
  readonly includes: readonly IncludeDirective[];
}

function blankDirective(tokens: Tokens, base: MaskWriter, i: number): void {
  base.blank(tokens.start[i] ?? 0, tokens.end[i] ?? 0);
  tokens.kind[i] = blankToken;
}

/** `#else` and `#endif` that belong to nothing, and what was never ended. */
function blankStrays({ tokens, groups, base }: Source, conditionals: readonly number[]): void {
  const grouped = new Set([...groups.values()].flatMap(({ directives }) => directives));
  for (const i of conditionals) if (!grouped.has(i)) blankDirective(tokens, base, i);
}

/** Reads the directives; all but conditionals are blanked. */
function readDirectives(tokens: Tokens, base: MaskWriter): Directives {
  const conditionals: number[] = [];
  const defines: DefineDirective[] = [];
  const includes: IncludeDirective[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kind[i] !== directiveToken) continue;
    const line = { text: tokens.text, start: tokens.start[i] ?? 0, end: tokens.end[i] ?? 0 };
    const word = directiveWord(line);
    if (/^(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif)$/.test(word)) {
      conditionals.push(i);
      tidyConditional(base, line, word);
      continue;
    }
    if (word === "define") {
      const define = readDefine(line);
      if (define) defines.push(define);
    } else if (word === "include") {
      const include = readInclude(line);
      if (include) includes.push(include);
    }
    blankDirective(tokens, base, i);
  }
  return { conditionals, defines, includes };
}

/** Cuts from a conditional what the grammar does not take: words after `#endif`, continuation lines, odd conditions. */
function tidyConditional(base: MaskWriter, line: Span & { text: string }, word: string): void {
  const after = line.text.indexOf(word, line.start) + word.length;
  if (word === "else" || word === "endif") {
    base.blank(after, line.end);
    return;
  }
  const condition = line.text.slice(after, line.end);
  const words = condition.trim().replace(/[ \t]+/g, " ");
  const isPlain =
    word === "if" || word === "elif"
      ? /^!? ?(?:\w+|defined ?\(? ?\w+ ?\)?)$/.test(words) && words.includes("(") === words.includes(")")
      : /^[A-Za-z_]\w*$/.test(words);
  if (isPlain || condition.length < 2) return;
  // Any name will do: conditions are opaque, and their text is read from the original.
  for (let at = after; at < line.end; at++) base.put(at, " ");
  base.put(after + 1, "X");
}

function maskReading(
  source: Source,
  choice: ArmChoice,
  differs: readonly Span[],
  isShared: boolean,
): MaskedReading {
  const { tokens, classes, base } = source;
  const writer = isShared ? new MaskWriter(tokens.text, base) : base;
  blankDropped(tokens, choice, writer);
  const stream = buildStream(tokens, classes, choice, writer);
  const stretches = findStretches(stream);
  const state = new WalkState(stream, writer);
  for (const stretch of stretches) walk(state, classes, stretch);
  const segments = stretches.length > 1 ? stretchSpans(stream, stretches) : [];
  if (differs.length > 0) blankOutside(source, writer, state.itemStarts, differs);
  let masked: string | undefined;
  return {
    get masked() {
      masked ??= writer.toString();
      return masked;
    },
    hidden: writer.hidden,
    differs,
    decisions: choice.cuts.flatMap(decisionOf),
    functions: state.functions,
    segments,
    groups: source.groups,
  };
}

function decisionOf({ group, chosen }: Cut): ArmDecision[] {
  const [line] = group.lines;
  return line ? [{ span: { start: group.start, end: group.end }, line, holds: chosen === 0 }] : [];
}

function blankDropped(tokens: Tokens, choice: ArmChoice, writer: MaskWriter): void {
  const { fate } = choice;
  for (let i = 0; i < tokens.count; i++) {
    if (fate[i] === 0) continue;
    let last = i;
    while (last + 1 < tokens.count && fate[last + 1] !== 0) last++;
    writer.blank(tokens.start[i] ?? 0, tokens.end[last] ?? 0);
    i = last;
  }
  for (const index of choice.commas) writer.put(tokens.start[index] ?? 0, ",");
}

/** The choices of the further readings that show something the first does not. */
function otherReadings(source: Source, first: ArmChoice): ArmChoice[] {
  const { tokens, classes, groups } = source;
  const others: ArmChoice[] = [];
  const seen = new Set(first.cuts.map(cutKey));
  const unread = (cut: Cut): boolean =>
    !seen.has(cutKey(cut)) && (cut.group.arms[cut.chosen]?.first ?? -1) >= 0;
  const most = Math.min(mostReadings, Math.max(0, ...first.cuts.map((cut) => cut.group.arms.length)));
  for (let reading = 1; reading < most; reading++) {
    const choice = chooseArms(tokens, classes, groups, reading);
    if (!choice.cuts.some(unread)) continue;
    for (const cut of choice.cuts) seen.add(cutKey(cut));
    others.push(choice);
  }
  return others;
}

function cutKey(cut: Cut): string {
  return `${cut.group.start}:${cut.chosen}`;
}

function maskOther(source: Source, choice: ArmChoice, first: ArmChoice): MaskedReading {
  const before = new Set(first.cuts.map(cutKey));
  const differs = choice.cuts
    .filter((cut) => !before.has(cutKey(cut)))
    .map(({ group }) => ({ start: group.start, end: group.end }));
  return maskReading(source, choice, differs, true);
}

/** Leaves only the items of the file that touch `differs`; conditionals around several items go too. */
function blankOutside(
  { groups }: Source,
  writer: MaskWriter,
  itemStarts: readonly number[],
  differs: readonly Span[],
): void {
  let at = 0;
  let d = 0;
  let g = 0;
  const outer = [...groups.values()].sort((a, b) => a.start - b.start);
  for (const end of [...itemStarts, writer.text.length]) {
    for (let group = outer[g]; group && group.start < end; group = outer[++g]) {
      if (group.end <= end) continue;
      for (const line of group.lines) writer.blank(line.start, line.end);
    }
    while (d < differs.length && (differs[d]?.end ?? 0) <= at) d++;
    const span = differs[d];
    if (!span || span.start >= end) writer.blank(at, end);
    at = end;
  }
}

function countDropped(groups: ReadonlyMap<number, ConditionalGroup>, choices: readonly ArmChoice[]): number {
  const read = new Set(choices.flatMap((choice) => choice.cuts.map(cutKey)));
  const cut = new Set(choices.flatMap((choice) => choice.cuts.map(({ group }) => group)));
  let dropped = 0;
  for (const group of groups.values()) {
    if (!cut.has(group)) continue;
    for (const [k, arm] of group.arms.entries()) {
      if (arm.first >= 0 && !read.has(`${group.start}:${k}`)) dropped++;
    }
  }
  return dropped;
}
