// One line of progress on standard error, and only on a terminal.

import type { Io } from "./io.js";
import { countOf, formatCount } from "./reports/phrases.js";

export interface Progress {
  advance(nrFiles: number, nrFindings: number): void;
  /** `1,200 of 18,920 files`. */
  soFar(): string;
  /** Takes the line away. */
  clear(): Promise<void>;
}

/** Redrawing more often than this only costs. */
const redrawMs = 100;

/** Fewer files than this are checked before anybody has read the line. */
const minFiles = 10;

const clearLine = "\r\u001b[2K";

/** Progress over `nrFiles` files; nothing is written off a terminal. */
export function createProgress(io: Io, nrFiles: number): Progress {
  const isShown = io.stderr.isTerminal && nrFiles >= minFiles;
  let doneFiles = 0;
  let findings = 0;
  let drawnMs = io.now();
  const soFar = (): string => `${formatCount(doneFiles)} of ${countOf(nrFiles, "file")}`;
  if (isShown) void io.stderr.write(`checking ${countOf(nrFiles, "file")}`);
  return {
    soFar,
    advance(files, found) {
      doneFiles += files;
      findings += found;
      if (!isShown || io.now() - drawnMs < redrawMs) return;
      drawnMs = io.now();
      void io.stderr.write(`${clearLine}${soFar()}, ${countOf(findings, "finding")}`);
    },
    async clear() {
      if (isShown) await io.stderr.write(clearLine);
    },
  };
}
