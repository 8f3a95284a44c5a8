// Scenarios that real kernels and a real C library were measured with, written as snippets from the data: the figures
// of the run's report must be the measured ones.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StateReport } from "../../server/src/snippets/report.js";
import { runOne } from "./check.js";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface MeasuredRecord {
  readonly cmd?: string;
  readonly out?: { readonly [key: string]: Json };
}

interface MeasuredRun {
  readonly how: { readonly mem: string; readonly smp: number };
  readonly records: readonly MeasuredRecord[];
}

const reference = join(import.meta.dirname, "../reference");

interface MeasuredFile {
  readonly runs?: readonly MeasuredRun[];
  /** Another file with the same runs. */
  readonly sameAs?: string;
}

function runsOf(folder: string, topic: string): readonly MeasuredRun[] {
  return readRuns(`${folder}/${topic}.json`);
}

function readRuns(path: string): readonly MeasuredRun[] {
  // The files are our own; their shape is the one declared above.
  const file = JSON.parse(readFileSync(join(reference, path), "utf8")) as MeasuredFile;
  return file.runs ?? (file.sameAs === undefined ? [] : readRuns(file.sameAs));
}

const kernels = [
  ["6.1.192-amd64", "machine=x86_64:512M kernel=6.1"],
  ["6.12.117-amd64", "machine=x86_64:512M kernel=6.12"],
] as const;

const head = "#include <linux/slab.h>\n#include <linux/vmalloc.h>\n";

describe.each(kernels)("kmalloc size classes of %s", (folder, machine) => {
  const records = runsOf(folder, "kmalloc_buckets").flatMap((run) => run.records);
  const sweeps = records.filter((record) =>
    /^ksize \d+ (?:8192|16400) 1 GFP_\w+(?:\|__GFP_\w+)*$/.test(record.cmd ?? ""),
  );
  it.each(sweeps.map((record) => [record.cmd ?? "", record] as const))("%s", (cmd, record) => {
    const gfp = cmd.split(" ")[4] ?? "GFP_KERNEL";
    const ranges = (record.out?.["ranges"] ?? []) as readonly {
      from: number;
      to: number;
      ksize?: number;
      cache?: string;
      zone?: string;
    }[];
    const sizes = ranges
      .filter((range) => range.ksize !== undefined)
      .flatMap((range) => [
        { ...range, size: range.from },
        { ...range, size: range.to },
      ]);
    const body = sizes.map(({ size }) => `\tkfree(kmalloc(${size}, ${gfp}));`).join("\n");
    const run = runOne(
      `${head}// @kmem run ${machine}\nstatic int sizes(void)\n{\n${body}\n\treturn 0;\n}\n`,
    );
    const given = run.events.filter((event) => event.allocatedBytes !== undefined);
    expect(
      given.map(({ requestedBytes, allocatedBytes, cache, zone }) => ({
        requestedBytes,
        allocatedBytes,
        cache,
        zone,
      })),
    ).toEqual(
      sizes.map(({ size, ksize, cache, zone }) => ({
        requestedBytes: size,
        allocatedBytes: ksize,
        cache,
        zone,
      })),
    );
  });
});

describe.each(kernels)("slab behaviour of %s", (folder, machine) => {
  const [run] = runsOf(folder, "slab_behaviour");
  const groups = groupsOf(run?.records ?? []);
  it("has groups", () => {
    expect(groups.length).toBeGreaterThan(100);
  });
  it.each(groups.map((group) => [group[0]?.cmd ?? "", group] as const))("%s", (_name, group) => {
    const { text, labels } = slabSnippet(group, machine);
    const result = runOne(text);
    expect(result.faults).toEqual([]);
    const name = (group[0]?.cmd ?? "").split(" ")[1];
    const seen = result.snapshots.map(({ label, state }) => ({ label, ...slabCounts(state, name) }));
    expect(seen).toEqual(labels);
  });
});

/** Records from the creation of a cache to its destruction. */
function groupsOf(records: readonly MeasuredRecord[]): MeasuredRecord[][] {
  const groups: MeasuredRecord[][] = [];
  for (const record of records) {
    if (record.cmd?.startsWith("cc ")) groups.push([record]);
    else groups.at(-1)?.push(record);
  }
  return groups.filter(
    (group) =>
      group.every(({ cmd }) => /^(?:cc|ca|cf|cshrink|cd) /.test(cmd ?? "")) && group[0]?.cmd?.endsWith("-"),
  );
}

function slabCounts(state: StateReport, name: string | undefined) {
  const slab = state.slabs?.find((one) => one.name === name);
  return {
    slabs: slab?.slabs,
    total: slab?.capacity,
    partial: slab?.partialSlabs,
    cpuPartial: slab?.cpuPartialSlabs,
  };
}

function slabSnippet(group: readonly MeasuredRecord[], machine: string) {
  const [, name = "", size = "8", align = "0"] = (group[0]?.cmd ?? "").split(" ");
  const lines: string[] = [];
  const labels: object[] = [];
  for (const [index, { cmd = "", out }] of group.entries()) {
    const [command, , argument = "", gfp = ""] = cmd.split(" ");
    if (command === "ca")
      lines.push(`for (i = 0; i < ${argument}; i++) p[n++] = kmem_cache_alloc(c, ${gfp});`);
    if (command === "cf") lines.push(freeLoop(argument));
    if (command === "cshrink") lines.push("kmem_cache_shrink(c);");
    const slab = out?.["slab"] as { readonly [key: string]: Json } | undefined;
    if (!slab || command === "cc" || command === "cd") continue;
    lines.push(`/* @kmem snapshot "${index}" */ ;`);
    const cpuPartial = slab["slabs_cpu_partial"] as { readonly slabs: number } | undefined;
    labels.push({
      label: String(index),
      slabs: slab["slabs"],
      total: slab["total_objects"],
      partial: slab["partial"],
      cpuPartial: cpuPartial?.slabs,
    });
  }
  const text = `${head}static void *p[20000];
// @kmem run ${machine}
static int group(void)
{
\tstruct kmem_cache *c = kmem_cache_create("${name}", ${size}, ${align}, 0, NULL);
\tint i, n = 0, k;
\t${lines.join("\n\t")}
\tfor (i = 0; i < n; i++) kmem_cache_free(c, p[i]);
\tkmem_cache_destroy(c);
\treturn 0;
}
`;
  return { text, labels };
}

/** Frees some objects, in order, and closes the ranks of those that stay. */
function freeLoop(mode: string): string {
  const [word = "all", first = "0", second = "0"] = mode.split(":");
  if (word === "rev") return "while (n) kmem_cache_free(c, p[--n]);";
  const keeps: Readonly<Record<string, string>> = {
    even: "i % 2 != 0",
    odd: "i % 2 == 0",
    first: `i >= ${first}`,
    last: `i < n - ${first}`,
    mod: `i % ${first} != ${second}`,
    keepmod: `i % ${first} == ${second}`,
  };
  return `for (i = 0, k = 0; i < n; i++) if (${keeps[word] ?? "0"}) p[k++] = p[i]; else kmem_cache_free(c, p[i]); n = k;`;
}

describe.each(kernels)("vmalloc of %s", (folder, machine) => {
  const [run] = runsOf(folder, "vmalloc_kvmalloc_dma_pools");
  const records = (run?.records ?? []).filter(
    ({ cmd, out }) => /^vm \d+ \w+$/.test(cmd ?? "") && out?.["area_size"] !== undefined,
  );
  it("gives areas of the measured size", () => {
    const lines = records.map(({ cmd = "" }, i) => {
      const [, size, call] = cmd.split(" ");
      return `p = ${call}(${size});\n\t/* @kmem snapshot "${i}" */ ;\n\tvfree(p);`;
    });
    const result = runOne(
      `${head}// @kmem run ${machine}\nstatic int areas(void)\n{\n\tvoid *p;\n\t${lines.join("\n\t")}\n\treturn 0;\n}\n`,
    );
    expect(
      result.snapshots.map(({ state }) => state.vmalloc?.map(({ bytes, pages }) => ({ bytes, pages }))),
    ).toEqual(records.map(({ out }) => [{ bytes: out?.["area_size"], pages: out?.["nr_pages"] }]));
    expect(records.length).toBeGreaterThan(40);
  });
});

interface LibraryRun {
  readonly run: string;
  readonly args: string;
  readonly steps: readonly (readonly (string | number)[])[];
}

describe("malloc of glibc 2.36", () => {
  // The file is our own; its shape is the one declared above.
  const data = JSON.parse(readFileSync(join(reference, "glibc-2.36.json"), "utf8")) as {
    readonly columns: readonly string[];
    readonly runs: readonly LibraryRun[];
  };
  const column = (name: string): number => data.columns.indexOf(name) + 1;
  const written = /^(?:start|[A-Z]=malloc\(\d+\)|free\([A-Z]\))$/;
  const runs = data.runs.filter(({ steps }) => steps.every(([step]) => written.test(String(step))));
  const options: Readonly<Record<string, string>> = {
    "mmap=131072": "M_MMAP_THRESHOLD",
    "trim=131072": "M_TRIM_THRESHOLD",
  };
  it.each(runs.map((run) => [`${run.run} ${run.args}`, run] as const))("%s", (_name, { steps, args }) => {
    const lines = steps.map(([step], i) => {
      const call =
        String(step) === "start"
          ? ""
          : String(step)
              .replace(/=malloc/, " = malloc")
              .concat(";");
      return `${call}\n\t/* @kmem snapshot "${i}" */ ;`;
    });
    const names = [..."ABCDEFGHPQXYZ"].map((name) => `*${name}`).join(", ");
    const option = options[args] === undefined ? "" : `mallopt(${options[args]}, 131072);`;
    const result = runOne(
      `#include <stdlib.h>\n// @kmem run\nint main(void)\n{\n\tchar ${names};\n\t${option}\n\t${lines.join("\n\t")}\n\treturn 0;\n}\n`,
    );
    const seen = result.snapshots.map(({ state: { heap } }) => [
      heap?.brkBytes,
      heap?.mmaps.length,
      heap?.inUseBytes,
      heap?.freeBytes,
      heap?.topBytes,
    ]);
    const wanted = steps.map((step) =>
      ["brk_bytes", "hblks", "uordblks", "fordblks", "keepcost"].map((name) => step[column(name)]),
    );
    expect(seen).toEqual(wanted);
  });
  it("has runs", () => {
    expect(runs.length).toBeGreaterThan(8);
  });
});
