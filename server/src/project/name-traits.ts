// What a name alone says of the function that it stands in: that something sleeps, locks, allocates or is registered
// there. A number of bits, because every token of every file of a tree is asked for it.

import { heldEffects } from "../analysis/state.js";
import { oncePerObject } from "../base/memo.js";
import { builtinStructKeys, builtinStructSize } from "../c-types/builtin-structs.js";
import { limitedFamilies } from "../kernel-model/allocators.js";
import { type CallbackTarget, opsFieldRows } from "../kernel-model/callbacks.js";
import { costlyOrder, pageShift } from "../kernel-model/limits.js";
import { type KernelModel, modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { createNameFilter } from "../syntax/name-filter.js";
import { isAtomicContext } from "./registrations.js";

/** There are contexts in which it must not be called. */
export const sleepTrait = 1;
/** Takes or gives back something under which nothing may sleep. */
export const lockTrait = 2;
/** Takes or gives back a lock, of whatever kind, that an argument names. */
export const namedLockTrait = 4;
/** An allocator of which one call can get only so much. */
export const allocatorTrait = 8;
/** Has an argument that is called back where nothing may sleep. */
export const registersTrait = 16;
/** The same of a member of a table that is handed over. */
export const registersTableTrait = 32;
/** A member of this name may be called back where nothing may sleep. */
export const atomicFieldTrait = 64;
/** A struct of this name may have any member called back where nothing may sleep. */
export const atomicStructTrait = 128;
/** Says that a lock is held already. */
export const assertsTrait = 256;
export const branchTrait = 512;
/** A struct of the kernel's that is too large to go unnoticed in an allocation of one. */
export const largeStructTrait = 1024;

/** It depends on the arguments whether there is such a context; set with `sleepTrait`. */
export const argumentSleepTrait = 2048;
/** A gfp mask. */
export const gfpTrait = 4096;
/** One that lets the allocator sleep. */
export const blockingGfpTrait = 8192;
/** Does something with a lock held that depends on what it is handed: a function, a mask. */
export const tellsTrait = 16384;

/** May give a lock back, as the name says. */
export const unlockTrait = 65536;
/** Calls a function that it is handed. */
export const callsTrait = 32768;

const branchWords: ReadonlySet<string> = new Set(["if", "for", "while", "case", "goto", "return"]);
const guardWords: ReadonlySet<string> = new Set(["guard", "scoped_guard", "scoped_cond_guard", "CLASS"]);

const atomicFieldRows = opsFieldRows.filter((row) => row.certain && isAtomicContext(row.context));
/** Traits by name. */
export interface NameTraits {
  /** Those that the kernel model knows; undefined for other names. */
  get(name: string): number | undefined;
  /** The same, or what the spelling tells; `hash` is that of the name (tokens.ts). */
  of(name: string, hash: number): number;
}

/** The traits of every name that has any. */
export const traitsByName: (profile: Profile) => NameTraits = oncePerObject((profile) => {
  const traits = collectTraits(profile);
  const mayHaveAny = createNameFilter(traits.keys());
  const get = (name: string): number | undefined => traits.get(name);
  return {
    get,
    of: (name, hash) => (mayHaveAny(hash) ? get(name) : undefined) ?? spelledTraits(name, profile),
  };
});

function collectTraits(profile: Profile): ReadonlyMap<string, number> {
  const model = modelOf(profile.release);
  const traits = new Map<string, number>();
  const add = (name: string, trait: number): void => {
    if (trait !== 0) traits.set(name, (traits.get(name) ?? 0) | trait);
  };
  for (const name of model.knownNames) add(name, callTraits(name, model));
  for (const word of branchWords) add(word, branchTrait);
  for (const word of guardWords) add(word, lockTrait);
  for (const { field, structName } of atomicFieldRows) {
    add(field, atomicFieldTrait);
    if (field === "*") add(structName, atomicStructTrait);
  }
  for (const key of builtinStructKeys) {
    const sizeBytes = builtinStructSize(key, profile)?.sizeBytes ?? 0;
    if (sizeBytes > unnoticedBytes(profile)) add(key.replace("struct ", ""), largeStructTrait);
  }
  return traits;
}

/** The traits of a name that the kernel model does not know, as far as its spelling tells: a gfp mask, an unlock. */
function spelledTraits(name: string, profile: Profile): number {
  return gfpTraits(name, profile) | (saysUnlock(name) ? unlockTrait : 0);
}

/** Quicker than a search where next to no name says so. */
function saysUnlock(name: string): boolean {
  for (let last = 5; last < name.length; last++)
    if (name.charCodeAt(last) === 107 && name.startsWith("unlock", last - 5)) return true;
  return false;
}

function gfpTraits(name: string, { release }: Profile): number {
  const first = name.charCodeAt(0);
  if (first !== 71 && first !== 95) return 0;
  if (!name.startsWith("GFP_") && !name.startsWith("__GFP_")) return 0;
  const model = modelOf(release);
  const mask = model.gfpValue(name);
  if (mask === undefined) return 0;
  return model.mayDirectReclaim(mask) ? gfpTrait | blockingGfpTrait : gfpTrait;
}

function callTraits(name: string, model: KernelModel): number {
  const rule = model.callRule(name)?.rule;
  let bits = rule ? sleepTrait : 0;
  if (rule?.kind === "sleepsIfGfpBlocks" || rule?.kind === "sleepsIfArgCount") bits |= argumentSleepTrait;
  const lock = model.lock(name);
  if (lock && heldEffects(lock.what).length > 0) bits |= lockTrait;
  if (lock?.lockArgument !== undefined) bits |= namedLockTrait;
  const allocator = model.allocator(name);
  if (allocator && limitedFamilies.has(allocator.family)) bits |= allocatorTrait;
  for (const { member } of atomicCallbacks(name, model))
    bits |= member === undefined ? registersTrait : registersTableTrait;
  if (model.assertion(name)?.kind === "lock-held" || model.annotation(name)) bits |= assertsTrait;
  return bits;
}

function atomicCallbacks(name: string, model: KernelModel): readonly CallbackTarget[] {
  const callbacks = model.registration(name)?.callbacks ?? [];
  return callbacks.filter(({ certain, context }) => certain && isAtomicContext(context));
}

/** Which arguments of a registering call are functions that are called back where nothing may sleep. */
export function atomicArguments(name: string, { release }: Profile): ReadonlySet<number> {
  return new Set(
    atomicCallbacks(name, modelOf(release)).flatMap(({ member, argument }) =>
      member === undefined ? [argument] : [],
    ),
  );
}

/** Whether a member of a struct is called back where nothing may sleep. */
export function isAtomicMember(structName: string, field: string, { release }: Profile): boolean {
  const row = modelOf(release).opsField(structName, field);
  return row?.certain === true && isAtomicContext(row.context);
}

/** Bytes up to which an allocation is nothing to speak of. */
export function unnoticedBytes(profile: Profile): number {
  return 1 << (costlyOrder + pageShift(profile));
}
