// What the flow through a function came to, kept from one version of the project to the next. The flow is a pure
// function of the function's facts, of the state at its entry, and of what it asks its world; an answer is used again
// where the first two are the same and every question that may have another answer by now has the same one.

import type { FunctionFacts } from "../analysis/facts.js";
import { analyzeFlow, type FlowInput, type FlowResult, type FlowWorld } from "../analysis/flow.js";

/** A question that the flow asked, and its answer as text. */
interface Asked {
  readonly ask: (world: FlowWorld) => unknown;
  readonly answer: string;
}

interface Remembered {
  readonly result: FlowResult;
  readonly asked: readonly Asked[];
}

/**
 * Remembers flows. One memory serves one set of files as long as nothing but the bodies of functions changes in them:
 * constants, types and the names of functions must mean the same. What flows ask beyond that is asked again.
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
      const key = `${purpose} ${input.wantsReturns} ${keyOf(input.entry)}`;
      const before = known.get(key);
      if (before?.asked.every(({ ask, answer }) => keyOf(ask(input.world)) === answer)) return before.result;
      const asked = new Map<string, Asked>();
      const result = analyzeFlow({ ...input, world: recording(input.world, asked) });
      if (known.size < maxRemembered || before) known.set(key, { result, asked: [...asked.values()] });
      return result;
    },
  };
}

/** The world, with every question noted that depends on the bodies of other functions. */
function recording(world: FlowWorld, asked: Map<string, Asked>): FlowWorld {
  const note = <T>(key: string, answer: T, ask: Asked["ask"]): T => {
    if (!asked.has(key)) asked.set(key, { ask, answer: keyOf(answer) });
    return answer;
  };
  return {
    ...world,
    summary: (callee, isAsked) =>
      note(`summary ${callee.file} ${callee.name} ${isAsked}`, world.summary(callee, isAsked), (now) =>
        now.summary(callee, isAsked),
      ),
    isObserved: (callee) =>
      note(`observed ${callee.file} ${callee.name}`, world.isObserved(callee), (now) =>
        now.isObserved(callee),
      ),
    mayLock: (callee, isTelling) =>
      note(`locks ${callee.file} ${callee.name} ${isTelling}`, world.mayLock(callee, isTelling), (now) =>
        now.mayLock(callee, isTelling),
      ),
    isSpinning: (member) =>
      note(`spinning ${member}`, world.isSpinning(member), (now) => now.isSpinning(member)),
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
