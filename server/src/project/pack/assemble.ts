// From what the files of a tree said one by one to the content of a pack.

import { emptyRecord } from "../../c-types/directives.js";
import type { MacroDefinition } from "../../c-types/file-types.js";
import { modelOf } from "../../kernel-model/model.js";
import type { Profile } from "../../kernel-model/profile.js";
import { type NamedEntry, pickEntries } from "../foreign-entries.js";
import type { TreeIndex } from "../tree-index.js";
import type { PackContent, PackedHeader } from "./build-pack.js";
import type { PackAbout } from "./container.js";
import { decideHeaders, type MachineHeader } from "./decided-headers.js";
import type { HeaderText } from "./header-conditions.js";
import { keepHeaderFunctions } from "./header-functions.js";
import { commonEnvironment, splitNumbers } from "./header-types.js";
import { type KeptSource, keepTelling } from "./keep-telling.js";

export interface Learned {
  readonly about: PackAbout;
  readonly profile: Profile;
  /** The texts of the headers, for what they define. */
  readonly headerTexts: () => Iterable<HeaderText>;
  readonly index: TreeIndex;
  /** Names of functions that source files define and modules may call. */
  readonly symbols: ReadonlySet<string>;
  readonly sources: readonly KeptSource[];
  readonly headers: readonly MachineHeader[];
  /** The contexts in which files of the tree call others. */
  readonly entries: readonly NamedEntry[];
}

/** Registers of single chips, by the ten thousand: no size and no context hangs on them. */
const chipHeaders = /^include\/(?:linux\/(?:mfd|platform_data|ssb|bcma)|soc|video)\//;
/**
 * How single devices and a hypervisor lay out their messages, and what graphics and RDMA drivers say to programs: more
 * structs than all the rest of the kernel has.
 */
const deviceHeaders = /^include\/(?:linux\/(?:mlx4|mlx5|qed)|xen\/interface|uapi\/(?:drm|rdma|misc))\//;
/** What kbuild has every file include: tests of options, which no expression is. */
const optionTests = "include/linux/kconfig.h";
/** Locks of a kernel for one processor, which are empty: included where the others are not. */
export const oneProcessorHeaders = /\blinux\/spinlock_(?:types_|api_)?up\.h$/;

/** Puts a pack together. The same files give the same content, in the order given. */
export function assemblePack(learned: Learned): PackContent {
  const { about, profile, symbols } = learned;
  const model = modelOf(profile.release);
  const kernelHeaders = learned.headers.filter(({ facts }) => isOfKernel(facts.path)).map(withoutOptions);
  const { index, sources } = keepTelling(learned.sources, learned.index, model);
  // Their code is kept for every build.
  const { build, ...open } = profile;
  void build;
  const decided = decideHeaders(kernelHeaders, { profile, texts: learned.headerTexts });
  const environment = commonEnvironment(decided.map(({ facts }) => facts.types));
  const kept = keepHeaderFunctions(
    decided.map(({ facts }) => facts),
    { index, sources, profile: open, symbols },
  );
  const headers = kept.map((facts, place): PackedHeader => {
    const { numbers, macros, enumConstants } = splitNumbers(facts.types, environment, profile.release);
    const types = { ...facts.types, macros, enumConstants, functions: emptyRecord<never>() };
    const machineNames = decided[place]?.machineNames ?? [];
    return chipHeaders.test(facts.path)
      ? { facts: { ...facts, types: { ...types, macros: {}, enumConstants: {} } }, numbers: {}, machineNames }
      : { facts: { ...facts, types }, numbers, machineNames };
  });
  const entries = pickEntries(learned.entries.filter(({ name }) => symbols.has(name)));
  return { about, index, sources, headers, entries };
}

function isOfKernel(path: string): boolean {
  return !deviceHeaders.test(path) && !oneProcessorHeaders.test(path) && path !== optionTests;
}

/** A header that defines an option where the build does not set it, as include/linux/threads.h does, decides no build. */
function withoutOptions({ facts, machineNames }: MachineHeader): MachineHeader {
  const macros = emptyRecord<MacroDefinition>();
  for (const [name, macro] of Object.entries(facts.types.macros))
    if (!name.startsWith("CONFIG_")) macros[name] = macro;
  return { facts: { ...facts, types: { ...facts.types, macros } }, machineNames };
}
