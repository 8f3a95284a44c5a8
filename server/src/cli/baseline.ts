// A baseline: the findings a project has decided to live with for now. Known by rule, file, function and text, never
// by line, so that edits elsewhere do not bring them back; a count, so that a second one of the same kind does show.

import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fingerprintOf } from "./fingerprint.js";
import type { ReportFinding } from "./report.js";
import { fileErrorReason, UsageError } from "./usage-error.js";
import { writeFileAtomically } from "./write-file.js";

interface BaselineRow {
  readonly rule: string;
  /** Relative to the baseline's folder. */
  readonly file: string;
  readonly function?: string;
  readonly fingerprint: string;
  readonly count: number;
}

/** Writes the findings as the new baseline, in a fixed order. */
export function writeBaseline(path: string, findings: readonly ReportFinding[]): void {
  const rows = new Map<string, BaselineRow>();
  for (const finding of findings) {
    const key = keyOf(finding, path);
    const count = (rows.get(key)?.count ?? 0) + 1;
    rows.set(key, {
      rule: finding.rule,
      file: fileKey(finding.file, path),
      ...(finding.functionName === undefined ? {} : { function: finding.functionName }),
      fingerprint: fingerprintOf(finding),
      count,
    });
  }
  const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => `    ${JSON.stringify(row)}`);
  const text = `{\n  "tool": "kmem-lens",\n  "baseline": 1,\n  "findings": [\n${lines.join(",\n")}\n  ]\n}\n`;
  try {
    writeFileAtomically(path, Buffer.from(text, "utf8"));
  } catch (error) {
    throw new UsageError(
      `--write-baseline: cannot write '${path}': ${fileErrorReason(error)}; name another file`,
    );
  }
}

/** The findings that the baseline does not know. */
export function withoutBaseline(path: string, findings: readonly ReportFinding[]): ReportFinding[] {
  const known = readBaseline(path);
  return findings.filter((finding) => {
    const key = keyOf(finding, path);
    const left = known.get(key) ?? 0;
    if (left > 0) known.set(key, left - 1);
    return left === 0;
  });
}

function readBaseline(path: string): Map<string, number> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(
      `--baseline: cannot read '${path}': ${fileErrorReason(error)}; make one with --write-baseline`,
    );
  }
  const rows = hasFindings(parsed) ? parsed.findings : undefined;
  if (rows === undefined || !rows.every(isRow)) {
    throw new UsageError(`--baseline: '${path}' is not a baseline; make one with --write-baseline`);
  }
  return new Map(rows.map((row) => [`${row.file}\0${row.fingerprint}`, row.count]));
}

function hasFindings(value: unknown): value is { findings: unknown[] } {
  return typeof value === "object" && value !== null && "findings" in value && Array.isArray(value.findings);
}

function isRow(value: unknown): value is BaselineRow {
  return (
    typeof value === "object" &&
    value !== null &&
    "file" in value &&
    typeof value.file === "string" &&
    "fingerprint" in value &&
    typeof value.fingerprint === "string" &&
    "count" in value &&
    typeof value.count === "number"
  );
}

function keyOf(finding: ReportFinding, baselinePath: string): string {
  return `${fileKey(finding.file, baselinePath)}\0${fingerprintOf(finding)}`;
}

function fileKey(file: string, baselinePath: string): string {
  return relative(dirname(resolve(baselinePath)), resolve(file)).replaceAll("\\", "/");
}
