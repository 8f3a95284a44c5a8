// Which functions and macros of a tree's headers a pack keeps: those that matter to who includes the header. Those that
// leave locks otherwise than they found them, or call what they are handed, are kept whole; those that may sleep as far
// as that; of all others nothing is said, which is what a reader takes for harmless.

import { calledNames } from "../../analysis/build-facts.js";
import type { FileFacts, FunctionFacts } from "../../analysis/facts.js";
import { hasEffects } from "../../analysis/summary.js";
import { modelOf } from "../../kernel-model/model.js";
import type { Profile } from "../../kernel-model/profile.js";
import { createProgram, type FunctionNode } from "../program.js";
import { createForeignTree, type TreeIndex } from "../tree-index.js";
import { createWorlds, type Worlds } from "../world.js";
import { distil } from "./distil.js";
import type { KeptSource } from "./keep-telling.js";
import { emptyFacts } from "./slim.js";

export interface HeaderSetting {
  readonly index: TreeIndex;
  /** The files of the index. */
  readonly sources: readonly KeptSource[];
  readonly profile: Profile;
  /** What source files define and modules may call: a header's own function of that name stands in for it elsewhere. */
  readonly symbols: ReadonlySet<string>;
}

/** The headers with the functions to keep. */
export function keepHeaderFunctions(
  headers: readonly FileFacts[],
  { index, sources, profile, symbols }: HeaderSetting,
): readonly FileFacts[] {
  const model = modelOf(profile.release);
  const byPath = new Map(sources.map((source) => [source.facts.path, source]));
  const tree = createForeignTree(index, {
    facts: (path) => byPath.get(path)?.facts ?? emptyFacts(path),
    headersOf: (path) => byPath.get(path)?.headers ?? [],
  });
  // As if they were exported: a name of a header means the same wherever it is included.
  const shared = headers.map((file) => ({
    ...file,
    includes: [],
    functions: file.functions
      .filter(({ name }) => !model.knows(name) && !symbols.has(name))
      .map((facts) => ({ ...facts, isStatic: false })),
  }));
  const program = createProgram(shared, model, tree);
  const worlds = createWorlds(program, model, profile);
  const whole = program.nodes.filter((node) => isKeptWhole(node, worlds));
  // Of a macro's statements too much is hidden in its arguments, such as the lock that is opened around a wait.
  const others = new Set(program.nodes.filter((node) => node.reachesSleep && !node.isMacro));
  for (const node of whole) others.delete(node);
  const kept = new Map<FileFacts, FunctionFacts[]>();
  const keep = (file: FileFacts, facts: FunctionFacts): void => {
    kept.set(file, [...(kept.get(file) ?? []), { ...facts, isStatic: true }]);
  };
  for (const { file, facts } of whole) keep(file, forItsLocks(facts));
  for (const { file, facts } of distil([...others], { program, worlds, model })) {
    if (!whole.some((node) => node.file === file && node.facts.span.start === facts.span.start))
      keep(file, facts);
  }
  return headers.map((file, place) => {
    const found = shared[place];
    const functions = found ? (kept.get(found) ?? []) : [];
    return { ...file, functions: functions.toSorted((a, b) => a.span.start - b.span.start) };
  });
}

/**
 * A function as it is kept for what it does to locks, or with what it is handed. Where it sleeps itself hangs on more
 * than can be seen from outside, so nothing is claimed of that: that is what a function that is not clean stands for.
 */
export function forItsLocks(facts: FunctionFacts): FunctionFacts {
  const called = calledNames(facts);
  return facts.parameters.some(({ name }) => called.has(name)) ? facts : { ...facts, isClean: false };
}

function isKeptWhole(node: FunctionNode, worlds: Worlds): boolean {
  const called = calledNames(node.facts);
  const callsParameter = node.facts.parameters.some(({ name }) => called.has(name));
  return callsParameter || (node.touchesLocks && hasEffects(worlds.summaryOf(node)));
}
