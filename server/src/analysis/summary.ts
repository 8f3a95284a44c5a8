// What a caller must know of a callee: how it leaves the locks, and which of its ends goes with which result.

import { knownSuccess, saysFailure, saysNothing } from "./error-pointers.js";
import type { FunctionFacts } from "./facts.js";
import type { Held, Release } from "./state.js";
import { nonzero, type Value } from "./values.js";

/** One way a function ends. Keys are in the callee's terms. */
export interface ExitVariant {
  readonly acquired: readonly Held[];
  readonly released: readonly Release[];
  /** What it returns then; undefined when that may be anything. */
  readonly returns: Value | undefined;
  /** What its parameters must have been for this end, by index. */
  readonly conditions: ReadonlyMap<number, Value>;
}

/** All ways a function ends; one variant that does nothing where it leaves locks alone. */
export interface Summary {
  /** Names of the parameters, for moving keys into the caller. */
  readonly parameters: readonly string[];
  /** A macro's names that are no parameters are the caller's own. */
  readonly sharesNames: boolean;
  readonly exits: readonly ExitVariant[];
}

/** More ends than this are not told apart. */
const maxVariants = 8;

const plainExit: ExitVariant = { acquired: [], released: [], returns: undefined, conditions: new Map() };

/** The summary of a function of which nothing is known: it leaves locks as they were. */
export function plainSummary(facts: FunctionFacts): Summary {
  return { parameters: parameterNames(facts), sharesNames: facts.kind === "macro", exits: [plainExit] };
}

function parameterNames(facts: FunctionFacts): string[] {
  return facts.parameters.map((parameter) => parameter.name);
}

/** Whether the function leaves any lock otherwise than it found it, at some end. */
export function hasEffects(summary: Summary): boolean {
  return summary.exits.some(hasEffect);
}

function hasEffect(exit: ExitVariant): boolean {
  return exit.acquired.length > 0 || exit.released.length > 0;
}

function effectKey(exit: ExitVariant): string {
  const acquired = exit.acquired.map((item) => `${item.effect} ${item.key}`).sort();
  const released = exit.released.map((item) => `${item.effect} ${item.key}`).sort();
  return `+${acquired.join(",")} -${released.join(",")}`;
}

/**
 * Makes a summary of the ends that the flow saw. Ends that differ only in their result are one when no end touches a
 * lock. Where two ends agree in conditions and result and differ in locks, the one that holds less stands: a callee
 * that a caller cannot tell apart must not make it look as if a lock were held.
 */
export function summarize(facts: FunctionFacts, exits: readonly ExitVariant[]): Summary {
  return { ...plainSummary(facts), exits: distinctExits(exits) };
}

function distinctExits(exits: readonly ExitVariant[]): readonly ExitVariant[] {
  if (exits.length === 0) return [plainExit];
  if (!exits.some(hasEffect)) return [joinReturns(exits)];
  const byOutcome = new Map<string, ExitVariant>();
  for (const exit of exits) {
    const key = outcomeKey(exit);
    const known = byOutcome.get(key);
    if (
      !known ||
      exit.acquired.length - exit.released.length < known.acquired.length - known.released.length
    ) {
      byOutcome.set(key, exit);
    }
  }
  const kept = successesToldApart(withoutUnclear([...byOutcome.values()]));
  const [first] = kept;
  if (first && new Set(kept.map(effectKey)).size === 1) {
    return [{ ...first, conditions: new Map(), returns: joinReturns(kept).returns }];
  }
  return kept.length > maxVariants ? [plainExit] : kept;
}

/**
 * Leaves out the ends that hold more than another end which no caller can tell from them: it has the same result and
 * asks nothing of the parameters that contradicts theirs, as where a helper returns early for what it reads elsewhere.
 */
function withoutUnclear(exits: readonly ExitVariant[]): readonly ExitVariant[] {
  return exits.filter(
    (exit) => !exits.some((other) => other !== exit && holdsLess(other, exit) && areLike(other, exit)),
  );
}

function holdsLess(a: ExitVariant, b: ExitVariant): boolean {
  return a.acquired.length - a.released.length < b.acquired.length - b.released.length;
}

/** Whether a caller may see either end: nothing that it knows of results and arguments excludes one. */
function areLike(a: ExitVariant, b: ExitVariant): boolean {
  if (JSON.stringify(a.returns) !== JSON.stringify(b.returns)) return false;
  return [...a.conditions].every(([index, value]) => {
    const other = b.conditions.get(index);
    return other === undefined || canBeBoth(value, other);
  });
}

function canBeBoth(a: Value, b: Value): boolean {
  if (a.kind === "symbol" && b.kind === "symbol") return a.name === b.name;
  if (a.kind !== "number" || b.kind !== "number") return true;
  const min = Math.max(a.min, b.min);
  const max = Math.min(a.max, b.max);
  return min <= max && !(min === 0 && max === 0 && (a.nonzero || b.nonzero));
}

/**
 * `return d` with the lock held, `return ERR_PTR(-ENODEV)` without: a caller tells the two apart by `IS_ERR()`. And by
 * a test where it is `return NULL` without.
 */
function successesToldApart(exits: readonly ExitVariant[]): readonly ExitVariant[] {
  if (exits.some((exit) => saysNothing(exit.returns) && exit.acquired.length === 0)) {
    return exits.map((exit) =>
      exit.acquired.length > 0 && exit.returns === undefined ? { ...exit, returns: nonzero } : exit,
    );
  }
  if (!exits.some((exit) => saysFailure(exit.returns) && exit.acquired.length === 0)) return exits;
  return exits.map((exit) =>
    exit.acquired.length === 0 || exit.returns?.kind === "symbol"
      ? exit
      : { ...exit, returns: knownSuccess(exit.returns) },
  );
}

function outcomeKey(exit: ExitVariant): string {
  const conditions = [...exit.conditions].map(([index, value]) => `${index}=${JSON.stringify(value)}`);
  return `${conditions.join(";")}→${JSON.stringify(exit.returns)}`;
}

/** One plain end whose result covers those of all. */
function joinReturns(exits: readonly ExitVariant[]): ExitVariant {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let isNonzero = true;
  const first = exits[0]?.returns;
  if (
    first &&
    first.kind !== "number" &&
    exits.every((exit) => JSON.stringify(exit.returns) === JSON.stringify(first))
  ) {
    return { ...plainExit, returns: first };
  }
  for (const { returns } of exits) {
    if (returns?.kind !== "number") return plainExit;
    min = Math.min(min, returns.min);
    max = Math.max(max, returns.max);
    isNonzero &&= returns.nonzero || returns.min > 0 || returns.max < 0;
  }
  return { ...plainExit, returns: { kind: "number", min, max, nonzero: isNonzero } };
}
