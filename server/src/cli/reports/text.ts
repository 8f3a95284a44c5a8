// The report for people: a code frame with labels, the path as a tree, how to mend it, and a closing line.

import { rulePagePath } from "../../rules/catalogue.js";
import type { Report, ReportFinding, ReportStep } from "../report.js";
import { printable } from "./display-text.js";
import { type FrameLabel, gutter, renderFrame } from "./frame.js";
import type { Paint } from "./paint.js";
import { hasHops, renderPathTree } from "./path-tree.js";
import { summaryLine } from "./phrases.js";

/** Renders the whole report, the closing summary included. */
export function renderText(report: Report, paint: Paint): string {
  const findings = report.findings.map((finding) => renderFindingText(finding, report, paint));
  return [...findings, `${paint.bold(printable(summaryLine(report)))}\n`].join("\n");
}

/** One finding, ending with a newline. */
export function renderFindingText(
  finding: ReportFinding,
  report: Pick<Report, "lines">,
  paint: Paint,
): string {
  const labels = labelsOf(finding);
  const gutterWidth = Math.max(3, ...labels.map((label) => String(label.line).length));
  const bar = gutter(undefined, gutterWidth, paint);
  const pad = " ".repeat(gutterWidth);
  const at = `${printable(finding.file)}:${finding.start.line}:${finding.start.column}`;
  const frame = renderFrame({
    labels,
    lines: report.lines.get(finding.file) ?? new Map(),
    gutterWidth,
    paint,
    paintPrimary: (text) => paint.severity(finding.severity, text),
  });
  const head = `${paint.severity(finding.severity, `${finding.severity}[${finding.rule}]`)}: ${paint.bold(printable(finding.message))}`;
  const tree = renderPathTree(finding, finding.path).map((row) => `${pad}${printable(row)}`);
  const notes = notesOf(finding).map((note) => `${pad}${paint.dim("=")} ${printable(note)}`);
  return [
    head,
    `${pad}${paint.dim("┌─")} ${at}`,
    bar,
    ...(frame.length > 0 ? [...frame, bar] : []),
    ...(tree.length > 0 ? [...tree, bar] : []),
    ...notes,
    "",
  ].join("\n");
}

function labelsOf(finding: ReportFinding): FrameLabel[] {
  const last = finding.path.at(-1);
  const isOwn = last !== undefined && last.file === finding.file && overlaps(last, finding);
  const steps = isOwn ? finding.path.slice(0, -1) : finding.path;
  const { start, end } = finding.focus;
  const causes = steps
    .filter((step) => step.file === finding.file && step.role !== "call" && step.role !== "registration")
    .map(causeLabel);
  const isFocus = (label: FrameLabel) => label.line === start.line && label.startColumn === start.column;
  const primary: FrameLabel = {
    line: start.line,
    startColumn: start.column,
    endColumn: end.line === start.line ? end.column : undefined,
    // One word, one underline: what a cause says of the very word is said there.
    text: [...causes.filter(isFocus).map((label) => label.text), isOwn ? endText(last, finding) : ""]
      .filter((text) => text !== "")
      .join("; "),
    role: "primary",
  };
  return [...causes.filter((label) => !isFocus(label)), primary];
}

function causeLabel(step: ReportStep): FrameLabel {
  return {
    line: step.start.line,
    startColumn: step.start.column,
    endColumn: step.end.line === step.start.line ? step.end.column : undefined,
    text: afterCall(step.message),
    role: "cause",
  };
}

/** What the last step adds to the headline; a tree already tells it where there are hops. */
function endText(step: ReportStep, finding: ReportFinding): string {
  if (step.message === finding.message) return "";
  return hasHops(finding.path) || step.role === "sleep" ? afterCall(step.message) : step.message;
}

/** The message without the call that the label underlines anyway: `kmalloc(…) may sleep` → `may sleep`. */
function afterCall(message: string): string {
  return printable(/^[A-Za-z_]\w*\(.*?\)+ (.+)$/.exec(message)?.[1] ?? message);
}

function overlaps(step: ReportStep, finding: ReportFinding): boolean {
  const before = (a: { line: number; column: number }, b: { line: number; column: number }) =>
    a.line < b.line || (a.line === b.line && a.column < b.column);
  return before(step.start, finding.end) && before(finding.start, step.end);
}

function notesOf(finding: ReportFinding): string[] {
  const notes = finding.otherPaths.map((path) => `also ${wayOf(path)}`);
  const fixes = finding.fixes ?? [];
  const titles = fixes.filter((fix) => !fix.title.startsWith("Suppress")).map((fix) => fix.title);
  if (titles.length > 0) notes.push(`fix  ${titles.join(" · ")}`);
  notes.push(`more ${rulePagePath(finding.rule)}`);
  return notes;
}

/** A further path in one line: `foo_poll() → foo_refill() (softirq: netif_napi_add() at drivers/x.c:80)`. */
function wayOf(path: readonly ReportStep[]): string {
  const names: string[] = [];
  for (const { functionName } of path) {
    if (functionName !== undefined && names.at(-1) !== functionName) names.push(functionName);
  }
  const first = path[0];
  const why = first ? ` (${first.message.replace(/ here$/, "")} at ${first.file}:${first.start.line})` : "";
  return `${names.map((name) => `${name}()`).join(" → ")}${why}`;
}
