// What is known of the functions and macros that a file names and does not define, before anything is parsed: those of
// its headers, read off their tokens, and those of the tree behind, by its index. Bias: it may sleep or lock rather
// than not.

import type { Profile } from "../kernel-model/profile.js";
import type { MaskedFile } from "../syntax/prepass.js";
import type { ForeignTree } from "./foreign.js";
import type { HeldChange, HeldKey, HeldMentions } from "./held-mentions.js";
import { createHolders } from "./holders.js";
import type { Mentioner } from "./mention-reader.js";
import { readMentions } from "./mentions.js";
import {
  assertsTrait,
  callsTrait,
  lockTrait,
  registersTableTrait,
  registersTrait,
  sleepTrait,
  tellsTrait,
} from "./name-traits.js";

/** What a call of a function does to what is held, with locks by the last name of what stands for them. */
export interface OutsideChange extends Pick<HeldChange, "min" | "max"> {
  readonly takes: readonly (string | HeldKey)[];
  readonly gives: readonly (string | HeldKey)[];
}

/** A function or macro of another file. */
export interface OutsideName {
  /** As in name-traits.ts; a lock is among them where it is left otherwise than it was found. */
  readonly traits: number;
  /** `rest`: something may be held from there on. */
  readonly change: OutsideChange | "rest" | undefined;
}

/** Answers undefined for a name of which nothing is known, or nothing that matters. */
export type OutsideNames = (name: string) => OutsideName | undefined;

/** A function or macro of a header. */
interface HeaderName {
  /** Traits of its text and of what its own header's functions that it names come to. */
  readonly reach: number;
  readonly change: OutsideChange | "rest" | undefined;
  readonly isMacro: boolean;
  readonly callsParameter: boolean;
  readonly takesGfp: boolean;
  /** What it names that its header does not define. */
  readonly beyond: readonly string[];
}

/** The functions and macros that one header defines, by name. */
export type HeaderNames = ReadonlyMap<string, HeaderName>;

/** Traits of a function's text that its callers have from it. */
const passedOn = sleepTrait | assertsTrait | registersTrait | registersTableTrait | tellsTrait;

/** Reads what a header defines off its tokens. Linear in their number. */
export function readHeaderNames(mask: MaskedFile, profile: Profile): HeaderNames {
  const mentions = readMentions(mask, profile);
  const heldOf = createHolders(mask, mentions, profile);
  const { names, text } = mask.tokens;
  const found = new Map<string, HeaderName>();
  for (const [i, item] of mentions.all.entries()) {
    const { function: of } = item;
    const name = of ? wordAt(text, of.name) : mask.defines[i - mask.readings[0].functions.length]?.name;
    if (name === undefined || found.has(name)) continue;
    const { reach, beyond } = reachOf(item, names);
    found.set(name, {
      reach,
      change: reach & lockTrait ? changeOf(item, heldOf(item), names) : undefined,
      isMacro: of === undefined,
      callsParameter: item.callsParameter,
      takesGfp: item.takesGfp,
      beyond,
    });
  }
  return found;
}

function wordAt(text: string, offset: number): string {
  return /^\w*/.exec(text.slice(offset, offset + 100))?.[0] ?? "";
}

/** The traits of an item and of those of its file that it names, and what they name beyond the file. */
function reachOf(of: Mentioner, names: readonly string[]): { reach: number; beyond: readonly string[] } {
  const beyond = new Set<string>();
  const seen = new Set([of]);
  let reach = 0;
  for (const item of seen) {
    reach |= item.traits;
    for (const name of item.foreign) beyond.add(names[name] ?? "");
    for (const word of item.words ?? []) beyond.add(word);
    for (const callee of item.mentions) seen.add(callee);
  }
  return { reach, beyond: [...beyond] };
}

function changeOf(
  { function: of }: Mentioner,
  { exit, isCertain }: HeldMentions,
  names: readonly string[],
): HeaderName["change"] {
  // What a macro comes to is not told apart.
  if (!of || !isCertain) return "rest";
  if (exit.min === 0 && exit.max === 0) return undefined;
  const named = (key: HeldKey): string | HeldKey => (key >= 0 ? (names[key] ?? "") : key);
  return { min: exit.min, max: exit.max, takes: exit.takes.map(named), gives: exit.gives.map(named) };
}

/** What stands behind a file. */
export interface Outside {
  /** Of the headers that it includes, nearest first. */
  readonly headers: readonly HeaderNames[];
  /** The tree's answer for a name in the file; absent where there is no tree. */
  readonly find?: (name: string) => ReturnType<ForeignTree["find"]>;
}

/** Answers what the names of one file mean outside it. */
export function createOutsideNames({ headers, find }: Outside): OutsideNames {
  const known = new Map<string, OutsideName | undefined>();
  const lookUp = (name: string): OutsideName | undefined => {
    if (known.has(name)) return known.get(name);
    // A function that names itself, directly or through others.
    known.set(name, undefined);
    for (const header of headers) {
      const defined = header.get(name);
      if (!defined) continue;
      const found = combined(defined, lookUp);
      known.set(name, found);
      return found;
    }
    const found = foreignName(find?.(name));
    known.set(name, found);
    return found;
  };
  return lookUp;
}

function combined(item: HeaderName, lookUp: OutsideNames): OutsideName | undefined {
  let { change } = item;
  let traits = item.reach & passedOn;
  let locks = (item.reach & lockTrait) !== 0;
  for (const name of item.beyond) {
    const other = lookUp(name);
    if (!other) continue;
    traits |= other.traits & passedOn;
    locks ||= (other.traits & lockTrait) !== 0;
    if (other.change) change = "rest";
  }
  const obeys = item.isMacro || item.takesGfp;
  if (locks && (item.callsParameter || (obeys && traits & sleepTrait))) traits |= tellsTrait;
  // What a macro does with its arguments is not told apart.
  if (item.callsParameter || (item.isMacro && item.beyond.length > 0)) traits |= callsTrait;
  if (change !== undefined || (locks && item.isMacro)) traits |= lockTrait;
  return traits === 0 ? undefined : { traits, change };
}

function foreignName(found: ReturnType<ForeignTree["find"]>): OutsideName | undefined {
  if (!found) return undefined;
  let traits = found.reachesSleep ? sleepTrait : 0;
  if (found.leavesLocks) traits |= lockTrait;
  if (found.callsParameter) traits |= callsTrait;
  if (found.touchesLocks && (found.callsParameter || (found.reachesSleep && found.takesGfp)))
    traits |= tellsTrait;
  return traits === 0 ? undefined : { traits, change: found.leavesLocks ? "rest" : undefined };
}
