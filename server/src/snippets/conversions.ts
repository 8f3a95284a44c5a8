// Conversions between types, and the truth of a value.

import { converterTo, type Int, type IntUnary, intOf } from "./integers.js";
import { addressOfPointer, comparedAddress, nullPointer, type Pointer } from "./memory.js";
import type { IntOperand, Operand } from "./operands.js";
import type { IntegerRunType, PointerRunType, RunType } from "./run-types.js";
import type { Frame, Runtime } from "./runtime.js";

interface Converting {
  readonly runtime: Runtime;
}

/** A value as `type`: what assignment, a cast and an argument do. Structs stay as they are. */
export function convert(operand: Operand, type: RunType, { runtime }: Converting): Operand {
  if (type.kind === "integer") {
    if (operand.kind === "integer") return convertInteger(operand, type);
    if (operand.kind === "pointer") return integerFromPointer(operand.run, operand.type.sizeBytes, type);
  }
  if (type.kind === "pointer") {
    if (operand.kind === "pointer") return operand.type === type ? operand : { ...operand, type };
    if (operand.kind === "integer") return pointerFromInteger(operand, type, runtime);
  }
  if (
    operand.kind === "object" &&
    operand.type.kind !== "integer" &&
    type.kind !== "integer" &&
    type.kind !== "pointer"
  )
    return { ...operand, type };
  return { kind: "void", run: () => runtime.unsupported("a conversion between these types") };
}

function convertInteger(operand: IntOperand, type: IntegerRunType): IntOperand {
  const from = operand.type;
  const { run } = operand;
  if (operand.constant !== undefined) {
    const constant = converterTo(type)(operand.constant);
    return { kind: "integer", type, run: () => constant, constant };
  }
  if (keepsValue(from, type)) return { kind: "integer", type, run };
  const narrow = converterTo(type);
  return { kind: "integer", type, run: (frame) => narrow(run(frame)) };
}

function keepsValue(from: IntegerRunType, to: IntegerRunType): boolean {
  if (to.isBool) return from.isBool;
  if (from.isSigned === to.isSigned) return from.bits <= to.bits;
  return !from.isSigned && from.bits < to.bits;
}

function integerFromPointer(
  run: (frame: Frame) => Pointer,
  sizeBytes: number,
  type: IntegerRunType,
): IntOperand {
  // The address as the unsigned integer of a pointer's width, then as any other.
  const whole = converterTo({ bits: sizeBytes * 8, isSigned: false });
  const narrow: IntUnary = type.isBool ? converterTo(type) : (value) => converterTo(type)(value);
  const last = type.bits === sizeBytes * 8 && !type.isSigned && !type.isBool ? whole : combine(whole, narrow);
  return { kind: "integer", type, run: (frame) => last(addressOfPointer(run(frame))) };
}

function combine(first: IntUnary, second: IntUnary): IntUnary {
  return (value) => second(first(value));
}

function pointerFromInteger(operand: IntOperand, type: PointerRunType, runtime: Runtime): Operand {
  const { run, constant } = operand;
  if (constant === 0) return { kind: "pointer", type, run: () => nullPointer };
  const toAddress = addressFromInteger(type.sizeBytes);
  return { kind: "pointer", type, run: (frame) => runtime.memory.pointerTo(toAddress(run(frame))) };
}

/** Integers become addresses of the form that memory keeps: signed on 64-bit machines. */
export function addressFromInteger(pointerBytes: number): (value: Int) => number {
  const convertTo = converterTo({ bits: pointerBytes * 8, isSigned: pointerBytes === 8 });
  return (value) => Number(convertTo(value));
}

/** An address as the unsigned integer that C code would print. */
export function integerFromAddress(address: number, pointerBytes: number): Int {
  return intOf(BigInt.asUintN(pointerBytes * 8, BigInt(address)));
}

/** Whether a value counts as true. */
export function truthOf(operand: Operand): (frame: Frame) => boolean {
  switch (operand.kind) {
    case "integer": {
      const { run, test } = operand;
      return test ?? ((frame) => run(frame) !== 0);
    }
    case "pointer": {
      const { run } = operand;
      return (frame) => comparedAddress(run(frame)) !== 0;
    }
    default:
      return (frame) => {
        operand.run(frame);
        return false;
      };
  }
}
