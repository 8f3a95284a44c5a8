// A program: the functions and file-scope variables of all its texts, made when they are first used. Calls are
// compiled here: to the program's own functions, to builtins, to locks (by the kernel model's rows), to models of
// directives, and through pointers.

import type { Span } from "../base/span.js";
import { evaluateConstant } from "../c-types/evaluate.js";
import type { CType, Expression } from "../c-types/expression.js";
import { lowerDeclaration, lowerParameters } from "../c-types/lower.js";
import type { KernelModel } from "../kernel-model/model.js";
import type { SyntaxNode } from "../syntax/tree.js";
import type { Directive } from "./annotations.js";
import { compileArguments, finishCall } from "./compile-call.js";
import { compileInitializer, completeArray } from "./compile-declaration.js";
import { compileExpression, questionsIn, resolveIn, Unsupported } from "./compile-expression.js";
import {
  type CompiledBody,
  compileBody,
  newFrame,
  newFunctionScope,
  programAddresses,
  runBody,
} from "./function-body.js";
import { intOf } from "./integers.js";
import { addressOfPointer, type MemoryObject } from "./memory.js";
import { constantInt, type Operand, type Place } from "./operands.js";
import { type RunType, type RunTypes, sizeOf } from "./run-types.js";
import type { Frame, Runtime, Value, VariadicArgument } from "./runtime.js";
import { type FunctionCode, innerScope, type ProgramScope, type Scope, type Unit } from "./scope.js";
import { compileBlockExpression } from "./statement-expression.js";
import type { Statement } from "./statements.js";

/** A function that the interpreter itself provides. Arguments are of the prototype's types. */
export type Builtin = (values: readonly Value[], call: BuiltinCall) => Value | undefined;

/** Builtins by name. */
export type BuiltinTable = Map<string, Builtin>;

export interface BuiltinCall {
  readonly name: string;
  /** Arguments behind the prototype's. */
  readonly varargs: readonly VariadicArgument[];
}

/** What a program is made of. */
export interface ProgramParts {
  /** Later ones win: prelude, headers, the user's file. */
  readonly units: readonly Unit[];
  readonly types: RunTypes;
  readonly runtime: Runtime;
  readonly model: KernelModel | undefined;
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** Bodies of `model` directives by name. */
  readonly models: ReadonlyMap<string, string>;
  readonly directives: readonly Directive[];
  /** Variables that the kernel provides (`jiffies`, `current`, …). */
  variable(name: string, types: RunTypes): Place | undefined;
  compileDirective(directive: Directive, scope: Scope, inner: Statement | undefined): Statement;
  /** Calls that need more than values, such as locks; undefined when the name is none of these. */
  compileSpecialCall(name: string, call: Expression & { kind: "call" }, scope: Scope): Operand | undefined;
  parsePiece(
    text: string,
    line: number | undefined,
  ): { readonly unit: Unit; readonly expression: Expression };
}

export interface Program extends ProgramScope {
  functionCode(name: string): FunctionCode | undefined;
  hasFunction(name: string): boolean;
  /** Calls a function of the program, or a builtin, from outside of it. */
  callByName(name: string, values: readonly Value[]): Value | undefined;
  functionNode(name: string): { readonly unit: Unit; readonly node: SyntaxNode } | undefined;
  /** A scope for expressions of directives outside functions. */
  readonly fileScope: Scope;
  readonly functionNames: readonly string[];
}

interface VariableDefinition {
  readonly unit: Unit;
  readonly type: CType;
  readonly value: SyntaxNode | undefined;
  readonly isExtern: boolean;
}

export function createProgram(parts: ProgramParts): Program {
  const { runtime, types } = parts;
  const { memory } = runtime;
  const functions = new Map<string, { unit: Unit; node: SyntaxNode }>();
  const variables = new Map<string, VariableDefinition>();
  for (const unit of parts.units) indexUnit(unit, functions, variables);
  const codes = new Map<string, FunctionCode>();
  const places = new Map<string, Place>();
  const pointers = new Map<string, MemoryObject>();
  const strings = new Map<string, MemoryObject>();
  /** Models being compiled. */
  const openModels = new Set<string>();
  const addresses = programAddresses(types.profile.arch.bits, parts.model !== undefined);
  const mainUnit = parts.units.at(-1);
  if (!mainUnit) throw new Error("a program without text");

  const fileScope: Scope = {
    unit: mainUnit,
    fn: newFunctionScope("", { kind: "void", sizeBytes: 1, alignBytes: 1 }, new Set()),
    names: new Map(),
    parent: undefined,
    get program() {
      return program;
    },
  };

  function makeGlobal(name: string, type: RunType, content: "zero" | "uninitialised"): MemoryObject {
    const sizeBytes = sizeOf(type) ?? 0;
    const address = addresses.global(sizeBytes);
    return memory.create({ kind: "global", name, address, sizeBytes, content });
  }

  function globalPlace(name: string): Place | undefined {
    const known = places.get(name);
    if (known) return known;
    const definition = variables.get(name);
    if (!definition || (definition.isExtern && !definition.value)) {
      const provided = parts.variable(name, types);
      if (provided) places.set(name, provided);
      if (provided || !definition) return provided;
      return undefined;
    }
    const scope: Scope = { ...fileScope, unit: definition.unit, program };
    return defineGlobal(name, openType(definition, scope), definition.value, scope);
  }

  /** The object exists before its initialiser is compiled: tables may point to one another. */
  function defineGlobal(name: string, type: RunType, value: SyntaxNode | undefined, scope: Scope): Place {
    const object = makeGlobal(name, type, "zero");
    const pointer = { object, offset: 0 };
    const place: Place & { kind: "memory" } = { kind: "memory", type, run: () => pointer };
    places.set(name, place);
    if (value) {
      const fn = newFunctionScope(name, { kind: "void", sizeBytes: 1, alignBytes: 1 }, new Set());
      const initialize = compileInitializer(place, value, { ...scope, fn });
      initialize(newFrame(fn, memory, addresses, []));
    }
    return place;
  }

  function functionCode(name: string): FunctionCode | undefined {
    const known = codes.get(name);
    if (known) return known;
    const definition = functions.get(name);
    if (!definition) return undefined;
    const code = makeFunction(name, definition.unit, definition.node);
    codes.set(name, code);
    return code;
  }

  function makeFunction(name: string, unit: Unit, node: SyntaxNode): FunctionCode {
    const [declared] = lowerDeclaration(node, unit.text);
    const scope: Scope = { ...fileScope, unit, program };
    const returns =
      declared?.type.kind === "function" && declared.type.returns
        ? resolveIn(declared.type.returns, scope)
        : types.integer("int");
    const list = declared?.parameters;
    const parameters = list ? lowerParameters(list, unit.text) : [];
    const parameterTypes = parameters.map((parameter) => resolveIn(parameter.type, scope));
    const isVariadic = list?.children.some((child) => child.kind === "variadic_parameter") ?? false;
    let compiled: CompiledBody | undefined;
    return {
      name,
      returns,
      parameterTypes,
      isVariadic,
      call(values, varargs) {
        compiled ??= compileBody(
          { name, unit, node, returns },
          parameters.map((parameter, i) => ({
            name: parameter.name ?? `(${i})`,
            type: parameterTypes[i] ?? returns,
          })),
          scope,
        );
        return runBody(compiled, values, varargs, { runtime, addresses });
      },
    };
  }

  function functionPointer(name: string): Operand | undefined {
    const isKnown =
      functions.has(name) ||
      parts.builtins.has(name) ||
      parts.models.has(name) ||
      types.environment.functionOf(name);
    if (!isKnown) return undefined;
    let object = pointers.get(name);
    if (!object) {
      const address = addresses.code();
      object = memory.create({
        kind: "function",
        name,
        address,
        sizeBytes: 16,
        content: "zero",
        functionName: name,
      });
      pointers.set(name, object);
    }
    const pointer = { object, offset: 0 };
    const signature = types.environment.functionOf(name);
    const type = types.pointerTo({
      kind: "function",
      returns: () => (signature ? resolveIn(signature.returns, fileScope) : types.integer("int")),
    });
    return { kind: "pointer", type, run: () => pointer };
  }

  function compileNamedCall(
    name: string,
    call: Expression & { kind: "call" },
    scope: Scope,
  ): Operand | undefined {
    const modelled = parts.models.get(name);
    if (modelled !== undefined) return compileModel(name, modelled, call, scope);
    if (functions.has(name)) {
      const code = functionCode(name);
      if (code)
        return finishCall(
          { scope, call, returns: code.returns, run: (v, more) => code.call(v, more) },
          compileArguments(call, code.parameterTypes, scope),
        );
    }
    const special = parts.compileSpecialCall(name, call, scope);
    if (special) return special;
    const builtin = parts.builtins.get(name);
    const signature = types.environment.functionOf(name);
    if (!builtin || !signature) return undefined;
    const parameterTypes = signature.parameters.map((parameter) => resolveIn(parameter.type, fileScope));
    const returns = resolveIn(signature.returns, fileScope);
    const run = (values: readonly Value[], varargs: readonly VariadicArgument[]) =>
      builtin(values, { name, varargs });
    return finishCall({ scope, call, returns, run }, compileArguments(call, parameterTypes, scope));
  }

  /** `model foo = EXPR`: the expression with the call's own arguments in place of `$1`, `$2`, … */
  function compileModel(
    name: string,
    body: string,
    call: Expression & { kind: "call" },
    scope: Scope,
  ): Operand {
    if (openModels.has(name)) throw new Unsupported(`'model ${name}', which asks for itself`);
    const text = body.replace(/\$(\d)/g, (_whole, digit: string) => {
      const argument = call.arguments[Number(digit) - 1];
      if (!argument)
        throw new Unsupported(`'model ${name}' asks for $${digit}, which the call does not give`);
      return `(${scope.unit.text.slice(argument.span.start, argument.span.end)})`;
    });
    const piece = parts.parsePiece(text, scope.unit.lineOf(call.span.start));
    openModels.add(name);
    try {
      return compileExpression(piece.expression, { ...scope, unit: piece.unit });
    } finally {
      openModels.delete(name);
    }
  }

  const program: Program = {
    types,
    runtime,
    fileScope,
    functionNames: [...functions.keys()],
    functionCode,
    hasFunction: (name) => functions.has(name),
    functionNode: (name) => functions.get(name),
    callByName: (name, values) => {
      const type = types.integer("int");
      return callByName(
        name,
        values.map((value) => ({ value, type })),
      );
    },
    globalPlace,
    functionPointer,
    compileNamedCall,
    compilePointerCall: (callee, call, scope) => pointerCall(callee, call, scope),
    constant: (name) => constantOf(name, types, parts.model),
    stringObject,
    compileBlockExpression: (unit, node, scope) =>
      compileBlockExpression(node, { ...innerScope(scope), unit }),
    compileInitializer,
    directivesIn: (unit, span) => (unit.isUserFile ? directivesIn(parts.directives, unit, span) : []),
    compileDirective: parts.compileDirective,
    staticLocal(key, type, value, scope) {
      return places.get(key) ?? defineGlobal(key, type, value, scope);
    },
  };
  return program;

  function stringObject(bytes: readonly number[]): Operand {
    const key = String.fromCharCode(...bytes.slice(0, 4000)) + bytes.length;
    let object = strings.get(key);
    const type = types.arrayOf(types.integer("char"), bytes.length);
    if (!object) {
      object = memory.create({
        kind: "string",
        name: "a string literal",
        address: addresses.global(bytes.length),
        sizeBytes: bytes.length,
        content: "zero",
        isReadOnly: true,
      });
      object.bytes = new DataView(Uint8Array.from(bytes).buffer);
      strings.set(key, object);
    }
    const pointer = { object, offset: 0 };
    return { kind: "object", type, run: () => pointer };
  }

  function pointerCall(callee: Operand, call: Expression & { kind: "call" }, scope: Scope): Operand {
    if (callee.kind !== "pointer") throw new Unsupported("a call of what is no function");
    const target = callee.type.target();
    const returns = target.kind === "function" ? target.returns() : types.integer("int");
    const { run: runCallee } = callee;
    const operands = compileArguments(call, [], scope);
    const run = (
      values: readonly Value[],
      varargs: readonly VariadicArgument[],
      frame: Frame,
    ): Value | undefined => {
      const pointer = runCallee(frame);
      const name = pointer.object?.functionName;
      if (name === undefined) {
        if (pointer.origin?.settle())
          runtime.unsupported("a call through a pointer that a bus or a core sets");
        const address = addressOfPointer(pointer);
        const kind = address >= 0 && address < 4096 ? "null-dereference" : "wild-dereference";
        return runtime.fatal(kind, "calls through a pointer that is no function");
      }
      return callByName(name, [
        ...values.map((value, i) => ({ value, type: operands.types[i] ?? returns })),
        ...varargs,
      ]);
    };
    return finishCall({ scope, call, returns, run }, operands);
  }

  function callByName(name: string, given: readonly VariadicArgument[]): Value | undefined {
    const code = functionCode(name);
    const builtin = parts.builtins.get(name);
    const signature = types.environment.functionOf(name);
    const wanted =
      code?.parameterTypes ?? signature?.parameters.map((one) => resolveIn(one.type, fileScope)) ?? [];
    const values = wanted.map(
      (_type, i) => given[i]?.value ?? runtime.unsupported(`too few arguments for ${name}()`),
    );
    const varargs = given.slice(wanted.length);
    if (code) return code.call(values, varargs);
    if (builtin) return builtin(values, { name, varargs });
    return runtime.unsupported(`${name}()`);
  }
}

function openType(definition: VariableDefinition, scope: Scope): RunType {
  const type = scope.program.types.resolve(definition.type, questionsIn(scope));
  const isOpen = definition.type.kind === "array" && !definition.type.length;
  return type.kind === "array" && isOpen && definition.value
    ? completeArray(type, definition.value, scope)
    : type;
}

function indexUnit(
  unit: Unit,
  functions: Map<string, { unit: Unit; node: SyntaxNode }>,
  variables: Map<string, VariableDefinition>,
): void {
  for (const node of unit.root.children) {
    if (node.kind === "function_definition") {
      const [declared] = lowerDeclaration(node, unit.text);
      if (declared?.name !== undefined) functions.set(declared.name, { unit, node });
    } else if (node.kind === "declaration") {
      const isExtern = node.children.some(
        (child) =>
          child.kind === "storage_class_specifier" && unit.text.slice(child.start, child.end) === "extern",
      );
      for (const { name, type, value } of lowerDeclaration(node, unit.text)) {
        if (name === undefined || type.kind === "function") continue;
        const before = variables.get(name);
        // A tentative definition adds nothing to one that has a value.
        if (before && !before.isExtern && !value) continue;
        variables.set(name, { unit, type, value, isExtern });
      }
    }
  }
}

/** Enumerators, gfp flags and the kernel's constants. */
function constantOf(name: string, types: RunTypes, model: KernelModel | undefined): Operand | undefined {
  const { environment, profile } = types;
  const span: Span = { start: 0, end: 0 };
  const gfp = model?.gfpValue(name);
  if (gfp !== undefined && !environment.enumConstant(name))
    return constantInt(types.integer("unsigned int"), gfp >>> 0);
  const value = evaluateConstant({ kind: "name", name, span }, environment, profile);
  if (value === undefined) return undefined;
  const int = types.integer("int");
  if (value >= -0x80000000n && value <= 0x7fffffffn)
    return constantInt(isUnsignedLong(name) ? types.integer("unsigned long") : int, intOf(value));
  return constantInt(types.integer(value < 0n ? "long" : "unsigned long"), intOf(value));
}

/** Constants of the kernel that are written with UL: they decide the type of what is computed with them. */
function isUnsignedLong(name: string): boolean {
  return (
    name === "PAGE_SIZE" ||
    name === "PAGE_MASK" ||
    name === "KMALLOC_MAX_SIZE" ||
    name === "KMALLOC_MAX_CACHE_SIZE"
  );
}

function directivesIn(directives: readonly Directive[], unit: Unit, span: Span): readonly Directive[] {
  if (directives.length === 0) return directives;
  const start = unit.sourceOffset(span.start);
  const end = unit.sourceOffset(Math.max(span.end - 1, span.start));
  return directives.filter((directive) => directive.span.start >= start && directive.span.end <= end);
}
