// Which kernel is meant, where several places say something of it: the user's words, a project's file, the kernel tree
// around. Each value is taken from the first place that has it, and where it came from is told along with it.

import { type ArchitectureId, architectures } from "./architectures.js";
import type { BuildConfiguration } from "./build-configuration.js";
import { createProfile, findRelease, type KernelConfig, type Profile } from "./profile.js";
import type { KernelRelease } from "./releases/release.js";

/** One place that says something of the kernel that is meant; what it does not say is undefined. */
export interface ProfileSource<Origin extends string> {
  readonly origin: Origin;
  readonly release: KernelRelease | undefined;
  readonly archId: ArchitectureId | undefined;
  /** Its options for a kernel of that architecture. */
  configFor(archId: ArchitectureId): Partial<KernelConfig>;
  /** Its build for that architecture; absent for a place that knows of none. */
  buildFor?(archId: ArchitectureId): BuildConfiguration | undefined;
}

/** Where each part of a profile came from; an option that nobody named is absent. */
export interface ProfileOrigins<Origin extends string> {
  readonly release: Origin | "default";
  readonly arch: Origin | "default";
  readonly options: Readonly<Partial<Record<keyof KernelConfig, Origin>>>;
}

/** A profile, and who said so. */
export interface ChosenProfile<Origin extends string> {
  readonly profile: Profile;
  readonly origins: ProfileOrigins<Origin>;
}

/** The profile that `sources` come to, the first wins; Linux 6.1 on x86_64 where none says anything. */
export function chooseProfile<Origin extends string>(
  sources: readonly ProfileSource<Origin>[],
): ChosenProfile<Origin> {
  const byRelease = sources.find(({ release }) => release !== undefined);
  const byArch = sources.find(({ archId }) => archId !== undefined);
  const archId = byArch?.archId ?? "x86_64";
  const config: { -readonly [K in keyof KernelConfig]?: KernelConfig[K] } = {};
  const options: Partial<Record<keyof KernelConfig, Origin>> = {};
  for (const source of sources.toReversed()) {
    const said = source.configFor(archId);
    const { pageSizeBytes, ...others } = said;
    Object.assign(config, others);
    // A page size that the architecture does not have is not taken.
    const isKnown =
      pageSizeBytes !== undefined && architectures[archId].pageSizesBytes.includes(pageSizeBytes);
    if (isKnown) config.pageSizeBytes = pageSizeBytes;
    for (const name of Object.keys(isKnown ? said : others) as (keyof KernelConfig)[])
      options[name] = source.origin;
  }
  const profile = createProfile(byRelease?.release ?? findRelease("6.1"), archId, config);
  const build = sources.map((source) => source.buildFor?.(archId)).find((found) => found !== undefined);
  return {
    profile: build ? { ...profile, build } : profile,
    origins: { release: byRelease?.origin ?? "default", arch: byArch?.origin ?? "default", options },
  };
}
