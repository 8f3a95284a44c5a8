// What stands beside zones and slabs, as rows: DMA memory, per-cpu areas, kmap windows, mempools, device memory and
// managed resources. A run sees only those parts that it has touched somewhere.

import type { StateReport } from "../snippets/report.js";
import type { BarRow, Scene, Square, SquareRow, StretchRow, TableData, TableRow } from "./rows.js";
import { bytesText, countText, numberText } from "./words.js";

/** The parts of a state; absent ones hold nothing. */
export type Parts = Pick<
  StateReport,
  "dmaPools" | "dma" | "percpu" | "kmap" | "regions" | "mempools" | "devres"
>;

/** In the order in which they are shown. */
export const partIds = [
  "dma-pools",
  "coherent",
  "streaming",
  "percpu",
  "mempools",
  "kmap",
  "regions",
  "devres",
] as const;
export type PartId = (typeof partIds)[number];

export type PartPicture =
  | { readonly kind: "bars"; readonly rows: readonly BarRow[] }
  | { readonly kind: "squares"; readonly rows: readonly SquareRow[] }
  | { readonly kind: "stretches"; readonly rows: readonly StretchRow[] };

export interface PartView {
  readonly id: PartId;
  readonly title: string;
  /** Absent where a table says it all. */
  readonly picture?: PartPicture;
  readonly table: TableData;
}

/** The parts of a state that hold something. */
export function partsOf(state: StateReport): Parts {
  const { dmaPools = [], dma, percpu, kmap, regions, mempools = [], devres = [] } = state;
  const nrRegions = (regions?.regions.length ?? 0) + (regions?.mappings.length ?? 0);
  const nrDma = (dma?.coherent.length ?? 0) + (dma?.mappings.length ?? 0);
  const nrMaps = (kmap?.slots.length ?? 0) + (kmap?.localMaps.length ?? 0);
  return {
    ...(dmaPools.length > 0 ? { dmaPools } : {}),
    ...(dma && nrDma > 0 ? { dma } : {}),
    ...(percpu && percpu.areas.length > 0 ? { percpu } : {}),
    ...(kmap && nrMaps > 0 ? { kmap } : {}),
    ...(regions && nrRegions > 0 ? { regions } : {}),
    ...(mempools.length > 0 ? { mempools } : {}),
    ...(devres.some(({ resources }) => resources.length > 0) ? { devres } : {}),
  };
}

function isTouched(id: PartId, parts: Parts): boolean {
  switch (id) {
    case "dma-pools":
      return parts.dmaPools !== undefined;
    case "coherent":
      return (parts.dma?.coherent.length ?? 0) > 0;
    case "streaming":
      return (parts.dma?.mappings.length ?? 0) > 0;
    case "devres":
      return parts.devres !== undefined;
    default:
      return parts[id] !== undefined;
  }
}

/** The parts that hold something at any of these points. */
export function touchedParts(all: readonly Parts[]): PartId[] {
  return partIds.filter((id) => all.some((parts) => isTouched(id, parts)));
}

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
  }
}

/** Rows that the base does not hold in the same words. No base: nothing has changed. */
function marked<Row>(rows: readonly Row[] | undefined, before: readonly Row[] | undefined, hasBase: boolean) {
  const old = new Set((before ?? []).map((row) => JSON.stringify(row)));
  return (rows ?? []).map((row) => ({ row, isChanged: hasBase && !old.has(JSON.stringify(row)) }));
}

function hexText(value: number): string {
  return `0x${value.toString(16)}`;
}

/** The last cell of a row and its way to the source. */
function takenAt(line: number | undefined): { readonly cell: string; readonly link: Pick<TableRow, "line"> } {
  return line === undefined ? { cell: "", link: {} } : { cell: `line ${line}`, link: { line } };
}

const number = (title: string) => ({ title, isNumber: true });
const text = (title: string) => ({ title });

function poolView({ dmaPools }: Parts, base: Parts | undefined): PartView {
  const all = marked(dmaPools, base?.dmaPools, base !== undefined);
  return {
    id: "dma-pools",
    title: "DMA pools",
    picture: {
      kind: "bars",
      rows: all.map(({ row, isChanged }) => ({
        id: row.name,
        name: row.name,
        total: row.pages * row.blocksPerPage,
        segments: [
          { kind: "mine", amount: row.inUse },
          { kind: "free", amount: row.pages * row.blocksPerPage - row.inUse },
        ],
        text: `${row.inUse}/${row.pages * row.blocksPerPage}, ${countText(row.pages, "page")}`,
        isChanged,
      })),
    },
    table: {
      caption: "DMA pools",
      columns: [text("Pool"), ...["Block", "Blocks a page", "Pages", "Blocks", "In use"].map(number)],
      rows: all.map(({ row, isChanged }) => ({
        cells: [
          row.name,
          bytesText(row.blockBytes),
          numberText(row.blocksPerPage),
          numberText(row.pages),
          numberText(row.pages * row.blocksPerPage),
          numberText(row.inUse),
        ],
        isChanged,
      })),
      empty: "No DMA pool at this point.",
    },
  };
}

function coherentView({ dma }: Parts, base: Parts | undefined, pageBytes: number): PartView {
  const all = marked(dma?.coherent, base?.dma?.coherent, base !== undefined);
  const gotOf = (order: number): number => pageBytes * 2 ** order;
  const most = Math.max(1, ...all.map(({ row }) => gotOf(row.order)));
  return {
    id: "coherent",
    title: "Coherent DMA buffers",
    picture: {
      kind: "bars",
      rows: all.map(({ row, isChanged }) => ({
        id: row.address,
        name: `bus ${hexText(row.busAddress)}`,
        total: most,
        segments: [
          { kind: "mine", amount: row.bytes },
          { kind: "waste", amount: gotOf(row.order) - row.bytes },
        ],
        text: `${bytesText(row.bytes)} of ${bytesText(gotOf(row.order))}`,
        isChanged,
      })),
    },
    table: {
      caption: "Coherent DMA buffers",
      columns: [
        text("Address"),
        text("Bus address"),
        text("Device"),
        ...["Asked", "Got", "Order"].map(number),
        text("Taken at"),
      ],
      rows: all.map(({ row, isChanged }) => {
        const { cell, link } = takenAt(row.line);
        const sizes = [bytesText(row.bytes), bytesText(gotOf(row.order)), String(row.order)];
        return {
          cells: [row.address, hexText(row.busAddress), row.device, ...sizes, cell],
          isChanged,
          ...link,
        };
      }),
      empty: "No coherent buffer at this point.",
    },
  };
}

function streamingView({ dma }: Parts, base: Parts | undefined): PartView {
  const all = marked(dma?.mappings, base?.dma?.mappings, base !== undefined);
  const most = Math.max(1, ...all.map(({ row }) => row.bytes));
  return {
    id: "streaming",
    title: "Streaming DMA mappings",
    picture: {
      kind: "bars",
      rows: all.map(({ row, isChanged }) => ({
        id: hexText(row.busAddress),
        name: `bus ${hexText(row.busAddress)}`,
        total: most,
        segments: [{ kind: row.owner === "device" ? "dma" : "mine", amount: row.bytes }],
        text: `${bytesText(row.bytes)}, ${row.direction}, the ${row.owner}'s`,
        isChanged,
      })),
    },
    table: {
      caption: "Streaming DMA mappings",
      columns: [
        ...["Address", "Bus address", "Device"].map(text),
        number("Bytes"),
        ...["Direction", "Owner", "Bounced", "Mapped at"].map(text),
      ],
      rows: all.map(({ row, isChanged }) => {
        const { cell, link } = takenAt(row.line);
        const what = [row.direction, row.owner, row.isBounced ? "yes" : "no"];
        return {
          cells: [row.address, hexText(row.busAddress), row.device, bytesText(row.bytes), ...what, cell],
          isChanged,
          ...link,
        };
      }),
      empty: "Nothing is mapped at this point.",
    },
  };
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
