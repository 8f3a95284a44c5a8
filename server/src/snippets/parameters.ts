// The arguments that a snippet's function is called with: a zeroed object for a pointer to what is known, an opaque
// pointer for the rest, and what `let` says.

import type { Span } from "../base/span.js";
import { lowerDeclaration, lowerParameters } from "../c-types/lower.js";
import { compileExpression, compilePlace, resolveIn, Unsupported } from "./compile-expression.js";
import { convert } from "./conversions.js";
import { linkedRoom } from "./linked-objects.js";
import { type Memory, type MemoryObject, movePointer, nullPointer, type Pointer } from "./memory.js";
import { storePlace } from "./operands.js";
import type { Piece } from "./piece.js";
import type { Program } from "./program.js";
import { type RunType, sizeOf } from "./run-types.js";
import type { Frame, Runtime, Value } from "./runtime.js";
import { makeLocal, type Scope } from "./scope.js";
import type { SnippetPlan } from "./snippet-plan.js";

export interface ParameterRequest {
  readonly program: Program;
  readonly runtime: Runtime;
  readonly name: string;
  readonly plan: SnippetPlan;
  readonly piece: (text: string, line: number | undefined) => Piece;
  readonly lineOf: (offset: number) => number;
}

/** Parameter objects lie where no allocator gives memory. */
const firstObjectAddress = { wide: -0x3_0000_0000, narrow: 0x3c00_0000 };

/** Makes the arguments and runs the `let` directives on them. */
export function setParameters(request: ParameterRequest): readonly Value[] {
  const { program, name } = request;
  const definition = program.functionNode(name);
  if (!definition) return [];
  const { unit, node } = definition;
  const [declared] = lowerDeclaration(node, unit.text);
  const list = declared?.parameters;
  const parameters = list ? lowerParameters(list, unit.text) : [];
  const fn: Scope["fn"] = {
    name,
    returns: { kind: "void", sizeBytes: 1, alignBytes: 1 },
    nrInts: 0,
    nrPointers: 0,
    memoryLocals: [],
    addressed: new Set(),
  };
  const scope: Scope = { program, unit, fn, names: new Map(), parent: undefined };
  const frame: Frame = { ints: [], pointers: [], result: undefined, label: undefined, varargs: [] };
  const makeObject = objectMaker(request, scope, node);
  const readers = parameters.map((parameter) => {
    const type = resolveIn(parameter.type, { ...scope, program });
    const parameterName = parameter.name ?? "";
    const place = makeLocal(fn, parameterName, type);
    scope.names.set(parameterName, place);
    if (place.kind === "int-slot") {
      frame.ints[place.slot] = 0;
      return (): Value => frame.ints[place.slot] ?? 0;
    }
    if (place.kind === "pointer-slot") {
      frame.pointers[place.slot] = makeObject(parameterName, place.type.target());
      return (): Value => frame.pointers[place.slot] ?? nullPointer;
    }
    const object = makeObject(parameterName, type);
    frame.pointers[slotOf(fn, parameterName)] = object;
    return (): Value => object;
  });
  runLets(request, scope, frame);
  return readers.map((read) => read());
}

function slotOf(fn: Scope["fn"], name: string): number {
  return fn.memoryLocals.find((local) => local.name === name)?.slot ?? 0;
}

function objectMaker(
  { program, runtime, piece }: ParameterRequest,
  scope: Scope,
  body: Span,
): (name: string, type: RunType) => Pointer {
  const { memory } = runtime;
  const isWide = program.types.profile.arch.bits === 64;
  let address = isWide ? firstObjectAddress.wide : firstObjectAddress.narrow;
  const make = (name: string, sizeBytes: number): MemoryObject => {
    const kind = sizeBytes === 0 ? "opaque" : "parameter";
    const object = memory.create({ kind, name, address, sizeBytes, content: "zero" });
    address += Math.ceil((sizeBytes + 64) / 64) * 64;
    return object;
  };
  return (name, type) => {
    if (type.kind === "function") return nullPointer;
    const outer = type.kind === "void" ? unknownStruct : embeddingStruct(name, { scope, body, piece });
    if (outer) {
      const pointer = { object: make(name, outer.sizeBytes), offset: outer.offsetBytes };
      clearLists(type, pointer, memory);
      return pointer;
    }
    const pointer = { object: make(name, withPrivatePart(type)), offset: 0 };
    clearLists(type, pointer, memory);
    return pointer;
  };
}

/** `void *` is what the program makes of it. */
const unknownStruct = { sizeBytes: linkedRoom.before + linkedRoom.behind, offsetBytes: linkedRoom.before };

/**
 * Where a parameter lies in a larger struct, as a `container_of()` of the function's own says; expanded, that is a
 * difference of a pointer and an offset.
 */
function embeddingStruct(
  name: string,
  { scope, body, piece }: { scope: Scope; body: Span; piece: ParameterRequest["piece"] },
): { readonly sizeBytes: number; readonly offsetBytes: number } | undefined {
  if (name === "") return undefined;
  const text = scope.unit.text.slice(body.start, body.end);
  const found = new RegExp(
    `\\(char \\*\\)\\s*\\(\\s*${name}\\s*\\)\\s*-\\s*(?:__builtin_)?offsetof\\s*\\(([^,()]+),([^,()]+)\\)`,
  ).exec(text);
  if (!found) return undefined;
  const [, type = "", member = ""] = found;
  const sizeBytes = constantIn(`sizeof(${type})`, scope, piece);
  const offsetBytes = constantIn(`__builtin_offsetof(${type}, ${member})`, scope, piece);
  return sizeBytes === undefined || offsetBytes === undefined ? unknownStruct : { sizeBytes, offsetBytes };
}

function constantIn(
  text: string,
  { program, fn }: Scope,
  piece: ParameterRequest["piece"],
): number | undefined {
  try {
    const { expression, unit: own } = piece(text, undefined);
    const operand = compileExpression(expression, {
      program,
      unit: own,
      fn,
      names: new Map(),
      parent: undefined,
    });
    return operand.kind === "integer" && operand.constant !== undefined
      ? Number(operand.constant)
      : undefined;
  } catch (problem) {
    // A type that is not known here leaves the struct unknown.
    if (!(problem instanceof Unsupported)) throw problem;
    return undefined;
  }
}

/** Structs behind which their users have a part of their own, whose size only the call knows that made them. */
const privateParts: readonly { readonly tag: string; readonly bytes: number; readonly source: string }[] = [
  { tag: "net_device", bytes: 0x8000, source: "net/core/dev.c: alloc_netdev_mqs(), netdev_priv() (6.1)" },
];

function withPrivatePart(type: RunType): number {
  const sizeBytes = sizeOf(type) ?? 0;
  const tag = type.kind === "struct" ? type.name.replace(/^struct /, "") : "";
  return sizeBytes + (privateParts.find((part) => part.tag === tag)?.bytes ?? 0);
}

/** Heads and links of lists that nobody has set are NULL, as in zeroed memory: there is nothing to walk to. */
function clearLists(type: RunType, at: Pointer, memory: Memory): void {
  if (type.kind !== "struct") return;
  for (const field of type.fields) {
    const place = movePointer(at, field.offsetBytes);
    const isLink = /^(?:struct )?(?:h?list_(?:head|node|bl_\w+|nulls_\w+)|rb_(?:node|root)|llist_\w+)$/.test(
      type.name,
    );
    if (field.type.kind === "pointer" && isLink) memory.writePointer(place, nullPointer);
    else if (field.type.kind === "struct") clearLists(field.type, place, memory);
  }
}

function runLets({ plan, piece, lineOf, runtime }: ParameterRequest, scope: Scope, frame: Frame): void {
  for (const directive of plan.attached) {
    if (directive.kind !== "let") continue;
    const line = lineOf(directive.span.start);
    runtime.line = line;
    for (const { target, value } of directive.assignments)
      runLet(target, value, line, { piece, scope, frame, runtime });
  }
}

interface LetSetting {
  readonly piece: ParameterRequest["piece"];
  readonly scope: Scope;
  readonly frame: Frame;
  readonly runtime: Runtime;
}

function runLet(
  target: string,
  value: string,
  line: number,
  { piece, scope, frame, runtime }: LetSetting,
): void {
  try {
    compileLet(target, value, line, scope, piece)(frame);
  } catch (problem) {
    // A `let` that cannot be compiled stops the run with its reason, as any statement.
    if (!(problem instanceof Unsupported)) throw problem;
    runtime.unsupported(`let ${target} = ${value}: ${problem.message}`);
  }
}

/** `target = value` as a closure. */
export function compileLet(
  target: string,
  value: string,
  line: number,
  scope: Scope,
  piece: ParameterRequest["piece"],
): (frame: Frame) => unknown {
  const targetPiece = piece(target, line);
  const valuePiece = piece(value, line);
  const place = compilePlace(targetPiece.expression, { ...scope, unit: targetPiece.unit });
  if (!place) throw new Unsupported(`'${target}' is nothing that can be set`);
  const operand = compileExpression(valuePiece.expression, { ...scope, unit: valuePiece.unit });
  return storePlace(place, convert(operand, place.type, scope.program), scope.program.runtime).run;
}
