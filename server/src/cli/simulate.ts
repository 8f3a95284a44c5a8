// `kmem-lens simulate FILE…`: runs the annotated snippets of files on the simulated machine and reports as text or JSON.

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createLineIndex } from "../base/span.js";
import { panelModelOf } from "../preview/panel-model.js";
import { findCompanions, treeHeaderSearch } from "../project/companions.js";
import { findKernelTree } from "../project/kernel-tree.js";
import { decodeSource, isBinary } from "../project/source-text.js";
import { readStateFile } from "../project/state-file.js";
import { treeFileReader } from "../project/tree-files.js";
import type { SnippetRun } from "../snippets/report.js";
import { failuresOf, runPlan } from "../snippets/run-file.js";
import { planSnippets } from "../snippets/snippet-plan.js";
import { openTreeHeaders, type TreeHeaders } from "../snippets/tree-headers.js";
import type { Io } from "./io.js";
import { findProjectFile } from "./project-file.js";
import { paintFor } from "./reports/paint.js";
import { renderRun } from "./reports/simulate-text.js";
import { fileErrorReason, UsageError } from "./usage-error.js";

/** Options as commander hands them over. */
export interface RawSimulateOptions {
  readonly function?: string;
  readonly machine?: string;
  readonly kernel?: string;
  readonly arch?: string;
  readonly format?: string;
  readonly failEach?: boolean;
  readonly tree?: string;
}

interface FileRuns {
  readonly runs: readonly SnippetRun[];
  readonly failures: readonly (readonly string[])[];
  /** Wrong directives, as lines for standard error. */
  readonly problems: readonly string[];
}

/** Runs the command; answers the exit status. */
export async function runSimulate(
  paths: readonly string[],
  raw: RawSimulateOptions,
  io: Io,
): Promise<number> {
  const format = raw.format ?? "text";
  if (format !== "text" && format !== "json")
    throw new UsageError(`--format: '${format}' is not one of text, json`);
  if (paths.length === 0) throw new UsageError("simulate: no FILE given; name C files that hold '@kmem run'");
  if (raw.tree !== undefined && !existsSync(join(raw.tree, "include")))
    throw new UsageError(`--tree: '${raw.tree}' holds no include folder; name the top of a kernel tree`);
  const trees: Trees = new Map();
  const results: FileRuns[] = [];
  for (const path of paths) results.push(runFile(path, raw, io, trees));
  for (const problem of results.flatMap((result) => result.problems)) await io.stderr.write(`${problem}\n`);
  const runs = results.flatMap((result) => result.runs);
  if (format === "json") await io.stdout.write(`${JSON.stringify({ runs })}\n`);
  else {
    const paint = paintFor(io);
    const width = Math.min(io.stdout.columns ?? 100, 120);
    for (const result of results)
      for (const [i, run] of result.runs.entries())
        await io.stdout.write(renderRun(panelModelOf(run, result.failures[i] ?? []), { paint, width }));
  }
  const isFailed = results.some(
    (result) => result.problems.length > 0 || result.failures.some((list) => list.length > 0),
  );
  return isFailed ? 1 : 0;
}

/** A run that takes longer than this is stopped: nobody waits, and CI must end. */
const timeoutMs = 60_000;

/** The headers of each tree that files lie in, by its top. */
type Trees = Map<string, TreeHeaders>;

/** Headers of the tree at `top`; those of a tree are read once, whatever files use them. */
function headersOf(top: string, trees: Trees): TreeHeaders {
  const known = trees.get(top) ?? openTreeHeaders(treeFileReader(top));
  trees.set(top, known);
  return known;
}

function runFile(path: string, raw: RawSimulateOptions, io: Io, trees: Trees): FileRuns {
  const text = readSource(path);
  const { plans, problems } = planSnippets(text, raw.function);
  if (plans.length === 0 && problems.length === 0) {
    const wanted = raw.function === undefined ? "no '@kmem run'" : `no function '${raw.function}'`;
    throw new UsageError(
      `simulate: '${path}' has ${wanted}; put '// @kmem run' above a function, or name one with --function`,
    );
  }
  const lines = createLineIndex(text);
  const shown = problems.map(({ span, message }) => {
    const { line, column } = lines.positionAt(span.start);
    return `${path}:${line + 1}:${column + 1}: warning: ${message}`;
  });
  // The kernel tree that is named, or the one that the file lies in.
  const tree = findKernelTree(raw.tree, path);
  const headers = findCompanions([{ path, text, diskPath: resolve(path) }], treeHeaderSearch(tree?.path));
  const config = findProjectFile(path)?.config ?? {};
  const roots = [process.cwd(), ...(tree ? [tree.path] : [])];
  const runs: SnippetRun[] = [];
  const failures: (readonly string[])[] = [];
  for (const plan of plans) {
    const deadline = io.now() + timeoutMs;
    const result = runPlan({
      file: path,
      text,
      // The nearest come first; what they include must be read before them.
      headers: headers.toReversed(),
      plan,
      tree: tree && headersOf(tree.path, trees),
      defaults: {
        machine: raw.machine,
        kernel: raw.kernel ?? config.kernel ?? tree?.release?.id,
        arch: raw.arch ?? config.arch ?? tree?.archId,
      },
      failEach: raw.failEach ?? false,
      // The text shows the peak and who holds which slot; the JSON has neither.
      wantsTimeline: (raw.format ?? "text") === "text",
      budget: { shouldStop: () => io.now() > deadline },
      readState: (name) => readStateFile(name, resolve(path), roots),
    });
    if (result.kind === "failed") throw new UsageError(`simulate: ${path}:${plan.line}: ${result.reason}`);
    for (const run of result.runs) {
      runs.push(run);
      failures.push(failuresOf(run, plan));
    }
  }
  return { runs, failures, problems: shown };
}

function readSource(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (isBinary(bytes)) throw new UsageError(`simulate: '${path}' is no C source`);
    return decodeSource(bytes).text;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read '${path}': ${fileErrorReason(error)}; name C files`);
  }
}
