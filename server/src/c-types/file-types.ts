// What a file says about types, as plain data: no tree nodes, so it can be cached and sent between threads. Records are
// looked up with `Object.hasOwn`, because C may well name something `constructor`.

import type { Span } from "../base/span.js";
import type { CType, Expression } from "./expression.js";

/** `__packed`, `__aligned(n)` and their like on a type, a field or a typedef. */
export interface LayoutAttributes {
  readonly isPacked: boolean;
  /** Each alignment asked for, in bytes; the largest wins. */
  readonly aligns: readonly Expression[];
}

/** A member of a struct or union. */
export interface StructField {
  /** Absent for anonymous members and unnamed bit-fields. */
  readonly name: string | undefined;
  readonly type: CType;
  readonly bitWidth?: Expression;
  readonly attributes?: LayoutAttributes;
  /** Preprocessor conditions under which the member exists, all of them; absent for none. */
  readonly conditions?: readonly string[];
}

export interface StructDefinition {
  readonly tag: "struct" | "union";
  /** The tag's name, or the made-up name of an anonymous one. */
  readonly name: string;
  readonly fields: readonly StructField[];
  readonly attributes: LayoutAttributes | undefined;
  /** `#pragma pack(n)` in force where the body stands. */
  readonly packBytes: number | undefined;
  readonly conditions: readonly string[];
  /** Whether every member was understood; if not, neither size nor offsets are known. */
  readonly isComplete: boolean;
  readonly span: Span;
}

export interface EnumDefinition {
  readonly name: string;
  readonly constants: readonly string[];
  readonly isPacked: boolean;
}

/** An enumerator: `base + offset`, or `offset` where no enumerator before it has a value of its own. */
export interface EnumConstant {
  readonly base: Expression | undefined;
  readonly offset: number;
  /** How many enumerators between the base and this one stand under `#if`: the value may be so much smaller. */
  readonly nrConditional: number;
}

export interface TypedefDefinition {
  readonly type: CType;
  readonly attributes?: LayoutAttributes;
}

/** A macro; several different bodies where the file defines it more than once. */
export interface MacroDefinition {
  /** Absent for an object-like macro. */
  readonly params: readonly string[] | undefined;
  /** Replacement texts without comments and line continuations. */
  readonly bodies: readonly string[];
  /** The bodies as expressions, where the texts are not at hand; `bodies` is empty then. */
  readonly lowered?: readonly Expression[];
}

export interface FunctionSignature {
  readonly returns: CType;
  readonly parameters: readonly { readonly name: string | undefined; readonly type: CType }[];
  readonly isDefinition: boolean;
}
