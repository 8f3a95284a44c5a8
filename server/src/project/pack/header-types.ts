// The types and constants of a tree's headers as a pack keeps them: macros that are numbers as numbers, members whose
// `#if` the tree's configuration decides as decided. What differs between architectures stays an expression.

import type { FileTypes } from "../../c-types/declarations.js";
import { emptyRecord } from "../../c-types/directives.js";
import { createEnvironment, emptyEnvironment, type TypeEnvironment } from "../../c-types/environment.js";
import { evaluateConstant, evaluateEnumConstant, integerTypeOf } from "../../c-types/evaluate.js";
import type { Argument, CType, Expression } from "../../c-types/expression.js";
import type {
  EnumConstant,
  MacroDefinition,
  StructDefinition,
  StructField,
} from "../../c-types/file-types.js";
import { forEachOperand } from "../../c-types/walk.js";
import { createProfile, type Profile } from "../../kernel-model/profile.js";
import type { KernelRelease } from "../../kernel-model/releases/release.js";

/** Macros and enumerators that are one number on every architecture, by the suffix of their type: names and values, side by side. */
export type PackedNumbers = Readonly<
  Record<string, { readonly names: readonly string[]; readonly values: readonly number[] }>
>;

/** Splits a header's constants: numbers, and what stays an expression. An enumerator that is a number is no more. */
export function splitNumbers(
  types: FileTypes,
  environment: TypeEnvironment,
  release: KernelRelease,
): { readonly numbers: PackedNumbers } & Pick<FileTypes, "macros" | "enumConstants"> {
  const profiles = typicalProfiles(release);
  const numbers: Record<string, { names: string[]; values: number[] }> = {};
  const note = (name: string, { value, suffix }: PlainNumber): void => {
    const group = numbers[suffix] ?? { names: [], values: [] };
    numbers[suffix] = group;
    group.names.push(name);
    group.values.push(value);
  };
  const packed = new Set(
    Object.values(types.enums).flatMap(({ isPacked, constants }) => (isPacked ? constants : [])),
  );
  const macros = emptyRecord<MacroDefinition>();
  for (const [name, macro] of Object.entries(types.macros)) {
    const number = macro.params ? undefined : numberOf(macro, environment, profiles);
    if (number) note(name, number);
    else if (macro.lowered?.every((body) => countNodes(body) <= maxNodes)) macros[name] = macro;
  }
  const enumConstants = emptyRecord<EnumConstant>();
  for (const [name, constant] of Object.entries(types.enumConstants)) {
    const values = profiles.map((profile) => evaluateEnumConstant(name, environment, profile));
    const value = sameNumber(values);
    // A packed enum is as large as its values ask for.
    if (value === undefined || packed.has(name)) enumConstants[name] = constant;
    else note(name, { value, suffix: "" });
  }
  return { numbers, macros, enumConstants };
}

interface PlainNumber {
  readonly value: number;
  readonly suffix: string;
}

/** A larger expression is a table or an algorithm. */
const maxNodes = 40;

function countNodes(e: Argument): number {
  let count = 1;
  forEachOperand(e, (operand) => {
    count += countNodes(operand);
  });
  return count;
}

/** The value that all agree on, if it is one that a number holds. */
function sameNumber(values: readonly (bigint | undefined)[]): number | undefined {
  const [value] = values;
  if (value === undefined || values.some((other) => other !== value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** What is the same on these is the same on all: widths, page sizes and alignments differ among them. */
function typicalProfiles(release: KernelRelease): readonly Profile[] {
  return [
    createProfile(release, "x86_64"),
    createProfile(release, "arm64", { pageSizeBytes: 65_536 }),
    createProfile(release, "i386"),
  ];
}

function numberOf(
  macro: MacroDefinition,
  environment: TypeEnvironment,
  profiles: readonly Profile[],
): PlainNumber | undefined {
  const [body, ...others] = macro.lowered ?? [];
  if (!body || others.length > 0) return undefined;
  const value = sameNumber(profiles.map((profile) => evaluateConstant(body, environment, profile)));
  const suffix = value === undefined ? undefined : suffixOf(body, environment, profiles);
  return value === undefined || suffix === undefined ? undefined : { value, suffix };
}

/** The suffix of a literal of the expression's type. */
function suffixOf(
  body: Expression,
  environment: TypeEnvironment,
  profiles: readonly Profile[],
): string | undefined {
  const types = profiles.map((profile) => integerTypeOf(body, environment, profile));
  const [wide, , narrow] = types;
  if (!wide || !narrow || wide.isSigned !== narrow.isSigned) return undefined;
  const sign = wide.isSigned ? "" : "u";
  if (wide.bits <= 32) return sign;
  return narrow.bits <= 32 ? `${sign}l` : `${sign}ll`;
}

/** The macros that numbers stand for. */
export function macrosOfNumbers(numbers: PackedNumbers): Record<string, MacroDefinition> {
  const macros = emptyRecord<MacroDefinition>();
  const span = { start: 0, end: 0 };
  for (const [suffix, { names, values }] of Object.entries(numbers)) {
    for (const [at, name] of names.entries()) {
      const literal: Expression = { kind: "literal", value: BigInt(values[at] ?? 0), suffix, span };
      macros[name] = { params: undefined, bodies: [], lowered: [literal] };
    }
  }
  return macros;
}

/** Where the names of all headers are looked up: each means what the first header says that has it. */
export function commonEnvironment(
  all: readonly FileTypes[],
  parent: TypeEnvironment = emptyEnvironment(),
): TypeEnvironment {
  const types: FileTypes = {
    structs: merged(all, (one) => one.structs),
    enums: merged(all, (one) => one.enums),
    enumConstants: merged(all, (one) => one.enumConstants),
    typedefs: merged(all, (one) => one.typedefs),
    macros: merged(all, (one) => one.macros),
    variables: emptyRecord(),
    functions: emptyRecord(),
  };
  return createEnvironment(types, [parent]);
}

function merged<T>(
  all: readonly FileTypes[],
  pick: (one: FileTypes) => Readonly<Record<string, T>>,
): Record<string, T> {
  const result = emptyRecord<T>();
  for (const one of all) {
    const record = pick(one);
    for (const name of Object.keys(record)) {
      const item = record[name];
      if (!(name in result) && item !== undefined) result[name] = item;
    }
  }
  return result;
}

/** What a condition comes to; undefined where that is open. */
export type Decide = (condition: string) => boolean | undefined;

/** Struct definitions with the conditions that are decided taken out. */
export function decidedStructs(structs: FileTypes["structs"], decide: Decide): FileTypes["structs"] {
  const result = emptyRecord<readonly StructDefinition[]>();
  for (const name of Object.keys(structs)) {
    result[name] = (structs[name] ?? []).flatMap((definition) => {
      const conditions = leftOpen(definition.conditions, decide);
      if (!conditions) return [];
      const fields = definition.fields.flatMap((field) => decidedField(field, decide));
      return [{ ...definition, conditions, fields }];
    });
  }
  return result;
}

function decidedField(field: StructField, decide: Decide): readonly StructField[] {
  if (!field.conditions) return [field];
  const conditions = leftOpen(field.conditions, decide);
  if (!conditions) return [];
  const { conditions: before, ...rest } = field;
  void before;
  return [conditions.length > 0 ? { ...rest, conditions } : rest];
}

/** The conditions that stay open; undefined where one is false. */
function leftOpen(conditions: readonly string[], decide: Decide): readonly string[] | undefined {
  const open: string[] = [];
  for (const condition of conditions) {
    const truth = decide(condition);
    if (truth === false) return undefined;
    if (truth === undefined) open.push(condition);
  }
  return open;
}

/** Struct definitions in which lengths that only the build's options tell are numbers. */
export function withBuildLengths(
  structs: FileTypes["structs"],
  numberOf: (length: Expression) => bigint | undefined,
): FileTypes["structs"] {
  const told = (type: CType): CType => {
    if (type.kind !== "array") return type;
    const element = told(type.element);
    const value = type.length && type.length.kind !== "literal" ? numberOf(type.length) : undefined;
    const length: Expression | undefined =
      value === undefined ? type.length : { kind: "literal", value, suffix: "", span: { start: 0, end: 0 } };
    return { ...type, element, length };
  };
  const result = emptyRecord<readonly StructDefinition[]>();
  for (const name of Object.keys(structs)) {
    result[name] = (structs[name] ?? []).map((definition) => ({
      ...definition,
      fields: definition.fields.map((field) => ({ ...field, type: told(field.type) })),
    }));
  }
  return result;
}
