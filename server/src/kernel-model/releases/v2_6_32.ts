// Linux 2.6.32.

import { memoryRules } from "./memory-rules.js";
import type { KernelRelease } from "./release.js";

export const v2_6_32: KernelRelease = {
  id: "2.6.32",
  version: "2.6.32",
  ordinal: 2_006_032,
  measured: false,
  maxPageOrder: 10,
  defaultSlabAllocator: "slub",
  memory: memoryRules["2.6.32"],
  source: "include/linux/mmzone.h (2.6.32): MAX_ORDER 11",
};
