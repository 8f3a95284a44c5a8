// The interpreter against gcc: generated programs must print the same. The first seed is printed, KMEM_SEED sets it and
// KMEM_PROGRAMS how many; without gcc there is nothing to compare with.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runOne } from "./check.js";
import {
  type Construct,
  constructs,
  type Generated,
  generateProgram,
  programText,
  sharedHeader,
  unityText,
} from "./generate-c.js";

const firstSeed = Number(process.env["KMEM_SEED"] ?? 20_000);
/** All in CI; a sample where somebody waits for it. */
const nrPrograms = Number(process.env["KMEM_PROGRAMS"] ?? (process.env["CI"] ? 2000 : 150));
const batchSize = 250;
/** Uses that each construct must have per 2,000 programs, scaled. */
const leastUses = Math.floor((50 * nrPrograms) / 2000);
const headers = [{ path: sharedHeader.name, text: sharedHeader.text }];
const hasGcc = spawnSync("gcc", ["--version"]).status === 0;

describe.skipIf(!hasGcc)(
  `gcc and the interpreter agree on ${nrPrograms} programs from seed ${firstSeed}`,
  () => {
    const counts = new Map<Construct, number>();
    for (let start = 0; start < nrPrograms; start += batchSize) {
      const nrHere = Math.min(batchSize, nrPrograms - start);
      it(`programs ${start} to ${start + nrHere - 1}`, { timeout: 600_000 }, () => {
        const programs = Array.from({ length: nrHere }, (_, i) => generateProgram(firstSeed + start + i));
        for (const program of programs)
          for (const name of program.used) counts.set(name, (counts.get(name) ?? 0) + 1);
        const outputs = compileAndRun(programs, ["-fsanitize=undefined"]);
        for (const program of programs) {
          const run = runOne(`// @kmem run\n${programText(program)}`, { headers });
          const printed = run.console.join("\n");
          expect({ seed: program.seed, stop: run.stop, faults: run.faults, printed }).toEqual({
            seed: program.seed,
            stop: expect.objectContaining({ reason: "returned" }),
            faults: [],
            printed: outputs.get(program.seed),
          });
        }
      });
    }

    it("each construct occurs often enough", () => {
      const rare = constructs.filter((name) => (counts.get(name) ?? 0) < leastUses);
      expect(rare).toEqual([]);
    });
  },
);

it("two thousand programs have each construct at least fifty times", () => {
  const counts = new Map<Construct, number>();
  for (let i = 0; i < 2000; i++)
    for (const name of generateProgram(firstSeed + i).used) counts.set(name, (counts.get(name) ?? 0) + 1);
  expect(constructs.filter((name) => (counts.get(name) ?? 0) < 50)).toEqual([]);
});

/** What each program prints when gcc compiles it; a sanitizer's complaint is a failure. */
function compileAndRun(
  programs: readonly Generated[],
  flags: readonly string[],
): ReadonlyMap<number, string> {
  const folder = mkdtempSync(join(tmpdir(), "kmem-lens-differential-"));
  try {
    const source = join(folder, "programs.c");
    const binary = join(folder, "programs");
    writeFileSync(source, unityText(programs));
    writeFileSync(join(folder, sharedHeader.name), sharedHeader.text);
    execFileSync("gcc", ["-w", "-O0", "-std=gnu11", ...flags, "-o", binary, source], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const result = spawnSync(binary, { maxBuffer: 1 << 28 });
    expect(result.stderr.toString()).toBe("");
    expect(result.status).toBe(0);
    return sorted(result.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sorted(output: Buffer): ReadonlyMap<number, string> {
  const outputs = new Map<number, string>();
  for (const part of output.toString("utf8").split(/^== /m).slice(1)) {
    const end = part.indexOf("\n");
    outputs.set(Number(part.slice(0, end)), part.slice(end + 1).replace(/\n$/, ""));
  }
  return outputs;
}
