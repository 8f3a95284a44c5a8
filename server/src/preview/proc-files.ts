// The texts of /proc at a point, in the form in which `state=` reads them: each file under a line with its name.

import {
  renderBuddyinfo,
  renderMeminfo,
  renderPagetypeinfo,
  renderSlabinfo,
  renderVmallocinfo,
  renderZoneinfo,
} from "../simulator/proc-text.js";
import type { PanelModel, PanelPoint } from "./panel-model.js";

type MachineReport = PanelModel["run"]["machine"];

/**
 * What /proc would say, as far as the machine knows: slabinfo has the caches that the run has touched, vmallocinfo its
 * areas; for a program what malloc_stats() says.
 */
export function procText(point: PanelPoint, machine: MachineReport): string {
  const files = point.heap ? heapFiles(point.heap) : kernelFiles(point, machine);
  return files.map(([name, text]) => `==> ${name} <==\n${text}`).join("\n");
}

type ProcFile = readonly [name: string, text: string];

function kernelFiles(
  { zones, slabs, addressSpace }: PanelPoint,
  machine: MachineReport,
): readonly ProcFile[] {
  const areas = addressSpace.flatMap((range) => range.areas);
  const vmallocBytes = vmallocTotal(addressSpace, machine.arch);
  const { pageblockOrder } = machine;
  return [
    ["/proc/meminfo", renderMeminfo({ zones, pageBytes: machine.pageSize, vmallocBytes })],
    ["/proc/zoneinfo", renderZoneinfo(zones)],
    ["/proc/buddyinfo", renderBuddyinfo(zones)],
    ...(pageblockOrder === undefined
      ? []
      : [["/proc/pagetypeinfo", renderPagetypeinfo(zones, pageblockOrder)] as const]),
    ["/proc/slabinfo", renderSlabinfo(slabs)],
    ["/proc/vmallocinfo", renderVmallocinfo(areas, vmallocinfoStyle(machine))],
  ];
}

/** 64 bits have 8 bytes of physical address and several nodes; 32 bits have the former with PAE. */
function vmallocinfoStyle({ arch, pae }: MachineReport) {
  const isWide = arch === "x86_64" || arch === "arm64";
  return { physicalBytes: isWide || pae ? 8 : 4, isNuma: isWide } as const;
}

/** VMALLOC_TOTAL; x86_64 names the last byte as the end (arch/x86/include/asm/pgtable_64_types.h: VMALLOC_END, 6.1). */
function vmallocTotal(addressSpace: PanelPoint["addressSpace"], arch: string): number | undefined {
  const range = addressSpace.find(({ name }) => name === "vmalloc");
  if (!range) return undefined;
  return Number(BigInt(range.end) - BigInt(range.start)) - (arch === "x86_64" ? 1 : 0);
}

function heapFiles(heap: NonNullable<PanelPoint["heap"]>): readonly ProcFile[] {
  const row = (name: string, value: number): string => `${name.padEnd(16)} = ${String(value).padStart(10)}\n`;
  const text = [
    row("system bytes", heap.brkBytes),
    row("in use bytes", heap.inUseBytes),
    row("mmap regions", heap.mmaps.length),
  ].join("");
  return [["the heap, as malloc_stats()", text]];
}
