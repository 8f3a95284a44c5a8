// Calls that may sleep although they allocate nothing: the kernel model's rule of the function, checked when it is
// called. Allocators and frees check themselves in the machine.

import type { KernelWorld } from "./kernel-world.js";
import type { Builtin } from "./program.js";

/** The builtin with its rule in front; unchanged where there is none that is checked here. */
export function checkedCall(name: string, run: Builtin, world: KernelWorld): Builtin {
  const row = world.model.callRule(name);
  const isOwn = world.model.allocator(name) !== undefined || world.model.free(name) !== undefined;
  if (!row || isOwn || row.rule.kind !== "maySleep") return run;
  return (values, call) => {
    world.mightSleep(name, "may sleep");
    return run(values, call);
  };
}
