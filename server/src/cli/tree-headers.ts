// The headers of a kernel tree that a driver includes, directly or not, read and cut into definitions. Each header is
// read once per process and set of options.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Profile } from "../kernel-model/profile.js";
import { type HeaderItem, indexHeader } from "../snippets/header-index.js";
import { type HeaderIndex, joinIndexes } from "../snippets/header-slice.js";
import { treeDecider } from "../snippets/tree-options.js";
import { decodeSource, isBinary } from "./source-text.js";

/** A driver's includes come to about a thousand headers; beyond this somebody's tree is not a kernel's. */
const maxHeaders = 4000;
const maxHeaderBytes = 4_000_000;

interface ReadHeader {
  readonly items: readonly HeaderItem[];
  readonly includes: readonly string[];
}

export interface TreeHeaders {
  /** The definitions of all headers that the texts include in angle brackets, and of theirs. */
  indexFor(texts: readonly string[], profile: Profile): HeaderIndex;
}

/** The headers below `tree`. */
export function openTreeHeaders(tree: string): TreeHeaders {
  const read = new Map<string, ReadHeader | undefined>();
  const readOnce = (name: string, profile: Profile): ReadHeader | undefined => {
    const key = `${profile.release.id} ${profile.arch.id} ${name}`;
    if (read.has(key)) return read.get(key);
    const made = readHeader(tree, name, profile);
    read.set(key, made);
    return made;
  };
  return {
    indexFor(texts, profile) {
      const order: (readonly HeaderItem[])[] = [];
      const seen = new Set<string>();
      const visit = (name: string): void => {
        if (seen.has(name) || seen.size > maxHeaders) return;
        seen.add(name);
        const header = readOnce(name, profile);
        if (!header) return;
        for (const inner of header.includes) visit(inner);
        order.push(header.items);
      };
      for (const text of texts) for (const name of angleIncludes(text)) visit(name);
      return joinIndexes(order);
    },
  };
}

function angleIncludes(text: string): string[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>/gm)].map((found) => found[1] ?? "");
}

function readHeader(tree: string, name: string, profile: Profile): ReadHeader | undefined {
  // An architecture's and the compiler's headers are their own machinery; what drivers use of them the prelude says.
  if (/^asm\/|^linux\/compiler|\.\./.test(name)) return undefined;
  for (const folder of ["include", "include/uapi"]) {
    try {
      const bytes = readFileSync(join(tree, folder, name));
      if (bytes.length > maxHeaderBytes || isBinary(bytes)) return undefined;
      const { text } = decodeSource(bytes);
      const includes = [...angleIncludes(text)];
      // A header may include its own older half: <linux/x.h> includes <uapi/linux/x.h>.
      return { items: indexHeader(text, treeDecider(profile)), includes };
    } catch {
      // Not in this folder: a header is looked for in the next, and one that a build makes is in none.
    }
  }
  return undefined;
}
