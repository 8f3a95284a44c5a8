// Expressions → closures. Each kind of expression is decided once, with its types; what runs afterwards asks nothing.
// Unsupported C throws while compiling and is turned into a statement that stops the run when it is reached, so code
// that never runs may hold anything.

import type { CType, Expression } from "../c-types/expression.js";
import { layoutOf } from "../c-types/layout.js";
import { lowerTypeDescriptor } from "../c-types/lower.js";
import { childByField } from "../syntax/tree.js";
import { assignment, update } from "./compile-assignment.js";
import { completeArray } from "./compile-declaration.js";
import { compileBinary, compileUnary, pointerPlus } from "./compile-operators.js";
import { convert, truthOf } from "./conversions.js";
import { type Int, intOf } from "./integers.js";
import { comparedAddress, nullPointer, type Pointer } from "./memory.js";
import {
  constantInt,
  type IntOperand,
  loadPlace,
  type Operand,
  type Place,
  placeWithin,
} from "./operands.js";
import { findMember, promote, type RunType, sizeOf, type TypeQuestions } from "./run-types.js";
import type { Frame } from "./runtime.js";
import { lookUp, nodeAt, type Scope } from "./scope.js";
import { stringBytes } from "./string-literals.js";
import { specialCall } from "./type-calls.js";

/** Thrown while compiling what the interpreter does not do; its message names it. */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}

/** What types ask of the place where they are written. */
export function questionsIn(scope: Scope): TypeQuestions {
  return {
    typeOf: (expression) => typeOfExpression(expression, scope),
    constantOf: (expression) => {
      const operand = compileExpression(expression, scope);
      if (operand.kind === "integer" && operand.constant !== undefined) return Number(operand.constant);
      return undefined;
    },
  };
}

export function resolveIn(type: CType, scope: Scope): RunType {
  return scope.program.types.resolve(type, questionsIn(scope));
}

/** The type of an expression before arrays decay. */
export function typeOfExpression(e: Expression, scope: Scope): RunType | undefined {
  const place = placeKinds.has(e.kind) ? compilePlace(e, scope) : undefined;
  if (place) return place.type;
  const operand = compileExpression(e, scope);
  return operand.kind === "void" ? { kind: "void", sizeBytes: 1, alignBytes: 1 } : operand.type;
}

/** Expressions that always name places; the others are values, and compiling them twice would add up. */
const placeKinds: ReadonlySet<Expression["kind"]> = new Set([
  "name",
  "index",
  "member",
  "dereference",
  "string",
  "compoundLiteral",
]);

/** The place that an expression names; undefined when it is no lvalue. */
export function compilePlace(e: Expression, scope: Scope): Place | undefined {
  switch (e.kind) {
    case "name":
      return lookUp(scope, e.name) ?? scope.program.globalPlace(e.name);
    case "dereference": {
      const pointer = compileExpression(e.operand, scope);
      if (pointer.kind !== "pointer") return undefined;
      const target = pointer.type.target();
      return target.kind === "function" ? undefined : { kind: "memory", type: target, run: pointer.run };
    }
    case "index":
      return indexPlace(e, scope);
    case "member":
      return memberPlace(e, scope);
    case "compoundLiteral":
      return compoundLiteral(e, scope);
    case "string":
      return stringPlace(e, scope);
    case "conditional":
    case "comma":
    case "assignment":
    case "call":
    case "statementExpression":
      return objectPlace(e, scope);
    default:
      return undefined;
  }
}

/** A struct that an expression yields can be looked into, though not stored to. */
function objectPlace(e: Expression, scope: Scope): Place | undefined {
  const operand = compileExpression(e, scope);
  return operand.kind === "object" ? { kind: "memory", type: operand.type, run: operand.run } : undefined;
}

function indexPlace(e: Expression & { kind: "index" }, scope: Scope): Place | undefined {
  const object = compileExpression(e.object, scope);
  const index = compileExpression(e.index, scope);
  const moved = pointerPlus(object, index, 1);
  if (!moved) throw new Unsupported("this index");
  return { kind: "memory", type: moved.type.target(), run: moved.run };
}

function memberPlace(e: Expression & { kind: "member" }, scope: Scope): Place | undefined {
  const base = memberBase(e, scope);
  const { type, run } = base;
  if (type.kind === "opaque")
    throw new Unsupported(`member '${e.member}' of ${type.name}, whose definition is not known`);
  if (type.kind !== "struct") throw new Unsupported(`member '${e.member}' of what is no struct`);
  const field = findMember(type, e.member);
  if (!field) throw new Unsupported(`${type.name} has no member '${e.member}'`);
  return placeWithin(run, field.offsetBytes, field.type, field.bit);
}

function memberBase(
  e: Expression & { kind: "member" },
  scope: Scope,
): { type: RunType; run: (frame: Frame) => Pointer } {
  if (e.arrow) {
    const pointer = compileExpression(e.object, scope);
    if (pointer.kind !== "pointer") throw new Unsupported(`'->${e.member}' of what is no pointer`);
    return { type: pointer.type.target(), run: pointer.run };
  }
  const place = compilePlace(e.object, scope);
  if (place?.kind !== "memory") throw new Unsupported(`'.${e.member}' of what has no place`);
  return place;
}

function stringPlace(e: Expression & { kind: "string" }, scope: Scope): Place {
  const { unit, program } = scope;
  const operand = program.stringObject(stringBytes(unit.text.slice(e.span.start, e.span.end)));
  if (operand.kind !== "object") throw new Unsupported("this string");
  return { kind: "memory", type: operand.type, run: operand.run };
}

/** `(type){ … }`: an object of its own, made anew each time. */
function compoundLiteral(e: Expression & { kind: "compoundLiteral" }, scope: Scope): Place {
  const node = nodeAt(scope.unit, e.span.start, ["compound_literal_expression"]);
  const typeNode = node ? childByField(node, "type") : undefined;
  const list = node ? childByField(node, "value") : undefined;
  if (!typeNode || !list) throw new Unsupported("this compound literal");
  const written = lowerTypeDescriptor(typeNode, scope.unit.text);
  const resolved = resolveIn(written, scope);
  const isOpen = written.kind === "array" && !written.length && resolved.kind === "array";
  const type = isOpen ? completeArray(resolved, list, scope) : resolved;
  const slot = scope.fn.nrPointers++;
  scope.fn.memoryLocals.push({ slot, name: "(literal)", type });
  const read = (frame: Frame): Pointer => frame.pointers[slot] ?? nullPointer;
  const initialize = scope.program.compileInitializer({ kind: "memory", type, run: read }, list, scope);
  return {
    kind: "memory",
    type,
    run: (frame) => {
      initialize(frame);
      return read(frame);
    },
  };
}

/** The value of an expression; arrays and functions have become pointers. */
export function compileExpression(e: Expression, scope: Scope): Operand {
  return decay(compileUndecayed(e, scope), scope);
}

function decay(operand: Operand, scope: Scope): Operand {
  if (operand.kind !== "object" || operand.type.kind !== "array") return operand;
  const { element } = operand.type;
  return { kind: "pointer", type: scope.program.types.pointerTo(element), run: operand.run };
}

function compileUndecayed(e: Expression, scope: Scope): Operand {
  const { program } = scope;
  switch (e.kind) {
    case "literal":
      return literal(e, scope);
    case "string":
    case "index":
    case "member":
    case "compoundLiteral":
      return load(e, scope);
    case "name":
      return name(e.name, scope);
    case "unary":
      return compileUnary(e, scope);
    case "address":
      return address(e.operand, scope);
    case "dereference":
      return dereference(e, scope);
    case "binary":
      return castInDisguise(e, scope) ?? compileBinary(e, scope);
    case "conditional":
      return conditional(e, scope);
    case "call":
      return call(e, scope);
    case "cast":
      return cast(e, scope);
    case "sizeofType":
      return sizeOperand(resolveIn(e.type, scope), e.type, scope);
    case "sizeofExpression":
      return sizeOperand(sizeofOperand(e.operand, scope), undefined, scope);
    case "assignment":
      return assignment(e, scope);
    case "update":
      return update(e, scope);
    case "comma":
      return comma(e.items, scope);
    case "statementExpression": {
      const node = nodeAt(scope.unit, e.span.start, ["compound_statement"]);
      if (!node) throw new Unsupported("this statement expression");
      return program.compileBlockExpression(scope.unit, node, scope);
    }
    default:
      throw new Unsupported(
        `'${scope.unit.text.slice(e.span.start, Math.min(e.span.end, e.span.start + 40))}'`,
      );
  }
}

function load(e: Expression, scope: Scope): Operand {
  const place = compilePlace(e, scope);
  if (!place) throw new Unsupported("a value from here");
  return loadPlace(place, scope.program.runtime);
}

function literal(e: Expression & { kind: "literal" }, scope: Scope): IntOperand {
  const { types } = scope.program;
  const written = scope.unit.text.charAt(e.span.start);
  if (written === "'") {
    const char = types.integer("char");
    const isOne = e.value <= 0xffn;
    return constantInt(
      types.integer("int"),
      isOne && char.isSigned && e.value > 127n ? Number(e.value) - 256 : intOf(e.value),
    );
  }
  const unsignedSuffix = e.suffix.includes("u");
  const nrLongs = e.suffix.replace(/[^lz]/g, "").replace("z", "l").length;
  const names = [
    ...(nrLongs === 0 ? [["int", "unsigned int"]] : []),
    ...(nrLongs <= 1 ? [["long", "unsigned long"]] : []),
    ["long long", "unsigned long long"],
  ];
  for (const [signed = "", unsigned = ""] of names) {
    const { bits } = types.integer(signed);
    if (!unsignedSuffix && e.value < 1n << BigInt(bits - 1))
      return constantInt(types.integer(signed), intOf(e.value));
    const mayBeUnsigned = unsignedSuffix || e.radix !== undefined;
    if (mayBeUnsigned && e.value < 1n << BigInt(bits))
      return constantInt(types.integer(unsigned), intOf(e.value));
  }
  return constantInt(types.integer("unsigned long long"), intOf(BigInt.asUintN(64, e.value)));
}

function name(text: string, scope: Scope): Operand {
  const { program } = scope;
  const place = lookUp(scope, text) ?? program.globalPlace(text);
  if (place) return loadPlace(place, program.runtime);
  const known = program.functionPointer(text) ?? program.constant(text);
  if (!known) throw new Unsupported(`the name '${text}', which nothing here defines`);
  return known;
}

function address(operand: Expression, scope: Scope): Operand {
  const { program } = scope;
  if (operand.kind === "dereference") {
    const inner = compileExpression(operand.operand, scope);
    if (inner.kind === "pointer") return inner;
  }
  if (operand.kind === "name" && !lookUp(scope, operand.name)) {
    const fn = program.functionPointer(operand.name);
    if (fn) return fn;
  }
  const place = compilePlace(operand, scope);
  if (!place) throw new Unsupported("the address of what has no place");
  if (place.kind !== "memory" || place.bit) throw new Unsupported("the address of this");
  return { kind: "pointer", type: program.types.pointerTo(place.type), run: place.run };
}

function dereference(e: Expression & { kind: "dereference" }, scope: Scope): Operand {
  const pointer = compileExpression(e.operand, scope);
  if (pointer.kind !== "pointer") throw new Unsupported("'*' of what is no pointer");
  const target = pointer.type.target();
  if (target.kind === "function") return pointer;
  return loadPlace({ kind: "memory", type: target, run: pointer.run }, scope.program.runtime);
}

function conditional(e: Expression & { kind: "conditional" }, scope: Scope): Operand {
  const { program } = scope;
  if (!e.whenTrue) return elvis(e, scope);
  const known = compileExpression(e.condition, scope);
  const test = truthOf(known);
  const whenTrue = compileExpression(e.whenTrue, scope);
  const whenFalse = compileExpression(e.whenFalse, scope);
  if (
    known.kind === "integer" &&
    known.constant !== undefined &&
    whenTrue.kind === "integer" &&
    whenFalse.kind === "integer"
  ) {
    const type = commonType(whenTrue, whenFalse, scope);
    return convert(known.constant !== 0 ? whenTrue : whenFalse, type, program);
  }
  if (whenTrue.kind === "integer" && whenFalse.kind === "integer") {
    const type = commonType(whenTrue, whenFalse, scope);
    const left = convert(whenTrue, type, program);
    const right = convert(whenFalse, type, program);
    if (left.kind === "integer" && right.kind === "integer")
      return { kind: "integer", type, run: (frame) => (test(frame) ? left.run(frame) : right.run(frame)) };
  }
  if (whenTrue.kind === "pointer" || whenFalse.kind === "pointer") {
    const type = pointerTypeOf(whenTrue, whenFalse);
    const left = convert(whenTrue, type, program);
    const right = convert(whenFalse, type, program);
    if (left.kind === "pointer" && right.kind === "pointer")
      return { kind: "pointer", type, run: (frame) => (test(frame) ? left.run(frame) : right.run(frame)) };
  }
  if (whenTrue.kind === "object" && whenFalse.kind === "object")
    return {
      kind: "object",
      type: whenTrue.type,
      run: (frame) => (test(frame) ? whenTrue.run(frame) : whenFalse.run(frame)),
    };
  return { kind: "void", run: (frame) => (test(frame) ? whenTrue.run(frame) : whenFalse.run(frame)) };
}

function pointerTypeOf(a: Operand, b: Operand) {
  const aPointer = a.kind === "pointer" ? a.type : undefined;
  const bPointer = b.kind === "pointer" ? b.type : undefined;
  const chosen = aPointer && aPointer.target().kind !== "void" ? aPointer : (bPointer ?? aPointer);
  if (!chosen) throw new Unsupported("these operands");
  return chosen;
}

export function commonType(a: IntOperand, b: IntOperand, scope: Scope) {
  const int = scope.program.types.integer("int");
  const left = promote(a.type, int, a.bitWidth);
  const right = promote(b.type, int, b.bitWidth);
  if (left.bits !== right.bits) return left.bits > right.bits ? left : right;
  if (left.isSigned === right.isSigned) return left;
  return left.isSigned ? right : left;
}

/** GNU `a ?: b`: `a` is evaluated once. */
function elvis(e: Expression & { kind: "conditional" }, scope: Scope): Operand {
  const { program } = scope;
  const first = compileExpression(e.condition, scope);
  const second = compileExpression(e.whenFalse, scope);
  if (first.kind === "integer" && second.kind === "integer") {
    const type = commonType(first, second, scope);
    const left = convert(first, type, program);
    const right = convert(second, type, program);
    if (left.kind === "integer" && right.kind === "integer") {
      return {
        kind: "integer",
        type,
        run: (frame) => {
          const value = left.run(frame);
          return value !== 0 ? value : right.run(frame);
        },
      };
    }
  }
  const type = pointerTypeOf(first, second);
  const left = convert(first, type, program);
  const right = convert(second, type, program);
  if (left.kind !== "pointer" || right.kind !== "pointer") throw new Unsupported("this '?:'");
  return {
    kind: "pointer",
    type,
    run: (frame) => {
      const value = left.run(frame);
      return comparedAddress(value) !== 0 ? value : right.run(frame);
    },
  };
}

function cast(e: Expression & { kind: "cast" }, scope: Scope): Operand {
  const type = resolveIn(e.type, scope);
  const operand = compileExpression(e.operand, scope);
  if (type.kind === "void") return { kind: "void", run: operand.run };
  return convert(operand, type, scope.program);
}

function sizeofOperand(operand: Expression, scope: Scope): RunType | undefined {
  return typeNamed(operand, scope) ?? typeOfExpression(operand, scope);
}

/** The type that a name stands for: the parser cannot tell `sizeof(foo_t)` and `(foo_t)(x)` from what they look like. */
function typeNamed(e: Expression, scope: Scope): RunType | undefined {
  if (e.kind !== "name" || lookUp(scope, e.name)) return undefined;
  const { program } = scope;
  const type = resolveIn({ kind: "named", name: e.name }, scope);
  if (program.types.environment.typedefOf(e.name)) return type;
  const isKnown = type.kind !== "opaque" || type.sizeBytes !== undefined;
  return isKnown && !program.globalPlace(e.name) && !program.functionPointer(e.name) ? type : undefined;
}

/** `(foo_t)-x`, `(foo_t)*p` and the like, which parse as binary operators. */
function castInDisguise(e: Expression & { kind: "binary" }, scope: Scope): Operand | undefined {
  if (e.left.kind !== "name" || !typeNamed(e.left, scope)) return undefined;
  const { right: operand, operator } = e;
  const { span } = operand;
  const type: CType = { kind: "named", name: e.left.name };
  if (operator === "*")
    return cast({ kind: "cast", type, operand: { kind: "dereference", operand, span }, span }, scope);
  if (operator === "&")
    return cast({ kind: "cast", type, operand: { kind: "address", operand, span }, span }, scope);
  if (operator !== "-" && operator !== "+") return undefined;
  return cast({ kind: "cast", type, operand: { kind: "unary", operator, operand, span }, span }, scope);
}

function sizeOperand(type: RunType | undefined, written: CType | undefined, scope: Scope): IntOperand {
  const { types } = scope.program;
  const sizeBytes = type ? sizeOf(type) : undefined;
  const known = sizeBytes ?? (written && layoutOf(written, types.environment, types.profile)?.sizeBytes);
  if (known === undefined) throw new Unsupported("sizeof of a type whose definition is not known");
  return constantInt(types.integer("unsigned long"), known);
}

function comma(items: readonly Expression[], scope: Scope): Operand {
  const operands = items.map((item) => compileExpression(item, scope));
  const last = operands.at(-1);
  if (!last) throw new Unsupported("this comma");
  const before = operands.slice(0, -1).map((operand) => operand.run);
  const first = (frame: Frame): void => {
    for (const run of before) run(frame);
  };
  return afterwards(first, last);
}

/** `last` with something done before it. */
export function afterwards(first: (frame: Frame) => void, last: Operand): Operand {
  switch (last.kind) {
    case "integer": {
      const { run, type } = last;
      return {
        kind: "integer",
        type,
        run: (frame): Int => {
          first(frame);
          return run(frame);
        },
      };
    }
    case "pointer":
    case "object": {
      const { run } = last;
      return {
        ...last,
        run: (frame): Pointer => {
          first(frame);
          return run(frame);
        },
      };
    }
    case "void": {
      const { run } = last;
      return {
        kind: "void",
        run: (frame) => {
          first(frame);
          return run(frame);
        },
      };
    }
  }
}

function call(e: Expression & { kind: "call" }, scope: Scope): Operand {
  const { callee } = e;
  const { program } = scope;
  if (callee.kind === "name" && !lookUp(scope, callee.name)) {
    const [only] = e.arguments;
    if (e.arguments.length === 1 && only && only.kind !== "type" && typeNamed(callee, scope))
      return cast(
        { kind: "cast", type: { kind: "named", name: callee.name }, operand: only, span: e.span },
        scope,
      );
    const special = specialCall(callee.name, e, scope);
    if (special) return special;
    const named = program.compileNamedCall(callee.name, e, scope);
    if (named) return named;
    const place = program.globalPlace(callee.name);
    if (!place) throw new Unsupported(`${callee.name}()`);
  }
  return program.compilePointerCall(compileExpression(callee, scope), e, scope);
}
