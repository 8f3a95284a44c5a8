// Names for places and conditions: two expressions that mean the same object along a path get the same key. `->` and
// `.` are one, `&` and casts vanish, so `&d->lock`, `(*d).lock` and `d->lock` are all `d.lock`. Aliases through other
// pointers are not seen; who compares keys must say what it does then.

import type { Argument, Expression } from "../c-types/expression.js";

// Keys are asked for again for every state that passes an expression, and expressions never change: each text is made
// once. No answer depends on what is remembered here.
const placeKeys = new WeakMap<Expression, string>();
const conditionKeys = new WeakMap<Expression, string>();
const resultKeys = new WeakMap<object, string>();

/** Stands for "no place" among the remembered keys. */
const noPlace = "";

/** The key of a place: a variable, member, element or what a pointer points to; undefined for other expressions. */
export function placeKey(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  const known = placeKeys.get(expression);
  if (known !== undefined) return known === noPlace ? undefined : known;
  const key = makePlaceKey(expression);
  placeKeys.set(expression, key ?? noPlace);
  return key;
}

function makePlaceKey(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "member": {
      const object = placeKey(expression.object);
      return object === undefined ? undefined : `${object.replace(/^\*/, "")}.${expression.member}`;
    }
    case "index": {
      const object = placeKey(expression.object);
      return object === undefined ? undefined : `${object}[${conditionKey(expression.index)}]`;
    }
    case "dereference": {
      const target = placeKey(expression.operand);
      return target === undefined ? undefined : `*${target}`;
    }
    case "address":
    case "cast":
      return placeKey(expression.operand);
    case "assignment":
      return placeKey(expression.target);
    case "comma": {
      const last = expression.items.at(-1);
      return last && placeKey(last);
    }
    case "call": {
      const callee = placeKey(expression.callee);
      return callee === undefined
        ? undefined
        : `${callee}(${expression.arguments.map(argumentKey).join(",")})`;
    }
    case "statementExpression":
      return resultKey(expression);
    default:
      return undefined;
  }
}

/** The key under which the result of a call or statement expression is kept while a path goes on. */
export function resultKey(expression: { readonly span: { readonly start: number } }): string {
  const known = resultKeys.get(expression);
  if (known !== undefined) return known;
  const key = `#${expression.span.start}`;
  resultKeys.set(expression, key);
  return key;
}

function argumentKey(argument: Argument): string {
  return argument.kind === "type" ? "type" : conditionKey(argument);
}

/** A canonical text of any expression; equal texts are taken to have equal values while nothing in them changes. */
export function conditionKey(expression: Expression): string {
  const place = placeKey(expression);
  if (place !== undefined) return place;
  const known = conditionKeys.get(expression);
  if (known !== undefined) return known;
  const key = makeConditionKey(expression);
  conditionKeys.set(expression, key);
  return key;
}

function makeConditionKey(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return expression.value.toString();
    case "string":
      return JSON.stringify(expression.text);
    case "unary":
      return `${expression.operator}${conditionKey(expression.operand)}`;
    case "binary":
      return `(${conditionKey(expression.left)} ${expression.operator} ${conditionKey(expression.right)})`;
    case "conditional": {
      const whenTrue = expression.whenTrue ? conditionKey(expression.whenTrue) : "";
      return `(${conditionKey(expression.condition)} ? ${whenTrue} : ${conditionKey(expression.whenFalse)})`;
    }
    case "sizeofExpression":
      return `sizeof(${conditionKey(expression.operand)})`;
    default:
      return `?${expression.span.start}`;
  }
}

/** Whether `key` reads the place `place`: it stands in it as a whole path, not as part of another name. */
export function mentionsPlace(key: string, place: string): boolean {
  for (let at = key.indexOf(place); at >= 0; at = key.indexOf(place, at + 1)) {
    const before = at === 0 ? "" : key[at - 1];
    const after = key[at + place.length] ?? "";
    if (!isWordOrPath(before ?? "") && !/\w/.test(after)) return true;
  }
  return false;
}

function isWordOrPath(character: string): boolean {
  return character !== "" && /[\w.#]/.test(character);
}

/** Whether the value behind a key can change without the function's own text assigning to it. */
export function readsMemory(key: string): boolean {
  return /[.[*(]/.test(key);
}

/** The last member of a path: `lock` of `d.hw.lock`; the name itself where there is none. */
export function lastMember(key: string): string {
  return key.slice(Math.max(key.lastIndexOf("."), key.lastIndexOf("*"), key.lastIndexOf(")")) + 1);
}

/** The variable that a path starts from: `d` of `d.lock`; undefined for paths that start with a call. */
export function rootName(key: string): string | undefined {
  const match = /^\**([A-Za-z_]\w*)(?=$|[.[])/.exec(key);
  return match?.[1];
}

/**
 * Moves a callee's key into the caller: a parameter at its root is replaced by the argument's key; a path that starts
 * at a local of the callee keeps only its last member behind `?`, which matches any object.
 */
export function keyInCaller(
  key: string,
  parameters: readonly string[],
  args: readonly Argument[],
  isGlobal: (name: string) => boolean,
): string {
  const root = rootName(key);
  if (root === undefined) return key === "" ? "" : `?.${lastMember(key)}`;
  const index = parameters.indexOf(root);
  if (index < 0) return isGlobal(root) ? key : `?.${lastMember(key)}`;
  const argument = args[index];
  const place = argument && argument.kind !== "type" ? placeKey(argument) : undefined;
  if (place === undefined) return key.includes(".") ? `?.${lastMember(key)}` : "?";
  return key.replace(root, place).replace(/^\*(?=.*\.)/, "");
}

/** The other way round: a caller's key in the terms of the callee, or `?.member` where no argument leads there. */
export function keyInCallee(key: string, parameters: readonly string[], args: readonly Argument[]): string {
  if (key === "") return key;
  let best: { place: string; parameter: string } | undefined;
  for (const [index, argument] of args.entries()) {
    const parameter = parameters[index];
    if (parameter === undefined || argument.kind === "type") continue;
    const place = placeKey(argument);
    if (place === undefined || (best && best.place.length >= place.length)) continue;
    if (key === place || key.startsWith(`${place}.`)) best = { place, parameter };
  }
  if (best) return best.parameter + key.slice(best.place.length);
  // A plain name is a global or a caller's local: either way the callee cannot mean another object by it.
  return key.includes(".") ? `?.${lastMember(key)}` : key;
}
