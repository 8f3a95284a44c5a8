// How well the reader places real drivers: over all `drivers/**/*.c` of a kernel tree, the share of files without any
// parse error, of functions (as universal-ctags lists them) that are clean, and of calls that survive the masking.
// Options: `--sample PERCENT --seed N` for a seeded choice, `--jobs N`, `--errors FILE` for the places that fail.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Worker } from "node:worker_threads";
import { addReports, emptyReport, type ParseReport, type ParseRequest } from "./parse-report.js";

interface Options {
  readonly tree: string;
  readonly samplePercent: number;
  readonly seed: number;
  readonly jobs: number;
  readonly errorsPath: string | undefined;
}

/** Native trees are freed only when the garbage collector gets to them, so a worker lives for so many files. */
const filesPerWorker = 1500;

/** Measures; resolves to 0 when the figures hold, 1 when one does not, 2 for wrong arguments. */
export async function runParse(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (!options) {
    process.stderr.write(
      "usage: npm run corpus -- parse TREE [--sample PERCENT] [--seed N] [--jobs N] [--errors FILE]\n",
    );
    return 2;
  }
  if (spawnSync("ctags", ["--version"]).status !== 0) {
    process.stderr.write("universal-ctags is not installed: it is the yardstick for functions\n");
    return 2;
  }
  const files = chooseFiles(options);
  const batches: string[][] = [];
  for (let i = 0; i < files.length; i += filesPerWorker) batches.push(files.slice(i, i + filesPerWorker));
  const total = emptyReport();
  const startedAt = process.hrtime.bigint();
  const lanes = Array.from({ length: options.jobs }, async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop())
      addReports(total, await runBatch(options.tree, batch));
  });
  await Promise.all(lanes);
  const wallSeconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  if (options.errorsPath !== undefined)
    writeFileSync(options.errorsPath, `${total.places.sort().join("\n")}\n`);
  process.stdout.write(renderReport(total, wallSeconds));
  return holds(total) ? 0 : 1;
}

function readOptions(argv: readonly string[]): Options | undefined {
  const values = new Map<string, string>();
  let tree: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word.startsWith("--")) values.set(word.slice(2), argv[++i] ?? "");
    else tree = word;
  }
  if (tree === undefined) return undefined;
  return {
    tree,
    samplePercent: Number(values.get("sample") ?? "100"),
    seed: Number(values.get("seed") ?? "1"),
    jobs: Number(values.get("jobs") ?? "2"),
    errorsPath: values.get("errors"),
  };
}

/** All drivers, or those whose path's hash with the seed falls under the wanted share. */
function chooseFiles({ tree, samplePercent, seed }: Options): string[] {
  const folder = join(tree, "drivers");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".c"))
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => {
      if (samplePercent >= 100) return true;
      const hash = createHash("sha1")
        .update(`${seed}:${relative(tree, path)}`)
        .digest();
      return (hash.readUInt32BE(0) / 2 ** 32) * 100 < samplePercent;
    });
}

function runBatch(tree: string, paths: readonly string[]): Promise<ParseReport> {
  const request: ParseRequest = { tree, paths };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./parse-worker.js", import.meta.url), { workerData: request });
    worker.once("message", (report: ParseReport) => {
      resolve(report);
    });
    worker.once("error", reject);
  });
}

const mostErrorFilesPercent = 1.0;
const leastCleanPercent = 99.5;
const leastCallsPercent = 99.8;

function holds(report: ParseReport): boolean {
  return (
    percent(report.errorFiles, report.files) <= mostErrorFilesPercent &&
    percent(report.cleanFunctions, report.functions) >= leastCleanPercent &&
    percent(report.seenCalls, report.calls) >= leastCallsPercent
  );
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : (100 * part) / whole;
}

function renderReport(report: ParseReport, wallSeconds: number): string {
  const share = (part: number, whole: number): string =>
    `${percent(part, whole).toFixed(3)} % (${part} of ${whole})`;
  const seconds = (nanoseconds: number): string => `${(nanoseconds / 1e9).toFixed(1)} s`;
  return [
    `files with a parse error   ${share(report.errorFiles, report.files)}   at most ${mostErrorFilesPercent} %`,
    `clean functions            ${share(report.cleanFunctions, report.functions)}   at least ${leastCleanPercent} %`,
    `calls kept                 ${share(report.seenCalls, report.calls)}   at least ${leastCallsPercent} %`,
    `arms of #if not read       ${report.droppedArms}; files with a second reading ${report.secondReadings}`,
    `text ${(report.bytes / 1e6).toFixed(1)} MB; pre-pass ${seconds(report.maskNs)}, parse ${seconds(report.parseNs)}, copy ${seconds(report.copyNs)} (in the threads), wall ${wallSeconds.toFixed(1)} s`,
    "",
  ].join("\n");
}
