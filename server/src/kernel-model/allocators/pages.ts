// The page allocator.
// Sources: the declarations named in each row.

import type { AllocatorRow } from "../allocators.js";
import { bytes, family, order, pageCount, pages } from "./family.js";

export const pageFamilies: readonly AllocatorRow[] = [
  ...family({ family: "pages", contiguity: "physical", freedBy: [] }, [
    {
      name: "__alloc_pages",
      gfpArgument: 0,
      size: order(1),
      freedBy: ["__free_pages"],
      source: "include/linux/gfp.h:177 (6.1)",
    },
    {
      name: "__alloc_pages_node",
      gfpArgument: 1,
      size: order(2),
      freedBy: ["__free_pages"],
      source: "include/linux/gfp.h:232 (6.1)",
    },
    {
      name: "__folio_alloc",
      gfpArgument: 0,
      size: order(1),
      freedBy: ["folio_put"],
      source: "include/linux/gfp.h:179 (6.1)",
    },
    {
      name: "__get_dma_pages",
      gfpArgument: 0,
      size: order(1),
      freedBy: ["free_pages"],
      source: "include/linux/gfp.h:299 (6.1)",
    },
    {
      name: "__get_free_page",
      gfpArgument: 0,
      size: pages(1),
      freedBy: ["free_page"],
      source: "include/linux/gfp.h:296 (6.1)",
    },
    {
      name: "__get_free_pages",
      gfpArgument: 0,
      size: order(1),
      freedBy: ["free_pages"],
      source: "include/linux/gfp.h:289 (6.1)",
    },
    {
      name: "__page_cache_alloc",
      gfpArgument: 0,
      size: pages(1),
      freedBy: ["__free_page"],
      source: "include/linux/pagemap.h:541 (6.1)",
    },
    {
      name: "alloc_contig_pages",
      gfpArgument: 1,
      size: pageCount(0),
      freedBy: ["free_contig_range"],
      source: "include/linux/gfp.h:368 (6.1)",
    },
    {
      name: "alloc_page",
      gfpArgument: 0,
      size: pages(1),
      freedBy: ["__free_page"],
      source: "include/linux/gfp.h:280 (6.1)",
    },
    {
      name: "alloc_pages",
      gfpArgument: 0,
      size: order(1),
      freedBy: ["__free_pages"],
      source: "include/linux/gfp.h:269 (6.1)",
    },
    {
      name: "alloc_pages_exact",
      gfpArgument: 1,
      size: bytes(0),
      freedBy: ["free_pages_exact"],
      source: "include/linux/gfp.h:292 (6.1)",
    },
    {
      name: "alloc_pages_exact_nid",
      gfpArgument: 2,
      size: bytes(1),
      freedBy: ["free_pages_exact"],
      source: "include/linux/gfp.h:294 (6.1)",
    },
    {
      name: "alloc_pages_node",
      gfpArgument: 1,
      size: order(2),
      freedBy: ["__free_pages"],
      source: "include/linux/gfp.h:254 (6.1)",
    },
    {
      name: "folio_alloc",
      gfpArgument: 0,
      size: order(1),
      freedBy: ["folio_put"],
      source: "include/linux/gfp.h:273 (6.1)",
    },
    {
      name: "get_zeroed_page",
      gfpArgument: 0,
      size: pages(1),
      zeroes: true,
      freedBy: ["free_page"],
      source: "include/linux/gfp.h:290 (6.1)",
    },
    {
      name: "page_frag_alloc",
      gfpArgument: 2,
      size: bytes(1),
      freedBy: ["page_frag_free"],
      source: "include/linux/gfp.h:311 (6.1)",
    },
    {
      name: "page_frag_alloc_align",
      gfpArgument: 2,
      size: bytes(1),
      freedBy: ["page_frag_free"],
      source: "include/linux/gfp.h:307 (6.1)",
    },
  ]),
];
