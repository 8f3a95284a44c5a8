// The flow of contexts through one function: (event graph, entry state, what callees do) → the states in which each
// call is made and the ways the function ends. Pure; knows no other file. Keeps a small set of states per block apart
// by what is held and by the conditions that the function tests again; past the caps it merges, and past the last cap
// it gives up and says so: callers then take the function for one that does nothing.

import type { Argument, Expression } from "../c-types/expression.js";
import { conditionKey, placeKey, resultKey } from "../c-types/keys.js";
import type { KernelModel } from "../kernel-model/model.js";
import { assume } from "./assume.js";
import {
  arrive,
  type BlockStates,
  createBlockStates,
  isIdle,
  maxStatesPerBlock,
  takeNext,
} from "./block-states.js";
import { applyAssertion, applyGuard, applyLockRow, applySummary } from "./call-effects.js";
import { splitArguments, splitConditional } from "./choices.js";
import { withDoubts } from "./doubts.js";
import { evaluateValue, type ValueScope } from "./evaluate-value.js";
import type { CallEvent, Event } from "./event-graph.js";
import { entryKey, flagKeys, recordExit } from "./exits.js";
import type { FunctionFacts } from "./facts.js";
import type { FlowPlan } from "./flow-plan.js";
import { ownerName } from "./keys.js";
import { blocksToCalls, blocksToLocks, leadingTo } from "./prospects.js";
import { guessedKey, nrGuesses, withSharedGuesses } from "./questions.js";
import { type RangeScope, rangeInState, valueOfRange } from "./range-value.js";
import { assign, type FlowState, forgetMemory, heldKey, learn, releaseLast } from "./state.js";
import type { ExitVariant, Summary } from "./summary.js";
import { unlocksByName } from "./unlock-names.js";
import { truth, type Value, valueKey } from "./values.js";

/** What the flow asks about everything outside the function. */
export interface FlowWorld extends ValueScope {
  readonly model: KernelModel;
  /** Whether `spinlock_t` and its kin count as sleeping locks (PREEMPT_RT). */
  readonly preemptRt: boolean;
  /** What a function defined in the project does; undefined for any other. */
  /** `isAsked`: whether its result is looked at. */
  summary(callee: Callee, isAsked: boolean): Summary | undefined;
  /** The function that a field of a table with static storage names. */
  tableEntry(table: string, field: string): string | undefined;
  /** Whether locks whose path ends in `members`, as `hdev.lock`, are spinning ones wherever the file takes them. */
  isSpinning(members: string): boolean;
  /** Whether a name is one of the file, not of the function. */
  isGlobal(name: string): boolean;
  /** The plan of a function of the file, made once. */
  plan(facts: FunctionFacts): FlowPlan;
  /** Whether anyone wants to know how this function is called. */
  isObserved(callee: Callee): boolean;
  /** Whether a call may leave something held; where it tells the callee something, whether that one may take something. */
  mayLock(callee: Callee, isTelling: boolean): boolean;
  /** Whether a table of the file names a function in a field of that name. */
  isTableField(field: string): boolean;
}

/** A function by its name and, where that is not the file of the call, the file in which the name means it. */
export interface Callee {
  readonly name: string;
  readonly file: string | undefined;
}

export interface FlowInput {
  readonly facts: FunctionFacts;
  readonly file: string;
  readonly entry: FlowState;
  readonly world: FlowWorld;
  /** The ends of the function, and what is observed besides; or observed calls alone, all or where something is held. */
  readonly wants: "exits" | "calls" | "calls-in-context";
  /** Whether the result matters: then `a ? b : c` is split into two ways where it decides the value returned. */
  readonly wantsReturns: boolean;
  /** Nothing but what is the same of every result is wanted: the flow gives up at one of which nothing is known. */
  readonly wantsOneResult?: boolean;
  /** Given where the bounds of sizes matter: what sizes are evaluated in. */
  readonly ranges?: RangeScope;
  /** The variables whose bounds matter; all, unless given. */
  readonly boundedNames?: ReadonlySet<string>;
}

/** A call and a state in which it is made. */
export interface Observation {
  readonly event: CallEvent;
  /** The function called; a pointer that is certainly one function is resolved. */
  readonly callee: Callee;
  readonly state: FlowState;
  readonly values: readonly (Value | undefined)[];
}

export interface FlowResult {
  readonly observations: readonly Observation[];
  readonly exits: readonly ExitVariant[];
  /** Too many ways through: nothing was learned. */
  readonly gaveUp: boolean;
}

/** Transfers of whole blocks; only machine-made functions need more. */
const maxSteps = 6_000;

interface Run extends FlowInput {
  readonly plan: FlowPlan;
  readonly states: BlockStates;
  readonly observations: Map<string, Observation>;
  readonly exits: Map<string, ExitVariant>;
  /** The blocks that lead to a call that is wanted; absent where more than calls is. */
  toCalls: readonly boolean[] | undefined;
  /** Those of them that states in which nothing is held are carried to; absent for all. */
  toLocks: readonly boolean[] | undefined;
  /** States in which nothing is held, at blocks after which nothing is taken. */
  readonly idle: { readonly block: number; readonly state: FlowState }[];
  /** Whether the one result that is wanted may be anything. */
  isOpen: boolean;
  nrSteps: number;
}

/** Runs the flow to its fixpoint. */
export function analyzeFlow(input: FlowInput): FlowResult {
  const { facts, entry, world, wants } = input;
  const plan = world.plan(facts);
  const states = createBlockStates(plan, input.wantsReturns ? flagKeys(facts) : []);
  const toCalls = wants === "exits" ? undefined : blocksToCalls(facts, entry, world);
  const isFree = wants === "calls-in-context" && isIdle(entry);
  const toLocks = toCalls && isFree ? blocksToLocks(facts, entry, world, toCalls) : undefined;
  const found = { observations: new Map(), exits: new Map(), idle: [], isOpen: false };
  const run: Run = { ...input, ...found, plan, states, toCalls, toLocks, nrSteps: 0 };
  if (!enter(run, 0, entry) || !proceed(run) || !proceedIdle(run))
    return { observations: [], exits: [], gaveUp: true };
  const inOrder = (a: Observation, b: Observation): number => a.event.span.start - b.event.span.start;
  const observations = withDoubts([...run.observations.values()].sort(inOrder));
  return { observations, exits: [...run.exits.values()], gaveUp: false };
}

/** Carries on what has arrived until nothing changes any more; false where that is too much. */
function proceed(run: Run): boolean {
  for (let next = takeNext(run.states); next; next = takeNext(run.states)) {
    run.nrSteps++;
    if (run.nrSteps > maxSteps || !leave(run, next.block, next.state) || run.isOpen) return false;
  }
  return true;
}

/**
 * Carries on the states in which nothing is held, where they may come to a call that was seen with something held: it
 * is told then that it is made either way.
 */
function proceedIdle(run: Run): boolean {
  if (run.idle.length === 0) return true;
  const held = new Set<Event>();
  for (const { event, state } of run.observations.values()) if (state.held.length > 0) held.add(event);
  if (held.size === 0) return true;
  run.toCalls = leadingTo(run.facts.graph.blocks, (event) => held.has(event));
  run.toLocks = undefined;
  return run.idle.every(({ block, state }) => enter(run, block, state)) && proceed(run);
}

/** Lets a state enter a block, if it is worth it; false when there are too many. */
function enter(run: Run, block: number, state: FlowState): boolean {
  if (run.toCalls?.[block] === false) return true;
  if (run.toLocks?.[block] === false && isIdle(state)) {
    run.idle.push({ block, state });
    return true;
  }
  return arrive(run.states, block, state);
}

/** Carries a state through a block and along its edges; false when a block gets too many states. */
function leave(run: Run, blockIndex: number, entry: FlowState): boolean {
  const block = run.facts.graph.blocks[blockIndex];
  if (!block) return true;
  let states: readonly FlowState[] = [entry];
  for (const event of block.events) {
    const [only] = states;
    states =
      only && states.length === 1
        ? transfer(run, event, only)
        : states.flatMap((state) => transfer(run, event, state));
    if (states.length > maxStatesPerBlock) return false;
  }
  for (const edge of block.edges) {
    const to = run.plan.through[edge.to] ?? edge.to;
    if (run.toCalls?.[to] === false) continue;
    for (const state of states) {
      let next: FlowState | undefined = state;
      for (const guard of edge.guards) next = next && assume(guard.condition, guard.taken, next, run.world);
      if (next && !enter(run, to, next)) return false;
    }
  }
  return true;
}

function transfer(run: Run, event: Event, state: FlowState): readonly FlowState[] {
  switch (event.kind) {
    case "call":
      return transferCall(run, event, state);
    case "assign":
      return transferAssign(run, event.target, event.value, state);
    case "forget":
      return [forgetMemory(state, conditionKey(event.condition))];
    case "guard":
      return [applyGuard(event, state, run)];
    case "unguard":
      return [{ ...state, held: state.held.filter((item) => item.guardId !== event.id) }];
    case "return":
      if (run.wants === "exits") transferReturn(run, event.value, state);
      return [];
  }
}

function transferReturn(run: Run, value: Expression | undefined, state: FlowState): void {
  const states = value && run.wantsReturns ? splitConditional(value, state, run.world) : [state];
  for (const exit of states) {
    const returns = value && (evaluateValue(value, exit, run.world) ?? boundsOf(run, value, exit));
    run.isOpen ||= run.wantsOneResult === true && returns === undefined;
    recordExit(run.exits, run.facts, returns, exit);
  }
}

function transferAssign(
  run: Run,
  target: Expression,
  value: Expression | undefined,
  state: FlowState,
): readonly FlowState[] {
  const key = placeKey(target);
  if (key === undefined) return [state];
  if (!value) return [keepEntry(run, key, state, assign(state, key, undefined))];
  const matters = run.boundedNames?.has(ownerName(key)) ?? true;
  const parts = run.plan.relevant.has(key) ? splitConditional(value, state, run.world) : [state];
  return parts.map((part) => {
    const known = evaluateValue(value, part, run.world) ?? (matters ? boundsOf(run, value, part) : undefined);
    const isSymbolic = known?.kind === "symbol" && mentionsItself(value, key);
    return keepEntry(run, key, part, assign(part, key, isSymbolic ? undefined : known));
  });
}

/** What the way here asks of a parameter's first value stands though the parameter gets another. */
function keepEntry(run: Run, key: string, before: FlowState, after: FlowState): FlowState {
  const value = before.values.get(key);
  if (value?.kind !== "number" && value?.kind !== "symbol") return after;
  const isOwn = value.parameter !== undefined && run.facts.parameters[value.parameter]?.name === key;
  return isOwn ? learn(after, entryKey(key), value) : after;
}

/** Bounds of a computed value, where sizes are asked for. */
function boundsOf(run: Run, value: Expression, state: FlowState): Value | undefined {
  const isComputed =
    value.kind === "call" || value.kind === "binary" || value.kind === "cast" || value.kind === "conditional";
  return run.ranges && isComputed ? valueOfRange(rangeInState(value, state, run.ranges)) : undefined;
}

function mentionsItself(value: Expression, key: string): boolean {
  return value.kind === "binary" && placeKey(value.left) === key;
}

/** The function that a call reaches, where that is certain. */
function resolveCallee(callee: Expression, state: FlowState, world: FlowWorld): Callee | undefined {
  if (callee.kind === "name") {
    const value = state.values.get(callee.name);
    if (value?.kind === "function") return value;
    return value === undefined ? { name: callee.name, file: undefined } : undefined;
  }
  if (callee.kind === "dereference") return resolveCallee(callee.operand, state, world);
  const value = evaluateValue(callee, state, world);
  if (value?.kind === "function") return value;
  if (callee.kind !== "member") return undefined;
  const object = callee.object.kind === "name" ? callee.object.name : undefined;
  const table = evaluateValue(callee.object, state, world);
  const isVariable = object !== undefined && world.isGlobal(object) && !callee.arrow;
  const variable = table?.kind === "address" ? table.of : isVariable ? object : undefined;
  const name = variable === undefined ? undefined : world.tableEntry(variable, callee.member);
  return name === undefined ? undefined : { name, file: undefined };
}

function transferCall(run: Run, event: CallEvent, before: FlowState): readonly FlowState[] {
  const { world } = run;
  const callee = resolveCallee(event.callee, before, world);
  const summary = callee && world.summary(callee, run.plan.asked.has(resultKey(event)));
  const isObserved = callee !== undefined && world.isObserved(callee);
  if (callee && (summary || isObserved)) {
    const parts = splitArguments(event.arguments, before, world);
    return parts.flatMap((part) => transferKnownCall(run, { event, callee, summary, isObserved }, part));
  }
  return afterCall(run, event, callee, before);
}

interface KnownCall {
  readonly event: CallEvent;
  readonly callee: Callee;
  readonly summary: Summary | undefined;
  readonly isObserved: boolean;
}

/** A call whose arguments matter: somebody wants to know of it, or what it does depends on them. */
function transferKnownCall(run: Run, call: KnownCall, state: FlowState): readonly FlowState[] {
  const { event, callee, summary } = call;
  const values = event.arguments.map((argument) =>
    argument.kind === "type" ? undefined : evaluateValue(argument, state, run.world),
  );
  if (call.isObserved) observe(run, { event, callee, state, values });
  if (!summary) return afterCall(run, event, callee, state);
  return applySummary({ event, summary, values }, forgetResults(event, state), run);
}

/** What a call without a summary leaves. */
function afterCall(
  run: Run,
  event: CallEvent,
  callee: Callee | undefined,
  before: FlowState,
): readonly FlowState[] {
  const state = forgetResults(event, before);
  const { model } = run.world;
  const lock = callee && model.lock(callee.name);
  if (lock) return applyLockRow(event, lock, state, run);
  const assertion = callee && model.assertion(callee.name);
  if (assertion) return [applyAssertion(event, assertion, state, run)];
  return [unlocksByName(event, run.facts) ? releaseLast(state, releasedKey(run.facts)) : state];
}

/** The lock that a function says it gives back: `__releases(fiq->lock)`. */
function releasedKey({ annotations }: FunctionFacts): string | undefined {
  const found = annotations.find(({ kind }) => kind === "releases");
  return found && placeKey(found.lock);
}

/** The result of the last round is no longer this call's, and what is passed by address may come back changed. */
function forgetResults(event: CallEvent, state: FlowState): FlowState {
  const key = resultKey(event);
  return forgetOutputs(state.values.has(key) ? assign(state, key, undefined) : state, event.arguments);
}

function observe(run: Run, observation: Observation): void {
  const { event, callee, state, values } = observation;
  const valueText = values.map((value) => (value ? valueKey(value) : "")).join(",");
  const key = `${event.span.start} ${callee.name} ${heldKey(state)} ${valueText}`;
  const known = run.observations.get(key);
  if (!known) {
    run.observations.set(key, observation);
    return;
  }
  const surest = withSharedGuesses(state, known.state);
  const seen = nrGuesses(surest) < nrGuesses(known.state) ? surest : known.state;
  run.observations.set(key, {
    ...known,
    state: withSharedFacts(seen, seen === surest ? known.state : state),
  });
}

/** The state without the members and options that are zero in it and not in another state at the same place, or the reverse. */
function withSharedFacts(state: FlowState, other: FlowState): FlowState {
  const open: string[] = [];
  for (const [key, value] of state.values) {
    if (key.startsWith(guessedKey) || !(key.includes(".") || key.startsWith("#"))) continue;
    const here = truth(value);
    const there = truth(other.values.get(key));
    if (here !== undefined && there !== undefined && here !== there) open.push(key);
  }
  return open.reduce((rest, key) => assign(rest, key, undefined), state);
}

/** What is passed by address may come back changed; and an object that is handed over, with other functions in it. */
function forgetOutputs(state: FlowState, args: readonly Argument[]): FlowState {
  let result = state;
  const functions: string[] = [];
  for (const [key, value] of state.values) if (value.kind === "function") functions.push(key);
  for (const argument of args) {
    if (argument.kind === "type" || (argument.kind !== "address" && functions.length === 0)) continue;
    const key = placeKey(argument);
    if (key === undefined) continue;
    for (const member of functions)
      if (member.startsWith(`${key}.`)) result = assign(result, member, undefined);
    if (argument.kind === "address" && state.values.has(key)) result = assign(result, key, undefined);
  }
  return result;
}

/** The state in which a function is entered from outside: parameters stand for themselves. */
export function seedParameters(
  facts: FunctionFacts,
  state: FlowState,
  given: ReadonlyMap<number, Value>,
): FlowState {
  const values = new Map(state.values);
  for (const [index, { name }] of facts.parameters.entries()) {
    if (name !== "") values.set(name, given.get(index) ?? { kind: "parameter", index, set: 0, clear: 0 });
  }
  return { ...state, values };
}
