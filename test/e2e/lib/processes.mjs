// The command lines of this machine's processes, as any of its users can read them.

import { readdirSync, readFileSync } from "node:fs";

function commandLine(id) {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8");
  } catch {
    // The process has ended since it was listed.
    return "";
  }
}

/** One string per process, its words parted by NUL. */
export function processes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine);
}
