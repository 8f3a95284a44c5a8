// Arms of `#if` that a build excludes, taken out of a text before anything else looks at it: blanks of the same length
// stand for them, so that offsets stay those of the file. A conditional of which one arm is left certainly loses its
// directives as well; of one that stays open the arms that are left stay. Bias: text that is being typed loses nothing,
// so where directives do not pair, what they might be about stays.

import type { Span } from "../base/span.js";
import { MaskWriter } from "./mask-writer.js";
import { directiveWord } from "./preprocessor.js";
import { directiveToken, tokenize } from "./tokens.js";

/** Says whether a condition, as it stands behind `#if`, holds; undefined where that is not known. */
export type ConditionDecider = (condition: string) => Truth;

type Truth = boolean | undefined;

interface Directive extends Span {
  readonly word: string;
  /** Where the condition begins. */
  readonly operand: number;
}

/** One `#if` with what belongs to it, `#endif` last. */
type Group = readonly Directive[];

const conditionalWord = /^(?:if|ifdef|ifndef|elif|elifdef|elifndef|else|endif)$/;
const conditionalLine = /^[ \t]*#[ \t]*(?:el)?if(?:n?def)?\b((?:\\\r?\n|[^\n])*)/gm;

/**
 * The text without the arms that `decide` excludes; the very same text where there are none. A name that the text
 * itself defines or takes away decides nothing. Linear in the length of the text.
 */
export function withoutExcludedArms(text: string, decide: ConditionDecider): string {
  const own = ownMacros(text);
  const isOpen = (condition: string): boolean =>
    (condition.match(/\b[A-Za-z_]\w*/g) ?? []).some((name) => own.has(name));
  const known: ConditionDecider = (condition) => (isOpen(condition) ? undefined : decide(condition));
  if (!mayExclude(text, known)) return text;
  const groups = completeGroups(readDirectives(text));
  const writer = new MaskWriter(text);
  let isChanged = false;
  for (const group of groups) {
    const truths = group.slice(0, -1).map((item) => truthOf(item, text, known));
    isChanged = excludeArms(group, truths, writer) || isChanged;
  }
  return isChanged ? writer.toString() : text;
}

function ownMacros(text: string): ReadonlySet<string> {
  const lines = text.matchAll(/^[ \t]*#[ \t]*(?:define|undef)[ \t]+(\w+)/gm);
  return new Set([...lines].map(([, name]) => name ?? ""));
}

/** Whether some line may decide something: most files need no closer look. */
function mayExclude(text: string, decide: ConditionDecider): boolean {
  for (const [line, operand = ""] of text.matchAll(conditionalLine)) {
    const condition = plain(operand);
    const isName = /^[ \t]*#[ \t]*(?:el)?ifn?def\b/.test(line);
    if (decide(isName ? `defined(${firstWord(condition)})` : condition) !== undefined) return true;
  }
  return false;
}

function readDirectives(text: string): readonly Directive[] {
  const tokens = tokenize(text);
  const found: Directive[] = [];
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kind[i] !== directiveToken) continue;
    const start = tokens.start[i] ?? 0;
    const end = tokens.end[i] ?? 0;
    const word = directiveWord({ text, start, end });
    if (conditionalWord.test(word))
      found.push({ start, end, word, operand: text.indexOf(word, start) + word.length });
  }
  return found;
}

/**
 * The conditionals whose extent is certain, in order of their ends. None where an `#else` or `#endif` belongs to
 * nothing: the `#if` that it had may have ended any other. None after one that was not ended.
 */
function completeGroups(directives: readonly Directive[]): readonly Group[] {
  const groups: Group[] = [];
  const open: Directive[][] = [];
  for (const item of directives) {
    const current = open.at(-1);
    if (item.word.startsWith("if")) open.push([item]);
    else if (!current || (item.word !== "endif" && current.at(-1)?.word === "else")) return [];
    else {
      current.push(item);
      if (item.word === "endif") groups.push(open.pop() ?? []);
    }
  }
  const firstOpen = open[0]?.[0]?.start ?? Number.POSITIVE_INFINITY;
  return groups.filter(([first]) => (first?.start ?? 0) < firstOpen);
}

/** What decides about an arm, those before it left aside; the arm of an `#else` is there for the rest. */
function truthOf(item: Directive, text: string, decide: ConditionDecider): Truth {
  if (item.word === "else") return true;
  const condition = plain(text.slice(item.operand, item.end));
  if (!item.word.endsWith("def")) return decide(condition);
  const isDefined = decide(`defined(${firstWord(condition)})`);
  return item.word.endsWith("ndef") && isDefined !== undefined ? !isDefined : isDefined;
}

function plain(operand: string): string {
  return operand
    .replace(/\/\*.*?(?:\*\/|$)|\/\/.*/gs, " ")
    .replace(/\\\r?\n/g, " ")
    .trim();
}

function firstWord(condition: string): string {
  return /^\w+/.exec(condition)?.[0] ?? "?";
}

/** Blanks the arms that are not compiled; tells whether there are any. */
function excludeArms(group: Group, truths: readonly Truth[], writer: MaskWriter): boolean {
  const live: number[] = [];
  let isTaken: Truth = false;
  for (const [k, truth] of truths.entries()) {
    if (isTaken !== true && truth !== false) live.push(k);
    isTaken = eitherOf(isTaken, truth);
  }
  const [only = -1] = live;
  const isCertain = live.length === 0 || (live.length === 1 && truths[only] === true);
  if (live.length === truths.length && !isCertain) return false;
  for (const k of truths.keys()) {
    const [from, to] = [group[k], group[k + 1]];
    if (from && to && !live.includes(k)) writer.blank(from.start, to.start);
  }
  if (isCertain) for (const { start, end } of group) writer.blank(start, end);
  else keepOpen({ group, truths, live }, writer);
  return true;
}

function eitherOf(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === undefined || b === undefined ? undefined : false;
}

interface OpenGroup {
  readonly group: Group;
  readonly truths: readonly Truth[];
  /** Places of the arms that are left. */
  readonly live: readonly number[];
}

/** Makes one conditional of the arms that are left: the first begins it, one that is there for the rest ends it. */
function keepOpen({ group, truths, live }: OpenGroup, writer: MaskWriter): void {
  const first = group[live[0] ?? 0];
  if (first?.word.startsWith("el")) writer.write(wordStart(first), first.operand, first.word.slice(2));
  for (const k of live.slice(1)) {
    const item = group[k];
    if (item && truths[k] === true && item.word !== "else") writer.write(wordStart(item), item.end, "else");
  }
}

function wordStart({ operand, word }: Directive): number {
  return operand - word.length;
}
