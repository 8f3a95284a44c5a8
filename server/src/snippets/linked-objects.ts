// What the members of a snippet's parameters point to where nobody said. A parameter is a zeroed object, so its pointers
// are NULL, and a program that asks finds them so. One that uses such a pointer without ever asking relies on what the
// kernel promises of it (the parent of a device, the adapter of an i2c client): then an object of zeroes is there.

import type { MemoryObject, NullOrigin, ObjectRequest, Pointer } from "./memory.js";

/** Room before and behind the place that is pointed to: its struct is not known, and may be embedded in a larger one. */
export const linkedRoom = { before: 0x4000, behind: 0xc000 } as const;
const linkedBytes = linkedRoom.before + linkedRoom.behind;
/** A chain of members this long is a list that somebody walks. */
const maxDepth = 4;
/** No honest function follows more; each costs memory when it is touched. */
const maxLinked = 400;

export interface LinkedObjects {
  /** The NULL that was never set, as it is read from a place in an object; undefined where it is NULL for good. */
  unsetAt(object: MemoryObject, offset: number): Pointer | undefined;
}

export interface LinkSetting {
  readonly pointerBytes: 4 | 8;
  readonly create: (request: ObjectRequest) => MemoryObject;
  readonly store: (to: Pointer, value: Pointer) => void;
}

export function createLinkedObjects({ pointerBytes, create, store }: LinkSetting): LinkedObjects {
  const depths = new Map<MemoryObject, number>();
  let nrLinked = 0;

  function settle(object: MemoryObject, offset: number): Pointer | undefined {
    const known = object.pointers?.get(offset);
    if (known) return known.object ? known : undefined;
    // Addresses below those of the parameters themselves.
    const base = pointerBytes === 8 ? -0x4_0000_0000 : 0x3e00_0000;
    const made = create({
      kind: "parameter",
      name: `what byte ${offset} of '${object.name}' points to`,
      address: base + nrLinked++ * linkedBytes,
      sizeBytes: linkedBytes,
      content: "zero",
    });
    depths.set(made, (depths.get(object) ?? 0) + 1);
    const pointer = { object: made, offset: linkedRoom.before };
    store({ object, offset }, pointer);
    return pointer;
  }

  return {
    unsetAt(object, offset) {
      if (object.kind !== "parameter" || object.pointers?.has(offset)) return undefined;
      if ((depths.get(object) ?? 0) >= maxDepth || nrLinked >= maxLinked) return undefined;
      const origin: NullOrigin = {
        settle: () => settle(object, offset),
        decide: () => {
          if (!object.pointers?.has(offset)) store({ object, offset }, { object: undefined, offset: 0 });
        },
      };
      return { object: undefined, offset: 0, origin };
    },
  };
}
