// Sizes of the kernel's own structs where they are embedded by value in a driver's.

import type { Profile } from "../kernel-model/profile.js";
import type { TypeSize } from "./basic-types.js";

/** Size and alignment of a struct of the kernel by its key (`struct list_head`); undefined if not known for sure. */
export function builtinStructSize(key: string, profile: Profile): TypeSize | undefined {
  const alignBytes = profile.arch.bits / 8;
  // include/linux/types.h (6.1): two pointers, one pointer.
  if (key === "struct list_head" || key === "struct hlist_node") return { sizeBytes: 2 * alignBytes, alignBytes };
  if (key === "struct hlist_head") return { sizeBytes: alignBytes, alignBytes };
  return undefined;
}
