// Parameters of a file's macros that stand for statements and are run somewhere inside: after what the macro calls
// before them, not where the macro is used. `#define wait(cond, cmd) do { unlock(); cmd; lock(); } while (!(cond))`.

import type { DefineDirective } from "./parsed-file.js";

/** Indices of such parameters, by the macro's name; macros without are left out. */
export type StatementParameters = ReadonlyMap<string, ReadonlySet<number>>;

/** A macro hands its parameter to another, and that to a third; deeper is not looked. */
const maxRounds = 4;
/** Longer bodies are tables. */
const maxBodyLength = 4_000;

interface Macro {
  readonly name: string;
  readonly params: readonly string[];
  readonly body: string;
}

/** Reads the macros of a file. */
export function findStatementParameters(
  text: string,
  defines: readonly DefineDirective[],
): StatementParameters {
  const macros = defines.flatMap(({ name, params, body }): Macro[] => {
    if (!params || params.length === 0 || body.end - body.start > maxBodyLength) return [];
    const written = text.slice(body.start, body.end);
    return [{ name, params, body: written.replace(/\\\r?\n|\/\*.*?\*\//gs, " ") }];
  });
  const found = new Map<string, Set<number>>();
  const add = (name: string, index: number): boolean => {
    const known = found.get(name) ?? new Set();
    if (known.has(index)) return false;
    found.set(name, known.add(index));
    return true;
  };
  for (const { name, params, body } of macros) {
    for (const word of wordsRunAfterCalls(body)) {
      const index = params.indexOf(word);
      if (index >= 0) add(name, index);
    }
  }
  for (let round = 0, isNew = found.size > 0; isNew && round < maxRounds; round++) {
    isNew = false;
    for (const { name, params, body } of macros) {
      for (const param of handedOn(body, found)) {
        const index = params.indexOf(param);
        if (index >= 0 && add(name, index)) isNew = true;
      }
    }
  }
  return found;
}

/** Words that are statements of the body, with a call before them. */
function wordsRunAfterCalls(body: string): ReadonlySet<string> {
  const words = new Set<string>();
  const firstCall = [...body.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].find(
    ([, name]) => !/^(?:if|while|for|switch|sizeof|likely|unlikely)$/.test(name ?? ""),
  );
  if (!firstCall) return words;
  for (const { 1: word = "", index } of body.matchAll(/(?:[;{})]|\belse)\s*(\w+)(?=\s*(?:;|\}|$))/g))
    if (firstCall.index + firstCall[0].length <= index + 1) words.add(word);
  return words;
}

/** Words that a body gives, as whole arguments, to macros for parameters known to stand for statements. */
function* handedOn(body: string, known: StatementParameters): Iterable<string> {
  for (const { 1: name = "", 0: head, index } of body.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) {
    const indices = known.get(name);
    if (!indices) continue;
    const args = argumentsFrom(body, index + head.length);
    for (const i of indices) if (/^\w+$/.test(args[i] ?? "")) yield args[i] ?? "";
  }
}

/** The arguments of a call, from behind its parenthesis. */
function argumentsFrom(body: string, start: number): readonly string[] {
  const args: string[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < body.length && depth >= 0; at++) {
    const c = body[at];
    if (c === "(" || c === "[" || c === "{") depth++;
    else if (c === ")" || c === "]" || c === "}") depth--;
    if ((c === "," && depth === 0) || depth < 0) {
      args.push(body.slice(from, at).trim());
      from = at + 1;
    }
  }
  return args;
}
