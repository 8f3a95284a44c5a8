// From what the files of a tree said one by one to the content of a pack.

import type { FileFacts } from "../../analysis/facts.js";
import { emptyRecord } from "../../c-types/directives.js";
import { modelOf } from "../../kernel-model/model.js";
import type { Profile } from "../../kernel-model/profile.js";
import type { TreeIndex } from "../tree-index.js";
import type { PackContent, PackedHeader } from "./build-pack.js";
import type { PackAbout } from "./container.js";
import { keepHeaderFunctions } from "./header-functions.js";
import { type BuildOptions, commonEnvironment, decidedStructs, splitNumbers } from "./header-types.js";
import { type KeptSource, keepTelling } from "./keep-telling.js";

export interface Learned {
  readonly about: PackAbout;
  readonly profile: Profile;
  /** Of the tree's configuration; empty where there is none. */
  readonly options: BuildOptions;
  readonly index: TreeIndex;
  /** Names of functions that source files define and modules may call. */
  readonly symbols: ReadonlySet<string>;
  readonly sources: readonly KeptSource[];
  readonly headers: readonly FileFacts[];
}

/** Registers of single chips, by the ten thousand: no size and no context hangs on them. */
const chipHeaders = /^include\/(?:linux\/(?:mfd|platform_data|ssb|bcma)|soc|video)\//;
/**
 * How single devices and a hypervisor lay out their messages, and what graphics and RDMA drivers say to programs: more
 * structs than all the rest of the kernel has.
 */
const deviceHeaders = /^include\/(?:linux\/(?:mlx4|mlx5|qed)|xen\/interface|uapi\/(?:drm|rdma|misc))\//;
/** Locks of a kernel for one processor, which are empty: included where the others are not. */
export const oneProcessorHeaders = /\blinux\/spinlock_(?:types_|api_)?up\.h$/;

/** Puts a pack together. The same files give the same content, in the order given. */
export function assemblePack(learned: Learned): PackContent {
  const { about, profile, symbols } = learned;
  const model = modelOf(profile.release);
  const kernelHeaders = learned.headers.filter(
    ({ path }) => !deviceHeaders.test(path) && !oneProcessorHeaders.test(path),
  );
  const { index, sources } = keepTelling(learned.sources, learned.index, model);
  const decided = keepHeaderFunctions(kernelHeaders, { index, sources, profile, symbols }).map((header) => ({
    ...header,
    types: { ...header.types, structs: decidedStructs(header.types.structs, learned.options, profile) },
  }));
  const environment = commonEnvironment(decided.map(({ types }) => types));
  const headers = decided.map((facts): PackedHeader => {
    const { numbers, macros, enumConstants } = splitNumbers(facts.types, environment, profile.release);
    const types = { ...facts.types, macros, enumConstants, functions: emptyRecord<never>() };
    return chipHeaders.test(facts.path)
      ? { facts: { ...facts, types: { ...types, macros: {}, enumConstants: {} } }, numbers: {} }
      : { facts: { ...facts, types }, numbers };
  });
  return { about, index, sources, headers };
}
