// What the flow through a function came to, kept from one version of a project to the next, or from one project to
// another that has the same files behind it. The flow is a pure function of the function's facts, of the state at its
// entry, and of what it asks its world; an answer is used again where the first two are the same and every question
// that may have another answer by now has the same one.

import type { FunctionFacts } from "../analysis/facts.js";
import {
  analyzeFlow,
  type Callee,
  type FlowInput,
  type FlowResult,
  type FlowWorld,
} from "../analysis/flow.js";
import { type FlowState, type Held, heldKey, isSamePlace } from "../analysis/state.js";
import { type Value, valueKey } from "../analysis/values.js";

/** What the flow asked, and the answer. Plain data: the world that was asked is let go. */
interface Asked {
  readonly question: Question;
  readonly answer: unknown;
}

type Question =
  | { readonly kind: "summary"; readonly callee: Callee; readonly isAsked: boolean }
  | { readonly kind: "observed"; readonly callee: Callee }
  | { readonly kind: "locks"; readonly callee: Callee; readonly isTelling: boolean }
  | { readonly kind: "spinning" | "constant" | "function"; readonly name: string };

interface Remembered {
  readonly entry: FlowState;
  readonly result: FlowResult;
  readonly asked: readonly Asked[];
}

/**
 * Remembers flows. One memory serves one set of files as long as nothing but the bodies of functions changes in them:
 * types and the names of functions must mean the same. What flows ask beyond that is asked again.
 */
export interface FlowMemory {
  /** `analyzeFlow`, or what it came to before. `purpose` tells apart what the input's functions may do otherwise. */
  flow(purpose: string, input: FlowInput): FlowResult;
}

/** More entry states of one function are not remembered. */
const maxRemembered = 64;

/** Remembers nothing. */
export const noMemory: FlowMemory = { flow: (_, input) => analyzeFlow(input) };

/** An empty memory. */
export function createFlowMemory(): FlowMemory {
  const memory = new WeakMap<FunctionFacts, Map<string, Remembered>>();
  return {
    flow(purpose, input) {
      const known = memory.get(input.facts) ?? new Map<string, Remembered>();
      memory.set(input.facts, known);
      const { entry, world, wantsReturns, wantsOneResult } = input;
      const key = `${purpose} ${wantsReturns} ${wantsOneResult} ${entryText(entry, input.file)}`;
      const before = known.get(key);
      if (before?.asked.every((asked) => isStillSo(asked, world))) return heldAs(before, entry.held);
      const asked = new Map<string, Asked>();
      const result = analyzeFlow({ ...input, world: recording(world, asked) });
      if (known.size < maxRemembered || before) known.set(key, { entry, result, asked: [...asked.values()] });
      return result;
    },
  };
}

/** A memory that leaves out the flows through one file: those of the file that is looked at are never asked for again. */
export function forgettingFile(path: string, memory: FlowMemory): FlowMemory {
  return {
    flow: (purpose, input) => (input.file === path ? noMemory : memory).flow(purpose, input),
  };
}

/** Equal for entries from which a function of `file` does the same, and tells the same but for where things were taken. */
function entryText(entry: FlowState, file: string): string {
  const { held, values } = entry;
  let text = heldKey(entry);
  for (const { place } of held) {
    const first = held.findIndex((item) => isSamePlace(item.place, place));
    text += place.file === file ? ` ${place.span.start}` : ` #${first}`;
  }
  for (const [key, value] of values) text += `;${key}=${valueText(value)}`;
  return text;
}

/** What `valueKey` leaves out is where a value was written, and which parameter a named constant narrows. */
function valueText(value: Value): string {
  const isWhole = value.kind !== "symbol" && (value.kind !== "number" || value.origin === undefined);
  return isWhole ? valueKey(value) : keyOf(value);
}

/** What was found, with what was held at the entry taken where it is now. */
function heldAs({ entry, result }: Remembered, held: readonly Held[]): FlowResult {
  if (held.every((item, i) => item === entry.held[i])) return result;
  const now = new Map(entry.held.map((item, i) => [item, held[i] ?? item]));
  const observations = result.observations.map((observation) => {
    const state = { ...observation.state, held: observation.state.held.map((item) => now.get(item) ?? item) };
    return { ...observation, state };
  });
  return { ...result, observations };
}

function isStillSo({ question, answer }: Asked, world: FlowWorld): boolean {
  const now = answerTo(question, world);
  return now === answer || (typeof now === "object" && keyOf(now) === keyOf(answer));
}

function answerTo(question: Question, world: FlowWorld): unknown {
  switch (question.kind) {
    case "summary":
      return world.summary(question.callee, question.isAsked);
    case "observed":
      return world.isObserved(question.callee);
    case "locks":
      return world.mayLock(question.callee, question.isTelling);
    case "spinning":
      return world.isSpinning(question.name);
    case "constant":
      return world.constant(question.name);
    case "function":
      return world.functionValue(question.name);
  }
}

/** The world, with every question noted that depends on the bodies of other functions, or on which files there are. */
function recording(world: FlowWorld, asked: Map<string, Asked>): FlowWorld {
  const note = <T>(key: string, question: Question, answer: T): T => {
    if (!asked.has(key)) asked.set(key, { question, answer });
    return answer;
  };
  const textOf = ({ file, name }: Callee): string => (file === undefined ? name : `${file} ${name}`);
  return {
    ...world,
    summary: (callee, isAsked) =>
      note(
        `summary ${isAsked} ${textOf(callee)}`,
        { kind: "summary", callee, isAsked },
        world.summary(callee, isAsked),
      ),
    isObserved: (callee) =>
      note(`observed ${textOf(callee)}`, { kind: "observed", callee }, world.isObserved(callee)),
    mayLock: (callee, isTelling) =>
      note(
        `locks ${isTelling} ${textOf(callee)}`,
        { kind: "locks", callee, isTelling },
        world.mayLock(callee, isTelling),
      ),
    isSpinning: (name) => note(`spinning ${name}`, { kind: "spinning", name }, world.isSpinning(name)),
    constant: (name) => note(`constant ${name}`, { kind: "constant", name }, world.constant(name)),
    functionValue: (name) => note(`function ${name}`, { kind: "function", name }, world.functionValue(name)),
  };
}

/** Text that is equal for equal plain data, maps and sets included. */
function keyOf(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) => {
      if (typeof item === "bigint") return `${item}n`;
      return item instanceof Map || item instanceof Set ? [...item] : item;
    }) ?? ""
  );
}
