// `npm run corpus -- NAME ARGS`: the measurements over a whole kernel tree that the accuracy pages quote.

import { runCheck } from "./check.js";
import { runMeasurements } from "./measurements.js";
import { runMutations } from "./mutations.js";
import { runNegatives } from "./negatives.js";
import { runOutside } from "./outside.js";
import { runParse } from "./parse.js";
import { runSample } from "./sample.js";
import { runSnippets } from "./snippets.js";

/** Runs with the arguments after the name; resolves to the exit status. */
type Runner = (argv: readonly string[]) => Promise<number>;

const runners: Readonly<Record<string, Runner>> = {
  check: runCheck,
  measurements: runMeasurements,
  mutations: runMutations,
  negatives: runNegatives,
  outside: runOutside,
  parse: runParse,
  sample: runSample,
  snippets: runSnippets,
};

const [name = "", ...rest] = process.argv.slice(2);
const runner = runners[name];
if (runner) process.exitCode = await runner(rest);
else {
  process.stderr.write(`usage: npm run corpus -- ${Object.keys(runners).join("|")} TREE\n`);
  process.exitCode = 2;
}
