// mallopt(): the figures of malloc that a program can set. Numbers are those of <malloc.h>.
// Source: glibc 2.36 malloc/malloc.c, __libc_mallopt(), malloc/malloc.h.

import type { Arena } from "./malloc-arena.js";
import { consolidateFastbins } from "./malloc-free.js";
import { fastbinLimit } from "./malloc-geometry.js";

/** Parameter numbers of mallopt(). */
export const mallocOptions = {
  M_MXFAST: 1,
  M_TRIM_THRESHOLD: -1,
  M_TOP_PAD: -2,
  M_MMAP_THRESHOLD: -3,
  M_MMAP_MAX: -4,
  M_CHECK_ACTION: -5,
  M_PERTURB: -6,
  M_ARENA_TEST: -7,
  M_ARENA_MAX: -8,
} as const;

/** Sets one figure; 0 when the value is refused, 1 otherwise (also for numbers that mean nothing). */
export function setOption(arena: Arena, parameter: number, value: number): 0 | 1 {
  consolidateFastbins(arena);
  const { tuning, geometry } = arena;
  const asSize = value < 0 ? 2 ** (8 * geometry.wordBytes) + value : value;
  switch (parameter) {
    case mallocOptions.M_MXFAST:
      if (asSize > geometry.maxFastRequestBytes) return 0;
      tuning.maxFastChunkBytes = fastbinLimit(geometry, asSize);
      return 1;
    case mallocOptions.M_TRIM_THRESHOLD:
      tuning.trimThresholdBytes = asSize;
      tuning.isDynamic = false;
      return 1;
    case mallocOptions.M_TOP_PAD:
      tuning.topPadBytes = asSize;
      tuning.isDynamic = false;
      return 1;
    case mallocOptions.M_MMAP_THRESHOLD:
      // The bound was half a heap of a secondary arena, which is twice the largest dynamic threshold.
      if (arena.libc.limitsMmapThreshold && asSize > geometry.maxMmapThresholdBytes) return 0;
      tuning.mmapThresholdBytes = asSize;
      tuning.isDynamic = false;
      return 1;
    case mallocOptions.M_MMAP_MAX:
      tuning.maxMmaps = value;
      tuning.isDynamic = false;
      return 1;
    case mallocOptions.M_PERTURB:
      tuning.perturbByte = value;
      return 1;
    default:
      return 1;
  }
}
