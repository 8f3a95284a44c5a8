// What is known of a value at a point of a path: numbers with bounds, gfp masks among them, constants we know only by
// name, parameters passed on, addresses of functions and tables. Unknown is `undefined`.

import type { Span } from "../base/span.js";

/** Where a value that came in through a parameter was written. */
export interface ValueOrigin {
  readonly file: string;
  readonly functionName: string;
  /** The call that hands the value over. */
  readonly callSpan: Span;
  /** The argument's text. */
  readonly argumentSpan: Span;
  /** Identifies the activation that the call stands in, for building the path. */
  readonly frame: number;
}

export type Value =
  | {
      readonly kind: "number";
      /** Inclusive bounds; infinite where there is none. */
      readonly min: number;
      readonly max: number;
      /** Zero is excluded though it lies between the bounds. */
      readonly nonzero: boolean;
      /** Bits that are certainly set, of a number of which not much more is known: `flags | NOWAIT`. */
      readonly bits?: number;
      /** Set while this only narrows what the parameter of that index held at entry. */
      readonly parameter?: number;
      readonly origin?: ValueOrigin;
    }
  /** A constant whose number is not known; two different names are taken to be two different numbers. */
  | { readonly kind: "symbol"; readonly name: string; readonly parameter?: number }
  /** The parameter of that index as it was at entry, with gfp bits set and then cleared. */
  | { readonly kind: "parameter"; readonly index: number; readonly set: number; readonly clear: number }
  /** The address of a function, and the file in which the name means it. */
  | { readonly kind: "function"; readonly name: string; readonly file: string }
  /** The address of a variable with static storage: an ops table, a lock. */
  | { readonly kind: "address"; readonly of: string };

/** The value that is exactly `value`. */
export function exactly(value: number): Value {
  return { kind: "number", min: value, max: value, nonzero: value !== 0 };
}

export const zero: Value = exactly(0);
export const nonzero: Extract<Value, { kind: "number" }> = {
  kind: "number",
  min: Number.NEGATIVE_INFINITY,
  max: Number.POSITIVE_INFINITY,
  nonzero: true,
};

/** The one number a value can be, if it is one. */
export function exactNumber(value: Value | undefined): number | undefined {
  return value?.kind === "number" && value.min === value.max ? value.min : undefined;
}

/** Whether a value is true as a condition; undefined when it may be either. */
export function truth(value: Value | undefined): boolean | undefined {
  switch (value?.kind) {
    case "number":
      if (value.nonzero || value.min > 0 || value.max < 0) return true;
      return value.min === 0 && value.max === 0 ? false : undefined;
    case "function":
    case "address":
      return true;
    default:
      return undefined;
  }
}

/** Narrows a number to `[min, max]`; undefined when nothing is left. */
export function narrow(value: Value | undefined, min: number, max: number): Value | undefined {
  const base = value?.kind === "number" ? value : undefined;
  let low = Math.max(base?.min ?? Number.NEGATIVE_INFINITY, min);
  let high = Math.min(base?.max ?? Number.POSITIVE_INFINITY, max);
  const excludesZero = base?.nonzero ?? false;
  if (excludesZero && low === 0) low = 1;
  if (excludesZero && high === 0) high = -1;
  if (low > high) return undefined;
  const parameter =
    value?.kind === "parameter" && value.set === 0 && value.clear === 0 ? value.index : base?.parameter;
  return {
    kind: "number",
    min: low,
    max: high,
    nonzero: excludesZero || low > 0 || high < 0,
    ...(base?.bits === undefined ? {} : { bits: base.bits }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(base?.origin === undefined ? {} : { origin: base.origin }),
  };
}

/** Excludes zero; undefined when nothing is left. */
export function narrowToNonzero(value: Value | undefined): Value | undefined {
  const narrowed = narrow(value, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  if (narrowed?.kind !== "number") return narrowed;
  const min = narrowed.min === 0 ? 1 : narrowed.min;
  const max = narrowed.max === 0 ? -1 : narrowed.max;
  return min > max ? undefined : { ...narrowed, min, max, nonzero: true };
}

/** Whether both say the same. */
export function sameValue(a: Value, b: Value): boolean {
  return a === b || valueKey(a) === valueKey(b);
}

/** A text that is equal for equal values. */
export function valueKey(value: Value): string {
  switch (value.kind) {
    case "number": {
      const bits = value.bits === undefined ? "" : `|${value.bits}`;
      const flags = `${value.nonzero ? "!" : ""}${value.parameter ?? ""}${bits}`;
      return `${value.min}:${value.max}${flags}${value.origin ? `@${value.origin.callSpan.start}` : ""}`;
    }
    case "symbol":
      return `s${value.name}`;
    case "parameter":
      return `p${value.index}|${value.set}&${value.clear}`;
    case "function":
      return `f${value.file}:${value.name}`;
    case "address":
      return `&${value.of}`;
  }
}

/** What holds on both of two paths: the hull of two numbers, else nothing unless they agree. */
export function joinValues(a: Value, b: Value, widen: boolean): Value | undefined {
  if (sameValue(a, b)) return a;
  if (a.kind !== "number" || b.kind !== "number") return undefined;
  const min = b.min < a.min ? (widen ? Number.NEGATIVE_INFINITY : b.min) : a.min;
  const max = b.max > a.max ? (widen ? Number.POSITIVE_INFINITY : b.max) : a.max;
  const isNonzero = a.nonzero && b.nonzero;
  if (!isNonzero && min === Number.NEGATIVE_INFINITY && max === Number.POSITIVE_INFINITY) return undefined;
  const parameter = a.parameter === b.parameter ? a.parameter : undefined;
  const bits = ((a.bits ?? 0) & (b.bits ?? 0)) >>> 0;
  return {
    kind: "number",
    min,
    max,
    nonzero: isNonzero,
    ...(bits === 0 ? {} : { bits }),
    ...(parameter === undefined ? {} : { parameter }),
  };
}
