// The lattice value at a program point on one way through a function: what is held, from where, what base context the
// function runs in, and what is known of values. States are immutable. On an unlock that fits nothing we know, what is
// held shrinks rather than stays: a miss rather than a false alarm.

import type { Span } from "../base/span.js";
import type { ContextEffect } from "../kernel-model/context.js";
import { lastMember, mentionsPlace, readsMemory } from "./keys.js";
import { type Value, valueKey } from "./values.js";

/** The context that the CPU is in, whatever the code holds. */
export type BaseContext = "unknown" | "process" | "softirq" | "hardirq" | "nmi" | "atomic";

/** What can be held: each switches something off until it is given back. */
export type HeldEffect = "spin" | "irq" | "bh" | "preempt" | "rcu" | "pagefault";

/** Where in the source something was taken. */
export interface Place {
  readonly file: string;
  readonly functionName: string;
  readonly span: Span;
}

/** One thing that is held or switched off. */
export interface Held {
  readonly effect: HeldEffect;
  /** The lock's key in the terms of the function at hand; empty for what has no object. */
  readonly key: string;
  /** The call that took it: `spin_lock_irqsave`. */
  readonly by: string;
  /** How the author wrote the lock: `&d->lock`; empty where there is none. */
  readonly lockText: string;
  readonly place: Place;
  /** Held already when the function was entered. */
  readonly isInherited: boolean;
  /** Set for what a guard of cleanup.h holds. */
  readonly guardId?: number;
}

/** Something given back that the function had not taken: its caller must have. */
export interface Release {
  readonly effect: HeldEffect;
  readonly key: string;
}

export interface FlowState {
  readonly base: BaseContext;
  /** In order of taking. */
  readonly held: readonly Held[];
  readonly released: readonly Release[];
  readonly values: ReadonlyMap<string, Value>;
}

/** The state in which nothing is known and nothing held. */
export const emptyState: FlowState = { base: "unknown", held: [], released: [], values: new Map() };

/** Whether something is known that forbids sleeping. */
export function isAtomic({ base, held }: FlowState): boolean {
  return held.length > 0 || (base !== "unknown" && base !== "process");
}

/** The effects that a row of locks has, `preempt` being part of `spin`. */
export function heldEffects(what: readonly ContextEffect[]): HeldEffect[] {
  const effects: HeldEffect[] = [];
  for (const effect of what) {
    if (effect === "sleeplock" || effect === "srcu" || effect === "migrate") continue;
    if (effect === "preempt" && what.includes("spin")) continue;
    effects.push(effect);
  }
  return effects;
}

/** Nesting deeper than any real code has is not counted, so that loops come to an end. */
const maxNesting = 3;

/** The state after taking something. */
export function acquire(state: FlowState, held: Held): FlowState {
  const same = state.held.filter((item) => item.effect === held.effect && item.key === held.key);
  if (same.length >= maxNesting) return state;
  // A spinning lock does not nest in itself: the same call took it in an earlier round of a loop over many locks, and
  // a loop that gives them back is as long.
  if (held.effect === "spin" && same.some((item) => isSamePlace(item.place, held.place))) return state;
  return { ...state, held: [...state.held, held] };
}

export function isSamePlace(a: Place, b: Place): boolean {
  return a.span.start === b.span.start && a.file === b.file;
}

/** The state after giving something back; `all` ends every nesting (`local_irq_enable`). */
export function release(state: FlowState, effect: HeldEffect, key: string, all = false): FlowState {
  if (all) {
    const held = state.held.filter((item) => item.effect !== effect);
    if (held.length < state.held.length) return { ...state, held };
  }
  const index = findHeld(state.held, effect, key);
  const found = index === undefined ? undefined : state.held[index];
  const held = found ? state.held.filter((item) => item !== found) : state.held;
  // What a caller took is the caller's to hear of, also where an assertion had said that it is held.
  return found && !found.isInherited ? { ...state, held } : noteRelease({ ...state, held }, effect, key);
}

/**
 * The state after giving back the lock taken last, whichever that is, with all that taking it switched off; where none
 * was taken it is the caller's lock `told`, if there is one.
 */
export function releaseLast(state: FlowState, told: string | undefined): FlowState {
  const last = state.held.findLast((item) => item.effect === "spin");
  if (!last) return told === undefined ? state : noteRelease(state, "spin", told);
  const together = state.held.filter((item) => isSamePlace(item.place, last.place));
  return together.reduce((result, { effect, key }) => release(result, effect, key), state);
}

/** Remembers that something was given back which the function had not taken. */
function noteRelease(state: FlowState, effect: HeldEffect, key: string): FlowState {
  const same = state.released.filter((item) => item.effect === effect && item.key === key);
  if (same.length >= maxNesting) return state;
  return { ...state, released: [...state.released, { effect, key }] };
}

/** What a release of `key` gives back: the same key, else a path with the same end, else what a caller took. */
function findHeld(held: readonly Held[], effect: HeldEffect, key: string): number | undefined {
  const last = (matches: (item: Held) => boolean): number | undefined => {
    for (let i = held.length - 1; i >= 0; i--) {
      const item = held[i];
      if (item && item.effect === effect && matches(item)) return i;
    }
    return undefined;
  };
  if (effect !== "spin") return last(() => true);
  const end = lastMember(withoutIndex(key));
  return (
    last((item) => item.key === key) ??
    last((item) => lastMember(withoutIndex(item.key)) === end) ??
    // What a function names may be any: `rq_lockp(rq)`.
    last((item) => item.key === "?" || key.startsWith("?") || key.endsWith(")")) ??
    last((item) => item.isInherited) ??
    // A lock behind a pointer variable of its own: `lock = &d->lock`.
    last((item) => item.key.includes(".") !== key.includes("."))
  );
}

/** One loop takes `tx_lock[i]`, another, which counts down, gives back `tx_lock[i - 1]`. */
function withoutIndex(key: string): string {
  return key.replace(/\[[^[]*\]$/, "[]");
}

/** The state after `key` got another value: what was known of it, and of all that reads it, is forgotten. */
export function assign(state: FlowState, key: string, value: Value | undefined): FlowState {
  const stale: string[] = [];
  for (const known of state.values.keys()) if (mentionsPlace(known, key)) stale.push(known);
  if (stale.length === 0 && !value) return state;
  const values = copyOf(state.values);
  for (const known of stale) values.delete(known);
  if (value) values.set(key, value);
  return { ...state, values };
}

/** As `new Map(values)`, which takes twice as long: states are copied more often than anything else is done. */
function copyOf(values: ReadonlyMap<string, Value>): Map<string, Value> {
  const copy = new Map<string, Value>();
  for (const [key, value] of values) copy.set(key, value);
  return copy;
}

/** The state with one more fact and nothing forgotten. */
export function learn(state: FlowState, key: string, value: Value): FlowState {
  if (state.values.get(key) === value) return state;
  const values = copyOf(state.values);
  values.set(key, value);
  return { ...state, values };
}

/** Forgets what is known of the memory that the condition `key` reads. */
export function forgetMemory(state: FlowState, key: string): FlowState {
  if (!readsMemory(key)) return state;
  const places = key.match(/[A-Za-z_][\w]*(?:[.[][\w.[\]]*)/g) ?? [];
  const values = copyOf(state.values);
  for (const known of values.keys()) {
    if (!readsMemory(known)) continue;
    if (known === key || key.includes(known) || places.some((place) => mentionsPlace(known, place)))
      values.delete(known);
  }
  return values.size === state.values.size ? state : { ...state, values };
}

/** A text that is equal for states that hold and gave back the same. */
export function heldKey(state: FlowState): string {
  if (state.held.length === 0 && state.released.length === 0) return state.base;
  const held = state.held.map((item) => `${item.effect} ${item.key}${item.isInherited ? "^" : ""}`).join(",");
  const released = state.released.map((item) => `${item.effect} ${item.key}`).join(",");
  return `${state.base}|${held}|${released}`;
}

/** A text of the values of the keys in `relevant`. */
export function valuesKey(state: FlowState, relevant: readonly string[]): string {
  let text = "";
  for (const key of relevant) {
    const value = state.values.get(key);
    if (value) text += `${key}=${valueKey(value)};`;
  }
  return text;
}
