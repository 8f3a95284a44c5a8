// The headers of a kernel tree that a driver includes, directly or not, cut into definitions. Each header is read once
// per set of options. Reads no files: who has the tree hands a reader in, so that editor and command line see the same.

import type { Profile } from "../kernel-model/profile.js";
import { type HeaderItem, indexHeader } from "./header-index.js";
import { type HeaderIndex, joinIndexes } from "./header-slice.js";
import { treeDecider } from "./tree-options.js";

/** A driver's includes come to about a thousand headers; beyond this somebody's tree is not a kernel's. */
const maxHeaders = 4000;

interface ReadHeader {
  readonly items: readonly HeaderItem[];
  readonly includes: readonly string[];
}

/** What includes come to. */
export interface FoundHeaders {
  readonly index: HeaderIndex;
  /** Names that were looked for, as in `#include <linux/slab.h>`; those that are not there as well. */
  readonly names: ReadonlySet<string>;
}

export interface TreeHeaders {
  /** The definitions of all headers that the texts include in angle brackets, and of theirs. */
  find(texts: readonly string[], profile: Profile): FoundHeaders;
}

/** The headers of a tree. `readFile` answers a path below its top, with `/`; undefined for what is not there. */
export function openTreeHeaders(readFile: (path: string) => string | undefined): TreeHeaders {
  const read = new Map<string, ReadHeader | undefined>();
  const readOnce = (name: string, profile: Profile): ReadHeader | undefined => {
    const key = `${profile.release.id} ${profile.arch.id} ${name}`;
    if (read.has(key)) return read.get(key);
    const made = readHeader(readFile, name, profile);
    read.set(key, made);
    return made;
  };
  return {
    find(texts, profile) {
      const order: (readonly HeaderItem[])[] = [];
      const names = new Set<string>();
      const visit = (name: string): void => {
        if (names.has(name) || names.size > maxHeaders) return;
        names.add(name);
        const header = readOnce(name, profile);
        if (!header) return;
        for (const inner of header.includes) visit(inner);
        order.push(header.items);
      };
      for (const text of texts) for (const name of angleIncludes(text)) visit(name);
      return { index: joinIndexes(order), names };
    },
  };
}

function angleIncludes(text: string): string[] {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>/gm)].map((found) => found[1] ?? "");
}

/** The folder of an architecture in the tree: arch/Makefile's SRCARCH (top Makefile, 6.1). */
const archFolders: Readonly<Record<Profile["arch"]["id"], string>> = {
  x86_64: "x86",
  i386: "x86",
  arm64: "arm64",
  arm: "arm",
};

/** Those below arch/ that are never ours, and those that may not be now (6.1). */
const otherArchitectures =
  "alpha arc arm arm64 csky hexagon ia64 loongarch m68k microblaze mips nios2 openrisc parisc powerpc riscv s390 sh sparc um x86 xtensa".split(
    " ",
  );

/** Where a header may lie, in the compiler's order: LINUXINCLUDE and USERINCLUDE of the top Makefile (6.1). */
function placesOf(name: string, profile: Profile): readonly string[] {
  const arch = `arch/${archFolders[profile.arch.id]}/include`;
  const folders = [
    arch,
    `${arch}/generated`,
    "include",
    `${arch}/uapi`,
    `${arch}/generated/uapi`,
    "include/uapi",
    "include/generated/uapi",
  ];
  const places = folders.map((folder) => `${folder}/${name}`);
  // An architecture without a header of its own has the generic one: scripts/Makefile.asm-generic (6.1).
  const generic = /^asm\/(.+)$/.exec(name)?.[1];
  if (generic === undefined) return places;
  // A driver of another architecture's machines is run on ours, with the header that only that one has.
  const others = otherArchitectures.map((folder) => `arch/${folder}/include/${name}`);
  return [...places, `include/asm-generic/${generic}`, ...others];
}

function readHeader(
  readFile: (path: string) => string | undefined,
  name: string,
  profile: Profile,
): ReadHeader | undefined {
  // What the compiler's headers say, the prelude says.
  if (/^linux\/compiler|(?:^|\/)\.\.(?:\/|$)/.test(name)) return undefined;
  for (const place of placesOf(name, profile)) {
    const text = readFile(place);
    if (text === undefined) continue;
    // A header may include its own older half: <linux/x.h> includes <uapi/linux/x.h>.
    return { items: indexHeader(text, treeDecider(profile)), includes: angleIncludes(text) };
  }
  return undefined;
}
