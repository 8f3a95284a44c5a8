// The checker over every C file of a folder, each alone: does any file crash it, hang it or take long, and what does it
// say in all. `--findings FILE` writes all findings as JSON lines; `--sample N --seed S` prints a seeded choice of the
// findings of one rule and level, to be read and judged by people.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createLineIndex } from "../../base/span.js";
import { createProfile } from "../../kernel-model/profile.js";
import { createWorkerPool, serveJobs } from "../../project/worker-pool.js";
import { checkFiles } from "../../rules/engine.js";
import type { Finding } from "../../rules/finding.js";
import { seededRandom } from "./seeded-random.js";

interface FileReport {
  readonly path: string;
  readonly ms: number;
  readonly functions: number;
  readonly cleanFunctions: number;
  readonly lines: number;
  readonly findings: readonly RenderedFinding[];
}

/** A finding with lines in place of offsets, and no more of it than people read. */
interface RenderedFinding {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly line: number;
  readonly functionName: string | undefined;
  readonly message: string;
  readonly path: readonly string[];
}

const slowFileMs = 10_000;

/** Checks one file; runs in a worker. */
function checkOne(path: string): FileReport {
  const text = readFileSync(path, "utf8");
  const startedAt = process.hrtime.bigint();
  const { findings, stats } = checkFiles([{ path, text }], { profile: createProfile(), rules: {} });
  const ms = Number(process.hrtime.bigint() - startedAt) / 1e6;
  const index = createLineIndex(text);
  const lineOf = (offset: number): number => index.positionAt(offset).line + 1;
  const rendered = findings.map((finding: Finding) => ({
    rule: finding.rule,
    severity: finding.severity,
    file: path,
    line: lineOf(finding.span.start),
    functionName: finding.functionName,
    message: finding.message,
    path: finding.path.map(
      (step) => `${step.role} ${lineOf(step.span.start)} in ${step.functionName}: ${step.message}`,
    ),
  }));
  const { functions, cleanFunctions, lines } = stats;
  return { path, ms, functions, cleanFunctions, lines, findings: rendered };
}

/** Called by the worker's script. */
export function serveCheckJobs(): void {
  serveJobs(() => (path: string) => checkOne(path));
}

interface Options {
  readonly folder: string;
  readonly findingsPath: string | undefined;
  readonly sample: number;
  readonly seed: number;
  readonly rule: string;
  readonly severity: string;
}

/** Runs over a folder; resolves to 1 when a file crashed the checker or took more than ten seconds. */
export async function runCheck(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (!options) {
    process.stderr.write(
      "usage: npm run corpus -- check FOLDER [--findings FILE] [--sample N] [--seed N] [--rule ID] [--severity LEVEL]\n",
    );
    return 2;
  }
  const paths = readdirSync(options.folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".c"))
    .sort()
    .map((name) => join(options.folder, name));
  const pool = createWorkerPool<string, FileReport>({
    scriptUrl: new URL("./check-worker.js", import.meta.url),
    nrWorkers: 2,
    shared: undefined,
    replaceAfterBytes: 60_000_000,
    jobTimeoutMs: 6 * slowFileMs,
  });
  const startedAt = process.hrtime.bigint();
  const failed: string[] = [];
  const reports = await Promise.all(
    paths.map((path) =>
      pool.run(path, 25_000).catch((error: unknown) => {
        failed.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }),
    ),
  );
  await pool.close();
  const wallSeconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const done = reports.filter((report) => report !== undefined);
  return print(options, done, failed, wallSeconds);
}

function readOptions(argv: readonly string[]): Options | undefined {
  const values = new Map<string, string>();
  let folder: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word.startsWith("--")) values.set(word.slice(2), argv[++i] ?? "");
    else folder = word;
  }
  if (folder === undefined) return undefined;
  return {
    folder,
    findingsPath: values.get("findings"),
    sample: Number(values.get("sample") ?? 0),
    seed: Number(values.get("seed") ?? 1),
    rule: values.get("rule") ?? "sleep-in-atomic",
    severity: values.get("severity") ?? "error",
  };
}

function print(
  options: Options,
  reports: readonly FileReport[],
  failed: readonly string[],
  wallSeconds: number,
): number {
  const findings = reports.flatMap((report) => report.findings);
  if (options.findingsPath !== undefined) {
    writeFileSync(options.findingsPath, findings.map((finding) => `${JSON.stringify(finding)}\n`).join(""));
  }
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings)
    counts.set(`${rule} ${severity}`, (counts.get(`${rule} ${severity}`) ?? 0) + 1);
  for (const [key, count] of [...counts].sort())
    process.stdout.write(`${String(count).padStart(6)} ${key}\n`);
  printSample(options, findings);
  const sum = (pick: (report: FileReport) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0);
  const slow = reports.filter((report) => report.ms > slowFileMs);
  const slowest = reports.toSorted((a, b) => b.ms - a.ms).slice(0, 3);
  process.stdout.write(
    `${reports.length} files, ${sum((report) => report.lines)} lines, ${sum((report) => report.functions)} functions ` +
      `(${sum((report) => report.cleanFunctions)} clean), ${wallSeconds.toFixed(1)} s, ${failed.length} failed\n`,
  );
  for (const report of slowest) process.stdout.write(`slowest: ${report.path} ${report.ms.toFixed(0)} ms\n`);
  for (const line of failed) process.stdout.write(`failed: ${line}\n`);
  return failed.length > 0 || slow.length > 0 ? 1 : 0;
}

function printSample({ sample, seed, rule, severity }: Options, findings: readonly RenderedFinding[]): void {
  const random = seededRandom(seed);
  const chosen = findings
    .filter((finding) => finding.rule === rule && finding.severity === severity)
    .map((finding) => ({ finding, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, sample);
  for (const { finding } of chosen) {
    process.stdout.write(
      `\n${finding.file}:${finding.line} in ${finding.functionName}: ${finding.message}\n`,
    );
    for (const step of finding.path) process.stdout.write(`    ${step}\n`);
  }
}
