// Linux 5.10.

import { memoryRules } from "./memory-rules.js";
import type { KernelRelease } from "./release.js";

export const v5_10: KernelRelease = {
  id: "5.10",
  version: "5.10",
  ordinal: 5_010_000,
  measured: false,
  maxPageOrder: 10,
  defaultSlabAllocator: "slub",
  memory: memoryRules["5.10"],
  source: "include/linux/mmzone.h (5.10): MAX_ORDER 11",
};
