// Functions that a release no longer has, or that new code should not use, with what to write instead. Gfp flags that
// are gone stand in gfp-rows.ts.
// Sources: the headers of 2.6.32, 4.19, 5.10, 6.1.192 and 6.12.117; the release of a removal from the kernel's history.

import { gfpRow, gfpValue } from "./gfp.js";
import { type KernelRelease, releaseOrdinal } from "./releases/release.js";

/** One name that is gone or going. */
export interface DeprecatedRow {
  readonly name: string;
  /** First release without it; absent where it still exists but is discouraged. */
  readonly removed?: string;
  readonly successor: string;
  readonly note?: string;
  readonly source: string;
}

const gone = (
  name: string,
  removed: string,
  successor: string,
  source: string,
  note?: string,
): DeprecatedRow =>
  note === undefined ? { name, removed, successor, source } : { name, removed, successor, source, note };

export const deprecatedRows: readonly DeprecatedRow[] = [
  gone(
    "pci_alloc_consistent",
    "5.18",
    "dma_alloc_coherent(&pdev->dev, size, handle, GFP_KERNEL)",
    "include/linux/pci-dma-compat.h (5.10)",
    "it used GFP_ATOMIC",
  ),
  gone(
    "pci_zalloc_consistent",
    "5.18",
    "dma_alloc_coherent(&pdev->dev, size, handle, GFP_KERNEL)",
    "include/linux/pci-dma-compat.h (5.10)",
    "it used GFP_ATOMIC",
  ),
  gone("pci_free_consistent", "5.18", "dma_free_coherent()", "include/linux/pci-dma-compat.h (5.10)"),
  gone("pci_map_single", "5.18", "dma_map_single()", "include/linux/pci-dma-compat.h (5.10)"),
  gone("pci_unmap_single", "5.18", "dma_unmap_single()", "include/linux/pci-dma-compat.h (5.10)"),
  gone("pci_map_page", "5.18", "dma_map_page()", "include/linux/pci-dma-compat.h (5.10)"),
  gone("pci_unmap_page", "5.18", "dma_unmap_page()", "include/linux/pci-dma-compat.h (5.10)"),
  gone("pci_map_sg", "5.18", "dma_map_sg()", "include/linux/pci-dma-compat.h (5.10)"),
  gone("pci_unmap_sg", "5.18", "dma_unmap_sg()", "include/linux/pci-dma-compat.h (5.10)"),
  gone("pci_dma_mapping_error", "5.18", "dma_mapping_error()", "include/linux/pci-dma-compat.h (5.10)"),
  gone(
    "pci_dma_sync_single_for_cpu",
    "5.18",
    "dma_sync_single_for_cpu()",
    "include/linux/pci-dma-compat.h (5.10)",
  ),
  gone(
    "pci_dma_sync_single_for_device",
    "5.18",
    "dma_sync_single_for_device()",
    "include/linux/pci-dma-compat.h (5.10)",
  ),
  gone("pci_set_dma_mask", "5.18", "dma_set_mask()", "include/linux/pci-dma-compat.h (5.10)"),
  gone(
    "pci_set_consistent_dma_mask",
    "5.18",
    "dma_set_coherent_mask()",
    "include/linux/pci-dma-compat.h (5.10)",
  ),
  gone("pci_pool_create", "4.20", "dma_pool_create()", "include/linux/pci.h (4.14)"),
  gone("pci_pool_alloc", "4.20", "dma_pool_alloc()", "include/linux/pci.h (4.14)"),
  gone("pci_pool_free", "4.20", "dma_pool_free()", "include/linux/pci.h (4.14)"),
  gone("pci_pool_destroy", "4.20", "dma_pool_destroy()", "include/linux/pci.h (4.14)"),
  gone("usb_buffer_alloc", "2.6.35", "usb_alloc_coherent()", "include/linux/usb.h (2.6.32)"),
  gone("usb_buffer_free", "2.6.35", "usb_free_coherent()", "include/linux/usb.h (2.6.32)"),
  gone(
    "dma_zalloc_coherent",
    "5.1",
    "dma_alloc_coherent(), which zeroes",
    "include/linux/dma-mapping.h (4.19)",
  ),
  gone("kzfree", "5.10", "kfree_sensitive()", "include/linux/slab.h (4.19)"),
  gone("__krealloc", "5.6", "krealloc()", "include/linux/slab.h (4.19)"),
  gone("kmalloc_order", "6.1", "kmalloc()", "include/linux/slab.h (5.10)"),
  gone("kmem_cache_alloc_trace", "6.1", "kmalloc()", "include/linux/slab.h (5.10)"),
  gone("vmalloc_exec", "5.8", "module_alloc()", "include/linux/vmalloc.h (4.19)"),
  gone("idr_pre_get", "3.14", "idr_preload() and idr_alloc()", "include/linux/idr.h (2.6.32)"),
  gone("idr_get_new", "3.14", "idr_alloc()", "include/linux/idr.h (2.6.32)"),
  gone("idr_get_new_above", "3.14", "idr_alloc()", "include/linux/idr.h (2.6.32)"),
  gone("ida_pre_get", "4.19", "ida_alloc()", "include/linux/idr.h (2.6.32)"),
  gone("ida_get_new", "4.19", "ida_alloc()", "include/linux/idr.h (2.6.32)"),
  gone("init_timer", "4.15", "timer_setup()", "include/linux/timer.h (4.14)"),
  gone("setup_timer", "4.15", "timer_setup()", "include/linux/timer.h (4.14)"),
  gone("interruptible_sleep_on", "3.15", "wait_event_interruptible()", "include/linux/wait.h (2.6.32)"),
  gone("sleep_on", "3.15", "wait_event()", "include/linux/wait.h (2.6.32)"),
  gone("netif_rx_ni", "5.18", "netif_rx()", "include/linux/netdevice.h (5.10)"),
  gone("alloc_bootmem", "4.20", "memblock_alloc()", "include/linux/bootmem.h (4.19)"),
  gone("alloc_pages_exact_node", "4.3", "__alloc_pages_node()", "include/linux/gfp.h (2.6.32)"),
  gone(
    "blk_init_queue",
    "5.0",
    "blk_mq_alloc_tag_set() and blk_mq_alloc_disk()",
    "include/linux/blkdev.h (4.19)",
  ),
  gone("alloc_disk", "5.15", "blk_alloc_disk() or blk_mq_alloc_disk()", "include/linux/genhd.h (5.10)"),
  gone("synchronize_sched", "5.1", "synchronize_rcu()", "include/linux/rcupdate.h (4.19)"),
  gone("synchronize_rcu_bh", "5.1", "synchronize_rcu()", "include/linux/rcupdate.h (4.19)"),
  gone("call_rcu_bh", "5.1", "call_rcu()", "include/linux/rcupdate.h (4.19)"),
  gone("call_rcu_sched", "5.1", "call_rcu()", "include/linux/rcupdate.h (4.19)"),
  gone("blk_cleanup_queue", "6.0", "put_disk() or blk_mq_destroy_queue()", "include/linux/blkdev.h (5.10)"),
  gone("ioremap_nocache", "5.6", "ioremap()", "include/asm-generic/io.h (4.19)"),
  gone("devm_ioremap_nocache", "5.6", "devm_ioremap()", "include/linux/io.h (4.19)"),
  gone("blk_mq_init_queue", "6.9", "blk_mq_alloc_queue()", "include/linux/blk-mq.h:749 (6.1)"),
  gone("__napi_alloc_skb", "6.10", "napi_alloc_skb()", "include/linux/skbuff.h:3154 (6.1)"),
  gone("ida_simple_get", "6.14", "ida_alloc_range()", "include/linux/idr.h:323 (6.1)"),
  gone("ida_simple_remove", "6.14", "ida_free()", "include/linux/idr.h:325 (6.1)"),
  gone("del_timer_sync", "6.15", "timer_delete_sync()", "include/linux/timer.h:198 (6.1)"),
  gone("del_timer", "6.15", "timer_delete()", "include/linux/timer.h:211 (6.1)"),
];

const rows: ReadonlyMap<string, DeprecatedRow> = new Map(deprecatedRows.map((row) => [row.name, row]));

/**
 * The row of a function, or of a gfp flag, that the release no longer has; undefined where it still has the name, or the
 * name never meant anything to us.
 */
export function deprecatedRow(release: KernelRelease, name: string): DeprecatedRow | undefined {
  const row = rows.get(name) ?? flagRow(release, name);
  if (row?.removed === undefined) return undefined;
  const removed = releaseOrdinal(row.removed);
  return removed !== undefined && release.ordinal >= removed ? row : undefined;
}

function flagRow(release: KernelRelease, name: string): DeprecatedRow | undefined {
  const row = gfpRow(name);
  if (row?.removed === undefined || row.successor === undefined) return undefined;
  if (gfpValue(release, name) !== undefined) return undefined;
  return { name, removed: row.removed, successor: row.successor, note: row.explanation, source: row.source };
}
