// Where a file that lies outside of a kernel tree has its place in it, by its name.

import { existsSync } from "node:fs";
import { join, sep } from "node:path";

/** The top folders of a kernel tree that hold C files (6.1, 6.12). */
export const topFolders = new Set(
  (
    "arch block certs crypto drivers fs include init io_uring ipc kernel lib mm net rust samples " +
    "scripts security sound tools usr virt"
  ).split(" "),
);

/**
 * The place of a file below the top of a tree: the longest end of its path that begins with a top folder of the kernel,
 * if the tree has such a file.
 */
export function placeByName(diskPath: string, top: string): string | undefined {
  const parts = diskPath.split(sep);
  for (const [at, part] of parts.entries()) {
    const end = parts.slice(at).join(sep);
    if (topFolders.has(part) && existsSync(join(top, end))) return end;
  }
  return undefined;
}
