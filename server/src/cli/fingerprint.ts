// What a finding is known by when lines move: rule, function and its own text, never a line number.

import { createHash } from "node:crypto";
import type { ReportFinding } from "./report.js";

/** 16 hexadecimal digits; equal for findings of one rule with the same text in functions of the same name. */
export function fingerprintOf(finding: Pick<ReportFinding, "rule" | "functionName" | "statement">): string {
  const parts = [finding.rule, finding.functionName ?? "", finding.statement];
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 16);
}
