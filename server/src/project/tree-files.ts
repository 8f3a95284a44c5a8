// Files of a kernel tree on the disk, read as text: for who must not read files itself.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeSource, isBinary } from "./source-text.js";

/** Only lists of a GPU's registers are larger (Linux 6.1): they would cost seconds and bring names of bits. */
const maxFileBytes = 4_000_000;

/** Answers the text of a file below the top of `tree`, by its path with `/`; undefined for what is no small text. */
export function treeFileReader(tree: string): (path: string) => string | undefined {
  return (path) => {
    try {
      const place = join(tree, path);
      const status = statSync(place);
      if (!status.isFile() || status.size > maxFileBytes) return undefined;
      const bytes = readFileSync(place);
      return isBinary(bytes) ? undefined : decodeSource(bytes).text;
    } catch {
      // Not there: a header is looked for in the next folder, and one that a build makes may be in none.
      return undefined;
    }
  };
}
