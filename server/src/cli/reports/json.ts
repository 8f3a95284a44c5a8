// The JSON of `check`: the shape that other programs rely on. One diagnostic a line, so that two runs can be compared
// with line tools.

import type { PlaceRange, Report, ReportFinding, ReportFix, ReportStep } from "../report.js";

/** Renders the report; the text ends with a newline. */
export function renderJson(report: Report): string {
  const head = {
    tool: "kmem-lens",
    version: report.version,
    kernel: report.kernel,
    arch: report.arch,
    ...(report.build !== undefined && { build: report.build }),
    stats: { ...report.stats, ...(report.nrHidden > 0 ? { hidden: report.nrHidden } : {}) },
  };
  const rows = report.findings.map((finding) => `    ${JSON.stringify(diagnosticOf(finding))}`);
  const open = JSON.stringify(head, undefined, 2).slice(0, -2);
  return `${open},\n  "diagnostics": [${rows.length > 0 ? `\n${rows.join(",\n")}\n  ` : ""}]\n}\n`;
}

function diagnosticOf(finding: ReportFinding) {
  return {
    rule: finding.rule,
    severity: finding.severity,
    file: finding.file,
    ...range(finding),
    ...(finding.functionName === undefined ? {} : { function: finding.functionName }),
    message: finding.message,
    path: finding.path.map(stepOf),
    ...(finding.otherPaths.length > 0
      ? { otherPaths: finding.otherPaths.map((path) => path.map(stepOf)) }
      : {}),
    ...(finding.fixes === undefined ? {} : { fixes: finding.fixes.map(fixOf) }),
  };
}

function stepOf(step: ReportStep) {
  return {
    file: step.file,
    line: step.start.line,
    column: step.start.column,
    role: step.role,
    message: step.message,
    ...(step.functionName === undefined ? {} : { function: step.functionName }),
  };
}

function fixOf(fix: ReportFix) {
  const edits = fix.edits.map((edit) => ({ file: edit.file, ...range(edit), newText: edit.newText }));
  return { title: fix.title, safety: fix.safety, edits };
}

function range({ start, end }: PlaceRange) {
  return {
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column },
  };
}
