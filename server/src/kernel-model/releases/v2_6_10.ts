// Linux 2.6.10.

import { memoryRules } from "./memory-rules.js";
import type { KernelRelease } from "./release.js";

export const v2_6_10: KernelRelease = {
  id: "2.6.10",
  version: "2.6.10",
  ordinal: 2_006_010,
  measured: false,
  maxPageOrder: 10,
  defaultSlabAllocator: "slab",
  memory: memoryRules["2.6.10"],
  source: "include/linux/mmzone.h (2.6.10): MAX_ORDER 11",
};
