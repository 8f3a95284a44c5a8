// The end of a run, as far as it concerns what was left for later: it runs once more, it holds memory, and it must not
// outlive its module.

import type { Pointer } from "./memory.js";
import type { World } from "./run-world.js";
import type { Runtime } from "./runtime.js";

/** The function is over, and time goes on: what is pending runs once, each in its context. */
export function settleLater({ kernel, notes }: World): void {
  kernel?.deferred.settle(({ line, message }) =>
    notes.push(`what was left for later stopped at line ${line}: ${message}`),
  );
}

/** What the kernel still holds, and may hand to the program's functions. */
export function registeredIn({ kernel }: World): readonly (readonly [Pointer, string])[] {
  if (!kernel) return [];
  const pending = kernel.deferred.pending().map(({ kind, pointer }) => [pointer, `pending ${kind}`] as const);
  const handlers = [...kernel.irqActions].flatMap(([irq, actions]) =>
    actions.map(({ dev }) => [dev, `the handler of interrupt ${irq}`] as const),
  );
  const managed = kernel.managedData.map((pointer) => [pointer, "its device (devm)"] as const);
  return [...pending, ...handlers, ...managed];
}

/** The module's code is gone: what is still queued would run into nothing. */
export function checkUnloaded({ kernel }: World, runtime: Runtime): void {
  for (const { kind, pointer, line } of kernel?.deferred.pending() ?? []) {
    const name = pointer.object?.name ?? "what was queued";
    runtime.recorded(
      "use-after-free",
      `the ${kind} in '${name}' (line ${line}) is pending when its module is gone`,
    );
  }
  for (const [irq, actions] of kernel?.irqActions ?? [])
    if (actions.length > 0)
      runtime.recorded("use-after-free", `interrupt ${irq} is still handled when its module is gone`);
}
