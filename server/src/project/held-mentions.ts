// What a function may name with something held that it took itself, and whether it may end with more or less held than
// it began: counted along its tokens, statement by statement, before anything is parsed. Bias: too deep rather than too
// shallow; where the text is no plain structure, everything counts as named with a lock held.

import {
  closeBrace,
  closeParenthesis,
  colon,
  directiveToken,
  firstNameSymbol,
  identifierToken,
  openBrace,
  openParenthesis,
  semicolon,
  type Tokens,
} from "../syntax/tokens.js";

/** How many more things are held than at the function's entry, on the ways there are. */
export interface HeldRange {
  readonly min: number;
  readonly max: number;
}

/** What is held, by number: a name of the file's that stands for the lock, or another number that stands for an effect. */
export type HeldKey = number;

/** What a call does to what is held. */
export interface HeldChange extends HeldRange {
  readonly takes: readonly HeldKey[];
  readonly gives: readonly HeldKey[];
}

/**
 * What a name does: `statement`, something is held for the rest of the statement; `scope`, up to the end of some block
 * around it; `rest`, for the rest of the function, and maybe behind it.
 */
export type HeldStep = HeldChange | "statement" | "scope" | "rest";

export interface HeldMentions {
  /** Numbers of the names that are met where something may be held. */
  readonly names: ReadonlySet<number>;
  readonly exit: HeldChange;
  /** Whether the text has a plain structure, so that the order of its tokens tells. */
  readonly isCertain: boolean;
}

export interface BodyTokens {
  readonly tokens: Tokens;
  /** Index of the first token of the function. */
  readonly first: number;
  /** Offset of the brace that opens the body, and of the end behind the one that closes it. */
  readonly body: number;
  readonly end: number;
}

/** Answers what the name at a token does; asked of every name. */
export type StepAt = (name: number, token: number) => HeldStep | undefined;

/** Reads what a function names. Linear in the tokens of the body. */
export function readHeldMentions(of: BodyTokens, stepOf: StepAt): HeldMentions {
  return new HeldReader(of, stepOf).run();
}

/** The same, and what may be held: what its caller may not have held cannot be given back. */
interface Depth extends HeldRange {
  /** How often, by key; nothing that is not held. */
  readonly held: ReadonlyMap<HeldKey, number>;
}

const level: Depth = { min: 0, max: 0, held: new Map() };

/** Deeper nesting is not counted. */
const maxDepth = 3;
/** Statements nested deeper than this are no driver's. */
const maxNesting = 120;

/** What a jump out of a loop or a `switch` comes to. */
interface Around {
  readonly isLoop: boolean;
  left: Depth | undefined;
  /** By `continue`. */
  continued: Depth | undefined;
}

/** What the arms of an `#if` come to. */
interface Arms {
  readonly entry: Depth | undefined;
  ends: Depth | undefined;
  hasElse: boolean;
}

const conditional = /#\s*(if|ifdef|ifndef|elif|else|endif)\b/y;

/** A class for what has been read so far, which every statement changes. */
class HeldReader {
  private readonly tokens: Tokens;
  private readonly of: BodyTokens;
  private readonly stepOf: StepAt;
  private at: number;
  private nesting = 0;
  /** Undefined behind a jump. */
  private depth: Depth | undefined = level;
  /** The last that was known before a jump. */
  private before: Depth = level;
  private exit: Depth | undefined;
  private readonly around: Around[] = [];
  /** By number of the label's name: what is held where it is jumped to, and where it stands. */
  private readonly jumps = new Map<number, Depth>();
  private readonly labels = new Map<number, Depth>();
  private readonly names = new Set<number>();
  /** What was given back without having been taken here. */
  private readonly given = new Set<HeldKey>();
  private isStatementHeld = false;
  /** Whether all that follows may be named with something held; or, where the structure fails, all. */
  private isRestHeld = false;
  /** Whether something may be held, or given back, that is not told. */
  private isEndUnknown = false;
  private isIrregular = false;
  /** Of the `#if`s around. */
  private readonly arms: Arms[] = [];

  constructor(of: BodyTokens, stepOf: StepAt) {
    this.of = of;
    this.tokens = of.tokens;
    this.stepOf = stepOf;
    this.at = of.first;
  }

  run(): HeldMentions {
    const { start, count } = this.tokens;
    while (this.at < count && (start[this.at] ?? 0) < this.of.body) this.at++;
    const first = this.at;
    this.statement();
    if (!this.atEnd()) this.isIrregular = true;
    if (this.depth) this.exit = joined(this.exit, this.depth);
    const names = this.isIrregular ? this.allNames(first) : this.names;
    return { names, exit: this.exitChange(), isCertain: !this.isIrregular && !this.isEndUnknown };
  }

  private exitChange(): HeldChange {
    const { min, max, held } = this.exit ?? level;
    const takes = [...held.keys()];
    return {
      min,
      max: Math.max(takes.length > 0 ? 1 : -maxDepth, max),
      takes,
      gives: max < 0 ? [...this.given] : [],
    };
  }

  private allNames(first: number): ReadonlySet<number> {
    const { kind, symbol, start, count } = this.tokens;
    const all = new Set<number>();
    for (let i = first; i < count && (start[i] ?? 0) < this.of.end; i++)
      if (kind[i] === identifierToken) all.add((symbol[i] ?? 0) - firstNameSymbol);
    return all;
  }

  /** The symbol of the token at hand, once directives are passed; 0 at the end. */
  private peek(): number {
    const { kind, symbol, start, count } = this.tokens;
    while (this.at < count && kind[this.at] === directiveToken) {
      this.directive();
      this.at++;
    }
    return this.at < count && (start[this.at] ?? 0) < this.of.end ? (symbol[this.at] ?? 0) : 0;
  }

  /** Arms of `#if` are joined as those of `if`: one of them is built. */
  private directive(): void {
    const { text, start } = this.tokens;
    conditional.lastIndex = start[this.at] ?? 0;
    const word = conditional.exec(text)?.[1];
    if (word === undefined) return;
    if (word.startsWith("if")) {
      this.arms.push({ entry: this.depth, ends: undefined, hasElse: false });
      return;
    }
    const arms = word === "endif" ? this.arms.pop() : this.arms.at(-1);
    if (!arms) return;
    arms.ends = joinedOr(arms.ends, this.depth);
    arms.hasElse ||= word === "else";
    if (word !== "endif") this.depth = arms.entry;
    else this.depth = arms.hasElse ? arms.ends : joinedOr(arms.ends, arms.entry);
  }

  private wordAt(i: number): string | undefined {
    return this.tokens.kind[i] === identifierToken
      ? this.tokens.names[(this.tokens.symbol[i] ?? 0) - firstNameSymbol]
      : undefined;
  }

  private atEnd(): boolean {
    this.peek();
    return this.at >= this.tokens.count || (this.tokens.start[this.at] ?? 0) >= this.of.end;
  }

  private statement(): void {
    if (this.nesting >= maxNesting) this.isIrregular = true;
    if (this.isIrregular || this.atEnd()) return;
    this.nesting++;
    if (this.peek() === openBrace) this.block();
    else this.worded(this.wordAt(this.at));
    this.nesting--;
  }

  private block(): void {
    this.at++;
    while (!this.isIrregular && !this.atEnd() && this.peek() !== closeBrace) this.statement();
    this.at++;
  }

  private worded(word: string | undefined): void {
    switch (word) {
      case "if":
        this.at++;
        return this.condition();
      case "while":
      case "for":
        this.at++;
        return this.loop();
      case "do":
        this.at++;
        return this.doLoop();
      case "switch":
        this.at++;
        return this.choice();
      case "case":
      case "default":
        return this.caseLabel();
      case "return":
        this.expression();
        return this.jump((depth) => {
          this.exit = joined(this.exit, depth);
        });
      case "break":
      case "continue":
        this.expression();
        return this.jump((depth) => this.leave(depth, word === "continue"));
      case "goto":
        return this.goTo();
      default:
        if (word !== undefined && this.tokens.symbol[this.at + 1] === colon) this.label();
        else this.expression();
    }
  }

  private condition(): void {
    this.head();
    const entry = this.depth;
    this.statement();
    const held = this.depth;
    this.depth = entry;
    if (this.peek() !== 0 && this.wordAt(this.at) === "else") {
      this.at++;
      this.statement();
    }
    this.depth = joinedOr(this.depth, held);
  }

  private loop(): void {
    const isEndless = this.head();
    this.loopBody(() => this.statement(), isEndless);
  }

  private doLoop(): void {
    const read = (): void => {
      this.statement();
      if (this.wordAt(this.at) === "while") this.at++;
      this.head();
    };
    this.loopBody(read, true);
  }

  /** `isEntered`: what holds before it does not hold behind it, unless a round of it says so. */
  private loopBody(read: () => void, isEntered: boolean): void {
    const entry = this.depth;
    const around: Around = { isLoop: true, left: undefined, continued: undefined };
    this.around.push(around);
    read();
    this.around.pop();
    const round = joinedOr(this.depth, around.continued);
    // A round that ends with more held than it began: where the next one begins that is held as well.
    if (entry && round && holdsMore(round, entry)) this.isIrregular = true;
    const end = joinedOr(round, around.left);
    this.depth = isEntered ? end : joinedOr(end, entry);
  }

  private choice(): void {
    this.head();
    const around: Around = { isLoop: false, left: undefined, continued: undefined };
    const entry = this.depth;
    this.around.push(around);
    this.entries.push(entry);
    this.statement();
    this.entries.pop();
    this.around.pop();
    this.depth = joinedOr(joinedOr(this.depth, around.left), entry);
  }

  /** What is held where the `switch`es around are entered. */
  private readonly entries: (Depth | undefined)[] = [];

  private caseLabel(): void {
    this.depth = joinedOr(this.depth, this.entries.at(-1));
    while (!this.atEnd() && this.peek() !== colon) this.at++;
    this.at++;
  }

  private label(): void {
    const name = (this.tokens.symbol[this.at] ?? 0) - firstNameSymbol;
    this.depth = joinedOr(this.depth, this.jumps.get(name)) ?? this.before;
    this.labels.set(name, this.depth);
    this.at += 2;
  }

  private goTo(): void {
    const name = (this.tokens.symbol[this.at + 1] ?? 0) - firstNameSymbol;
    this.jump((depth) => {
      const back = this.labels.get(name);
      if (back && holdsMore(depth, back)) this.isIrregular = true;
      this.jumps.set(name, joined(this.jumps.get(name), depth));
    });
    this.expression();
    this.depth = undefined;
  }

  private jump(to: (depth: Depth) => void): void {
    if (this.depth) {
      this.before = this.depth;
      to(this.depth);
    }
    this.depth = undefined;
  }

  private leave(depth: Depth, isContinue: boolean): void {
    const around = isContinue ? this.around.findLast(({ isLoop }) => isLoop) : this.around.at(-1);
    if (around && isContinue) around.continued = joined(around.continued, depth);
    else if (around) around.left = joined(around.left, depth);
  }

  /** What stands in parentheses behind `if` or `while`; answers whether it is a loop without a condition. */
  private head(): boolean {
    if (this.peek() !== openParenthesis) return false;
    const from = this.at;
    this.balanced();
    const { text, start, end } = this.tokens;
    return endless.test(text.slice(start[from], end[this.at - 1]));
  }

  /** From an opening parenthesis to behind the one that closes it. */
  private balanced(): void {
    let open = 0;
    while (!this.atEnd()) {
      const symbol = this.peek();
      if (symbol === openParenthesis || symbol === openBrace) open++;
      else if (symbol === closeParenthesis || symbol === closeBrace) open--;
      else this.name();
      this.at++;
      if (open <= 0) return;
    }
  }

  /** To behind the semicolon; or the head and the body of a loop that is a macro. */
  private expression(): void {
    this.isStatementHeld = false;
    while (!this.atEnd()) {
      const symbol = this.peek();
      if (symbol === semicolon) {
        this.at++;
        break;
      }
      if (symbol === closeBrace) break;
      if (symbol === openParenthesis) {
        this.balanced();
        if (this.peek() === openBrace) {
          this.loopBody(() => this.statement(), false);
          break;
        }
      } else if (symbol === openBrace) this.balanced();
      else {
        this.name();
        this.at++;
      }
    }
    this.isStatementHeld = false;
  }

  private name(): void {
    const { kind, symbol } = this.tokens;
    if (kind[this.at] !== identifierToken) return;
    const name = (symbol[this.at] ?? 0) - firstNameSymbol;
    const { depth } = this;
    if (this.isRestHeld || this.isStatementHeld || (depth && depth.held.size > 0)) this.names.add(name);
    const step = this.stepOf(name, this.at);
    if (step === undefined) return;
    if (step === "rest") this.isEndUnknown = true;
    if (step === "rest" || step === "scope") this.isRestHeld = true;
    else if (step === "statement") this.isStatementHeld = true;
    else if (depth) {
      this.depth = stepped(depth, step);
      for (const key of step.gives) if (!depth.held.has(key)) this.given.add(key);
    }
  }
}

const endless = /^\((?:1|true|;;)\)$/;

function stepped({ min, max, held }: Depth, step: HeldChange): Depth {
  // What is given back is what was taken, where that may be: `if (try()) { ...; unlock(); }`.
  const isGivenBack = step.min < 0 && max > 0 && min <= 0;
  return {
    min: isGivenBack ? min : Math.max(-maxDepth, min + step.min),
    max: Math.max(-maxDepth, Math.min(maxDepth, max + step.max)),
    held: heldAfter(held, step),
  };
}

function heldAfter(held: Depth["held"], { takes, gives }: HeldChange): Depth["held"] {
  if (takes.length === 0 && !gives.some((key) => held.has(key))) return held;
  const after = new Map(held);
  for (const key of gives) {
    const times = after.get(key) ?? 0;
    if (times > 1) after.set(key, times - 1);
    else after.delete(key);
  }
  for (const key of takes) after.set(key, Math.min(maxDepth, (after.get(key) ?? 0) + 1));
  return after;
}

function holdsMore(a: Depth, b: Depth): boolean {
  return [...a.held].some(([key, times]) => times > (b.held.get(key) ?? 0));
}

function joined(a: Depth | undefined, b: Depth): Depth {
  if (!a || a === b) return b;
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max), held: joinedHeld(a.held, b.held) };
}

function joinedHeld(a: Depth["held"], b: Depth["held"]): Depth["held"] {
  if (a === b || b.size === 0) return a;
  const all = new Map(a);
  for (const [key, times] of b) all.set(key, Math.max(times, all.get(key) ?? 0));
  return all;
}

function joinedOr(a: Depth | undefined, b: Depth | undefined): Depth | undefined {
  return b ? joined(a, b) : a;
}
