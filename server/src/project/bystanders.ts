// Functions of a file read by itself that no finding can come of, told before anything is parsed: much of a driver's
// text sets registers and fills structs. Bias: what might bear on a finding is no bystander. Used where files are
// scanned by the thousand; an editor reads everything.

import { buildFacts, factsOf, unreadFacts } from "../analysis/build-facts.js";
import type { FileFacts } from "../analysis/facts.js";
import { textForBuild } from "../c-types/conditions.js";
import { createEnvironment, headerEnvironment, type TypeEnvironment } from "../c-types/environment.js";
import type { CType } from "../c-types/expression.js";
import { sizeBoundsOf } from "../c-types/layout.js";
import { modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { parseMasked } from "../syntax/parsed-file.js";
import { type MaskedFile, maskFile } from "../syntax/prepass.js";
import { firstNameSymbol, type Tokens } from "../syntax/tokens.js";
import type { ExpectedFunction } from "../syntax/walk-state.js";
import { argumentTokens } from "./call-tokens.js";
import type { HeldMentions } from "./held-mentions.js";
import { createHolders } from "./holders.js";
import { leftOutOf } from "./left-out.js";
import type { Mentioner } from "./mention-reader.js";
import { type Mentions, readMentions } from "./mentions.js";
import {
  assertsTrait,
  callsTrait,
  largeStructTrait,
  lockTrait,
  namedLockTrait,
  registersTableTrait,
  sleepTrait,
  tellsTrait,
  unlockTrait,
  unnoticedBytes,
} from "./name-traits.js";
import type { OutsideNames } from "./outside-names.js";

/**
 * The facts of a file of which findings are asked and nothing else: bystanders are there as functions that do nothing.
 * The same findings come of them as of all facts of the file, read by itself.
 */
export function factsForFindings(path: string, text: string, profile: Profile): FileFacts {
  const built = textForBuild(text, profile);
  return factsOfMasked({ path, text: built }, maskFile(built, new Map()), profile, {}).facts;
}

/** What is read of a file. */
export interface FactsRead {
  readonly facts: FileFacts;
  /** As in `Bystanders`. */
  readonly isForOthersToo: boolean;
}

/** The same for the text that is built of a file, with what stands around it, where the findings that go out from it are those of all facts. */
export function factsOfMasked(
  named: NamedText,
  mask: MaskedFile,
  profile: Profile,
  around: Surroundings,
): FactsRead {
  const bystanders = findBystanders(mask, profile, around);
  const facts = factsBeside(bystanders, named, mask, { profile, headers: around.headers });
  return { facts, isForOthersToo: bystanders.isForOthersToo };
}

interface Around {
  readonly profile: Profile;
  readonly headers: Surroundings["headers"];
}

/** The facts of a file without its bystanders. */
function factsBeside(
  bystanders: Bystanders,
  { path, text }: NamedText,
  mask: MaskedFile,
  { profile, headers }: Around,
): FileFacts {
  const { functions, holdingNothing, expectsSmallStructs, hasOtherBodies } = bystanders;
  const [reading, ...otherReadings] = mask.readings;
  const isUnread = functions.length === reading.functions.length && otherReadings.length === 0;
  if (isUnread && !expectsSmallStructs && !hasOtherBodies) return unreadFacts(path, text, mask);
  const leftOut = leftOutOf(functions, bystanders.all, reading);
  const facts = { ...factsOf(path, parseMasked(text, mask, leftOut)), holdingNothing };
  const isAsExpected = !expectsSmallStructs || !hasLargeStruct([facts, ...(headers?.() ?? [])], profile);
  return isAsExpected ? facts : { ...buildFacts(path, text), holdingNothing };
}

interface NamedText {
  readonly path: string;
  readonly text: string;
}

export interface Bystanders {
  /** The functions and macros of the file. */
  readonly all: readonly Mentioner[];
  /** In the order of the text. */
  readonly functions: readonly ExpectedFunction[];
  /** Of all functions those that call nothing that may sleep with something held, themselves or as told to a callee; by name. */
  readonly holdingNothing: ReadonlySet<string>;
  /** Whether some of them allocate a struct: bystanders only if the file has no struct of unusual size. */
  readonly expectsSmallStructs: boolean;
  /** Whether the file may have functions that are not told before it is parsed. */
  readonly hasOtherBodies: boolean;
  /** Whether what contexts of other files are followed into is read. */
  readonly isForOthersToo: boolean;
}

/** What is known of what stands around a file. */
export interface Surroundings {
  /** Of the names that it does not define. */
  readonly outside?: OutsideNames;
  /** Whether other files' contexts are followed into its function of that name. */
  readonly isEntered?: (name: string) => boolean;
  /** If not, they count only where a context of the file itself may come back to it; absent: they do. */
  readonly isForOthersToo?: boolean;
  /** The headers that it includes, nearest first. */
  readonly headers?: () => readonly FileFacts[];
}

/** The functions of the first reading of a masked file that need not be read. Linear in its number of tokens. */
export function findBystanders(
  mask: MaskedFile,
  profile: Profile,
  { outside, isEntered = () => false, isForOthersToo = true }: Surroundings = {},
): Bystanders {
  const mentions = readMentions(mask, profile, outside);
  const { all, traits } = mentions;
  const plain = { tokens: mask.tokens, profile, hasLargeStruct: (traits & largeStructTrait) !== 0 };
  const callers = callersOf(all);
  const locking = reaching(all, callers, lockTrait);
  const sleeping = reaching(all, callers, sleepTrait);
  const heldOf = createHolders(mask, mentions, profile);
  const byOthers = all.filter((item) => item.function && isEntered(nameOf(item.function, mask)));
  const given = { callers, sleeping, locking, heldOf };
  const own = onSleepingWays(mentions, given, []);
  const entered = isForOthersToo || mayForbid(mentions, own) ? byOthers : [];
  const { holding, read } = entered.length > 0 ? onSleepingWays(mentions, given, entered) : own;
  for (const item of entered) read.add(item);
  for (const item of entered) if (item.callsParameter) for (const callee of item.mentions) read.add(callee);
  // What a function says of its caller's locks, a call through a table in it may do.
  const wanted =
    registersTableTrait | tellsTrait | assertsTrait | (traits & assertsTrait ? namedLockTrait : 0);
  let expectsSmallStructs = false;
  for (const item of all) {
    if (read.has(item)) continue;
    const registers = item.hands.some((handed) => handed.isRegistered && sleeping.has(handed));
    if (item.traits & wanted || item.registersForeign || registers) read.add(item);
    else if (item.allocatorCalls.some((call) => !isPlainAllocation(call, plain))) read.add(item);
    else expectsSmallStructs ||= item.allocatorCalls.length > 0;
  }
  const unlocks = (item: Mentioner): boolean => (item.traits & unlockTrait) !== 0;
  const obeying = reaching(all, callers, callsTrait, ({ callsParameter }) => callsParameter);
  addAnswering(read, {
    leavesLocks: (item) => unlocks(item) || (locking.has(item) && mayLeaveLocks(item, heldOf)),
    obeys: (item) => obeying.has(item),
  });
  const functions = all.flatMap((item) => (item.function && !read.has(item) ? [item.function] : []));
  const holdingNothing = namesWithout(holding, all, mask);
  return {
    all,
    functions,
    holdingNothing,
    expectsSmallStructs,
    hasOtherBodies: mentions.hasOtherBodies,
    isForOthersToo: entered.length === byOthers.length,
  };
}

/** The names of functions none of which is in `excluded`: `#if` may choose between several of one name. */
function namesWithout(
  excluded: ReadonlySet<Mentioner>,
  all: readonly Mentioner[],
  mask: MaskedFile,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const item of all) if (item.function) names.add(nameOf(item.function, mask));
  for (const item of excluded) if (item.function) names.delete(nameOf(item.function, mask));
  return names;
}

function nameOf({ name }: ExpectedFunction, { tokens }: MaskedFile): string {
  return /^\w*/.exec(tokens.text.slice(name, name + 100))?.[0] ?? "";
}

/** Functions and macros that have the trait or another mark of it, or name one that reaches it. */
function reaching(
  all: readonly Mentioner[],
  callers: ReadonlyMap<Mentioner, readonly Mentioner[]>,
  trait: number,
  isMarked: (item: Mentioner) => boolean = () => false,
): ReadonlySet<Mentioner> {
  const pending = all.filter((item) => (item.traits & trait) !== 0 || isMarked(item));
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
    for (const callee of item.calls) {
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

/** Whether some context in which sleeping is forbidden begins in the file, or is handed to others there. */
function mayForbid({ all, hasOtherBodies }: Mentions, { read }: SleepingWays): boolean {
  const handing = registersTableTrait | tellsTrait | assertsTrait;
  const hands = (item: Mentioner): boolean => item.registersForeign || (item.traits & handing) !== 0;
  return read.size > 0 || hasOtherBodies || all.some(hands);
}

interface SleepingWays {
  /** What may call something that sleeps with a lock held, or be told so by what it hands to such a function. */
  readonly holding: ReadonlySet<Mentioner>;
  /** These, and what is entered with something held. */
  readonly read: Set<Mentioner>;
}

/** What may lie on a way from a context that forbids sleeping to a sleep. */
function onSleepingWays(mentions: Mentions, ways: Ways, byOthers: readonly Mentioner[]): SleepingWays {
  const { callers, sleeping, locking, heldOf } = ways;
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
    const isTelling = (item.traits & tellsTrait) !== 0;
    if (!item.function || !sleeping.has(item) || !(isTelling || locking.has(item))) continue;
    let holds = isTelling || item.mentions.some(isHolder);
    for (const name of heldOf(item).names) {
      const bits = mentions.traitsOf(name) | (mentions.outsideOf(name)?.traits ?? 0);
      holds ||= (item.traits & bits & sleepTrait) !== 0;
      for (const callee of mentions.meaningsOf(name)) {
        holds ||= sleeping.has(callee);
        enter(callee);
      }
    }
    // Whom it is handed to may call it with a lock held.
    for (const handed of item.hands) {
      if (!item.calls.includes(handed)) continue;
      holds ||= sleeping.has(handed);
      enter(handed);
    }
    if (holds) holders.push(item);
  }
  for (const item of byOthers) enter(item);
  for (let item = pending.pop(); item; item = pending.pop()) for (const callee of item.calls) enter(callee);
  // What sleeps with a lock held may do so as its callers tell it.
  const told = new Set(holders);
  for (const item of told) for (const caller of callers.get(item) ?? []) told.add(caller);
  return { holding: told, read: new Set([...told, ...entered]) };
}

/** Whether it may end with more or less held than it began. */
function mayLeaveLocks(item: Mentioner, heldOf: Ways["heldOf"]): boolean {
  if (!item.function) return true;
  const { exit, isCertain } = heldOf(item);
  return !isCertain || exit.min !== 0 || exit.max !== 0;
}

/** A function with more branches has more blocks than are followed for its result alone (world.ts). */
const maxBranchesForResult = 24;

/** What may be asked of a function that another calls. */
interface Answers {
  /** Whether it may end with other locks held than it began. */
  leavesLocks(item: Mentioner): boolean;
  /** Whether it may call what it is handed, itself or through others. */
  obeys(item: Mentioner): boolean;
}

/** Adds the functions whose locks, results or calls of what they are handed those in `read` may ask for. */
function addAnswering(read: Set<Mentioner>, { leavesLocks, obeys }: Answers): void {
  const pending = [...read];
  const add = (item: Mentioner): void => {
    if (read.has(item)) return;
    read.add(item);
    pending.push(item);
  };
  for (let item = pending.pop(); item; item = pending.pop()) {
    for (const callee of item.mentions) if (!callee.function || leavesLocks(callee)) add(callee);
    if (item.hands.length > 0 && obeys(item)) {
      for (const callee of item.mentions) if (obeys(callee)) add(callee);
      for (const handed of item.hands) add(handed);
    }
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
  const argument = argumentTokens(tokens, at + 1, size.argument);
  const { text, start, end } = tokens;
  return argument !== undefined && plainSize.test(text.slice(start[argument.first], end[argument.end - 1]));
}

/** Whether a file or its headers declare a type that is too large, as the file sees it, to go unnoticed in an allocation of one. */
function hasLargeStruct([file, ...headers]: readonly [FileFacts, ...FileFacts[]], profile: Profile): boolean {
  const around = headers.map(({ types }) => headerEnvironment(types));
  const environment = createEnvironment(file.types, around);
  return [file, ...headers].some(({ types }) => declaresLarge(types, environment, profile));
}

function declaresLarge(types: FileFacts["types"], environment: TypeEnvironment, profile: Profile): boolean {
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
