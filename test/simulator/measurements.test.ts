// Every condensed record of booted kernels, replayed: what is exact must be exact, depths within a per-cpu refill.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  at,
  type Json,
  listAt,
  type Outcome,
  textAt,
} from "../../server/src/cli/corpus/measurements/record.js";
import { replayFile } from "../../server/src/cli/corpus/measurements.js";

const folder = join(import.meta.dirname, "../reference");

function readReference(path: string): Json {
  const file: Json = JSON.parse(readFileSync(join(folder, path), "utf8"));
  const same = textAt(file, "sameAs");
  if (same === "") return file;
  return { kernel: textAt(file, "kernel"), runs: at(readReference(same), "runs") ?? [] };
}

const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((entry) => readdirSync(join(folder, entry.name)).map((name) => `${entry.name}/${name}`));

/**
 * Depth runs take every page of the machine, dozens of times: of the larger machines every sixth record is replayed
 * here, so that the suite stays quick; `npm run corpus -- measurements` replays all.
 */
function thinned(file: Json): Json {
  const runs = listAt(file, "runs").map((run) => {
    if (textAt(run, "how", "mem") === "128M") return run;
    const records = listAt(run, "records").filter(
      (record, index) => !textAt(record, "cmd").startsWith("deplete 0") || index % 6 === 0,
    );
    return { how: at(run, "how") ?? null, records };
  });
  return { kernel: textAt(file, "kernel"), runs };
}

function misses(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter(({ grade, verdict }) => {
      if (grade === "exact") return verdict !== "exact";
      return grade === "refill" && verdict !== "exact" && verdict !== "refill";
    })
    .map(({ topic, name, verdict, detail }) => `${topic} | ${name} | ${verdict} | ${detail ?? ""}`);
}

describe("measured kernels", () => {
  it("are all here", () => {
    expect(files.length).toBeGreaterThan(15);
  });

  it.each(files)("%s is reproduced", (path) => {
    const file = path.endsWith("watermark_depth.json") ? thinned(readReference(path)) : readReference(path);
    const outcomes = replayFile(textAt(file, "kernel"), file);
    expect(outcomes.length).toBeGreaterThan(10);
    expect(misses(outcomes)).toEqual([]);
  });

  it("differ visibly when the machine is another one", () => {
    // The same records against the wrong release must not pass: the comparison has teeth.
    const wrong = replayFile(
      "6.1.192-amd64",
      readReference("6.12.117-amd64/vmalloc_kvmalloc_dma_pools.json"),
    );
    expect(misses(wrong).length).toBeGreaterThan(0);
    const wrongMarks = replayFile("6.12.117-amd64", readReference("6.1.176-i686-pae/custom_caches.json"));
    expect(misses(wrongMarks).length).toBeGreaterThan(0);
  });
});
