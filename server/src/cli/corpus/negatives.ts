// How often the checker cries wolf: a seeded choice of `GFP_ATOMIC` allocations that stand certainly in process context
// with nothing held becomes `GFP_KERNEL`, which is no bug. Which places are certain is decided from the text and the
// registrations alone, not by the flow that is under test: the function is entered by process-context callbacks only,
// and either takes no lock before the place or has given back, in a straight line, all it took.

import { readdirSync, readFileSync } from "node:fs";
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
    .map((place) => ({ place, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, wantedPlaces)
    .map((item) => item.place);
  const reported = chosen.filter((place) => isReported(tree, place));
  for (const place of reported) {
    process.stdout.write(
      `reported ${place.path} +${place.offset} in ${place.functionName}() (${place.why})\n`,
    );
  }
  const percent = (100 * reported.length) / Math.max(chosen.length, 1);
  process.stdout.write(
    `seed ${seed}: ${reported.length} of ${chosen.length} places reported (${percent.toFixed(2)} %), ${all.length} to choose from\n`,
  );
  return percent <= allowedPercent ? 0 : 1;
}

function listFiles(tree: string): readonly string[] {
  return readdirSync(join(tree, "drivers"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".c"))
    .sort()
    .map((name) => `drivers/${name}`);
}

function placesIn(tree: string, path: string): Place[] {
  const text = readFileSync(join(tree, path), "utf8");
  if (!text.includes("GFP_ATOMIC")) return [];
  const facts = buildFacts(path, text);
  const project = linkProject([facts], createProfile());
  const places: Place[] = [];
  for (const node of project.program.nodes) {
    if (!isEnteredInProcessOnly(project, facts, node.facts)) continue;
    for (const event of allocations(project, node.facts)) {
      const written = text.slice(event.span.start, event.span.end);
      const at = written.lastIndexOf("GFP_ATOMIC");
      const why =
        at < 0 ? undefined : whyNothingHeld(project, text.slice(node.facts.span.start, event.span.start));
      if (why !== undefined)
        places.push({ path, offset: event.span.start + at, functionName: node.facts.name, why });
    }
  }
  return places;
}

function isEnteredInProcessOnly(project: Project, file: FileFacts, facts: FunctionFacts): boolean {
  const contexts = project.registrations.filter((item) => item.node.facts === facts);
  if (contexts.length === 0 || !facts.isStatic || facts.kind === "macro" || !facts.isClean) return false;
  if (contexts.some((item) => item.context !== "process" || !item.isCertain)) return false;
  return !file.functions.some((other) => calledNames(other).has(facts.name));
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
