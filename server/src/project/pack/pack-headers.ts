// The headers of a pack by name: types and constants for who includes them, inline functions and macros for who calls
// them. Bias: a name that the basic tables know means what they say, which was measured.

import type { FileFacts } from "../../analysis/facts.js";
import { alignedTypeSize, integerType, otherBasicSize } from "../../c-types/basic-types.js";
import { builtinConstant } from "../../c-types/builtin-constants.js";
import type { FileTypes } from "../../c-types/declarations.js";
import { emptyEnvironment, headerEnvironment, type TypeEnvironment } from "../../c-types/environment.js";
import type { Profile } from "../../kernel-model/profile.js";
import type { KernelHeaders } from "../foreign.js";
import type { PackedHeader } from "./build-pack.js";
import { macrosOfNumbers } from "./header-types.js";
import type { IncludeGraph } from "./include-graph.js";

/** A pack's headers by number. */
export interface HeaderNames {
  /** Those that say something of a name. */
  headersWith(name: string): readonly number[];
  header(id: number): PackedHeader;
  /** The architecture that types are as on, where they differ; undefined where they were left open. */
  readonly configArch: string | undefined;
  /** Whether there is one of that path below the tree's top. */
  has(path: string): boolean;
}

const noFacts: readonly FileFacts[] = [];

/** Answers are kept for so many ways to include headers. */
const maxIncludeLists = 100;

/** Looks names up in the headers that a file includes. */
export function createPackHeaders(names: HeaderNames, graph: IncludeGraph): KernelHeaders {
  const decoded = new Map<number, FileFacts>();
  const machineNames = new WeakMap<FileFacts, ReadonlySet<string>>();
  const factsOf = (id: number): FileFacts => {
    const known = decoded.get(id);
    if (known) return known;
    const { facts, numbers, machineNames: own } = names.header(id);
    const macros: FileTypes["macros"] = Object.assign(macrosOfNumbers(numbers), facts.types.macros);
    const made: FileFacts = { ...facts, types: { ...facts.types, macros } };
    if (own.length > 0) machineNames.set(made, new Set(own));
    decoded.set(id, made);
    return made;
  };
  const find = (includes: readonly string[], name: string): readonly FileFacts[] => {
    const ids = names.headersWith(name);
    if (ids.length === 0) return noFacts;
    const ranks = graph.reach(includes);
    return ids
      .filter((id) => ranks.has(id))
      .sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0))
      .map(factsOf);
  };
  // An editor asks the same of every version of a file.
  const answers = new Map<string, Map<string, readonly FileFacts[]>>();
  const answersFor = new WeakMap<readonly string[], Map<string, readonly FileFacts[]>>();
  const answersOf = (includes: readonly string[]): Map<string, readonly FileFacts[]> => {
    const before = answersFor.get(includes);
    if (before) return before;
    const key = includes.join("\n");
    const known = answers.get(key) ?? new Map<string, readonly FileFacts[]>();
    if (answers.size >= maxIncludeLists) answers.clear();
    answers.set(key, known);
    answersFor.set(includes, known);
    return known;
  };
  /** The headers that say something of a name, nearest first. */
  const saying = (includes: readonly string[], name: string): readonly FileFacts[] => {
    const known = answersOf(includes);
    const answer = known.get(name) ?? find(includes, name);
    known.set(name, answer);
    return answer;
  };
  return {
    defining: (includes, name) =>
      saying(includes, name).find(({ functions }) => functions.some((item) => item.name === name)),
    environmentOf: (includes, profile) => {
      const isThatMachine = names.configArch === undefined || profile.arch.id === names.configArch;
      const isSaid = (file: FileFacts, name: string): boolean =>
        isThatMachine ||
        (!/\barch\/\w+\/include\//.test(file.path) && machineNames.get(file)?.has(name) !== true);
      return environmentOfHeaders(
        (name) => saying(includes, name).filter((file) => isSaid(file, name)),
        profile,
      );
    },
    has: (path) => names.has(path),
  };
}

/** The types and constants of headers; `saying` answers those that say something of a name, nearest first. */
export function environmentOfHeaders(
  saying: (name: string) => readonly FileFacts[],
  profile: Profile,
): TypeEnvironment {
  const first = <T>(name: string, ask: (header: TypeEnvironment) => T | undefined): T | undefined => {
    for (const { types } of saying(name)) {
      const found = ask(headerEnvironment(types));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const isBasicType = (name: string): boolean =>
    integerType(name, profile) !== undefined ||
    otherBasicSize(name, profile) !== undefined ||
    alignedTypeSize(name) !== undefined;
  return {
    ...emptyEnvironment(),
    structs: (key) => first(key, (header) => header.structs(key)),
    enumOf: (key) => first(key, (header) => header.enumOf(key)),
    enumConstant: (name) => first(name, (header) => header.enumConstant(name)),
    typedefOf: (name) => (isBasicType(name) ? undefined : first(name, (header) => header.typedefOf(name))),
    macro: (name) =>
      builtinConstant(name, profile) ? undefined : first(name, (header) => header.macro(name)),
    variable: (name) => first(name, (header) => header.variable(name)),
    functionOf: (name) => first(name, (header) => header.functionOf(name)),
  };
}
