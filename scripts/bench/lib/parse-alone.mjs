// The yardstick: reads the files that the list names and parses each as it stands, in worker threads, and does nothing
// with the trees.   node parse-alone.mjs LIST NR_WORKERS

import { readFileSync, statSync } from "node:fs";
import { createWorkerPool } from "../../../server/out/project/worker-pool.js";

const [list = "", nrWorkers = "2"] = process.argv.slice(2);
const pool = createWorkerPool({
  scriptUrl: new URL("./parse-alone-worker.mjs", import.meta.url),
  nrWorkers: Number(nrWorkers),
  shared: undefined,
  // As the checker's own pool does it.
  replaceAfterBytes: 48 * 1024 * 1024,
  jobTimeoutMs: 120_000,
});
const paths = readFileSync(list, "utf8").split("\n");
await Promise.all(paths.map((path) => pool.run(path, statSync(path).size)));
await pool.close();
