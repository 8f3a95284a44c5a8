// The might_sleep() verdict: what the kernel says when something that may sleep is called where sleeping is a bug.
// include/linux/sched/mm.h: might_alloc(); kernel/sched/core.c: __might_resched() (6.1).

import { gfpNames, mayDirectReclaim } from "../kernel-model/gfp.js";
import type { Core } from "./part.js";
import { whyNoSleep } from "./task-context.js";

/** Emits a fault if `gfp` may block and the task must not. The request itself goes on, as in the kernel. */
export function noteSleep(core: Core, gfp: number, call: string): void {
  const why = whyNoSleep(core.task);
  if (why === undefined || core.recording === "nothing") return;
  if (!mayDirectReclaim(core.profile.release, gfp)) return;
  const flags = gfpNames(core.profile.release, gfp).join("|");
  emitSleep(core, call, `${flags} may sleep, but ${why}`);
}

/** The same for functions that may sleep whatever their arguments. */
export function noteSleepAlways(core: Core, call: string): void {
  const why = whyNoSleep(core.task);
  if (why !== undefined && core.recording !== "nothing")
    emitSleep(core, call, `${call}() may sleep, but ${why}`);
}

function emitSleep(core: Core, call: string, message: string): void {
  core.emit({ kind: "fault", fault: "sleep-in-atomic", call, message, isFatal: false });
}
