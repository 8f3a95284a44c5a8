// Slab caches as rows: objects, slots and what is unused of those that a run has touched.

import type { SlabBar } from "./panel-model.js";
import type { BarRow, Scene, Segment, TableData } from "./rows.js";
import { bytesText, changeText, countText, numberText } from "./words.js";

interface SlabPair {
  readonly slab: SlabBar;
  /** Objects at the base. */
  readonly old: number;
  readonly isChanged: boolean;
}

/** Caches of the point, each with what it was at the base; those that the run has not touched are not listed. */
function slabPairs(scene: Scene): SlabPair[] {
  return scene.point.slabs.map((slab) => {
    const before = scene.base?.slabs.find(({ name }) => name === slab.name);
    const old = before?.objects ?? slab.objects - slab.ownObjects;
    const isSame = old === slab.objects && (before === undefined || before.slabs === slab.slabs);
    return { slab, old, isChanged: scene.isComparing ? !isSame : slab.isChanged };
  });
}

function unusedText(slab: SlabBar): string {
  const all = slab.capacity * slab.slotBytes;
  return all === 0 ? "–" : `${Math.round((100 * slab.unusedBytes) / all)} %`;
}

/** Slab caches as bars of their slots. */
export function slabRows(scene: Scene, selected: string | undefined): BarRow[] {
  return slabPairs(scene).map(({ slab, old, isChanged }) => {
    const own = Math.max(0, slab.ownObjects);
    const segments: Segment[] = [
      { kind: "mine", amount: Math.min(own, slab.objects) },
      { kind: "used", amount: Math.max(0, slab.objects - own) },
      { kind: "free", amount: slab.capacity - slab.objects },
    ];
    const about = slab.isApproximate ? "about " : "";
    const counts = `${about}${numberText(slab.objects)}/${numberText(slab.capacity)}`;
    const slabs = countText(slab.slabs, "slab");
    const text = scene.isComparing
      ? `${counts} (${changeText(slab.objects - old)}), ${slabs}`
      : `${counts}, ${slabs}, ${unusedText(slab)} free`;
    return {
      id: slab.name,
      name: slab.name,
      total: slab.capacity,
      segments,
      text,
      isChanged,
      isSelected: slab.name === selected,
    };
  });
}

export function slabTable(scene: Scene): TableData {
  const titles = ["Objects", "Slots", "Of this run", "Slabs", "Order", "Object", "Slot", "Padding", "Unused"];
  return {
    caption: "Slab caches that this run has touched",
    columns: [{ title: "Cache" }, ...titles.map((title) => ({ title, isNumber: true }))],
    rows: slabPairs(scene).map(({ slab, isChanged }) => ({
      cells: [
        slab.name,
        numberText(slab.objects),
        numberText(slab.capacity),
        numberText(slab.ownObjects),
        numberText(slab.slabs),
        String(slab.order),
        bytesText(slab.objectBytes),
        bytesText(slab.slotBytes),
        bytesText(slab.slotBytes - slab.objectBytes),
        `${bytesText(slab.unusedBytes)} (${unusedText(slab)})`,
      ],
      isChanged,
    })),
    empty: "No slab cache touched so far.",
  };
}
