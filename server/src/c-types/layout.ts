// Size, alignment and member offsets as gcc lays them out for the kernel. One unknown part makes the whole unknown: a
// size that is nearly right is worse than none. Bit-field rules: gcc/stor-layout.c of gcc 12, checked against gcc
// itself by generated structs.

import { unreachable } from "../base/assert.js";
import type { Profile } from "../kernel-model/profile.js";
import { alignedTypeSize, integerSize, integerType, otherBasicSize, type TypeSize } from "./basic-types.js";
import { builtinStructSize } from "./builtin-structs.js";
import { evaluateConditions } from "./conditions.js";
import type { TypeEnvironment } from "./environment.js";
import { evaluateConstant, evaluateEnumConstant } from "./evaluate.js";
import type { CType, Expression } from "./expression.js";
import type { EnumDefinition, LayoutAttributes, StructDefinition, StructField } from "./file-types.js";
import { typeOfExpression } from "./type-of.js";

/** Where a member lies. */
export interface FieldLayout {
  /** Absent for anonymous members and unnamed bit-fields. */
  readonly name: string | undefined;
  readonly type: CType;
  /** Byte in which the member starts; for bit-fields the byte of its first bit. */
  readonly offsetBytes: number;
  /** For bit-fields: first bit within `offsetBytes`, and width. */
  readonly bitOffset?: number;
  readonly bitWidth?: number;
}

export interface Layout extends TypeSize {
  /** Members of a struct or union in order; empty for other types. */
  readonly fields: readonly FieldLayout[];
}

/** Deeper nesting than any real type; stops a type that contains itself. */
const maxDepth = 60;

/** How a member is treated whose `#if` condition hangs on the build: no layout, or the smaller, or the larger one. */
export type ConditionalMembers = "reject" | "leave-out" | "include";

interface Context {
  readonly environment: TypeEnvironment;
  readonly profile: Profile;
  readonly conditional: ConditionalMembers;
  readonly depth: number;
}

/**
 * The layout of a type on a profile, as a member or element (so `long long` on 32-bit x86 is aligned to 4). Undefined
 * if anything it needs is unknown. A flexible array has size 0.
 */
export function layoutOf(type: CType, environment: TypeEnvironment, profile: Profile): Layout | undefined {
  return layout(type, { environment, profile, conditional: "reject", depth: 0 });
}

/** Smallest and largest size over the build's open choices; both the same where there are none. */
export function sizeBoundsOf(
  type: CType,
  environment: TypeEnvironment,
  profile: Profile,
): { readonly minBytes: number; readonly maxBytes: number } | undefined {
  const exact = layoutOf(type, environment, profile);
  if (exact) return { minBytes: exact.sizeBytes, maxBytes: exact.sizeBytes };
  const smallest = layout(type, { environment, profile, conditional: "leave-out", depth: 0 });
  const largest = smallest && layout(type, { environment, profile, conditional: "include", depth: 0 });
  if (!largest) return undefined;
  return { minBytes: smallest.sizeBytes, maxBytes: largest.sizeBytes };
}

/** The struct or union behind typedefs and `typeof`; undefined for other types or where it is not known. */
export function structBehind(
  type: CType,
  environment: TypeEnvironment,
  profile: Profile,
): StructDefinition | undefined {
  return structOf(type, { environment, profile, conditional: "reject", depth: 0 });
}

function deeper(context: Context): Context {
  return { ...context, depth: context.depth + 1 };
}

function scalar({ sizeBytes, alignBytes }: TypeSize): Layout {
  return { sizeBytes, alignBytes, fields: [] };
}

function layout(type: CType, context: Context): Layout | undefined {
  if (context.depth > maxDepth) return undefined;
  const { environment, profile } = context;
  switch (type.kind) {
    case "named":
      return namedLayout(type.name, context);
    case "tagged":
      return type.tag === "enum"
        ? enumLayout(environment.enumOf(`enum ${type.name}`), context)
        : structLayout(`${type.tag} ${type.name}`, context);
    case "anonymous":
      return type.definition.startsWith("enum#")
        ? enumLayout(environment.enumOf(type.definition), context)
        : structLayout(type.definition, context);
    case "pointer": {
      const sizeBytes = profile.arch.bits / 8;
      return scalar({ sizeBytes, alignBytes: sizeBytes });
    }
    case "array":
      return arrayLayout(type.element, type.length, context);
    case "function":
      // gcc's extension, which the kernel never relies on.
      return undefined;
    case "typeof": {
      const operand = typeOfExpression(type.operand, environment, profile);
      return operand ? layout(operand, deeper(context)) : undefined;
    }
    case "unknown":
      return undefined;
    default:
      return unreachable(type);
  }
}

/** A name means what the file says it means; only then what the kernel's headers say. */
function namedLayout(name: string, context: Context): Layout | undefined {
  const { environment, profile } = context;
  const typedef = environment.typedefOf(name);
  if (typedef) {
    const target = layout(typedef.type, deeper(context));
    if (!target) return builtinLayout(name, context);
    if (!typedef.attributes) return target;
    const alignBytes = largestAlign(typedef.attributes, context);
    return alignBytes === undefined ? undefined : { ...target, alignBytes };
  }
  const integer = integerType(name, profile);
  if (integer) return scalar(integerSize(integer, profile));
  const known = otherBasicSize(name, profile) ?? alignedTypeSize(name);
  return known ? scalar(known) : builtinLayout(name, context);
}

function builtinLayout(key: string, { profile }: Context): Layout | undefined {
  const known = builtinStructSize(key, profile);
  return known ? scalar(known) : undefined;
}

function arrayLayout(element: CType, length: Expression | undefined, context: Context): Layout | undefined {
  const one = layout(element, deeper(context));
  if (!one) return undefined;
  if (!length) return { sizeBytes: 0, alignBytes: one.alignBytes, fields: [] };
  const nrElements = evaluateConstant(length, context.environment, context.profile);
  if (nrElements === undefined || nrElements < 0n) return undefined;
  const sizeBytes = one.sizeBytes * Number(nrElements);
  return Number.isSafeInteger(sizeBytes) ? { sizeBytes, alignBytes: one.alignBytes, fields: [] } : undefined;
}

/**
 * An enum is an int unless a value needs more; a packed one is as small as its values allow. An enum that is not
 * known is taken as an int: wider ones are very rare.
 */
function enumLayout(definition: EnumDefinition | undefined, context: Context): Layout | undefined {
  if (!definition) return scalar({ sizeBytes: 4, alignBytes: 4 });
  const memo = context.environment.layoutMemo(context.profile).reject;
  if (!memo.has(definition)) {
    // An enumerator that asks for the size of its own enum finds this entry.
    memo.set(definition, undefined);
    memo.set(definition, layoutEnumerators(definition, context));
  }
  return memo.get(definition);
}

function layoutEnumerators(
  definition: EnumDefinition,
  { environment, profile }: Context,
): Layout | undefined {
  let min = 0n;
  let max = 0n;
  for (const name of definition.constants) {
    const value = evaluateEnumConstant(name, environment, profile);
    if (value === undefined && definition.isPacked) return undefined;
    if (value === undefined) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const sizes = definition.isPacked ? [1, 2, 4, 8] : [4, 8];
  for (const sizeBytes of sizes) {
    const bits = BigInt(sizeBytes * 8);
    const fits = min < 0n ? min >= -(1n << (bits - 1n)) && max < 1n << (bits - 1n) : max < 1n << bits;
    if (fits) return scalar(integerSize({ bits: sizeBytes * 8, isSigned: false }, profile));
  }
  return undefined;
}

/** The definition that holds on this profile: the only one whose conditions are not false. */
function chooseDefinition(
  definitions: readonly StructDefinition[],
  context: Context,
): StructDefinition | undefined {
  if (definitions.length === 1) return definitions[0];
  const possible = definitions.filter((one) => evaluateConditions(one.conditions, context.profile) !== false);
  return possible.length === 1 ? possible[0] : undefined;
}

function structOf(type: CType, context: Context): StructDefinition | undefined {
  if (context.depth > maxDepth) return undefined;
  const { environment, profile } = context;
  switch (type.kind) {
    case "tagged":
    case "anonymous": {
      const key = type.kind === "tagged" ? `${type.tag} ${type.name}` : type.definition;
      const definitions = environment.structs(key);
      return definitions ? chooseDefinition(definitions, context) : undefined;
    }
    case "named": {
      const typedef = environment.typedefOf(type.name);
      return typedef ? structOf(typedef.type, deeper(context)) : undefined;
    }
    case "typeof": {
      const operand = typeOfExpression(type.operand, environment, profile);
      return operand ? structOf(operand, deeper(context)) : undefined;
    }
    default:
      return undefined;
  }
}

function structLayout(key: string, context: Context): Layout | undefined {
  const measured = context.environment.knownLayout(key, context.profile);
  if (measured) return measured;
  const definitions = context.environment.structs(key);
  const own = definitions && definedLayout(definitions, context);
  if (own) return own;
  // A header of the kernel may say less than what was measured, where its members hang on the build.
  return builtinLayout(key, context);
}

function definedLayout(definitions: readonly StructDefinition[], context: Context): Layout | undefined {
  const definition = chooseDefinition(definitions, context);
  if (!definition?.isComplete) return undefined;
  const memo = context.environment.layoutMemo(context.profile)[context.conditional];
  if (memo.has(definition)) return memo.get(definition);
  // A struct that contains itself finds this entry and has no layout.
  memo.set(definition, undefined);
  const result = layoutMembers(definition, deeper(context));
  memo.set(definition, result);
  return result;
}

interface StructProgress {
  /** Where the next member may start. */
  offsetBits: number;
  /** Largest end so far: the size of a union. */
  endBits: number;
  alignBytes: number;
  readonly fields: FieldLayout[];
}

function layoutMembers(definition: StructDefinition, context: Context): Layout | undefined {
  const progress: StructProgress = { offsetBits: 0, endBits: 0, alignBytes: 1, fields: [] };
  for (const field of definition.fields) {
    const truth = evaluateConditions(field.conditions, context.profile);
    if (truth === false || (truth === undefined && context.conditional === "leave-out")) continue;
    if (truth === undefined && context.conditional === "reject") return undefined;
    if (definition.tag === "union") progress.offsetBits = 0;
    const isPlaced = field.bitWidth
      ? placeBitField(field, field.bitWidth, definition, progress, context)
      : placeField(field, definition, progress, context);
    if (!isPlaced) return undefined;
    progress.endBits = Math.max(progress.endBits, progress.offsetBits);
  }
  const asked = largestAlign(definition.attributes, context);
  if (asked === undefined) return undefined;
  const alignBytes = Math.max(progress.alignBytes, asked);
  const sizeBytes = roundUp(Math.ceil(progress.endBits / 8), alignBytes);
  return Number.isSafeInteger(sizeBytes) ? { sizeBytes, alignBytes, fields: progress.fields } : undefined;
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** The largest `aligned(n)`; 1 for none; undefined if one cannot be evaluated. */
function largestAlign(attributes: LayoutAttributes | undefined, context: Context): number | undefined {
  let result = 1;
  for (const align of attributes?.aligns ?? []) {
    const value = evaluateConstant(align, context.environment, context.profile);
    if (value === undefined || value < 1n || value > 65_536n) return undefined;
    result = Math.max(result, Number(value));
  }
  return result;
}

function isPackedField(field: StructField, definition: StructDefinition): boolean {
  return (definition.attributes?.isPacked ?? false) || (field.attributes?.isPacked ?? false);
}

/** A member's alignment: its type's, or 1 if packed; `aligned` raises it; `#pragma pack` caps all. */
function placeField(
  field: StructField,
  definition: StructDefinition,
  progress: StructProgress,
  context: Context,
): boolean {
  const inner = layout(field.type, context);
  const asked = largestAlign(field.attributes, context);
  if (!inner || asked === undefined) return false;
  const own = isPackedField(field, definition) ? 1 : inner.alignBytes;
  const alignBytes = Math.min(Math.max(own, asked), definition.packBytes ?? Number.POSITIVE_INFINITY);
  const offsetBytes = roundUp(Math.ceil(progress.offsetBits / 8), alignBytes);
  progress.fields.push({ name: field.name, type: field.type, offsetBytes });
  progress.offsetBits = (offsetBytes + inner.sizeBytes) * 8;
  progress.alignBytes = Math.max(progress.alignBytes, alignBytes);
  return true;
}

/**
 * A bit-field may not span more units of its type than the type itself has, unless packed; a named one gives the struct
 * its type's alignment, on arm and arm64 (AAPCS) an unnamed one too; width 0 closes the unit.
 */
function placeBitField(
  field: StructField,
  width: Expression,
  definition: StructDefinition,
  progress: StructProgress,
  context: Context,
): boolean {
  const inner = layout(field.type, context);
  const asked = largestAlign(field.attributes, context);
  const value = evaluateConstant(width, context.environment, context.profile);
  if (!inner || asked === undefined || value === undefined || value < 0n || value > 64n) return false;
  const bitWidth = Number(value);
  const unitBits = inner.alignBytes * 8;
  const { packBytes } = definition;
  const isPacked = isPackedField(field, definition);
  const { id } = context.profile.arch;
  const countsUnnamed = id === "arm" || id === "arm64";
  if (bitWidth === 0) {
    progress.offsetBits = roundUp(progress.offsetBits, unitBits);
    if (countsUnnamed) progress.alignBytes = Math.max(progress.alignBytes, inner.alignBytes);
    return true;
  }
  if (asked > 1) progress.offsetBits = roundUp(progress.offsetBits, asked * 8);
  const unitsSpanned = Math.ceil(((progress.offsetBits % unitBits) + bitWidth) / unitBits);
  const isSpanning = unitsSpanned > (inner.sizeBytes * 8) / unitBits;
  if (isSpanning && !isPacked && packBytes === undefined) {
    progress.offsetBits = roundUp(progress.offsetBits, unitBits);
  }
  const offsetBytes = Math.floor(progress.offsetBits / 8);
  const bitOffset = progress.offsetBits % 8;
  progress.fields.push({ name: field.name, type: field.type, offsetBytes, bitOffset, bitWidth });
  progress.offsetBits += bitWidth;
  if (field.name !== undefined || countsUnnamed) {
    const own =
      packBytes !== undefined ? Math.min(inner.alignBytes, packBytes) : isPacked ? 1 : inner.alignBytes;
    progress.alignBytes = Math.max(progress.alignBytes, own, asked);
  }
  return true;
}
