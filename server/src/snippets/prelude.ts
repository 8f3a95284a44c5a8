// The preludes, read: expanded and parsed once per release, architecture and world, then only looked at. A run takes
// some milliseconds; reading seven hundred lines for each would be most of it.

import type { ArchitectureId } from "../kernel-model/architectures.js";
import type { Profile } from "../kernel-model/profile.js";
import type { KernelRelease } from "../kernel-model/releases/release.js";
import { kernelPrelude } from "./prelude-kernel.js";
import { userPrelude } from "./prelude-user.js";
import type { MacroTable } from "./preprocess.js";
import { type ReadUnit, readUnit } from "./unit.js";

export interface Prelude {
  readonly read: ReadUnit;
  /** What it defines; a run adds to a copy. */
  readonly macros: ReadonlyMap<string, MacroTable extends Map<string, infer Macro> ? Macro : never>;
}

/** Preludes already read: the same text for the same release always gives the same. */
const preludes = new WeakMap<KernelRelease, Map<`${"kernel" | "user"} ${ArchitectureId}`, Prelude>>();

/** The prelude of a world; read when first asked for. */
export function readPrelude(world: "kernel" | "user", profile: Profile): Prelude {
  const ofRelease = preludes.get(profile.release) ?? new Map();
  preludes.set(profile.release, ofRelease);
  const key = `${world} ${profile.arch.id}` as const;
  const known = ofRelease.get(key);
  if (known) return known;
  const macros: MacroTable = new Map();
  const read = readUnit(world === "kernel" ? kernelPrelude : userPrelude, macros, profile, "other");
  const made: Prelude = { read, macros };
  ofRelease.set(key, made);
  return made;
}
