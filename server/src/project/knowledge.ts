// What is known of a kernel besides the model: the pack of its release, made of its tree, and the types of a kernel that
// was built. Files are read once in a process.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Btf, parseBtf } from "../c-types/btf.js";
import { btfEnvironment } from "../c-types/btf-environment.js";
import { createEnvironment, type TypeEnvironment } from "../c-types/environment.js";
import type { KernelRelease } from "../kernel-model/releases/release.js";
import type { ForeignTree, KernelHeaders } from "./foreign.js";
import { openContainer } from "./pack/container.js";
import { type KnowledgePack, readPack } from "./pack/read-pack.js";
import { emptyFacts } from "./pack/slim.js";

/** Places on the disk; absent where there is none. Plain data. */
export interface KnowledgeFiles {
  readonly pack?: string;
  readonly btf?: string;
  /** The top of a kernel tree, for its headers. */
  readonly tree?: string;
}

export interface Knowledge {
  /** What stands behind a program; undefined where nothing is known. */
  readonly behind: ForeignTree | undefined;
  /** Files that could not be used, each in a line for the user. */
  readonly problems: readonly string[];
}

/** What the user says of them; absent means not said. */
export interface KnowledgeChoice {
  /** A pack, or `none`; the one that came with the program where it is absent. */
  readonly pack?: string | undefined;
  readonly btf?: string | undefined;
}

/** The files for a release. */
export function knowledgeFilesFor({ pack, btf }: KnowledgeChoice, release: KernelRelease): KnowledgeFiles {
  const chosen = pack === "none" ? undefined : (pack ?? shippedPack(release));
  return { ...(chosen !== undefined && { pack: chosen }), ...(btf !== undefined && { btf }) };
}

/** The pack that came with the program for a release. */
function shippedPack(release: KernelRelease): string | undefined {
  // Compiled sources stand two folders deeper than the bundles of the extension.
  const isBundle = import.meta.url.endsWith(".mjs");
  const url = new URL(`${isBundle ? "" : "../../"}../packs/${release.id}.kmempack`, import.meta.url);
  const path = fileURLToPath(url);
  return existsSync(path) ? path : undefined;
}

type Opened<T> = { readonly value: T } | { readonly problem: string };

const packs = new Map<string, Opened<KnowledgePack>>();
const btfs = new Map<string, Opened<Btf>>();

/**
 * Opens the files; a file that cannot be used is a problem, and as if it were not there. `withTree` adds to a pack what
 * a tree at hand says; what a built kernel says of its types stands above both.
 */
export function openKnowledge(
  { pack, btf }: KnowledgeFiles,
  withTree: (pack: ForeignTree | undefined) => ForeignTree | undefined = (tree) => tree,
): Knowledge {
  const openedPack = pack === undefined ? undefined : once(packs, pack, openPack);
  const openedBtf = btf === undefined ? undefined : once(btfs, btf, openBtf);
  const problems = [openedPack, openedBtf].flatMap((item) =>
    item && "problem" in item ? [item.problem] : [],
  );
  const tree = withTree(openedPack && "value" in openedPack ? openedPack.value.tree : undefined);
  const types = openedBtf && "value" in openedBtf ? btfEnvironment(openedBtf.value) : undefined;
  return { behind: types ? withHeaders(tree, headersOfTypes(types)) : tree, problems };
}

function once<T>(
  known: Map<string, Opened<T>>,
  path: string,
  open: (bytes: Uint8Array) => Opened<T>,
): Opened<T> {
  const before = known.get(path);
  if (before) return before;
  const opened = openFile(path, open);
  known.set(path, opened);
  return opened;
}

function openFile<T>(path: string, open: (bytes: Uint8Array) => Opened<T>): Opened<T> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    // Named by the user or gone since it was found: either way the user is told.
    return { problem: `${path}: cannot be read` };
  }
  const opened = open(bytes);
  return "problem" in opened ? { problem: `${path} ${opened.problem}` } : opened;
}

function openPack(bytes: Uint8Array): Opened<KnowledgePack> {
  const opened = openContainer(bytes);
  return opened.kind === "opened" ? { value: readPack(opened.sections) } : { problem: opened.reason };
}

function openBtf(bytes: Uint8Array): Opened<Btf> {
  const parsed = parseBtf(bytes);
  return parsed.kind === "parsed" ? { value: parsed.btf } : { problem: parsed.reason };
}

const emptyTree: ForeignTree = { find: () => undefined, facts: emptyFacts, headersOf: () => [] };

/** What a built kernel tells of its types: the same for whatever is included. */
function headersOfTypes(types: TypeEnvironment): KernelHeaders {
  return { defining: () => undefined, environmentOf: () => types };
}

/** The tree with these headers before its own. */
export function withHeaders(tree: ForeignTree | undefined, first: KernelHeaders): ForeignTree {
  const { kernelHeaders } = tree ?? emptyTree;
  const layered: KernelHeaders = {
    defining: (includes, name) => first.defining(includes, name) ?? kernelHeaders?.defining(includes, name),
    environmentOf: (includes, profile) => {
      const own = first.environmentOf(includes, profile);
      const others = kernelHeaders?.environmentOf(includes, profile);
      return createEnvironment(emptyFacts("").types, others ? [own, others] : [own]);
    },
    has: (path) => first.has?.(path) === true || kernelHeaders?.has?.(path) === true,
  };
  return { ...(tree ?? emptyTree), kernelHeaders: layered };
}
