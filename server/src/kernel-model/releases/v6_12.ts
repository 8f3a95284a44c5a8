// Linux 6.12.117.

import { memoryRules } from "./memory-rules.js";
import type { KernelRelease } from "./release.js";

export const v6_12: KernelRelease = {
  id: "6.12",
  version: "6.12.117",
  ordinal: 6_012_000,
  measured: true,
  maxPageOrder: 10,
  defaultSlabAllocator: "slub",
  memory: memoryRules["6.12"],
  source: "include/linux/mmzone.h:30 (6.12.117): MAX_PAGE_ORDER 10, inclusive",
};
