// What a call does to the state: rows of the lock table, guards of cleanup.h, assertions, and callees with a summary.

import type { Argument } from "../c-types/expression.js";
import { placeKey, resultKey } from "../c-types/keys.js";
import { renderExpression } from "../c-types/render.js";
import type { AssertionRow } from "../kernel-model/assertions.js";
import type { LockRow } from "../kernel-model/locks.js";
import { assume } from "./assume.js";
import { evaluateCondition } from "./evaluate-value.js";
import type { CallEvent, GuardEvent } from "./event-graph.js";
import type { FunctionFacts } from "./facts.js";
import type { FlowWorld } from "./flow.js";
import { keyInCaller, lastMember, lastMembers } from "./keys.js";
import { guessedKey } from "./questions.js";
import {
  acquire,
  type FlowState,
  type Held,
  type HeldEffect,
  heldEffects,
  isSamePlace,
  learn,
  release,
} from "./state.js";
import type { ExitVariant, Summary } from "./summary.js";
import { exactly, narrow, narrowToNonzero, nonzero, truth, type Value, valueKey, zero } from "./values.js";

/** Where the call stands. */
export interface CallSite {
  readonly facts: FunctionFacts;
  readonly file: string;
  readonly world: FlowWorld;
}

interface LockIdentity {
  readonly key: string;
  readonly text: string;
}

/** The lock that an argument names. A lock that cannot be named is `?`, which any other may be. */
function lockIdentity(argument: Argument | undefined, member: string | undefined): LockIdentity {
  if (!argument || argument.kind === "type") return { key: "?", text: "" };
  const place = placeKey(argument);
  const text = renderExpression(argument);
  if (place === undefined) return { key: "?", text };
  return { key: member === undefined ? place : `${place}.${member}`, text };
}

function effectsOf(row: Pick<LockRow, "what" | "atomicOnRt">, world: FlowWorld): readonly HeldEffect[] {
  return world.preemptRt && !row.atomicOnRt ? [] : heldEffects(row.what);
}

/** What taking, trying or giving back a lock leaves. */
export function applyLockRow(
  event: CallEvent,
  row: LockRow,
  state: FlowState,
  site: CallSite,
): readonly FlowState[] {
  const effects = effectsOf(row, site.world);
  if (effects.length === 0) return [state];
  const named = row.lockArgument === undefined ? undefined : event.arguments[row.lockArgument];
  const lock = row.lockArgument === undefined ? { key: "", text: "" } : lockIdentity(named, row.lockMember);
  if (row.effect === "release") {
    let result = state;
    for (const effect of effects) {
      const isUnconditional = effect === "irq" && row.flagsArgument === undefined;
      result = release(result, effect, effect === "spin" ? lock.key : "", isUnconditional);
    }
    return [result];
  }
  let taken = state;
  const place = { file: site.file, functionName: site.facts.name, span: event.span };
  for (const effect of effects) {
    const key = effect === "spin" ? lock.key : "";
    // Interrupts that are off are not switched off again: one `local_irq_restore()` brings back what was.
    const isOffAlready = effect === "irq" && taken.held.some((item) => item.effect === "irq");
    if (isOffAlready && row.flagsArgument === undefined) continue;
    if (effect === "spin" && isHeldAlready(taken, key, place)) taken = learn(taken, guessedKey, exactly(1));
    taken = acquire(taken, { effect, key, by: row.name, lockText: lock.text, place, isInherited: false });
  }
  if (row.effect === "acquire") {
    const locked = withAddress(lock.key, taken, site);
    return [row.returnsAddress ? learn(locked, resultKey(event), nonzero) : locked];
  }
  const [success, failure] = row.trylockReturns === "zero-on-success" ? [zero, nonzero] : [exactly(1), zero];
  return [
    learn(withAddress(lock.key, taken, site), resultKey(event), success),
    learn(state, resultKey(event), failure),
  ];
}

/** Whether a lock is taken that is held by what we know: it spins forever then, or our knowledge is wrong. */
function isHeldAlready(state: FlowState, key: string, place: Held["place"]): boolean {
  if (key.includes("?") || key.includes("[")) return false;
  return state.held.some(
    (item) => item.effect === "spin" && item.key === key && !isSamePlace(item.place, place),
  );
}

/** A lock that was taken is there, and so is what it is a member of: `ci` after `spin_lock(&ci->lock)`. */
function withAddress(lockKey: string, state: FlowState, site: CallSite): FlowState {
  const object = /^([A-Za-z_]\w*)\.\w+$/.exec(lockKey)?.[1];
  if (object === undefined || site.world.isGlobal(object)) return state;
  const before = state.values.get(object);
  // Of a parameter it would be a condition of the helper, which callers need not know to fulfil.
  if (before !== undefined && (before.kind !== "number" || before.parameter !== undefined)) return state;
  const value = narrowToNonzero(before);
  return value ? learn(state, object, value) : state;
}

/** What `guard(class)(lock)` holds until its scope ends. */
export function applyGuard(event: GuardEvent, state: FlowState, site: CallSite): FlowState {
  const row = site.world.model.guard(event.className);
  if (!row) return state;
  const lockRow = site.world.model.lock(row.lock);
  if (site.world.preemptRt && lockRow && !lockRow.atomicOnRt) return state;
  const named = row.lockArgument === undefined ? undefined : event.arguments[row.lockArgument];
  const lock =
    row.lockArgument === undefined ? { key: "", text: "" } : lockIdentity(named, lockRow?.lockMember);
  const place = { file: site.file, functionName: site.facts.name, span: event.span };
  let result = state;
  for (const effect of heldEffects(row.what)) {
    const key = effect === "spin" ? lock.key : "";
    const held = { effect, key, by: `guard(${row.name})`, lockText: lock.text, place, isInherited: false };
    result = acquire(result, { ...held, guardId: event.id });
  }
  return result;
}

/** `lockdep_assert_held(&lock)` is evidence that a caller holds it, where the lock is known to spin. */
export function applyAssertion(
  event: CallEvent,
  row: AssertionRow,
  state: FlowState,
  site: CallSite,
): FlowState {
  if (row.kind !== "lock-held") return state;
  const lock = lockIdentity(event.arguments[row.argument ?? 0], undefined);
  return assertHeld(lock, event.span, row.name, state, site);
}

/** The state in which a lock that spins is held by a caller, as an assertion or annotation says. */
export function assertHeld(
  lock: LockIdentity,
  span: CallEvent["span"],
  by: string,
  state: FlowState,
  site: CallSite,
): FlowState {
  if (lock.key === "?" || !site.world.isSpinning(lastMembers(lock.key))) return state;
  if (state.held.some((item) => item.effect === "spin" && lastMember(item.key) === lastMember(lock.key)))
    return state;
  const place = { file: site.file, functionName: site.facts.name, span };
  return acquire(state, { effect: "spin", key: lock.key, by, lockText: lock.text, place, isInherited: true });
}

/** A call of a function whose summary is known. */
export interface SummaryCall {
  readonly event: CallEvent;
  readonly summary: Summary;
  readonly values: readonly (Value | undefined)[];
}

/** The states after a call: one for each end of the callee that this caller can see. */
export function applySummary(call: SummaryCall, state: FlowState, site: CallSite): readonly FlowState[] {
  const matches = call.summary.exits.flatMap((exit) => {
    const match = matchConditions(call, exit, state, site);
    return match ? [{ exit, ...match }] : [];
  });
  return withoutLikelier(matches).map((match) => applyExit(call, match.exit, match.state, site));
}

interface Match {
  /** The caller's state, with what the end says of the arguments. */
  readonly state: FlowState;
  /** Whether the caller knew all of that before. */
  readonly isKnown: boolean;
}

/**
 * Of ends that this caller cannot tell apart, since their arguments and results fit all of them, the one that holds
 * least: `lock_both(a, b)` takes one lock where both are the same.
 */
function withoutLikelier<M extends Match & { readonly exit: ExitVariant }>(
  matches: readonly M[],
): readonly M[] {
  const nrHeld = ({ exit }: M): number => exit.acquired.length - exit.released.length;
  return matches.filter((match, i) => {
    const isWorse = (other: M, k: number): boolean =>
      other !== match &&
      other.isKnown &&
      valueText(other.exit.returns) === valueText(match.exit.returns) &&
      (nrHeld(other) < nrHeld(match) || (nrHeld(other) === nrHeld(match) && k < i));
    return !match.isKnown || !matches.some(isWorse);
  });
}

function valueText(value: Value | undefined): string {
  return value === undefined ? "" : valueKey(value);
}

/** The caller's state where the arguments are what this end needs; undefined where they cannot be. */
function matchConditions(
  call: SummaryCall,
  exit: ExitVariant,
  state: FlowState,
  site: CallSite,
): Match | undefined {
  let result: FlowState | undefined = state;
  let isKnown = true;
  for (const [index, wanted] of exit.conditions) {
    const given = call.values[index];
    if (wanted.kind === "symbol") {
      if (given?.kind === "symbol" && given.name !== wanted.name) return undefined;
      isKnown &&= given?.kind === "symbol";
      continue;
    }
    if (wanted.kind !== "number") continue;
    const fits = wanted.nonzero
      ? narrowToNonzero(narrow(given, wanted.min, wanted.max))
      : narrow(given, wanted.min, wanted.max);
    const isAddress = given?.kind === "function" || given?.kind === "address";
    if (isAddress ? truth(wanted) === false : !fits) return undefined;
    let isFulfilled =
      isAddress || (given !== undefined && fits !== undefined && valueText(fits) === valueText(given));
    const argument = call.event.arguments[index];
    const isTest = truth(wanted);
    if (result && isTest !== undefined && argument && argument.kind !== "type") {
      const known: boolean | undefined = evaluateCondition(argument, result, site.world);
      // The same argument for two parameters cannot be both true and false.
      if (known !== undefined && known !== isTest) return undefined;
      isFulfilled ||= known === isTest;
      if (known === undefined && placeKey(argument) !== undefined)
        result = assume(argument, isTest, result, site.world);
    }
    isKnown &&= isFulfilled;
  }
  return result && { state: result, isKnown };
}

function applyExit(call: SummaryCall, exit: ExitVariant, state: FlowState, site: CallSite): FlowState {
  const { parameters, sharesNames } = call.summary;
  const isGlobal = (name: string): boolean => sharesNames || site.world.isGlobal(name);
  const inCaller = (key: string): string => keyInCaller(key, parameters, call.event.arguments, isGlobal);
  let result = state;
  for (const given of exit.released) result = release(result, given.effect, inCaller(given.key));
  for (const held of exit.acquired) result = acquire(result, { ...held, key: inCaller(held.key) });
  const returns = exit.returns?.kind === "parameter" ? call.values[exit.returns.index] : exit.returns;
  return returns ? learn(result, resultKey(call.event), returns) : result;
}
