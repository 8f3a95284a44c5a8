// Replays the might_sleep verdicts: each call in each context, and what the kernel's log said.

import { gfpValue } from "../../../kernel-model/gfp.js";
import type { Profile } from "../../../kernel-model/profile.js";
import { createMachine, type Machine } from "../../../simulator/machine.js";
import { noteSleepAlways } from "../../../simulator/might-sleep.js";
import type { TaskContext } from "../../../simulator/task-context.js";
import { at, compare, type Json, listAt, type Outcome, textAt } from "./record.js";

/** All verdicts of one file; or, as commands, `sleepy CONTEXT CALL` each. */
export function replayVerdicts(profile: Profile, file: Json): Outcome[] {
  return listAt(file, "verdicts").map((verdict) =>
    replayVerdict(profile, textAt(verdict, "ctx"), textAt(verdict, "call"), verdict),
  );
}

export function replayVerdict(profile: Profile, context: string, call: string, verdict: Json): Outcome {
  const machine = createMachine(profile, { memoryBytes: 2 ** 29, nrCpus: 1, occupancy: "empty" });
  const what = { topic: "might_sleep", name: `${context} ${call}`, grade: "exact" } as const;
  const area = machine.vmalloc.vmalloc(10000);
  machine.takeEvents();
  if (!enter(machine.core.task, context) || !run(machine, call, area))
    return { ...what, verdict: "not-modelled", grade: "best-effort" };
  const faults = machine
    .takeEvents()
    .flatMap((event) => (event.kind === "fault" && event.fault === "sleep-in-atomic" ? [event] : []));
  const simulated = faults.some((fault) => fault.isFatal) ? "fatal" : faults.length > 0 ? "bug" : "silent";
  const text = textAt(verdict, "verdict");
  const measured = text.includes("fatal")
    ? "fatal"
    : text.startsWith("BUG")
      ? "bug"
      : at(verdict, "verdict") === "silent"
        ? "silent"
        : text;
  return compare(what, { verdict: measured }, { verdict: simulated });
}

/** Puts the task into a context of the measurements; false for one that we do not know. */
function enter(task: TaskContext, context: string): boolean {
  switch (context) {
    case "process":
      return true;
    case "spin":
      task.spinlockDepth = 1;
      return true;
    case "spin_irqsave":
      task.spinlockDepth = 1;
      task.irqDisableDepth = 1;
      return true;
    case "rcu":
      task.rcuDepth = 1;
      return true;
    case "preempt_off":
      task.preemptDepth = 1;
      return true;
    case "bh_off":
      task.bhDepth = 1;
      return true;
    case "irq_off":
      task.irqDisableDepth = 1;
      return true;
    default:
      return false;
  }
}

function run(machine: Machine, call: string, area: number): boolean {
  const [name = "", maskName = "GFP_KERNEL"] = call.split(":");
  const gfp = gfpValue(machine.core.profile.release, maskName) ?? 0;
  const device = { name: "device", dmaMask: 2 ** 32 - 1, coherentDmaMask: 2 ** 32 - 1 };
  switch (name) {
    case "kmalloc":
    case "kzalloc":
    case "kcalloc":
    case "kmalloc_array":
      machine.kmalloc.kmalloc(100, gfp);
      return true;
    case "krealloc":
      machine.kmalloc.krealloc(0, 100, gfp);
      return true;
    case "exact":
      machine.pages.allocPagesExact(5000, gfp);
      return true;
    case "pages":
      machine.pages.allocPagesCall(gfp, 0);
      return true;
    case "kvmalloc":
      machine.kmalloc.kvmalloc(100, gfp);
      return true;
    case "dma":
      machine.dma.allocCoherent(device, 4096, gfp);
      return true;
    case "vmalloc":
    case "vzalloc":
      machine.vmalloc.vmalloc(10000);
      return true;
    case "vfree":
      machine.vmalloc.vfree(area);
      return true;
    case "kvfree":
      machine.kmalloc.kvfree(area);
      return true;
    case "mutex":
    case "down":
    case "msleep":
    case "schedule":
    case "synchronize_rcu":
    case "might_sleep":
    case "cond_resched":
      noteSleepAlways(machine.core, name);
      return true;
    default:
      return false;
  }
}
