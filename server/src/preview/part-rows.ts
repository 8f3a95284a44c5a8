// What stands beside zones and slabs, as rows: DMA memory, per-cpu areas, kmap windows, mempools, device memory, boot
// memory and managed resources. A run sees only those parts that it has touched somewhere.

import { freeRanges, type PhysicalRange } from "../simulator/physical-ranges.js";
import { coherentView, poolView, streamingView } from "./dma-rows.js";
import { hexText, marked, number, type PartId, type Parts, type PartView, takenAt, text } from "./parts.js";
import type { Scene, Square } from "./rows.js";
import { bytesText, countText, numberText } from "./words.js";

/** One part at the scene's point, with what changed since its base. */
export function partView(id: PartId, scene: Scene): PartView {
  const now = scene.point.parts;
  const base = scene.base?.parts;
  switch (id) {
    case "dma-pools":
      return poolView(now, base);
    case "coherent":
      return coherentView(now, base, scene.pageBytes);
    case "streaming":
      return streamingView(now, base);
    case "percpu":
      return percpuView(now, base);
    case "mempools":
      return mempoolView(now, base);
    case "kmap":
      return kmapView(now, base);
    case "regions":
      return regionView(now, base);
    case "devres":
      return devresView(now, base);
    case "memblock":
      return memblockView(now, base);
  }
}

function percpuView({ percpu }: Parts, base: Parts | undefined): PartView {
  const all = marked(percpu?.areas, base?.percpu?.areas, base !== undefined);
  const { nrCpus = 1, unitBytes = 1 } = percpu ?? {};
  const chunks = [...new Set(all.map(({ row }) => row.chunk))].sort((a, b) => a - b);
  return {
    id: "percpu",
    title: "Per-cpu areas",
    picture: {
      kind: "stretches",
      rows: chunks.map((chunk) => {
        const own = all.filter(({ row }) => row.chunk === chunk);
        const bytes = own.reduce((sum, { row }) => sum + row.bytes, 0);
        return {
          name: `chunk ${chunk}`,
          text: `${countText(own.length, "area")}, ${bytesText(bytes)} × ${countText(nrCpus, "cpu")}`,
          stretches: own.map(({ row }) => ({
            name: `${row.address}, ${bytesText(row.bytes)}${row.line === undefined ? "" : `, line ${row.line}`}`,
            kind: "mine" as const,
            from: row.offset / unitBytes,
            to: (row.offset + row.bytes) / unitBytes,
          })),
          isChanged: own.some(({ isChanged }) => isChanged),
        };
      }),
    },
    table: {
      caption: "Per-cpu areas",
      columns: [
        text("Address"),
        ...["Chunk", "Offset", "On each cpu", "In all"].map(number),
        text("Taken at"),
      ],
      rows: all.map(({ row, isChanged }) => {
        const { cell, link } = takenAt(row.line);
        const sizes = [bytesText(row.bytes), bytesText(row.bytes * nrCpus)];
        return {
          cells: [row.address, String(row.chunk), hexText(row.offset), ...sizes, cell],
          isChanged,
          ...link,
        };
      }),
      empty: "No per-cpu area of this run at this point.",
    },
  };
}

function mempoolView({ mempools }: Parts, base: Parts | undefined): PartView {
  const all = marked(mempools, base?.mempools, base !== undefined);
  return {
    id: "mempools",
    title: "Mempools",
    picture: {
      kind: "bars",
      rows: all.map(({ row, isChanged }) => ({
        id: row.name,
        name: row.name,
        total: Math.max(row.minElements, row.inUse + row.reserved),
        segments: [
          { kind: "mine", amount: row.inUse },
          { kind: "free", amount: row.reserved },
        ],
        text: `${row.inUse} in use, ${row.reserved} of ${row.minElements} kept`,
        isChanged,
      })),
    },
    table: {
      caption: "Mempools",
      columns: [text("Pool"), ...["Kept at least", "In reserve", "In use"].map(number)],
      rows: all.map(({ row, isChanged }) => ({
        cells: [row.name, ...[row.minElements, row.reserved, row.inUse].map(numberText)],
        isChanged,
      })),
      empty: "No mempool at this point.",
    },
  };
}

const slotsPerRow = 128;

function kmapView({ kmap }: Parts, base: Parts | undefined): PartView {
  const slots = marked(kmap?.slots, base?.kmap?.slots, base !== undefined);
  const local = marked(kmap?.localMaps, base?.kmap?.localMaps, base !== undefined);
  const bySlot = new Map(slots.map((one) => [one.row.slot, one]));
  const squareOf = (slot: number): Square => {
    const one = bySlot.get(slot);
    if (!one) return { kind: "free", title: `slot ${slot}: free`, isChanged: false };
    const { address, pfn, users } = one.row;
    const title = `slot ${slot}, ${address}: frame ${hexText(pfn)}, ${countText(users, "user")}`;
    return { kind: users > 0 ? "mine" : "waste", title, isChanged: one.isChanged };
  };
  const nrSlots = kmap?.nrSlots ?? 0;
  const rows = Array.from({ length: Math.ceil(nrSlots / slotsPerRow) }, (_, i) => ({
    name: `slots from ${i * slotsPerRow}`,
    squares: Array.from({ length: Math.min(slotsPerRow, nrSlots - i * slotsPerRow) }, (__, j) =>
      squareOf(i * slotsPerRow + j),
    ),
  }));
  return {
    id: "kmap",
    title: "Mapped pages (kmap)",
    ...(rows.length > 0 ? { picture: { kind: "squares", rows } } : {}),
    table: {
      caption: "Mapped pages",
      columns: [text("Address"), text("Frame"), text("How"), number("Users")],
      rows: [
        ...slots.map(({ row, isChanged }) => ({
          cells: [row.address, hexText(row.pfn), `kmap, slot ${row.slot}`, numberText(row.users)],
          isChanged,
        })),
        ...local.map(({ row, isChanged }) => ({
          cells: [row.address, hexText(row.pfn), row.isAtomic ? "kmap_atomic" : "kmap_local_page", "1"],
          isChanged,
        })),
      ],
      empty: "No page is mapped at this point.",
    },
  };
}

function regionView({ regions }: Parts, base: Parts | undefined): PartView {
  const claimed = marked(regions?.regions, base?.regions?.regions, base !== undefined);
  const mapped = marked(regions?.mappings, base?.regions?.mappings, base !== undefined);
  const rangeText = (start: number, bytes: number): string =>
    `${hexText(start)}–${hexText(start + bytes - 1)}`;
  return {
    id: "regions",
    title: "Device memory and ports",
    table: {
      caption: "Device memory and ports",
      columns: [text("Range"), number("Bytes"), text("State"), text("Name or address")],
      rows: [
        ...claimed.map(({ row, isChanged }) => ({
          cells: [
            rangeText(row.start, row.bytes),
            numberText(row.bytes),
            `${row.space}, requested`,
            row.name,
          ],
          isChanged,
        })),
        ...mapped.map(({ row, isChanged }) => ({
          cells: [
            rangeText(row.physicalAddress, row.bytes),
            numberText(row.bytes),
            row.isClaimed ? "mapped" : "mapped, not requested",
            row.address,
          ],
          isChanged,
        })),
      ],
      empty: "No region is requested or mapped at this point.",
    },
  };
}

/** Boot memory: what RAM there is, and what of it is taken. */
function memblockView({ memblock }: Parts, base: Parts | undefined): PartView {
  const { memory = [], reserved = [] } = memblock ?? {};
  const end = Math.max(1, ...memory.map((range) => range.end));
  const isChanged = base !== undefined && JSON.stringify(base.memblock) !== JSON.stringify(memblock);
  const stretchesOf = (kind: "used" | "free", ranges: readonly PhysicalRange[]) =>
    ranges.map((range) => ({
      name: `${hexText(range.start)}–${hexText(range.end - 1)}, ${bytesText(range.end - range.start)}`,
      kind,
      from: range.start / end,
      to: range.end / end,
    }));
  const free = freeRanges(memory, reserved);
  const freeBytes = free.reduce((sum, range) => sum + range.end - range.start, 0);
  return {
    id: "memblock",
    title: memblock?.isHandedOver ? "Boot memory, handed over" : "Boot memory",
    picture: {
      kind: "stretches",
      rows: [
        {
          name: "RAM",
          text: `${bytesText(freeBytes)} free`,
          stretches: [...stretchesOf("free", free), ...stretchesOf("used", reserved)],
          isChanged,
        },
      ],
    },
    table: {
      caption: "Boot memory",
      columns: [text("List"), text("First byte"), text("Last byte"), number("Bytes")],
      rows: (["memory", "reserved"] as const).flatMap((name) =>
        marked(memblock?.[name], base?.memblock?.[name], base !== undefined).map(({ row, ...mark }) => ({
          cells: [name, hexText(row.start), hexText(row.end - 1), numberText(row.end - row.start)],
          ...mark,
        })),
      ),
      empty: "No boot memory.",
    },
  };
}

function devresView({ devres }: Parts, base: Parts | undefined): PartView {
  const flat = (parts: Parts | undefined) =>
    parts?.devres?.flatMap(({ device, resources }) =>
      resources.map((resource, i) => ({ device, order: i + 1, ...resource })),
    );
  const all = marked(flat({ devres: devres ?? [] }), flat(base), base !== undefined);
  return {
    id: "devres",
    title: "Managed resources",
    table: {
      caption: "Managed resources; the last is released first",
      columns: [text("Device"), number("Order"), text("Resource"), text("Address"), number("Bytes")],
      rows: all.map(({ row, isChanged }) => ({
        cells: [
          row.device,
          String(row.order),
          row.resource,
          row.address ?? "",
          row.bytes === undefined ? "" : numberText(row.bytes),
        ],
        isChanged,
      })),
      empty: "Nothing is tied to a device at this point.",
    },
  };
}
