// Compiled expressions: closures over the frame, sorted by what they yield, and the places that can be stored to.

import { converterTo, type Int, readBits, writeBits } from "./integers.js";
import { movePointer, type Pointer } from "./memory.js";
import type { IntegerRunType, PointerRunType, RunType } from "./run-types.js";
import type { Frame, Runtime, Value } from "./runtime.js";

export interface IntOperand {
  readonly kind: "integer";
  readonly type: IntegerRunType;
  readonly run: (frame: Frame) => Int;
  /** Its value where it is always the same. */
  readonly constant?: Int | undefined;
  /** Width of the bit-field it was read from: that decides its promotion. */
  readonly bitWidth?: number | undefined;
  /** Whether it is not 0, where that is known without making a number of it. */
  readonly test?: ((frame: Frame) => boolean) | undefined;
}

export interface PointerOperand {
  readonly kind: "pointer";
  readonly type: PointerRunType;
  readonly run: (frame: Frame) => Pointer;
}

/** A struct, union or array: where it lies. */
export interface ObjectOperand {
  readonly kind: "object";
  readonly type: RunType;
  readonly run: (frame: Frame) => Pointer;
}

export interface VoidOperand {
  readonly kind: "void";
  readonly run: (frame: Frame) => unknown;
}

export type Operand = IntOperand | PointerOperand | ObjectOperand | VoidOperand;

/** Where a value can be stored. */
export type Place =
  | { readonly kind: "int-slot"; readonly type: IntegerRunType; readonly slot: number; readonly name: string }
  | {
      readonly kind: "pointer-slot";
      readonly type: PointerRunType;
      readonly slot: number;
      readonly name: string;
    }
  | {
      readonly kind: "memory";
      readonly type: RunType;
      readonly run: (frame: Frame) => Pointer;
      readonly bit?: { readonly shift: number; readonly width: number } | undefined;
    };

export function constantInt(type: IntegerRunType, value: Int): IntOperand {
  return { kind: "integer", type, run: () => value, constant: value };
}

/** The value of a place; arrays and structs yield where they lie. */
export function loadPlace(place: Place, runtime: Runtime): Operand {
  switch (place.kind) {
    case "int-slot":
      return loadIntSlot(place.type, place.slot, place.name, runtime);
    case "pointer-slot": {
      const { slot, name, type } = place;
      const run = (frame: Frame): Pointer => frame.pointers[slot] ?? unwrittenPointer(name, runtime);
      return { kind: "pointer", type, run };
    }
    case "memory":
      return loadMemory(place, runtime);
  }
}

function loadIntSlot(type: IntegerRunType, slot: number, name: string, runtime: Runtime): IntOperand {
  const run = (frame: Frame): Int => {
    const value = frame.ints[slot];
    if (value !== undefined) return value;
    runtime.recorded("uninitialised", `reads '${name}', never written`);
    return converterTo(type)(-0x5a5a5a5b);
  };
  return { kind: "integer", type, run };
}

function unwrittenPointer(name: string, runtime: Runtime): Pointer {
  runtime.recorded("uninitialised", `reads '${name}', never written`);
  return { object: undefined, offset: -0x5a5a5a5b };
}

function loadMemory(place: Place & { kind: "memory" }, runtime: Runtime): Operand {
  const { memory } = runtime;
  const { type, run, bit } = place;
  switch (type.kind) {
    case "integer": {
      if (bit) {
        const field = { ...bit, isSigned: type.isSigned && !type.isBool };
        const nrBytes = Math.ceil((bit.shift + bit.width) / 8);
        const read = (frame: Frame): Int => {
          const at = run(frame);
          // One byte is enough to see whether the unit was ever written.
          memory.readInt(at, { bits: 8, isSigned: false });
          const { view, offset } = memory.bytesAt(at, nrBytes, "read");
          return readBits(view, offset, field);
        };
        return { kind: "integer", type, run: read, bitWidth: bit.width };
      }
      return { kind: "integer", type, run: (frame) => memory.readInt(run(frame), type) };
    }
    case "pointer":
      return { kind: "pointer", type, run: (frame) => memory.readPointer(run(frame)) };
    default:
      return { kind: "object", type, run };
  }
}

/** Stores into a place; the closure gives the value as stored. `value` is already of the place's type. */
export function storePlace(place: Place, value: Operand, runtime: Runtime): Operand {
  const { memory } = runtime;
  switch (place.kind) {
    case "int-slot": {
      if (value.kind !== "integer") return mismatch(runtime);
      const { slot, type } = place;
      const { run } = value;
      return {
        kind: "integer",
        type,
        run: (frame) => {
          const result = run(frame);
          frame.ints[slot] = result;
          return result;
        },
      };
    }
    case "pointer-slot": {
      if (value.kind !== "pointer") return mismatch(runtime);
      const { slot, type } = place;
      const { run } = value;
      return {
        kind: "pointer",
        type,
        run: (frame) => {
          const result = run(frame);
          frame.pointers[slot] = result;
          return result;
        },
      };
    }
    case "memory":
      return storeMemory(place, value, runtime, memory);
  }
}

function storeMemory(
  place: Place & { kind: "memory" },
  value: Operand,
  runtime: Runtime,
  memory: Runtime["memory"],
): Operand {
  const { type, run: at, bit } = place;
  if (type.kind === "integer" && value.kind === "integer") {
    const { run } = value;
    if (bit) return storeBits(place, value, { ...bit, type }, runtime);
    return {
      kind: "integer",
      type,
      run: (frame) => {
        const where = at(frame);
        const result = run(frame);
        memory.writeInt(where, result, type);
        return result;
      },
    };
  }
  if (type.kind === "pointer" && value.kind === "pointer") {
    const { run } = value;
    return {
      kind: "pointer",
      type,
      run: (frame) => {
        const where = at(frame);
        const result = run(frame);
        memory.writePointer(where, result);
        return result;
      },
    };
  }
  if (value.kind === "object" && type.kind !== "integer" && type.kind !== "pointer") {
    const sizeBytes = type.kind === "function" ? 0 : (type.sizeBytes ?? 0);
    const { run } = value;
    return {
      kind: "object",
      type,
      run: (frame) => {
        const where = at(frame);
        memory.copy(where, run(frame), sizeBytes);
        return where;
      },
    };
  }
  return mismatch(runtime);
}

function storeBits(
  place: Place & { kind: "memory" },
  value: IntOperand,
  bit: { readonly shift: number; readonly width: number; readonly type: IntegerRunType },
  { memory }: Runtime,
): IntOperand {
  const { run } = value;
  const nrBytes = Math.ceil((bit.shift + bit.width) / 8);
  const { type } = bit;
  const narrow = converterTo({ bits: bit.width, isSigned: type.isSigned, isBool: type.isBool });
  return {
    kind: "integer",
    type,
    bitWidth: bit.width,
    run: (frame) => {
      const where = place.run(frame);
      const result = narrow(run(frame));
      const { view, offset } = memory.bytesAt(where, nrBytes, "write");
      writeBits(view, offset, result, bit);
      return result;
    },
  };
}

function mismatch(runtime: Runtime): Operand {
  return { kind: "void", run: () => runtime.unsupported("assignment between these types") };
}

/** The value of any operand, for calls. */
export function valueRun(operand: Operand): (frame: Frame) => Value {
  if (operand.kind === "void") {
    const { run } = operand;
    return (frame) => {
      run(frame);
      return 0;
    };
  }
  return operand.run;
}

/** A member or element of a place in memory. */
export function placeWithin(
  base: (frame: Frame) => Pointer,
  offsetBytes: number,
  type: RunType,
  bit?: { readonly shift: number; readonly width: number },
): Place {
  const run = offsetBytes === 0 ? base : (frame: Frame) => movePointer(base(frame), offsetBytes);
  return { kind: "memory", type, run, bit };
}
