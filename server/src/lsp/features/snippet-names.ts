// Names that annotations of a snippet may use, for completion: parameters, file-scope variables and their members for
// `let`, functions that only others define for `model`, zones and caches of the snippet's machine for `expect`. Bias:
// names of headers are not looked for; what is offered is there.

import { collectTypes, type FileTypes } from "../../c-types/declarations.js";
import type { CType } from "../../c-types/expression.js";
import { kmallocCacheName, kmallocSizeClasses } from "../../kernel-model/limits.js";
import { type KernelModel, modelOf } from "../../kernel-model/model.js";
import { createProfile } from "../../kernel-model/profile.js";
import { zoneSpecs } from "../../simulator/zone-specs.js";
import { type MachineDefaults, machineSpecOf } from "../../snippets/machine-spec.js";
import type { SnippetPlan } from "../../snippets/snippet-plan.js";
import { parseFile } from "../../syntax/parsed-file.js";

/** What may be completed for one annotation. */
export interface SnippetNames {
  /** What may follow what is typed of an lvalue: names, or members behind `->` and `.`. */
  lvalues(typed: string): readonly string[];
  readonly models: readonly string[];
  readonly zones: readonly string[];
  readonly caches: readonly string[];
}

/** Names for an annotation on `line`, from 1, of a text with these plans. */
export function snippetNames(
  text: string,
  {
    plans,
    line,
    defaults,
  }: {
    readonly plans: readonly SnippetPlan[];
    readonly line: number;
    readonly defaults: MachineDefaults;
  },
): SnippetNames {
  // An annotation belongs to the snippet that begins above it, or to the first below.
  const plan = plans.filter((one) => one.line <= line).at(-1) ?? plans[0];
  const types = collectTypes(parseFile(text));
  const variables = new Map<string, CType>(Object.entries(types.variables));
  const parameters = plan ? (types.functions[plan.functionName]?.parameters ?? []) : [];
  for (const { name, type } of parameters) if (name !== undefined) variables.set(name, type);
  const machine = machineSpecOf(plan?.options ?? {}, defaults);
  const spec = machine.kind === "machine" ? machine.spec : undefined;
  const ofMachine = spec ? zoneSpecs(spec.profile, spec.memoryBytes) : [];
  return {
    lvalues: (typed) => lvaluesBehind(typed, variables, types),
    models: unknownFunctions(text, types, modelOf(spec?.profile.release ?? createProfile().release)),
    zones: ofMachine.filter(({ presentPages }) => presentPages > 0).map(({ name }) => name),
    caches: [...ownCaches(text), ...(spec ? kmallocCaches(spec.profile) : [])],
  };
}

type Profile = Parameters<typeof kmallocSizeClasses>[0];

function kmallocCaches(profile: Profile): readonly string[] {
  return kmallocSizeClasses(profile).map((size) => kmallocCacheName(profile, size));
}

/** Caches that the file itself makes. */
function ownCaches(text: string): readonly string[] {
  const named = [...text.matchAll(/\bkmem_cache_create(?:_usercopy)?\s*\(\s*"([^"\n]+)"/g)];
  const ofStructs = [...text.matchAll(/\bKMEM_CACHE\s*\(\s*(\w+)\s*,/g)];
  return [...new Set([...named, ...ofStructs].map(([, name = ""]) => name))];
}

function lvaluesBehind(
  typed: string,
  variables: ReadonlyMap<string, CType>,
  types: FileTypes,
): readonly string[] {
  const path = /([A-Za-z_]\w*(?:(?:->|\.)\w+)*(?:->|\.))\w*$/.exec(typed)?.[1];
  if (path === undefined) return [...variables.keys()];
  const [first = "", ...members] = path.split(/->|\./).filter((word) => word !== "");
  let type = variables.get(first);
  for (const member of members) type = fieldsOf(type, types).find(({ name }) => name === member)?.type;
  return fieldsOf(type, types).flatMap(({ name }) => (name === undefined ? [] : [name]));
}

function fieldsOf(
  type: CType | undefined,
  types: FileTypes,
): readonly { readonly name?: string | undefined; readonly type: CType }[] {
  switch (type?.kind) {
    case "pointer":
      return fieldsOf(type.target, types);
    case "array":
      return fieldsOf(type.element, types);
    case "tagged":
      return types.structs[`${type.tag} ${type.name}`]?.[0]?.fields ?? [];
    case "anonymous":
      return types.structs[type.definition]?.[0]?.fields ?? [];
    case "named":
      return fieldsOf(types.typedefs[type.name]?.type, types);
    default:
      return [];
  }
}

const words = new Set([
  "if",
  "for",
  "while",
  "switch",
  "return",
  "sizeof",
  "defined",
  "typeof",
  "__attribute__",
]);

/** Functions that are called or declared, but that neither the file defines nor the kernel model knows. */
function unknownFunctions(text: string, types: FileTypes, model: KernelModel): readonly string[] {
  const called = [...text.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map(([, name = ""]) => name);
  const isKnown = (name: string): boolean =>
    words.has(name) ||
    types.functions[name]?.isDefinition === true ||
    Object.hasOwn(types.macros, name) ||
    [model.allocator(name), model.free(name), model.lock(name)].some((row) => row !== undefined) ||
    /^[A-Z_0-9]+$/.test(name);
  return [...new Set(called)].filter((name) => !isKnown(name));
}
