// Functions of a file read by itself that no finding can come of, told before anything is parsed: much of a driver's
// text sets registers and fills structs. Bias: what might bear on a finding is no bystander. Used where files are
// scanned by the thousand; an editor reads everything.

import { buildFacts, factsOf, unreadFacts } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import { textForBuild } from "../c-types/conditions.js";
import { createEnvironment } from "../c-types/environment.js";
import type { CType } from "../c-types/expression.js";
import { sizeBoundsOf } from "../c-types/layout.js";
import { modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { isReadAlone } from "../syntax/hollow.js";
import { parseMasked } from "../syntax/parsed-file.js";
import { type MaskedFile, maskFile } from "../syntax/prepass.js";
import {
  closeParenthesis,
  comma,
  firstNameSymbol,
  openParenthesis,
  semicolon,
  type Tokens,
} from "../syntax/tokens.js";
import type { ExpectedFunction } from "../syntax/walk-state.js";
import type { HeldMentions } from "./held-mentions.js";
import { createHolders } from "./holders.js";
import { type Mentioner, type Mentions, readMentions } from "./mentions.js";
import {
  assertsTrait,
  largeStructTrait,
  lockTrait,
  namedLockTrait,
  registersTableTrait,
  sleepTrait,
  unnoticedBytes,
} from "./name-traits.js";

/**
 * The facts of a file of which findings are asked and nothing else: bystanders are there as functions that do nothing.
 * The same findings come of them as of all facts of the file, read by itself.
 */
export function factsForFindings(path: string, text: string, profile: Profile): FileFacts {
  const built = textForBuild(text, profile);
  const mask = maskFile(built, new Map());
  const { functions, expectsSmallStructs, hasOtherBodies } = findBystanders(mask, profile);
  const [reading, ...otherReadings] = mask.readings;
  const isUnread = functions.length === reading.functions.length && otherReadings.length === 0;
  if (isUnread && !expectsSmallStructs && !hasOtherBodies) return unreadFacts(path, built, mask);
  const hollow = functions.filter((item) => item.end > item.body + 2 && isReadAlone(item, reading));
  const facts = factsOf(path, parseMasked(built, mask, hollow));
  const isAsExpected = !expectsSmallStructs || !hasLargeStruct(facts, profile);
  return isAsExpected || hollow.length === 0 ? facts : buildFacts(path, built);
}

export interface Bystanders {
  /** In the order of the text. */
  readonly functions: readonly ExpectedFunction[];
  /** Whether some of them allocate a struct: bystanders only if the file has no struct of unusual size. */
  readonly expectsSmallStructs: boolean;
  /** Whether the file may have functions that are not told before it is parsed. */
  readonly hasOtherBodies: boolean;
}

/** The functions of the first reading of a masked file that need not be read. Linear in its number of tokens. */
export function findBystanders(mask: MaskedFile, profile: Profile): Bystanders {
  const mentions = readMentions(mask, profile);
  const { all, traits } = mentions;
  const plain = { tokens: mask.tokens, profile, hasLargeStruct: (traits & largeStructTrait) !== 0 };
  const callers = callersOf(all);
  const locking = reaching(all, callers, lockTrait);
  const sleeping = reaching(all, callers, sleepTrait);
  const heldOf = createHolders(mask, mentions, profile);
  const read = onSleepingWays(mentions, { callers, sleeping, locking, heldOf });
  // What a function says of its caller's locks, a call through a table in it may do.
  const wanted = registersTableTrait | assertsTrait | (traits & assertsTrait ? namedLockTrait : 0);
  let expectsSmallStructs = false;
  for (const item of all) {
    if (read.has(item)) continue;
    if (item.traits & wanted || item.hands.some((handed) => handed.isRegistered)) read.add(item);
    else if (item.allocatorCalls.some((call) => !isPlainAllocation(call, plain))) read.add(item);
    else expectsSmallStructs ||= item.allocatorCalls.length > 0;
  }
  addAnswering(read, (item) => locking.has(item) && mayLeaveLocks(item, heldOf));
  const functions = all.flatMap((item) => (item.function && !read.has(item) ? [item.function] : []));
  return { functions, expectsSmallStructs, hasOtherBodies: mentions.hasOtherBodies };
}

/** Functions and macros that have the trait, or name one that reaches it. */
function reaching(
  all: readonly Mentioner[],
  callers: ReadonlyMap<Mentioner, readonly Mentioner[]>,
  trait: number,
): ReadonlySet<Mentioner> {
  const pending = all.filter(({ traits }) => (traits & trait) !== 0);
  const found = new Set(pending);
  for (let item = pending.pop(); item; item = pending.pop()) {
    for (const caller of callers.get(item) ?? []) {
      if (found.has(caller)) continue;
      found.add(caller);
      pending.push(caller);
    }
  }
  return found;
}

function callersOf(all: readonly Mentioner[]): ReadonlyMap<Mentioner, readonly Mentioner[]> {
  const callers = new Map<Mentioner, Mentioner[]>();
  for (const item of all) {
    for (const callee of item.mentions) {
      const list = callers.get(callee);
      if (list) list.push(item);
      else callers.set(callee, [item]);
    }
  }
  return callers;
}

interface Ways {
  readonly callers: ReadonlyMap<Mentioner, readonly Mentioner[]>;
  readonly sleeping: ReadonlySet<Mentioner>;
  readonly locking: ReadonlySet<Mentioner>;
  heldOf(item: Mentioner): HeldMentions;
}

/** What may lie on a way from a context that forbids sleeping to a sleep. */
function onSleepingWays(mentions: Mentions, { callers, sleeping, locking, heldOf }: Ways): Set<Mentioner> {
  const holders: Mentioner[] = [];
  const entered = new Set<Mentioner>();
  const pending: Mentioner[] = [];
  const enter = (item: Mentioner): void => {
    if (!sleeping.has(item) || entered.has(item)) return;
    entered.add(item);
    pending.push(item);
  };
  for (const item of mentions.all) {
    const isEntered = item.isRegistered || (item.traits & assertsTrait) !== 0;
    // What a macro holds is not told apart.
    const isHolder = (one: Mentioner): boolean => !one.function && locking.has(one) && sleeping.has(one);
    if (isEntered || isHolder(item)) enter(item);
    if (!item.function || !locking.has(item) || !sleeping.has(item)) continue;
    let holds = item.mentions.some(isHolder);
    for (const name of heldOf(item).names) {
      holds ||= (mentions.traitsOf(name) & sleepTrait) !== 0;
      for (const callee of mentions.meaningsOf(name)) {
        holds ||= sleeping.has(callee);
        enter(callee);
      }
    }
    // Whom it is handed to may call it with a lock held.
    for (const handed of item.hands) {
      holds ||= sleeping.has(handed);
      enter(handed);
    }
    if (holds) holders.push(item);
  }
  for (let item = pending.pop(); item; item = pending.pop())
    for (const callee of item.mentions) enter(callee);
  // What sleeps with a lock held may do so as its callers tell it.
  const told = new Set(holders);
  for (const item of told) for (const caller of callers.get(item) ?? []) told.add(caller);
  return new Set([...told, ...entered]);
}

/** Whether it may end with more or less held than it began. */
function mayLeaveLocks(item: Mentioner, heldOf: Ways["heldOf"]): boolean {
  if (!item.function) return true;
  const { exit, isCertain } = heldOf(item);
  return !isCertain || exit.min !== 0 || exit.max !== 0;
}

/** A function with more branches has more blocks than are followed for its result alone (world.ts). */
const maxBranchesForResult = 24;

/** Adds the functions whose locks, results or calls of what they are handed those in `read` may ask for. */
function addAnswering(read: Set<Mentioner>, leavesLocks: (item: Mentioner) => boolean): void {
  const pending = [...read];
  const add = (item: Mentioner): void => {
    if (read.has(item)) return;
    read.add(item);
    pending.push(item);
  };
  for (let item = pending.pop(); item; item = pending.pop()) {
    const handsOn = item.hands.length > 0;
    for (const callee of item.mentions) if (handsOn || !callee.function || leavesLocks(callee)) add(callee);
    for (const callee of item.asks) if (callee.nrBranches <= maxBranchesForResult) add(callee);
  }
}

interface PlainContext {
  readonly tokens: Tokens;
  readonly profile: Profile;
  /** Whether a struct of the kernel's that is large by itself is named in the file. */
  readonly hasLargeStruct: boolean;
}

/** One object, or a few bytes. */
const plainSize = /^(?:sizeof ?\((?:\*\s*[A-Za-z_][\w.>-]*|struct \w+)\)|\d{1,4})$/;

/** Whether the allocation at a token is of one struct, or of a number of bytes that is nothing to speak of. */
function isPlainAllocation(at: number, { tokens, profile, hasLargeStruct }: PlainContext): boolean {
  const name = tokens.names[(tokens.symbol[at] ?? 0) - firstNameSymbol] ?? "";
  const size = modelOf(profile.release).allocator(name)?.size;
  if (hasLargeStruct || size?.kind !== "bytes") return false;
  const argument = argumentText(tokens, at + 1, size.argument);
  return argument !== undefined && plainSize.test(argument);
}

/** The text of an argument of the call whose parenthesis is at a token; undefined where there is none. */
function argumentText(
  { symbol, start, end, text, count }: Tokens,
  open: number,
  wanted: number,
): string | undefined {
  let depth = 0;
  let argument = 0;
  let from = open + 1;
  for (let i = open; i < count; i++) {
    const at = symbol[i] ?? 0;
    if (at === openParenthesis) depth++;
    else if (at === closeParenthesis) depth--;
    else if (at === semicolon) return undefined;
    if (depth > 1 || (depth === 1 && at !== comma)) continue;
    if (argument === wanted) return text.slice(start[from], end[i - 1]);
    if (depth === 0) return undefined;
    argument++;
    from = i + 1;
  }
  return undefined;
}

/** Whether the file declares a type that is too large to go unnoticed in an allocation of one. */
function hasLargeStruct({ types }: FileFacts, profile: Profile): boolean {
  const environment = createEnvironment(types, []);
  const isLarge = (type: CType): boolean =>
    (sizeBoundsOf(type, environment, profile)?.maxBytes ?? 0) > unnoticedBytes(profile);
  for (const [key, definitions] of Object.entries(types.structs)) {
    const [definition] = definitions;
    if (!definition) continue;
    const { tag, name } = definition;
    const isNamed = key === `${tag} ${name}`;
    if (isLarge(isNamed ? { kind: "tagged", tag, name } : { kind: "anonymous", definition: key }))
      return true;
  }
  return Object.values(types.typedefs).some(({ type }) => isLarge(type));
}
