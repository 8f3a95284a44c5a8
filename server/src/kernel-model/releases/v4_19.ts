// Linux 4.19.

import { memoryRules } from "./memory-rules.js";
import type { KernelRelease } from "./release.js";

export const v4_19: KernelRelease = {
  id: "4.19",
  version: "4.19",
  ordinal: 4_019_000,
  measured: false,
  maxPageOrder: 10,
  defaultSlabAllocator: "slub",
  memory: memoryRules["4.19"],
  source: "include/linux/mmzone.h (4.19): MAX_ORDER 11",
};
