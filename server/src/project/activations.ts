// Who runs in which context: from the functions that callbacks and callers enter in a known context, down the calls.
// An activation is one function entered in one context; it keeps the call that led to it, so that the path can be
// told. Certain hops only: a call by name, a pointer that is certainly one function, a registration whose row is
// certain.

import { assertHeld } from "../analysis/call-effects.js";
import { asCut } from "../analysis/distilled-call.js";
import type { CallEvent } from "../analysis/event-graph.js";
import { type Observation, seedParameters } from "../analysis/flow.js";
import { keyInCallee, lastMember } from "../analysis/keys.js";
import { guessedKey, nrGuesses } from "../analysis/questions.js";
import { findViolation, type Violation } from "../analysis/sleep.js";
import { emptyState, type FlowState, type Held, heldKey } from "../analysis/state.js";
import { exactly, exactNumber, truth, type Value, valueKey } from "../analysis/values.js";
import { placeKey } from "../c-types/keys.js";
import { renderExpression } from "../c-types/render.js";
import type { CallRuleRow } from "../kernel-model/call-rule.js";
import type { KernelModel } from "../kernel-model/model.js";
import { type Doubt, doubtOf, isFollowedInto } from "./doubts.js";
import { entriesInto, type ForeignEntry, stateOfEntry } from "./foreign-entries.js";
import { type FunctionNode, holdsNothing, type Program } from "./program.js";
import { findRegistrations, isAtomicContext, type Registration } from "./registrations.js";
import type { Worlds } from "./world.js";

/** One function entered in one context. */
export interface Activation {
  readonly id: number;
  readonly node: FunctionNode;
  readonly entry: FlowState;
  /** The call that entered it; absent for roots. */
  readonly via: { readonly caller: Activation; readonly event: CallEvent } | undefined;
  /** What made it a root in a known context. */
  readonly registration: Registration | undefined;
  /** Of a root that the tree behind the program calls: how. */
  readonly entered?: ForeignEntry;
}

/** A call that its context forbids, found in an activation. */
export interface SleepEvidence {
  readonly activation: Activation;
  readonly observation: Observation;
  readonly violation: Violation;
  /** Why it is less certain than it looks; absent where it is not. */
  readonly doubt: Doubt | undefined;
}

export interface ActivationResult {
  /** Every function in every context it was followed in. */
  readonly activations: readonly Activation[];
  readonly evidence: readonly SleepEvidence[];
  /** Every registration found, certain or not, for telling in which contexts a function runs. */
  readonly registrations: readonly Registration[];
  /** Names of functions registered as callbacks in interrupt or the like that the program does not define. */
  readonly foreignCallbacks: ReadonlySet<string>;
}

/** A call that was seen while contexts were followed, and what came of it. */
export interface TracedCall {
  readonly activation: Activation;
  readonly observation: Observation;
  readonly outcome:
    | { readonly kind: "entered"; readonly callee: Activation }
    /** A function of a file that is not followed into. */
    | { readonly kind: "foreign"; readonly callee: FunctionNode }
    | { readonly kind: "forbidden"; readonly violation: Violation };
}

/** A function and the state that it is entered in. */
export interface Seed {
  readonly node: FunctionNode;
  readonly entry: FlowState;
}

/**
 * More contexts of one function than this, with the same things held, are not told apart: what is found in the first
 * ones stands for the rest. Many callers hand over other numbers each and hold nothing; they must not crowd out the
 * one that holds a lock.
 */
const maxContextsPerHeld = 48;
/** The same of a function of the tree: what differs between its callers there is seldom what decides. */
const maxForeignContextsPerHeld = 8;
/** The same whatever is held. */
const maxContextsPerFunction = 192;
/** Longer call chains are not followed. */
const maxChainLength = 24;

interface Search {
  readonly program: Program;
  readonly worlds: Worlds;
  readonly model: KernelModel;
  readonly queue: Activation[];
  readonly seen: Map<FunctionNode, Map<string, Activation>>;
  /** How many contexts there are of a function for each set of things held. */
  readonly nrContexts: Map<FunctionNode, Map<string, number>>;
  readonly evidence: SleepEvidence[];
  readonly activations: Activation[];
  /** Where calls are written down; functions of other source files are not entered then. */
  readonly trace: TracedCall[] | undefined;
}

/** Follows `seeds` through their file and its headers, and tells every call that may come to a forbidden one. */
export function traceContexts(
  program: Program,
  worlds: Worlds,
  model: KernelModel,
  seeds: readonly Seed[],
): readonly TracedCall[] {
  const trace: TracedCall[] = [];
  const search = createSearch(program, worlds, model, trace);
  for (const { node, entry } of seeds) enter(search, node, entry, undefined, undefined);
  for (let next = search.queue.shift(); next; next = search.queue.shift()) run(search, next);
  return trace;
}

function createSearch(
  program: Program,
  worlds: Worlds,
  model: KernelModel,
  trace: TracedCall[] | undefined,
): Search {
  const seen: Search["seen"] = new Map();
  const nrContexts: Search["nrContexts"] = new Map();
  return { program, worlds, model, queue: [], seen, nrContexts, evidence: [], activations: [], trace };
}

/** Follows every context to the calls that it forbids. Deterministic: files and functions in the order given. */
export function findActivations(program: Program, worlds: Worlds, model: KernelModel): ActivationResult {
  const { found: registrations, foreign: foreignCallbacks } = findRegistrations(program, worlds, model);
  const search = createSearch(program, worlds, model, undefined);
  const inInterruptOnly = interruptHandlers(registrations);
  for (const node of program.nodes) {
    if (!node.reachesSleep || node.isMacro || inInterruptOnly.has(node)) continue;
    const isRoot = !holdsNothing(node) && (worlds.changesLocks(node) || tellsCallees(node, program));
    if (isRoot || node.facts.annotations.length > 0 || hasAssertion(node, model)) {
      enter(search, node, annotatedEntry(node, worlds), undefined, undefined);
    }
  }
  for (const registration of registrations) {
    if (!registration.isCertain || !isAtomicContext(registration.context)) continue;
    if (!registration.node.reachesSleep) continue;
    const base = { ...emptyState, base: registration.context };
    enter(
      search,
      registration.node,
      seedParameters(registration.node.facts, base, new Map()),
      undefined,
      registration,
    );
  }
  enterFromBehind(search);
  for (let next = search.queue.shift(); next; next = search.queue.shift()) run(search, next);
  const { activations, evidence } = search;
  return { activations, evidence, registrations, foreignCallbacks };
}

/** Enters what other files of the tree behind the program call where nothing may sleep. */
function enterFromBehind(search: Search): void {
  const { program } = search;
  for (const node of program.nodes) {
    if (!node.reachesSleep) continue;
    for (const entered of entriesInto(node, program)) {
      const { base, why, place, isInOops, isOnlyAllowed } = entered;
      const isKnown = why !== undefined && isAtomicContext(base);
      const registration = isKnown
        ? { node, context: base, isCertain: true, isInOops, isOnlyAllowed, why, place }
        : undefined;
      enter(search, node, stateOfEntry(node, entered), undefined, registration, entered);
    }
  }
}

/** Whether what it hands to a callee that locks may decide what that one does: a function, a gfp mask, a macro's text. */
function tellsCallees(node: FunctionNode, program: Program): boolean {
  if (!node.touchesLocks) return false;
  const obeys = ({ touchesLocks, reachesSleep, callsParameter, isMacro, takesGfp }: FunctionNode): boolean =>
    touchesLocks && (callsParameter || (reachesSleep && (isMacro || takesGfp)));
  return node.mentions.some((name) => program.resolve(node.file, name).some(obeys));
}

/** Static functions that the kernel is known to call in interrupt and nowhere else: their context is never unknown. */
function interruptHandlers(registrations: readonly Registration[]): ReadonlySet<FunctionNode> {
  const handlers = new Set<FunctionNode>();
  const others = new Set<FunctionNode>();
  for (const { node, context, isCertain } of registrations) {
    const isInterrupt = context === "softirq" || context === "hardirq" || context === "nmi";
    (isInterrupt && isCertain && node.isStatic ? handlers : others).add(node);
  }
  for (const node of others) handlers.delete(node);
  return handlers;
}

function hasAssertion(node: FunctionNode, model: KernelModel): boolean {
  return node.mentions.some((name) => model.assertion(name)?.kind === "lock-held");
}

/** The entry of a function whose callers are unknown: what its annotations say is held. */
function annotatedEntry(node: FunctionNode, worlds: Worlds): FlowState {
  let state = seedParameters(node.facts, emptyState, new Map());
  const world = worlds.of(node.file);
  for (const annotation of node.facts.annotations) {
    if (annotation.kind !== "holds" && annotation.kind !== "releases") continue;
    const key = placeKey(annotation.lock);
    // Both `__acquires` and `__releases` on one lock say only that the function touches it.
    const isTakenToo = node.facts.annotations.some(
      (item) => item.kind === "acquires" && placeKey(item.lock) === key,
    );
    if (key === undefined || (annotation.kind === "releases" && isTakenToo)) continue;
    const lock = { key, text: renderExpression(annotation.lock) };
    const by = annotation.kind === "holds" ? "__must_hold" : "__releases";
    state = assertHeld(lock, annotation.span, by, state, { facts: node.facts, file: node.file.path, world });
  }
  return state;
}

function enter(
  search: Search,
  node: FunctionNode,
  entry: FlowState,
  via: Activation["via"],
  registration: Registration | undefined,
  entered?: ForeignEntry,
): Activation | undefined {
  const seen = search.seen.get(node) ?? new Map<string, Activation>();
  search.seen.set(node, seen);
  const isTextless = search.program.isTextless(node.path);
  const key = contextKey(node, entry, via, isTextless);
  // What is found in a context that is certain is not found once more where the context is a guess.
  const known = seen.get(key) ?? seen.get(contextKey(node, withoutGuess(entry), via, isTextless));
  if (known || seen.size >= maxContextsPerFunction) return known;
  const held = heldKey(entry);
  const nrAlike = search.nrContexts.get(node)?.get(held) ?? 0;
  if (nrAlike >= (node.isForeign ? maxForeignContextsPerHeld : maxContextsPerHeld)) return undefined;
  const counts = search.nrContexts.get(node) ?? new Map<string, number>();
  search.nrContexts.set(node, counts.set(held, nrAlike + 1));
  const id = search.activations.length;
  const activation: Activation = { id, node, entry, via, registration, ...(entered && { entered }) };
  seen.set(key, activation);
  search.activations.push(activation);
  search.queue.push(activation);
  return activation;
}

function withoutGuess(entry: FlowState): FlowState {
  if (!entry.values.has(guessedKey)) return entry;
  const values = new Map(entry.values);
  values.delete(guessedKey);
  return { ...entry, values };
}

/**
 * Equal for contexts in which a function does the same. A macro is part of the function that uses it, and what is found
 * in a function without its text belongs to each call that leads there.
 */
function contextKey(
  node: FunctionNode,
  entry: FlowState,
  via: Activation["via"],
  isTextless: boolean,
): string {
  const site = `${via?.caller.id}:${via?.event.span.start}`;
  if (node.isMacro) return `${site}:${heldKey(entry)}`;
  const known = [...entry.values].filter(([, value]) => value.kind !== "parameter");
  const values = known.map(([key, value]) => `${key}=${valueKey(value)}`).sort();
  return `${isTextless ? site : ""}${heldKey(entry)}|${values.join(",")}`;
}

function run(search: Search, activation: Activation): void {
  const { node, entry, via, registration } = activation;
  const world = search.worlds.of(node.file);
  const isRoot = !via && !registration && !activation.entered && !search.trace;
  const isFromAnywhere = isRoot && node.facts.annotations.length === 0;
  const known = isFromAnywhere ? search.worlds.flowFromAnywhere(node) : undefined;
  const wants = "calls-in-context";
  const input = {
    facts: node.facts,
    file: node.file.path,
    entry,
    world,
    wants,
    wantsReturns: false,
  } as const;
  const result = known ?? search.worlds.flow("activation", input);
  for (const seen of result.observations) {
    const observation = asCut(seen);
    if (!observation) continue;
    const targets = search.program.resolveFrom(node.file, observation.callee);
    if (targets.length > 0) {
      for (const target of targets) follow(search, activation, observation, target);
      continue;
    }
    const row = search.model.callRule(observation.callee.name);
    const violation = row && findViolation(row.rule, observation.state, observation.values, world);
    if (!violation || isSilent(row, observation)) continue;
    const doubt = doubtOf(activation, observation);
    const told: Violation = doubt ? { ...violation, level: "warning" } : violation;
    search.evidence.push({ activation, observation, violation: told, doubt });
    search.trace?.push({ activation, observation, outcome: { kind: "forbidden", violation: told } });
  }
}

/** Whether the call is made in a kernel without the option that it needs in order to sleep. */
function isSilent({ silentWithout }: CallRuleRow, { state }: Observation): boolean {
  return silentWithout !== undefined && truth(state.values.get(`#${silentWithout}`)) === false;
}

function follow(
  search: Search,
  activation: Activation,
  observation: Observation,
  target: FunctionNode,
): void {
  const { trace } = search;
  if (trace && target.isForeign && !target.path.endsWith(".h")) {
    trace.push({ activation, observation, outcome: { kind: "foreign", callee: target } });
    return;
  }
  const callee = descend(search, activation, observation, target);
  if (callee) trace?.push({ activation, observation, outcome: { kind: "entered", callee } });
}

/** Enters a callee in the context of its call, where that can matter. */
function descend(
  search: Search,
  activation: Activation,
  observation: Observation,
  target: FunctionNode,
): Activation | undefined {
  if (chainLength(activation) >= maxChainLength) return undefined;
  const { state, event, values } = observation;
  // Asked first: of a function of the tree nothing more is read then.
  if (!target.reachesSleep && !target.callsParameter) return undefined;
  const isHandedFunction = target.callsParameter && values.some((value) => value?.kind === "function");
  if (!target.reachesSleep && !isHandedFunction) return undefined;
  const isAtomic = state.held.length > 0 || state.base !== "unknown";
  const isOfTree = target.isForeign && !search.program.isTextless(target.path);
  // What a function of the tree does with other numbers is followed from its own file, whatever they are.
  const obeys = !isOfTree || target.takesGfp || target.callsParameter;
  const decides = obeys && target.touchesLocks && values.some((value) => value && decidesSleep(value));
  if (!isAtomic && !decides && !target.isMacro) return undefined;
  const isEnteredFreely = !isAtomic && !isHandedFunction && !target.isMacro;
  if (isEnteredFreely && holdsNothing(target)) return undefined;
  if (isAtomic && isInAlready(target, activation)) return undefined;
  if (isAtomic && isOfTree && !isFollowedInto(target, activation, event)) return undefined;
  const given = givenValues(observation, target, { activation, model: search.model });
  const parameters = target.facts.parameters.map((parameter) => parameter.name);
  const held: Held[] = state.held.map(({ guardId, ...item }) => {
    void guardId;
    const key = item.effect === "spin" ? keyInCallee(item.key, parameters, event.arguments) : "";
    return {
      ...item,
      key: target.isMacro && key.startsWith("?") ? item.key : key,
      isInherited: true,
    };
  });
  const shared = target.isMacro ? [...state.values] : sharedFacts(observation, target, search);
  if (!target.isMacro && isShort(event, target)) shared.push([guessedKey, exactly(1)]);
  const base: FlowState = { base: state.base, held, released: [], values: new Map(shared) };
  const entry = seedParameters(target.facts, base, given);
  return enter(search, target, entry, { caller: activation, event }, undefined);
}

/** Whether a function calls itself, through others: what it comes to was found when it was entered atomically before. */
function isInAlready(target: FunctionNode, activation: Activation): boolean {
  if (target.isMacro) return false;
  for (let at: Activation | undefined = activation; at; at = at.via?.caller) {
    const { held, base } = at.entry;
    if (at.node === target && (held.length > 0 || base !== "unknown")) return true;
  }
  return false;
}

/** Whether an argument must be a macro that is several: which parameter gets what cannot be told then. */
function isShort(event: CallEvent, target: FunctionNode): boolean {
  const nrParameters = target.facts.parameters.filter(({ name }) => name !== "").length;
  return event.arguments.length < nrParameters;
}

/**
 * What the caller knows that the callee can ask for: options of the build, and members of objects that are handed over,
 * `pd->atomic_xfer` among them, where the callee's file tests a member of that name.
 */
function sharedFacts(observation: Observation, target: FunctionNode, search: Search): [string, Value][] {
  const facts: [string, Value][] = [];
  const parameters = target.facts.parameters.map((parameter) => parameter.name);
  const tested = search.worlds.testedMembers(target.file);
  if (nrGuesses(observation.state) > 0) facts.push([guessedKey, exactly(1)]);
  for (const [key, value] of observation.state.values) {
    if (/^#[A-Z]/.test(key) && !key.startsWith(guessedKey)) facts.push([key, value]);
    if (value.kind !== "number" && value.kind !== "symbol") continue;
    if (!/^[A-Za-z_][\w.]*(?:\([^?#"]*\))?[\w.]*\.\w+$/.test(key) || !tested.has(lastMember(key))) continue;
    const inCallee = keyInCallee(key, parameters, observation.event.arguments);
    if (!inCallee.startsWith("?")) facts.push([inCallee, value]);
  }
  return facts;
}

/** The values that arguments certainly have; where it was written is kept of what may be a mask to allocate with. */
function givenValues(
  observation: Observation,
  target: FunctionNode,
  { activation, model }: { readonly activation: Activation; readonly model: KernelModel },
): ReadonlyMap<number, Value> {
  const given = new Map<number, Value>();
  for (const [index, value] of observation.values.entries()) {
    const argument = observation.event.arguments[index];
    if (!value || !argument || value.kind === "parameter" || index >= target.facts.parameters.length)
      continue;
    if (value.kind !== "number") {
      given.set(index, value);
      continue;
    }
    const exact = exactNumber(value);
    if (exact === undefined && !value.nonzero) continue;
    const { parameter, origin: before, ...rest } = value;
    void parameter;
    if (exact === undefined || !model.mayDirectReclaim(exact)) {
      given.set(index, rest);
      continue;
    }
    const origin = before ?? {
      file: activation.node.file.path,
      functionName: activation.node.facts.name,
      callSpan: observation.event.span,
      argumentSpan: argument.span,
      frame: activation.id,
    };
    given.set(index, { ...rest, origin });
  }
  return given;
}

function decidesSleep(value: Value): boolean {
  return value.kind === "function" || (exactNumber(value) ?? 0) > 1;
}

function chainLength(activation: Activation): number {
  let length = 0;
  for (let at: Activation | undefined = activation; at; at = at.via?.caller) length++;
  return length;
}
