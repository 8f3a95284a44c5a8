// What is told to workers, and to the cache, between the two passes of a scan: the tree as the link found it.

import type { TreeIndex } from "../project/tree-index.js";

export interface LinkNews {
  readonly index: TreeIndex;
  /** Where each of the index' files is on the disk, in its order. */
  readonly diskPaths: readonly string[];
}

/** Where the files of the tree are on the disk, by path. */
export function placesOf({ index, diskPaths }: LinkNews): ReadonlyMap<string, string> {
  return new Map(index.paths.map((path, place) => [path, diskPaths[place] ?? ""]));
}
