// Memory that is contiguous in kernel addresses only, or either way, and mappings of other memory.
// Sources: the declarations named in each row.

import type { AllocatorRow } from "../allocators.js";
import { bytes, family, none, product } from "./family.js";

export const virtualFamilies: readonly AllocatorRow[] = [
  ...family(
    {
      family: "vmalloc",
      contiguity: "virtual",
      freedBy: ["vfree", "vfree_atomic", "kvfree", "kvfree_rcu", "kvfree_rcu_mightsleep"],
    },
    [
      {
        name: "__vcalloc",
        gfpArgument: 2,
        size: product(0, 1),
        zeroes: true,
        source: "include/linux/vmalloc.h:160 (6.1)",
      },
      { name: "__vmalloc", gfpArgument: 1, size: bytes(0), source: "include/linux/vmalloc.h:149 (6.1)" },
      {
        name: "__vmalloc_array",
        gfpArgument: 2,
        size: product(0, 1),
        source: "include/linux/vmalloc.h:158 (6.1)",
      },
      { name: "__vmalloc_node", gfpArgument: 2, size: bytes(0), source: "include/linux/vmalloc.h:154 (6.1)" },
      {
        name: "__vmalloc_node_range",
        gfpArgument: 4,
        size: bytes(0),
        source: "include/linux/vmalloc.h:150 (6.1)",
      },
      { name: "vcalloc", size: product(0, 1), zeroes: true, source: "include/linux/vmalloc.h:161 (6.1)" },
      { name: "vmalloc", size: bytes(0), source: "include/linux/vmalloc.h:142 (6.1)" },
      { name: "vmalloc_32", size: bytes(0), source: "include/linux/vmalloc.h:147 (6.1)" },
      { name: "vmalloc_32_user", size: bytes(0), source: "include/linux/vmalloc.h:148 (6.1)" },
      { name: "vmalloc_array", size: product(0, 1), source: "include/linux/vmalloc.h:159 (6.1)" },
      { name: "vmalloc_huge", gfpArgument: 1, size: bytes(0), source: "include/linux/vmalloc.h:156 (6.1)" },
      { name: "vmalloc_node", size: bytes(0), source: "include/linux/vmalloc.h:145 (6.1)" },
      { name: "vmalloc_user", size: bytes(0), source: "include/linux/vmalloc.h:144 (6.1)" },
      { name: "vzalloc", size: bytes(0), zeroes: true, source: "include/linux/vmalloc.h:143 (6.1)" },
      { name: "vzalloc_node", size: bytes(0), zeroes: true, source: "include/linux/vmalloc.h:146 (6.1)" },
    ],
  ),
  ...family(
    {
      family: "kvmalloc",
      contiguity: "either",
      freedBy: ["kvfree", "kvfree_sensitive", "kvfree_rcu", "kvfree_rcu_mightsleep"],
    },
    [
      {
        name: "kvcalloc",
        gfpArgument: 2,
        size: product(0, 1),
        zeroes: true,
        source: "include/linux/slab.h:737 (6.1)",
      },
      {
        name: "kvcalloc_node",
        gfpArgument: 2,
        size: product(0, 1),
        zeroes: true,
        since: "6.2",
        source: "include/linux/slab.h:1163 (6.12)",
      },
      { name: "kvmalloc", gfpArgument: 1, size: bytes(0), source: "include/linux/slab.h:714 (6.1)" },
      {
        name: "kvmalloc_array",
        gfpArgument: 2,
        size: product(0, 1),
        source: "include/linux/slab.h:727 (6.1)",
      },
      {
        name: "kvmalloc_array_node",
        gfpArgument: 2,
        size: product(0, 1),
        since: "6.2",
        source: "include/linux/slab.h:1148 (6.12)",
      },
      { name: "kvmalloc_node", gfpArgument: 1, size: bytes(0), source: "include/linux/slab.h:713 (6.1)" },
      {
        name: "kvmemdup",
        gfpArgument: 2,
        size: bytes(1),
        since: "6.2",
        source: "include/linux/string.h:306 (6.12)",
      },
      {
        name: "kvrealloc",
        gfpArgument: 3,
        size: bytes(2),
        removed: "6.12",
        source: "include/linux/slab.h:742 (6.1)",
      },
      {
        name: "kvrealloc",
        gfpArgument: 2,
        size: bytes(1),
        since: "6.12",
        source: "include/linux/slab.h:1100 (6.12)",
      },
      {
        name: "kvzalloc",
        gfpArgument: 1,
        size: bytes(0),
        zeroes: true,
        source: "include/linux/slab.h:722 (6.1)",
      },
      {
        name: "kvzalloc_node",
        gfpArgument: 1,
        size: bytes(0),
        zeroes: true,
        source: "include/linux/slab.h:718 (6.1)",
      },
      {
        name: "vmemdup_user",
        size: bytes(1),
        returnsErrPtr: true,
        source: "include/linux/string.h:17 (6.1)",
      },
    ],
  ),
  ...family({ family: "mapping", contiguity: "virtual", freedBy: [] }, [
    {
      name: "devm_ioremap",
      size: none,
      freedBy: ["iounmap", "vunmap"],
      source: "include/linux/io.h:56 (6.1)",
    },
    {
      name: "devm_ioremap_resource",
      size: none,
      returnsErrPtr: true,
      freedBy: ["iounmap", "vunmap"],
      source: "include/linux/device.h:236 (6.1)",
    },
    {
      name: "ioremap",
      size: none,
      freedBy: ["iounmap", "vunmap"],
      source: "include/asm-generic/io.h:1069 (6.1)",
    },
    {
      name: "ioremap_wc",
      size: none,
      freedBy: ["iounmap", "vunmap"],
      source: "include/asm-generic/io.h:1122 (6.1)",
    },
    { name: "memremap", size: none, freedBy: ["iounmap", "vunmap"], source: "include/linux/io.h:144 (6.1)" },
    {
      name: "pci_iomap",
      size: none,
      freedBy: ["iounmap", "vunmap"],
      source: "include/asm-generic/pci_iomap.h:13 (6.1)",
    },
    { name: "vmap", size: none, freedBy: ["iounmap", "vunmap"], source: "include/linux/vmalloc.h:166 (6.1)" },
  ]),
];
