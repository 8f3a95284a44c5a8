// Drivers copied out of a kernel tree into an empty folder have, with the pack, the findings that they have in the tree.
// So that there is something to find, a GFP_ATOMIC of each becomes GFP_KERNEL where that is a bug.

import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { runCli } from "../../server/src/cli/run-cli.js";
import { findCompanions, treeHeaderSearch } from "../../server/src/project/companions.js";
import { moduleOf } from "../../server/src/project/kbuild-modules.js";
import { fakeIo, folderWith } from "../cli/helpers.js";

const tree = process.env["KMEM_LENS_KERNEL_TREE"] || undefined;
const nrDrivers = 50;
/** Larger modules say nothing more, and take long. */
const maxModuleFiles = 8;
const seed = Number(process.env["FC_SEED"] ?? 6150);

interface Mutation {
  readonly path: string;
  readonly line: number;
  readonly col: number;
  readonly core_alloc: boolean;
}

/** Numbers from 0 to 1, the same for the same seed. */
function createRandom(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

function readMutations(): readonly Mutation[] {
  const lines = readFileSync(join(import.meta.dirname, "../corpus/mutations.jsonl"), "utf8").split("\n");
  const rows = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Mutation);
  const random = createRandom(seed);
  const order = rows.filter((row) => row.core_alloc).map((row) => ({ row, at: random() }));
  return order.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

/** The files of a driver, by path below the tree's top; undefined for a module of many. */
function filesOf(top: string, path: string): Map<string, string> | undefined {
  const read = (place: string): string | undefined =>
    existsSync(place) ? readFileSync(place, "utf8") : undefined;
  const module = moduleOf(join(top, path), read);
  const sources =
    module.kind === "module" ? module.paths.filter((place) => existsSync(place)) : [join(top, path)];
  if (sources.length > maxModuleFiles || !sources.includes(join(top, path))) return undefined;
  const located = sources.map((place) => ({ path: place, diskPath: place, text: read(place) ?? "" }));
  const headers = findCompanions(located, treeHeaderSearch(undefined));
  return new Map([...located, ...headers].map((file) => [relative(top, file.path), file.text]));
}

function mutated(text: string, { line, col }: Mutation): string | undefined {
  const lines = text.split("\n");
  const old = lines[line - 1] ?? "";
  const at = old.indexOf("GFP_ATOMIC", Math.max(0, col - 5));
  if (at < 0) return undefined;
  lines[line - 1] = `${old.slice(0, at)}GFP_KERNEL${old.slice(at + "GFP_ATOMIC".length)}`;
  return lines.join("\n");
}

interface Told {
  readonly file: string;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly start: { readonly line: number };
}

/** What is found in one file below `folder`. */
async function findingsIn(path: string, folder: string, args: readonly string[]): Promise<readonly string[]> {
  const io = fakeIo();
  await runCli(["check", "--format", "json", "--no-cache", ...args], io);
  expect(io.err()).toBe("");
  const { diagnostics } = JSON.parse(io.out()) as { readonly diagnostics: readonly Told[] };
  return diagnostics
    .filter(({ file }) => relative(folder, file) === path)
    .map(({ rule, severity, message, start }) => `${path}:${start.line} ${rule} ${severity} ${message}`);
}

const reason = tree === undefined ? "KMEM_LENS_KERNEL_TREE names no tree" : undefined;
if (reason) console.log(`left out: ${reason}`);

describe("drivers outside their tree", () => {
  it.skipIf(reason)(
    "have the findings that they have inside",
    async () => {
      const top = tree ?? "";
      const seen = new Set<string>();
      let nrFindings = 0;
      for (const row of readMutations()) {
        if (seen.size >= nrDrivers) break;
        const files = seen.has(row.path) ? undefined : filesOf(top, row.path);
        const text = mutated(files?.get(row.path) ?? "", row);
        if (!files || text === undefined) continue;
        seen.add(row.path);
        const alone = folderWith(Object.fromEntries([...files, [row.path, text]]));
        const beside = folderWith({ [row.path]: text });
        const outside = await findingsIn(row.path, alone, [alone]);
        const inside = await findingsIn(row.path, beside, ["--tree", top, join(beside, row.path)]);
        expect(outside, `seed ${seed}`).toEqual(inside);
        nrFindings += outside.length;
      }
      expect(seen.size).toBe(nrDrivers);
      expect(nrFindings).toBeGreaterThanOrEqual(nrDrivers);
    },
    600_000,
  );
});
