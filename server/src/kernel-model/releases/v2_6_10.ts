// Linux 2.6.10.

import type { KernelRelease } from "./release.js";

export const v2_6_10: KernelRelease = {
  id: "2.6.10",
  version: "2.6.10",
  ordinal: 2_006_010,
  measured: false,
  maxPageOrder: 10,
  defaultSlabAllocator: "slab",
  source: "include/linux/mmzone.h (2.6.10): MAX_ORDER 11",
};
