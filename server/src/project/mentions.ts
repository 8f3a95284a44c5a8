// Who names whom in a file, read off its tokens before anything is parsed: for each function and macro what it calls,
// hands on and is registered as, with the traits of the names in it. Names that mean nothing are passed over.

import type { Profile } from "../kernel-model/profile.js";
import type { DefineDirective } from "../syntax/parsed-file.js";
import type { MaskedFile } from "../syntax/prepass.js";
import {
  arrowSymbol,
  closeBrace,
  closeParenthesis,
  comma,
  dot,
  equals,
  firstNameSymbol,
  identifierToken,
  openBrace,
  openParenthesis,
  semicolon,
  type Tokens,
} from "../syntax/tokens.js";
import type { ExpectedFunction } from "../syntax/walk-state.js";
import {
  allocatorTrait,
  atomicFieldTrait,
  atomicStructTrait,
  branchTrait,
  registersTrait,
  traitsByName,
} from "./name-traits.js";

/** A function of the first reading, or a macro, and what it names. */
export interface Mentioner {
  /** Absent for a macro. */
  readonly function: ExpectedFunction | undefined;
  /** The traits of all names in it. */
  readonly traits: number;
  readonly nrBranches: number;
  /** Functions and macros of the file that it names, or may call through a member; some more than once. */
  readonly mentions: readonly Mentioner[];
  /** Those among them whose result it may look at. */
  readonly asks: readonly Mentioner[];
  /** Functions among them that it names without calling them. */
  readonly hands: readonly Mentioner[];
  /** Where it calls allocators, by index of the token. */
  readonly allocatorCalls: readonly number[];
  /** Index of its first token; -1 for a macro. */
  readonly firstToken: number;
  /** A function that answers nothing. */
  readonly isVoid: boolean;
  /** Of a macro: the names in its body. */
  readonly words: ReadonlySet<string> | undefined;
  /** Somewhere it is given to be called back where nothing may sleep. */
  readonly isRegistered: boolean;
}

interface OpenMentioner extends Mentioner {
  traits: number;
  nrBranches: number;
  readonly mentions: OpenMentioner[];
  readonly asks: OpenMentioner[];
  readonly hands: OpenMentioner[];
  readonly allocatorCalls: number[];
  firstToken: number;
  isRegistered: boolean;
}

export interface Mentions {
  /** Functions in the order of the text, then macros. */
  readonly all: readonly Mentioner[];
  /** The traits of all names in the file. */
  readonly traits: number;
  /** Whether there are bodies of what may be functions besides: `HANDLER(name)(int a) { ... }`. */
  readonly hasOtherBodies: boolean;
  /** The traits of a name, by its number. */
  traitsOf(name: number): number;
  /** The functions and macros of the file that a name stands for, by its number. */
  namedBy(name: number): readonly Mentioner[];
  /** The same, and those that it may stand for as a member. */
  meaningsOf(name: number): readonly Mentioner[];
}

/** Reads the mentions of a masked file. Linear in the number of its tokens. */
export function readMentions({ tokens, readings, defines }: MaskedFile, profile: Profile): Mentions {
  const traitOf = traitsByName(profile);
  const functions = readings[0].functions.map((item) => open(item, isVoid(item, tokens.text), undefined));
  const macros = defines.map((define) => open(undefined, false, wordsOf(define, tokens.text)));
  const byName = new Map<string, OpenMentioner[]>();
  const add = (name: string, item: OpenMentioner): void => {
    const list = byName.get(name);
    if (list) list.push(item);
    else byName.set(name, [item]);
  };
  for (const item of functions) if (item.function) add(wordAt(tokens.text, item.function.name), item);
  for (const [i, item] of macros.entries()) add(defines[i]?.name ?? "", item);
  for (const item of macros) {
    for (const word of item.words ?? []) {
      item.traits |= traitOf.get(word) ?? 0;
      const named = byName.get(word);
      if (!named) continue;
      item.mentions.push(...named);
      item.asks.push(...named);
    }
  }
  const traits = new Int32Array(tokens.names.length);
  const named: (OpenMentioner[] | undefined)[] = [];
  let all = 0;
  for (const [i, name] of tokens.names.entries()) {
    const bits = traitOf.get(name) ?? 0;
    traits[i] = bits;
    all |= bits;
    named.push(byName.get(name));
  }
  const { byField, hasOtherBodies } = new MentionReader({
    tokens,
    traits,
    named,
    functions,
    hasAtomicStruct: (all & atomicStructTrait) !== 0,
  }).run();
  return {
    all: [...functions, ...macros],
    traits: all,
    hasOtherBodies,
    traitsOf: (name) => traits[name] ?? 0,
    namedBy: (name) => named[name] ?? [],
    meaningsOf: (name) => [...(named[name] ?? []), ...(byField.get(name) ?? [])],
  };
}

function isVoid({ start, name }: ExpectedFunction, text: string): boolean {
  return /\bvoid\s*$/.test(text.slice(start, name));
}

function open(
  of: ExpectedFunction | undefined,
  isVoid: boolean,
  words: ReadonlySet<string> | undefined,
): OpenMentioner {
  return {
    function: of,
    isVoid,
    words,
    traits: 0,
    nrBranches: 0,
    mentions: [],
    asks: [],
    hands: [],
    allocatorCalls: [],
    firstToken: -1,
    isRegistered: false,
  };
}

function wordAt(text: string, offset: number): string {
  const word = /\w*/y;
  word.lastIndex = offset;
  return word.exec(text)?.[0] ?? "";
}

function wordsOf(define: DefineDirective, text: string): ReadonlySet<string> {
  return new Set(text.slice(define.body.start, define.body.end).match(/\b[A-Za-z_]\w*/g));
}

interface ReaderInput {
  readonly tokens: Tokens;
  /** By number of the name. */
  readonly traits: Int32Array;
  /** What the file itself calls so, by number of the name. */
  readonly named: readonly (readonly OpenMentioner[] | undefined)[];
  readonly functions: readonly OpenMentioner[];
  readonly hasAtomicStruct: boolean;
}

interface MentionsRead {
  /** Functions that members are given, by number of the member's name. */
  readonly byField: ReadonlyMap<number, readonly OpenMentioner[]>;
  readonly hasOtherBodies: boolean;
}

/** A class for what the tokens before say of the next. */
class MentionReader {
  private readonly input: ReaderInput;
  private current: OpenMentioner | undefined;
  /** The member that a value is being given, by number of its name; -1 for none. */
  private field = -1;
  /** For each open parenthesis the number of the name before it, or that of the one around; -1 for none. */
  private readonly called: number[] = [];
  /** Functions that members are given, by number of the member's name. */
  private readonly byField = new Map<number, OpenMentioner[]>();
  private hasOtherBodies = false;
  private readonly memberCalls: { readonly from: OpenMentioner; readonly field: number }[] = [];

  constructor(input: ReaderInput) {
    this.input = input;
  }

  run(): MentionsRead {
    const { tokens, functions } = this.input;
    const { kind, symbol, start, count } = tokens;
    let next = 0;
    let end = 0;
    let nextStart = functions[0]?.function?.start ?? tokens.text.length;
    for (let i = 0; i < count; i++) {
      const at = start[i] ?? 0;
      if (this.current && at >= end) this.current = undefined;
      if (at >= nextStart) {
        // Functions do not overlap: one whose start was passed over is none of this reading's.
        this.begin(functions[next], i);
        end = functions[next]?.function?.end ?? 0;
        while (nextStart <= at) nextStart = functions[++next]?.function?.start ?? tokens.text.length + 1;
      }
      if (kind[i] === identifierToken) this.name(i, (symbol[i] ?? 0) - firstNameSymbol);
      else this.punctuator(i, symbol[i] ?? 0);
    }
    for (const { from, field } of this.memberCalls) {
      const reached = this.byField.get(field) ?? [];
      from.mentions.push(...reached);
      from.asks.push(...reached);
    }
    return { byField: this.byField, hasOtherBodies: this.hasOtherBodies };
  }

  private begin(item: OpenMentioner | undefined, firstToken: number): void {
    this.current = item;
    if (item) item.firstToken = firstToken;
    this.field = -1;
    this.called.length = 0;
  }

  private punctuator(i: number, symbol: number): void {
    switch (symbol) {
      case openParenthesis: {
        const before = this.nameAt(i - 1);
        this.called.push(before >= 0 ? before : (this.called[this.called.length - 1] ?? -1));
        break;
      }
      case closeParenthesis:
        this.called.pop();
        break;
      case equals:
        this.field = this.isMember(i - 1) ? this.nameAt(i - 1) : -1;
        break;
      case comma:
        if (this.called.length === 0) this.field = -1;
        break;
      case semicolon:
      case openBrace:
      case closeBrace:
        if (!this.current && this.isBody(i)) this.hasOtherBodies = true;
        this.field = -1;
        if (!this.current) this.called.length = 0;
        break;
      default:
        break;
    }
  }

  private isBody(i: number): boolean {
    const { symbol } = this.input.tokens;
    return symbol[i] === openBrace && symbol[i - 1] === closeParenthesis;
  }

  /** The number of the name that a token is; -1 for other tokens. */
  private nameAt(i: number): number {
    const { kind, symbol } = this.input.tokens;
    return i >= 0 && kind[i] === identifierToken ? (symbol[i] ?? 0) - firstNameSymbol : -1;
  }

  private isMember(i: number): boolean {
    const before = this.input.tokens.symbol[i - 1];
    return before === dot || before === arrowSymbol;
  }

  private name(i: number, id: number): void {
    const { current } = this;
    const { tokens, traits, named } = this.input;
    const isCalled = tokens.symbol[i + 1] === openParenthesis;
    const bits = traits[id] ?? 0;
    if (current) {
      current.traits |= bits;
      if (bits & branchTrait) current.nrBranches++;
      if (isCalled) {
        if (bits & allocatorTrait) current.allocatorCalls.push(i);
        if (this.isMember(i)) this.memberCalls.push({ from: current, field: id });
      }
    }
    const items = named[id];
    if (!items) return;
    const isStatement = isCalled && this.beginsStatement(i);
    for (const item of items) {
      if (item === current) continue;
      current?.mentions.push(item);
      if (!isStatement && !item.isVoid) current?.asks.push(item);
      if (isCalled || !item.function) continue;
      current?.hands.push(item);
      this.handed(item);
    }
  }

  private beginsStatement(i: number): boolean {
    const before = this.input.tokens.symbol[i - 1];
    return before === semicolon || before === openBrace || before === closeBrace;
  }

  /** A function is named without being called. */
  private handed(item: OpenMentioner): void {
    const { traits, hasAtomicStruct } = this.input;
    if (this.field >= 0) {
      const list = this.byField.get(this.field);
      if (list) list.push(item);
      else this.byField.set(this.field, [item]);
      if (hasAtomicStruct || (traits[this.field] ?? 0) & atomicFieldTrait) item.isRegistered = true;
    }
    const called = this.called[this.called.length - 1] ?? -1;
    if (called >= 0 && (traits[called] ?? 0) & registersTrait) item.isRegistered = true;
  }
}
