// Drivers copied out of a kernel tree into an empty folder have, with the pack, the findings that they have in the tree.
// So that there is something to find, a GFP_ATOMIC of each becomes GFP_KERNEL where that is a bug.

import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import {
  compareDriver,
  driverOf,
  driversOf,
  lostAt,
  readReport,
} from "../../server/src/cli/corpus/outside.js";
import type { Expected, Told } from "../../server/src/cli/corpus/outside-compare.js";
import { seededRandom } from "../../server/src/cli/corpus/seeded-random.js";
import { runCli } from "../../server/src/cli/run-cli.js";
import { type KnowledgePack, readPack } from "../../server/src/project/pack/read-pack.js";
import { bundleCli } from "../cli/bundle.js";
import { fakeIo, folderWith } from "../cli/helpers.js";
import { startProcess } from "../cli/process.js";
import { sectionsOf, shippedPath } from "./small-tree.js";

const tree = process.env["KMEM_LENS_KERNEL_TREE"] || undefined;
const nrDrivers = 50;
const seed = Number(process.env["FC_SEED"] ?? 6150);

interface Mutation {
  readonly path: string;
  readonly line: number;
  readonly col: number;
  readonly core_alloc: boolean;
}

function readMutations(): readonly Mutation[] {
  const lines = readFileSync(join(import.meta.dirname, "../corpus/mutations.jsonl"), "utf8").split("\n");
  const rows = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Mutation);
  const random = seededRandom(seed);
  const order = rows.filter((row) => row.core_alloc).map((row) => ({ row, at: random() }));
  return order.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

function mutated(text: string, { line, col }: Mutation): string | undefined {
  const lines = text.split("\n");
  const old = lines[line - 1] ?? "";
  const at = old.indexOf("GFP_ATOMIC", Math.max(0, col - 5));
  if (at < 0) return undefined;
  lines[line - 1] = `${old.slice(0, at)}GFP_KERNEL${old.slice(at + "GFP_ATOMIC".length)}`;
  return lines.join("\n");
}

/** What is found in one file below `folder`. */
async function findingsIn(path: string, folder: string, args: readonly string[]): Promise<readonly string[]> {
  const io = fakeIo();
  await runCli(["check", "--format", "json", "--no-cache", ...args], io);
  expect(io.err()).toBe("");
  return readReport(io.out())
    .filter(({ file }) => relative(folder, file) === path)
    .map(({ rule, severity, message, start }) => `${path}:${start.line} ${rule} ${severity} ${message}`);
}

/** What the linked scan says of the whole tree; made here, with the user's cache, where no report of it is named. */
async function linkedReport(top: string): Promise<readonly Told[]> {
  const given = process.env["KMEM_LENS_LINKED_REPORT"];
  if (given) return readReport(readFileSync(given, "utf8"));
  const main = await bundleCli("outside", "real");
  const folders = "drivers net sound fs block kernel mm lib crypto".split(" ");
  const args = [main, "check", "--link", "--format", "json", "--fail-on", "never", ...folders];
  const { out } = await startProcess(process.execPath, args, { cwd: top, env: process.env }).ended;
  return readReport(out);
}

/**
 * What is lost for other reasons than that the pack does not tell of a call: an entry of which it knows another way, or
 * one through a second file of the caller's; a lock given back that is not the caller's; a C file that others include;
 * drivers in staging, which are none of the kernel's to call; a function that modules cannot call, where a module's
 * files are in several folders.
 */
function isBeyondPacks({ path }: Expected, why: string, top: string): boolean {
  const [, missing] = /^(\w+)\(\) is not in the pack/.exec(why) ?? [];
  const isExported = (file: string): boolean =>
    new RegExp(`EXPORT_SYMBOL\\w*\\(${missing}[,)]`).test(readFileSync(join(top, file), "utf8"));
  return (
    /^(?:enters |inside: |told to the end)/.test(why) ||
    path.some(({ file }) => file.includes("/staging/")) ||
    (missing !== undefined && !path.some(({ file }) => isExported(file)))
  );
}

let opened: KnowledgePack | undefined;

function shipped(): KnowledgePack {
  opened ??= readPack(sectionsOf(readFileSync(shippedPath("6.1"))));
  return opened;
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
        const files = seen.has(row.path) ? undefined : driverOf(top, row.path)?.texts;
        const text = mutated(files?.get(row.path) ?? "", row);
        if (!files || text === undefined) continue;
        seen.add(row.path);
        // The same PATH both times: a finding is told at the last step of its path that is under PATH.
        const alone = folderWith(Object.fromEntries([...files, [row.path, text]]));
        const outside = await findingsIn(row.path, alone, [alone]);
        const inside = await findingsIn(row.path, alone, ["--tree", top, alone]);
        expect(outside, `seed ${seed}`).toEqual(inside);
        nrFindings += outside.length;
      }
      expect(seen.size).toBe(nrDrivers);
      expect(nrFindings).toBeGreaterThanOrEqual(nrDrivers);
    },
    600_000,
  );

  it.skipIf(reason)(
    "have with the pack what the linked scan of the whole tree says of them",
    async () => {
      const top = tree ?? "";
      const report = await linkedReport(top);
      const lost: string[] = [];
      const nrSame = { inside: 0, leaves: 0, enters: 0 };
      for (const driver of driversOf(report, top, seed).slice(0, nrDrivers)) {
        const { same, otherLevel, missing } = await compareDriver(driver, report);
        for (const { crossing } of same) nrSame[crossing]++;
        const others = otherLevel.map(({ expected }) => expected);
        for (const item of [...missing, ...others]) {
          const why = lostAt(item, shipped(), new Set(driver.texts.keys()));
          if (!isBeyondPacks(item, why, top))
            lost.push(`${item.file}:${item.line} ${item.linked.message}: ${why}`);
        }
      }
      expect(lost, `seed ${seed}`).toEqual([]);
      expect(nrSame.leaves).toBeGreaterThan(0);
      expect(nrSame.enters).toBeGreaterThan(0);
    },
    3_600_000,
  );
});
