// What hover and `explain` say of each gfp flag and mask: meaning, where it may be used, what to use instead, and the
// successor of names that are gone. Bits are in gfp-layouts.ts.
// Sources: include/linux/gfp_types.h and mm/page_alloc.c of 6.1.192 and 6.12.117; removals from the kernel's history.

import type { GfpRow } from "./gfp.js";

const anyContext = "any context: it does not say whether the caller may sleep";
const processOnly =
  "process context only, with no spinlock held, interrupts, bottom halves and preemption on";
const internal = "the memory manager's own: drivers do not pass it";

const masks: readonly GfpRow[] = [
  {
    name: "GFP_KERNEL",
    explanation:
      "The normal choice. Under memory pressure the caller itself reclaims: writes back pages, waits for I/O, may " +
      "run the OOM killer. Small requests therefore hardly ever fail, and any request may sleep.",
    contextRule: processOnly,
    source: "include/linux/gfp_types.h:335 (6.1)",
  },
  {
    name: "GFP_ATOMIC",
    explanation:
      "For callers that cannot sleep. Nothing is reclaimed on the spot, only kswapd is woken; the request may use " +
      "part of the reserve below the watermarks. It does fail under load.",
    contextRule:
      "hard interrupt, softirq, spinlocks and RCU sections; not NMI, and on PREEMPT_RT not under raw locks",
    prefer: "GFP_KERNEL before the lock is taken, where that is possible",
    source: "include/linux/gfp_types.h:334 (6.1)",
  },
  {
    name: "GFP_NOWAIT",
    explanation:
      "Does not sleep and does not touch the reserve of GFP_ATOMIC; it only wakes kswapd. For requests with a cheap " +
      "fallback. From 6.7 on it also keeps the log quiet on failure.",
    contextRule: "as GFP_ATOMIC, and expect it to fail sooner",
    source: "include/linux/gfp_types.h:337 (6.1)",
  },
  {
    name: "GFP_NOIO",
    explanation: "May sleep and reclaim, but starts no I/O. For code below block devices.",
    contextRule: `${processOnly}. It is no cure for atomic context`,
    prefer: "memalloc_noio_save() around the section and GFP_KERNEL inside",
    source: "include/linux/gfp_types.h:338 (6.1)",
  },
  {
    name: "GFP_NOFS",
    explanation: "May sleep, reclaim and start I/O, but does not call into filesystems.",
    contextRule: `${processOnly}. It is no cure for atomic context`,
    prefer: "memalloc_nofs_save() around the section and GFP_KERNEL inside",
    source: "include/linux/gfp_types.h:339 (6.1)",
  },
  {
    name: "GFP_KERNEL_ACCOUNT",
    explanation: "GFP_KERNEL, charged to the memory cgroup of the task. For objects that users can pile up.",
    contextRule: processOnly,
    source: "include/linux/gfp_types.h:336 (6.1)",
  },
  {
    name: "GFP_USER",
    explanation: "GFP_KERNEL for memory that user space will see; the cpuset of the task is enforced.",
    contextRule: processOnly,
    source: "include/linux/gfp_types.h:340 (6.1)",
  },
  {
    name: "GFP_HIGHUSER",
    explanation:
      "GFP_USER that may come from highmem: on 32-bit the pages have no kernel address until they are mapped.",
    contextRule: `${processOnly}; page allocator only, slab refuses it`,
    source: "include/linux/gfp_types.h:343 (6.1)",
  },
  {
    name: "GFP_HIGHUSER_MOVABLE",
    explanation: "GFP_HIGHUSER for pages that the kernel may migrate later, such as anonymous memory.",
    contextRule: `${processOnly}; page allocator only`,
    source: "include/linux/gfp_types.h:344 (6.1)",
  },
  {
    name: "GFP_DMA",
    explanation:
      "Memory of ZONE_DMA, on x86 the first 16 MiB. A zone, not a permission: alone it neither sleeps nor reclaims; " +
      "combine it with GFP_KERNEL or GFP_ATOMIC.",
    contextRule: anyContext,
    prefer: "dma_alloc_coherent() after dma_set_mask_and_coherent()",
    source: "include/linux/gfp_types.h:341 (6.1)",
  },
  {
    name: "GFP_DMA32",
    explanation: "Memory below 4 GiB, from the page allocator. kmalloc has no caches for it and ignores it.",
    contextRule: anyContext,
    prefer: "dma_set_mask_and_coherent(dev, DMA_BIT_MASK(32)) and dma_alloc_coherent()",
    source: "include/linux/gfp_types.h:342 (6.1)",
  },
  {
    name: "GFP_TRANSHUGE_LIGHT",
    explanation: "A huge movable page without any reclaim, for the page fault path.",
    contextRule: internal,
    source: "include/linux/gfp_types.h:346 (6.1)",
  },
  {
    name: "GFP_TRANSHUGE",
    explanation: "GFP_TRANSHUGE_LIGHT that may reclaim and sleep, for khugepaged.",
    contextRule: internal,
    source: "include/linux/gfp_types.h:348 (6.1)",
  },
];

const flags: readonly GfpRow[] = [
  row(
    "__GFP_DIRECT_RECLAIM",
    "The flag that allows sleeping: the caller may reclaim memory itself.",
    processOnly,
    218,
  ),
  row(
    "__GFP_KSWAPD_RECLAIM",
    "Wakes kswapd when the low watermark is reached. Does not sleep.",
    anyContext,
    219,
  ),
  row("__GFP_RECLAIM", "Direct reclaim and kswapd together: the caller may sleep.", processOnly, 220),
  row("__GFP_IO", "Reclaim may start I/O.", "only matters where direct reclaim is allowed", 216),
  row("__GFP_FS", "Reclaim may call into filesystems.", "only matters where direct reclaim is allowed", 217),
  row("__GFP_HIGH", "High priority: part of the reserve may be used.", anyContext, 141),
  row("__GFP_ZERO", "The memory is zeroed. kzalloc() is kmalloc() with this flag.", anyContext, 251),
  row("__GFP_NOWARN", "No report in the log when the request fails.", anyContext, 249),
  row(
    "__GFP_NORETRY",
    "One light attempt of reclaim, no OOM killer; fails soon. With GFP_KERNEL it still sleeps.",
    "does not make a mask atomic",
    223,
  ),
  row(
    "__GFP_RETRY_MAYFAIL",
    "Tries hard for large requests, then fails instead of running the OOM killer.",
    "only meaningful where direct reclaim is allowed",
    221,
  ),
  row(
    "__GFP_NOFAIL",
    "Never returns NULL: retries until it succeeds. Contradicts GFP_ATOMIC and GFP_NOWAIT.",
    `${processOnly}; single pages or small orders`,
    222,
  ),
  row("__GFP_COMP", "Several pages become one compound page.", anyContext, 250),
  row(
    "__GFP_MEMALLOC",
    "May empty all reserves: for code that frees memory by allocating some.",
    internal,
    142,
  ),
  row("__GFP_NOMEMALLOC", "Never uses the reserves, whatever else allows it.", anyContext, 143),
  row("__GFP_HARDWALL", "Enforces the cpuset of the task.", anyContext, 109),
  row("__GFP_THISNODE", "Only the named NUMA node, no fallback: fails sooner.", anyContext, 110),
  row("__GFP_ACCOUNT", "Charges the memory cgroup of the task.", anyContext, 111),
  row(
    "__GFP_HIGHMEM",
    "Highmem is allowed too. Slab refuses it: such pages have no address of their own.",
    anyContext,
    75,
  ),
  row("__GFP_DMA", "The flag behind GFP_DMA.", anyContext, 74),
  row("__GFP_DMA32", "The flag behind GFP_DMA32.", anyContext, 76),
  row("__GFP_MOVABLE", "The pages can be migrated; with __GFP_HIGHMEM also ZONE_MOVABLE.", internal, 77),
  row(
    "__GFP_RECLAIMABLE",
    "Slab pages that shrinkers give back; comes from SLAB_RECLAIM_ACCOUNT.",
    internal,
    107,
  ),
  row("__GFP_WRITE", "The page will be dirtied soon: spreads such pages over zones.", internal, 108),
  row("__GFP_ZEROTAGS", "Zeroes the memory tags with the data (arm64 MTE).", internal, 252),
  row("__GFP_SKIP_ZERO", "Leaves zeroing to the hardware tag code.", internal, 253),
  row(
    "__GFP_NOLOCKDEP",
    "Keeps lockdep from tracking this allocation for reclaim recursion.",
    anyContext,
    258,
  ),
  {
    name: "__GFP_SKIP_KASAN",
    explanation: "Skips KASAN poisoning; took the place of two flags.",
    contextRule: internal,
    source: "include/linux/gfp_types.h:297 (6.12)",
  },
  {
    name: "__GFP_NO_OBJ_EXT",
    explanation: "No vector of object extensions for this slab.",
    contextRule: internal,
    source: "include/linux/gfp_types.h:154 (6.12)",
  },
];

const gone: readonly GfpRow[] = [
  {
    name: "__GFP_ATOMIC",
    explanation: "Marked callers that cannot sleep. Its meaning went to __GFP_HIGH without direct reclaim.",
    contextRule: "atomic contexts, as part of GFP_ATOMIC",
    removed: "6.4",
    successor: "GFP_ATOMIC, or __GFP_HIGH",
    source: "include/linux/gfp_types.h:140 (6.1)",
  },
  {
    name: "__GFP_SKIP_KASAN_POISON",
    explanation: "Skips KASAN poisoning on free.",
    contextRule: internal,
    removed: "6.4",
    successor: "__GFP_SKIP_KASAN",
    source: "include/linux/gfp_types.h:255 (6.1)",
  },
  {
    name: "__GFP_SKIP_KASAN_UNPOISON",
    explanation: "Skips KASAN unpoisoning on allocation.",
    contextRule: internal,
    removed: "6.4",
    successor: "__GFP_SKIP_KASAN",
    source: "include/linux/gfp_types.h:254 (6.1)",
  },
  goneRow(
    "__GFP_WAIT",
    "Allowed the caller to sleep.",
    "4.4",
    "__GFP_DIRECT_RECLAIM; to test it gfpflags_allow_blocking()",
  ),
  goneRow("__GFP_REPEAT", "Tried hard for large requests.", "4.13", "__GFP_RETRY_MAYFAIL"),
  goneRow("__GFP_COLD", "Asked for pages that are not in the CPU's cache.", "4.15", "nothing: drop it"),
  goneRow("__GFP_NOTRACK", "Kept kmemcheck away.", "4.15", "nothing: drop it"),
  goneRow("__GFP_OTHER_NODE", "Counted the page for another node.", "4.10", "nothing: drop it"),
  goneRow("__GFP_NO_KSWAPD", "Did not wake kswapd.", "4.4", "a mask without __GFP_KSWAPD_RECLAIM"),
  goneRow("__GFP_NO_GROW", "Kept slab from growing; slab's own.", "2.6.22", "nothing: drop it"),
  goneRow("GFP_TEMPORARY", "For short-lived memory.", "4.15", "GFP_KERNEL"),
  goneRow("GFP_THISNODE", "Only this node, quietly.", "4.1", "__GFP_THISNODE | __GFP_NORETRY | __GFP_NOWARN"),
  goneRow(
    "GFP_IOFS",
    "I/O and filesystem reclaim without the permission to sleep.",
    "4.4",
    "__GFP_IO | __GFP_FS",
  ),
  goneRow(
    "GFP_LEVEL_MASK",
    "All the flags that say how hard to try.",
    "2.6.24",
    "GFP_RECLAIM_MASK, the memory manager's own",
  ),
];

/** Every flag and mask that we know, also those that are gone. */
export const gfpRows: readonly GfpRow[] = [...masks, ...flags, ...gone];

function row(name: string, explanation: string, contextRule: string, line: number): GfpRow {
  return { name, explanation, contextRule, source: `include/linux/gfp_types.h:${line} (6.1)` };
}

function goneRow(name: string, explanation: string, removed: string, successor: string): GfpRow {
  return {
    name,
    explanation,
    contextRule: "gone",
    removed,
    successor,
    source: `include/linux/gfp.h before ${removed}; absent from include/linux/gfp_types.h (6.1)`,
  };
}
