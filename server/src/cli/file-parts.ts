// The parts of a file that others look at, each with a hash: a function, and what stands around functions. Where a file
// has changed in other parts only, what came of these is the same, and only lines may have moved.

import type { Profile } from "../kernel-model/profile.js";
import type { Mentioner } from "../project/mention-reader.js";
import { readMentions } from "../project/mentions.js";
import type { MaskedFile } from "../syntax/prepass.js";
import type { ExpectedFunction } from "../syntax/walk-state.js";
import { hashOf } from "./file-state.js";

interface FunctionPart {
  /** Of the function's text, wherever it stands. */
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

/** The parts of the file with that masked text; functions that the tokens do not tell are among what is around. */
export function partsOf(mask: MaskedFile, profile: Profile): FileParts {
  const { tokens, readings } = mask;
  const mentions = readMentions(mask, profile);
  const byName = new Map<string, Mentioner[]>();
  const names = new Map<Mentioner, string>();
  for (const item of mentions.all) {
    const { function: of } = item;
    if (!of) continue;
    const name = /^\w*/.exec(tokens.text.slice(of.name, of.name + 200))?.[0] ?? "";
    names.set(item, name);
    const list = byName.get(name);
    if (list) list.push(item);
    else byName.set(name, [item]);
  }
  const functions = new Map<string, FunctionPart>();
  for (const [name, items] of byName) {
    const texts = items.flatMap(({ function: of }) => (of ? [tokens.text.slice(of.start, of.end)] : []));
    const named = new Set(items.flatMap((item) => item.mentions.map((other) => names.get(other))));
    const known = [...named].filter((other) => other !== undefined).sort();
    functions.set(name, { hash: hashOf(texts.join("\n")), mentions: known });
  }
  return { around: hashOf(textAround(mask, readings[0].functions)), functions };
}

/** What stands around the functions, token by token: where it stands does not count, nor what is exported. */
function textAround({ tokens }: MaskedFile, functions: readonly ExpectedFunction[]): string {
  const { text, start, end, count } = tokens;
  const words: string[] = [];
  let next = 0;
  for (let i = 0; i < count; i++) {
    const at = start[i] ?? 0;
    while (next < functions.length && (functions[next]?.end ?? 0) <= at) next++;
    if (at >= (functions[next]?.start ?? text.length)) continue;
    words.push(text.slice(at, end[i]));
  }
  return words.join(" ").replace(/\bEXPORT_\w+ \( \w+ \) ;/g, "");
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
