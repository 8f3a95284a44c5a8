// Which kernel we speak of. A profile is a value that is passed in, never a global: checker, simulator and hovers
// that are given the same profile agree on every limit.

import { type Architecture, type ArchitectureId, architectures } from "./architectures.js";
import type { BuildConfiguration } from "./build-configuration.js";
import { type KernelRelease, releaseOrdinal } from "./releases/release.js";
import { v2_6_10 } from "./releases/v2_6_10.js";
import { v2_6_32 } from "./releases/v2_6_32.js";
import { v4_19 } from "./releases/v4_19.js";
import { v5_0 } from "./releases/v5_0.js";
import { v5_10 } from "./releases/v5_10.js";
import { v6_1 } from "./releases/v6_1.js";
import { v6_12 } from "./releases/v6_12.js";

/** Every release we know, oldest first. A new one is a file in `releases/` and a line here. */
export const kernelReleases: readonly KernelRelease[] = [v2_6_10, v2_6_32, v4_19, v5_0, v5_10, v6_1, v6_12];

/** The build options that change what the checker or the simulator says. */
export interface KernelConfig {
  /** Bytes per page; the architecture's default unless given. */
  readonly pageSizeBytes: number;
  /** CPUs the kernel was started with: decides the order of slabs (mm/slub.c: calculate_order(), v6.1). */
  readonly nrCpus: number;
  /** 32-bit x86 with physical address extension. */
  readonly pae: boolean;
  /** PREEMPT_RT: `spinlock_t` sleeps there, `raw_spinlock_t` does not. */
  readonly preemptRt: boolean;
  readonly slabAllocator: "slub" | "slab" | "slob";
  /** Whether caches of equal geometry are merged; off in simulations. */
  readonly merge: boolean;
}

/** Release × architecture × build options. */
export interface Profile {
  readonly release: KernelRelease;
  readonly arch: Architecture;
  readonly config: KernelConfig;
  /** What decides `#if` in the text; absent where no build is known. */
  readonly build?: BuildConfiguration;
}

/** Finds the release that `text` names: its id, its exact version, or the newest one of that series. */
export function findRelease(text: string): KernelRelease | undefined {
  const exact = kernelReleases.find((release) => release.id === text || release.version === text);
  if (exact) return exact;
  const ordinal = releaseOrdinal(text);
  if (ordinal === undefined) return undefined;
  return kernelReleases.find(
    (release) => Math.floor(release.ordinal / 1_000) === Math.floor(ordinal / 1_000),
  );
}

/** A profile with the defaults that hovers name: 8 CPUs, the architecture's smallest page, no PREEMPT_RT. */
export function createProfile(
  release: KernelRelease = v6_1,
  archId: ArchitectureId = "x86_64",
  config: Partial<KernelConfig> = {},
): Profile {
  const arch = architectures[archId];
  return {
    release,
    arch,
    config: {
      pageSizeBytes: arch.pageSizesBytes[0] ?? 4096,
      nrCpus: 8,
      pae: false,
      preemptRt: false,
      slabAllocator: release.defaultSlabAllocator,
      merge: false,
      ...config,
    },
  };
}
