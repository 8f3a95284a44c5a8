// The types of a tree's headers as the tree's build has them: members whose conditions it decides, lengths that its
// options tell. What would be otherwise on another machine is noted, so that nobody takes it for the same there.

import { buildFacts } from "../../analysis/build-facts.js";
import type { FileFacts } from "../../analysis/facts.js";
import { textForBuild } from "../../c-types/conditions.js";
import type { FileTypes } from "../../c-types/declarations.js";
import { emptyRecord } from "../../c-types/directives.js";
import { buildEnvironment } from "../../c-types/environment.js";
import { evaluateConstant } from "../../c-types/evaluate.js";
import type { Expression } from "../../c-types/expression.js";
import type { MacroDefinition } from "../../c-types/file-types.js";
import { createProfile, type Profile } from "../../kernel-model/profile.js";
import {
  boundsHeader,
  createConditionDecider,
  type Defines,
  definesIn,
  givesWay,
  type HeaderText,
} from "./header-conditions.js";
import { commonEnvironment, decidedStructs, withBuildLengths } from "./header-types.js";

/** A header, with the names that it declares otherwise for another machine. */
export interface MachineHeader {
  readonly facts: FileFacts;
  readonly machineNames: readonly string[];
}

/** A header's facts: its code for every build, its types for that of the profile. */
export function headerForBuild(path: string, text: string, profile: Profile): MachineHeader {
  const facts = buildFacts(path, text);
  const decided = textForBuild(text, profile);
  const { types } = decided === text ? facts : buildFacts(path, decided);
  const names = new Set<string>();
  for (const other of otherMachines(profile)) {
    const elsewhere = textForBuild(text, other);
    if (elsewhere === decided) continue;
    for (const name of namesThatDiffer(types, buildFacts(path, elsewhere).types)) names.add(name);
  }
  return { facts: { ...facts, types }, machineNames: [...names].sort() };
}

/** The same build on machines that differ from that of the profile. */
function otherMachines(profile: Profile): readonly Profile[] {
  const { release, build } = profile;
  if (!build) return [];
  const ids = (["x86_64", "i386", "arm64"] as const).filter((id) => id !== profile.arch.id);
  return ids.map((id) => ({ ...createProfile(release, id), build }));
}

function namesThatDiffer(types: FileTypes, others: FileTypes): readonly string[] {
  const pairs: (readonly [object, object])[] = [
    [types.structs, others.structs],
    [types.enums, others.enums],
    [types.enumConstants, others.enumConstants],
    [types.typedefs, others.typedefs],
    [types.macros, others.macros],
  ];
  return pairs.flatMap(([own, other]) => {
    const said = new Map(Object.entries(other));
    const mine = Object.entries(own);
    return mine.flatMap(([name, item]) => (textOf(item) === textOf(said.get(name)) ? [] : [name]));
  });
}

/** What is the same has the same text; where it stands does not count. */
function textOf(item: unknown): string {
  return JSON.stringify(item, (key, value: unknown) => {
    if (key === "span") return undefined;
    return typeof value === "bigint" ? value.toString() : value;
  });
}

/** The headers with what only all of them together decide; as they are where the tree has no build. */
export function decideHeaders(
  headers: readonly MachineHeader[],
  { profile, texts }: { readonly profile: Profile; readonly texts: () => Iterable<HeaderText> },
): readonly MachineHeader[] {
  if (!profile.build) return headers;
  const defines = definesIn(texts());
  const own = headers.map((header) => withoutDefaults(header, defines, profile));
  const here = decisionsFor(profile, own, defines);
  const elsewhere = otherMachines(profile).map((other) => decisionsFor(other, own, defines));
  return own.map(({ facts, machineNames }) => {
    const structs = here(facts.types.structs);
    const names = new Set(machineNames);
    for (const decide of elsewhere) {
      const others = decide(facts.types.structs);
      for (const name of Object.keys(structs))
        if (textOf(structs[name]) !== textOf(others[name])) names.add(name);
    }
    return { facts: { ...facts, types: { ...facts.types, structs } }, machineNames: [...names].sort() };
  });
}

/** The header without macros that it defines only where no other does. */
function withoutDefaults(header: MachineHeader, defines: Defines, profile: Profile): MachineHeader {
  const { facts } = header;
  const macros = emptyRecord<MacroDefinition>();
  for (const [name, macro] of Object.entries(facts.types.macros))
    if (!givesWay(facts.path, name, defines, profile)) macros[name] = macro;
  return { ...header, facts: { ...facts, types: { ...facts.types, macros } } };
}

function decisionsFor(
  profile: Profile,
  headers: readonly MachineHeader[],
  defines: Defines,
): (structs: FileTypes["structs"]) => FileTypes["structs"] {
  const bounds = buildFacts("include/generated/bounds.h", boundsHeader(profile));
  const all = [...headers.map(({ facts }) => facts.types), bounds.types];
  const parent = profile.build && buildEnvironment(profile.build);
  const environment = commonEnvironment(all, parent);
  const decide = createConditionDecider({ profile, environment, defines });
  const numberOf = (length: Expression): bigint | undefined => evaluateConstant(length, environment, profile);
  return (structs) => withBuildLengths(decidedStructs(structs, decide), numberOf);
}
