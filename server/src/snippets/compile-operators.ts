// Unary and binary operators: arithmetic with C's conversions, pointer arithmetic, comparisons and logic.

import type { Expression } from "../c-types/expression.js";
import { commonType, compileExpression, Unsupported } from "./compile-expression.js";
import { convert, truthOf } from "./conversions.js";
import { binaryOperator, type Int, isArithmetic, toNumber, unaryOperator } from "./integers.js";
import { addressOfPointer, comparedAddress, movePointer } from "./memory.js";
import type { IntOperand, Operand, PointerOperand } from "./operands.js";
import { promote, sizeOf } from "./run-types.js";
import type { Frame } from "./runtime.js";
import type { Scope } from "./scope.js";

export function compileUnary(e: Expression & { kind: "unary" }, scope: Scope): Operand {
  const { types } = scope.program;
  const int = types.integer("int");
  const operand = compileExpression(e.operand, scope);
  if (e.operator === "!") {
    const test = truthOf(operand);
    const known = constantTruth(operand);
    return truthOperand((frame) => !test(frame), known === undefined ? undefined : !known, scope);
  }
  if (operand.kind !== "integer") throw new Unsupported(`'${e.operator}' of what is no integer`);
  const type = promote(operand.type, int, operand.bitWidth);
  const promoted = asInteger(convert(operand, type, scope.program));
  if (e.operator === "+") return promoted;
  const apply = unaryOperator(e.operator, type);
  const { run, constant } = promoted;
  const folded = constant === undefined ? undefined : apply(constant);
  return { kind: "integer", type, run: (frame) => apply(run(frame)), constant: folded };
}

function asInteger(operand: Operand): IntOperand {
  if (operand.kind !== "integer") throw new Unsupported("arithmetic with what is no integer");
  return operand;
}

/** Operands that are already compiled stand in for those of the expression. */
interface Given {
  readonly left?: Operand;
  readonly right?: Operand;
}

export function compileBinary(e: Expression & { kind: "binary" }, scope: Scope, given: Given = {}): Operand {
  const { operator } = e;
  if (operator === "&&" || operator === "||") return logical(e, scope);
  const left = given.left ?? compileExpression(e.left, scope);
  const right = given.right ?? compileExpression(e.right, scope);
  if (left.kind === "pointer" || right.kind === "pointer") return pointerBinary(operator, left, right, scope);
  if (left.kind !== "integer" || right.kind !== "integer")
    throw new Unsupported(`'${operator}' of these operands`);
  if (isComparison(operator)) return comparison(operator, left, right, scope);
  return arithmetic(operator, left, right, scope);
}

function logical(e: Expression & { kind: "binary" }, scope: Scope): IntOperand {
  const first = compileExpression(e.left, scope);
  const second = compileExpression(e.right, scope);
  const left = truthOf(first);
  const right = truthOf(second);
  const isAnd = e.operator === "&&";
  const test = isAnd
    ? (frame: Frame) => left(frame) && right(frame)
    : (frame: Frame) => left(frame) || right(frame);
  const a = constantTruth(first);
  const b = constantTruth(second);
  const isDecided = a !== undefined && (a !== isAnd || b !== undefined);
  return truthOperand(test, isDecided ? (isAnd ? a && b === true : a || b === true) : undefined, scope);
}

/** 1 or 0. */
function truthOperand(test: (frame: Frame) => boolean, known: boolean | undefined, scope: Scope): IntOperand {
  const type = scope.program.types.integer("int");
  const constant = known === undefined ? undefined : known ? 1 : 0;
  return { kind: "integer", type, run: (frame) => (test(frame) ? 1 : 0), test, constant };
}

function constantTruth(operand: Operand): boolean | undefined {
  return operand.kind === "integer" && operand.constant !== undefined ? operand.constant !== 0 : undefined;
}

type Comparison = "<" | "<=" | ">" | ">=" | "==" | "!=";

function isComparison(operator: string): operator is Comparison {
  return ["<", "<=", ">", ">=", "==", "!="].includes(operator);
}

/** Numbers and bigints compare with one another; equal values have one form. */
function comparer(operator: Comparison): (a: Int, b: Int) => boolean {
  switch (operator) {
    case "<":
      return (a, b) => a < b;
    case "<=":
      return (a, b) => a <= b;
    case ">":
      return (a, b) => a > b;
    case ">=":
      return (a, b) => a >= b;
    case "==":
      return (a, b) => a === b;
    case "!=":
      return (a, b) => a !== b;
  }
}

function comparison(operator: Comparison, left: IntOperand, right: IntOperand, scope: Scope): IntOperand {
  const common = commonType(left, right, scope);
  const a = asInteger(convert(left, common, scope.program));
  const b = asInteger(convert(right, common, scope.program));
  const compare = comparer(operator);
  const { run: runA } = a;
  const { run: runB } = b;
  const isKnown = a.constant !== undefined && b.constant !== undefined;
  const known = isKnown ? compare(a.constant ?? 0, b.constant ?? 0) : undefined;
  return truthOperand((frame) => compare(runA(frame), runB(frame)), known, scope);
}

function arithmetic(operator: string, left: IntOperand, right: IntOperand, scope: Scope): IntOperand {
  if (!isArithmetic(operator)) throw new Unsupported(`the operator '${operator}'`);
  const { program } = scope;
  const isShift = operator === "<<" || operator === ">>";
  const int = program.types.integer("int");
  const type = isShift ? promote(left.type, int, left.bitWidth) : commonType(left, right, scope);
  const a = asInteger(convert(left, type, program));
  const b = isShift ? right : asInteger(convert(right, type, program));
  const apply = binaryOperator(operator, type);
  const { run: runA } = a;
  const { run: runB } = b;
  const { runtime } = program;
  const isDivision = operator === "/" || operator === "%";
  if (
    a.constant !== undefined &&
    b.constant !== undefined &&
    !(isDivision && b.constant === 0) &&
    inWidth(b.constant)
  ) {
    const constant = apply(a.constant, b.constant);
    return { kind: "integer", type, run: () => constant, constant };
  }
  if (isDivision) {
    return {
      kind: "integer",
      type,
      run: (frame) => {
        const x = runA(frame);
        const y = runB(frame);
        if (y === 0) runtime.stop("fault", "division by zero");
        return apply(x, y);
      },
    };
  }
  if (isShift) {
    // A shift beyond the width is undefined; x86 takes the low bits of the count.
    const mask = type.bits - 1;
    return { kind: "integer", type, run: (frame) => apply(runA(frame), toNumber(runB(frame)) & mask) };
  }
  return { kind: "integer", type, run: (frame) => apply(runA(frame), runB(frame)) };

  function inWidth(count: Int): boolean {
    return !isShift || (count >= 0 && count < type.bits);
  }
}

/** `pointer + integer` in either order, `sign` -1 for a difference; undefined when it is none of these. */
export function pointerPlus(left: Operand, right: Operand, sign: 1 | -1): PointerOperand | undefined {
  if (left.kind === "integer" && right.kind === "pointer" && sign === 1)
    return pointerPlus(right, left, sign);
  if (left.kind !== "pointer" || right.kind !== "integer") return undefined;
  const target = left.type.target();
  const elementBytes = target.kind === "function" ? 1 : (sizeOf(target) ?? undefined);
  if (elementBytes === undefined) throw new Unsupported("arithmetic on a pointer to an incomplete type");
  const { run: runPointer } = left;
  const { run: runIndex, constant } = right;
  if (constant !== undefined) {
    const bytes = Number(constant) * elementBytes * sign;
    return { kind: "pointer", type: left.type, run: (frame) => movePointer(runPointer(frame), bytes) };
  }
  const scale = elementBytes * sign;
  return {
    kind: "pointer",
    type: left.type,
    run: (frame) => {
      const pointer = runPointer(frame);
      return movePointer(pointer, signedIndex(runIndex(frame)) * scale);
    },
  };
}

/** An unsigned index near 2^64 is a negative one. */
function signedIndex(index: Int): number {
  return typeof index === "number" ? index : Number(BigInt.asIntN(64, index));
}

function pointerBinary(operator: string, left: Operand, right: Operand, scope: Scope): Operand {
  const { program } = scope;
  if (operator === "+" || operator === "-") {
    const moved = pointerPlus(left, right, operator === "+" ? 1 : -1);
    if (moved) return moved;
  }
  if (operator === "-" && left.kind === "pointer" && right.kind === "pointer") {
    const elementBytes = sizeOf(left.type.target()) ?? 1;
    const { run: runA } = left;
    const { run: runB } = right;
    return {
      kind: "integer",
      type: program.types.integer("long"),
      run: (frame) =>
        Math.trunc((addressOfPointer(runA(frame)) - addressOfPointer(runB(frame))) / elementBytes),
    };
  }
  if (!isComparison(operator)) throw new Unsupported(`'${operator}' of pointers`);
  const type = left.kind === "pointer" ? left.type : right.kind === "pointer" ? right.type : undefined;
  if (!type) throw new Unsupported(`'${operator}' of these operands`);
  const a = convert(left, type, program);
  const b = convert(right, type, program);
  if (a.kind !== "pointer" || b.kind !== "pointer") throw new Unsupported(`'${operator}' of these operands`);
  const compare = comparer(operator);
  const { run: runA } = a;
  const { run: runB } = b;
  const order = unsignedOrder(type.sizeBytes);
  const test = (frame: Frame) =>
    compare(order(comparedAddress(runA(frame))), order(comparedAddress(runB(frame))));
  return truthOperand(test, undefined, scope);
}

/** Addresses compare as unsigned; the kernel's half is kept as negative numbers, of at most 2^48 in size. */
function unsignedOrder(pointerBytes: number): (address: number) => number {
  return pointerBytes === 4 ? (address) => address : (address) => (address < 0 ? address + 2 ** 52 : address);
}

/** An expression as a condition. */
export function compileCondition(e: Expression, scope: Scope): (frame: Frame) => boolean {
  return truthOf(compileExpression(e, scope));
}
