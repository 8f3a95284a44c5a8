// What callers must know of a function, without its text: the calls in it that a context may forbid, each with what it
// asks of the parameters and what it hands on. Found by entering the function in the strictest contexts there are. A
// condition of the function's own objects counts as in a linked tree: both ways are gone. Bias: an unlock of any lock
// counts as one of the caller's, so with a function that opens a lock before it sleeps no lock is held any more.

import type { CallEvent, DistilledCall, Edge, EventGraph, Guard } from "../../analysis/event-graph.js";
import type { FileFacts, FunctionFacts } from "../../analysis/facts.js";
import { type Observation, seedParameters } from "../../analysis/flow.js";
import { answerKey, guessedKey } from "../../analysis/questions.js";
import {
  type BaseContext,
  emptyState,
  type FlowState,
  type Held,
  type HeldEffect,
} from "../../analysis/state.js";
import { exactly, exactNumber, type Value } from "../../analysis/values.js";
import type { Argument, CType, Expression } from "../../c-types/expression.js";
import { forEachOperand } from "../../c-types/walk.js";
import type { KernelModel } from "../../kernel-model/model.js";
import { type Activation, type Seed, type TracedCall, traceContexts } from "../activations.js";
import type { FunctionNode, Program } from "../program.js";
import type { Worlds } from "../world.js";

/** A function cut down to the calls that matter; of what it calls nothing is said here. */
export interface DistilledFunction {
  readonly file: FileFacts;
  readonly facts: FunctionFacts;
}

/** The functions `roots` and those below them in their file and its headers, as far as they come to a forbidden call. */
export function distil(
  roots: readonly FunctionNode[],
  { program, worlds, model }: { program: Program; worlds: Worlds; model: KernelModel },
): readonly DistilledFunction[] {
  const blocking = model.gfpValue("GFP_KERNEL") ?? 0;
  const seeds = roots.flatMap((node): Seed[] =>
    strictestContexts.map((context) => ({
      node,
      entry: seedParameters(node.facts, context, masksGiven(node.facts, blocking)),
    })),
  );
  const calls = traceContexts(program, worlds, model, seeds).filter((call) => isTold(call, model));
  const telling = activationsThatTell(calls);
  const byNode = new Map<FunctionNode, TracedCall[]>();
  for (const call of calls) {
    const { activation, outcome } = call;
    if (outcome.kind === "entered" && !telling.has(outcome.callee)) continue;
    const list = byNode.get(activation.node);
    if (list) list.push(call);
    else byNode.set(activation.node, [call]);
  }
  return [...byNode].map(([node, list]) => ({ file: node.file, facts: distilled(node, list) }));
}

/** Parameters that are gfp masks, as if the caller's mask blocked: what does not block then never does. */
function masksGiven(facts: FunctionFacts, mask: number): ReadonlyMap<number, Value> {
  const given = new Map<number, Value>();
  const value = exactly(mask);
  for (const [index, { type }] of facts.parameters.entries())
    if (isMask(type) && value.kind === "number") given.set(index, { ...value, parameter: index });
  return given;
}

function isMask(type: CType): boolean {
  return type.kind === "named" && type.name === "gfp_t";
}

/** Whether a call is worth telling: of a mask only that of the caller or of the text counts. */
function isTold({ activation, observation, outcome }: TracedCall, model: KernelModel): boolean {
  if (outcome.kind !== "forbidden") return true;
  const rule = model.callRule(observation.callee.name)?.rule;
  if (rule?.kind !== "sleepsIfGfpBlocks") return true;
  const argument = observation.event.arguments[rule.argument];
  const value = observation.values[rule.argument];
  const isOwn = value?.kind === "number" && value.parameter !== undefined;
  return (
    isOwn ||
    (argument !== undefined &&
      (!mentionsParameter(argument, observation) || isMaskOfCaller(argument, activation.node.facts)))
  );
}

/** Whether an expression is made of something that is not a constant of the text. */
function mentionsParameter(argument: Argument, { state }: Observation): boolean {
  let isMade = false;
  const visit = (item: Argument): void => {
    if (item.kind === "name") isMade ||= state.values.has(item.name);
    forEachOperand(item, visit);
  };
  visit(argument);
  return isMade;
}

/** Whether a mask is made of the caller's and of flags: `gfp | __GFP_ZERO`, where the function leaves `gfp` as it is. */
function isMaskOfCaller(argument: Argument, facts: FunctionFacts): argument is Expression {
  if (argument.kind === "literal") return true;
  if (argument.kind === "binary" && (argument.operator === "|" || argument.operator === "&"))
    return isMaskOfCaller(argument.left, facts) && isMaskOfCaller(argument.right, facts);
  if (argument.kind === "unary" && argument.operator === "~") return isMaskOfCaller(argument.operand, facts);
  if (argument.kind !== "name") return false;
  const { name } = argument;
  const isOwn = facts.parameters.some((item) => item.name === name && isMask(item.type));
  return isOwn ? !isAssigned(name, facts) : /^_*GFP_[A-Z]+$/.test(name);
}

function isAssigned(name: string, { graph }: FunctionFacts): boolean {
  return graph.blocks.some(({ events }) =>
    events.some(
      (event) => event.kind === "assign" && event.target.kind === "name" && event.target.name === name,
    ),
  );
}

/** Where nothing may sleep: with a lock held and interrupts off, and in interrupts. */
const strictestContexts: readonly FlowState[] = [
  { ...emptyState, held: [heldByCaller("spin"), heldByCaller("irq")] },
  { ...emptyState, base: "hardirq" },
  { ...emptyState, base: "softirq" },
];

function heldByCaller(effect: HeldEffect): Held {
  const place = { file: "", functionName: "", span: { start: 0, end: 0 } };
  return { effect, key: effect === "spin" ? "?" : "", by: "", lockText: "", place, isInherited: true };
}

/** The activations that come to a call which is forbidden, or that another file must judge. */
function activationsThatTell(calls: readonly TracedCall[]): ReadonlySet<Activation> {
  const callers = new Map<Activation, Activation[]>();
  const telling = new Set<Activation>();
  for (const { activation, outcome } of calls) {
    if (outcome.kind !== "entered") telling.add(activation);
    else {
      const list = callers.get(outcome.callee);
      if (list) list.push(activation);
      else callers.set(outcome.callee, [activation]);
    }
  }
  for (const activation of telling) for (const caller of callers.get(activation) ?? []) telling.add(caller);
  return telling;
}

/** More different calls of one function say no more to its callers. */
const maxCalls = 12;

interface Branch {
  readonly guards: readonly Guard[];
  readonly event: CallEvent;
}

/** A branch with the base contexts that it was seen in. */
interface SeenBranch extends Branch {
  readonly bases: Set<BaseContext>;
}

function distilled({ facts }: FunctionNode, calls: readonly TracedCall[]): FunctionFacts {
  const branches = new Map<string, SeenBranch>();
  for (const { observation } of calls) {
    const { callee, event: seen, state } = observation;
    const asked = askedParameters(facts, state);
    const guards = [...asked].flatMap(([name, value]) => guardsFor(nameAt(name, facts.nameSpan), value));
    const branch: Branch = {
      guards,
      event: {
        kind: "call",
        callee: nameAt(callee.name, seen.span),
        arguments: seen.arguments.map((_, index) => argumentOf(facts, observation, index)),
        span: seen.span,
      },
    };
    const key = JSON.stringify(branch, withoutPlaces);
    const before = branches.get(key);
    const distilled = cutAway(observation, asked, facts, before?.event.distilled);
    const event = { ...(before ?? branch).event, distilled };
    const bases = before?.bases ?? new Set<BaseContext>();
    branches.set(key, { guards: branch.guards, event, bases: bases.add(state.base) });
  }
  const told = [...branches.values()].map(withSilence);
  const kept = told.sort((a, b) => weight(a) - weight(b)).slice(0, maxCalls);
  const graph = graphOf(kept);
  const named = namesIn(graph);
  return {
    ...facts,
    // Of the others only the number counts.
    parameters: facts.parameters.map(({ name, type }) => ({
      name: named.has(name) ? name : "",
      type: isMask(type) ? type : { kind: "unknown" },
    })),
    locals: new Map(),
    annotations: [],
    graph,
  };
}

/** A call that is made with a lock held and not in an interrupt is one whose function asks where it runs. */
function withSilence({ guards, event, bases }: SeenBranch): Branch {
  const silentIn = (["hardirq", "softirq"] as const).filter((base) => !bases.has(base));
  const { distilled: cut } = event;
  return cut && bases.has("unknown") && silentIn.length > 0
    ? { guards, event: { ...event, distilled: { ...cut, silentIn } } }
    : { guards, event };
}

/** What is lost of a call with what surrounds it; what one way to it does without, is not. */
function cutAway(
  { state }: Observation,
  asked: ReadonlyMap<string, Value>,
  facts: FunctionFacts,
  before: DistilledCall | undefined,
): DistilledCall {
  const isGuess = before?.isGuess !== false && isGuessed(state, asked, facts);
  const isOpen = state.released.length > 0 && before?.isOpen !== false;
  return { nrCalls: 0, nrFiles: 0, isGuess, isOpen };
}

/** Whether a state was reached on a guess that a caller has no answer to, and is not asked for one. */
function isGuessed(state: FlowState, asked: ReadonlyMap<string, Value>, facts: FunctionFacts): boolean {
  const own = answersOf([...asked.keys()], facts);
  return [...state.values.keys()].some((key) => key.startsWith(guessedKey) && !own.has(key));
}

/** The keys of questions about these parameters and nothing else. */
function answersOf(names: readonly string[], { graph }: FunctionFacts): ReadonlySet<string> {
  const keys = new Set<string>();
  const visit = (item: Argument): void => {
    if (item.kind === "name" && names.includes(item.name)) keys.add(answerKey(item));
    forEachOperand(item, visit);
  };
  for (const { edges } of graph.blocks)
    for (const { guards } of edges) for (const { condition } of guards) visit(condition);
  return keys;
}

/** What is certain comes first. */
function weight({ event }: Branch): number {
  return event.distilled?.isGuess ? 1 : 0;
}

function withoutPlaces(key: string, value: unknown): unknown {
  if (key === "span") return undefined;
  return typeof value === "bigint" ? value.toString() : value;
}

function namesIn({ blocks }: EventGraph): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (item: Argument): void => {
    if (item.kind === "name") names.add(item.name);
    forEachOperand(item, collect);
  };
  for (const { events, edges } of blocks) {
    for (const event of events) if (event.kind === "call") event.arguments.forEach(collect);
    for (const { guards } of edges) for (const { condition } of guards) collect(condition);
  }
  return names;
}

/** One way for each call, taken or not. */
function graphOf(branches: readonly Branch[]): EventGraph {
  const exit = branches.length + 1;
  const ways: readonly Edge[] = branches.map(({ guards }, index) => ({ to: index + 1, guards }));
  return {
    blocks: [
      { events: [], edges: [...ways, { to: exit, guards: [] }] },
      ...branches.map(({ event }) => ({ events: [event], edges: [{ to: exit, guards: [] }] })),
      { events: [], edges: [] },
    ],
  };
}

/** What the way to a call asks of the parameters. */
function askedParameters(facts: FunctionFacts, { values }: FlowState): ReadonlyMap<string, Value> {
  const asked = new Map<string, Value>();
  for (const [index, { name, type }] of facts.parameters.entries()) {
    const value = values.get(`#entry.${name}`) ?? values.get(name);
    const isNarrowed = (value?.kind === "number" || value?.kind === "symbol") && value.parameter === index;
    // A mask was given, not asked for.
    if (isNarrowed && !isMask(type)) asked.set(name, value);
  }
  return asked;
}

function nameAt(name: string, span: Expression["span"]): Expression {
  return { kind: "name", name, span };
}

function guardsFor(place: Expression, value: Value): readonly Guard[] {
  const { span } = place;
  const literal = (number: number): Expression => ({
    kind: "literal",
    value: BigInt(number),
    suffix: "",
    span,
  });
  const compare = (operator: string, right: Expression): Guard => ({
    condition: { kind: "binary", operator, left: place, right, span },
    taken: true,
  });
  if (value.kind === "symbol") return [compare("==", { kind: "name", name: value.name, span })];
  if (value.kind !== "number") return [];
  const exact = exactNumber(value);
  if (exact === 0) return [{ condition: place, taken: false }];
  if (exact !== undefined && Number.isSafeInteger(exact)) return [compare("==", literal(exact))];
  const guards: Guard[] = value.nonzero ? [{ condition: place, taken: true }] : [];
  if (Number.isSafeInteger(value.min)) guards.push(compare(">=", literal(value.min)));
  if (Number.isSafeInteger(value.max)) guards.push(compare("<=", literal(value.max)));
  return guards;
}

/** An argument as far as its value is known: a number, a parameter handed on; else it is unknown. */
function argumentOf(facts: FunctionFacts, { event, values }: Observation, index: number): Expression {
  const { span } = event;
  const value = values[index];
  const written = event.arguments[index];
  if (written?.kind === "binary" && isMaskOfCaller(written, facts) && namesMask(written, facts))
    return written;
  switch (value?.kind) {
    case "number": {
      if (value.parameter !== undefined) return parameterName(facts, value.parameter, span);
      const exact = exactNumber(value);
      return exact !== undefined && Number.isSafeInteger(exact)
        ? { kind: "literal", value: BigInt(exact), suffix: "", span }
        : { kind: "unknown", span };
    }
    case "symbol":
      return { kind: "name", name: value.name, span };
    case "parameter": {
      const name = parameterName(facts, value.index, span);
      if (value.set === 0 && value.clear === 0) return name;
      const literal = (bits: number): Expression => ({
        kind: "literal",
        value: BigInt(bits),
        suffix: "u",
        span,
      });
      const kept: Expression = {
        kind: "binary",
        operator: "&",
        left: name,
        right: { kind: "unary", operator: "~", operand: literal(value.clear), span },
        span,
      };
      return { kind: "binary", operator: "|", left: kept, right: literal(value.set), span };
    }
    default:
      return { kind: "unknown", span };
  }
}

function namesMask(expression: Expression, facts: FunctionFacts): boolean {
  let isNamed = false;
  const visit = (item: Argument): void => {
    if (item.kind === "name")
      isNamed ||= facts.parameters.some(({ name, type }) => name === item.name && isMask(type));
    forEachOperand(item, visit);
  };
  visit(expression);
  return isNamed;
}

function parameterName(facts: FunctionFacts, index: number, span: Expression["span"]): Expression {
  const name = facts.parameters[index]?.name;
  return name ? { kind: "name", name, span } : { kind: "unknown", span };
}
