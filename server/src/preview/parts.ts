// Which parts of a machine stand beside zones and slabs, what a state says of them, and the words that their rows share.

import type { StateReport } from "../snippets/report.js";
import type { BarRow, SquareRow, StretchRow, TableData, TableRow } from "./rows.js";

/** The parts of a state; absent ones hold nothing. */
export type Parts = Pick<
  StateReport,
  "dmaPools" | "dma" | "percpu" | "kmap" | "regions" | "mempools" | "devres" | "memblock"
>;

/** In the order in which they are shown. */
export const partIds = [
  "memblock",
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
    ...(state.memblock ? { memblock: state.memblock } : {}),
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

/** Rows that the base does not hold in the same words. No base: nothing has changed. */
export function marked<Row>(
  rows: readonly Row[] | undefined,
  before: readonly Row[] | undefined,
  hasBase: boolean,
) {
  const old = new Set((before ?? []).map((row) => JSON.stringify(row)));
  return (rows ?? []).map((row) => ({ row, isChanged: hasBase && !old.has(JSON.stringify(row)) }));
}

export function hexText(value: number): string {
  return `0x${value.toString(16)}`;
}

/** The last cell of a row and its way to the source. */
export function takenAt(line: number | undefined): {
  readonly cell: string;
  readonly link: Pick<TableRow, "line">;
} {
  return line === undefined ? { cell: "", link: {} } : { cell: `line ${line}`, link: { line } };
}

/** Columns of a table. */
export const number = (title: string) => ({ title, isNumber: true });
export const text = (title: string) => ({ title });
