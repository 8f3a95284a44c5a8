// `#if` and its arms. Where the grammar can place a group whole it stays, and analysis treats its condition as an opaque
// boolean. Where the arms cut through a construct, one arm is kept per reading; the same condition is decided the same
// way throughout a reading. `#if 0` is dead in every reading.

import type { Span } from "../base/span.js";
import {
  blockKind,
  braceKind,
  bracketKind,
  enumKind,
  fileKind,
  initializerKind,
  parenKind,
  structKind,
} from "./brace-kinds.js";
import { directiveWord } from "./preprocessor.js";
import {
  blankToken,
  directiveToken,
  firstNameSymbol,
  identifierToken,
  operatorSymbol,
  punctuatorToken,
  type Tokens,
} from "./tokens.js";

/** In `ArmChoice.fate`: the token is in an arm that is not read. */
const droppedToken = 1;

/** The tokens of one reading. */
export interface ArmChoice {
  /** Per raw token: kept or dropped. A dropped directive is blanked. */
  readonly fate: Uint8Array;
  /** Directives to blank where a comma is to be put in their place. */
  readonly commas: readonly number[];
  readonly cuts: readonly Cut[];
}

/** A group of which only one arm is read. */
export interface Cut {
  readonly group: ConditionalGroup;
  readonly chosen: number;
}

/** One `#if` … `#endif`. */
export interface ConditionalGroup extends Span {
  /** Raw token indices of its directives, `#endif` last. */
  readonly directives: readonly number[];
  readonly lines: readonly Span[];
  readonly arms: readonly Arm[];
  /** `#if 0` or `#if 1`; the arm that lives, or -1. */
  readonly living: number | undefined;
  readonly key: string;
  /** Whether the first arm is read when the key holds. */
  readonly positive: boolean;
}

interface Arm {
  /** First and last token that is no directive; -1 for an empty arm. */
  first: number;
  last: number;
  brace: number;
  lowestBrace: number;
  paren: number;
  lowestParen: number;
}

/** Finds the groups; result by raw token index of the first directive. Linear. Strays are left out. */
export function findGroups(
  tokens: Tokens,
  directives: readonly number[],
): ReadonlyMap<number, ConditionalGroup> {
  const groups = new Map<number, ConditionalGroup>();
  const open: { directives: number[]; arms: Arm[] }[] = [];
  let from = 0;
  for (const index of directives) {
    const current = open.at(-1);
    const arm = current?.arms.at(-1);
    if (arm) countTokens(tokens, arm, from, index);
    from = index + 1;
    const word = wordAt(tokens, index);
    if (word === "if" || word === "ifdef" || word === "ifndef")
      open.push({ directives: [index], arms: [emptyArm()] });
    else if (word === "else" || word === "elif" || word === "elifdef" || word === "elifndef") {
      current?.directives.push(index);
      current?.arms.push(emptyArm());
    } else if (word === "endif" && current) {
      open.pop();
      current.directives.push(index);
      const group = closeGroup(tokens, current.directives, current.arms);
      groups.set(current.directives[0] ?? 0, group);
      const parent = open.at(-1)?.arms.at(-1);
      const inner =
        group.living === undefined ? current.arms.find((a) => a.first >= 0) : current.arms[group.living];
      if (parent && inner) foldArm(parent, inner);
    }
  }
  return groups;
}

function emptyArm(): Arm {
  return { first: -1, last: -1, brace: 0, lowestBrace: 0, paren: 0, lowestParen: 0 };
}

function countTokens(tokens: Tokens, arm: Arm, from: number, to: number): void {
  const { kind, symbol } = tokens;
  for (let i = from; i < to; i++) {
    if (kind[i] === blankToken) continue;
    if (arm.first < 0) arm.first = i;
    arm.last = i;
    switch (symbol[i]) {
      case 123:
        arm.brace++;
        break;
      case 125:
        if (--arm.brace < arm.lowestBrace) arm.lowestBrace = arm.brace;
        break;
      case 40:
        arm.paren++;
        break;
      case 41:
        if (--arm.paren < arm.lowestParen) arm.lowestParen = arm.paren;
        break;
    }
  }
}

function foldArm(parent: Arm, inner: Arm): void {
  if (inner.first < 0) return;
  if (parent.first < 0) parent.first = inner.first;
  parent.last = inner.last;
  parent.lowestBrace = Math.min(parent.lowestBrace, parent.brace + inner.lowestBrace);
  parent.lowestParen = Math.min(parent.lowestParen, parent.paren + inner.lowestParen);
  parent.brace += inner.brace;
  parent.paren += inner.paren;
}

function wordAt(tokens: Tokens, index: number): string {
  return directiveWord({ text: tokens.text, start: tokens.start[index] ?? 0, end: tokens.end[index] ?? 0 });
}

function closeGroup(tokens: Tokens, directives: readonly number[], arms: readonly Arm[]): ConditionalGroup {
  const first = directives[0] ?? 0;
  const last = directives.at(-1) ?? first;
  const start = tokens.start[first] ?? 0;
  const line = tokens.text
    .slice(start, tokens.end[first])
    .replace(/\/\*.*?\*\/|\/\/.*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const constant = /^# ?if ([01])$/.exec(line)?.[1];
  let living: number | undefined;
  if (constant === "1") living = 0;
  else if (constant === "0") living = arms.length > 1 ? 1 : -1;
  const lines = directives.map((i) => ({ start: tokens.start[i] ?? 0, end: tokens.end[i] ?? 0 }));
  return { directives, lines, arms, living, ...readCondition(line), start, end: tokens.end[last] ?? start };
}

function readCondition(line: string): { key: string; positive: boolean } {
  const name = /^# ?(ifdef|ifndef) (\w+)/.exec(line);
  if (name) return { key: name[2] ?? "", positive: name[1] === "ifdef" };
  const test = /^# ?if (!?) ?(?:defined|IS_ENABLED|IS_BUILTIN) ?\(? ?(\w+) ?\)?$/.exec(line);
  if (test) return { key: test[2] ?? "", positive: test[1] === "" };
  return { key: line, positive: true };
}

/** Decides each group for reading number `reading` (0 is the first). */
export function chooseArms(
  tokens: Tokens,
  classes: Int32Array,
  groups: ReadonlyMap<number, ConditionalGroup>,
  reading: number,
): ArmChoice {
  return new ArmChooser(tokens, classes, groups, reading).run();
}

interface OpenBracket {
  readonly kind: number;
  /** Index of the token before the bracket. */
  readonly before: number;
}

/** A class for the bracket stack that runs along with the tokens. */
class ArmChooser {
  private readonly fate: Uint8Array;
  private readonly commas: number[] = [];
  private readonly cuts: Cut[] = [];
  private readonly stack: OpenBracket[] = [];
  /** Per condition, whether it holds in this reading. */
  private readonly truth = new Map<string, boolean>();
  private readonly tokens: Tokens;
  private readonly classes: Int32Array;
  private readonly groups: ReadonlyMap<number, ConditionalGroup>;
  private readonly reading: number;
  /** Index after the last group: brackets there decide nothing. */
  private readonly past: number;
  private before = -1;
  private beforeOpen = -1;

  constructor(
    tokens: Tokens,
    classes: Int32Array,
    groups: ReadonlyMap<number, ConditionalGroup>,
    reading: number,
  ) {
    this.tokens = tokens;
    this.classes = classes;
    this.groups = groups;
    this.reading = reading;
    this.fate = new Uint8Array(tokens.count);
    let last = -1;
    for (const { directives } of groups.values()) last = Math.max(last, directives.at(-1) ?? -1);
    this.past = last + 1;
  }

  run(): ArmChoice {
    const { tokens, fate } = this;
    const kept = new Map<number, number>();
    // Brackets after the last group decide nothing.
    for (let i = 0; i < this.past; i++) {
      if (fate[i] === droppedToken || tokens.kind[i] === blankToken) continue;
      if (tokens.kind[i] !== directiveToken) {
        if (tokens.kind[i] === punctuatorToken) this.bracket(i);
        this.before = i;
        continue;
      }
      const restart = kept.get(i);
      if (restart !== undefined) this.before = restart;
      const group = this.groups.get(i);
      if (group) this.decide(group, kept);
    }
    return { fate, commas: this.commas, cuts: this.cuts };
  }

  private get top(): number {
    return this.stack.at(-1)?.kind ?? fileKind;
  }

  private bracket(i: number): void {
    const symbol = this.tokens.symbol[i] ?? 0;
    const { before } = this;
    if (symbol === 123) {
      const isClosed = before >= 0 && this.tokens.symbol[before] === 41;
      const beforeOpen = isClosed ? this.beforeOpen : -1;
      this.stack.push({
        kind: braceKind(this.tokens, this.classes, { before, top: this.top, beforeOpen }),
        before,
      });
    } else if (symbol === 40) this.stack.push({ kind: parenKind, before });
    else if (symbol === 91) this.stack.push({ kind: bracketKind, before });
    else if (symbol === 125) {
      while (this.top === parenKind || this.top === bracketKind) this.stack.pop();
      this.stack.pop();
    } else if (symbol === 41 || symbol === 93) {
      if (this.top !== parenKind && this.top !== bracketKind) return;
      this.beforeOpen = this.stack.pop()?.before ?? -1;
    }
  }

  private decide(group: ConditionalGroup, kept: Map<number, number>): void {
    const place = group.living === undefined ? this.placeOf(group) : "cut";
    if (place === "whole") {
      for (const index of group.directives) kept.set(index, this.before);
      return;
    }
    if (place === "elements") {
      this.keepElements(group);
      return;
    }
    const chosen = group.living ?? this.choose(group);
    if (group.living === undefined) this.cuts.push({ group, chosen });
    for (const [k, index] of group.directives.entries()) {
      this.fate[index] = droppedToken;
      if (k === chosen || k === group.directives.length - 1) continue;
      this.fate.fill(droppedToken, index, group.directives[k + 1]);
    }
  }

  private choose(group: ConditionalGroup): number {
    const { arms, key, positive } = group;
    if (arms.length > 2) return (this.firstFull(arms) + this.reading) % arms.length;
    let holds = this.truth.get(key);
    if (holds === undefined) {
      const first = this.firstFull(arms);
      holds = (first === 0) === positive;
      if (this.reading % 2 === 1) holds = !holds;
      this.truth.set(key, holds);
    }
    const wanted = holds === positive ? 0 : 1;
    return wanted < arms.length ? wanted : -1;
  }

  private firstFull(arms: readonly Arm[]): number {
    return Math.max(
      arms.findIndex((arm) => arm.first >= 0),
      0,
    );
  }

  /** Whether the grammar can place the group here as it stands. */
  private placeOf(group: ConditionalGroup): "whole" | "elements" | "cut" {
    const { top, before } = this;
    if (top === parenKind || top === bracketKind) return "cut";
    const isList = top === initializerKind || top === enumKind;
    if (before >= 0 && !this.isBoundary(before, isList)) return "cut";
    for (const arm of group.arms) if (arm.first >= 0 && !this.isWholeArm(arm, isList)) return "cut";
    if (isList) return "elements";
    return this.isFollowedWell(group) ? "whole" : "cut";
  }

  private isBoundary(index: number, isList: boolean): boolean {
    const { symbol } = this.tokens;
    const s = symbol[index] ?? 0;
    if (isList) return s === 44 || s === 123;
    if (s === 59 || s === 123 || s === 125) return true;
    if (s === 58) return this.top === blockKind && !this.isTernary(index);
    return s === 41 && this.top === fileKind;
  }

  /** Whether the colon at `index` belongs to a `?` and not to a label or `case`. */
  private isTernary(index: number): boolean {
    const { symbol } = this.tokens;
    for (let i = index - 1; i >= 0 && i > index - 40; i--) {
      const s = symbol[i] ?? 0;
      if (s === 63) return true;
      if (s === 59 || s === 123 || s === 125) return false;
    }
    return false;
  }

  private isWholeArm(arm: Arm, isList: boolean): boolean {
    if (arm.brace !== 0 || arm.paren !== 0 || arm.lowestBrace < 0 || arm.lowestParen < 0) return false;
    const { symbol, kind, names } = this.tokens;
    const first = symbol[arm.first] ?? 0;
    const last = symbol[arm.last] ?? 0;
    if (isList) return first !== 44 && kind[arm.first] !== 0 && !(first === operatorSymbol);
    if (first === 123 && (this.top === fileKind || this.top === structKind)) return false;
    if (kind[arm.first] === identifierToken && names[first - firstNameSymbol] === "else") return false;
    if (last === 59 || last === 125) return true;
    if (last === 58) return this.top === blockKind;
    return last === 41 && (this.top === fileKind || this.top === structKind);
  }

  private isFollowedWell(group: ConditionalGroup): boolean {
    const { symbol, kind, names, count } = this.tokens;
    let next = (group.directives.at(-1) ?? 0) + 1;
    while (next < count && (kind[next] === directiveToken || kind[next] === blankToken)) next++;
    if (next >= count) return true;
    const s = symbol[next] ?? 0;
    if (kind[next] === identifierToken && names[s - firstNameSymbol] === "else") {
      return !group.arms.some(
        (arm) => arm.first >= 0 && (symbol[arm.last] === 125 || symbol[arm.last] === 59),
      );
    }
    return !(s === 123 && this.top === fileKind);
  }

  /** In a list of initializers or enumerators all arms stay: each is one more element. */
  private keepElements(group: ConditionalGroup): void {
    const { symbol } = this.tokens;
    for (const [k, index] of group.directives.entries()) {
      this.fate[index] = droppedToken;
      const arm = group.arms[k - 1];
      if (arm && arm.first >= 0 && symbol[arm.last] !== 44) this.commas.push(index);
    }
  }
}
