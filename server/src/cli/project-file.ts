// The project's `.kmem-lens.json`: the nearest one upwards from the first PATH. Its mistakes are findings of the rule
// `invalid-config`, so that every report and the exit status know them.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { createLineIndex } from "../base/span.js";
import { findRule } from "../rules/catalogue.js";
import type { CheckSettings } from "../rules/engine.js";
import type { Finding } from "../rules/finding.js";
import {
  type ConfigProblem,
  type ProjectConfig,
  parseProjectConfig,
  projectConfigFileName,
} from "../rules/project-config.js";
import { createLocator, linesOf, locateFinding, type ReportFinding, type SourceLines } from "./report.js";
import { fileErrorReason, UsageError } from "./usage-error.js";

export interface ProjectFile {
  readonly config: ProjectConfig;
  /** As it is told to the user. */
  readonly path: string;
  readonly text: string;
  readonly problems: readonly ConfigProblem[];
}

/** The project's file for `path`; undefined where there is none. Throws `UsageError` for one that cannot be read. */
export function findProjectFile(path: string): ProjectFile | undefined {
  const full = resolve(path);
  const isFolder = statSync(full, { throwIfNoEntry: false })?.isDirectory() === true;
  for (let folder = isFolder ? full : dirname(full); ; folder = dirname(folder)) {
    const file = join(folder, projectConfigFileName);
    if (existsSync(file)) return readProjectFile(file);
    if (folder === dirname(folder)) return undefined;
  }
}

function readProjectFile(file: string): ProjectFile {
  const shown = relative(process.cwd(), file);
  const path = shown.startsWith("..") ? file : shown;
  try {
    const text = readFileSync(file, "utf8");
    return { ...parseProjectConfig(text), path, text };
  } catch (error) {
    throw new UsageError(`cannot read '${path}': ${fileErrorReason(error)}; mend or remove it`);
  }
}

/** The mistakes of the file as findings, at the level that the rule has. */
export function projectFileFindings(
  file: ProjectFile,
  settings: CheckSettings,
): { findings: ReportFinding[]; lines: SourceLines } {
  const level = settings.rules["invalid-config"] ?? findRule("invalid-config")?.defaultSeverity ?? "warning";
  if (level === "off") return { findings: [], lines: new Map() };
  const locator = createLocator([file], []);
  const nrLines = createLineIndex(file.text).lineCount;
  const findings = file.problems.map((problem): Finding => {
    return {
      rule: "invalid-config",
      severity: level,
      file: file.path,
      span: problem.span,
      focus: problem.span,
      functionName: undefined,
      message: problem.message,
      path: [],
      otherPaths: [],
      repairs: [],
    };
  });
  const located = findings.map((finding) => locateFinding(finding, locator, undefined));
  return { findings: located.filter(({ start }) => start.line <= nrLines), lines: linesOf(located, locator) };
}
