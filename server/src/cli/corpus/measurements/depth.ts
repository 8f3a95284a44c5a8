// Replays `deplete`: blocks of one order and mask taken until the first failure, counted zone by zone.

import type { BareMachine } from "../../../simulator/machine.js";
import { pcpBatch } from "../../../simulator/pcp.js";
import { keepState, machineInState, type PageReplay } from "./page-state.js";
import { at, gfpOf, type Json, keysOf, numberAt, type Outcome } from "./record.js";

/** `deplete ORDER GFP MODE MAX`. */
export function replayDeplete(replay: PageReplay, words: readonly string[], out: Json | undefined): Outcome {
  const [, orderText = "0", mask = "GFP_KERNEL", mode = "", max = "0"] = words;
  const order = Number(orderText);
  const what = { topic: "gfp depth", name: words.join(" "), grade: "refill" } as const;
  if (!mode.includes("d") || replay.specs.length === 0)
    return { ...what, grade: "best-effort", verdict: "not-modelled" };
  const machine = machineInState(replay, at(out, "before"), at(out, "wmarks"));
  machine.core.task.isMemalloc = mode.includes("M");
  machine.core.task.isRealtime = mode.includes("r");
  const gfp = gfpOf(replay.profile, mask);
  const taken = takeAll(machine, gfp, order, Number(max));
  const measured = keysOf(at(out, "per_zone"));
  const differences = measured.map(
    (zone) => (taken.perZone.get(zone) ?? 0) - numberAt(out, "per_zone", zone),
  );
  const failure = measured.map((zone) => {
    const state = machine.pages.snapshot().find((candidate) => candidate.name === zone);
    return (state?.freePages ?? 0) - numberAt(out, "at_failure", zone, "free");
  });
  if (!mode.includes("k")) for (const pfn of taken.pfns) machine.pages.freePages(pfn, order);
  machine.pages.drainAll();
  keepState(replay, machine);
  const isExact = differences.every((difference) => difference === 0);
  if (isExact) return { ...what, verdict: "exact" };
  const isWithin = differences.every((difference, i) => {
    const spec = replay.specs.find((candidate) => candidate.name === measured[i]);
    return Math.abs(difference) * 2 ** order <= refillPages(replay, spec?.managedPages ?? 0, order);
  });
  const detail = measured
    .map((zone, i) => `${zone} ${differences[i]} blocks (free ${failure[i]})`)
    .join(", ");
  return { ...what, verdict: isWithin ? "refill" : "off", detail };
}

/** Pages of the largest refill of a per-cpu list. */
function refillPages(replay: PageReplay, managedPages: number, order: number): number {
  const batch = pcpBatch(managedPages, replay.profile.config.pageSizeBytes);
  if (replay.profile.release.memory.pcp === "auto-tuned" && order === 0) return batch << 5;
  return Math.max(batch, 2 * 2 ** order, 4);
}

function takeAll(
  machine: BareMachine,
  gfp: number,
  order: number,
  max: number,
): { pfns: number[]; perZone: Map<string, number> } {
  const pfns: number[] = [];
  const perZone = new Map<string, number>();
  while (max === 0 || pfns.length < max) {
    const pfn = machine.pages.allocPages(gfp, order);
    if (pfn === undefined) break;
    pfns.push(pfn);
    const zone = machine.pages.zoneNameOf(pfn);
    perZone.set(zone, (perZone.get(zone) ?? 0) + 1);
  }
  return { pfns, perZone };
}
