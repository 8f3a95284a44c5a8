// The rules of memory management that changed between releases, one named strategy per algorithm. A release row
// chooses; the simulator and the limits switch on the name and never compare version numbers.

/** What the memory management of one release does, where releases differ. */
export interface MemoryRules {
  /**
   * Per-cpu page lists. `single-order`: order 0 only, high = 6 × batch (up to 5.13); `all-low-orders`: orders 0..3 and
   * the huge page, high from the low watermark (5.14); `auto-tuned`: refills double and high moves (6.7).
   */
  readonly pcp: "single-order" | "all-low-orders" | "auto-tuned";
  /**
   * How deep a request may dig. `protection-sum`: one comparison with 2^order added (2.6.10); `halving`: the mark halves
   * per order (2.6.11 to 4.3); `harder`: ALLOC_HIGH and ALLOC_HARDER (4.4 to 6.2); `non-block`: the rework of 6.3, which
   * 6.1.192 carries too.
   */
  readonly watermark: "protection-sum" | "halving" | "harder" | "non-block";
  /** Distance of low and high from min: ×2/×3 (2.6.10), +¼/+½ (2.6.32), or with watermark_scale_factor (4.6). */
  readonly watermarkGap: "multiples" | "quarters" | "scale-factor";
  /** Pages that the marks are shares of: present (up to 3.9) or managed. */
  readonly watermarkShare: "present" | "managed";
  /** Whether ZONE_MOVABLE counts as highmem for its min mark (6.12) or like any lowmem zone. */
  readonly movableMin: "as-lowmem" | "as-highmem";
  /** Watermark boosting after a pageblock was stolen (5.0). */
  readonly hasWatermarkBoost: boolean;
  /** Highatomic reserve: none (before 4.4), 1 % + one block, or 1 % rounded up and none in small zones (6.12). */
  readonly highatomic: "none" | "one-percent-plus-block" | "one-percent-aligned";
  /** What `[highatomic]` takes from others: all reserved pages, or only the free ones (6.12). */
  readonly highatomicCharge: "reserved" | "free";
  /** What becomes of a block that was broken for another migratetype without being claimed (6.10 leaves it). */
  readonly fallbackRemainder: "moves" | "stays";
  /** mm/slub.c: calculate_order(): min_objects counted down, or one pass with fractions to 2 (6.8). */
  readonly slabOrder: "descending-objects" | "descending-fraction";
  /** CPUs that calculate_order() counts: every possible id, or those present (5.12). */
  readonly slabCpus: "possible" | "present";
  /** Per-cpu partial lists: none (before 3.2), limited by free objects (to 5.15), or by slabs. */
  readonly cpuPartial: "none" | "by-objects" | "by-slabs";
  /** min_partial from ilog2(size) (before 3.2) or half of it. */
  readonly minPartial: "log" | "half-log";
  /** Alignment of kmalloc objects: the architecture's minimum, natural for powers of two (5.4), or largest power dividing the size (6.10). */
  readonly kmallocAlign: "minimum" | "natural-powers" | "largest-divisor";
  /** Families of kmalloc caches beside normal and dma. */
  readonly kmallocFamilies: { readonly reclaimable: boolean; readonly accounted: boolean };
  /** `kmalloc-1k` (4.20), `kmalloc-1024`, or `size-1024` of SLAB before 3.7. */
  readonly kmallocNames: "size" | "decimal" | "short";
  /** kmalloc(0): ZERO_SIZE_PTR since 2.6.22, before that an object of the smallest class. */
  readonly kmallocZero: "zero-size-pointer" | "smallest-class";
  /** Largest cached kmalloc of SLAB: 128 KiB (to 2.6.22), the largest block, or two pages (6.1). */
  readonly slabMaxCache: "128K" | "max-order" | "two-pages";
  /** dma_pool: bitmap per page (2.6.10), linked with the last dividing block lost (to 6.2), or all blocks. */
  readonly dmaPool: "bitmap" | "loses-last-block" | "all-blocks";
  /** kvmalloc(): absent before 4.12. */
  readonly hasKvmalloc: boolean;
  /** SLAB_NO_MERGE (6.5). */
  readonly hasNoMergeFlag: boolean;
  /** Default of lowmem_reserve_ratio; empty where the reserve did not exist (2.6.10: lower_zone_protection = 0). */
  readonly hasLowmemReserve: boolean;
  /** khugepaged raises min_free_kbytes at boot (2.6.38). */
  readonly hasKhugepaged: boolean;
}

const rulesOf6_12: MemoryRules = {
  pcp: "auto-tuned",
  watermark: "non-block",
  watermarkGap: "scale-factor",
  watermarkShare: "managed",
  movableMin: "as-highmem",
  hasWatermarkBoost: true,
  highatomic: "one-percent-aligned",
  highatomicCharge: "free",
  fallbackRemainder: "stays",
  slabOrder: "descending-fraction",
  slabCpus: "present",
  cpuPartial: "by-slabs",
  minPartial: "half-log",
  kmallocAlign: "largest-divisor",
  kmallocFamilies: { reclaimable: true, accounted: true },
  kmallocNames: "short",
  kmallocZero: "zero-size-pointer",
  slabMaxCache: "two-pages",
  dmaPool: "all-blocks",
  hasKvmalloc: true,
  hasNoMergeFlag: true,
  hasLowmemReserve: true,
  hasKhugepaged: true,
};

const rulesOf6_1: MemoryRules = {
  ...rulesOf6_12,
  pcp: "all-low-orders",
  movableMin: "as-lowmem",
  highatomic: "one-percent-plus-block",
  highatomicCharge: "reserved",
  fallbackRemainder: "moves",
  slabOrder: "descending-objects",
  kmallocAlign: "natural-powers",
  dmaPool: "loses-last-block",
  hasNoMergeFlag: false,
};

const rulesOf5_10: MemoryRules = {
  ...rulesOf6_1,
  pcp: "single-order",
  watermark: "harder",
  slabCpus: "possible",
  cpuPartial: "by-objects",
  kmallocFamilies: { reclaimable: true, accounted: false },
  slabMaxCache: "max-order",
};

const rulesOf5_0: MemoryRules = { ...rulesOf5_10, kmallocAlign: "minimum" };

const rulesOf4_19: MemoryRules = {
  ...rulesOf5_0,
  hasWatermarkBoost: false,
  kmallocFamilies: { reclaimable: false, accounted: false },
  kmallocNames: "decimal",
};

const rulesOf2_6_32: MemoryRules = {
  ...rulesOf4_19,
  watermark: "halving",
  watermarkGap: "quarters",
  watermarkShare: "present",
  highatomic: "none",
  cpuPartial: "none",
  minPartial: "log",
  hasKvmalloc: false,
  hasKhugepaged: false,
};

const rulesOf2_6_10: MemoryRules = {
  ...rulesOf2_6_32,
  watermark: "protection-sum",
  watermarkGap: "multiples",
  kmallocNames: "size",
  kmallocZero: "smallest-class",
  slabMaxCache: "128K",
  dmaPool: "bitmap",
  hasLowmemReserve: false,
};

/** The rules of every release that we know. Sources: mm/ of each release, as named at each strategy. */
export const memoryRules = {
  "2.6.10": rulesOf2_6_10,
  "2.6.32": rulesOf2_6_32,
  "4.19": rulesOf4_19,
  "5.0": rulesOf5_0,
  "5.10": rulesOf5_10,
  "6.1": rulesOf6_1,
  "6.12": rulesOf6_12,
} as const;
