// Which functions of a file end with other locks held than they began with, and how: those that may, as far as the
// tokens tell, are parsed and followed.

import { factsOf } from "../analysis/build-facts.js";
import { hasEffects, type Summary } from "../analysis/summary.js";
import { modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { parseMasked } from "../syntax/parsed-file.js";
import type { MaskedFile } from "../syntax/prepass.js";
import { leftOutOf } from "./left-out.js";
import type { Mentioner } from "./mention-reader.js";
import { createProgram } from "./program.js";
import { createWorlds } from "./world.js";

/** More functions than this that lock and call one another are told from their tokens alone. */
const maxRead = 200;

/** The file that is asked about. */
export interface LeavingIn {
  readonly path: string;
  readonly mask: MaskedFile;
  readonly profile: Profile;
  /** Its functions and macros. */
  readonly all: readonly Mentioner[];
  /** Whether a function of the file may touch locks. */
  readonly isLocking: (item: Mentioner) => boolean;
}

/**
 * The summaries of those of `candidates`, by name, that leave locks otherwise than they found them, as far as the file
 * alone tells.
 */
export function findLeaving(
  candidates: ReadonlyMap<string, Mentioner>,
  { path, mask, profile, all, isLocking }: LeavingIn,
): ReadonlyMap<string, Summary | undefined> {
  const read = new Set(candidates.values());
  for (const item of read)
    for (const callee of item.mentions) if (!callee.function || isLocking(callee)) read.add(callee);
  if (read.size > maxRead) return new Map([...candidates.keys()].map((name) => [name, undefined]));
  const [reading] = mask.readings;
  const wanted = new Set([...read].map((item) => item.function));
  const unread = reading.functions.filter((item) => !wanted.has(item));
  const file = factsOf(path, parseMasked(mask.tokens.text, mask, leftOutOf(unread, all, reading)));
  const model = modelOf(profile.release);
  const program = createProgram([file], model);
  const worlds = createWorlds(program, model, profile);
  const found = new Map<string, Summary>();
  for (const name of candidates.keys()) {
    const [node] = program.resolve(file, name);
    const summary = node?.touchesLocks ? worlds.summaryOf(node) : undefined;
    if (node && summary && hasEffects(summary)) found.set(name, summary);
  }
  return found;
}
