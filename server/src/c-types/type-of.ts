// The declared type of an expression, for `sizeof(*p)`, members and flexible arrays. Undefined where a name is unknown.

import type { Profile } from "../kernel-model/profile.js";
import type { IntegerType } from "./basic-types.js";
import { integerType, sizeType } from "./basic-types.js";
import { evaluateConditions } from "./conditions.js";
import type { TypeEnvironment } from "./environment.js";
import {
  type Bindings,
  boundType,
  type Evaluation,
  maxEvaluationDepth,
  typeOfArgument,
} from "./evaluation.js";
import type { CType, Expression } from "./expression.js";
import type { StructDefinition, StructField } from "./file-types.js";
import { structBehind } from "./layout.js";
import { stringLengthBytes } from "./literal.js";

interface Scope {
  readonly environment: TypeEnvironment;
  readonly profile: Profile;
  readonly bindings: Bindings | undefined;
  readonly depth: number;
}

/** The type of an expression as declared: arrays stay arrays. */
export function typeOfExpression(
  expression: Expression,
  environment: TypeEnvironment,
  profile: Profile,
): CType | undefined {
  return typeOf(expression, { environment, profile, bindings: undefined, depth: 0 });
}

/** The same inside an evaluation, where names may be bound to a macro's arguments. */
export function typeWithin(expression: Expression, evaluation: Evaluation): CType | undefined {
  const { environment, profile, bindings, depth } = evaluation;
  return typeOf(expression, { environment, profile, bindings, depth });
}

/** Typedefs and `typeof` followed to what they stand for. */
export function resolveType(type: CType, environment: TypeEnvironment, profile: Profile): CType {
  return resolve(type, { environment, profile, bindings: undefined, depth: 0 });
}

/** The integer type behind a type; an enum counts as int, a pointer as `unsigned long`; undefined for others. */
export function integerBehind(
  type: CType,
  environment: TypeEnvironment,
  profile: Profile,
): IntegerType | undefined {
  const resolved = resolveType(type, environment, profile);
  if (resolved.kind === "named") return integerType(resolved.name, profile);
  if (resolved.kind === "pointer" || resolved.kind === "array") return sizeType(profile);
  const isEnum = resolved.kind === "tagged" && resolved.tag === "enum";
  return isEnum || (resolved.kind === "anonymous" && resolved.definition.startsWith("enum#"))
    ? { bits: 32, isSigned: false }
    : undefined;
}

/** A member by name, looked for inside anonymous members too. */
export function findField(
  definition: StructDefinition,
  name: string,
  environment: TypeEnvironment,
  profile: Profile,
  depth = 0,
): StructField | undefined {
  for (const field of definition.fields) {
    if (field.name === name && evaluateConditions(field.conditions, profile) !== false) return field;
    if (field.name !== undefined || field.bitWidth || depth > 16) continue;
    const inner = structBehind(field.type, environment, profile);
    const found = inner ? findField(inner, name, environment, profile, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The member that `object.member` or `object->member` denotes. */
export function fieldOf(
  expression: Extract<Expression, { kind: "member" }>,
  evaluation: Evaluation,
): StructField | undefined {
  const { environment, profile, bindings, depth } = evaluation;
  return memberField(expression, { environment, profile, bindings, depth });
}

function deeper(scope: Scope): Scope {
  return { ...scope, depth: scope.depth + 1 };
}

function resolve(type: CType, scope: Scope): CType {
  if (scope.depth > maxEvaluationDepth) return { kind: "unknown" };
  if (type.kind === "typeof") {
    const operand = typeOf(type.operand, deeper(scope));
    return operand ? resolve(operand, deeper(scope)) : { kind: "unknown" };
  }
  if (type.kind !== "named") return type;
  const typedef = scope.environment.typedefOf(type.name);
  return typedef ? resolve(typedef.type, deeper(scope)) : type;
}

const intNamed: CType = { kind: "named", name: "int" };
const sizeNamed: CType = { kind: "named", name: "unsigned long" };

function typeOf(e: Expression, scope: Scope): CType | undefined {
  if (scope.depth > maxEvaluationDepth) return undefined;
  switch (e.kind) {
    case "name":
      return typeOfName(e.name, scope);
    case "literal":
      return e.suffix.includes("l") ? sizeNamed : intNamed;
    case "string":
      return stringType(e);
    case "address": {
      const target = typeOf(e.operand, deeper(scope));
      return target ? { kind: "pointer", target } : undefined;
    }
    case "dereference":
      return pointee(typeOf(e.operand, deeper(scope)), scope);
    case "index":
      return pointee(typeOf(e.object, deeper(scope)), scope);
    case "member":
      return memberField(e, scope)?.type;
    case "cast":
    case "compoundLiteral":
      return boundType(e.type, scope.bindings);
    case "call":
      return typeOfCall(e, scope);
    case "conditional":
      return typeOf(e.whenTrue ?? e.condition, deeper(scope)) ?? typeOf(e.whenFalse, deeper(scope));
    case "assignment":
    case "update":
      return typeOf(e.target, deeper(scope));
    case "comma": {
      const last = e.items.at(-1);
      return last ? typeOf(last, deeper(scope)) : undefined;
    }
    case "sizeofType":
    case "sizeofExpression":
      return sizeNamed;
    case "binary":
      return typeOfBinary(e, scope);
    case "unary":
      return e.operator === "!" ? intNamed : promotedType(typeOf(e.operand, deeper(scope)), scope);
    case "statementExpression":
    case "unknown":
      return undefined;
  }
}

function stringType(e: Extract<Expression, { kind: "string" }>): CType {
  const value = BigInt(stringLengthBytes(e.text) + 1);
  return {
    kind: "array",
    element: { kind: "named", name: "char" },
    length: { kind: "literal", value, suffix: "", span: e.span },
  };
}

function typeOfName(name: string, scope: Scope): CType | undefined {
  const bound = scope.bindings?.get(name);
  if (bound) {
    if (bound.argument.kind === "type") return undefined;
    return typeOf(bound.argument, { ...deeper(scope), bindings: bound.bindings });
  }
  const { environment } = scope;
  const declared = environment.variable(name);
  if (declared) return declared;
  if (environment.enumConstant(name)) return intNamed;
  const macro = environment.macro(name);
  const [body] = macro?.bodies ?? [];
  if (!macro || macro.params || !body) return undefined;
  return typeOf(body, { ...deeper(scope), bindings: undefined });
}

/** What a pointer or an array holds. */
function pointee(type: CType | undefined, scope: Scope): CType | undefined {
  if (!type) return undefined;
  const resolved = resolve(type, deeper(scope));
  if (resolved.kind === "pointer") return resolved.target;
  return resolved.kind === "array" ? resolved.element : undefined;
}

function memberField(e: Extract<Expression, { kind: "member" }>, scope: Scope): StructField | undefined {
  const object = typeOf(e.object, deeper(scope));
  const holder = e.arrow ? pointee(object, scope) : object;
  if (!holder) return undefined;
  const { environment, profile } = scope;
  const definition = structBehind(holder, environment, profile);
  return definition ? findField(definition, e.member, environment, profile) : undefined;
}

/** Calls that give back what their argument points to or is. */
const transparentCalls = new Set([
  "READ_ONCE",
  "rcu_dereference",
  "rcu_dereference_protected",
  "rcu_dereference_raw",
  "rcu_dereference_bh",
  "rcu_access_pointer",
  "rtnl_dereference",
  "this_cpu_ptr",
  "per_cpu_ptr",
  "raw_cpu_ptr",
  "get_cpu_ptr",
  "smp_load_acquire",
  "likely",
  "unlikely",
  "min",
  "max",
  "clamp",
  "ALIGN",
  "roundup",
  "round_up",
  "ERR_CAST",
]);

const containerCalls = new Set([
  "container_of",
  "container_of_const",
  "list_entry",
  "list_first_entry",
  "rb_entry",
]);

function typeOfCall(e: Extract<Expression, { kind: "call" }>, scope: Scope): CType | undefined {
  const { callee } = e;
  if (callee.kind !== "name") {
    const called = typeOf(callee, deeper(scope));
    const resolved = called ? resolve(called, deeper(scope)) : undefined;
    const target = resolved?.kind === "pointer" ? resolve(resolved.target, deeper(scope)) : resolved;
    return target?.kind === "function" ? target.returns : undefined;
  }
  const declared = scope.environment.functionOf(callee.name);
  if (declared) return declared.returns;
  const [first, second] = e.arguments;
  if (containerCalls.has(callee.name)) {
    const target = typeOfArgument(second);
    return target ? { kind: "pointer", target } : undefined;
  }
  if (transparentCalls.has(callee.name) && first && first.kind !== "type")
    return typeOf(first, deeper(scope));
  if (/^(?:min|max|clamp)_t$/.test(callee.name)) return typeOfArgument(first);
  return typeOfMacroCall(callee.name, e, scope);
}

function typeOfMacroCall(
  name: string,
  e: Extract<Expression, { kind: "call" }>,
  scope: Scope,
): CType | undefined {
  const macro = scope.environment.macro(name);
  const [body] = macro?.bodies ?? [];
  if (!macro?.params || !body) return undefined;
  const bindings = new Map(scope.bindings ?? []);
  macro.params.forEach((param, i) => {
    const argument = e.arguments[i];
    if (argument) bindings.set(param, { argument, bindings: scope.bindings });
  });
  return typeOf(body, { ...deeper(scope), bindings });
}

/** Pointer arithmetic keeps the pointer; other arithmetic gives the wider side, as far as this file cares. */
function typeOfBinary(e: Extract<Expression, { kind: "binary" }>, scope: Scope): CType | undefined {
  if (/^(?:[<>]=?|[!=]=|&&|\|\|)$/.test(e.operator)) return intNamed;
  const left = typeOf(e.left, deeper(scope));
  const right = typeOf(e.right, deeper(scope));
  if (e.operator === "+" || e.operator === "-") {
    const sides = [left, right].map((side) => (side ? decayed(side, scope) : undefined));
    const pointers = sides.filter((side) => side?.kind === "pointer");
    if (pointers.length === 2) return { kind: "named", name: "long" };
    if (pointers[0]) return pointers[0];
  }
  if (!left || !right) return undefined;
  const { environment, profile } = scope;
  const a = integerBehind(left, environment, profile);
  const b = integerBehind(right, environment, profile);
  if (!a || !b) return undefined;
  if (a.bits < 32 && b.bits < 32) return intNamed;
  return a.bits > b.bits || (a.bits === b.bits && !a.isSigned) ? left : right;
}

/** An array in an expression is a pointer to its first element. */
function decayed(type: CType, scope: Scope): CType {
  const resolved = resolve(type, deeper(scope));
  return resolved.kind === "array" ? { kind: "pointer", target: resolved.element } : resolved;
}

function promotedType(type: CType | undefined, scope: Scope): CType | undefined {
  if (!type) return undefined;
  const integer = integerBehind(type, scope.environment, scope.profile);
  return integer && integer.bits < 32 ? intNamed : type;
}
