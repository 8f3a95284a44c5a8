// Drivers copied out of a tree into empty folders, checked there with a knowledge pack behind them, against what the
// linked scan of the tree says of them (`check --link --format json`, run inside the tree). Tells for each finding that
// is missing where the pack loses the path.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { FunctionFacts } from "../../analysis/facts.js";
import { findCompanions, treeHeaderSearch } from "../../project/companions.js";
import { moduleOf } from "../../project/kbuild-modules.js";
import { openContainer } from "../../project/pack/container.js";
import { type KnowledgePack, readPack } from "../../project/pack/read-pack.js";
import type { Io } from "../io.js";
import { runCli } from "../run-cli.js";
import { type Comparison, compareOutside, type Expected, expectedOf, type Told } from "./outside-compare.js";
import { seededRandom } from "./seeded-random.js";

/** Larger modules say nothing more, and take long. */
const maxModuleFiles = 16;

/** A driver of a tree: its C files, and the headers that they name in quotes. Paths are below the tree's top. */
export interface Driver {
  readonly sources: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

/** The driver that a C file is part of; undefined for one of many files. */
export function driverOf(top: string, path: string): Driver | undefined {
  const read = (place: string): string | undefined =>
    existsSync(place) ? readFileSync(place, "utf8") : undefined;
  const module = moduleOf(join(top, path), read);
  const places =
    module.kind === "module" ? module.paths.filter((place) => existsSync(place)) : [join(top, path)];
  if (places.length > maxModuleFiles || !places.includes(join(top, path))) return undefined;
  const located = places.map((place) => ({ path: place, diskPath: place, text: read(place) ?? "" }));
  const headers = findCompanions(located, treeHeaderSearch(undefined));
  return {
    sources: places.map((place) => relative(top, place)),
    texts: new Map([...located, ...headers].map((file) => [relative(top, file.path), file.text])),
  };
}

/** The drivers of a report's findings in an order that the seed decides, those with paths across files first. */
export function driversOf(report: readonly Told[], top: string, seed: number): readonly Driver[] {
  const random = seededRandom(seed);
  const crossing = report.filter(({ path }) => new Set(path.map(({ file }) => file)).size > 1);
  const filesOf = (findings: readonly Told[]): string[] => {
    const files = new Set(findings.flatMap(({ file, path }) => [file, ...path.map((step) => step.file)]));
    const drawn = [...files].sort().map((file) => ({ file, at: random() }));
    return drawn.sort((a, b) => a.at - b.at).map(({ file }) => file);
  };
  const seen = new Set<string>();
  return [...filesOf(crossing), ...filesOf(report)].flatMap((path) => {
    if (!/^(?:drivers|sound)\/.*\.c$/.test(path) || seen.has(path)) return [];
    const driver = driverOf(top, path);
    for (const source of driver?.sources ?? [path]) seen.add(source);
    return driver ? [driver] : [];
  });
}

/** What is found of a driver in an empty folder; paths as below the tree's top. */
export async function checkOutside(driver: Driver, args: readonly string[] = []): Promise<readonly Told[]> {
  const folder = mkdtempSync(join(tmpdir(), "kmem-lens-outside-"));
  try {
    for (const [path, text] of driver.texts) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const out: string[] = [];
    await runCli(["check", "--format", "json", "--no-cache", ...args, folder], ioInto(out));
    const diagnostics = readReport(out.join(""));
    const below = (file: string): string => (file.startsWith(folder) ? relative(folder, file) : file);
    const moved = (path: Told["path"]): Told["path"] =>
      path.map((step) => ({ ...step, file: below(step.file) }));
    return diagnostics.map((told) => ({
      ...told,
      file: below(told.file),
      path: moved(told.path),
      ...(told.otherPaths && { otherPaths: told.otherPaths.map(moved) }),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ioInto(out: string[]): Io {
  const sink = (write: (text: string) => void): Io["stdout"] => ({
    isTerminal: false,
    columns: undefined,
    write: async (text) => write(text),
  });
  return {
    stdout: sink((text) => out.push(text)),
    stderr: sink((text) => void process.stderr.write(text)),
    readStdin: async () => new Uint8Array(),
    env: {},
    now: () => 0,
    onInterrupt: () => () => undefined,
  };
}

/** Compares what is found of one driver outside with what the report says of it. */
export async function compareDriver(
  driver: Driver,
  report: readonly Told[],
  args: readonly string[] = [],
): Promise<Comparison> {
  const expected = expectedOf(report, new Set(driver.texts.keys()));
  return compareOutside(expected, await checkOutside(driver, args));
}

/** Where the pack loses the path of a finding that leaves the driver, or enters it. */
export function lostAt(item: Expected, { tree, top }: KnowledgePack, own: ReadonlySet<string>): string {
  const { path, crossing, linked } = item;
  if (crossing === "inside") return `inside: ${linked.rule}`;
  if (crossing === "enters") {
    const name = path.find(({ file }) => own.has(file))?.function ?? "";
    const entries = tree.entriesOf?.(name) ?? [];
    const callers = entries.map(({ place }) => `${place.file.slice(top.length)} ${place.functionName}()`);
    return `enters ${name}(), which the pack has called by ${callers.join() || "nobody"}`;
  }
  const first = path.findIndex(({ file }) => !own.has(file));
  const steps = path.slice(first).map((step) => ({ name: step.function ?? "", file: step.file }));
  const [entry] = steps;
  if (!entry) return "no steps";
  if (entry.file.endsWith(".h")) return `by the header ${entry.file}: ${entry.name}()`;
  if (!tree.find("x.c", entry.name)) return `${entry.name}() is not in the pack`;
  const sink = /(\w+)\(/.exec(linked.message)?.[1] ?? "";
  for (const [at, { name, file }] of steps.entries()) {
    const next = steps[at + 1]?.name ?? sink;
    if (next === name) continue;
    const facts = tree.facts(top + file).functions.find((found) => found.name === name);
    if (!facts) return `${name}() is not in the pack, ${at} calls down`;
    const called = namesCalled(facts);
    if (facts.graph.blocks.length === 1) return `${name}() is told as ${called.join()}`;
    if (!called.includes(next)) return `${name}() does not tell of ${next}()`;
  }
  return "told to the end";
}

function namesCalled({ graph }: FunctionFacts): readonly string[] {
  return graph.blocks.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.kind === "call" && event.callee.kind === "name" ? [event.callee.name] : [],
    ),
  );
}

interface OutsideOptions {
  readonly top: string;
  readonly linked: string;
  readonly pack: string;
  readonly nrDrivers: number;
  readonly seed: number;
}

function readOptions(argv: readonly string[]): OutsideOptions | undefined {
  const options = new Map<string, string>();
  let top: string | undefined;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word.startsWith("--")) options.set(word, argv[++i] ?? "");
    else top = word;
  }
  const [linked, pack] = [options.get("--linked"), options.get("--pack")];
  const [nrDrivers, seed] = [Number(options.get("--drivers") ?? 50), Number(options.get("--seed") ?? 1)];
  return top === undefined || linked === undefined || pack === undefined
    ? undefined
    : { top, linked, pack, nrDrivers, seed };
}

/** `outside TREE --linked REPORT --pack FILE [--drivers N] [--seed N]`: REPORT is the JSON of a linked check, run in TREE. */
export async function runOutside(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (!options) {
    process.stderr.write(
      "usage: npm run corpus -- outside TREE --linked REPORT.json --pack FILE [--drivers N] [--seed N]\n",
    );
    return 2;
  }
  const report = readReport(readFileSync(options.linked, "utf8"));
  const opened = openContainer(readFileSync(options.pack));
  if (opened.kind !== "opened") throw new Error(opened.reason);
  const knowledge = readPack(opened.sections);
  const counts = new Map<string, number>();
  for (const driver of driversOf(report, options.top, options.seed).slice(0, options.nrDrivers)) {
    const comparison = await compareDriver(driver, report, ["--pack", options.pack]);
    for (const { what, text } of linesOf(comparison, knowledge, new Set(driver.texts.keys()))) {
      counts.set(what, (counts.get(what) ?? 0) + 1);
      process.stdout.write(text);
    }
  }
  for (const [what, number] of [...counts].sort()) process.stdout.write(`${number} ${what}\n`);
  return 0;
}

/** The diagnostics of a report that `check` wrote; anything else stops here with the parser's words. */
export function readReport(json: string): readonly Told[] {
  const { diagnostics } = JSON.parse(json) as { readonly diagnostics: readonly Told[] };
  return diagnostics;
}

interface Line {
  /** What is counted. */
  readonly what: string;
  /** What is told; empty for what is as it should be. */
  readonly text: string;
}

function linesOf(
  { same, otherLevel, missing, extra }: Comparison,
  knowledge: KnowledgePack,
  own: ReadonlySet<string>,
): readonly Line[] {
  const wayOf = (path: Told["path"]): string =>
    path.map((step) => `${step.file}:${step.line} ${step.function}`).join(" > ");
  const expectedLine = (kind: string, expected: Expected, why: string): Line => {
    const { linked, path, file, line, crossing } = expected;
    const head = `${kind} ${file}:${line} ${linked.severity} ${why}`;
    return { what: `${kind} ${crossing}`, text: `${head}\n    ${linked.message}\n    ${wayOf(path)}\n` };
  };
  return [
    ...same.map(({ crossing }) => ({ what: `same ${crossing}`, text: "" })),
    ...otherLevel.map(({ expected, severity }) =>
      expectedLine("other level", expected, `now ${severity}; ${lostAt(expected, knowledge, own)}`),
    ),
    ...missing.map((item) => expectedLine("missing", item, lostAt(item, knowledge, own))),
    ...extra.map(({ file, start, severity, message, path }) => ({
      what: path.some((step) => step.file !== file) ? "extra across" : "extra inside",
      text: `extra ${file}:${start.line} ${severity} ${message}\n    ${wayOf(path)}\n`,
    })),
  ];
}
