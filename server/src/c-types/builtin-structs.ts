// Sizes of the kernel's own structs and typedefs where they are embedded by value in a driver's. What depends on a
// configuration is known for Debian's amd64 kernel of 6.1 only; elsewhere it is unknown, and so is what embeds it.

import type { Profile } from "../kernel-model/profile.js";
import type { TypeSize } from "./basic-types.js";
import { debianAmd64Rows, dependentRows, sameEverywhereRows } from "./builtin-struct-sizes.js";

/** Size and alignment by the key of a struct (`struct mutex`) or the name of a typedef; undefined if not surely known. */
export function builtinStructSize(key: string, profile: Profile): TypeSize | undefined {
  const { arch, release, config } = profile;
  const simple = simpleSize(key, arch.bits / 8);
  if (simple) return simple;
  const same = sameEverywhere.get(key);
  if (same) return { sizeBytes: same[0] ?? 0, alignBytes: same[1] ?? 1 };
  // A counter; with lockdep or on PREEMPT_RT the lock's address as well: include/linux/seqlock.h, __SEQ_LOCK() (6.1).
  if (/^(?:struct seqcount_|seqcount_)(?:raw_spinlock|spinlock|rwlock|mutex)(?:_t)?$/.test(key))
    return config.preemptRt ? undefined : { sizeBytes: 4, alignBytes: 4 };
  const dependent = dependentSizes.get(key);
  if (dependent && arch.id === "i386") return { sizeBytes: dependent[2] ?? 0, alignBytes: dependent[3] ?? 1 };
  if (dependent && arch.bits === 64) return { sizeBytes: dependent[0] ?? 0, alignBytes: dependent[1] ?? 1 };
  const isDebianAmd64 = release.id === "6.1" && arch.id === "x86_64" && !config.preemptRt;
  const debian = isDebianAmd64 ? debianAmd64.get(key) : undefined;
  return debian ? { sizeBytes: debian[0] ?? 0, alignBytes: debian[1] ?? 1 } : undefined;
}

/** Types that consist of so many pointers or of one counter on every release and configuration we speak of. */
function simpleSize(key: string, pointerBytes: number): TypeSize | undefined {
  switch (key) {
    // include/linux/types.h (6.1)
    case "struct list_head":
    case "struct hlist_node":
    case "struct rcu_head":
    case "struct callback_head":
    // include/uapi/linux/uio.h, include/linux/uio.h (6.1)
    case "struct iovec":
    case "struct kvec":
      return { sizeBytes: 2 * pointerBytes, alignBytes: pointerBytes };
    case "struct hlist_head":
    case "struct llist_node":
    case "struct llist_head":
      return { sizeBytes: pointerBytes, alignBytes: pointerBytes };
    // include/linux/types.h, include/linux/refcount.h, include/linux/kref.h (6.1)
    case "atomic_t":
    case "refcount_t":
    case "struct refcount_struct":
    case "struct kref":
      return { sizeBytes: 4, alignBytes: 4 };
    case "atomic_long_t":
      return { sizeBytes: pointerBytes, alignBytes: pointerBytes };
    // The counter is aligned to its size even on 32-bit x86: arch/x86/include/asm/atomic64_32.h (6.1).
    case "atomic64_t":
      return { sizeBytes: 8, alignBytes: 8 };
    default:
      return undefined;
  }
}

const sameEverywhere = parseRows(sameEverywhereRows);
const dependentSizes = parseRows(dependentRows);
const debianAmd64 = parseRows(debianAmd64Rows);

/** The keys of which `builtinStructSize` may know something. */
export const builtinStructKeys: ReadonlySet<string> = new Set(
  [sameEverywhere, dependentSizes, debianAmd64].flatMap((rows) => [...rows.keys()]),
);

function parseRows(text: string): ReadonlyMap<string, readonly number[]> {
  const result = new Map<string, readonly number[]>();
  for (const line of text.split("\n")) {
    const [sizes, ...names] = line.split(" ");
    if (!sizes) continue;
    const numbers = sizes.split("/").map(Number);
    for (const name of names) {
      const [kind, rest] = name.split(":");
      const key = rest === undefined ? `struct ${name}` : kind === "union" ? `union ${rest}` : rest;
      result.set(key, numbers);
    }
  }
  return result;
}
