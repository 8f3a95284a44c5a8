// The heap of a program as rows.

import type { HeapChunkReport, HeapReport } from "../snippets/report.js";
import type { BarRow, Scene, Segment, SegmentKind, TableData } from "./rows.js";
import { bytesText, changeText, countText, numberText } from "./words.js";

/** The heap of a program chunk by chunk, or where it is in too many pieces their sums; and each mapping by itself. */
export function heapRows(scene: Scene): BarRow[] {
  const { heap } = scene.point;
  if (heap === undefined) return [];
  const old = scene.base?.heap;
  const most = Math.max(heap.brkBytes, ...heap.mmaps.map(({ bytes }) => bytes), 1);
  const heapRow: BarRow = {
    id: "heap",
    name: "heap (brk)",
    total: most,
    segments: heap.chunks?.map(segmentOf) ?? sumsOf(heap),
    text: `${bytesText(heap.inUseBytes)} of ${bytesText(heap.brkBytes)} in use`,
    isChanged:
      old !== undefined &&
      (old.inUseBytes !== heap.inUseBytes ||
        old.brkBytes !== heap.brkBytes ||
        old.freeBytes !== heap.freeBytes),
  };
  const maps = heap.mmaps.map(({ address, bytes }) => ({
    id: address,
    name: `mmap ${address}`,
    total: most,
    segments: [{ kind: "mapped" as const, amount: bytes }],
    text: bytesText(bytes),
    isChanged: old !== undefined && !old.mmaps.some((one) => one.address === address),
  }));
  return [heapRow, ...maps];
}

function segmentOf(chunk: HeapChunkReport): Segment {
  const { address, bytes, use, count } = chunk;
  const many = count === 1 ? "" : `, ${countText(count, "chunk")}`;
  return {
    kind: kinds[use],
    amount: bytes,
    title: `${address}: ${bytesText(bytes)}, ${useTexts[use]}${many}`,
  };
}

function sumsOf({ inUseBytes, freeBytes, topBytes }: HeapReport): Segment[] {
  return [
    { kind: "mine", amount: inUseBytes },
    { kind: "hole", amount: Math.max(0, freeBytes - topBytes) },
    { kind: "free", amount: topBytes },
  ];
}

const kinds: Readonly<Record<HeapChunkReport["use"], SegmentKind>> = {
  "in-use": "mine",
  tcache: "kept",
  fastbin: "kept",
  free: "hole",
  top: "free",
  "tcache-control": "used",
  fence: "used",
};

const useTexts: Readonly<Record<HeapChunkReport["use"], string>> = {
  "in-use": "in use",
  tcache: "free, kept by the thread (tcache)",
  fastbin: "free, kept by its size (fastbin)",
  free: "free, in a bin",
  top: "the top, free",
  "tcache-control": "the library's own (tcache)",
  fence: "the end of a part",
};

/** The chunks as the table beside the picture: what lies where. */
export function chunkTable(scene: Scene): TableData {
  const chunks = scene.point.heap?.chunks;
  const keyOf = ({ address, bytes, use }: HeapChunkReport): string => `${address} ${bytes} ${use}`;
  const old = new Set(scene.base?.heap?.chunks?.map(keyOf));
  return {
    caption: "Chunks of the heap",
    columns: [
      { title: "Address" },
      { title: "Bytes", isNumber: true },
      { title: "Chunks", isNumber: true },
      { title: "Use" },
    ],
    rows: (chunks ?? []).map((chunk) => ({
      cells: [chunk.address, numberText(chunk.bytes), numberText(chunk.count), useTexts[chunk.use]],
      isChanged: scene.base !== undefined && !old.has(keyOf(chunk)),
    })),
    empty: chunks === undefined ? "The heap is in too many pieces to list." : "The heap is empty.",
  };
}

export function heapTable(scene: Scene): TableData {
  const { heap } = scene.point;
  const old = scene.base?.heap;
  const row = (name: string, now: number | undefined, before: number | undefined) => ({
    cells: [name, now === undefined ? "–" : numberText(now), changeText((now ?? 0) - (before ?? now ?? 0))],
    isChanged: before !== undefined && before !== now,
  });
  const mapped = (state: typeof heap): number | undefined =>
    state?.mmaps.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    caption: "The program's heap",
    columns: [{ title: "What" }, { title: "Bytes", isNumber: true }, { title: "Change", isNumber: true }],
    rows:
      heap === undefined
        ? []
        : [
            row("Heap (brk)", heap.brkBytes, old?.brkBytes),
            row("In use", heap.inUseBytes, old?.inUseBytes),
            row("Free, all", heap.freeBytes, old?.freeBytes),
            row("Free at the top", heap.topBytes, old?.topBytes),
            row("Mapped apart", mapped(heap), mapped(old)),
          ],
    empty: "A kernel function has no heap.",
  };
}
