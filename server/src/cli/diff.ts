// `--diff REV`: which findings belong to a change. git says what changed; a finding belongs to it if a line of its
// range or of its path was added, or a line was removed in a function on its path.

import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { ReportFinding } from "./report.js";
import { reasonOf, UsageError } from "./usage-error.js";

/** The changed lines of one file, in the numbering of the working tree. */
export interface ChangedLines {
  /** Added or rewritten lines. */
  readonly added: ReadonlySet<number>;
  /** Where something was removed: the line that replaced it, or half-way between two lines. */
  readonly removedAt: readonly number[];
}

/** What changed, by absolute path; `everything` where the whole file is new. */
export type Changes = ReadonlyMap<string, ChangedLines | "everything">;

/** Asks git what differs between `revision` and the working tree around `path`. */
export function readChanges(revision: string, path: string, isFolder: boolean): Changes {
  if (revision.startsWith("-"))
    throw new UsageError(`--diff: '${revision}' is not a revision; name a commit or branch`);
  const folder = isFolder ? resolve(path) : dirname(resolve(path));
  const top = git(folder, ["rev-parse", "--show-toplevel"]).trim();
  const diff = git(top, ["diff", "--no-color", "--no-ext-diff", "--no-renames", "-U0", revision, "--"]);
  const changes = new Map<string, ChangedLines | "everything">();
  for (const [file, lines] of parseDiff(diff)) changes.set(join(top, file), lines);
  const untracked = git(top, ["ls-files", "--others", "--exclude-standard", "-z"]);
  for (const file of untracked.split("\0")) if (file !== "") changes.set(join(top, file), "everything");
  return changes;
}

function git(folder: string, args: readonly string[]): string {
  try {
    return execFileSync("git", ["-C", folder, "-c", "core.quotePath=false", ...args], {
      encoding: "utf8",
      maxBuffer: 1024 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    const reason = stderr.split("\n").find((line) => line.trim() !== "") ?? reasonOf(error);
    throw new UsageError(
      `--diff: git says '${reason.trim()}'; name a commit of the repository that PATH is in`,
    );
  }
}

/** Reads the output of `git diff -U0`: per file of the new side, what was added and where something was removed. */
export function parseDiff(diff: string): Map<string, ChangedLines> {
  const files = new Map<string, { added: Set<number>; removedAt: number[] }>();
  let current: { added: Set<number>; removedAt: number[] } | undefined;
  let isHeader = false;
  for (const line of diff.split("\n")) {
    if (line.startsWith("diff --git ")) {
      isHeader = true;
      current = undefined;
    } else if (isHeader && line.startsWith("+++ b/")) {
      current = { added: new Set(), removedAt: [] };
      files.set(line.slice("+++ b/".length).replace(/\t$/, ""), current);
    } else if (line.startsWith("@@ ")) {
      isHeader = false;
      if (current) addHunk(line, current);
    }
  }
  return files;
}

function addHunk(line: string, changes: { added: Set<number>; removedAt: number[] }): void {
  const match = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
  if (!match) return;
  const nrOld = Number(match[1] ?? 1);
  const start = Number(match[2]);
  const nrNew = Number(match[3] ?? 1);
  for (let i = 0; i < nrNew; i++) changes.added.add(start + i);
  if (nrOld > 0) changes.removedAt.push(nrNew === 0 ? start + 0.5 : start);
}

/** The findings that belong to the changes. */
export function findingsInDiff(findings: readonly ReportFinding[], changes: Changes): ReportFinding[] {
  const pathOf = createPathCache();
  return findings.filter((finding) => isInDiff(finding, changes, pathOf));
}

function isInDiff(finding: ReportFinding, changes: Changes, pathOf: (file: string) => string): boolean {
  const steps = [finding, ...finding.path, ...finding.otherPaths.flat()];
  const touches = steps.some(({ file, start, end }) => {
    const lines = changes.get(pathOf(file));
    if (lines === undefined || lines === "everything") return lines === "everything";
    for (let line = start.line; line <= end.line; line++) if (lines.added.has(line)) return true;
    return false;
  });
  if (touches) return true;
  return finding.functions.some(({ file, first, last }) => {
    const lines = changes.get(pathOf(file));
    if (lines === undefined || lines === "everything") return lines === "everything";
    return lines.removedAt.some((line) => line >= first && line <= last);
  });
}

function createPathCache(): (file: string) => string {
  const known = new Map<string, string>();
  return (file) => {
    let path = known.get(file);
    if (path === undefined) {
      path = realPath(file);
      known.set(file, path);
    }
    return path;
  };
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // Standard input has a name but no file: its lines are compared under that name.
    return resolve(file);
  }
}
