// Who names whom in a file, read off its tokens before anything is parsed: for each function and macro what it calls,
// hands on and is registered as, with the traits of the names in it. Names that mean nothing are passed over.

import { modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { createNameFilter } from "../syntax/name-filter.js";
import type { DefineDirective } from "../syntax/parsed-file.js";
import type { MaskedFile } from "../syntax/prepass.js";
import type { ExpectedFunction } from "../syntax/walk-state.js";
import { type Mentioner, MentionReader, type MentionsRead, type OpenMentioner } from "./mention-reader.js";
import { atomicArguments, atomicStructTrait, isAtomicMember, traitsByName } from "./name-traits.js";
import type { OutsideName, OutsideNames } from "./outside-names.js";

export interface Mentions extends Omit<MentionsRead, "byField"> {
  /** Functions in the order of the text, then macros. */
  readonly all: readonly Mentioner[];
  /** The traits of all names in the file. */
  readonly traits: number;
  /** The traits of a name, by its number. */
  traitsOf(name: number): number;
  /** What is known of a name that the file does not define and calls or hands on, by its number. */
  outsideOf(name: number): OutsideName | undefined;
  /** The names of which it was asked what they mean in other files. */
  asked(): readonly string[];
  /** The functions and macros of the file that a name stands for, by its number. */
  namedBy(name: number): readonly Mentioner[];
  /** The same, and those that it may stand for as a member. */
  meaningsOf(name: number): readonly Mentioner[];
}

/** Reads the mentions of a masked file; `outside` knows names of other files. Linear in the number of its tokens. */
export function readMentions(
  { tokens, readings, defines }: MaskedFile,
  profile: Profile,
  outside: OutsideNames = () => undefined,
): Mentions {
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
  const askedWords = new Map<string, number>();
  const traitsOutside = (word: string): number => {
    const traits = askedWords.get(word) ?? outside(word)?.traits ?? 0;
    askedWords.set(word, traits);
    return traits;
  };
  for (const item of macros) {
    for (const word of item.words ?? []) {
      const named = byName.get(word);
      item.traits |= traitOf.get(word) ?? (named ? 0 : traitsOutside(word));
      if (!named) continue;
      item.mentions.push(...named);
      item.calls.push(...named);
      item.asks.push(...named);
    }
  }
  const { names, hashes } = tokens;
  const traits = new Int32Array(names.length);
  const named: (OpenMentioner[] | undefined)[] = [];
  const mayBeNamed = createNameFilter(byName.keys());
  let all = 0;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] ?? "";
    const hash = hashes[i] ?? 0;
    const bits = traitOf.of(name, hash);
    traits[i] = bits;
    all |= bits;
    named.push(mayBeNamed(hash) ? byName.get(name) : undefined);
  }
  const known = new Map<number, OutsideName | undefined>();
  const outsideOf = (name: number): OutsideName | undefined => {
    if (!known.has(name)) known.set(name, named[name] ? undefined : outside(tokens.names[name] ?? ""));
    return known.get(name);
  };
  const { byField, ...read } = new MentionReader({
    tokens,
    traits,
    named,
    functions,
    hasAtomicStruct: (all & atomicStructTrait) !== 0,
    sleepRuleOf: (name) => modelOf(profile.release).callRule(tokens.names[name] ?? "")?.rule,
    callbackArgumentsOf: (name) => atomicArguments(tokens.names[name] ?? "", profile),
    isAtomicMember: (struct, field) =>
      isAtomicMember(tokens.names[struct] ?? "", tokens.names[field] ?? "", profile),
    outsideOf,
  }).run();
  return {
    ...read,
    all: [...functions, ...macros],
    traits: all,
    outsideOf: (name) => known.get(name),
    asked() {
      const foreign = [...known.keys()].filter((name) => !named[name]);
      return [...new Set([...askedWords.keys(), ...foreign.map((name) => names[name] ?? "")])];
    },
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
    calls: [],
    asks: [],
    hands: [],
    allocatorCalls: [],
    foreign: [],
    parameters: new Set(),
    firstToken: -1,
    isRegistered: false,
    registersForeign: false,
    callsParameter: false,
    takesGfp: false,
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
