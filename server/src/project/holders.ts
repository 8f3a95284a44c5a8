// What the functions of a file may name with something held, told before anything is parsed: the kernel model's locks,
// and the file's own functions and macros that take or give back locks for others. A lock goes by the last name of what
// stands for it: `lock` for `&priv->lock`.

import { type HeldEffect, heldEffects } from "../analysis/state.js";
import type { LockRow } from "../kernel-model/locks.js";
import { type KernelModel, modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import type { MaskedFile } from "../syntax/prepass.js";
import { firstNameSymbol, identifierToken, openParenthesis, type Tokens } from "../syntax/tokens.js";
import { argumentTokens } from "./call-tokens.js";
import {
  type HeldChange,
  type HeldKey,
  type HeldMentions,
  type HeldStep,
  readHeldMentions,
} from "./held-mentions.js";
import type { Mentioner } from "./mention-reader.js";
import type { Mentions } from "./mentions.js";
import { lockTrait } from "./name-traits.js";
import type { OutsideChange } from "./outside-names.js";

const noChange: HeldChange = { min: 0, max: 0, takes: [], gives: [] };
const nothing: HeldMentions = { names: new Set(), exit: noChange, isCertain: true };

/** Stands for a lock that no name stands for. */
const unnamedLock: HeldKey = -1;
/** Stand for the effects that are not of a lock; below `unnamedLock`. */
const effectKeys: readonly HeldEffect[] = ["irq", "bh", "preempt", "rcu", "pagefault"];

/** Answers for each function what it may name with something held; reads it when first asked. */
export function createHolders(
  { tokens }: MaskedFile,
  mentions: Mentions,
  profile: Profile,
): (item: Mentioner) => HeldMentions {
  const model = modelOf(profile.release);
  const known = new Map<Mentioner, HeldMentions>();
  const rows = new Map<number, LockRow | "guard" | undefined>();
  const rowOf = (name: number): LockRow | "guard" | undefined => {
    if ((mentions.traitsOf(name) & lockTrait) === 0) return undefined;
    // `guard(spinlock)(...)`: which class it is, and where its scope ends, is not looked into.
    if (!rows.has(name)) rows.set(name, model.lock(tokens.names[name] ?? "") ?? "guard");
    return rows.get(name);
  };
  const numbers = new Map<string, number>();
  const numberOf = (name: string): HeldKey => {
    if (numbers.size === 0) for (const [number, word] of tokens.names.entries()) numbers.set(word, number);
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  };
  const stepAt = (name: number, token: number): HeldStep | undefined => {
    const [own] = mentions.namedBy(name);
    if (own?.words) return stepOfMacro([...own.words], model, tokens);
    if (own) return exitStep(heldOf(own).exit);
    const row = rowOf(name);
    if (row === "guard") return "scope";
    // A member may be called like a function that locks: `&idr->idr_lock`.
    if (tokens.symbol[token + 1] !== openParenthesis) return undefined;
    if (row) return stepOfLock(row, argumentKey(tokens, token + 1, row.lockArgument));
    const outside = mentions.outsideOf(name)?.change;
    return outside && (outside === "rest" ? "rest" : changeHere(outside, numberOf));
  };
  const heldOf = (item: Mentioner): HeldMentions => {
    const done = known.get(item);
    if (done) return done;
    // A function that names itself, directly or through others, leaves locks alone.
    known.set(item, nothing);
    const of = item.function;
    const held = of
      ? readHeldMentions({ tokens, first: item.firstToken, body: of.body, end: of.end }, stepAt)
      : nothing;
    known.set(item, held);
    return held;
  };
  return heldOf;
}

/** What a function of another file does, with the names of this one. */
function changeHere(change: OutsideChange, numberOf: (name: string) => HeldKey): HeldChange {
  const key = (item: string | HeldKey): HeldKey => (typeof item === "string" ? numberOf(item) : item);
  return { ...change, takes: change.takes.map(key), gives: change.gives.map(key) };
}

function exitStep(exit: HeldChange): HeldStep | undefined {
  return exit.min === 0 && exit.max === 0 ? undefined : exit;
}

function stepOfLock({ what, effect }: LockRow, lock: HeldKey): HeldStep | undefined {
  const effects = heldEffects(what);
  if (effects.length === 0) return undefined;
  const keys = effects.map((item) => (item === "spin" ? lock : unnamedLock - 1 - effectKeys.indexOf(item)));
  if (effect === "release") return { min: -1, max: -1, takes: [], gives: keys };
  return { min: effect === "try" ? 0 : 1, max: 1, takes: keys, gives: [] };
}

/** What a macro comes to is told where it only takes or only gives back. */
function stepOfMacro(words: readonly string[], model: KernelModel, tokens: Tokens): HeldStep | undefined {
  const rows = words
    .flatMap((word) => model.lock(word) ?? [])
    .filter((row) => heldEffects(row.what).length > 0);
  const [row] = rows;
  if (!row) return undefined;
  if (rows.length > 1) return "statement";
  const last = tokens.names.indexOf(words.at(-1) ?? "");
  return stepOfLock(row, last);
}

/** The last name in an argument of the call whose parenthesis is at a token. */
function argumentKey(tokens: Tokens, open: number, wanted: number | undefined): HeldKey {
  const argument = wanted === undefined ? undefined : argumentTokens(tokens, open, wanted);
  for (let i = (argument?.end ?? 0) - 1; argument && i >= argument.first; i--)
    if (tokens.kind[i] === identifierToken) return (tokens.symbol[i] ?? 0) - firstNameSymbol;
  return unnamedLock;
}
