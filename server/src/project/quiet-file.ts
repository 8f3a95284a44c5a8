// Files of which no finding can come, told with their interface: no context that forbids sleeping begins in them, they
// hand nothing to one, and they allocate nothing worth a look. What other files are then asked is only whether a name
// means more than a sleep or a call back. Bias: a file in doubt is none of them. The findings are those of
// bystanders.ts, which would leave every function of such a file unread.

import { countLines } from "../analysis/build-facts.js";
import { parseDirectives } from "../syntax/directives.js";
import type { MaskedFile } from "../syntax/prepass.js";
import type { Mentioner } from "./mention-reader.js";
import type { Mentions } from "./mentions.js";
import { assertsTrait, callsTrait, lockTrait, registersTableTrait, sleepTrait } from "./name-traits.js";
import type { OutsideNames } from "./outside-names.js";

export interface QuietFile {
  /** What it names and does not define, with blanks between. */
  readonly names: string;
  readonly nrFunctions: number;
  readonly nrDroppedArms: number;
  readonly nrLines: number;
}

/** The masked file as a quiet one, with `mentions` that were read as if nothing were known of other files. */
export function findQuiet(mask: MaskedFile, mentions: Mentions): QuietFile | undefined {
  const [reading, ...others] = mask.readings;
  const isPlain = others.length === 0 && !mentions.hasOtherBodies && mentions.registered.size === 0;
  if (!isPlain || mentions.traits & assertsTrait || !mentions.all.every(isQuiet)) return undefined;
  const { text } = mask.tokens;
  // A suppression without a finding is one itself.
  if (parseDirectives(text, mask.comments).length > 0) return undefined;
  return {
    names: mentions.asked().join(" "),
    nrFunctions: reading.functions.length,
    nrDroppedArms: mask.droppedArms,
    nrLines: countLines(text),
  };
}

function isQuiet({ traits, isRegistered, allocatorCalls }: Mentioner): boolean {
  return (traits & (lockTrait | registersTableTrait)) === 0 && !isRegistered && allocatorCalls.length === 0;
}

/** Whether nothing that is known of other files makes the file another one. */
export function staysQuiet({ names }: QuietFile, outside: OutsideNames): boolean {
  // All are asked for: what was asked is what the answer depends on.
  let traits = 0;
  for (const name of names === "" ? [] : names.split(" ")) traits |= outside(name)?.traits ?? 0;
  return (traits & ~(sleepTrait | callsTrait)) === 0;
}
