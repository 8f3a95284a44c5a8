// `npm run bench -- [NAME…] [--tree TREE] [--sample PERCENT] [--seed N] [--jobs N]`: every benchmark of scripts/bench,
// or the named ones. Those over real drivers need TREE, an unpacked kernel source; a sample is for trying them. Speeds
// are also told as ratios within the run, so that two machines, or two loads, can be compared.

import { existsSync, readdirSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { runMain, userError } from "./lib/house.mjs";

const folder = new URL("./bench/", import.meta.url);

function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      tree: { type: "string" },
      sample: { type: "string", default: "100" },
      seed: { type: "string", default: "1" },
      jobs: { type: "string", default: "2" },
    },
  });
  const { tree, seed } = values;
  const samplePercent = Number(values.sample);
  const nrWorkers = Number(values.jobs);
  if (tree !== undefined && !existsSync(join(tree, "drivers")))
    throw userError(`${tree} is no kernel source`);
  if (!(samplePercent > 0 && samplePercent <= 100)) throw userError("--sample is a share in percent");
  if (!Number.isInteger(nrWorkers) || nrWorkers < 1) throw userError("--jobs is a number of workers");
  return { names: positionals, options: { tree, seed, samplePercent, nrWorkers } };
}

async function main(args) {
  const { names: wanted, options } = readOptions(args);
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".mjs"))
    .map((name) => basename(name, ".mjs"));
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined) throw userError(`no benchmark '${unknown}'; there are ${all.join(", ")}`);
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)} at the start`,
  );
  for (const name of wanted.length > 0 ? wanted : all) {
    const { run } = await import(new URL(`${name}.mjs`, folder).href);
    console.log(`\n== ${name}`);
    await run(options);
  }
  return 0;
}

await runMain(main);
