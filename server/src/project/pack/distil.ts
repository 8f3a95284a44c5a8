// What callers must know of a function, without its text: the calls in it that a context may forbid, each with what it
// asks of the parameters and what it hands on. Found by entering the function in the strictest contexts there are. Bias:
// an unlock of any lock counts as one of the caller's, so a function that opens the lock before it sleeps is silent; so
// is one that does something else instead under a condition that its callers cannot answer.

import type { CallEvent, Edge, EventGraph, Guard } from "../../analysis/event-graph.js";
import type { FileFacts, FunctionFacts } from "../../analysis/facts.js";
import { type Observation, seedParameters } from "../../analysis/flow.js";
import { emptyState, type FlowState, type Held, type HeldEffect } from "../../analysis/state.js";
import { exactly, exactNumber, type Value } from "../../analysis/values.js";
import type { Argument, CType, Expression } from "../../c-types/expression.js";
import { forEachOperand } from "../../c-types/walk.js";
import type { KernelModel } from "../../kernel-model/model.js";
import { type Activation, type Seed, type TracedCall, traceContexts } from "../activations.js";
import type { FunctionNode, Program } from "../program.js";
import type { Worlds } from "../world.js";
import { certaintyOf } from "./certainty.js";

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

/**
 * Whether a call is worth telling. What hangs on a condition of the callee's own, or on the platform, is not: too much
 * of it is answered by what the functions in between know of their objects. Of a mask only that of the caller or of the
 * text counts, not one that was made of the caller's.
 */
function isTold({ observation, outcome }: TracedCall, model: KernelModel): boolean {
  if (outcome.kind !== "forbidden") return true;
  const rule = model.callRule(observation.callee.name)?.rule;
  switch (rule?.kind) {
    case "sleepsBehindCondition":
    case "maySleepOnSomePlatforms":
    case "sleepsIfVmallocMemory":
    case "sleepsIfArgumentNonZero":
      return false;
    case "sleepsIfGfpBlocks": {
      const argument = observation.event.arguments[rule.argument];
      const value = observation.values[rule.argument];
      const isOwn = value?.kind === "number" && value.parameter !== undefined;
      return isOwn || (argument !== undefined && !mentionsParameter(argument, observation));
    }
    default:
      return true;
  }
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

/** Where nothing may sleep: with a lock held and interrupts off, and in a hard interrupt. */
const strictestContexts: readonly FlowState[] = [
  { ...emptyState, held: [heldByCaller("spin"), heldByCaller("irq")] },
  { ...emptyState, base: "hardirq" },
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
const maxCalls = 6;

interface Branch {
  readonly guards: readonly Guard[];
  readonly event: CallEvent;
}

function distilled({ facts }: FunctionNode, calls: readonly TracedCall[]): FunctionFacts {
  const branches = new Map<string, Branch>();
  for (const { observation } of calls) {
    const { callee, event, state } = observation;
    const asked = askedParameters(facts, state);
    const certainty = certaintyOf(event, facts.graph, new Set(asked.keys()));
    if (certainty === "one-of-several") continue;
    const guards = [...asked].flatMap(([name, value]) => guardsFor(nameAt(name, facts.nameSpan), value));
    const branch: Branch = {
      guards,
      event: {
        kind: "call",
        callee: nameAt(callee.name, event.span),
        arguments: event.arguments.map((_, index) => argumentOf(facts, observation, index)),
        span: event.span,
        distilled: { isConditional: certainty === "conditional" },
      },
    };
    const key = JSON.stringify(branch, withoutPlaces);
    if (!branches.has(key)) branches.set(key, branch);
  }
  const kept = [...branches.values()].sort((a, b) => weight(a) - weight(b)).slice(0, maxCalls);
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

/** What is certain comes first. */
function weight({ event }: Branch): number {
  return event.distilled?.isConditional ? 1 : 0;
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

function parameterName(facts: FunctionFacts, index: number, span: Expression["span"]): Expression {
  const name = facts.parameters[index]?.name;
  return name ? { kind: "name", name, span } : { kind: "unknown", span };
}
