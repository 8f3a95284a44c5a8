// Which headers of a pack a file includes, directly or through others, nearest first. The paths are looked for where
// the kernel's compiler looks: include/, include/uapi/, and for `asm/` the architecture's folders before the generic.

export interface IncludeGraph {
  /** Numbers of the headers that these lines lead to, with their rank: the nearest has the lowest. */
  reach(includes: readonly string[]): ReadonlyMap<number, number>;
}

/** The folders for a name in angle brackets; the pack holds the headers of one architecture. */
function candidates(include: string): readonly string[] {
  const plain = include.replace(/^(?:\.\.?\/)+/, "");
  const asm = /^asm\/(.*)$/.exec(plain)?.[1];
  if (asm === undefined) return [`include/${plain}`, `include/uapi/${plain}`];
  return [
    `arch/x86/include/asm/${asm}`,
    `arch/x86/include/uapi/asm/${asm}`,
    `include/asm-generic/${asm}`,
    `include/uapi/asm-generic/${asm}`,
  ];
}

/** The graph over headers by number. */
export function createIncludeGraph(
  paths: readonly string[],
  includes: (id: number) => readonly string[],
): IncludeGraph {
  const idOf = new Map(paths.map((path, id) => [path, id]));
  const next = new Map<number, readonly number[]>();
  const found = new Map<string, ReadonlyMap<number, number>>();
  const resolve = (include: string, folder: string): number | undefined => {
    for (const path of [...candidates(include), `${folder}${include}`]) {
      const id = idOf.get(path);
      if (id !== undefined) return id;
    }
    return undefined;
  };
  const resolveAll = (list: readonly string[], folder: string): readonly number[] =>
    list.flatMap((include) => resolve(include, folder) ?? []);
  const nextOf = (id: number): readonly number[] => {
    const known = next.get(id);
    if (known) return known;
    const path = paths[id] ?? "";
    const own = resolveAll(includes(id), path.slice(0, path.lastIndexOf("/") + 1));
    next.set(id, own);
    return own;
  };
  return {
    reach(list) {
      const key = list.join("\n");
      const known = found.get(key);
      if (known) return known;
      // A Map gives its keys in the order in which they were set, and goes on to those that are set meanwhile.
      const ranks = new Map<number, number>();
      for (const id of resolveAll(list, "")) if (!ranks.has(id)) ranks.set(id, ranks.size);
      for (const id of ranks.keys())
        for (const inner of nextOf(id)) if (!ranks.has(inner)) ranks.set(inner, ranks.size);
      found.set(key, ranks);
      return ranks;
    },
  };
}
