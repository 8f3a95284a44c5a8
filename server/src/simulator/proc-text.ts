// The machine's state as the kernel's own /proc files would print it. mm/vmstat.c: frag_show_print(),
// pagetypeinfo_showfree_print(), zoneinfo_show_print(); mm/slab_common.c: print_slabinfo_header(), cache_show();
// mm/vmalloc.c: s_show() (6.1). Counters that the machine does not keep are left out of zoneinfo.

import { pageblockOrder } from "../kernel-model/limits.js";
import type { Profile } from "../kernel-model/profile.js";
import { renderAddress } from "./address.js";
import type { Machine } from "./machine.js";
import type { MachineState, SlabState, ZoneState } from "./machine-state.js";

/** /proc/buddyinfo. */
export function renderBuddyinfo(state: MachineState): string {
  return state.zones
    .map(
      (zone) =>
        `Node 0, zone ${zone.name.padStart(8)} ${zone.freeByOrder.map((count) => `${pad(count, 6)} `).join("")}\n`,
    )
    .join("");
}

/** /proc/pagetypeinfo, up to and with the table of free pages; `blocks` adds the number of pageblocks per type. */
export function renderPagetypeinfo(
  profile: Profile,
  state: MachineState,
  blocks?: ReadonlyMap<string, readonly number[]>,
): string {
  const order = pageblockOrder(profile);
  const names = state.zones[0]?.freeByMigratetype.map((type) => type.name) ?? [];
  const nrOrders = state.zones[0]?.freeByOrder.length ?? 0;
  const head = `Page block order: ${order}\nPages per block:  ${2 ** order}\n\n`;
  const title = `${"Free pages count per migrate type at order".padEnd(43)} `;
  const orders = Array.from({ length: nrOrders }, (_, i) => `${pad(i, 6)} `).join("");
  const rows = state.zones.flatMap((zone) =>
    zone.freeByMigratetype.map((type) => {
      const counts = type.freeByOrder.map((count) => `${pad(count, 6)} `).join("");
      return `Node ${pad(0, 4)}, zone ${zone.name.padStart(8)}, type ${type.name.padStart(12)} ${counts}\n`;
    }),
  );
  const counts = blocks ? renderBlocks(names, state, blocks) : "";
  return `${head}${title}${orders}\n${rows.join("")}${counts}`;
}

function renderBlocks(
  names: readonly string[],
  state: MachineState,
  blocks: ReadonlyMap<string, readonly number[]>,
): string {
  const title = `\n${"Number of blocks type".padEnd(23)}${names.map((name) => `${name.padStart(12)} `).join("")}\n`;
  const rows = state.zones.map((zone) => {
    const counts = (blocks.get(zone.name) ?? []).map((count) => `${pad(count, 12)} `).join("");
    return `Node 0, zone ${zone.name.padStart(8)} ${counts}\n`;
  });
  return title + rows.join("");
}

/** /proc/zoneinfo. */
export function renderZoneinfo(state: MachineState): string {
  return state.zones.map(renderZone).join("");
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

/** /proc/slabinfo, newest cache first. Objects of cpu slabs count as in use there: `active` is total less free partial ones. */
export function renderSlabinfo(machine: Machine): string {
  const header = [
    "slabinfo - version: 2.1",
    "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> " +
      "<sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>",
  ];
  const states = new Map(machine.slabs.snapshot().map((state) => [state.name, state]));
  const rows = [...machine.slabs.caches()].reverse().map((cache) => {
    const state = states.get(cache.name);
    return state ? renderSlab(state, machine.slabs.sysfs(cache).objects) : "";
  });
  return `${[...header, ...rows].join("\n")}\n`;
}

function renderSlab(state: SlabState, activeObjects: number): string {
  const counts = [pad(activeObjects, 6), pad(state.capacity, 6), pad(state.slotBytes, 6)].join(" ");
  const shape = `${pad(state.objectsPerSlab, 4)} ${pad(2 ** state.order, 4)}`;
  const tunables = ` : tunables ${pad(0, 4)} ${pad(0, 4)} ${pad(0, 4)}`;
  const data = ` : slabdata ${pad(state.slabs, 6)} ${pad(state.slabs, 6)} ${pad(0, 6)}`;
  return `${state.name.padEnd(17)} ${counts} ${shape}${tunables}${data}`;
}

/** /proc/vmallocinfo, without the caller, which only the interpreter knows. */
export function renderVmallocinfo(machine: Machine): string {
  const { layout } = machine.core;
  return machine.vmalloc
    .snapshot()
    .map((area) => {
      const start = renderAddress(layout, area.startAddress);
      const end = renderAddress(layout, area.startAddress + area.bytes);
      const pages = area.pages > 0 ? ` pages=${area.pages}` : "";
      return `${start}-${end} ${pad(area.bytes, 7)}${pages} ${area.use}\n`;
    })
    .join("");
}

function pad(value: number, width: number): string {
  return `${value}`.padStart(width);
}
