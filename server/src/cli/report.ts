// What a report shows: findings with lines and columns instead of offsets, and the source lines they stand on. Plain
// data, so that it crosses from a worker to the main thread.

import { createLineIndex, type LineIndex, type Span } from "../base/span.js";
import type { FixProposal } from "../fixes/proposal.js";
import type { FileView } from "../project/file-view.js";
import type { ForeignTree } from "../project/foreign.js";
import { packedPlace } from "../project/pack/slim.js";
import type { SourceFile } from "../rules/engine.js";
import type { Finding, PathStep, RuleId, Severity, StepRole } from "../rules/finding.js";

/** Line and column, both from 1; the column in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlaceRange {
  readonly start: Place;
  readonly end: Place;
}

export interface ReportStep extends PlaceRange {
  readonly file: string;
  readonly role: StepRole;
  readonly message: string;
  readonly functionName: string | undefined;
}

export interface ReportEdit extends PlaceRange {
  readonly file: string;
  readonly newText: string;
}

export interface ReportFix {
  readonly title: string;
  readonly safety: "safe" | "review";
  readonly edits: readonly ReportEdit[];
}

/** Lines of a function that a finding's path runs through, from 1, both included. */
export interface FunctionLines {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

export interface ReportFinding extends PlaceRange {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly file: string;
  readonly focus: PlaceRange;
  readonly functionName: string | undefined;
  readonly message: string;
  readonly path: readonly ReportStep[];
  readonly otherPaths: readonly (readonly ReportStep[])[];
  /** Absent where fixes were not asked for. */
  readonly fixes: readonly ReportFix[] | undefined;
  readonly functions: readonly FunctionLines[];
  /** The finding's own text, white space folded: what a baseline knows it by. */
  readonly statement: string;
}

/** Source lines by number (from 1) by file: those that a report may show, not whole files. */
export type SourceLines = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** What `--stats` and the JSON's `stats` say. */
export interface ReportStats {
  readonly files: number;
  readonly skipped: number;
  readonly functions: number;
  readonly cleanFunctions: number;
  readonly droppedArms: number;
  readonly lines: number;
  readonly wallMs: number;
}

export interface Report {
  readonly version: string;
  readonly kernel: string;
  readonly arch: string;
  /** What decided arms of `#if`; absent where both were read. */
  readonly build?: string;
  readonly stats: ReportStats;
  /** Workers used; 1 where all was done on the main thread. */
  readonly nrWorkers: number;
  /** Files whose result was known from an earlier run; absent where none was asked for. */
  readonly nrKnown?: number;
  readonly findings: readonly ReportFinding[];
  readonly lines: SourceLines;
  /** Findings hidden by a baseline or outside a diff. */
  readonly nrHidden: number;
}

/** Turns offsets into places for the files given; a file that is not among them has every place at 1:1. */
export interface Locator {
  range(file: string, span: Span): PlaceRange;
  textOf(file: string, span: Span): string;
  line(file: string, line: number): string | undefined;
  functionLines(file: string, offset: number): FunctionLines | undefined;
}

/**
 * A locator over the texts (and views, in the same order) of one check. Line tables are made when first asked for.
 * Files of the tree behind have their texts from there; those of a knowledge pack have none, and their offsets say the
 * line.
 */
export function createLocator(
  files: readonly SourceFile[],
  views: readonly FileView[],
  behind: Pick<ForeignTree, "textlessTop" | "textOf"> = {},
): Locator {
  const textByFile = new Map(files.map((file) => [file.path, file.text]));
  const wholeText = (file: string): string | undefined => textByFile.get(file) ?? behind.textOf?.(file);
  const viewByFile = new Map(views.map((view) => [view.path, view]));
  const indexByFile = new Map<string, LineIndex>();
  const indexOf = (file: string): LineIndex => {
    const known = indexByFile.get(file);
    if (known) return known;
    const made = createLineIndex(wholeText(file) ?? "");
    indexByFile.set(file, made);
    return made;
  };
  const place = (file: string, offset: number): Place => {
    const isPacked = behind.textlessTop !== undefined && file.startsWith(behind.textlessTop);
    const { line, column } = isPacked ? packedPlace(offset) : indexOf(file).positionAt(offset);
    return { line: line + 1, column: column + 1 };
  };
  const range = (file: string, span: Span) => ({
    start: place(file, span.start),
    end: place(file, span.end),
  });
  return {
    range,
    textOf: (file, span) => (wholeText(file) ?? "").slice(span.start, span.end),
    line(file, line) {
      const text = wholeText(file);
      const index = indexOf(file);
      if (text === undefined || line < 1 || line > index.lineCount) return undefined;
      const start = index.offsetAt({ line: line - 1, column: 0 });
      return text.slice(start, index.offsetAt({ line: line - 1, column: Number.MAX_SAFE_INTEGER }));
    },
    functionLines(file, offset) {
      const view = viewByFile.get(file)?.functionAt(offset);
      if (!view) return undefined;
      const { start, end } = range(file, view.span);
      return { file, first: start.line, last: end.line };
    },
  };
}

/** The finding with places; `fixes` as far as they were asked for. */
export function locateFinding(
  finding: Finding,
  locator: Locator,
  fixes: readonly FixProposal[] | undefined,
): ReportFinding {
  const step = (from: PathStep): ReportStep => ({
    ...locator.range(from.file, from.span),
    file: from.file,
    role: from.role,
    message: from.message,
    functionName: from.functionName,
  });
  return {
    ...locator.range(finding.file, finding.span),
    rule: finding.rule,
    severity: finding.severity,
    file: finding.file,
    focus: locator.range(finding.file, finding.focus),
    functionName: finding.functionName,
    message: finding.message,
    path: finding.path.map(step),
    otherPaths: finding.otherPaths.map((path) => path.map(step)),
    fixes: fixes?.map((fix) => locateFix(fix, locator)),
    functions: functionsOf(finding, locator),
    statement: locator.textOf(finding.file, finding.span).replace(/\s+/g, " ").trim(),
  };
}

function locateFix(fix: FixProposal, locator: Locator): ReportFix {
  const edits = fix.edits.map((edit) => ({
    file: edit.file,
    ...locator.range(edit.file, edit.span),
    newText: edit.newText,
  }));
  return { title: fix.title, safety: fix.safety, edits };
}

function functionsOf(finding: Finding, locator: Locator): FunctionLines[] {
  const found = new Map<string, FunctionLines>();
  const steps = [finding, ...finding.path, ...finding.otherPaths.flat()];
  for (const { file, span } of steps) {
    const lines = locator.functionLines(file, span.start);
    if (lines) found.set(`${lines.first} ${file}`, lines);
  }
  return [...found.values()];
}

/** How many lines around a finding a report may want to show. */
const contextLines = 1;

/** The source lines that a report of these findings may show. */
export function linesOf(findings: readonly ReportFinding[], locator: Locator): SourceLines {
  const lines = new Map<string, Map<number, string>>();
  const add = (file: string, center: number): void => {
    const ofFile = lines.get(file) ?? new Map<number, string>();
    lines.set(file, ofFile);
    for (let line = center - contextLines; line <= center + contextLines; line++) {
      const text = locator.line(file, line);
      if (text !== undefined) ofFile.set(line, text);
    }
  };
  for (const finding of findings) {
    for (let line = finding.start.line; line <= Math.min(finding.end.line, finding.start.line + 20); line++) {
      add(finding.file, line);
    }
    add(finding.file, finding.focus.start.line);
    for (const step of [...finding.path, ...finding.otherPaths.flat()]) add(step.file, step.start.line);
  }
  return lines;
}

/** Findings in order of file, place, rule: the order of every report, however the work was shared out. */
export function compareFindings(a: ReportFinding, b: ReportFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (
    a.start.line - b.start.line ||
    a.start.column - b.start.column ||
    a.end.line - b.end.line ||
    a.end.column - b.end.column ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
