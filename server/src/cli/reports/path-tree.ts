// The way to a finding through calls, as a small tree, one hop a line: who is entered in which context, what it
// calls, and what sleeps at the end.

import type { ReportFinding, ReportStep } from "../report.js";
import { displayWidth } from "./display-text.js";

interface TreeRow {
  readonly head: string;
  readonly note: string;
}

/** Whether the path leads through calls or a registration, so that a tree says more than the frame. */
export function hasHops(path: readonly ReportStep[]): boolean {
  return path.some((step) => step.role === "call" || step.role === "registration");
}

/** The rows of the tree, without indentation; empty where the path has no hops. */
export function renderPathTree(finding: ReportFinding, path: readonly ReportStep[]): string[] {
  if (!hasHops(path)) return [];
  const rows = treeRows(finding, path);
  const heads = rows.map((row, depth) =>
    depth === 0 ? row.head : `${"   ".repeat(depth - 1)}└─ ${row.head}`,
  );
  const widths = heads.slice(0, -1).map(displayWidth);
  const column = Math.max(20, ...widths) + 1;
  return rows.map((row, index) => {
    const head = heads[index] ?? "";
    const isLast = index === rows.length - 1;
    const gap = isLast ? "   " : " ".repeat(Math.max(1, column - displayWidth(head)));
    return row.note === "" ? head : `${head}${gap}${row.note}`;
  });
}

function treeRows(finding: ReportFinding, path: readonly ReportStep[]): TreeRow[] {
  const firstCall = path.findIndex((step) => step.role === "call");
  const lead = firstCall === -1 ? path.slice(0, -1) : path.slice(0, firstCall);
  const rest = path.slice(lead.length);
  const root = enteredFunction(path, firstCall) ?? finding.functionName ?? "file level";
  const why = lead.map((step) => leadNote(step, finding.file, root)).filter((note) => note !== "");
  const rows: TreeRow[] = [{ head: asCall(root), note: why.join("; ") }];
  for (const [index, step] of rest.entries()) {
    const isEnd = index === rest.length - 1 && step.role !== "call";
    if (step.role === "call") {
      const callee = calledFunction(step) ?? rest[index + 1]?.functionName ?? step.message;
      rows.push({ head: asCall(callee), note: `${step.file}:${step.start.line}` });
    } else if (isEnd) {
      rows.push(endRow(step, finding));
    } else {
      const isContext = step.role === "context";
      rows.push({
        head: isContext ? withoutHere(step.message) : step.message,
        note: `${step.file}:${step.start.line}`,
      });
    }
  }
  return rows;
}

/** The function that is entered first: where the first call stands, else where the last steps stand. */
function enteredFunction(path: readonly ReportStep[], firstCall: number): string | undefined {
  const from = firstCall === -1 ? path.length - 1 : firstCall;
  return path[from]?.functionName ?? path.find((step) => step.functionName !== undefined)?.functionName;
}

function leadNote(step: ReportStep, file: string, root: string): string {
  const place = step.file === file ? String(step.start.line) : `${step.file}:${step.start.line}`;
  const message = withoutHere(step.message).replace(
    new RegExp(`^${escapeRegExp(root)}(\\(\\))? (is|runs as) `),
    "",
  );
  return `${message} at ${place}`;
}

function endRow(step: ReportStep, finding: ReportFinding): TreeRow {
  const place = step.file === finding.file ? `:${step.start.line}` : `${step.file}:${step.start.line}`;
  const split = /^(.*\)) (.+)$/.exec(step.message);
  if (split) return { head: split[1] ?? "", note: `${place}  ${split[2] ?? ""}` };
  return { head: step.message, note: place };
}

function calledFunction(step: ReportStep): string | undefined {
  return /\bcalls? ([A-Za-z_]\w*)\(/.exec(step.message)?.[1];
}

function withoutHere(message: string): string {
  return message.replace(/ here$/, "");
}

function asCall(name: string): string {
  return /^\w+$/.test(name) ? `${name}()` : name;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
