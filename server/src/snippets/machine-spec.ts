// The machine that a snippet asks for: `machine=ARCH:BYTES[,pae][,page=64K]` and the options beside it.

import { type ArchitectureId, architectures } from "../kernel-model/architectures.js";
import {
  createProfile,
  findRelease,
  type KernelConfig,
  kernelReleases,
  type Profile,
} from "../kernel-model/profile.js";
import type { RunOptions } from "./annotations.js";

export interface MachineSpec {
  readonly profile: Profile;
  readonly memoryBytes: number;
}

/** Settings from outside (the command line, the editor), which the snippet's own options override. */
export interface MachineDefaults {
  readonly machine?: string | undefined;
  readonly kernel?: string | undefined;
  readonly arch?: string | undefined;
}

export type SpecResult =
  | { readonly kind: "machine"; readonly spec: MachineSpec }
  | { readonly kind: "failed"; readonly reason: string };

const defaultMemory = "512M";

/** `512M` in bytes; undefined for what is no size. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+)([KMGT]?)$/i.exec(text);
  if (!match) return undefined;
  const shift = "KMGT".indexOf((match[2] ?? "").toUpperCase()) + 1;
  const bytes = Number(match[1]) * 1024 ** (match[2] ? shift : 0);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

function isArchitecture(word: string): word is ArchitectureId {
  return Object.hasOwn(architectures, word);
}

/** The machine of a run: the snippet's options first, then the settings, then x86_64:512M with one cpu and Linux 6.1. */
export function machineSpecOf(options: RunOptions, defaults: MachineDefaults): SpecResult {
  const failed = (reason: string): SpecResult => ({ kind: "failed", reason });
  const release = findRelease(options.kernel ?? defaults.kernel ?? "6.1");
  if (!release)
    return failed(
      `unknown kernel '${options.kernel ?? defaults.kernel}', expected ${kernelReleases.map(({ id }) => id).join(", ")}`,
    );
  const written = options.machine ?? defaults.machine ?? `${defaults.arch ?? "x86_64"}:${defaultMemory}`;
  const [head = "", ...extras] = written.split(",");
  const [arch = "", size = defaultMemory] = head.split(":");
  if (!isArchitecture(arch))
    return failed(`unknown architecture '${arch}', expected ${Object.keys(architectures).join(", ")}`);
  const memoryBytes = parseSize(size);
  if (memoryBytes === undefined || memoryBytes < 16 * 1024 * 1024)
    return failed(`'${size}' is no memory size from 16M, as in 512M or 4G`);
  const config: { -readonly [Name in keyof KernelConfig]?: KernelConfig[Name] } = {
    nrCpus: options.cpus ?? 1,
  };
  for (const extra of extras) {
    const page = /^page=(.+)$/.exec(extra)?.[1];
    if (extra === "pae" && arch === "i386") config.pae = true;
    else if (page !== undefined) {
      const pageSizeBytes = parseSize(page);
      if (pageSizeBytes === undefined || !architectures[arch].pageSizesBytes.includes(pageSizeBytes))
        return failed(`${arch} has no pages of '${page}'`);
      config.pageSizeBytes = pageSizeBytes;
    } else return failed(`unknown machine option '${extra}'`);
  }
  return { kind: "machine", spec: { profile: createProfile(release, arch, config), memoryBytes } };
}
