// Which existing cache a new one would be merged with. mm/slab_common.c: find_mergeable(), slab_unmergeable() (6.1).

import type { Profile } from "../kernel-model/profile.js";
import { alignUp, cacheAlignBytes } from "./slub-geometry.js";
import type { CacheCore } from "./slub-lists.js";
import type { CacheRequest } from "./slub-types.js";

/** The newest cache that fits: same kind, slot at most one word larger, alignment kept. Undefined: a cache of its own. */
export function findMergeable(
  profile: Profile,
  caches: readonly CacheCore[],
  request: CacheRequest,
  flagsKey: number,
): CacheCore | undefined {
  const flags = request.flags ?? {};
  const keepsOut = flags.noMerge === true && profile.release.memory.hasNoMergeFlag;
  if (flags.hasConstructor || flags.typesafeByRcu || keepsOut) return undefined;
  const wordBytes = profile.arch.bits / 8;
  const align = cacheAlignBytes(profile, { ...request, sizeBytes: alignUp(request.sizeBytes, wordBytes) });
  const size = alignUp(alignUp(request.sizeBytes, wordBytes), align);
  for (let i = caches.length - 1; i >= 0; i--) {
    const cache = caches[i];
    if (!cache || !isMergeable(profile, cache)) continue;
    const slot = cache.geometry.slotBytes;
    if (size > slot || slot - size >= wordBytes || slot % align !== 0 || cache.flagsKey !== flagsKey)
      continue;
    return cache;
  }
  return undefined;
}

function isMergeable(profile: Profile, cache: CacheCore): boolean {
  const { hasConstructor, typesafeByRcu, noMerge } = cache.flags;
  return !hasConstructor && !typesafeByRcu && !(noMerge && profile.release.memory.hasNoMergeFlag);
}
