// Which functions are handed to the kernel to be called back, and in which context it does that: arguments of
// registering calls, members of ops tables, members assigned one by one, and macros at file level.

import type { CallEvent, Event } from "../analysis/event-graph.js";
import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import type { Place } from "../analysis/state.js";
import type { CType, Expression } from "../c-types/expression.js";
import { placeKey } from "../c-types/keys.js";
import { objectTypeRows } from "../kernel-model/callbacks.js";
import type { CallbackContext } from "../kernel-model/context.js";
import type { KernelModel } from "../kernel-model/model.js";
import type { FunctionNode, Program } from "./program.js";
import type { Worlds } from "./world.js";

/** A function, and how it gets called back. */
export interface Registration {
  readonly node: FunctionNode;
  readonly context: CallbackContext;
  /** Whether the kernel is known to call it so, not only likely to. */
  readonly isCertain: boolean;
  /** Whether the kernel's checks are silent while it is called. */
  readonly isInOops: boolean;
  /** Whether the kernel allows that context, and it is up to the users of the function whether it is ever called so. */
  readonly isOnlyAllowed: boolean;
  /** `hard interrupt handler: request_irq()`. */
  readonly why: string;
  readonly place: Place;
}

/** What a program hands to the kernel. */
export interface Registrations {
  /** In the order of the text. */
  readonly found: readonly Registration[];
  /** Names of functions that are registered as callbacks in interrupt or the like and defined nowhere in the program. */
  readonly foreign: ReadonlySet<string>;
}

/** Every registration in a program. */
export function findRegistrations(program: Program, worlds: Worlds, model: KernelModel): Registrations {
  const found: Registration[] = [];
  const foreign = new Set<string>();
  for (const file of program.files) {
    const listed = new Set(file.opsEntries.map(({ span }) => span.start));
    const scope: Scope = { program, file, model, found, foreign, worlds, listed };
    for (const facts of file.functions) {
      for (const block of facts.graph.blocks)
        for (const event of block.events) fromEvent(event, facts, scope);
    }
    for (const call of file.fileLevelCalls) {
      for (const callback of model.registration(call.name)?.callbacks ?? []) {
        const name = call.arguments[callback.argument];
        const why = `${callback.why}: ${call.name}()`;
        if (name !== undefined)
          register(name, { ...callback, why }, { functionName: "", span: call.span }, scope);
      }
    }
    for (const entry of file.opsEntries) {
      const row = entry.structName === undefined ? undefined : model.opsField(entry.structName, entry.field);
      if (!row) continue;
      const why = `${row.why}: .${entry.field} of ${entry.table || `struct ${entry.structName}`}`;
      register(entry.functionName, { ...row, why }, { functionName: "", span: entry.span }, scope);
    }
  }
  return { found, foreign };
}

/** Contexts in which nothing may sleep. */
export function isAtomicContext(
  context: CallbackContext,
): context is "softirq" | "hardirq" | "nmi" | "atomic" {
  return context === "softirq" || context === "hardirq" || context === "nmi" || context === "atomic";
}

interface Scope {
  readonly program: Program;
  readonly file: FileFacts;
  readonly model: KernelModel;
  readonly worlds: Worlds;
  readonly found: Registration[];
  readonly foreign: Set<string>;
  /** Where the members of initialisers start that are among the file's tables. */
  readonly listed: ReadonlySet<number>;
}

interface Callback {
  readonly context: CallbackContext;
  readonly certain: boolean;
  readonly inOops?: boolean;
  readonly allowed?: boolean;
  readonly why: string;
  readonly unless?: string;
  readonly startedBy?: readonly string[];
  readonly decidedBy?: readonly string[];
}

function register(
  name: string,
  callback: Callback,
  at: { readonly functionName: string; readonly span: Place["span"] },
  scope: Scope,
): void {
  const { words } = scope.file;
  const isStarted = callback.startedBy?.some((starter) => words.has(starter)) ?? true;
  const isDecided = callback.decidedBy?.some((maker) => words.has(maker)) ?? true;
  const nodes = scope.program.resolve(scope.file, name);
  const isOwn = nodes.some((node) => node.path === scope.file.path);
  const isCertain =
    callback.certain && !callback.unless?.split(" ").some((word) => words.has(word)) && (isOwn || isStarted);
  if (nodes.length === 0 && isCertain && isAtomicContext(callback.context)) scope.foreign.add(name);
  for (const node of nodes) {
    if (node.isMacro) continue;
    scope.found.push({
      node,
      context: callback.context,
      isCertain,
      isInOops: callback.inOops === true,
      isOnlyAllowed: callback.allowed === true || !isDecided,
      why: callback.why,
      place: { file: scope.file.path, functionName: at.functionName, span: at.span },
    });
  }
}

function fromEvent(event: Event, facts: FunctionFacts, scope: Scope): void {
  if (event.kind === "call") return fromCall(event, facts, scope);
  if (event.kind !== "assign" || !event.value || event.target.kind !== "member") return;
  if (scope.listed.has(event.span.start)) return;
  const name = bareName(event.value);
  const { object } = event.target;
  const struct =
    name === undefined ? undefined : (structOf(object, facts, scope) ?? initialisedAs(object, facts));
  const row = struct === undefined ? undefined : scope.model.opsField(struct, event.target.member);
  if (name === undefined || !row) return;
  const why = `${row.why}: .${event.target.member} of struct ${struct}`;
  register(name, { ...row, why }, { functionName: facts.name, span: event.span }, scope);
}

/** The struct that an object of unknown type is initialised as somewhere in the same function. */
function initialisedAs(object: Expression, facts: FunctionFacts): string | undefined {
  const place = placeKey(object);
  if (place === undefined) return undefined;
  for (const block of facts.graph.blocks) {
    for (const event of block.events) {
      if (event.kind !== "call" || event.callee.kind !== "name") continue;
      const called = event.callee.name;
      const row = objectTypeRows.find((item) => item.function === called);
      const argument = row && event.arguments[row.argument];
      if (argument && argument.kind !== "type" && placeKey(argument) === place) return row.structName;
    }
  }
  return undefined;
}

function fromCall(event: CallEvent, facts: FunctionFacts, scope: Scope): void {
  if (event.callee.kind !== "name") return;
  const called = event.callee.name;
  // A wrapper of the file's own with that name is followed by its body instead.
  if (scope.program.resolve(scope.file, called).length > 0) return;
  for (const callback of scope.model.registration(called)?.callbacks ?? []) {
    const argument = event.arguments[callback.argument];
    for (const given of argument && argument.kind !== "type" ? bareNames(argument) : []) {
      const name = callback.member === undefined ? given : tableMember(given, callback.member, scope);
      if (name === undefined) continue;
      register(
        name,
        { ...callback, why: `${callback.why}: ${called}()` },
        { functionName: facts.name, span: event.span },
        scope,
      );
    }
  }
}

/** The names that an argument can be: `is_new ? new_handler : old_handler` registers either. */
function bareNames(argument: Expression): readonly string[] {
  if (argument.kind === "conditional")
    return [...(argument.whenTrue ? bareNames(argument.whenTrue) : []), ...bareNames(argument.whenFalse)];
  const name = bareName(argument);
  return name === undefined ? [] : [name];
}

/** The function in a member of the table that was handed over. */
function tableMember(table: string | undefined, member: string, scope: Scope): string | undefined {
  return scope.file.opsEntries.find((entry) => entry.table === table && entry.field === member)?.functionName;
}

function bareName(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  return expression.kind === "address" || expression.kind === "cast"
    ? bareName(expression.operand)
    : undefined;
}

/** The struct that an object is of, as far as declarations tell. */
function structOf(object: Expression, facts: FunctionFacts, scope: Scope): string | undefined {
  return structName(typeOfExpression(object, facts, scope));
}

function structName(type: CType | undefined): string | undefined {
  if (type?.kind === "pointer") return structName(type.target);
  if (type?.kind === "array") return structName(type.element);
  return type?.kind === "tagged" ? type.name : undefined;
}

function typeOfExpression(expression: Expression, facts: FunctionFacts, scope: Scope): CType | undefined {
  switch (expression.kind) {
    case "name": {
      const { name } = expression;
      const parameter = facts.parameters.find((item) => item.name === name);
      const variables = scope.file.types.variables;
      return (
        facts.locals.get(name) ??
        parameter?.type ??
        (Object.hasOwn(variables, name) ? variables[name] : undefined)
      );
    }
    case "member": {
      const struct = structName(typeOfExpression(expression.object, facts, scope));
      const definitions = scope.worlds.of(scope.file).environment.structs(`struct ${struct}`) ?? [];
      return definitions.flatMap((item) => item.fields).find((item) => item.name === expression.member)?.type;
    }
    case "index":
      return typeOfExpression(expression.object, facts, scope);
    case "address":
    case "dereference":
      return typeOfExpression(expression.operand, facts, scope);
    case "cast":
      return expression.type;
    default:
      return undefined;
  }
}
