// What a pack keeps of a file: the functions that others can come to, and what their conditions and names hang on.
// Everything is a fact by then: places are lines and columns, texts in quotes are only as long as they were. Bias: what
// is left out is unknown to whoever reads the pack, never something else.

import type { Event, EventGraph, Guard } from "../../analysis/event-graph.js";
import type { FileFacts, FunctionFacts } from "../../analysis/facts.js";
import type { Span } from "../../base/span.js";
import type { FileTypes } from "../../c-types/declarations.js";
import { emptyRecord } from "../../c-types/directives.js";
import type { Argument, CType, Expression } from "../../c-types/expression.js";
import type { LayoutAttributes, MacroDefinition, StructDefinition } from "../../c-types/file-types.js";
import { parseExpressionText } from "../../c-types/lower.js";

/** Offsets of packed facts are made of line and column, both from 0. */
const columnsPerLine = 1024;

/** The place, both from 0, that an offset of packed facts stands for. */
export function packedPlace(offset: number): { readonly line: number; readonly column: number } {
  return { line: Math.floor(offset / columnsPerLine), column: offset % columnsPerLine };
}

/** From the offsets of a text to those of packed facts. */
export type Placer = (offset: number) => number;

/** The placer of a text. */
export function createPlacer(text: string): Placer {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low * columnsPerLine + Math.min(offset - (starts[low] ?? 0), columnsPerLine - 1);
  };
}

/** The facts of `functions` of a file, and of the names that they use, as a pack keeps them. */
export function slimFile(file: FileFacts, functions: readonly FunctionFacts[], placer: Placer): FileFacts {
  const names = new Set<string>();
  const slimmer: Slimmer = { placer, names, at: 0 };
  const slim = functions.map((facts) => slimFunction(facts, slimmer));
  const called = new Set(slim.map(({ name }) => name));
  for (const { functionName } of file.opsEntries) if (called.has(functionName)) names.add(functionName);
  return {
    path: file.path,
    includes: file.includes,
    functions: slim,
    opsEntries: file.opsEntries
      .filter((entry) => names.has(entry.table) || called.has(entry.functionName))
      .map((entry) => ({ ...entry, span: nowhere })),
    fileLevelCalls: [],
    types: slimTypes(file.types, slimmer),
    words: new Set(),
    directives: [],
    droppedArms: 0,
    lineCount: file.lineCount,
  };
}

/** A file of which nothing is known. */
export function emptyFacts(path: string): FileFacts {
  const types = {
    structs: {},
    enums: {},
    enumConstants: {},
    typedefs: {},
    macros: {},
    variables: {},
    functions: {},
  };
  return {
    path,
    includes: [],
    functions: [],
    opsEntries: [],
    fileLevelCalls: [],
    types,
    words: new Set(),
    directives: [],
    droppedArms: 0,
    lineCount: 0,
  };
}

const nowhere: Span = { start: 0, end: 0 };

interface Slimmer {
  readonly placer: Placer;
  /** Names that were met. */
  readonly names: Set<string>;
  /** Where the event at hand stands: what has no place of its own stands there. */
  at: number;
}

function slimFunction(facts: FunctionFacts, slimmer: Slimmer): FunctionFacts {
  const span = slimSpan(facts.span, slimmer);
  slimmer.at = span.start;
  return {
    name: facts.name,
    kind: facts.kind,
    isStatic: facts.isStatic,
    span,
    nameSpan: { start: span.start, end: span.start },
    parameters: facts.parameters.map(({ name, type }) => ({ name, type: slimType(type, slimmer) })),
    locals: new Map([...facts.locals].map(([name, type]) => [name, slimType(type, slimmer)])),
    annotations: facts.annotations.map((annotation) => ({
      ...annotation,
      lock: slimExpression(annotation.lock, slimmer),
      span: slimSpan(annotation.span, slimmer),
    })),
    graph: slimGraph(facts.graph, slimmer),
    isClean: facts.isClean,
  };
}

function slimSpan({ start, end }: Span, { placer }: Slimmer): Span {
  return { start: placer(start), end: placer(end) };
}

function slimGraph(graph: EventGraph, slimmer: Slimmer): EventGraph {
  return {
    blocks: graph.blocks.map(({ events, edges }) => ({
      events: events.map((event) => slimEvent(event, slimmer)),
      edges: edges.map(({ to, guards }) => ({
        to,
        guards: guards.map((guard) => slimGuard(guard, slimmer)),
      })),
    })),
  };
}

function slimGuard({ condition, taken }: Guard, slimmer: Slimmer): Guard {
  return { condition: slimExpression(condition, slimmer), taken };
}

function slimEvent(event: Event, slimmer: Slimmer): Event {
  if (event.kind === "forget") return { ...event, condition: slimExpression(event.condition, slimmer) };
  const span = slimSpan(event.span, slimmer);
  slimmer.at = span.start;
  switch (event.kind) {
    case "call": {
      const callee = slimExpression(event.callee, slimmer);
      return { ...event, callee, arguments: slimArguments(event.arguments, slimmer), span };
    }
    case "assign": {
      const value = event.value && slimExpression(event.value, slimmer);
      return { ...event, target: slimExpression(event.target, slimmer), value, span };
    }
    case "return":
      return { ...event, value: event.value && slimExpression(event.value, slimmer), span };
    case "guard":
      return { ...event, arguments: slimArguments(event.arguments, slimmer), span };
    case "unguard":
      return { ...event, span };
  }
}

function slimArguments(list: readonly Argument[], slimmer: Slimmer): readonly Argument[] {
  return list.map((item) =>
    item.kind === "type"
      ? { kind: "type", type: slimType(item.type, slimmer), span: here(slimmer) }
      : slimExpression(item, slimmer),
  );
}

function here({ at }: Slimmer): Span {
  return { start: at, end: at };
}

function slimExpression(e: Expression, slimmer: Slimmer): Expression {
  const inner = (operand: Expression): Expression => slimExpression(operand, slimmer);
  const span = here(slimmer);
  switch (e.kind) {
    case "name":
      slimmer.names.add(e.name);
      return { ...e, span };
    case "literal":
      return { ...e, span };
    case "string":
      // What matters of a text is its length.
      return { kind: "string", text: "x".repeat(Math.min(e.text.length, 255)), span };
    case "unary":
    case "address":
    case "dereference":
    case "sizeofExpression":
      return { ...e, operand: inner(e.operand), span };
    case "binary":
      return { ...e, left: inner(e.left), right: inner(e.right), span };
    case "conditional": {
      const whenTrue = e.whenTrue && inner(e.whenTrue);
      return { ...e, condition: inner(e.condition), whenTrue, whenFalse: inner(e.whenFalse), span };
    }
    case "member":
      return { ...e, object: inner(e.object), span };
    case "index":
      return { ...e, object: inner(e.object), index: inner(e.index), span };
    case "cast":
      return { ...e, type: slimType(e.type, slimmer), operand: inner(e.operand), span };
    default:
      return slimOpaque(e, slimmer);
  }
}

/** Expressions that are told apart by where they stand. */
function slimOpaque(e: Expression, slimmer: Slimmer): Expression {
  const inner = (operand: Expression): Expression => slimExpression(operand, slimmer);
  const span = slimSpan(e.span, slimmer);
  switch (e.kind) {
    case "call":
      return { ...e, callee: inner(e.callee), arguments: slimArguments(e.arguments, slimmer), span };
    case "assignment":
      return { ...e, target: inner(e.target), value: inner(e.value), span };
    case "update":
      return { ...e, target: inner(e.target), span };
    case "comma":
      return { ...e, items: e.items.map(inner), span };
    case "sizeofType":
    case "compoundLiteral":
      return { ...e, type: slimType(e.type, slimmer), span };
    default:
      return { ...e, span };
  }
}

function slimType(type: CType, slimmer: Slimmer): CType {
  switch (type.kind) {
    case "pointer":
      return { kind: "pointer", target: slimType(type.target, slimmer) };
    case "array": {
      const length = type.length && slimExpression(type.length, slimmer);
      return { kind: "array", element: slimType(type.element, slimmer), length };
    }
    case "function":
      return type.returns ? { kind: "function", returns: slimType(type.returns, slimmer) } : type;
    case "typeof":
      return { kind: "typeof", operand: slimExpression(type.operand, slimmer) };
    default:
      return type;
  }
}

/** Constants and variables that the functions name, and what those are made of. */
function slimTypes(types: FileTypes, slimmer: Slimmer): FileTypes {
  const slim = {
    structs: emptyRecord<never>(),
    enums: emptyRecord<never>(),
    enumConstants: emptyRecord<FileTypes["enumConstants"][string]>(),
    typedefs: emptyRecord<never>(),
    macros: emptyRecord<MacroDefinition>(),
    variables: emptyRecord<CType>(),
    functions: emptyRecord<never>(),
  };
  slimmer.at = 0;
  for (const name of slimmer.names) {
    const macro = Object.hasOwn(types.macros, name) ? types.macros[name] : undefined;
    if (macro) slim.macros[name] = slimMacro(macro, slimmer);
    const constant = Object.hasOwn(types.enumConstants, name) ? types.enumConstants[name] : undefined;
    if (constant)
      slim.enumConstants[name] = {
        ...constant,
        base: constant.base && slimExpression(constant.base, slimmer),
      };
    const variable = Object.hasOwn(types.variables, name) ? types.variables[name] : undefined;
    if (variable) slim.variables[name] = slimType(variable, slimmer);
  }
  return slim;
}

/** A macro as the expression that it is. */
function slimMacro(macro: MacroDefinition, slimmer: Slimmer): MacroDefinition {
  const own: Slimmer = { ...slimmer, at: 0, placer: () => 0 };
  const bodies = macro.lowered ?? macro.bodies.map((body) => parseExpressionText(body));
  return { params: macro.params, bodies: [], lowered: bodies.map((body) => slimExpression(body, own)) };
}

/** All that a header declares, as a pack keeps it: types, constants, macros that are expressions, inline functions. */
export function slimHeader(file: FileFacts, placer: Placer): FileFacts {
  const { types } = file;
  const slimmer: Slimmer = { placer: () => 0, names: new Set(), at: 0 };
  const mapped = <T>(
    record: Readonly<Record<string, T>>,
    slim: (item: T) => T | undefined,
  ): Record<string, T> => {
    const result = emptyRecord<T>();
    for (const name of Object.keys(record)) {
      const item = record[name];
      const kept = item === undefined ? undefined : slim(item);
      if (kept !== undefined) result[name] = kept;
    }
    return result;
  };
  return {
    ...slimFile(file, file.functions, placer),
    opsEntries: [],
    types: {
      structs: mapped(types.structs, (list) => list.map((definition) => slimStruct(definition, slimmer))),
      // Only of a packed enum the values decide its size.
      enums: mapped(types.enums, (item) => (item.isPacked ? item : { ...item, constants: [] })),
      enumConstants: mapped(types.enumConstants, (constant) => ({
        ...constant,
        base: constant.base && slimExpression(constant.base, slimmer),
      })),
      typedefs: mapped(types.typedefs, (typedef) => ({
        type: slimType(typedef.type, slimmer),
        ...(typedef.attributes && { attributes: slimAttributes(typedef.attributes, slimmer) }),
      })),
      macros: mapped(types.macros, (macro) => headerMacro(macro, slimmer)),
      variables: mapped(types.variables, (type) => slimType(type, slimmer)),
      functions: mapped(types.functions, (signature) => ({
        returns: slimType(signature.returns, slimmer),
        parameters: [],
        isDefinition: signature.isDefinition,
      })),
    },
  };
}

/** Undefined for what is no expression, and for names of nothing. */
function headerMacro(macro: MacroDefinition, slimmer: Slimmer): MacroDefinition | undefined {
  const slim = slimMacro(macro, slimmer);
  const isExpression = slim.lowered?.every(
    ({ kind }) => kind !== "unknown" && kind !== "statementExpression",
  );
  return isExpression && (slim.lowered?.length ?? 0) > 0 ? slim : undefined;
}

function slimStruct(definition: StructDefinition, slimmer: Slimmer): StructDefinition {
  const { attributes } = definition;
  return {
    ...definition,
    attributes: attributes && slimAttributes(attributes, slimmer),
    span: nowhere,
    fields: definition.fields.map((field) => ({
      ...field,
      type: slimType(field.type, slimmer),
      ...(field.bitWidth && { bitWidth: slimExpression(field.bitWidth, slimmer) }),
      ...(field.attributes && { attributes: slimAttributes(field.attributes, slimmer) }),
    })),
  };
}

function slimAttributes(attributes: LayoutAttributes, slimmer: Slimmer): LayoutAttributes {
  return { ...attributes, aligns: attributes.aligns.map((align) => slimExpression(align, slimmer)) };
}
