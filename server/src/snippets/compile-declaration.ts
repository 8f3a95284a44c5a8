// Declarations inside functions, and initialisers of every object: braces with and without elision, designators,
// ranges, strings. What an initialiser leaves out becomes zero.

import type { CType } from "../c-types/expression.js";
import { lowerDeclaration, lowerExpression } from "../c-types/lower.js";
import { childByField, type SyntaxNode } from "../syntax/tree.js";
import { compileExpression, resolveIn, Unsupported } from "./compile-expression.js";
import { convert } from "./conversions.js";
import { movePointer, type Pointer } from "./memory.js";
import { type Operand, type Place, placeWithin, storePlace } from "./operands.js";
import { type RunField, type RunType, type StructRunType, sizeOf } from "./run-types.js";
import type { Frame } from "./runtime.js";
import { declareLocal, type Scope } from "./scope.js";
import { cleanupBehind, compileCleanup } from "./scope-exit.js";
import { type Completion, completed } from "./statements.js";
import { stringBytes } from "./string-literals.js";

/** Declares the locals of a `declaration` and gives what running it does. */
export function compileDeclaration(node: SyntaxNode, scope: Scope): (frame: Frame) => Completion {
  const { text } = scope.unit;
  const storage = node.children
    .filter((child) => child.kind === "storage_class_specifier")
    .map((child) => text.slice(child.start, child.end));
  const actions: ((frame: Frame) => unknown)[] = [];
  for (const declared of lowerDeclaration(node, text)) {
    const { name, value } = declared;
    if (name === undefined) throw new Unsupported("a declaration without a name");
    if (declared.type.kind === "function" || storage.includes("extern")) continue;
    const type = arrayCompleted(
      automaticType(declared.type, value, scope) ?? resolveIn(declared.type, scope),
      declared.type.kind === "array" && !declared.type.length,
      value,
      scope,
    );
    if (storage.includes("static")) {
      const key = `${scope.fn.name}.${name}@${declared.nameSpan?.start ?? 0}`;
      scope.names.set(name, scope.program.staticLocal(key, type, value, scope));
      continue;
    }
    if (type.kind === "opaque" && type.sizeBytes === undefined)
      throw new Unsupported(`a variable of ${type.name}, whose definition is not known`);
    const place = declareLocal(scope, name, type);
    actions.push(value ? initializeLocal(place, value, scope) : forget(place, scope));
    const callee = declared.nameSpan && cleanupBehind(text, declared.nameSpan);
    if (callee !== undefined) actions.push(compileCleanup({ callee, name, span: node }, scope));
  }
  return (frame) => {
    for (const action of actions) action(frame);
    return completed;
  };
}

/** GNU `__auto_type`: the type of the initialiser's value. */
function automaticType(type: CType, value: SyntaxNode | undefined, scope: Scope): RunType | undefined {
  if (type.kind !== "named" || type.name !== "__auto_type" || !value) return undefined;
  const operand = compileExpression(lowerExpression(value, scope.unit.text), scope);
  if (operand.kind === "void") throw new Unsupported("__auto_type of what has no value");
  return operand.type;
}

/** An array without a length gets the one of its initialiser. */
function arrayCompleted(
  type: RunType,
  isOpen: boolean,
  value: SyntaxNode | undefined,
  scope: Scope,
): RunType {
  if (type.kind !== "array") return type;
  if (isOpen) return value ? completeArray(type, value, scope) : type;
  if (type.length === undefined) throw new Unsupported("an array whose length is no constant");
  return type;
}

/** The array type that an initialiser makes of `element[]`. */
export function completeArray(type: RunType & { kind: "array" }, value: SyntaxNode, scope: Scope): RunType {
  const { types } = scope.program;
  if (isString(value)) return types.arrayOf(type.element, literalBytes(value, scope).length);
  if (value.kind !== "initializer_list") return type;
  const plan = newPlan(scope);
  const elementBytes = sizeOf(type.element) ?? 1;
  fillArray({ ...type, length: undefined }, newItems(value), 0, plan, "braced");
  return types.arrayOf(type.element, Math.ceil(plan.endBytes / elementBytes));
}

/** The declaration is reached without a value: whatever the object held before is gone. */
function forget(place: Place, scope: Scope): (frame: Frame) => void {
  const { memory } = scope.program.runtime;
  switch (place.kind) {
    case "int-slot": {
      const { slot } = place;
      return (frame) => {
        frame.ints[slot] = undefined;
      };
    }
    case "pointer-slot": {
      const { slot } = place;
      return (frame) => {
        frame.pointers[slot] = undefined;
      };
    }
    case "memory":
      return (frame) => {
        const { object } = place.run(frame);
        if (object) memory.reset(object);
      };
  }
}

function initializeLocal(place: Place, value: SyntaxNode, scope: Scope): (frame: Frame) => unknown {
  if (place.kind === "memory") return compileInitializer(place, value, scope);
  const inner = value.kind === "initializer_list" ? value.children[0] : value;
  if (!inner) throw new Unsupported("an empty initialiser");
  const operand = compileExpression(lowerExpression(inner, scope.unit.text), scope);
  return storePlace(place, convert(operand, place.type, scope.program), scope.program.runtime).run;
}

/** What initialises an object in memory: everything at once for a value, zero and then the parts for braces. */
export function compileInitializer(
  place: Place & { kind: "memory" },
  value: SyntaxNode,
  scope: Scope,
): (frame: Frame) => void {
  const { runtime } = scope.program;
  const { memory } = runtime;
  const isBraced = value.kind === "initializer_list";
  const isText = isString(value) && place.type.kind === "array";
  if (!isBraced && !isText) {
    const operand = compileExpression(lowerExpression(value, scope.unit.text), scope);
    return storePlace(place, convert(operand, place.type, scope.program), runtime).run;
  }
  const plan = newPlan(scope);
  if (isText) planText(place.type, value, 0, plan);
  else planBraced(place.type, value, 0, plan);
  const sizeBytes = Math.max(sizeOf(place.type) ?? 0, 0);
  const stores = plan.stores.map((store) => store(place.run));
  return (frame) => {
    const at = place.run(frame);
    memory.fill(at, 0, Math.max(sizeBytes, at.object?.sizeBytes ?? 0));
    for (const store of stores) store(frame);
  };
}

interface Plan {
  readonly scope: Scope;
  readonly stores: ((base: (frame: Frame) => Pointer) => (frame: Frame) => unknown)[];
  /** How far the parts reach, for arrays without a length. */
  endBytes: number;
}

function newPlan(scope: Scope): Plan {
  return { scope, stores: [], endBytes: 0 };
}

interface Items {
  readonly nodes: readonly SyntaxNode[];
  at: number;
}

function newItems(list: SyntaxNode): Items {
  return { nodes: list.children.filter((child) => child.kind !== "comment"), at: 0 };
}

function isString(node: SyntaxNode): boolean {
  return node.kind === "string_literal" || node.kind === "concatenated_string";
}

function literalBytes(node: SyntaxNode, scope: Scope): readonly number[] {
  return stringBytes(scope.unit.text.slice(node.start, node.end));
}

function isAggregate(type: RunType): type is StructRunType | (RunType & { kind: "array" }) {
  return type.kind === "struct" || type.kind === "array";
}

function planBraced(type: RunType, list: SyntaxNode, offset: number, plan: Plan): void {
  const items = newItems(list);
  // Also what has no value of its own, as the `{}` at the end of a table, is there.
  plan.endBytes = Math.max(plan.endBytes, offset + (sizeOf(type) ?? 0));
  if (type.kind === "opaque" && items.nodes.length > 0)
    throw new Unsupported(`an initialiser of ${type.name}, whose definition is not known`);
  if (!isAggregate(type)) {
    const [first] = items.nodes;
    if (first?.kind === "initializer_list") planBraced(type, first, offset, plan);
    else if (first) planScalar(type, first, offset, undefined, plan);
    return;
  }
  const [only] = items.nodes;
  if (type.kind === "array" && only && isString(only) && isCharArray(type))
    planText(type, only, offset, plan);
  else if (type.kind === "array") fillArray(type, items, offset, plan, "braced");
  else fillStruct(type, items, offset, plan, "braced");
}

function isCharArray(type: RunType): boolean {
  return type.kind === "array" && type.element.kind === "integer" && type.element.bits === 8;
}

function fillArray(
  type: RunType & { kind: "array" },
  items: Items,
  offset: number,
  plan: Plan,
  how: "braced" | "open",
): void {
  const elementBytes = sizeOf(type.element) ?? 1;
  let index = 0;
  while (items.at < items.nodes.length && (how === "braced" || index < (type.length ?? 0))) {
    const item = items.nodes[items.at];
    if (!item) return;
    if (item.kind === "initializer_pair") {
      if (how === "open") return;
      items.at++;
      index = designatedElement(type, item, offset, plan) + 1;
      continue;
    }
    if (type.length !== undefined && index >= type.length) return;
    planElement(type.element, items, offset + index * elementBytes, undefined, plan);
    index++;
  }
}

function fillStruct(
  type: StructRunType,
  items: Items,
  offset: number,
  plan: Plan,
  how: "braced" | "open",
): void {
  const fields = type.fields.filter((field) => field.name !== undefined || field.type.kind === "struct");
  let index = 0;
  while (items.at < items.nodes.length) {
    const item = items.nodes[items.at];
    if (!item) return;
    if (item.kind === "initializer_pair") {
      if (how === "open") return;
      items.at++;
      index = designatedField(type, fields, item, offset, plan) + 1;
      continue;
    }
    const field = fields[index];
    if (!field || (type.isUnion && index > 0)) return;
    planElement(field.type, items, offset + field.offsetBytes, field.bit, plan);
    index++;
  }
}

/** One element from the items: a braced list, a string, a value, or several values without braces. */
function planElement(type: RunType, items: Items, offset: number, bit: RunField["bit"], plan: Plan): void {
  const item = items.nodes[items.at];
  if (!item) return;
  if (item.kind === "initializer_list") {
    items.at++;
    planBraced(type, item, offset, plan);
    return;
  }
  if (!isAggregate(type) || (isString(item) && isCharArray(type))) {
    items.at++;
    planValue(type, item, offset, bit, plan);
    return;
  }
  if (type.kind === "struct" && isStructValue(item, plan.scope)) {
    items.at++;
    planScalar(type, item, offset, undefined, plan);
    return;
  }
  if (type.kind === "array") fillArray(type, items, offset, plan, "open");
  else fillStruct(type, items, offset, plan, "open");
}

function isStructValue(item: SyntaxNode, scope: Scope): boolean {
  return compileExpression(lowerExpression(item, scope.unit.text), scope).kind === "object";
}

function planValue(type: RunType, item: SyntaxNode, offset: number, bit: RunField["bit"], plan: Plan): void {
  if (item.kind === "initializer_list") planBraced(type, item, offset, plan);
  else if (isString(item) && isCharArray(type)) planText(type, item, offset, plan);
  else planScalar(type, item, offset, bit, plan);
}

function planScalar(type: RunType, item: SyntaxNode, offset: number, bit: RunField["bit"], plan: Plan): void {
  const { scope } = plan;
  const operand: Operand = convert(
    compileExpression(lowerExpression(item, scope.unit.text), scope),
    type,
    scope.program,
  );
  const { runtime } = scope.program;
  plan.stores.push((base) => storePlace(placeWithin(base, offset, type, bit), operand, runtime).run);
  plan.endBytes = Math.max(plan.endBytes, offset + (sizeOf(type) ?? 0));
}

function planText(type: RunType, item: SyntaxNode, offset: number, plan: Plan): void {
  const { scope } = plan;
  const { memory } = scope.program.runtime;
  const bytes = literalBytes(item, scope);
  const text = scope.program.stringObject(bytes);
  if (text.kind === "void" || text.kind === "integer") throw new Unsupported("this string");
  const room = sizeOf(type) ?? 0;
  const nrBytes = room > 0 ? Math.min(bytes.length, room) : bytes.length;
  const { run } = text;
  plan.stores.push((base) => (frame) => memory.copy(movePointer(base(frame), offset), run(frame), nrBytes));
  plan.endBytes = Math.max(plan.endBytes, offset + (room > 0 ? room : bytes.length));
}

/** `[i] = v`, `[a ... b] = v`; answers the last index. */
function designatedElement(
  type: RunType & { kind: "array" },
  pair: SyntaxNode,
  offset: number,
  plan: Plan,
): number {
  const [first, ...rest] = pair.children.filter((child) => child.field === "designator");
  if (!first) throw new Unsupported("this designator");
  const [low, high] = designatedRange(first, plan.scope);
  const elementBytes = sizeOf(type.element) ?? 1;
  for (let index = low; index <= high; index++) {
    designatedValue(type.element, rest, pair, offset + index * elementBytes, undefined, plan);
  }
  return high;
}

function designatedRange(designator: SyntaxNode, scope: Scope): [number, number] {
  const { text } = scope.unit;
  const constant = (node: SyntaxNode | undefined): number => {
    const operand = node && compileExpression(lowerExpression(node, text), scope);
    if (operand?.kind !== "integer" || operand.constant === undefined)
      throw new Unsupported("an index that is no constant");
    return Number(operand.constant);
  };
  if (designator.kind === "subscript_range_designator") {
    return [constant(childByField(designator, "start")), constant(childByField(designator, "end"))];
  }
  if (designator.kind !== "subscript_designator") throw new Unsupported("this designator");
  const inner = designator.children[0];
  const left = inner && childByField(inner, "left");
  const right = inner && childByField(inner, "right");
  if (left && right && text.slice(left.end, right.start).includes("..."))
    return [constant(left), constant(right)];
  return [constant(inner), constant(inner)];
}

/** `.member = v`; answers the index of the member among `fields`. */
function designatedField(
  type: StructRunType,
  fields: readonly RunField[],
  pair: SyntaxNode,
  offset: number,
  plan: Plan,
): number {
  const [first, ...rest] = pair.children.filter((child) => child.field === "designator");
  if (first?.kind !== "field_designator") throw new Unsupported("this designator");
  const found = designatedMember(type, fields, first, plan.scope);
  designatedValue(found.field.type, rest, pair, offset + found.field.offsetBytes, found.field.bit, plan);
  return found.index;
}

function designatedMember(
  type: StructRunType,
  fields: readonly RunField[],
  designator: SyntaxNode,
  scope: Scope,
): { field: RunField; index: number } {
  const name = scope.unit.text.slice(designator.start, designator.end).replace(/[.\s]/g, "");
  for (const [index, field] of fields.entries()) {
    if (field.name === name) return { field, index };
    if (field.name !== undefined || field.type.kind !== "struct") continue;
    const inner = innerMember(field.type, name);
    if (inner) return { field: { ...inner, offsetBytes: inner.offsetBytes + field.offsetBytes }, index };
  }
  throw new Unsupported(`${type.name} has no member '${name}'`);
}

function innerMember(type: StructRunType, name: string): RunField | undefined {
  for (const field of type.fields) {
    if (field.name === name) return field;
    if (field.name !== undefined || field.type.kind !== "struct") continue;
    const inner = innerMember(field.type, name);
    if (inner) return { ...inner, offsetBytes: inner.offsetBytes + field.offsetBytes };
  }
  return undefined;
}

function designatedValue(
  type: RunType,
  rest: readonly SyntaxNode[],
  pair: SyntaxNode,
  offset: number,
  bit: RunField["bit"],
  plan: Plan,
): void {
  const [next, ...further] = rest;
  const value = childByField(pair, "value");
  if (!value) throw new Unsupported("a designator without a value");
  if (!next) {
    planValue(type, value, offset, bit, plan);
    return;
  }
  if (type.kind === "struct") {
    const { field } = designatedMember(type, type.fields, next, plan.scope);
    designatedValue(field.type, further, pair, offset + field.offsetBytes, field.bit, plan);
  } else if (type.kind === "array") {
    const [low, high] = designatedRange(next, plan.scope);
    const elementBytes = sizeOf(type.element) ?? 1;
    for (let i = low; i <= high; i++)
      designatedValue(type.element, further, pair, offset + i * elementBytes, bit, plan);
  } else throw new Unsupported("this designator");
}
