// The way compilers report: one line per finding, notes for its path. Read by kbuild, editors and everything that
// reads gcc.

import type { Severity } from "../../rules/finding.js";
import type { Report, ReportFinding } from "../report.js";

const words: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "note",
  hint: "note",
};

/** Renders the report; empty where nothing was found. */
export function renderGcc(report: Report): string {
  return report.findings.map(renderFinding).join("");
}

function renderFinding(finding: ReportFinding): string {
  const lines: string[] = [];
  if (finding.functionName !== undefined)
    lines.push(`${finding.file}: In function '${finding.functionName}':`);
  const at = `${finding.file}:${finding.start.line}:${finding.start.column}`;
  lines.push(`${at}: ${words[finding.severity]}: ${finding.message} [${finding.rule}]`);
  for (const step of finding.path) {
    lines.push(`${step.file}:${step.start.line}:${step.start.column}: note: ${step.message}`);
  }
  return `${lines.join("\n")}\n`;
}
