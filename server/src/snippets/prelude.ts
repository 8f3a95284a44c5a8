// The preludes, read: expanded and parsed once per release, architecture and world, then only looked at. A run takes
// some milliseconds; reading seven hundred lines for each would be most of it.

import { builtinStructSize } from "../c-types/builtin-structs.js";
import { createEnvironment } from "../c-types/environment.js";
import { layoutOf } from "../c-types/layout.js";
import type { ArchitectureId } from "../kernel-model/architectures.js";
import type { Profile } from "../kernel-model/profile.js";
import type { KernelRelease } from "../kernel-model/releases/release.js";
import { cleanupPrelude } from "./prelude-cleanup.js";
import { deferredPrelude } from "./prelude-deferred.js";
import { kernelPrelude } from "./prelude-kernel.js";
import { libraryPrelude } from "./prelude-library.js";
import { skbPrelude } from "./prelude-skb.js";
import { userPrelude } from "./prelude-user.js";
import type { MacroDefinition, MacroTable } from "./preprocess.js";
import { type ReadUnit, readUnit } from "./unit.js";

export interface Prelude {
  readonly read: ReadUnit;
  /** What it defines; a run adds to a copy. */
  readonly macros: ReadonlyMap<string, MacroDefinition>;
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
  const made = world === "kernel" ? readKernelPrelude(profile) : readText(userPrelude, profile);
  ofRelease.set(key, made);
  return made;
}

function readText(text: string, profile: Profile): Prelude {
  const macros: MacroTable = new Map();
  return { read: readUnit(text, macros, profile, "other"), macros };
}

/** Structs of which the prelude has some members only, with those of them that they embed. */
export const partialStructs: Readonly<Record<string, readonly string[]>> = {
  kobject: [],
  device: ["kobject"],
  resource: [],
  platform_device: ["device"],
  pci_dev: ["device", ...Array.from({ length: 17 }, () => "resource")],
  i2c_client: ["device"],
  spi_device: ["device"],
  file: [],
  inode: [],
  task_struct: [],
  sk_buff: [],
};

/**
 * The kernel's prelude with its partial structs filled up to their real size where that is known: a driver's struct
 * that embeds one must come from the size class that it really comes from.
 */
function readKernelPrelude(profile: Profile): Prelude {
  const bare = readText(withRests({}), profile);
  const environment = createEnvironment(bare.read.types);
  const missing = (name: string): number => {
    const real = builtinStructSize(`struct ${name}`, profile)?.sizeBytes;
    const here = layoutOf({ kind: "tagged", tag: "struct", name }, environment, profile)?.sizeBytes;
    return real === undefined || here === undefined || real < here ? 0 : real - here;
  };
  const rests: Record<string, number> = {};
  for (const [name, embedded] of Object.entries(partialStructs)) {
    rests[name] = missing(name) - embedded.reduce((sum, inner) => sum + missing(inner), 0);
  }
  return readText(withRests(rests), profile);
}

function withRests(rests: Readonly<Record<string, number>>): string {
  const defines = Object.keys(partialStructs).map((name) => {
    const bytes = rests[name] ?? 0;
    return `#define __KMEM_REST_${name} ${bytes > 0 ? `char __kmem_rest[${bytes}];` : ""}\n`;
  });
  return defines.join("") + kernelPrelude + deferredPrelude + libraryPrelude + skbPrelude + cleanupPrelude;
}
