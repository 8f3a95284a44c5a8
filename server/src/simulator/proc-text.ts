// The machine's state as the kernel's own /proc files would print it. mm/vmstat.c: frag_show_print(),
// pagetypeinfo_showfree_print(), zoneinfo_show_print(); mm/slab_common.c: print_slabinfo_header(), cache_show();
// mm/vmalloc.c: s_show(); fs/proc/meminfo.c: meminfo_proc_show() (6.1). Lines that the machine cannot know are left out:
// counters that it does not keep, and all that depends on how the booted system uses its own pages.

import type { SlabState, ZoneState } from "./machine-state.js";

/** /proc/buddyinfo. */
export function renderBuddyinfo(zones: readonly Pick<ZoneState, "name" | "freeByOrder">[]): string {
  return zones
    .map(
      (zone) =>
        `Node 0, zone ${zone.name.padStart(8)} ${zone.freeByOrder.map((count) => `${pad(count, 6)} `).join("")}\n`,
    )
    .join("");
}

/** /proc/pagetypeinfo, up to and with the table of free pages. */
export function renderPagetypeinfo(
  zones: readonly Pick<ZoneState, "name" | "freeByOrder" | "freeByMigratetype">[],
  pageblockOrder: number,
): string {
  const nrOrders = zones[0]?.freeByOrder.length ?? 0;
  const head = `Page block order: ${pageblockOrder}\nPages per block:  ${2 ** pageblockOrder}\n\n`;
  const title = `${"Free pages count per migrate type at order".padEnd(43)} `;
  const orders = Array.from({ length: nrOrders }, (_, i) => `${pad(i, 6)} `).join("");
  const rows = zones.flatMap((zone) =>
    zone.freeByMigratetype.map((type) => {
      const counts = type.freeByOrder.map((count) => `${pad(count, 6)} `).join("");
      return `Node ${pad(0, 4)}, zone ${zone.name.padStart(8)}, type ${type.name.padStart(12)} ${counts}\n`;
    }),
  );
  return `${head}${title}${orders}\n${rows.join("")}`;
}

/** /proc/zoneinfo. */
export function renderZoneinfo(zones: readonly ZoneState[]): string {
  return zones.map(renderZone).join("");
}

function renderZone(zone: ZoneState): string {
  const lines = [
    `Node 0, zone ${zone.name.padStart(8)}`,
    `  pages free     ${zone.freePages}`,
    `        boost    ${zone.boost}`,
    `        min      ${zone.min}`,
    `        low      ${zone.low}`,
    `        high     ${zone.high}`,
    ...(zone.promo === undefined ? [] : [`        promo    ${zone.promo}`]),
    `        spanned  ${zone.spannedPages}`,
    `        present  ${zone.presentPages}`,
    `        managed  ${zone.managedPages}`,
    "        cma      0",
    `        protection: (${zone.protection.join(", ")})`,
    `      nr_free_pages ${zone.freePages}`,
    "  pagesets",
  ];
  for (const set of zone.pcp) {
    lines.push(`    cpu: ${set.cpu}`);
    lines.push(`              count: ${set.count}`);
    lines.push(`              high:  ${set.high}`);
    lines.push(`              batch: ${set.batch}`);
    lines.push(`  vm stats threshold: ${zone.statThreshold}`);
  }
  lines.push("  node_unreclaimable:  0", `  start_pfn:           ${zone.startPfn}`);
  return `${lines.join("\n")}\n`;
}

/** What /proc/slabinfo prints of a cache. */
export type SlabinfoRow = Pick<
  SlabState,
  "name" | "activeObjects" | "capacity" | "slotBytes" | "objectsPerSlab" | "order" | "slabs"
>;

/** /proc/slabinfo of caches in the order in which they were created; the file has the newest first. */
export function renderSlabinfo(slabs: readonly SlabinfoRow[]): string {
  const header = [
    "slabinfo - version: 2.1",
    "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> " +
      "<sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>",
  ];
  return `${[...header, ...slabs.toReversed().map(renderSlab)].join("\n")}\n`;
}

function renderSlab(slab: SlabinfoRow): string {
  const counts = [pad(slab.activeObjects, 6), pad(slab.capacity, 6), pad(slab.slotBytes, 6)].join(" ");
  const shape = `${pad(slab.objectsPerSlab, 4)} ${pad(2 ** slab.order, 4)}`;
  const tunables = ` : tunables ${pad(0, 4)} ${pad(0, 4)} ${pad(0, 4)}`;
  const data = ` : slabdata ${pad(slab.slabs, 6)} ${pad(slab.slabs, 6)} ${pad(0, 6)}`;
  return `${slab.name.padEnd(17)} ${counts} ${shape}${tunables}${data}`;
}

/** What /proc/vmallocinfo prints of an area; addresses as `0x…` text. */
export interface VmallocinfoRow {
  readonly start: string;
  readonly bytes: number;
  readonly pages: number;
  readonly use: "vmalloc" | "vmap" | "ioremap";
  readonly physicalAddress?: number;
}

/** What of the kernel's build shows in /proc/vmallocinfo. */
export interface VmallocinfoStyle {
  /** sizeof(phys_addr_t). */
  readonly physicalBytes: 4 | 8;
  /** CONFIG_NUMA, as distributions set it on 64 bits: pages by node, of which the machine has one. */
  readonly isNuma: boolean;
}

/** /proc/vmallocinfo, without the caller, which is a line of C here and an address there. */
export function renderVmallocinfo(areas: readonly VmallocinfoRow[], style: VmallocinfoStyle): string {
  return areas
    .map(({ start, bytes, pages, use, physicalAddress = 0 }) => {
      const end = `0x${(BigInt(start) + BigInt(bytes)).toString(16).padStart(start.length - 2, "0")}`;
      const digits = physicalAddress.toString(16).padStart(2 * style.physicalBytes, "0");
      const words = [
        `${start}-${end} ${pad(bytes, 7)}`,
        ...(pages > 0 ? [`pages=${pages}`] : []),
        ...(physicalAddress === 0 ? [] : [`phys=0x${digits}`]),
        use,
        ...(style.isNuma && pages > 0 ? [`N0=${pages}`] : []),
      ];
      return `${words.join(" ")}\n`;
    })
    .join("");
}

/** What /proc/meminfo is made from. */
export interface MeminfoInput {
  readonly zones: readonly Pick<ZoneState, "name" | "managedPages" | "freePages">[];
  readonly pageBytes: number;
  /** VMALLOC_TOTAL in bytes; absent where the range is not known. */
  readonly vmallocBytes: number | undefined;
}

/**
 * /proc/meminfo: memory and what of it is free, the halves of a machine with highmem, and the size of the vmalloc range.
 * How much of the rest is slab, page tables or page cache, only a booted system knows.
 */
export function renderMeminfo({ zones, pageBytes, vmallocBytes }: MeminfoInput): string {
  const isHigh = ({ name }: { readonly name: string }): boolean => name === "HighMem";
  const sums = (which: MeminfoInput["zones"]) => ({
    total: which.reduce((sum, { managedPages }) => sum + managedPages, 0),
    free: which.reduce((sum, { freePages }) => sum + freePages, 0),
  });
  const kib = (pages: number): number => (pages * pageBytes) / 1024;
  const all = sums(zones);
  const high = sums(zones.filter(isHigh));
  const low = sums(zones.filter((zone) => !isHigh(zone)));
  const rows: (readonly [string, number])[] = [
    ["MemTotal", kib(all.total)],
    ["MemFree", kib(all.free)],
    ...(zones.some(isHigh)
      ? ([
          ["HighTotal", kib(high.total)],
          ["HighFree", kib(high.free)],
          ["LowTotal", kib(low.total)],
          ["LowFree", kib(low.free)],
        ] as const)
      : []),
    ...(vmallocBytes === undefined ? [] : ([["VmallocTotal", Math.floor(vmallocBytes / 1024)]] as const)),
  ];
  return rows.map(([name, amount]) => `${`${name}:`.padEnd(15)} ${pad(amount, 8)} kB\n`).join("");
}

function pad(value: number, width: number): string {
  return `${value}`.padStart(width);
}
