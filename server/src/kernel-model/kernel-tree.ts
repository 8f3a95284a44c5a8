// What a kernel tree says of itself: its release in the top Makefile, its architecture and the options that matter to
// us in .config. Pure: who has read the two files hands their texts in.

import type { ArchitectureId } from "./architectures.js";
import { type KernelConfig, kernelReleases } from "./profile.js";
import { type KernelRelease, releaseOrdinal } from "./releases/release.js";

/** What is known of a tree; what it does not say is absent. */
export interface KernelTree {
  /** `6.1.192`, as the tree names itself. */
  readonly version: string | undefined;
  /** The release that we know: the same one, or the last one before it. */
  readonly release: KernelRelease | undefined;
  readonly archId: ArchitectureId | undefined;
  readonly config: Partial<KernelConfig>;
}

/** Reads the top Makefile, and .config where there is one. Total: other text says nothing. */
export function describeKernelTree(makefile: string, config: string | undefined): KernelTree {
  const version = versionOf(makefile);
  const options = config === undefined ? new Map<string, string>() : optionsOf(config);
  return {
    version,
    release: version === undefined ? undefined : releaseBefore(version),
    archId: architectureOf(options),
    config: configOf(options),
  };
}

/** The lines VERSION, PATCHLEVEL and SUBLEVEL at the top of the kernel's Makefile. */
function versionOf(makefile: string): string | undefined {
  const part = (name: string): string | undefined =>
    new RegExp(`^${name}\\s*=\\s*(\\d+)\\s*$`, "m").exec(makefile)?.[1];
  const [major, minor, sublevel] = [part("VERSION"), part("PATCHLEVEL"), part("SUBLEVEL")];
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}.${sublevel ?? 0}`;
}

/** The newest release that we know and that is no later series than `version`; a tree older than all has none. */
function releaseBefore(version: string): KernelRelease | undefined {
  const ordinal = releaseOrdinal(version);
  if (ordinal === undefined) return undefined;
  const series = (value: number): number => Math.floor(value / 1_000);
  return kernelReleases.findLast((release) => series(release.ordinal) <= series(ordinal));
}

/** `CONFIG_X=y` → `X` → `y`; what is not set is absent. */
function optionsOf(config: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [, name = "", value = ""] of config.matchAll(/^CONFIG_(\w+)=(.*)$/gm))
    options.set(name, value.trim());
  return options;
}

function architectureOf(options: ReadonlyMap<string, string>): ArchitectureId | undefined {
  const isSet = (name: string): boolean => options.get(name) === "y";
  if (isSet("X86_64")) return "x86_64";
  if (isSet("X86_32")) return "i386";
  if (isSet("ARM64")) return "arm64";
  return isSet("ARM") ? "arm" : undefined;
}

/** Names of options: arch/arm64/Kconfig, arch/x86/Kconfig, mm/Kconfig, kernel/Kconfig.preempt (6.1). */
function configOf(options: ReadonlyMap<string, string>): Partial<KernelConfig> {
  if (options.size === 0) return {};
  const isSet = (name: string): boolean => options.get(name) === "y";
  const nrCpus = Number(options.get("NR_CPUS"));
  const slabAllocator = isSet("SLAB") && !isSet("SLUB") ? "slab" : isSet("SLOB") ? "slob" : undefined;
  return {
    ...(isSet("ARM64_64K_PAGES") ? { pageSizeBytes: 65_536 } : {}),
    ...(isSet("ARM64_16K_PAGES") ? { pageSizeBytes: 16_384 } : {}),
    ...(isSet("PREEMPT_RT") ? { preemptRt: true } : {}),
    ...(isSet("X86_PAE") ? { pae: true } : {}),
    ...(slabAllocator === undefined ? {} : { slabAllocator }),
    // A kernel built for fewer processors than we assume has no more; one built for thousands may run on eight.
    ...(nrCpus > 0 && nrCpus < 8 ? { nrCpus } : {}),
  };
}
