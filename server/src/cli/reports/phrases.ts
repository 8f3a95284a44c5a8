// Words and numbers that several reports share.

import { severities } from "../../rules/catalogue.js";
import type { Severity } from "../../rules/finding.js";
import type { Report } from "../report.js";

/** `1 error`, `3 errors`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 || noun === "info" ? "" : "s"}`;
}

/** `18,920`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `0.3 s`, `71 s`. */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}

/** `400 lines`, `15.4 M lines`. */
export function formatLines(lines: number): string {
  return lines >= 1_000_000 ? `${(lines / 1_000_000).toFixed(1)} M lines` : countOf(lines, "line");
}

/** `3 errors, 1 warning in 2 of 18,920 files (15.4 M lines, 71 s, 2 workers)`. */
export function summaryLine(report: Report): string {
  const { stats, findings } = report;
  const effort = [formatLines(stats.lines), formatDuration(stats.wallMs)];
  if (report.nrWorkers > 1) effort.push(countOf(report.nrWorkers, "worker"));
  const levels = [...severities].reverse();
  const counts = levels
    .map((severity) => ({ severity, count: countSeverity(report, severity) }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => countOf(count, severity));
  const nrFiles = new Set(findings.map((finding) => finding.file)).size;
  const where =
    findings.length > 0
      ? `${counts.join(", ")} in ${formatCount(nrFiles)} of ${countOf(stats.files, "file")}`
      : `no findings in ${countOf(stats.files, "file")}`;
  const also = [
    report.nrHidden > 0 ? `${countOf(report.nrHidden, "more finding")} left out` : "",
    stats.skipped > 0 ? `${countOf(stats.skipped, "file")} skipped` : "",
  ].filter((text) => text !== "");
  return [`${where} (${effort.join(", ")})`, ...also].join("; ");
}

function countSeverity(report: Report, severity: Severity): number {
  return report.findings.filter((finding) => finding.severity === severity).length;
}
