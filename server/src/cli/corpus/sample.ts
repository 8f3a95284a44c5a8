// Draws the findings whose truth is to be judged: every finding's place is hashed with the seed, and those with the
// smallest hashes are read. So the choice depends on nothing but places, and findings that a later version no longer
// has leave the order of the others as it was.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** What is needed of a diagnostic of `check --format json`. */
export interface DrawnDiagnostic {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly path: readonly { readonly file: string; readonly line: number; readonly message: string }[];
}

/** The first `count` diagnostics of a rule at a level, in the order that `seed` gives. */
export function drawSample<D extends DrawnDiagnostic>(
  diagnostics: readonly D[],
  wanted: { readonly rule: string; readonly severity: string; readonly seed: string; readonly count: number },
): readonly D[] {
  const ordered = diagnostics
    .filter(({ rule, severity }) => rule === wanted.rule && severity === wanted.severity)
    .map((item) => ({ item, hash: hashOf(item, wanted.seed) }));
  ordered.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  return ordered.slice(0, wanted.count).map(({ item }) => item);
}

function hashOf({ file, start }: DrawnDiagnostic, seed: string): string {
  return createHash("sha256").update(`${seed} ${file}:${start.line}:${start.column}`).digest("hex");
}

/** `sample REPORT [--seed S] [--count N] [--rule ID]`: REPORT is the JSON of `check`, run inside the tree. */
export function runSample(argv: readonly string[]): Promise<number> {
  const options = new Map<string, string>();
  let report: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word.startsWith("--")) options.set(word, argv[++i] ?? "");
    else report = word;
  }
  const [seed, count] = [options.get("--seed") ?? "1", Number(options.get("--count") ?? 80)];
  const rule = options.get("--rule") ?? "sleep-in-atomic";
  if (report === undefined || !Number.isInteger(count)) {
    process.stderr.write("usage: npm run corpus -- sample REPORT.json [--seed S] [--count N] [--rule ID]\n");
    return Promise.resolve(2);
  }
  // The file is one that `check` wrote; anything else stops here with the parser's words.
  const { diagnostics } = JSON.parse(readFileSync(report, "utf8")) as { diagnostics: DrawnDiagnostic[] };
  const sample = drawSample(diagnostics, { rule, severity: "error", seed, count });
  process.stdout.write(`seed ${seed}: ${sample.length} errors of ${rule}\n`);
  for (const [index, item] of sample.entries()) {
    process.stdout.write(`${index + 1} ${item.file}:${item.start.line}\n`);
    for (const step of item.path) process.stdout.write(`    ${step.file}:${step.line} ${step.message}\n`);
  }
  return Promise.resolve(0);
}
