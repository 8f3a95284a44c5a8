// Types as the running program needs them: widths and member places decided, pointers resolved on demand. Made from the
// types as written by way of c-types' layout, so that interpreter, checker and simulator agree on every size.

import { integerSize, integerType } from "../c-types/basic-types.js";
import type { TypeEnvironment } from "../c-types/environment.js";
import { evaluateEnumConstant } from "../c-types/evaluate.js";
import type { CType, Expression } from "../c-types/expression.js";
import type { EnumDefinition } from "../c-types/file-types.js";
import { layoutOf } from "../c-types/layout.js";
import { renderType } from "../c-types/render.js";
import type { Profile } from "../kernel-model/profile.js";

/** A type with everything decided that running needs. */
export type RunType =
  | IntegerRunType
  | PointerRunType
  | ArrayRunType
  | StructRunType
  | FunctionRunType
  | { readonly kind: "void"; readonly sizeBytes: 1; readonly alignBytes: 1 }
  /** Known by size only (`spinlock_t`), or not even that (`sizeBytes` absent). */
  | OpaqueRunType;

export interface IntegerRunType {
  readonly kind: "integer";
  readonly bits: number;
  readonly isSigned: boolean;
  readonly isBool: boolean;
  readonly sizeBytes: number;
  readonly alignBytes: number;
  /** `char` in any signedness: strings are made of it. */
  readonly isChar: boolean;
}

export interface PointerRunType {
  readonly kind: "pointer";
  readonly sizeBytes: number;
  readonly alignBytes: number;
  /** Resolved when first asked for: types may point to themselves. */
  target(): RunType;
}

export interface ArrayRunType {
  readonly kind: "array";
  readonly element: RunType;
  /** Absent for a flexible or unfinished array. */
  readonly length: number | undefined;
  readonly sizeBytes: number;
  readonly alignBytes: number;
}

export interface RunField {
  /** Absent for anonymous members and padding bit-fields. */
  readonly name: string | undefined;
  readonly type: RunType;
  readonly offsetBytes: number;
  readonly bit: { readonly shift: number; readonly width: number } | undefined;
}

export interface StructRunType {
  readonly kind: "struct";
  readonly name: string;
  readonly isUnion: boolean;
  readonly fields: readonly RunField[];
  readonly sizeBytes: number;
  readonly alignBytes: number;
}

export interface FunctionRunType {
  readonly kind: "function";
  returns(): RunType;
}

export interface OpaqueRunType {
  readonly kind: "opaque";
  readonly name: string;
  readonly sizeBytes: number | undefined;
  readonly alignBytes: number;
}

export const voidRunType: RunType = { kind: "void", sizeBytes: 1, alignBytes: 1 };

/** What the expression inside a type as written (`typeof(e)`, `[n]`) comes to; the compiler's part. */
export interface TypeQuestions {
  typeOf(expression: Expression): RunType | undefined;
  constantOf(expression: Expression): number | undefined;
}

/** The types of one program. */
export interface RunTypes {
  readonly profile: Profile;
  readonly environment: TypeEnvironment;
  resolve(type: CType, questions: TypeQuestions): RunType;
  pointerTo(target: RunType | (() => RunType)): PointerRunType;
  arrayOf(element: RunType, length: number | undefined): ArrayRunType;
  /** A basic integer type by its C name, e.g. `unsigned long`. */
  integer(name: string): IntegerRunType;
}

export function createRunTypes(environment: TypeEnvironment, profile: Profile): RunTypes {
  const pointerBytes = profile.arch.bits / 8;
  const integers = new Map<string, IntegerRunType>();
  const structs = new Map<string, RunType>();
  const enums = new Map<EnumDefinition, RunType>();

  function integer(name: string): IntegerRunType {
    const known = integers.get(name) ?? makeInteger(name, profile);
    if (!known) throw new Error(`no integer type is called ${name}`);
    integers.set(name, known);
    return known;
  }

  function pointerTo(target: RunType | (() => RunType)): PointerRunType {
    if (typeof target !== "function") {
      return { kind: "pointer", sizeBytes: pointerBytes, alignBytes: pointerBytes, target: () => target };
    }
    let resolved: RunType | undefined;
    return {
      kind: "pointer",
      sizeBytes: pointerBytes,
      alignBytes: pointerBytes,
      target: () => {
        resolved ??= target();
        return resolved;
      },
    };
  }

  function resolve(type: CType, questions: TypeQuestions): RunType {
    switch (type.kind) {
      case "named":
        return named(type.name, questions);
      case "tagged":
        return type.tag === "enum"
          ? enumType(environment.enumOf(`enum ${type.name}`))
          : structType(`${type.tag} ${type.name}`, type, questions);
      case "anonymous":
        return type.definition.startsWith("enum#")
          ? enumType(environment.enumOf(type.definition))
          : structType(type.definition, type, questions);
      case "pointer": {
        const { target } = type;
        return pointerTo(() => resolve(target, questions));
      }
      case "array": {
        const length = type.length ? questions.constantOf(type.length) : undefined;
        return arrayOf(resolve(type.element, questions), length);
      }
      case "function": {
        const { returns } = type;
        return { kind: "function", returns: () => (returns ? resolve(returns, questions) : integer("int")) };
      }
      case "typeof":
        return questions.typeOf(type.operand) ?? opaque("typeof");
      default:
        return opaque("?");
    }
  }

  function named(name: string, questions: TypeQuestions): RunType {
    if (name === "void") return voidRunType;
    const typedef = environment.typedefOf(name);
    if (typedef) {
      const target = resolve(typedef.type, questions);
      if (!typedef.attributes) return target;
      const aligned = layoutOf({ kind: "named", name }, environment, profile);
      return aligned && target.kind === "integer" ? { ...target, alignBytes: aligned.alignBytes } : target;
    }
    const known = integers.get(name) ?? makeInteger(name, profile);
    if (known) {
      integers.set(name, known);
      return known;
    }
    return opaque(name, layoutOf({ kind: "named", name }, environment, profile));
  }

  function structType(key: string, type: CType, questions: TypeQuestions): RunType {
    const known = structs.get(key);
    if (known) return known;
    const layout = layoutOf(type, environment, profile);
    const made = layout && layout.fields.length > 0 ? structOf(key, type, questions) : opaque(key, layout);
    structs.set(key, made);
    return made;
  }

  /** Members are resolved after the struct is known, for those that point back to it. */
  function structOf(key: string, type: CType, questions: TypeQuestions): RunType {
    const layout = layoutOf(type, environment, profile);
    if (!layout) return opaque(key);
    const fields: RunField[] = [];
    const isUnion = key.startsWith("union");
    const { sizeBytes, alignBytes } = layout;
    const made: StructRunType = { kind: "struct", name: key, isUnion, fields, sizeBytes, alignBytes };
    structs.set(key, made);
    for (const field of layout.fields) {
      const bit =
        field.bitWidth === undefined ? undefined : { shift: field.bitOffset ?? 0, width: field.bitWidth };
      const { name, offsetBytes } = field;
      fields.push({ name, type: resolve(field.type, questions), offsetBytes, bit });
    }
    return made;
  }

  /** gcc takes `unsigned int` for an enum without negative enumerators, `int` for one with; wider where needed. */
  function enumType(definition: EnumDefinition | undefined): RunType {
    if (!definition) return integer("int");
    const known = enums.get(definition);
    if (known) return known;
    const values = definition.constants.map((name) => evaluateEnumConstant(name, environment, profile) ?? 0n);
    const isSigned = values.some((value) => value < 0n);
    const layout = layoutOf(
      { kind: "tagged", tag: "enum", name: definition.name.slice(5) },
      environment,
      profile,
    );
    const isWide = values.some((value) => value > 0xffffffffn || (isSigned && value > 0x7fffffffn));
    const sizeBytes = layout?.sizeBytes ?? (isWide ? 8 : 4);
    const alignBytes = layout?.alignBytes ?? sizeBytes;
    const bits = sizeBytes * 8;
    const made: RunType = {
      kind: "integer",
      bits,
      isSigned,
      isBool: false,
      isChar: false,
      sizeBytes,
      alignBytes,
    };
    enums.set(definition, made);
    return made;
  }

  return { profile, environment, resolve, pointerTo, arrayOf, integer };
}

function arrayOf(element: RunType, length: number | undefined): ArrayRunType {
  const elementBytes = sizeOf(element) ?? 0;
  const alignBytes = "alignBytes" in element ? element.alignBytes : 1;
  return { kind: "array", element, length, sizeBytes: elementBytes * (length ?? 0), alignBytes };
}

function opaque(name: string, layout?: { sizeBytes: number; alignBytes: number }): OpaqueRunType {
  return { kind: "opaque", name, sizeBytes: layout?.sizeBytes, alignBytes: layout?.alignBytes ?? 1 };
}

function makeInteger(name: string, profile: Profile): IntegerRunType | undefined {
  const type = integerType(name, profile);
  if (!type) return undefined;
  const isBool = name === "bool" || name === "_Bool";
  const isChar = name === "char" || name === "signed char" || name === "unsigned char" || name === "u8";
  return { kind: "integer", ...type, isBool, isChar, ...integerSize(type, profile) };
}

/** Bytes of an object of this type; undefined for functions and incomplete types. */
export function sizeOf(type: RunType): number | undefined {
  return type.kind === "function" ? undefined : type.sizeBytes;
}

/** The type after integer promotion; a bit-field narrower than int becomes int. */
export function promote(type: IntegerRunType, int: IntegerRunType, bitWidth?: number): IntegerRunType {
  if (bitWidth !== undefined && bitWidth < 32) return int;
  if (bitWidth === 32 && type.bits === 32) return type;
  return type.bits < 32 || type.isBool ? int : type;
}

/** The member called `name`, looked for in anonymous members too, with its offset from the start of `type`. */
export function findMember(type: StructRunType, name: string): RunField | undefined {
  for (const field of type.fields) {
    if (field.name === name) return field;
    if (field.name !== undefined || field.type.kind !== "struct") continue;
    const inner = findMember(field.type, name);
    if (inner) return { ...inner, offsetBytes: inner.offsetBytes + field.offsetBytes };
  }
  return undefined;
}

/** For messages. */
export function describeType(type: CType): string {
  return renderType(type);
}
