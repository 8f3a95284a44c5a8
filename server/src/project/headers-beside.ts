// The headers of the kernel tree beside a small PATH. They say more than the pack of the release where the tree is
// another one, or has a configuration of its own.

import { join } from "node:path";
import { modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import type { ForeignTree } from "./foreign.js";
import { findKernelTree } from "./kernel-tree.js";
import { type KernelTreeHeaders, openKernelTreeHeaders } from "./kernel-tree-headers.js";
import { withHeaders } from "./knowledge.js";
import { treeFileReader } from "./tree-files.js";

export interface BesideKnown {
  /** The pack of the release. */
  readonly behind: ForeignTree | undefined;
  readonly profile: Profile;
  /** How the user knows the tree's top; undefined where it was found upwards from PATH. */
  readonly name: string | undefined;
}

/** What stands behind PATH's files, with the tree's headers where they say more. */
export function headersBeside(top: string, known: BesideKnown): ForeignTree | undefined {
  const headers = openHeadersBeside(top, known);
  return headers ? withTreeHeaders(known.behind, headers) : known.behind;
}

/** What stands behind files, with the headers of a tree before its own. */
export function withTreeHeaders(behind: ForeignTree | undefined, headers: KernelTreeHeaders): ForeignTree {
  return { ...withHeaders(behind, headers), textOf: headers.textOf };
}

/** The headers of a tree; undefined where they say what the pack says. */
export function openHeadersBeside(
  top: string,
  { behind, profile, name }: BesideKnown,
): KernelTreeHeaders | undefined {
  const read = treeFileReader(top);
  const version = findKernelTree(top, top)?.version;
  const isThatOfPack = version !== undefined && behind?.textlessTop === `linux-${version}/`;
  if (isThatOfPack && profile.build?.options === undefined) return undefined;
  return openKernelTreeHeaders({
    read,
    nameOf: (path) => join(name ?? top, path),
    profile,
    model: modelOf(profile.release),
    isToldElsewhere: (path) => behind?.kernelHeaders?.has?.(path) === true,
  });
}
