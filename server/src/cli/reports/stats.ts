// `--stats`: what the run looked at, a line each.

import type { Report } from "../report.js";
import { formatCount, formatDuration } from "./phrases.js";

/** The lines of `--stats`, each ending with a newline. */
export function statsLines(report: Report): string[] {
  const { stats } = report;
  const share =
    stats.functions > 0 ? ` (${((100 * stats.cleanFunctions) / stats.functions).toFixed(2)} %)` : "";
  const rows: readonly (readonly [string, string])[] = [
    ["kernel", `Linux ${report.kernel}, ${report.arch}`],
    ["CONFIG_*", report.build ?? "not known, both arms of #if"],
    ["files", formatCount(stats.files)],
    ["skipped files", formatCount(stats.skipped)],
    ...(report.nrKnown === undefined ? [] : ([["known from before", formatCount(report.nrKnown)]] as const)),
    ["lines", formatCount(stats.lines)],
    ["functions", formatCount(stats.functions)],
    ["fully read functions", formatCount(stats.cleanFunctions) + share],
    ["dropped #if arms", formatCount(stats.droppedArms)],
    ["wall time", formatDuration(stats.wallMs)],
    ["workers", formatCount(report.nrWorkers)],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(22)}${value}\n`);
}
