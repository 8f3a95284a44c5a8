// One unit of a check, run in a worker or in place: read a group of files, check them together, work out fixes, and
// hand back plain data with places instead of offsets. Texts and trees stay here.

import { fixSafely, proposeFixes } from "../fixes/index.js";
import type { FixProposal } from "../fixes/proposal.js";
import { findCompanions, type HeaderSearch } from "../project/companions.js";
import type { FileInterface } from "../project/file-interface.js";
import { decodeSource, isBinary, maxSourceBytes, type SourceEncoding } from "../project/source-text.js";
import {
  type CheckResult,
  type CheckSettings,
  type CheckStats,
  checkFiles,
  checkQuickly,
  type SourceFile,
} from "../rules/engine.js";
import type { Finding } from "../rules/finding.js";
import { placeUnderPath } from "../rules/place-under-path.js";
import { type FileParts, partsOf } from "./file-parts.js";
import { type FileState, readIfThere, readStated } from "./file-state.js";
import type { FileGroup } from "./plan-jobs.js";
import {
  createLocator,
  linesOf,
  locateFinding,
  type Place,
  type ReportFinding,
  type SourceLines,
} from "./report.js";
import type { JobTrace, ScanBackground, ToldQuiet } from "./scan-background.js";
import type { TreeFilePlace } from "./tree-beside.js";
import { fileErrorReason, reasonOf } from "./usage-error.js";
import type { FoundFile } from "./walk.js";

/** What is the same for all jobs of a run. */
export interface JobSettings {
  readonly check: CheckSettings;
  /** `propose`: work out fixes; `apply`: also hand back the texts with the safe ones applied. */
  readonly fixes: "none" | "propose" | "apply";
  /** Whether a file that is checked by itself is read only as far as findings can come of it. */
  readonly isQuick: boolean;
  /** Where headers outside PATH are looked for; absent where they are not read. */
  readonly headers: HeaderSearch | undefined;
  /** Different where the files that `check.knowledge` names hold something else. */
  readonly knowledgeKey?: string;
  /** Files of the kernel tree that are linked with those of the only job. */
  readonly neighbours?: readonly TreeFilePlace[];
}

export interface CheckJob {
  readonly group: FileGroup;
  /** Texts that are not on the disk (standard input), by path. */
  readonly texts: Readonly<Record<string, string>>;
  /**
   * Set where the job is one file of a tree. `told`: only its interface is asked for. `linked`: it is checked, now that
   * the tree is known.
   */
  readonly part?: "told" | "linked";
  /** Of a file that was told to be quiet. */
  readonly quiet?: ToldQuiet;
  /** Whether the parts of the file are asked for as well, to compare them with what they were. */
  readonly wantsParts?: boolean;
}

/** A suppression that took a finding away which another file's job came upon. */
export interface UsedSuppression {
  readonly file: string;
  readonly start: Place;
}

/** A file that was named or met and could not be checked. */
export interface JobProblem {
  readonly path: string;
  readonly reason: string;
  readonly isNamed: boolean;
  /** Whether the fault is ours: the analysis threw. */
  readonly isInternal: boolean;
}

export interface RewrittenFile {
  readonly path: string;
  readonly diskPath: string;
  readonly text: string;
  readonly encoding: SourceEncoding;
  readonly nrFixes: number;
}

export interface CheckJobResult {
  readonly findings: readonly ReportFinding[];
  readonly lines: SourceLines;
  readonly stats: CheckStats;
  readonly nrChecked: number;
  readonly problems: readonly JobProblem[];
  readonly rewritten: readonly RewrittenFile[];
  /** What the scan of a tree must know of its file; absent in other jobs. */
  readonly interface?: FileInterface;
  readonly quiet?: ToldQuiet;
  readonly usedSuppressions?: readonly UsedSuppression[];
  /** What it came from besides the settings; absent where that is not known. */
  readonly trace?: JobTrace;
  /** Present where they were asked for. */
  readonly parts?: FileParts;
}

interface ReadFile extends SourceFile {
  readonly from: FoundFile;
  readonly encoding: SourceEncoding;
  /** Absent for text that is not on the disk. */
  readonly state?: FileState;
}

/** Runs the job. Where the analysis of a group throws, its files are tried one by one, so that one loses only itself. */
export function runCheckJob(
  job: CheckJob,
  settings: JobSettings,
  background?: ScanBackground,
): CheckJobResult {
  const problems: JobProblem[] = [];
  const files = readGroup(job, problems);
  try {
    const [file] = files;
    if (!job.part || !file || !background) return checkGroup(files, settings, problems);
    if (job.part === "told") return tellFile(file, job.wantsParts === true, { ...settings, background });
    if (settings.fixes !== "apply") return checkLinked(file, background, settings, job.quiet);
    const fixed = checkGroup(files, settings, problems);
    // A file whose safe fixes are about to be written is another one then.
    return fixed.rewritten.length > 0 ? fixed : checkLinked(file, background, settings);
  } catch (error) {
    // An analysis that throws is our bug: it is told with its file, and the other files are still checked.
    if (files.length > 1) return checkOneByOne(files, settings, problems);
    problems.push(...files.map((file) => internalProblem(file.from, error)));
    return { ...emptyResult, problems };
  }
}

/** What a job without files comes to. */
export const emptyResult: CheckJobResult = {
  findings: [],
  lines: new Map(),
  stats: { functions: 0, cleanFunctions: 0, droppedArms: 0, lines: 0 },
  nrChecked: 0,
  problems: [],
  rewritten: [],
};

/** The problem of a file whose analysis failed by our fault. */
export function internalProblem(file: FoundFile, error: unknown): JobProblem {
  const reason = `analysis failed, this is a bug of kmem-lens: ${reasonOf(error)}`;
  return { path: file.path, reason, isNamed: file.isNamed, isInternal: true };
}

function readGroup(job: CheckJob, problems: JobProblem[]): ReadFile[] {
  const files: ReadFile[] = [];
  for (const from of job.group.files) {
    const text = job.texts[from.path];
    if (text !== undefined) {
      files.push({ path: from.path, text, encoding: "utf8", from });
      continue;
    }
    const problem = (reason: string) =>
      problems.push({ path: from.path, reason, isNamed: from.isNamed, isInternal: false });
    try {
      const { bytes, state } = readStated(from.diskPath);
      if (isBinary(bytes)) problem("binary file, not C source");
      else files.push({ path: from.path, from, state, ...decodeSource(bytes) });
    } catch (error) {
      // Gone or locked since it was found: skipped like any other file that cannot be read.
      problem(fileErrorReason(error));
    }
  }
  return files;
}

function checkOneByOne(
  files: readonly ReadFile[],
  settings: JobSettings,
  problems: JobProblem[],
): CheckJobResult {
  const results: CheckJobResult[] = [];
  for (const file of files) {
    const own: JobProblem[] = [];
    try {
      results.push(checkGroup([file], settings, own));
    } catch (error) {
      // As above: this is the file that the analysis cannot take.
      own.push(internalProblem(file.from, error));
    }
    problems.push(...own);
  }
  return { ...mergeResults(results), problems };
}

/** The results of several jobs as one; findings in the order of the jobs. */
export function mergeResults(results: readonly CheckJobResult[]): CheckJobResult {
  const sum = (pick: (stats: CheckStats) => number) =>
    results.reduce((total, result) => total + pick(result.stats), 0);
  return {
    findings: results.flatMap((result) => result.findings),
    lines: mergeLines(results.map((result) => result.lines)),
    stats: {
      functions: sum((stats) => stats.functions),
      cleanFunctions: sum((stats) => stats.cleanFunctions),
      droppedArms: sum((stats) => stats.droppedArms),
      lines: sum((stats) => stats.lines),
    },
    nrChecked: results.reduce((total, result) => total + result.nrChecked, 0),
    problems: results.flatMap((result) => result.problems),
    rewritten: results.flatMap((result) => result.rewritten),
  };
}

function mergeLines(all: readonly SourceLines[]): SourceLines {
  const merged = new Map<string, Map<number, string>>();
  for (const lines of all) {
    for (const [file, own] of lines) merged.set(file, new Map([...(merged.get(file) ?? []), ...own]));
  }
  return merged;
}

function checkGroup(
  files: readonly ReadFile[],
  settings: JobSettings,
  problems: readonly JobProblem[],
): CheckJobResult {
  const companions = settings.headers ? companionsOf(files, settings) : [];
  const all = [...files, ...companions];
  const [only] = all;
  const isQuick = settings.isQuick && only !== undefined && all.length === 1 && settings.fixes === "none";
  const before = isQuick ? checkQuickly(only, settings.check) : checkFiles(all, settings.check);
  const { own, result, rewritten } =
    settings.fixes === "apply" ? applySafeFixes(files, companions, before, settings) : unfixed(files, before);
  const checked: readonly SourceFile[] = [...own, ...companions];
  const locator = createLocator(checked, result.views, settings.check.behind);
  const paths = new Set(own.map((file) => file.path));
  const findings = placeUnderPath([...result.findings, ...(result.outside ?? [])], (file) =>
    paths.has(file),
  ).map((finding) => locateFinding(finding, locator, fixesOf(finding, checked, result, settings)));
  return {
    findings,
    lines: linesOf(findings, locator),
    stats: companions.length > 0 ? statsOf(own, result) : result.stats,
    nrChecked: countChecked(own),
    problems,
    rewritten,
    ...(!settings.headers && { trace: { files: files.flatMap((file) => file.state ?? []) } }),
  };
}

/** What the scan of a tree must know of a file before it is checked. */
function tellFile(
  file: ReadFile,
  wantsParts: boolean,
  { background, check }: Pick<JobSettings, "check"> & { readonly background: ScanBackground },
): CheckJobResult {
  const told = background.tell({ ...file, diskPath: file.from.diskPath });
  return {
    ...emptyResult,
    interface: told.interface,
    ...(told.quiet && { quiet: told.quiet }),
    trace: { files: [...told.files, ...(file.state ? [file.state] : [])] },
    ...(wantsParts && { parts: partsOf(told.mask, check.profile) }),
  };
}

/** Checks a file with what stands behind it. Fixes are worked out for what is found in the file by itself as well. */
function checkLinked(
  file: ReadFile,
  background: ScanBackground,
  settings: JobSettings,
  quiet?: ToldQuiet,
): CheckJobResult {
  const { result, findings, usedDirectives, locator, trace } = background.check(
    { ...file, diskPath: file.from.diskPath },
    settings.check,
    quiet,
  );
  const alone =
    settings.fixes === "none" || findings.length === 0 ? undefined : checkFiles([file], settings.check);
  const fixesFor = (finding: Finding): readonly FixProposal[] | undefined => {
    const same = alone?.findings.find(
      ({ rule, span }) =>
        rule === finding.rule && span.start === finding.span.start && finding.file === file.path,
    );
    return alone && (same ? fixesOf(same, [file], alone, settings) : []);
  };
  const located = findings.map((finding) => locateFinding(finding, locator, fixesFor(finding)));
  const { files, ...answers } = trace();
  return {
    findings: located,
    lines: linesOf(located, locator),
    stats: result.stats,
    nrChecked: 1,
    problems: [],
    rewritten: [],
    usedSuppressions: usedDirectives.map((directive) => ({
      file: directive.file,
      start: locator.range(directive.file, directive).start,
    })),
    trace: { ...answers, files: [...files, ...(file.state ? [file.state] : [])] },
  };
}

/** The files of the tree that are linked with those of the job, and the headers of them all. */
function companionsOf(files: readonly ReadFile[], { headers, neighbours = [] }: JobSettings): SourceFile[] {
  if (!headers) return [];
  const near = neighbours.flatMap(({ path, diskPath }) => {
    const bytes = readIfThere(diskPath, maxSourceBytes).bytes;
    return bytes && !isBinary(bytes)
      ? [{ path, diskPath, text: decodeSource(bytes).text, isBehind: true }]
      : [];
  });
  const located = files.map((file) => ({ ...file, diskPath: file.from.diskPath }));
  return [...near, ...findCompanions([...located, ...near], headers)];
}

interface FixedGroup {
  readonly own: readonly ReadFile[];
  readonly result: CheckResult;
  readonly rewritten: readonly RewrittenFile[];
}

function unfixed(own: readonly ReadFile[], result: CheckResult): FixedGroup {
  return { own, result, rewritten: [] };
}

/** The files with their safe fixes applied; headers outside PATH are left as they are. */
function applySafeFixes(
  files: readonly ReadFile[],
  companions: readonly SourceFile[],
  before: CheckResult,
  settings: JobSettings,
): FixedGroup {
  const context = { files: [...files, ...companions], result: before, settings: settings.check };
  const fixed = fixSafely(context, new Set(files.map((file) => file.path)));
  const own = files.map((file) => ({ ...file, text: fixed.texts.get(file.path) ?? file.text }));
  const rewritten = own.flatMap(({ path, text, encoding, from }) => {
    const nrFixes = fixed.nrFixes.get(path) ?? 0;
    return nrFixes > 0 ? [{ path, diskPath: from.diskPath, text, encoding, nrFixes }] : [];
  });
  return { own, result: fixed.result, rewritten };
}

/** The numbers of the job's own files, companions left out. */
function statsOf(files: readonly ReadFile[], result: CheckResult): CheckStats {
  const functions = result.views.slice(0, files.length).flatMap((view) => view.functions);
  return {
    functions: functions.length,
    cleanFunctions: functions.filter(({ isClean }) => isClean).length,
    droppedArms: result.stats.droppedArms,
    lines: files.reduce((sum, file) => sum + countLines(file.text), 0),
  };
}

function countLines(text: string): number {
  return text.split("\n").length - (text === "" || text.endsWith("\n") ? 1 : 0);
}

/** Headers that only ride along with their folder are not counted as files of the run. */
function countChecked(files: readonly ReadFile[]): number {
  return files.filter(({ from }) => from.isNamed || !from.path.endsWith(".h")).length;
}

function fixesOf(
  finding: Finding,
  files: readonly SourceFile[],
  result: CheckResult,
  settings: JobSettings,
): readonly FixProposal[] | undefined {
  if (settings.fixes === "none") return undefined;
  return proposeFixes(finding, { files, result, settings: settings.check });
}
