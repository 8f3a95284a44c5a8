// What a file's `#define` and `#pragma pack` lines say of its types.

import type { DefineDirective } from "../syntax/parsed-file.js";
import type { MacroDefinition } from "./file-types.js";

/** A record without inherited names, so that a variable called `constructor` is just that. */
export function emptyRecord<T>(): Record<string, T> {
  return Object.create(null);
}

/** Bodies longer than this are no constants; keeping them would only cost memory. */
const maxMacroBodyLength = 2000;

export function collectMacros(
  text: string,
  defines: readonly DefineDirective[],
): Record<string, MacroDefinition> {
  const macros = emptyRecord<MacroDefinition>();
  for (const define of defines) {
    const body = cleanMacroBody(text.slice(define.body.start, define.body.end));
    const before = macros[define.name];
    if (!before) macros[define.name] = { params: define.params, bodies: [body] };
    else if (!before.bodies.includes(body)) {
      const sameShape = String(before.params) === String(define.params);
      // Definitions of different shape cannot be united; no body means that nothing is known.
      macros[define.name] = { params: before.params, bodies: sameShape ? [...before.bodies, body] : [] };
    }
  }
  return macros;
}

function cleanMacroBody(body: string): string {
  if (body.length > maxMacroBodyLength) return "";
  return body
    .replace(/\\\r?\n/g, " ")
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .replace(/\/\/[^\n"]*$/gm, " ")
    .trim();
}

export interface PackPragma {
  readonly offset: number;
  readonly packBytes: number | undefined;
}

/** `#pragma pack(n)`, `pack(push, n)`, `pack(pop)`, `pack()` in order, each with what is in force after it. */
export function findPackPragmas(text: string): readonly PackPragma[] {
  if (!text.includes("#pragma")) return [];
  const result: PackPragma[] = [];
  const stack: (number | undefined)[] = [];
  let current: number | undefined;
  for (const match of text.matchAll(/^[ \t]*#[ \t]*pragma[ \t]+pack[ \t]*\(([^)]*)\)/gm)) {
    const words = (match[1] ?? "").split(",").map((word) => word.trim());
    if (words[0] === "push") stack.push(current);
    if (words[0] === "pop") current = stack.pop();
    const last = words.at(-1) ?? "";
    if (/^\d+$/.test(last)) current = Number(last);
    else if (last === "") current = undefined;
    result.push({ offset: match.index, packBytes: current });
  }
  return result;
}

export function packAt(packs: readonly PackPragma[], offset: number): number | undefined {
  let result: number | undefined;
  for (const pack of packs) if (pack.offset < offset) result = pack.packBytes;
  return result;
}
