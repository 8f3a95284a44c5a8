// One line of progress on standard error, and only on a terminal.

import type { Io } from "./io.js";
import { countOf, formatCount } from "./reports/phrases.js";

export interface Progress {
  advance(nrFiles: number, nrFindings: number): void;
  /** Takes the line away. */
  clear(): Promise<void>;
}

/** Redrawing more often than this only costs. */
const redrawMs = 100;

/** Fewer files than this are checked before anybody has read the line. */
const minFiles = 10;

const clearLine = "\r\u001b[2K";

/** Progress over `nrFiles` files; silent off a terminal. An interrupt takes the line away. */
export function createProgress(io: Io, nrFiles: number): Progress {
  if (!io.stderr.isTerminal || nrFiles < minFiles) {
    return { advance: () => undefined, clear: async () => undefined };
  }
  let doneFiles = 0;
  let findings = 0;
  let drawnMs = io.now();
  let callOff: (() => void) | undefined;
  void io.stderr.write(`checking ${countOf(nrFiles, "file")}`);
  return {
    advance(files, found) {
      doneFiles += files;
      findings += found;
      if (io.now() - drawnMs < redrawMs) return;
      drawnMs = io.now();
      callOff ??= io.onInterrupt(() => void io.stderr.write(clearLine));
      const text = `${formatCount(doneFiles)} of ${countOf(nrFiles, "file")}, ${countOf(findings, "finding")}`;
      void io.stderr.write(`${clearLine}${text}`);
    },
    async clear() {
      callOff?.();
      await io.stderr.write(clearLine);
    },
  };
}
