// Files → one linked picture: the program, the contexts that reach each function, and the calls that their context
// forbids. Pure: the same facts, profile and model give the same picture.

import type { FileFacts } from "../analysis/facts.js";
import { type Callee, type Observation, seedParameters } from "../analysis/flow.js";
import { emptyState } from "../analysis/state.js";
import { type KernelModel, modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { type Activation, findActivations, type SleepEvidence } from "./activations.js";
import type { FlowMemory } from "./flow-memory.js";
import type { ForeignTree } from "./foreign.js";
import { namesInSizes } from "./names-in-sizes.js";
import { createProgram, type FunctionNode, type Program } from "./program.js";
import type { Registration } from "./registrations.js";
import { createWorlds, type Worlds } from "./world.js";

export interface Project {
  readonly profile: Profile;
  readonly model: KernelModel;
  readonly program: Program;
  readonly worlds: Worlds;
  /** Calls in a context that forbids them. */
  readonly evidence: readonly SleepEvidence[];
  readonly registrations: readonly Registration[];
  /** Names of functions registered as callbacks in interrupt or the like that the program does not define. */
  readonly foreignCallbacks: ReadonlySet<string>;
  /** The contexts in which a function is known to be entered. */
  activationsOf(node: FunctionNode): readonly Activation[];
  /** Every call of a function with the states in which it is made, whoever calls the function. */
  observationsOf(node: FunctionNode): readonly Observation[];
  /** Those of the observations that are calls of allocators. */
  allocationsOf(node: FunctionNode): readonly Observation[];
}

/** Where more is known than the files themselves say. */
export interface ProjectBackground {
  /** Spares flows that an earlier version has seen. */
  readonly memory?: FlowMemory;
  /** Contexts are followed into its files. */
  readonly tree?: ForeignTree;
}

/** Links files and follows every context through them, and from them into the tree behind. */
export function linkProject(
  files: readonly FileFacts[],
  profile: Profile,
  { memory, tree }: ProjectBackground = {},
): Project {
  const model = modelOf(profile.release);
  const program = createProgram(files, model, tree);
  const worlds = createWorlds(program, model, profile, memory);
  const { activations, evidence, registrations, foreignCallbacks } = findActivations(program, worlds, model);
  const activationsOf = (node: FunctionNode): readonly Activation[] =>
    activations.filter((item) => item.node === node);
  const observer = (
    isObserved: (callee: Callee) => boolean,
    namesOf?: (node: FunctionNode) => ReadonlySet<string>,
  ): Project["observationsOf"] => {
    const observed = new Map<FunctionNode, readonly Observation[]>();
    return (node) => {
      let known = observed.get(node);
      if (!known) {
        known = observe(node, worlds, { isObserved, boundedNames: namesOf?.(node) });
        observed.set(node, known);
      }
      return known;
    };
  };
  return {
    profile,
    model,
    program,
    worlds,
    evidence,
    registrations,
    foreignCallbacks,
    activationsOf,
    observationsOf: observer(() => true),
    allocationsOf: observer(
      (callee) => model.allocator(callee.name) !== undefined,
      (node) => namesInSizes(node.facts, model),
    ),
  };
}

interface ObserveOptions {
  readonly isObserved: (callee: Callee) => boolean;
  readonly boundedNames: ReadonlySet<string> | undefined;
}

function observe(
  node: FunctionNode,
  worlds: Worlds,
  { isObserved, boundedNames }: ObserveOptions,
): readonly Observation[] {
  const world = { ...worlds.of(node.file), isObserved };
  const entry = seedParameters(node.facts, emptyState, new Map());
  const ranges = worlds.scopeOf(node);
  return worlds.flow(boundedNames ? "sizes" : "calls", {
    facts: node.facts,
    file: node.file.path,
    entry,
    world,
    wants: "calls",
    wantsReturns: false,
    ranges,
    ...(boundedNames && { boundedNames }),
  }).observations;
}
