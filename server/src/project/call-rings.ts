// What lies how many calls away from where one begins.

/**
 * Everything that is called from `roots`, directly or through others, by the number of calls that lead there: the roots
 * first, each item once. A macro is part of what uses it: to use it is no call.
 */
export function callRings<T>(
  roots: Iterable<T>,
  calleesOf: (item: T) => readonly T[],
  isMacro: (item: T) => boolean,
): readonly (readonly T[])[] {
  const seen = new Set(roots);
  const rings: T[][] = [];
  for (let ring = [...seen]; ring.length > 0; ) {
    const next: T[] = [];
    // The ring grows by the macros that it uses.
    for (const item of ring) {
      for (const callee of calleesOf(item)) {
        if (seen.has(callee)) continue;
        seen.add(callee);
        (isMacro(callee) ? ring : next).push(callee);
      }
    }
    rings.push(ring);
    ring = next;
  }
  return rings;
}
