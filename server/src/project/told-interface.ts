// The interface of a file told from its tokens, before anything is parsed. Bias: what may lock, sleep or be called with a
// lock held is said to; it is looked into where that matters to another file.

import type { Summary } from "../analysis/summary.js";
import { type KernelModel, modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import type { MaskedFile } from "../syntax/prepass.js";
import { callRings } from "./call-rings.js";
import { type ExportedFunction, type FileInterface, withoutFar } from "./file-interface.js";
import type { HeldMentions } from "./held-mentions.js";
import { createHolders } from "./holders.js";
import { findLeaving } from "./leaving.js";
import type { Mentioner } from "./mention-reader.js";
import { type Mentions, readMentions } from "./mentions.js";
import { assertsTrait, lockTrait, sleepTrait } from "./name-traits.js";

/** The interface of the masked file at `path`. Linear in its number of tokens but for what its functions have in common. */
export function tellInterface(
  path: string,
  mask: MaskedFile,
  profile: Profile,
  mentions = readMentions(mask, profile),
): FileInterface {
  const heldOf = createHolders(mask, mentions, profile);
  const names = createNames(mask.tokens.names, mentions, modelOf(profile.release));
  const reach = createReach(names);
  const functions = exportedFunctions(mask, mentions, { path, heldOf, reach, profile, names: names.all });
  const atRisk = new Set<number>();
  const add = (name: number): void => {
    const id = names.idOf(name);
    if (id !== undefined) atRisk.add(id);
  };
  for (const name of mentions.registered) add(name);
  const entered: Mentioner[] = [];
  for (const item of mentions.all) {
    if (item.isRegistered || item.traits & assertsTrait) entered.push(item);
    if (!item.function || (reach(item).traits & lockTrait) === 0) continue;
    const foreign = new Set(item.foreign);
    for (const name of heldOf(item).names) {
      entered.push(...mentions.meaningsOf(name));
      if (foreign.has(name)) add(name);
    }
  }
  for (const item of entered) for (const id of reach(item).foreign) atRisk.add(id);
  const hands = new Set<number>();
  for (const { called, item } of mentions.handedOver) {
    const id = item && (reach(item).traits & sleepTrait) === 0 ? undefined : names.idOf(called);
    if (id !== undefined) hands.add(id);
  }
  return { path, functions, names: names.all, atRisk: [...atRisk].sort(byNumber), hands: [...hands] };
}

function byNumber(a: number, b: number): number {
  return a - b;
}

/** Names that the file leaves to others. */
interface Names {
  readonly all: readonly string[];
  /** The place in `all` of a name of the tokens; undefined where it is the file's own or the kernel model's. */
  idOf(name: number): number | undefined;
}

function createNames(names: readonly string[], mentions: Mentions, model: KernelModel): Names {
  const all: string[] = [];
  const ids = new Map<number, number | undefined>();
  return {
    all,
    idOf(name) {
      if (ids.has(name)) return ids.get(name);
      const text = names[name] ?? "";
      const isOurs = mentions.namedBy(name).length > 0 || mentions.variables.has(name) || model.knows(text);
      const id = isOurs ? undefined : all.push(text) - 1;
      ids.set(name, id);
      return id;
    },
  };
}

/** What a function comes to with those of the file that it names. */
interface Reach extends Pick<ExportedFunction, "nrForeignWithin"> {
  readonly traits: number;
  /** Places in the interface's names. */
  readonly foreign: ReadonlySet<number>;
}

function createReach(names: Names): (of: Mentioner) => Reach {
  const known = new Map<Mentioner, Reach>();
  return (of) => {
    const done = known.get(of);
    if (done) return done;
    const foreign = new Set<number>();
    const nrForeignWithin: number[] = [];
    let traits = 0;
    for (const ring of callRings([of], callsOf, isMacro)) {
      for (const item of ring) {
        traits |= item.traits;
        for (const name of item.foreign) {
          const id = names.idOf(name);
          if (id !== undefined) foreign.add(id);
        }
      }
      nrForeignWithin.push(foreign.size);
    }
    const reach = { traits, foreign, nrForeignWithin: withoutFar(nrForeignWithin) };
    known.set(of, reach);
    return reach;
  };
}

function callsOf({ calls }: Mentioner): readonly Mentioner[] {
  return calls;
}

function isMacro(item: Mentioner): boolean {
  return item.function === undefined;
}

interface Tools {
  readonly path: string;
  readonly reach: (of: Mentioner) => Reach;
  readonly profile: Profile;
  /** Those that the file leaves to others. */
  readonly names: readonly string[];
  heldOf(item: Mentioner): HeldMentions;
}

function exportedFunctions(
  mask: MaskedFile,
  { all, symbols }: Mentions,
  { path, reach, heldOf, profile, names }: Tools,
): ExportedFunction[] {
  const { tokens } = mask;
  const exported = new Set([...symbols].map((name) => tokens.names[name]));
  const byName = new Map<string, Mentioner>();
  for (const item of all) {
    const { function: of } = item;
    if (!of || /\bstatic\b/.test(tokens.text.slice(of.start, of.name))) continue;
    const name = /^\w*/.exec(tokens.text.slice(of.name, of.name + 200))?.[0] ?? "";
    if (name !== "" && !byName.has(name)) byName.set(name, item);
  }
  const isLocking = (item: Mentioner): boolean => (reach(item).traits & lockTrait) !== 0;
  const candidates = new Map(
    [...byName].filter(([, item]) => isLocking(item) && mayLeaveLocks(heldOf(item))),
  );
  const leaving: ReadonlyMap<string, Summary | undefined> =
    candidates.size > 0 ? findLeaving(candidates, { path, mask, profile, all, isLocking }) : new Map();
  return [...byName].map(([name, item]) => {
    const { traits, foreign, nrForeignWithin } = reach(item);
    // A helper of a header may give back what the function took.
    const isTold = ![...foreign].some((id) => mayLock.test(names[id] ?? ""));
    const summary = isTold ? leaving.get(name) : undefined;
    return {
      name,
      isSymbol: exported.has(name),
      reachesSleep: (traits & sleepTrait) !== 0,
      locksDirectly: (item.traits & lockTrait) !== 0,
      touchesLocks: (traits & lockTrait) !== 0,
      leavesLocks: leaving.has(name),
      ...(summary && { summary }),
      takesLocks: leaving.has(name) && heldOf(item).exit.takes.length > 0,
      callsParameter: item.callsParameter,
      takesGfp: item.takesGfp,
      foreign: [...foreign],
      nrForeignWithin,
    };
  });
}

/** Names of functions that may take or give back a lock for others; not of what only speaks of one. */
const mayLock = /^(?!lockdep|trace_|\w*_init$|[A-Z]|\w*is_locked).*lock/;

/** Whether a function may end with more or less held than it began, for all its tokens tell. */
export function mayLeaveLocks({ exit, isCertain }: HeldMentions): boolean {
  return !isCertain || exit.min !== 0 || exit.max !== 0;
}
