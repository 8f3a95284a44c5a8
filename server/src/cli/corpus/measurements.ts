// `npm run corpus -- measurements DIR`: every record of a folder of kernel measurements, replayed through the simulator.
// Prints a table by topic and kernel; the status is 1 when a record that must be exact is not.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runGlibcMeasurements } from "./measure-malloc.js";
import {
  at,
  type Json,
  listAt,
  type MeasuredRun,
  numberAt,
  type Outcome,
  profileOfKernel,
  textAt,
} from "./measurements/record.js";
import { replayRun } from "./measurements/replay.js";
import { replayVerdicts } from "./measurements/sleepy.js";

const usage = "usage: npm run corpus -- measurements DIR [--off] [--only TEXT]\n";

/** Replays the folder named by the first argument; `--off` lists what differs, `--only` keeps topics or kernels with that text. */
export async function runMeasurements(argv: readonly string[]): Promise<number> {
  const [folder] = argv.filter((word) => !word.startsWith("--"));
  if (folder === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const onlyAt = argv.indexOf("--only");
  const only = onlyAt === -1 ? "" : (argv[onlyAt + 1] ?? "");
  const rows = new Table();
  for (const path of await findTopics(folder)) {
    if (!path.includes(only)) continue;
    const file: Json = JSON.parse(await readFile(path, "utf8"));
    const kernel = textAt(file, "kernel") || (path.split("/").at(-2) ?? "");
    for (const outcome of replayFile(kernel, file)) rows.add(kernel, outcome);
  }
  process.stdout.write(rows.render());
  if (argv.includes("--off")) process.stdout.write(rows.renderDifferences());
  return rows.hasWrong() ? 1 : 0;
}

async function findTopics(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(folder, name));
}

/** All comparisons of one file; a kernel or a shape that we do not know gives none. */
export function replayFile(kernel: string, file: Json): Outcome[] {
  if (kernel.startsWith("glibc-")) return runGlibcMeasurements(kernel, file);
  const single = profileOfKernel(kernel, 1);
  if (!single) return [];
  if (listAt(file, "verdicts").length > 0) return replayVerdicts(single, file);
  return listAt(file, "runs").flatMap((run) => {
    const nrCpus = Math.max(1, numberAt(run, "how", "smp"));
    const profile = profileOfKernel(kernel, nrCpus) ?? single;
    // Shape of a run by the folder's README; fields are read by path and checked one by one.
    const measured: MeasuredRun = {
      how: at(run, "how") ?? null,
      records: listAt(run, "records") as MeasuredRun["records"],
    };
    return replayRun(profile, measured);
  });
}

interface Row {
  readonly topic: string;
  readonly kernel: string;
  readonly counts: Record<Outcome["verdict"], number>;
}

/** Counts by topic and kernel. */
class Table {
  private readonly rows = new Map<string, Row>();
  private readonly differences: string[] = [];
  private wrong = 0;

  add(kernel: string, outcome: Outcome): void {
    const key = `${outcome.topic}\n${kernel}`;
    const row = this.rows.get(key) ?? {
      topic: outcome.topic,
      kernel,
      counts: { exact: 0, refill: 0, off: 0, "not-modelled": 0 },
    };
    this.rows.set(key, row);
    row.counts[outcome.verdict] += 1;
    if (outcome.verdict === "exact" || outcome.verdict === "not-modelled") return;
    this.differences.push(
      `${outcome.topic} | ${kernel} | ${outcome.name} | ${outcome.verdict} | ${outcome.detail ?? ""}`,
    );
    if (outcome.grade === "exact" || (outcome.grade === "refill" && outcome.verdict === "off"))
      this.wrong += 1;
  }

  hasWrong(): boolean {
    return this.wrong > 0;
  }

  render(): string {
    const header =
      "| topic | kernel | records | exact | within a refill | off | not modelled |\n|---|---|---|---|---|---|---|\n";
    const sorted = [...this.rows.values()].sort((a, b) => (a.topic + a.kernel < b.topic + b.kernel ? -1 : 1));
    return header + sorted.map(renderRow).join("");
  }

  renderDifferences(): string {
    return `${this.differences.join("\n")}\n`;
  }
}

function renderRow(row: Row): string {
  const { exact, refill, off, "not-modelled": absent } = row.counts;
  return `| ${row.topic} | ${row.kernel} | ${exact + refill + off + absent} | ${exact} | ${refill} | ${off} | ${absent} |\n`;
}
