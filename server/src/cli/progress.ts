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

/** Progress over `nrFiles` files; silent off a terminal and for what is over before one could read it. */
export function createProgress(io: Io, nrFiles: number): Progress {
  if (!io.stderr.isTerminal) return { advance: () => undefined, clear: async () => undefined };
  const startMs = io.now();
  let doneFiles = 0;
  let findings = 0;
  let drawnMs = startMs + 200;
  let isDrawn = false;
  return {
    advance(files, found) {
      doneFiles += files;
      findings += found;
      if (io.now() - drawnMs < redrawMs) return;
      drawnMs = io.now();
      isDrawn = true;
      const text = `${formatCount(doneFiles)} of ${countOf(nrFiles, "file")}, ${countOf(findings, "finding")}`;
      void io.stderr.write(`\r\u001b[2K${text}`);
    },
    async clear() {
      if (isDrawn) await io.stderr.write("\r\u001b[2K");
    },
  };
}
