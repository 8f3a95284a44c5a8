// The release that a test speaks of.

import { findRelease } from "../../server/src/kernel-model/profile.js";
import type { KernelRelease } from "../../server/src/kernel-model/releases/release.js";

/** The release of that id; a test that names one which does not exist is wrong. */
export function release(id: string): KernelRelease {
  const found = findRelease(id);
  if (!found) throw new Error(`no release ${id}`);
  return found;
}
