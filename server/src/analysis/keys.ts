// What keys of places (c-types/keys.ts) say of the path that they are: what it starts from and ends in, whether one is
// part of another, and what a path of a function is called in its caller or callee.

import type { Argument } from "../c-types/expression.js";
import { placeKey } from "../c-types/keys.js";

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

/** The end of a path that says whose lock it is: `hdev.lock` of `conn.hdev.lock`, which is not `conn.lock`. */
export function lastMembers(key: string): string {
  const end = lastMember(key);
  const owner = key.slice(0, key.length - end.length - 1);
  return key.endsWith(`.${end}`) ? `${lastMember(owner)}.${end}` : end;
}

/** The variable that a path starts from: `d` of `d.lock`; undefined for paths that start with a call. */
export function rootName(key: string): string | undefined {
  const match = /^\**([A-Za-z_]\w*)(?=$|[.[])/.exec(key);
  return match?.[1];
}

/** The variable that a path hangs on, also behind an accessor; the key itself where there is none. */
export function ownerName(key: string): string {
  return rootName(key) ?? (isBehindAccessor(key) ? variablesOf(key)[0] : undefined) ?? key;
}

/** Whether a path starts with a call that gives one object for another: `netdev_priv(dev).lock`. */
export function isBehindAccessor(key: string): boolean {
  return /^[A-Za-z_]\w*\([^?#"]*\)[.[][\w.[\]]*$/.test(key);
}

/** The variables that a path reads, accessors, types and members left out. */
export function variablesOf(key: string): readonly string[] {
  return withoutTypes(key).match(variablePattern) ?? [];
}

const variablePattern = /(?<![\w.])[A-Za-z_]\w*(?![\w(])/g;

/** `container_of(w,struct d,work)` reads `w` only. */
function withoutTypes(key: string): string {
  return key.replace(/,(?:struct|union) \w+,[\w.]+(?=\))/g, "");
}

/** The part of an object leads back to the object: `container_of(d.work,struct dev,work)` is `d`. */
function withoutDetours(key: string): string {
  return key.replace(/\bcontainer_of\(([\w.[\]()]+)\.([\w.]+),(?:struct|union) \w+,\2\)/g, "$1");
}

/** A path behind an accessor with its variables replaced; undefined where one of them has no name there. */
function replaceVariables(key: string, nameOf: (name: string) => string | undefined): string | undefined {
  let isWhole = true;
  const types = key.match(/,(?:struct|union) \w+,[\w.]+(?=\))/g) ?? [];
  let nrTypes = 0;
  const replaced = key
    .replace(/,(?:struct|union) \w+,[\w.]+(?=\))/g, ",?")
    .replace(variablePattern, (name) => {
      const place = nameOf(name);
      isWhole &&= place !== undefined;
      return place ?? name;
    })
    .replace(/,\?/g, () => types[nrTypes++] ?? "");
  return isWhole ? withoutDetours(replaced) : undefined;
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
  if (root === undefined) {
    const moved = isBehindAccessor(key)
      ? replaceVariables(key, (name) => {
          const argument = args[parameters.indexOf(name)];
          if (parameters.includes(name))
            return argument && argument.kind !== "type" ? placeKey(argument) : undefined;
          return isGlobal(name) ? name : undefined;
        })
      : undefined;
    return moved ?? (key === "" ? "" : `?.${lastMember(key)}`);
  }
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
  const behind = isBehindAccessor(key) ? accessorInCallee(key, parameters, args) : undefined;
  if (behind !== undefined) return behind;
  // A plain name is a global or a caller's local: either way the callee cannot mean another object by it.
  return key.includes(".") ? `?.${lastMember(key)}` : key;
}

/** A path behind an accessor, where the accessor's object is handed over: `netdev_priv(dev).lock` and `f(dev)`. */
function accessorInCallee(
  key: string,
  parameters: readonly string[],
  args: readonly Argument[],
): string | undefined {
  for (const [index, argument] of args.entries()) {
    const parameter = parameters[index];
    const place = argument.kind === "type" ? undefined : placeKey(argument);
    if (parameter === undefined || parameter === "" || place === undefined) continue;
    const inner = key.indexOf(`(${place}`);
    const after = key[inner + place.length + 1] ?? "";
    if (inner < 0 || !/[).,]/.test(after)) continue;
    const rest = key.slice(0, inner + 1) + parameter + key.slice(inner + 1 + place.length);
    if (variablesOf(rest).every((name) => name === parameter)) return rest;
  }
  return undefined;
}
