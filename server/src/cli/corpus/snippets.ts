// How much of real driver code the interpreter can run: a seeded choice of probe and ring-allocation functions is run
// from the kernel's source, each with annotation lines put above it and nothing else changed. Where a run stops at a
// function that neither the file nor the simulator knows, a `model` line says that it returns 0, as the quick fix of
// the editor would, and the function is run again.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildFacts, calledNames } from "../../analysis/build-facts.js";
import type { FileFacts } from "../../analysis/facts.js";
import { modelOf } from "../../kernel-model/model.js";
import { createProfile } from "../../kernel-model/profile.js";
import { findCompanions, type NamedSource, treeHeaderSearch } from "../../project/companions.js";
import { treeFileReader } from "../../project/tree-files.js";
import type { SnippetRun } from "../../snippets/report.js";
import { runPlan } from "../../snippets/run-file.js";
import { planSnippets } from "../../snippets/snippet-plan.js";
import { openTreeHeaders, type TreeHeaders } from "../../snippets/tree-headers.js";
import { seededRandom } from "./seeded-random.js";

const wantedFunctions = 40;
const wantedReturns = 12;
const maxLines = 60;
/** More unknown functions than that in sixty lines do not occur. */
const maxModels = 30;
const maxSteps = 2_000_000;

interface Candidate {
  readonly path: string;
  readonly name: string;
  /** UTF-16 offset of the function. */
  readonly start: number;
}

interface Outcome {
  readonly candidate: Candidate;
  /** Functions that `model` lines stand for. */
  readonly models: readonly string[];
  readonly run: SnippetRun | undefined;
  readonly why: string;
  /** Runs with an allocation failing, and what they leaked. */
  readonly failing: readonly SnippetRun[];
}

/** Runs; resolves to 0 when enough functions came to their return. */
export async function runSnippets(argv: readonly string[]): Promise<number> {
  const tree = argv.find((word) => !word.startsWith("--"));
  const seedAt = argv.indexOf("--seed");
  const seed = seedAt < 0 ? 1 : Number(argv[seedAt + 1]);
  if (tree === undefined || !Number.isInteger(seed)) {
    process.stderr.write("usage: npm run corpus -- snippets TREE [--seed N]\n");
    return 2;
  }
  const random = seededRandom(seed);
  const chosen = listFiles(tree)
    .flatMap((path) => candidatesIn(tree, path))
    .map((candidate) => ({ candidate, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, wantedFunctions)
    .map((item) => item.candidate);
  const treeHeaders = openTreeHeaders(treeFileReader(tree));
  const outcomes = chosen.map((candidate) => runCandidate(tree, candidate, treeHeaders));
  process.stdout.write("| function | models | ended | with each allocation failing |\n|---|---|---|---|\n");
  for (const outcome of outcomes) process.stdout.write(`${rowOf(outcome)}\n`);
  const nrReturned = outcomes.filter(({ run }) => run?.stop.reason === "returned").length;
  const nrAlone = outcomes.filter(
    ({ run, models }) => run?.stop.reason === "returned" && models.length === 0,
  ).length;
  process.stdout.write(
    `seed ${seed}: ${nrReturned} of ${chosen.length} run to their return, ${nrAlone} of them without a model\n`,
  );
  return nrReturned >= wantedReturns ? 0 : 1;
}

function listFiles(tree: string): readonly string[] {
  return readdirSync(join(tree, "drivers"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".c"))
    .sort()
    .map((name) => `drivers/${name}`);
}

function candidatesIn(tree: string, path: string): Candidate[] {
  const text = readFileSync(join(tree, path), "utf8");
  if (!/probe|ring/.test(text)) return [];
  const facts = buildFacts(path, text);
  return facts.functions
    .filter((item) => item.kind === "function" && item.isClean && isWanted(item, facts))
    .filter(({ span }) => text.slice(span.start, span.end).split("\n").length <= maxLines)
    .map(({ name, span }) => ({ path, name, start: span.start }));
}

/** A probe function, or one that is about rings and allocates. */
function isWanted(item: FileFacts["functions"][number], facts: FileFacts): boolean {
  const model = modelOf(createProfile().release);
  if (facts.functions.filter(({ name }) => name === item.name).length > 1) return false;
  const allocates = [...calledNames(item)].some((name) => model.allocator(name) !== undefined);
  return allocates && (/probe$/.test(item.name) || /ring/.test(item.name));
}

function runCandidate(tree: string, candidate: Candidate, treeHeaders: TreeHeaders): Outcome {
  const diskPath = join(tree, candidate.path);
  const text = readFileSync(diskPath, "utf8");
  const headers = findCompanions(
    [{ path: candidate.path, text, diskPath }],
    treeHeaderSearch(tree),
  ).toReversed();
  const models: string[] = [];
  for (;;) {
    const lines = ["// @kmem run", ...models.map((name) => `// @kmem model ${name} = 0`)];
    const annotated = `${text.slice(0, candidate.start)}${lines.join("\n")}\n${text.slice(candidate.start)}`;
    const runs = runText(candidate, annotated, { headers, treeHeaders });
    const [run] = runs;
    if (!run) return { candidate, models, run, why: "it is not found again", failing: [] };
    const unknown = /\b([A-Za-z_]\w*)\(\)/.exec(run.stop.message)?.[1];
    const isStuck = run.stop.reason === "unsupported" && unknown !== undefined && unknown !== candidate.name;
    if (!isStuck || models.includes(unknown) || models.length >= maxModels)
      return { candidate, models, run, why: run.stop.message, failing: runs.slice(1) };
    models.push(unknown);
  }
}

function runText(
  { path, name }: Candidate,
  text: string,
  { headers, treeHeaders }: { readonly headers: readonly NamedSource[]; readonly treeHeaders: TreeHeaders },
): readonly SnippetRun[] {
  const plan = planSnippets(text).plans.find((item) => item.functionName === name);
  if (!plan) return [];
  const result = runPlan({
    file: path,
    text,
    headers,
    plan,
    tree: treeHeaders,
    defaults: {},
    failEach: true,
    budget: { maxSteps },
    readState: (file) => ({ kind: "failed", reason: `${file} is not read here` }),
  });
  return result.kind === "runs" ? result.runs : [];
}

function rowOf({ candidate, models, run, why, failing }: Outcome): string {
  const ended =
    run?.stop.reason === "returned"
      ? `returned ${run.returned ?? ""}`
      : `${run?.stop.reason}: ${why.replace(/^unsupported: /, "")}`;
  const leaks = failing.flatMap(({ injected, leaks: items }) =>
    items.map((leak) => `allocation ${injected?.nth}: ${leak.call} of line ${leak.line}`),
  );
  const used = models.length === 0 ? "none" : models.join(", ");
  const nrRuns = `${failing.length} ${failing.length === 1 ? "run" : "runs"}`;
  const failed = failing.length === 0 ? "not run" : `${nrRuns}: ${leaks.join("; ") || "no leak"}`;
  return `| ${candidate.path} ${candidate.name}() | ${used} | ${ended.trim()} | ${failed} |`;
}
