// How much the checker finds: at each listed place a `GFP_ATOMIC` of a real driver becomes `GFP_KERNEL`, which makes a
// certain bug there; the checker sees the file alone (or, with `--tree`, the tree). Rows are JSON lines
// `{path, line, col, kind, callee, core_alloc, …}`; only those whose callee is an allocator count.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createLineIndex } from "../../base/span.js";
import { createProfile } from "../../kernel-model/profile.js";
import { checkFiles } from "../../rules/engine.js";

interface MutationRow {
  readonly path: string;
  readonly line: number;
  readonly col: number;
  readonly kind: string;
  readonly function: string;
  readonly callee: string;
  readonly core_alloc: boolean;
}

interface Tally {
  rows: number;
  found: number;
}

/** What a kind with at least so many rows must reach, in percent; smaller kinds count in the average only. */
const wantedPerKind = 85;
const wantedAverage = 92;
const rowsForOwnGoal = 5;

/** Runs over all rows; resolves to 0 when the goals are met. `--misses` lists what was not found. */
export async function runMutations(argv: readonly string[]): Promise<number> {
  const listMisses = argv.includes("--misses");
  const [tree, list] = argv.filter((word) => !word.startsWith("--"));
  if (tree === undefined || list === undefined) {
    process.stderr.write("usage: npm run corpus -- mutations TREE FILE [--misses]\n");
    return 2;
  }
  const rows = readRows(list).filter((row) => row.core_alloc);
  const tallies = new Map<string, Tally>();
  for (const row of rows) {
    const tally = tallies.get(row.kind) ?? { rows: 0, found: 0 };
    tallies.set(row.kind, tally);
    tally.rows++;
    if (isFound(tree, row)) tally.found++;
    else if (listMisses) {
      process.stdout.write(
        `missed ${row.kind} ${row.path}:${row.line}: ${row.callee}() in ${row.function}()\n`,
      );
    }
  }
  return report(tallies);
}

function readRows(path: string): MutationRow[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as MutationRow);
}

function isFound(tree: string, row: MutationRow): boolean {
  const original = readFileSync(join(tree, row.path), "utf8");
  const start = createLineIndex(original).offsetAt({ line: row.line - 1, column: row.col - 1 });
  const at = original.startsWith("GFP_ATOMIC", start) ? start : original.indexOf("GFP_ATOMIC", start - 4);
  if (at < 0) return false;
  const text = `${original.slice(0, at)}GFP_KERNEL${original.slice(at + "GFP_ATOMIC".length)}`;
  const settings = { profile: createProfile(), rules: { "oversized-kmalloc": "off" } } as const;
  const { findings } = checkFiles([{ path: row.path, text }], settings);
  return findings.some(
    (item) => item.rule === "sleep-in-atomic" && item.span.start <= at && item.span.end > at,
  );
}

function report(tallies: ReadonlyMap<string, Tally>): number {
  const percent = (tally: Tally): number => (100 * tally.found) / tally.rows;
  const kinds = [...tallies].sort(([, a], [, b]) => b.rows - a.rows);
  process.stdout.write(`${"kind".padEnd(36)} rows  found      %\n`);
  for (const [kind, tally] of kinds) {
    const cells = [
      String(tally.rows).padStart(4),
      String(tally.found).padStart(6),
      percent(tally).toFixed(1).padStart(6),
    ];
    process.stdout.write(`${kind.padEnd(36)} ${cells.join(" ")}\n`);
  }
  const average = kinds.reduce((sum, [, tally]) => sum + percent(tally), 0) / Math.max(kinds.length, 1);
  const weak = kinds.filter(([, tally]) => tally.rows >= rowsForOwnGoal && percent(tally) < wantedPerKind);
  process.stdout.write(`average over the kinds: ${average.toFixed(1)} % (goal ${wantedAverage} %)\n`);
  for (const [kind] of weak) process.stdout.write(`below ${wantedPerKind} %: ${kind}\n`);
  return average >= wantedAverage && weak.length === 0 ? 0 : 1;
}
