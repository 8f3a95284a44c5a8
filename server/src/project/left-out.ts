// What of a file need not be parsed where some of its functions are asked for nothing: their bodies; and all of those
// whose results nobody asks for either, of whom a name is enough.

import { isReadAlone, type LeftOut } from "../syntax/hollow.js";
import type { MaskedReading } from "../syntax/prepass.js";
import type { ExpectedFunction } from "../syntax/walk-state.js";
import type { Mentioner } from "./mention-reader.js";

/** `unread` are functions of the file's first reading, in order; `all` says who names whom in the file. */
export function leftOutOf(
  unread: readonly ExpectedFunction[],
  all: readonly Mentioner[],
  reading: MaskedReading,
): LeftOut {
  const alone = unread.filter((item) => isReadAlone(item, reading));
  const silent = new Set(alone);
  const named = new Set<ExpectedFunction>();
  for (const item of all) {
    if (item.function && silent.has(item.function)) continue;
    for (const callee of item.mentions) if (callee.function) named.add(callee.function);
  }
  const isNeeded = (item: ExpectedFunction): boolean => named.has(item) || isBegunBefore(item, reading);
  return {
    bodies: alone.filter((item) => item.end > item.body + 2 && isNeeded(item)),
    functions: alone.filter((item) => !isNeeded(item)),
    tables: true,
  };
}

/** Whether the type of what a macro defines stands before it: the pre-pass puts an `i` there (rules-file.ts). */
function isBegunBefore({ start }: ExpectedFunction, { masked }: MaskedReading): boolean {
  return /(?:^|\W)i\s$/.test(masked.slice(Math.max(0, start - 3), start));
}
