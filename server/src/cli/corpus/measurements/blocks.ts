// Replays `bseq`: a sequence of blocks taken and given back, with the free lists after each step.

import { gfpBitsOf } from "../../../simulator/gfp-bits.js";
import type { BareMachine } from "../../../simulator/machine.js";
import { migratetype, nrMigratetypes } from "../../../simulator/migratetypes.js";
import { inferList, stepsOf, typedCounts, zoneOfSteps } from "./infer-types.js";
import { keepState, machineInState, type PageReplay } from "./page-state.js";
import { at, gfpOf, type Json, keysOf, numberAt, numbersAt, type Outcome, textAt } from "./record.js";

/** `bseq GFP MODE ops`. Exact is owed where all orders are 4..8 or 10: they pass the per-cpu lists by. */
export function replaySequence(replay: PageReplay, words: readonly string[], out: Json | undefined): Outcome {
  const [, mask = "GFP_KERNEL", mode = ""] = words;
  const orders = words
    .slice(3)
    .flatMap((op) => (/^a(\d+)/.exec(op) ? [Number(/^a(\d+)/.exec(op)?.[1])] : []));
  const passesBy = orders.every((order) => (order >= 4 && order <= 8) || order === 10);
  const topic = passesBy ? "buddy, orders 4-8 and 10" : "buddy, per-cpu orders";
  const what = { topic, name: words.join(" "), grade: passesBy ? "exact" : "best-effort" } as const;
  if (replay.specs.length === 0 || !mode.includes("d"))
    return { ...what, grade: "best-effort", verdict: "not-modelled" };
  const gfp = gfpOf(replay.profile, mask);
  const isConsistent = learnListOf(replay, gfp, out);
  const machine = machineInState(replay, at(out, "before"), undefined);
  const blocks: { pfn: number; order: number }[] = [];
  const wrong: string[] = [];
  for (const step of stepsOf(out)) {
    const op = textAt(step, "op");
    runStep(machine, gfp, op, blocks);
    const difference = differenceFrom(machine, at(step, "state"));
    if (difference !== "") wrong.push(`${op}: ${difference}`);
  }
  keepState(replay, machine);
  if (wrong.length === 0) return { ...what, verdict: "exact" };
  const grade = isConsistent ? what.grade : "best-effort";
  const verdict = wrong.every((difference) => difference.includes(": orders")) ? "refill" : "off";
  return {
    ...what,
    grade,
    verdict,
    detail: `${isConsistent ? "" : "lists changed meanwhile; "}${wrong.slice(0, 2).join("; ")}`,
  };
}

/** Sets the types of the free blocks by what the steps show. False where they contradict themselves. */
function learnListOf(replay: PageReplay, gfp: number, out: Json | undefined): boolean {
  const before = at(out, "before");
  const zone = zoneOfSteps(before, stepsOf(out), keysOf(before));
  const memory = zone === undefined ? undefined : replay.zones.get(zone);
  if (zone === undefined || !memory) return true;
  const list = inferList(before, stepsOf(out), zone);
  const bits = gfpBitsOf(replay.profile.release);
  const { movable, unmovable, reclaimable } = migratetype;
  const type =
    (gfp & bits.movable) !== 0 ? movable : (gfp & bits.reclaimable) !== 0 ? reclaimable : unmovable;
  const other = type === movable ? unmovable : movable;
  memory.counts = typedCounts(numbersAt(before, zone, "nr_free"), list, type, other, nrMigratetypes);
  return list.isConsistent;
}

function runStep(
  machine: BareMachine,
  gfp: number,
  op: string,
  blocks: { pfn: number; order: number }[],
): void {
  const take = /^a(\d+)(?:\*(\d+))?$/.exec(op);
  if (take) {
    for (let i = 0; i < Number(take[2] ?? 1); i++) {
      const pfn = machine.pages.allocPages(gfp, Number(take[1]));
      if (pfn !== undefined) blocks.push({ pfn, order: Number(take[1]) });
    }
    return;
  }
  const isChosen = (index: number): boolean => {
    if (op === "FE") return index % 2 === 0;
    return op === "FA" || op === "FD" || op === `f${index}`;
  };
  if (op === "d") machine.pages.drainAll();
  const chosen = blocks.map((block, index) => ({ block, index })).filter(({ index }) => isChosen(index));
  if (op === "FD") chosen.reverse();
  for (const { block } of chosen) {
    if (block.pfn < 0) continue;
    machine.pages.freePages(block.pfn, block.order);
    block.pfn = -1;
  }
}

/** Empty when free pages and blocks per order agree in every zone. */
function differenceFrom(machine: BareMachine, state: Json | undefined): string {
  const zones = machine.pages.snapshot();
  for (const name of keysOf(state)) {
    const zone = zones.find((candidate) => candidate.name === name);
    const free = numberAt(state, name, "free");
    if (zone?.freePages !== free) return `${name} free ${free}, simulated ${zone?.freePages}`;
    const measured = numbersAt(state, name, "nr_free").join(" ");
    if (zone.freeByOrder.join(" ") !== measured)
      return `orders ${name} ${measured}, simulated ${zone.freeByOrder.join(" ")}`;
  }
  return "";
}
