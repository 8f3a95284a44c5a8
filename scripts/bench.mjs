// `npm run bench [NAME…]`: every benchmark of scripts/bench, or the named ones. Speeds are also printed as ratios to a
// plain loop of the same run, so that two machines, or two loads, can be compared.

import { readdirSync } from "node:fs";
import { basename } from "node:path";

const wanted = process.argv.slice(2);
const folder = new URL("./bench/", import.meta.url);
for (const file of readdirSync(folder).filter((name) => name.endsWith(".mjs"))) {
  const name = basename(file, ".mjs");
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { run } = await import(new URL(file, folder).href);
  console.log(`== ${name}`);
  await run();
}
