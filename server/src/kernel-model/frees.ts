// What gives memory back, and of which families it may take it. When each may be called is in sleepers.ts.
// Sources: the declarations named in each row, Linux 6.1.192.

import type { AllocatorFamily } from "./allocators.js";

/** One function that frees. */
export interface FreeRow {
  readonly name: string;
  /** Which argument (from 0) is the memory. */
  readonly argument: number;
  /** The families whose memory it takes. */
  readonly families: readonly AllocatorFamily[];
  /** NULL is allowed. */
  readonly acceptsNull: boolean;
  /** `true` where the memory stays readable until later (RCU). */
  readonly isDeferred?: boolean;
  readonly note?: string;
  readonly source: string;
}

export const freeRows: readonly FreeRow[] = [
  free("kfree", 0, ["kmalloc", "slab-cache"], "include/linux/slab.h:198", { acceptsNull: true }),
  free("kfree_sensitive", 0, ["kmalloc"], "include/linux/slab.h:199", {
    acceptsNull: true,
    note: "zeroes first",
  }),
  free("kzfree", 0, ["kmalloc"], "include/linux/slab.h (4.19)", {
    acceptsNull: true,
    note: "now kfree_sensitive",
  }),
  free("kfree_const", 0, ["kmalloc"], "include/linux/string.h:227", { acceptsNull: true }),
  free("bitmap_free", 0, ["kmalloc"], "include/linux/bitmap.h:126", { acceptsNull: true }),
  free("kvfree", 0, ["kvmalloc", "kmalloc", "vmalloc"], "include/linux/slab.h:744", { acceptsNull: true }),
  free("kvfree_sensitive", 0, ["kvmalloc", "kmalloc", "vmalloc"], "include/linux/slab.h:745", {
    acceptsNull: true,
  }),
  free("vfree", 0, ["vmalloc"], "include/linux/vmalloc.h:163", { acceptsNull: true }),
  free("vfree_atomic", 0, ["vmalloc"], "include/linux/vmalloc.h:164", { acceptsNull: true }),
  free("kfree_rcu", 0, ["kmalloc", "slab-cache"], "include/linux/rcupdate.h:1003", {
    acceptsNull: true,
    isDeferred: true,
  }),
  free("kvfree_rcu", 0, ["kvmalloc", "kmalloc", "vmalloc"], "include/linux/rcupdate.h:1031", {
    acceptsNull: true,
    isDeferred: true,
  }),
  free("kfree_rcu_mightsleep", 0, ["kmalloc"], "include/linux/rcupdate.h:1035", {
    acceptsNull: true,
    isDeferred: true,
  }),
  free("kvfree_rcu_mightsleep", 0, ["kvmalloc", "kmalloc", "vmalloc"], "include/linux/rcupdate.h:1034", {
    acceptsNull: true,
    isDeferred: true,
  }),
  free("kmem_cache_free", 1, ["slab-cache"], "include/linux/slab.h:457", {}),
  free("kmem_cache_destroy", 0, ["cache"], "include/linux/slab.h:168", { acceptsNull: true }),
  free("free_pages", 0, ["pages"], "include/linux/raid/pq.h:179", {
    acceptsNull: true,
    note: "address, order",
  }),
  free("free_page", 0, ["pages"], "include/linux/gfp.h:320", { acceptsNull: true }),
  free("__free_pages", 0, ["pages"], "include/linux/gfp.h:302", { note: "page, order" }),
  free("__free_page", 0, ["pages"], "include/linux/gfp.h:319", {}),
  free("put_page", 0, ["pages"], "include/linux/mm.h:1224", { note: "drops a reference" }),
  free("folio_put", 0, ["pages"], "include/linux/mm.h:1179", { note: "drops a reference" }),
  free("free_pages_exact", 0, ["pages"], "include/linux/gfp.h:293", {}),
  free("page_frag_free", 0, ["pages"], "include/linux/gfp.h:317", {}),
  free("devm_kfree", 1, ["devm"], "include/linux/device.h:227", {}),
  free("devm_free_pages", 1, ["devm"], "include/linux/device.h:234", {}),
  free("drmm_kfree", 1, ["devm"], "include/drm/drm_managed.h:106", {}),
  free("devres_free", 0, ["devres"], "include/linux/device.h:181", { acceptsNull: true }),
  free("dma_free_coherent", 2, ["dma-coherent"], "include/linux/dma-mapping.h:428", {}),
  free("dma_free_attrs", 2, ["dma-coherent"], "include/linux/dma-mapping.h:130", {}),
  free("dma_free_wc", 2, ["dma-coherent"], "include/linux/dma-mapping.h:575", {}),
  free("dma_free_noncoherent", 2, ["dma-coherent"], "include/linux/dma-mapping.h:322", {}),
  free("dma_free_pages", 2, ["dma-coherent"], "include/linux/dma-mapping.h:310", {}),
  free("dmam_free_coherent", 2, ["dma-coherent"], "include/linux/dma-mapping.h:134", {}),
  free("pci_free_consistent", 2, ["dma-coherent"], "include/linux/pci-dma-compat.h (4.19)", {}),
  free("dma_pool_free", 1, ["dma-pool"], "include/linux/dmapool.h:28", {}),
  free("pci_pool_free", 1, ["dma-pool"], "include/linux/pci.h (4.14)", {}),
  free("dma_pool_destroy", 0, ["cache"], "include/linux/dmapool.h:24", { acceptsNull: true }),
  free("mempool_free", 0, ["mempool"], "include/linux/mempool.h:49", { acceptsNull: true }),
  free("mempool_destroy", 0, ["mempool"], "include/linux/mempool.h:47", { acceptsNull: true }),
  free("free_percpu", 0, ["percpu"], "include/linux/percpu.h:131", { acceptsNull: true }),
  free("kfree_skb", 0, ["skb"], "include/linux/skbuff.h:1250", { acceptsNull: true }),
  free("consume_skb", 0, ["skb"], "include/linux/skbuff.h:1267", { acceptsNull: true }),
  free("kfree_skb_reason", 0, ["skb"], "include/linux/skbuff.h:1244", { acceptsNull: true }),
  free("dev_kfree_skb", 0, ["skb"], "include/linux/skbuff.h:1398", { acceptsNull: true }),
  free("dev_kfree_skb_any", 0, ["skb"], "include/linux/netdevice.h:3861", { acceptsNull: true }),
  free("dev_kfree_skb_irq", 0, ["skb"], "include/linux/netdevice.h:3851", { acceptsNull: true }),
  free("dev_consume_skb_any", 0, ["skb"], "include/linux/netdevice.h:3866", { acceptsNull: true }),
  free("dev_consume_skb_irq", 0, ["skb"], "include/linux/netdevice.h:3856", { acceptsNull: true }),
  free("napi_consume_skb", 0, ["skb"], "include/linux/skbuff.h:3328", { acceptsNull: true }),
  free("usb_free_urb", 0, ["usb"], "include/linux/usb.h:1716", { acceptsNull: true }),
  free("usb_free_coherent", 2, ["usb"], "include/linux/usb.h:1770", { acceptsNull: true }),
  free("free_netdev", 0, ["net"], "include/linux/netdevice.h:3088", {}),
  free("bio_put", 0, ["block"], "include/linux/bio.h:415", { note: "drops a reference" }),
  free("sg_free_table", 0, ["scatterlist"], "include/linux/scatterlist.h:376", {}),
  free("sgl_free", 0, ["scatterlist"], "include/linux/scatterlist.h:429", {}),
  free("iounmap", 0, ["mapping"], "include/asm-generic/logic_io.h:36", {}),
  free("vunmap", 0, ["mapping"], "include/linux/vmalloc.h:169", { acceptsNull: true }),
  free("destroy_workqueue", 0, ["thread"], "include/linux/workqueue.h:442", {}),
];

/** The row of a freeing function; undefined for others. */
export function freeRow(name: string): FreeRow | undefined {
  return freeRows.find((row) => row.name === name);
}

type Details = Partial<Pick<FreeRow, "acceptsNull" | "isDeferred" | "note">>;

function free(
  name: string,
  argument: number,
  families: readonly AllocatorFamily[],
  place: string,
  details: Details = {},
): FreeRow {
  const source = place.includes("(") ? place : `${place} (6.1)`;
  return { name, argument, families, acceptsNull: false, ...details, source };
}
