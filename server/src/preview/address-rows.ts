// The kernel's address space as rows, with the areas of a run in it.

import type { Scene, StretchRow, TableData } from "./rows.js";
import { bytesText, countText } from "./words.js";

function toNumber(address: string): number {
  return Number(BigInt(address));
}

/** Ranges of the kernel's addresses; this run's areas in them, seen from the first area's neighbourhood. */
export function addressRows(scene: Scene): StretchRow[] {
  return scene.point.addressSpace.map((range) => {
    const before = scene.base?.addressSpace.find(({ name }) => name === range.name);
    const bytes = range.areas.reduce((sum, area) => sum + area.bytes, 0);
    const whole = toNumber(range.end) - toNumber(range.start);
    const stretches = range.areas.map((area) => {
      const from = (toNumber(area.start) - toNumber(range.start)) / whole;
      return { name: areaName(area), kind: "mine" as const, from, to: from + area.bytes / whole };
    });
    const count = range.areas.length;
    return {
      name: range.name,
      text: count === 0 ? bytesText(whole) : `${countText(count, "area")}, ${bytesText(bytes)} of this run`,
      stretches,
      isChanged: before !== undefined && before.areas.length !== count,
    };
  });
}

function areaName(area: { readonly start: string; readonly bytes: number; readonly line?: number }): string {
  return `${area.start}, ${bytesText(area.bytes)}${area.line === undefined ? "" : `, line ${area.line}`}`;
}

export function addressTable(scene: Scene): TableData {
  return {
    caption: "Address space",
    columns: [{ title: "Range" }, { title: "Start" }, { title: "End" }, { title: "Areas of this run" }],
    rows: scene.point.addressSpace.map((range) => ({
      cells: [range.name, range.start, range.end, range.areas.map(areaName).join("; ") || "–"],
    })),
    empty: "No address space to show.",
  };
}
