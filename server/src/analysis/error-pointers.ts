// Error pointers on a path: what err.h's functions give for what is known of their argument. Bias: of a pointer of which
// nothing is known nothing is claimed.

import { type ErrorPointerRow, errorPointerRow, maxErrno } from "../kernel-model/error-pointers.js";
import { exactly, type Value, zero } from "./values.js";

/** Some errno, as a number or as a pointer. */
export const someErrno: Value = { kind: "number", min: -maxErrno, max: -1, nonzero: true };

/** What is no errno: a pointer that may be used, or NULL. */
const noErrno: Value = { kind: "number", min: 0, max: Number.POSITIVE_INFINITY, nonzero: false };

/** The value of a call of err.h's functions; undefined for others, and where it may be anything. */
export function errorPointerValue(name: string, argument: Value | undefined): Value | undefined {
  const row = errorPointerRow(name);
  if (!row) return undefined;
  return row.kind === "make" || row.kind === "pass" ? madeOf(argument) : askedOf(row.kind, argument);
}

function madeOf(argument: Value | undefined): Value {
  return argument?.kind === "number" && (isErrno(argument) || !mayBeErrno(argument)) ? argument : someErrno;
}

function askedOf(kind: ErrorPointerRow["kind"], argument: Value | undefined): Value | undefined {
  if (kind === "read") return argument?.kind === "number" ? argument : someErrno;
  if (argument?.kind === "function" || argument?.kind === "address") return zero;
  if (argument?.kind !== "number") return undefined;
  if (isErrno(argument)) return kind === "read-or-zero" ? argument : exactly(1);
  if (mayBeErrno(argument)) return undefined;
  if (kind !== "test-or-null") return zero;
  if (argument.nonzero) return zero;
  return argument.max === 0 ? exactly(1) : undefined;
}

type NumberValue = Extract<Value, { kind: "number" }>;

function isErrno({ min, max }: NumberValue): boolean {
  return min >= -maxErrno && max < 0;
}

function mayBeErrno({ min, max }: NumberValue): boolean {
  return min < 0 && max >= -maxErrno;
}

/**
 * Whether a function that returns `value` at some end says by an errno that it failed there; its other ends then did
 * not fail, though nothing else is known of what they return.
 */
export function saysFailure(value: Value | undefined): boolean {
  return value?.kind === "number" && isErrno(value);
}

/** Whether a function that returns `value` at some end says by NULL, or 0, that there is nothing to return. */
export function saysNothing(value: Value | undefined): boolean {
  return value?.kind === "number" && value.min === 0 && value.max === 0;
}

/** A result of which nothing is known but that it is no failure. */
export function knownSuccess(value: Value | undefined): Value {
  return value?.kind === "number" ? value : noErrno;
}
