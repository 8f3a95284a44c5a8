// How a cache lays objects out: alignment, slot size, order, partial limits; pure functions of profile and request.
// Sources: mm/slub.c: calculate_sizes(), calculate_order(), set_cpu_partial(); mm/slab_common.c: calculate_alignment()
// (6.1.192, 6.12.117), and the variants of older releases chosen by the release's rules.

import { costlyOrder, getOrder, maxPageOrder } from "../kernel-model/limits.js";
import type { Profile } from "../kernel-model/profile.js";
import type { CacheGeometry, CacheRequest } from "./slub-types.js";
import { bitLength } from "./zones.js";

/** Objects that one slab can count (15 bits). mm/slub.c: MAX_OBJS_PER_PAGE. */
const maxObjectsPerSlab = 32767;

/** Rounds up to a multiple of `alignBytes`, a power of two. */
export function alignUp(bytes: number, alignBytes: number): number {
  return Math.ceil(bytes / alignBytes) * alignBytes;
}

/** Alignment of a cache's objects: what was asked, the cache line shrunk to small objects, the machine word. */
export function cacheAlignBytes(profile: Profile, request: CacheRequest): number {
  const wordBytes = profile.arch.bits / 8;
  let align = request.alignBytes ?? 0;
  if (request.flags?.hwcacheAlign) {
    let line = profile.arch.cacheLineBytes;
    while (request.sizeBytes <= line / 2) line /= 2;
    align = Math.max(align, line);
  }
  // ARCH_SLAB_MINALIGN is the alignment of unsigned long long, 8 on all our architectures.
  return alignUp(Math.max(align, 8), wordBytes);
}

/** Layout of a cache of the profile's slab allocator; undefined where no order holds one object. */
export function cacheGeometry(profile: Profile, request: CacheRequest): CacheGeometry | undefined {
  const wordBytes = profile.arch.bits / 8;
  const alignBytes = cacheAlignBytes(profile, request);
  const inuseBytes = alignUp(Math.max(1, request.sizeBytes), wordBytes);
  const keepsContent = request.flags?.hasConstructor === true || request.flags?.typesafeByRcu === true;
  const middle = Math.floor(request.sizeBytes / 2 / wordBytes) * wordBytes;
  // The free pointer may overlay the object unless its content must survive a free; since 5.7 it sits in the middle.
  const overlaid = profile.release.ordinal >= 5_007_000 ? middle : 0;
  const freePointerOffset = keepsContent ? inuseBytes : overlaid;
  const slotBytes = alignUp(keepsContent ? inuseBytes + wordBytes : inuseBytes, alignBytes);
  const order =
    profile.config.slabAllocator === "slub"
      ? slubOrder(profile, slotBytes)
      : slabAllocatorOrder(profile, slotBytes);
  if (order === undefined) return undefined;
  const minOrder = Math.min(order, getOrder(profile, slotBytes));
  const objectsPerSlab = objectsIn(profile, order, slotBytes);
  const partial = partialLimits(profile, slotBytes, objectsPerSlab);
  return {
    objectBytes: request.sizeBytes,
    slotBytes,
    inuseBytes,
    alignBytes,
    freePointerOffset,
    order,
    objectsPerSlab,
    minOrder,
    minObjectsPerSlab: objectsIn(profile, minOrder, slotBytes),
    ...partial,
  };
}

function objectsIn(profile: Profile, order: number, slotBytes: number): number {
  return Math.floor((profile.config.pageSizeBytes * 2 ** order) / slotBytes);
}

/** CPUs that decide how many objects a slab should hold. num_present_cpus(), or nr_cpu_ids before 5.12. */
function minObjectsFor(profile: Profile, slotBytes: number): number {
  const wanted = 4 * (bitLength(profile.config.nrCpus) + 1);
  return Math.min(wanted, Math.max(1, objectsIn(profile, costlyOrder, slotBytes)));
}

/** First order from `minOrder` on whose waste is at most 1/fraction; may exceed `maxOrder`. */
function orderForWaste(profile: Profile, slotBytes: number, minOrder: number, fraction: number): number {
  let order = minOrder;
  for (; order <= costlyOrder; order++) {
    const slabBytes = profile.config.pageSizeBytes * 2 ** order;
    if (slabBytes % slotBytes <= Math.floor(slabBytes / fraction)) break;
  }
  return order;
}

function slubOrder(profile: Profile, slotBytes: number): number | undefined {
  const wanted = minObjectsFor(profile, slotBytes);
  if (objectsIn(profile, 0, slotBytes) > maxObjectsPerSlab)
    return getOrder(profile, slotBytes * maxObjectsPerSlab) - 1;
  const small =
    profile.release.memory.slabOrder === "descending-fraction"
      ? orderByFraction(profile, slotBytes, wanted)
      : orderByObjects(profile, slotBytes, wanted);
  if (small !== undefined) return small;
  const single = getOrder(profile, slotBytes);
  return single <= maxPageOrder(profile) ? single : undefined;
}

/** 6.8 and later: one minimal order, ever more waste allowed. */
function orderByFraction(profile: Profile, slotBytes: number, wanted: number): number | undefined {
  const minOrder = getOrder(profile, wanted * slotBytes);
  for (let fraction = 16; fraction > 1; fraction /= 2) {
    const order = orderForWaste(profile, slotBytes, minOrder, fraction);
    if (order <= costlyOrder) return order;
  }
  return undefined;
}

/** Before: ever fewer objects, and for each number ever more waste up to a quarter. */
function orderByObjects(profile: Profile, slotBytes: number, wanted: number): number | undefined {
  for (let objects = wanted; objects > 1; objects--) {
    const minOrder = getOrder(profile, objects * slotBytes);
    for (let fraction = 16; fraction >= 4; fraction /= 2) {
      const order = orderForWaste(profile, slotBytes, minOrder, fraction);
      if (order <= costlyOrder) return order;
    }
  }
  return undefined;
}

/** SLAB: the first order that wastes at most an eighth; management data beside large objects only. mm/slab.c (2.6.10, 6.1). */
function slabAllocatorOrder(profile: Profile, slotBytes: number): number | undefined {
  const isOffSlab = slotBytes >= profile.config.pageSizeBytes / 8;
  for (let order = 0; order <= maxPageOrder(profile); order++) {
    const slabBytes = profile.config.pageSizeBytes * 2 ** order;
    const objects = Math.floor(isOffSlab ? slabBytes / slotBytes : (slabBytes - 32) / (slotBytes + 4));
    if (objects === 0) continue;
    const waste = slabBytes - objects * slotBytes;
    if (order >= 1 || waste * 8 <= slabBytes || slotBytes * 8 < slabBytes) return order;
  }
  return undefined;
}

/** Limits of the partial lists. mm/slub.c: set_min_partial(), set_cpu_partial(), slub_set_cpu_partial(). */
function partialLimits(
  profile: Profile,
  slotBytes: number,
  objectsPerSlab: number,
): Pick<CacheGeometry, "minPartial" | "cpuPartial" | "cpuPartialSlabs"> {
  const rules = profile.release.memory;
  const log = Math.floor(Math.log2(slotBytes));
  const wanted = rules.minPartial === "log" ? log : Math.floor(log / 2);
  const minPartial = Math.min(10, Math.max(5, wanted));
  if (rules.cpuPartial === "none" || profile.config.slabAllocator !== "slub") {
    return { minPartial, cpuPartial: 0, cpuPartialSlabs: 0 };
  }
  const limits = rules.cpuPartial === "by-objects" ? ([2, 6, 13, 30] as const) : ([6, 24, 52, 120] as const);
  const page = profile.config.pageSizeBytes;
  const cpuPartial =
    slotBytes >= page ? limits[0] : slotBytes >= 1024 ? limits[1] : slotBytes >= 256 ? limits[2] : limits[3];
  const cpuPartialSlabs = rules.cpuPartial === "by-slabs" ? Math.ceil((cpuPartial * 2) / objectsPerSlab) : 0;
  return { minPartial, cpuPartial, cpuPartialSlabs };
}
