// Workflow commands of GitHub Actions: findings as annotations of the changed files.

import type { Severity } from "../../rules/finding.js";
import type { Report, ReportFinding } from "../report.js";

const commands: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
  hint: "notice",
};

/** Renders the report, one command a line. */
export function renderGithub(report: Report): string {
  return report.findings.map(renderFinding).join("");
}

function renderFinding(finding: ReportFinding): string {
  const properties: readonly (readonly [string, string])[] = [
    ["file", finding.file.replace(/^(\.\/)+/, "")],
    ["line", String(finding.start.line)],
    ["endLine", String(finding.end.line)],
    // GitHub takes columns only where the range stays on one line.
    ...(finding.start.line === finding.end.line
      ? ([
          ["col", String(finding.start.column)],
          ["endColumn", String(finding.end.column)],
        ] as const)
      : []),
    ["title", `kmem-lens: ${finding.rule}`],
  ];
  const steps = finding.path.map((step) => `${step.file}:${step.start.line}: ${step.message}`);
  const message = [finding.message, ...steps].join("\n");
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(value)}`).join(",");
  return `::${commands[finding.severity]} ${list}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
