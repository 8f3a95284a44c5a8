// Which names need no definition from a kernel tree: what our prelude, the types, the model's constants or its locks
// say already. Structs of which the prelude has only some members are not among them.

import { integerType } from "../c-types/basic-types.js";
import { builtinConstant } from "../c-types/builtin-constants.js";
import { modelOf } from "../kernel-model/model.js";
import type { Profile } from "../kernel-model/profile.js";
import { type Prelude, partialStructs } from "./prelude.js";

/** Known by their size alone: what is in a lock is the kernel's own business. */
const lockTypes = new Set([
  "spinlock_t",
  "spinlock",
  "raw_spinlock_t",
  "raw_spinlock",
  "rwlock_t",
  "mutex",
  "rw_semaphore",
  "semaphore",
  "seqlock_t",
  "completion",
  "wait_queue_head",
  "wait_queue_head_t",
]);

/** Answers whether a name of a tree's header must not replace what we have. */
export function knownNames(prelude: Prelude, profile: Profile): (name: string) => boolean {
  const { types } = prelude.read;
  const names = new Set<string>(lockTypes);
  const tables = [types.enumConstants, types.typedefs, types.functions, types.variables];
  for (const table of tables) for (const name of Object.keys(table)) names.add(name);
  for (const name of prelude.macros.keys()) names.add(name);
  for (const key of [...Object.keys(types.structs), ...Object.keys(types.enums)]) {
    const name = key.replace(/^(?:struct|union|enum) /, "");
    if (!Object.hasOwn(partialStructs, name)) names.add(name);
  }
  for (const name of Object.keys(partialStructs)) names.delete(name);
  const model = modelOf(profile.release);
  return (name) =>
    names.has(name) ||
    model.lock(name) !== undefined ||
    model.gfpValue(name) !== undefined ||
    integerType(name, profile) !== undefined ||
    builtinConstant(name, profile) !== undefined;
}
