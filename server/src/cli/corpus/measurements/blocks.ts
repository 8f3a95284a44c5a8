// Replays `bseq`: a sequence of blocks taken and given back, with the free lists after each step.

import type { BareMachine } from "../../../simulator/machine.js";
import { keepState, machineInState, type PageReplay } from "./page-state.js";
import { at, gfpOf, type Json, keysOf, listAt, numberAt, numbersAt, type Outcome, textAt } from "./record.js";

/** `bseq GFP MODE ops`. Exact is owed where all orders are 4..8 or 10: they pass the per-cpu lists by. */
export function replaySequence(replay: PageReplay, words: readonly string[], out: Json | undefined): Outcome {
  const [, mask = "GFP_KERNEL"] = words;
  const orders = words
    .slice(3)
    .flatMap((op) => (/^a(\d+)/.exec(op) ? [Number(/^a(\d+)/.exec(op)?.[1])] : []));
  const passesBy = orders.every((order) => (order >= 4 && order <= 8) || order === 10);
  const what = {
    topic: passesBy ? "buddy, orders 4-8 and 10" : "buddy, per-cpu orders",
    name: words.join(" "),
    grade: passesBy ? "exact" : "best-effort",
  } as const;
  if (replay.specs.length === 0) return { ...what, grade: "best-effort", verdict: "not-modelled" };
  const machine = machineInState(replay, at(out, "before"), undefined);
  const gfp = gfpOf(replay.profile, mask);
  const blocks: { pfn: number; order: number }[] = [];
  const wrong: string[] = [];
  let isFreeOnly = true;
  for (const step of listAt(out, "steps")) {
    const op = textAt(step, "op");
    runStep(machine, gfp, op, blocks);
    const difference = differenceFrom(machine, at(step, "state"));
    if (difference === "") continue;
    wrong.push(`${op}: ${difference}`);
    if (!difference.startsWith("orders")) isFreeOnly = false;
  }
  keepState(replay, machine);
  if (wrong.length === 0) return { ...what, verdict: "exact" };
  return { ...what, verdict: isFreeOnly ? "refill" : "off", detail: wrong.slice(0, 2).join("; ") };
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
