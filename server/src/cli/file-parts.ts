// The parts of a file that others look at, each with a hash: a function, and what stands around functions. Where a file
// has changed in other parts only, what came of these is the same, and only lines may have moved.

import type { FileFacts, FunctionFacts } from "../analysis/facts.js";
import { functionsByField, mentionedNames } from "../project/program.js";
import { hashOf } from "./file-state.js";

interface FunctionPart {
  /** Of the function, wherever it stands, and of which names in it are the file's own. */
  readonly hash: string;
  /** Functions of the file that it mentions. */
  readonly mentions: readonly string[];
}

export interface FileParts {
  /** Hash of types, macros, tables and whatever else is not in a function. */
  readonly around: string;
  readonly functions: ReadonlyMap<string, FunctionPart>;
}

/** Parts of a file that something depends on. */
export interface UsedParts {
  readonly diskPath: string;
  readonly around: string;
  /** Hashes by the functions' names. */
  readonly functions: ReadonlyMap<string, string>;
}

/** The parts of a file. */
export function partsOf(facts: FileFacts): FileParts {
  const byName = new Map<string, FunctionFacts[]>();
  for (const item of facts.functions) {
    const list = byName.get(item.name);
    if (list) list.push(item);
    else byName.set(item.name, [item]);
  }
  const tables = functionsByField(facts);
  const functions = new Map<string, FunctionPart>();
  for (const [name, items] of byName) {
    const named = new Set(items.flatMap((item) => mentionedNames(item, tables)));
    const mentions = [...named].filter((other) => byName.has(other)).sort();
    functions.set(name, { hash: hashOf(shapeOf([items, facts.types.functions[name], mentions])), mentions });
  }
  return { around: hashOf(shapeOf(aroundFunctions(facts))), functions };
}

function aroundFunctions({ types, opsEntries, includes, words, fileLevelCalls }: FileFacts): unknown {
  // Who calls a function that is defined here has it among its parts.
  const prototypes = Object.entries(types.functions).filter(([, { isDefinition }]) => !isDefinition);
  // That a function is exported the tree's index knows.
  const calls = fileLevelCalls.filter(({ name }) => !name.startsWith("EXPORT_"));
  return [{ ...types, functions: prototypes }, opsEntries, includes, [...words].sort(), calls];
}

/** The parts that the functions named `roots` come to, with all functions of the file below them. */
export function usedParts(
  diskPath: string,
  { around, functions }: FileParts,
  roots: Iterable<string>,
): UsedParts {
  const used = new Map<string, string>();
  const pending = [...roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const part = functions.get(name);
    if (!part || used.has(name)) continue;
    used.set(name, part.hash);
    pending.push(...part.mentions);
  }
  return { diskPath, around, functions: used };
}

/** Whether a file has the parts still. */
export function hasParts(file: FileParts, { around, functions }: UsedParts): boolean {
  return (
    file.around === around && [...functions].every(([name, hash]) => file.functions.get(name)?.hash === hash)
  );
}

/** Text that is equal for equal data but for where it stands: spans are left out. */
function shapeOf(data: unknown): string {
  return JSON.stringify(data, (_, item: unknown) => {
    if (typeof item === "bigint") return `${item}n`;
    if (item instanceof Map || item instanceof Set) return [...item];
    return isSpan(item) ? 0 : item;
  });
}

function isSpan(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  let nrKeys = 0;
  for (const key in item) {
    if (key !== "start" && key !== "end") return false;
    nrKeys += 1;
  }
  return nrKeys === 2;
}
