// The flow of contexts through one function: (event graph, entry state, what callees do) → the states in which each
// call is made and the ways the function ends. Pure; knows no other file. Keeps a small set of states per block apart
// by what is held and by the conditions that the function tests again; past the caps it merges, and past the last cap
// it gives up and says so: callers then take the function for one that does nothing.

import type { Argument, Expression } from "../c-types/expression.js";
import { conditionKey, placeKey, resultKey } from "../c-types/keys.js";
import type { KernelModel } from "../kernel-model/model.js";
import { assume } from "./assume.js";
import { arrive, type BlockStates, createBlockStates, maxStatesPerBlock, takeNext } from "./block-states.js";
import { applyAssertion, applyGuard, applyLockRow, applySummary } from "./call-effects.js";
import { withDoubts } from "./doubts.js";
import { evaluateCondition, evaluateValue, type ValueScope } from "./evaluate-value.js";
import type { CallEvent, Event } from "./event-graph.js";
import type { FunctionFacts } from "./facts.js";
import type { FlowPlan } from "./flow-plan.js";
import { ownerName } from "./keys.js";
import { nrGuesses, withSharedGuesses } from "./questions.js";
import { type RangeScope, rangeInState, valueOfRange } from "./range-value.js";
import { assign, type FlowState, forgetMemory, type Held, heldKey, learn, releaseLast } from "./state.js";
import type { ExitVariant, Summary } from "./summary.js";
import { unlocksByName } from "./unlock-names.js";
import { type Value, valueKey } from "./values.js";

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
  /** Whether the one result that is wanted may be anything. */
  isOpen: boolean;
}

/** Runs the flow to its fixpoint. */
export function analyzeFlow(input: FlowInput): FlowResult {
  const plan = input.world.plan(input.facts);
  const states = createBlockStates(plan, input.wantsReturns ? flagKeys(input.facts) : []);
  const run: Run = { ...input, plan, states, observations: new Map(), exits: new Map(), isOpen: false };
  arrive(states, 0, input.entry);
  let steps = 0;
  for (let next = takeNext(states); next; next = takeNext(states)) {
    steps++;
    if (steps > maxSteps || !leave(run, next.block, next.state) || run.isOpen)
      return { observations: [], exits: [], gaveUp: true };
  }
  const inOrder = (a: Observation, b: Observation): number => a.event.span.start - b.event.span.start;
  const observations = withDoubts([...run.observations.values()].sort(inOrder));
  return { observations, exits: [...run.exits.values()], gaveUp: false };
}

/** The parameters that callers tell a helper's ends apart by: flags and numbers, as they are and as they were at entry. */
function flagKeys({ parameters }: FunctionFacts): readonly string[] {
  const flags = parameters.filter(({ name, type }) => name !== "" && type.kind !== "pointer");
  return flags.flatMap(({ name }) => [name, entryKey(name)]);
}

/** Carries a state through a block and along its edges; false when a block gets too many states. */
function leave(run: Run, blockIndex: number, entry: FlowState): boolean {
  const block = run.facts.graph.blocks[blockIndex];
  if (!block) return true;
  let states: readonly FlowState[] = [entry];
  for (const event of block.events) {
    states = states.flatMap((state) => transfer(run, event, state));
    if (states.length > maxStatesPerBlock) return false;
  }
  for (const edge of block.edges) {
    for (const state of states) {
      let next: FlowState | undefined = state;
      for (const guard of edge.guards) next = next && assume(guard.condition, guard.taken, next, run.world);
      if (next && !arrive(run.states, edge.to, next)) return false;
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
    case "return": {
      const states =
        event.value && run.wantsReturns ? splitConditional(event.value, state, run.world) : [state];
      for (const exit of states) {
        const value =
          event.value && (evaluateValue(event.value, exit, run.world) ?? boundsOf(run, event.value, exit));
        run.isOpen ||= run.wantsOneResult === true && value === undefined;
        recordExit(run, value, exit);
      }
      return [];
    }
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

/** Under which key it is kept what a parameter held at entry, once it holds something else. */
function entryKey(parameter: string): string {
  return `#entry.${parameter}`;
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

/** Splits a state by the arguments that a condition chooses, as in `kmalloc(n, atomic ? GFP_ATOMIC : GFP_KERNEL)`. */
function splitArguments(args: readonly Argument[], state: FlowState, world: FlowWorld): readonly FlowState[] {
  let states: readonly FlowState[] = [state];
  for (const argument of args) {
    if (argument.kind === "type") continue;
    states = states.flatMap((part) => splitConditional(argument, part, world));
  }
  return states;
}

/** How many `?:` decide an expression's value. */
function countConditionals(expression: Expression): number {
  switch (expression.kind) {
    case "conditional":
      return 1;
    case "binary":
      return countConditionals(expression.left) + countConditionals(expression.right);
    case "cast":
      return countConditionals(expression.operand);
    default:
      return 0;
  }
}

/** An expression with more choices than this is a table in disguise, and not worth a state for each combination. */
const maxConditionals = 3;

function splitConditional(expression: Expression, state: FlowState, world: FlowWorld): readonly FlowState[] {
  switch (expression.kind) {
    case "conditional": {
      const known = evaluateCondition(expression.condition, state, world);
      if (known !== undefined) return [state];
      const parts = [
        assume(expression.condition, true, state, world),
        assume(expression.condition, false, state, world),
      ];
      return parts.filter((part) => part !== undefined);
    }
    case "binary":
      if (countConditionals(expression) === 0 || countConditionals(expression) > maxConditionals)
        return [state];
      return splitConditional(expression.left, state, world).flatMap((part) =>
        splitConditional(expression.right, part, world),
      );
    case "cast":
      return splitConditional(expression.operand, state, world);
    default:
      return [state];
  }
}

function recordExit(run: Run, returns: Value | undefined, state: FlowState): void {
  const acquired = state.held.filter((item) => !item.isInherited && item.guardId === undefined);
  const net = settle(acquired, state.released);
  const conditions = new Map<number, Value>();
  for (const [index, parameter] of run.facts.parameters.entries()) {
    const value = state.values.get(entryKey(parameter.name)) ?? state.values.get(parameter.name);
    const isNarrowed =
      value && (value.kind === "number" || value.kind === "symbol") && value.parameter === index;
    if (isNarrowed) conditions.set(index, value);
  }
  const exit: ExitVariant = { ...net, returns, conditions };
  const key = [
    net.acquired.map((item) => `${item.effect} ${item.key}`).join(","),
    net.released.map((item) => `${item.effect} ${item.key}`).join(","),
    returns ? valueKey(returns) : "",
    [...conditions].map(([index, value]) => `${index}=${valueKey(value)}`).join(";"),
  ].join("|");
  run.exits.set(key, exit);
}

/** Something given back and taken again is as it was. */
function settle(
  acquired: readonly Held[],
  released: FlowState["released"],
): Pick<ExitVariant, "acquired" | "released"> {
  const rest = [...released];
  const kept = acquired.filter((item) => {
    const index = rest.findIndex((given) => given.effect === item.effect && given.key === item.key);
    const fallback =
      index >= 0 ? index : rest.findIndex((given) => given.effect === item.effect && item.effect !== "spin");
    if (fallback < 0) return true;
    rest.splice(fallback, 1);
    return false;
  });
  return { acquired: kept, released: rest };
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
  const surest = known ? withSharedGuesses(state, known.state) : state;
  if (!known || nrGuesses(surest) < nrGuesses(known.state))
    run.observations.set(key, { ...observation, state: surest });
}

/** What is passed by address may come back changed; and an object that is handed over, with other functions in it. */
function forgetOutputs(state: FlowState, args: readonly Argument[]): FlowState {
  let result = state;
  for (const argument of args) {
    if (argument.kind === "type") continue;
    const key = placeKey(argument);
    if (key === undefined) continue;
    for (const [member, value] of state.values) {
      if (value.kind === "function" && member.startsWith(`${key}.`))
        result = assign(result, member, undefined);
    }
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
