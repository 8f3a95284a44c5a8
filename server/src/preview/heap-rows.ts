// The heap of a program as rows.

import type { BarRow, Scene, TableData } from "./rows.js";
import { bytesText, changeText, numberText } from "./words.js";

/** The heap of a program: what is in use, free in between, free at the top; and each mapping by itself. */
export function heapRows(scene: Scene): BarRow[] {
  const { heap } = scene.point;
  if (heap === undefined) return [];
  const old = scene.base?.heap;
  const most = Math.max(heap.brkBytes, ...heap.mmaps.map(({ bytes }) => bytes), 1);
  const between = Math.max(0, heap.freeBytes - heap.topBytes);
  const heapRow: BarRow = {
    id: "heap",
    name: "heap (brk)",
    total: most,
    segments: [
      { kind: "mine", amount: heap.inUseBytes },
      { kind: "waste", amount: between },
      { kind: "free", amount: heap.topBytes },
    ],
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
