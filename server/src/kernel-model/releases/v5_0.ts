// Linux 5.0.

import { memoryRules } from "./memory-rules.js";
import type { KernelRelease } from "./release.js";

export const v5_0: KernelRelease = {
  id: "5.0",
  version: "5.0",
  ordinal: 5_000_000,
  measured: false,
  maxPageOrder: 10,
  defaultSlabAllocator: "slub",
  memory: memoryRules["5.0"],
  source: "include/linux/mmzone.h (5.0): MAX_ORDER 11",
};
