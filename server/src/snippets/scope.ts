// What a name means while a function is compiled: locals by block, then the program. Scopes exist only during
// compilation; running code knows slots.

import type { Span } from "../base/span.js";
import type { Expression } from "../c-types/expression.js";
import type { SyntaxNode } from "../syntax/tree.js";
import type { Directive } from "./annotations.js";
import type { Operand, Place } from "./operands.js";
import type { RunType, RunTypes } from "./run-types.js";
import type { Frame, Runtime, Value, VariadicArgument } from "./runtime.js";
import type { Statement } from "./statements.js";

/** A piece of expanded text with its tree: a file, a header, the prelude, or an expression of a directive. */
export interface Unit {
  readonly text: string;
  readonly root: SyntaxNode;
  /** The line of the user's file; undefined in headers and the prelude, whose callers count. */
  lineOf(offset: number): number | undefined;
  /** The line, from 1, of an offset in the text before expansion. */
  lineOfSource(offset: number): number;
  /** Offset in the user's file. */
  sourceOffset(offset: number): number;
  readonly isUserFile: boolean;
}

/** A function that the program defines. */
export interface FunctionCode {
  readonly name: string;
  readonly returns: RunType;
  /** Runs it. Arguments are already of the parameters' types. */
  call(values: readonly Value[], varargs: readonly VariadicArgument[]): Value | undefined;
  readonly parameterTypes: readonly RunType[];
  readonly isVariadic: boolean;
}

/** The function being compiled. */
export interface FunctionScope {
  readonly name: string;
  readonly returns: RunType;
  nrInts: number;
  nrPointers: number;
  /** Locals that live in memory: made at every call, gone at its end. */
  readonly memoryLocals: { readonly slot: number; readonly name: string; readonly type: RunType }[];
  /** Names whose address is taken somewhere in the function. */
  readonly addressed: ReadonlySet<string>;
}

/** A program as its functions see it. */
export interface ProgramScope {
  readonly types: RunTypes;
  readonly runtime: Runtime;
  /** A file-scope variable, made when first asked for. */
  globalPlace(name: string): Place | undefined;
  /** The address of a function as an operand. */
  functionPointer(name: string): Operand | undefined;
  /** Compiles a call by name: the program's function, a builtin, or a model; undefined when nobody knows it. */
  compileNamedCall(name: string, call: Expression & { kind: "call" }, scope: Scope): Operand | undefined;
  compilePointerCall(callee: Operand, call: Expression & { kind: "call" }, scope: Scope): Operand;
  /** A constant of the kernel or an enumerator. */
  constant(name: string): Operand | undefined;
  /** Directives of the user's file that stand in `span` of a unit, but in no statement inside it. */
  directivesIn(unit: Unit, span: Span): readonly Directive[];
  /** A directive as a statement; `inner` is what stands between it and its `end`. */
  compileDirective(directive: Directive, scope: Scope, inner: Statement | undefined): Statement;
  /** The object of a `static` local, made and initialised when first compiled. */
  staticLocal(key: string, type: RunType, node: SyntaxNode | undefined, scope: Scope): Place;
  stringObject(bytes: readonly number[]): Operand;
  compileBlockExpression(unit: Unit, node: SyntaxNode, scope: Scope): Operand;
  compileInitializer(
    place: Place & { kind: "memory" },
    node: SyntaxNode,
    scope: Scope,
  ): (frame: Frame) => void;
}

export interface Scope {
  readonly program: ProgramScope;
  readonly unit: Unit;
  readonly fn: FunctionScope;
  readonly names: Map<string, Place>;
  readonly parent: Scope | undefined;
  /** Of a block: whether a variable of it has a cleanup. */
  readonly exits?: { areUsed: boolean };
}

export function innerScope(scope: Scope): Scope {
  return { ...scope, names: new Map(), parent: scope, exits: { areUsed: false } };
}

export function lookUp(scope: Scope, name: string): Place | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.names.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Declares a local: in a slot if nobody takes its address, else in memory. */
export function declareLocal(scope: Scope, name: string, type: RunType): Place {
  const place = makeLocal(scope.fn, name, type);
  scope.names.set(name, place);
  return place;
}

export function makeLocal(fn: FunctionScope, name: string, type: RunType): Place {
  const isAddressed = fn.addressed.has(name);
  if (type.kind === "integer" && !isAddressed) return { kind: "int-slot", type, slot: fn.nrInts++, name };
  const slot = fn.nrPointers++;
  if (type.kind === "pointer" && !isAddressed) return { kind: "pointer-slot", type, slot, name };
  fn.memoryLocals.push({ slot, name, type });
  return { kind: "memory", type, run: (frame) => frame.pointers[slot] ?? missing(name) };
}

function missing(name: string): never {
  throw new Error(`the local '${name}' has no memory`);
}

/** The node of one of `kinds` that starts exactly at `start` in a unit; undefined if there is none. */
export function nodeAt(unit: Unit, start: number, kinds: readonly string[]): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = unit.root;
  while (node) {
    if (node.start === start && kinds.includes(node.kind)) return node;
    node = childCovering(node, start);
  }
  return undefined;
}

function childCovering(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  const { children } = node;
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const child = children[middle];
    if (child && child.end <= offset) low = middle + 1;
    else high = middle;
  }
  const child = children[low];
  return child && child.start <= offset && offset < child.end ? child : undefined;
}
