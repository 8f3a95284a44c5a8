// What a kernel tree says of itself: its release in the top Makefile, its architecture and the options that matter to
// us in .config. Pure: the rims say how files are looked at.

import type { ArchitectureId } from "./architectures.js";
import { type BuildConfiguration, configurationOf } from "./build-configuration.js";
import type { ProfileSource } from "./choose-profile.js";
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
  /** What its .config decides; absent without one. */
  readonly build?: BuildConfiguration;
}

/** A tree that was found. */
export interface FoundTree extends KernelTree {
  /** Of its top folder. */
  readonly path: string;
}

/** How the rims look at files: small ones are read whole, what cannot be read is undefined. */
export interface TreeProbe {
  exists(path: string): boolean;
  read(path: string): string | undefined;
}

/** The first of `folders` that is the top of a kernel tree: it has these two, and nothing else does. */
export function findTreeTop(folders: readonly string[], probe: TreeProbe): string | undefined {
  return folders.find(
    (folder) => probe.exists(`${folder}/Kconfig`) && probe.exists(`${folder}/include/linux/slab.h`),
  );
}

/** What the tree with this top says of itself; undefined without a Makefile there. */
export function readKernelTree(top: string, probe: TreeProbe): FoundTree | undefined {
  const makefile = probe.read(`${top}/Makefile`);
  return makefile === undefined
    ? undefined
    : { path: top, ...describeKernelTree(makefile, probe.read(`${top}/.config`)) };
}

/** A tree as one of the places that say which kernel is meant. */
export function profileSourceOfTree(tree: KernelTree): ProfileSource<"kernel tree"> {
  return {
    origin: "kernel tree",
    release: tree.release,
    archId: tree.archId,
    // Options of another architecture say nothing of this one.
    configFor: (archId) => (tree.archId === archId ? tree.config : {}),
    buildFor: (archId) => (tree.archId === undefined || tree.archId === archId ? tree.build : undefined),
  };
}

/** Reads the top Makefile, and .config where there is one. Total: other text says nothing. */
export function describeKernelTree(makefile: string, config: string | undefined): KernelTree {
  const version = versionOf(makefile);
  const options = config === undefined ? new Map<string, string>() : optionsOf(config);
  const build = config === undefined ? undefined : configurationOf(config);
  return {
    version,
    release: version === undefined ? undefined : releaseBefore(version),
    archId: architectureOf(options),
    config: configOf(options),
    ...(build && { build }),
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

/** The options of a .config: `CONFIG_X=y` → `CONFIG_X` → `y`; what is not set is absent. */
export function optionsOf(config: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [, name = "", value = ""] of config.matchAll(/^(CONFIG_\w+)=(.*)$/gm))
    options.set(name, value.trim());
  return options;
}

function architectureOf(options: ReadonlyMap<string, string>): ArchitectureId | undefined {
  const isSet = (name: string): boolean => options.get(`CONFIG_${name}`) === "y";
  if (isSet("X86_64")) return "x86_64";
  if (isSet("X86_32")) return "i386";
  if (isSet("ARM64")) return "arm64";
  return isSet("ARM") ? "arm" : undefined;
}

/** Names of options: arch/arm64/Kconfig, arch/x86/Kconfig, mm/Kconfig, kernel/Kconfig.preempt (6.1). */
function configOf(options: ReadonlyMap<string, string>): Partial<KernelConfig> {
  if (options.size === 0) return {};
  const isSet = (name: string): boolean => options.get(`CONFIG_${name}`) === "y";
  const nrCpus = Number(options.get("CONFIG_NR_CPUS"));
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
