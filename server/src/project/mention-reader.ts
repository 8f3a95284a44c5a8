// Reads the tokens of a file one by one and notes in which function each name stands and what is done with it there.

import type { CallRule } from "../kernel-model/call-rule.js";
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
import { argumentTokens, maskMayBlock } from "./call-tokens.js";
import {
  allocatorTrait,
  argumentSleepTrait,
  atomicFieldTrait,
  branchTrait,
  callsTrait,
  gfpTrait,
  registersTrait,
  sleepTrait,
} from "./name-traits.js";
import { OpenCalls } from "./open-calls.js";
import type { OutsideName } from "./outside-names.js";
import { TableStruct } from "./table-struct.js";

/** Symbols of punctuators. */
const ampersand = 38;
const star = 42;
const openBracket = 91;

/** A function of the first reading, or a macro, and what it names. */
export interface Mentioner {
  /** Absent for a macro. */
  readonly function: ExpectedFunction | undefined;
  /** The traits of all names in it. */
  readonly traits: number;
  readonly nrBranches: number;
  /** Functions and macros of the file that it names, or may call through a member; some more than once. */
  readonly mentions: readonly Mentioner[];
  /** Those among them that it may call: not those that it only hands to somebody who keeps them. */
  readonly calls: readonly Mentioner[];
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
  /** Numbers of the names that it calls or hands on and the file does not define; some more than once. */
  readonly foreign: readonly number[];
  /** Whether it gives a function of another file, one that sleeps, to be called back where nothing may. */
  readonly registersForeign: boolean;
  /** Whether it calls a function that it was handed. */
  readonly callsParameter: boolean;
  /** Whether it is told the mask to allocate with. */
  readonly takesGfp: boolean;
}

/** One that is being read. */
export interface OpenMentioner extends Mentioner {
  traits: number;
  nrBranches: number;
  readonly mentions: OpenMentioner[];
  readonly calls: OpenMentioner[];
  readonly asks: OpenMentioner[];
  readonly hands: OpenMentioner[];
  readonly allocatorCalls: number[];
  readonly foreign: number[];
  /** Numbers of the names of its parameters. */
  readonly parameters: Set<number>;
  firstToken: number;
  isRegistered: boolean;
  registersForeign: boolean;
  callsParameter: boolean;
  takesGfp: boolean;
}

/** Something that matters is handed to a function that the file does not define. */
export interface HandedOver {
  /** Number of the name of the function called. */
  readonly called: number;
  /** A function of the file; absent where it is a gfp mask. */
  readonly item: Mentioner | undefined;
}

/** A file's tokens, and what is known of its names. */
export interface ReaderInput {
  readonly tokens: Tokens;
  /** By number of the name. */
  readonly traits: Int32Array;
  /** What the file itself calls so, by number of the name. */
  readonly named: readonly (readonly OpenMentioner[] | undefined)[];
  readonly functions: readonly OpenMentioner[];
  readonly hasAtomicStruct: boolean;
  outsideOf(name: number): OutsideName | undefined;
  /** When a function that the kernel model knows may sleep. */
  sleepRuleOf(name: number): CallRule | undefined;
  /** Which arguments of a registering call are called back where nothing may sleep. */
  callbackArgumentsOf(name: number): ReadonlySet<number>;
  /** Whether a member of a struct is called back where nothing may sleep; both by number of the name. */
  isAtomicMember(struct: number, field: number): boolean;
}

/** What the tokens say besides what they say of each function. */
export interface MentionsRead {
  /**
   * Whether there are bodies of what may be functions besides, `HANDLER(name)(int a) { ... }`, or tables of functions
   * of other files that are called back where nothing may sleep.
   */
  readonly hasOtherBodies: boolean;
  /** Functions that the file does not define and gives to be called back where nothing may sleep, by number. */
  readonly registered: ReadonlySet<number>;
  readonly handedOver: readonly HandedOver[];
  /** Names that are exported to modules, by number. */
  readonly symbols: ReadonlySet<number>;
  /** Names that are declared as something else than a function somewhere, by number. */
  readonly variables: ReadonlySet<number>;
  /** Functions that members are given, by number of the member's name. */
  readonly byField: ReadonlyMap<number, readonly OpenMentioner[]>;
}

/** A class for what the tokens before say of the next. */
export class MentionReader {
  private readonly input: ReaderInput;
  private current: OpenMentioner | undefined;
  /** The member that a value is being given, by number of its name; -1 for none. */
  private field = -1;
  private readonly calls = new OpenCalls();
  private readonly table: TableStruct;
  private readonly structWord: number;
  /** Functions that members are given, by number of the member's name. */
  private readonly byField = new Map<number, OpenMentioner[]>();
  private hasOtherBodies = false;
  private readonly memberCalls: { readonly from: OpenMentioner; readonly field: number }[] = [];
  private readonly registered = new Set<number>();
  private readonly handedOver: HandedOver[] = [];
  private readonly symbols = new Set<number>();
  private readonly variables = new Set<number>();
  /** Where the body of the current function begins. */
  private body = 0;

  constructor(input: ReaderInput) {
    this.input = input;
    this.table = new TableStruct(input.tokens);
    this.structWord = input.tokens.names.indexOf("struct");
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
      from.calls.push(...reached);
      from.asks.push(...reached);
    }
    const { byField, hasOtherBodies, registered, handedOver, symbols, variables } = this;
    return { byField, hasOtherBodies, registered, handedOver, symbols, variables };
  }

  private begin(item: OpenMentioner | undefined, firstToken: number): void {
    this.current = item;
    if (item) item.firstToken = firstToken;
    this.body = item?.function?.body ?? 0;
    this.field = -1;
    this.calls.clear();
    this.table.reset();
  }

  private punctuator(i: number, symbol: number): void {
    switch (symbol) {
      case openParenthesis:
        this.calls.open(this.nameAt(i - 1));
        break;
      case closeParenthesis:
        this.calls.close();
        break;
      case openBracket:
        if (!this.current && this.calls.isNone) this.table.bracket();
        break;
      case equals:
        this.field = this.isMember(i - 1) ? this.nameAt(i - 1) : -1;
        break;
      case comma:
        if (this.calls.isNone) this.field = -1;
        else this.calls.comma();
        break;
      case semicolon:
      case openBrace:
      case closeBrace:
        if (!this.current) this.atFileLevel(i, symbol);
        else this.calls.brace();
        this.field = -1;
        break;
      default:
        break;
    }
  }

  /** A brace or a semicolon outside functions. */
  private atFileLevel(i: number, symbol: number): void {
    if (this.isBody(i)) this.hasOtherBodies = true;
    this.calls.clear();
    if (symbol === openBrace) this.table.open(i, this.field >= 0);
    else if (symbol === closeBrace) this.table.close();
    else this.table.semicolon(i);
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
    if (id === this.structWord && !current && this.calls.isNone) this.table.structWord(i);
    const isCalled = tokens.symbol[i + 1] === openParenthesis;
    const items = named[id];
    let bits = traits[id] ?? 0;
    if (bits & argumentSleepTrait && isCalled && !this.maySleep(i, id)) bits &= ~sleepTrait;
    if (!items && (isCalled || this.isHanded(i))) bits |= this.beyond(i, id, isCalled);
    if (current) {
      current.traits |= bits;
      if (bits & branchTrait) current.nrBranches++;
      if ((tokens.start[i] ?? 0) < this.body) this.inHead(i, id);
      if (isCalled) {
        if (bits & allocatorTrait) current.allocatorCalls.push(i);
        if (this.isMember(i)) this.memberCalls.push({ from: current, field: id });
      }
    }
    if (!items) return;
    const isStatement = isCalled && this.beginsStatement(i);
    for (const item of items) {
      if (item === current) continue;
      current?.mentions.push(item);
      if (!isStatement && !item.isVoid) current?.asks.push(item);
      if (isCalled || this.isGiven()) current?.calls.push(item);
      if (isCalled || !item.function) continue;
      current?.hands.push(item);
      this.handed(item);
    }
  }

  /** A name that the file does not define is called, or may be handed over; answers what is known of it. */
  private beyond(i: number, id: number, isCalled: boolean): number {
    const { current } = this;
    const { called } = this.calls;
    if (isCalled) {
      if (this.isMember(i)) return 0;
      if (!current) {
        if (this.input.tokens.names[id]?.startsWith("EXPORT_")) this.export(i + 2);
        return 0;
      }
      if (current.parameters.has(id)) {
        current.callsParameter = true;
        return 0;
      }
    } else {
      const bits = this.input.traits[id] ?? 0;
      if (bits & gfpTrait) {
        if (called >= 0) this.handedOver.push({ called, item: undefined });
        return 0;
      }
      if (this.isRegistering(called)) this.register(id);
      if (!current || current.parameters.has(id) || this.variables.has(id)) return 0;
    }
    current.foreign.push(id);
    return this.input.outsideOf(id)?.traits ?? 0;
  }

  /** A function of another file is given to be called back where nothing may sleep. */
  private register(id: number): void {
    this.registered.add(id);
    if (((this.input.outsideOf(id)?.traits ?? 0) & sleepTrait) === 0) return;
    if (this.current) this.current.registersForeign = true;
    else this.hasOtherBodies = true;
  }

  private export(at: number): void {
    const name = this.nameAt(at);
    if (name >= 0) this.symbols.add(name);
  }

  /** Whether a name that is not called stands where a value is handed over; notes it where it is declared. */
  private isHanded(i: number): boolean {
    const { kind, symbol } = this.input.tokens;
    const before = symbol[i - 1] ?? 0;
    if (kind[i - 1] === identifierToken || before === star) {
      this.variables.add((symbol[i] ?? 0) - firstNameSymbol);
      return false;
    }
    const after = symbol[i + 1] ?? 0;
    if (after !== comma && after !== closeParenthesis && after !== semicolon && after !== closeBrace)
      return false;
    return before === openParenthesis || before === comma || before === equals || before === ampersand;
  }

  /** A name in the head of a function. */
  private inHead(i: number, id: number): void {
    const { names, symbol } = this.input.tokens;
    const after = symbol[i + 1] ?? 0;
    if (names[id] === "gfp_t" && this.current) this.current.takesGfp = true;
    if (after === comma || after === closeParenthesis || after === openBracket)
      this.current?.parameters.add(id);
  }

  /** Whether the call at a token may sleep, for all that can be seen of its arguments. */
  private maySleep(i: number, id: number): boolean {
    const { tokens, traits, sleepRuleOf } = this.input;
    const rule = sleepRuleOf(id);
    if (rule?.kind === "sleepsIfArgCount") return !argumentTokens(tokens, i + 1, rule.count);
    const mask = rule?.kind === "sleepsIfGfpBlocks" && argumentTokens(tokens, i + 1, rule.argument);
    return !mask || maskMayBlock(mask, tokens, traits);
  }

  private beginsStatement(i: number): boolean {
    const before = this.input.tokens.symbol[i - 1];
    return before === semicolon || before === openBrace || before === closeBrace;
  }

  /** Whether what is named here without being called may be called by this function, or by one that it is handed to. */
  private isGiven(): boolean {
    const { called } = this.calls;
    if (called < 0) return this.field < 0;
    const { named, outsideOf } = this.input;
    return named[called] !== undefined || ((outsideOf(called)?.traits ?? 0) & callsTrait) !== 0;
  }

  /** A function is named without being called. */
  private handed(item: OpenMentioner): void {
    if (this.field >= 0) {
      const list = this.byField.get(this.field);
      if (list) list.push(item);
      else this.byField.set(this.field, [item]);
    }
    const { called } = this.calls;
    if (this.isRegistering(called)) item.isRegistered = true;
    if (called >= 0 && this.current) this.handedOver.push({ called, item });
  }

  /** Whether what is named here is given to be called back where nothing may sleep. */
  private isRegistering(called: number): boolean {
    if (this.field >= 0 && this.isAtomicMember()) return true;
    if (called < 0) return false;
    const { traits, outsideOf, callbackArgumentsOf } = this.input;
    if (((outsideOf(called)?.traits ?? 0) & registersTrait) !== 0) return true;
    if (((traits[called] ?? 0) & registersTrait) === 0) return false;
    const { argument } = this.calls;
    return argument < 0 || callbackArgumentsOf(called).has(argument);
  }

  /** Whether the member that is being given a value may be called back where nothing may sleep. */
  private isAtomicMember(): boolean {
    const { traits, hasAtomicStruct, isAtomicMember } = this.input;
    if (!hasAtomicStruct && ((traits[this.field] ?? 0) & atomicFieldTrait) === 0) return false;
    const struct = this.current ? -1 : this.table.name;
    return struct < 0 || isAtomicMember(struct, this.field);
  }
}
