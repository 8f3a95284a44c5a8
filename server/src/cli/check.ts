// `kmem-lens check`: find the files, check them, filter, mend, report.

import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { withCommandLine, withOpenNames } from "../kernel-model/build-configuration.js";
import { compileCommandsFor } from "../project/compile-commands.js";
import type { CompilerFlags } from "../project/compiler-flags.js";
import { headerSearchOf, includeFoldersNear } from "../project/header-search.js";
import { findKernelTree, withBuildFolder } from "../project/kernel-tree.js";
import { optionsOfMakefiles } from "../project/makefile-options.js";
import { decodeSource, encodeSource, isBinary } from "../project/source-text.js";
import { isAtLeast } from "../rules/catalogue.js";
import type { CheckSettings } from "../rules/engine.js";
import { withoutBaseline, writeBaseline } from "./baseline.js";
import { storeFolder, tidyStores, userCacheFolder } from "./cache-folder.js";
import type { CheckJob, CheckJobResult, JobSettings, RewrittenFile } from "./check-job.js";
import {
  type CheckOptions,
  type RawCheckOptions,
  readCheckOptions,
  readCheckSettings,
} from "./check-options.js";
import { findingsInDiff, readChanges } from "./diff.js";
import { hashOf } from "./file-state.js";
import type { Io } from "./io.js";
import { type FileGroup, planJobs } from "./plan-jobs.js";
import { createProgress, type Progress } from "./progress.js";
import { findProjectFile, type ProjectFile, projectFileFindings } from "./project-file.js";
import { compareFindings, type Report, type ReportFinding, type SourceLines } from "./report.js";
import { renderReport } from "./reports/render.js";
import { statsLines } from "./reports/stats.js";
import { runJobs } from "./run-jobs.js";
import { openScanCache, type ScanCache } from "./scan-cache.js";
import { lookBeside, type TreeBeside } from "./tree-beside.js";
import { fileErrorReason, UsageError } from "./usage-error.js";
import { type FoundFile, type FoundFiles, findFiles, type SkippedPath } from "./walk.js";
import { writeFileAtomically } from "./write-file.js";

export interface CheckRequest {
  readonly paths: readonly string[];
  readonly raw: RawCheckOptions;
  /** From `--format gcc` only. */
  readonly flags: CompilerFlags | undefined;
  readonly version: string;
}

interface CheckInput {
  readonly found: FoundFiles;
  readonly texts: Readonly<Record<string, string>>;
}

/** Runs the command; answers the exit status. Throws `UsageError` for what the user has to mend. */
export async function runCheck(request: CheckRequest, io: Io): Promise<number> {
  const startMs = io.now();
  const options = readCheckOptions(request.raw, request.paths);
  const input = await readInput(request.paths, options, io);
  const firstPath = request.paths[0] === "-" ? "." : (request.paths[0] ?? ".");
  const projectFile = findProjectFile(firstPath);
  const around = findKernelTree(options.tree, firstPath);
  const found = request.flags ? withBuildFolder(around, ".") : around;
  const said = readCheckSettings(request.raw, {
    config: projectFile?.config ?? {},
    flags: request.flags,
    tree: found,
  });
  const settings = withOpenOptions(said, input);
  const changes = options.diff === undefined ? undefined : changesOf(options.diff, request.paths);
  const { flags, paths } = request;
  const tree = options.tree ?? found?.path;
  const result = await runAll(input, { options, settings, flags, tree, paths, io });
  const unreadable = result.problems.find((problem) => problem.isNamed);
  if (unreadable) {
    const advice = unreadable.isInternal ? "report it with the file" : "name a C file or a folder";
    throw new UsageError(`cannot check '${unreadable.path}': ${unreadable.reason}; ${advice}`);
  }
  const skipped = await tellSkipped(input.found, result, io);
  await writeFixes(result.rewritten, io);
  const all = [...result.findings, ...ofProjectFile(projectFile, settings)].sort(compareFindings);
  const inDiff = changes === undefined ? all : findingsInDiff(all, changes);
  const findings = options.baseline === undefined ? inDiff : withoutBaseline(options.baseline, inDiff);
  if (options.writeBaseline !== undefined) writeBaseline(options.writeBaseline, findings);
  const report: Report = {
    version: request.version,
    kernel: settings.profile.release.id,
    arch: settings.profile.arch.id,
    ...(result.build !== undefined && { build: result.build }),
    stats: {
      files: result.nrChecked,
      skipped,
      ...pickStats(result),
      wallMs: Math.round(io.now() - startMs),
    },
    nrWorkers: result.nrWorkers,
    ...(result.nrKnown !== undefined && { nrKnown: result.nrKnown }),
    findings,
    lines: linesWithProject(result.lines, projectFile, settings),
    nrHidden: all.length - findings.length,
  };
  await io.stdout.write(renderReport(report, options.format, io));
  if (options.stats) await writeStats(report, options, io);
  return options.writeBaseline !== undefined ? 0 : statusOf(findings, options);
}

async function readInput(paths: readonly string[], options: CheckOptions, io: Io): Promise<CheckInput> {
  if (paths[0] !== "-") return { found: findFiles(paths), texts: {} };
  const path = (options.stdinPath ?? "<stdin>").replaceAll("\\", "/");
  const bytes = await io.readStdin();
  if (isBinary(bytes)) throw new UsageError("cannot check standard input: binary data, not C source");
  const file = { path, diskPath: resolve(path), sizeBytes: bytes.length, isNamed: true };
  return {
    found: { sources: [file], headers: [], skipped: [] },
    texts: { [path]: decodeSource(bytes).text },
  };
}

function diskPathsOf({ found }: CheckInput): readonly string[] {
  return found.sources.map(({ diskPath }) => diskPath);
}

function changesOf(revision: string, paths: readonly string[]) {
  const path = paths[0] === "-" ? "." : (paths[0] ?? ".");
  return readChanges(revision, path, statSync(path).isDirectory());
}

interface RunContext {
  readonly options: CheckOptions;
  readonly settings: CheckSettings;
  readonly flags: CompilerFlags | undefined;
  /** The top of the kernel tree that `--tree` names or that PATH lies in. */
  readonly tree: string | undefined;
  readonly paths: readonly string[];
  readonly io: Io;
}

/** In a build each file comes by itself: it is looked around only if that is asked for. */
function treeBeside({ options, tree }: RunContext): string | undefined {
  return options.format === "gcc" ? options.tree : tree;
}

/** What the tree has for the files. */
function besideTree(files: readonly FoundFile[], context: RunContext): TreeBeside | undefined {
  const top = treeBeside(context);
  return top === undefined
    ? undefined
    : lookBeside({ files, paths: context.paths, top, name: context.options.tree });
}

/** What is known of the kernel meant; `UsageError` for a file that the user named and that cannot be used. */
async function withKnowledge(context: RunContext): Promise<CheckSettings> {
  const { settings, options } = context;
  const { knowledgeFilesFor, openKnowledge } = await import("../project/knowledge.js");
  const { headersBeside } = await import("../project/headers-beside.js");
  const top = treeBeside(context);
  const files = knowledgeFilesFor(options, settings.profile.release);
  const { behind, problems } = openKnowledge(files, (pack) =>
    top === undefined
      ? pack
      : headersBeside(top, { behind: pack, profile: settings.profile, name: options.tree }),
  );
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(problem);
  return behind ? { ...settings, behind } : settings;
}

/**
 * What the workers of a large PATH open, with a hash of it: only what the user names, because no file is read quickly
 * then. `UsageError` for a file that cannot be used.
 */
async function namedKnowledge({ pack, btf }: CheckOptions, settings: CheckSettings) {
  const isNamed = (pack !== undefined && pack !== "none") || btf !== undefined;
  if (!isNamed) return {};
  const { knowledgeFilesFor, openKnowledge } = await import("../project/knowledge.js");
  const named = { pack: pack ?? "none", btf };
  const knowledge = knowledgeFilesFor(named, settings.profile.release);
  const [problem] = openKnowledge(knowledge).problems;
  if (problem !== undefined) throw new UsageError(problem);
  const files = [knowledge.pack, knowledge.btf].filter((path) => path !== undefined);
  return { knowledge, knowledgeKey: files.map((path) => hashOf(readFileSync(path))).join(" ") };
}

/** Each fix costs a check of the files on the finding's path: fine for a driver, not for a subsystem. */
const maxFilesWithHints = 64;

async function runAll(input: CheckInput, given: RunContext) {
  const { options, flags, tree, io } = given;
  const groups = planJobs(input.found);
  const isSmall = groups.length <= 1;
  // In the text report fixes are a courtesy: worked out where that is quick, left out of the scan of a tree.
  const wantsHints = options.format === "text" && isSmall && input.found.sources.length <= maxFilesWithHints;
  const fixes = options.fixes === "none" && wantsHints ? "propose" : options.fixes;
  // Without a link phase over the whole tree, a job per file reads its file only.
  const beside = isSmall ? besideTree(input.found.sources, given) : undefined;
  const told = isSmall && !flags ? compileCommandsFor(diskPathsOf(input), tree) : flags;
  const context = { ...given, settings: withFlags(given.settings, told, flags) };
  const folders = isSmall ? [...(beside?.folders ?? []), ...includeFoldersNear(diskPathsOf(input))] : [];
  const headers = isSmall ? headerSearchOf(told, tree, folders) : undefined;
  const progress = createProgress(io, input.found.sources.length);
  const jobs: CheckJob[] = groups.map((group: FileGroup) => ({ group, texts: input.texts }));
  const { mergeResults } = await import("./check-job.js");
  const nrWorkers = Math.min(options.nrWorkers, jobs.length);
  const { knowledge, knowledgeKey } = isSmall ? {} : await namedKnowledge(options, context.settings);
  const check = isSmall
    ? await withKnowledge(context)
    : { ...context.settings, ...(knowledge && { knowledge }) };
  const jobSettings: JobSettings = {
    check,
    fixes,
    isQuick: !isSmall && !options.stats && !knowledge,
    headers,
    ...(knowledgeKey !== undefined && { knowledgeKey }),
    ...(beside && { neighbours: beside.neighbours }),
  };
  const cache = options.cache && !isSmall && fixes !== "apply" ? openCache(jobSettings, io) : undefined;
  // One job keeps the thread busy: there the signal ends the process by itself.
  const callOff = isSmall ? undefined : io.onInterrupt(() => tellInterrupted(progress, cache, io));
  const results = await runJobs(jobs, {
    nrWorkers,
    settings: jobSettings,
    links: options.links,
    cache,
    onDone: (result: CheckJobResult) => progress.advance(result.nrChecked, result.findings.length),
  });
  callOff?.();
  await progress.clear();
  const build = check.profile.build?.source;
  return { ...mergeResults(results), nrWorkers: isSmall ? 1 : nrWorkers, nrKnown: cache?.nrKnown(), build };
}

/** The settings, where the .config does not decide what Makefiles of the files define. */
function withOpenOptions(settings: CheckSettings, input: CheckInput): CheckSettings {
  const { profile } = settings;
  if (profile.build?.options === undefined) return settings;
  const folders = new Set(diskPathsOf(input).map((path) => dirname(path).replaceAll("\\", "/")));
  const names = optionsOfMakefiles([...folders], readMakefile);
  return { ...settings, profile: { ...profile, build: withOpenNames(profile.build, names) } };
}

function readMakefile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Most folders have only one of the two.
    return undefined;
  }
}

/** The settings with what the compiler was told: by its own command line, or as compile_commands.json has it. */
function withFlags(
  settings: CheckSettings,
  told: CompilerFlags | undefined,
  flags: CompilerFlags | undefined,
): CheckSettings {
  if (!told) return settings;
  const source = told === flags ? "compiler flags" : "compile_commands.json";
  const { profile } = settings;
  const build = withCommandLine(profile.build, told, source);
  return build ? { ...settings, profile: { ...profile, build } } : settings;
}

function tellInterrupted(progress: Progress, cache: ScanCache | undefined, io: Io): void {
  void progress.clear();
  cache?.close();
  const rest = cache ? "; what they came to is kept for the next run" : "";
  void io.stderr.write(`kmem-lens: interrupted after ${progress.soFar()}${rest}\n`);
}

function openCache(settings: JobSettings, io: Io): ScanCache | undefined {
  const root = userCacheFolder(io.env, process.platform);
  if (root === undefined) return undefined;
  const folder = storeFolder(root, settings);
  tidyStores(folder);
  return openScanCache(folder);
}

function pickStats({ stats }: CheckJobResult) {
  const { functions, cleanFunctions, droppedArms, lines } = stats;
  return { functions, cleanFunctions, droppedArms, lines };
}

/** Names what was passed over; answers how many files that were. */
async function tellSkipped(found: FoundFiles, result: CheckJobResult, io: Io): Promise<number> {
  const late = result.problems.map(({ path, reason }): SkippedPath => ({ path, reason, isFile: true }));
  const all = [...found.skipped, ...late];
  for (const { path, reason } of all) await io.stderr.write(`kmem-lens: skipped ${path}: ${reason}\n`);
  if (found.sources.length === 0 && result.nrChecked === 0) {
    await io.stderr.write("kmem-lens: no C files there; PATH is a .c file or a folder that has some\n");
  }
  return all.filter(({ isFile }) => isFile).length;
}

async function writeFixes(files: readonly RewrittenFile[], io: Io): Promise<void> {
  for (const file of files) {
    const bytes = encodeSource(file.text, file.encoding);
    if (!bytes) continue;
    try {
      writeFileAtomically(file.diskPath, bytes);
    } catch (error) {
      throw new UsageError(`--fix: cannot write '${file.path}': ${fileErrorReason(error)}; make it writable`);
    }
    const fixes = file.nrFixes === 1 ? "1 fix" : `${file.nrFixes} fixes`;
    await io.stderr.write(`kmem-lens: ${file.path}: ${fixes} applied\n`);
  }
}

function ofProjectFile(file: ProjectFile | undefined, settings: CheckSettings): readonly ReportFinding[] {
  return file ? projectFileFindings(file, settings).findings : [];
}

function linesWithProject(
  lines: SourceLines,
  file: ProjectFile | undefined,
  settings: CheckSettings,
): SourceLines {
  return file ? new Map([...lines, ...projectFileFindings(file, settings).lines]) : lines;
}

async function writeStats(report: Report, options: CheckOptions, io: Io): Promise<void> {
  const text = statsLines(report).join("");
  await (options.format === "text" ? io.stdout : io.stderr).write(text);
}

function statusOf(findings: readonly ReportFinding[], { failOn }: CheckOptions): number {
  if (failOn === "never") return 0;
  return findings.some((finding) => isAtLeast(finding.severity, failOn)) ? 1 : 0;
}
