// The /proc text that a snippet's `state=` names: beside the C file or elsewhere in what the user works on, and never
// outside of it. A snippet may come from anywhere; running it must not read what its author wants to see printed.

import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, sep } from "node:path";

export type StateText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "failed"; readonly reason: string };

const maxStateBytes = 8 * 1024 * 1024;

/**
 * Reads the file `name`, found relative to the C file at `path`, when it lies in the C file's folder or in one of
 * `roots` after all links are followed. Total: what is wrong is a reason.
 */
export function readStateFile(name: string, path: string, roots: readonly string[]): StateText {
  const failed = (reason: string): StateText => ({ kind: "failed", reason: `state=${name}: ${reason}` });
  if (isAbsolute(name) || /^[A-Za-z]:/.test(name))
    return failed("an absolute path; name the file relative to the C file");
  const folder = dirname(path);
  const real = realPathOf(join(folder, name));
  const isInside = (root: string): boolean => {
    const top = realPathOf(root);
    // The root of a disk holds everything, so it contains nothing.
    const isTop = top === undefined || top === dirname(top);
    return !isTop && real !== undefined && real.startsWith(top + sep);
  };
  const places = [folder, ...roots];
  // Of what lies outside not even its absence is told.
  if (real === undefined) {
    const isNear = places.some((root) => join(folder, name).startsWith(join(root, sep)));
    return failed(isNear ? "no such file" : "lies outside the workspace");
  }
  return places.some(isInside) ? readSmall(real, failed) : failed("lies outside the workspace");
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // Not there, or a folder on the way that is not ours to read: for the caller the same.
    return undefined;
  }
}

function readSmall(path: string, failed: (reason: string) => StateText): StateText {
  try {
    const status = statSync(path);
    if (!status.isFile()) return failed("is no file");
    if (status.size > maxStateBytes) return failed("larger than 8 MB");
    return { kind: "text", text: readFileSync(path, "utf8") };
  } catch {
    // The user named the file, so that it cannot be read is the answer to the user.
    return failed("cannot be read");
  }
}
