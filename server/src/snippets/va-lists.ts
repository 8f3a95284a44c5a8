// Argument lists of variadic functions: `va_list` is a pointer to an object that only we can look into.

import type { Memory, MemoryObject, Pointer } from "./memory.js";
import type { VariadicArgument } from "./runtime.js";

export interface VaLists {
  /** What `va_start` stores. */
  start(args: readonly VariadicArgument[]): Pointer;
  /** Takes the next argument. */
  next(list: Pointer): VariadicArgument | undefined;
  reader(list: Pointer): () => VariadicArgument | undefined;
}

export function createVaLists(memory: Memory): VaLists {
  const states = new Map<MemoryObject, { args: readonly VariadicArgument[]; at: number }>();
  const next = (list: Pointer): VariadicArgument | undefined => {
    const state = list.object && states.get(list.object);
    return state?.args[state.at++];
  };
  return {
    start(args) {
      const object = memory.create({
        kind: "opaque",
        name: "va_list",
        address: 1 << 20,
        sizeBytes: 0,
        content: "zero",
      });
      states.set(object, { args, at: 0 });
      return { object, offset: 0 };
    },
    next,
    reader: (list) => () => next(list),
  };
}
