// How often the checker cries wolf: a seeded choice of `GFP_ATOMIC` allocations that stand certainly in process context
// with nothing held becomes `GFP_KERNEL`, which is no bug. Which places are certain is decided from the text and the
// registrations alone, not by the flow that is under test. A function counts as entered in process context where the
// kernel calls it back so (probe, open, work item, threaded handler) or where all its callers in the file count so and
// hold nothing at the call; a place counts where the function has taken no lock before it, or has given back, in a
// straight line, all it took. Where those are too few, functions that nothing in the file calls or registers are taken
// too: the checker sees the file alone, and has no reason to speak there.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildFacts, calledNames } from "../../analysis/build-facts.js";
import type { CallEvent } from "../../analysis/event-graph.js";
import type { FileFacts, FunctionFacts } from "../../analysis/facts.js";
import { createProfile } from "../../kernel-model/profile.js";
import { linkProject, type Project } from "../../project/project.js";
import { checkFiles } from "../../rules/engine.js";
import { seededRandom } from "./seeded-random.js";

interface Place {
  readonly path: string;
  readonly offset: number;
  readonly functionName: string;
  readonly entry: Entry;
  readonly why: string;
}

const wantedPlaces = 500;
const allowedPercent = 1;

/** Runs; resolves to 0 when at most one percent is reported. */
export async function runNegatives(argv: readonly string[]): Promise<number> {
  const tree = argv.find((word) => !word.startsWith("--"));
  const seedAt = argv.indexOf("--seed");
  const seed = seedAt < 0 ? 1 : Number(argv[seedAt + 1]);
  if (tree === undefined || !Number.isInteger(seed)) {
    process.stderr.write("usage: npm run corpus -- negatives TREE [--seed N]\n");
    return 2;
  }
  const random = seededRandom(seed);
  const all = listFiles(tree).flatMap((path) => placesIn(tree, path));
  const chosen = all
    .map((place) => ({ place, order: random() + (place.entry === "process" ? 0 : 1) }))
    .sort((a, b) => a.order - b.order)
    .slice(0, wantedPlaces)
    .map((item) => item.place);
  const reported = chosen.filter((place) => isReported(tree, place));
  for (const place of reported) {
    process.stdout.write(
      `reported ${place.path} +${place.offset} in ${place.functionName}() (${place.entry}, ${place.why})\n`,
    );
  }
  const percent = (100 * reported.length) / Math.max(chosen.length, 1);
  const sure = chosen.filter((place) => place.entry === "process").length;
  process.stdout.write(
    `${sure} in functions entered in process context, ${chosen.length - sure} that nothing calls\n`,
  );
  process.stdout.write(
    `seed ${seed}: ${reported.length} of ${chosen.length} places reported (${percent.toFixed(2)} %), ${all.length} to choose from\n`,
  );
  return percent <= allowedPercent ? 0 : 1;
}

/** Where drivers and the code most like theirs stand; drivers alone have too few such places. */
const folders = [
  "drivers",
  "net",
  "sound",
  "fs",
  "block",
  "kernel",
  "mm",
  "lib",
  "crypto",
  "security",
  "arch",
];

function listFiles(tree: string): readonly string[] {
  return folders.flatMap((folder) => {
    if (!existsSync(join(tree, folder))) return [];
    return readdirSync(join(tree, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".c"))
      .sort()
      .map((name) => `${folder}/${name}`);
  });
}

function placesIn(tree: string, path: string): Place[] {
  const text = readFileSync(join(tree, path), "utf8");
  if (!text.includes("GFP_ATOMIC")) return [];
  const facts = buildFacts(path, text);
  const project = linkProject([facts], createProfile());
  const entries = new Entries(project, facts, text);
  const places: Place[] = [];
  for (const node of project.program.nodes) {
    const entry = entries.of(node.facts);
    if (entry === undefined || node.facts.kind === "macro" || !node.facts.isClean) continue;
    if (claimsLock(project, node.facts)) continue;
    for (const event of allocations(project, node.facts)) {
      const written = text.slice(event.span.start, event.span.end);
      const at = written.lastIndexOf("GFP_ATOMIC");
      const why =
        at < 0 ? undefined : whyNothingHeld(project, text.slice(node.facts.span.start, event.span.start));
      if (why === undefined) continue;
      places.push({ path, offset: event.span.start + at, functionName: node.facts.name, entry, why });
    }
  }
  return places;
}

/** Whether the function says itself that a lock is held: by an annotation, or by asking lockdep. */
function claimsLock(project: Project, facts: FunctionFacts): boolean {
  if (facts.annotations.length > 0) return true;
  return [...calledNames(facts)].some((name) => project.model.assertion(name)?.kind === "lock-held");
}

type Entry = "process" | "nobody here";

/** How the functions of a file are entered, as far as it is certain. */
class Entries {
  readonly #project: Project;
  readonly #file: FileFacts;
  readonly #text: string;
  readonly #known = new Map<FunctionFacts, Entry | undefined>();

  constructor(project: Project, file: FileFacts, text: string) {
    this.#project = project;
    this.#file = file;
    this.#text = text;
  }

  of(facts: FunctionFacts): Entry | undefined {
    if (!this.#known.has(facts)) {
      this.#known.set(facts, undefined);
      this.#known.set(facts, this.#compute(facts));
    }
    return this.#known.get(facts);
  }

  #compute(facts: FunctionFacts): Entry | undefined {
    const contexts = this.#project.registrations.filter((item) => item.node.facts === facts);
    if (contexts.some((item) => item.context !== "process")) return undefined;
    const callers = this.#file.functions.filter(
      (other) => other !== facts && calledNames(other).has(facts.name),
    );
    for (const caller of callers) {
      if (caller.kind === "macro" || this.of(caller) !== "process") return undefined;
      for (const call of callsOf(caller, facts.name)) {
        if (whyNothingHeld(this.#project, this.#text.slice(caller.span.start, call.span.start)) === undefined)
          return undefined;
      }
    }
    if (contexts.length > 0 || callers.length > 0) return facts.isStatic ? "process" : undefined;
    return this.#isMentioned(facts) ? undefined : "nobody here";
  }

  /** Whether the name stands anywhere but in its own definition: a table, an argument, an assignment. */
  #isMentioned(facts: FunctionFacts): boolean {
    const pattern = new RegExp(`\\b${facts.name}\\b`, "g");
    const own = facts.span;
    return [...this.#text.matchAll(pattern)].some((match) => {
      const isOwn = match.index >= own.start && match.index < own.end;
      const isExport = /EXPORT_SYMBOL\w*\($/.test(
        this.#text.slice(Math.max(0, match.index - 30), match.index),
      );
      return !isOwn && !isExport;
    });
  }
}

function callsOf(caller: FunctionFacts, name: string): CallEvent[] {
  return caller.graph.blocks.flatMap((block) =>
    block.events.filter(
      (event): event is CallEvent =>
        event.kind === "call" && event.callee.kind === "name" && event.callee.name === name,
    ),
  );
}

function allocations(project: Project, facts: FunctionFacts): CallEvent[] {
  return facts.graph.blocks.flatMap((block) =>
    block.events.filter(
      (event): event is CallEvent =>
        event.kind === "call" &&
        event.callee.kind === "name" &&
        project.model.allocator(event.callee.name)?.gfpArgument !== undefined,
    ),
  );
}

/** Reads the lock operations before the place as a list of words; only what stands at the function's own level counts. */
function whyNothingHeld(project: Project, before: string): string | undefined {
  let depth = 0;
  let held = 0;
  let touched = false;
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|[{}]|\b([A-Za-z_]\w*)\s*\(/g;
  for (const match of before.matchAll(token)) {
    if (match[0] === "{") depth++;
    else if (match[0] === "}") depth--;
    const row = match[1] === undefined ? undefined : project.model.lock(match[1]);
    if (match[1] === "guard" || match[1] === "scoped_guard") return undefined;
    if (!row?.atomic) continue;
    if (row.effect === "try" || depth !== 1) return undefined;
    touched = true;
    held += row.effect === "acquire" ? 1 : -1;
    if (held < 0) return undefined;
  }
  if (held !== 0) return undefined;
  return touched ? "all given back" : "nothing taken";
}

function isReported(tree: string, place: Place): boolean {
  const original = readFileSync(join(tree, place.path), "utf8");
  const text = `${original.slice(0, place.offset)}GFP_KERNEL${original.slice(place.offset + "GFP_ATOMIC".length)}`;
  const { findings } = checkFiles([{ path: place.path, text }], { profile: createProfile(), rules: {} });
  return findings.some(
    (item) =>
      item.rule === "sleep-in-atomic" && item.span.start <= place.offset && item.span.end > place.offset,
  );
}
