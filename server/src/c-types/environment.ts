// Where names of C are looked up: a file's own declarations first, then its parents (headers), as far as they are
// known. What a profile decides (basic types, kernel constants) is not here: layout and evaluation ask for that last.

import { type BuildConfiguration, buildMacro } from "../kernel-model/build-configuration.js";
import type { Profile } from "../kernel-model/profile.js";
import type { FileTypes } from "./declarations.js";
import type { CType, Expression } from "./expression.js";
import type {
  EnumConstant,
  EnumDefinition,
  FunctionSignature,
  StructDefinition,
  TypedefDefinition,
} from "./file-types.js";
import type { ConditionalMembers, Layout } from "./layout.js";
import { parseExpressionText } from "./lower.js";

/** A macro with its bodies lowered: several where the file defines it more than once, none where it is no value. */
export interface Macro {
  readonly params: readonly string[] | undefined;
  readonly bodies: readonly Expression[];
}

/** Layouts already computed, by definition, for each way to take conditional members; undefined for "has none". */
export type LayoutMemo = Readonly<
  Record<ConditionalMembers, Map<StructDefinition | EnumDefinition, Layout | undefined>>
>;

/** Names in scope. Every look-up goes to the parents when the name is not here. */
export interface TypeEnvironment {
  /** Definitions of `struct name`, `union name` or of an anonymous one's made-up name. */
  structs(key: string): readonly StructDefinition[] | undefined;
  /** The enum called `enum name`, or an anonymous one's made-up name. */
  enumOf(key: string): EnumDefinition | undefined;
  enumConstant(name: string): EnumConstant | undefined;
  typedefOf(name: string): TypedefDefinition | undefined;
  macro(name: string): Macro | undefined;
  /** The declared type of a variable or parameter. */
  variable(name: string): CType | undefined;
  functionOf(name: string): FunctionSignature | undefined;
  /** The layout of a struct that was measured, and not worked out from a definition. */
  knownLayout(key: string, profile: Profile): Layout | undefined;
  /** Scratch space of the layout engine, one per profile. */
  layoutMemo(profile: Profile): LayoutMemo;
}

/** An environment that knows nothing. */
export function emptyEnvironment(): TypeEnvironment {
  const memos = new Map<Profile, LayoutMemo>();
  return {
    structs: () => undefined,
    enumOf: () => undefined,
    enumConstant: () => undefined,
    typedefOf: () => undefined,
    macro: () => undefined,
    variable: () => undefined,
    functionOf: () => undefined,
    knownLayout: () => undefined,
    layoutMemo: (profile) => memoOf(memos, profile),
  };
}

/**
 * The environment of one file. `parents` are searched in order after it: the headers it includes, nearest first. A
 * header's environment may be shared by many files; macros are lowered once, when first asked for.
 */
export function createEnvironment(
  types: FileTypes,
  parents: readonly TypeEnvironment[] = [],
): TypeEnvironment {
  const macros = new Map<string, Macro>();
  const memos = new Map<Profile, LayoutMemo>();
  const search = <T>(
    record: Readonly<Record<string, T>>,
    name: string,
    ask: (parent: TypeEnvironment) => T | undefined,
  ): T | undefined => {
    if (Object.hasOwn(record, name)) return record[name];
    for (const parent of parents) {
      const found = ask(parent);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    structs: (key) => search(types.structs, key, (parent) => parent.structs(key)),
    enumOf: (key) => search(types.enums, key, (parent) => parent.enumOf(key)),
    enumConstant: (name) => search(types.enumConstants, name, (parent) => parent.enumConstant(name)),
    typedefOf: (name) => search(types.typedefs, name, (parent) => parent.typedefOf(name)),
    variable: (name) => search(types.variables, name, (parent) => parent.variable(name)),
    functionOf: (name) => search(types.functions, name, (parent) => parent.functionOf(name)),
    macro: (name) => {
      const known = macros.get(name);
      if (known) return known;
      const lowered = lowerMacro(types, name);
      if (lowered) macros.set(name, lowered);
      return lowered ?? firstOf(parents, (parent) => parent.macro(name));
    },
    // The nearest definition is the one that counts, measured or not.
    knownLayout(key, profile) {
      if (Object.hasOwn(types.structs, key)) return undefined;
      for (const parent of parents) {
        const known = parent.knownLayout(key, profile);
        if (known || parent.structs(key)) return known;
      }
      return undefined;
    },
    layoutMemo: (profile) => memoOf(memos, profile),
  };
}

/** The macros that a build defines as numbers. */
export function buildEnvironment(build: BuildConfiguration): TypeEnvironment {
  return {
    ...emptyEnvironment(),
    macro(name) {
      const macro = buildMacro(name, build);
      const literal = macro?.isDefined ? parseExpressionText(macro.value) : undefined;
      return literal?.kind === "literal" ? { params: undefined, bodies: [literal] } : undefined;
    },
  };
}

/** Environments of headers, which many files include; they change nothing but what they remember of themselves. */
const ofHeaders = new WeakMap<FileTypes, TypeEnvironment>();

/** The environment of a header by itself, the same one each time. */
export function headerEnvironment(types: FileTypes): TypeEnvironment {
  const known = ofHeaders.get(types);
  if (known) return known;
  const made = createEnvironment(types);
  ofHeaders.set(types, made);
  return made;
}

/** The same environment with the variables of a function, or of a block, before those of the file. */
export function withVariables(
  environment: TypeEnvironment,
  variable: (name: string) => CType | undefined,
): TypeEnvironment {
  return { ...environment, variable: (name) => variable(name) ?? environment.variable(name) };
}

function lowerMacro(types: FileTypes, name: string): Macro | undefined {
  if (!Object.hasOwn(types.macros, name)) return undefined;
  const definition = types.macros[name];
  if (!definition) return undefined;
  const { params, bodies, lowered } = definition;
  return { params, bodies: lowered ?? bodies.map((body) => parseExpressionText(body)) };
}

function firstOf<T>(
  parents: readonly TypeEnvironment[],
  ask: (parent: TypeEnvironment) => T | undefined,
): T | undefined {
  for (const parent of parents) {
    const found = ask(parent);
    if (found !== undefined) return found;
  }
  return undefined;
}

function memoOf(memos: Map<Profile, LayoutMemo>, profile: Profile): LayoutMemo {
  const known = memos.get(profile);
  if (known) return known;
  const created: LayoutMemo = { reject: new Map(), "leave-out": new Map(), include: new Map() };
  memos.set(profile, created);
  return created;
}
