// Writing a file so that a reader, a crash or a full disk never sees half of it.

import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Replaces the file's content in one step, keeping its mode; a symbolic link stays one. Throws as `node:fs` does. */
export function writeFileAtomically(path: string, bytes: Uint8Array): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  const target = stats ? realpathSync(path) : path;
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.kmem-lens.tmp`);
  try {
    writeFileSync(temporary, bytes, { flag: "wx", flush: true });
    if (stats) chmodSync(temporary, stats.mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
