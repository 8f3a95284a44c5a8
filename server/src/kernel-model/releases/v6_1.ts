// Linux 6.1.192.

import { memoryRules } from "./memory-rules.js";
import type { KernelRelease } from "./release.js";

export const v6_1: KernelRelease = {
  id: "6.1",
  version: "6.1.192",
  ordinal: 6_001_000,
  measured: true,
  maxPageOrder: 10,
  defaultSlabAllocator: "slub",
  memory: memoryRules["6.1"],
  source: "include/linux/mmzone.h:28 (6.1.192): MAX_ORDER 11, exclusive",
};
